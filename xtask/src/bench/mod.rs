//! `cargo xtask bench`: measures release builds and prints rows for BENCHMARKS.md.
//!
//! A figure here is a report, never a verdict: no test depends on it.

mod cycles;
mod film;
mod generate;
#[cfg(target_os = "linux")]
mod heavy;
mod jobs;
mod power;
mod process;
mod rest;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod tray;
mod upscale;
mod yields;

use crate::step::{self, command, output, say};
use crate::{app, machine, node, paths, ui};
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

#[derive(clap::Args)]
pub struct Args {
    /// What to measure; without it everything but `generate`, `embed`, `cycles` and `upscale`, which want Python packages.
    #[arg(value_enum)]
    what: Vec<What>,
    /// Refuse to measure when only software adapters are found.
    #[arg(long)]
    gpu: bool,
    /// Measure what lies in `target/release`, with this machine's own Python, and build and install nothing: for a
    /// machine with a card and no compiler.
    #[arg(long)]
    built: bool,
    /// Pixels across and down.
    #[arg(long, value_name = "WxH", default_value = "640x360")]
    size: String,
    /// Samples per pixel. A card wants thousands, or the figures are those of starting up.
    #[arg(long, default_value_t = 16)]
    spp: u32,
    /// Games that are started.
    #[arg(long, default_value_t = 200)]
    trials: u32,
    #[command(flatten)]
    generate: generate::Options,
    #[command(flatten)]
    cycles: cycles::Options,
    #[command(flatten)]
    upscale: upscale::Options,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum What {
    /// The engine's pixel samples per second, on this machine's best adapter; asked for by name, on a machine that builds, also
    /// what `cycles` has.
    Render,
    /// A scene of 100 MB: time to its first picture, and its memory.
    Heavy,
    /// Time to the first picture over the mesh, and a mesh job against the same job without it.
    Mesh,
    /// Commits per second of the ledger.
    Ledger,
    /// Memory and processor time of a daemon that has nothing to do.
    Rest,
    /// From the start of a game to a free GPU.
    Yield,
    /// The owner's watts and degrees, held by played cards that differ.
    Power,
    /// What the instruments cost, at rest and at work.
    Senses,
    /// The frames of a film beside the work.
    Film,
    /// The tray app: how soon its window is there, its size, and what it costs open and closed.
    App,
    /// Text against a float32 reference and against llama.cpp.
    Generate,
    /// Vectors of texts against a float32 reference.
    Embed,
    /// Pictures against Cycles on the processor, to the same error.
    Cycles,
    /// Larger pictures against ncnn on the same adapter.
    Upscale,
}

/// One row of the table.
struct Row {
    what: String,
    value: String,
    command: String,
}

pub fn run(args: &Args) -> Result<()> {
    build(args)?;
    let load = load();
    let scratch = node::scratch("bench")?;
    let outcome = measure(args, &scratch);
    fs::remove_dir_all(&scratch).context("the bench's folder cannot be removed")?;
    let (device, rows) = outcome?;
    let date = output(command("date").args(["-u", "+%F"]))?;
    let commit = output(command("git").args(["rev-parse", "--short", "HEAD"])).unwrap_or_else(|_| "unknown".to_owned());
    println!("\n{date}, commit {commit}, {device}, {}, load {load} before and {} after\n", processor(), self::load());
    println!("| what | measured | how |\n| --- | --- | --- |");
    rows.iter().for_each(|row| println!("| {} | {} | `{}` |", row.what, row.value, row.command));
    Ok(())
}

impl Args {
    fn wants(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }
}

/// All at once: programs that are built apart share what they are built of only where they ask the same of it.
fn build(args: &Args) -> Result<()> {
    if args.built {
        machine::take_as_found();
        return Ok(());
    }
    machine::packages(&[machine::BUILD, machine::RUN])?;
    if !cfg!(target_os = "linux") || !args.wants(What::App) {
        return app::build(&["nvml-stub"], "release");
    }
    machine::packages(&[machine::WINDOW, machine::TEST])?;
    ui::ensure_modules()?;
    ui::build()?;
    app::build(&["idlewatt-tray", "nvml-stub"], "release")
}

/// The adapter's name and the rows.
fn measure(args: &Args, scratch: &Path) -> Result<(String, Vec<Row>)> {
    let wanted = |what| args.wants(what);
    let (device, software) = adapter(scratch)?;
    if args.gpu && software {
        bail!("only software adapters were found ({device}): there is no GPU here to measure");
    }
    say(format!("adapter: {device}"));
    let mut rows = Vec::new();
    if wanted(What::Render) {
        jobs::render(args, scratch, &mut rows)?;
    }
    #[cfg(target_os = "linux")]
    if wanted(What::Heavy) {
        heavy::run(scratch, &mut rows)?;
    }
    #[cfg(not(target_os = "linux"))]
    if wanted(What::Heavy) {
        say("A large scene's memory is measured on Linux only, from /proc.");
    }
    if wanted(What::Mesh) {
        jobs::mesh(args, scratch, &mut rows)?;
    }
    // It is an example of the ledger's, which only cargo starts.
    if wanted(What::Ledger) && !args.built {
        jobs::ledger(&mut rows)?;
    }
    if wanted(What::Rest) {
        rest::at_rest(scratch, &mut rows)?;
    }
    if wanted(What::Senses) {
        rest::senses(scratch, &mut rows)?;
    }
    if wanted(What::Film) {
        film::run(scratch, &mut rows)?;
    }
    if wanted(What::Yield) {
        yields::run(args.trials, scratch, &mut rows)?;
    }
    if wanted(What::Power) {
        power::run(scratch, &mut rows)?;
    }
    #[cfg(target_os = "linux")]
    if wanted(What::App) {
        tray::run(scratch, &mut rows)?;
    }
    #[cfg(not(target_os = "linux"))]
    if wanted(What::App) {
        say("The tray app is measured on Linux only, on a display of its own.");
    }
    if args.what.contains(&What::Generate) {
        generate::run(&args.generate, &mut rows)?;
    }
    if args.what.contains(&What::Embed) {
        generate::embed(&mut rows)?;
    }
    // A card's pictures are not compared with a processor's time.
    let beside = args.what.contains(&What::Render) && !args.gpu && !args.built;
    if beside || args.what.contains(&What::Cycles) {
        cycles::run(&args.cycles, &mut rows)?;
    }
    if args.what.contains(&What::Upscale) {
        upscale::run(args, scratch, &mut rows)?;
    }
    Ok((device, rows))
}

fn scene(name: &str) -> PathBuf {
    paths::root().join("crates/engine/scenes").join(name)
}

/// The folder of the scenes that only we want, which are made here; on a machine without a compiler they must lie there.
fn measured() -> Result<PathBuf> {
    let folder = paths::target().join("xtask/measured");
    if !machine::as_found() {
        let mut scenes = step::cargo(["run", "--release", "-p", "idlewatt-engine", "--example", "scenes", "--"]);
        step::run("the scenes to be measured by", scenes.arg(&folder).arg("measured"))?;
    }
    Ok(folder)
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

/// How many programs wanted a processor over the last minute, where the system tells.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// The processor, for the reader of the figures.
fn processor() -> String {
    let cores = thread::available_parallelism().map_or(0, |cores| cores.get());
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": processor unknown");
    format!("{cores} x {}", model.trim_start_matches([' ', '\t', ':']))
}
