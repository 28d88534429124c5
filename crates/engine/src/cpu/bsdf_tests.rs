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

/// The strongest channel of all that is sent on.
fn off(material: &Material, o: Vec3, back: bool) -> f32 {
    let b = make_bsdf(material, o, Vec3::Z, 0.0, back);
    albedo(&b, o, 4096).max_element() - 1.0
}

#[test]
fn white_materials_send_on_all_light() {
    let mut found = Vec::new();
    for (name, material) in white() {
        let glass = material.flags & MATERIAL_VOLUME != 0;
        for back in [false, true].into_iter().filter(|&back| !back || glass) {
            let off = viewers().map(|o| (off(&material, o, back), o.z));
            let mean = off.iter().map(|(off, weight)| off * weight).sum::<f32>()
                / off.map(|(_, weight)| weight).iter().sum::<f32>();
            let most = off.iter().fold(0.0_f32, |most, (off, _)| most.max(off.abs()));
            found.push((mean, most, format!("{name}{}", if back { " from within" } else { "" })));
        }
    }
    found.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    for (mean, most, name) in &found[..40] {
        println!("mean {mean:.4} most {most:.4} {name}");
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (mean, most, name) in &found[..40] {
        println!("mean {mean:.4} most {most:.4} {name}");
    }
    for (mean, most, name) in found {
        assert!(mean.abs() < 0.005 && most < 0.03, "{name}: {mean} on average, {most} at worst");
    }
}
