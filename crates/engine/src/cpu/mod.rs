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
mod medium;
mod path;
mod rng;
mod table;
pub mod text;
mod texture;
mod thin;
pub mod upscale;

pub(crate) use aov::aov;
pub(crate) use bsdf::luminance;
pub use bvh::Looks;
pub(crate) use bvh::{MISS, trace};
pub(crate) use material::{Spot, laid_at};
pub(crate) use medium::medium_number;
pub(crate) use path::{leave, surface_at};
pub(crate) use texture::look_up;

use crate::film::Film;
use crate::renderer::{Aovs, RenderError};
use crate::scene::Scene;
use glam::{UVec2, Vec2, Vec3};
use idlewatt_proto::job::{RenderUnit, View};

/// What shaders look up: albedos, behind them the filter's offsets, and behind those the albedos of what is rare.
/// Noughts where nothing is looked up.
pub(crate) fn tables(sheen: bool, glass: bool, stretched: bool) -> Vec<Vec2> {
    let mut tables = table::albedo_table().to_vec();
    tables.extend(camera::filter_table().iter().map(|&offset| Vec2::new(offset, 0.0)));
    let mut put = |wanted: bool, entries: usize, table: fn() -> &'static [Vec2]| {
        if wanted {
            tables.extend_from_slice(table());
        } else {
            tables.resize(tables.len() + entries, Vec2::ZERO);
        }
    };
    put(sheen, table::SHEEN_ENTRIES, table::sheen_table);
    put(glass, table::GLASS_ENTRIES, table::glass_table);
    put(stretched, 0, table::stretched_table);
    tables
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

/// What the rays of one sample look at in every so many pixels across and down, and of how many samples that is.
pub fn looks(scene: &Scene, view: &View, every: usize) -> Result<(Looks, u64), RenderError> {
    let frame = scene.frame(view)?;
    let along = |length: u32| (0..length).step_by(every.max(1));
    let pixels: Vec<_> = along(view.height).flat_map(|y| along(view.width).map(move |x| UVec2::new(x, y))).collect();
    bvh::take_looks();
    for &pixel in &pixels {
        path::radiance(scene, &frame, pixel, 0);
    }
    Ok((bvh::take_looks(), pixels.len() as u64))
}

/// What is seen first in each pixel, looked at so many times.
pub fn aovs(scene: &Scene, view: &View, samples: u32) -> Result<Aovs, RenderError> {
    crate::renderer::aov_twin(scene, view, samples)
}

/// A picture without its noise, filtered in tiles of this side.
pub fn denoised(film: &Film, aovs: &Aovs, side: u32) -> Vec<[f32; 3]> {
    crate::denoise::twin(film, aovs, side)
}
