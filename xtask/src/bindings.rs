//! `cargo xtask bindings`: the window's TypeScript types, from the daemon's words.

use crate::paths;
use crate::step::{self, cargo, command};
use anyhow::Result;

/// The generated file.
const TYPES: &str = "ui/src/lib/backend/types.ts";

#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; fail when the file is stale.
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> Result<()> {
    if args.check { check() } else { generate(&[TYPES], "writing the window's types") }
}

/// Fails when the committed file is not what would be written now.
pub fn check() -> Result<()> {
    generate(&["--check", TYPES], "freshness of the window's types")
}

fn generate(args: &[&str], what: &str) -> Result<()> {
    // The whole workspace is named for the sake of its features, see `test::rust`; only the example is built.
    step::run(
        "building the generator of types",
        &mut cargo(["build", "--locked", "--workspace", "--example", "bindings"]),
    )?;
    step::run(what, command(paths::built("debug/examples", "bindings")).args(args))?;
    Ok(())
}
