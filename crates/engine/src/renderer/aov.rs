//! What is seen first in each pixel: albedo, normal, depth, object and material. Guides for a filter, and layers for whoever
//! goes on with a picture.

use super::{RenderError, Renderer, Steer, Walking, compile};
use crate::cpu;
use crate::layout::Work;
use crate::limits::BINDING_BYTES;
use crate::scene::Scene;
use bytemuck::Zeroable;
use glam::{UVec2, Vec3, Vec4};
use idlewatt_proto::job::{Tile, View};
use idlewatt_proto::limits::TILE_SIDE;

const AOV: &str = include_str!("../../shaders/aov.wgsl");
/// Words of four numbers for a pixel.
const WORDS: u64 = 3;
const _: () = assert!((TILE_SIDE as u64).pow(2) * WORDS * 16 <= BINDING_BYTES);

/// What is seen first in each pixel of a picture, row by row.
pub struct Aovs {
    /// Pixels, row by row.
    pub pixels: Vec<Seen>,
}

/// What is seen first in one pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Base colour, the mean over the pixel: black where nothing is.
    pub albedo: [f32; 3],
    /// Normal in the world, towards the viewer; the mean over the pixel, so shorter than one where it bends.
    pub normal: [f32; 3],
    /// How much of the pixel something is in.
    pub cover: f32,
    /// Mean depth of that.
    pub mean_depth: f32,
    /// Depth of what the first ray meets, along the camera's axis; 1e10 where nothing is, as in Cycles.
    pub depth: f32,
    /// Which object that is, counted from one: meshes by material, as often as they stand in the scene. Nought: nothing.
    pub object: f32,
    /// Which material that is, counted from one. Nought: nothing.
    pub material: f32,
}

impl Seen {
    fn of([albedo, normal, first]: [Vec4; 3], samples: u32) -> Self {
        let (scale, hits) = (1.0 / samples.max(1) as f32, albedo.w);
        Self {
            albedo: (albedo.truncate() * scale).to_array(),
            normal: (normal.truncate() * scale).to_array(),
            cover: hits * scale,
            mean_depth: if hits > 0.0 { normal.w / hits } else { first.x },
            depth: first.x,
            object: first.y,
            material: first.z,
        }
    }
}

/// The same by the processor.
pub(crate) fn twin(scene: &Scene, view: &View, samples: u32) -> Result<Aovs, RenderError> {
    let frame = scene.frame(view)?;
    let at = |(x, y)| Seen::of(cpu::aov(scene, &frame, UVec2::new(x, y), samples), samples);
    let pixels = (0..view.height).flat_map(|y| (0..view.width).map(move |x| (x, y)));
    Ok(Aovs { pixels: pixels.map(at).collect() })
}

impl Renderer<'_> {
    /// Looks at every pixel so many times. `observe` is called before each submission and every few milliseconds of a pause;
    /// whoever stops gets nothing.
    pub fn aovs(&mut self, samples: u32, observe: &mut dyn FnMut() -> Steer) -> Result<Aovs, RenderError> {
        let pipeline = compile(&self.gpu.device, &self.layout, self.source(AOV), "aov");
        let (width, height) = (self.view.width, self.view.height);
        let nothing = Vec3::ZERO.to_array();
        let empty = Seen {
            albedo: nothing,
            normal: nothing,
            cover: 0.0,
            mean_depth: 0.0,
            depth: 0.0,
            object: 0.0,
            material: 0.0,
        };
        let mut pixels = vec![empty; width as usize * height as usize];
        let mut walking = Walking::new(self.gpu);
        let corners = (0..height)
            .step_by(TILE_SIDE as usize)
            .flat_map(|y| (0..width).step_by(TILE_SIDE as usize).map(move |x| (x, y)));
        for (x, y) in corners {
            let tile = Tile { x, y, width: (width - x).min(TILE_SIDE), height: (height - y).min(TILE_SIDE) };
            let (nothing, words) = (self.sums(1), self.sums(tile.pixels() * WORDS));
            let group = self.bind(&nothing, &words, &self.paths(1));
            let blocks = tile.width.div_ceil(8) * tile.height.div_ceil(8);
            for sample in 0..samples {
                let Tile { x, y, width, height } = tile;
                let whole = Work { x, y, width, height, first_sample: sample, samples: 1, ..Work::zeroed() };
                walking.walk(blocks, observe, &mut |first_block, blocks| {
                    self.submit(&pipeline, Work { first_block, blocks, ..whole }, &group)
                })?;
            }
            let words = self.read_words(&words)?;
            for (row, seen) in words.chunks_exact(tile.width as usize * WORDS as usize).enumerate() {
                let start = (y as usize + row) * width as usize + x as usize;
                for (pixel, words) in pixels[start..].iter_mut().zip(seen.chunks_exact(WORDS as usize)) {
                    *pixel = Seen::of([words[0], words[1], words[2]].map(Vec4::from_array), samples);
                }
            }
        }
        Ok(Aovs { pixels })
    }
}
