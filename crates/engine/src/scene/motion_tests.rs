//! Scenes that move: where things are at an instant, and files that say nonsense of it.

use super::{Scene, SceneError, Stage};
use crate::layout::decode_normal;
use glam::{Quat, Vec3};
use proptest::prelude::*;
use serde_json::{Value, json};

const FLOAT: u32 = 5126;

/// A file in the making.
struct File {
    root: Value,
    bytes: Vec<u8>,
}

/// A triangle shown by node 0: corners 0, x and y, all normals along z.
fn triangle() -> File {
    let mut file = File {
        root: json!({
            "asset": { "version": "2.0" }, "scene": 0, "scenes": [{ "nodes": [0] }], "nodes": [{ "mesh": 0 }],
            "meshes": [{ "primitives": [{ "attributes": {} }] }],
            "accessors": [], "bufferViews": [], "animations": [],
        }),
        bytes: Vec::new(),
    };
    let corners = file.floats("VEC3", &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    file.root["accessors"][corners]["min"] = json!([0, 0, 0]);
    file.root["accessors"][corners]["max"] = json!([1, 1, 0]);
    let normals = file.floats("VEC3", &[0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
    file.root["meshes"][0]["primitives"][0]["attributes"] = json!({ "POSITION": corners, "NORMAL": normals });
    file
}

impl File {
    fn push(&mut self, list: &str, value: Value) -> usize {
        let list = self.root[list].as_array_mut().expect("a list");
        list.push(value);
        list.len() - 1
    }

    fn data(&mut self, kind: &str, component: u32, count: usize, bytes: &[u8]) -> usize {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let view = json!({ "buffer": 0, "byteOffset": self.bytes.len(), "byteLength": bytes.len() });
        let view = self.push("bufferViews", view);
        self.bytes.extend_from_slice(bytes);
        self.push("accessors", json!({ "bufferView": view, "componentType": component, "type": kind, "count": count }))
    }

    fn floats(&mut self, kind: &str, values: &[f32]) -> usize {
        let width = match kind {
            "SCALAR" => 1,
            "VEC2" => 2,
            "VEC3" => 3,
            "VEC4" => 4,
            _ => 16,
        };
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.data(kind, FLOAT, values.len() / width, &bytes)
    }

    /// An animation of its own for one property of a node.
    fn animate(&mut self, node: usize, path: &str, how: &str, times: &[f32], kind: &str, values: &[f32]) {
        let (input, output) = (self.floats("SCALAR", times), self.floats(kind, values));
        self.push(
            "animations",
            json!({
                "samplers": [{ "input": input, "output": output, "interpolation": how }],
                "channels": [{ "sampler": 0, "target": { "node": node, "path": path } }],
            }),
        );
    }

    /// Node 1 and node 2 hold the triangle, as joints bound where the world's middle is.
    fn hold(&mut self, numbers: [[u8; 4]; 3], weights: [[f32; 4]; 3]) {
        let numbers = self.data("VEC4", 5121, 3, numbers.as_flattened());
        let weights = self.floats("VEC4", weights.as_flattened());
        let attributes = &mut self.root["meshes"][0]["primitives"][0]["attributes"];
        attributes["JOINTS_0"] = json!(numbers);
        attributes["WEIGHTS_0"] = json!(weights);
        self.root["nodes"] = json!([{ "mesh": 0, "skin": 0, "translation": [9, 9, 9] }, {}, {}]);
        self.root["scenes"][0]["nodes"] = json!([0, 1, 2]);
        self.root["skins"] = json!([{ "joints": [1, 2] }]);
    }

    fn glb(&self) -> Vec<u8> {
        let mut root = self.root.clone();
        root["buffers"] = json!([{ "byteLength": self.bytes.len() }]);
        let mut text = root.to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        let mut binary = self.bytes.clone();
        binary.resize(binary.len().next_multiple_of(4), 0);
        let mut file = b"glTF".to_vec();
        for word in [2, 28 + text.len() + binary.len(), text.len(), 0x4E4F_534A] {
            file.extend_from_slice(&(word as u32).to_le_bytes());
        }
        file.extend_from_slice(&text);
        for word in [binary.len(), 0x004E_4942] {
            file.extend_from_slice(&(word as u32).to_le_bytes());
        }
        file.extend_from_slice(&binary);
        file
    }

    fn at(&self, seconds: f64) -> Result<Scene, SceneError> {
        Scene::from_glb_at(&self.glb(), (seconds * 1.0e6) as u32)
    }

    /// The corners in the world and their normals.
    fn corners(&self, seconds: f64) -> ([Vec3; 3], [Vec3; 3]) {
        let scene = self.at(seconds).expect("a scene");
        let triangle = scene.triangles[0];
        let rows = scene.instances[0].to_world;
        let place = |at: Vec3| Vec3::from_array(rows.map(|row| Vec3::from_slice(&row).dot(at) + row[3]));
        (triangle.corners().map(place), [triangle.normal0, triangle.normal1, triangle.normal2].map(decode_normal))
    }

    fn broken(&self) -> SceneError {
        let error = self.at(0.5).expect_err("it is broken");
        let sentence = error.to_string();
        assert!(!sentence.contains('\n') && sentence.len() < 300, "one clear sentence: {sentence}");
        error
    }
}

#[track_caller]
fn near(a: Vec3, b: Vec3) {
    assert!(a.distance(b) < 2.0e-4, "{a} is not {b}");
}

#[test]
fn a_place_follows_its_keys_and_stands_still_outside_of_them() {
    let mut file = triangle();
    file.animate(0, "translation", "LINEAR", &[1.0, 2.0, 4.0], "VEC3", &[0., 0., 0., 10., 0., 0., 10., 8., 0.]);
    for (seconds, x, y) in
        [(0.0, 0., 0.), (1.0, 0., 0.), (1.25, 2.5, 0.), (2.0, 10., 0.), (3.0, 10., 4.), (9.0, 10., 8.)]
    {
        near(file.corners(seconds).0[0], Vec3::new(x, y, 0.0));
    }
    let facts = file.at(0.0).expect("a scene").facts().clone();
    assert_eq!(facts.duration_us, 4_000_000);
    assert_eq!(facts.unsupported.len(), 1, "that it has no light: {:?}", facts.unsupported);
    assert_eq!(triangle().at(0.0).expect("a scene").facts().duration_us, 0);
}

#[test]
fn steps_hold_until_the_next_key() {
    let mut file = triangle();
    file.animate(0, "scale", "STEP", &[0.0, 1.0], "VEC3", &[1., 1., 1., 3., 3., 3.]);
    near(file.corners(0.999).0[1], Vec3::X);
    near(file.corners(1.0).0[1], Vec3::X * 3.0);
}

#[test]
fn splines_follow_the_tangents_of_their_keys() {
    let mut file = triangle();
    // Tangent, value, tangent: from 0 with 4 a second to 10 with none, in two seconds.
    let values = [0., 0., 0., 0., 0., 0., 4., 0., 0., 0., 0., 0., 10., 0., 0., 7., 7., 7.];
    file.animate(0, "translation", "CUBICSPLINE", &[0.0, 2.0], "VEC3", &values);
    // Hermite at a quarter and a half: 10 h01 + 2 s x 4 h10.
    near(file.corners(0.5).0[0], Vec3::X * (10.0 * 0.15625 + 8.0 * 0.140_625));
    near(file.corners(1.0).0[0], Vec3::X * (10.0 * 0.5 + 8.0 * 0.125));
    near(file.corners(3.0).0[0], Vec3::X * 10.0);
}

#[test]
fn turns_go_the_shorter_way_at_an_even_speed() {
    let mut file = triangle();
    let (from, to) = (Quat::IDENTITY, -Quat::from_rotation_z(std::f32::consts::FRAC_PI_2));
    let values = [from.to_array(), to.to_array()].concat();
    file.animate(0, "rotation", "LINEAR", &[0.0, 3.0], "VEC4", &values);
    let third = std::f32::consts::FRAC_PI_6;
    near(file.corners(1.0).0[1], Vec3::new(third.cos(), third.sin(), 0.0));
    near(file.corners(3.0).0[1], Vec3::Y);
}

#[test]
fn turns_may_be_whole_numbers() {
    let mut file = triangle();
    file.animate(0, "rotation", "LINEAR", &[0.0], "VEC4", &[0.0; 4]);
    let half = (32767.0 * std::f32::consts::FRAC_1_SQRT_2) as i16;
    let bytes: Vec<u8> = [0, 0, half, half].iter().flat_map(|value| value.to_le_bytes()).collect();
    let output = file.data("VEC4", 5122, 1, &bytes);
    file.root["accessors"][output]["normalized"] = json!(true);
    file.root["animations"][0]["samplers"][0]["output"] = json!(output);
    near(file.corners(0.0).0[1], Vec3::Y);
}

#[test]
fn of_two_animations_of_one_thing_the_first_has_it_and_that_is_said() {
    let mut file = triangle();
    file.animate(0, "translation", "LINEAR", &[0.0], "VEC3", &[1., 0., 0.]);
    file.animate(0, "translation", "LINEAR", &[0.0], "VEC3", &[5., 0., 0.]);
    near(file.corners(0.0).0[0], Vec3::X);
    let named = file.at(0.0).expect("a scene").facts().unsupported.clone();
    assert!(named.len() == 2 && named.iter().any(|what| what.contains("the first has it")), "{named:?}");
}

#[test]
fn children_cameras_and_lights_go_with_what_moves() {
    let mut file = triangle();
    file.root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 1, "znear": 0.1 } }]);
    file.root["nodes"] = json!([{ "children": [1] }, { "mesh": 0, "camera": 0 }]);
    file.animate(0, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0., 0., 0., 0., 6., 0.]);
    let scene = file.at(0.5).expect("a scene");
    near(scene.cameras[0].eye, Vec3::Y * 3.0);
    near(file.corners(0.5).0[0], Vec3::Y * 3.0);
}

