//! Fetching over HTTPS from a server of this machine, whose certificate was made for the test.

use idlewatt_models::fetch::fetch_trusting;
use idlewatt_models::{Entry, FetchError, Name, Shelf, ShelfError, fetch};
use idlewatt_proto::{BlobHash, Bytes};
use rcgen::CertifiedKey;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use ureq::tls::{Certificate, RootCerts};

fn weights() -> Vec<u8> {
    (0..300_000u32).flat_map(u32::to_le_bytes).collect()
}

struct Server {
    url: String,
    certificate: Vec<u8>,
    /// Connections that were opened.
    connections: Arc<AtomicU32>,
}

impl Server {
    /// A server that is called so by its certificate. The first answer breaks off after so many bytes.
    fn called(name: &str, first: usize) -> Self {
        let CertifiedKey { cert, key_pair } =
            rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::try_from(key_pair.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into());
        let config = config.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let config = Arc::new(config.with_single_cert(vec![cert.der().clone()], key).expect("they fit"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://127.0.0.1:{}/model.gguf", listener.local_addr().expect("an address").port());
        let connections = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for (at, stream) in listener.incoming().enumerate() {
                count.fetch_add(1, Ordering::SeqCst);
                let connection = ServerConnection::new(Arc::clone(&config)).expect("a session");
                let mut stream = StreamOwned::new(connection, stream.expect("a client"));
                answer(&mut stream, if at == 0 { first } else { usize::MAX });
            }
        });
        Self { url, certificate: cert.der().to_vec(), connections }
    }

    fn vouched(&self) -> RootCerts {
        RootCerts::new_with_certs(&[Certificate::from_der(&self.certificate).to_owned()])
    }

    fn get(&self, shelf: &Shelf, hash: BlobHash) -> Result<Entry, FetchError> {
        fetch_trusting(self.vouched(), shelf, &self.url, hash, &name(), &mut |_, _| true)
    }
}

/// Says so much of the file at most, from where it was asked for. Whoever hangs up in the handshake is not answered.
fn answer(stream: &mut StreamOwned<ServerConnection, std::net::TcpStream>, most: usize) {
    let mut from = 0;
    let mut lines = BufReader::new(&mut *stream).lines();
    loop {
        let Some(Ok(line)) = lines.next() else { return };
        if let Some(range) = line.to_ascii_lowercase().strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().expect("a number");
        }
        if line.is_empty() {
            break;
        }
    }
    drop(lines);
    let file = weights();
    let (status, all) = (if from > 0 { "206 Partial Content" } else { "200 OK" }, file.len());
    let range = format!("content-range: bytes {from}-{}/{all}\r\n", all - 1);
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{range}\r\n", all - from);
    let rest = &file[from..];
    let told = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&rest[..most.min(rest.len())]));
    if told.and_then(|()| stream.flush()).is_ok() && most > rest.len() {
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}

fn shelf() -> (TempDir, Shelf) {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::open(folder.path(), Bytes(1 << 30)).expect("a shelf");
    (folder, shelf)
}

fn name() -> Name {
    "model".parse().expect("a name")
}

#[test]
fn a_file_comes_whole_over_a_connection_that_breaks_off() {
    let (_folder, shelf) = shelf();
    let server = Server::called("127.0.0.1", 400_000);
    let entry = server.get(&shelf, BlobHash::of(&weights())).expect("fetched");
    assert_eq!(fs::read(shelf.path(&entry)).expect("a file"), weights());
    assert_eq!(server.connections.load(Ordering::SeqCst), 2, "it went on where it stopped");
}

#[test]
fn a_server_that_nobody_vouches_for_is_not_believed_and_not_asked_again() {
    let (_folder, shelf) = shelf();
    let server = Server::called("127.0.0.1", usize::MAX);
    let refused = fetch(&shelf, &server.url, BlobHash::of(&weights()), &name(), &mut |_, _| true);
    assert!(matches!(refused, Err(FetchError::Untrusted(_))), "{refused:?}");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    assert_eq!(shelf.entries().expect("an index"), []);
}

#[test]
fn a_certificate_for_another_name_is_none() {
    let (_folder, shelf) = shelf();
    let refused = Server::called("models.example", usize::MAX).get(&shelf, BlobHash::of(&weights()));
    assert!(matches!(refused, Err(FetchError::Untrusted(_))), "{refused:?}");
}

#[test]
fn a_trusted_server_with_other_bytes_brings_nothing_on_the_shelf() {
    let (folder, shelf) = shelf();
    let other = Server::called("127.0.0.1", usize::MAX).get(&shelf, BlobHash::of(b"other"));
    assert!(matches!(other, Err(FetchError::Shelf(ShelfError::OtherHash { .. }))), "{other:?}");
    assert_eq!(shelf.entries().expect("an index"), []);
    assert_eq!(fs::read_dir(folder.path().join("parts")).expect("a folder").count(), 0);
}
