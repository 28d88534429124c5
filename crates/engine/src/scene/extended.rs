//! What glTF's extensions say of a material: what it lets through, how it reflects, what lies over it.

use super::SceneError;
use super::numbers::finite;
use crate::layout::{MATERIAL_GLOSSY, MATERIAL_UNLIT, MATERIAL_VOLUME, Material};
use glam::Vec3;
use gltf::json::extensions::material::Material as Extensions;
use serde_json::{Map, Value};
use std::f32::consts::TAU;

/// The darkest that something clear may be after the distance that it is described by: its logarithm is still a number.
const DARKEST: f32 = 1.0e-4;
/// The largest distance and index that is believed.
const MOST: f32 = 1.0e9;
/// The thickest film, in nanometres: far beyond any whose colours are seen.
const THICKEST: f32 = 1.0e6;
/// The most that colours are spread: Abbe's number of any glass is above twenty, and one here.
const WIDEST: f32 = 20.0;
/// The older way of saying what a material is made of.
pub(super) const GLOSSY: &str = "KHR_materials_pbrSpecularGlossiness";

/// Fills in what the extensions of a material say.
pub(super) fn extend(material: &mut Material, extensions: &Extensions, what: &str) -> Result<(), SceneError> {
    if let Some(transmission) = &extensions.transmission {
        material.transmission = share(transmission.transmission_factor.0, what)?;
    }
    let named = |name: &str| extensions.others.get(name).and_then(Value::as_object);
    if let Some(specular) = named("KHR_materials_specular") {
        material.specular = share(number(specular, "specularFactor", 1.0), what)?;
        material.specular_colour = colour(specular, "specularColorFactor", 1.0, what)?.max(Vec3::ZERO);
    }
    if let Some(coat) = named("KHR_materials_clearcoat") {
        material.coat = share(number(coat, "clearcoatFactor", 0.0), what)?;
        material.coat_roughness = share(number(coat, "clearcoatRoughnessFactor", 0.0), what)?;
    }
    if let Some(volume) = named("KHR_materials_volume")
        && number(volume, "thicknessFactor", 0.0) > 0.0
    {
        material.flags |= MATERIAL_VOLUME;
        let distance = number(volume, "attenuationDistance", f32::INFINITY);
        let colour = colour(volume, "attenuationColor", 1.0, what)?;
        // Without a distance nothing is lost on the way, whatever the colour.
        if distance > 0.0 && distance < MOST {
            let left = colour.clamp(Vec3::splat(DARKEST), Vec3::ONE);
            material.absorption = -Vec3::from_array(left.to_array().map(f32::ln)) / distance.max(1.0e-6);
        }
    }
    if let Some(spread) = named("KHR_materials_dispersion") {
        let dispersion = number(spread, "dispersion", 0.0);
        finite([dispersion], MOST, || what.into())?;
        material.dispersion = dispersion.clamp(0.0, WIDEST);
    }
    if let Some(sheen) = named("KHR_materials_sheen") {
        material.sheen = colour(sheen, "sheenColorFactor", 0.0, what)?.clamp(Vec3::ZERO, Vec3::ONE);
        material.sheen_roughness = share(number(sheen, "sheenRoughnessFactor", 0.0), what)?;
    }
    if let Some(brushed) = named("KHR_materials_anisotropy") {
        material.anisotropy = share(number(brushed, "anisotropyStrength", 0.0), what)?;
        let turn = number(brushed, "anisotropyRotation", 0.0);
        finite([turn], MOST, || what.into())?;
        material.anisotropy_turn = turn.rem_euclid(TAU);
    }
    if let Some(film) = named("KHR_materials_iridescence") {
        material.iridescence = share(number(film, "iridescenceFactor", 0.0), what)?;
        let (ior, thickness) =
            (number(film, "iridescenceIor", 1.3), number(film, "iridescenceThicknessMaximum", 400.0));
        finite([ior, thickness], MOST, || what.into())?;
        material.iridescence_ior = ior.clamp(1.0, 10.0);
        material.iridescence_thickness = thickness.clamp(0.0, THICKEST);
    }
    if let Some(glossy) = named(GLOSSY).filter(|_| material.flags & MATERIAL_UNLIT == 0) {
        gloss(material, glossy, what)?;
    }
    Ok(())
}

/// The older description, by what exists: an index of nought stands for a Fresnel term that the colour of reflections
/// alone says, and what lies below gets what is left above it, as the extension wants it.
fn gloss(material: &mut Material, glossy: &Map<String, Value>, what: &str) -> Result<(), SceneError> {
    material.flags |= MATERIAL_GLOSSY;
    material.base = colour(glossy, "diffuseFactor", 1.0, what)?.clamp(Vec3::ZERO, Vec3::ONE);
    material.specular_colour = colour(glossy, "specularFactor", 1.0, what)?.clamp(Vec3::ZERO, Vec3::ONE);
    material.roughness = 1.0 - share(number(glossy, "glossinessFactor", 1.0), what)?;
    (material.ior, material.specular, material.metallic) = (0.0, 1.0, 0.0);
    Ok(())
}

/// How much of a material is there, which its description says in the one way or in the other.
pub(super) fn opacity(material: &gltf::json::Material) -> f32 {
    let others = material.extensions.as_ref().map(|all| &all.others);
    let others = others.filter(|others| !others.contains_key("KHR_materials_unlit"));
    let glossy = others.and_then(|others| others.get(GLOSSY));
    let diffuse = glossy.map(|glossy| glossy.pointer("/diffuseFactor/3").and_then(Value::as_f64).unwrap_or(1.0));
    diffuse.map_or(material.pbr_metallic_roughness.base_color_factor.0[3], |opacity| opacity as f32)
}

fn share(value: f32, what: &str) -> Result<f32, SceneError> {
    finite([value], 1.0e3, || what.into())?;
    Ok(value.clamp(0.0, 1.0))
}

fn number(object: &Map<String, Value>, name: &str, usual: f32) -> f32 {
    object.get(name).and_then(Value::as_f64).map_or(usual, |value| value as f32)
}

fn colour(object: &Map<String, Value>, name: &str, usual: f32, what: &str) -> Result<Vec3, SceneError> {
    let channels = object.get(name).and_then(Value::as_array);
    let channel = |index: usize| {
        channels.and_then(|all| all.get(index)).and_then(Value::as_f64).map_or(usual, |value| value as f32)
    };
    let colour = [channel(0), channel(1), channel(2)];
    finite(colour, MOST, || what.into())?;
    Ok(Vec3::from_array(colour))
}
