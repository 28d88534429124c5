//! What lies on surfaces: pictures, colours at corners, holes. Held against closed forms, on the device as well as on its
//! twin on the processor.

mod common;

use common::{glb, in_white, mean, pixels, png, square, view};
use idlewatt_engine::scene::Scene;
use serde_json::{Value, json};

const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255; 4];
const BLACK: [u8; 4] = [0, 0, 0, 255];
const NOTHING: [u8; 4] = [255, 255, 255, 0];

/// A square metre that fills a square picture, with texture coordinates from its upper left corner.
struct Board {
    root: Value,
    bytes: Vec<u8>,
}

impl Board {
    fn new(material: Value) -> Self {
        let mut board = Self { root: common::square_root(), bytes: square() };
        board.root["materials"] = json!([material]);
        let uv = [[0.0_f32, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]];
        let uv = board.accessor(uv.as_flattened(), "VEC2", 4);
        board.root["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = json!(uv);
        let lens = json!({ "yfov": 2.0 * 0.5_f32.atan(), "znear": 0.1 });
        board.root["cameras"] = json!([{ "type": "perspective", "perspective": lens }]);
        board.root["nodes"] = json!([{ "mesh": 0 }, { "camera": 0, "translation": [0, 0, 1] }]);
        board.root["scenes"] = json!([{ "nodes": [0, 1] }]);
        board
    }

    /// Nothing is lit: what is seen is the material's colour.
    fn unlit() -> Self {
        let texture = json!({ "index": 0 });
        let mut board = Self::new(json!({
            "extensions": { "KHR_materials_unlit": {} }, "pbrMetallicRoughness": { "baseColorTexture": texture },
        }));
        board.root["extensionsUsed"] = json!(["KHR_materials_unlit", "KHR_texture_transform"]);
        board
    }

    fn view(&mut self, bytes: &[u8]) -> usize {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let view = json!({ "buffer": 0, "byteOffset": self.bytes.len(), "byteLength": bytes.len() });
        self.bytes.extend_from_slice(bytes);
        let views = self.root["bufferViews"].as_array_mut().expect("a list");
        views.push(view);
        views.len() - 1
    }

    fn accessor(&mut self, numbers: &[f32], kind: &str, count: usize) -> usize {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let view = self.view(&bytes);
        self.add_accessor(json!({ "bufferView": view, "componentType": 5126, "type": kind, "count": count }))
    }

    fn add_accessor(&mut self, accessor: Value) -> usize {
        let accessors = self.root["accessors"].as_array_mut().expect("a list");
        accessors.push(accessor);
        accessors.len() - 1
    }

    fn push(&mut self, list: &str, value: Value) -> usize {
        if self.root[list].is_null() {
            self.root[list] = json!([]);
        }
        let list = self.root[list].as_array_mut().expect("a list");
        list.push(value);
        list.len() - 1
    }

    /// A texture of this file.
    fn texture(&mut self, file: &[u8], sampler: Value) -> usize {
        let view = self.view(file);
        let image = self.push("images", json!({ "bufferView": view, "mimeType": "image/png" }));
        let sampler = self.push("samplers", sampler);
        self.push("textures", json!({ "source": image, "sampler": sampler }))
    }

    fn attribute(&mut self, name: &str, accessor: usize) {
        self.root["meshes"][0]["primitives"][0]["attributes"][name] = json!(accessor);
    }

    fn file(&self) -> Vec<u8> {
        let mut root = self.root.clone();
        root["buffers"] = json!([{ "byteLength": self.bytes.len() }]);
        glb(&root, &self.bytes)
    }

    /// Under a white sky, if nothing in it is a light.
    fn scene(&self) -> Scene {
        let white = Scene::from_glb(&in_white(&self.file())).expect("a valid scene");
        if white.facts().lights == 0 { white } else { Scene::from_glb(&self.file()).expect("a valid scene") }
    }
}

fn nearest() -> Value {
    json!({ "magFilter": 9728, "wrapS": 10497, "wrapT": 10497 })
}

fn assert_near(seen: &[[f32; 3]], expected: &[[f32; 3]], within: f32) {
    assert_eq!(seen.len(), expected.len());
    for (at, (seen, expected)) in seen.iter().zip(expected).enumerate() {
        let near = seen.iter().zip(expected).all(|(seen, expected)| (seen - expected).abs() <= within);
        assert!(near, "pixel {at}: {seen:?} instead of {expected:?}");
    }
}

fn shown(texels: &[[u8; 4]]) -> Vec<[f32; 3]> {
    let curve = |byte: u8| match f32::from(byte) / 255.0 {
        low if low <= 0.04045 => low / 12.92,
        high => ((high + 0.055) / 1.055).powf(2.4),
    };
    texels.iter().map(|&[red, green, blue, _]| [red, green, blue].map(curve)).collect()
}

#[test]
fn texels_are_seen_as_the_light_that_their_numbers_stand_for() {
    let texels: Vec<[u8; 4]> = (0..16_u8).map(|i| [i * 17, 255 - i * 13, i * 5, 255]).collect();
    let mut board = Board::unlit();
    board.texture(&png(4, &texels), nearest());
    assert_near(&pixels(&board.scene(), &view(4, 4, 2), 4), &shown(&texels), 1.0e-4);
    assert!(board.scene().facts().unsupported.is_empty());
}

#[test]
fn texels_are_the_colour_of_what_is_lit() {
    // Matt and under a white sky, a surface sends on as much as it does not keep.
    let texels = [[255, 128, 64, 255], [30, 60, 90, 255], WHITE, BLACK];
    let mut board = Board::new(json!({
        "extensions": { "KHR_materials_ior": { "ior": 1.0 } },
        "pbrMetallicRoughness": { "metallicFactor": 0, "baseColorTexture": { "index": 0 } },
    }));
    board.root["extensionsUsed"] = json!(["KHR_materials_ior"]);
    board.texture(&png(2, &texels), nearest());
    assert_near(&pixels(&board.scene(), &view(2, 2, 2), 1024), &shown(&texels), 2.0e-3);
}

#[test]
fn between_texels_light_changes_evenly_and_goes_on_beyond_edges_as_the_sampler_says() {
    let columns = |wrap: u32| {
        let mut board = Board::unlit();
        board.texture(&png(2, &[BLACK, WHITE]), json!({ "wrapS": wrap, "wrapT": wrap }));
        let row = pixels(&board.scene(), &view(8, 8, 2), 256);
        (0..8).map(|x| row[3 * 8 + x][0]).collect::<Vec<_>>()
    };
    let near = |seen: Vec<f32>, expected: [f32; 8]| {
        assert!(seen.iter().zip(expected).all(|(seen, expected)| (seen - expected).abs() < 4.0e-3), "{seen:?}");
    };
    near(columns(33_071), [0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0]);
    near(columns(33_648), [0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0]);
    near(columns(10_497), [0.375, 0.125, 0.125, 0.375, 0.625, 0.875, 0.875, 0.625]);
}

#[test]
fn pictures_are_repeated_mirrored_or_held() {
    for (wrap, expected) in
        [(10_497, [RED, GREEN, RED, GREEN]), (33_648, [RED, GREEN, GREEN, RED]), (33_071, [RED, GREEN, GREEN, GREEN])]
    {
        let mut board = Board::unlit();
        board.texture(&png(2, &[RED, GREEN]), json!({ "magFilter": 9728, "wrapS": wrap }));
        board.root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["extensions"] =
            json!({ "KHR_texture_transform": { "scale": [2, 1] } });
        let seen = pixels(&board.scene(), &view(4, 4, 2), 4);
        assert_near(&seen[4..8], &shown(&expected), 1.0e-4);
    }
}

#[test]
fn a_texture_is_moved_turned_and_laid_by_the_set_that_its_transform_names() {
    let texels = [RED, GREEN, BLUE, WHITE];
    let seen = |transform: Value| {
        let mut board = Board::unlit();
        board.texture(&png(2, &texels), nearest());
        // The second set is the first one the other way round.
        let uv = [[1.0_f32, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]];
        let uv = board.accessor(uv.as_flattened(), "VEC2", 4);
        board.attribute("TEXCOORD_1", uv);
        board.root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["extensions"] =
            json!({ "KHR_texture_transform": transform });
        pixels(&board.scene(), &view(2, 2, 2), 4)
    };
    assert_near(&seen(json!({})), &shown(&texels), 1.0e-4);
    assert_near(&seen(json!({ "offset": [0.5, 0] })), &shown(&[GREEN, RED, WHITE, BLUE]), 1.0e-4);
    assert_near(&seen(json!({ "texCoord": 1 })), &shown(&[GREEN, RED, WHITE, BLUE]), 1.0e-4);
    // Texture coordinates turn to the left, so what is seen turns to the right.
    let quarter = std::f32::consts::FRAC_PI_2;
    assert_near(&seen(json!({ "rotation": quarter })), &shown(&[BLUE, RED, WHITE, GREEN]), 1.0e-4);
}

#[test]
fn all_file_formats_are_read() {
    use image::{ImageFormat, RgbaImage};
    let colour = [200, 120, 40, 255];
    let expected = shown(&[colour])[0];
    let picture = image::DynamicImage::from(RgbaImage::from_pixel(16, 16, image::Rgba(colour)));
    for (format, picture) in [
        (ImageFormat::Png, picture.clone()),
        (ImageFormat::Png, picture.to_rgb16().into()),
        (ImageFormat::Jpeg, picture.to_rgb8().into()),
        (ImageFormat::WebP, picture.clone()),
    ] {
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, format).expect("written");
        let mut board = Board::unlit();
        let texture = board.texture(file.get_ref(), json!({}));
        if format == ImageFormat::WebP {
            board.root["extensionsUsed"] = json!(["KHR_materials_unlit", "EXT_texture_webp"]);
            board.root["extensionsRequired"] = json!(["EXT_texture_webp"]);
            board.root["textures"][texture] = json!({ "extensions": { "EXT_texture_webp": { "source": 0 } } });
        }
        assert_near(&pixels(&board.scene(), &view(2, 2, 2), 2), &[expected; 4], 0.01);
        assert!(board.scene().facts().unsupported.is_empty());
    }
}

