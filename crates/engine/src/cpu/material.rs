//! Twin of `shaders/material.wgsl`.

use crate::cpu::bsdf::luminance;
use crate::cpu::bvh::Hit;
use crate::cpu::path::{Surface, mirrored_outside};
use crate::cpu::rng::pcg;
use crate::cpu::texture::{Laid, look_up};
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, CORNER_TANGENT, CORNER_UV0, CORNER_UV1, INSTANCE_HOLES, Light, MATERIAL_GLOSSY,
    Material, NO_TEXTURE, SLOT_ANISOTROPY, SLOT_BASE, SLOT_COAT, SLOT_COAT_NORMAL, SLOT_COAT_ROUGHNESS, SLOT_EMISSION,
    SLOT_IRIDESCENCE, SLOT_IRIDESCENCE_THICKNESS, SLOT_METAL_ROUGH, SLOT_NORMAL, SLOT_SHEEN, SLOT_SHEEN_ROUGHNESS,
    SLOT_SPECULAR, SLOT_SPECULAR_COLOUR, SLOT_TRANSMISSION, corner_words, decode_normal,
};
use crate::scene::{Scene, Surfaces};
use glam::{Mat3, Vec2, Vec3, Vec4};

pub(crate) struct Spot {
    first: u32,
    stride: u32,
    flags: u32,
    weights: Vec3,
}

fn spot_at(scene: &Scene, instance: u32, triangle: u32, u: f32, v: f32) -> Spot {
    let instance = &scene.instances[instance as usize];
    Spot::new(instance.corners, instance.flags, triangle, u, v)
}

impl Spot {
    pub fn new(corners: u32, flags: u32, triangle: u32, u: f32, v: f32) -> Self {
        let stride = corner_words(flags);
        let first = corners.wrapping_add(triangle.wrapping_mul(3 * stride));
        Self { first, stride, flags, weights: Vec3::new(1.0 - u - v, u, v) }
    }

    fn sum<T: std::ops::Add<Output = T>>(
        &self,
        offset: u32,
        corner: impl Fn(usize) -> T,
        times: impl Fn(T, f32) -> T,
    ) -> T {
        let at = |corner: u32| (self.first + corner * self.stride + offset) as usize;
        times(corner(at(0)), self.weights.x)
            + times(corner(at(1)), self.weights.y)
            + times(corner(at(2)), self.weights.z)
    }
}

fn pair_at(surfaces: &Surfaces, s: &Spot, offset: u32) -> Vec2 {
    let words = &surfaces.corners;
    s.sum(
        offset,
        |at| Vec2::new(f32::from_bits(words[at]), f32::from_bits(words[at + 1])),
        |pair, weight| pair * weight,
    )
}

pub(crate) fn laid_at(surfaces: &Surfaces, s: &Spot) -> Laid {
    let mut laid = Laid::default();
    if s.flags & CORNER_UV0 != 0 {
        laid.first = pair_at(surfaces, s, 0);
    }
    if s.flags & CORNER_UV1 != 0 {
        laid.second = pair_at(surfaces, s, corner_words(s.flags & CORNER_UV0));
    }
    laid
}

fn colour_at(surfaces: &Surfaces, s: &Spot) -> Vec4 {
    if s.flags & CORNER_COLOUR == 0 {
        return Vec4::ONE;
    }
    let unpack = |word: u32| [(word & 0xffff) as f32 / 65535.0, (word >> 16) as f32 / 65535.0];
    let colour = |at: usize| {
        let ([red, green], [blue, opacity]) = (unpack(surfaces.corners[at]), unpack(surfaces.corners[at + 1]));
        Vec4::new(red, green, blue, opacity)
    };
    s.sum(corner_words(s.flags & (CORNER_UV0 | CORNER_UV1)), colour, |colour, weight| colour * weight)
}

pub(crate) struct Skin {
    material: Material,
    spot: Spot,
    laid: Laid,
}

pub(crate) fn skin_at(scene: &Scene, hit: &Hit) -> Skin {
    let spot = spot_at(scene, hit.instance, hit.triangle, hit.u, hit.v);
    let material = scene.materials[scene.instances[hit.instance as usize].material as usize];
    Skin { material, laid: laid_at(&scene.surfaces, &spot), spot }
}

