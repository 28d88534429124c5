//! What is changed in a scene before anybody gets it: which of its scenes and animations is meant, how its numbers are, and
//! what is around it.

use super::SceneError;
use super::environment::{self, Surroundings};
use super::glb::{self, Document};
use super::words::quoted;
use crate::limits::NAMES_LISTED;
use gltf::json;
use idlewatt_proto::picture::ReadAs;
use serde_json::json;
use std::path::Path;

/// What is changed in a scene.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Changes<'a> {
    /// Which of the file's scenes is shown; without it the one that it says itself.
    pub scene: Option<&'a str>,
    /// Which animation plays; without it all, those of different things together.
    pub animation: Option<&'a str>,
    /// How its numbers are meant.
    pub read_as: ReadAs,
    /// What is around it, instead of what it has: an OpenEXR or Radiance file, turned and multiplied as [`Surroundings`] has it.
    pub around: Option<(&'a Path, f32, f32)>,
}

/// Lumens of a watt of green light, by which Blender's exporter multiplies lamps, and nothing else.
const LUMENS: f32 = 683.0;

/// A GLB with these changes; without any it stays as it is.
pub(super) fn change(glb: Vec<u8>, changes: &Changes<'_>) -> Result<Vec<u8>, SceneError> {
    if *changes == Changes::default() {
        return Ok(glb);
    }
    let mut document = glb::parse_glb(&glb)?;
    if let Some(name) = changes.scene {
        let scenes = document.root.scenes.iter().map(|scene| scene.name.as_deref());
        document.root.scene = Some(json::Index::new(find("scene", scenes, name)? as u32));
    }
    if let Some(name) = changes.animation {
        let animations = document.root.animations.iter().map(|animation| animation.name.as_deref());
        let at = find("animation", animations, name)?;
        document.root.animations = vec![document.root.animations.swap_remove(at)];
    }
    if changes.read_as == ReadAs::Blender {
        as_blender(&mut document);
    }
    if let Some((file, rotation, strength)) = changes.around {
        let file = glb::read(file)?;
        environment::put(&mut document, &Surroundings { file: &file, rotation, strength })?;
    }
    glb::write_glb(document)
}

/// Where the one with this name is, or with this number where none has a name like it.
fn find<'n>(
    what: &'static str,
    names: impl Iterator<Item = Option<&'n str>> + Clone,
    wanted: &str,
) -> Result<usize, SceneError> {
    let named = names.clone().position(|name| name == Some(wanted));
    let numbered = || wanted.parse().ok().filter(|&at: &usize| at < names.clone().count());
    named.or_else(numbered).ok_or_else(|| {
        let listed = names.clone().take(NAMES_LISTED).enumerate();
        let all: Vec<String> = listed.map(|(at, name)| name.map_or_else(|| at.to_string(), quoted)).collect();
        SceneError::NoSuch { what, name: quoted(wanted), has: all.join(", ") }
    })
}

/// What Blender's exporter writes, as Blender shows it: lamps in watts, and glass that is more than a pane.
fn as_blender(document: &mut Document<'_>) {
    let root = &mut document.root;
    let lights = root.extensions.as_mut().and_then(|extensions| extensions.khr_lights_punctual.as_mut());
    for light in lights.into_iter().flat_map(|known| &mut known.lights) {
        light.intensity /= LUMENS;
    }
    let mut solid = false;
    for extensions in root.materials.iter_mut().filter_map(|material| material.extensions.as_mut()) {
        let clear = extensions.transmission.as_ref().is_some_and(|clear| clear.transmission_factor.0 > 0.0);
        if clear && !extensions.others.contains_key(VOLUME) {
            extensions.others.insert(VOLUME.into(), json!({ "thicknessFactor": 1.0 }));
            solid = true;
        }
    }
    if solid && !root.extensions_used.iter().any(|name| name == VOLUME) {
        root.extensions_used.push(VOLUME.into());
    }
}

const VOLUME: &str = "KHR_materials_volume";
