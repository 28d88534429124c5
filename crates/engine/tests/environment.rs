//! Light from all around: held against the twin, against sums by hand, and against files that are made to hurt.

mod common;

use common::{cubes, exr, glb, look, mean, pixels, radiance, square, square_root, view, whole, within};
use idlewatt_engine::scene::{Changes, Scene, SceneError, Surroundings, surround};
use idlewatt_engine::{cpu, pack, pack_at, pack_changed};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::f32::consts::PI;
use std::fs;
use std::path::Path;

/// Dim and uneven, and one pixel far brighter than all others together.
fn spotted() -> Vec<u8> {
    let pixel = |i: usize| match i {
        1234 => [3000.0, 2500.0, 2000.0],
        i => [0.2 + (i % 5) as f32 * 0.1, 0.3, 0.5 + (i / 300) as f32 * 0.05],
    };
    exr(64, &(0..64 * 32).map(pixel).collect::<Vec<_>>())
}

#[test]
fn device_and_twin_agree_alone_with_it_and_beside_lamps() {
    let looks = [look([0.9, 0.6, 0.2], 1.0, 0.2), look([0.2, 0.4, 0.8], 0.0, 0.5), look([0.8; 3], 0.5, 0.05)];
    let alone = cubes(&looks, &[], &[]);
    let lamp = json!({ "emissiveFactor": [4, 3, 2], "pbrMetallicRoughness": { "roughnessFactor": 0.4 } });
    let point = json!({ "translation": [0, 2, 2], "extensions": { "KHR_lights_punctual": { "light": 0 } } });
    let beside = cubes(&[looks[0].clone(), lamp], &[point], &[json!({ "type": "point", "intensity": 5 })]);
    for (file, rotation) in [(&alone, 0.0), (&alone, 77.0), (&beside, -140.0)] {
        let scene = Scene::from_glb(&within(file, &spotted(), rotation, 1.5)).expect("valid");
        assert!(mean(&scene, &view(64, 40, 5), 4) > 0.1);
    }
}

/// White things look like what is around them, if that is the same everywhere.
#[test]
fn a_furnace_of_any_strength() {
    let white = exr(3, &[[0.7; 3]; 6]);
    for (metallic, roughness) in [(0.0, 1.0), (0.0, 0.2), (1.0, 0.3)] {
        let file = within(&cubes(&[look([1.0; 3], metallic, roughness)], &[], &[]), &white, 33.0, 2.0);
        let scene = Scene::from_glb(&file).expect("valid");
        let mean = mean(&scene, &view(32, 32, 32), 256);
        assert!((mean / 1.4 - 1.0).abs() < 0.005, "{metallic} {roughness}: {mean}");
    }
}

/// A chalk square that fills the picture, seen from the front; with a sun or without.
fn chalk(sun: bool) -> Vec<u8> {
    let mut root = square_root();
    let chalk =
        json!({ "pbrMetallicRoughness": { "metallicFactor": 0 }, "extensions": { "KHR_materials_ior": { "ior": 1 } } });
    root["materials"] = json!([chalk]);
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.02, "znear": 0.1 } }]);
    root["nodes"] = json!([{ "mesh": 0 }, { "camera": 0, "translation": [0, 0, 2] }]);
    root["scenes"] = json!([{ "nodes": [0, 1] }]);
    root["extensionsUsed"] = json!(["KHR_materials_ior"]);
    if sun {
        root["extensionsUsed"] = json!(["KHR_materials_ior", "KHR_lights_punctual"]);
        let sun = json!({ "type": "directional", "intensity": PI });
        root["extensions"] = json!({ "KHR_lights_punctual": { "lights": [sun] } });
        root["nodes"] = json!([{ "mesh": 0 }, { "camera": 0, "translation": [0, 0, 2] },
            { "extensions": { "KHR_lights_punctual": { "light": 0 } } }]);
        root["scenes"] = json!([{ "nodes": [0, 1, 2] }]);
    }
    glb(&root, &square())
}

