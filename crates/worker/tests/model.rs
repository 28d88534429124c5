//! The worker with a model, as a process: requests that come, go, wait and are given up.

mod tiny;

use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Finish, Generation, Prompt, Sampling, TextEvent, Usage};
use idlewatt_proto::worker::{Fault, Order, Pace, Report, RequestNumber};
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

fn worker() -> Command {
    Command::new(env!("CARGO_BIN_EXE_idlewatt-worker"))
}

/// A model in a folder of its own.
fn model() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.gguf");
    tiny::write(&path);
    (folder, path)
}

struct Talk {
    child: Child,
    orders: Option<ChildStdin>,
    reports: Lines<BufReader<ChildStdout>>,
    _folders: [TempDir; 3],
}

impl Talk {
    fn begin(memory: Bytes) -> Self {
        let (scratch, shaders) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let (folder, model) = model();
        let mut child = worker()
            .env("MESA_SHADER_CACHE_DIR", shaders.path())
            .args(["run", "--scratch"])
            .arg(scratch.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let orders = child.stdin.take();
        let reports = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let mut talk = Self { child, orders, reports, _folders: [scratch, shaders, folder] };
        talk.order(&Order::OpenModel { model: model.to_str().expect("Unicode").to_owned(), memory });
        assert!(matches!(talk.next(), Report::Hello { .. }));
        talk
    }

    fn open() -> Self {
        let mut talk = Self::begin(Bytes(1 << 30));
        loop {
            match talk.next() {
                Report::Loading { permille } => assert!(permille <= 1000),
                Report::ModelOpened { device: Some(_), cache_tokens: 1.., .. } => return talk,
                other => panic!("{other:?}"),
            }
        }
    }

    fn order(&mut self, order: &Order) {
        let orders = self.orders.as_mut().expect("not closed");
        writeln!(orders, "{}", serde_json::to_string(order).expect("an order")).expect("it listens");
    }

    fn ask(&mut self, request: RequestNumber, max_tokens: u32) {
        self.order(&Order::Generate { request, generation: question(max_tokens) });
    }

    fn pace(&mut self, duty_permille: u16) {
        self.order(&Order::Pace(Pace { quantum_us: 10_000, duty_permille }));
    }

    fn next(&mut self) -> Report {
        let line = self.reports.next().expect("a report").expect("a line");
        serde_json::from_str(&line).expect("a report")
    }

    /// What is said of requests until one of them ends.
    fn until_end_of(&mut self, wanted: RequestNumber) -> Answer {
        let mut answer = Answer::default();
        loop {
            match self.next() {
                Report::Alive => {}
                Report::Text { request, event } if request == wanted => match event {
                    TextEvent::Began { .. } => {}
                    TextEvent::Said(said) => {
                        answer.text.push_str(&said.text);
                        answer.tokens.extend(said.tokens.iter().map(|token| token.id));
                    }
                    TextEvent::Ended { finish, usage } => {
                        answer.end = Some((finish, usage));
                        return answer;
                    }
                },
                Report::Text { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct Answer {
    text: String,
    tokens: Vec<u32>,
    end: Option<(Finish, Usage)>,
}

impl Answer {
    fn finish(&self) -> Finish {
        self.end.expect("an end").0
    }
}

fn question(max_tokens: u32) -> Generation {
    let sampling = Sampling { temperature: 1.0, seed: 7, ..Sampling::default() };
    Generation { sampling, ..Generation::greedy(Prompt::Text("The quick brown fox".into()), max_tokens) }
}

#[test]
fn a_bad_model_is_one_sentence_and_exit_code_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("empty.gguf"), []).expect("a file");
    fs::write(path("noise.gguf"), (0..=255).cycle().take(5000).collect::<Vec<u8>>()).expect("a file");
    fs::write(path("cut.gguf"), b"GGUF\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0\0\0\0\0").expect("a file");
    for path in [path("empty.gguf"), path("noise.gguf"), path("cut.gguf"), path("missing.gguf"), path("")] {
        let output = worker().arg("inspect-model").arg(&path).output().expect("it starts");
        let said = String::from_utf8(output.stdout).expect("text");
        let what = format!("{}: {said}", path.display());
        assert_eq!(output.status.code(), Some(2), "{what}");
        let Report::Failed { fault: Fault::BadModel { what: sentence }, .. } =
            serde_json::from_str(&said).expect(&what)
        else {
            panic!("{what}")
        };
        assert!(!sentence.is_empty() && !sentence.contains('\n'), "{what}");
    }
}

#[test]
fn a_model_is_described_without_a_device() {
    let (_folder, path) = model();
    let output = worker().arg("inspect-model").arg(&path).output().expect("it starts");
    let report: Report = serde_json::from_slice(&output.stdout).expect("a report");
    assert!(matches!(report, Report::ModelOpened { device: None, .. }), "{report:?}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_model_that_does_not_fit_is_not_opened() {
    let mut talk = Talk::begin(Bytes(100));
    let fault = loop {
        match talk.next() {
            Report::Loading { .. } => {}
            Report::Failed { fault, .. } => break fault,
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(fault, Fault::TooLarge { allowed: Bytes(100), .. }), "{fault:?}");
    assert_eq!(talk.child.wait().expect("it ends").code(), Some(2));
}

#[test]
fn requests_are_answered_side_by_side() {
    let mut talk = Talk::open();
    talk.ask(1, 64);
    talk.ask(2, 8);
    let short = talk.until_end_of(2);
    let long = talk.until_end_of(1);
    let (finish, usage) = long.end.expect("an end");
    assert_eq!((short.tokens.len(), finish), (8, Finish::Length));
    assert_eq!((usage.said_tokens, usage.prompt_tokens > 0), (64, true));
    // The same question alone has the same answer.
    talk.ask(3, 64);
    assert_eq!(talk.until_end_of(3).tokens[..8], short.tokens[..]);
}

#[test]
fn a_worker_that_is_held_back_says_that_it_lives_and_loses_nothing() {
    let mut talk = Talk::open();
    talk.ask(1, 64);
    let whole = talk.until_end_of(1);
    talk.pace(0);
    talk.ask(2, 64);
    for _ in 0..2 {
        assert_eq!(talk.next(), Report::Alive);
    }
    talk.pace(1000);
    let resumed = talk.until_end_of(2);
    assert_eq!((resumed.tokens, resumed.text), (whole.tokens, whole.text));
}

#[test]
fn what_a_yield_cuts_off_goes_on_elsewhere_as_if_nothing_had_been() {
    let mut talk = Talk::open();
    talk.ask(1, 200);
    let whole = talk.until_end_of(1);
    talk.ask(2, 200);
    // Something was said of it by then.
    while !matches!(talk.next(), Report::Text { request: 2, event: TextEvent::Said(_) }) {}
    talk.pace(0);
    talk.order(&Order::Yield);
    let cut = talk.until_end_of(2);
    assert_eq!(cut.finish(), Finish::Interrupted);
    let count = cut.end.expect("an end").1.said_tokens as usize;
    assert!((1..200).contains(&count), "{count}");
    talk.pace(1000);
    let said = whole.tokens[..count].to_vec();
    talk.order(&Order::Generate { request: 3, generation: Generation { said, ..question(200) } });
    let rest = talk.until_end_of(3);
    assert_eq!(rest.tokens, whole.tokens[count..], "those said before are neither told nor counted again");
    assert!(whole.text.ends_with(&rest.text));
}

#[test]
fn a_cancelled_request_falls_silent_and_the_others_do_not() {
    let mut talk = Talk::open();
    talk.ask(1, 4000);
    talk.ask(2, 100);
    while !matches!(talk.next(), Report::Text { request: 1, .. }) {}
    talk.order(&Order::Cancel { request: 1 });
    talk.until_end_of(2);
    talk.ask(3, 100);
    // Whatever was on its way of the first was said before the second ended, or never.
    loop {
        match talk.next() {
            Report::Text { request: 3, event: TextEvent::Ended { .. } } => break,
            Report::Text { request: 3, .. } | Report::Alive => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_no_request_is_refused_and_the_worker_goes_on() {
    let mut talk = Talk::open();
    let bad = Generation { prompt: Prompt::Tokens(Vec::new()), ..question(8) };
    talk.order(&Order::Generate { request: 1, generation: bad });
    let refused = talk.next();
    assert!(matches!(refused, Report::Failed { request: Some(1), fault: Fault::BadRequest { .. }, .. }), "{refused:?}");
    talk.order(&Order::Embed { request: 2, texts: Vec::new() });
    let refused = talk.next();
    assert!(matches!(refused, Report::Failed { request: Some(2), fault: Fault::BadRequest { .. }, .. }), "{refused:?}");
    talk.order(&Order::OpenModel { model: "other".into(), memory: Bytes(1) });
    let refused = talk.next();
    assert!(matches!(refused, Report::Failed { request: None, fault: Fault::BadOrder { .. }, .. }), "{refused:?}");
    talk.ask(3, 8);
    assert_eq!(talk.until_end_of(3).tokens.len(), 8);
}

#[test]
fn it_tells_its_speed_when_nothing_else_is_to_be_done() {
    let mut talk = Talk::open();
    talk.ask(1, 64);
    talk.order(&Order::Measure);
    talk.until_end_of(1);
    loop {
        match talk.next() {
            Report::Alive => {}
            Report::Measured { speed } => break assert!(speed.prefill > 0 && speed.decode > 0, "{speed:?}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_yield_ends_a_measure_and_the_worker_goes_on() {
    let mut talk = Talk::open();
    talk.pace(0);
    talk.order(&Order::Measure);
    assert_eq!(talk.next(), Report::Alive, "it is in the middle of it");
    // One more waits, and came before the yield as well.
    talk.order(&Order::Measure);
    talk.order(&Order::Yield);
    for _ in 0..2 {
        assert_eq!(talk.next(), Report::Failed { unit: None, request: None, fault: Fault::Yielded });
    }
    talk.pace(1000);
    talk.ask(1, 8);
    assert_eq!(talk.until_end_of(1).tokens.len(), 8);
    talk.order(&Order::Measure);
    loop {
        match talk.next() {
            Report::Alive => {}
            other => break assert!(matches!(other, Report::Measured { .. }), "{other:?}"),
        }
    }
}

#[test]
fn it_ends_with_its_standard_input_in_the_middle_of_an_answer() {
    let mut talk = Talk::open();
    talk.ask(1, 4000);
    while !matches!(talk.next(), Report::Text { .. }) {}
    talk.orders = None;
    talk.child.wait().expect("it ends");
}
