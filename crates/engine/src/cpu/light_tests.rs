//! Which lights are asked, and how often, held against what they give.

use crate::cpu::light::{Chosen, choose_light, followed, importance, sample_light, tree_share};
use crate::cpu::{luminance, render};
use crate::layout::{ENTER, LEAF, LEAF_FIRST, LEAF_SHIFT, LIGHT_INDEX, LIGHT_LEAF, NO_TRAIL, TRIANGLE_LIGHT};
use crate::scene::Scene;
use crate::showpiece::glb::{Glb, Look, Place, Shape};
use crate::showpiece::shapes::Dice;
use glam::{Vec2, Vec3, Vec4};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use serde_json::{Value, json};

fn anywhere(dice: &mut Dice, size: f32) -> Vec3 {
    Vec3::new(dice.between(-size, size), dice.between(-size, size), dice.between(-size, size))
}

/// Triangles of light over a floor, some of them twice as instances.
fn lamps(count: usize, size: f32) -> Vec<u8> {
    let (mut glb, mut dice) = (Glb::default(), Dice::new(5));
    let floor = glb.material("floor", Look::metal([0.8, 0.7, 0.6], 0.4));
    let mut square = Shape::default();
    square.quad([[-4.0, 4.0], [4.0, 4.0], [4.0, -4.0], [-4.0, -4.0]].map(|[x, z]| Vec3::new(x, 0.0, z)));
    let floor = glb.mesh("floor", &[(&square, floor)]);
    glb.show(floor, Place::at(Vec3::ZERO));
    for colour in [[9.0, 3.0, 1.0], [1.0, 4.0, 8.0]] {
        let look = glb.material("lamp", Look::lamp(colour));
        let mut shape = Shape::default();
        for _ in 0..count / 4 {
            let at = anywhere(&mut dice, 1.5) + Vec3::Y * 2.0;
            let corners = [(); 3].map(|()| shape.corner(at + anywhere(&mut dice, size)));
            shape.indices.extend(corners);
        }
        let mesh = glb.mesh("lamps", &[(&shape, look)]);
        glb.show(mesh, Place::at(Vec3::ZERO));
        glb.show(mesh, Place::at(Vec3::new(1.0, 0.5, -1.0)).turned(1.0).scaled(0.7));
    }
    glb.camera("camera", Vec3::new(0.0, 2.5, 7.0), Vec3::new(0.0, 1.2, 0.0), 0.8);
    glb.finish()
}

/// The same file with lights of KHR_lights_punctual, each at a node of its own.
fn with_lights(file: &[u8], lights: &[(Value, Value)]) -> Vec<u8> {
    let length = u32::from_le_bytes(file[12..16].try_into().expect("four bytes")) as usize;
    let mut root: Value = serde_json::from_slice(&file[20..20 + length]).expect("JSON");
    let nodes = root["nodes"].as_array_mut().expect("a list");
    let first = nodes.len();
    nodes.extend(lights.iter().enumerate().map(|(index, (_, node))| {
        let mut node = node.clone();
        node["extensions"] = json!({ "KHR_lights_punctual": { "light": index } });
        node
    }));
    let shown = root["scenes"][0]["nodes"].as_array_mut().expect("a list");
    shown.extend((first..first + lights.len()).map(|index| json!(index)));
    let known: Vec<&Value> = lights.iter().map(|(light, _)| light).collect();
    root["extensions"] = json!({ "KHR_lights_punctual": { "lights": known } });
    let mut text = root.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let total = file.len() - length + text.len();
    let words = [(total as u32).to_le_bytes(), (text.len() as u32).to_le_bytes()];
    [&file[..8], &words[0], &words[1], &file[16..20], &text, &file[20 + length..]].concat()
}

fn mixed() -> Scene {
    let light = |kind: &str, intensity: f32| json!({ "type": kind, "intensity": intensity });
    let mut spot = light("spot", 9.0);
    spot["spot"] = json!({ "innerConeAngle": 0.3, "outerConeAngle": 0.5 });
    let lights = [
        (light("point", 2.0), json!({ "translation": [2, 3, 0] })),
        (spot.clone(), json!({ "translation": [0, 3, 1], "rotation": [-0.7, 0, 0, 0.7] })),
        (spot, json!({ "translation": [-1, 2, 1], "rotation": [-0.5, 0.2, 0, 0.8] })),
        (light("directional", 0.4), json!({ "rotation": [-0.6, 0, 0, 0.8] })),
        (light("directional", 0.1), json!({ "rotation": [-0.6, 0.3, 0, 0.8] })),
    ];
    Scene::from_glb(&with_lights(&lamps(40, 0.3), &lights)).expect("valid")
}

fn scattered(count: usize) -> Scene {
    Scene::from_glb(&lamps(count, 0.2)).expect("valid")
}

