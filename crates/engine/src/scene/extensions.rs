//! Which extensions of glTF are read, which lose nothing that would be seen, and what a picture lacks by the others.

use super::{environment, instances, packed, textures};

/// Those that are read.
const READ: &[&str] = &[
    instances::EXTENSION,
    textures::IMAGES[0],
    environment::EXTENSION,
    packed::MESHOPT[0],
    packed::MESHOPT[1],
    packed::DRACO,
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_pbrSpecularGlossiness",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_volume",
    "KHR_mesh_quantization",
    VISIBILITY,
    textures::IMAGES[1],
    "KHR_texture_transform",
];

/// Nodes that are not shown.
pub(super) const VISIBILITY: &str = "KHR_node_visibility";

/// What is for others than a picture: facts about the file, sound, physics, behaviour, other looks than the first one.
const UNSEEN: &[&str] = &[
    "AGI_articulations",
    "AGI_stk_metadata",
    "EXT_instance_features",
    "EXT_mesh_features",
    "EXT_mesh_manifold",
    "EXT_structural_metadata",
    "FB_geometry_metadata",
    "GODOT_single_root",
    "KHR_audio_emitter",
    "KHR_implicit_shapes",
    "KHR_interactivity",
    "KHR_materials_variants",
    "KHR_node_hoverability",
    "KHR_node_selectability",
    "KHR_physics_rigid_bodies",
    "KHR_xmp",
    "KHR_xmp_json_ld",
    "MSFT_lod",
    "OMI_physics_body",
    "OMI_physics_shape",
    "VRMC_springBone",
    "VRMC_vrm",
];

/// What a picture lacks by those that are known and not read.
const MISSING: &[(&str, &str)] = &[
    ("ADOBE_materials_clearcoat_specular", "how strongly and by which index coats reflect"),
    ("ADOBE_materials_clearcoat_tint", "the colour of coats"),
    ("ADOBE_materials_thin_transparency", "panes as Adobe describes them"),
    ("CESIUM_primitive_outline", "lines along edges"),
    ("EXT_lights_ies", "how lamps spread their light by IES profiles"),
    ("EXT_lights_image_based", "light from pictures around the scene (--environment puts one there)"),
    ("EXT_texture_avif", "pictures in AVIF, where there is no other one"),
    ("KHR_animation_pointer", "animations of anything but places, turns, sizes and shapes"),
    ("KHR_gaussian_splatting", "splats"),
    ("KHR_materials_diffuse_transmission", "light that shines through leaves, paper and cloth"),
    ("KHR_materials_subsurface", "light that scatters inside of skin, wax and milk"),
    ("KHR_materials_volume_scatter", "light that scatters inside of skin, wax and milk"),
    ("KHR_techniques_webgl", "materials that are programs"),
    ("KHR_texture_procedurals", "pictures that are programs"),
    ("KHR_texture_video", "films on surfaces"),
    ("MSFT_texture_dds", "pictures in DDS, where there is no other one"),
    ("NV_materials_mdl", "materials in MDL, where glTF's own are shown instead"),
    ("VRMC_materials_mtoon", "materials like those of drawn films, which look like ordinary ones"),
];

/// Whether a scene may say that it cannot do without it.
pub(super) fn may_be_required(name: &str) -> bool {
    READ.contains(&name) || UNSEEN.contains(&name)
}

/// What a picture lacks by an extension; `None`: nothing.
pub(super) fn missing(name: &str) -> Option<String> {
    if may_be_required(name) {
        return None;
    }
    let name: String = name.chars().take(60).collect();
    let known = MISSING.iter().find(|(known, _)| *known == name);
    Some(known.map_or_else(|| format!("the glTF extension {name}"), |(_, what)| format!("{what} ({name})")))
}
