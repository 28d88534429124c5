//! A scene as large as artists' largest: how long until something is seen of it, and what it takes of memory.

use super::process::{peak_kib, tree};
use super::{Row, ended, find, local};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Between two looks at the memory of our programs: peaks are kept by the kernel, only processes come and go.
const LOOK: Duration = Duration::from_millis(50);

pub fn run(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let scene = super::measured()?.join("heavy.glb");
    let bytes = fs::metadata(&scene).with_context(|| format!("there is no {}", scene.display()))?.len();
    println!("==> rendering heavy.glb locally");
    let over = AtomicBool::new(false);
    let (events, peak) = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0.0_f64;
            while !over.load(Ordering::Relaxed) {
                let ours = tree(std::process::id()).into_iter().skip(1);
                most = most.max(ours.filter_map(peak_kib).fold(0.0, f64::max));
                thread::sleep(LOOK);
            }
            most
        });
        let events = super::events(&mut local(&scene, &scratch.join("heavy.png"), "256x144", 1));
        over.store(true, Ordering::Relaxed);
        (events, watch.join().unwrap_or_default())
    });
    let events = events?;
    let (opened, about) = find(&events, "opened").context("the scene was never opened")?;
    let first = find(&events, "pictured").context("there was no picture")?.0;
    ended(&events)?;
    let megabytes = |bytes: f64| bytes / 1e6;
    let on_device = about["facts"]["device_bytes"].as_f64().context("the scene has no size")?;
    let size = bytes as f64;
    let command = || "idlewatt render --local heavy.glb --size 256x144 --spp 1".to_owned();
    rows.push(Row {
        what: format!("a scene of {:.0} MB, 1.3 M triangles: to its first picture", megabytes(size)),
        value: format!("{:.2} s, {:.2} s of them to open it", first.as_secs_f64(), opened.as_secs_f64()),
        command: command(),
    });
    rows.push(Row {
        what: "the same: most memory of a program of ours, and what lies on the device".to_owned(),
        value: format!(
            "{:.0} MB, {:.1} times the scene; {:.0} MB on the device, {:.1} times",
            megabytes(peak * 1024.0),
            peak * 1024.0 / size,
            megabytes(on_device),
            on_device / size
        ),
        command: command(),
    });
    Ok(())
}