fn points(count: usize) -> Vec<(Vec3, Vec3)> {
    let mut dice = Dice::new(8);
    let point = |i: usize| {
        let from = anywhere(&mut dice, 3.0) + Vec3::Y * 2.0;
        let normal = anywhere(&mut dice, 1.0).normalize();
        if i.is_multiple_of(3) { (from, Vec3::ZERO) } else { (from, normal) }
    };
    (0..count).map(point).collect()
}

/// How often each light is asked, and how often none is.
fn chances(scene: &Scene, point: (Vec3, Vec3)) -> (Vec<f32>, f32) {
    let frame = scene.frame(&View::new(8, 8)).expect("a view");
    let share = tree_share(scene, &frame, point);
    let suns = scene.lights.all[..scene.lights.suns].iter().map(|light| light.probability * (1.0 - share));
    let mut chances: Vec<f32> = suns.collect();
    chances.resize(scene.lights.all.len(), 0.0);
    let mut none = 0.0;
    let mut open = vec![(scene.lights.tree[0].next, share)];
    while let Some((next, chance)) = open.pop() {
        let index = (next & LIGHT_INDEX) as usize;
        if next & LIGHT_LEAF != 0 {
            chances[index] = chance;
            continue;
        }
        let halves = [0, 1].map(|side| &scene.lights.tree[index + side]);
        let parts = halves.map(|half| importance(half, point));
        let both = parts[0] + parts[1];
        if both <= 0.0 {
            none += chance;
            continue;
        }
        open.extend([0, 1].map(|side| (halves[side].next, chance * parts[side] / both)));
    }
    (chances, none)
}

/// Instances, triangles, and the ways to their lights.
fn trails(scene: &Scene) -> Vec<(usize, usize, u32)> {
    let mut found = Vec::new();
    for (at, instance) in scene.instances.iter().enumerate() {
        let shines = scene.materials[instance.material as usize].emission != Vec3::ZERO;
        let mut open = if shines { vec![instance.root] } else { vec![] };
        while let Some(way) = open.pop() {
            if way < ENTER {
                let fork = &scene.forks[way as usize];
                open.extend([fork.left, fork.right]);
                continue;
            }
            let word = |triangle| scene.surfaces.corners[instance.lights.wrapping_add(triangle) as usize];
            let first = way & LEAF_FIRST;
            let triangles = first..=first + ((way & !LEAF) >> LEAF_SHIFT);
            found.extend(triangles.map(|triangle| (at, triangle as usize, word(triangle))));
        }
    }
    assert!(found.iter().all(|&(.., trail)| trail != NO_TRAIL), "all shine");
    found
}

#[test]
fn chances_make_one_and_a_path_that_hits_a_light_knows_its_own() {
    for scene in [scattered(200), mixed()] {
        let frame = scene.frame(&View::new(8, 8)).expect("a view");
        for point in points(100) {
            let (chances, none) = chances(&scene, point);
            let sum = chances.iter().sum::<f32>() + none;
            assert!((sum - 1.0).abs() < 1.0e-4, "{sum} at {point:?}");
            assert!(point.1 != Vec3::ZERO || scene.lights.suns > 0 || none == 0.0, "some give light to all sides");
            for (_, _, trail) in trails(&scene) {
                let Chosen { light, probability } = followed(&scene, &frame, trail, point);
                let expected = if probability > 0.0 { chances[light] } else { 0.0 };
                assert!((probability - expected).abs() <= expected * 1.0e-4, "{probability} {expected}");
            }
        }
    }
}

#[test]
fn words_of_triangles_lead_to_their_lights() {
    let scene = scattered(80);
    let frame = scene.frame(&View::new(8, 8)).expect("a view");
    let found = trails(&scene);
    assert_eq!(found.len(), 80);
    for (instance, triangle, trail) in found {
        let light = followed(&scene, &frame, trail, (Vec3::ZERO, Vec3::ZERO)).light;
        let corner = scene.triangles[triangle].corner.extend(1.0);
        let corner = Vec3::from_array(scene.instances[instance].to_world.map(|row| Vec4::from_array(row).dot(corner)));
        assert!(corner.distance(scene.lights.all[light].position) < 1.0e-5, "another triangle's");
    }
}

#[test]
fn lights_are_asked_as_often_as_is_said() {
    let scene = mixed();
    let frame = scene.frame(&View::new(8, 8)).expect("a view");
    let rounds = 200_000_u32;
    for point in points(6) {
        let (chances, none) = chances(&scene, point);
        let mut counts = vec![0_u32; chances.len() + 1];
        for round in 0..rounds {
            let choice = (round as f32 + 0.5) / rounds as f32;
            let chosen = choose_light(&scene, &frame, point, choice, round.wrapping_mul(0x9E37_79B9));
            if chosen.probability > 0.0 {
                let said = chances[chosen.light];
                assert!((chosen.probability - said).abs() <= said * 1.0e-4, "{} {said}", chosen.probability);
                counts[chosen.light] += 1;
            } else {
                counts[chances.len()] += 1;
            }
        }
        for (count, chance) in counts.iter().zip(chances.iter().chain([&none])) {
            let expected = chance * rounds as f32;
            let off = (*count as f32 - expected).abs();
            assert!(off <= 5.0 * expected.sqrt() + 2.0, "{count} times instead of {expected}");
        }
    }
}

