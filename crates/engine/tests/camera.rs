//! Lenses and filters: what they do to a picture, and that the device and its twin do the same.

mod common;

use common::{full, glb, gpu, square, square_root, view, whole};
use idlewatt_engine::renderer::Renderer;
use idlewatt_engine::scene::Scene;
use idlewatt_engine::{cpu, tolerance};
use idlewatt_proto::job::{Filter, Lens, View};
use serde_json::json;

/// A lamp a tenth of a unit wide, four units before the camera, in the dark.
fn small_lamp() -> Scene {
    let mut root = square_root();
    root["materials"] =
        json!([{ "pbrMetallicRoughness": { "baseColorFactor": [0, 0, 0, 1] }, "emissiveFactor": [1, 1, 1] }]);
    root["meshes"] = json!([{ "primitives": [{ "attributes": { "POSITION": 0 }, "indices": 1, "material": 0 }] }]);
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.2, "znear": 0.1 } }]);
    root["nodes"] = json!([{ "mesh": 0, "scale": [0.1, 0.1, 0.1] }, { "camera": 0, "translation": [0, 0, 4] }]);
    root["scenes"] = json!([{ "nodes": [0, 1] }]);
    Scene::from_glb(&glb(&root, &square())).expect("valid")
}

fn lens(radius: f64, focus: f64) -> Option<Lens> {
    Some(Lens { radius_um: (radius * 1.0e6) as u32, focus_um: (focus * 1.0e6) as u64 })
}

/// How bright the middle is, how many pixels have light, and the light in all.
fn seen(view: &View) -> (f32, usize, f32) {
    let samples = 64;
    let sums = cpu::render(&small_lamp(), view, &whole(view, samples)).expect("valid");
    let light: Vec<f32> = sums.iter().map(|sum| sum[0] / samples as f32).collect();
    let middle = light[(view.height / 2 * view.width + view.width / 2) as usize];
    (middle, light.iter().filter(|&&light| light > 0.002).count(), light.iter().sum())
}

#[test]
fn what_is_in_focus_is_sharp_and_what_is_not_is_spread() {
    let plain = view(48, 48, 1);
    let (middle, lit, all) = seen(&plain);
    let (sharp_middle, sharp_lit, sharp_all) = seen(&View { lens: lens(0.2, 4.0), ..plain.clone() });
    assert!((sharp_middle - middle).abs() < 0.01 && sharp_lit.abs_diff(lit) <= lit / 8, "{sharp_lit} {lit}");
    assert!((sharp_all / all - 1.0).abs() < 0.02, "{sharp_all} {all}");
    let (soft_middle, soft_lit, soft_all) = seen(&View { lens: lens(0.3, 3.0), ..plain });
    assert!(soft_middle < 0.8 * middle && soft_lit > 2 * lit, "{soft_middle} {soft_lit}");
    assert!((soft_all / all - 1.0).abs() < 0.05, "nothing is lost: {soft_all} {all}");
}

#[test]
fn filters_differ_at_edges_alone() {
    let (box_, wide) = (view(48, 48, 1), View { filter: Filter::default(), ..view(48, 48, 1) });
    assert_eq!(wide.filter, Filter::BlackmanHarris);
    let ((middle, lit, all), (wide_middle, wide_lit, wide_all)) = (seen(&box_), seen(&wide));
    assert!((middle - wide_middle).abs() < 1.0e-4 && wide_lit >= lit, "{middle} {wide_middle} {lit} {wide_lit}");
    assert!((wide_all / all - 1.0).abs() < 0.02);
}

#[test]
fn device_and_twin_agree_through_a_lens() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene::from_glb(idlewatt_engine::reference::CORNELL).expect("ours");
    for filter in [Filter::Box, Filter::BlackmanHarris] {
        let view = View { filter, lens: lens(0.3, 9.0), ..view(40, 32, 4) };
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
        let device = renderer.render(&whole(&view, 4), &mut |_| full(50_000)).expect("works");
        let twin = cpu::render(&scene, &view, &whole(&view, 4)).expect("valid");
        let verdict = tolerance::compare(&twin, &device.sums);
        assert!(verdict.same(), "{filter:?}: {verdict:?}");
    }
}

