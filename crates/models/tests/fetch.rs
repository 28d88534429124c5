//! Fetching from a server of this machine that breaks off, forgets, sends on and lies.

use idlewatt_models::{FetchError, Name, Origin, Shelf, ShelfError, fetch};
use idlewatt_proto::{BlobHash, Bytes};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// What a client asked for: the path, and from which byte on.
type Asked = (String, Option<usize>);

struct Server {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers each connection by this function.
    fn new(answer: impl Fn(&mut TcpStream, usize, &Asked) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for (at, stream) in listener.incoming().enumerate() {
                let mut stream = stream.expect("a client");
                let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines().map_while(Result::ok);
                let path = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)).unwrap_or_default();
                let range = lines.take_while(|line| !line.is_empty()).find_map(|line| {
                    let lower = line.to_ascii_lowercase();
                    lower.strip_prefix("range: bytes=").and_then(|range| range.trim_end_matches('-').parse().ok())
                });
                let asked = (path, range);
                noted.lock().expect("no panic").push(asked.clone());
                answer(&mut stream, at, &asked);
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// Says so much of a file from a byte on, and breaks off.
fn part(stream: &mut TcpStream, file: &[u8], from: Option<usize>, most: usize) {
    let (status, range) = match from {
        None => ("200 OK", String::new()),
        Some(from) if from < file.len() => {
            ("206 Partial Content", format!("content-range: bytes {from}-{}/{}\r\n", file.len() - 1, file.len()))
        }
        Some(_) => ("416 Range Not Satisfiable", String::new()),
    };
    let rest = file.get(from.unwrap_or(0)..).unwrap_or_default();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{range}\r\n", rest.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&rest[..most.min(rest.len())]));
}

fn weights() -> Vec<u8> {
    (0..300_000u32).flat_map(u32::to_le_bytes).collect()
}

fn shelf(most: u64) -> (TempDir, Shelf) {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::open(folder.path(), Bytes(most)).expect("a shelf");
    (folder, shelf)
}

fn name() -> Name {
    "model".parse().expect("a name")
}

fn get(shelf: &Shelf, url: &str, hash: BlobHash) -> Result<idlewatt_models::Entry, FetchError> {
    fetch(shelf, url, hash, &name(), &mut |_, _| true)
}

#[test]
fn a_connection_that_breaks_off_goes_on_where_it_stopped() {
    let (_folder, shelf) = shelf(1 << 30);
    let server =
        Server::new(|stream, at, (_, from)| part(stream, &weights(), *from, if at < 2 { 300_000 } else { 1 << 30 }));
    let mut last = 0;
    let mut watch = |done, of| {
        assert!(done <= of && of == 1_200_000);
        last = done;
        true
    };
    let url = format!("{}/model.gguf", server.url);
    let entry = fetch(&shelf, &url, BlobHash::of(&weights()), &name(), &mut watch).expect("fetched");
    assert_eq!((entry.size, last, entry.origin.clone()), (Bytes(1_200_000), 1_200_000, Origin::Fetched { url }));
    assert_eq!(fs::read(shelf.path(&entry)).expect("a file"), weights());
    let from: Vec<_> = server.asked().into_iter().map(|(_, from)| from).collect();
    assert_eq!(from.len(), 3);
    assert!(from[0].is_none() && from[1] > from[0] && from[2] > from[1], "{from:?}");
}

#[test]
fn what_is_stopped_stays_for_the_next_time() {
    let (_folder, shelf) = shelf(1 << 30);
    let server = Server::new(|stream, _, (_, from)| part(stream, &weights(), *from, 1 << 30));
    let mut watch = |done: u64, of: u64| done < of / 2;
    let stopped = fetch(&shelf, &server.url, BlobHash::of(&weights()), &name(), &mut watch);
    assert!(matches!(stopped, Err(FetchError::Shelf(ShelfError::Stopped))), "{stopped:?}");
    get(&shelf, &server.url, BlobHash::of(&weights())).expect("fetched");
    assert!(server.asked()[1].1 > Some(0));
}

#[test]
fn a_server_that_knows_no_parts_begins_anew() {
    let (_folder, shelf) = shelf(1 << 30);
    let server = Server::new(|stream, at, _| part(stream, &weights(), None, if at == 0 { 300_000 } else { 1 << 30 }));
    let entry = get(&shelf, &server.url, BlobHash::of(&weights())).expect("fetched");
    assert_eq!(fs::read(shelf.path(&entry)).expect("a file"), weights());
}

#[test]
fn other_bytes_than_promised_do_not_come_on_the_shelf() {
    let (folder, shelf) = shelf(1 << 30);
    let server = Server::new(|stream, _, (_, from)| part(stream, &weights(), *from, 1 << 30));
    let other = get(&shelf, &server.url, BlobHash::of(b"other"));
    assert!(matches!(other, Err(FetchError::Shelf(ShelfError::OtherHash { .. }))), "{other:?}");
    assert_eq!(shelf.entries().expect("an index"), []);
    assert_eq!(fs::read_dir(folder.path().join("parts")).expect("a folder").count(), 0);
}

#[test]
fn more_than_there_is_room_for_is_not_even_begun() {
    let (folder, shelf) = shelf(1000);
    let server = Server::new(|stream, _, (_, from)| part(stream, &weights(), *from, 1 << 30));
    let full = get(&shelf, &server.url, BlobHash::of(&weights()));
    assert!(matches!(full, Err(FetchError::Shelf(ShelfError::Full { .. }))), "{full:?}");
    assert_eq!(fs::read_dir(folder.path().join("parts")).expect("a folder").count(), 0);
}

#[test]
fn redirects_are_followed_only_where_they_may_lead() {
    let (_folder, shelf) = shelf(1 << 30);
    let server = Server::new(|stream, _, (path, from)| {
        let to = match path.as_str() {
            "/here" => "/file",
            "/outside" => "http://example.org/file",
            "/around" => "/around",
            "/file" => return part(stream, &weights(), *from, 1 << 30),
            _ => {
                let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                return;
            }
        };
        let head = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
    });
    let at = |path: &str| get(&shelf, &format!("{}{path}", server.url), BlobHash::of(&weights()));
    assert!(matches!(at("/outside"), Err(FetchError::Redirect(_))));
    assert!(matches!(at("/around"), Err(FetchError::Redirects)));
    assert!(matches!(at("/missing"), Err(FetchError::Refused(status)) if status == 404));
    at("/here").expect("fetched");
}

#[test]
fn a_server_that_is_not_there_is_tried_a_few_times() {
    let (_folder, shelf) = shelf(1 << 30);
    let server = Server::new(|_, _, _| {});
    let broken = get(&shelf, &server.url, BlobHash::of(&weights()));
    assert!(matches!(broken, Err(FetchError::Broken(_))), "{broken:?}");
    assert_eq!(server.asked().len(), idlewatt_models::limits::TRIES as usize);
}
