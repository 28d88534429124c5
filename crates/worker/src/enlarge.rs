//! A picture enlarged: a task of its own, with one answer.

use crate::files::{gpu_fault, in_scratch, upscale_fault};
use crate::isolation::{self, Grounds};
use crate::limits::{CARD_PACE, LIFE_EVERY, PROGRESS_EVERY, SCENE_ORDERS, SOFTWARE_PACE};
use crate::orders::{Lines, Reins, listen};
use crate::reports::say;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::upscale::{Network, Picture, UpscaleError, Upscaler};
use idlewatt_proto::Bytes;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::worker::{Fault, Report};
use std::path::PathBuf;
use std::time::Instant;

/// What is to be enlarged, and how.
pub struct Task<'a> {
    pub scratch: PathBuf,
    pub adapter: Option<&'a str>,
    pub picture: PathBuf,
    pub network: PathBuf,
    pub file: String,
    pub memory: Bytes,
}

/// Enlarges a picture and says so.
pub fn run(task: Task<'_>, lines: Lines) -> Result<(), Fault> {
    let Task { scratch, adapter, picture, network, file, memory } = task;
    let path = in_scratch(&scratch, &file)?;
    let weights = network.with_extension("bin");
    // Before the first other thread: isolation holds for this one and those that it starts, drivers' included.
    isolation::enter_or_say(&Grounds { read: vec![picture.clone(), network.clone(), weights], write: Some(scratch) });
    let reins = Reins::new();
    // Orders to come are paces and a yield; anything else has nobody to be taken by.
    let _orders = listen(lines, reins.clone(), SCENE_ORDERS);

    let bad = |error| upscale_fault(UpscaleError::Network(error));
    let network = Network::open(&network).map_err(bad)?;
    let picture = Picture::open(&picture, network.scale).map_err(|error| upscale_fault(error.into()))?;
    let gpu = Gpu::open(adapter).map_err(gpu_fault)?;
    let pace = if gpu.device().kind == DeviceKind::Software { SOFTWARE_PACE } else { CARD_PACE };
    say(&Report::Loading { permille: 0 });
    let size = [picture.width, picture.height];
    let mut upscaler = Upscaler::new(&gpu, &network, size, memory).map_err(upscale_fault)?;
    let (mut told, mut when) = (0, Instant::now());
    let large = upscaler.enlarge(&picture, &mut |step| {
        if step.permille > told && when.elapsed() >= PROGRESS_EVERY {
            say(&Report::Loading { permille: step.permille });
            (told, when) = (step.permille, Instant::now());
        } else if when.elapsed() >= LIFE_EVERY {
            say(&Report::Alive);
            when = Instant::now();
        }
        reins.steer(pace)
    });
    let large = large.map_err(upscale_fault)?;
    // What was on the device makes room for the file.
    drop(upscaler);
    large.write(&path).map_err(|error| upscale_fault(error.into()))?;
    say(&Report::Upscaled { width: large.width, height: large.height, file });
    Ok(())
}