pub(crate) fn material_at(scene: &Scene, skin: &Skin) -> Material {
    let &Skin { material: mut m, spot: ref s, laid } = skin;
    if s.flags & CORNER_TANGENT == 0 {
        m.anisotropy = 0.0;
    }
    let surfaces = &scene.surfaces;
    let textures = m.textures;
    let picture = |slot: usize| (textures[slot] != NO_TEXTURE).then(|| look_up(surfaces, textures[slot], laid));
    m.base *= colour_at(surfaces, s).truncate();
    if let Some(c) = picture(SLOT_BASE) {
        m.base *= c.truncate();
    }
    if let Some(c) = picture(SLOT_METAL_ROUGH) {
        m.roughness *= c.y;
        m.metallic *= c.z;
    }
    if let Some(c) = picture(SLOT_EMISSION) {
        m.emission *= c.truncate();
    }
    m.transmission *= picture(SLOT_TRANSMISSION).map_or(1.0, |c| c.x);
    m.specular *= picture(SLOT_SPECULAR).map_or(1.0, |c| c.w);
    if let Some(c) = picture(SLOT_SPECULAR_COLOUR) {
        m.specular_colour *= c.truncate();
        if m.flags & MATERIAL_GLOSSY != 0 {
            m.roughness = 1.0 - (1.0 - m.roughness) * c.w;
        }
    }
    m.coat *= picture(SLOT_COAT).map_or(1.0, |c| c.x);
    m.coat_roughness *= picture(SLOT_COAT_ROUGHNESS).map_or(1.0, |c| c.y);
    m.sheen *= picture(SLOT_SHEEN).map_or(Vec3::ONE, |c| c.truncate());
    m.sheen_roughness *= picture(SLOT_SHEEN_ROUGHNESS).map_or(1.0, |c| c.w);
    if let Some(c) = picture(SLOT_ANISOTROPY) {
        let along = Vec2::new(c.x, c.y) * 2.0 - 1.0;
        if along.length_squared() > 1.0e-4 {
            m.anisotropy_turn += along.y.atan2(along.x);
        }
        m.anisotropy *= c.z;
    }
    m.iridescence *= picture(SLOT_IRIDESCENCE).map_or(1.0, |c| c.x);
    m.iridescence_thickness *= picture(SLOT_IRIDESCENCE_THICKNESS).map_or(1.0, |c| c.y);
    m
}

pub(crate) fn spread(m: &mut Material, throughput: Vec3, chance: f32) -> Vec3 {
    let mut kept = throughput;
    let lit = |colour: f32| f32::from(u8::from(colour > 0.0));
    if throughput.to_array().map(lit).iter().sum::<f32>() > 1.0 {
        let one = ((chance * 3.0) as usize).min(2);
        kept = Vec3::ZERO;
        kept[one] = throughput[one] * 3.0;
    }
    let side = lit(kept.z) - lit(kept.x);
    m.ior = (m.ior + side * 0.025 * m.dispersion * (m.ior - 1.0)).max(1.0);
    kept
}

fn opacity_at(surfaces: &Surfaces, s: &Spot, m: &Material) -> f32 {
    let mut opacity = m.opacity * colour_at(surfaces, s).w;
    if m.textures[SLOT_BASE] != NO_TEXTURE {
        opacity *= look_up(surfaces, m.textures[SLOT_BASE], laid_at(surfaces, s)).w;
    }
    if m.cutoff >= 0.0 { f32::from(u8::from(opacity >= m.cutoff)) } else { opacity }
}

pub(crate) fn stops(scene: &Scene, instance: u32, triangle: u32, u: f32, v: f32, seed: u32) -> bool {
    if scene.instances[instance as usize].flags & INSTANCE_HOLES == 0 {
        return true;
    }
    let m = &scene.materials[scene.instances[instance as usize].material as usize];
    let opacity = opacity_at(&scene.surfaces, &spot_at(scene, instance, triangle, u, v), m);
    (pcg(seed ^ pcg(triangle ^ pcg(instance))) >> 8) as f32 * 5.960_464_5e-8 < opacity
}

pub(crate) fn shine_at(scene: &Scene, hit: &Hit, m: &Material) -> f32 {
    if scene.instances[hit.instance as usize].flags & CORNER_SHINE == 0 {
        return luminance(m.emission);
    }
    let s = spot_at(scene, hit.instance, hit.triangle, hit.u, hit.v);
    f32::from_bits(scene.surfaces.corners[(s.first + s.stride - 1) as usize])
}

