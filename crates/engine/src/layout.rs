//! What lies in device memory. Twin: `shaders/bindings.wgsl`, same structs in the same order.

use bytemuck::{Pod, Zeroable};
use glam::{Affine3A, Vec2, Vec3};

/// A node of either tree. `count` zero: inner, its children are `first` and `first + 1`; else a leaf.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Node {
    pub low: Vec3,
    pub count: u32,
    pub high: Vec3,
    pub first: u32,
}

/// A triangle in its mesh's space: one corner, two edges, three octahedral normals.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Triangle {
    pub corner: Vec3,
    pub normal0: u32,
    pub edge1: Vec3,
    pub normal1: u32,
    pub edge2: Vec3,
    pub normal2: u32,
}

/// A mesh in the world. Matrices by rows.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Instance {
    pub to_world: [[f32; 4]; 3],
    pub to_object: [[f32; 4]; 3],
    pub root: u32,
    pub material: u32,
    pub spare: [u32; 2],
}

/// Metallic-roughness factors.
#[derive(Debug, Clone, Copy, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Material {
    pub base: Vec3,
    pub metallic: f32,
    pub emission: Vec3,
    pub alpha: f32,
    pub f0: f32,
    pub spare: [f32; 3],
}

pub(crate) const TRIANGLE_LIGHT: u32 = 0;
pub(crate) const POINT_LIGHT: u32 = 1;
pub(crate) const SPOT_LIGHT: u32 = 2;
pub(crate) const SUN_LIGHT: u32 = 3;

/// An emissive triangle in world space, or a punctual light.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Light {
    pub position: Vec3,
    pub kind: u32,
    pub edge1: Vec3,
    pub cdf: f32,
    pub edge2: Vec3,
    pub probability: f32,
    pub emission: Vec3,
    pub spare: f32,
}

/// How a scene is seen: constant for a whole job.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Frame {
    pub eye: Vec3,
    pub width: u32,
    pub right: Vec3,
    pub height: u32,
    pub up: Vec3,
    pub seed: u32,
    pub forward: Vec3,
    pub max_bounces: u32,
    pub sky: Vec3,
    pub lights: u32,
    pub tlas: u32,
    pub extent: f32,
    pub area_density: f32,
    pub spare: u32,
}

/// One submission: some 8 x 8 blocks of a tile, some samples.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Work {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub first_block: u32,
    pub blocks: u32,
    pub first_sample: u32,
    pub samples: u32,
}

/// The rows of an affine map.
pub(crate) fn rows(m: &Affine3A) -> [[f32; 4]; 3] {
    let (x, y, z, t) = (m.matrix3.x_axis, m.matrix3.y_axis, m.matrix3.z_axis, m.translation);
    [[x.x, y.x, z.x, t.x], [x.y, y.y, z.y, t.y], [x.z, y.z, z.z, t.z]]
}

/// A unit vector in 32 bits: folded onto an octahedron, 16 bits a side (Meyer et al. 2010).
pub(crate) fn encode_normal(n: Vec3) -> u32 {
    let n = n / (n.x.abs() + n.y.abs() + n.z.abs()).max(1e-20);
    let (mut x, mut y) = (n.x, n.y);
    if n.z < 0.0 {
        (x, y) = ((1.0 - n.y.abs()).copysign(n.x), (1.0 - n.x.abs()).copysign(n.y));
    }
    let pack = |v: f32| u32::from((v.clamp(-1.0, 1.0) * 32767.0).round() as i16 as u16);
    pack(x) | (pack(y) << 16)
}

/// The inverse of [`encode_normal`].
pub(crate) fn decode_normal(bits: u32) -> Vec3 {
    let unpack = |v: u32| f32::from(v as u16 as i16) / 32767.0;
    let e = Vec2::new(unpack(bits), unpack(bits >> 16)).max(Vec2::NEG_ONE);
    let z = 1.0 - e.x.abs() - e.y.abs();
    let fold = (-z).max(0.0);
    let toward = |v: f32| if v >= 0.0 { v - fold } else { v + fold };
    Vec3::new(toward(e.x), toward(e.y), z).normalize()
}
