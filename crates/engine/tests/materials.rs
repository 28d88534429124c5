//! What glTF's extensions make of surfaces: nothing is lost and nothing made, each does what its factors say, pictures stand
//! for factors, and the device agrees with its twin.

mod common;

use common::{cubes, full, gpu, in_white, look, pictured_cubes, png, view, whole};
use idlewatt_engine::renderer::Renderer;
use idlewatt_engine::scene::Scene;
use idlewatt_engine::{cpu, tolerance};
use idlewatt_proto::job::NOTE;
use serde_json::{Value, json};

fn with(mut material: Value, extensions: Value) -> Value {
    material["extensions"] = extensions;
    material
}

/// Means of pixels by the processor, in white surroundings where a scene has no lights.
fn seen(file: &[u8], samples: u32) -> Vec<[f32; 3]> {
    let mut scene = Scene::from_glb(file).expect("a valid scene");
    if scene.facts().lights == 0 {
        scene = Scene::from_glb(&in_white(file)).expect("a valid scene");
    }
    let missing = scene.facts().unsupported.iter().find(|what| !what.starts_with(NOTE));
    assert_eq!(missing, None, "all of it is read");
    let view = view(32, 32, 16);
    let sums = cpu::render(&scene, &view, &whole(&view, samples)).expect("valid");
    sums.iter().map(|sum| sum.map(|value| value / samples as f32)).collect()
}

fn mean(pixels: &[[f32; 3]]) -> f32 {
    pixels.iter().flatten().sum::<f32>() / (pixels.len() * 3) as f32
}

fn apart(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    let apart = a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| (a - b).abs()).sum::<f32>();
    apart / (a.len() * 3) as f32
}

#[test]
fn white_furnace_of_all_kinds() {
    let velvet = json!({ "KHR_materials_sheen": { "sheenColorFactor": [1, 1, 1], "sheenRoughnessFactor": 0.4 } });
    let brushed = json!({ "KHR_materials_anisotropy": { "anisotropyStrength": 0.8, "anisotropyRotation": 0.5 } });
    let film = json!({ "KHR_materials_iridescence": { "iridescenceFactor": 1 } });
    let bumpy = json!({ "KHR_materials_clearcoat": { "clearcoatFactor": 1, "clearcoatRoughnessFactor": 0.2,
        "clearcoatNormalTexture": { "index": 0, "scale": 0.3 } } });
    let solid = json!({
        "KHR_materials_transmission": { "transmissionFactor": 1 },
        "KHR_materials_volume": { "thicknessFactor": 1 },
    });
    let mut prism = solid.clone();
    prism["KHR_materials_dispersion"] = json!({ "dispersion": 5 });
    let glossy =
        json!({ "KHR_materials_pbrSpecularGlossiness": { "specularFactor": [1, 1, 1], "glossinessFactor": 0.4 } });
    let cases = [
        ("velvet", 0.0, 0.8, &velvet),
        ("brushed metal", 1.0, 0.3, &brushed),
        ("brushed plastic", 0.0, 0.5, &brushed),
        ("metal under a film", 1.0, 0.2, &film),
        ("chalk under a bumpy coat", 0.0, 1.0, &bumpy),
        ("frosted solid glass", 0.0, 0.5, &solid),
        ("rough solid glass", 0.0, 0.9, &solid),
        ("glass that spreads colours", 0.0, 0.0, &prism),
        ("glossy mirror", 0.0, 0.0, &glossy),
    ];
    let normals = png(2, &[[128, 128, 255, 255], [160, 128, 250, 255], [128, 90, 250, 255], [128, 128, 255, 255]]);
    for (name, metallic, roughness, extensions) in cases {
        let material = with(look([1.0; 3], metallic, roughness), extensions.clone());
        let mean = mean(&seen(&pictured_cubes(&[material], std::slice::from_ref(&normals), &[], &[]), 256));
        assert!((mean - 1.0).abs() < 0.005, "{name}: {mean}");
    }
}

