//! What the device makes of a scene, held against the twin on the processor and against itself.

mod common;

use common::{cubes, full, glb, gpu, in_white, look, square, square_root, view, whole};
use glam::Vec3;
use idlewatt_engine::reference::CORNELL;
use idlewatt_engine::renderer::{RenderError, Renderer, Steer};
use idlewatt_engine::scene::Scene;
use idlewatt_engine::showpiece::glb::{Glb, Look, Place, Shape};
use idlewatt_engine::showpiece::shapes::{Dice, sphere};
use idlewatt_engine::{cpu, tolerance};
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::Pace;
use serde_json::json;

fn many_materials() -> Scene {
    let looks = [
        look([0.9, 0.6, 0.2], 1.0, 0.2),
        look([0.2, 0.4, 0.8], 0.0, 0.5),
        json!({ "emissiveFactor": [1, 0.8, 0.6], "pbrMetallicRoughness": { "roughnessFactor": 0.4 } }),
        look([0.8, 0.8, 0.8], 0.5, 0.05),
    ];
    let light = |index: usize, at: [f32; 3]| json!({ "translation": at, "extensions": { "KHR_lights_punctual": { "light": index } } });
    let nodes = [light(0, [0.0, 2.0, 2.0]), light(1, [-2.0, 1.0, 3.0]), light(2, [0.0, 0.0, 0.0])];
    let lights = [
        json!({ "type": "point", "intensity": 5, "color": [1, 0.5, 0.5] }),
        json!({ "type": "spot", "intensity": 20, "spot": { "innerConeAngle": 0.2, "outerConeAngle": 0.6 } }),
        json!({ "type": "directional", "intensity": 0.5, "color": [0.5, 0.6, 1] }),
    ];
    Scene::from_glb(&cubes(&looks, &nodes, &lights)).expect("a valid scene")
}

fn assert_twins(scene: &Scene, view: &View, samples: u32) {
    let Some(gpu) = gpu() else { return };
    let unit = whole(view, samples);
    let mut renderer = Renderer::new(&gpu, scene, view).expect("the scene fits");
    let device = renderer.render(&unit, &mut |_| full(50_000)).expect("the device works");
    let twin = cpu::render(scene, view, &unit).expect("the view is right");
    assert_eq!(device.samples, unit.samples);
    let verdict = tolerance::compare(&twin, &device.sums);
    assert!(verdict.same(), "{verdict:?}");
    let mean = twin.iter().flatten().sum::<f32>() / (twin.len() * 3) as f32 / samples as f32;
    assert!(mean > 0.01, "the picture is not black: {mean}");
}

#[test]
fn device_and_twin_agree_on_the_cornell_box() {
    assert_twins(&Scene::from_glb(CORNELL).expect("ours"), &view(48, 48, 6), 4);
}

#[test]
fn device_and_twin_agree_on_metals_lamps_and_punctual_lights() {
    assert_twins(&many_materials(), &view(64, 40, 5), 4);
}

/// Small lamps all over a floor of lacquer.
fn many_lamps() -> Scene {
    let (mut glb, mut dice) = (Glb::default(), Dice::new(4));
    let mut square = Shape::default();
    square.quad([[-4.0, 4.0], [4.0, 4.0], [4.0, -4.0], [-4.0, -4.0]].map(|[x, z]| Vec3::new(x, 0.0, z)));
    let floor = glb.material("floor", Look::coated([0.5, 0.5, 0.5], 0.4));
    let floor = glb.mesh("floor", &[(&square, floor)]);
    glb.show(floor, Place::at(Vec3::ZERO));
    let lamp = glb.material("lamp", Look::lamp([8.0, 6.0, 5.0]));
    let lamp = glb.mesh("lamp", &[(&sphere(1), lamp)]);
    for _ in 0..40 {
        let at = Vec3::new(dice.between(-3.0, 3.0), dice.between(0.3, 2.0), dice.between(-3.0, 3.0));
        glb.show(lamp, Place::at(at).turned(dice.turn()).scaled(dice.between(0.05, 0.2)));
    }
    glb.camera("camera", Vec3::new(0.0, 3.0, 7.0), Vec3::new(0.0, 0.5, 0.0), 0.8);
    Scene::from_glb(&glb.finish()).expect("valid")
}

