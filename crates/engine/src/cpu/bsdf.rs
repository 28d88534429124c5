//! Twin of `shaders/bsdf.wgsl`, and the table that both read.

use crate::layout::{MATERIAL_VOLUME, Material};
use crate::limits::{ALBEDO_TABLE_SIDE as TABLE, MIN_ALPHA};
use glam::{Vec2, Vec3, Vec4};
use std::f32::consts::PI;
use std::sync::OnceLock;

const COAT_F0: f32 = 0.04;

pub(crate) struct Bsdf {
    f0: Vec3,
    f90: f32,
    specular: Vec3,
    pub alpha: f32,
    diffuse: Vec3,
    eta: f32,
    through: Vec3,
    coat: f32,
    coat_alpha: f32,
    to_coat: f32,
    pub to_specular: f32,
    pub to_through: f32,
}

fn look_up_albedo(cosine: f32, alpha: f32) -> Vec2 {
    let table = albedo_table();
    let last = (TABLE - 1) as f32;
    let x = cosine.clamp(0.0, 1.0) * last;
    let y = alpha.sqrt().clamp(0.0, 1.0) * last;
    let i = (x as usize).min(TABLE - 2);
    let j = (y as usize).min(TABLE - 2);
    let (s, t) = (x - i as f32, y - j as f32);
    let at = j * TABLE + i;
    let near = table[at] * (1.0 - s) + table[at + 1] * s;
    let far = table[at + TABLE] * (1.0 - s) + table[at + TABLE + 1] * s;
    near * (1.0 - t) + far * t
}

pub(crate) fn luminance(c: Vec3) -> f32 {
    0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z
}

fn schlick(b: &Bsdf, cosine: f32) -> Vec3 {
    let mut c = cosine;
    if b.eta > 1.0 {
        let squared = 1.0 - b.eta * b.eta * (1.0 - cosine * cosine);
        if squared <= 0.0 {
            return Vec3::ONE;
        }
        c = squared.sqrt();
    }
    let m = (1.0 - c).clamp(0.0, 1.0);
    let m2 = m * m;
    b.f0 + (Vec3::splat(b.f90) - b.f0) * (m2 * m2 * m)
}

fn coat_fresnel(cosine: f32) -> f32 {
    let m = (1.0 - cosine).clamp(0.0, 1.0);
    let m2 = m * m;
    COAT_F0 + (1.0 - COAT_F0) * (m2 * m2 * m)
}

