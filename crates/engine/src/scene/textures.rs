//! Which pictures lie on a material, and how. Texels are plain words to the device, which neither filters nor turns them: as many as
//! one likes on every adapter, and the same numbers on all.

use super::SceneError;
use super::corners::Needs;
use super::glb::Document;
use super::images::Images;
use super::words::{self, Kind};
use crate::layout::{
    MATERIAL_GLOSSY, Material, NO_TEXTURE, SLOT_ANISOTROPY, SLOT_BASE, SLOT_COAT, SLOT_COAT_NORMAL,
    SLOT_COAT_ROUGHNESS, SLOT_EMISSION, SLOT_IRIDESCENCE, SLOT_IRIDESCENCE_THICKNESS, SLOT_METAL_ROUGH, SLOT_NORMAL,
    SLOT_SHEEN, SLOT_SHEEN_ROUGHNESS, SLOT_SPECULAR, SLOT_SPECULAR_COLOUR, SLOT_TRANSMISSION, TEXEL_BANKS,
    TEXTURE_SLOTS, TextureView, VIEW_ACROSS_SHIFT, VIEW_BANK_SHIFT, VIEW_DOWN_SHIFT, VIEW_NEAREST, VIEW_SECOND_UV,
    VIEW_SRGB, WRAP_CLAMP, WRAP_MIRROR, WRAP_REPEAT,
};
use crate::limits::COORDINATE;
use glam::{Vec2, Vec3};
use gltf::json;
use gltf::json::texture::{MagFilter, Sampler, WrappingMode};
use gltf::json::validation::Checked;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// What lies on surfaces, laid out as the device reads it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Surfaces {
    pub views: Vec<TextureView>,
    /// Words of triangles' corners, and of lights that shine unevenly.
    pub corners: Vec<u32>,
    /// Red, green, blue and opacity, a byte each. Instants of a scene share them.
    pub texels: Arc<[Vec<u32>; TEXEL_BANKS]>,
}

/// Where a description names the picture of a slot, and whether its numbers are colours.
const SLOTS: [(usize, &str, bool); TEXTURE_SLOTS] = [
    (SLOT_BASE, "/pbrMetallicRoughness/baseColorTexture", true),
    (SLOT_METAL_ROUGH, "/pbrMetallicRoughness/metallicRoughnessTexture", false),
    (SLOT_NORMAL, "/normalTexture", false),
    (SLOT_EMISSION, "/emissiveTexture", true),
    (SLOT_TRANSMISSION, "/extensions/KHR_materials_transmission/transmissionTexture", false),
    (SLOT_SPECULAR, "/extensions/KHR_materials_specular/specularTexture", false),
    (SLOT_SPECULAR_COLOUR, "/extensions/KHR_materials_specular/specularColorTexture", true),
    (SLOT_COAT, "/extensions/KHR_materials_clearcoat/clearcoatTexture", false),
    (SLOT_COAT_ROUGHNESS, "/extensions/KHR_materials_clearcoat/clearcoatRoughnessTexture", false),
    (SLOT_COAT_NORMAL, "/extensions/KHR_materials_clearcoat/clearcoatNormalTexture", false),
    (SLOT_SHEEN, "/extensions/KHR_materials_sheen/sheenColorTexture", true),
    (SLOT_SHEEN_ROUGHNESS, "/extensions/KHR_materials_sheen/sheenRoughnessTexture", false),
    (SLOT_ANISOTROPY, "/extensions/KHR_materials_anisotropy/anisotropyTexture", false),
    (SLOT_IRIDESCENCE, "/extensions/KHR_materials_iridescence/iridescenceTexture", false),
    (SLOT_IRIDESCENCE_THICKNESS, "/extensions/KHR_materials_iridescence/iridescenceThicknessTexture", false),
];

/// Where the older description of materials names them, instead of the first three that say the same.
const GLOSSY_SLOTS: [(usize, Option<&str>); 3] = [
    (SLOT_BASE, Some("/extensions/KHR_materials_pbrSpecularGlossiness/diffuseTexture")),
    (SLOT_METAL_ROUGH, None),
    (SLOT_SPECULAR_COLOUR, Some("/extensions/KHR_materials_pbrSpecularGlossiness/specularGlossinessTexture")),
];

/// A texture as a material names it.
#[derive(Deserialize)]
struct Named {
    index: usize,
    #[serde(default, rename = "texCoord")]
    set: u32,
    #[serde(default = "one")]
    scale: f32,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Deserialize, Default)]
struct Extensions {
    #[serde(rename = "KHR_texture_transform")]
    transform: Option<Transform>,
}

