//! What is changed in a scene before anybody gets it.

mod common;

use common::{glb, mean, square, square_root, view};
use idlewatt_engine::pack_changed;
use idlewatt_engine::scene::{Changes, Scene, SceneError};
use idlewatt_proto::picture::ReadAs;
use serde_json::{Value, json};
use std::fs;

/// With numbers for animations after those of the square: the instants nought and one, nought and two, and two places.
fn pack(root: &Value, changes: &Changes<'_>) -> Result<(Vec<u8>, Scene), SceneError> {
    let mut root = root.clone();
    let mut bytes = square();
    for numbers in [&[0.0_f32, 1.0][..], &[0.0, 2.0], &[0.0, 0.0, 0.0, 0.0, 0.0, -3.0]] {
        let (place, length) = (bytes.len(), numbers.len() * 4);
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let views = root["bufferViews"].as_array_mut().expect("a list");
        views.push(json!({ "buffer": 0, "byteOffset": place, "byteLength": length }));
        let (view, kind) = (views.len() - 1, if length > 8 { "VEC3" } else { "SCALAR" });
        let accessor = json!({ "bufferView": view, "componentType": 5126, "type": kind, "count": 2 });
        root["accessors"].as_array_mut().expect("a list").push(accessor);
    }
    root["buffers"] = json!([{ "byteLength": bytes.len() }]);
    let file = tempfile::NamedTempFile::with_suffix(".glb").expect("a file");
    fs::write(file.path(), glb(&root, &bytes)).expect("written");
    pack_changed(file.path(), 0, changes)
}

fn animation(name: &str, times: u32) -> Value {
    json!({
        "name": name,
        "channels": [{ "sampler": 0, "target": { "node": 0, "path": "translation" } }],
        "samplers": [{ "input": times, "output": 4 }],
    })
}

#[test]
fn another_scene_of_the_file_is_shown() {
    let mut root = square_root();
    root["scenes"] = json!([{ "name": "Nothing" }, { "name": "Square", "nodes": [0] }]);
    let shown = |scene| pack(&root, &Changes { scene, ..Changes::default() });
    let error = shown(None).map(|_| ()).expect_err("it is empty");
    assert!(matches!(error, SceneError::Empty), "{error}");
    for name in ["Square", "1"] {
        let (packed, scene) = shown(Some(name)).expect("it is there");
        assert_eq!(scene.facts().triangles, 2);
        assert!(Scene::from_glb(&packed).is_ok(), "it is in the file");
    }
    for wrong in ["square", "2", "-1"] {
        let error = shown(Some(wrong)).expect_err("there is none").to_string();
        assert!(error.contains(wrong) && error.contains("\"Nothing\", \"Square\""), "{error}");
    }
}

#[test]
fn one_animation_plays_of_several() {
    let mut root = square_root();
    root["animations"] = json!([animation("Idle", 2), animation("Walk", 3)]);
    let played = |animation| pack(&root, &Changes { animation, ..Changes::default() });
    let contested = |scene: &Scene| scene.facts().unsupported.iter().any(|what| what.contains("animations"));
    assert!(contested(&played(None).expect("valid").1), "both move the same");
    for (name, duration) in [("Idle", 1_000_000), ("Walk", 2_000_000), ("0", 1_000_000)] {
        let scene = played(Some(name)).expect("it is there").1;
        assert_eq!((scene.facts().duration_us, contested(&scene)), (duration, false), "{name}");
    }
    let error = played(Some("Run")).expect_err("there is none").to_string();
    assert!(error.contains("\"Idle\", \"Walk\""), "{error}");
    root["animations"] = json!([]);
    let still = pack(&root, &Changes { animation: Some("Run"), ..Changes::default() });
    assert!(still.expect_err("there is none").to_string().contains("none"));
}

#[test]
fn what_moves_no_node_is_told_and_the_rest_plays() {
    let mut root = square_root();
    root["extensionsUsed"] = json!(["KHR_animation_pointer"]);
    let mut walk = animation("Walk", 3);
    let pointer = json!({ "KHR_animation_pointer": { "pointer": "/materials/0/emissiveFactor" } });
    let target = json!({ "path": "pointer", "extensions": pointer });
    walk["channels"].as_array_mut().expect("a list").push(json!({ "sampler": 0, "target": target }));
    root["animations"] = json!([walk]);
    let scene = pack(&root, &Changes::default()).expect("valid").1;
    let told = &scene.facts().unsupported;
    assert!(told.iter().any(|what| what.starts_with("animations of anything but places")), "{told:?}");
    assert_eq!(scene.facts().duration_us, 2_000_000);
}

#[test]
fn lamps_and_glass_are_as_blender_shows_them_if_that_is_meant() {
    let lit = |intensity: f32, read_as| {
        let mut root = square_root();
        root["nodes"] = json!([
            { "mesh": 0 },
            { "translation": [0, 0, 1], "extensions": { "KHR_lights_punctual": { "light": 0 } } },
        ]);
        root["scenes"] = json!([{ "nodes": [0, 1] }]);
        root["extensionsUsed"] = json!(["KHR_lights_punctual", "KHR_materials_transmission"]);
        root["extensions"] =
            json!({ "KHR_lights_punctual": { "lights": [{ "type": "point", "intensity": intensity }] } });
        let glass = json!({ "extensions": { "KHR_materials_transmission": { "transmissionFactor": 1 } } });
        root["materials"].as_array_mut().expect("a list").push(glass);
        pack(&root, &Changes { read_as, ..Changes::default() }).expect("valid")
    };
    let seen = |(_, scene): &(Vec<u8>, Scene)| mean(scene, &view(8, 8, 1), 4);
    let (plain, blender) = (lit(1.0, ReadAs::Gltf), lit(683.0, ReadAs::Blender));
    assert!(seen(&plain) > 0.0 && (seen(&blender) / seen(&plain) - 1.0).abs() < 1.0e-4);
    let solid = |(packed, _): &(Vec<u8>, Scene)| {
        let said = b"\"KHR_materials_volume\":{\"thicknessFactor\":1.0}";
        packed.windows(said.len()).any(|bytes| bytes == said)
    };
    assert_eq!((solid(&plain), solid(&blender)), (false, true));
}
