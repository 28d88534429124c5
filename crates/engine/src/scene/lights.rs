//! Which lights a scene has, and how often each is asked.

use super::SceneError;
use super::light_tree;
use super::numbers::{amount, colour};
use super::textures::Surfaces;
use crate::cpu::luminance;
use crate::layout::{
    CORNER_SHINE, INSTANCE_HOLES, Instance, Light, LightNode, Material, NO_TEXTURE, NO_TRAIL, POINT_LIGHT, SPOT_LIGHT,
    SUN_LIGHT, TRIANGLE_LIGHT, Triangle, corner_words,
};
use crate::limits::{LIGHTS, TREE_LIGHTS};
use glam::{Affine3A, Vec3};
use gltf::json::extensions::scene::khr_lights_punctual::{Light as Punctual, Type};
use gltf::json::validation::Checked;
use std::f32::consts::{PI, TAU};
use std::ops::Range;

/// The lights of a scene, and how one of them is chosen.
#[derive(Debug)]
pub(crate) struct Lighting {
    /// Those that are beyond everything come first.
    pub all: Vec<Light>,
    pub suns: usize,
    /// Over all lights but those; empty: by their shares alone.
    pub tree: Vec<LightNode>,
    /// Density of samples per area and luminance where there is no tree.
    pub area_density: f32,
    /// What suns give to what faces them, and what the tree's lights give straight ahead.
    pub sunshine: f32,
    pub lamplight: f32,
}

/// Lights with their powers, before they are normalised.
#[derive(Default)]
struct Powered {
    lights: Vec<Light>,
    powers: Vec<f32>,
}

impl Powered {
    /// What they have together; what each has of it is written down.
    fn share(&mut self) -> f64 {
        let total: f64 = self.powers.iter().map(|&power| f64::from(power)).sum();
        let mut sum = 0.0;
        for (light, &power) in self.lights.iter_mut().zip(&self.powers) {
            sum += f64::from(power);
            light.cdf = (sum / total) as f32;
            light.probability = ((f64::from(power) / total) as f32).max(f32::MIN_POSITIVE);
        }
        total
    }
}

#[derive(Default)]
pub(super) struct Lights {
    suns: Powered,
    others: Powered,
    /// For each of the others the word that is to tell the way to it, if it can be hit.
    words: Vec<Option<u32>>,
}

impl Lights {
    fn push(&mut self, light: Light, power: f32, word: Option<u32>) -> Result<(), SceneError> {
        if !(power > 0.0 && power.is_finite()) {
            return Ok(());
        }
        if self.suns.lights.len() + self.others.lights.len() == LIGHTS {
            return Err(SceneError::TooLarge { what: "lights", most: LIGHTS as u64 });
        }
        let among = if light.kind == SUN_LIGHT { &mut self.suns } else { &mut self.others };
        among.lights.push(light);
        among.powers.push(power);
        if light.kind != SUN_LIGHT {
            self.words.push(word);
        }
        Ok(())
    }

    /// The triangles of an emissive instance, in world space; `at`: which one it will be.
    pub fn add_mesh(
        &mut self,
        triangles: &[Triangle],
        range: Range<usize>,
        (instance, at): (&mut Instance, u32),
        material: &Material,
        surfaces: &mut Surfaces,
    ) -> Result<(), SceneError> {
        let words = surfaces.corners.len() as u32;
        instance.lights = words.wrapping_sub(range.start as u32);
        surfaces.corners.resize(surfaces.corners.len() + range.len(), NO_TRAIL);
        let rows = instance.to_world.map(glam::Vec4::from_array);
        let place = |v: Vec3, w: f32| Vec3::from_array(rows.map(|row| row.dot(v.extend(w))));
        let stride = corner_words(instance.flags);
        let emission = material.emission;
        for (index, word) in range.zip(words..) {
            let triangle = &triangles[index];
            let (edge1, edge2) = (place(triangle.edge1, 0.0), place(triangle.edge2, 0.0));
            let area = edge1.cross(edge2).length() * 0.5;
            let shine = match instance.flags & CORNER_SHINE {
                0 => 1.0,
                _ => {
                    let first = instance.corners.wrapping_add(index as u32 * 3 * stride);
                    let word = surfaces.corners[(first + stride - 1) as usize];
                    f32::from_bits(word) / luminance(emission).max(f32::MIN_POSITIVE)
                }
            };
            let mut light = Light {
                position: place(triangle.corner, 1.0),
                kind: TRIANGLE_LIGHT,
                edge1,
                cdf: 0.0,
                edge2,
                probability: 0.0,
                emission: emission * shine,
                surface: NO_TEXTURE,
            };
            // Both sides shine.
            let power = TAU * area * luminance(light.emission);
            if power > 0.0 && instance.flags & (CORNER_SHINE | INSTANCE_HOLES) != 0 {
                light.surface = surfaces.corners.len() as u32;
                surfaces.corners.extend([at, index as u32]);
            }
            self.push(light, power, Some(word))?;
        }
        Ok(())
    }