#[derive(Deserialize)]
struct Transform {
    #[serde(default)]
    offset: [f32; 2],
    #[serde(default)]
    rotation: f32,
    #[serde(default = "ones")]
    scale: [f32; 2],
    #[serde(rename = "texCoord")]
    set: Option<u32>,
}

impl Named {
    fn set(&self) -> u32 {
        self.extensions.transform.as_ref().and_then(|transform| transform.set).unwrap_or(self.set)
    }
}

fn one() -> f32 {
    1.0
}

fn ones() -> [f32; 2] {
    [1.0; 2]
}

/// The image of a texture: the one that an extension has before what stands in for it.
pub(super) fn source(texture: &json::Texture) -> Option<usize> {
    let by = |name| texture.extensions.as_ref()?.others.get(name)?.get("source")?.as_u64();
    let better = IMAGES.into_iter().find_map(by);
    // An absent source is the greatest number, which is no image either.
    Some(better.map_or(texture.source.value(), |index| index as usize)).filter(|&index| index < u32::MAX as usize)
}

/// Extensions by which textures have images in other forms than glTF's own.
pub(super) const IMAGES: [&str; 2] = ["EXT_texture_webp", "KHR_texture_basisu"];

/// Textures of all materials, before their images are read.
#[derive(Default)]
pub(super) struct Textures {
    views: Vec<(TextureView, usize)>,
}

impl Textures {
    /// Gives a material its textures. Which sets of coordinates they need: a bit each.
    pub fn add(
        &mut self,
        document: &Document<'_>,
        index: usize,
        described: &Value,
        material: &mut Material,
        notes: &mut impl Extend<String>,
    ) -> Result<(), SceneError> {
        for (slot, usual, colour) in SLOTS {
            let glossy = GLOSSY_SLOTS.iter().find(|(at, _)| *at == slot && material.flags & MATERIAL_GLOSSY != 0);
            let pointer = glossy.map_or(Some(usual), |(_, pointer)| *pointer);
            let Some(named) = pointer.and_then(|pointer| described.pointer(pointer)) else { continue };
            let bad = |what: &str| {
                let material = words::named(&document.root, Kind::Material, index);
                SceneError::Invalid(format!("a texture of material {material} {what}"))
            };
            let named: Named = Named::deserialize(named).map_err(|_| bad("is not described as it should be"))?;
            let Some(texture) = document.root.textures.get(named.index) else { return Err(bad("does not exist")) };
            // What has no image that can be read is as if it were not there; the scene's notes say so.
            let Some(image) = source(texture) else { continue };
            let sampler = texture.sampler.and_then(|sampler| document.root.samplers.get(sampler.value()));
            let view = view(&named, sampler, colour).ok_or_else(|| bad("lies out of all proportion"))?;
            if named.set() > 1 {
                notes.extend(["more than two sets of texture coordinates (the second is used instead)".into()]);
            }
            material.textures[slot] = self.views.len() as u32;
            match slot {
                SLOT_NORMAL => material.normal_scale = named.scale,
                SLOT_COAT_NORMAL => material.coat_normal_scale = named.scale,
                _ => {}
            }
            self.views.push((view, image));
        }
        self.stretch_thickness(described, material);
        Ok(())
    }

    /// The picture of a film's thickness goes from the least to the most, which is the material's factor.
    fn stretch_thickness(&mut self, described: &Value, material: &Material) {
        let Some((view, _)) = self.views.get_mut(material.textures[SLOT_IRIDESCENCE_THICKNESS] as usize) else {
            return;
        };
        let film = described.pointer("/extensions/KHR_materials_iridescence");
        let number = |name: &str, otherwise: f64| {
            film.and_then(|film| film.get(name)).and_then(Value::as_f64).unwrap_or(otherwise)
        };
        let most = number("iridescenceThicknessMaximum", 400.0);
        let least = (number("iridescenceThicknessMinimum", 100.0) / most.max(1.0e-3)).clamp(0.0, 1.0e3) as f32;
        (view.scale, view.offset) = (1.0 - least, least);
    }

    /// The image of a texture that a material was given.
    pub fn image(&self, texture: u32) -> usize {
        self.views[texture as usize].1
    }