/// One pixel in two thousand has all the light: its sum by hand is what chalk sends on, and few samples find it.
#[test]
fn a_tiny_bright_spot_lights_chalk_as_the_sum_says() {
    let (width, height) = (128_usize, 64_usize);
    let (column, row) = (90, 24);
    let mut light = vec![[0.0_f32; 3]; width * height];
    light[row * width + column] = [4000.0; 3];
    // Between the middles of pixels light is mixed: the spot is a tent, two pixels wide.
    let steps = 400;
    let point = |i: usize| (i as f32 + 0.5) / steps as f32 * 2.0 - 1.0;
    let mut expected = 0.0_f64;
    for (i, j) in (0..steps * steps).map(|i| (i % steps, i / steps)) {
        let (x, y) = (point(i), point(j));
        let down = PI * (row as f32 + 0.5 + y) / height as f32;
        let turn = 2.0 * PI * ((column as f32 + 0.5 + x) / width as f32 - 0.5);
        let towards = turn.sin() * down.sin();
        let area = 2.0 * PI * PI / (width * height) as f32 * down.sin() * 4.0 / (steps * steps) as f32;
        expected += f64::from(4000.0 * (1.0 - x.abs()) * (1.0 - y.abs()) * towards.max(0.0) * area / PI);
    }
    let expected = expected as f32;
    let scene = Scene::from_glb(&within(&chalk(false), &exr(width, &light), 0.0, 1.0)).expect("valid");
    let few = pixels(&scene, &view(8, 8, 1), 16);
    let mean = few.iter().map(|pixel| pixel[0]).sum::<f32>() / few.len() as f32;
    assert!((mean / expected - 1.0).abs() < 0.01, "{mean} {expected}");
    assert!(few.iter().all(|pixel| (pixel[0] / expected - 1.0).abs() < 0.1), "no pixel misses it: {few:?}");
    // With a sun that gives one besides: both have half of the samples, and nothing is counted twice.
    let scene = Scene::from_glb(&within(&chalk(true), &exr(width, &light), 0.0, 1.0)).expect("valid");
    let both = common::mean(&scene, &view(8, 8, 1), 512);
    assert!((both / (expected + 1.0) - 1.0).abs() < 0.01, "{both} {}", expected + 1.0);
}

/// Quarters of four colours, seen beside what is in the middle: to the east red, to the south green, west, north.
#[test]
fn it_is_laid_as_in_blender_and_turns_about_the_vertical() {
    let (north, east, south, west) = ([128, 0, 0], [0, 128, 0], [0, 0, 128], [128, 128, 0]);
    // From west over north, east and south to west again; below all is black.
    let row = [west, north, north, east, east, south, south, west];
    let file = radiance(8, &[row, row, [[0; 3]; 8], [[0; 3]; 8]].concat());
    let seen = |rotation: f32, turn: [f32; 4]| {
        let mut root = square_root();
        root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.02, "znear": 0.1 } }]);
        root["nodes"] = json!([{ "mesh": 0, "translation": [0, -50, 0] }, { "camera": 0, "rotation": turn }]);
        root["scenes"] = json!([{ "nodes": [0, 1] }]);
        let file = within(&glb(&root, &square()), &file, rotation, 1.0);
        pixels(&Scene::from_glb(&file).expect("valid"), &view(1, 1, 1), 4)[0]
    };
    // A camera looks along -z, which is north; and far up, where nothing of the black half is mixed in.
    let up = [(PI / 6.0).sin(), 0.0, 0.0, (PI / 6.0).cos()];
    let near = |seen: [f32; 3], colour: [u8; 3]| {
        let fine = seen.iter().zip(colour).all(|(seen, byte)| (seen - f32::from(byte) / 128.0).abs() < 0.02);
        assert!(fine, "{seen:?} instead of {colour:?}");
    };
    near(seen(0.0, up), north);
    // As Blender's mapping node: what is looked up is turned to the left, so that east comes from the right.
    near(seen(90.0, up), west);
    near(seen(-90.0, up), east);
    near(seen(180.0, up), south);
    near(seen(-450.0, up), east);
    near(seen(0.0, [-up[0], 0.0, 0.0, up[3]]), [0; 3]);
}

