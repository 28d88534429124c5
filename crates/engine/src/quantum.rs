//! How much to give the device at once: as much as fits the time that the owner's comfort allows.
//!
//! The cost of a sample varies by orders of magnitude between scenes, between corners of one picture, and with what
//! else the card does. So the size follows what the last submissions took: up by at most two at a time, down at once.

use crate::limits::{FIRST_BLOCKS, SUBMISSION_SAMPLES};
use std::time::Duration;

/// The size of the next submission, in 8 x 8 blocks of one sample.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantum {
    blocks: f64,
    least: f64,
    most_samples: u32,
}

impl Quantum {
    /// Never fewer than `least` blocks at once, and never more than `most_samples` of a pixel.
    pub fn new(least: u32, most_samples: u32) -> Self {
        Self { blocks: f64::from(FIRST_BLOCKS), least: f64::from(least), most_samples }
    }

    /// Learns that so many blocks took so long, where `target` was meant.
    pub fn learn(&mut self, done: u64, took: Duration, target: Duration) {
        let ratio = target.as_secs_f64() / took.as_secs_f64().max(1.0e-6);
        // Aims a little under the bound: half of all submissions would be over it otherwise.
        let fits = done as f64 * ratio * 0.8;
        let most = (SUBMISSION_SAMPLES / 64) as f64;
        self.blocks = fits.clamp(self.least, self.blocks * 2.0).min(most);
    }

    /// How to walk a tile of so many blocks: blocks and samples per submission.
    /// More than one sample only where the whole tile goes in at once, so that a pass over the tile, the least that
    /// can be delivered, stays as short as it can be.
    pub fn cut(&self, tile_blocks: u32, samples_left: u32) -> (u32, u32) {
        let blocks = (self.blocks as u32).clamp(1, tile_blocks);
        let samples = if blocks == tile_blocks { (self.blocks / f64::from(tile_blocks)) as u32 } else { 1 };
        (blocks, samples.clamp(1, samples_left.min(self.most_samples)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn grows_by_two_at_most_and_shrinks_at_once() {
        let mut quantum = Quantum::new(1, u32::MAX);
        assert_eq!(quantum.cut(4096, 100), (16, 1));
        quantum.learn(16, MS, 1000 * MS);
        assert_eq!(quantum.cut(4096, 100), (32, 1));
        quantum.learn(32, 320 * MS, 10 * MS);
        assert_eq!(quantum.cut(4096, 100), (1, 1), "ten times too long for a thirtieth of the time");
    }

    #[test]
    fn fills_the_tile_before_it_adds_samples() {
        let mut quantum = Quantum::new(1, u32::MAX);
        for _ in 0..10 {
            let (blocks, samples) = quantum.cut(64, 1000);
            assert!(samples == 1 || blocks == 64);
            quantum.learn(u64::from(blocks) * u64::from(samples), MS, 16 * MS);
        }
        assert_eq!(quantum.cut(64, 1000), (64, 256), "ten doublings on");
        assert_eq!(quantum.cut(64, 3), (64, 3));
    }

    #[test]
    fn settles_under_the_target_whatever_a_block_costs() {
        for block_us in [3_u64, 100, 5_000] {
            let mut quantum = Quantum::new(1, u32::MAX);
            let mut took = Duration::ZERO;
            for _ in 0..40 {
                let (blocks, samples) = quantum.cut(4096, 4096);
                let done = u64::from(blocks) * u64::from(samples);
                took = Duration::from_micros(done * block_us);
                quantum.learn(done, took, 16 * MS);
            }
            assert!(took <= 16 * MS && took >= 8 * MS, "{block_us} us a block: {took:?}");
        }
    }
}
