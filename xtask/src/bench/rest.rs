//! A daemon that has nothing to do, and what its instruments cost when it has.

use super::process::{cpu_seconds, memory_kib, thread_cpu_seconds};
use super::{Row, SCENES, scene};
use crate::node::{self, Node, Setup};
use crate::step::{self, say};
use anyhow::{Result, ensure};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// How long a daemon is watched: the design's bounds are averages, and a minute holds every timer of ours.
const REST: Duration = Duration::from_secs(60);
/// The threads that read the instruments.
const SENSES: [&str; 3] = ["cards", "programs", "surroundings"];

pub fn at_rest(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    if !cfg!(target_os = "linux") {
        say("The daemon at rest is measured on Linux only, from /proc.");
        return Ok(());
    }
    let flags = ["--role", "provider", "--role", "requester", "--role", "index"];
    let mut node = Node::start("resting", &scratch.join("rest"), "release", &flags, Setup::default())?;
    node.until("it has measured its adapter", |node| {
        node.ask(&["status"]).ok().filter(|status| !status["device"].is_null())
    })?;
    println!("==> watching a daemon at rest for {}", step::human(REST));
    let (before, began) = (cpu_seconds(node.pid())?, Instant::now());
    while began.elapsed() < REST {
        ensure!(!step::interrupted(), "interrupted");
        thread::sleep(Duration::from_millis(200));
    }
    let cpu = cpu_seconds(node.pid())? - before;
    let kib = |field| memory_kib(node.pid(), field);
    rows.push(Row {
        what: "daemon at rest".to_owned(),
        value: format!(
            "{:.1} MB RSS, {:.1} MB PSS, {:.2} % of a core",
            kib("Rss:")? / 1024.0,
            kib("Pss:")? / 1024.0,
            100.0 * cpu / began.elapsed().as_secs_f64()
        ),
        command: "idlewattd, all roles, loopback, a minute after measuring".to_owned(),
    });
    Ok(())
}

/// The threads of the instruments alone, while there is no work and while there is.
pub fn senses(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    if !cfg!(target_os = "linux") {
        say("What the instruments cost is measured on Linux only, from /proc.");
        return Ok(());
    }
    let (mut provider, requester) = node::pair(&scratch.join("senses"), "release", Setup::default())?;
    println!("==> watching the instruments at rest for {}", step::human(REST));
    let at_rest = shares(&provider)?;
    let picture = scratch.join("senses.png");
    let mut asked = requester.cli(&["render"]);
    asked.arg(scene(SCENES[1])).arg("-o").arg(&picture).args(["--size", "640x360", "--spp", "4096"]);
    let mut rendering = asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    provider.until("it works", |node| node.ask(&["status"]).ok().filter(|status| !status["effort"].is_null()))?;
    println!("==> watching the instruments at work for {}", step::human(REST));
    let at_work = shares(&provider);
    rendering.kill()?;
    rendering.wait()?;
    for (when, shares) in [("at rest", at_rest), ("at work", at_work?)] {
        let each: Vec<String> = SENSES.iter().zip(shares).map(|(name, share)| format!("{name} {share:.2} %")).collect();
        rows.push(Row {
            what: format!("instruments {when}, of a core"),
            value: format!("{:.2} % ({})", shares.iter().sum::<f64>(), each.join(", ")),
            command: "threads of idlewattd over a minute, /proc".to_owned(),
        });
    }
    Ok(())
}

/// Percent of a core that each instrument's thread takes.
fn shares(node: &Node) -> Result<[f64; 3]> {
    let spent = || -> Result<Vec<f64>> { SENSES.iter().map(|name| thread_cpu_seconds(node.pid(), name)).collect() };
    let (before, began) = (spent()?, Instant::now());
    while began.elapsed() < REST {
        ensure!(!step::interrupted(), "interrupted");
        thread::sleep(Duration::from_millis(200));
    }
    let (after, elapsed) = (spent()?, began.elapsed().as_secs_f64());
    Ok(std::array::from_fn(|index| 100.0 * (after[index] - before[index]) / elapsed))
}
