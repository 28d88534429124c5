//! When two results of the same work are the same. Shading languages may reassociate and fuse, so values differ in
//! their last bits; and where a ray passes an edge by a hair, one machine hits and the other misses, and the whole path
//! after it is another. So most pixels must agree closely, and a few may differ by anything.

/// Half of all pixels are closer than this.
pub const MEDIAN: f32 = 1.0e-3;
/// All but the few that flipped are closer than this; measured at the 99th percentile.
pub const CLOSE: f32 = 5.0e-2;
/// Beyond this a pixel took another path.
pub const FLIPPED: f32 = 0.1;
/// So many in a thousand may.
pub const FLIPPED_PERMILLE: usize = 10;
/// And so many in all where pixels are few: a block of 8 x 8 may have two by bad luck.
pub const FLIPPED_FLOOR: usize = 2;

/// How two results compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Relative difference of the pixel in the middle.
    pub median: f32,
    /// Relative difference at the 99th percentile.
    pub p99: f32,
    /// Pixels that differ by more than [`FLIPPED`].
    pub flipped: usize,
    /// Pixels compared.
    pub pixels: usize,
}

impl Verdict {
    /// Whether they are the same work.
    pub fn same(&self) -> bool {
        let may_flip = (self.pixels * FLIPPED_PERMILLE / 1000).max(FLIPPED_FLOOR);
        // With few pixels the 99th percentile is the worst one, which the floor has already forgiven.
        let few = self.pixels * FLIPPED_PERMILLE / 1000 < FLIPPED_FLOOR;
        self.pixels > 0 && self.median < MEDIAN && self.flipped <= may_flip && (few || self.p99 < CLOSE)
    }
}

/// Compares two results pixel by pixel. Different lengths, or a value that is not finite, are never the same.
pub fn compare(a: &[[f32; 3]], b: &[[f32; 3]]) -> Verdict {
    let broken = Verdict { median: f32::INFINITY, p99: f32::INFINITY, flipped: usize::MAX, pixels: a.len() };
    if a.len() != b.len() || a.is_empty() || a.iter().chain(b).flatten().any(|value| !value.is_finite()) {
        return broken;
    }
    // Dark pixels are measured against the picture's own brightness: nobody sees a large share of nothing.
    let mean = a.iter().flatten().map(|value| f64::from(value.abs())).sum::<f64>() / (a.len() * 3) as f64;
    let floor = (mean as f32 * 0.01).max(f32::MIN_POSITIVE);
    let difference = |(a, b): (&[f32; 3], &[f32; 3])| {
        let size = a.iter().chain(b).fold(floor, |most, value| most.max(value.abs()));
        a.iter().zip(b).fold(0.0_f32, |most, (a, b)| most.max((a - b).abs())) / size
    };
    let mut differences: Vec<f32> = a.iter().zip(b).map(difference).collect();
    differences.sort_by(f32::total_cmp);
    let at = |share: f64| differences[((differences.len() - 1) as f64 * share) as usize];
    let flipped = differences.iter().filter(|&&difference| difference > FLIPPED).count();
    Verdict { median: at(0.5), p99: at(0.99), flipped, pixels: a.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: usize) -> Vec<[f32; 3]> {
        (0..pixels).map(|i| [1.0 + (i % 7) as f32, 2.0, 0.5]).collect()
    }

    #[test]
    fn forgives_rounding_and_a_few_other_paths() {
        let right = picture(1000);
        let mut other = right.clone();
        other.iter_mut().for_each(|pixel| pixel[1] *= 1.0001);
        other[17][0] *= 3.0;
        assert!(compare(&right, &other).same());
        let mut block = picture(64);
        block[5][0] = 9.0;
        assert!(compare(&picture(64), &block).same());
    }

    #[test]
    fn finds_work_that_was_not_done() {
        let right = picture(1000);
        let brighter: Vec<_> = right.iter().map(|pixel| pixel.map(|value| value * 1.01)).collect();
        let fewer: Vec<_> = right.iter().map(|pixel| pixel.map(|value| value * 0.5)).collect();
        let mut patch = right.clone();
        patch[..20].fill([0.0; 3]);
        let mut undefined = right.clone();
        undefined[3][2] = f32::NAN;
        for (name, wrong) in [("brighter", brighter), ("fewer", fewer), ("patch", patch), ("undefined", undefined)] {
            assert!(!compare(&right, &wrong).same(), "{name}");
            assert!(!compare(&wrong, &right).same(), "{name}");
        }
        assert!(!compare(&right, &right[1..]).same());
        assert!(!compare(&[], &[]).same());
    }
}
