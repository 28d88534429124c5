//! Twin of `shaders/light.wgsl`.

use crate::cpu::bvh::Hit;
use crate::cpu::material::{light_emission, shine_at};
use crate::cpu::rng::pcg;
use crate::layout::{
    Frame, LIGHT_INDEX, LIGHT_LEAF, LIGHT_NARROW, Light, LightNode, Material, NO_TRAIL, POINT_LIGHT, SPOT_LIGHT,
    TRIANGLE_LIGHT, decode_normal,
};
use crate::scene::Scene;
use glam::{Vec2, Vec3};

const EVEN_LEVELS: u32 = 6;
const AMONG: f32 = 0.1;

pub(crate) struct Lit {
    pub to_light: Vec3,
    pub radiance: Vec3,
    pub density: f32,
    pub distance: f32,
}

#[derive(Clone, Copy)]
pub(crate) struct Chosen {
    pub light: usize,
    pub probability: f32,
}

/// Where is asked from, and the normal of a surface that light comes to from one side only, or zero.
pub(crate) type Point = (Vec3, Vec3);

fn cosine_less(cosine: f32, other: f32, other_sine: f32) -> f32 {
    if cosine >= other { 1.0 } else { cosine * other + (1.0 - cosine * cosine).max(0.0).sqrt() * other_sine }
}

pub(crate) fn importance(node: &LightNode, (from, horizon): Point) -> f32 {
    let way = node.centre - from;
    let squared = way.dot(way);
    let radius2 = node.radius * node.radius;
    let among = squared <= radius2;
    let near = 1.0 / squared.max(1.0e-20).sqrt();
    let sine = (node.radius * near).min(1.0);
    let cosine = (1.0 - sine * sine).max(0.0).sqrt();
    let mut share = node.intensity / squared.max(radius2 * AMONG).max(1.0e-20);
    if horizon != Vec3::ZERO {
        let up = horizon.dot(way) * near;
        let most = if among { 1.0 } else { cosine_less(up, cosine, sine).max(0.0) };
        share *= 0.5 * (most + up.max(0.0));
    }
    if node.cosine <= -1.0 {
        return share * 0.5;
    }
    let along = decode_normal(node.axis).dot(way) * near;
    if node.next & LIGHT_NARROW != 0 {
        let lit = among || cosine_less(-along, cosine, sine) >= node.cosine;
        return if lit { share * 0.5 } else { 0.0 };
    }
    let wide_sine = (1.0 - node.cosine * node.cosine).max(0.0).sqrt();
    let most = if among { 1.0 } else { cosine_less(cosine_less(along.abs(), cosine, sine), node.cosine, wide_sine) };
    share * 0.5 * (most + along.abs() * (0.5 + 0.5 * node.cosine))
}

pub(crate) fn tree_share(scene: &Scene, frame: &Frame, point: Point) -> f32 {
    if scene.lights.suns == 0 {
        return 1.0;
    }
    let tree = importance(&scene.lights.tree[0], point) * frame.lamplight;
    if tree <= 0.0 {
        return 0.0;
    }
    (tree / (tree + frame.sunshine)).clamp(0.1, 0.9)
}

fn choose_by_power(lights: &[Light], choice: f32) -> Chosen {
    let (mut low, mut high) = (0, lights.len() - 1);
    while low < high {
        let middle = (low + high) / 2;
        if choice < lights[middle].cdf { high = middle } else { low = middle + 1 }
    }
    Chosen { light: low, probability: lights[low].probability }
}

