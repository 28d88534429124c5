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

pub(crate) fn film_fresnel(ior: f32, thickness: f32, base: Vec3, cosine: f32) -> Vec3 {
    let there = (thickness / 0.03).clamp(0.0, 1.0);
    let there = there * there * (3.0 - 2.0 * there);
    let index = 1.0 - there + ior * there;
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
    let r123 = (r12 * r23).clamp(Vec3::splat(1.0e-5), Vec3::splat(0.9999));
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
    base.lerp(((seen - grazing) / (1.0 - grazing)).clamp(Vec3::ZERO, Vec3::ONE), m.iridescence)
}
