//! Twin of `shaders/material.wgsl`.

use crate::cpu::bvh::Hit;
use crate::layout::Material;
use crate::scene::Scene;

pub(crate) fn material_at(scene: &Scene, hit: &Hit) -> Material {
    scene.materials[scene.instances[hit.instance as usize].material as usize]
}
