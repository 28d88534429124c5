//! The window's pages: npm packages, the built pages that the tray app carries, and npm's scripts.

use crate::step::{self, Done, command};
use crate::{machine, paths};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::process::Command;

/// Kept inside `node_modules`, so that it goes when they go.
const STAMP: &str = "node_modules/.package-lock-as-installed.json";

/// Makes sure that `node_modules` is what `package-lock.json` says.
pub fn ensure_modules() -> Result<()> {
    machine::node()?;
    let dir = paths::root().join("ui");
    let lock = fs::read(dir.join("package-lock.json")).context("ui/package-lock.json cannot be read")?;
    if fs::read(dir.join(STAMP)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("==> npm packages of the window are missing or old; this installs them into ui/node_modules: npm ci");
    step::run("npm ci", npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(dir.join(STAMP), lock).context("the stamp of npm ci cannot be written")
}

/// Makes sure that there are pages: the tray app does not compile without. Old ones will do for a check.
pub fn ensure_dist() -> Result<()> {
    if paths::root().join("ui/dist/index.html").exists() {
        return Ok(());
    }
    ensure_modules()?;
    build()
}

/// Builds the pages.
pub fn build() -> Result<()> {
    script("build")?;
    ensure!(paths::root().join("ui/dist/index.html").exists(), "npm run build left no ui/dist/index.html");
    Ok(())
}

/// Runs one of the scripts of `ui/package.json`.
pub fn script(name: &str) -> Result<Done> {
    step::run(&format!("npm run {name}"), npm().args(["run", "--silent", name]))
}

fn npm() -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(paths::root().join("ui"));
    npm
}
