//! Scenes that are broken, lying or made to hurt: each has its sentence, none a panic.

mod common;

use common::{glb, square, square_root};
use idlewatt_engine::reference::CORNELL;
use idlewatt_engine::scene::{Named, Scene, SceneError};
use idlewatt_engine::{cpu, pack};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn broken(breakage: impl FnOnce(&mut Value)) -> SceneError {
    let mut root = square_root();
    breakage(&mut root);
    let error = Scene::from_glb(&glb(&root, &square())).expect_err("it is broken");
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && !sentence.contains('\n') && sentence.len() < 300, "one clear sentence: {sentence}");
    error
}

#[test]
fn the_unbroken_scene_is_fine() {
    let scene = Scene::from_glb(&glb(&square_root(), &square())).expect("valid");
    assert_eq!((scene.facts().triangles, scene.facts().instances, scene.facts().lights), (2, 1, 0));
    let named = &scene.facts().unsupported;
    assert!(named == &["note: no light in the scene: lit by a sunny sky"], "{named:?}");
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let missing = Scene::load(Path::new("/nonexistent.glb"));
    assert!(matches!(missing, Err(SceneError::Read { .. })));
    assert!(matches!(Scene::load(Path::new("/")), Err(SceneError::NotAFile { .. })));
    assert!(matches!(Scene::from_glb(b""), Err(SceneError::NotGltf)));
    assert!(matches!(Scene::from_glb(b"\x89PNG\r\n\x1a\n"), Err(SceneError::NotGltf)));
    let mut old = CORNELL.to_vec();
    old[4] = 1;
    assert!(matches!(Scene::from_glb(&old), Err(SceneError::Version(version)) if version == "1.0"));
    assert!(matches!(broken(|root| root["asset"]["version"] = json!("1.0")), SceneError::Version(_)));
    assert!(matches!(
        broken(|root| root["extensionsRequired"] = json!(["KHR_texture_procedurals"])),
        SceneError::Extension(name) if name == "KHR_texture_procedurals"
    ));
}