#[test]
fn pictures_of_basis_universal_are_seen() {
    let mut board = Board::unlit();
    let texture = board.texture(include_bytes!("ktx2/uastc.ktx2"), json!({}));
    board.root["extensionsUsed"] = json!(["KHR_materials_unlit", "KHR_texture_basisu"]);
    board.root["extensionsRequired"] = json!(["KHR_texture_basisu"]);
    board.root["textures"][texture] = json!({ "extensions": { "KHR_texture_basisu": { "source": 0 } } });
    let seen = pixels(&board.scene(), &view(2, 2, 2), 64);
    assert!(board.scene().facts().unsupported.is_empty());
    // Red grows to the right, green downwards.
    assert!(seen[1][0] > 4.0 * seen[0][0] && seen[3][0] > 4.0 * seen[2][0], "{seen:?}");
    assert!(seen[2][1] > 4.0 * seen[0][1] && seen[3][1] > 4.0 * seen[1][1], "{seen:?}");
}

#[test]
fn colours_at_corners_multiply_the_material() {
    let mut board = Board::unlit();
    board.texture(&png(1, &[WHITE]), json!({}));
    let view_ = board.view(&[[255, 51, 0, 255]; 4].concat());
    let colours = json!({ "bufferView": view_, "componentType": 5121, "normalized": true, "type": "VEC4", "count": 4 });
    let colours = board.add_accessor(colours);
    board.attribute("COLOR_0", colours);
    assert_near(&pixels(&board.scene(), &view(2, 2, 2), 2), &[[1.0, 0.2, 0.0]; 4], 1.0e-4);
}