pub(crate) fn make_bsdf(m: &Material, cosine: f32, floor: f32, back: bool) -> Bsdf {
    let dielectric = (m.specular_colour * ((m.ior - 1.0) / (m.ior + 1.0)).powi(2)).min(Vec3::ONE) * m.specular;
    let strongest = dielectric.max_element();
    let alpha = (m.roughness * m.roughness).max(MIN_ALPHA).max(floor);
    let f0 = dielectric * (1.0 - m.metallic) + m.base * m.metallic;
    let f90 = (50.0 * f0.max_element()).clamp(0.0, m.specular * (1.0 - m.metallic) + m.metallic);
    let e = look_up_albedo(cosine, alpha);
    let lost = 1.0 / (e.x + e.y).max(1.0e-3) - 1.0;
    let clear = m.transmission * (1.0 - m.metallic);
    let specular = Vec3::ONE + (f0 * (1.0 - clear) + Vec3::splat(clear)) * lost;
    let mut reflected = luminance((f0 * e.x + Vec3::splat(f90 * e.y)) * specular);
    let above = strongest * e.x + (50.0 * strongest).clamp(0.0, m.specular) * e.y;
    let matt = (1.0 - m.metallic) * (1.0 - m.transmission);
    let diffuse = m.base * (matt * (1.0 - above * (1.0 + strongest * lost)));
    let (coat, coat_alpha, to_coat, to_specular, to_through) = (0.0, 0.0, 0.0, 1.0, 1.0);
    let (eta, mut through) = (1.0, 0.0);
    let mut b = Bsdf {
        f0,
        f90,
        specular,
        alpha,
        diffuse,
        eta,
        through: Vec3::ZERO,
        coat,
        coat_alpha,
        to_coat,
        to_specular,
        to_through,
    };
    if clear > 0.0 {
        b.through = m.base * (clear * (1.0 + lost));
        if m.flags & MATERIAL_VOLUME != 0 {
            b.eta = if back { m.ior.max(1.0) } else { 1.0 / m.ior.max(1.0) };
        }
        reflected = luminance(schlick(&b, cosine));
        through = luminance(b.through) * (1.0 - reflected);
    }
    if m.coat > 0.0 {
        b.coat_alpha = (m.coat_roughness * m.coat_roughness).max(MIN_ALPHA).max(floor);
        let a = look_up_albedo(cosine, b.coat_alpha);
        b.coat = m.coat * (1.0 + COAT_F0 * (1.0 / (a.x + a.y).max(1.0e-3) - 1.0));
        b.to_coat = b.coat * (COAT_F0 * a.x + a.y);
        b.specular *= 1.0 - b.to_coat;
        b.diffuse *= 1.0 - b.to_coat;
        b.through *= 1.0 - b.to_coat;
    }
    let below = reflected + through + luminance(m.base) * matt * (1.0 - reflected);
    if below > 0.0 {
        b.to_specular = b.to_coat + (1.0 - b.to_coat) * reflected / below;
        b.to_through = b.to_specular + (1.0 - b.to_coat) * through / below;
    }
    if luminance(b.diffuse) <= 0.0 {
        b.to_through = 1.0;
        if through <= 0.0 {
            b.to_specular = 1.0;
        }
    }
    b
}

fn lambda(v: Vec3, alpha: f32) -> f32 {
    let tangent2 = (v.x * v.x + v.y * v.y) / (v.z * v.z).max(1.0e-12);
    0.5 * ((1.0 + alpha * alpha * tangent2).sqrt() - 1.0)
}

fn distribution(h: Vec3, alpha: f32) -> f32 {
    let a2 = alpha * alpha;
    let stretched = (h.x * h.x + h.y * h.y) / a2 + h.z * h.z;
    1.0 / (PI * a2 * stretched * stretched)
}

fn eval_through(b: &Bsdf, o: Vec3, l: Vec3) -> Vec4 {
    let chosen = b.to_through - b.to_specular;
    if chosen <= 0.0 {
        return Vec4::ZERO;
    }
    let (lo, ll) = (lambda(o, b.alpha), lambda(l, b.alpha));
    let (common, cosine) = if b.eta == 1.0 {
        let h = (o + Vec3::new(l.x, l.y, -l.z)).normalize();
        (distribution(h, b.alpha) / (4.0 * o.z), o.dot(h))
    } else {
        let mut h = (o * b.eta + l).normalize();
        if h.z < 0.0 {
            h = -h;
        }
        let (oh, lh) = (o.dot(h), l.dot(h));
        if oh <= 0.0 || lh >= 0.0 {
            return Vec4::ZERO;
        }
        let bent = b.eta * oh + lh;
        (distribution(h, b.alpha) * oh * -lh / (o.z * (bent * bent).max(1.0e-12)), oh)
    };
    let value = b.through * (Vec3::ONE - schlick(b, cosine)) * (common / (1.0 + lo + ll));
    value.extend(chosen * common / (1.0 + lo))
}

