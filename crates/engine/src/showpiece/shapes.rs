//! What the garden is made of.

use super::glb::Shape;
use glam::{Quat, Vec2, Vec3};
use std::collections::HashMap;
use std::f32::consts::TAU;

/// Random numbers that are the same on every machine.
pub struct Dice(u64);

impl Dice {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Between two bounds.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * ((self.0 >> 40) as f32 / (1 << 24) as f32)
    }

    /// A direction in the plane.
    pub fn turn(&mut self) -> f32 {
        self.between(0.0, TAU)
    }
}

/// A sphere of radius one: an icosahedron, each face cut in four so many times.
pub fn sphere(cuts: u32) -> Shape {
    let g = (1.0 + 5.0_f32.sqrt()) / 2.0;
    let mut shape = Shape::default();
    for [x, y, z] in [
        [-1.0, g, 0.0],
        [1.0, g, 0.0],
        [-1.0, -g, 0.0],
        [1.0, -g, 0.0],
        [0.0, -1.0, g],
        [0.0, 1.0, g],
        [0.0, -1.0, -g],
        [0.0, 1.0, -g],
        [g, 0.0, -1.0],
        [g, 0.0, 1.0],
        [-g, 0.0, -1.0],
        [-g, 0.0, 1.0],
    ] {
        shape.corner(Vec3::new(x, y, z).normalize());
    }
    shape.indices = vec![
        0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11, 1, 5, 9, 5, 11, 4, 11, 10, 2, 10, 7, 6, 7, 1, 8, //
        3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9, 4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7, 9, 8, 1,
    ];
    for _ in 0..cuts {
        let mut middles = HashMap::new();
        let faces = std::mem::take(&mut shape.indices);
        for face in faces.chunks_exact(3) {
            let mut middle = |a: u32, b: u32| {
                *middles.entry((a.min(b), a.max(b))).or_insert_with(|| {
                    let sum = shape.positions[a as usize] + shape.positions[b as usize];
                    shape.positions.push(sum.normalize());
                    shape.positions.len() as u32 - 1
                })
            };
            let (a, b, c) = (face[0], face[1], face[2]);
            let (ab, bc, ca) = (middle(a, b), middle(b, c), middle(c, a));
            shape.indices.extend([a, ab, ca, b, bc, ab, c, ca, bc, ab, bc, ca]);
        }
    }
    shape.normals = shape.positions.clone();
    shape
}

/// A boulder: a dented sphere with flat faces.
pub fn boulder(seed: u64) -> Shape {
    let mut dice = Dice::new(seed);
    let mut shape = sphere(2);
    let dents: Vec<(Vec3, f32)> = (0..9)
        .map(|_| {
            let v = Vec3::new(dice.between(-1.0, 1.0), dice.between(-1.0, 1.0), dice.between(-1.0, 1.0));
            (v.normalize_or(Vec3::Y), dice.between(0.55, 0.9))
        })
        .collect();
    for position in &mut shape.positions {
        for (direction, depth) in &dents {
            let over = position.dot(*direction) - depth;
            *position -= *direction * over.max(0.0) * 0.9;
        }
    }
    shape.normals.clear();
    shape
}

/// A surface of revolution about the vertical axis, through points of (radius, height) from below.
pub fn turned(profile: &[[f32; 2]], sides: u32) -> Shape {
    let mut shape = Shape::default();
    for (i, &[radius, height]) in profile.iter().enumerate() {
        let before = Vec2::from(profile[i.saturating_sub(1)]);
        let after = Vec2::from(profile[(i + 1).min(profile.len() - 1)]);
        let along = after - before;
        for side in 0..sides {
            let (sin, cos) = (side as f32 / sides as f32 * TAU).sin_cos();
            shape.corner(Vec3::new(cos * radius, height, sin * radius));
            shape.normals.push(Vec3::new(cos * along.y, -along.x, sin * along.y).normalize_or(Vec3::Y));
        }
    }
    for ring in 0..profile.len() as u32 - 1 {
        for side in 0..sides {
            let (a, b) = (ring * sides + side, ring * sides + (side + 1) % sides);
            shape.indices.extend([a, a + sides, b, b, a + sides, b + sides]);
        }
    }
    shape
}

