//! Twin of `shaders/environment.wgsl`.

use crate::cpu::bsdf::luminance;
use crate::cpu::light::{Lit, Point, sample_light};
use crate::layout::Frame;
use crate::scene::{Environment, Scene, environment_pixel};
use glam::{Vec2, Vec3};
use std::f32::consts::PI;

struct Around {
    radiance: Vec3,
    density: f32,
}

pub(crate) fn lights_share(scene: &Scene) -> f32 {
    (1.0 - scene.environment_share()).max(1.0e-6)
}

fn half_turn_sine(part: f32) -> f32 {
    let x = PI * part;
    let s = x * x;
    x * (1.0 - s * (0.166_666_67 - s * (8.333_333e-3 - s * (1.984_127e-4 - s * 2.755_731_9e-6))))
}

fn row_sine(row: u32, height: u32) -> f32 {
    half_turn_sine((row.min(height - 1 - row) as f32 + 0.5) / height as f32)
}

fn turn_of(y: f32, x: f32) -> f32 {
    let (a, b) = (x.abs(), y.abs());
    let r = a.min(b) / a.max(b).max(1.0e-30);
    let s = r * r;
    let inner = 0.193_543_46 + s * (-0.116_432_87 + s * (0.052_653_32 - s * 0.011_721_2));
    let tangent = 0.999_977_26 + s * (-0.332_623_47 + s * inner);
    let mut turn = r * tangent * 0.159_154_94;
    if b > a {
        turn = 0.25 - turn;
    }
    if x < 0.0 {
        turn = 0.5 - turn;
    }
    if y < 0.0 { -turn } else { turn }
}

fn environment_at(around: &Environment, share: f32, direction: Vec3) -> Around {
    let (width, height) = (around.width, around.height);
    let level = Vec2::new(direction.x, direction.z).length();
    let u = 0.5 + turn_of(direction.z, direction.x) + around.turn;
    let x = (u - u.floor()) * width as f32 - 0.5;
    let y = (2.0 * turn_of(level, direction.y)).clamp(0.0, 1.0) * height as f32 - 0.5;
    let (left, top) = (x.floor() as i32, y.floor() as i32);
    let (s, t) = (x - x.floor(), y - y.floor());
    let x0 = if left < 0 { width - 1 } else { left as u32 };
    let x1 = if (left + 1) as u32 >= width { 0 } else { (left + 1) as u32 };
    let y0 = top.max(0) as u32;
    let y1 = ((top + 1) as u32).min(height - 1);
    let pixel = |x: u32, y: u32| environment_pixel(around.words[(y * width + x) as usize]);
    let upper = pixel(x0, y0).lerp(pixel(x1, y0), s) * (1.0 - t);
    let lower = pixel(x0, y1).lerp(pixel(x1, y1), s) * t;
    let drawn = luminance(upper) * row_sine(y0, height) + luminance(lower) * row_sine(y1, height);
    let density = drawn * around.density * share / level.max(1.0e-6);
    Around { radiance: (upper + lower) * around.scale, density }
}

fn pick(around: &Environment, start: u32, count: u32, choice: f32) -> (u32, f32) {
    let upto = |index: u32| f32::from_bits(around.words[(start + index) as usize]);
    let (mut low, mut high) = (0, count - 1);
    while low < high {
        let middle = (low + high) / 2;
        if choice < upto(middle) { high = middle } else { low = middle + 1 }
    }
    let before = if low > 0 { upto(low - 1) } else { 0.0 };
    let part = (choice - before) / (upto(low) - before).max(1.0e-20);
    (low, part.clamp(0.0, 1.0))
}

fn tent(part: f32) -> f32 {
    if part < 0.5 { (2.0 * part).sqrt() - 1.0 } else { 1.0 - (2.0 - 2.0 * part).max(0.0).sqrt() }
}

fn sample_environment(around: &Environment, share: f32, frame: &Frame, uv: Vec2) -> Lit {
    let (width, height) = (around.width, around.height);
    let (row, within_row) = pick(around, 2 * width * height, height, uv.x);
    let (column, within) = pick(around, width * (height + row), width, uv.y);
    let below = ((row as f32 + 0.5 + tent(within_row)) / height as f32).abs();
    let down = PI * (1.0 - (1.0 - below).abs());
    let mut turn = (column as f32 + 0.5 + tent(within)) / width as f32 - 0.5 - around.turn;
    turn = (turn - (turn + 0.5).floor()) * 2.0 * PI;
    let level = down.sin();
    let direction = Vec3::new(turn.cos() * level, down.cos(), turn.sin() * level).normalize();
    let there = environment_at(around, share, direction);
    let radiance = there.radiance / there.density.max(1.0e-30);
    Lit { to_light: direction * (4.0 * frame.extent), radiance, density: there.density, distance: 0.0 }
}

