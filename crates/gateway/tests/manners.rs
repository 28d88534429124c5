//! Strangers, bad clients and many clients, over real sockets.

mod common;
mod scripted;

use common::{Server, answer, read_until};
use idlewatt_gateway::{Config, serve};
use scripted::{ENDLESS_BYTES, MODEL, Scripted};
use serde_json::{Value, json};
use std::net::TcpStream as BlockingStream;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn chat(model: &str, stream: bool) -> Value {
    json!({ "model": model, "stream": stream, "messages": [{ "role": "user", "content": "Hi" }] })
}

async fn keyed() -> Server {
    let config = Config { api_key: Some("sesame".into()), origins: vec!["https://chat.example/".into()] };
    Server::with(config).await
}

#[tokio::test]
async fn without_the_key_nothing_is_told() {
    let server = keyed().await;
    for authorization in ["", "Bearer", "Bearer ", "Bearer wrong", "Bearer sesam", "Bearer sesame2", "Basic sesame"] {
        for path in ["/v1/models", "/v1/models/x", "/nowhere"] {
            let answer = server.send("GET", path, &[("authorization", authorization)], b"").await;
            assert_eq!(answer.error(), (401, "invalid_api_key".into(), None), "{authorization:?} {path}");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }
    for authorization in ["Bearer sesame", "bearer sesame"] {
        assert_eq!(server.send("GET", "/v1/models", &[("authorization", authorization)], b"").await.status, 200);
    }
    assert_eq!(server.get("/health").await.status, 200, "that it is there is no secret");
}

#[tokio::test]
async fn a_rebound_name_is_refused() {
    let server = Server::start().await;
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example:80", ""] {
        let answer = server.send("GET", "/v1/models", &[("host", host)], b"").await;
        assert_eq!(answer.error(), (403, "host_not_allowed".into(), None), "{host:?}");
    }
    let absolute = server.send("GET", "http://evil.example/v1/models", &[], b"").await;
    assert_eq!(absolute.status, 403);
    for host in ["localhost", "LocalHost:1234", "127.0.0.1:80", "[::1]:80"] {
        assert_eq!(server.send("GET", "/v1/models", &[("host", host)], b"").await.status, 200, "{host}");
    }
    let nameless = server.send("GET", "/v1/models", &[("host", "")], b"").await;
    assert_eq!(nameless.status, 403, "HTTP/1.1 names its host");
    for (host, status) in [("", 200), ("host: evil.example\r\n", 403), ("host:\r\n", 403)] {
        let mut client = server.connect().await;
        let request = format!("GET /v1/models HTTP/1.0\r\n{host}\r\n");
        client.write_all(request.as_bytes()).await.expect("a reader");
        assert_eq!(answer(&mut client).await.status, status, "HTTP/1.0 {host:?}");
    }
    let key = ("authorization", "Bearer sesame");
    let named = keyed().await.send("GET", "/v1/models", &[("host", "gpu.example"), key], b"").await;
    assert_eq!(named.status, 200, "who has the key may call it what they like");
}

#[tokio::test]
async fn only_known_pages_may_use_it() {
    let server = keyed().await;
    let key = ("authorization", "Bearer sesame");
    for origin in ["https://evil.example", "null", "http://chat.example", "https://chat.example.evil.example"] {
        let answer = server.send("GET", "/v1/models", &[("origin", origin), key], b"").await;
        assert_eq!(answer.error(), (403, "origin_not_allowed".into(), None), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let asked = server.send("OPTIONS", "/v1/models", &[("origin", origin)], b"").await;
        assert_eq!(asked.status, 403, "{origin}");
    }
    let origin = ("origin", "https://chat.example");
    let wanted = ("access-control-request-headers", "authorization,x-stainless-os");
    let asked = server.send("OPTIONS", "/v1/chat/completions", &[origin, wanted], b"").await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, Some(origin.1)));
    assert_eq!(asked.header("access-control-allow-headers"), Some(wanted.1));
    let answer = server.send("GET", "/v1/models", &[origin, key], b"").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, Some(origin.1)));
    let refused = server.send("GET", "/v1/models", &[origin], b"").await;
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (401, Some(origin.1)));
    let simple = Server::start().await;
    let page = [("origin", "https://evil.example"), ("content-type", "text/plain")];
    let body = chat(MODEL, false).to_string();
    assert_eq!(simple.send("POST", "/v1/chat/completions", &page, body.as_bytes()).await.status, 403);
}

