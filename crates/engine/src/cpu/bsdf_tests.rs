//! White light on white surfaces, and samples against what is told of them.

use super::*;
use crate::layout::MATERIAL_VOLUME;

/// White materials of every kind, which must send on all the light that comes.
fn white() -> Vec<(String, Material)> {
    let plain = |metallic: f32, roughness: f32| Material { metallic, roughness, ..Material::default() };
    let mut all = Vec::new();
    let mut add = |name: String, material: Material| all.push((name, material));
    for roughness in [0.0, 0.15, 0.3, 0.5, 0.7, 1.0] {
        add(format!("metal {roughness}"), plain(1.0, roughness));
        add(format!("plastic {roughness}"), plain(0.0, roughness));
        for anisotropy in [0.3, 0.6, 0.9, 1.0] {
            let brushed = Material { anisotropy, ..plain(1.0, roughness) };
            add(format!("metal {roughness} brushed {anisotropy}"), brushed);
            add(format!("plastic {roughness} brushed {anisotropy}"), Material { metallic: 0.0, ..brushed });
        }
        for sheen_roughness in [0.0, 0.1, 0.3, 0.5, 0.8, 1.0] {
            let velvet = Material { sheen: Vec3::ONE, sheen_roughness, ..plain(0.0, roughness) };
            add(format!("plastic {roughness} under velvet {sheen_roughness}"), velvet);
            let coated = Material { coat: 1.0, coat_roughness: 0.3, ..velvet };
            add(format!("coated plastic {roughness} under velvet {sheen_roughness}"), coated);
        }
        for thickness in [150.0, 400.0, 1000.0] {
            let film = |metallic| Material {
                iridescence: 1.0,
                iridescence_thickness: thickness,
                ..plain(metallic, roughness)
            };
            add(format!("metal {roughness} under {thickness} nm"), film(1.0));
            add(format!("plastic {roughness} under {thickness} nm"), film(0.0));
        }
        for ior in [1.1, 1.33, 1.5, 2.0, 2.4] {
            let glass = Material { transmission: 1.0, flags: MATERIAL_VOLUME, ior, ..plain(0.0, roughness) };
            add(format!("glass {roughness} of {ior}"), glass);
        }
        let pane = Material { transmission: 1.0, ..plain(0.0, roughness) };
        add(format!("pane {roughness}"), pane);
        let bubble = Material { iridescence: 1.0, ..pane };
        add(format!("bubble {roughness}"), bubble);
        // As pbrSpecularGlossiness is read.
        let glossy = Material { ior: 0.0, specular_colour: Vec3::splat(0.3), ..plain(0.0, roughness) };
        add(format!("glossy {roughness}"), glossy);
    }
    all
}

/// Viewers from straight above to grazing, all round.
fn viewers() -> [Vec3; 24] {
    std::array::from_fn(|i| {
        let cosine = [0.98_f32, 0.8, 0.6, 0.4, 0.25, 0.12][i / 4];
        let turn = [0.1_f32, 0.6, 1.1, 1.5][i % 4];
        let r = (1.0 - cosine * cosine).sqrt();
        Vec3::new(r * turn.cos(), r * turn.sin(), cosine)
    })
}

/// A choice and a place of a square: the golden and the plastic numbers' sequences.
fn chances(i: u32) -> (f32, Vec2) {
    let part = |factor: f64, start: f64| ((start + f64::from(i) * factor).fract()) as f32;
    (
        part(0.819_172_513_396_164_4, 0.5),
        Vec2::new(part(0.671_043_606_703_789_2, 0.5), part(0.549_700_477_901_970_3, 0.5)),
    )
}

/// The mean of what is sent on.
fn albedo(b: &Bsdf, o: Vec3, samples: u32) -> Vec3 {
    let sum: Vec3 = (0..samples)
        .map(|i| {
            let (choice, uv) = chances(i);
            let value = eval_bsdf(b, o, sample_bsdf(b, o, choice, uv));
            if value.w > 0.0 { value.truncate() / value.w } else { Vec3::ZERO }
        })
        .sum();
    sum / samples as f32
}