    /// What a material asks of the corners it covers.
    pub fn needs(&self, material: &Material) -> Needs {
        let by_second = |slot: usize| {
            self.views.get(material.textures[slot] as usize).map(|(view, _)| view.flags & VIEW_SECOND_UV != 0)
        };
        let laid = (0..TEXTURE_SLOTS).filter_map(by_second);
        let sets = laid.fold((false, false), |(first, second), by| (first || !by, second || by));
        let guides = [SLOT_NORMAL, SLOT_COAT_NORMAL, SLOT_ANISOTROPY].map(by_second);
        Needs {
            sets,
            tangents: guides.iter().any(Option::is_some) || material.anisotropy != 0.0,
            tangents_by_second: guides.into_iter().flatten().next().unwrap_or(false),
            shine: material.textures[SLOT_EMISSION] != NO_TEXTURE && material.emission != Vec3::ZERO,
        }
    }

    /// Reads the images of the materials that are to be seen, and puts every view where its image lies. Also: which
    /// views have an image without a hole.
    pub fn finish(
        self,
        document: &Document<'_>,
        seen: &[&Material],
        notes: &mut impl Extend<String>,
    ) -> Result<(Surfaces, Vec<bool>), SceneError> {
        let mut images = Images::default();
        let mut needed = vec![false; self.views.len()];
        for material in seen {
            for &index in material.textures.iter().filter(|&&index| index != NO_TEXTURE) {
                needed[index as usize] = true;
            }
        }
        for ((view, image), _) in self.views.iter().zip(&needed).filter(|(_, needed)| **needed) {
            images.want(document, *image, view.flags & VIEW_SRGB != 0)?;
        }
        let (texels, places) = images.read(document, notes)?;
        let mut surfaces = Surfaces { texels: Arc::new(texels), ..Surfaces::default() };
        let mut whole = Vec::new();
        for (mut view, image) in self.views {
            let place = places.get(&image).copied().unwrap_or_default();
            view.start = place.start;
            view.width = place.width.max(1);
            view.height = place.height.max(1);
            view.flags |= place.bank << VIEW_BANK_SHIFT;
            surfaces.views.push(view);
            whole.push(place.whole);
        }
        Ok((surfaces, whole))
    }
}

/// `None`: with numbers that no picture lies by.
fn view(named: &Named, sampler: Option<&Sampler>, colour: bool) -> Option<TextureView> {
    let transform = named.extensions.transform.as_ref();
    let mut flags = if named.set() == 0 { 0 } else { VIEW_SECOND_UV } | if colour { VIEW_SRGB } else { 0 };
    if sampler.is_some_and(|sampler| sampler.mag_filter == Some(Checked::Valid(MagFilter::Nearest))) {
        flags |= VIEW_NEAREST;
    }
    let wrap = |mode: Option<Checked<WrappingMode>>| match mode {
        Some(Checked::Valid(WrappingMode::ClampToEdge)) => WRAP_CLAMP,
        Some(Checked::Valid(WrappingMode::MirroredRepeat)) => WRAP_MIRROR,
        _ => WRAP_REPEAT,
    };
    flags |= wrap(sampler.map(|sampler| sampler.wrap_s)) << VIEW_ACROSS_SHIFT;
    flags |= wrap(sampler.map(|sampler| sampler.wrap_t)) << VIEW_DOWN_SHIFT;
    let (mut across, mut down) = (Vec3::X, Vec3::Y);
    if let Some(transform) = transform {
        // KHR_texture_transform: scaled, then turned, then moved; v goes down, so a turn to the left looks like one here.
        let (sine, cosine) = transform.rotation.sin_cos();
        let [wide, high] = transform.scale;
        across = Vec3::new(cosine * wide, sine * high, transform.offset[0]);
        down = Vec3::new(-sine * wide, cosine * high, transform.offset[1]);
    }
    let fine = across.abs().max(down.abs()).max_element() <= COORDINATE && named.scale.abs() <= 1.0e3;
    let finite = across.is_finite() && down.is_finite() && named.scale.is_finite();
    let view = TextureView { across, start: 0, down, flags, width: 1, height: 1, scale: 1.0, offset: 0.0 };
    (fine && finite).then_some(view)
}

impl Surfaces {
    pub fn bytes(&self) -> u64 {
        let words = self.corners.len() + self.texels.iter().map(Vec::len).sum::<usize>();
        (words * 4 + size_of_val(&self.views[..])) as u64
    }
}

/// A texture coordinate that shaders can work with.
pub(super) fn coordinate([u, v, ..]: [f32; 4], document: &Document<'_>, mesh: usize) -> Result<Vec2, SceneError> {
    if u.abs() <= COORDINATE && v.abs() <= COORDINATE {
        return Ok(Vec2::new(u, v));
    }
    let mesh = words::named(&document.root, Kind::Mesh, mesh);
    Err(SceneError::NotFinite(format!("a texture coordinate of mesh {mesh}")))
}
