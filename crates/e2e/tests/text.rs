//! A language model on this machine, from the command line to the worker and back.
#![cfg(unix)]

#[path = "../../worker/tests/tiny/mod.rs"]
mod tiny;

use idlewatt_e2e::binary;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A home, a model, and the program.
struct Stage {
    folder: TempDir,
    program: PathBuf,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        tiny::write(&folder.path().join("tiny.gguf"));
        Self { folder, program: binary("idlewatt") }
    }

    /// The same with a scripted worker beside the program.
    fn scripted() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        fs::write(folder.path().join("tiny.gguf"), "no model").expect("a file");
        let program = folder.path().join("idlewatt");
        // Linked, not copied: a program that is being written cannot be started.
        fs::hard_link(binary("idlewatt"), &program).expect("a link");
        let stand_in = binary("idlewatt").with_file_name("examples").join("stand_in");
        fs::hard_link(stand_in, folder.path().join("idlewatt-worker")).expect("a link");
        Self { folder, program }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("Unicode").to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--home").arg(self.folder.path().join("home")).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// With the model at the end.
    fn run(&self, arguments: &[&str]) -> Output {
        let model = self.path("tiny.gguf");
        self.command(&[arguments, &["--local", "-m", &model]].concat()).output().expect("it runs")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let model = self.path("tiny.gguf");
        let mut command = self.command(&[arguments, &["--local", "-m", &model]].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("standard input").write_all(input.as_bytes()).expect("it listens");
        child.wait_with_output().expect("it ends")
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn events(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("an event")).collect()
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill runs").success());
}

#[test]
fn an_answer_comes_with_its_statistics_and_as_events() {
    let stage = Stage::new();
    let ask = ["generate", "-p", "The quick brown fox", "-n", "12", "--seed", "7"];
    let plain = stage.run(&ask);
    assert_eq!(plain.status.code(), Some(0), "{}", err(&plain));
    assert!(err(&plain).contains("12 tokens") && err(&plain).contains("prompt tokens"), "{}", err(&plain));
    assert_eq!(err(&stage.run(&[&ask[..], &["--quiet"]].concat())), "");

    let told = stage.run(&[&ask[..], &["--json", "--logprobs", "1"]].concat());
    let events = events(&told);
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!((names[0], names[1], names[names.len() - 1]), ("opened", "began", "ended"));
    assert!(names[2..names.len() - 1].iter().all(|name| *name == "said"), "{names:?}");
    let said = events.iter().filter(|event| event["event"] == "said");
    let text: String = said.clone().filter_map(|event| event["text"].as_str()).collect();
    let tokens: Vec<&Value> = said.filter_map(|event| event["tokens"].as_array()).flatten().collect();
    assert_eq!(tokens.len(), 12);
    assert!(tokens.iter().all(|token| token["logprob"].as_f64().is_some_and(|logprob| logprob <= 0.01)));
    assert_eq!(text.trim_end(), out(&plain).trim_end(), "the same seed says the same");
    let end = &events[events.len() - 1];
    assert_eq!((end["said_tokens"].as_u64(), end["finish"].as_str()), (Some(12), Some("length")));
}

#[test]
fn a_prompt_comes_from_standard_input_too() {
    let stage = Stage::new();
    let ask = ["generate", "--raw", "-n", "6", "--temp", "0", "--quiet"];
    let piped = stage.run_with(&ask, "The quick brown fox");
    assert_eq!(piped.status.code(), Some(0), "{}", err(&piped));
    assert_eq!(out(&piped), out(&stage.run(&[&ask[..], &["-p", "The quick brown fox"]].concat())));
    assert_eq!(stage.run(&ask).status.code(), Some(2), "there is none");
}

#[test]
fn ctrl_c_keeps_what_came() {
    let stage = Stage::new();
    let model = stage.path("tiny.gguf");
    let ask = ["--json", "generate", "-p", "Go on", "-n", "1000000", "--local", "-m", &model];
    let mut child = stage.command(&ask).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("\"said\"")), "it answers");
    interrupt(&child);
    let last = lines.last().expect("an end");
    let end: Value = serde_json::from_str(&last).expect("an event");
    assert_eq!((end["event"].as_str(), end["finish"].as_str()), (Some("ended"), Some("interrupted")), "{last}");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}

