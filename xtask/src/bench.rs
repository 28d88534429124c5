//! `cargo xtask bench`: measures release builds and prints rows for BENCHMARKS.md.
//!
//! A figure here is a report, never a verdict: no test depends on it.

use crate::node::{self, Node};
use crate::step::{self, cargo, command, output, say};
use crate::{app, machine, paths};
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The small scene and the large one.
const SCENES: [&str; 2] = ["cornell.glb", "garden.glb"];
/// How long the daemon is watched at rest: the design's bound is an average, and a minute holds every timer of ours.
const REST: Duration = Duration::from_secs(60);
/// Ticks in a second in `/proc/PID/stat`: fixed by Linux's interface to programs.
const TICKS_PER_SECOND: f64 = 100.0;

#[derive(clap::Args)]
pub struct Args {
    /// What to measure; without it everything.
    #[arg(value_enum)]
    what: Vec<What>,
    /// Refuse to measure when only software adapters are found.
    #[arg(long)]
    gpu: bool,
    /// Pixels across and down.
    #[arg(long, value_name = "WxH", default_value = "640x360")]
    size: String,
    /// Samples per pixel. A card wants thousands, or the figures are those of starting up.
    #[arg(long, default_value_t = 16)]
    spp: u32,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum What {
    /// The engine's pixel samples per second, on this machine's best adapter.
    Render,
    /// Time to the first picture over the mesh, and a mesh job against the same job without it.
    Mesh,
    /// Commits per second of the ledger.
    Ledger,
    /// Memory and processor time of a daemon that has nothing to do.
    Rest,
}

/// One row of the table.
struct Row {
    what: String,
    value: String,
    command: String,
}

pub fn run(args: &Args) -> Result<()> {
    machine::packages(&[machine::BUILD, machine::RUN])?;
    app::build(&["nvml-stub"], "release")?;
    let scratch = node::scratch("bench")?;
    let outcome = measure(args, &scratch);
    fs::remove_dir_all(&scratch).context("the bench's folder cannot be removed")?;
    let (device, rows) = outcome?;
    let date = output(command("date").args(["-u", "+%F"]))?;
    let commit = output(command("git").args(["rev-parse", "--short", "HEAD"])).unwrap_or_else(|_| "unknown".to_owned());
    println!("\n{date}, commit {commit}, {device}, {}\n", processor());
    println!("| what | measured | how |\n| --- | --- | --- |");
    rows.iter().for_each(|row| println!("| {} | {} | `{}` |", row.what, row.value, row.command));
    Ok(())
}

/// The adapter's name and the rows.
fn measure(args: &Args, scratch: &Path) -> Result<(String, Vec<Row>)> {
    let wanted = |what| args.what.is_empty() || args.what.contains(&what);
    let (device, software) = adapter(scratch)?;
    if args.gpu && software {
        bail!("only software adapters were found ({device}): there is no GPU here to measure");
    }
    say(format!("adapter: {device}"));
    let mut rows = Vec::new();
    if wanted(What::Render) {
        render(args, scratch, &mut rows)?;
    }
    if wanted(What::Mesh) {
        mesh(args, scratch, &mut rows)?;
    }
    if wanted(What::Ledger) {
        ledger(&mut rows)?;
    }
    if wanted(What::Rest) {
        rest(scratch, &mut rows)?;
    }
    Ok((device, rows))
}

fn scene(name: &str) -> PathBuf {
    paths::root().join("crates/engine/scenes").join(name)
}

/// The command line without a daemon: this machine's own worker.
fn local(scene: &Path, output: &Path, size: &str, spp: u32) -> Command {
    let mut cli = command(paths::built("release", "idlewatt"));
    cli.args(["--json", "render", "--local"]).arg(scene).arg("-o").arg(output);
    cli.args(["--size", size, "--spp", &spp.to_string()]);
    cli
}

/// The best adapter's name, and whether it is software.
fn adapter(scratch: &Path) -> Result<(String, bool)> {
    let events = events(&mut local(&scene(SCENES[0]), &scratch.join("adapter.png"), "16x16", 1))?;
    let last = &ended(&events)?.1;
    let name = last["device"].as_str().context("the render names no device")?.to_owned();
    Ok((name, last["software"] == true))
}

fn render(args: &Args, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    for name in SCENES {
        println!("==> rendering {name} locally");
        let events = events(&mut local(&scene(name), &scratch.join("local.png"), &args.size, args.spp))?;
        let last = &ended(&events)?.1;
        let number = |field: &str| last[field].as_f64().with_context(|| format!("the render says no {field}"));
        rows.push(Row {
            what: format!("engine, {name}, {} at {} spp", args.size, args.spp),
            value: format!(
                "{:.2} Msamples/s, longest submission {:.1} ms",
                number("samples_per_second")? / 1e6,
                number("longest_submission_ms")?
            ),
            command: format!("idlewatt render --local {name} --size {} --spp {}", args.size, args.spp),
        });
    }
    Ok(())
}

/// The same job over the mesh and by hand. Both nodes share this machine, so what the requester checks is in the
/// figure, too: an upper bound for two machines.
fn mesh(args: &Args, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let name = SCENES[1];
    let (provider, requester) = node::pair(scratch, "release")?;
    println!("==> rendering {name} over the mesh");
    let picture = scratch.join("mesh.png");
    let mut asked = requester.cli(&["--json", "render"]);
    asked.arg(scene(name)).arg("-o").arg(&picture).args(["--size", &args.size, "--spp", &args.spp.to_string()]);
    let over_mesh = events(&mut asked)?;
    let first = find(&over_mesh, "pictured").context("no picture came over the mesh")?.0;
    let all = ended(&over_mesh)?.0;
    drop((provider, requester));
    println!("==> the same locally");
    let by_hand = ended(&events(&mut local(&scene(name), &scratch.join("hand.png"), &args.size, args.spp))?)?.0;
    let how = format!("idlewatt render {name} --size {} --spp {}", args.size, args.spp);
    rows.push(Row {
        what: "submission to first picture, two nodes on loopback".to_owned(),
        value: format!("{:.2} s", first.as_secs_f64()),
        command: how.clone(),
    });
    rows.push(Row {
        what: "the whole job over the mesh, with the requester's checks on the same machine".to_owned(),
        value: format!(
            "{:.1} s; by hand {:.1} s; {:+.1} %",
            all.as_secs_f64(),
            by_hand.as_secs_f64(),
            100.0 * (all.as_secs_f64() / by_hand.as_secs_f64() - 1.0)
        ),
        command: format!("{how}, and with --local"),
    });
    Ok(())
}

fn ledger(rows: &mut Vec<Row>) -> Result<()> {
    let how = "cargo run --release -p idlewatt-ledger --example commits";
    // The target folder is on a disk; the system's folder for temporary files may be memory.
    let done = step::run("the ledger's commits", cargo(how.split(' ').skip(1)).arg(paths::target()))?;
    let said = fs::read_to_string(&done.log)?;
    let answer = said.lines().find_map(|line| serde_json::from_str::<Value>(line).ok());
    let speed = answer.and_then(|answer| answer["commits_per_second"].as_f64());
    let speed = speed.context("the example says nothing of commits")?;
    rows.push(Row {
        what: "ledger, each commit on the disk".to_owned(),
        value: format!("{speed:.0} commits/s"),
        command: format!("{how} FOLDER"),
    });
    Ok(())
}

fn rest(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    if !cfg!(target_os = "linux") {
        say("The daemon at rest is measured on Linux only, from /proc.");
        return Ok(());
    }
    let flags = ["--role", "provider", "--role", "requester", "--role", "index"];
    let mut node = Node::start("resting", &scratch.join("rest"), "release", &flags)?;
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

/// User and system time of a process, in seconds: fields 14 and 15 of proc(5)'s stat, counted after the name.
fn cpu_seconds(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let rest = stat.rsplit_once(')').context("no name in stat")?.1;
    let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / TICKS_PER_SECOND)
}

fn memory_kib(pid: u32, field: &str) -> Result<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = rollup.lines().find(|line| line.starts_with(field)).with_context(|| format!("no {field}"))?;
    line.split_whitespace().nth(1).context("no number")?.parse().context("not a number")
}

/// Runs a `--json` command; every line it prints, with the time since its start.
fn events(command: &mut Command) -> Result<Vec<(Duration, Value)>> {
    ensure!(!step::interrupted(), "interrupted");
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().context("idlewatt cannot be started")?;
    let stdout = child.stdout.take().context("no standard output")?;
    let mut events = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        events.push((began.elapsed(), serde_json::from_str(&line).with_context(|| format!("not JSON: {line}"))?));
    }
    let status = child.wait()?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(events)
}

fn find<'a>(events: &'a [(Duration, Value)], name: &str) -> Option<&'a (Duration, Value)> {
    events.iter().find(|(_, event)| event["event"] == name)
}

fn ended(events: &[(Duration, Value)]) -> Result<(Duration, Value)> {
    find(events, "ended").cloned().context("the render never said that it ended")
}

/// The processor, for the reader of the figures.
fn processor() -> String {
    let cores = thread::available_parallelism().map_or(0, |cores| cores.get());
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": processor unknown");
    format!("{cores} x {}", model.trim_start_matches([' ', '\t', ':']))
}
