//! One node that shows its mesh in many places, as EXT_mesh_gpu_instancing has it.

mod common;

use common::{glb, in_white, is_seen_or_refused, square, square_root, view, whole};
use idlewatt_engine::cpu;
use idlewatt_engine::scene::{Scene, SceneError, Stage};
use serde_json::{Value, json};

const INSTANCING: &str = "EXT_mesh_gpu_instancing";

/// A file in the making: the square, and accessors for where it is.
struct File {
    root: Value,
    bytes: Vec<u8>,
}

impl File {
    fn new() -> Self {
        let mut root = square_root();
        root["extensionsUsed"] = json!([INSTANCING]);
        root["extensionsRequired"] = json!([INSTANCING]);
        root["nodes"] = json!([{ "mesh": 0, "scale": [2, 2, 2], "name": "Meadow" }]);
        Self { root, bytes: square() }
    }

    /// Puts an attribute into an accessor of its own.
    fn attribute(&mut self, name: &str, accessor: Value, bytes: &[u8]) {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let list = |root: &mut Value, list: &str, value: Value| {
            let list = root[list].as_array_mut().expect("a list");
            list.push(value);
            list.len() - 1
        };
        let place = json!({ "buffer": 0, "byteOffset": self.bytes.len(), "byteLength": bytes.len() });
        let mut accessor = accessor;
        accessor["bufferView"] = json!(list(&mut self.root, "bufferViews", place));
        self.bytes.extend_from_slice(bytes);
        let accessor = list(&mut self.root, "accessors", accessor);
        self.root["nodes"][0]["extensions"][INSTANCING]["attributes"][name] = json!(accessor);
    }

    fn floats(&mut self, name: &str, kind: &str, values: &[f32]) {
        let width = if kind == "VEC3" { 3 } else { 4 };
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let accessor = json!({ "componentType": 5126, "type": kind, "count": values.len() / width });
        self.attribute(name, accessor, &bytes);
    }

    fn glb(&self) -> Vec<u8> {
        let mut root = self.root.clone();
        root["buffers"][0]["byteLength"] = json!(self.bytes.len());
        glb(&root, &self.bytes)
    }

    fn broken(&self) -> String {
        let sentence = Scene::from_glb(&self.glb()).expect_err("it is broken").to_string();
        assert!(!sentence.contains('\n') && sentence.len() < 300, "one clear sentence: {sentence}");
        sentence
    }
}

/// What the first camera, or one that sees everything, has of a scene.
fn seen(file: &[u8]) -> Vec<[f32; 3]> {
    let view = view(32, 32, 3);
    cpu::render(&Scene::from_glb(&in_white(file)).expect("valid"), &view, &whole(&view, 8)).expect("valid")
}

const PLACES: [[f32; 3]; 3] = [[0.0, 0.0, 0.0], [2.0, 0.5, 0.0], [-1.5, 1.0, -1.0]];
const SIZES: [[f32; 3]; 3] = [[1.0, 1.0, 1.0], [0.5, 2.0, 1.0], [1.5, 0.25, 1.0]];
const HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;
const TURNS: [[f32; 4]; 3] = [[0.0, 0.0, 0.0, 1.0], [0.0, 0.0, HALF, HALF], [HALF, 0.0, 0.0, -HALF]];

fn scattered() -> File {
    let mut file = File::new();
    file.floats("TRANSLATION", "VEC3", PLACES.as_flattened());
    file.floats("ROTATION", "VEC4", TURNS.as_flattened());
    file.floats("SCALE", "VEC3", SIZES.as_flattened());
    file
}

/// The same with a node for each instance.
fn nodes() -> File {
    let mut file = File::new();
    file.root["nodes"] = json!([{ "scale": [2, 2, 2], "children": [1, 2, 3] }]);
    for ((place, turn), size) in PLACES.iter().zip(TURNS).zip(SIZES) {
        let node = json!({ "mesh": 0, "translation": place, "rotation": turn, "scale": size });
        file.root["nodes"].as_array_mut().expect("a list").push(node);
    }
    file
}

#[test]
fn instances_look_like_nodes_of_their_own() {
    let (many, apart) = (scattered().glb(), nodes().glb());
    let facts = |file: &[u8]| Scene::from_glb(file).expect("valid").facts().clone();
    assert_eq!((facts(&many).instances, facts(&many)), (3, facts(&apart)));
    assert_eq!(seen(&many), seen(&apart));
    let estimates = [&many, &apart].map(|file| Stage::from_glb(file.clone()).expect("valid").estimate());
    assert_eq!(estimates[0], estimates[1]);
    let mut few = scattered();
    few.root["nodes"][0]["extensions"][INSTANCING]["attributes"].as_object_mut().expect("an object").remove("ROTATION");
    assert_ne!(seen(&few.glb()), seen(&apart), "turns count");
}