#[test]
fn device_and_twin_agree_among_many_lights() {
    let scene = many_lamps();
    assert_eq!(scene.facts().lights, 40 * 80);
    assert_twins(&scene, &view(64, 48, 4), 4);
}

#[test]
fn device_and_twin_agree_under_the_sky() {
    let scene = Scene::from_glb(&cubes(&[look([0.7, 0.3, 0.3], 0.0, 0.3)], &[], &[])).expect("valid");
    assert_eq!(scene.facts().lights, 0);
    assert_twins(&scene, &view(40, 40, 4), 4);
}

#[test]
fn sums_do_not_depend_on_how_a_unit_was_cut() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(CORNELL).expect("ours");
    let view = view(50, 37, 3);
    let unit = whole(&view, 5);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let mut run = |quantum_us| renderer.render(&unit, &mut |_| full(quantum_us)).expect("works");
    let (fine, coarse) = (run(1), run(5_000_000));
    assert!(fine.submissions > 20 && coarse.submissions < fine.submissions / 2, "they were cut differently");
    assert_eq!(fine.sums, coarse.sums);
}

#[test]
fn tiles_and_sample_ranges_add_up_to_the_whole() {
    let Some(gpu) = gpu() else { return };
    let scene = many_materials();
    let view = view(40, 24, 3);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let whole = renderer.render(&whole(&view, 4), &mut |_| full(50_000)).expect("works").sums;
    let mut stitched = vec![[0.0_f32; 3]; whole.len()];
    for (x, first) in [(0, 0), (0, 2), (17, 0), (17, 2)] {
        let tile = Tile { x, y: 0, width: if x == 0 { 17 } else { 23 }, height: 24 };
        let unit = RenderUnit { tile, samples: SampleRange { first, count: 2 } };
        let part = renderer.render(&unit, &mut |_| full(50_000)).expect("works").sums;
        for (at, more) in part.iter().enumerate() {
            let (column, row) = (x as usize + at % tile.width as usize, at / tile.width as usize);
            let sum = &mut stitched[row * 40 + column];
            *sum = [sum[0] + more[0], sum[1] + more[1], sum[2] + more[2]];
        }
    }
    // Only the order of additions differs.
    for (a, b) in whole.iter().flatten().zip(stitched.iter().flatten()) {
        assert!((a - b).abs() <= 1.0e-5 * a.abs().max(1.0), "{a} {b}");
    }
}

#[test]
fn stopping_in_the_middle_keeps_whole_samples() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(CORNELL).expect("ours");
    let view = view(64, 64, 2);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let mut steps = 0;
    let stopped = renderer.render(&whole(&view, 1000), &mut |step| {
        steps += u32::from(step.samples_done == 2);
        // Inside the third pass, whose 64 blocks are eight submissions or more where a microsecond is the target.
        Steer { stop: steps >= 3, ..full(1) }
    });
    let stopped = stopped.expect("two samples are done");
    assert_eq!(stopped.samples, SampleRange { first: 0, count: 2 });
    let asked = renderer.render(&whole(&view, 2), &mut |_| full(50_000)).expect("works");
    assert_eq!(stopped.sums, asked.sums, "a stopped unit is the shorter unit");
    let none = renderer.render(&whole(&view, 1000), &mut |_| Steer { stop: true, ..full(1) });
    assert!(matches!(none, Err(RenderError::Stopped)), "nothing was done");
}

#[test]
fn zero_duty_waits_between_submissions_and_is_obeyed_at_once() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(CORNELL).expect("ours");
    let view = view(32, 32, 2);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let mut calls = 0;
    let result = renderer.render(&whole(&view, 2), &mut |step| {
        calls += 1;
        let waiting = (3..20).contains(&calls);
        assert!(step.samples_done < 2);
        Steer { pace: Pace { quantum_us: 1, duty_permille: if waiting { 0 } else { 1000 } }, stop: false }
    });
    let result = result.expect("it goes on afterwards");
    assert_eq!(result.samples.count, 2);
    assert_eq!(calls as u64, result.submissions + 17, "it was asked at each submission and while it waited");
}