#[tokio::test]
async fn it_opens_only_where_it_may() {
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let refused = serve(listener, Scripted::default(), Config::default(), std::future::pending()).await;
    let refused = refused.expect_err("others could come");
    assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied);
    assert!(refused.to_string().contains("set a key"), "{refused}");
}

#[tokio::test]
async fn a_body_beyond_bounds_is_told_so() {
    let server = Server::start().await;
    let long = vec![b' '; 5 << 20];
    let answer = server.send("POST", "/v1/completions", &[], &long).await;
    assert_eq!(answer.error(), (413, "request_too_large".into(), None), "after all was sent");
    let chunks: Vec<u8> = [format!("{:x}\r\n", long.len()).as_bytes(), &long, b"\r\n0\r\n\r\n"].concat();
    let chunked = [("content-length", ""), ("transfer-encoding", "chunked")];
    let answer = server.send("POST", "/v1/completions", &chunked, &chunks).await;
    assert_eq!(answer.error(), (413, "request_too_large".into(), None), "without a length");
    let huge = vec![b' '; 50 << 20];
    let answer = server.send("POST", "/v1/completions", &[], &huge).await;
    assert_eq!(answer.error(), (413, "request_too_large".into(), None), "also while more is sent");
    let told = [("content-length", "999999999999")];
    let answer = server.send("POST", "/v1/completions", &told, b"").await;
    assert_eq!(answer.error(), (413, "request_too_large".into(), None), "before anything was sent");
    let packed = server.send("POST", "/v1/completions", &[("content-encoding", "gzip")], b"x").await;
    assert_eq!(packed.error().0, 415);
    let head = "x".repeat(100 << 10);
    let answer = server.send("GET", "/health", &[("x-long", &head)], b"").await;
    assert_eq!(answer.status, 431);
}