pub(crate) fn choose_light(scene: &Scene, frame: &Frame, point: Point, choice: f32, seed: u32) -> Chosen {
    let lights = &scene.lights;
    if lights.tree.is_empty() {
        return choose_by_power(&lights.all, choice);
    }
    let share = tree_share(scene, frame, point);
    if lights.suns > 0 && choice >= share {
        let chosen = choose_by_power(&lights.all[..lights.suns], (choice - share) / (1.0 - share));
        return Chosen { probability: chosen.probability * (1.0 - share), ..chosen };
    }
    let mut probability = share;
    let mut left_over = choice / share;
    let mut dice = seed;
    let mut next = lights.tree[0].next;
    let mut level = 0;
    while next & LIGHT_LEAF == 0 {
        let index = (next & LIGHT_INDEX) as usize;
        let [first, second] = [0, 1].map(|side| importance(&lights.tree[index + side], point));
        let both = first + second;
        if both <= 0.0 {
            return Chosen { light: 0, probability: 0.0 };
        }
        if level >= EVEN_LEVELS {
            dice = pcg(dice);
            left_over = (dice >> 8) as f32 * 5.960_464_5e-8;
        }
        let place = left_over * both;
        let in_second = second > 0.0 && place >= first;
        let (rest, part) = if in_second { (place - first, second) } else { (place, first) };
        left_over = (rest / part).min(0.999_999_94);
        probability *= part / both;
        next = lights.tree[index + usize::from(in_second)].next;
        level += 1;
    }
    Chosen { light: (next & LIGHT_INDEX) as usize, probability }
}

/// How often the walk ends at the light at the end of a trail, and which that is.
pub(crate) fn followed(scene: &Scene, frame: &Frame, mut trail: u32, point: Point) -> Chosen {
    let lights = &scene.lights;
    let mut probability = tree_share(scene, frame, point);
    let mut next = lights.tree[0].next;
    while next & LIGHT_LEAF == 0 {
        let index = (next & LIGHT_INDEX) as usize;
        let parts = [0, 1].map(|side| importance(&lights.tree[index + side], point));
        let part = parts[(trail & 1) as usize];
        if part <= 0.0 {
            return Chosen { light: 0, probability: 0.0 };
        }
        probability *= part / (parts[0] + parts[1]);
        next = lights.tree[index + (trail & 1) as usize].next;
        trail >>= 1;
    }
    Chosen { light: (next & LIGHT_INDEX) as usize, probability }
}

pub(crate) fn asked_at(scene: &Scene, frame: &Frame, hit: &Hit, m: &Material, point: Point) -> f32 {
    if scene.lights.tree.is_empty() {
        return shine_at(scene, hit, m) * frame.area_density;
    }
    let word = scene.instances[hit.instance as usize].lights.wrapping_add(hit.triangle);
    let trail = scene.surfaces.corners[word as usize];
    if trail == NO_TRAIL {
        return 0.0;
    }
    let chosen = followed(scene, frame, trail, point);
    let light = &scene.lights.all[chosen.light];
    chosen.probability * 2.0 / light.edge1.cross(light.edge2).length()
}

pub(crate) fn sample_light(scene: &Scene, frame: &Frame, point: Point, (choice, uv, seed): (f32, Vec2, u32)) -> Lit {
    let chosen = choose_light(scene, frame, point, choice, seed);
    if chosen.probability <= 0.0 {
        return Lit { to_light: Vec3::ONE, radiance: Vec3::ZERO, density: 0.0, distance: 0.0 };
    }
    let (light, from) = (&scene.lights.all[chosen.light], point.0);
    if light.kind == TRIANGLE_LIGHT {
        let root = uv.x.sqrt();
        let to_light = light.position + light.edge1 * (root * (1.0 - uv.y)) + light.edge2 * (root * uv.y) - from;
        let squared = to_light.dot(to_light);
        let flat = light.edge1.cross(light.edge2);
        let area2 = flat.length();
        let cosine = flat.dot(to_light).abs() / (area2 * squared.sqrt());
        let density = chosen.probability * 2.0 * squared / (area2 * cosine.max(1.0e-6));
        let emission = light_emission(scene, light, root * (1.0 - uv.y), root * uv.y);
        let radiance = if cosine > 1.0e-6 { emission / density } else { Vec3::ZERO };
        return Lit { to_light, radiance, density, distance: squared.sqrt() };
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
        let radiance = light.emission * (intensity / (squared * chosen.probability));
        return Lit { to_light, radiance, density: 0.0, distance: squared.sqrt() };
    }
    let radiance = light.emission / chosen.probability;
    Lit { to_light: light.edge1 * (-4.0 * frame.extent), radiance, density: 0.0, distance: 0.0 }
}
