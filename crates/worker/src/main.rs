//! The workshop: a process that runs one job on the engine and can touch nothing else.
//!
//! In come orders as JSON lines on standard input, and a scene file; out go reports as JSON lines on standard output,
//! and results as files in the scratch folder. It ends when its standard input closes, so it cannot outlive whoever
//! started it. No network, no ledger, no keys.
#![forbid(unsafe_code)]
// A program has no callers to document for.
#![allow(missing_docs)]

mod bench;
mod isolation;
mod orders;

use clap::{Parser, Subcommand};
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::{reference, scene::Scene};
use idlewatt_proto::device::{DeviceKind, MeasuredDevice};
use idlewatt_proto::worker::{Fault, Report};
use std::cmp::Reverse;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs rendering jobs for the Idlewatt daemon. Not meant to be started by hand.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Says what can compute here, fastest first.
    Probe,
    /// Says what is in a scene.
    Inspect { scene: PathBuf },
    /// Writes a scene as a self-contained GLB.
    Pack { scene: PathBuf, out: PathBuf },
    /// Follows orders on standard input.
    Run {
        /// The only folder that is written to.
        #[arg(long)]
        scratch: PathBuf,
        /// Part of the name of the adapter to use.
        #[arg(long)]
        adapter: Option<String>,
    },
    /// Locks itself in and says what it can still touch.
    #[command(hide = true)]
    SelfTest {
        #[arg(long)]
        scratch: PathBuf,
        #[arg(long)]
        canary: PathBuf,
    },
}

fn main() -> ExitCode {
    isolation::from_the_start();
    let answer = match Args::parse().command {
        Command::Probe => Ok(probe()),
        Command::Inspect { scene } => inspect(&scene),
        Command::Pack { scene, out } => pack(&scene, &out),
        Command::Run { scratch, adapter } => return bench::run(scratch, adapter),
        Command::SelfTest { scratch, canary } => return isolation::self_test(&scratch, &canary),
    };
    match answer {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(fault) => {
            let code = match fault {
                Fault::BadScene { .. } | Fault::TooLarge { .. } => 2,
                _ => 1,
            };
            say(&Report::Failed { unit: None, fault });
            ExitCode::from(code)
        }
    }
}

/// Writes one report. Whoever listens is gone when this fails, and so is the reason to go on.
fn say(report: &Report) {
    let line = serde_json::to_string(report).unwrap_or_else(|error| panic!("a report is not encodable: {error}"));
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Measures every adapter; software only where there is nothing else, because it is measured in seconds.
fn probe() -> Report {
    let adapters = Gpu::adapters();
    let cards = adapters.iter().any(|adapter| adapter.kind != DeviceKind::Software);
    let mut devices: Vec<MeasuredDevice> = adapters
        .into_iter()
        .filter(|adapter| !cards || adapter.kind != DeviceKind::Software)
        .filter_map(|adapter| {
            let gpu = Gpu::open(Some(&adapter.name)).ok()?;
            let samples_per_second = reference::measure(&gpu).ok()?;
            Some(MeasuredDevice { device: gpu.device().clone(), samples_per_second })
        })
        .collect();
    devices.sort_by_key(|found| Reverse(found.samples_per_second));
    Report::Probed { devices }
}

fn inspect(scene: &Path) -> Result<Report, Fault> {
    let scene = Scene::load(scene).map_err(bad_scene)?;
    Ok(Report::Opened { facts: scene.facts().clone(), device: None })
}

fn pack(scene: &Path, out: &Path) -> Result<Report, Fault> {
    let packed = idlewatt_engine::pack(scene).map_err(bad_scene)?;
    let facts = Scene::from_glb(&packed).map_err(bad_scene)?.facts().clone();
    let failed = |error| Fault::Io { what: format!("{} cannot be written: {error}", out.display()) };
    std::fs::write(out, packed).map_err(failed)?;
    Ok(Report::Opened { facts, device: None })
}

pub fn bad_scene(error: impl std::fmt::Display) -> Fault {
    Fault::BadScene { what: error.to_string() }
}
