//! How far the work on a tile is.

use super::{Renderer, path_steps};
use crate::layout::Work;
use crate::quantum::{Cut, Quantum};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile};
use std::time::Duration;

/// A unit in hand. Passes go over the tile from one buffer of sums to the other: what the last whole pass left stays
/// untouched until the next one is through, so that stopping in the middle loses no more than that pass.
pub(super) struct Walk {
    tile: Tile,
    pub samples: SampleRange,
    /// Places in the renderer's list, which are walked over instead of the tile.
    spots: u32,
    tile_blocks: u32,
    pub sums: [wgpu::Buffer; 2],
    pub groups: [wgpu::BindGroup; 2],
    pub from: usize,
    pub done: u32,
    next_block: u32,
    pass_samples: u32,
    pub path_steps: u32,
    /// Blocks whose paths were cut, and the steps that they have taken.
    under_way: Option<(u32, u32)>,
    pub busy: Duration,
    pub longest: Duration,
    pub submissions: u64,
}

impl Walk {
    /// Over a tile.
    pub fn over(renderer: &Renderer<'_>, unit: &RenderUnit) -> Self {
        let tile = unit.tile;
        let blocks = tile.width.div_ceil(8) * tile.height.div_ceil(8);
        Self { tile, ..Self::new(renderer, unit.samples, blocks, tile.pixels()) }
    }

    /// Over the first so many spots of the renderer's list, up to so many samples of each.
    pub fn among(renderer: &Renderer<'_>, spots: u32, samples: u32) -> Self {
        let samples = SampleRange { first: 0, count: samples };
        Self { spots, ..Self::new(renderer, samples, spots, u64::from(spots) * 64) }
    }

    fn new(renderer: &Renderer<'_>, samples: SampleRange, tile_blocks: u32, pixels: u64) -> Self {
        let sums = [renderer.sums(pixels), renderer.sums(pixels)];
        let paths = renderer.paths(pixels);
        let groups = [renderer.bind(&sums[0], &sums[1], &paths), renderer.bind(&sums[1], &sums[0], &paths)];
        Self {
            tile: Tile { x: 0, y: 0, width: 0, height: 0 },
            samples,
            spots: 0,
            tile_blocks,
            sums,
            groups,
            from: 0,
            done: 0,
            next_block: 0,
            pass_samples: 0,
            path_steps: path_steps(&renderer.view),
            under_way: None,
            busy: Duration::ZERO,
            longest: Duration::ZERO,
            submissions: 0,
        }
    }

    /// Whether one more submission ends a pass that is under way.
    pub fn nearly_through_pass(&self, quantum: &Quantum) -> bool {
        let cut = quantum.cut(self.tile_blocks, 1, self.path_steps);
        self.next_block > 0
            && self.under_way.is_none()
            && cut.steps == self.path_steps
            && self.tile_blocks - self.next_block <= cut.blocks
    }

    /// The next submission. The samples of a pass are settled when it begins.
    pub fn next_cut(&mut self, quantum: &Quantum) -> Cut {
        let cut = quantum.cut(self.tile_blocks, self.samples.count - self.done, self.path_steps);
        if self.next_block == 0 && self.under_way.is_none() {
            self.pass_samples = cut.samples;
        }
        // A pass begun with many samples goes on in smaller pieces when the quantum shrinks under way.
        let blocks = self.under_way.map_or(cut.blocks.min(self.tile_blocks - self.next_block), |(blocks, _)| blocks);
        Cut { blocks, samples: self.pass_samples, steps: cut.steps }
    }

    pub fn work(&self, cut: Cut) -> Work {
        let tile = self.tile;
        Work {
            x: tile.x,
            y: tile.y,
            width: tile.width,
            height: tile.height,
            first_block: self.next_block,
            blocks: cut.blocks,
            first_sample: self.samples.first + self.done,
            samples: cut.samples,
            // Each sample of a pass has as many.
            steps: cut.steps.saturating_mul(cut.samples),
            resume: u32::from(self.under_way.is_some()),
            spots: self.spots,
            spare: 0,
        }
    }

    pub fn advance(&mut self, cut: Cut, took: Duration) {
        self.busy += took;
        self.longest = self.longest.max(took);
        self.submissions += 1;
        let steps = self.under_way.map_or(0, |(_, steps)| steps) + cut.steps;
        if steps < self.path_steps {
            self.under_way = Some((cut.blocks, steps));
            return;
        }
        self.under_way = None;
        self.next_block += cut.blocks;
        if self.next_block == self.tile_blocks {
            self.next_block = 0;
            self.done += self.pass_samples;
            self.from = 1 - self.from;
        }
    }
}
