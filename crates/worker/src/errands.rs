//! Tasks with one answer: measure, inspect, pack.

use crate::files::{scene_fault, write_whole};
use clap::Args;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::reference;
use idlewatt_engine::scene::{self, Scene};
use idlewatt_engine::text::Model;
use idlewatt_engine::text::template::Template;
use idlewatt_engine::text::tokenizer::Tokenizer;
use idlewatt_proto::device::{DeviceKind, MeasuredDevice};
use idlewatt_proto::picture::ReadAs;
use idlewatt_proto::worker::{Fault, Report};
use std::cmp::Reverse;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Measures the adapters, fastest first: the cards, and software only where no card can be used. One that fails is
/// left out, with a line of why.
pub fn probe() -> Result<Report, Fault> {
    let mut devices: Vec<MeasuredDevice> = Vec::new();
    for device in Gpu::adapters() {
        // Software comes last. A card that two backends show is opened through the better one, which comes first.
        let known = devices.iter().any(|measured| measured.device.name == device.name);
        if known || (device.kind == DeviceKind::Software && !devices.is_empty()) {
            continue;
        }
        let measured = Gpu::open_for_rays(Some(&device.name))
            .map_err(|error| error.to_string())
            .and_then(|gpu| reference::measure(&gpu).map_err(|error| error.to_string()));
        match measured {
            Ok(samples_per_second) => devices.push(MeasuredDevice { device, samples_per_second }),
            Err(error) => eprintln!("{} cannot be used: {error}", device.name),
        }
    }
    devices.sort_by_key(|measured| Reverse(measured.samples_per_second));
    Ok(Report::Probed { devices })
}

/// Says what is in a scene.
pub fn inspect(path: &Path) -> Result<Report, Fault> {
    let scene = Scene::load(path).map_err(scene_fault)?;
    Ok(Report::Opened { facts: scene.facts().clone(), device: None, ray_queries: false })
}

/// Says what is in a model, if it could be run: with its words, too.
pub fn inspect_model(path: &Path) -> Result<Report, Fault> {
    let bad = |error: &dyn Display| Fault::BadModel { what: error.to_string() };
    let model = Model::open(path).map_err(|error| bad(&error))?;
    let tokenizer = Tokenizer::new(model.metadata()).map_err(|error| bad(&error))?;
    Template::new(model.metadata(), &tokenizer).map_err(|error| bad(&error))?;
    Ok(Report::ModelOpened { facts: model.facts().clone(), device: None, cache_tokens: 0 })
}

/// What is changed in a scene.
#[derive(Args)]
pub struct Changes {
    /// Which of the file's scenes is meant.
    #[arg(long)]
    shown: Option<String>,
    /// Which animation plays.
    #[arg(long)]
    animation: Option<String>,
    /// Take its numbers as Blender means them.
    #[arg(long)]
    as_blender: bool,
    /// An OpenEXR or Radiance file with everything around the scene.
    #[arg(long)]
    pub environment: Option<PathBuf>,
    /// Degrees about the vertical axis.
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    rotation: f32,
    /// What its light is multiplied by.
    #[arg(long, default_value_t = 1.0)]
    strength: f32,
}

/// Writes a scene as one GLB, and says what is in it at an instant.
pub fn pack(path: &Path, out: &Path, time_us: u32, changes: &Changes) -> Result<Report, Fault> {
    let changes = scene::Changes {
        scene: changes.shown.as_deref(),
        animation: changes.animation.as_deref(),
        read_as: if changes.as_blender { ReadAs::Blender } else { ReadAs::Gltf },
        around: changes.environment.as_deref().map(|file| (file, changes.rotation, changes.strength)),
    };
    let (packed, scene) = idlewatt_engine::pack_changed(path, time_us, &changes).map_err(scene_fault)?;
    write_whole(out, &packed)?;
    Ok(Report::Opened { facts: scene.facts().clone(), device: None, ray_queries: false })
}
