//! Text over the mesh from the command line, with real models: what a stranger's machine says is what this one would have
//! said, and both sides' books know what it cost.
#![cfg(unix)]

#[path = "../../worker/tests/tiny/mod.rs"]
mod tiny;

use idlewatt_e2e::{Node, said};
use idlewatt_engine::text::format::Format;
use idlewatt_engine::text::synthetic::Sketch;
use idlewatt_proto::books::UnitState;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Output, Stdio};
use tempfile::TempDir;

/// Somebody who answers, with one model that talks and one that makes vectors, and somebody who asks.
struct Stage {
    folder: TempDir,
    requester: Node,
    provider: Node,
}

impl Stage {
    /// The models come while the daemon runs.
    async fn set() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        tiny::write(&folder.path().join("tiny.gguf"));
        let bert = Sketch::new("bert", Format::F16).bytes();
        fs::write(folder.path().join("letters.gguf"), bert).expect("a model");
        let requester =
            Node::start_with("requester", &["--role", "requester", "--role", "index"], "[limits]\nidle_minutes = 0\n");
        let requester = requester.await;
        let index = requester.addresses().await;
        let mut flags = vec!["--role", "provider"];
        index.iter().for_each(|address| flags.extend(["--index-node", address]));
        let settings = "[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\n";
        let provider = Node::start_with("provider", &flags, settings).await;
        let mut stage = Self { folder, requester, provider };
        for model in ["tiny.gguf", "letters.gguf"] {
            done(&stage.provider, &["models", "add", &stage.path(model)]);
        }
        done(&stage.provider, &["config", "set", "provider.models", "tiny, letters"]);
        let offered = async |node: &Node| {
            let told: Value = serde_json::from_str(&done(node, &["--json", "models"])).expect("an object");
            (told["offers"].as_array().map(Vec::len) == Some(2)).then_some(())
        };
        stage.requester.until("both models are on offer", offered).await;
        stage
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("Unicode").to_owned()
    }

    fn ask(&self, arguments: &[&str]) -> String {
        done(&self.requester, arguments)
    }

    /// What one side paid is what the other received, and it is something.
    async fn is_paid(&mut self) {
        let mut sums = Vec::new();
        for node in [&mut self.requester, &mut self.provider] {
            node.until("nothing is unpaid", async |node| {
                let open = |state: &UnitState| matches!(state, UnitState::Started | UnitState::Pending);
                (!node.units().await.iter().any(|unit| open(&unit.state))).then_some(())
            })
            .await;
            node.audit().await;
            sums.push(node.jobs().await.iter().map(|job| job.settled.micros()).sum::<i64>());
        }
        assert!(sums[0] > 0 && sums[0] == sums[1], "{sums:?}");
    }
}

/// What it printed.
fn done(node: &Node, arguments: &[&str]) -> String {
    let output: Output = node.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// Numbers of all lines.
fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

#[tokio::test]
async fn the_mesh_says_what_this_machine_would_say() {
    let mut stage = Stage::set().await;
    let (file, lines) = (stage.path("tiny.gguf"), stage.path("lines"));
    let ask = ["generate", "-p", "The quick brown fox", "-n", "24", "--temp", "0"];
    let here = stage.ask(&[&ask[..], &["--local", "-m", &file]].concat());
    let there = stage.requester.run(&[&ask[..], &["-m", "tiny"]].concat());
    assert_eq!(String::from_utf8_lossy(&there.stdout), here, "{}", said(&there));
    let by = format!("by {} for ", stage.provider.status().await.node.short());
    let statistics = String::from_utf8_lossy(&there.stderr);
    assert!(statistics.contains(&by) && statistics.contains(" credits"), "{statistics}");
    assert_eq!(stage.ask(&[&ask[..], &["-m", &file]].concat()), here, "a file stands for its hash");
    let dear = stage.requester.run(&[&ask[..], &["-m", "tiny", "--max-price", "0"]].concat());
    assert_eq!(dear.status.code(), Some(3), "nobody works for nothing: {}", said(&dear));

    fs::write(&lines, "one line\nanother line\n").expect("lines");
    let here = numbers(&stage.ask(&["embed", "--local", "-m", &stage.path("letters.gguf"), &lines]));
    let there = numbers(&stage.ask(&["embed", "-m", "letters", &lines]));
    assert_eq!((here.len(), there.len()), (512, 512));
    // Texts that come in one batch or in two are summed in another order.
    assert!(here.iter().zip(&there).all(|(a, b)| (a - b).abs() < 1e-3), "{here:?} {there:?}");
    stage.is_paid().await;

    stage.ask(&["models", "fetch", "tiny"]);
    let fetched = stage.requester.path().join("models/tiny.gguf");
    assert_eq!(fs::read(fetched).expect("the model"), fs::read(&file).expect("the model"));
    assert!(stage.ask(&["models", "verify", "tiny"]).contains("tiny is as it was"));
}

/// `idlewatt serve`, and where it listens.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(node: &Node) -> Self {
        let mut command = node.cli(&["--json", "serve", "--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("a line");
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

/// The text of a stream of events.
fn streamed(answer: &str) -> String {
    let events = answer.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]");
    let events = events.map(|data| serde_json::from_str::<Value>(data).expect("an event"));
    events.filter_map(|event| event["choices"][0]["delta"]["content"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn clients_of_openai_are_answered_by_the_mesh() {
    let mut stage = Stage::set().await;
    let file = stage.path("tiny.gguf");
    let here = stage.ask(&["generate", "-p", "Hello!", "-n", "16", "--temp", "0", "--local", "-m", &file]);
    let serving = Serving::start(&stage.requester);
    let (status, models) = serving.ask("GET /v1/models", &json!({}));
    assert!(status == 200 && models.contains("\"tiny\"") && models.contains("\"letters\""), "{models}");
    let chat = |tokens: u32, stream: bool| {
        let messages = [json!({"role": "user", "content": "Hello!"})];
        json!({"model": "tiny", "max_tokens": tokens, "temperature": 0, "stream": stream, "messages": messages})
    };
    let (status, answer) = serving.ask("POST /v1/chat/completions", &chat(16, true));
    assert_eq!((status, streamed(&answer).trim_end()), (200, here.trim_end()), "{answer}");
    assert!(answer.contains("data: [DONE]"), "{answer}");
    let (status, vectors) = serving.ask("POST /v1/embeddings", &json!({"model": "letters", "input": "one line"}));
    assert!(status == 200 && vectors.contains("\"embedding\""), "{vectors}");
    let (status, answer) = serving
        .ask("POST /v1/chat/completions", &json!({"model": "none", "messages": [{"role": "user", "content": "Hi"}]}));
    assert_eq!(status, 404, "{answer}");

    let mut stream = serving.send("POST /v1/chat/completions", &chat(8000, true));
    let mut heard = String::new();
    while !heard.contains("\"content\"") {
        let mut piece = [0; 512];
        let read = stream.read(&mut piece).expect("a piece");
        assert!(read > 0, "it goes on: {heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    drop(stream);
    // Of the thousands of words that nobody wants any more none is waited for.
    stage.is_paid().await;
}
