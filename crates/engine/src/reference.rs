//! The reference scene, which speeds are quoted on: a Cornell box that ships inside the program.

use crate::gpu::Gpu;
use crate::limits::MEASURE;
use crate::renderer::{RenderError, Renderer, Steer};
use crate::scene::{Scene, SceneError};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::Pace;
use std::time::Instant;

/// The Cornell box as a GLB.
pub const CORNELL: &[u8] = include_bytes!("../scenes/cornell.glb");

/// Why an adapter has no speed.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The reference scene is broken: the program is.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// The adapter cannot render it.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Pixel samples per second of an adapter on the Cornell box, over about a second.
pub fn measure(gpu: &Gpu) -> Result<u64, MeasureError> {
    let scene = Scene::from_glb(CORNELL)?;
    let view = View { width: 512, height: 512, camera: None, max_bounces: 8, seed: 1 };
    let mut renderer = Renderer::new(gpu, &scene, &view)?;
    // A software adapter does about one pass over such a tile in the time; a card wants more to bite on.
    let large = gpu.device().kind != idlewatt_proto::device::DeviceKind::Software;
    let side = if large { 512 } else { 128 };
    let corner = (512 - side) / 2;
    let unit = RenderUnit {
        tile: Tile { x: corner, y: corner, width: side, height: side },
        samples: SampleRange { first: 0, count: idlewatt_proto::limits::UNIT_SPP },
    };
    let pace = Pace { quantum_us: 16_000, duty_permille: 1000 };
    // The first pass pays for whatever the driver puts off to it; what counts is how fast it goes on.
    renderer.render(&unit, &mut |step| Steer { pace, stop: step.samples_done > 0 })?;
    let start = Instant::now();
    let result = renderer
        .render(&unit, &mut |step| Steer { pace, stop: step.samples_done > 0 && start.elapsed() >= MEASURE })?;
    let samples = unit.tile.pixels() * u64::from(result.samples.count);
    Ok((samples as f64 / result.busy.as_secs_f64().max(1.0e-6)) as u64)
}