/// Two squares a unit wide that shine, the right one twice as far away as the left one, before a camera of parallel rays that
/// sees four units by two.
fn two_in_parallel() -> Scene {
    let mut root = square_root();
    root["materials"] =
        json!([{ "pbrMetallicRoughness": { "baseColorFactor": [0, 0, 0, 1] }, "emissiveFactor": [1, 1, 1] }]);
    root["cameras"] =
        json!([{ "type": "orthographic", "orthographic": { "xmag": 2, "ymag": 1, "znear": 0.1, "zfar": 100 } }]);
    root["nodes"] = json!([
        { "mesh": 0, "translation": [-1, 0, 0] },
        { "mesh": 0, "translation": [1, 0, -5] },
        // Sizes of cameras mean nothing.
        { "camera": 0, "translation": [0, 0, 5], "scale": [3, 3, 3] },
    ]);
    root["scenes"] = json!([{ "nodes": [0, 1, 2] }]);
    Scene::from_glb(&glb(&root, &square())).expect("valid")
}

#[test]
fn parallel_rays_make_nothing_smaller_that_is_far_away() {
    let (scene, view) = (two_in_parallel(), view(64, 32, 1));
    assert!(scene.facts().unsupported.is_empty(), "{:?}", scene.facts().unsupported);
    let sums = cpu::render(&scene, &view, &whole(&view, 1)).expect("valid");
    let lit = |x: usize, y: usize| sums[y * 64 + x][0] > 0.5;
    for x in 0..64 {
        let inside = (8..24).contains(&x) || (40..56).contains(&x);
        assert_eq!(lit(x, 16), inside, "column {x}");
    }
    assert_eq!((0..32).filter(|&y| lit(16, y)).count(), 16);
    assert_eq!((0..32).filter(|&y| lit(48, y)).count(), 16);
}

#[test]
fn device_and_twin_agree_on_parallel_rays() {
    let Some(gpu) = gpu() else { return };
    let scene = two_in_parallel();
    for lens in [None, lens(0.2, 5.0)] {
        let view = View { lens, ..view(48, 24, 2) };
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
        let device = renderer.render(&whole(&view, 4), &mut |_| full(50_000)).expect("works");
        let twin = cpu::render(&scene, &view, &whole(&view, 4)).expect("valid");
        let verdict = tolerance::compare(&twin, &device.sums);
        assert!(verdict.same() && twin.iter().any(|sum| sum[0] > 1.0), "{lens:?}: {verdict:?}");
    }
}

#[test]
fn a_camera_that_sees_nothing_is_refused() {
    let mut root = square_root();
    root["nodes"] = json!([{ "mesh": 0 }, { "camera": 0 }]);
    root["scenes"] = json!([{ "nodes": [0, 1] }]);
    for ymag in [0.0, 1.0e10] {
        root["cameras"] =
            json!([{ "type": "orthographic", "orthographic": { "xmag": 1, "ymag": ymag, "znear": 0, "zfar": 1 } }]);
        assert!(Scene::from_glb(&glb(&root, &square())).is_err(), "{ymag}");
    }
}

#[test]
fn lenses_that_nobody_has_are_refused() {
    let scene = small_lamp();
    for lens in [lens(11.0, 1.0), lens(0.1, 0.0001), lens(0.1, 2.0e6)] {
        let view = View { lens, ..view(8, 8, 1) };
        let refused = cpu::render(&scene, &view, &whole(&view, 1)).map(|sums| sums.len());
        assert!(refused.is_err_and(|error| error.to_string().contains("lens")));
    }
}
