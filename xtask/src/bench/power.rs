//! The owner's watts and degrees, held by played cards that differ: how fast power follows work, how noisy their meters
//! are, and what those average. Work is real, and so is the loop: a played card's load is the worker's processor time.

use super::{Row, SCENES, scene};
use crate::node::{self, AT_ONCE, Node, Setup};
use crate::step;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// Cards to play.
const CARDS: [&str; 3] = ["quick", "lazy", "old"];
/// Watts allowed, in percent of the card's most.
const LIMITS: [u64; 3] = [40, 70, 100];
/// What is not yet judged: power and its governor find each other.
const WARM_UP: Duration = Duration::from_secs(25);
/// What is judged.
const JUDGED: Duration = Duration::from_secs(60);
/// Metal takes longer.
const WARM_UP_HEAT: Duration = Duration::from_secs(120);

fn card(name: &str) -> Value {
    match name {
        "quick" => json!({ "idle_w": 14, "max_w": 200, "time_constant_s": 0.2, "noise_w": 4 }),
        "lazy" => json!({ "idle_w": 40, "max_w": 450, "time_constant_s": 1.5, "noise_w": 15, "average_s": 1.0 }),
        _ => json!({ "idle_w": 8, "max_w": 75, "time_constant_s": 4.0, "noise_w": 2, "average_s": 0.5 }),
    }
}

pub fn run(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    if node::real_card() {
        // What it is allowed now; its own settings stay as they are.
        let most_w = real_limit_w(scratch)?;
        return watts(scratch, "real", most_w, rows);
    }
    for name in CARDS {
        let most_w = card(name)["max_w"].as_u64().context("a card without watts")?;
        watts(scratch, name, most_w, rows)?;
    }
    let ceiling = 60;
    let watched = watch(scratch, "quick", &format!("temperature_c = {ceiling}"), WARM_UP_HEAT)?;
    rows.push(Row {
        what: format!("quick card, {ceiling} °C allowed"),
        value: format!("{} to {} °C in the last minute, at most {} °C", watched.coolest, watched.hottest, watched.peak),
        command: "cargo xtask bench power".to_owned(),
    });
    Ok(())
}

fn watts(scratch: &Path, name: &str, most_w: u64, rows: &mut Vec<Row>) -> Result<()> {
    for percent in LIMITS {
        let watts = most_w * percent / 100;
        let watched = watch(scratch, name, &format!("power_watts = {watts}"), WARM_UP)?;
        let off = 100.0 * (watched.mean_w / watts as f64 - 1.0);
        rows.push(Row {
            what: format!("{name} card, {watts} W allowed ({percent} %)"),
            value: format!(
                "{:.1} W over a minute ({off:+.1} %), worst 2 s {:.0} %, duty {:.0} %",
                watched.mean_w,
                100.0 * watched.worst_2s_w / watts as f64,
                watched.duty_percent
            ),
            command: "cargo xtask bench power".to_owned(),
        });
    }
    Ok(())
}

/// The limit that the card of this machine enforces, in watts.
fn real_limit_w(scratch: &Path) -> Result<u64> {
    let mut node = Node::start("asked", &scratch.join("power"), "release", &["--role", "provider"], Setup::default())?;
    node.until("the card tells its limit", |node| {
        Some(node.ask(&["status"]).ok()?["gpus"][0]["power_limit"].as_u64()? / 1000)
    })
}

struct Watched {
    mean_w: f64,
    worst_2s_w: f64,
    duty_percent: f64,
    coolest: i64,
    hottest: i64,
    /// Since work began.
    peak: i64,
}

fn watch(scratch: &Path, name: &str, limit: &str, warm_up: Duration) -> Result<Watched> {
    println!("==> a {name} card with {limit}, for {}", step::human(warm_up + JUDGED));
    let folder = scratch.join(format!("power-{name}-{}", limit.replace([' ', '='], "")));
    fs::create_dir_all(&folder)?;
    let script = folder.join("card.json");
    fs::write(&script, card(name).to_string())?;
    let settings = AT_ONCE.replace("[limits]\n", &format!("[limits]\n{limit}\n"));
    let setup = Setup { settings: &settings, card: Some(&script), ..Setup::default() };
    let (mut provider, requester) = node::pair(&folder, "release", setup)?;
    let mut asked = requester.cli(&["render"]);
    asked.arg(scene(SCENES[0])).arg("-o").arg(folder.join("picture.exr")).args(["--size", "512x512", "--spp", "65536"]);
    let mut rendering = asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    provider.until("it works", |node| node.ask(&["status"]).ok().filter(|status| !status["effort"].is_null()))?;
    let watched = look(&provider, warm_up);
    rendering.kill()?;
    rendering.wait()?;
    watched
}

/// Asks the daemon for its card's counter twice a second.
fn look(provider: &Node, warm_up: Duration) -> Result<Watched> {
    let began = Instant::now();
    let mut watched =
        Watched { mean_w: 0.0, worst_2s_w: 0.0, duty_percent: 0.0, coolest: i64::MAX, hottest: 0, peak: 0 };
    let mut two_seconds: VecDeque<(f64, f64)> = VecDeque::new();
    let mut first = None;
    let mut duties = Vec::new();
    loop {
        ensure!(!step::interrupted(), "interrupted");
        let status = provider.ask(&["status"])?;
        let gpu = &status["gpus"][0];
        let (at_s, energy_j) = (
            gpu["at"].as_f64().context("no time")? / 1000.0,
            gpu["energy"].as_f64().context("the card counts no energy")? / 1000.0,
        );
        let degrees = gpu["temperature_c"].as_i64().unwrap_or(0);
        watched.peak = watched.peak.max(degrees);
        two_seconds.push_back((at_s, energy_j));
        while two_seconds.front().is_some_and(|(then, _)| at_s - then > 2.3) {
            two_seconds.pop_front();
        }
        if let Some((then_s, then_j)) = two_seconds.front().filter(|(then, _)| at_s - then >= 2.0) {
            watched.worst_2s_w = watched.worst_2s_w.max((energy_j - then_j) / (at_s - then_s));
        }
        if began.elapsed() >= warm_up {
            let (first_s, first_j) = *first.get_or_insert((at_s, energy_j));
            duties.extend(status["effort"]["duty_permille"].as_f64());
            watched.coolest = watched.coolest.min(degrees);
            watched.hottest = watched.hottest.max(degrees);
            if at_s - first_s >= JUDGED.as_secs_f64() {
                watched.mean_w = (energy_j - first_j) / (at_s - first_s);
                watched.duty_percent = duties.iter().sum::<f64>() / duties.len().max(1) as f64 / 10.0;
                return Ok(watched);
            }
        }
        thread::sleep(Duration::from_millis(500));
    }
}