fn black(mode: &str, alpha: f32) -> Value {
    json!({ "alphaMode": mode, "extensions": { "KHR_materials_ior": { "ior": 1.0 } },
        "pbrMetallicRoughness": { "metallicFactor": 0, "baseColorFactor": [0, 0, 0, alpha] } })
}

#[test]
fn the_sky_is_seen_through_what_is_half_there() {
    for (mode, alpha, expected) in
        [("BLEND", 0.5, 0.5), ("BLEND", 0.2, 0.8), ("MASK", 0.4, 1.0), ("MASK", 0.6, 0.0), ("OPAQUE", 0.5, 0.0)]
    {
        let mut board = Board::new(black(mode, alpha));
        board.root["extensionsUsed"] = json!(["KHR_materials_ior"]);
        let seen = mean(&board.scene(), &view(8, 8, 2), 256);
        assert!((seen - expected).abs() < 0.01, "{mode} {alpha}: {seen} instead of {expected}");
    }
}

#[test]
fn a_mask_cuts_where_its_picture_says() {
    let mut board = Board::new(black("MASK", 1.0));
    board.root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": 0 });
    board.texture(&png(2, &[BLACK, NOTHING, NOTHING, BLACK]), nearest());
    let seen = pixels(&board.scene(), &view(2, 2, 2), 8);
    assert_near(&seen, &[[0.0; 3], [1.0; 3], [1.0; 3], [0.0; 3]], 1.0e-6);
}

