//! How much to give the device at once: as much as fits the time that the owner's comfort allows.
//!
//! The cost of a sample varies by orders of magnitude between scenes, between corners of one picture, and with what
//! else the card does. So the size follows what the last submissions took: up by at most two at a time, down at once.

use crate::limits::{FIRST_BLOCKS, SUBMISSION_SAMPLES};
use std::time::Duration;

/// The size of the next submission, in 8 x 8 blocks of one sample; less than one where a block's paths have to be cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantum {
    blocks: f64,
    least: f64,
    most_samples: u32,
}

/// How much is given to the device at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub blocks: u32,
    pub samples: u32,
    /// Bounces of a path, out of all that one may have.
    pub steps: u32,
}

impl Quantum {
    /// Never fewer than `least` blocks at once, and never more than `most_samples` of a pixel.
    pub fn new(least: f64, most_samples: u32) -> Self {
        Self { blocks: f64::from(FIRST_BLOCKS), least, most_samples }
    }

    /// Learns that so many blocks took so long, where `target` was meant.
    pub fn learn(&mut self, done: f64, took: Duration, target: Duration) {
        let ratio = target.as_secs_f64() / took.as_secs_f64().max(1.0e-6);
        // Aims a little under the bound: half of all submissions would be over it otherwise.
        let fits = done * ratio * 0.8;
        let most = (SUBMISSION_SAMPLES / 64) as f64;
        self.blocks = fits.clamp(self.least, self.blocks * 2.0).min(most);
    }

    /// How to walk a tile of so many blocks, by paths of so many steps.
    /// More than one sample only where the whole tile goes in at once, so that a pass over the tile, the least that
    /// can be delivered, stays as short as it can be. Paths are cut only where a single block takes too long.
    pub fn cut(&self, tile_blocks: u32, samples_left: u32, path_steps: u32) -> Cut {
        let blocks = (self.blocks as u32).clamp(1, tile_blocks);
        let samples = if blocks == tile_blocks { (self.blocks / f64::from(tile_blocks)) as u32 } else { 1 };
        let samples = samples.clamp(1, samples_left.min(self.most_samples));
        let steps = if self.blocks < 1.0 { (self.blocks * f64::from(path_steps)) as u32 } else { path_steps };
        Cut { blocks, samples, steps: steps.max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);
    const STEPS: u32 = 9;
    const LEAST: f64 = 1.0 / 9.0;

    fn cut(quantum: &Quantum, tile_blocks: u32, samples_left: u32) -> (u32, u32, u32) {
        let Cut { blocks, samples, steps } = quantum.cut(tile_blocks, samples_left, STEPS);
        (blocks, samples, steps)
    }

    #[test]
    fn grows_by_two_at_most_and_shrinks_at_once() {
        let mut quantum = Quantum::new(LEAST, u32::MAX);
        assert_eq!(cut(&quantum, 4096, 100), (16, 1, STEPS));
        quantum.learn(16.0, MS, 1000 * MS);
        assert_eq!(cut(&quantum, 4096, 100), (32, 1, STEPS));
        quantum.learn(32.0, 320 * MS, 12 * MS + MS / 2);
        assert_eq!(cut(&quantum, 4096, 100), (1, 1, STEPS), "26 times too long for a 32nd of the time");
    }

    #[test]
    fn cuts_paths_where_a_block_takes_too_long() {
        let mut quantum = Quantum::new(LEAST, u32::MAX);
        quantum.learn(16.0, 320 * MS, 10 * MS);
        assert_eq!(cut(&quantum, 4096, 100), (1, 1, 3), "20 ms a block: 40 % of it in 10 ms");
        quantum.learn(3.0 / 9.0, 100 * MS, 10 * MS);
        assert_eq!(cut(&quantum, 4096, 100), (1, 1, 1), "one bounce is the least");
        for _ in 0..10 {
            quantum.learn(1.0 / 9.0, MS, 16 * MS);
        }
        assert_eq!(cut(&quantum, 4096, 100).2, STEPS);
    }

    #[test]
    fn never_cuts_paths_where_whole_blocks_are_the_least() {
        let mut quantum = Quantum::new(8.0, 1);
        quantum.learn(16.0, 3200 * MS, MS);
        assert_eq!(cut(&quantum, 4096, 100), (8, 1, STEPS));
    }

    #[test]
    fn fills_the_tile_before_it_adds_samples() {
        let mut quantum = Quantum::new(LEAST, u32::MAX);
        for _ in 0..10 {
            let (blocks, samples, _) = cut(&quantum, 64, 1000);
            assert!(samples == 1 || blocks == 64);
            quantum.learn(f64::from(blocks * samples), MS, 16 * MS);
        }
        assert_eq!(cut(&quantum, 64, 1000), (64, 256, STEPS), "ten doublings on");
        assert_eq!(cut(&quantum, 64, 3), (64, 3, STEPS));
    }

    #[test]
    fn settles_under_the_target_whatever_a_block_costs() {
        for block_us in [3.0, 100.0, 5_000.0, 60_000.0] {
            let mut quantum = Quantum::new(LEAST, u32::MAX);
            let mut took = Duration::ZERO;
            for _ in 0..40 {
                let (blocks, samples, steps) = cut(&quantum, 4096, 4096);
                let done = f64::from(blocks * samples) * f64::from(steps) / f64::from(STEPS);
                took = Duration::from_secs_f64(done * block_us * 1.0e-6);
                quantum.learn(done, took, 16 * MS);
            }
            assert!(took <= 16 * MS && took >= 6 * MS, "{block_us} us a block: {took:?}");
        }
    }
}