#[test]
fn nothing_that_gives_light_is_left_out() {
    for scene in [scattered(400), mixed()] {
        for point in points(200) {
            let (chances, _) = chances(&scene, point);
            let (from, horizon) = point;
            for (light, chance) in scene.lights.all.iter().zip(&chances).skip(scene.lights.suns) {
                let corners = [Vec3::ZERO, light.edge1, light.edge2].map(|edge| light.position + edge - from);
                let gives = match light.kind {
                    TRIANGLE_LIGHT => corners.iter().any(|way| horizon.dot(*way) > 1.0e-3 * way.length()),
                    _ => {
                        let way = light.position - from;
                        let edge = -light.edge1.dot(way.normalize()) * light.edge2.x + light.edge2.y;
                        horizon.dot(way) > 0.0 && (light.edge2.x == 0.0 || edge > 1.0e-2)
                    }
                };
                assert!(*chance > 0.0 || !gives, "{light:?} is never asked from {point:?}");
            }
        }
    }
}

#[test]
fn no_place_makes_lights_undefined() {
    let scene = mixed();
    let frame = scene.frame(&View::new(8, 8)).expect("a view");
    let on_lights = scene.lights.all.iter().flat_map(|light| {
        [light.position, light.position + light.edge1 * 0.3 + light.edge2 * 0.3, light.position + light.edge1 * 2.0]
    });
    let far = [Vec3::splat(1.0e9), Vec3::splat(-1.0e-30)];
    for from in on_lights.chain(far) {
        for horizon in [Vec3::ZERO, Vec3::Y, Vec3::NEG_Y, Vec3::new(0.6, 0.0, 0.8)] {
            for round in 0..32 {
                let choices = (round as f32 / 32.0, Vec2::new(0.3, 0.999), round);
                let lit = sample_light(&scene, &frame, (from, horizon), choices);
                let numbers = lit.to_light.is_finite() && lit.radiance.is_finite() && !lit.density.is_nan();
                assert!(numbers && lit.density >= 0.0, "{} {} from {from}", lit.radiance, lit.density);
            }
        }
    }
    // All of it lies behind this surface.
    let (from, horizon) = (Vec3::new(0.0, 90.0, 0.0), Vec3::Y);
    let chosen = choose_light(&scattered(40), &frame, (from, horizon), 0.5, 1);
    assert_eq!(chosen.probability, 0.0);
}

/// Means of a few pictures with seeds of their own, and how uncertain their mean is.
fn brightness(scene: &Scene, view: &View) -> (f64, f64) {
    let tile = Tile { x: 0, y: 0, width: view.width, height: view.height };
    let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 16 } };
    let rounds = 12;
    let mean = |seed| {
        let sums = render(scene, &View { seed, ..view.clone() }, &unit).expect("valid");
        sums.iter().flatten().map(|&value| f64::from(value)).sum::<f64>() / sums.len() as f64 / 48.0
    };
    let means: Vec<f64> = (0..rounds).map(mean).collect();
    let all = means.iter().sum::<f64>() / f64::from(rounds);
    let squares = means.iter().map(|mean| (mean - all).powi(2)).sum::<f64>();
    (all, (squares / f64::from(rounds * (rounds - 1))).sqrt())
}

#[test]
fn pictures_are_as_bright_as_when_all_lights_are_asked_alike() {
    let tree = Scene::from_glb(&lamps(48, 0.5)).expect("valid");
    let mut alike = Scene::from_glb(&lamps(48, 0.5)).expect("valid");
    let lights = &mut alike.lights;
    let power =
        |light: &crate::layout::Light| luminance(light.emission) * light.edge1.cross(light.edge2).length() * 0.5;
    let total: f32 = lights.all.iter().map(power).sum();
    let mut sum = 0.0;
    for light in &mut lights.all {
        light.probability = power(light) / total;
        sum += light.probability;
        light.cdf = sum;
    }
    lights.area_density = 1.0 / total;
    lights.tree.clear();
    let view = View { max_bounces: 3, ..View::new(32, 24) };
    let ((with, error), (without, other_error)) = (brightness(&tree, &view), brightness(&alike, &view));
    let error = error.hypot(other_error);
    assert!(error < with * 0.02, "{error} is too uncertain beside {with}");
    assert!((with - without).abs() < 4.0 * error, "{with} with the tree, {without} without, +- {error}");
}