#[test]
fn a_copy_made_on_the_way_is_the_shorter_unit_and_changes_nothing() {
    let Some(gpu) = gpu() else { return };
    let scene = many_materials();
    let view = view(48, 40, 4);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let mut copies = Vec::new();
    let result = renderer.render(&whole(&view, 4), &mut |step| {
        match step.so_far() {
            Ok(copy) => copies.push(copy),
            Err(error) => assert!(matches!(error, RenderError::Stopped) && step.samples_done == 0, "{error}"),
        }
        full(1)
    });
    let result = result.expect("works");
    assert!(copies.iter().any(|copy| copy.samples.count == 1) && copies.iter().any(|copy| copy.samples.count == 3));
    for samples in 1..4 {
        let shorter = renderer.render(&whole(&view, samples), &mut |_| full(50_000)).expect("works");
        for copy in copies.iter().filter(|copy| copy.samples.count == samples) {
            assert!(copy.submissions < result.submissions && copy.samples == shorter.samples);
            assert_eq!(copy.sums, shorter.sums, "also in the middle of the next pass");
        }
    }
    assert_eq!(result.sums, renderer.render(&whole(&view, 4), &mut |_| full(50_000)).expect("works").sums);
}

#[test]
fn a_long_rest_at_an_old_pace_ends_with_a_new_one() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(CORNELL).expect("ours");
    let view = view(128, 128, 2);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let (mut calls, mut waited) = (0, 0_u64);
    let result = renderer.render(&whole(&view, 2), &mut |step| {
        calls += 1;
        // A thousandth of the time: a rest of 999 submissions after each.
        let slow = !step.last_submission.is_zero() && waited < 2;
        waited += u64::from(slow);
        Steer { pace: Pace { quantum_us: 50_000, duty_permille: if slow { 1 } else { 1000 } }, stop: false }
    });
    assert_eq!(calls, result.expect("it goes on").submissions + waited, "no call but those two found it resting");
}

#[test]
fn stopping_while_held_back_begins_nothing_more() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(CORNELL).expect("ours");
    // Two submissions a pass, so that after the third one the fourth would end a pass.
    let view = view(32, 32, 2);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
    let mut seen = 0;
    let result = renderer.render(&whole(&view, 100), &mut |step| {
        let held = step.samples_done == 1;
        seen += u32::from(held);
        Steer { pace: Pace { quantum_us: 1, duty_permille: if seen > 1 { 0 } else { 1000 } }, stop: seen > 4 }
    });
    let result = result.expect("one sample is done");
    assert_eq!((result.samples.count, seen), (1, 5), "answered at the first call that said stop");
}

/// A white surface under a white sky cannot be told from the sky, whatever its roughness.
#[test]
fn white_furnace() {
    for (name, metallic, roughness) in
        [("chalk", 0.0, 1.0), ("lacquer", 0.0, 0.2), ("mirror", 1.0, 0.0), ("brushed", 1.0, 0.5), ("blasted", 1.0, 1.0)]
    {
        let scene =
            Scene::from_glb(&in_white(&cubes(&[look([1.0; 3], metallic, roughness)], &[], &[]))).expect("valid");
        let view = view(32, 32, 32);
        let sums = cpu::render(&scene, &view, &whole(&view, 256)).expect("valid");
        let mean = sums.iter().flatten().sum::<f32>() / (sums.len() * 3 * 256) as f32;
        assert!((mean - 1.0).abs() < 0.005, "{name}: {mean}");
    }
}

/// The same for what is laid over a surface and for what lets light through: nothing is lost and nothing made.
#[test]
fn white_furnace_of_coats_and_glass() {
    let coat = json!({ "KHR_materials_clearcoat": { "clearcoatFactor": 1, "clearcoatRoughnessFactor": 0.3 } });
    let pane = json!({ "KHR_materials_transmission": { "transmissionFactor": 1 } });
    let half = json!({ "KHR_materials_transmission": { "transmissionFactor": 0.5 } });
    let solid = json!({
        "KHR_materials_transmission": { "transmissionFactor": 1 },
        "KHR_materials_volume": { "thicknessFactor": 1 },
        "KHR_materials_ior": { "ior": 1.6 },
    });
    let dim = json!({ "KHR_materials_specular": { "specularFactor": 0.3, "specularColorFactor": [1, 0.5, 0.2] } });
    let cases = [
        ("coated chalk", 0.0, 1.0, &coat),
        ("coated metal", 1.0, 0.4, &coat),
        ("pane", 0.0, 0.0, &pane),
        ("half a pane", 0.0, 0.2, &half),
        ("frosted pane", 0.0, 0.6, &pane),
        ("solid glass", 0.0, 0.0, &solid),
        ("dim reflections", 0.0, 0.3, &dim),
    ];
    for (name, metallic, roughness, extensions) in cases {
        let mut material = look([1.0; 3], metallic, roughness);
        material["extensions"] = extensions.clone();
        let scene = Scene::from_glb(&in_white(&cubes(&[material], &[], &[]))).expect("valid");
        let view = View { max_bounces: 32, ..view(32, 32, 32) };
        let sums = cpu::render(&scene, &view, &whole(&view, 256)).expect("valid");
        let mean = sums.iter().flatten().sum::<f32>() / (sums.len() * 3 * 256) as f32;
        assert!((mean - 1.0).abs() < 0.005, "{name}: {mean}");
    }
}