fn morphing() -> File {
    let mut file = triangle();
    let up = file.floats("VEC3", &[0., 0., 2., 0., 0., 0., 0., 0., 0.]);
    let tilt = file.floats("VEC3", &[1., 0., 0., 0., 0., 0., 0., 0., 0.]);
    let side = file.floats("VEC3", &[0., 0., 0., 4., 0., 0., 0., 0., 0.]);
    let targets = json!([{ "POSITION": up, "NORMAL": tilt }, { "POSITION": side }]);
    file.root["meshes"][0]["primitives"][0]["targets"] = targets;
    file
}

#[test]
fn shapes_are_mixed_from_targets_as_mesh_node_or_animation_say() {
    let mut file = morphing();
    near(file.corners(0.0).0[0], Vec3::ZERO);
    file.root["meshes"][0]["weights"] = json!([0.5, 0]);
    near(file.corners(0.0).0[0], Vec3::Z);
    near(file.corners(0.0).1[0], Vec3::new(0.5, 0.0, 1.0).normalize());
    near(file.corners(0.0).1[1], Vec3::Z);
    file.root["nodes"][0]["weights"] = json!([0, 0.25]);
    near(file.corners(0.0).0[0], Vec3::ZERO);
    near(file.corners(0.0).0[1], Vec3::X * 2.0);
    file.animate(0, "weights", "LINEAR", &[0.0, 1.0], "SCALAR", &[0., 0., 1., 1.]);
    near(file.corners(0.5).0[0], Vec3::Z);
    near(file.corners(0.5).0[1], Vec3::X * 3.0);
    // Tangents and values of two targets for each key.
    file.root["animations"] = json!([]);
    let values = [9., 9., 1., 0., 0., 0., 0., 0., 0., 1., 9., 9.];
    file.animate(0, "weights", "CUBICSPLINE", &[0.0, 1.0], "SCALAR", &values);
    near(file.corners(0.5).0[0], Vec3::Z);
    near(file.corners(1.0).0[1], Vec3::X * 5.0);
}

