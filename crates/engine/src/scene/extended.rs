//! What glTF's extensions say of a material: what it lets through, how it reflects, what lies over it.

use super::SceneError;
use super::load::finite;
use crate::layout::{MATERIAL_VOLUME, Material};
use glam::Vec3;
use gltf::json::extensions::material::Material as Extensions;
use serde_json::{Map, Value};

/// The darkest that something clear may be after the distance that it is described by: its logarithm is still a number.
const DARKEST: f32 = 1.0e-4;
/// The largest distance and index that is believed.
const MOST: f32 = 1.0e9;

/// Fills in what the extensions of a material say.
pub(super) fn extend(material: &mut Material, extensions: &Extensions, what: &str) -> Result<(), SceneError> {
    if let Some(transmission) = &extensions.transmission {
        material.transmission = share(transmission.transmission_factor.0, what)?;
    }
    let named = |name: &str| extensions.others.get(name).and_then(Value::as_object);
    if let Some(specular) = named("KHR_materials_specular") {
        material.specular = share(number(specular, "specularFactor", 1.0), what)?;
        let colour = colour(specular, "specularColorFactor");
        finite(colour.to_array(), MOST, || what.into())?;
        material.specular_colour = colour.max(Vec3::ZERO);
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
        let colour = colour(volume, "attenuationColor");
        finite(colour.to_array(), MOST, || what.into())?;
        // Without a distance nothing is lost on the way, whatever the colour.
        if distance > 0.0 && distance < MOST {
            let left = colour.clamp(Vec3::splat(DARKEST), Vec3::ONE);
            material.absorption = -Vec3::from_array(left.to_array().map(f32::ln)) / distance.max(1.0e-6);
        }
    }
    Ok(())
}

fn share(value: f32, what: &str) -> Result<f32, SceneError> {
    finite([value], 1.0e3, || what.into())?;
    Ok(value.clamp(0.0, 1.0))
}

fn number(object: &Map<String, Value>, name: &str, usual: f32) -> f32 {
    object.get(name).and_then(Value::as_f64).map_or(usual, |value| value as f32)
}

fn colour(object: &Map<String, Value>, name: &str) -> Vec3 {
    let channels = object.get(name).and_then(Value::as_array);
    let channel = |index: usize| channels.and_then(|all| all.get(index)).and_then(Value::as_f64).unwrap_or(1.0);
    Vec3::new(channel(0) as f32, channel(1) as f32, channel(2) as f32)
}
