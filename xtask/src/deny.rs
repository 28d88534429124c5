//! Licences, duplicates, sources and advisories of what we depend on, by `cargo-deny`.

use crate::paths;
use crate::step::{self, cargo, command, output, say};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Pinned: a newer one may judge differently on a day when nothing of ours has changed.
const VERSION: &str = "0.20.2";

/// Checks everything that this machine can reach the facts for.
pub fn check() -> Result<()> {
    let deny = program()?;
    // `error`: duplicates are counted in review, not in every run's output.
    let mut check = command(&deny);
    check.args(["--log-level", "error", "--all-features", "check", "--hide-inclusion-graph"]);
    step::run("licences, bans, sources", check.args(["licenses", "bans", "sources"]))?;
    let mut fetch = command(&deny);
    match output(fetch.args(["--log-level", "error", "fetch", "db"]).env("GIT_TERMINAL_PROMPT", "0")) {
        Ok(_) => {
            let mut check = command(&deny);
            check.args(["--log-level", "error", "check", "--disable-fetch", "advisories"]);
            step::run("advisories", &mut check)?;
        }
        Err(_) => say("The advisory database cannot be reached from here: advisories were NOT checked."),
    }
    Ok(())
}

/// The installed one of this version, else one of our own in the cache.
fn program() -> Result<PathBuf> {
    let right = |program: &str| {
        output(command(program).arg("--version")).is_ok_and(|line| line.split_whitespace().nth(1) == Some(VERSION))
    };
    if right("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let home = paths::cache()?.join(format!("cargo-deny-{VERSION}"));
    let kept = home.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !right(&kept.to_string_lossy()) {
        println!("==> cargo-deny {VERSION} is missing; this builds it into {}", home.display());
        let scratch = home.join("target");
        let mut install = cargo(["install", "cargo-deny", "--locked", "--no-default-features", "--version", VERSION]);
        install.arg("--root").arg(&home).arg("--target-dir").arg(&scratch);
        step::run("building cargo-deny, once", &mut install)?;
        fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
    }
    Ok(kept)
}
