//! Light from all around: the table that shaders draw directions from, and how it travels in a scene's file.
//!
//! `IDLEWATT_environment`, an extension of glTF's scenes: `{ "bufferView": 3, "rotation": 30, "strength": 1 }`. The view
//! holds an OpenEXR or Radiance file; the rotation is in degrees, as Blender's mapping node turns an environment.

use super::SceneError;
use super::glb::Document;
use super::panorama::{Panorama, words};
use crate::cpu::luminance;
use crate::limits::{EMISSION, ENVIRONMENT_TURNS, JSON_OBJECTS};
use glam::Vec3;
use gltf::json::validation::USize64;
use gltf::json::{self, Root};
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::f64::consts::PI;
use std::sync::Arc;

pub(super) const EXTENSION: &str = "IDLEWATT_environment";

/// Something to put around a scene.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// An OpenEXR or Radiance file: a picture of everything around, its first row the zenith.
    pub file: &'a [u8],
    /// Degrees about the vertical axis, as Blender's mapping node turns it.
    pub rotation: f32,
    /// What its light is multiplied by.
    pub strength: f32,
}

/// A panorama as shaders read it. Words: a pixel each (nine bits of red, green and blue, five of what power of two they
/// have in common), then for each pixel how likely it or one before it in its row is, then the same for the rows. Instants of
/// a scene share them.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub width: u32,
    pub height: u32,
    pub words: Arc<Vec<u32>>,
    /// What a pixel's numbers are multiplied by.
    pub scale: f32,
    /// What its luminance times the sine of its row is multiplied by, to be a density of samples in the picture, over the
    /// area of a sphere on which rows are all of one length.
    pub density: f32,
    /// A part of a full turn.
    pub turn: f32,
}

impl Environment {
    /// `None`: all of it is black.
    pub(super) fn new(panorama: Panorama, turn: f32, strength: f32) -> Option<Self> {
        let Panorama { width, height, pixels } = panorama.refined();
        let most = pixels.iter().fold(0.0_f32, |most, pixel| most.max(pixel.max_element()));
        // A power of two by which the brightest is within what five bits of exponent reach.
        let power = (most.to_bits() >> 23) as i32 - 127 - 15;
        let scale = f32::from_bits(((power.max(-100) + 127) as u32) << 23);
        let mut table = Vec::with_capacity(words(width, height) as usize);
        table.extend(pixels.iter().map(|&pixel| encode(pixel / scale)));
        drop(pixels);
        let mut rows = Vec::with_capacity(height as usize);
        for row in 0..height {
            let start = (row * width) as usize;
            let weights: Vec<f64> =
                (start..start + width as usize).map(|at| f64::from(luminance(decode(table[at])))).collect();
            let sum = accumulate(&weights, &mut table);
            rows.push(sum * libm::sin(PI * (f64::from(row) + 0.5) / f64::from(height)));
        }
        let total = accumulate(&rows, &mut table);
        let light = strength > 0.0 && total > 0.0;
        let density = f64::from(width) * f64::from(height) / (total * 2.0 * PI * PI);
        let words = Arc::new(table);
        light.then_some(Self { width, height, words, scale: scale * strength, density: density as f32, turn })
    }

    pub fn bytes(&self) -> u64 {
        self.words.len() as u64 * 4
    }
}

/// Appends what each weight and those before it are of all, and tells their sum.
fn accumulate(weights: &[f64], table: &mut Vec<u32>) -> f64 {
    let total = weights.iter().sum::<f64>();
    let mut sum = 0.0;
    table.extend(weights.iter().map(|weight| {
        sum += weight;
        if total > 0.0 { ((sum / total) as f32).to_bits() } else { 1.0_f32.to_bits() }
    }));
    total
}

/// Nine bits each, and what they have in common; numbers below 65536.
fn encode(pixel: Vec3) -> u32 {
    let most = pixel.max_element();
    let exponent = ((most.to_bits() >> 23) as i32 - 127).max(-16) + 16;
    // Exact: a power of two that 32-bit floats have.
    let unit = |exponent: i32| f32::from_bits(((exponent + 103) as u32) << 23);
    // What rounds up to the next power of two is one step of exponent more.
    let exponent = if (most / unit(exponent)).round() >= 512.0 { exponent + 1 } else { exponent }.min(31);
    let part = |value: f32| ((value / unit(exponent)).round() as u32).min(511);
    part(pixel.x) | (part(pixel.y) << 9) | (part(pixel.z) << 18) | ((exponent as u32) << 27)
}

/// Twin: `environment_pixel` in `shaders/environment.wgsl`.
pub(crate) fn decode(word: u32) -> Vec3 {
    let part = |shift: u32| ((word >> shift) & 511) as f32;
    Vec3::new(part(0), part(9), part(18)) * f32::from_bits(((word >> 27) + 103) << 23)
}

/// What a file says.
#[derive(Deserialize)]
struct Said {
    #[serde(rename = "bufferView")]
    view: u32,
    #[serde(default)]
    rotation: f32,
    #[serde(default = "one")]
    strength: f32,
}

fn one() -> f32 {
    1.0
}

fn bad(what: impl Into<String>) -> SceneError {
    SceneError::Environment(what.into())
}

