//! A picture without its noise: a filter that goes wide where a pixel is uncertain and stops at edges of what is seen first.
//! It works on light without albedo, so that textures stay as they are, and tile by tile, so that memory is bounded.

use crate::cpu;
use crate::film::Film;
use crate::gpu::{Gpu, constant, room};
use crate::limits::{DENOISE_BORDER, DENOISE_TILE};
use crate::renderer::{Aovs, RenderError, Steer, Walking, compile};
use bytemuck::{Pod, Zeroable};
use glam::{Vec3, Vec4};
use idlewatt_proto::job::Tile;
use std::time::{Duration, Instant};

const SHADER: &str = include_str!("../shaders/denoise.wgsl");
/// Albedo that light is divided by at least: darker surfaces are mostly seen by what they mirror.
const LEAST_ALBEDO: f32 = 0.05;

/// One way over a tile.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Round {
    width: u32,
    height: u32,
    first_block: u32,
    blocks: u32,
    /// `CERTAIN`, `SMOOTH` or `SOFTEN`.
    pub kind: u32,
    /// Pixels between two of those that are looked at.
    pub stride: u32,
    spare: [u32; 2],
}

/// How uncertain each pixel is.
pub(crate) const CERTAIN: u32 = 0;
/// The filter.
const SMOOTH: u32 = 1;
/// Means by which the filter compares.
const SOFTEN: u32 = 2;

/// The rounds over each tile, the filter's each after its means. It reaches 2 x (1 + 2 + 4 + 8 + 16) pixels.
const ROUNDS: [(u32, u32); 6] = [(CERTAIN, 1), (SMOOTH, 1), (SMOOTH, 2), (SMOOTH, 4), (SMOOTH, 8), (SMOOTH, 16)];

/// A tile and what lies around it.
pub(crate) struct Canvas {
    pub width: u32,
    pub height: u32,
    /// Light without albedo, and the variance of its mean.
    pub light: Vec<Vec4>,
    /// Normal and depth, albedo and cover.
    pub guides: Vec<[Vec4; 2]>,
}

impl Canvas {
    fn new(film: &Film, aovs: &Aovs, area: Tile) -> Self {
        let pixels = (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
        let (light, guides) = pixels.map(|(x, y)| place(film, aovs, x, y)).unzip();
        Self { width: area.width, height: area.height, light, guides }
    }

    fn round(&self, (kind, stride): (u32, u32)) -> Round {
        let (width, height) = (self.width, self.height);
        Round { width, height, first_block: 0, blocks: 0, kind, stride, spare: [0; 2] }
    }
}

fn divisor(aovs: &Aovs, at: usize) -> Vec3 {
    let seen = &aovs.pixels[at];
    (Vec3::from_array(seen.albedo) + (1.0 - seen.cover)).max(Vec3::splat(LEAST_ALBEDO))
}

fn place(film: &Film, aovs: &Aovs, x: u32, y: u32) -> (Vec4, [Vec4; 2]) {
    let at = film.index(x, y);
    let (seen, divisor) = (&aovs.pixels[at], divisor(aovs, at));
    let mean = Vec3::from_array(film.pixel(x, y)) / divisor;
    // Less than nought: nobody knows.
    let variance =
        film.variance(x, y).map_or(-1.0, |v| (Vec3::from_array(v) / (divisor * divisor)).element_sum() / 3.0);
    let guides =
        [Vec3::from_array(seen.normal).extend(seen.mean_depth), Vec3::from_array(seen.albedo).extend(seen.cover)];
    (mean.extend(variance), guides)
}

/// Tiles of a picture, each with what around it has a say in its pixels.
fn tiles([width, height]: [u32; 2], side: u32) -> impl Iterator<Item = (Tile, Tile)> {
    let spans = move |length: u32| {
        let count = length.div_ceil(side).max(1);
        let at = move |i: u32| (u64::from(length) * u64::from(i) / u64::from(count)) as u32;
        (0..count).map(move |i| {
            let (start, end) = (at(i), at(i + 1));
            let (low, high) = (start.saturating_sub(DENOISE_BORDER), (end + DENOISE_BORDER).min(length));
            ((start, end - start), (low, high - low))
        })
    };
    let tile = |x: (u32, u32), y: (u32, u32)| Tile { x: x.0, y: y.0, width: x.1, height: y.1 };
    spans(height)
        .flat_map(move |(y, around_y)| spans(width).map(move |(x, around_x)| (tile(x, y), tile(around_x, around_y))))
}

/// Puts a filtered tile where it belongs, with its albedo again.
fn put(clean: &mut [[f32; 3]], film: &Film, aovs: &Aovs, (tile, area): (Tile, Tile), light: &[Vec4]) {
    for y in tile.y..tile.y + tile.height {
        for x in tile.x..tile.x + tile.width {
            let at = film.index(x, y);
            let filtered = light[((y - area.y) * area.width + (x - area.x)) as usize].truncate();
            clean[at] = (filtered * divisor(aovs, at)).to_array();
        }
    }
}

fn black(film: &Film) -> Vec<[f32; 3]> {
    let [width, height] = film.size();
    vec![[0.0; 3]; width as usize * height as usize]
}

/// The same by the processor.
pub(crate) fn twin(film: &Film, aovs: &Aovs, side: u32) -> Vec<[f32; 3]> {
    let mut clean = black(film);
    for (tile, area) in tiles(film.size(), side) {
        let mut canvas = Canvas::new(film, aovs, area);
        for round in ROUNDS {
            canvas.light = cpu::denoise::round(&canvas, &canvas.round(round));
        }
        put(&mut clean, film, aovs, (tile, area), &canvas.light);
    }
    clean
}

/// The filter on a device.
pub struct Denoiser<'g> {
    gpu: &'g Gpu,
    layout: wgpu::BindGroupLayout,
    pipeline: wgpu::ComputePipeline,
    side: u32,
}

