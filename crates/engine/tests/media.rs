//! What lies in coloured glass or liquid is seen through it, and lit through it: values that can be reckoned by hand, and the
//! device agrees with its twin.

mod common;

use common::{glb, look, pixels, square, square_root, view};
use idlewatt_engine::scene::Scene;
use idlewatt_proto::job::View;
use serde_json::{Value, json};

/// What two units of each volume leave.
const AMBER: [f32; 3] = [0.25, 0.5, 1.0];
const WATER: [f32; 3] = [0.8, 0.6, 0.3];
const CLEAR: [f32; 3] = [1.0; 3];

/// A body of nothing but colour: nothing is bent or mirrored at its surface.
fn volume(colour: [f32; 3]) -> Value {
    json!({
        "pbrMetallicRoughness": { "metallicFactor": 0, "roughnessFactor": 0 },
        "extensions": {
            "KHR_materials_transmission": { "transmissionFactor": 1 },
            "KHR_materials_ior": { "ior": 1 },
            "KHR_materials_volume": {
                "thicknessFactor": 1, "attenuationDistance": 2, "attenuationColor": colour,
            },
        },
    })
}

fn glowing() -> Value {
    let mut glowing = look([0.0; 3], 0.0, 1.0);
    glowing["emissiveFactor"] = json!([1, 1, 1]);
    glowing["extensions"] = json!({ "KHR_materials_ior": { "ior": 1 } });
    glowing
}

/// Matt and white, without any gloss.
fn chalk() -> Value {
    let mut chalk = look([1.0; 3], 0.0, 1.0);
    chalk["extensions"] = json!({ "KHR_materials_ior": { "ior": 1 } });
    chalk
}

/// A square of a material across the axis of view, its front to the camera.
fn across(material: usize, z: f32, side: f32) -> Value {
    json!({ "mesh": material, "translation": [0, 0, z], "scale": [side, side, 1] })
}

/// A closed box of a material, between two places along the axis of view: its sides, all with their fronts outward.
fn boxed(material: usize, from: f32, to: f32, side: f32) -> Vec<Value> {
    let half = std::f32::consts::FRAC_1_SQRT_2;
    let (middle, deep) = ((from + to) * 0.5, to - from);
    let put = |at: [f32; 3], turn: [f32; 4], scale: [f32; 3]| json!({ "mesh": material, "translation": at, "rotation": turn, "scale": scale });
    vec![
        put([0.0, 0.0, to], [0.0, 0.0, 0.0, 1.0], [side, side, 1.0]),
        put([0.0, 0.0, from], [0.0, 1.0, 0.0, 0.0], [side, side, 1.0]),
        put([side * 0.5, 0.0, middle], [0.0, half, 0.0, half], [deep, side, 1.0]),
        put([side * -0.5, 0.0, middle], [0.0, -half, 0.0, half], [deep, side, 1.0]),
        put([0.0, side * 0.5, middle], [-half, 0.0, 0.0, half], [side, deep, 1.0]),
        put([0.0, side * -0.5, middle], [half, 0.0, 0.0, half], [side, deep, 1.0]),
    ]
}

/// The camera at so high a place looks down the axis, at what is in the middle. A lamp, if any, is node nought's.
fn root(materials: &[Value], nodes: Vec<Value>, eye: f32) -> Value {
    let mut root = square_root();
    let meshes = 0..materials.len();
    root["meshes"] = meshes
        .map(|material| json!({ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": material }] }))
        .collect();
    root["materials"] = json!(materials);
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.01, "znear": 0.1 } }]);
    let mut nodes = nodes;
    nodes.push(json!({ "camera": 0, "translation": [0, 0, eye] }));
    root["scenes"] = json!([{ "nodes": (0..nodes.len()).collect::<Vec<_>>() }]);
    root["nodes"] = json!(nodes);
    root
}

fn mean(scene: &Scene, view: &View, samples: u32) -> [f32; 3] {
    let pixels = pixels(scene, view, samples);
    pixels.iter().fold([0.0; 3], |all, pixel| [0, 1, 2].map(|i| all[i] + pixel[i] / pixels.len() as f32))
}

/// What the middle shows.
fn shown(materials: &[Value], nodes: Vec<Value>, eye: f32) -> [f32; 3] {
    let scene = Scene::from_glb(&glb(&root(materials, nodes, eye), &square())).expect("valid");
    mean(&scene, &view(8, 8, 12), 16)
}

/// What is left after so far in each.
fn left(ways: &[([f32; 3], f32)]) -> [f32; 3] {
    [0, 1, 2].map(|i| ways.iter().map(|(colour, far)| colour[i].powf(far / 2.0)).product())
}

fn assert_near(seen: [f32; 3], expected: [f32; 3], what: &str) {
    for (seen_, expected_) in seen.into_iter().zip(expected) {
        assert!((seen_ - expected_).abs() < 0.004 * expected_.max(0.1), "{what}: {seen:?} instead of {expected:?}");
    }
}

#[test]
fn what_glows_within_is_seen_through_what_is_before_it() {
    let materials = [volume(AMBER), glowing()];
    let mut nodes = boxed(0, -3.0, 1.0, 4.0);
    nodes.push(across(1, -1.0, 1.0));
    assert_near(shown(&materials, nodes, 5.0), left(&[(AMBER, 2.0)]), "amber");
}