#[test]
fn nodes_of_one_shape_share_it_and_others_do_not() {
    let mut file = morphing();
    file.root["nodes"] = json!([{ "mesh": 0 }, { "mesh": 0, "weights": [0, 0] }, { "mesh": 0, "weights": [1, 0] }]);
    file.root["scenes"][0]["nodes"] = json!([0, 1, 2]);
    let facts = file.at(0.0).expect("a scene").facts().clone();
    assert_eq!((facts.triangles, facts.instances), (2, 3));
}

#[test]
fn joints_hold_vertices_wherever_the_mesh_is() {
    let mut file = triangle();
    let half = [0.5, 0.5, 0.0, 0.0];
    file.hold([[0, 1, 0, 0]; 3], [[1.0, 0.0, 0.0, 0.0], half, [0.0, 1.0, 0.0, 0.0]]);
    file.root["nodes"][2]["translation"] = json!([0, 0, 4]);
    let (corners, _) = file.corners(0.0);
    near(corners[0], Vec3::ZERO);
    near(corners[1], Vec3::new(1.0, 0.0, 2.0));
    near(corners[2], Vec3::new(0.0, 1.0, 4.0));
    // Where a joint was bound is where it moves nothing.
    let bound = [1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1., 0., 0., 0., -4., 1.];
    let bind = file.floats("MAT4", &[[1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1.], bound].concat());
    file.root["skins"][0]["inverseBindMatrices"] = json!(bind);
    near(file.corners(0.0).0[2], Vec3::Y);
    // Weights that do not add up are taken as shares.
    file.hold([[0, 1, 0, 0]; 3], [[0.2, 0.2, 0.0, 0.0]; 3]);
    file.root["nodes"][2]["translation"] = json!([0, 0, 4]);
    near(file.corners(0.0).0[0], Vec3::Z * 2.0);
}