/// A chalk floor, a lamp of two by two metres one metre above it, and, where there is one, a screen half way between.
fn lit_floor(lamp: Value, screen: Option<Value>) -> Board {
    let mut board = Board::new(json!({
        "pbrMetallicRoughness": { "metallicFactor": 0 }, "extensions": { "KHR_materials_ior": { "ior": 1.0 } },
    }));
    board.root["extensionsUsed"] = json!(["KHR_materials_ior"]);
    board.push("materials", lamp);
    let mut nodes = vec![
        json!({ "mesh": 0, "scale": [0.1, 0.1, 0.1] }),
        json!({ "mesh": 1, "scale": [2, 2, 2], "translation": [0, 0, 1] }),
        json!({ "camera": 0, "translation": [0, 0, 0.25] }),
    ];
    if let Some(screen) = screen {
        board.push("materials", screen);
        nodes.push(json!({ "mesh": 2, "scale": [4, 4, 4], "translation": [0, 0, 0.5] }));
    }
    let primitive = board.root["meshes"][0]["primitives"][0].clone();
    let mesh = |material: usize| {
        let mut primitive = primitive.clone();
        primitive["material"] = json!(material);
        json!({ "primitives": [primitive] })
    };
    board.root["meshes"] = json!((0..nodes.len() - 1).map(mesh).collect::<Vec<_>>());
    board.root["scenes"] = json!([{ "nodes": (0..nodes.len()).collect::<Vec<_>>() }]);
    board.root["nodes"] = json!(nodes);
    board.root["cameras"][0]["perspective"]["yfov"] = json!(0.01);
    board
}

/// What the whole lamp at full strength gives the middle of the floor (Howell, configuration factor B-3).
fn full_lamp() -> f32 {
    4.0 / std::f32::consts::TAU * 2.0_f32.sqrt() * (1.0 / 2.0_f32.sqrt()).atan()
}

fn lamp() -> Value {
    json!({ "emissiveFactor": [1, 1, 1], "pbrMetallicRoughness": { "baseColorFactor": [0, 0, 0, 1], "metallicFactor": 0 } })
}

#[test]
fn light_comes_through_what_is_half_there() {
    let board = lit_floor(lamp(), Some(black("BLEND", 0.25)));
    let seen = mean(&board.scene(), &view(8, 8, 1), 1024);
    assert!((seen / full_lamp() - 0.75).abs() < 0.01, "{} of the lamp", seen / full_lamp());
}

#[test]
fn a_lamp_that_is_half_there_gives_half_the_light() {
    let mut thin = lamp();
    thin["alphaMode"] = json!("BLEND");
    thin["pbrMetallicRoughness"]["baseColorFactor"] = json!([0, 0, 0, 0.5]);
    let seen = mean(&lit_floor(thin, None).scene(), &view(8, 8, 1), 1024);
    assert!((seen / full_lamp() - 0.5).abs() < 0.01, "{} of the lamp", seen / full_lamp());
}

