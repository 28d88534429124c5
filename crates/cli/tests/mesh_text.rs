//! Text from the mesh, by a daemon whose answers are written down here.

mod fake;

use fake::{Daemon, Ran, alone, node, program};
use idlewatt_control::messages::{
    BadInput, Busy, ControlError, EmbedRequest, ModelOfferRow, ModelRow, NoProvider, Request, Response, TextRequest,
};
use idlewatt_proto::books::Side;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{Finish, ModelKind, Prompt, Role, Said, TextEvent, TextSpeed, Token, Usage};
use idlewatt_proto::{Amount, BlobHash, Bytes};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

fn price(micros: i64) -> Price {
    Price { per_giga: Amount::from_micros(micros) }
}

/// A model that two others offer, and that nobody here has.
fn row() -> ModelRow {
    let offer = |provider, micros, free| ModelOfferRow {
        provider: node(provider),
        floor: price(micros),
        speed: TextSpeed { prefill: 900, decode: 90 },
        tokens: 4096,
        free,
    };
    ModelRow {
        name: "tiny".into(),
        hash: BlobHash::of(b"tiny"),
        size: Bytes(3 << 20),
        kind: ModelKind::Generate,
        facts: None,
        speed: None,
        // The last one is this node's own.
        offers: vec![offer(0xcd, 20_000, true), offer(0xef, 10_000, false), offer(0xab, 1, true)],
    }
}

fn models() -> Vec<Response> {
    let steered = ModelRow { name: "a\u{1b}[2Jb".into(), hash: BlobHash::of(b"other"), ..row() };
    vec![Response::Models { models: vec![steered, row()] }]
}

fn said(text: &str) -> Response {
    let token = Token { id: 1, logprob: None, top: Vec::new(), bytes: Vec::new() };
    Response::Text(TextEvent::Said(Said { text: text.into(), tokens: vec![token] }))
}

/// An answer that a second provider brings to its end.
fn answer() -> Vec<Response> {
    let answering = |provider| Response::Answering { provider: node(provider), price: price(20_000) };
    let usage = Usage { prompt_tokens: 7, cached_tokens: 2, said_tokens: 2, busy_ms: 5 };
    vec![
        answering(0xcd),
        Response::Text(TextEvent::Began { prompt_tokens: 7, cached_tokens: 2 }),
        said("Hello "),
        answering(0xef),
        said("world"),
        Response::Cost { cost: Amount::from_micros(33) },
        Response::Text(TextEvent::Ended { finish: Finish::Stop, usage }),
    ]
}

fn vectors(count: u32) -> Vec<Response> {
    let vector = |index| Response::Embedded { index, vector: vec![1.0, index as f32], tokens: 3 };
    let answering = Response::Answering { provider: node(0xcd), price: price(20_000) };
    let usage = Usage { prompt_tokens: 3 * count, ..Usage::default() };
    let end = [Response::Cost { cost: Amount::from_micros(4) }, Response::EmbedEnded { usage }];
    [answering].into_iter().chain((0..count).map(vector)).chain(end).collect()
}

/// A daemon that answers, and refuses those who ask for a model by the name of a refusal.
fn daemon() -> Daemon {
    Daemon::answering(|request| match request {
        Request::Models => models(),
        Request::Generate(TextRequest { model, .. }) if model != "tiny" => vec![Response::Error(refusal(model))],
        Request::Generate(_) => answer(),
        Request::Embed(EmbedRequest { texts, .. }) => vectors(texts.len() as u32),
        _ => Vec::new(),
    })
}

fn refusal(name: &str) -> ControlError {
    let what = "the reason".to_owned();
    match name {
        "no-provider" => NoProvider::ModelGone { model: what }.into(),
        "busy" => Busy::Everybody.into(),
        "bad-input" => BadInput::Request { what }.into(),
        "role-off" => ControlError::RoleOff { role: Side::Requester },
        "failed" => ControlError::broken(what),
        model => ControlError::NoModel { model: model.to_owned() },
    }
}

