//! How much noise the filter takes out of a picture: `cargo run -p idlewatt-engine --example denoise -- SCENE REFERENCE.exr SPP
//! [OUT]` tells the relative error against a reference before and after, and writes OUT-{noisy,denoised,reference}.png.

use idlewatt_engine::denoise::Denoiser;
use idlewatt_engine::film::{Extras, Film};
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{Renderer, Steer};
use idlewatt_engine::scene::Scene;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::picture::Finish;
use idlewatt_proto::worker::{Pace, PictureFormat};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

type Pixels = Vec<[f32; 3]>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scene, reference, spp, rest @ ..] = &arguments[..] else { return Err("SCENE REFERENCE SPP [OUT]".into()) };
    let ([width, height], reference) = read(Path::new(reference))?;
    // Other random numbers than those of the reference.
    let view = View { seed: 77, ..View::new(width, height) };
    let (scene, gpu) = (Scene::load(Path::new(scene))?, Gpu::open(None)?);
    let mut renderer = Renderer::new(&gpu, &scene, &view)?;
    let steer = Steer { pace: Pace { quantum_us: 100_000, duty_permille: 1000 }, stop: false };
    let mut film = Film::new(width, height);
    let (mut first, spp): (u32, u32) = (0, spp.parse()?);
    while first < spp {
        let count = first.max(1).min(spp - first);
        for (y, x) in (0..height).step_by(512).flat_map(|y| (0..width).step_by(512).map(move |x| (y, x))) {
            let tile = Tile { x, y, width: (width - x).min(512), height: (height - y).min(512) };
            let unit = RenderUnit { tile, samples: SampleRange { first, count } };
            film.add(&unit, &renderer.render(&unit, &mut |_| steer)?.sums)?;
        }
        first += count;
    }
    let start = Instant::now();
    let aovs = renderer.aovs(16, &mut || steer)?;
    let seen = start.elapsed();
    let start = Instant::now();
    let denoised = Denoiser::new(&gpu).denoise(&film, &aovs, &mut || steer)?;
    println!("what is seen first {seen:?}, filter {:?}", start.elapsed());
    let noisy: Pixels =
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| film.pixel(x, y)).collect();
    let (before, after) = (error(&noisy, &reference), error(&denoised, &reference));
    println!("relMSE {before:.5} before, {after:.5} after: {:.1} times less", before / after);
    if let [out, ..] = rest {
        for (name, pixels) in [("noisy", &noisy), ("denoised", &denoised), ("reference", &reference)] {
            let path = format!("{out}-{name}.png");
            let extras = Extras { denoised: Some(pixels), aovs: None };
            film.write(Path::new(&path), PictureFormat::Png, None, &Finish::default(), extras)?;
        }
    }
    Ok(())
}

/// The mean of squared errors relative to what should be there.
fn error(picture: &Pixels, reference: &Pixels) -> f64 {
    let one = |(a, b): (f32, f32)| f64::from((a - b) * (a - b) / (b * b + 0.01));
    let all = picture.iter().flatten().copied().zip(reference.iter().flatten().copied());
    all.map(one).sum::<f64>() / (picture.len() * 3) as f64
}

fn read(path: &Path) -> Result<([u32; 2], Pixels), Box<dyn Error>> {
    let image = exr::prelude::read_first_rgba_layer_from_file(
        path,
        |size, _| (size.width(), vec![[0.0_f32; 3]; size.area()]),
        |(width, pixels), at, (r, g, b, _): (f32, f32, f32, f32)| pixels[at.1 * *width + at.0] = [r, g, b],
    )?;
    let size = image.layer_data.size;
    Ok(([size.width() as u32, size.height() as u32], image.layer_data.channel_data.pixels.1))
}
