//! Buffer views in meshoptimizer's form: files of its own encoders look like the plain one, and each broken one has its
//! sentence. The files are one coloured ball that moves, of 861 vertices, by gltfpack 1.3.0: `-kn` (plain), and with `-c` (ext),
//! `-cc` (filtered), `-cc -vpf -ce khr` (newer). `floats` is the ball as it was before, without quantisation, by the encoders of
//! meshoptimizer's npm package 1.3.0: `encodeVertexBufferLevel(…, 3, 1)` and `encodeIndexSequence`.

mod common;

use common::{change, glb, is_seen_or_refused, view, whole};
use idlewatt_engine::scene::{Scene, SceneError, Stage};
use idlewatt_engine::{cpu, pack};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;

const PLAIN: &[u8] = include_bytes!("meshopt/plain.glb");
const FILES: [(&str, &[u8]); 4] = [
    ("ext", include_bytes!("meshopt/ext.glb")),
    ("filtered", include_bytes!("meshopt/filtered.glb")),
    ("newer", include_bytes!("meshopt/newer.glb")),
    ("floats", include_bytes!("meshopt/floats.glb")),
];

/// How far two files' pictures are apart, on the whole, each at its instant.
fn apart(one: (&[u8], u32), other: (&[u8], u32)) -> f32 {
    let view = view(48, 48, 2);
    let [one, other] = [one, other].map(|(file, time_us)| {
        let scene = Scene::from_glb_at(file, time_us).expect("valid");
        cpu::render(&scene, &view, &whole(&view, 32)).expect("valid")
    });
    let sum: f32 = one.iter().flatten().zip(other.iter().flatten()).map(|(a, b)| (a - b).abs()).sum();
    sum / one.iter().flatten().sum::<f32>()
}

#[test]
fn files_of_the_encoders_look_like_the_plain_one() {
    let plain = Scene::from_glb(PLAIN).expect("valid");
    for (name, file) in FILES {
        let packed = Scene::from_glb(file).expect("valid");
        let (one, other) = (plain.facts(), packed.facts());
        assert_eq!((one.triangles, one.instances), (other.triangles, other.instances), "{name}");
        assert_eq!(one.unsupported, other.unsupported, "{name}: nothing more is missing");
        assert!(one.duration_us > 0 && one.duration_us.abs_diff(other.duration_us) < 50_000, "{name}");
        let [still, moved] = [0, 700_000].map(|time_us| apart((PLAIN, time_us), (file, time_us)));
        println!("{name}: {} bytes, {still:.4} and {moved:.4} apart", file.len());
        assert!(still < 0.01 && moved < 0.01, "{name}: {still} {moved}");
        let estimate = Stage::from_glb(file.to_vec()).expect("valid").estimate().0;
        assert!(estimate > one.triangles * 48 && estimate < other.device_bytes.0, "{name}: {estimate}");
    }
    let far = apart((PLAIN, 0), (PLAIN, 700_000));
    assert!(far > 0.03, "the animation makes more of a difference: {far}");
}

/// A file's description and its binary part.
fn parts(file: &[u8]) -> (Value, Vec<u8>) {
    let length = u32::from_le_bytes(file[12..16].try_into().expect("four")) as usize;
    (serde_json::from_slice(&file[20..20 + length]).expect("a description"), file[28 + length..].to_vec())
}

