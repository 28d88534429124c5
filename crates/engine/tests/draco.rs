//! Meshes in Draco's form: the same pictures as plain ones make, and a sentence for each broken stream.

mod common;

use common::{change, glb, is_seen_or_refused, png, view, whole};
use draco_core::{
    DataType, EncoderBuffer, EncoderOptions, FaceIndex, GeometryAttributeType, Mesh, MeshEncoder, PointAttribute,
    PointIndex,
};
use idlewatt_engine::cpu;
use idlewatt_engine::scene::{Scene, SceneError, Stage};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::f32::consts::{PI, TAU};

const DRACO: &str = "KHR_draco_mesh_compression";
const COLUMNS: usize = 40;
const ROWS: usize = 20;

/// A ball with a seam in its texture coordinates.
struct Ball {
    positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    uv: Vec<[f32; 2]>,
    triangles: Vec<[u32; 3]>,
}

fn ball() -> Ball {
    let mut ball = Ball { positions: vec![], normals: vec![], uv: vec![], triangles: vec![] };
    for row in 0..=ROWS {
        for column in 0..=COLUMNS {
            let (u, v) = (column as f32 / COLUMNS as f32, row as f32 / ROWS as f32);
            // The same place on both sides of the seam, in every bit.
            let turn = if column == COLUMNS { 0.0 } else { u * TAU };
            let ring = if row == 0 || row == ROWS { 0.0 } else { (v * PI).sin() };
            let at = [ring * turn.sin(), (v * PI).cos(), ring * turn.cos()];
            ball.positions.push(at.map(|axis| axis * 1.5));
            ball.normals.push(at);
            ball.uv.push([u, v]);
        }
    }
    let wide = COLUMNS as u32 + 1;
    for row in 0..ROWS as u32 {
        for column in 0..COLUMNS as u32 {
            let a = row * wide + column;
            if row > 0 {
                ball.triangles.push([a, a + wide, a + 1]);
            }
            if row + 1 < ROWS as u32 {
                ball.triangles.push([a + 1, a + wide, a + wide + 1]);
            }
        }
    }
    ball
}

fn bytes<const N: usize>(values: &[[f32; N]]) -> Vec<u8> {
    values.iter().flatten().flat_map(|value| value.to_le_bytes()).collect()
}

/// How the ball is encoded, and how many points it has then.
fn stream(ball: &Ball, options: &EncoderOptions) -> (Vec<u8>, usize) {
    let mut mesh = Mesh::new();
    let mut add = |kind, width: u8, values: Vec<u8>| {
        let mut attribute = PointAttribute::new();
        attribute.init(kind, width, DataType::Float32, false, ball.positions.len());
        attribute.buffer_mut().write(0, &values);
        mesh.add_attribute(attribute);
    };
    add(GeometryAttributeType::Position, 3, bytes(&ball.positions));
    add(GeometryAttributeType::Normal, 3, bytes(&ball.normals));
    add(GeometryAttributeType::TexCoord, 2, bytes(&ball.uv));
    mesh.set_num_faces(ball.triangles.len());
    for (index, triangle) in ball.triangles.iter().enumerate() {
        mesh.set_face(FaceIndex(index as u32), triangle.map(PointIndex));
    }
    let mut encoder = MeshEncoder::new();
    encoder.set_mesh(mesh);
    let mut out = EncoderBuffer::new();
    let info = encoder.encode_with_info(options, &mut out).expect("encoded");
    assert_eq!(info.num_encoded_faces, ball.triangles.len());
    (out.data().to_vec(), info.num_encoded_points)
}

/// As exporters set it, at a speed: ten is sequential, below five is valence.
fn speed(speed: i32) -> EncoderOptions {
    let mut options = EncoderOptions::new();
    options.set_global_int("encoding_speed", speed);
    options.set_global_int("decoding_speed", speed);
    for (attribute, bits) in [(0, 14), (1, 10), (2, 12)] {
        options.set_attribute_quantization(attribute, bits);
    }
    options
}