/// Blender, too, takes a joint's place along its own parents, whatever scene they are in.
#[test]
fn joints_outside_of_the_scene_are_where_their_parents_put_them() {
    let mut file = triangle();
    file.hold([[0, 0, 0, 0]; 3], [[1.0, 0.0, 0.0, 0.0]; 3]);
    file.root["nodes"] = json!([
        { "mesh": 0, "skin": 0 }, { "translation": [1, 0, 0] }, {},
        { "children": [4], "translation": [0, 2, 0] }, { "children": [1], "scale": [3, 3, 3] },
    ]);
    file.root["scenes"][0]["nodes"] = json!([0, 2]);
    near(file.corners(0.0).0[0], Vec3::new(3.0, 2.0, 0.0));
    near(file.corners(0.0).0[1], Vec3::new(6.0, 2.0, 0.0));
    // They move there as well.
    file.animate(3, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0., 2., 0., 0., 4., 0.]);
    near(file.corners(0.5).0[0], Vec3::new(3.0, 3.0, 0.0));
    file.root["nodes"][1]["children"] = json!([3]);
    assert!(matches!(file.broken(), SceneError::NodeCycle(_)));
    file.root["nodes"][1] = json!({ "translation": [1, 0, 0], "scale": [1.0e20, 1, 1] });
    assert!(matches!(file.broken(), SceneError::NotFinite(_)));
}

#[test]
fn what_is_said_of_a_mesh_that_keeps_its_shape_is_said_at_every_instant() {
    let mut file = triangle();
    file.root["materials"] = json!([{ "extensions": { "KHR_materials_anisotropy": { "anisotropyStrength": 1 } } }]);
    file.root["meshes"][0]["primitives"][0]["material"] = json!(0);
    file.animate(0, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0., 0., 0., 1., 0., 0.]);
    let mut stage = Stage::from_glb(file.glb()).expect("a scene");
    for time_us in [0, 500_000] {
        let scene = stage.at(time_us).expect("a scene");
        assert!(scene.facts().unsupported.iter().any(|what| what.contains("brushed")), "at {time_us}");
    }
}

/// Something with a picture on it three times: one changes its shape, one moves as it is, one follows joints.
pub(crate) fn moving_things() -> Vec<u8> {
    let mut file = morphing();
    file.hold([[1, 0, 0, 0]; 3], [[1.0, 0.0, 0.0, 0.0]; 3]);
    file.root["nodes"] = json!([{ "mesh": 0 }, {}, {}, { "mesh": 0, "weights": [0, 0.25] }, { "mesh": 0, "skin": 0 }]);
    file.root["scenes"][0]["nodes"] = json!([0, 1, 2, 3, 4]);
    file.animate(0, "weights", "LINEAR", &[0.0, 1.0], "SCALAR", &[0., 0., 1., 1.]);
    file.animate(2, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0., 0., 0., 0., 10., 0.]);
    file.animate(3, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[1., 0., 0., 0., 0., 5.]);
    let laid = file.floats("VEC2", &[0., 0., 1., 0., 0., 1.]);
    let mut picture = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbaImage::from_fn(4, 2, |x, y| image::Rgba([x as u8 * 60, y as u8 * 200, 7, 255]));
    pixels.write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
    let at = file.data("SCALAR", 5121, picture.get_ref().len(), picture.get_ref());
    let view = file.root["accessors"][at]["bufferView"].clone();
    file.root["accessors"].as_array_mut().expect("a list").remove(at);
    file.root["images"] = json!([{ "bufferView": view, "mimeType": "image/png" }]);
    file.root["textures"] = json!([{ "source": 0 }]);
    file.root["materials"] = json!([{ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } } }]);
    file.root["meshes"][0]["primitives"][0]["material"] = json!(0);
    file.root["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = json!(laid);
    file.glb()
}