#[test]
fn a_conversation_is_remembered_forgotten_and_saved() {
    let stage = Stage::new();
    let (first, second) = (stage.path("first.md"), stage.path("second.md"));
    let script = format!(
        "hello\nand then?\n/save {first}\n/system be brief\nhello\n/save {second}\n/nonsense\n/quit\nunheard\n"
    );
    let talk = stage.run_with(&["chat", "-n", "5", "--seed", "3"], &script);
    assert_eq!(talk.status.code(), Some(0), "{}", err(&talk));
    assert!(err(&talk).contains("there is no /nonsense"), "{}", err(&talk));
    let read = |path: &str| fs::read_to_string(path).expect("a conversation");
    assert_eq!(read(&first).matches("## user").count(), 2);
    assert_eq!(read(&first).matches("## assistant").count(), 2);
    assert!(read(&second).starts_with("## system\n\nbe brief\n\n## user\n\nhello"));
    assert_eq!(read(&second).matches("## user").count(), 1);
}

#[test]
fn a_conversation_that_is_too_long_forgets_its_beginning() {
    let stage = Stage::new();
    // It sees few tokens at once.
    let (path, key) = (stage.path("tiny.gguf"), b"llama.context_length");
    let mut bytes = fs::read(&path).expect("a model");
    let at = bytes.windows(key.len()).position(|found| found == key).expect("it says how many") + key.len() + 4;
    bytes[at..at + 4].copy_from_slice(&384_u32.to_le_bytes());
    fs::write(&path, bytes).expect("written");
    let saved = stage.path("saved.md");
    let many = |word: &str, count| vec![word; count].join(" ");
    let lines: Vec<String> = (0..12).map(|line| format!("{line} {}", many("word", 20))).collect();
    let script = format!("{}\n{}\n/save {saved}\n", lines.join("\n"), many("far too long", 900));
    let talk = stage.run_with(&["chat", "-n", "3", "--seed", "3", "--system", "Be brief."], &script);
    assert_eq!(talk.status.code(), Some(0), "{}", err(&talk));
    let saved = fs::read_to_string(&saved).expect("a conversation");
    let users = saved.matches("## user").count();
    assert!((1..12).contains(&users) && saved.matches("## assistant").count() == users, "{users} of 12");
    assert!(saved.starts_with("## system\n\nBe brief.") && saved.contains("\n11 word"), "the last is there");
    assert!(!saved.contains("\n0 word") && !saved.contains("far too long"), "the first is not");
    assert_eq!(err(&talk).lines().filter(|line| line.contains("tokens")).count(), 1, "{}", err(&talk));
}

