//! A worker that lies. It has an honest one do the work, which lies beside it as `honest-worker`, and gives it another
//! model of the same kind where `other.gguf` lies there too; else it changes the words that are told.

use idlewatt_proto::worker::{Order, Report};
use std::env;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, exit};
use std::thread;

fn main() {
    let own = env::current_exe().expect("the path of this program");
    let beside = |name: &str| own.with_file_name(name);
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut honest = Command::new(beside("honest-worker").with_extension(env::consts::EXE_EXTENSION));
    honest.args(&arguments);
    if arguments[0] != "run" {
        exit(honest.status().expect("the honest worker").code().unwrap_or(1));
    }
    let mut honest = honest.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the honest worker");
    let (mut orders, reports) = (honest.stdin.take().expect("a pipe"), honest.stdout.take().expect("a pipe"));
    let other = Some(beside("other.gguf")).filter(|path| path.exists());
    let changes_words = other.is_none();
    thread::spawn(move || {
        for line in stdin().lock().lines() {
            let order: Order = serde_json::from_str(&line.expect("a line")).expect("an order");
            let line = serde_json::to_string(&changed(order, other.as_deref())).expect("an order");
            if writeln!(orders, "{line}").is_err() {
                return;
            }
        }
    });
    for line in BufReader::new(reports).lines() {
        let mut report: Report = serde_json::from_str(&line.expect("a line")).expect("a report");
        if changes_words && let Report::Text { event: idlewatt_proto::text::TextEvent::Said(said), .. } = &mut report {
            said.text = said.text.chars().map(|letter| if letter == 'e' { 'a' } else { 'e' }).collect();
        }
        let line = serde_json::to_string(&report).expect("a report");
        if writeln!(stdout(), "{line}").is_err() {
            break;
        }
    }
    exit(honest.wait().expect("an end").code().unwrap_or(1));
}

fn changed(order: Order, other: Option<&Path>) -> Order {
    match (order, other) {
        (Order::OpenModel { memory, .. }, Some(other)) => {
            let model = PathBuf::from(other).to_str().expect("Unicode").to_owned();
            Order::OpenModel { model, memory }
        }
        (order, _) => order,
    }
}
