//! What is seen first, by the device and by the processor, and as layers of a file.

mod common;

use common::{cubes, full, gpu, look, view, whole};
use idlewatt_engine::cpu;
use idlewatt_engine::film::{Extras, Film};
use idlewatt_engine::reference::CORNELL;
use idlewatt_engine::renderer::{Aovs, Renderer, Seen};
use idlewatt_engine::scene::Scene;
use idlewatt_proto::job::{Filter, Lens, View};
use idlewatt_proto::picture::Finish;
use idlewatt_proto::worker::PictureFormat;
use std::collections::BTreeMap;

/// Two cubes, one red and one blue, before nothing.
fn two_cubes() -> Scene {
    let looks = [look([0.8, 0.1, 0.1], 0.0, 0.5), look([0.1, 0.2, 0.7], 1.0, 0.3)];
    Scene::from_glb(&cubes(&looks, &[], &[])).expect("valid")
}

fn near(a: &Seen, b: &Seen) -> bool {
    let close = |a: f32, b: f32| (a - b).abs() <= 2.0e-3 * a.abs().max(1.0);
    let all = |a: [f32; 3], b: [f32; 3]| a.into_iter().zip(b).all(|(a, b)| close(a, b));
    all(a.albedo, b.albedo)
        && all(a.normal, b.normal)
        && close(a.cover, b.cover)
        && close(a.mean_depth, b.mean_depth)
        && close(a.depth, b.depth)
        && (a.object, a.material) == (b.object, b.material)
}

#[test]
fn device_and_twin_see_the_same() {
    let Some(gpu) = gpu() else { return };
    let soft = View { filter: Filter::BlackmanHarris, ..view(60, 34, 3) };
    let lens = View { lens: Some(Lens { radius_um: 50_000, focus_um: 2_000_000 }), ..soft.clone() };
    // More than one tile, whose last row and column of blocks are cut.
    let wide = view(530, 9, 3);
    for (scene, view) in [(Scene::from_glb(CORNELL).expect("ours"), wide), (two_cubes(), soft), (two_cubes(), lens)] {
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
        let device = renderer.aovs(4, &mut || full(50_000)).expect("works").pixels;
        let twin = cpu::aovs(&scene, &view, 4).expect("right").pixels;
        let apart = device.iter().zip(&twin).filter(|(device, twin)| !near(device, twin)).count();
        // Rays that pass an edge within rounding.
        assert!(apart * 200 <= twin.len(), "{apart} of {}", twin.len());
        let finer = renderer.aovs(4, &mut || full(1)).expect("works").pixels;
        assert_eq!(device, finer, "however it was cut");
    }
}

#[test]
fn each_layer_holds_what_its_name_says() {
    let view = view(64, 32, 2);
    let seen = cpu::aovs(&two_cubes(), &view, 8).expect("right").pixels;
    let at = |x: usize, y: usize| seen[y * 64 + x];
    let (left, right, beyond) = (at(28, 16), at(40, 16), at(0, 0));
    assert_eq!((left.material, right.material), (1.0, 2.0));
    assert_ne!(left.object, right.object);
    assert!(left.albedo[0] > 0.75 && left.albedo[2] < 0.15 && right.albedo[2] > 0.65, "{left:?} {right:?}");
    for cube in [left, right] {
        let length = cube.normal.iter().map(|value| value * value).sum::<f32>().sqrt();
        assert!(cube.cover == 1.0 && (0.7..1.001).contains(&length), "{cube:?}");
        assert!(cube.depth > 0.0 && (cube.depth / cube.mean_depth - 1.0).abs() < 0.2, "{cube:?}");
    }
    let nothing = Seen {
        albedo: [0.0; 3],
        normal: [0.0; 3],
        cover: 0.0,
        mean_depth: 1.0e10,
        depth: 1.0e10,
        object: 0.0,
        material: 0.0,
    };
    assert_eq!(beyond, nothing);
}

/// All channels of a file by name, row by row.
fn channels(file: &std::path::Path) -> BTreeMap<String, Vec<f32>> {
    let image = exr::prelude::read_first_flat_layer_from_file(file).expect("an EXR");
    let channels = image.layer_data.channel_data.list.into_iter();
    channels.map(|channel| (channel.name.to_string(), channel.sample_data.values_as_f32().collect())).collect()
}

#[test]
fn files_have_the_layers_that_blender_and_nuke_look_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("layers.exr");
    let (scene, view) = (two_cubes(), view(48, 20, 2));
    let unit = whole(&view, 2);
    let mut film = Film::new(48, 20);
    film.add(&unit, &cpu::render(&scene, &view, &unit).expect("right")).expect("fits");
    let aovs: Aovs = cpu::aovs(&scene, &view, 4).expect("right");
    let denoised: Vec<[f32; 3]> = (0..48 * 20).map(|at| [at as f32, 0.5, -1.0]).collect();
    let finish = Finish { layers: true, denoise: true, ..Finish::default() };
    let write = |extras| film.write(&file, PictureFormat::Exr, None, &finish, extras).expect("written");

    write(Extras { aovs: Some(&aovs), denoised: Some(&denoised) });
    let found = channels(&file);
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    let expected = [
        "B",
        "G",
        "R",
        "albedo.B",
        "albedo.G",
        "albedo.R",
        "depth.Z",
        "material_id",
        "noisy.B",
        "noisy.G",
        "noisy.R",
        "normal.X",
        "normal.Y",
        "normal.Z",
        "object_id",
    ];
    assert_eq!(names, expected);
    for (at, (seen, clean)) in aovs.pixels.iter().zip(&denoised).enumerate() {
        let pixel = film.pixel(at as u32 % 48, at as u32 / 48);
        for (c, (colour, axis)) in [("R", "X"), ("G", "Y"), ("B", "Z")].into_iter().enumerate() {
            assert_eq!(found[colour][at], clean[c]);
            assert_eq!(found[&format!("noisy.{colour}")][at], pixel[c]);
            assert_eq!(found[&format!("albedo.{colour}")][at], seen.albedo[c]);
            assert_eq!(found[&format!("normal.{axis}")][at], seen.normal[c]);
        }
        let ids = [found["depth.Z"][at], found["object_id"][at], found["material_id"][at]];
        assert_eq!(ids, [seen.depth, seen.object, seen.material]);
    }

    write(Extras { aovs: Some(&aovs), denoised: None });
    let found = channels(&file);
    assert!(!found.contains_key("noisy.R"));
    assert_eq!(found["R"][500], film.pixel(500 % 48, 500 / 48)[0]);
}