/// Straight through a body of nothing but colour: what is behind it, less by the distance.
#[test]
fn a_body_takes_light_by_the_distance_through_it() {
    let mut root = square_root();
    root["materials"] = json!([{
        "pbrMetallicRoughness": { "metallicFactor": 0, "roughnessFactor": 0 },
        "extensions": {
            "KHR_materials_transmission": { "transmissionFactor": 1 },
            "KHR_materials_ior": { "ior": 1 },
            "KHR_materials_volume": {
                "thicknessFactor": 1, "attenuationDistance": 2, "attenuationColor": [0.25, 0.5, 1],
            },
        },
    }]);
    root["meshes"] = json!([{ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": 0 }] }]);
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.01, "znear": 0.1 } }]);
    root["nodes"] = json!([
        { "mesh": 0, "translation": [0, 0, 1] },
        { "mesh": 0, "translation": [0, 0, -3], "rotation": [0, 1, 0, 0] },
        { "camera": 0, "translation": [0, 0, 5] },
    ]);
    root["scenes"] = json!([{ "nodes": [0, 1, 2] }]);
    let scene = Scene::from_glb(&in_white(&glb(&root, &square()))).expect("valid");
    let view = view(4, 4, 8);
    let sums = cpu::render(&scene, &view, &whole(&view, 16)).expect("valid");
    let mean = sums.iter().fold([0.0_f32; 3], |all, sum| [0, 1, 2].map(|i| all[i] + sum[i] / (16.0 * 16.0)));
    // Four units deep, twice the distance that the colour is said for.
    for (channel, expected) in [0.0625, 0.25, 1.0].into_iter().enumerate() {
        assert!((mean[channel] - expected).abs() < 0.005, "{mean:?}");
    }
}

#[test]
fn device_and_twin_agree_on_glass_and_lacquer() {
    let with = |mut material: serde_json::Value, extensions: serde_json::Value| {
        material["extensions"] = extensions;
        material
    };
    let looks = [
        with(
            look([0.9, 0.95, 1.0], 0.0, 0.1),
            json!({
                "KHR_materials_transmission": { "transmissionFactor": 1 },
                "KHR_materials_volume": { "thicknessFactor": 1, "attenuationDistance": 1, "attenuationColor": [0.5, 0.8, 0.9] },
            }),
        ),
        with(
            look([0.8, 0.2, 0.2], 0.0, 0.6),
            json!({ "KHR_materials_clearcoat": { "clearcoatFactor": 0.8, "clearcoatRoughnessFactor": 0.2 } }),
        ),
        with(look([1.0, 0.8, 0.5], 0.0, 0.3), json!({ "KHR_materials_transmission": { "transmissionFactor": 0.7 } })),
        json!({ "emissiveFactor": [1, 0.8, 0.6], "pbrMetallicRoughness": { "roughnessFactor": 0.4 } }),
    ];
    let lamp = json!({ "translation": [0.0, 2.0, 2.0], "extensions": { "KHR_lights_punctual": { "light": 0 } } });
    let lights = [json!({ "type": "point", "intensity": 15, "color": [1, 0.9, 0.8] })];
    let scene = Scene::from_glb(&cubes(&looks, &[lamp], &lights)).expect("a valid scene");
    assert_twins(&scene, &view(64, 40, 8), 4);
}