#[test]
fn a_file_beside_its_streams_is_packed_without_what_stands_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, file) in FILES {
        let (mut root, binary) = parts(file);
        fs::write(folder.path().join("streams.bin"), &binary).expect("written");
        // The plain bytes are said to be elsewhere, for whoever cannot read streams; they are not there.
        root["buffers"][1]["uri"] = json!("plain.bin");
        let extension = root["extensionsRequired"].as_array().and_then(|all| all.last()).expect("one").clone();
        root["buffers"][1]["extensions"] = json!({ extension.as_str().expect("a name"): { "fallback": true } });
        root["buffers"][0]["uri"] = json!("streams.bin");
        // In the other order, their places have to move.
        root["buffers"].as_array_mut().expect("a list").swap(0, 1);
        for view in root["bufferViews"].as_array_mut().expect("a list") {
            view["buffer"] = json!(1 - view["buffer"].as_u64().expect("a number"));
            if let Some(said) = view.pointer_mut(&format!("/extensions/{}", extension.as_str().expect("a name"))) {
                said["buffer"] = json!(1);
            }
        }
        let scene = folder.path().join("scene.gltf");
        fs::write(&scene, root.to_string()).expect("written");
        let packed = pack(&scene).expect("beside it");
        assert_eq!(
            Scene::from_glb(&packed).expect("whole").facts(),
            Scene::from_glb(file).expect("valid").facts(),
            "{name}"
        );
    }
}

fn broken(file: usize, breakage: impl FnOnce(&mut Value, &mut Vec<u8>)) -> String {
    let (mut root, mut binary) = parts(FILES[file].1);
    breakage(&mut root, &mut binary);
    let error = Scene::from_glb(&glb(&root, &binary)).expect_err("it is broken");
    assert!(matches!(error, SceneError::Invalid(_) | SceneError::TooLarge { .. } | SceneError::NoBuffer(_)), "{error}");
    error.to_string()
}

#[test]
fn streams_are_held_against_what_is_said_of_them() {
    let say = |view: usize, name: &'static str, value: Value| {
        broken(0, |root, _| root["bufferViews"][view]["extensions"]["EXT_meshopt_compression"][name] = value)
    };
    for (view, name, value, sentence) in [
        (0, "count", json!(700), "another size"),
        (0, "count", json!(-1), "lacks a number"),
        (0, "byteStride", json!(6), "no kind"),
        (0, "mode", json!("WEATHER"), "no kind"),
        (3, "filter", json!("EXPONENTIAL"), "no kind"),
        (0, "byteLength", json!(100), "is broken"),
        (0, "byteLength", json!(1), "is broken"),
        (0, "byteOffset", json!(1), "is broken"),
        (0, "byteOffset", json!(4_000_000_000_u64), "beyond its buffer"),
        (0, "buffer", json!(1), "beyond its buffer"),
        (0, "buffer", json!(7), "beyond its buffer"),
        (3, "mode", json!("INDICES"), "is broken"),
    ] {
        let said = say(view, name, value.clone());
        assert!(said.contains(sentence), "{name} {value}: {said}");
    }
    let much = broken(0, |root, _| {
        let view = &mut root["bufferViews"][0];
        view["byteLength"] = json!(8 * 200_000_000_u64);
        view["extensions"]["EXT_meshopt_compression"]["count"] = json!(200_000_000);
    });
    assert!(much.contains("bytes in compressed geometry"), "{much}");
    let lie = broken(0, |root, _| {
        let view = &mut root["bufferViews"][0];
        view["byteLength"] = json!(8 * 100_000_000_u64);
        view["extensions"]["EXT_meshopt_compression"]["count"] = json!(100_000_000);
    });
    assert!(lie.contains("is broken"), "{lie}");
    let plain = broken(0, |root, _| {
        root["bufferViews"][0].as_object_mut().expect("an object").remove("extensions");
    });
    assert!(plain.contains("beyond its buffer"), "{plain}");
    for file in 0..FILES.len() {
        let cut = broken(file, |root, binary| {
            binary.truncate(binary.len() / 4);
            root["buffers"][0]["byteLength"] = json!(binary.len());
        });
        assert!(cut.contains("beyond its buffer"), "{cut}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_streams_never_panic(
        file in 0..FILES.len(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let (root, mut binary) = parts(FILES[file].1);
        change(&mut binary, changes);
        is_seen_or_refused(&glb(&root, &binary));
    }
}
