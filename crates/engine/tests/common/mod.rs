//! Small scenes, written as bytes.
#![allow(dead_code)]

use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{Renderer, Steer};
use idlewatt_engine::scene::{Scene, Surroundings};
use idlewatt_engine::{cpu, tolerance};
use idlewatt_proto::job::{Filter, RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::Pace;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A GLB of a description and a buffer.
pub fn glb(root: &Value, binary: &[u8]) -> Vec<u8> {
    let mut text = root.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let mut binary = binary.to_vec();
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

/// The corners of two triangles that make a unit square in the plane z = 0, then their six numbers as 16 bits each.
pub fn square() -> Vec<u8> {
    let corners: [[f32; 3]; 4] = [[-0.5, -0.5, 0.0], [0.5, -0.5, 0.0], [0.5, 0.5, 0.0], [-0.5, 0.5, 0.0]];
    let mut bytes: Vec<u8> = corners.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    bytes.extend([0_u16, 1, 2, 0, 2, 3].iter().flat_map(|index| index.to_le_bytes()));
    bytes
}

/// A valid description of [`square`] shown once: what the tests of broken scenes break.
pub fn square_root() -> Value {
    json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0 }],
        "materials": [{ "pbrMetallicRoughness": { "baseColorFactor": [1, 1, 1, 1], "metallicFactor": 0 } }],
        "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": 0 }] }],
        "accessors": [
            { "bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 4, "min": [-0.5, -0.5, 0], "max": [0.5, 0.5, 0] },
            { "bufferView": 1, "componentType": 5123, "type": "SCALAR", "count": 6 },
        ],
        "bufferViews": [
            { "buffer": 0, "byteOffset": 0, "byteLength": 48 },
            { "buffer": 0, "byteOffset": 48, "byteLength": 12 },
        ],
        "buffers": [{ "byteLength": 60 }],
    })
}

/// Squares of these materials as the six sides of as many cubes in a row, with more nodes and extensions besides.
pub fn cubes(materials: &[Value], more: &[Value], lights: &[Value]) -> Vec<u8> {
    glb(&cubes_root(materials, more, lights), &square())
}