pub(crate) fn light_emission(scene: &Scene, light: &Light, u: f32, v: f32) -> Vec3 {
    if light.surface == NO_TEXTURE {
        return light.emission;
    }
    let word = |offset: u32| scene.surfaces.corners[(light.surface + offset) as usize];
    let s = spot_at(scene, word(0), word(1), u, v);
    let m = &scene.materials[scene.instances[word(0) as usize].material as usize];
    let mut emission = m.emission;
    if m.textures[SLOT_EMISSION] != NO_TEXTURE {
        let laid = laid_at(&scene.surfaces, &s);
        emission *= look_up(&scene.surfaces, m.textures[SLOT_EMISSION], laid).truncate();
    }
    if s.flags & INSTANCE_HOLES != 0 {
        emission *= opacity_at(&scene.surfaces, &s, m);
    }
    emission
}

pub(crate) fn bend(scene: &Scene, surface: Surface, hit: &Hit, skin: &Skin, direction: Vec3) -> Surface {
    let mut bent = surface;
    let Skin { material: m, spot: s, laid } = skin;
    if s.flags & CORNER_TANGENT == 0 {
        return bent;
    }
    let instance = &scene.instances[hit.instance as usize];
    let offset = s.stride - 1 - corner_words(s.flags & CORNER_SHINE);
    let words = &scene.surfaces.corners;
    let along = s.sum(offset, |at| decode_normal(words[at] & !1), |tangent, weight| tangent * weight);
    let sign = if words[(s.first + offset) as usize] & 1 != 0 { -1.0 } else { 1.0 };
    let triangle = &scene.triangles[hit.triangle as usize];
    let n = decode_normal(triangle.normal0) * s.weights.x
        + decode_normal(triangle.normal1) * s.weights.y
        + decode_normal(triangle.normal2) * s.weights.z;
    let aside = n.cross(along) * sign;
    let place = instance.to_world.map(|row| Vec4::from_array(row).truncate());
    let [x, y, z] = instance.to_object.map(|row| Vec4::from_array(row).truncate());
    let unit = |v: Vec3| (v + Vec3::splat(1.0e-20)).normalize();
    let t = unit(Vec3::from_array(place.map(|row| row.dot(along))));
    let b = unit(Vec3::from_array(place.map(|row| row.dot(aside))));
    let up = unit(x * n.x + y * n.y + z * n.z);
    bent.tangent = t;
    let axes = Mat3::from_cols(t, b, up);
    let mapped = |slot: usize, scale: f32| {
        (m.textures[slot] != NO_TEXTURE)
            .then(|| look_up(&scene.surfaces, m.textures[slot], *laid).truncate())
            .and_then(|c| mapped(c * 2.0 - 1.0, scale, &axes, surface.geometric, direction))
    };
    let mirrored = |normal: Vec3| mirrored_outside(normal, surface.geometric, direction);
    bent.matt = mapped(SLOT_NORMAL, m.normal_scale).unwrap_or(surface.normal);
    bent.normal = mirrored(bent.matt);
    bent.coat_normal = mirrored(mapped(SLOT_COAT_NORMAL, m.coat_normal_scale).unwrap_or(surface.normal));
    bent.hand = if bent.normal.cross(t).dot(b) < 0.0 { -1.0 } else { 1.0 };
    bent
}

fn mapped(c: Vec3, scale: f32, axes: &Mat3, geometric: Vec3, direction: Vec3) -> Option<Vec3> {
    let mut normal = *axes * (c * Vec3::new(scale, scale, 1.0));
    normal /= normal.length().max(1.0e-20);
    if axes.z_axis.dot(geometric) < 0.0 {
        normal = -normal;
    }
    let away = normal.dot(direction) + 0.01;
    if away > 0.0 {
        normal = (normal - direction * away).normalize();
    }
    (normal.dot(direction) < 0.0).then_some(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_has_an_index_and_all_have_their_share() {
        let glass = Material { dispersion: 2.0, ior: 1.5, ..Material::default() };
        let mut sum = Vec3::ZERO;
        for (i, ior) in [1.475_f32, 1.5, 1.525].into_iter().enumerate() {
            let mut m = glass;
            let kept = spread(&mut m, Vec3::new(0.3, 0.2, 0.1), (i as f32 + 0.5) / 3.0);
            assert!((m.ior - ior).abs() < 1.0e-6 && kept[i] > 0.0, "{} {kept}", m.ior);
            // It stays what it is at the next glass.
            let mut next = glass;
            assert_eq!(spread(&mut next, kept, 0.1), kept);
            assert_eq!(next.ior, m.ior);
            sum += kept / 3.0;
        }
        assert!(sum.abs_diff_eq(Vec3::new(0.3, 0.2, 0.1), 1.0e-6), "{sum}");
    }
}
