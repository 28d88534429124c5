//! `cargo xtask icons`: every icon of every platform, from the one drawing.

use crate::step::{self, cargo};
use crate::{machine, paths};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {}

pub fn run(_: &Args) -> Result<()> {
    machine::packages(&[machine::BUILD])?;
    let mut draw = cargo(["run", "--quiet", "--locked", "--package", "idlewatt-installers", "--"]);
    let done = step::run("drawing the icons", draw.arg(paths::root()))?;
    print!("{}", std::fs::read_to_string(done.log)?);
    Ok(())
}
