//! What a scene has, as constants that stand before the shaders: compilers then leave out what it has not.

use crate::cpu;
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, CORNER_TANGENT, INSTANCE_HOLES, MATERIAL_GLOSSY, MATERIAL_UNLIT, MATERIAL_VOLUME,
    Material, NO_TEXTURE, SLOT_COAT_NORMAL, SLOT_NORMAL,
};
use crate::scene::Scene;
use glam::{Vec2, Vec3};

/// All of them.
pub(super) fn constants(scene: &Scene) -> String {
    let seen = || seen_materials(scene);
    let flags = scene.instances.iter().fold(0, |all, instance| all | instance.flags);
    let slot = |all: u32, (slot, texture): (usize, &u32)| all | (u32::from(*texture != NO_TEXTURE) << slot);
    let slots = seen().fold(0, |all, material| material.textures.iter().enumerate().fold(all, slot));
    let uneven = scene.lights.all.iter().any(|light| light.surface != NO_TEXTURE) || flags & CORNER_SHINE != 0;
    let banks = scene.surfaces.texels.iter().filter(|texels| !texels.is_empty()).count();
    let has = format!(
        "const SLOTS = {slots}u;\nconst LAID = {};\nconst COLOURED = {};\nconst TANGENTS = {};\nconst HOLES = {};\n\
         const UNEVEN = {uneven};\nconst UNLIT = {};\nconst TEXEL_BANKS = {banks}u;\n\
         const GLASS = {};\nconst MEDIA = {};\nconst COATED = {};\nconst TREE = {};\nconst SUNS = {}u;\n\
         const ENVIRONMENT = {};\nconst ENVIRONMENT_SHARE = {:?};\n",
        slots != 0 || flags & CORNER_COLOUR != 0,
        flags & CORNER_COLOUR != 0,
        flags & CORNER_TANGENT != 0,
        flags & INSTANCE_HOLES != 0,
        seen().any(|material| material.flags & MATERIAL_UNLIT != 0),
        seen().any(|material| material.transmission > 0.0),
        scene.has_media(),
        seen().any(|material| material.coat > 0.0),
        !scene.lights.tree.is_empty(),
        scene.lights.suns,
        scene.environment.is_some(),
        scene.environment_share(),
    );
    has + &Lobes::of(seen()).constants()
}

/// What its shaders look up: each number with the next one.
pub(super) fn tables(scene: &Scene) -> Vec<[Vec2; 2]> {
    let Lobes { sheen, rough_glass, stretched, .. } = Lobes::of(seen_materials(scene));
    let tables = cpu::tables(sheen, rough_glass, stretched);
    let next = tables.iter().skip(1).chain(tables.last());
    tables.iter().zip(next).map(|(&number, &next)| [number, next]).collect()
}

fn seen_materials(scene: &Scene) -> impl Iterator<Item = &Material> {
    scene.instances.iter().map(|instance| &scene.materials[instance.material as usize])
}

/// What its materials do that most do not.
#[derive(Default)]
struct Lobes {
    glossy: bool,
    sheen: bool,
    stretched: bool,
    iridescent: bool,
    coat_bent: bool,
    rough_glass: bool,
    dispersive: bool,
}

impl Lobes {
    fn of<'a>(seen: impl Iterator<Item = &'a Material>) -> Self {
        let mut lobes = Self::default();
        for material in seen {
            let laid = |slot: usize| material.textures[slot] != NO_TEXTURE;
            lobes.glossy |= material.flags & MATERIAL_GLOSSY != 0;
            lobes.sheen |= material.sheen != Vec3::ZERO;
            lobes.stretched |= material.anisotropy > 0.0;
            lobes.iridescent |= material.iridescence > 0.0;
            // A coat lies smooth over what has a picture of normals.
            lobes.coat_bent |= material.coat > 0.0 && (laid(SLOT_NORMAL) || laid(SLOT_COAT_NORMAL));
            // However smooth it is: what is seen through rough surfaces is made rough besides.
            lobes.rough_glass |= material.transmission > 0.0 && material.flags & MATERIAL_VOLUME != 0;
            lobes.dispersive |= material.dispersion > 0.0;
        }
        lobes
    }

    /// As constants that stand before the shaders.
    fn constants(&self) -> String {
        let Self { glossy, sheen, stretched, iridescent, coat_bent, rough_glass, dispersive } = self;
        format!(
            "const GLOSSY = {glossy};\nconst SHEEN = {sheen};\nconst STRETCHED = {stretched};\n\
             const IRIDESCENT = {iridescent};\nconst COAT_BENT = {coat_bent};\nconst ROUGH_GLASS = {rough_glass};\n\
             const DISPERSIVE = {dispersive};\n"
        )
    }
}
