//! What becomes of a picture's samples when they are written: the choice of whoever asked for it. Providers know nothing
//! of it, and the samples are the same.

use crate::limits::EXPOSURE_MSTOPS;
use serde::{Deserialize, Serialize};

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Finish {
    /// How linear light goes to a screen. Of PNG only: EXR holds linear light.
    pub tone: Tone,
    /// Brighter by so many stops, in thousandths. Of PNG only.
    pub exposure_mstops: i32,
    /// Whether what is seen first in each pixel lies in layers beside the picture. Of EXR only.
    pub layers: bool,
    /// Whether noise is filtered out.
    pub denoise: bool,
}

/// An exposure beyond all bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an exposure of {} stops is more than {} either way", f64::from(*.0) / 1e3, EXPOSURE_MSTOPS / 1000)]
pub struct InvalidExposure(pub i32);

impl Finish {
    /// Whether it lies within its bounds.
    pub fn validate(&self) -> Result<(), InvalidExposure> {
        let within = (-EXPOSURE_MSTOPS..=EXPOSURE_MSTOPS).contains(&self.exposure_mstops);
        within.then_some(()).ok_or(InvalidExposure(self.exposure_mstops))
    }

    /// The same without what takes long: for a picture that is not whole yet.
    pub fn plain(self) -> Self {
        Self { layers: false, denoise: false, ..self }
    }
}

/// From linear light to what a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As Blender shows pictures unless told otherwise: bright colours go to white as on film.
    #[default]
    Agx,
    /// The film industry's Academy Color Encoding System: much contrast.
    Aces,
    /// Blender's view before AgX: each colour for itself.
    Filmic,
    /// As products are shown: ordinary surfaces keep their colours, only highlights are bent (Khronos PBR Neutral).
    Standard,
}

/// How a scene's numbers are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReadAs {
    /// As the format says: lamps in candela and lux, and glass without a thickness a thin pane.
    #[default]
    Gltf,
    /// As Blender shows what its exporter writes: lamps in watts, and glass solid.
    Blender,
}

/// How noisy a part of a picture is, in millionths of what Cycles calls noise: its threshold of 0.01 is 10 000 here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Noise(pub u32);

impl Noise {
    /// From Cycles' measure.
    pub fn of(noise: f32) -> Self {
        // What is no number, or beyond all bounds, is as noisy as can be said.
        Self(if noise.is_finite() {
            (f64::from(noise) * 1.0e6).clamp(0.0, f64::from(u32::MAX)) as u32
        } else {
            u32::MAX
        })
    }
}