#[test]
fn a_lamp_whose_light_is_a_picture_gives_as_much_as_the_picture_does() {
    let mut pictured = lamp();
    pictured["emissiveTexture"] = json!({ "index": 0 });
    for (texels, share) in [([WHITE, BLACK, WHITE, BLACK], 0.5), ([BLACK, BLACK, WHITE, BLACK], 0.25)] {
        let mut board = lit_floor(pictured.clone(), None);
        board.texture(&png(2, &texels), nearest());
        let scene = board.scene();
        assert!(scene.facts().lights > 0, "it is a light");
        let seen = mean(&scene, &view(8, 8, 1), 1024);
        assert!((seen / full_lamp() - share).abs() < 0.01, "{} of the lamp", seen / full_lamp());
    }
}

/// Chalk under the sun straight above it: as bright as the cosine of how far its normals lean.
fn sunlit(texel: [u8; 4], change: impl FnOnce(&mut Board)) -> [f32; 3] {
    let mut board = Board::new(json!({
        "pbrMetallicRoughness": { "metallicFactor": 0 }, "normalTexture": { "index": 0 },
        "extensions": { "KHR_materials_ior": { "ior": 1.0 } },
    }));
    board.root["extensionsUsed"] = json!(["KHR_materials_ior", "KHR_lights_punctual"]);
    board.texture(&png(1, &[texel]), json!({}));
    let normals = board.accessor(&[0.0, 0.0, 1.0].repeat(4), "VEC3", 4);
    board.attribute("NORMAL", normals);
    let sun = json!({ "type": "directional", "intensity": std::f32::consts::PI });
    board.root["extensions"] = json!({ "KHR_lights_punctual": { "lights": [sun] } });
    // From the upper right: the sun shines along its node's -z, which is turned by 45 degrees about y.
    let half = std::f32::consts::FRAC_PI_8;
    let sun = json!({ "rotation": [0, half.sin(), 0, half.cos()],
        "extensions": { "KHR_lights_punctual": { "light": 0 } } });
    let node = board.push("nodes", sun);
    board.root["scenes"][0]["nodes"].as_array_mut().expect("a list").push(json!(node));
    change(&mut board);
    pixels(&board.scene(), &view(2, 2, 1), 2)[0]
}

#[test]
fn normals_lean_as_their_map_says() {
    let straight = std::f32::consts::FRAC_1_SQRT_2;
    // 0.6 to the right and 0.8 up, to the nearest 255th; the sun stands 45 degrees to the right.
    let (right, left) = ([204, 128, 230, 255], [51, 128, 230, 255]);
    let expected = |x: f32| (x * 0.6 + 0.8) * straight;
    let near = |seen: [f32; 3], expected: f32| assert!((seen[0] - expected).abs() < 0.01, "{seen:?}, not {expected}");
    near(sunlit([128, 128, 255, 255], |_| ()), straight);
    near(sunlit(right, |_| ()), expected(1.0));
    near(sunlit(left, |_| ()), expected(-1.0));
    // Up in the picture is up in the world: across the sun, where leaning helps nobody.
    near(sunlit([128, 204, 230, 255], |_| ()), 0.8 * straight);
    near(sunlit([128, 51, 230, 255], |_| ()), 0.8 * straight);
    // A picture that lies the other way round leans the other way.
    let mirror = |board: &mut Board| {
        let uv = [[1.0_f32, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]];
        let uv = board.accessor(uv.as_flattened(), "VEC2", 4);
        board.attribute("TEXCOORD_0", uv);
    };
    near(sunlit(right, mirror), expected(-1.0));
    near(sunlit(right, |board| board.root["nodes"][0]["scale"] = json!([-1, 1, 1])), expected(-1.0));
    // Tangents that a file has are believed.
    let given = |board: &mut Board| {
        let tangents = board.accessor(&[0.0, 1.0, 0.0, 1.0].repeat(4), "VEC4", 4);
        board.attribute("TANGENT", tangents);
    };
    near(sunlit([128, 51, 230, 255], given), expected(1.0));
    near(sunlit([128, 204, 230, 255], given), expected(-1.0));
    near(sunlit(right, given), 0.8 * straight);
    let weak = |board: &mut Board| board.root["materials"][0]["normalTexture"]["scale"] = json!(0.0);
    near(sunlit(right, weak), straight);
}

