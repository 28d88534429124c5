//! `cargo xtask app`: everything built for debugging, and the tray app started with the daemon beside it.

use crate::step::{self, cargo, command};
use crate::{machine, paths, ui};
use anyhow::{Result, ensure};
use std::path::PathBuf;

/// What a working installation consists of.
const PACKAGES: &[&str] = &["idlewatt-daemon", "idlewatt-worker", "idlewatt-cli"];

#[derive(clap::Args)]
pub struct Args {
    /// Data folder; without it the daemon's own choice.
    #[arg(long)]
    home: Option<PathBuf>,
    /// Handed to the tray app, for example `--hidden`.
    #[arg(last = true)]
    rest: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    ensure!(has_display(), "neither DISPLAY nor WAYLAND_DISPLAY is set");
    machine::packages(&[machine::BUILD, machine::RUN, machine::WINDOW])?;
    ui::ensure_modules()?;
    ui::build()?;
    build(&["idlewatt-tray"], "debug")?;
    let mut tray = command(paths::built("debug", "idlewatt-tray"));
    if let Some(home) = &args.home {
        tray.env("IDLEWATT_HOME", std::path::absolute(home)?);
    }
    step::run_in_view("the tray app; Quit in its menu or Ctrl-C ends it", tray.args(&args.rest))?;
    Ok(())
}

/// Builds daemon, worker, command line and what else is named.
pub fn build(more: &[&str], profile: &str) -> Result<()> {
    let mut build = cargo(["build", "--locked"]);
    for package in PACKAGES.iter().chain(more) {
        build.args(["--package", package]);
    }
    if profile == "release" {
        build.arg("--release");
    }
    step::run(&format!("building ({profile})"), &mut build)?;
    Ok(())
}

/// Whether a window could be shown.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
