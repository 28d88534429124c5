//! A network on a device: takes a picture through it, tile by tile, in short submissions.

use super::error::UpscaleError;
use super::network::Network;
use super::picture::Picture;
use super::plan::Plan;
use super::stages::Stages;
use crate::gpu::Gpu;
use crate::limits::PAUSE_SLICE;
use crate::renderer::{Steer, rest};
use idlewatt_proto::Bytes;
use std::thread;
use std::time::{Duration, Instant};

/// What is known between two submissions.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Thousandths of the picture that are done.
    pub permille: u16,
    /// How long the last submission took; zero before the first one.
    pub last_submission: Duration,
}

/// A network on a device, ready for pictures of one size.
pub struct Upscaler<'g> {
    gpu: &'g Gpu,
    plan: Plan,
    reach: u32,
    scale: u32,
    stages: Stages,
    read_back: wgpu::Buffer,
    /// Seconds for a product, as last seen.
    rate: f64,
}

/// Until the first submission is through: 10 thousand million products a second, a small part of any card's.
const FIRST_RATE: f64 = 1.0e-10;
/// How much of a faster submission is believed at once.
const RATE_FADES: f64 = 0.25;

/// Where a picture has come to.
#[derive(Default)]
struct Progress {
    stage: usize,
    row: u32,
    done: f64,
}

impl<'g> Upscaler<'g> {
    /// Puts a network on a device, for pictures of this size and with as much memory there.
    pub fn new(
        gpu: &'g Gpu,
        network: &Network,
        [width, height]: [u32; 2],
        memory: Bytes,
    ) -> Result<Self, UpscaleError> {
        let plan = Plan::new(network, width, height, memory)?;
        Self::with_plan(gpu, network, plan, gpu.subgroup() == Some(8))
    }

    /// In these tiles; with subgroups of eight or as if there were none.
    pub(super) fn with_plan(gpu: &'g Gpu, network: &Network, plan: Plan, by_lanes: bool) -> Result<Self, UpscaleError> {
        let most = gpu.device.limits().max_storage_buffer_binding_size;
        let needs = plan.buffers(network).into_iter().max().unwrap_or(0);
        if needs > most {
            return Err(UpscaleError::TooLarge { needs, most });
        }
        let stages = Stages::new(gpu, network, &plan, by_lanes);
        let read_back = gpu.read_back_buffer(stages.end.size());
        let (reach, scale) = (network.reach(), network.scale);
        let mut made = Self { gpu, plan, reach, scale, stages, read_back, rate: FIRST_RATE };
        made.warm_up()?;
        Ok(made)
    }

    /// The tiles that a picture is cut into.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Enlarges a picture of the size that this was made for. `observe` is called before each submission and every few
    /// milliseconds of a pause; whoever stops gets nothing.
    pub fn enlarge(
        &mut self,
        picture: &Picture,
        observe: &mut dyn FnMut(Step) -> Steer,
    ) -> Result<Picture, UpscaleError> {
        assert_eq!([picture.width, picture.height], [self.plan.width, self.plan.height], "a picture of that size");
        let [width, height] = [picture.width, picture.height].map(|side| side * self.scale);
        let mut colours = vec![[0; 3]; width as usize * height as usize];
        let tiles = self.plan.tiles();
        let whole = self.stages.all.iter().map(|stage| stage.cost * f64::from(stage.rows)).sum::<f64>();
        let (mut last, mut ended) = (Duration::ZERO, Instant::now());
        for (at, &corner) in tiles.iter().enumerate() {
            self.put(picture, corner);
            let mut progress = Progress::default();
            while progress.stage < self.stages.all.len() {
                let done = (at as f64 + progress.done / whole) / tiles.len() as f64;
                let step = Step { permille: (done * 1000.0) as u16, last_submission: last };
                let Steer { pace, stop } = observe(step);
                if stop {
                    return Err(UpscaleError::Stopped);
                }
                // Reckoned anew each time: a long rest at an old pace must not outlast a new one.
                if pace.duty_permille == 0 || ended.elapsed() < rest(last, pace.duty_permille) {
                    thread::sleep(PAUSE_SLICE);
                    continue;
                }
                last = self.submit(&mut progress, Duration::from_micros(u64::from(pace.quantum_us.max(1))))?;
                ended = Instant::now();
            }
            self.take(corner, width, &mut colours)?;
        }
        let alpha = picture.enlarged_alpha(self.scale);
        Ok(Picture { width, height, colours, alpha, meaning: picture.meaning.clone() })
    }

