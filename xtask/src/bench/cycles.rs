//! Pictures against Cycles, which artists have at home: the same scenes, cameras, bounces and samples on one processor.
//!
//! `xtask/python/render.py` runs both and compares; here its findings become rows. The pictures stay under `target/xtask`.

use super::Row;
use super::generate::{list, number, text};
use crate::python::{self, Python};
use crate::{machine, paths};
use anyhow::Result;
use serde_json::Value;

/// Made when they are needed (`crates/engine/examples/scenes`), besides the box of the checkout; and how many times as many
/// samples the picture wants that both are judged by. Light that comes through a slit is noise for longest.
const SCENES: [(&str, u32); 5] =
    [("spheres.glb", 1), ("slit.glb", 4), ("lamps.glb", 1), ("million.glb", 1), ("painted.glb", 1)];

#[derive(clap::Args)]
#[group(id = "cycles")]
pub struct Options {
    /// With cycles: pixels across and down.
    #[arg(long, value_name = "WxH", default_value = "256x144")]
    cycles_size: String,
    /// With cycles: samples per pixel whose error is to be reached.
    #[arg(long, value_name = "COUNT", default_value_t = 16)]
    cycles_spp: u32,
    /// With cycles: samples per pixel of the pictures that both are judged by.
    #[arg(long, value_name = "COUNT", default_value_t = 1024)]
    cycles_reference: u32,
}

pub fn run(options: &Options, rows: &mut Vec<Row>) -> Result<()> {
    machine::packages(&[machine::PYTHON])?;
    let python = Python::ready(&python::CYCLES)?;
    let (folder, scenes) = (paths::target().join("xtask/cycles"), super::measured()?);
    let mut script = python.script("render.py");
    script.arg(paths::built("release", "idlewatt")).arg(folder.join("pictures")).arg(super::scene(super::SCENES[0]));
    script.args(SCENES.map(|(name, _)| scenes.join(name)));
    script.args(["--size", &options.cycles_size, "--spp", &options.cycles_spp.to_string()]);
    let times = [1].into_iter().chain(SCENES.map(|(_, times)| times));
    let references: Vec<String> = times.map(|times| (times * options.cycles_reference).to_string()).collect();
    script.args(["--references", &references.join(",")]);
    let out = folder.join("findings.json");
    let found = python::findings("pictures beside Cycles'", script.arg("--out").arg(&out), &out)?;
    for scene in list(&found)? {
        rows.push(row(scene)?);
    }
    Ok(())
}

fn row(scene: &Value) -> Result<Row> {
    Ok(Row {
        what: format!("{}.glb against Cycles {}", text(scene, "scene")?, text(scene, "cycles")?),
        value: format!(
            "relMSE {:.4} after {:.2} s of processor with {} spp, Cycles after {:.2} s with {:.0}: {:.2}x its time; mean FLIP {:.3} of {} spp, {:.3} at a quarter of the size",
            number(scene, "error")?,
            number(scene, "cpu_s")?,
            number(scene, "spp")?,
            number(scene, "cycles_cpu_s")?,
            number(scene, "cycles_spp")?,
            number(scene, "ratio")?,
            number(scene, "flip")?,
            number(scene, "reference_spp")?,
            number(scene, "flip_quarter")?
        ),
        command: "cargo xtask bench cycles".to_owned(),
    })
}
