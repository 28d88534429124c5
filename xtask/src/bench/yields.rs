//! From the start of a game to a free GPU, again and again, while a heavy scene is rendered.
//!
//! The game is a program of no importance in a folder like a launcher's. What the daemon saw, and when, is read from its
//! log; the worker's end from the kernel: on software rendering a process that is gone computes nothing and holds no
//! memory, and a card's driver frees both with it.

use super::process::{lives, worker_of};
use super::{Row, SCENES, scene};
use crate::node::{self, Node, Setup};
use crate::step;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const DAY_S: f64 = 86_400.0;
/// How long a worker may take to be gone before the measurement itself is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// One game.
struct Trial {
    /// From its start to the daemon's knowing of it.
    seen_ms: f64,
    /// From there to the worker's end.
    gone_ms: f64,
}

pub fn run(trials: u32, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "the end of a worker is watched on Linux only, in /proc");
    let folder = scratch.join("yield");
    let (mut provider, requester) = node::pair(&folder, "release", Setup::default())?;
    let game = game(&folder)?;
    let mut rendering = Rendering { requester: &requester, picture: folder.join("picture.exr"), child: None };
    let mut done = Vec::new();
    for number in 1..=trials {
        rendering.keep_going()?;
        let worker = provider.until("a unit is in work", |node| {
            let status = node.ask(&["status"]).ok()?;
            let begun = status["current"]["unit_permille"].as_u64()? > 0;
            worker_of(node.pid()).filter(|_| begun && status["activity"]["state"] == "working")
        })?;
        // At any moment of a unit, not always at its beginning.
        thread::sleep(Duration::from_millis(u64::from(number * 137 % 1000)));
        if !lives(worker) {
            continue;
        }
        done.push(trial(&provider, &game, worker)?);
        provider.ask(&["resume"])?;
        if number % 10 == 0 {
            println!("==> {number} of {trials} games");
        }
    }
    drop(rendering);
    let times = |of: fn(&Trial) -> f64| quantiles(done.iter().map(of).collect());
    rows.push(Row {
        what: format!("game's start to its being seen, {} games", done.len()),
        value: times(|trial| trial.seen_ms),
        command: "cargo xtask bench yield".to_owned(),
    });
    rows.push(Row {
        what: "seen to the GPU's being silent and its memory free, heavy scene".to_owned(),
        value: times(|trial| trial.gone_ms),
        command: "cargo xtask bench yield".to_owned(),
    });
    Ok(())
}

/// A program that waits, in a folder where games lie.
fn game(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("steamapps/common/Bench Ball/ball");
    fs::create_dir_all(path.parent().context("no folder")?)?;
    fs::copy("/bin/sleep", &path).context("no program to play a game with")?;
    Ok(path)
}

fn trial(provider: &Node, game: &Path, worker: u32) -> Result<Trial> {
    let started = second_of_day();
    let mut game = Command::new(game).arg("60").spawn().context("the game does not start")?;
    let began = Instant::now();
    while lives(worker) {
        ensure!(began.elapsed() < PATIENCE, "the worker outlived the start of a game");
        thread::sleep(Duration::from_micros(300));
    }
    let gone = second_of_day();
    // The line is written before the kill, but may still be on its way to the file.
    let seen = loop {
        let seen = last_stop(provider).filter(|seen| (seen - started).rem_euclid(DAY_S) < DAY_S / 2.0);
        if let Some(seen) = seen {
            break seen;
        }
        ensure!(began.elapsed() < PATIENCE, "the daemon's log says nothing of the game");
        thread::sleep(Duration::from_millis(5));
    };
    game.kill()?;
    game.wait()?;
    let ms = |from: f64, to: f64| (to - from).rem_euclid(DAY_S) * 1000.0;
    Ok(Trial { seen_ms: ms(started, seen), gone_ms: ms(seen, gone) })
}

fn second_of_day() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64() % DAY_S
}

/// When the daemon last judged that work must stop, as a second of the day (UTC).
fn last_stop(provider: &Node) -> Option<f64> {
    let log = step::tail(&provider.home().join("log/idlewattd.log"), 4096);
    let line = log.lines().rev().find(|line| line.contains("judged may_work=false"))?;
    let time = line.split('T').nth(1)?.split('Z').next()?;
    let parts: Vec<f64> = time.split(':').filter_map(|part| part.parse().ok()).collect();
    let [hours, minutes, seconds] = parts[..] else { return None };
    Some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// Median, 99th percentile and worst, in milliseconds.
fn quantiles(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN);
    if times.is_empty() {
        return "no game was played".to_owned();
    }
    format!("p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms", at(0.5), at(0.99), at(1.0))
}

/// A requester that always has a heavy picture to be rendered.
struct Rendering<'a> {
    requester: &'a Node,
    picture: PathBuf,
    child: Option<Child>,
}

impl Rendering<'_> {
    fn keep_going(&mut self) -> Result<()> {
        if let Some(child) = &mut self.child
            && child.try_wait()?.is_none()
        {
            return Ok(());
        }
        let mut asked = self.requester.cli(&["render"]);
        asked.arg(scene(SCENES[1])).arg("-o").arg(&self.picture).args(["--size", "640x360", "--spp", "65536"]);
        self.child = Some(asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        Ok(())
    }
}

impl Drop for Rendering<'_> {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