    /// Puts a tile on the device with what lies around it. Beyond its edges the picture is mirrored, so that all tiles are
    /// alike wherever they lie.
    fn put(&self, picture: &Picture, [left, top]: [u32; 2]) {
        let [width, height] = self.plan.with_border(self.reach);
        let inside = |at: u32, side: u32| mirrored(at, self.reach, side) as usize;
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in top..top + height {
            let row = &picture.colours[inside(y, picture.height) * picture.width as usize..];
            let pixel = |x| row[inside(x, picture.width)].map(|colour| f32::from(colour) / 255.0);
            pixels.extend((left..left + width).map(pixel).map(|[red, green, blue]| [red, green, blue, 0.0]));
        }
        self.gpu.queue.write_buffer(&self.stages.begin, 0, bytemuck::cast_slice(&pixels));
    }

    /// One submission of about `target`.
    fn submit(&mut self, progress: &mut Progress, target: Duration) -> Result<Duration, UpscaleError> {
        let gpu = self.gpu;
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut work = 0.0;
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            // Aims a little under the bound: half of all submissions would be over it otherwise.
            let most = target.as_secs_f64() * 0.8 / self.rate;
            while let Some(stage) = self.stages.all.get(progress.stage) {
                let left = stage.rows - progress.row;
                let fits = ((most - work) / stage.cost).clamp(0.0, f64::from(left)) as u32;
                let whole = fits / stage.down * stage.down;
                let rows = match (fits == left, whole, work > 0.0) {
                    (true, ..) => left,
                    (_, 0, true) => break,
                    (_, whole, _) => whole.max(stage.down).min(left),
                };
                stage.dispatch(gpu, &mut pass, progress.row, rows);
                work += stage.cost * f64::from(rows);
                progress.row += rows;
                if progress.row < stage.rows {
                    break;
                }
                (progress.stage, progress.row) = (progress.stage + 1, 0);
            }
        }
        if progress.stage == self.stages.all.len() {
            encoder.copy_buffer_to_buffer(&self.stages.end, 0, &self.read_back, 0, self.stages.end.size());
        }
        let commands = encoder.finish();
        let start = Instant::now();
        gpu.queue.submit([commands]);
        gpu.wait()?;
        let took = start.elapsed();
        progress.done += work;
        let seen = took.as_secs_f64() / work;
        // Up at once, down slowly: a submission that is too long is noticed, one that is too short is not.
        self.rate = if seen > self.rate { seen } else { self.rate + (seen - self.rate) * RATE_FADES };
        Ok(took)
    }

    /// Puts an enlarged tile into the picture.
    fn take(&self, [left, top]: [u32; 2], width: u32, colours: &mut [[u8; 3]]) -> Result<(), UpscaleError> {
        let across = (self.plan.tile_width * self.scale) as usize;
        let rows = (self.plan.tile_height * self.scale) as usize;
        let corner = (top * self.scale) as usize * width as usize + (left * self.scale) as usize;
        let bytes = (across * rows * 4) as u64;
        self.gpu.read(&self.read_back, bytes, |bytes| {
            for (at, row) in bytes.chunks_exact(across * 4).enumerate() {
                let to = &mut colours[corner + at * width as usize..][..across];
                for (to, &[red, green, blue, _]) in to.iter_mut().zip(row.as_chunks::<4>().0) {
                    *to = [red, green, blue];
                }
            }
        })?;
        Ok(())
    }

    /// Runs each shader for no rows: drivers compile at the first use, which takes seconds on some and is no measure of a
    /// submission.
    fn warm_up(&mut self) -> Result<(), UpscaleError> {
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            for stage in &self.stages.all {
                stage.warm_up(&mut pass);
            }
        }
        self.gpu.queue.submit([encoder.finish()]);
        Ok(self.gpu.wait()?)
    }
}

/// Which pixel of a side is seen `border` before its beginning and `at` pixels on, between two mirrors. That is what
/// ncnn's programs do, and nearer to what was really there than an edge that goes on.
fn mirrored(at: u32, border: u32, side: u32) -> u32 {
    let period = 2 * (side - 1).max(1);
    let within = (at + period * border.div_ceil(period) - border) % period;
    within.min(period - within).min(side - 1)
}

#[cfg(test)]
mod tests {
    use super::mirrored;

    #[test]
    fn mirrors_at_both_ends_as_often_as_need_be() {
        let seen = |side: u32| (0..side + 8).map(|at| mirrored(at, 4, side)).collect::<Vec<_>>();
        assert_eq!(seen(6), [4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 4, 3, 2, 1]);
        assert_eq!(seen(2), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        assert_eq!(seen(1), [0; 9]);
    }
}
