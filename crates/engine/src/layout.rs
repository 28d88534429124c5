//! What lies in device memory. Twin: `shaders/bindings.wgsl`, same structs in the same order.

use bytemuck::{Pod, Zeroable};
use glam::{Affine3A, Vec2, Vec3};

/// Where a tree forks, and the box of either way: for each axis where it begins and, in the upper half of the word, where it
/// ends, on the tree's grid. What is there is another fork by its number, or what `LEAF` and `ENTER` say.
#[derive(Debug, Clone, Copy, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Fork {
    pub left_box: [u32; 3],
    pub left: u32,
    pub right_box: [u32; 3],
    pub right: u32,
}

/// An instance of this number.
pub(crate) const ENTER: u32 = 0x4000_0000;
/// So many triangles and one more, from the one of this number on.
pub(crate) const LEAF: u32 = 0x8000_0000;
pub(crate) const LEAF_SHIFT: u32 = 28;
pub(crate) const LEAF_FIRST: u32 = 0x0fff_ffff;

/// Where a tree's boxes lie: so many steps from a corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    pub low: Vec3,
    pub step: Vec3,
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

impl Triangle {
    pub fn corners(&self) -> [Vec3; 3] {
        [self.corner, self.corner + self.edge1, self.corner + self.edge2]
    }
}

/// A mesh in the world. Matrices by rows.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Instance {
    pub to_world: [[f32; 4]; 3],
    pub to_object: [[f32; 4]; 3],
    /// Of its tree.
    pub grid_low: Vec3,
    pub root: u32,
    pub grid_step: Vec3,
    pub material: u32,
    /// Where the corners of triangle nought would begin in the words of corners, were it one of this mesh's; wraps round.
    pub corners: u32,
    /// Of `CORNER_*`.
    pub flags: u32,
    /// Where the word of triangle nought would be that tells the way to it in the tree over lights; wraps round. Only if it
    /// shines.
    pub lights: u32,
    /// The first triangle of its mesh.
    pub first: u32,
}

/// What the words of a corner hold, in this order: two texture coordinates twice, red, green, blue and opacity as 16 bits
/// each, a tangent, and how brightly the whole triangle shines.
pub(crate) const CORNER_UV0: u32 = 1;
pub(crate) const CORNER_UV1: u32 = 2;
pub(crate) const CORNER_COLOUR: u32 = 4;
pub(crate) const CORNER_TANGENT: u32 = 8;
pub(crate) const CORNER_SHINE: u32 = 16;
/// Rays may go through.
pub(crate) const INSTANCE_HOLES: u32 = 32;

/// How many words each corner has, by its flags.
pub(crate) fn corner_words(flags: u32) -> u32 {
    let there = |flag: u32| u32::from(flags & flag != 0);
    2 * (there(CORNER_UV0) + there(CORNER_UV1) + there(CORNER_COLOUR)) + there(CORNER_TANGENT) + there(CORNER_SHINE)
}

/// What a surface is made of, as glTF and its extensions say it. Factors; what varies over the surface is in textures,
/// which multiply them.
#[derive(Debug, Clone, Copy, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Material {
    pub base: Vec3,
    pub metallic: f32,
    pub emission: Vec3,
    /// As artists give it; its square is the width of the highlight.
    pub roughness: f32,
    pub specular_colour: Vec3,
    pub specular: f32,
    /// Absorption per unit of length inside.
    pub absorption: Vec3,
    pub transmission: f32,
    pub sheen: Vec3,
    pub sheen_roughness: f32,
    pub ior: f32,
    pub coat: f32,
    pub coat_roughness: f32,
    pub anisotropy: f32,
    pub anisotropy_turn: f32,
    pub iridescence: f32,
    pub iridescence_ior: f32,
    /// Nanometres.
    pub iridescence_thickness: f32,
    pub opacity: f32,
    /// Below it nothing is there; negative: no cut, opacity is a probability.
    pub cutoff: f32,
    pub normal_scale: f32,
    /// Of `MATERIAL_*`.
    pub flags: u32,
    /// By slot: which texture view; `NO_TEXTURE`: none.
    pub textures: [u32; TEXTURE_SLOTS],
    pub coat_normal_scale: f32,
    /// Twenty over Abbe's number: how far colours are spread.
    pub dispersion: f32,
    pub spare: [u32; 3],
}

