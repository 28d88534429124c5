//! Renders a scene to a file, on the first adapter or, with `cpu`, on the processor. Rays go by the shader's own walk; with
//! `queries` by what the adapter has for them, with `trial` by what is better there. With `looks` nothing is rendered, and what
//! rays look at is counted instead:
//! `cargo run -p idlewatt-engine --example picture -- SCENE OUT.png 256 256 16 [cpu | queries | trial | looks]`.

use idlewatt_engine::film::Film;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{Renderer, Steer};
use idlewatt_engine::scene::Scene;
use idlewatt_proto::Bytes;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::{Pace, PictureFormat};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scene, out, width, height, spp, rest @ ..] = &arguments[..] else {
        return Err("SCENE OUT WIDTH HEIGHT SPP [cpu | queries | trial | looks]".into());
    };
    let scene = Scene::load(Path::new(scene))?;
    println!("{:?}", scene.facts());
    let (width, height, spp): (u32, u32, u32) = (width.parse()?, height.parse()?, spp.parse()?);
    let view = View { seed: 1, ..View::new(width, height) };
    let mut film = Film::new(width, height);
    let how = rest.first().map_or("walk", String::as_str);
    if how == "looks" {
        let (looks, samples) = idlewatt_engine::cpu::looks(&scene, &view, 7)?;
        println!("{looks:?} in {samples} samples, {} bytes", looks.bytes());
        return Ok(());
    }
    let gpu = if how == "cpu" { None } else { Some(Gpu::open_for_rays(None)?) };
    let start = Instant::now();
    let mut renderer = gpu.as_ref().map(|gpu| Renderer::new(gpu, &scene, &view)).transpose()?;
    let pace = Pace { quantum_us: 100_000, duty_permille: 1000 };
    if let Some(renderer) = renderer.as_mut().filter(|_| how == "trial") {
        let trial = renderer.try_queries(&scene, Bytes(u64::MAX), &mut |_| Steer { pace, stop: false })?;
        println!("{trial:?}");
    }
    if let Some(renderer) = renderer.as_mut().filter(|_| how == "queries") {
        renderer.use_queries(&scene)?;
    }
    println!("rays by queries: {}", renderer.as_ref().is_some_and(Renderer::by_queries));
    println!("ready after {:?}", start.elapsed());
    let start = Instant::now();
    for (y, x) in (0..height).step_by(256).flat_map(|y| (0..width).step_by(256).map(move |x| (y, x))) {
        let tile = Tile { x, y, width: (width - x).min(256), height: (height - y).min(256) };
        let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: spp } };
        let sums = match &mut renderer {
            Some(renderer) => renderer.render(&unit, &mut |_| Steer { pace, stop: false })?.sums,
            None => idlewatt_engine::cpu::render(&scene, &view, &unit)?,
        };
        film.add(&unit, &sums)?;
    }
    let samples = f64::from(width) * f64::from(height) * f64::from(spp);
    println!("{:.0} samples/s", samples / start.elapsed().as_secs_f64());
    let format = if out.ends_with(".exr") { PictureFormat::Exr } else { PictureFormat::Png };
    film.write(Path::new(out), format, None, &Default::default(), Default::default())?;
    Ok(())
}
