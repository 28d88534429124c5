//! Some blocks of a unit once more, to see whether somebody's result is right. A card has room for thousands of blocks at
//! once, and takes as long for one as for all of them: so they are computed together, and their samples in several parts.

use super::walk::Walk;
use super::{RenderError, Renderer, Steer, Step, check_unit};
use crate::layout::{Spot, Work};
use crate::limits::SPOTS;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile};

/// In how many parts a block's samples are computed, where there is no lack of threads.
const PARTS: u32 = 16;

impl Renderer<'_> {
    /// The sums of blocks, as [`Renderer::render`] would have them but for rounding, as samples are added in another order.
    /// `observe` cannot stop it, but for as long as it holds it back.
    pub fn recompute(
        &mut self,
        blocks: &[Tile],
        samples: SampleRange,
        observe: &mut dyn FnMut(Step<'_>) -> Steer,
    ) -> Result<Vec<Vec<[f32; 3]>>, RenderError> {
        let parts = if self.gpu.device().kind == DeviceKind::Software { 1 } else { PARTS };
        self.recompute_in(parts, blocks, samples, observe)
    }

    fn recompute_in(
        &mut self,
        parts: u32,
        blocks: &[Tile],
        samples: SampleRange,
        observe: &mut dyn FnMut(Step<'_>) -> Steer,
    ) -> Result<Vec<Vec<[f32; 3]>>, RenderError> {
        if blocks.is_empty() {
            return Ok(Vec::new());
        }
        for &tile in blocks {
            check_unit(&self.view, &RenderUnit { tile, samples })?;
        }
        let each = samples.count.div_ceil(parts);
        let parts = samples.count.div_ceil(each);
        let mut all: Vec<_> = blocks.iter().map(|block| vec![[0.0; 3]; block.pixels() as usize]).collect();
        let pieces: Vec<(usize, Tile)> = (0..).zip(blocks).flat_map(|(at, block)| pieces(at, *block)).collect();
        for pieces in pieces.chunks(SPOTS / parts as usize) {
            let spots: Vec<Spot> = pieces.iter().flat_map(|(_, piece)| spots(piece, samples, each)).collect();
            self.gpu.queue.write_buffer(&self.work, size_of::<Work>() as u64, bytemuck::cast_slice(&spots));
            let mut walk = Walk::among(self, spots.len() as u32, each);
            let sums = self.go(&mut walk, &mut |step| Steer { stop: false, ..observe(step) })?.sums;
            for ((at, piece), sums) in pieces.iter().zip(sums.chunks_exact(64 * parts as usize)) {
                let block = &blocks[*at];
                for (x, y) in (0..piece.height).flat_map(|y| (0..piece.width).map(move |x| (x, y))) {
                    let parts = sums.chunks_exact(64).map(|part| part[(y * 8 + x) as usize]);
                    let sum = parts.reduce(|a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]).unwrap_or_default();
                    let (x, y) = (piece.x - block.x + x, piece.y - block.y + y);
                    all[*at][(y * block.width + x) as usize] = sum;
                }
            }
        }
        Ok(all)
    }
}

/// A block, cut into such as a workgroup does.
fn pieces(at: usize, block: Tile) -> impl Iterator<Item = (usize, Tile)> {
    let along = |length: u32| (0..length).step_by(8).map(move |from| (from, (length - from).min(8)));
    along(block.height).flat_map(move |(down, height)| {
        along(block.width)
            .map(move |(across, width)| (at, Tile { x: block.x + across, y: block.y + down, width, height }))
    })
}

/// A piece once for each part of its samples.
fn spots(block: &Tile, samples: SampleRange, each: u32) -> impl Iterator<Item = Spot> {
    let Tile { x, y, width, height } = *block;
    (0..samples.count).step_by(each as usize).map(move |done| Spot {
        corner: x | y << 16,
        size: width | height << 16,
        first_sample: samples.first + done,
        samples: each.min(samples.count - done),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::Gpu;
    use crate::reference;
    use crate::scene::Stage;
    use idlewatt_proto::job::View;
    use idlewatt_proto::worker::Pace;

    #[test]
    fn blocks_are_what_they_were_in_their_unit_in_however_many_parts() {
        let gpu = Gpu::open(None).expect("an adapter");
        let scene = Stage::from_glb(reference::CORNELL.to_vec()).and_then(|mut stage| stage.at(0)).expect("a scene");
        let view = View::new(45, 30);
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("a renderer");
        let mut steer = |_: Step<'_>| Steer { pace: Pace { quantum_us: 20_000, duty_permille: 1000 }, stop: false };
        let unit = RenderUnit {
            tile: Tile { x: 5, y: 3, width: 40, height: 27 },
            samples: SampleRange { first: 3, count: 7 },
        };
        let whole = renderer.render(&unit, &mut steer).expect("a result").sums;
        let block = |x, y, width, height| Tile { x, y, width, height };
        // More than fit at once, one in a corner, one smaller than a workgroup's and one larger.
        let mut blocks = vec![block(5, 3, 8, 8), block(37, 22, 8, 8), block(20, 11, 3, 5), block(9, 4, 17, 9)];
        blocks.extend((0..SPOTS as u32).map(|at| block(6 + at % 30, 4 + at % 17, 8, 8)));
        for (parts, off) in [(1, 0.0), (3, 1.0e-5), (5, 1.0e-5), (16, 1.0e-5)] {
            let again = renderer.recompute_in(parts, &blocks, unit.samples, &mut steer).expect("blocks");
            assert_eq!(again.len(), blocks.len());
            for (block, sums) in blocks.iter().zip(&again) {
                assert_eq!(sums.len() as u64, block.pixels());
                let rows = whole.chunks_exact(40).skip((block.y - 3) as usize).take(block.height as usize);
                let left = (block.x - 5) as usize;
                let before = rows.flat_map(|row| &row[left..left + block.width as usize]);
                for (now, before) in sums.iter().flatten().zip(before.flatten()) {
                    assert!((now - before).abs() <= off * before.abs(), "{parts}: {now} {before} in {block:?}");
                }
            }
        }
        assert!(renderer.recompute(&[block(40, 0, 8, 8)], unit.samples, &mut steer).is_err(), "outside");
    }
}