#[test]
fn white_materials_send_on_all_light() {
    for (name, material) in white() {
        // What a film leaves for what is matt below it is what its strongest colour leaves, so as not to stain it.
        let stained = material.iridescence > 0.0 && material.metallic + material.transmission < 1.0;
        let glass = material.flags & MATERIAL_VOLUME != 0;
        for back in [false, true].into_iter().filter(|&back| !back || glass) {
            let off = viewers().map(|o| {
                let seen = albedo(&make_bsdf(&material, o, Vec3::Z, Vec3::Z, 0.0, back), o, 4096);
                if stained { seen.max_element() - 1.0 } else { seen.element_sum() / 3.0 - 1.0 }
            });
            let weights = viewers().map(|o| o.z);
            let mean =
                off.iter().zip(weights).map(|(off, weight)| off * weight).sum::<f32>() / weights.iter().sum::<f32>();
            let most = off.iter().fold(0.0_f32, |most, off| most.max(off.abs()));
            assert!(
                mean.abs() < 0.005 && most < 0.03,
                "{name}, from within {back}: {mean} on average, {most} at worst"
            );
        }
    }
}

/// Even over the whole sphere.
fn direction(i: u32) -> Vec3 {
    let (_, uv) = chances(i);
    let z = uv.x * 2.0 - 1.0;
    let (r, phi) = ((1.0 - z * z).max(0.0).sqrt(), 2.0 * PI * uv.y);
    Vec3::new(r * phi.cos(), r * phi.sin(), z)
}

/// Of samples and of what is told for every direction: how many there are, where they go on average, and the light.
#[test]
fn samples_fall_as_often_as_is_told() {
    const COUNT: u32 = 1 << 17;
    let rough =
        |metallic: f32| Material { metallic, roughness: 0.6, base: Vec3::new(0.9, 0.5, 0.2), ..Material::default() };
    let velvet = Material { sheen: Vec3::new(0.2, 0.9, 0.4), sheen_roughness: 0.4, ..rough(0.0) };
    let glass = Material { transmission: 0.8, flags: MATERIAL_VOLUME, ..rough(0.0) };
    let coat = Material { coat: 0.9, coat_roughness: 0.5, ..velvet };
    let kinds = [
        ("metal", rough(1.0)),
        ("brushed metal", Material { anisotropy: 0.7, ..rough(1.0) }),
        ("velvet", velvet),
        ("coat", coat),
        ("glass", glass),
        ("brushed glass under all else", Material { anisotropy: 0.5, transmission: 0.8, iridescence: 0.7, ..coat }),
        ("pane", Material { flags: 0, ..glass }),
    ];
    let leaning = Vec3::new(0.3, -0.2, 0.93).normalize();
    for (name, material) in kinds {
        for (cosine, back) in [(0.9_f32, false), (0.4, false), (0.7, true)] {
            let o = Vec3::new((1.0 - cosine * cosine).sqrt() * 0.8, (1.0 - cosine * cosine).sqrt() * 0.6, cosine);
            let b = make_bsdf(&material, o, Vec3::Z, leaning, 0.0, back);
            let (mut drawn, mut told) = ([Vec4::ZERO; 2], [Vec4::ZERO; 2]);
            for i in 0..COUNT {
                let (choice, uv) = chances(i);
                let l = sample_bsdf(&b, o, choice, uv);
                let value = eval_bsdf(&b, o, l);
                if value.w > 0.0 {
                    drawn[0] += l.extend(1.0);
                    drawn[1] += (value.truncate() / value.w).extend(0.0);
                }
                let l = direction(i);
                let value = eval_bsdf(&b, o, l) * 4.0 * PI;
                told[0] += l.extend(1.0) * value.w;
                told[1] += value.truncate().extend(0.0);
            }
            for (drawn, told) in drawn.iter().zip(told) {
                let (drawn, told) = (*drawn / COUNT as f32, told / COUNT as f32);
                let apart = (drawn - told).abs().max_element();
                assert!(apart < 0.01, "{name} at {cosine}, from within {back}: {drawn} and {told}");
            }
            // What is drawn and does not count is lost to the surface itself.
            assert!((0.5..1.002).contains(&(drawn[0].w / COUNT as f32)), "{name}: {}", drawn[0].w);
        }
    }
}