pub(crate) fn environment_behind(scene: &Scene, direction: Vec3, bounce: u32, density: f32) -> Vec3 {
    let Some(around) = &scene.environment else { return Vec3::ZERO };
    let there = environment_at(around, scene.environment_share(), direction);
    let mut weight = 1.0;
    if bounce > 0 {
        weight = density * density / (density * density + there.density * there.density);
    }
    there.radiance * weight
}

pub(crate) fn sample_light_or_environment(
    scene: &Scene,
    frame: &Frame,
    point: Point,
    (choice, uv, seed): (f32, Vec2, u32),
) -> Lit {
    let share = scene.environment_share();
    if let Some(around) = scene.environment.as_ref().filter(|_| choice < share) {
        return sample_environment(around, share, frame, uv);
    }
    let lit = sample_light(scene, frame, point, ((choice - share) / lights_share(scene), uv, seed));
    let lights = lights_share(scene);
    Lit { radiance: lit.radiance / lights, density: lit.density * lights, ..lit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::rng::{draw, start_sampler};
    use crate::scene::spotted;

    /// The mean over the sphere, by points whose rows are as far apart everywhere: at the poles densities are large.
    fn over_sphere(of: impl Fn(Vec3) -> f32) -> f32 {
        let (columns, rows) = (4096, 2048);
        let sum = (0..columns * rows).fold(0.0, |sum, i| {
            let turn = ((i % columns) as f32 + 0.5) / columns as f32 * 2.0 * PI;
            let (level, up) = (PI * ((i / columns) as f32 + 0.5) / rows as f32).sin_cos();
            sum + f64::from(of(Vec3::new(turn.cos() * level, up, turn.sin() * level)) * level * PI * 0.5)
        });
        (sum / f64::from(columns * rows)) as f32
    }

    /// What directions are drawn by, what they are said to be drawn by, and what there is of light are three things that
    /// have to fit: else the two ways of finding a light would not agree.
    #[test]
    fn directions_are_drawn_as_densely_as_is_said() {
        for turn in [0.0, 0.3] {
            let around = spotted(turn);
            let total = over_sphere(|direction| environment_at(&around, 1.0, direction).density) * 4.0 * PI;
            assert!((total - 1.0).abs() < 0.002, "a density adds up to one: {total}");
            // Half the sphere and some slant, so that where directions go shows.
            let seen = |direction: Vec3| (direction.dot(Vec3::new(0.6, 0.64, 0.48)) + 0.2).max(0.0);
            let all = |direction: Vec3| luminance(environment_at(&around, 1.0, direction).radiance);
            let evenly = over_sphere(|direction| all(direction) * seen(direction)) * 4.0 * PI;
            let frame = Frame { extent: 0.25, ..bytemuck::Zeroable::zeroed() };
            let drawn = (0..1_u32 << 16).fold(0.0, |sum, sample| {
                let lit = sample_environment(&around, 1.0, &frame, draw(start_sampler(1, 2, sample), 3));
                sum + f64::from(luminance(lit.radiance) * seen(lit.to_light))
            });
            let drawn = drawn as f32 / (1_u32 << 16) as f32;
            assert!((drawn / evenly - 1.0).abs() < 0.003, "{drawn} {evenly}");
        }
    }

    #[test]
    fn angles_and_sines_are_near_those_of_the_library() {
        for i in 0..1000_u16 {
            let angle = (f32::from(i) - 499.5) * 0.006_28;
            let turn = turn_of(angle.sin(), angle.cos());
            assert!((turn - angle / (2.0 * PI)).abs() < 1.0e-6, "{angle} {turn}");
            let part = f32::from(i) / 2000.0;
            let sine = half_turn_sine(part);
            assert!((sine - (PI * part).sin()).abs() <= 5.0e-6 * sine, "{part} {sine}");
        }
    }
}
