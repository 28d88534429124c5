//! Twin of `shaders/medium.wgsl`.

use crate::cpu::bvh::Hit;
use crate::layout::{MATERIAL_VOLUME, Material};
use crate::scene::Scene;
use glam::Vec3;

const UNNUMBERED: u32 = 0xffff;

/// What is on this side of a surface, and on the other one.
#[derive(Clone, Copy)]
pub(crate) struct Sides {
    pub near: u32,
    pub far: u32,
}

pub(crate) fn absorption_in(scene: &Scene, medium: u32) -> Vec3 {
    match medium & 0xffff {
        0 | UNNUMBERED => Vec3::ZERO,
        number => scene.materials[number as usize - 1].absorption,
    }
}

pub(crate) fn medium_number(material: u32) -> u32 {
    material.saturating_add(1).min(UNNUMBERED)
}

pub(crate) fn media_at(scene: &Scene, medium: u32, hit: &Hit, m: &Material, back: bool) -> Sides {
    if m.flags & MATERIAL_VOLUME == 0 {
        return Sides { near: medium, far: medium };
    }
    let number = medium_number(scene.instances[hit.instance as usize].material);
    if !back {
        return Sides { near: medium, far: number | medium << 16 };
    }
    let inside = if medium & 0xffff == number { medium } else { number | medium << 16 };
    Sides { near: inside, far: inside >> 16 }
}