#[test]
fn every_truncation_is_an_error() {
    let whole = glb(&square_root(), &square());
    for length in 0..whole.len() {
        assert!(Scene::from_glb(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn wrong_types_and_indices_are_errors() {
    assert!(matches!(broken(|root| root["meshes"] = json!("many")), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["accessors"][0]["type"] = json!("VEC2")), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["accessors"][0]["componentType"] = json!(5123)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["nodes"][0]["mesh"] = json!(7)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["scenes"][0]["nodes"] = json!([9])), SceneError::Invalid(_)));
    let fewer = broken(|root| root["accessors"][0]["count"] = json!(3));
    assert!(
        matches!(fewer, SceneError::IndexOutOfRange { mesh: Named { index: 0, .. }, index: 3, count: 3 }),
        "{fewer}"
    );
}

#[test]
fn claims_are_held_against_the_bytes_that_are_there() {
    assert!(matches!(broken(|root| root["accessors"][0]["count"] = json!(1_000_000_000)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["accessors"][1]["count"] = json!(u64::MAX)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["accessors"][0]["byteOffset"] = json!(u64::MAX)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["bufferViews"][0]["byteLength"] = json!(4000)), SceneError::Invalid(_)));
    assert!(matches!(broken(|root| root["bufferViews"][0]["byteOffset"] = json!(u64::MAX)), SceneError::Invalid(_)));
    let short = broken(|root| root["buffers"][0]["byteLength"] = json!(4_000_000_000_u64));
    assert!(matches!(short, SceneError::ShortBuffer { index: 0, claims: 4_000_000_000, .. }), "{short}");
    // An accessor without a view stands for zeros, as many as it says.
    let zeros = broken(|root| {
        root["accessors"][0].as_object_mut().expect("an object").remove("bufferView");
        root["accessors"][0]["count"] = json!(1_000_000_000);
    });
    assert!(matches!(zeros, SceneError::Invalid(_)), "{zeros}");
}

#[test]
fn one_accessor_shown_by_many_primitives_is_bounded() {
    let error = broken(|root| {
        // All corners in one point: no triangle is kept, and still each is looked at.
        root["accessors"][1]["count"] = json!(6);
        root["meshes"][0]["primitives"][0].as_object_mut().expect("an object").remove("indices");
        root["accessors"][0] = json!({ "bufferView": 2, "componentType": 5126, "type": "VEC3", "count": 60_000, "min": [0, 0, 0], "max": [0, 0, 0] });
        root["bufferViews"] = json!([
            { "buffer": 0, "byteLength": 48 }, { "buffer": 0, "byteLength": 12 }, { "buffer": 1, "byteLength": 720_000 },
        ]);
        let zeros = format!("data:application/octet-stream;base64,{}", "A".repeat(960_000));
        root["buffers"] = json!([{ "byteLength": 60 }, { "byteLength": 720_000, "uri": zeros }]);
        let primitive = root["meshes"][0]["primitives"][0].clone();
        root["meshes"][0]["primitives"] = json!(vec![primitive; 1000]);
    });
    assert!(matches!(error, SceneError::TooLarge { what: "triangles", .. }), "{error}");
}

#[test]
fn buffers_that_are_absent_or_elsewhere_are_errors() {
    let root = square_root();
    let mut bare = glb(&root, &square());
    let text = u32::from_le_bytes(bare[12..16].try_into().expect("four")) as usize;
    bare.truncate(20 + text);
    bare[8..12].copy_from_slice(&(20 + text as u32).to_le_bytes());
    assert!(matches!(Scene::from_glb(&bare), Err(SceneError::NoBuffer(0))));
    assert!(matches!(broken(|root| root["buffers"][0]["uri"] = json!("square.bin")), SceneError::External));
    assert!(matches!(broken(|root| root["buffers"][0]["uri"] = json!("data:;base64,@@@@")), SceneError::Invalid(_)));
}

#[test]
fn nodes_that_are_no_forest_are_errors() {
    let own_parent = broken(|root| root["nodes"][0]["children"] = json!([0]));
    assert!(matches!(own_parent, SceneError::NodeCycle(Named { index: 0, .. })), "{own_parent}");
    let cycle = broken(|root| {
        root["nodes"] = json!([{ "children": [1] }, { "children": [2] }, { "children": [1], "mesh": 0 }]);
    });
    assert!(matches!(cycle, SceneError::NodeCycle(Named { index: 1, .. })), "{cycle}");
    let two_parents = broken(|root| {
        root["nodes"] = json!([{ "children": [2] }, { "children": [2] }, { "mesh": 0 }]);
        root["scenes"][0]["nodes"] = json!([0, 1]);
    });
    assert!(matches!(two_parents, SceneError::NodeCycle(Named { index: 2, .. })), "{two_parents}");
}

#[test]
fn a_chain_of_nodes_may_be_as_long_as_it_likes() {
    let mut root = square_root();
    let mut nodes: Vec<Value> = (1..50_000).map(|child| json!({ "children": [child] })).collect();
    nodes.push(json!({ "mesh": 0 }));
    root["nodes"] = json!(nodes);
    assert_eq!(Scene::from_glb(&glb(&root, &square())).expect("valid").facts().instances, 1);
    root["nodes"] = json!(vec![json!({}); 1_100_000]);
    let many = Scene::from_glb(&glb(&root, &square())).expect_err("too many");
    assert!(matches!(many, SceneError::TooLarge { what: "parts", .. }), "{many}");
}

#[test]
fn infinities_are_errors_wherever_they_stand() {
    assert!(matches!(
        broken(|root| root["nodes"][0]["translation"] = json!([1.0e300, 0, 0])),
        SceneError::NotFinite(_)
    ));
    assert!(matches!(broken(|root| root["nodes"][0]["scale"] = json!([1.0e30, 1, 1])), SceneError::NotFinite(_)));
    broken(|root| root["materials"][0]["emissiveFactor"] = json!([1.0e300, 0, 0]));
    broken(|root| root["materials"][0]["pbrMetallicRoughness"]["roughnessFactor"] = json!(1.0e300));
    for bad in [f32::NAN, f32::INFINITY, f32::MAX] {
        let mut bytes = square();
        bytes[16..20].copy_from_slice(&bad.to_le_bytes());
        assert!(matches!(Scene::from_glb(&glb(&square_root(), &bytes)), Err(SceneError::NotFinite(_))), "{bad}");
    }
}

#[test]
fn odd_but_honest_scenes_render_to_finite_values() {
    let view = common::view(8, 8, 4);
    let finite = |root: &Value, bytes: &[u8]| {
        let scene = Scene::from_glb(&glb(root, bytes)).expect("odd, not wrong");
        let sums = cpu::render(&scene, &view, &common::whole(&view, 2)).expect("valid");
        assert!(sums.iter().flatten().all(|value| value.is_finite() && *value >= 0.0));
        scene
    };
    let mut root = square_root();
    root["nodes"][0]["scale"] = json!([1.0e-12, 1.0e-12, 1.0e-12]);
    finite(&root, &square());
    root["nodes"][0] = json!({ "mesh": 0, "scale": [-3, 2, 1], "rotation": [0, 0, 0, 0] });
    finite(&root, &square());
    root["nodes"] = json!([{ "mesh": 0 }, { "mesh": 0, "scale": [1, 1, 0] }]);
    root["scenes"][0]["nodes"] = json!([0, 1]);
    // An image that no surface shows: nobody looks for it.
    root["textures"] = json!([{ "source": 0 }]);
    root["images"] = json!([{ "uri": "bomb.png" }]);
    let scene = finite(&root, &square());
    let named = &scene.facts().unsupported;
    assert!(named.iter().any(|what| what.contains("scaled to nothing")), "{named:?}");
    assert!(matches!(Scene::from_glb(&glb(&square_root(), &[0; 60])), Err(SceneError::Empty)));
}

#[test]
fn gltf_with_files_beside_it_is_packed_and_no_other_file_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    fs::create_dir(&home).expect("made");
    fs::write(home.join("a square.bin"), square()).expect("written");
    fs::write(folder.path().join("secret.bin"), square()).expect("written");
    let scene = home.join("scene.gltf");
    let with = |uri: &str| {
        let mut root = square_root();
        root["buffers"][0]["uri"] = json!(uri);
        fs::write(&scene, root.to_string()).expect("written");
        pack(&scene)
    };
    let packed = with("a%20square.bin").expect("beside it");
    assert_eq!(Scene::from_glb(&packed).expect("self-contained").facts(), Scene::load(&scene).expect("same").facts());
    with("./a square.bin").expect("beside it");
    let secret = folder.path().join("secret.bin");
    let absolute = secret.to_str().expect("plain");
    for uri in [
        "../secret.bin",
        "%2e%2e/secret.bin",
        "..%2Fsecret.bin",
        absolute,
        "file:///etc/passwd",
        "http://example.org/a",
        "..\\secret.bin",
    ] {
        assert!(matches!(with(uri), Err(SceneError::Outside(_))), "{uri}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, home.join("link.bin")).expect("linked");
        assert!(matches!(with("link.bin"), Err(SceneError::Outside(_))));
    }
    assert!(matches!(with("missing.bin"), Err(SceneError::Read { .. })));
    // The same text under a blob's name may not open files: it came from a stranger.
    let blob = home.join("blob");
    with("a%20square.bin").expect("beside it");
    fs::copy(&scene, &blob).expect("copied");
    assert!(matches!(Scene::load(&blob), Err(SceneError::NotGltf)));
    fs::write(&blob, &packed).expect("written");
    assert_eq!(pack(&blob).expect("a GLB"), packed);
}

/// The square with a picture on it, whose file is this.
fn pictured(file: &[u8], breakage: impl FnOnce(&mut Value)) -> Result<Scene, SceneError> {
    let mut root = square_root();
    let mut bytes = square();
    bytes.extend([0.0_f32, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend_from_slice(file);
    root["bufferViews"] = json!([
        { "buffer": 0, "byteOffset": 0, "byteLength": 48 },
        { "buffer": 0, "byteOffset": 48, "byteLength": 12 },
        { "buffer": 0, "byteOffset": 60, "byteLength": 32 },
        { "buffer": 0, "byteOffset": 92, "byteLength": file.len() },
    ]);
    root["buffers"] = json!([{ "byteLength": bytes.len() }]);
    let uv = json!({ "bufferView": 2, "componentType": 5126, "type": "VEC2", "count": 4 });
    root["accessors"].as_array_mut().expect("a list").push(uv);
    root["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = json!(2);
    root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": 0 });
    root["textures"] = json!([{ "source": 0 }]);
    root["images"] = json!([{ "bufferView": 3, "mimeType": "image/png" }]);
    breakage(&mut root);
    let scene = Scene::from_glb(&glb(&root, &bytes));
    if let Err(error) = &scene {
        let sentence = error.to_string();
        assert!(!sentence.is_empty() && !sentence.contains('\n') && sentence.len() < 300, "one sentence: {sentence}");
    }
    scene
}

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(24, 24, |x, y| image::Rgb([x as u8 * 9, y as u8 * 7, (x * y) as u8]));
    let mut file = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(pixels).write_to(&mut file, format).expect("written");
    file.into_inner()
}

#[test]
fn images_are_held_to_what_can_be_read() {
    let good = picture(image::ImageFormat::Png);
    assert!(pictured(&good, |_| ()).is_ok());
    let refuse = |file: &[u8], breakage: fn(&mut Value)| pictured(file, breakage).expect_err("it is broken");
    assert!(matches!(refuse(b"GIF89a and so on", |_| ()), SceneError::Image { image: Named { index: 0, .. }, .. }));
    assert!(matches!(refuse(&good[..good.len() / 2], |_| ()), SceneError::Image { image: Named { index: 0, .. }, .. }));
    // Its header says 65 536 x 65 536, and the header's checksum agrees.
    let mut bomb = good.clone();
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let sum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    let refused = refuse(&bomb, |_| ());
    assert!(matches!(refused, SceneError::TooLarge { .. } | SceneError::Image { .. }), "{refused}");
    // As many pixels as may be, announced by a few bytes.
    bomb[16..24].copy_from_slice(&[0, 0, 0x20, 0, 0, 0, 0x20, 0]);
    let sum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    assert!(matches!(refuse(&bomb, |_| ()), SceneError::Image { .. }));
    // A picture by its header alone.
    let sized = |width: u32, height: u32| {
        let mut file = good[..33].to_vec();
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&file[12..29]).to_be_bytes();
        file[29..33].copy_from_slice(&sum);
        refuse(&file, |_| ()).to_string()
    };
    let large = sized(60_000, 60_000);
    assert!(large.contains("60000 x 60000 pixels is larger than can be read"), "{large}");
    assert!(sized(0, 0).contains("it has no pixels"), "{}", sized(0, 0));
    assert!(sized(0, 5).contains("it has no pixels"), "{}", sized(0, 5));
    assert!(sized(24, 24).contains("its file ends too early"), "{}", sized(24, 24));
    for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::WebP] {
        let whole = picture(format);
        for part in 1..8 {
            // A picture of JPEG's is read as far as it goes.
            if let Err(error) = pictured(&whole[..whole.len() * part / 8], |_| ()) {
                let error = error.to_string();
                assert!(error.contains("its file ends too early"), "{format:?}, {part}: {error}");
            }
        }
    }
    let external = |root: &mut Value| root["images"][0] = json!({ "uri": "/etc/passwd" });
    assert!(matches!(refuse(&good, external), SceneError::External));
    assert!(matches!(refuse(&good, |root| root["images"][0] = json!({})), SceneError::Invalid(_)));
    assert!(matches!(refuse(&good, |root| root["images"][0]["bufferView"] = json!(9)), SceneError::Invalid(_)));
    assert!(matches!(refuse(&good, |root| root["textures"][0]["source"] = json!(9)), SceneError::Invalid(_)));
    let nobody =
        |root: &mut Value| root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["index"] = json!(9);
    assert!(matches!(refuse(&good, nobody), SceneError::Invalid(_)));
    // One that the library does not know is not looked up without asking either.
    let unknown = |root: &mut Value| {
        root["materials"][0]["extensions"] = json!({ "KHR_materials_sheen": { "sheenColorTexture": { "index": -1 } } });
    };
    assert!(matches!(refuse(&good, unknown), SceneError::Invalid(_)));
    let far = |root: &mut Value| {
        root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["extensions"] =
            json!({ "KHR_texture_transform": { "scale": [1.0e30, 1] } });
    };
    assert!(matches!(refuse(&good, far), SceneError::Invalid(_)));
}

/// The checksum of PNG, so that a lie about size is no worse than that.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

#[test]
fn attributes_are_held_against_their_vertices() {
    let good = picture(image::ImageFormat::Png);
    let refuse = |breakage: fn(&mut Value)| pictured(&good, breakage).expect_err("it is broken");
    assert!(matches!(refuse(|root| root["accessors"][2]["count"] = json!(3)), SceneError::Invalid(_)));
    assert!(matches!(refuse(|root| root["accessors"][2]["type"] = json!("VEC4")), SceneError::Invalid(_)));
    assert!(matches!(refuse(|root| root["accessors"][2]["count"] = json!(1_000_000_000)), SceneError::Invalid(_)));
    // The bytes of the picture, which are no numbers.
    let noise = |root: &mut Value| root["accessors"][2]["bufferView"] = json!(3);
    let seen = pictured(&[0xff; 64], noise);
    assert!(matches!(seen, Err(SceneError::NotFinite(_))));
    let sparse = |indices: Value| {
        move |root: &mut Value| {
            root["accessors"][2]["sparse"] =
                json!({ "count": 4, "indices": indices, "values": { "bufferView": 2, "byteOffset": 0 } });
        }
    };
    let short = pictured(&good, sparse(json!({ "bufferView": 1, "byteOffset": 8, "componentType": 5123 })));
    assert!(matches!(short, Err(SceneError::Invalid(_))));
    // Indices that do not rise, or lie beyond all elements, change nothing or something, and break nothing.
    pictured(&good, sparse(json!({ "bufferView": 1, "componentType": 5123 }))).expect("odd, not wrong");
}

#[test]
fn gltf_with_pictures_beside_it_is_packed_with_them() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("square.bin"), square()).expect("written");
    fs::write(folder.path().join("a picture.jpg"), picture(image::ImageFormat::Jpeg)).expect("written");
    let scene = folder.path().join("scene.gltf");
    let mut root = square_root();
    root["buffers"][0]["uri"] = json!("square.bin");
    root["materials"][0]["emissiveTexture"] = json!({ "index": 0 });
    root["materials"][0]["emissiveFactor"] = json!([1, 1, 1]);
    root["textures"] = json!([{ "source": 0 }]);
    root["images"] = json!([{ "uri": "a%20picture.jpg" }, { "uri": "../nobody needs this.png" }]);
    fs::write(&scene, root.to_string()).expect("written");
    let packed = Scene::from_glb(&pack(&scene).expect("beside it")).expect("self-contained");
    assert_eq!(packed.facts(), Scene::load(&scene).expect("the same").facts());
    assert!(packed.facts().device_bytes.0 > 24 * 24 * 4);
    let elsewhere = |uri: &str| {
        root["images"][0]["uri"] = json!(uri);
        fs::write(&scene, root.to_string()).expect("written");
        pack(&scene)
    };
    let mut elsewhere = elsewhere;
    assert!(matches!(elsewhere("../picture.jpg"), Err(SceneError::Outside(_))));
    assert!(matches!(elsewhere("missing.jpg"), Err(SceneError::Read { .. })));
}