/// A scene with the ball; its buffer has the plain elements, a picture and the stream.
fn described(ball: &Ball, stream: &[u8], points: usize, plain: bool) -> (Value, Vec<u8>) {
    let picture = png(
        8,
        &(0..64_u8)
            .map(|at| if (at + at / 8) % 2 == 0 { [230, 60, 30, 255] } else { [20, 90, 220, 255] })
            .collect::<Vec<_>>(),
    );
    let corners: Vec<u8> = ball.triangles.iter().flatten().flat_map(|index| index.to_le_bytes()).collect();
    let parts = [bytes(&ball.positions), bytes(&ball.normals), bytes(&ball.uv), corners, picture, stream.to_vec()];
    let (mut buffer, mut views) = (Vec::new(), Vec::new());
    for part in parts {
        buffer.resize(Vec::len(&buffer).next_multiple_of(4), 0);
        views.push(json!({ "buffer": 0, "byteOffset": buffer.len(), "byteLength": part.len() }));
        buffer.extend_from_slice(&part);
    }
    let count = if plain { ball.positions.len() } else { points };
    let mut accessors = vec![
        json!({ "componentType": 5126, "type": "VEC3", "count": count, "min": [-1.5, -1.5, -1.5], "max": [1.5, 1.5, 1.5] }),
        json!({ "componentType": 5126, "type": "VEC3", "count": count }),
        json!({ "componentType": 5126, "type": "VEC2", "count": count }),
        json!({ "componentType": 5125, "type": "SCALAR", "count": ball.triangles.len() * 3 }),
    ];
    let mut primitive =
        json!({ "attributes": { "POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2 }, "indices": 3, "material": 0 });
    if plain {
        accessors.iter_mut().enumerate().for_each(|(view, accessor)| accessor["bufferView"] = json!(view));
    } else {
        primitive["extensions"] =
            json!({ DRACO: { "bufferView": 5, "attributes": { "POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2 } } });
    }
    let root = json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0, "rotation": [0.1, 0.25, 0.05, 0.96] }],
        "materials": [{ "pbrMetallicRoughness":
            { "baseColorTexture": { "index": 0 }, "metallicFactor": 0.2, "roughnessFactor": 0.3 } }],
        "textures": [{ "source": 0 }],
        "images": [{ "bufferView": 4, "mimeType": "image/png" }],
        "meshes": [{ "primitives": [primitive] }],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{ "byteLength": buffer.len() }],
        "extensionsUsed": if plain { json!([]) } else { json!([DRACO]) },
        "extensionsRequired": if plain { json!([]) } else { json!([DRACO]) },
    });
    (root, buffer)
}

fn scene(ball: &Ball, stream: &[u8], points: usize, plain: bool) -> Scene {
    let (root, buffer) = described(ball, stream, points, plain);
    Scene::from_glb(&glb(&root, &buffer)).expect("valid")
}

/// How far two scenes' pictures are apart, on the whole.
fn apart(one: &Scene, other: &Scene) -> f32 {
    let view = view(48, 48, 2);
    let [one, other] = [one, other].map(|scene| cpu::render(scene, &view, &whole(&view, 32)).expect("valid"));
    let sum: f32 = one.iter().flatten().zip(other.iter().flatten()).map(|(a, b)| (a - b).abs()).sum();
    sum / one.iter().flatten().sum::<f32>()
}

#[test]
fn a_ball_in_every_method_looks_like_the_plain_one() {
    let ball = ball();
    let plain = scene(&ball, &[], 0, true);
    for (name, options) in [("valence", speed(4)), ("standard", speed(7)), ("sequential", speed(10))] {
        let (stream, points) = stream(&ball, &options);
        let packed = scene(&ball, &stream, points, false);
        let (one, other) = (plain.facts(), packed.facts());
        assert_eq!((one.triangles, one.instances), (other.triangles, other.instances), "{name}");
        assert_eq!(one.unsupported, other.unsupported, "{name}: nothing more is missing");
        let apart = apart(&plain, &packed);
        println!("{name}: {} bytes, {points} points, {apart:.4} apart", stream.len());
        assert!(apart < 0.002, "{name}: {apart}");
    }
    // Half a square of the picture on it is far more than what was rounded.
    let turned = Ball { uv: ball.uv.iter().map(|[u, v]| [u + 0.0625, *v]).collect(), ..ball };
    let (stream, points) = stream(&turned, &speed(7));
    let far = apart(&plain, &scene(&turned, &stream, points, false));
    assert!(far > 0.02, "{far}");
}

#[test]
fn a_stream_beside_plain_elements_is_left_alone() {
    let ball = ball();
    let (mut root, buffer) = described(&ball, b"no stream at all", 0, true);
    root["extensionsUsed"] = json!([DRACO]);
    root["meshes"][0]["primitives"][0]["extensions"] =
        json!({ DRACO: { "bufferView": 5, "attributes": { "POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2 } } });
    let scene = Scene::from_glb(&glb(&root, &buffer)).expect("the plain elements are there");
    assert_eq!(scene.facts().triangles as usize, ball.triangles.len());
    // Where one of them is missing, the stream is asked for all of them.
    root["accessors"][1].as_object_mut().expect("an object").remove("bufferView");
    let error = Scene::from_glb(&glb(&root, &buffer)).expect_err("it is no stream");
    assert!(matches!(&error, SceneError::Invalid(what) if what.contains("Draco")), "{error}");
}

#[test]
fn an_estimate_counts_what_is_packed_without_unpacking_it() {
    let ball = ball();
    let (stream, points) = stream(&ball, &speed(4));
    let (root, buffer) = described(&ball, &stream, points, false);
    let estimate = Stage::from_glb(glb(&root, &buffer)).expect("valid").estimate().0;
    let real = Scene::from_glb(&glb(&root, &buffer)).expect("valid").facts().device_bytes.0;
    assert!(estimate > ball.triangles.len() as u64 * 48 && estimate < real, "{estimate} of {real}");
    let (root, buffer) = described(&ball, &vec![0; stream.len()], points, false);
    assert_eq!(Stage::from_glb(glb(&root, &buffer)).expect("not looked into").estimate().0, estimate);
}

fn broken(breakage: impl FnOnce(&mut Value, &mut Vec<u8>)) -> String {
    let ball = ball();
    let (mut stream, points) = stream(&ball, &speed(7));
    let (mut root, _) = described(&ball, &stream, points, false);
    breakage(&mut root, &mut stream);
    let (_, buffer) = described(&ball, &stream, points, false);
    root["bufferViews"][5]["byteLength"] = json!(stream.len());
    root["buffers"][0]["byteLength"] = json!(buffer.len());
    let error = Scene::from_glb(&glb(&root, &buffer)).expect_err("it is broken");
    assert!(matches!(error, SceneError::Invalid(_) | SceneError::TooLarge { .. }), "{error}");
    error.to_string()
}

#[test]
fn streams_are_held_against_what_accessors_say() {
    let count = |accessor: usize, count: u64| broken(|root, _| root["accessors"][accessor]["count"] = json!(count));
    let few = count(3, 30);
    assert!(few.contains("more than its accessors say"), "{few}");
    assert!(count(3, 30_000).contains("another count"));
    assert!(count(1, 2_000).contains("another count"));
    assert!(count(0, u64::MAX).contains("more than can be rendered"));
    let fewer = broken(|root, _| (0..3).for_each(|accessor| root["accessors"][accessor]["count"] = json!(100)));
    assert!(fewer.contains("more than its accessors say"), "{fewer}");
    let kind = broken(|root, _| root["accessors"][2]["type"] = json!("VEC3"));
    assert!(kind.contains("type"), "{kind}");
    let draco = |root: &mut Value, what: &str, value: Value| {
        root["meshes"][0]["primitives"][0]["extensions"][DRACO][what] = value;
    };
    let absent = broken(|root, _| draco(root, "attributes", json!({ "POSITION": 0, "NORMAL": 9, "TEXCOORD_0": 2 })));
    assert!(absent.contains("does not hold it"), "{absent}");
    let other = broken(|root, _| draco(root, "attributes", json!({ "POSITION": 2, "NORMAL": 1, "TEXCOORD_0": 0 })));
    assert!(other.contains("another type"), "{other}");
    assert!(broken(|root, _| draco(root, "bufferView", json!(99))).contains("does not exist"));
    assert!(broken(|root, _| draco(root, "bufferView", json!("five"))).contains("names no buffer view"));
    let strip = broken(|root, _| root["meshes"][0]["primitives"][0]["mode"] = json!(5));
    assert!(strip.contains("triangles with indices"), "{strip}");
    let draco = |view: usize, normals: usize, texture: usize| {
        move |root: &mut Value| {
            let mut other = root["meshes"][0]["primitives"][0].clone();
            let attributes = json!({ "POSITION": 0, "NORMAL": normals, "TEXCOORD_0": texture });
            other["extensions"][DRACO] = json!({ "bufferView": view, "attributes": attributes });
            root["meshes"][0]["primitives"].as_array_mut().expect("a list").push(other);
        }
    };
    let other = broken(|root, _| draco(4, 1, 2)(root));
    assert!(other.contains("accessor") && other.contains("Draco stream that is broken"), "no stream: {other}");
    let both = broken(|root, _| draco(5, 2, 1)(root));
    assert!(both.contains("two things in one Draco stream"), "{both}");
    let twice = broken(|root, _| {
        root["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"] = json!(2);
        root["meshes"][0]["primitives"][0]["extensions"][DRACO]["attributes"]["COLOR_0"] = json!(1);
    });
    assert!(twice.contains("two things in one Draco stream"), "{twice}");
}

/// Blender's exporter has one accessor for triangles that two meshes have alike, each with a stream of its own.
#[test]
fn accessors_that_are_shared_lie_in_the_stream_of_whoever_asks() {
    let ball = ball();
    let larger =
        Ball { positions: ball.positions.iter().map(|at| at.map(|axis| axis * 2.0)).collect(), ..self::ball() };
    let (small, points) = stream(&ball, &speed(7));
    let (large, same) = stream(&larger, &speed(7));
    assert_eq!(points, same);
    let (mut root, mut buffer) = described(&ball, &small, points, false);
    buffer.resize(buffer.len().next_multiple_of(4), 0);
    let views = root["bufferViews"].as_array_mut().expect("a list");
    views.push(json!({ "buffer": 0, "byteOffset": buffer.len(), "byteLength": large.len() }));
    buffer.extend_from_slice(&large);
    root["buffers"][0]["byteLength"] = json!(buffer.len());
    let mut other = root["meshes"][0]["primitives"][0].clone();
    other["extensions"][DRACO]["bufferView"] = json!(6);
    // Places have bounds, by which Blender tells its accessors apart; all else is shared.
    let mut places = root["accessors"][0].clone();
    (places["min"], places["max"]) = (json!([-3, -3, -3]), json!([3, 3, 3]));
    root["accessors"].as_array_mut().expect("a list").push(places);
    other["attributes"]["POSITION"] = json!(4);
    root["meshes"].as_array_mut().expect("a list").push(json!({ "primitives": [other] }));
    root["nodes"] = json!([root["nodes"][0], { "mesh": 1, "rotation": root["nodes"][0]["rotation"] }]);
    root["scenes"][0]["nodes"] = json!([0]);
    let shown = |root: &Value| Scene::from_glb(&glb(root, &buffer)).expect("valid");
    let first = shown(&root);
    root["scenes"][0]["nodes"] = json!([1]);
    let second = shown(&root);
    root["scenes"][0]["nodes"] = json!([0, 1]);
    assert_eq!(shown(&root).facts().triangles as usize, 2 * ball.triangles.len());
    let alone = [scene(&ball, &small, points, false), scene(&larger, &large, points, false)];
    assert_eq!((apart(&first, &alone[0]), apart(&second, &alone[1])), (0.0, 0.0));
}

#[test]
fn headers_are_read_before_anything_is_made_room_for() {
    let empty = broken(|_, stream| stream.clear());
    assert!(empty.contains("broken"), "{empty}");
    assert!(broken(|_, stream| stream.truncate(14)).contains("broken"));
    assert!(broken(|_, stream| stream[6] = 1).contains("version"));
    assert!(broken(|_, stream| stream[7] = 0).contains("not a mesh"));
    assert!(broken(|_, stream| stream[10] = 0x80).contains("metadata"));
    // Two hundred and fifty-five tables of a million triangles.
    let tables = broken(|root, stream| {
        root["accessors"][3]["count"] = json!(3_000_000);
        stream.splice(11.., [0, 0x80, 0x08, 0xC0, 0x84, 0x3D, 0xFF, 0, 0, 0]);
    });
    assert!(tables.contains("more than its accessors say"), "{tables}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_streams_never_panic(
        kind in 0..3_usize, cut in any::<Option<prop::sample::Index>>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let ball = ball();
        let (mut stream, points) = stream(&ball, &speed([4, 7, 10][kind]));
        change(&mut stream, changes);
        if let Some(cut) = cut {
            stream.truncate(cut.index(stream.len()));
        }
        let (root, buffer) = described(&ball, &stream, points, false);
        is_seen_or_refused(&glb(&root, &buffer));
    }
}