#[test]
fn normals_follow_the_joints() {
    let mut file = triangle();
    let tilted = Vec3::new(1.0, 0.0, 1.0).normalize().to_array();
    let normals = file.floats("VEC3", [tilted; 3].as_flattened());
    file.hold([[0; 4]; 3], [[1.0, 0.0, 0.0, 0.0]; 3]);
    file.root["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = json!(normals);
    file.root["nodes"][1]["scale"] = json!([2, 1, 1]);
    near(file.corners(0.0).1[0], Vec3::new(0.5, 0.0, 1.0).normalize());
    file.root["nodes"][1] = json!({ "rotation": [0, 1, 0, 0] });
    near(file.corners(0.0).1[0], Vec3::new(-1.0, 0.0, -1.0).normalize());
}

#[test]
fn more_than_four_joints_hold_a_vertex() {
    let mut file = triangle();
    file.hold([[0, 0, 0, 0]; 3], [[0.5, 0.0, 0.0, 0.0]; 3]);
    let numbers = file.data("VEC4", 5121, 3, [[1_u8, 0, 0, 0]; 3].as_flattened());
    let weights = file.data("VEC4", 5121, 3, [[128_u8, 0, 0, 0]; 3].as_flattened());
    file.root["accessors"][weights]["normalized"] = json!(true);
    let attributes = &mut file.root["meshes"][0]["primitives"][0]["attributes"];
    attributes["JOINTS_1"] = json!(numbers);
    attributes["WEIGHTS_1"] = json!(weights);
    file.root["nodes"][2]["translation"] = json!([0, 0, 4]);
    let height = file.corners(0.0).0[0].z;
    assert!((height - 2.0).abs() < 0.01, "{height}");
}

#[test]
fn joints_move_by_animations_with_morphed_vertices() {
    let mut file = morphing();
    file.hold([[1, 0, 0, 0]; 3], [[1.0, 0.0, 0.0, 0.0]; 3]);
    file.root["nodes"][0]["weights"] = json!([1, 0]);
    file.animate(2, "translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0., 0., 0., 0., 10., 0.]);
    near(file.corners(0.5).0[0], Vec3::new(0.0, 5.0, 2.0));
}

#[test]
fn nonsense_about_motion_is_named() {
    let moved = |times: &[f32], values: &[f32]| {
        let mut file = triangle();
        file.animate(0, "translation", "LINEAR", times, "VEC3", values);
        file
    };
    let fine = || moved(&[0.0, 1.0], &[0.0; 6]);
    let cases = [moved(&[1.0, 0.0], &[0.0; 6]), moved(&[0.0, f32::NAN], &[0.0; 6]), moved(&[0.0, 1.0], &[0.0; 3])];
    for file in cases {
        assert!(matches!(file.broken(), SceneError::Invalid(_)));
    }
    for value in [f32::NAN, f32::INFINITY, 1.0e30] {
        assert!(matches!(moved(&[0.0, 1.0], &[value; 6]).broken(), SceneError::NotFinite(_)));
    }
    let breakages: [fn(&mut Value); 6] = [
        |it| it["channels"][0]["target"]["node"] = json!(7),
        |it| it["channels"][0]["sampler"] = json!(7),
        |it| it["samplers"][0]["input"] = json!(70),
        |it| it["samplers"][0]["input"] = json!(0),
        |it| it["samplers"][0]["output"] = json!(2),
        |it| it["samplers"][0]["interpolation"] = json!("MAGIC"),
    ];
    for (number, breakage) in breakages.into_iter().enumerate() {
        let mut file = fine();
        breakage(&mut file.root["animations"][0]);
        assert!(matches!(file.broken(), SceneError::Invalid(_)), "case {number}");
    }
    // Nothing is said by no instants.
    near(moved(&[], &[]).corners(0.0).0[0], Vec3::ZERO);
}

#[test]
fn nonsense_about_shapes_is_named() {
    let held = || {
        let mut file = triangle();
        file.hold([[0, 1, 0, 0]; 3], [[0.5, 0.5, 0.0, 0.0]; 3]);
        file
    };
    assert!(held().at(0.0).is_ok());
    let mut outside = triangle();
    outside.hold([[0, 2, 200, 0]; 3], [[0.5, 0.5, 0.0, 0.0]; 3]);
    let sentence = outside.broken().to_string();
    assert!(sentence.contains("mesh 0 is held by joint 2 of 2"), "{sentence}");
    // A joint that has no part in it may be any.
    outside.hold([[0, 0, 200, 0]; 3], [[0.5, 0.5, 0.0, 0.0]; 3]);
    assert!(outside.at(0.0).is_ok());
    let mut undefined = triangle();
    undefined.hold([[0; 4]; 3], [[f32::NAN; 4]; 3]);
    assert!(matches!(undefined.broken(), SceneError::NotFinite(_)));
    let breakages: [fn(&mut File); 5] = [
        |it| it.root["skins"][0]["joints"] = json!([1, 7]),
        |it| it.root["skins"][0]["joints"] = json!([]),
        |it| it.root["nodes"][0]["skin"] = json!(3),
        |it| {
            let bind = it.floats("MAT4", &[0.0; 16]);
            it.root["skins"][0]["inverseBindMatrices"] = json!(bind);
        },
        |it| {
            let short = it.floats("VEC4", &[0.0; 4]);
            it.root["meshes"][0]["primitives"][0]["attributes"]["WEIGHTS_0"] = json!(short);
        },
    ];
    for (number, breakage) in breakages.into_iter().enumerate() {
        let mut file = held();
        breakage(&mut file);
        assert!(matches!(file.broken(), SceneError::Invalid(_)), "case {number}");
    }
    let mut short = morphing();
    short.root["meshes"][0]["weights"] = json!([1, 1]);
    let few = short.floats("VEC3", &[0.0; 3]);
    short.root["meshes"][0]["primitives"][0]["targets"][1]["POSITION"] = json!(few);
    assert!(matches!(short.broken(), SceneError::Invalid(_)));
    let mut wild = morphing();
    wild.root["meshes"][0]["weights"] = json!([1.0e38, 1.0e38]);
    assert!(matches!(wild.broken(), SceneError::NotFinite(_)));
}

#[test]
fn work_that_multiplies_is_bounded() {
    let mut file = triangle();
    let times: Vec<f32> = (0..60_000).map(|key| key as f32).collect();
    let input = file.floats("SCALAR", &times);
    let output = file.floats("VEC3", &vec![0.0; 180_000]);
    for _ in 0..300 {
        // The same bytes each time, by another name.
        let again = file.root["accessors"][input].clone();
        let input = file.push("accessors", again);
        let samplers = json!([{ "input": input, "output": output }]);
        let channels = json!([{ "sampler": 0, "target": { "node": 0, "path": "translation" } }]);
        file.push("animations", json!({ "samplers": samplers, "channels": channels }));
    }
    assert!(matches!(file.broken(), SceneError::TooLarge { what: "instants of animations", .. }));

    let mut file = morphing();
    let one = file.root["meshes"][0]["primitives"][0]["targets"][0].clone();
    file.root["meshes"][0]["primitives"][0]["targets"] = json!(vec![one; 2000]);
    let output = file.floats("SCALAR", &vec![1.0; 2000]);
    let input = file.floats("SCALAR", &[0.0]);
    file.root["nodes"] = json!(vec![json!({ "mesh": 0 }); 600]);
    let channel = |node: usize| json!({ "sampler": 0, "target": { "node": node, "path": "weights" } });
    let channels: Vec<Value> = (0..600).map(channel).collect();
    file.push("animations", json!({ "samplers": [{ "input": input, "output": output }], "channels": channels }));
    assert!(matches!(file.broken(), SceneError::TooLarge { what: "weights of morph targets", .. }));

    let mut file = triangle();
    file.hold([[0; 4]; 3], [[1.0; 4]; 3]);
    file.root["skins"] = json!([{ "joints": vec![1; (1 << 20) + 1] }]);
    assert!(matches!(file.broken(), SceneError::TooLarge { what: "joints", .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a few bytes are changed to, there is a scene or a sentence.
    #[test]
    fn damaged_motion_never_panics(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut file = morphing();
        file.hold([[0, 1, 0, 0]; 3], [[0.5, 0.5, 0.0, 0.0]; 3]);
        file.animate(1, "rotation", "LINEAR", &[0.0, 1.0], "VEC4", &[0., 0., 0., 1., 0., 1., 0., 0.]);
        file.animate(0, "weights", "CUBICSPLINE", &[0.0, 1.0], "SCALAR", &[1.0; 12]);
        let mut bytes = file.glb();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let _ = Scene::from_glb_at(&bytes, 500_000);
    }
}