impl<'g> Denoiser<'g> {
    /// Compiles it.
    pub fn new(gpu: &'g Gpu) -> Self {
        let device = &gpu.device;
        let entry = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: binding < 3 },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let entries: Vec<_> = (0..5).map(entry).collect();
        let layout = device
            .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("denoise"), entries: &entries });
        let pipeline = compile(device, &layout, SHADER.to_owned(), "denoise");
        Self { gpu, layout, pipeline, side: DENOISE_TILE }
    }

    /// In tiles of this side.
    #[cfg(test)]
    fn with_side(gpu: &'g Gpu, side: u32) -> Self {
        Self { side, ..Self::new(gpu) }
    }

    /// The picture without its noise, row by row; `aovs` must be those of its view. `observe` is called before each
    /// submission and every few milliseconds of a pause; whoever stops gets nothing.
    pub fn denoise(
        &self,
        film: &Film,
        aovs: &Aovs,
        observe: &mut dyn FnMut() -> Steer,
    ) -> Result<Vec<[f32; 3]>, RenderError> {
        let mut clean = black(film);
        assert_eq!(clean.len(), aovs.pixels.len(), "what is seen in the same picture");
        let mut walking = Walking::new(self.gpu);
        for (tile, area) in tiles(film.size(), self.side) {
            let canvas = Canvas::new(film, aovs, area);
            let light = self.filter(&canvas, &mut walking, observe)?;
            put(&mut clean, film, aovs, (tile, area), &light);
        }
        Ok(clean)
    }

    fn filter(
        &self,
        canvas: &Canvas,
        walking: &mut Walking,
        observe: &mut dyn FnMut() -> Steer,
    ) -> Result<Vec<Vec4>, RenderError> {
        let gpu = self.gpu;
        let bytes = size_of_val(&canvas.light[..]) as u64;
        let (round, guides) = (room(gpu, "round", size_of::<Round>() as u64), constant(gpu, &canvas.guides));
        let [one, other, soft] = [(); 3].map(|()| room(gpu, "light", bytes));
        let lights = [one, other];
        gpu.queue.write_buffer(&lights[0], 0, bytemuck::cast_slice(&canvas.light));
        let bind = |from: &wgpu::Buffer, to: &wgpu::Buffer| {
            let entries: Vec<_> = [&round, from, &guides, to, &soft]
                .into_iter()
                .zip(0..)
                .map(|(buffer, binding)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
                .collect();
            let wants = wgpu::BindGroupDescriptor { label: Some("denoise"), layout: &self.layout, entries: &entries };
            gpu.device.create_bind_group(&wants)
        };
        let groups = [bind(&lights[0], &lights[1]), bind(&lights[1], &lights[0])];
        let blocks = canvas.width.div_ceil(8) * canvas.height.div_ceil(8);
        for (number, (kind, stride)) in ROUNDS.into_iter().enumerate() {
            let before = (kind == SMOOTH).then_some(SOFTEN);
            for kind in before.into_iter().chain([kind]) {
                walking.walk(blocks, observe, &mut |first_block, blocks| {
                    let now = Round { first_block, blocks, ..canvas.round((kind, stride)) };
                    gpu.queue.write_buffer(&round, 0, bytemuck::bytes_of(&now));
                    self.submit(&groups[number % 2], blocks)
                })?;
            }
        }
        let staging = gpu.read_back_buffer(bytes);
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(&lights[ROUNDS.len() % 2], 0, &staging, 0, bytes);
        gpu.queue.submit([encoder.finish()]);
        Ok(gpu.read(&staging, bytes, |bytes| bytemuck::cast_slice(bytes).to_vec())?)
    }

    fn submit(&self, group: &wgpu::BindGroup, blocks: u32) -> Result<Duration, RenderError> {
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, group, &[]);
            pass.dispatch_workgroups(blocks, 1, 1);
        }
        let commands = encoder.finish();
        let start = Instant::now();
        self.gpu.queue.submit([commands]);
        self.gpu.wait()?;
        Ok(start.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::CORNELL;
    use crate::renderer::{Renderer, Seen};
    use crate::scene::Scene;
    use idlewatt_proto::job::{RenderUnit, SampleRange, View};
    use idlewatt_proto::worker::Pace;

    fn full(quantum_us: u32) -> Steer {
        Steer { pace: Pace { quantum_us, duty_permille: 1000 }, stop: false }
    }

    fn gpu() -> Option<Gpu> {
        let gpu = Gpu::open(None).ok();
        if gpu.is_none() {
            println!("skipped: no adapter on this machine (Debian: mesa-vulkan-drivers)");
        }
        gpu
    }

    fn view(seed: u32) -> View {
        View { seed, max_bounces: 4, ..View::new(96, 80) }
    }

    /// The box with samples that came in so many pieces.
    fn film(renderer: &mut Renderer<'_>, pieces: &[u32]) -> Film {
        let tile = Tile { x: 0, y: 0, width: 96, height: 80 };
        let (mut film, mut first) = (Film::new(96, 80), 0);
        for &count in pieces {
            let unit = RenderUnit { tile, samples: SampleRange { first, count } };
            let sums = renderer.render(&unit, &mut |_| full(100_000)).expect("works").sums;
            film.add(&unit, &sums).expect("fits");
            first += count;
        }
        film
    }

    fn pixels(film: &Film) -> Vec<[f32; 3]> {
        (0..80).flat_map(|y| (0..96).map(move |x| film.pixel(x, y))).collect()
    }

    fn error(picture: &[[f32; 3]], reference: &[[f32; 3]]) -> f32 {
        let pairs = picture.iter().flatten().zip(reference.iter().flatten());
        pairs.map(|(a, b)| (a - b) * (a - b) / (b * b + 0.01)).sum::<f32>() / (picture.len() * 3) as f32
    }

    #[test]
    fn most_of_the_noise_is_gone_and_device_and_twin_agree() {
        let Some(gpu) = gpu() else { return };
        let scene = Scene::from_glb(CORNELL).expect("ours");
        let mut renderer = Renderer::new(&gpu, &scene, &view(5)).expect("fits");
        let aovs = renderer.aovs(8, &mut || full(100_000)).expect("works");
        let reference = {
            let mut other = Renderer::new(&gpu, &scene, &view(9)).expect("fits");
            pixels(&film(&mut other, &[400]))
        };
        for pieces in [&[1, 1, 2, 4, 8][..], &[16][..]] {
            let film = film(&mut renderer, pieces);
            let clean = Denoiser::new(&gpu).denoise(&film, &aovs, &mut || full(100_000)).expect("works");
            let (before, after) = (error(&pixels(&film), &reference), error(&clean, &reference));
            // What is left is at edges, where pixels see both sides.
            assert!(after * 2.0 < before, "{pieces:?}: {before} {after}");
            let twin = cpu::denoised(&film, &aovs, DENOISE_TILE);
            let apart = error(&clean, &twin);
            assert!(apart < 1.0e-7, "{pieces:?}: {apart}");
        }
    }

    #[test]
    fn tiles_and_submissions_do_not_show() {
        let Some(gpu) = gpu() else { return };
        let scene = Scene::from_glb(CORNELL).expect("ours");
        let mut renderer = Renderer::new(&gpu, &scene, &view(5)).expect("fits");
        let (film, aovs) = (film(&mut renderer, &[1, 1, 2]), renderer.aovs(4, &mut || full(100_000)).expect("works"));
        let whole = Denoiser::new(&gpu).denoise(&film, &aovs, &mut || full(1_000_000)).expect("works");
        let pieces = Denoiser::with_side(&gpu, 17).denoise(&film, &aovs, &mut || full(1)).expect("works");
        assert_eq!(whole, pieces);
        assert_eq!(cpu::denoised(&film, &aovs, 96), cpu::denoised(&film, &aovs, 17));
    }

    #[test]
    fn what_is_certain_stays_as_it_is() {
        let Some(gpu) = gpu() else { return };
        let scene = Scene::from_glb(CORNELL).expect("ours");
        let mut renderer = Renderer::new(&gpu, &scene, &view(5)).expect("fits");
        let aovs = renderer.aovs(4, &mut || full(100_000)).expect("works");
        let tile = Tile { x: 0, y: 0, width: 96, height: 80 };
        // A fine pattern that no guide knows of, the same in both halves.
        let pattern: Vec<[f32; 3]> = (0..96 * 80).map(|at| [0.2 + 0.3 * ((at / 3) % 2) as f32; 3]).collect();
        let mut film = Film::new(96, 80);
        for first in 0..2 {
            film.add(&RenderUnit { tile, samples: SampleRange { first, count: 1 } }, &pattern).expect("fits");
        }
        let clean = Denoiser::new(&gpu).denoise(&film, &aovs, &mut || full(100_000)).expect("works");
        assert!(error(&clean, &pattern) < 1.0e-6, "{}", error(&clean, &pattern));
    }

    /// A plain wall, sixteen samples of it. Nine highlights of two by two pixels, which half of their samples see; four sparks,
    /// which one sample each is.
    fn highlights_and_sparks() -> (Film, Aovs, [Vec<[u32; 2]>; 2]) {
        let seen = Seen {
            albedo: [1.0; 3],
            normal: [0.0, 0.0, 1.0],
            cover: 1.0,
            mean_depth: 1.0,
            depth: 1.0,
            object: 1.0,
            material: 1.0,
        };
        let grid = |places: &[u32]| -> Vec<[u32; 2]> {
            places.iter().flat_map(|&y| places.iter().map(move |&x| [x, y])).collect()
        };
        let highlights = grid(&[8, 9, 24, 25, 40, 41]);
        let sparks = grid(&[16, 32]);
        let mut state = 7_u32;
        let mut chance = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 16_777_216.0
        };
        let tile = Tile { x: 0, y: 0, width: 48, height: 48 };
        let (mut film, mut first) = (Film::new(48, 48), 0);
        for count in [1, 1, 2, 4, 8] {
            let mut sums = vec![[0.0; 3]; 48 * 48];
            for sample in first..first + count {
                for (sum, at) in sums.iter_mut().zip((0..48).flat_map(|y| (0..48).map(move |x| [x, y]))) {
                    let mut light = 0.02 + 0.02 * chance();
                    light += if chance() < 0.5 && highlights.contains(&at) { 1.0 } else { 0.0 };
                    light += if sample == 9 && sparks.contains(&at) { 16.0 } else { 0.0 };
                    *sum = sum.map(|all| all + light);
                }
            }
            film.add(&RenderUnit { tile, samples: SampleRange { first, count } }, &sums).expect("fits");
            first += count;
        }
        (film, Aovs { pixels: vec![seen; 48 * 48] }, [highlights, sparks])
    }

    #[test]
    fn highlights_of_a_few_pixels_stay_and_sparks_go() {
        let (film, aovs, [highlights, sparks]) = highlights_and_sparks();
        let twin = cpu::denoised(&film, &aovs, DENOISE_TILE);
        let clean = |&[x, y]: &[u32; 2]| twin[film.index(x, y)][1];
        let (before, after) = highlights
            .iter()
            .fold((0.0, 0.0), |(before, after), at| (before + film.pixel(at[0], at[1])[1], after + clean(at)));
        assert!(after > 0.8 * before, "highlights: {after} of {before} is left");
        for at in &sparks {
            assert!(film.pixel(at[0], at[1])[1] > 1.0 && clean(at) < 0.05, "the spark at {at:?}: {}", clean(at));
        }
        let Some(gpu) = gpu() else { return };
        let device = Denoiser::new(&gpu).denoise(&film, &aovs, &mut || full(100_000)).expect("works");
        assert!(error(&device, &twin) < 1.0e-7, "{}", error(&device, &twin));
    }

    #[test]
    fn whoever_stops_gets_nothing() {
        let Some(gpu) = gpu() else { return };
        let scene = Scene::from_glb(CORNELL).expect("ours");
        let mut renderer = Renderer::new(&gpu, &scene, &view(5)).expect("fits");
        let (film, aovs) = (film(&mut renderer, &[1]), renderer.aovs(1, &mut || full(100_000)).expect("works"));
        let mut calls = 0;
        let mut observe = || {
            calls += 1;
            Steer { stop: calls > 2, ..full(1) }
        };
        assert!(matches!(Denoiser::new(&gpu).denoise(&film, &aovs, &mut observe), Err(RenderError::Stopped)));
    }
}