#[test]
fn the_older_description_says_the_same_in_other_words() {
    let older = |glossiness: f32| {
        json!({ "extensions": { "KHR_materials_pbrSpecularGlossiness": {
            "diffuseFactor": [0.7, 0.2, 0.1, 1], "specularFactor": [0.2, 0.3, 0.1], "glossinessFactor": glossiness } } })
    };
    let newer = with(
        look([0.7, 0.2, 0.1], 0.0, 0.4),
        json!({ "KHR_materials_ior": { "ior": 0 }, "KHR_materials_specular": { "specularColorFactor": [0.2, 0.3, 0.1] } }),
    );
    let (older_seen, newer_seen) = (seen(&cubes(&[older(0.6)], &[], &[]), 4), seen(&cubes(&[newer], &[], &[]), 4));
    assert!(apart(&older_seen, &newer_seen) < 1.0e-5);
    assert!(apart(&older_seen, &seen(&cubes(&[older(0.9)], &[], &[]), 4)) > 1.0e-3, "glossiness is something");
    // Pictures are colours and, in the fourth channel, glossiness as a number.
    let mut pictured = older(0.8);
    let glossy = &mut pictured["extensions"]["KHR_materials_pbrSpecularGlossiness"];
    glossy["diffuseTexture"] = json!({ "index": 0 });
    glossy["specularGlossinessTexture"] = json!({ "index": 1 });
    let pictures = [png(1, &[[188, 255, 255, 255]]), png(1, &[[255, 188, 255, 191]])];
    let pictured = seen(&pictured_cubes(&[pictured], &pictures, &[], &[]), 4);
    let factors = json!({ "extensions": { "KHR_materials_pbrSpecularGlossiness": {
        "diffuseFactor": [0.7 * 0.5029, 0.2, 0.1, 1], "specularFactor": [0.2, 0.3 * 0.5029, 0.1],
        "glossinessFactor": 0.8 * 191.0 / 255.0 } } });
    assert!(apart(&pictured, &seen(&cubes(&[factors], &[], &[]), 4)) < 1.0e-4);
}

#[test]
fn opacity_of_the_older_description_is_that_of_its_diffuse_colour() {
    let material = json!({ "alphaMode": "BLEND", "extensions": { "KHR_materials_pbrSpecularGlossiness": {
        "diffuseFactor": [0, 0, 0, 0], "specularFactor": [0, 0, 0] } } });
    assert!((mean(&seen(&cubes(&[material], &[], &[]), 16)) - 1.0).abs() < 1.0e-5, "nothing is there");
}

/// Sheen is light at the rim: black cloth shows nothing else, and no more than all.
#[test]
fn sheen_shines_at_the_rim() {
    let cloth = |extensions: Value| with(look([0.0; 3], 0.0, 1.0), extensions);
    let dull = json!({ "KHR_materials_specular": { "specularFactor": 0 } });
    let mut red = dull.clone();
    red["KHR_materials_sheen"] = json!({ "sheenColorFactor": [1, 0, 0], "sheenRoughnessFactor": 0.5 });
    let black = seen(&cubes(&[cloth(dull)], &[], &[]), 64);
    assert!(black.contains(&[0.0; 3]), "there is nothing to see without it");
    let pixels = seen(&cubes(&[cloth(red)], &[], &[]), 64);
    // Pixels of the sky are white on both.
    let sheen: Vec<f32> = pixels.iter().filter(|pixel| pixel[1] < 0.5).map(|pixel| pixel[0]).collect();
    let (least, most) = sheen.iter().fold((f32::MAX, 0.0_f32), |(least, most), &v| (least.min(v), most.max(v)));
    assert!(least > 0.01 && most < 1.0 && most > 1.3 * least, "{least} to {most}");
}

#[test]
fn brushed_surfaces_turn_with_factor_and_picture() {
    let brushed = |strength: f32, turn: f32, picture: bool| {
        let mut brushed = json!({ "anisotropyStrength": strength, "anisotropyRotation": turn });
        if picture {
            brushed["anisotropyTexture"] = json!({ "index": 0 });
        }
        let material = with(look([0.9; 3], 1.0, 0.3), json!({ "KHR_materials_anisotropy": brushed }));
        // Halfway between the picture's axes, three quarters as strong.
        let lamp = json!({ "translation": [0.5, 2.0, 3.0], "extensions": { "KHR_lights_punctual": { "light": 0 } } });
        let lights = [json!({ "type": "point", "intensity": 20 })];
        seen(&pictured_cubes(&[material], &[png(1, &[[255, 255, 191, 255]])], &[lamp], &lights), 16)
    };
    let eighth = std::f32::consts::FRAC_PI_4;
    let pictured = brushed(1.0, 0.0, true);
    let share = |pixels: &[[f32; 3]], others: &[[f32; 3]]| apart(pixels, others) / mean(pixels);
    let (same, other) = (brushed(191.0 / 255.0, eighth, false), brushed(191.0 / 255.0, 0.0, false));
    assert!(share(&pictured, &same) < 0.02, "turned by the picture: {}", share(&pictured, &same));
    assert!(share(&pictured, &other) > 0.1, "the other way is another: {}", share(&pictured, &other));
    let halves = share(&brushed(0.7, 0.3, false), &brushed(0.7, 0.3 + 4.0 * eighth, false));
    assert!(halves < 0.02, "half a turn is none: {halves}");
}

