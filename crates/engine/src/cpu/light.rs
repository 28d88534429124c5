//! Twin of `shaders/light.wgsl`.

use crate::cpu::bsdf::luminance;
use crate::cpu::material::light_emission;
use crate::layout::{Frame, Light, POINT_LIGHT, SPOT_LIGHT, TRIANGLE_LIGHT};
use crate::scene::Scene;
use glam::{Vec2, Vec3};

pub(crate) struct Lit {
    pub to_light: Vec3,
    pub radiance: Vec3,
    pub density: f32,
}

fn choose_light(lights: &[Light], choice: f32) -> usize {
    let (mut low, mut high) = (0, lights.len() - 1);
    while low < high {
        let middle = (low + high) / 2;
        if choice < lights[middle].cdf { high = middle } else { low = middle + 1 }
    }
    low
}

pub(crate) fn sample_light(scene: &Scene, frame: &Frame, from: Vec3, choice: f32, uv: Vec2) -> Lit {
    let light = &scene.lights[choose_light(&scene.lights, choice)];
    if light.kind == TRIANGLE_LIGHT {
        let root = uv.x.sqrt();
        let to_light = light.position + light.edge1 * (root * (1.0 - uv.y)) + light.edge2 * (root * uv.y) - from;
        let squared = to_light.dot(to_light);
        let cosine = light.edge1.cross(light.edge2).normalize().dot(to_light).abs() / squared.sqrt();
        let density = luminance(light.emission) * frame.area_density * squared / cosine.max(1.0e-6);
        let emission = light_emission(scene, light, root * (1.0 - uv.y), root * uv.y);
        let radiance = if cosine > 1.0e-6 { emission / density } else { Vec3::ZERO };
        return Lit { to_light, radiance, density };
    }
    if light.kind == POINT_LIGHT || light.kind == SPOT_LIGHT {
        let to_light = light.position - from;
        let squared = to_light.dot(to_light).max(1.0e-12);
        let mut intensity = 1.0;
        if light.kind == SPOT_LIGHT {
            let cosine = -light.edge1.dot(to_light) / squared.sqrt();
            let edge = (cosine * light.edge2.x + light.edge2.y).clamp(0.0, 1.0);
            intensity = edge * edge;
        }
        return Lit { to_light, radiance: light.emission * (intensity / (squared * light.probability)), density: 0.0 };
    }
    Lit { to_light: light.edge1 * (-4.0 * frame.extent), radiance: light.emission / light.probability, density: 0.0 }
}
