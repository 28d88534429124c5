//! What rays meet, by the shader's own walk and by what the adapter has for it. Few software adapters have anything: where
//! `IDLEWATT_RAY_QUERIES` is set there must be one that has.

mod common;

use common::{cubes, full, look, view, whole};
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::reference::CORNELL;
use idlewatt_engine::renderer::Renderer;
use idlewatt_engine::scene::Scene;
use idlewatt_engine::{showpiece, tolerance};
use idlewatt_proto::Bytes;
use idlewatt_proto::job::View;
use serde_json::json;

fn adapter() -> Option<Gpu> {
    let found = Gpu::open_for_rays(None).ok().filter(Gpu::has_ray_queries);
    assert!(found.is_some() || std::env::var_os("IDLEWATT_RAY_QUERIES").is_none(), "no adapter with ray queries");
    found
}

/// Cubes that rays go through by chance, beside some that they do not, under a lamp and a sun.
fn half_there() -> Scene {
    let half = |mode: &str, opacity: f32| {
        let mut half = look([0.8, 0.3, 0.2], 0.0, 0.6);
        half["alphaMode"] = json!(mode);
        half["pbrMetallicRoughness"]["baseColorFactor"][3] = json!(opacity);
        half
    };
    let looks = [half("BLEND", 0.5), look([0.2, 0.4, 0.8], 0.0, 0.5), half("MASK", 0.4), half("BLEND", 0.9)];
    let light = |index: usize, at: [f32; 3]| json!({ "translation": at, "extensions": { "KHR_lights_punctual": { "light": index } } });
    let lights = [
        json!({ "type": "point", "intensity": 30 }),
        json!({ "type": "directional", "intensity": 2, "color": [0.5, 0.6, 1] }),
    ];
    Scene::from_glb(&cubes(&looks, &[light(0, [0.0, 2.0, 3.0]), light(1, [0.0; 3])], &lights)).expect("a valid scene")
}

fn assert_same(name: &str, scene: &Scene, view: &View, samples: u32) {
    let Some(gpu) = adapter() else { return };
    let unit = whole(view, samples);
    let mut renderer = Renderer::new(&gpu, scene, view).expect("the scene fits");
    let render = |renderer: &mut Renderer<'_>| renderer.render(&unit, &mut |_| full(50_000)).expect("works").sums;
    let walk = render(&mut renderer);
    assert!(renderer.use_queries(scene).expect("works") && renderer.by_queries());
    let queries = render(&mut renderer);
    let verdict = tolerance::compare(&walk, &queries);
    assert!(verdict.same(), "{name}: {verdict:?}");
    let mean = walk.iter().flatten().sum::<f32>() / (walk.len() * 3) as f32 / samples as f32;
    assert!(mean > 0.01, "{name} is not black: {mean}");
    // Pictures would be equal as well if nobody had asked the adapter.
    assert_ne!(walk, queries, "{name}: to the bit");
}

#[test]
fn both_ways_see_the_same() {
    assert_same("the box", &Scene::from_glb(CORNELL).expect("ours"), &view(48, 48, 6), 4);
    assert_same("what is half there", &half_there(), &view(64, 40, 5), 4);
    assert_same("the garden", &Scene::from_glb(&showpiece::scene()).expect("ours"), &view(40, 24, 4), 2);
}

#[test]
fn layers_are_the_same_in_both_ways() {
    let Some(gpu) = adapter() else { return };
    let (scene, view) = (half_there(), view(64, 40, 5));
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("the scene fits");
    let look = |renderer: &mut Renderer<'_>| renderer.aovs(4, &mut || full(50_000)).expect("works").pixels;
    let walk = look(&mut renderer);
    assert!(renderer.use_queries(&scene).expect("works"));
    let queries = look(&mut renderer);
    let same = walk.iter().zip(&queries).filter(|(a, b)| a.object == b.object && (a.depth - b.depth).abs() < 1.0e-3);
    assert!(same.count() * 100 >= walk.len() * 99, "objects and depths");
}

#[test]
fn what_does_not_pay_or_does_not_fit_is_left() {
    let Some(gpu) = adapter() else { return };
    let (scene, view) = (Scene::from_glb(CORNELL).expect("ours"), view(48, 48, 6));
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("the scene fits");
    let before = renderer.render(&whole(&view, 2), &mut |_| full(50_000)).expect("works").sums;
    let nothing = renderer.try_queries(&scene, Bytes(1000), &mut |_| full(50_000)).expect("works");
    assert!(nothing.is_none() && !renderer.by_queries(), "no room");
    let trial = renderer.try_queries(&scene, Bytes(u64::MAX), &mut |_| full(50_000)).expect("works");
    let trial = trial.expect("there is room");
    assert!(trial.same && renderer.by_queries() == trial.pays(), "{trial:?}");
    let after = renderer.render(&whole(&view, 2), &mut |_| full(50_000)).expect("works").sums;
    assert!(tolerance::compare(&before, &after).same(), "whichever way was kept");
}