    /// A light of KHR_lights_punctual, which shines along its node's -z axis.
    pub fn add_punctual(&mut self, light: &Punctual, place: &Affine3A, extent: f32) -> Result<(), SceneError> {
        let emission = colour(light.color, "a light")? * amount(light.intensity, "a light")?;
        let axis = (place.matrix3 * -glam::Vec3A::Z).normalize_or(-glam::Vec3A::Z);
        let mut made = Light {
            position: place.translation.into(),
            kind: POINT_LIGHT,
            edge1: axis.into(),
            cdf: 0.0,
            edge2: Vec3::ZERO,
            probability: 0.0,
            emission,
            surface: NO_TEXTURE,
        };
        let brightness = luminance(emission);
        let power = match light.type_ {
            Checked::Valid(Type::Spot) => {
                let spot = light.spot.clone().unwrap_or_default();
                let outer = if spot.outer_cone_angle > 0.0 { spot.outer_cone_angle.min(PI / 2.0) } else { PI / 4.0 };
                let inner = spot.inner_cone_angle.clamp(0.0, outer).cos();
                let outer = outer.cos();
                // The extension's own formula for the soft edge.
                let scale = 1.0 / (inner - outer).max(1.0e-3);
                made.kind = SPOT_LIGHT;
                made.edge2 = Vec3::new(scale, -outer * scale, 0.0);
                TAU * (1.0 - outer) * brightness
            }
            Checked::Valid(Type::Directional) => {
                made.kind = SUN_LIGHT;
                PI * extent * extent * brightness
            }
            _ => 2.0 * TAU * brightness,
        };
        self.push(made, power, None)
    }

    /// All lights with their shares or the tree over them, to which these words then tell the way.
    pub fn finish(mut self, surfaces: &mut Surfaces) -> Lighting {
        let suns = self.suns.lights.len();
        let sum = |lights: &[Light]| lights.iter().map(intensity).map(f64::from).sum::<f64>() as f32;
        let (sunshine, lamplight) = (sum(&self.suns.lights), sum(&self.others.lights));
        if suns + self.others.lights.len() < TREE_LIGHTS || self.others.lights.is_empty() {
            let mut all = self.suns;
            all.lights.append(&mut self.others.lights);
            all.powers.append(&mut self.others.powers);
            let total = all.share();
            let area_density = if total > 0.0 { (f64::from(TAU) / total) as f32 } else { 0.0 };
            return Lighting { all: all.lights, suns, tree: Vec::new(), area_density, sunshine, lamplight };
        }
        self.suns.share();
        let tree = light_tree::build(&self.others.lights, suns);
        for (word, trail) in self.words.iter().zip(&tree.trails) {
            if let Some(word) = word {
                surfaces.corners[*word as usize] = *trail;
            }
        }
        let mut all = self.suns.lights;
        all.append(&mut self.others.lights);
        Lighting { all, suns, tree: tree.nodes, area_density: 0.0, sunshine, lamplight }
    }
}

/// What it gives straight ahead, for each squared distance; a sun, to what faces it. Triangles give half of that on average
/// over all directions; the tree reckons with it, so those that give the same to each have twice as much.
pub(super) fn intensity(light: &Light) -> f32 {
    let size = match light.kind {
        TRIANGLE_LIGHT => light.edge1.cross(light.edge2).length() * 0.5,
        SUN_LIGHT => 1.0,
        _ => 2.0,
    };
    luminance(light.emission) * size
}
