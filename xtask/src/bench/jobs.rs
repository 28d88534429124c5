//! Whole jobs: the engine by hand, the same over the mesh, and the ledger that writes them down.

use super::{Args, Row, SCENES, ended, events, find, local, scene};
use crate::node::{self, Setup};
use crate::paths;
use crate::step::{self, cargo};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub fn render(args: &Args, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    for name in SCENES {
        println!("==> rendering {name} locally");
        let events = events(&mut local(&scene(name), &scratch.join("local.png"), &args.size, args.spp))?;
        let last = &ended(&events)?.1;
        let number = |field: &str| last[field].as_f64().with_context(|| format!("the render says no {field}"));
        rows.push(Row {
            what: format!("engine, {name}, {} at {} spp", args.size, args.spp),
            value: format!(
                "{:.2} Msamples/s, longest submission {:.1} ms",
                number("samples_per_second")? / 1e6,
                number("longest_submission_ms")?
            ),
            command: format!("idlewatt render --local {name} --size {} --spp {}", args.size, args.spp),
        });
    }
    Ok(())
}

/// The same job over the mesh and by hand. Both nodes share this machine, so what the requester checks is in the
/// figure, too: an upper bound for two machines.
pub fn mesh(args: &Args, scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let name = SCENES[1];
    let (provider, requester) = node::pair(scratch, "release", Setup::default())?;
    println!("==> rendering {name} over the mesh");
    let picture = scratch.join("mesh.png");
    let mut asked = requester.cli(&["--json", "render"]);
    asked.arg(scene(name)).arg("-o").arg(&picture).args(["--size", &args.size, "--spp", &args.spp.to_string()]);
    let over_mesh = events(&mut asked)?;
    let first = find(&over_mesh, "pictured").context("no picture came over the mesh")?.0;
    let all = ended(&over_mesh)?.0;
    drop((provider, requester));
    println!("==> the same locally");
    let by_hand = ended(&events(&mut local(&scene(name), &scratch.join("hand.png"), &args.size, args.spp))?)?.0;
    let how = format!("idlewatt render {name} --size {} --spp {}", args.size, args.spp);
    rows.push(Row {
        what: "submission to first picture, two nodes on loopback".to_owned(),
        value: format!("{:.2} s", first.as_secs_f64()),
        command: how.clone(),
    });
    rows.push(Row {
        what: "the whole job over the mesh, with the requester's checks on the same machine".to_owned(),
        value: format!(
            "{:.1} s; by hand {:.1} s; {:+.1} %",
            all.as_secs_f64(),
            by_hand.as_secs_f64(),
            100.0 * (all.as_secs_f64() / by_hand.as_secs_f64() - 1.0)
        ),
        command: format!("{how}, and with --local"),
    });
    Ok(())
}

pub fn ledger(rows: &mut Vec<Row>) -> Result<()> {
    let how = "cargo run --release -p idlewatt-ledger --example commits";
    // The target folder is on a disk; the system's folder for temporary files may be memory.
    let done = step::run("the ledger's commits", cargo(how.split(' ').skip(1)).arg(paths::target()))?;
    let said = fs::read_to_string(&done.log)?;
    let answer = said.lines().find_map(|line| serde_json::from_str::<Value>(line).ok());
    let speed = answer.and_then(|answer| answer["commits_per_second"].as_f64());
    let speed = speed.context("the example says nothing of commits")?;
    rows.push(Row {
        what: "ledger, each commit on the disk".to_owned(),
        value: format!("{speed:.0} commits/s"),
        command: format!("{how} FOLDER"),
    });
    Ok(())
}