#[test]
fn turns_may_be_whole_numbers() {
    let apart = seen(&nodes().glb());
    let all = |value: f32| TURNS.as_flattened().iter().map(move |turn| turn * value);
    let bytes: Vec<u8> = all(127.0).map(|turn| turn.round() as i8 as u8).collect();
    let shorts: Vec<u8> = all(32767.0).flat_map(|turn| (turn.round() as i16).to_le_bytes()).collect();
    for (component, turns, most) in [(5120, bytes, 0.02), (5122, shorts, 1.0e-3)] {
        let mut file = scattered();
        let accessor = json!({ "componentType": component, "normalized": true, "type": "VEC4", "count": 3 });
        file.attribute("ROTATION", accessor, &turns);
        let pairs = apart.iter().flatten().zip(seen(&file.glb()).into_iter().flatten().collect::<Vec<_>>());
        let off = pairs.map(|(a, b)| (a - b).abs()).sum::<f32>() / apart.iter().flatten().sum::<f32>();
        assert!(off < most, "{component}: {off}");
    }
}

#[test]
fn nonsense_about_instances_is_named() {
    let attributes = |change: &dyn Fn(&mut Value)| {
        let mut file = scattered();
        change(&mut file.root["nodes"][0]["extensions"][INSTANCING]);
        file.broken()
    };
    let meadow = "the instances of node 0 (\"Meadow\")";
    for wrong in [json!(7), json!({}), json!({ "attributes": [1] }), json!({ "attributes": { "SCALE": "three" } })] {
        let sentence = attributes(&|said| *said = wrong.clone());
        assert!(sentence.contains(meadow) && sentence.contains("not described as they should be"), "{sentence}");
    }
    assert!(attributes(&|said| said["attributes"]["SCALE"] = json!(99)).contains("accessor 99 does not exist"));
    assert!(attributes(&|said| said["attributes"]["SCALE"] = json!(3)).contains("another type"));
    let mut uneven = scattered();
    uneven.floats("SCALE", "VEC3", &[1.0; 6]);
    assert!(uneven.broken().contains(&format!("{meadow} have 3 of TRANSLATION and 2 of SCALE")), "{}", uneven.broken());
    let with = |name: &str, kind: &str, values: &[f32]| {
        let mut file = scattered();
        file.floats(name, kind, values);
        file.broken()
    };
    for bad in [f32::NAN, f32::INFINITY, 1.0e30] {
        let mut turns = TURNS;
        turns[1][2] = bad;
        let mut places = PLACES;
        places[2][0] = bad;
        for sentence in
            [with("ROTATION", "VEC4", turns.as_flattened()), with("TRANSLATION", "VEC3", places.as_flattened())]
        {
            assert!(sentence.contains(meadow) && sentence.contains("out of all proportion"), "{sentence}");
        }
    }
}

#[test]
fn more_instances_than_can_be_are_refused_at_once() {
    let mut file = File::new();
    // Nothing but noughts, as many as it says.
    let none =
        json!({ "count": 1, "indices": { "bufferView": 1, "componentType": 5123 }, "values": { "bufferView": 0 } });
    let accessor = json!({ "componentType": 5126, "type": "VEC3", "count": 4_000_000_000_u64, "sparse": none });
    file.root["accessors"].as_array_mut().expect("a list").push(accessor);
    file.root["nodes"][0]["extensions"][INSTANCING]["attributes"]["SCALE"] = json!(2);
    let refused = |file: &File| Scene::from_glb(&file.glb()).expect_err("too many");
    assert!(matches!(refused(&file), SceneError::TooLarge { what: "instances", .. }));
    // Neither by many nodes: those of no size are counted, too.
    file.root["accessors"][2]["count"] = json!(500_000);
    let node = file.root["nodes"][0].clone();
    file.root["nodes"] = json!([node, node, node]);
    file.root["scenes"][0]["nodes"] = json!([0, 1, 2]);
    assert!(matches!(refused(&file), SceneError::TooLarge { what: "instances", .. }));
}

#[test]
fn cut_instances_are_seen_or_refused() {
    let whole = scattered();
    for length in (60..whole.bytes.len()).step_by(5) {
        let cut = File { root: whole.root.clone(), bytes: whole.bytes[..length].to_vec() };
        is_seen_or_refused(&cut.glb());
    }
}
