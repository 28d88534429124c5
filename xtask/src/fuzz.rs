//! `cargo xtask fuzz`: changed files for every loader, for a while.

use crate::paths;
use crate::step::{self, cargo, command};
use anyhow::{Result, ensure};

/// Loaders, by the names of their judges in `crates/engine/fuzz/judges.rs`.
const TARGETS: [&str; 4] = ["scene", "model", "safetensors", "picture"];
/// Address space of a fuzzing process, in KiB: what a loader takes is a small part of it, and a runaway ends it soon.
const ADDRESSES_KIB: u64 = 6 << 20;

#[derive(clap::Args)]
pub struct Args {
    /// How long each loader is fed.
    #[arg(default_value_t = 60)]
    seconds: u64,
    /// Another one brings other files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this one.
    #[arg(long, value_parser = TARGETS)]
    target: Option<String>,
}

pub fn run(args: &Args) -> Result<()> {
    step::run("building the feeder", &mut cargo(["build", "--locked", "-p", "idlewatt-engine", "--example", "fuzz"]))?;
    let out = paths::root().join("out/fuzz");
    let mut failed = Vec::new();
    for target in TARGETS.into_iter().filter(|target| args.target.as_deref().is_none_or(|only| only == *target)) {
        let what = format!("feeding {target} for {} s", args.seconds);
        let feeder = paths::built("debug/examples", "fuzz");
        // What takes all memory then ends with it, and the file that was at fault stays where it is.
        let bounded = format!("ulimit -v {ADDRESSES_KIB}; exec \"$0\" \"$@\"");
        let mut feed = if cfg!(unix) { command("sh") } else { command(&feeder) };
        if cfg!(unix) {
            feed.arg("-c").arg(bounded).arg(&feeder);
        }
        feed.args([target, &args.seconds.to_string(), &args.seed.to_string()]).arg(&out);
        if let Err(error) = step::run(&what, &mut feed) {
            step::say(format!("{target}: {error:#}"));
            failed.push(target);
        }
    }
    ensure!(failed.is_empty(), "files did harm to {}; they lie in {}", failed.join(", "), out.display());
    Ok(())
}