/// The same with pictures, each the texture of its own number, that lie on every side of the cubes.
pub fn pictured_cubes(materials: &[Value], pictures: &[Vec<u8>], more: &[Value], lights: &[Value]) -> Vec<u8> {
    let mut root = cubes_root(materials, more, lights);
    let mut bytes = square();
    let mut view = |root: &mut Value, part: &[u8]| {
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        let view = json!({ "buffer": 0, "byteOffset": bytes.len(), "byteLength": part.len() });
        bytes.extend_from_slice(part);
        let views = root["bufferViews"].as_array_mut().expect("a list");
        views.push(view);
        views.len() - 1
    };
    let uv: [f32; 8] = [0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
    let laid = view(&mut root, &uv.map(f32::to_le_bytes).concat());
    let laid = json!({ "bufferView": laid, "componentType": 5126, "type": "VEC2", "count": 4 });
    root["accessors"].as_array_mut().expect("a list").push(laid);
    for mesh in root["meshes"].as_array_mut().expect("a list") {
        mesh["primitives"][0]["attributes"]["TEXCOORD_0"] = json!(2);
    }
    let images: Vec<Value> = pictures
        .iter()
        .map(|picture| json!({ "bufferView": view(&mut root, picture), "mimeType": "image/png" }))
        .collect();
    if !images.is_empty() {
        root["textures"] = json!((0..images.len()).map(|source| json!({ "source": source })).collect::<Vec<_>>());
        root["images"] = json!(images);
    }
    root["buffers"] = json!([{ "byteLength": bytes.len() }]);
    glb(&root, &bytes)
}

/// A PNG of rows of pixels.
pub fn png(width: u32, pixels: &[[u8; 4]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, pixels.len() as u32 / width);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(pixels.as_flattened()).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

fn cubes_root(materials: &[Value], more: &[Value], lights: &[Value]) -> Value {
    let mut root = square_root();
    let half = std::f32::consts::FRAC_1_SQRT_2;
    let sides = [
        ([0.0, 0.0, 0.5], [0.0, 0.0, 0.0, 1.0]),
        ([0.0, 0.0, -0.5], [0.0, 1.0, 0.0, 0.0]),
        ([0.5, 0.0, 0.0], [0.0, half, 0.0, half]),
        ([-0.5, 0.0, 0.0], [0.0, -half, 0.0, half]),
        ([0.0, 0.5, 0.0], [-half, 0.0, 0.0, half]),
        ([0.0, -0.5, 0.0], [half, 0.0, 0.0, half]),
    ];
    let mut nodes = Vec::new();
    let mut meshes = Vec::new();
    for index in 0..materials.len() {
        meshes.push(json!({ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": index }] }));
        let first = nodes.len() + 1;
        let children: Vec<usize> = (first..first + 6).collect();
        let x = (index as f32 - (materials.len() - 1) as f32 * 0.5) * 1.6;
        nodes.push(json!({ "children": children, "translation": [x, 0, 0], "rotation": [0.1, 0.25, 0.05, 0.96] }));
        nodes.extend(sides.map(|(at, turn)| json!({ "mesh": index, "translation": at, "rotation": turn })));
    }
    nodes.extend_from_slice(more);
    let children: Vec<usize> = (0..nodes.len()).filter(|index| nodes[*index]["children"].is_array()).collect();
    let extra = nodes.len() - more.len()..nodes.len();
    root["scenes"] = json!([{ "nodes": children.into_iter().chain(extra).collect::<Vec<_>>() }]);
    root["nodes"] = json!(nodes);
    root["meshes"] = json!(meshes);
    root["materials"] = json!(materials);
    if !lights.is_empty() {
        root["extensionsUsed"] = json!(["KHR_lights_punctual"]);
        root["extensions"] = json!({ "KHR_lights_punctual": { "lights": lights } });
    }
    root
}

/// A material without textures.
pub fn look(colour: [f32; 3], metallic: f32, roughness: f32) -> Value {
    let [red, green, blue] = colour;
    json!({ "pbrMetallicRoughness": {
        "baseColorFactor": [red, green, blue, 1], "metallicFactor": metallic, "roughnessFactor": roughness,
    } })
}

/// A view without a named camera, each pixel of which is for itself.
pub fn view(width: u32, height: u32, max_bounces: u8) -> View {
    View { max_bounces, seed: 11, filter: Filter::Box, ..View::new(width, height) }
}

/// A unit of all of a picture.
pub fn whole(view: &View, count: u32) -> RenderUnit {
    let tile = Tile { x: 0, y: 0, width: view.width, height: view.height };
    RenderUnit { tile, samples: SampleRange { first: 0, count } }
}

/// Full speed with submissions of this length.
pub fn full(quantum_us: u32) -> Steer {
    Steer { pace: Pace { quantum_us, duty_permille: 1000 }, stop: false }
}

/// The adapter that tests run on: a card if there is one, else software Vulkan. `None`, said aloud: neither.
pub fn gpu() -> Option<Gpu> {
    let gpu = Gpu::open(None).ok();
    if gpu.is_none() {
        println!("skipped: no adapter on this machine (Debian: mesa-vulkan-drivers)");
    }
    gpu
}

/// A Radiance file of these pixels, each a number of 128ths.
pub fn radiance(width: usize, pixels: &[[u8; 3]]) -> Vec<u8> {
    let size = format!("-Y {} +X {width}\n", pixels.len() / width);
    let mut file = format!("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n{size}").into_bytes();
    file.extend(pixels.iter().flat_map(|&[red, green, blue]| [red, green, blue, 129]));
    file
}

/// An OpenEXR file of these pixels.
pub fn exr(width: usize, pixels: &[[f32; 3]]) -> Vec<u8> {
    use exr::prelude::{Encoding, Image, SpecificChannels, Vec2, WritableImage};
    let colour = |Vec2(x, y): Vec2<usize>| {
        let [red, green, blue] = pixels[y * width + x];
        (red, green, blue)
    };
    let size = (width, pixels.len() / width);
    let image = Image::from_encoded_channels(size, Encoding::FAST_LOSSLESS, SpecificChannels::rgb(colour));
    let mut file = std::io::Cursor::new(Vec::new());
    image.write().non_parallel().to_buffered(&mut file).expect("written");
    file.into_inner()
}

/// A GLB with a file around it.
pub fn within(glb: &[u8], file: &[u8], rotation: f32, strength: f32) -> Vec<u8> {
    idlewatt_engine::scene::surround(glb, &Surroundings { file, rotation, strength }).expect("a valid scene and file")
}

/// A GLB under a sky that is white everywhere, in which white surfaces cannot be seen.
pub fn in_white(glb: &[u8]) -> Vec<u8> {
    within(glb, &radiance(1, &[[128; 3]]), 0.0, 1.0)
}

/// Means of all pixels, which the device and its twin have to agree on.
pub fn pixels(scene: &Scene, view: &View, samples: u32) -> Vec<[f32; 3]> {
    let unit = whole(view, samples);
    let twin = cpu::render(scene, view, &unit).expect("the view is right");
    if let Some(gpu) = gpu() {
        let mut renderer = Renderer::new(&gpu, scene, view).expect("the scene fits");
        let device = renderer.render(&unit, &mut |_| full(50_000)).expect("the device works");
        let verdict = tolerance::compare(&twin, &device.sums);
        assert!(verdict.same(), "{verdict:?}");
    }
    twin.iter().map(|sum| sum.map(|value| value / samples as f32)).collect()
}

/// The mean of those.
pub fn mean(scene: &Scene, view: &View, samples: u32) -> f32 {
    let pixels = pixels(scene, view, samples);
    pixels.iter().flatten().sum::<f32>() / (pixels.len() * 3) as f32
}

/// Puts these bytes in place of others.
pub fn change(stream: &mut [u8], changes: Vec<(Index, u8)>) {
    for (at, byte) in changes {
        stream[at.index(stream.len())] = byte;
    }
}

/// Whatever is wrong with a file: it has a picture of numbers, or is refused in one line.
pub fn is_seen_or_refused(file: &[u8]) {
    match Scene::from_glb(file) {
        Ok(scene) => {
            let view = view(4, 4, 3);
            let sums = cpu::render(&scene, &view, &whole(&view, 1)).expect("a valid view");
            assert!(sums.iter().flatten().all(|value| value.is_finite()));
        }
        Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
    }
}
