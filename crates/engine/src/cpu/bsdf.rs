//! Twin of `shaders/bsdf.wgsl`.

use crate::cpu::path::basis;
use crate::cpu::table::{albedo_of, look_up_albedo, look_up_glass, look_up_sheen};
use crate::cpu::thin::film_f0;
use crate::layout::{MATERIAL_VOLUME, Material};
use crate::limits::{MIN_ALPHA, MIN_SHEEN_ROUGHNESS};
use glam::{Vec2, Vec3, Vec4};
use std::f32::consts::PI;

const COAT_F0: f32 = 0.04;

#[derive(Default)]
pub(crate) struct Bsdf {
    f0: Vec3,
    f90: f32,
    specular: Vec3,
    eta: f32,
    diffuse: Vec3,
    coat: f32,
    pub through: Vec3,
    coat_alpha: f32,
    sheen: Vec3,
    sheen_alpha: f32,
    coat_normal: Vec3,
    matt: Vec3,
    to_coat: f32,
    pub alpha: Vec2,
    pub to_through: f32,
    to_diffuse: f32,
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

fn lay_over(b: &mut Bsdf, m: &Material, o: Vec3, floor: f32) -> Vec2 {
    let mut shares = Vec2::ZERO;
    if m.coat > 0.0 {
        b.coat_alpha = (m.coat_roughness * m.coat_roughness).max(MIN_ALPHA).max(floor);
        let a = look_up_albedo(o.dot(b.coat_normal), b.coat_alpha);
        b.coat = m.coat * (1.0 + COAT_F0 * (1.0 / (a.x + a.y).max(1.0e-3) - 1.0));
        shares.x = b.coat * (COAT_F0 * a.x + a.y);
    }
    let strongest = m.sheen.max_element();
    if strongest > 0.0 {
        let roughness = m.sheen_roughness.max(MIN_SHEEN_ROUGHNESS);
        b.sheen_alpha = roughness * roughness;
        b.sheen = m.sheen * (1.0 - shares.x);
        shares.y = strongest * look_up_sheen(o.z, b.sheen_alpha);
    }
    shares
}

pub(crate) fn make_bsdf(m: &Material, o: Vec3, matt: Vec3, coat_normal: Vec3, floor: f32, back: bool) -> Bsdf {
    let mut b = Bsdf { matt, coat_normal, eta: 1.0, ..Bsdf::default() };
    if m.flags & MATERIAL_VOLUME != 0 && m.transmission > 0.0 {
        b.eta = if back { m.ior.max(1.0) } else { 1.0 / m.ior.max(1.0) };
    }
    let mut dielectric = (m.specular_colour * ((m.ior - 1.0) / (m.ior + 1.0)).powi(2)).min(Vec3::ONE) * m.specular;
    let mut metal = m.base;
    if m.iridescence > 0.0 {
        let in_air = (1.0 - (1.0 - o.z * o.z) * (b.eta * b.eta).max(1.0)).max(0.0).sqrt();
        if m.metallic < 1.0 {
            dielectric = film_f0(m, dielectric, in_air);
        }
        if m.metallic > 0.0 {
            metal = film_f0(m, metal, in_air);
        }
    }
    let strongest = dielectric.max_element();
    let alpha = (m.roughness * m.roughness).max(MIN_ALPHA).max(floor);
    b.alpha = Vec2::new(alpha + (1.0 - alpha) * (m.anisotropy * m.anisotropy), alpha);
    b.f0 = dielectric * (1.0 - m.metallic) + metal * m.metallic;
    b.f90 = (50.0 * b.f0.max_element()).clamp(0.0, m.specular * (1.0 - m.metallic) + m.metallic);
    let e = albedo_of(o, b.alpha);
    let lost = 1.0 / (e.x + e.y).max(1.0e-3) - 1.0;
    let clear = m.transmission * (1.0 - m.metallic);
    let mut lost_through = lost;
    if clear > 0.0 && b.eta != 1.0 {
        lost_through = 1.0 / look_up_glass(o.z, (0.5 * b.alpha.length_squared()).sqrt(), m.ior, back) - 1.0;
    }
    b.specular = Vec3::ONE + b.f0 * ((1.0 - clear) * lost) + Vec3::splat(clear * lost_through);
    let mut reflected = luminance((b.f0 * e.x + Vec3::splat(b.f90 * e.y)) * b.specular);
    let above = strongest * e.x + (50.0 * strongest).clamp(0.0, m.specular) * e.y;
    let matt = (1.0 - m.metallic) * (1.0 - m.transmission);
    b.diffuse = m.base * (matt * (1.0 - above * (1.0 + strongest * lost)));
    let mut through = 0.0;
    if clear > 0.0 {
        b.through = m.base * (clear * (1.0 + lost_through));
        reflected = luminance(schlick(&b, o.z));
        through = luminance(b.through) * (1.0 - reflected);
        if b.eta > 1.0 {
            b.diffuse = m.base * (matt * (1.0 - reflected));
        }
    }
    let shares = lay_over(&mut b, m, o, floor);
    let below = (1.0 - shares.x) * (1.0 - shares.y);
    b.specular *= below;
    b.diffuse *= below;
    b.through *= below;
    let all = reflected + through + luminance(m.base) * matt * (1.0 - reflected);
    b.to_coat = shares.x;
    b.to_diffuse = shares.x + below;
    b.to_through = b.to_diffuse;
    if all > 0.0 && luminance(b.diffuse) > 0.0 {
        b.to_through = b.to_coat + below * (reflected + through) / all;
    }
    b
}

fn mirroring(b: &Bsdf, fresnel: Vec3) -> f32 {
    let through = luminance(b.through * (Vec3::ONE - fresnel));
    if through <= 0.0 {
        return 1.0;
    }
    let reflected = luminance(b.specular * fresnel);
    reflected / (reflected + through)
}

pub(crate) fn lambda(v: Vec3, alpha: Vec2) -> f32 {
    let slope = v.truncate() * alpha;
    0.5 * ((1.0 + slope.dot(slope) / (v.z * v.z).max(1.0e-12)).sqrt() - 1.0)
}

fn distribution(h: Vec3, alpha: Vec2) -> f32 {
    let slope = h.truncate() / alpha;
    let stretched = slope.dot(slope) + h.z * h.z;
    1.0 / (PI * alpha.x * alpha.y * stretched * stretched)
}

fn sheen_fit(x: f32, alpha: f32) -> f32 {
    let t = (1.0 - alpha) * (1.0 - alpha);
    let mix = |from: f32, to: f32| from * (1.0 - t) + to * t;
    let a = mix(21.5473, 25.3245);
    let b = mix(3.82987, 3.32435);
    let c = mix(0.19823, 0.16801);
    let d = mix(-1.97760, -1.27393);
    let e = mix(-4.32054, -4.85967);
    a / (1.0 + b * x.powf(c)) + d * x + e
}

fn sheen_lambda(cosine: f32, alpha: f32) -> f32 {
    if cosine < 0.5 {
        return sheen_fit(cosine.max(1.0e-6), alpha).exp();
    }
    (2.0 * sheen_fit(0.5, alpha) - sheen_fit((1.0 - cosine).max(1.0e-6), alpha)).exp()
}

pub(crate) fn charlie(o: f32, l: f32, h: f32, alpha: f32) -> f32 {
    let rise = 1.0 / alpha;
    let density = (2.0 + rise) * (1.0 - h * h).max(1.0e-7).powf(0.5 * rise) / (2.0 * PI);
    density / ((1.0 + sheen_lambda(o, alpha) + sheen_lambda(l, alpha)) * 4.0 * o)
}

fn eval_through(b: &Bsdf, o: Vec3, l: Vec3) -> Vec4 {
    if luminance(b.through) <= 0.0 {
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
    let fresnel = schlick(b, cosine);
    let value = b.through * (Vec3::ONE - fresnel) * (common / (1.0 + lo + ll));
    value.extend((b.to_through - b.to_coat) * (1.0 - mirroring(b, fresnel)) * common / (1.0 + lo))
}

fn eval_coat(b: &Bsdf, o: Vec3, l: Vec3, h: Vec3) -> Vec2 {
    let axes = basis(b.coat_normal).transpose();
    let to = [axes * o, axes * l, axes * h];
    if to[0].z <= 0.0 || to[1].z <= 0.0 {
        return Vec2::ZERO;
    }
    let alpha = Vec2::splat(b.coat_alpha);
    let (co, cl) = (lambda(to[0], alpha), lambda(to[1], alpha));
    let coat = distribution(to[2], alpha) / (4.0 * to[0].z);
    Vec2::new(b.coat * coat_fresnel(o.dot(h)) * coat / (1.0 + co + cl), b.to_coat * coat / (1.0 + co))
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
    let fresnel = schlick(b, o.dot(h));
    let specular = fresnel * b.specular * (common / (1.0 + lo + ll));
    let mut value = specular + b.diffuse * (b.matt.dot(l).max(0.0) / PI);
    let mut density = (b.to_through - b.to_coat) * mirroring(b, fresnel) * common / (1.0 + lo);
    density += (b.to_diffuse - b.to_through) * l.z / PI;
    if b.sheen_alpha > 0.0 {
        value += b.sheen * charlie(o.z, l.z, h.z, b.sheen_alpha);
        density += (1.0 - b.to_diffuse) / (2.0 * PI);
    }
    if b.coat > 0.0 {
        let coat = eval_coat(b, o, l, h);
        value += Vec3::splat(coat.x);
        density += coat.y;
    }
    value.extend(density)
}

pub(crate) fn sample_half(o: Vec3, alpha: Vec2, uv: Vec2) -> Vec3 {
    let w = (o.truncate() * alpha).extend(o.z).normalize();
    let phi = 2.0 * PI * uv.x;
    let z = (1.0 - uv.y) * (1.0 + w.z) - w.z;
    let r = (1.0 - z * z).clamp(0.0, 1.0).sqrt();
    let h = Vec3::new(r * phi.cos(), r * phi.sin(), z) + w;
    (h.truncate() * alpha).extend(h.z.max(1.0e-6)).normalize()
}

fn sample_coat(b: &Bsdf, o: Vec3, uv: Vec2) -> Vec3 {
    let axes = basis(b.coat_normal);
    axes * sample_half(axes.transpose() * o, Vec2::splat(b.coat_alpha), uv)
}

pub(crate) fn sample_bsdf(b: &Bsdf, o: Vec3, choice: f32, uv: Vec2) -> Vec3 {
    if choice < b.to_through {
        let coat = choice < b.to_coat;
        let h = if coat { sample_coat(b, o, uv) } else { sample_half(o, b.alpha, uv) };
        let mut l = (-o).reflect(h);
        let part = (choice - b.to_coat) / (b.to_through - b.to_coat);
        if !coat && part >= mirroring(b, schlick(b, o.dot(h))) {
            if b.eta == 1.0 {
                l.z = -l.z;
            } else {
                l = (-o).refract(h, b.eta);
            }
            return if l.z < 0.0 { l } else { Vec3::ZERO };
        }
        return if l.z > 0.0 { l } else { Vec3::ZERO };
    }
    let phi = 2.0 * PI * uv.y;
    if b.sheen_alpha > 0.0 && choice >= b.to_diffuse {
        let r = (1.0 - uv.x * uv.x).max(0.0).sqrt();
        return Vec3::new(r * phi.cos(), r * phi.sin(), uv.x);
    }
    let r = uv.x.sqrt();
    Vec3::new(r * phi.cos(), r * phi.sin(), (1.0 - uv.x).max(0.0).sqrt())
}

#[cfg(test)]
#[path = "bsdf_tests.rs"]
mod tests;
