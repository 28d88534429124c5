//! A gateway over the scripted backend, and an HTTP client that hides nothing.
#![allow(dead_code, reason = "each test uses a part of it")]

use super::scripted::{Counts, Scripted};
use idlewatt_gateway::{Config, serve};
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing here takes so long; what does has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    pub address: SocketAddr,
    pub backend: Scripted,
    pub stop: Option<oneshot::Sender<()>>,
    pub serving: JoinHandle<std::io::Result<()>>,
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Status, code and param of an error, whose shape is checked.
    pub fn error(&self) -> (u16, String, Option<String>) {
        let body = self.json();
        let error = body["error"].as_object().unwrap_or_else(|| panic!("no error: {}", self.body));
        assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{body}");
        let mut keys: Vec<&str> = error.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["code", "message", "param", "type"], "{body}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{body}");
        assert!(error["type"].is_string(), "{body}");
        let text = |name: &str| error[name].as_str().map(str::to_owned);
        (self.status, text("code").unwrap_or_default(), text("param"))
    }

    pub fn message(&self) -> String {
        self.json()["error"]["message"].as_str().expect("a message").to_owned()
    }

    /// The events of a stream, without its last line, which must be there.
    pub fn events(&self) -> Vec<Value> {
        let (mut events, done) = self.lines();
        assert_eq!(done.as_deref(), Some("[DONE]"), "{}", self.body);
        events.iter_mut().for_each(|event| assert!(event["error"].is_null(), "{event}"));
        events
    }

    /// Everything that came, and the last line if it is no JSON.
    pub fn lines(&self) -> (Vec<Value>, Option<String>) {
        assert!(self.body.ends_with("\n\n"), "{:?}", self.body);
        let mut data: Vec<&str> = self.body.trim_end_matches("\n\n").split("\n\n").collect();
        data.retain(|event| !event.starts_with(':'));
        let mut data: Vec<&str> =
            data.into_iter().map(|event| event.strip_prefix("data: ").expect("data and nothing else")).collect();
        let done = data.pop_if(|last| *last == "[DONE]").map(|last| last.to_owned());
        (data.into_iter().map(|event| serde_json::from_str(event).expect("JSON")).collect(), done)
    }
}

impl Server {
    pub async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let backend = Scripted::default();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve(listener, backend.clone(), config, async {
            let _ = stopped.await;
        }));
        Self { address, backend, stop: Some(stop), serving }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a server")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], body.to_string().as_bytes()).await
    }

    pub async fn chat(&self, body: Value) -> Answer {
        self.post("/v1/chat/completions", &body).await
    }

    pub async fn complete(&self, body: Value) -> Answer {
        self.post("/v1/completions", &body).await
    }

    /// Sends a request with these headers besides the usual ones, which they replace.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        stream.write_all(&self.request(method, path, headers, body)).await.expect("a reader");
        answer(&mut stream).await
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        let (host, length) = (self.address.to_string(), body.len().to_string());
        let usual = [("host", host.as_str()), ("connection", "close"), ("content-length", length.as_str())];
        let usual = usual.iter().filter(|(name, _)| headers.iter().all(|(other, _)| other != name));
        for (name, value) in usual.chain(headers).filter(|(_, value)| !value.is_empty()) {
            head += &format!("{name}: {value}\r\n");
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }

    /// Waits until the backend counts that.
    pub async fn until(&self, what: &str, holds: impl FnMut(&Counts) -> bool) -> Counts {
        let mut counts = self.backend.counts.subscribe();
        let waited = timeout(PATIENCE, counts.wait_for(holds)).await;
        waited.unwrap_or_else(|_| panic!("never: {what}")).expect("a backend").clone()
    }
}

/// Reads to the end of the connection.
pub async fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("an end").expect("an answer");
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..at].to_vec()).expect("text");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = bytes[at + 4..].to_vec();
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { joined(&body) } else { body };
    Answer { status, head, body: String::from_utf8(body).expect("text") }
}

fn joined(mut chunked: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let at = chunked.windows(2).position(|two| two == b"\r\n").expect("the length of a chunk");
        let length = std::str::from_utf8(&chunked[..at]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let length = length.expect("a length");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&chunked[at + 2..at + 2 + length]);
        chunked = &chunked[at + 4 + length..];
    }
}

/// Reads until this was there.
pub async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut all = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&all).contains(text) {
            assert_ne!(stream.read_buf(&mut all).await.expect("an answer"), 0, "{}", String::from_utf8_lossy(&all));
        }
    };
    timeout(PATIENCE, reading).await.unwrap_or_else(|_| panic!("never: {text}"));
    String::from_utf8(all).expect("text")
}