/// A tuft of grass: bent blades of three triangles each, with normals that look up, so that a lawn is lit as a whole.
pub fn tuft(seed: u64, blades: u32) -> Shape {
    let mut dice = Dice::new(seed);
    let mut shape = Shape::default();
    for _ in 0..blades {
        let foot = Quat::from_rotation_y(dice.turn()) * Vec3::X * dice.between(0.0, 0.16);
        let lean = Quat::from_rotation_y(dice.turn()) * Vec3::X * dice.between(0.03, 0.16);
        let height = dice.between(0.14, 0.34);
        let across = lean.cross(Vec3::Y).normalize() * dice.between(0.008, 0.014);
        let knee = foot + lean * 0.35 + Vec3::Y * height * 0.6;
        let tip = foot + lean + Vec3::Y * height;
        let corners = [foot - across, foot + across, knee - across * 0.7, knee + across * 0.7, tip];
        let [a, b, c, d, e] = corners.map(|corner| shape.corner(corner));
        shape.normals.extend([(Vec3::Y + lean * 2.0).normalize(); 5]);
        shape.indices.extend([a, b, c, c, b, d, c, d, e]);
    }
    shape
}

/// A cloud of leaves around a ball of radius one; lit as the ball would be.
pub fn leaves(seed: u64, count: u32) -> Shape {
    let mut dice = Dice::new(seed);
    let mut shape = Shape::default();
    for _ in 0..count {
        let up = dice.between(-0.75, 1.0);
        let out = Quat::from_rotation_y(dice.turn()) * Vec3::new((1.0 - up * up).sqrt(), up, 0.0);
        let at = out * dice.between(0.55, 1.05);
        let tilt = Quat::from_rotation_y(dice.turn()) * Quat::from_rotation_x(dice.between(-1.1, 1.1));
        let (along, across) = (tilt * Vec3::X * dice.between(0.07, 0.12), tilt * Vec3::Z * 0.045);
        let normal = (out + tilt * Vec3::Y * 0.5 * out.dot(tilt * Vec3::Y).signum()).normalize();
        let corners = [at - along, at + across, at + along, at - across];
        let [a, b, c, d] = corners.map(|corner| shape.corner(corner));
        shape.normals.extend([normal; 4]);
        shape.indices.extend([a, b, c, a, c, d]);
    }
    shape
}

/// The height of the ground: soft hills, and a hollow for the pond.
pub fn ground_height(x: f32, z: f32) -> f32 {
    let hills = 0.35 * (x * 0.35 + 1.0).sin() * (z * 0.28).cos() + 0.12 * (x * 0.9 + z * 0.6).sin();
    let far = (x * x + z * z).sqrt();
    let rim = ((far - 9.0).max(0.0) * 0.22).powi(2).min(6.0);
    let pond = Vec2::new((x - POND.x) / 2.9, (z - POND.z) / 1.9).length();
    let flat = (pond - 1.0).clamp(0.0, 1.0);
    (hills + rim) * flat * flat * (3.0 - 2.0 * flat) - 0.45 * (1.25 - pond).clamp(0.0, 1.0)
}

/// The middle of the pond, at the height of its water.
pub const POND: Vec3 = Vec3::new(-0.6, -0.06, 0.4);

/// The ground as far as anything stands on it.
pub fn ground(side: u32, extent: f32) -> Shape {
    let mut shape = Shape::default();
    let at = |i: u32| (i as f32 / side as f32 * 2.0 - 1.0) * extent;
    for (i, j) in (0..=side).flat_map(|j| (0..=side).map(move |i| (i, j))) {
        let (x, z) = (at(i), at(j));
        shape.corner(Vec3::new(x, ground_height(x, z), z));
        let slope = |dx: f32, dz: f32| ground_height(x + dx, z + dz) - ground_height(x - dx, z - dz);
        shape.normals.push(Vec3::new(-slope(0.05, 0.0), 0.1, -slope(0.0, 0.05)).normalize());
    }
    for (i, j) in (0..side).flat_map(|j| (0..side).map(move |i| (i, j))) {
        let a = j * (side + 1) + i;
        let c = a + side + 1;
        shape.indices.extend([a, c, a + 1, a + 1, c, c + 1]);
    }
    shape
}

/// A level disc of radius one.
pub fn disc(sides: u32) -> Shape {
    let mut shape = Shape::default();
    let middle = shape.corner(Vec3::ZERO);
    for side in 0..sides {
        let (sin, cos) = (side as f32 / sides as f32 * TAU).sin_cos();
        shape.corner(Vec3::new(cos, 0.0, sin));
        shape.indices.extend([middle, 1 + (side + 1) % sides, 1 + side]);
    }
    shape
}

/// A band of a sphere of radius one between two heights, seen from inside.
pub fn band(low: f32, high: f32, sides: u32) -> Shape {
    let mut shape = Shape::default();
    for height in [low, high] {
        let radius = (1.0 - height * height).max(0.0).sqrt();
        for side in 0..sides {
            let (sin, cos) = (side as f32 / sides as f32 * TAU).sin_cos();
            shape.corner(Vec3::new(cos * radius, height, sin * radius));
        }
    }
    for side in 0..sides {
        let next = (side + 1) % sides;
        shape.indices.extend([side, next, side + sides, next, next + sides, side + sides]);
    }
    shape
}
