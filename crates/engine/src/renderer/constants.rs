//! What the materials of a scene do that most do not: compilers leave out what no material does.

use crate::cpu::tables;
use crate::layout::{MATERIAL_GLOSSY, MATERIAL_VOLUME, Material, NO_TEXTURE, SLOT_COAT_NORMAL, SLOT_NORMAL};
use glam::{Vec2, Vec3};

/// What there is.
#[derive(Default)]
pub(super) struct Lobes {
    glossy: bool,
    sheen: bool,
    stretched: bool,
    iridescent: bool,
    coat_bent: bool,
    rough_glass: bool,
}

impl Lobes {
    pub fn of<'a>(seen: impl Iterator<Item = &'a Material>) -> Self {
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
        }
        lobes
    }

    /// As constants that stand before the shaders.
    pub fn constants(&self) -> String {
        let Self { glossy, sheen, stretched, iridescent, coat_bent, rough_glass } = self;
        format!(
            "const GLOSSY = {glossy};\nconst SHEEN = {sheen};\nconst STRETCHED = {stretched};\n\
             const IRIDESCENT = {iridescent};\nconst COAT_BENT = {coat_bent};\nconst ROUGH_GLASS = {rough_glass};\n"
        )
    }

    /// What shaders look up.
    pub fn tables(&self) -> Vec<Vec2> {
        tables(self.sheen, self.rough_glass, self.stretched)
    }
}