#[test]
fn a_brushed_mesh_without_texture_coordinates_is_named() {
    let material = with(look([0.9; 3], 1.0, 0.3), json!({ "KHR_materials_anisotropy": { "anisotropyStrength": 1 } }));
    let scene = Scene::from_glb(&cubes(&[material], &[], &[])).expect("valid");
    assert!(scene.facts().unsupported.iter().any(|what| what.contains("brushed")), "{:?}", scene.facts().unsupported);
}

/// A coat is smooth over bumps unless it has bumps of its own.
#[test]
fn coats_have_normals_of_their_own() {
    let flat = [128, 128, 255, 255];
    let bumpy = png(2, &[flat, [170, 128, 240, 255], [128, 90, 240, 255], flat]);
    let coated = |below: usize, above: Option<usize>, scale: f32| {
        let mut coat = json!({ "clearcoatFactor": 1, "clearcoatRoughnessFactor": 0.4 });
        if let Some(above) = above {
            coat["clearcoatNormalTexture"] = json!({ "index": above, "scale": scale });
        }
        // Black below: the coat is all that is seen.
        let mut material = with(
            look([0.0; 3], 0.0, 1.0),
            json!({ "KHR_materials_clearcoat": coat, "KHR_materials_specular": { "specularFactor": 0 } }),
        );
        material["normalTexture"] = json!({ "index": below });
        let lamp = json!({ "translation": [0.5, 1.0, 4.0], "extensions": { "KHR_lights_punctual": { "light": 0 } } });
        let lights = [json!({ "type": "point", "intensity": 20 })];
        seen(&pictured_cubes(&[material], &[bumpy.clone(), png(1, &[flat])], &[lamp], &lights), 4)
    };
    let smooth = coated(1, None, 1.0);
    let alike = |pixels: &[[f32; 3]]| apart(pixels, &smooth) / mean(&smooth);
    assert!(alike(&coated(0, None, 1.0)) < 0.02, "bumps below do not show: {}", alike(&coated(0, None, 1.0)));
    assert!(alike(&coated(0, Some(1), 1.0)) < 0.05, "nor under a flat picture: {}", alike(&coated(0, Some(1), 1.0)));
    assert!(alike(&coated(1, Some(0), 1.0)) > 0.2, "its own do: {}", alike(&coated(1, Some(0), 1.0)));
    assert!(alike(&coated(1, Some(0), 0.1)) < 0.5 * alike(&coated(1, Some(0), 1.0)), "as much as their scale says");
}

#[test]
fn films_are_coloured_by_how_thick_they_are() {
    let film = |thickness: f32| {
        let film = json!({ "iridescenceFactor": 1, "iridescenceIor": 1.4, "iridescenceThicknessMaximum": thickness });
        let material = with(look([0.3; 3], 1.0, 0.1), json!({ "KHR_materials_iridescence": film }));
        let pixels = seen(&cubes(&[material], &[], &[]), 16);
        let sum = pixels
            .iter()
            .filter(|pixel| pixel[1] < 0.99)
            .fold([0.0_f32; 3], |sum, pixel| [0, 1, 2].map(|channel| sum[channel] + pixel[channel]));
        sum.map(|channel| channel / sum.iter().sum::<f32>())
    };
    let (thin, thick) = (film(250.0), film(380.0));
    assert!((thin[0] - thick[0]).abs() + (thin[2] - thick[2]).abs() > 0.03, "{thin:?} and {thick:?}");
    let none = film(0.0);
    assert!(none.iter().all(|channel| (channel - 1.0 / 3.0).abs() < 1.0e-3), "{none:?}");
}