pub(crate) fn eval_bsdf(b: &Bsdf, o: Vec3, l: Vec3) -> Vec4 {
    if l.z == 0.0 || o.z <= 0.0 {
        return Vec4::ZERO;
    }
    if l.z < 0.0 {
        return eval_through(b, o, l);
    }
    let h = (o + l).normalize();
    let (lo, ll) = (lambda(o, b.alpha), lambda(l, b.alpha));
    let common = distribution(h, b.alpha) / (4.0 * o.z);
    let specular = schlick(b, o.dot(h)) * b.specular * (common / (1.0 + lo + ll));
    let mut value = specular + b.diffuse * (l.z / PI);
    let mut density = (b.to_specular - b.to_coat) * common / (1.0 + lo) + (1.0 - b.to_through) * l.z / PI;
    if b.coat > 0.0 {
        let (co, cl) = (lambda(o, b.coat_alpha), lambda(l, b.coat_alpha));
        let coat = distribution(h, b.coat_alpha) / (4.0 * o.z);
        value += Vec3::splat(b.coat * coat_fresnel(o.dot(h)) * coat / (1.0 + co + cl));
        density += b.to_coat * coat / (1.0 + co);
    }
    value.extend(density)
}

fn sample_half(o: Vec3, alpha: f32, uv: Vec2) -> Vec3 {
    let w = Vec3::new(o.x * alpha, o.y * alpha, o.z).normalize();
    let phi = 2.0 * PI * uv.x;
    let z = (1.0 - uv.y) * (1.0 + w.z) - w.z;
    let r = (1.0 - z * z).clamp(0.0, 1.0).sqrt();
    let h = Vec3::new(r * phi.cos(), r * phi.sin(), z) + w;
    Vec3::new(h.x * alpha, h.y * alpha, h.z.max(1.0e-6)).normalize()
}

pub(crate) fn sample_bsdf(b: &Bsdf, o: Vec3, choice: f32, uv: Vec2) -> Vec3 {
    if choice < b.to_through {
        let h = sample_half(o, if choice < b.to_coat { b.coat_alpha } else { b.alpha }, uv);
        let mut l = (-o).reflect(h);
        if choice >= b.to_specular {
            if b.eta == 1.0 {
                l.z = -l.z;
            } else {
                l = (-o).refract(h, b.eta);
            }
            return if l.z < 0.0 { l } else { Vec3::ZERO };
        }
        return if l.z > 0.0 { l } else { Vec3::ZERO };
    }
    let r = uv.x.sqrt();
    let phi = 2.0 * PI * uv.y;
    Vec3::new(r * phi.cos(), r * phi.sin(), (1.0 - uv.x).max(0.0).sqrt())
}

/// The directional albedo of GGX as (scale of f0, scale of f90), rows by roughness, columns by cosine.
/// Computed once per process: 1024 visible normals an entry leave an error under 0.2 %.
pub(crate) fn albedo_table() -> &'static [Vec2] {
    static ALBEDO: OnceLock<Vec<Vec2>> = OnceLock::new();
    ALBEDO.get_or_init(|| {
        let last = (TABLE - 1) as f32;
        (0..TABLE * TABLE).map(|at| integrate((at % TABLE) as f32 / last, (at / TABLE) as f32 / last)).collect()
    })
}

fn integrate(cosine: f32, roughness: f32) -> Vec2 {
    const SIDE: usize = 32;
    let alpha = (roughness * roughness).max(MIN_ALPHA);
    let cosine = cosine.max(1.0e-3);
    let o = Vec3::new((1.0 - cosine * cosine).sqrt(), 0.0, cosine);
    let sum: Vec2 = (0..SIDE * SIDE)
        .map(|i| {
            let uv = Vec2::new((i % SIDE) as f32 + 0.5, (i / SIDE) as f32 + 0.5) / SIDE as f32;
            let h = sample_half(o, alpha, uv);
            let l = (-o).reflect(h);
            if l.z <= 0.0 {
                return Vec2::ZERO;
            }
            let weight = (1.0 + lambda(o, alpha)) / (1.0 + lambda(o, alpha) + lambda(l, alpha));
            let grazing = (1.0 - o.dot(h)).clamp(0.0, 1.0).powi(5);
            Vec2::new(1.0 - grazing, grazing) * weight
        })
        .sum();
    sum / (SIDE * SIDE) as f32
}
