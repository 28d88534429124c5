//! `idlewatt render`: a picture from the mesh, or with `--local` from this machine.

pub mod frames;
mod local;
mod mesh;
mod passes;
pub mod progress;

use crate::arguments::Render;
use crate::error::{Error, Exit, InputError};
use crate::interrupt::Interrupts;
use crate::out::Out;
use idlewatt_control::Home;
use idlewatt_foreman::{Around, Changes, Workshop};
use idlewatt_proto::job::{InvalidSpec, Lens, View};
use idlewatt_proto::limits::PICTURE_SPP;
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::worker::PictureFormat;
use std::path::{Path, PathBuf};

/// A request that makes sense as far as can be seen without opening the scene.
pub struct Picture {
    /// Absolute.
    scene: PathBuf,
    /// Absolute.
    output: PathBuf,
    format: PictureFormat,
    finish: Finish,
    /// Smooth enough.
    noise: Option<Noise>,
    view: View,
    spp: u32,
    /// Whether it may be unsuitable for everybody.
    mature: bool,
}

pub async fn run(home: &Home, out: &Out, request: &Render) -> Result<Exit, Error> {
    let mut picture = check(request)?;
    let mut interrupts = Interrupts::listen()?;
    // Kept until the picture is there: whoever renders it may read the scene late.
    let mut folder = None;
    let changes = changes(request)?;
    if changes != Changes::default() {
        let changed = folder.insert(tempfile::tempdir().map_err(Error::Scratch)?).path().join("changed.glb");
        let workshop = Workshop::beside_current_exe()?;
        tokio::select! {
            packed = workshop.pack_changed(&picture.scene, &changed, picture.view.time_us, &changes) => packed?,
            () = interrupts.next() => return Ok(Exit::Interrupted),
        };
        picture.scene = changed;
    }
    if let Some(range) = request.frames {
        return frames::run(home, out, &mut interrupts, picture, request, range).await;
    }
    if request.local {
        return local::render(out, &mut interrupts, &picture).await;
    }
    mesh::render(home, out, &mut interrupts, &picture, request.max_price).await
}

fn check(request: &Render) -> Result<Picture, InputError> {
    let (width, height) = request.size;
    let view = View {
        camera: request.camera.clone(),
        time_us: request.time.unwrap_or(0),
        lens: lens(request),
        filter: request.filter.into(),
        ..View::new(width, height)
    };
    view.validate()?;
    if !(1..=PICTURE_SPP).contains(&request.spp) {
        return Err(InvalidSpec::Spp(request.spp).into());
    }
    let scene = absolute(&request.scene);
    if !scene.is_file() {
        return Err(InputError::NoScene(request.scene.clone()));
    }
    if !matches!(extension(&scene).as_str(), "glb" | "gltf") {
        return Err(InputError::SceneKind(request.scene.clone()));
    }
    let output = absolute(&request.output);
    let format = match extension(&output).as_str() {
        "png" => PictureFormat::Png,
        "exr" => PictureFormat::Exr,
        _ => return Err(InputError::PictureKind(request.output.clone())),
    };
    if request.aovs && format != PictureFormat::Exr {
        return Err(InputError::LayersInPng(request.output.clone()));
    }
    if output.is_dir() {
        return Err(InputError::PictureIsFolder(request.output.clone()));
    }
    if let Some(folder) = output.parent().filter(|folder| !folder.is_dir()) {
        return Err(InputError::NoFolder(folder.to_path_buf()));
    }
    let finish = Finish {
        tone: request.tone.into(),
        exposure_mstops: request.exposure,
        layers: request.aovs,
        denoise: request.denoise,
    };
    Ok(Picture { scene, output, format, finish, noise: request.noise, view, spp: request.spp, mature: request.mature })
}

/// What is changed in the scene before anybody gets it.
fn changes(request: &Render) -> Result<Changes, InputError> {
    Ok(Changes {
        scene: request.scene_name.clone(),
        animation: request.animation.clone(),
        read_as: request.read_as.into(),
        around: around(request)?,
    })
}

/// What is put around it.
fn around(request: &Render) -> Result<Option<Around>, InputError> {
    let Some(file) = &request.environment else { return Ok(None) };
    if !file.is_file() {
        return Err(InputError::NoEnvironment(file.clone()));
    }
    if !matches!(extension(file).as_str(), "exr" | "hdr") {
        return Err(InputError::EnvironmentKind(file.clone()));
    }
    let (rotation, strength) = (request.environment_rotation, request.environment_strength);
    Ok(Some(Around { file: absolute(file), rotation, strength }))
}

/// In millionths of a metre; a number that no lens has is refused with the view.
fn lens(request: &Render) -> Option<Lens> {
    request.aperture.map(|millimetres| Lens {
        radius_um: if millimetres > 0.0 { (millimetres * 500.0).round() as u32 } else { u32::MAX },
        focus_um: (request.focus.unwrap_or(f64::INFINITY) * 1.0e6).round() as u64,
    })
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn utf8(path: &Path) -> Result<String, InputError> {
    path.to_str().map(str::to_owned).ok_or_else(|| InputError::NotUtf8(path.to_path_buf()))
}
