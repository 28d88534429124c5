//! Triangles that make believe to be a curved surface, by normals of their own: where the light grazes them, they are lit as
//! that surface would be.

mod common;

use common::{full, glb, gpu, view, whole};
use idlewatt_engine::renderer::Renderer;
use idlewatt_engine::scene::Scene;
use idlewatt_engine::{cpu, tolerance};
use serde_json::json;
use std::f32::consts::PI;

/// A matt ball of so many rings, with a ball's normals, before a camera at (0, 0, 3). A sun shines along its x axis, that is
/// from the left and a little from the front.
fn ball(rings: u16) -> Scene {
    let segments = 2 * rings;
    let point = |ring: u16, segment: u16| {
        let (down, around) =
            (PI * f32::from(ring) / f32::from(rings), 2.0 * PI * f32::from(segment) / f32::from(segments));
        [down.sin() * around.cos(), down.cos(), down.sin() * around.sin()]
    };
    let places: Vec<[f32; 3]> =
        (0..=rings).flat_map(|ring| (0..=segments).map(move |segment| point(ring, segment))).collect();
    let at = |ring: u16, segment: u16| ring * (segments + 1) + segment;
    let square = |ring: u16, segment: u16| {
        let [a, b, c, d] = [at(ring, segment), at(ring, segment + 1), at(ring + 1, segment + 1), at(ring + 1, segment)];
        [a, b, c, a, c, d]
    };
    let indices: Vec<u16> =
        (0..rings).flat_map(|ring| (0..segments).flat_map(move |segment| square(ring, segment))).collect();
    let mut bytes: Vec<u8> = places.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    let length = bytes.len();
    bytes.extend(indices.iter().flat_map(|index| index.to_le_bytes()));
    let root = json!({
        "asset": { "version": "2.0" },
        "extensionsUsed": ["KHR_lights_punctual"],
        "extensions": { "KHR_lights_punctual": { "lights": [{ "type": "directional", "intensity": 3 }] } },
        "scene": 0,
        "scenes": [{ "nodes": [0, 1, 2] }],
        "nodes": [
            { "mesh": 0 },
            { "camera": 0, "translation": [0, 0, 3] },
            { "rotation": [0, -0.6088, 0, 0.7934], "extensions": { "KHR_lights_punctual": { "light": 0 } } },
        ],
        "cameras": [{ "type": "perspective", "perspective": { "yfov": 0.75, "znear": 0.1 } }],
        "materials": [{ "pbrMetallicRoughness": { "metallicFactor": 0 }, "extensions": { "KHR_materials_specular": { "specularFactor": 0 } } }],
        "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0, "NORMAL": 0 }, "indices": 1, "material": 0 }] }],
        "accessors": [
            { "bufferView": 0, "componentType": 5126, "type": "VEC3", "count": places.len(), "min": [-1, -1, -1], "max": [1, 1, 1] },
            { "bufferView": 1, "componentType": 5123, "type": "SCALAR", "count": indices.len() },
        ],
        "bufferViews": [
            { "buffer": 0, "byteOffset": 0, "byteLength": length },
            { "buffer": 0, "byteOffset": length, "byteLength": bytes.len() - length },
        ],
        "buffers": [{ "byteLength": bytes.len() }],
    });
    Scene::from_glb(&glb(&root, &bytes)).expect("a valid scene")
}

const SIDE: u32 = 64;
const SAMPLES: u32 = 32;

fn seen(rings: u16) -> Vec<f32> {
    let view = view(SIDE, SIDE, 1);
    let sums = cpu::render(&ball(rings), &view, &whole(&view, SAMPLES)).expect("valid");
    sums.iter().map(|sum| sum[1] / SAMPLES as f32).collect()
}

#[test]
fn a_coarse_ball_is_lit_as_a_fine_one() {
    let (coarse, fine) = (seen(9), seen(90));
    let mean = fine.iter().sum::<f32>() / fine.len() as f32;
    // A corner of the outline belongs to the shape; what is within it to the light.
    let within = (0..SIDE * SIDE).filter(|i| {
        let [x, y] = [i % SIDE, i / SIDE].map(|at| (at as f32 + 0.5) / SIDE as f32 * 2.0 - 1.0);
        x.hypot(y) < 0.8
    });
    let apart: Vec<f32> = within.map(|i| (coarse[i as usize] - fine[i as usize]).abs()).collect();
    let apart = apart.iter().sum::<f32>() / apart.len() as f32 / mean;
    assert!(mean > 0.1 && apart < 0.03, "{apart} of {mean}");
}

#[test]
fn the_device_lights_it_as_its_twin_does() {
    let Some(gpu) = gpu() else { return };
    let view = view(SIDE, SIDE, 4);
    let scene = ball(9);
    let unit = whole(&view, 4);
    let device =
        Renderer::new(&gpu, &scene, &view).expect("fits").render(&unit, &mut |_| full(100_000)).expect("renders");
    let twin = cpu::render(&scene, &view, &unit).expect("valid");
    let verdict = tolerance::compare(&twin, &device.sums);
    assert!(verdict.same(), "{verdict:?}");
}