fn objects(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn an_answer_is_told_with_who_gave_it_and_what_it_cost() {
    let ran = daemon().run(&["generate", "-m", "tiny", "-p", "Hi"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "Hello world\n"), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("7 prompt tokens (2 known), 2 tokens"), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("by cdcdcdcd, then efefefef for 0.000033 credits\n"), "{}", ran.stderr);

    let told = objects(&daemon().run(&["--json", "generate", "-m", "tiny", "-p", "Hi"]));
    let names: Vec<&str> = told.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(names, ["opened", "answering", "began", "said", "answering", "said", "ended"]);
    assert_eq!((&told[1]["provider"], &told[6]["cost"]), (&json!(node(0xcd).to_string()), &json!("33")));
}

#[test]
fn a_question_travels_as_it_was_put() {
    let asked = |arguments: &[&str]| {
        let (tell, told) = std::sync::mpsc::channel();
        let daemon = Daemon::answering(move |request| match request {
            Request::Models => models(),
            Request::Generate(request) => {
                tell.send(request.clone()).expect("a listener");
                answer()
            }
            _ => Vec::new(),
        });
        let ran = daemon.run(&[&["generate", "-p", "Hi", "-n", "9"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        told.recv().expect("a request")
    };
    let plain = asked(&["-m", "tiny", "--max-price", "0.02"]);
    assert_eq!((&*plain.model, plain.max_price, plain.generation.max_tokens), ("tiny", Some(price(20_000)), 9));
    let Prompt::Chat(messages) = &plain.generation.prompt else { panic!("no message: {plain:?}") };
    assert_eq!((messages.len(), messages[0].role), (1, Role::User), "a model on offer is taken for one that chats");
    let raw = asked(&["-m", "tiny", "--raw"]);
    assert_eq!((raw.generation.prompt, raw.max_price), (Prompt::Text("Hi".into()), None));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tiny.gguf");
    std::fs::write(&file, b"tiny").expect("a file");
    let by_file = asked(&["-m", file.to_str().expect("Unicode")]);
    assert_eq!(by_file.model, BlobHash::of(b"tiny").to_string(), "a file is asked for by its hash");
}

#[test]
fn each_refusal_has_its_code_and_one_sentence() {
    let daemon = daemon();
    let cases = [
        ("no-provider", 3, "nobody offers the model the reason; `idlewatt models` lists"),
        ("busy", 3, "everybody who answers with this model is busy"),
        ("unheard-of", 3, "nobody offers a model called \"unheard-of\""),
        ("bad-input", 2, "the reason"),
        ("failed", 1, "the reason"),
        ("role-off", 1, "roles.requester true"),
    ];
    for (model, code, sentence) in cases {
        let ran = daemon.run(&["generate", "-m", model, "-p", "Hi"]);
        assert_eq!(ran.code, code, "{model}: {}", ran.stderr);
        assert!(ran.stderr.starts_with("idlewatt: ") && ran.stderr.contains(sentence), "{model}: {}", ran.stderr);
    }
}

#[test]
fn what_makes_no_sense_reaches_no_daemon() {
    let cases: [&[&str]; 5] = [
        &["serve", "--local"],
        &["generate", "-p", "Hi"],
        &["generate", "-p", "Hi", "-m", "tiny", "--local", "--max-price", "1"],
        &["generate", "-p", "Hi", "-m", "tiny", "--max-price", "cheap"],
        &["generate", "-p", "Hi", "-m", "no/such/file.gguf"],
    ];
    for arguments in cases {
        let ran = alone(arguments);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn lines_become_vectors_over_the_mesh() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("lines"), "one\ntwo\n").expect("lines");
    let plain = daemon().run(&["embed", "-m", "tiny", &path("lines")]);
    let lines: Vec<&str> = plain.stdout.lines().collect();
    // How many lines there are at once is up to the threads; each request counts from nothing.
    assert!(lines == ["1 0", "1 1"] || lines == ["1 0", "1 0"], "{lines:?} {}", plain.stderr);
    let raw = daemon().run(&["embed", "-m", "tiny", &path("lines"), "--raw-f32", &path("raw")]);
    assert!(raw.stderr.starts_with("2 vectors of 2 numbers, of 6 tokens"), "{}", raw.stderr);
    assert!(raw.stderr.contains(" credits\n"), "{}", raw.stderr);
}

#[test]
fn the_list_shows_what_others_offer() {
    let list = daemon().run(&["models"]);
    let lines: Vec<&str> = list.stdout.lines().collect();
    assert!(lines[0].starts_with("no models yet"), "{}", list.stdout);
    let offered = lines.last().expect("a model").split_whitespace().collect::<Vec<_>>();
    let hash = BlobHash::of(b"tiny").short();
    assert_eq!(offered, ["tiny", "text", "3", "MiB", "2", "0.02", "90", "4096", &hash]);
    assert!(!list.stdout.contains('\u{1b}'), "a name does not steer the terminal");
    let told = objects(&daemon().run(&["--json", "models"]));
    assert_eq!((&told[0]["models"], told[0]["offers"].as_array().map(Vec::len)), (&json!([]), Some(2)));
}

#[test]
fn a_model_is_fetched_with_its_progress() {
    let hash = BlobHash::of(b"tiny");
    let daemon = Daemon::answering(move |request| match request {
        Request::FetchModel { model } if model == "tiny" => vec![
            Response::Fetching { have: Bytes(1 << 20), of: Bytes(2 << 20) },
            Response::Fetched { name: "tiny".into(), hash },
        ],
        _ => vec![Response::Error(refusal("unheard-of"))],
    });
    let ran = daemon.run(&["models", "fetch", "tiny"]);
    assert_eq!((ran.code, ran.stdout), (0, format!("tiny is on the shelf: {hash}\n")));
    assert_eq!(ran.stderr, "50 %  of 2 MiB\n");
    assert_eq!(objects(&daemon.run(&["--json", "models", "fetch", "tiny"])).len(), 2);
    assert_eq!(daemon.run(&["models", "fetch", "other"]).code, 3);
}

/// `idlewatt serve`, and where it listens.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(daemon: &Daemon, arguments: &[&str]) -> Self {
        let mut command = program(&daemon.home, &[&["--json", "serve", "--port", "0"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("standard output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let serving: Value = serde_json::from_str(&line).expect("an object");
        let url = serving["url"].as_str().expect("an address");
        let address = url.trim_start_matches("http://").trim_end_matches("/v1").to_owned();
        Self { child, address }
    }

    fn send(&self, request: &str, body: &Value) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let (address, body) = (&self.address, body.to_string());
        let head = "connection: close\r\ncontent-type: application/json";
        let length = body.len();
        write!(stream, "{request} HTTP/1.1\r\nhost: {address}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}")
            .expect("sent");
        stream
    }

    /// Status and the rest.
    fn ask(&self, request: &str, body: &Value) -> (u16, String) {
        let mut answer = String::new();
        self.send(request, body).read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn chat(model: &str, stream: bool) -> Value {
    json!({"model": model, "stream": stream, "messages": [{"role": "user", "content": "Hi"}]})
}

#[test]
fn clients_of_openai_reach_the_mesh() {
    let daemon = daemon();
    let serving = Serving::start(&daemon, &[]);
    let (status, models) = serving.ask("GET /v1/models", &json!({}));
    assert!(status == 200 && models.contains("\"tiny\""), "{models}");
    let (status, whole) = serving.ask("POST /v1/chat/completions", &chat("tiny", false));
    assert!(status == 200 && whole.contains("Hello world") && whole.contains("\"completion_tokens\":2"), "{whole}");
    let (status, streamed) = serving.ask("POST /v1/chat/completions", &chat("tiny", true));
    assert!(status == 200 && streamed.contains("\"Hello \"") && streamed.contains("[DONE]"), "{streamed}");
    let (status, vectors) = serving.ask("POST /v1/embeddings", &json!({"model": "tiny", "input": ["a", "b"]}));
    assert!(status == 200 && vectors.contains("\"prompt_tokens\":6"), "{vectors}");
    let refusals = [("unheard-of", 404), ("no-provider", 503), ("role-off", 503), ("bad-input", 400), ("busy", 429)];
    for (model, code) in refusals {
        for stream in [false, true] {
            let (status, answer) = serving.ask("POST /v1/chat/completions", &chat(model, stream));
            assert_eq!(status, code, "{model}: {answer}");
        }
    }
}

#[test]
fn where_one_model_is_served_others_are_unknown() {
    let daemon = daemon();
    let serving = Serving::start(&daemon, &["-m", "tiny"]);
    let (_, models) = serving.ask("GET /v1/models", &json!({}));
    assert_eq!(models.matches("\"object\":\"model\"").count(), 1, "{models}");
    assert_eq!(serving.ask("POST /v1/chat/completions", &chat("tiny", false)).0, 200);
    assert_eq!(serving.ask("POST /v1/chat/completions", &chat("busy", false)).0, 404);
}

#[test]
fn a_client_that_hangs_up_ends_its_request() {
    let (tell, told) = std::sync::mpsc::channel();
    let daemon = Daemon::serving(move |mut connection, request| {
        let tell = tell.clone();
        async move {
            let beginning = match request {
                Request::Models => models(),
                _ => answer().into_iter().take(3).collect(),
            };
            let asked = matches!(request, Request::Generate(_));
            for response in beginning {
                connection.send(&response).await.expect("a reader");
            }
            assert!(connection.next().await.is_none(), "nothing is said but good-bye");
            if asked {
                tell.send(()).expect("a listener");
            }
        }
    });
    let serving = Serving::start(&daemon, &[]);
    let mut stream = serving.send("POST /v1/chat/completions", &chat("tiny", true));
    let mut heard = Vec::new();
    while !String::from_utf8_lossy(&heard).contains("Hello ") {
        let mut piece = [0; 512];
        let read = stream.read(&mut piece).expect("a piece");
        assert!(read > 0, "it goes on");
        heard.extend(&piece[..read]);
    }
    assert!(told.try_recv().is_err(), "the daemon still answers");
    drop(stream);
    told.recv_timeout(std::time::Duration::from_secs(60)).expect("the daemon is told");
}