#[test]
fn models_come_on_the_shelf_and_off_it() {
    let stage = Stage::new();
    let run = |arguments: &[&str]| stage.command(arguments).output().expect("it runs");
    let model = stage.path("tiny.gguf");
    let added = run(&["--json", "models", "add", &model]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    let entry: Value = serde_json::from_str(&out(&added)).expect("an entry");
    assert_eq!((&entry["name"], &entry["facts"]["name"]), (&json!("tiny"), &json!("Tiny")));
    assert_eq!(run(&["models", "add", &model, "--name", "again"]).status.code(), Some(2), "it is there already");
    let twice = run(&["models", "add", &model]);
    assert!(err(&twice).contains("on the shelf already"), "{}", err(&twice));
    fs::remove_file(&model).expect("the shelf has its own");
    let answer = run(&["generate", "--local", "-m", "tiny", "-p", "hi", "-n", "3"]);
    assert_eq!(answer.status.code(), Some(0), "{}", err(&answer));
    assert!(out(&run(&["models"])).contains("tiny"));
    assert!(out(&run(&["models", "show", "tiny"])).contains("llama"));
    assert!(out(&run(&["models", "verify"])).contains("tiny is as it was"));
    let kept = stage.folder.path().join("home/models/tiny.gguf");
    let mut bytes = fs::read(&kept).expect("the shelf's file");
    *bytes.last_mut().expect("a byte") ^= 1;
    fs::write(&kept, bytes).expect("changed");
    let verified = run(&["models", "verify", "tiny"]);
    assert_eq!((verified.status.code(), out(&verified).contains("BLAKE3")), (Some(1), true));
    assert_eq!(run(&["models", "remove", "tiny"]).status.code(), Some(0));
    assert!(!kept.exists());

    let broken = stage.path("broken.gguf");
    fs::write(&broken, "GGUF but not really").expect("a file");
    let refused = run(&["models", "add", &broken]);
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    assert_eq!(out(&run(&["--json", "models"])), "{\"models\":[]}\n");
}

#[test]
fn the_owners_bound_on_disk_holds_for_files_of_this_machine_too() {
    let stage = Stage::new();
    let run = |arguments: &[&str]| stage.command(arguments).output().expect("it runs");
    let home = stage.folder.path().join("home");
    fs::create_dir_all(&home).expect("a folder");
    fs::write(home.join("settings.toml"), "[models]\ndisk_gib = 0\n").expect("settings");
    let model = stage.path("tiny.gguf");
    let refused = run(&["models", "add", &model]);
    assert_ne!(refused.status.code(), Some(0));
    assert!(err(&refused).contains("models.disk_gib"), "{}", err(&refused));
    assert_eq!(run(&["models", "add", &model, "--link"]).status.code(), Some(0), "a link takes none");
    assert_eq!(run(&["models", "remove", "tiny"]).status.code(), Some(0));
    fs::write(home.join("settings.toml"), "[models]\ndisk_gib = 1\n").expect("settings");
    assert_eq!(run(&["models", "add", &model]).status.code(), Some(0));
}

#[test]
fn lines_become_vectors() {
    let stage = Stage::scripted();
    let plain = stage.run_with(&["embed"], "one\ntwo\nthree");
    assert_eq!(plain.status.code(), Some(0), "{}", err(&plain));
    assert_eq!(out(&plain), "1 0 0 0\n0 1 0 0\n0 0 1 0\n");
    let told = events(&stage.run_with(&["--json", "embed"], "one\n"));
    assert_eq!(told, [json!({"index": 0, "tokens": 2, "vector": [1.0, 0.0, 0.0, 0.0]})]);
    let (lines, raw) = (stage.path("lines"), stage.path("raw"));
    fs::write(&lines, "x\n".repeat(1000)).expect("lines");
    let written = stage.run(&["embed", &lines, "--raw-f32", &raw]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let bytes = fs::read(&raw).expect("vectors");
    assert_eq!(bytes.len(), 1000 * 4 * 4);
    let first: Vec<f32> = bytes[..16].chunks(4).map(|at| f32::from_le_bytes(at.try_into().expect("four"))).collect();
    assert_eq!(first, [1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn a_picture_is_enlarged() {
    let stage = Stage::scripted();
    let (picture, network, output) = (stage.path("in.png"), stage.path("net.param"), stage.path("out.png"));
    fs::write(&picture, "small").expect("a file");
    fs::write(&network, "net").expect("a file");
    let done = stage.command(&["upscale", &picture, "-o", &output, "--network", &network]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    assert!(out(&done).ends_with("out.png, 64 x 48\n"), "{}", out(&done));
    assert_eq!(fs::read_to_string(&output).expect("the picture"), "larger");
}

/// Asks an HTTP server, and returns status and body.
fn http(address: &str, request: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer secret\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, answer.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

#[test]
fn clients_of_openai_are_served_until_ctrl_c() {
    let stage = Stage::new();
    let model = stage.path("tiny.gguf");
    let mut command = stage.command(&["--json", "serve", "--local", "-m", &model, "--port", "0"]);
    let mut child = command.env("IDLEWATT_API_KEY", "secret").spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
    let serving: Value = serde_json::from_str(&lines.next().expect("a line").expect("text")).expect("an object");
    let url = serving["url"].as_str().expect("an address").to_owned();
    let address = url.trim_start_matches("http://").trim_end_matches("/v1");
    let (status, models) = http(address, "GET /v1/models", "");
    assert!(status == 200 && models.contains("\"tiny\""), "{models}");
    // By chance the first token may be one that ends the answer.
    let ask =
        json!({"model": "tiny", "max_tokens": 5, "temperature": 0, "messages": [{"role": "user", "content": "Hi"}]});
    let (status, answer) = http(address, "POST /v1/chat/completions", &ask.to_string());
    assert!(status == 200 && answer.contains("\"completion_tokens\":5"), "{answer}");
    let other = json!({"model": "other", "messages": [{"role": "user", "content": "Hi"}]});
    let (status, answer) = http(address, "POST /v1/chat/completions", &other.to_string());
    assert!(status == 404 && answer.contains("other"), "{answer}");
    interrupt(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(TcpStream::connect(address).is_err());
}