/// Next-event estimation alone, BSDF sampling alone and both together must agree; the first two cannot be switched
/// apart here, but a lamp seen by a diffuse floor has a value in closed form.
#[test]
fn a_square_lamp_lights_a_floor_as_the_formula_says() {
    let mut root = square_root();
    // A large lamp one metre above a small chalk floor that faces it, seen from between them.
    root["materials"] = json!([
        { "pbrMetallicRoughness": { "metallicFactor": 0 }, "extensions": { "KHR_materials_ior": { "ior": 1.0 } } },
        { "pbrMetallicRoughness": { "baseColorFactor": [0, 0, 0, 1] }, "emissiveFactor": [1, 1, 1] },
    ]);
    root["extensionsUsed"] = json!(["KHR_materials_ior"]);
    root["meshes"] = json!([0, 1].map(|material| {
        json!({ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": material }] })
    }));
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.01, "znear": 0.1 } }]);
    root["nodes"] = json!([
        { "mesh": 0, "scale": [0.1, 0.1, 0.1] },
        { "mesh": 1, "scale": [2, 2, 2], "translation": [0, 0, 1] },
        { "camera": 0, "translation": [0, 0, 0.5] },
    ]);
    root["scenes"] = json!([{ "nodes": [0, 1, 2] }]);
    let scene = Scene::from_glb(&glb(&root, &square())).expect("valid");
    let view = view(8, 8, 1);
    let sums = cpu::render(&scene, &view, &whole(&view, 1024)).expect("valid");
    let mean = sums.iter().flatten().sum::<f32>() / (sums.len() * 3 * 1024) as f32;
    // Four quarter-rectangles of sides 1 x 1 at distance 1 (Howell, configuration factor B-3).
    let quarter = 2.0 / std::f32::consts::TAU * (1.0 / 2.0_f32.sqrt()) * (1.0 / 2.0_f32.sqrt()).atan();
    let expected = 4.0 * quarter;
    assert!((mean / expected - 1.0).abs() < 0.005, "{mean} instead of {expected}");
}

#[test]
fn views_and_units_out_of_bounds_are_refused() {
    let scene = Scene::from_glb(CORNELL).expect("ours");
    assert!(scene.has_camera("camera") && !scene.has_camera("other"));
    let named = |name: &str| View { camera: Some(name.into()), ..view(8, 8, 2) };
    let render = |view: &View, unit| cpu::render(&scene, view, &unit).map(|sums| sums.len());
    assert!(matches!(render(&named("other"), whole(&view(8, 8, 2), 1)), Err(RenderError::NoCamera { .. })));
    assert_eq!(render(&named("camera"), whole(&view(8, 8, 2), 1)).expect("right"), 64);
    assert!(matches!(render(&view(8, 8, 0), whole(&view(8, 8, 0), 1)), Err(RenderError::View(_))));
    for unit in [whole(&view(9, 8, 2), 1), whole(&view(8, 8, 2), 0), whole(&view(8, 8, 2), u32::MAX)] {
        assert!(matches!(render(&view(8, 8, 2), unit), Err(RenderError::BadUnit)));
    }
}

#[test]
fn the_garden_is_small_in_a_file_and_large_in_the_world() {
    let path = std::path::Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests"))
        .join("scenes/garden.glb");
    let bytes = idlewatt_engine::pack(&path).expect("ours");
    let scene = Scene::from_glb(&bytes).expect("ours");
    let facts = scene.facts();
    assert!(bytes.len() < 1_500_000 && facts.instanced_triangles > 100_000, "{facts:?}");
    assert!(facts.instanced_triangles > 10 * facts.triangles && facts.device_bytes.0 < 8 << 20, "{facts:?}");
    assert!(facts.unsupported.is_empty() && scene.has_camera("garden"));
    assert_twins(&scene, &view(24, 16, 3), 2);
}

#[test]
fn adapters_have_a_speed() {
    let Some(gpu) = gpu() else { return };
    let speed = idlewatt_engine::reference::measure(&gpu).expect("the reference scene renders");
    assert!(speed > 0);
    println!("{}: {speed} samples/s", gpu.device().name);
}

#[test]
fn software_adapters_say_so() {
    for device in idlewatt_engine::gpu::Gpu::adapters() {
        assert!(["vulkan", "dx12", "metal"].contains(&device.backend.as_str()), "{device:?}");
        assert_eq!(device.name.contains("llvmpipe"), device.kind == DeviceKind::Software, "{device:?}");
    }
    let missing = idlewatt_engine::gpu::Gpu::open(Some("no such card")).err().expect("there is none");
    assert!(missing.to_string().contains("no such card"));
}