fn models(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { models(&path, found) } else { found.push(path) }
    }
}

/// Debian's package assimp-testmodels: good, odd and broken files of many exporters.
#[test]
fn no_file_of_the_assimp_collection_makes_it_panic() {
    let mut found = Vec::new();
    for folder in ["glTF", "glTF2"] {
        models(&Path::new("/usr/share/assimp/models").join(folder), &mut found);
    }
    if found.is_empty() {
        println!("skipped: /usr/share/assimp/models is absent (Debian: assimp-testmodels)");
        return;
    }
    let (mut good, mut bad) = (0, 0);
    for path in &found {
        match pack(path) {
            Ok(packed) => {
                good += 1;
                let scene = Scene::from_glb(&packed).expect("what was packed can be loaded");
                assert_eq!(
                    scene.facts().triangles,
                    Scene::load(path).expect("and so can its source").facts().triangles
                );
            }
            Err(error) => {
                bad += 1;
                println!("{}: {error}", path.display());
            }
        }
        // And with any ending, as a blob has none.
        let _ = Scene::load(path);
    }
    println!("{good} of {} files are scenes", found.len());
    assert!(good >= 15 && bad >= 10, "{good} good, {bad} bad");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = CORNELL.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(scene) = Scene::from_glb(&bytes) {
            let view = common::view(4, 4, 3);
            let sums = cpu::render(&scene, &view, &common::whole(&view, 1)).expect("a valid view");
            prop_assert!(sums.iter().flatten().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn changed_bytes_of_images_never_panic(
        kind in 0..3_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let format = [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::WebP][kind];
        let mut file = picture(format);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(scene) = pictured(&file, |_| ()) {
            let view = common::view(4, 4, 2);
            let sums = cpu::render(&scene, &view, &common::whole(&view, 1)).expect("a valid view");
            prop_assert!(sums.iter().flatten().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn changed_numbers_never_panic(at in any::<prop::sample::Index>(), number in prop::sample::select(vec![
        "-1", "0", "3", "255", "65536", "4294967295", "4294967296", "18446744073709551615", "1e39", "-1e300", "0.5", "null", "[]", "{}", "\"\"",
    ])) {
        let text = square_root().to_string();
        // Every number of the description, by where it starts.
        let starts: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at)
            .filter(|&at| !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.')).collect();
        let start = starts[at.index(starts.len())];
        let end = start + text[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
        let changed = format!("{}{number}{}", &text[..start], &text[end..]);
        if let Ok(root) = serde_json::from_str::<Value>(&changed) {
            let _ = Scene::from_glb(&glb(&root, &square()));
        }
    }
}