/// Nothing is lit: the base colour is what is seen.
pub(crate) const MATERIAL_UNLIT: u32 = 1;
/// The surface encloses something: light that goes through is bent and absorbed.
pub(crate) const MATERIAL_VOLUME: u32 = 2;
/// Parts of it may not be there.
pub(crate) const MATERIAL_HOLES: u32 = 4;
/// The picture of how it reflects says in its fourth channel how smooth it is.
pub(crate) const MATERIAL_GLOSSY: u32 = 8;

pub(crate) const NO_TEXTURE: u32 = u32::MAX;
pub(crate) const TEXTURE_SLOTS: usize = 15;
pub(crate) const SLOT_BASE: usize = 0;
pub(crate) const SLOT_METAL_ROUGH: usize = 1;
pub(crate) const SLOT_NORMAL: usize = 2;
pub(crate) const SLOT_EMISSION: usize = 3;
pub(crate) const SLOT_TRANSMISSION: usize = 4;
pub(crate) const SLOT_SPECULAR: usize = 5;
pub(crate) const SLOT_SPECULAR_COLOUR: usize = 6;
pub(crate) const SLOT_COAT: usize = 7;
pub(crate) const SLOT_COAT_ROUGHNESS: usize = 8;
pub(crate) const SLOT_COAT_NORMAL: usize = 9;
pub(crate) const SLOT_SHEEN: usize = 10;
pub(crate) const SLOT_SHEEN_ROUGHNESS: usize = 11;
pub(crate) const SLOT_ANISOTROPY: usize = 12;
pub(crate) const SLOT_IRIDESCENCE: usize = 13;
pub(crate) const SLOT_IRIDESCENCE_THICKNESS: usize = 14;

/// An image and how it lies on a surface.
#[derive(Debug, Clone, Copy, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct TextureView {
    /// Texture coordinates and one, times this: how far to the right of the image's left edge, in its widths.
    pub across: Vec3,
    /// The word of its first texel.
    pub start: u32,
    /// The same downward, in its heights.
    pub down: Vec3,
    /// Of `VIEW_*`.
    pub flags: u32,
    pub width: u32,
    pub height: u32,
    /// What a number in it is multiplied by, and what is added then.
    pub scale: f32,
    pub offset: f32,
}

/// Laid by the second set of texture coordinates.
pub(crate) const VIEW_SECOND_UV: u32 = 1;
/// Each texel a square of one colour.
pub(crate) const VIEW_NEAREST: u32 = 2;
/// Colours are not numbers but sRGB's curve of them.
pub(crate) const VIEW_SRGB: u32 = 4;
/// Two bits each: how it goes on beyond its edges.
pub(crate) const VIEW_ACROSS_SHIFT: u32 = 4;
pub(crate) const VIEW_DOWN_SHIFT: u32 = 6;
pub(crate) const WRAP_REPEAT: u32 = 0;
pub(crate) const WRAP_CLAMP: u32 = 1;
pub(crate) const WRAP_MIRROR: u32 = 2;
/// Two bits: which of the banks of texels it lies in.
pub(crate) const VIEW_BANK_SHIFT: u32 = 8;
pub(crate) const TEXEL_BANKS: usize = 4;

