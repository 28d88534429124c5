//! Twin of `shaders/thin.wgsl`.

use crate::layout::Material;
use glam::Vec3;
use std::f32::consts::PI;

fn cosine_of_turns(turns: Vec3) -> Vec3 {
    Vec3::from_array(((turns - turns.round()) * (2.0 * PI)).to_array().map(f32::cos))
}

fn sensitivity(apart: f32, shift: Vec3) -> Vec3 {
    let phase = 2.0e-9 * PI * apart;
    let value = Vec3::new(5.4856e-13, 4.4201e-13, 5.2481e-13);
    let position = Vec3::new(1.6810e+06, 1.7953e+06, 2.2084e+06);
    let variance = Vec3::new(4.3278e+09, 9.3046e+09, 6.6121e+09);
    let height = Vec3::from_array((2.0 * PI * variance).to_array().map(f32::sqrt));
    let fade = (-phase * phase * variance).exp();
    let mut xyz = value * height * cosine_of_turns(position * (apart * 1.0e-9) + shift) * fade;
    let second = cosine_of_turns(Vec3::splat(2.2399e+06 * (apart * 1.0e-9) + shift.x)).x;
    xyz.x += 9.7470e-14 * (2.0 * PI * 4.5282e+09_f32).sqrt() * second * (-4.5282e+09 * phase * phase).exp();
    xyz /= 1.0685e-7;
    Vec3::new(
        xyz.dot(Vec3::new(3.240_454_2, -1.537_138_5, -0.498_531_4)),
        xyz.dot(Vec3::new(-0.969_266, 1.876_010_8, 0.041_556)),
        xyz.dot(Vec3::new(0.055_643_4, -0.204_025_9, 1.057_225_2)),
    )
}

pub(crate) fn film_fresnel(index: f32, thickness: f32, base: Vec3, cosine: f32) -> Vec3 {
    let inside = (1.0 - (1.0 - cosine * cosine) / (index * index)).max(0.0).sqrt();
    let r0 = ((index - 1.0) / (index + 1.0)).powi(2);
    let r12 = r0 + (1.0 - r0) * (1.0 - cosine).clamp(0.0, 1.0).powi(5);
    let t121 = 1.0 - r12;
    let root = Vec3::from_array(base.clamp(Vec3::ZERO, Vec3::splat(0.9999)).to_array().map(f32::sqrt));
    let base_index = (1.0 + root) / (1.0 - root);
    let r1 = (base_index - index) / (base_index + index);
    let r1 = r1 * r1;
    let r23 = r1 + (1.0 - r1) * (1.0 - inside).clamp(0.0, 1.0).powi(5);
    let denser = Vec3::select(base_index.cmplt(Vec3::splat(index)), Vec3::splat(0.5), Vec3::ZERO);
    let shift = Vec3::splat(0.5) + denser;
    let r123 = (r12 * r23).clamp(Vec3::ZERO, Vec3::splat(0.9999));
    let amplitude = Vec3::from_array(r123.to_array().map(f32::sqrt));
    let whole = t121 * t121 * r23 / (1.0 - r123);
    let apart = 2.0 * index * thickness * inside;
    let first = (whole - t121) * amplitude;
    let sum = r12
        + whole
        + first * 2.0 * sensitivity(apart, shift)
        + first * amplitude * 2.0 * sensitivity(2.0 * apart, 2.0 * shift);
    sum.clamp(Vec3::ZERO, Vec3::ONE)
}

pub(crate) fn film_f0(m: &Material, base: Vec3, cosine: f32) -> Vec3 {
    let grazing = (1.0 - cosine).clamp(0.0, 1.0).powi(5).min(0.9999);
    let seen = film_fresnel(m.iridescence_ior, m.iridescence_thickness, base, cosine);
    let there = (m.iridescence_thickness / 0.03).clamp(0.0, 1.0);
    let there = m.iridescence * there * there * (3.0 - 2.0 * there);
    base.lerp(((seen - grazing) / (1.0 - grazing)).clamp(Vec3::ZERO, Vec3::ONE), there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_that_is_nothing_changes_nothing() {
        let base = Vec3::new(0.04, 0.3, 0.9);
        for cosine in [1.0_f32, 0.7, 0.2] {
            let m = Material { iridescence: 1.0, iridescence_thickness: 0.0, ..Material::default() };
            assert_eq!(film_f0(&m, base, cosine), base);
        }
        // Of the base's own index, or of air's: one boundary less.
        let same = film_fresnel(1.5, 500.0, Vec3::splat(0.04), 1.0);
        assert!(same.abs_diff_eq(Vec3::splat(0.04), 2.0e-3), "{same}");
        let air = film_fresnel(1.0, 500.0, Vec3::splat(0.3), 1.0);
        assert!(air.abs_diff_eq(Vec3::splat(0.3), 5.0e-3), "{air}");
    }

    /// Thin-film interference summed over wavelengths with the colour matching functions of the CIE as Wyman, Sloan and
    /// Shirley (2013) fitted them: light of equal energy, Airy's formula for two boundaries.
    fn by_wavelengths(index: f64, thickness: f64, base_index: f64) -> [f64; 3] {
        let lobe = |x: f64, middle: f64, left: f64, right: f64| {
            (-0.5 * ((x - middle) * if x < middle { left } else { right }).powi(2)).exp()
        };
        let (mut xyz, mut white) = ([0.0; 3], [0.0; 3]);
        for nm in (380..=780).map(f64::from) {
            let (r1, r2) = ((1.0 - index) / (1.0 + index), (index - base_index) / (index + base_index));
            let turn = (4.0 * std::f64::consts::PI * index * thickness / nm).cos();
            let seen = (r1 * r1 + r2 * r2 + 2.0 * r1 * r2 * turn) / (1.0 + r1 * r1 * r2 * r2 + 2.0 * r1 * r2 * turn);
            let weights = [
                1.056 * lobe(nm, 599.8, 0.0264, 0.0323) + 0.362 * lobe(nm, 442.0, 0.0624, 0.0374)
                    - 0.065 * lobe(nm, 501.1, 0.0490, 0.0382),
                0.821 * lobe(nm, 568.8, 0.0213, 0.0247) + 0.286 * lobe(nm, 530.9, 0.0613, 0.0322),
                1.217 * lobe(nm, 437.0, 0.0845, 0.0278) + 0.681 * lobe(nm, 459.0, 0.0385, 0.0725),
            ];
            for (channel, weight) in weights.into_iter().enumerate() {
                xyz[channel] += weight * seen;
                white[channel] += weight;
            }
        }
        [0, 1, 2].map(|channel| xyz[channel] / white[channel])
    }

    #[test]
    fn colours_are_those_of_all_wavelengths_together() {
        let f0 = Vec3::splat(0.3);
        let base_index = (1.0 + 0.3_f64.sqrt()) / (1.0 - 0.3_f64.sqrt());
        for thickness in [120.0_f32, 250.0, 400.0, 700.0] {
            let seen = film_fresnel(1.4, thickness, f0, 1.0);
            let [_, bright, _] = by_wavelengths(1.4, f64::from(thickness), base_index);
            let luminance = crate::cpu::luminance(seen);
            assert!((f64::from(luminance) - bright).abs() < 0.02, "{thickness} nm: {luminance} instead of {bright}");
        }
    }
}
