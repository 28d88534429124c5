//! The picture: sums of samples per pixel, in two halves that know nothing of each other, so that their difference tells
//! how noisy it is.

mod files;

pub use files::{Extras, FilmError};

use crate::limits::NOISE_SIDE;
use idlewatt_proto::job::{RenderUnit, Tile};

/// A picture that grows.
pub struct Film {
    width: u32,
    height: u32,
    halves: [Half; 2],
}

struct Half {
    sums: Vec<[f32; 3]>,
    counts: Vec<u32>,
}

impl Film {
    /// A picture without samples.
    pub fn new(width: u32, height: u32) -> Self {
        let pixels = width as usize * height as usize;
        let half = || Half { sums: vec![[0.0; 3]; pixels], counts: vec![0; pixels] };
        Self { width, height, halves: [half(), half()] }
    }

    /// Pixels across and down.
    pub fn size(&self) -> [u32; 2] {
        [self.width, self.height]
    }

    /// Adds a unit's sums. The unit's samples must be those that the sums hold.
    pub fn add(&mut self, unit: &RenderUnit, sums: &[[f32; 3]]) -> Result<(), FilmError> {
        let tile = unit.tile;
        if !self.has(&tile) || sums.len() as u64 != tile.pixels() {
            return Err(FilmError::Mismatch);
        }
        let [first, second] = &mut self.halves;
        for (row, sums) in sums.chunks_exact(tile.width.max(1) as usize).enumerate() {
            let start = (tile.y as usize + row) * self.width as usize + tile.x as usize;
            for (at, more) in (start..).zip(sums) {
                let half = if first.counts[at] <= second.counts[at] { &mut *first } else { &mut *second };
                half.sums[at] = plus(half.sums[at], *more);
                half.counts[at] = half.counts[at].saturating_add(unit.samples.count);
            }
        }
        Ok(())
    }

    fn has(&self, tile: &Tile) -> bool {
        let within = |start: u32, length: u32, end: u32| start.checked_add(length).is_some_and(|sum| sum <= end);
        within(tile.x, tile.width, self.width) && within(tile.y, tile.height, self.height)
    }

    /// The mean of a pixel's samples; black where there are none yet.
    pub fn pixel(&self, x: u32, y: u32) -> [f32; 3] {
        let at = self.index(x, y);
        let [first, second] = &self.halves;
        let scale = 1.0 / first.counts[at].saturating_add(second.counts[at]).max(1) as f32;
        plus(first.sums[at], second.sums[at]).map(|sum| sum * scale)
    }

    /// How uncertain that mean is: an estimate of its variance, colour by colour, by how far its halves lie apart. `None`:
    /// all samples came at once.
    pub fn variance(&self, x: u32, y: u32) -> Option<[f32; 3]> {
        let at = self.index(x, y);
        let [first, second] = &self.halves;
        let (m, n) = (first.counts[at] as f32, second.counts[at] as f32);
        // Of m and n samples with variance v each, the means' difference has v / m + v / n, and the mean of all v / (m + n).
        let share = m * n / ((m + n) * (m + n));
        let apart = |c: usize| first.sums[at][c] / m - second.sums[at][c] / n;
        (m > 0.0 && n > 0.0).then(|| [0, 1, 2].map(|c| apart(c) * apart(c) * share))
    }

    /// How noisy the worst part of a tile is, as Cycles measures it: what is uncertain of a pixel, over the square root of its
    /// light; here as a mean over squares of [`NOISE_SIDE`] pixels. `None`: some samples came all at once.
    pub fn noise(&self, tile: &Tile) -> Option<f32> {
        if !self.has(tile) || tile.pixels() == 0 {
            return None;
        }
        let steps = |start: u32, length: u32| {
            let end = start + length;
            (start..end).step_by(NOISE_SIDE as usize).map(move |at| at..(at + NOISE_SIDE).min(end))
        };
        let mut worst = 0.0_f32;
        for (rows, columns) in steps(tile.y, tile.height)
            .flat_map(|rows| steps(tile.x, tile.width).map(move |columns| (rows.clone(), columns)))
        {
            let pixels = rows.len() * columns.len();
            let mut sum = 0.0;
            for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
                let uncertain = self.variance(x, y)?.iter().map(|variance| variance.sqrt()).sum::<f32>();
                let light = self.pixel(x, y).iter().sum::<f32>();
                sum += uncertain * uncertain / (light.max(0.0) + 1.0e-4);
            }
            worst = worst.max((sum / pixels as f32).sqrt());
        }
        Some(worst)
    }

    pub(crate) fn index(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }
}

fn plus(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::job::SampleRange;

    #[test]
    fn halves_tell_how_uncertain_their_mean_is() {
        let tile = Tile { x: 0, y: 0, width: 64, height: 64 };
        let mut film = Film::new(64, 64);
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
            (state >> 8) as f32 / 16_777_216.0
        };
        for (first, count) in [(0, 1), (1, 1), (2, 2), (4, 4), (8, 8)] {
            assert_eq!(film.variance(5, 5).is_some(), first > 1);
            let sums: Vec<_> =
                (0..64 * 64).map(|_| [0; 3].map(|_: i32| (0..count).map(|_| noise()).sum::<f32>())).collect();
            film.add(&RenderUnit { tile, samples: SampleRange { first, count } }, &sums).expect("fits");
        }
        let pixels = || (0..64).flat_map(|y| (0..64).map(move |x| (x, y)));
        let told = pixels().map(|(x, y)| film.variance(x, y).expect("two halves")[1]).sum::<f32>() / 4096.0;
        let found = pixels().map(|(x, y)| (film.pixel(x, y)[1] - 0.5).powi(2)).sum::<f32>() / 4096.0;
        assert!((told / (1.0 / 12.0 / 16.0) - 1.0).abs() < 0.1, "a twelfth over sixteen samples: {told}");
        assert!((told / found - 1.0).abs() < 0.15, "{told} {found}");
    }
}