fn under(file: &Path, rotation: f32) -> Changes<'_> {
    Changes { around: Some((file, rotation, 1.0)), ..Changes::default() }
}

#[test]
fn it_travels_in_the_scene_and_replaces_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.hdr"), radiance(2, &[[128, 0, 0]; 2])).expect("written");
    fs::write(at("b.exr"), exr(2, &[[0.0, 0.0, 3.0]; 2])).expect("written");
    let mut root = square_root();
    root["buffers"][0]["uri"] = json!("square.bin");
    fs::write(at("square.gltf"), root.to_string()).expect("written");
    fs::write(at("square.bin"), square()).expect("written");
    let bare = pack(&at("square.gltf")).expect("valid");
    let (first, scene) = pack_changed(&at("square.gltf"), 0, &under(&at("a.hdr"), 10.0)).expect("valid");
    assert!(scene.facts().unsupported.is_empty(), "{:?}", scene.facts().unsupported);
    assert_eq!(first, pack_changed(&at("square.gltf"), 0, &under(&at("a.hdr"), 10.0)).expect("valid").0);
    fs::write(at("first.glb"), &first).expect("written");
    assert_eq!(pack(&at("first.glb")).expect("a GLB is what it is"), first);
    assert!(
        Scene::from_glb(&first).expect("valid").facts().device_bytes
            < Scene::from_glb(&bare).expect("valid").facts().device_bytes
    );
    let (second, scene) = pack_changed(&at("first.glb"), 0, &under(&at("b.exr"), 0.0)).expect("valid");
    fs::write(at("second.glb"), &second).expect("written");
    let again = pack_at(&at("second.glb"), 0).expect("valid").1;
    for scene in [scene, again] {
        let seen = pixels(&scene, &view(8, 8, 1), 4)[0];
        assert!(seen[0] == 0.0 && (seen[2] - 3.0).abs() < 0.01, "the second is there: {seen:?}");
    }
    assert!(matches!(pack_changed(&at("square.gltf"), 0, &under(&at("none.exr"), 0.0)), Err(SceneError::Read { .. })));
}

#[test]
fn black_is_black_and_large_pictures_are_made_smaller() {
    for (file, strength) in [(radiance(2, &[[0; 3]; 2]), 1.0), (radiance(2, &[[128; 3]; 2]), 0.0)] {
        let scene = Scene::from_glb(&within(&cubes(&[look([1.0; 3], 0.0, 1.0)], &[], &[]), &file, 0.0, strength));
        let scene = scene.expect("valid");
        assert!(pixels(&scene, &view(8, 8, 2), 2).iter().flatten().all(|&value| value == 0.0));
        assert!(scene.facts().unsupported.is_empty(), "whoever says black means it");
    }
    let large = exr(6000, &vec![[0.5; 3]; 6000 * 3000]);
    let scene = Scene::from_glb(&within(&chalk(false), &large, 0.0, 1.0)).expect("valid");
    assert!(scene.facts().unsupported[0].contains("3000 x 1500"), "{:?}", scene.facts().unsupported);
    assert!(scene.facts().device_bytes.0 < 64 << 20, "{}", scene.facts().device_bytes.0);
}