#[test]
fn what_mirrors_shows_the_sky_however_far_its_map_leans() {
    // 30, 50 and 60 degrees to the right, seen from straight above. What the last two mirror would lie under the board; turned
    // back they mirror its rim, of which half is lost, as nothing is quite smooth.
    let leaning = [([191, 128, 238, 255], 0.9), ([225, 128, 209, 255], 0.5), ([238, 128, 191, 255], 0.5)];
    for (texel, least) in leaning {
        let mut board = Board::new(json!({
            "pbrMetallicRoughness": { "metallicFactor": 1, "roughnessFactor": 0 }, "normalTexture": { "index": 0 },
        }));
        board.texture(&png(1, &[texel]), json!({}));
        let normals = board.accessor(&[0.0, 0.0, 1.0].repeat(4), "VEC3", 4);
        board.attribute("NORMAL", normals);
        let seen = pixels(&board.scene(), &view(4, 4, 2), 64);
        let mean = seen.iter().map(|pixel| pixel[1]).sum::<f32>() / seen.len() as f32;
        assert!((least..1.01).contains(&mean), "{texel:?}: {mean}");
    }
}

#[test]
fn metals_and_roughness_come_from_their_picture() {
    // Green is roughness, blue is metal: factors of one times the picture are the picture's factors.
    let scene = |picture: bool| {
        let mut board = Board::new(json!({ "pbrMetallicRoughness": { "baseColorFactor": [0.9, 0.6, 0.3, 1] } }));
        let factors = &mut board.root["materials"][0]["pbrMetallicRoughness"];
        if picture {
            factors["metallicRoughnessTexture"] = json!({ "index": 0 });
            board.texture(&png(1, &[[0, 102, 204, 255]]), json!({}));
        } else {
            (factors["roughnessFactor"], factors["metallicFactor"]) = (json!(0.4), json!(0.8));
        }
        board.scene()
    };
    let [pictured, plain] = [true, false].map(|picture| pixels(&scene(picture), &view(8, 8, 3), 8));
    assert_near(&pictured, &plain, 1.0e-3);
}

#[test]
fn whole_numbers_and_sparse_elements_stand_for_the_same_square() {
    let texels = [RED, GREEN, BLUE, WHITE];
    let expected = shown(&texels);
    let mut board = Board::unlit();
    board.texture(&png(2, &texels), nearest());
    // Positions of a quantised mesh, half a metre being 127, and texture coordinates of 16 bits.
    let places: [[i8; 4]; 4] = [[-127, -127, 0, 0], [127, -127, 0, 0], [127, 127, 0, 0], [-127, 127, 0, 0]];
    let places = board.view(&places.as_flattened().iter().map(|&byte| byte as u8).collect::<Vec<_>>());
    board.root["bufferViews"][places]["byteStride"] = json!(4);
    let uv = [[0_u16, 65535], [65535, 65535], [65535, 0], [0, 0]];
    let uv = board.view(&uv.as_flattened().iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>());
    let whole_numbers = |board: &mut Board| {
        let places = json!({ "bufferView": places, "componentType": 5120, "normalized": true, "type": "VEC3", "count": 4,
            "min": [-1, -1, 0], "max": [1, 1, 0] });
        let places = board.add_accessor(places);
        let uv = json!({ "bufferView": uv, "componentType": 5123, "normalized": true, "type": "VEC2", "count": 4 });
        let uv = board.add_accessor(uv);
        board.attribute("POSITION", places);
        board.attribute("TEXCOORD_0", uv);
        board.root["nodes"][0]["scale"] = json!([0.5, 0.5, 0.5]);
        board.root["extensionsUsed"] = json!(["KHR_materials_unlit", "KHR_mesh_quantization"]);
        board.root["extensionsRequired"] = json!(["KHR_mesh_quantization"]);
    };
    whole_numbers(&mut board);
    assert_near(&pixels(&board.scene(), &view(2, 2, 2), 4), &expected, 1.0e-4);
    // All nought but for three corners that are put in their places, the fourth one being where it is.
    let mut board = Board::unlit();
    board.texture(&png(2, &texels), nearest());
    let indices = board.view(&[1, 0, 2, 0, 3, 0]);
    let values: [f32; 9] = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0];
    let values = board.view(&values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>());
    let sparse = json!({ "count": 3, "indices": { "bufferView": indices, "componentType": 5123 },
        "values": { "bufferView": values } });
    let places = json!({ "componentType": 5126, "type": "VEC3", "count": 4, "min": [0, 0, 0], "max": [1, 1, 0],
        "sparse": sparse });
    let places = board.add_accessor(places);
    board.attribute("POSITION", places);
    board.root["nodes"][0]["translation"] = json!([-0.5, -0.5, 0]);
    assert_near(&pixels(&board.scene(), &view(2, 2, 2), 4), &expected, 1.0e-4);
}

