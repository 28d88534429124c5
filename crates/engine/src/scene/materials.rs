//! What a file says of materials, without and with their textures.

use super::SceneError;
use super::extended;
use super::glb::Document;
use super::numbers::{amount, colour, finite};
use super::textures::Textures;
use super::words::Named;
use crate::layout::{MATERIAL_HOLES, MATERIAL_UNLIT, Material};
use crate::limits::EMISSION;
use glam::Vec3;
use gltf::json;
use gltf::json::material::AlphaMode;
use gltf::json::validation::Checked;

/// Reads one, with its textures.
pub(super) fn read(
    document: &Document<'_>,
    index: usize,
    textures: &mut Textures,
    notes: &mut impl Extend<String>,
) -> Result<Material, SceneError> {
    let described = &document.root.materials[index];
    let mut material = convert(index, described)?;
    // As free values, so that an extension is read alike whether the library knows it or not.
    let free = serde_json::to_value(described).map_err(|error| SceneError::Invalid(error.to_string()))?;
    textures.add(document, index, &free, &mut material, notes)?;
    Ok(material)
}

fn convert(index: usize, material: &json::Material) -> Result<Material, SceneError> {
    let what = || format!("material {}", Named::of(index, material.name.as_ref()));
    let pbr = &material.pbr_metallic_roughness;
    let extensions = material.extensions.as_ref();
    let strength = extensions.and_then(|all| all.emissive_strength.as_ref()).map_or(1.0, |it| it.emissive_strength.0);
    let ior = extensions.and_then(|all| all.ior.as_ref()).map_or(1.5, |ior| ior.ior.0);
    finite(pbr.base_color_factor.0, 1.0e3, what)?;
    finite([pbr.metallic_factor.0, pbr.roughness_factor.0, ior], 1.0e3, what)?;
    let emission = colour(material.emissive_factor.0, &what())? * amount(strength, &what())?;
    finite(emission.to_array(), EMISSION, what)?;
    let [red, green, blue, _] = pbr.base_color_factor.0;
    let opacity = extended::opacity(material);
    finite([opacity], 1.0e3, what)?;
    let unlit = extensions.is_some_and(|all| all.others.contains_key("KHR_materials_unlit"));
    let (opacity, cutoff, holes) = match material.alpha_mode {
        Checked::Valid(AlphaMode::Mask) => {
            let cutoff = material.alpha_cutoff.map_or(0.5, |cutoff| cutoff.0);
            finite([cutoff], 1.0e3, what)?;
            (opacity.max(0.0), cutoff.max(0.0), MATERIAL_HOLES)
        }
        Checked::Valid(AlphaMode::Blend) => (opacity.clamp(0.0, 1.0), -1.0, MATERIAL_HOLES),
        _ => (1.0, -1.0, 0),
    };
    let mut made = Material {
        base: Vec3::new(red, green, blue).clamp(Vec3::ZERO, Vec3::ONE),
        metallic: pbr.metallic_factor.0.clamp(0.0, 1.0),
        emission: if unlit { Vec3::ZERO } else { emission },
        opacity,
        cutoff,
        // Backs are seen whether or not a material is double-sided: so are they by the renderer that artists compare with,
        // whose importer of glTF keeps that switch for its viewport.
        flags: holes | if unlit { MATERIAL_UNLIT } else { 0 },
        roughness: pbr.roughness_factor.0.clamp(0.0, 1.0),
        // Zero stands for a Fresnel term of one.
        ior: ior.max(0.0),
        ..Material::default()
    };
    if let Some(extensions) = extensions {
        extended::extend(&mut made, extensions, &what())?;
    }
    Ok(made)
}