/// The environment that a scene brings, in a second layer of which there is nothing if it is black.
pub(super) fn of(
    document: &Document<'_>,
    notes: &mut impl Extend<String>,
) -> Result<Option<Option<Environment>>, SceneError> {
    let root = &document.root;
    let scene = root.scene.and_then(|index| root.scenes.get(index.value())).or(root.scenes.first());
    let said = scene.and_then(|scene| scene.extensions.as_ref()).and_then(|all| all.others.get(EXTENSION));
    let Some(said) = said else { return Ok(None) };
    let said = Said::deserialize(said).map_err(|_| bad("it is not described as it should be"))?;
    check(said.rotation, said.strength)?;
    let (bytes, _) = document.view(json::Index::new(said.view)).map_err(|what| bad(format!("its file {what}")))?;
    let (panorama, halvings) = Panorama::read(bytes)?.fit();
    let most = panorama.pixels.iter().fold(0.0_f32, |most, pixel| most.max(pixel.max_element()));
    if most * said.strength > EMISSION {
        return Err(bad("it is brighter than anything is"));
    }
    if halvings > 0 {
        let (width, height) = (panorama.width, panorama.height);
        notes.extend([format!("the environment at its full size (made smaller, to {width} x {height})")]);
    }
    // As Blender's mapping node: what is looked up is turned, so the picture turns the other way.
    Ok(Some(Environment::new(panorama, (-said.rotation / 360.0).fract(), said.strength)))
}

fn check(rotation: f32, strength: f32) -> Result<(), SceneError> {
    if rotation.is_nan() || rotation.abs() > 360.0 * ENVIRONMENT_TURNS {
        return Err(bad("its rotation is out of all proportion"));
    }
    if !(0.0..=EMISSION).contains(&strength) {
        return Err(bad("its strength is negative or out of all proportion"));
    }
    Ok(())
}

/// Puts an environment around a scene, instead of the one that it has.
pub(super) fn put(document: &mut Document<'_>, around: &Surroundings<'_>) -> Result<(), SceneError> {
    check(around.rotation, around.strength)?;
    let Document { root, buffers, .. } = document;
    let length = USize64::from(around.file.len());
    let view = json::Index::<json::buffer::View>::new(root.buffer_views.len() as u32);
    root.buffer_views.push(json::buffer::View {
        buffer: json::Index::new(buffers.len() as u32),
        byte_length: length,
        byte_offset: None,
        byte_stride: None,
        name: None,
        target: None,
        extensions: None,
        extras: None,
    });
    root.buffers.push(json::Buffer { byte_length: length, name: None, uri: None, extensions: None, extras: None });
    buffers.push(Cow::Owned(around.file.to_vec()));
    let said = json!({ "bufferView": view.value(), "rotation": around.rotation, "strength": around.strength });
    surround(root, said)?;
    if !root.extensions_used.iter().any(|name| name == EXTENSION) {
        root.extensions_used.push(EXTENSION.into());
    }
    Ok(())
}

fn surround(root: &mut Root, said: Value) -> Result<(), SceneError> {
    if root.scenes.is_empty() {
        let nodes = super::load::root_nodes(root);
        let nodes = nodes.into_iter().take(JSON_OBJECTS).map(|node| json::Index::new(node as u32)).collect();
        root.scenes.push(json::Scene { nodes, extensions: None, extras: None, name: None });
    }
    let shown = root.scene.map_or(0, |index| index.value());
    let shown = if shown < root.scenes.len() { shown } else { 0 };
    let scene = root.scenes.get_mut(shown).ok_or(SceneError::Empty)?;
    scene.extensions.get_or_insert_default().others.insert(EXTENSION.into(), said);
    Ok(())
}

/// Dim, uneven, with two bright spots of which one is at a pole.
#[cfg(test)]
pub(crate) fn spotted(turn: f32) -> Environment {
    let (width, height) = (256, 128);
    let pixel = |i: u32| match (i % width, i / width) {
        (40, 50) => Vec3::new(9000.0, 7000.0, 5000.0),
        (_, 0) => Vec3::splat(300.0),
        (x, y) => Vec3::new(0.2, 0.3, 0.4) * (1.0 + (x / 7 + y / 5) as f32 % 3.0),
    };
    let panorama = Panorama { width, height, pixels: (0..width * height).map(pixel).collect() };
    Environment::new(panorama, turn, 1.0).expect("it is light")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_keep_nine_bits_over_many_powers_of_two() {
        for value in [0.0_f32, 1.0e-3, 0.37, 1.0, 511.7, 1023.9, 40_000.0, 65_408.0] {
            let pixel = Vec3::new(value, value * 0.5, 0.0);
            let back = decode(encode(pixel));
            assert!((back - pixel).abs().max_element() <= value / 511.0 + 1.0e-9, "{pixel} {back}");
        }
        assert_eq!(decode(encode(Vec3::splat(65_535.9))), Vec3::splat(65_408.0));
        assert_eq!(decode(encode(Vec3::new(0.5, 0.25, 1.0))), Vec3::new(0.5, 0.25, 1.0));
    }

    #[test]
    fn very_bright_and_very_dim_pictures_keep_their_light() {
        for light in [1.0e-30_f32, 1.0e-3, 3.0, 7.0e7] {
            let panorama = Panorama { width: 2, height: 1, pixels: vec![Vec3::splat(light); 2] };
            let made = Environment::new(panorama, 0.0, 1.0).expect("it is light");
            let back = decode(made.words[17]) * made.scale;
            assert!((back.x / light - 1.0).abs() < 0.004, "{light} {back}");
        }
        let black = Panorama { width: 2, height: 1, pixels: vec![Vec3::ZERO; 2] };
        assert!(Environment::new(black, 0.0, 1.0).is_none());
    }
}