/// Pieces of everything at once, so that what one has does not hide what another needs.
#[test]
fn device_and_twin_agree_on_a_scene_of_all_kinds() {
    let looks = [
        json!({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 }, "metallicRoughnessTexture": { "index": 1 } },
            "normalTexture": { "index": 2, "scale": 0.7 } }),
        json!({ "alphaMode": "MASK", "pbrMetallicRoughness": { "baseColorTexture": { "index": 3 }, "metallicFactor": 0 } }),
        json!({ "alphaMode": "BLEND", "pbrMetallicRoughness": { "baseColorFactor": [0.2, 0.5, 0.9, 0.6], "metallicFactor": 0 } }),
        json!({ "emissiveTexture": { "index": 0 }, "emissiveFactor": [1, 1, 1], "pbrMetallicRoughness": { "metallicFactor": 0 } }),
        json!({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0, "texCoord": 1 }, "roughnessFactor": 0.3 } }),
    ];
    let mut board = Board::new(looks[0].clone());
    let many: Vec<[u8; 4]> = (0..64_u8).map(|i| [i * 4, 255 - i * 3, (i % 8) * 32, 255]).collect();
    board.texture(&png(8, &many), json!({}));
    board.texture(&png(2, &[[0, 40, 255, 255], [0, 200, 0, 255], [0, 90, 90, 255], [0, 160, 255, 255]]), json!({}));
    board.texture(
        &png(2, &[[128, 128, 255, 255], [180, 128, 230, 255], [128, 90, 240, 255], [90, 128, 240, 255]]),
        json!({}),
    );
    board.texture(&png(2, &[WHITE, NOTHING, NOTHING, GREEN]), nearest());
    let uv = board.accessor(&[0.0, 3.0, 3.0, 3.0, 3.0, 0.0, 0.0, 0.0], "VEC2", 4);
    board.attribute("TEXCOORD_1", uv);
    let primitive = board.root["meshes"][0]["primitives"][0].clone();
    let mesh = |material: usize| {
        let mut primitive = primitive.clone();
        primitive["material"] = json!(material);
        json!({ "primitives": [primitive] })
    };
    board.root["materials"] = json!(looks);
    board.root["meshes"] = json!((0..looks.len()).map(mesh).collect::<Vec<_>>());
    let mut nodes: Vec<Value> = (0..looks.len())
        .map(|i| {
            let place = [i as f32 * 0.5 - 1.0, (i % 2) as f32 * 0.4 - 0.2, i as f32 * 0.2];
            json!({ "mesh": i, "translation": place, "rotation": [0.1 * i as f32, 0.2, 0.05, 0.95] })
        })
        .collect();
    nodes.push(json!({ "camera": 0, "translation": [0, 0, 3] }));
    board.root["scenes"] = json!([{ "nodes": (0..nodes.len()).collect::<Vec<_>>() }]);
    board.root["nodes"] = json!(nodes);
    let seen = mean(&board.scene(), &view(64, 48, 5), 8);
    assert!(seen > 0.01, "the picture is not black: {seen}");
}
