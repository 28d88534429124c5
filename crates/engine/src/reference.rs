//! The reference scene, which speeds are quoted on: a Cornell box that ships inside the program.

use crate::gpu::Gpu;
use crate::limits::MEASURE;
use crate::renderer::{RenderError, Renderer, Steer};
use crate::scene::{Scene, SceneError};
use idlewatt_proto::Bytes;
use idlewatt_proto::reference::{PACE, unit, view};
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
    let mut renderer = Renderer::new(gpu, &scene, &view())?;
    // As a worker will have them. The box is small.
    renderer.choose_rays(&scene, Bytes(u64::MAX), &mut |_| Steer { pace: PACE, stop: false })?;
    let unit = unit(gpu.device().kind);
    // The first pass pays for whatever the driver puts off to it; what counts is how fast it goes on.
    renderer.render(&unit, &mut |step| Steer { pace: PACE, stop: step.samples_done > 0 })?;
    let start = Instant::now();
    let result = renderer
        .render(&unit, &mut |step| Steer { pace: PACE, stop: step.samples_done > 0 && start.elapsed() >= MEASURE })?;
    let samples = unit.tile.pixels() * u64::from(result.samples.count);
    Ok((samples as f64 / result.busy.as_secs_f64().max(1.0e-6)) as u64)
}