#[test]
fn device_and_twin_agree_on_all_kinds() {
    let Some(gpu) = gpu() else { return };
    let coat =
        json!({ "clearcoatFactor": 0.9, "clearcoatRoughnessFactor": 0.1, "clearcoatNormalTexture": { "index": 0 } });
    let kinds = [
        json!({ "KHR_materials_sheen": { "sheenColorFactor": [0.9, 0.5, 0.3], "sheenRoughnessFactor": 0.4,
            "sheenRoughnessTexture": { "index": 1 } } }),
        json!({ "KHR_materials_anisotropy": { "anisotropyStrength": 0.8, "anisotropyTexture": { "index": 1 } } }),
        json!({ "KHR_materials_clearcoat": coat }),
        json!({ "KHR_materials_iridescence": { "iridescenceFactor": 1, "iridescenceThicknessTexture": { "index": 1 } } }),
        json!({ "KHR_materials_transmission": { "transmissionFactor": 0.9 },
            "KHR_materials_volume": { "thicknessFactor": 1, "attenuationDistance": 2, "attenuationColor": [0.5, 0.9, 0.8] },
            "KHR_materials_dispersion": { "dispersion": 3 },
            "KHR_materials_iridescence": { "iridescenceFactor": 0.5 } }),
        json!({ "KHR_materials_pbrSpecularGlossiness": { "specularFactor": [0.5, 0.4, 0.2], "glossinessFactor": 0.8,
            "diffuseTexture": { "index": 1 }, "specularGlossinessTexture": { "index": 1 } } }),
    ];
    let pictures = [
        png(2, &[[128, 128, 255, 255], [180, 128, 230, 255], [128, 90, 240, 255], [128, 128, 255, 255]]),
        png(2, &[[200, 90, 250, 255], [90, 200, 160, 180], [250, 128, 90, 220], [128, 250, 200, 120]]),
    ];
    let lamp = json!({ "translation": [0.5, 2.0, 3.0], "extensions": { "KHR_lights_punctual": { "light": 0 } } });
    let lights = [json!({ "type": "point", "intensity": 25, "color": [1, 0.9, 0.8] })];
    let glow = json!({ "emissiveFactor": [1, 0.8, 0.6], "pbrMetallicRoughness": { "roughnessFactor": 0.4 } });
    let shown = |kinds: &[Value]| {
        let mut looks: Vec<Value> = kinds
            .iter()
            .enumerate()
            .map(|(i, kind)| with(look([0.8, 0.6, 0.5], f32::from(u8::from(i % 2 == 1)), 0.35), kind.clone()))
            .collect();
        looks.push(glow.clone());
        Scene::from_glb(&pictured_cubes(&looks, &pictures, std::slice::from_ref(&lamp), &lights)).expect("valid")
    };
    // All together, and two by two: what a scene does not have is not compiled.
    let scenes = std::iter::once(shown(&kinds)).chain(kinds.chunks(2).map(shown));
    for (number, scene) in scenes.enumerate() {
        let view = view(64, 40, 6);
        let unit = whole(&view, 4);
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("the scene fits");
        let device = renderer.render(&unit, &mut |_| full(50_000)).expect("the device works");
        let twin = cpu::render(&scene, &view, &unit).expect("the view is right");
        let verdict = tolerance::compare(&twin, &device.sums);
        assert!(verdict.same(), "scene {number}: {verdict:?}");
        assert!(mean(&twin) > 0.01, "the picture is not black");
    }
}

#[test]
fn panes_of_glass_are_named_once() {
    let glass = |name: &str, more: Value| {
        let mut material = look([1.0; 3], 0.0, 0.0);
        material["name"] = json!(name);
        material["extensions"] = json!({ "KHR_materials_transmission": { "transmissionFactor": 1 } });
        for (extension, what) in more.as_object().expect("extensions") {
            material["extensions"][extension] = what.clone();
        }
        material
    };
    let thick = json!({ "KHR_materials_volume": { "thicknessFactor": 0.01 } });
    let unlit = json!({ "KHR_materials_unlit": {} });
    let flat = json!({ "KHR_materials_volume": { "thicknessFactor": 0 } });
    let mut bare = glass("", json!({}));
    bare.as_object_mut().expect("an object").remove("name");
    let materials = vec![
        glass("Glass", json!({})),
        glass("Block", thick),
        glass("Lens\u{7}", flat),
        glass("Sign", unlit),
        bare,
        look([1.0; 3], 0.0, 0.5),
    ];
    let notes = |materials: &[Value]| {
        let scene = Scene::from_glb(&in_white(&cubes(materials, &[], &[]))).expect("a valid scene");
        scene.facts().unsupported.clone()
    };
    let told = "note: glass without a thickness is rendered as thin panes: \"Glass\", \"Lens\", material 4 \
                (--read-as blender makes it solid)";
    assert_eq!(notes(&materials), [told]);
    assert!(notes(&materials[1..2]).is_empty(), "a block is solid");
}