/// The sentence with which a scene is refused whose environment is described so.
fn refused(said: &Value, file: &[u8]) -> String {
    let mut root = square_root();
    let bytes = [square(), file.to_vec()].concat();
    root["buffers"][0]["byteLength"] = json!(bytes.len());
    let view = json!({ "buffer": 0, "byteOffset": 60, "byteLength": file.len() });
    root["bufferViews"].as_array_mut().expect("a list").push(view);
    root["scenes"][0]["extensions"] = json!({ "IDLEWATT_environment": said });
    root["extensionsUsed"] = json!(["IDLEWATT_environment"]);
    let error = Scene::from_glb(&glb(&root, &bytes)).expect_err("it is broken");
    assert!(matches!(error, SceneError::Environment(_) | SceneError::TooLarge { .. }), "{error}");
    let sentence = error.to_string();
    assert!(!sentence.contains('\n') && sentence.len() < 300, "one clear sentence: {sentence}");
    sentence
}

#[test]
fn files_that_are_broken_or_lie_are_refused_in_a_sentence() {
    let (exr_file, hdr_file) = (exr(4, &[[1.0; 3]; 8]), radiance(4, &[[9; 3]; 8]));
    let said = json!({ "bufferView": 2 });
    for file in [&exr_file, &hdr_file] {
        for length in (12..file.len() - 1).step_by(7) {
            let cut = refused(&said, &file[..length]);
            // Half a line of a header may be another line.
            let told = cut.contains("its file ends too early") || length < 45 && file == &hdr_file;
            assert!(cut.contains("environment") && told, "{length}: {cut}");
        }
    }
    assert!(refused(&said, b"\x89PNG\r\n\x1a\n and so on").contains("neither OpenEXR nor Radiance"));
    for wrong in [json!(7), json!({}), json!({ "bufferView": -1 }), json!({ "bufferView": 2, "rotation": "north" })] {
        assert!(refused(&wrong, &exr_file).contains("not described"), "{wrong}");
    }
    assert!(refused(&json!({ "bufferView": 9 }), &exr_file).contains("does not exist"));
    assert!(refused(&json!({ "bufferView": 2, "rotation": 1e30 }), &exr_file).contains("rotation"));
    assert!(refused(&json!({ "bufferView": 2, "strength": -1 }), &exr_file).contains("strength"));
    assert!(refused(&json!({ "bufferView": 2, "strength": 1e30 }), &exr_file).contains("strength"));
    assert!(refused(&json!({ "bufferView": 2, "strength": 1e8 }), &exr(1, &[[1.0e6; 3]])).contains("brighter"));
    // Sizes that nobody has memory for, and none at all.
    for size in ["-Y 40000 +X 40000", "-Y 1 +X 100000", "-Y 4000000000 +X 4000000000", "-Y 0 +X 5"] {
        let file = format!("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n{size}\n\0\0\0\0");
        let large = refused(&said, file.as_bytes());
        let told = ["is larger than can be read", "no pixels", "are too large"];
        assert!(told.iter().any(|words| large.contains(words)), "{large}");
    }
    let mut wide = exr_file.clone();
    let window = wide.windows(10).position(|bytes| bytes == b"dataWindow").expect("it has one");
    // Behind its name, its type and its length are four numbers: left, top, right and bottom.
    let right = window + 11 + 6 + 4 + 8;
    wide[right..right + 8].copy_from_slice(&[0xff, 0xff, 0xff, 0x1f, 0xff, 0xff, 0xff, 0x1f]);
    refused(&said, &wide);
    let around = Surroundings { file: &exr_file, rotation: f32::NAN, strength: 1.0 };
    assert!(matches!(surround(&chalk(false), &around), Err(SceneError::Environment(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn changed_bytes_never_panic(
        radiant in any::<bool>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut file = if radiant { radiance(8, &[[9, 99, 200]; 32]) } else { exr(8, &[[0.5, 7.0, 900.0]; 32]) };
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(scene) = Scene::from_glb(&within(&chalk(false), &file, 5.0, 1.0)) {
            let view = view(4, 4, 2);
            let sums = cpu::render(&scene, &view, &whole(&view, 1)).expect("a valid view");
            prop_assert!(sums.iter().flatten().all(|value| value.is_finite()));
        }
    }
}
