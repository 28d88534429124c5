//! Twin of `shaders/camera.wgsl`, and the filter's table that both read.

use crate::cpu::rng::{Sampler, draw};
use crate::layout::{FILTER_BOX, Frame};
use glam::{UVec2, Vec2, Vec3};
use std::f32::consts::PI;
use std::f64::consts::TAU;
use std::sync::OnceLock;

const FILTER_STEPS: usize = 512;
/// Pixels from one end of the filter to the other: as wide as Cycles' is where it is said to be 1.5 wide.
const FILTER_WIDTH: f64 = 3.0;
const LENS_DIMENSION: u32 = 0xffff_0000;

pub(crate) struct Ray {
    pub origin: Vec3,
    pub direction: Vec3,
}

fn filter_offset(uniform: f32) -> f32 {
    let table = filter_table();
    let x = uniform * FILTER_STEPS as f32;
    let i = (x as usize).min(FILTER_STEPS - 1);
    let t = x - i as f32;
    table[i] * (1.0 - t) + table[i + 1] * t
}

pub(crate) fn camera_ray(frame: &Frame, dice: Sampler, pixel: UVec2) -> Ray {
    let size = Vec2::new(frame.width as f32, frame.height as f32);
    let mut place = draw(dice, 0);
    if frame.filter != FILTER_BOX {
        place = Vec2::new(filter_offset(place.x), filter_offset(place.y)) + 0.5;
    }
    let film = (pixel.as_vec2() + place) / size * 2.0 - 1.0;
    let across = frame.right * film.x - frame.up * film.y;
    let parallel = frame.parallel != 0;
    let eye = if parallel { frame.eye + across } else { frame.eye };
    let through = if parallel { frame.forward } else { frame.forward + across };
    if frame.lens <= 0.0 {
        return Ray { origin: eye, direction: through.normalize() };
    }
    let dots = draw(dice, LENS_DIMENSION);
    let r = dots.x.sqrt() * frame.lens;
    let phi = 2.0 * PI * dots.y;
    let beside = frame.right.normalize() * (r * phi.cos()) + frame.up.normalize() * (r * phi.sin());
    Ray { origin: eye + beside, direction: (through * frame.focus - beside).normalize() }
}

/// Offsets from a pixel's middle at equal steps of what the filter of Blackman and Harris (1978) weighs up to there.
pub(crate) fn filter_table() -> &'static [f32] {
    static TABLE: OnceLock<Vec<f32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        (0..=FILTER_STEPS)
            .map(|step| ((place_of(step as f64 / FILTER_STEPS as f64) - 0.5) * FILTER_WIDTH) as f32)
            .collect()
    })
}

/// Where in the window, from zero to one, so much of its weight lies before.
fn place_of(share: f64) -> f64 {
    let before = |t: f64| {
        let wave = |times: f64, weight: f64| weight / (TAU * times) * (TAU * times * t).sin() / 0.35875;
        t - wave(1.0, 0.48829) + wave(2.0, 0.14128) - wave(3.0, 0.01168)
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if before(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_is_even_narrow_and_as_wide_as_it_says() {
        let table = filter_table();
        assert!((table[0] + 1.5).abs() < 2e-3 && (table[FILTER_STEPS] - 1.5).abs() < 2e-3, "{table:?}");
        for (left, right) in table.iter().zip(table.iter().rev()) {
            assert!((left + right).abs() < 1e-4, "{left} {right}");
        }
        assert!(table.windows(2).all(|two| two[0] < two[1]));
        let variance = (0..10_000).map(|i| filter_offset((i as f32 + 0.5) / 10_000.0).powi(2)).sum::<f32>() / 10_000.0;
        assert!((variance.sqrt() / 3.0 - expected_deviation()).abs() < 2e-3, "{}", variance.sqrt() / 3.0);
    }

    /// By summing over the window itself.
    fn expected_deviation() -> f32 {
        let window = |t: f64| {
            0.35875 - 0.48829 * (TAU * t).cos() + 0.14128 * (2.0 * TAU * t).cos() - 0.01168 * (3.0 * TAU * t).cos()
        };
        let steps = (0..100_000).map(|i| (f64::from(i) + 0.5) / 100_000.0);
        let (mass, moment) =
            steps.fold((0.0, 0.0), |(mass, moment), t| (mass + window(t), moment + window(t) * (t - 0.5).powi(2)));
        (moment / mass).sqrt() as f32
    }
}