impl Default for Material {
    /// What glTF gives a mesh without a material.
    fn default() -> Self {
        Self {
            base: Vec3::ONE,
            metallic: 1.0,
            emission: Vec3::ZERO,
            roughness: 1.0,
            specular_colour: Vec3::ONE,
            specular: 1.0,
            absorption: Vec3::ZERO,
            transmission: 0.0,
            sheen: Vec3::ZERO,
            sheen_roughness: 0.0,
            ior: 1.5,
            coat: 0.0,
            coat_roughness: 0.0,
            anisotropy: 0.0,
            anisotropy_turn: 0.0,
            iridescence: 0.0,
            iridescence_ior: 1.3,
            iridescence_thickness: 400.0,
            opacity: 1.0,
            cutoff: -1.0,
            normal_scale: 1.0,
            flags: 0,
            textures: [NO_TEXTURE; TEXTURE_SLOTS],
            coat_normal_scale: 1.0,
            dispersion: 0.0,
            spare: [0; 3],
        }
    }
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
    /// Where the words of corners tell which instance and triangle it is; `NO_TEXTURE`: it shines evenly.
    pub surface: u32,
}

/// A node of the tree over lights, which lie in a ball and face directions in a cone.
#[derive(Debug, Clone, Copy, Default, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct LightNode {
    pub centre: Vec3,
    pub radius: f32,
    /// What all these lights give straight ahead, as a share of what all lights of the tree do.
    pub intensity: f32,
    /// The cone's axis, folded, and the cosine of its half angle; -1: they face everything.
    pub axis: u32,
    pub cosine: f32,
    /// Its children are this one and the next, or it is the light of this number, by `LIGHT_LEAF`.
    pub next: u32,
}

pub(crate) const LIGHT_LEAF: u32 = 0x8000_0000;
/// They give nothing beyond the cone; others face both ends of its axis, and shine to all sides from there.
pub(crate) const LIGHT_NARROW: u32 = 0x4000_0000;
pub(crate) const LIGHT_INDEX: u32 = 0x3fff_ffff;
/// Instead of the way to a light: it is none that is asked.
pub(crate) const NO_TRAIL: u32 = u32::MAX;

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
    /// What an environment's numbers are multiplied by, its light's and its density's, and how far it is turned.
    pub environment_scale: f32,
    pub environment_density: f32,
    pub environment_turn: f32,
    pub lights: u32,
    pub tlas: u32,
    pub extent: f32,
    pub area_density: f32,
    /// `FILTER_BOX` or `FILTER_BLACKMAN_HARRIS`.
    pub filter: u32,
    /// Radius of the lens; zero: a pinhole.
    pub lens: f32,
    /// What is sharp, along the axis.
    pub focus: f32,
    /// What lights give that are beyond everything, beside a tree of those that are not, and what those do.
    pub sunshine: f32,
    pub lamplight: f32,
    pub environment_width: u32,
    pub environment_height: u32,
    /// Rays begin beside one another on the film and go the same way.
    pub parallel: u32,
    /// What the eye is in, as paths have it.
    pub medium: u32,
    /// Of the tree over instances.
    pub grid_low: Vec3,
    pub spare_low: u32,
    pub grid_step: Vec3,
    pub spare_step: u32,
}

pub(crate) const FILTER_BOX: u32 = 0;
pub(crate) const FILTER_BLACKMAN_HARRIS: u32 = 1;

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
    /// Bounces of each thread; what is not through then goes on in the next submission.
    pub steps: u32,
    /// Whether paths are under way from the last submission.
    pub resume: u32,
    /// Places behind it, whose blocks are meant instead of the tile's.
    pub spots: u32,
    pub spare: u32,
}

/// A block anywhere in the picture, and some of its samples.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Spot {
    /// Across below, down above, 16 bits each; the same of its size.
    pub corner: u32,
    pub size: u32,
    pub first_sample: u32,
    pub samples: u32,
}

/// A path between two of its bounces.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Path {
    pub origin: Vec3,
    pub density: f32,
    pub direction: Vec3,
    pub floor: f32,
    pub throughput: Vec3,
    /// How many surfaces it has met; all bits set: it is still to leave the eye.
    pub bounce: u32,
    pub sum: Vec3,
    /// Which of the submission's samples it is.
    pub sample: u32,
    /// The last surface's normal, if light comes from its side only; else zero.
    pub horizon: Vec3,
    /// What it is in: `shaders/medium.wgsl`.
    pub medium: u32,
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
