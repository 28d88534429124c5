//! The same for a model: what a worker that answers requests may do, and what it may not.

use crate::{device, forever, say};
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{
    Alternative, Finish, Generation, ModelFacts, ModelKind, Said, Scores, TextEvent, TextSpeed, Token, Usage,
};
use idlewatt_proto::worker::{Fault, Order, Report, RequestNumber};
use std::collections::BTreeMap;
use std::process::exit;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use std::{fs, thread};

const WIDTH: u32 = 4;
const VOCABULARY: u32 = 100;

pub fn inspect(model: &str) {
    if model.contains("broken") {
        let fault = Fault::BadModel { what: "the file is cut short".into() };
        say(&Report::Failed { unit: None, request: None, fault });
        exit(2);
    }
    say(&opened(None));
}

pub fn upscale(role: &str, file: String) {
    fs::write(&file, "larger").expect("the file");
    say(&Report::Loading { permille: 500 });
    let file = if role == "save-outside" { "../other".into() } else { file };
    say(&Report::Upscaled { width: 64, height: 48, file });
}

/// Opens, and follows orders as the role says.
pub fn serve(role: &str, orders: &Receiver<Order>) {
    match role {
        "bad-model" => {
            let fault = Fault::BadModel { what: "the file is cut short".into() };
            return say(&Report::Failed { unit: None, request: None, fault });
        }
        "no-width" => {
            let Report::ModelOpened { mut facts, device, cache_tokens } = opened(Some(device())) else { return };
            facts.width = 0;
            return say(&Report::ModelOpened { facts, device, cache_tokens });
        }
        _ => {}
    }
    say(&Report::Loading { permille: 500 });
    say(&opened(Some(device())));
    let mut open: BTreeMap<RequestNumber, u32> = BTreeMap::new();
    let mut silent: Vec<RequestNumber> = Vec::new();
    loop {
        match orders.recv_timeout(Duration::from_millis(10)) {
            Ok(Order::Generate { request, generation }) => generate(role, request, &generation, &mut open),
            // To be ended by a yield like all others.
            Ok(Order::Embed { request, .. } | Order::Score { request, .. }) if role == "slow" => {
                open.insert(request, 0);
                silent.push(request);
            }
            // As if a yield had come, which each text tells of by itself.
            Ok(Order::Embed { request, texts }) if matches!(role, "scattered" | "endless") => {
                let count = if role == "endless" { 1_000_000 } else { texts.len() };
                for _ in 0..count {
                    say(&Report::Failed { unit: None, request: Some(request), fault: Fault::Yielded });
                }
            }
            Ok(Order::Embed { request, texts }) => embed(role, request, &texts),
            Ok(Order::Score { request, generation }) => score(role, request, generation.said.len()),
            Ok(Order::Measure) if role == "refuse" => {
                let fault = Fault::BadOrder { what: "not now".into() };
                say(&Report::Failed { unit: None, request: None, fault });
            }
            Ok(Order::Measure) => say(&Report::Measured { speed: TextSpeed { prefill: 9, decode: 3 } }),
            Ok(Order::Cancel { request }) => {
                open.remove(&request);
                fs::write(format!("cancelled-{request}"), []).expect("the scratch folder");
            }
            Ok(Order::Yield) => {
                for (request, said) in std::mem::take(&mut open) {
                    end(request, Finish::Interrupted, said);
                }
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => go_on(role, &mut open, &silent),
            Err(RecvTimeoutError::Disconnected) => exit(0),
        }
    }
}

/// A model of this name counts, so that whole programs can be played with it: its answer to everything is the natural
/// numbers, from wherever somebody stopped.
pub fn count(orders: &Receiver<Order>) {
    say(&opened(Some(device())));
    let mut open: BTreeMap<RequestNumber, (u32, u32, u32)> = BTreeMap::new();
    loop {
        match orders.recv_timeout(Duration::from_millis(10)) {
            Ok(Order::Generate { request, generation }) => {
                let first = generation.said.len() as u32;
                open.insert(request, (first, first, generation.max_tokens));
                begin(request, 3);
            }
            Ok(Order::Embed { request, texts }) => embed("ok", request, &texts),
            Ok(Order::Score { request, generation }) => judge(request, &generation.said),
            Ok(Order::Measure) => say(&Report::Measured { speed: TextSpeed { prefill: 900, decode: 90 } }),
            Ok(Order::Cancel { request }) => drop(open.remove(&request)),
            Ok(Order::Yield) => {
                for (request, (first, next, _)) in std::mem::take(&mut open) {
                    end(request, Finish::Interrupted, next - first);
                }
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => {
                for (request, (first, next, most)) in &mut open {
                    tell(*request, format!("{next} "), vec![token(*next % VOCABULARY, None)]);
                    *next += 1;
                    if next == most {
                        end(*request, Finish::Length, *next - *first);
                    }
                }
                open.retain(|_, (_, next, most)| next < most);
            }
            Err(RecvTimeoutError::Disconnected) => exit(0),
        }
    }
}

/// A turn for each request that is under way.
fn go_on(role: &str, open: &mut BTreeMap<RequestNumber, u32>, silent: &[RequestNumber]) {
    for (request, said) in open.iter_mut().filter(|(request, _)| !silent.contains(request)) {
        // The first one is a torrent, the others are as usual.
        let count = if role == "torrent" && *request == 1 { 500 } else { 1 };
        *said += count;
        tell(*request, "so ".repeat(count as usize), vec![token(7, None); count as usize]);
    }
}

fn generate(role: &str, request: RequestNumber, generation: &Generation, open: &mut BTreeMap<RequestNumber, u32>) {
    match role {
        "hang" => forever(),
        "babble" => loop {
            say(&Report::Alive);
            thread::sleep(Duration::from_millis(100));
        },
        "garbage" => return println!("Segmentation fault"),
        "flood" => loop {
            say(&Report::Alive);
        },
        "refuse" => {
            let fault = Fault::BadRequest { what: "longer than the context".into() };
            return say(&Report::Failed { unit: None, request: Some(request), fault });
        }
        "lost" => {
            let fault = Fault::DeviceLost { what: "it fell off the bus".into() };
            say(&Report::Failed { unit: None, request: None, fault });
            exit(1);
        }
        "no-beginning" => {}
        "long-prompt" => begin(request, 4097),
        _ => begin(request, 3),
    }
    match role {
        "crash" => {
            tell(request, "one".into(), vec![token(1, None)]);
            eprintln!("the driver fell over");
            exit(3);
        }
        "slow" | "torrent" => {
            open.insert(request, 0);
            return;
        }
        "another" => tell(request + 1, "one".into(), vec![token(1, None)]),
        "two-beginnings" => begin(request, 3),
        "too-many" => (0..=generation.max_tokens).for_each(|_| tell(request, String::new(), vec![token(1, None)])),
        "big-token" => tell(request, "one".into(), vec![token(VOCABULARY, None)]),
        "long-text" => tell(request, "one".repeat(1000), vec![token(1, None)]),
        "alternatives" => {
            let top = vec![Alternative { id: 1, logprob: -0.5, bytes: Vec::new() }; 3];
            tell(request, "one".into(), vec![Token { top, ..token(1, Some(-0.5)) }]);
        }
        "likely" => tell(request, "one".into(), vec![token(1, Some(0.5))]),
        "vector" => say(&Report::Embedded { request, index: 0, vector: vec![1.0, 0.0, 0.0, 0.0], tokens: 2 }),
        "measured" => say(&Report::Measured { speed: TextSpeed { prefill: 9, decode: 3 } }),
        _ => {}
    }
    let likely = generation.logprobs.map(|_| -0.25);
    tell(request, "one ".into(), vec![token(1, likely)]);
    tell(request, "two".into(), vec![token(2, likely)]);
    end(request, Finish::Stop, if role == "wrong-count" { 9 } else { 2 });
    if role == "after-end" {
        tell(request, "three".into(), vec![token(3, None)]);
    }
}

fn embed(role: &str, request: RequestNumber, texts: &[String]) {
    for (index, _) in (0..).zip(texts) {
        let (mut index, mut vector) = (index, vec![0.0; WIDTH as usize]);
        vector[index as usize % WIDTH as usize] = 1.0;
        match role {
            "hang" => forever(),
            "wide" => vector.push(0.0),
            "infinite" => {
                // More than a 32-bit float holds.
                println!(r#"{{"report":"embedded","request":{request},"index":0,"vector":[1e39,0,0,0],"tokens":2}}"#);
                continue;
            }
            "long" => vector[0] += 1.0,
            "order" => index += 1,
            _ => {}
        }
        say(&Report::Embedded { request, index, vector, tokens: 2 });
    }
}

fn score(role: &str, request: RequestNumber, tokens: usize) {
    let tokens = if role == "short" { tokens - 1 } else { tokens };
    let best = if role == "worse" { -2.0 } else { -0.5 };
    let mut texts = vec!["so ".to_owned(); tokens];
    match role {
        "wordless" => drop(texts.pop()),
        "talkative" => texts.push("so ".repeat(1000)),
        _ => {}
    }
    let scores = Scores { logprobs: vec![-1.0; tokens], best: vec![best; tokens], texts, rest: String::new() };
    say(&Report::Scored { request, scores });
}

/// What a model that counts thinks of somebody else's counting.
fn judge(request: RequestNumber, said: &[u32]) {
    let right = |(at, token): (u32, &u32)| if *token == at % VOCABULARY { -0.1 } else { -20.0 };
    let scores = Scores {
        logprobs: (0..).zip(said).map(right).collect(),
        best: vec![-0.1; said.len()],
        texts: (0..said.len()).map(|number| format!("{number} ")).collect(),
        rest: String::new(),
    };
    say(&Report::Scored { request, scores });
}

fn begin(request: RequestNumber, prompt_tokens: u32) {
    say(&Report::Text { request, event: TextEvent::Began { prompt_tokens, cached_tokens: 1 } });
}

fn tell(request: RequestNumber, text: String, tokens: Vec<Token>) {
    say(&Report::Text { request, event: TextEvent::Said(Said { text, tokens }) });
}

fn end(request: RequestNumber, finish: Finish, said_tokens: u32) {
    let usage = Usage { prompt_tokens: 3, cached_tokens: 1, said_tokens, busy_ms: 1 };
    say(&Report::Text { request, event: TextEvent::Ended { finish, usage } });
}

fn token(id: u32, logprob: Option<f32>) -> Token {
    Token { id, logprob, top: Vec::new(), bytes: Vec::new() }
}

fn opened(device: Option<idlewatt_proto::device::Device>) -> Report {
    let facts = ModelFacts {
        name: "Stand-in".into(),
        kind: ModelKind::Generate,
        architecture: "llama".into(),
        format: "F32".into(),
        parameters: 1000,
        layers: 1,
        width: WIDTH,
        vocabulary: VOCABULARY,
        context: 4096,
        chat: true,
        weight_bytes: Bytes(4000),
        token_bytes: Bytes(32),
    };
    Report::ModelOpened { facts, device, cache_tokens: 4096 }
}