#[tokio::test]
async fn a_client_that_hangs_up_ends_its_answer() {
    let server = Server::start().await;
    let mut hung_up = 0;
    // While the prompt is read, with and without a stream; in the middle of a stream; with several choices.
    for (model, stream, n, sees) in [
        ("scripted-silent", false, 1, None),
        ("scripted-silent", true, 1, None),
        ("scripted-endless", true, 1, Some("xxxx")),
        ("scripted-silent", false, 3, None),
    ] {
        let mut body = chat(model, stream);
        body["n"] = json!(n);
        let request = server.request("POST", "/v1/chat/completions", &[], body.to_string().as_bytes());
        let mut client = server.connect().await;
        client.write_all(&request).await.expect("a reader");
        server.until("it is being answered", |counts| counts.open == n).await;
        if let Some(sees) = sees {
            read_until(&mut client, sees).await;
        }
        drop(client);
        hung_up += n;
        server.until("the answer is given up", |counts| counts.hung_up == hung_up && counts.open == 0).await;
    }
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_not_collected_for() {
    let server = Server::start().await;
    let body = chat("scripted-endless", true).to_string();
    let request = server.request("POST", "/v1/chat/completions", &[], body.as_bytes());
    let mut client = server.connect().await;
    client.write_all(&request).await.expect("a reader");
    let counts =
        server.until("the answer waits for its reader", |counts| counts.held > 0 || counts.bytes == ENDLESS_BYTES);
    let counts = counts.await;
    // Without bounds of ours it is 4 MiB, and all of it without backpressure.
    assert!(counts.bytes < 2 << 20, "{} bytes were taken for nobody", counts.bytes);
    assert_eq!(server.chat(chat(MODEL, false)).await.status, 200, "others do not wait");
    drop(client);
    server.until("the answer is given up", |counts| counts.open == 0 && counts.hung_up == 1).await;
}

#[tokio::test]
async fn many_clients_are_answered_at_once() {
    let server = Server::start().await;
    let ask = async |who: usize| {
        let body = json!({ "model": MODEL, "stream": who.is_multiple_of(2), "temperature": 0,
            "messages": [{ "role": "user", "content": format!("I am {}", who / 2) }] });
        let answer = server.chat(body).await;
        assert_eq!(answer.status, 200);
        match who % 2 {
            0 => {
                let events = answer.events();
                events.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect()
            }
            _ => answer.json()["choices"][0]["message"]["content"].as_str().expect("text").to_owned(),
        }
    };
    let said = futures::future::join_all((0..40).map(ask)).await;
    let (pairs, _) = said.as_chunks::<2>();
    for [streamed, whole] in pairs {
        assert_eq!(streamed, whole);
    }
    assert!(pairs.windows(2).all(|two| two[0] != two[1]), "each has an answer of its own");
}

#[tokio::test]
async fn beyond_its_bounds_clients_are_sent_away() {
    let server = Server::start().await;
    let request =
        server.request("POST", "/v1/chat/completions", &[], chat("scripted-silent", true).to_string().as_bytes());
    let mut clients = Vec::new();
    for _ in 0..64 {
        let mut client = server.connect().await;
        client.write_all(&request).await.expect("a reader");
        clients.push(client);
    }
    server.until("all places are taken", |counts| counts.open == 64).await;
    let away = server.chat(chat(MODEL, false)).await;
    assert_eq!(away.error(), (429, "busy".into(), None));
    assert!(away.header("retry-after").is_some());
    assert_eq!(server.get("/v1/models").await.status, 200, "looking costs nothing");
    drop(clients);
    server.until("the places are free", |counts| counts.open == 0).await;
    assert_eq!(server.chat(chat(MODEL, false)).await.status, 200);
}

#[tokio::test]
async fn a_connection_serves_many_requests() {
    let server = Server::start().await;
    let mut client = server.connect().await;
    let request = server.request("GET", "/health", &[("connection", "keep-alive")], b"");
    for _ in 0..3 {
        client.write_all(&request).await.expect("a reader");
        read_until(&mut client, "\"ok\"}").await;
    }
    client.write_all(b"nonsense\r\n\r\n").await.expect("a reader");
    assert_eq!(answer(&mut client).await.status, 400);
}

#[tokio::test]
async fn whoever_has_been_silent_longest_makes_room() {
    let server = Server::start().await;
    let request = server.request("GET", "/health", &[("connection", "keep-alive")], b"");
    let ask = async |client: &mut TcpStream| {
        client.write_all(&request).await.expect("a reader");
        read_until(client, "\"ok\"}").await;
    };
    let mut clients = Vec::new();
    for at in 0..256 {
        let mut client = server.connect().await;
        match at {
            1 => client.write_all(&request[..20]).await.expect("a reader"),
            _ => ask(&mut client).await,
        }
        clients.push(client);
    }
    // Then the first is not the one.
    ask(&mut clients[0]).await;
    let mut more = server.connect().await;
    ask(&mut more).await;
    assert_eq!(clients[1].read(&mut [0]).await.expect("an orderly end"), 0, "the second is");
    for at in [0, 2, 255] {
        ask(&mut clients[at]).await;
    }
}

#[tokio::test]
async fn a_connection_begins_with_a_request() {
    let server = Server::start().await;
    let mut silent = server.connect().await;
    let mut slow = server.connect().await;
    slow.write_all(b"GET /health HT").await.expect("a reader");
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    for client in [&mut silent, &mut slow] {
        assert_eq!(client.read(&mut [0]).await.expect("an orderly end"), 0);
    }
    assert!(began.elapsed() < Duration::from_secs(10), "by the paused clock: {:?}", began.elapsed());
}

#[tokio::test]
async fn closing_lets_short_answers_end_and_cuts_long_ones() {
    let mut server = Server::start().await;
    let body = chat("scripted-silent", false).to_string();
    let mut client = server.connect().await;
    client.write_all(&server.request("POST", "/v1/chat/completions", &[], body.as_bytes())).await.expect("a reader");
    server.until("it is being answered", |counts| counts.open == 1).await;
    drop(server.stop.take());
    (&mut server.serving).await.expect("no panic").expect("an orderly end");
    server.until("the answer is given up", |counts| counts.open == 0).await;
    assert!(BlockingStream::connect(server.address).is_err(), "nobody listens any more");
}
