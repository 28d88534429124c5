//! Twin of `shaders/aov.wgsl`.

use crate::cpu::bvh::{MISS, trace};
use crate::cpu::camera::camera_ray;
use crate::cpu::material::{bend, material_at, skin_at};
use crate::cpu::path::{finite, surface_at};
use crate::cpu::rng::{ray_seed, start_sampler};
use crate::layout::Frame;
use crate::scene::Scene;
use glam::{UVec2, Vec4};

const NOWHERE: f32 = 1.0e10;

pub(crate) fn aov(scene: &Scene, frame: &Frame, pixel: UVec2, samples: u32) -> [Vec4; 3] {
    let (mut albedo, mut normal, mut first) = (Vec4::ZERO, Vec4::ZERO, Vec4::new(NOWHERE, 0.0, 0.0, 0.0));
    for sample in 0..samples {
        let dice = start_sampler(frame.seed, pixel.y.wrapping_mul(frame.width).wrapping_add(pixel.x), sample);
        let ray = camera_ray(frame, dice, pixel);
        let hit = trace(scene, ray.origin, ray.direction, MISS, false, ray_seed(dice, 0));
        if hit.distance < MISS {
            let skin = skin_at(scene, &hit);
            let s = bend(scene, surface_at(scene, &hit, ray.direction), &hit, &skin, ray.direction);
            let depth = (s.position - frame.eye).dot(frame.forward.normalize());
            albedo += finite(material_at(scene, &skin).base).extend(1.0);
            normal += s.matt.extend(depth);
            if sample == 0 {
                let material = scene.instances[hit.instance as usize].material;
                first = Vec4::new(depth, (hit.instance + 1) as f32, (material + 1) as f32, 0.0);
            }
        }
    }
    [albedo, normal, first]
}