#[test]
fn who_is_within_sees_all_through_what_is_around() {
    let materials = [volume(AMBER), glowing(), volume(WATER)];
    let mut nodes = boxed(0, -3.0, 1.0, 4.0);
    nodes.push(across(1, -1.0, 1.0));
    assert_near(shown(&materials, nodes, 0.5), left(&[(AMBER, 1.5)]), "what is within, too");
    let mut nodes = boxed(0, -3.0, 1.0, 4.0);
    nodes.push(across(1, -5.0, 1.0));
    assert_near(shown(&materials, nodes.clone(), 0.5), left(&[(AMBER, 3.5)]), "what is outside");
    nodes.extend(boxed(2, -6.0, 2.0, 6.0));
    assert_near(shown(&materials, nodes, 0.5), left(&[(AMBER, 3.5), (WATER, 2.0)]), "in one that is in another");
}

#[test]
fn one_within_another_ends_in_the_other() {
    let materials = [volume(AMBER), volume(WATER), glowing(), volume(CLEAR)];
    for (inner, colour) in [(1, WATER), (3, CLEAR)] {
        let mut nodes = boxed(0, -3.0, 1.0, 4.0);
        nodes.extend(boxed(inner, -1.0, 0.0, 2.0));
        nodes.push(across(2, -2.0, 1.0));
        assert_near(shown(&materials, nodes, 5.0), left(&[(AMBER, 2.0), (colour, 1.0)]), "one in another");
    }
    // They overlap, as liquids and what they are in often do.
    let mut nodes = boxed(0, -2.0, 1.0, 4.0);
    nodes.extend(boxed(1, -4.0, -1.0, 4.5));
    nodes.push(across(2, -3.0, 1.0));
    let seen = shown(&materials, nodes, 5.0);
    assert_near(seen, left(&[(AMBER, 3.0), (WATER, 1.0)]), "one that reaches into another");
}

#[test]
fn lamps_within_shine_through_what_is_around_them() {
    let lamp = |nodes: Vec<Value>, materials: &[Value]| {
        let mut root = root(materials, nodes, 2.0);
        root["extensionsUsed"] = json!(["KHR_lights_punctual"]);
        root["extensions"] = json!({ "KHR_lights_punctual": { "lights": [{ "type": "point", "intensity": 3 }] } });
        root["nodes"]
            .as_array_mut()
            .expect("a list")
            .push(json!({ "translation": [0, 0, 1], "extensions": { "KHR_lights_punctual": { "light": 0 } } }));
        let nodes = root["nodes"].as_array().map_or(0, Vec::len);
        root["scenes"] = json!([{ "nodes": (0..nodes).collect::<Vec<_>>() }]);
        let scene = Scene::from_glb(&glb(&root, &square())).expect("valid");
        mean(&scene, &view(8, 8, 1), 16)
    };
    let mut nodes = boxed(0, -2.0, 3.0, 6.0);
    nodes.push(across(1, 0.0, 1.0));
    let (dry, wet) = (lamp(nodes.clone(), &[volume(CLEAR), chalk()]), lamp(nodes, &[volume(AMBER), chalk()]));
    let expected = left(&[(AMBER, 3.0)]);
    assert_near([0, 1, 2].map(|i| wet[i] / dry[i]), expected, "there and back");
    // A small surface that shines, which is asked and found by chance.
    let lit = |around: [f32; 3]| {
        let mut nodes = boxed(0, -2.0, 3.0, 6.0);
        nodes.extend([across(1, 0.0, 0.1), json!({ "mesh": 2, "translation": [0.6, 0, 0.8], "scale": [0.1, 0.1, 1] })]);
        let scene =
            Scene::from_glb(&glb(&root(&[volume(around), chalk(), glowing()], nodes, 2.0), &square())).expect("valid");
        mean(&scene, &view(8, 8, 1), 256)
    };
    let (dry, wet) = (lit(CLEAR), lit(AMBER));
    assert!(dry[0] > 1.0e-4, "there is light: {dry:?}");
    assert_near([0, 1, 2].map(|i| wet[i] / dry[i]), expected, "there and back from a lamp one away");
}

/// A camera may dive.
#[test]
fn what_is_around_a_camera_is_asked_at_every_instant() {
    let mut nodes = boxed(0, -3.0, 1.0, 4.0);
    nodes.push(across(1, -1.0, 1.0));
    let mut root = root(&[volume(AMBER), glowing()], nodes, 5.0);
    let camera = root["nodes"].as_array().map_or(0, Vec::len) - 1;
    let mut bytes = square();
    bytes.extend([0.0_f32, 1.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0].iter().flat_map(|value| value.to_le_bytes()));
    root["buffers"] = json!([{ "byteLength": bytes.len() }]);
    for (offset, length, kind) in [(60, 8, "SCALAR"), (68, 24, "VEC3")] {
        let view = root["bufferViews"].as_array().map_or(0, Vec::len);
        let views = root["bufferViews"].as_array_mut().expect("a list");
        views.push(json!({ "buffer": 0, "byteOffset": offset, "byteLength": length }));
        let mut accessor = json!({ "bufferView": view, "componentType": 5126, "type": kind, "count": 2 });
        if kind == "SCALAR" {
            (accessor["min"], accessor["max"]) = (json!([0]), json!([1]));
        }
        root["accessors"].as_array_mut().expect("a list").push(accessor);
    }
    root["animations"] = json!([{
        "samplers": [{ "input": 2, "output": 3 }],
        "channels": [{ "sampler": 0, "target": { "node": camera, "path": "translation" } }],
    }]);
    let file = glb(&root, &bytes);
    for (time_us, way) in [(0, 2.0), (1_000_000, 1.0)] {
        let scene = Scene::from_glb_at(&file, time_us).expect("valid");
        let seen = mean(&scene, &View { time_us, ..view(8, 8, 12) }, 16);
        assert_near(seen, left(&[(AMBER, way)]), "at an instant");
    }
}
