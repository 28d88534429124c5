//! The path tracer on the processor, function by function as the shaders have it: their oracle in tests, and the
//! verifier of last resort where there is no adapter.

mod aov;
mod bsdf;
mod bvh;
mod camera;
pub(crate) mod denoise;
mod environment;
mod light;
#[cfg(test)]
mod light_tests;
mod material;
mod path;
mod rng;
pub mod text;
mod texture;
pub mod upscale;

pub(crate) use aov::aov;
pub(crate) use bsdf::luminance;
pub(crate) use material::{Spot, laid_at};
pub(crate) use texture::look_up;

use crate::film::Film;
use crate::renderer::{Aovs, RenderError};
use crate::scene::Scene;
use glam::{UVec2, Vec2, Vec3};
use idlewatt_proto::job::{RenderUnit, View};

/// What shaders look up: albedos, and behind them the filter's offsets.
pub(crate) fn tables() -> Vec<Vec2> {
    let offsets = camera::filter_table().iter().map(|&offset| Vec2::new(offset, 0.0));
    bsdf::albedo_table().iter().copied().chain(offsets).collect()
}

/// The sums of a unit's samples, row by row, in linear red, green and blue.
pub fn render(scene: &Scene, view: &View, unit: &RenderUnit) -> Result<Vec<[f32; 3]>, RenderError> {
    let frame = scene.frame(view)?;
    crate::renderer::check_unit(view, unit)?;
    let tile = unit.tile;
    let samples = unit.samples.first..unit.samples.first + unit.samples.count;
    let pixels =
        (tile.y..tile.y + tile.height).flat_map(|y| (tile.x..tile.x + tile.width).map(move |x| UVec2::new(x, y)));
    let sum = |pixel| {
        samples.clone().fold(Vec3::ZERO, |sum, sample| sum + path::finite(path::radiance(scene, &frame, pixel, sample)))
    };
    Ok(pixels.map(|pixel| sum(pixel).to_array()).collect())
}

/// What is seen first in each pixel, looked at so many times.
pub fn aovs(scene: &Scene, view: &View, samples: u32) -> Result<Aovs, RenderError> {
    crate::renderer::aov_twin(scene, view, samples)
}

/// A picture without its noise, filtered in tiles of this side.
pub fn denoised(film: &Film, aovs: &Aovs, side: u32) -> Vec<[f32; 3]> {
    crate::denoise::twin(film, aovs, side)
}
