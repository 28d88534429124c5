//! Twin of `shaders/table.wgsl`, and the tables that both read: each computed once per process, when it is first asked for.

use crate::cpu::bsdf::{charlie, lambda, sample_half};
use crate::limits::{ALBEDO_TABLE_SIDE as TABLE, MIN_ALPHA, MIN_SHEEN_ROUGHNESS};
use glam::{Vec2, Vec3};
use std::f32::consts::PI;
use std::sync::OnceLock;

const GLASS_COSINES: usize = 16;
const GLASS_ROUGH: usize = 16;
const GLASS_INDICES: usize = 12;
const GLASS_MOST: f32 = 0.5;
const STRETCHED_COSINES: usize = 16;
const STRETCHED_TURNS: usize = 8;
const STRETCHED_RATIOS: usize = 8;
const STRETCHED_ROUGH: usize = 10;
/// Entries of each table.
pub(crate) const SHEEN_ENTRIES: usize = TABLE * TABLE;
pub(crate) const GLASS_ENTRIES: usize = GLASS_COSINES * GLASS_ROUGH * GLASS_INDICES;

struct Place {
    at: usize,
    part: f32,
}

fn place(share: f32, points: usize) -> Place {
    let x = share.clamp(0.0, 1.0) * (points - 1) as f32;
    let at = (x as usize).min(points - 2);
    Place { at, part: x - at as f32 }
}

fn between(table: &[Vec2], at: usize, across: usize, s: f32, t: f32) -> Vec2 {
    let mixed = |at: usize| table[at] * (1.0 - t) + table[at + across] * t;
    mixed(at) * (1.0 - s) + mixed(at + 1) * s
}

pub(crate) fn look_up_albedo(cosine: f32, alpha: f32) -> Vec2 {
    let (x, y) = (place(cosine, TABLE), place(alpha.sqrt(), TABLE));
    between(albedo_table(), y.at * TABLE + x.at, TABLE, x.part, y.part)
}

pub(crate) fn look_up_sheen(cosine: f32, alpha: f32) -> f32 {
    let rough = (alpha.sqrt() - MIN_SHEEN_ROUGHNESS) / (1.0 - MIN_SHEEN_ROUGHNESS);
    let (x, y) = (place(cosine.max(0.0).sqrt(), TABLE), place(rough, TABLE));
    between(sheen_table(), y.at * TABLE + x.at, TABLE, x.part, y.part).x
}

pub(crate) fn look_up_glass(cosine: f32, alpha: f32, ior: f32, back: bool) -> f32 {
    let x = place(cosine.max(0.0).sqrt(), GLASS_COSINES);
    let y = place(alpha.sqrt(), GLASS_ROUGH);
    let z = place((ior - 1.0) / ((ior + 1.0) * GLASS_MOST), GLASS_INDICES);
    let plane = GLASS_COSINES * GLASS_ROUGH;
    let at = z.at * plane + y.at * GLASS_COSINES + x.at;
    let near = between(glass_table(), at, GLASS_COSINES, x.part, y.part);
    let far = between(glass_table(), at + plane, GLASS_COSINES, x.part, y.part);
    let both = near * (1.0 - z.part) + far * z.part;
    if back { both.y } else { both.x }
}

fn look_up_stretched(o: Vec3, alpha: Vec2) -> Vec2 {
    let x = place(o.z.max(0.0).sqrt(), STRETCHED_COSINES);
    let y = place(o.x.abs() / o.truncate().length().max(1.0e-6), STRETCHED_TURNS);
    let z = place((alpha.y / alpha.x).sqrt(), STRETCHED_RATIOS);
    let w = place(alpha.x.sqrt(), STRETCHED_ROUGH);
    let plane = STRETCHED_COSINES * STRETCHED_TURNS;
    let block = plane * STRETCHED_RATIOS;
    let at = w.at * block + z.at * plane + y.at * STRETCHED_COSINES + x.at;
    let there = |at| between(stretched_table(), at, STRETCHED_COSINES, x.part, y.part);
    let (a, b, c, d) = (there(at), there(at + plane), there(at + block), there(at + block + plane));
    (a * (1.0 - z.part) + b * z.part) * (1.0 - w.part) + (c * (1.0 - z.part) + d * z.part) * w.part
}

pub(crate) fn albedo_of(o: Vec3, alpha: Vec2) -> Vec2 {
    if alpha.x == alpha.y { look_up_albedo(o.z, alpha.y) } else { look_up_stretched(o, alpha) }
}

/// A viewer at this cosine of the angle to the normal, above the x axis.
fn viewer(cosine: f32) -> Vec3 {
    let cosine = cosine.max(1.0e-3);
    Vec3::new((1.0 - cosine * cosine).sqrt(), 0.0, cosine)
}

/// Which share of the way along a table's axis a point lies.
fn share(at: usize, points: usize) -> f32 {
    at as f32 / (points - 1) as f32
}

/// The mean over a square of so many places a side.
fn mean<const SIDE: usize>(of: impl Fn(Vec2) -> Vec2) -> Vec2 {
    let at = |i: usize| Vec2::new((i % SIDE) as f32 + 0.5, (i / SIDE) as f32 + 0.5) / SIDE as f32;
    (0..SIDE * SIDE).map(|i| of(at(i))).sum::<Vec2>() / (SIDE * SIDE) as f32
}

/// The mean over visible normals; closer where they graze, which few of them do and most is lost by.
fn mean_of_normals<const SIDE: usize>(o: Vec3, alpha: Vec2, of: impl Fn(Vec3) -> Vec2) -> Vec2 {
    mean::<SIDE>(|uv| of(sample_half(o, alpha, Vec2::new(uv.x, 1.0 - uv.y * uv.y))) * (2.0 * uv.y))
}

/// The directional albedo of GGX as (scale of f0, scale of f90), rows by roughness, columns by cosine.
/// 1024 visible normals an entry leave an error under 0.1 %.
pub(crate) fn albedo_table() -> &'static [Vec2] {
    static ALBEDO: OnceLock<Vec<Vec2>> = OnceLock::new();
    ALBEDO.get_or_init(|| {
        (0..TABLE * TABLE).map(|at| albedo(share(at % TABLE, TABLE), share(at / TABLE, TABLE))).collect()
    })
}

fn albedo(cosine: f32, roughness: f32) -> Vec2 {
    let (o, alpha) = (viewer(cosine), Vec2::splat((roughness * roughness).max(MIN_ALPHA)));
    mean_of_normals::<32>(o, alpha, |h| scales(o, alpha, h))
}

/// What a visible normal adds to both scales.
fn scales(o: Vec3, alpha: Vec2, h: Vec3) -> Vec2 {
    let grazing = (1.0 - o.dot(h)).clamp(0.0, 1.0).powi(5);
    Vec2::new(1.0 - grazing, grazing) * kept(o, (-o).reflect(h), alpha, 1.0)
}

/// What is seen of the light from there by a visible normal, if it is on this side of the surface.
fn kept(o: Vec3, l: Vec3, alpha: Vec2, side: f32) -> f32 {
    if l.z * side <= 0.0 {
        return 0.0;
    }
    (1.0 + lambda(o, alpha)) / (1.0 + lambda(o, alpha) + lambda(l, alpha))
}

/// The directional albedo of sheen, rows by roughness from the least on, columns by the root of the cosine.
pub(crate) fn sheen_table() -> &'static [Vec2] {
    static SHEEN: OnceLock<Vec<Vec2>> = OnceLock::new();
    SHEEN.get_or_init(|| {
        let roughness = |row: usize| MIN_SHEEN_ROUGHNESS + (1.0 - MIN_SHEEN_ROUGHNESS) * share(row, TABLE);
        let entry = |at: usize| sheen_albedo(share(at % TABLE, TABLE).powi(2), roughness(at / TABLE));
        (0..SHEEN_ENTRIES).map(|at| Vec2::new(entry(at), 0.0)).collect()
    })
}

fn sheen_albedo(cosine: f32, roughness: f32) -> f32 {
    let o = viewer(cosine);
    let alpha = roughness * roughness;
    // Half of all directions, more of them where they graze.
    let sum = mean::<32>(|uv| {
        let z = uv.x * uv.x;
        let (phi, r) = (PI * uv.y, (1.0 - z * z).max(0.0).sqrt());
        let l = Vec3::new(r * phi.cos(), r * phi.sin(), z);
        Vec2::new(charlie(o.z, l.z, (o + l).normalize().z, alpha) * uv.x, 0.0)
    });
    4.0 * PI * sum.x
}

/// What one bounce leaves of the light at glass, from without and from within: planes by index, rows by roughness,
/// columns by the root of the cosine.
pub(crate) fn glass_table() -> &'static [Vec2] {
    static GLASS: OnceLock<Vec<Vec2>> = OnceLock::new();
    GLASS.get_or_init(|| {
        let entry = |at: usize| {
            let cosine = share(at % GLASS_COSINES, GLASS_COSINES).powi(2);
            let roughness = share(at / GLASS_COSINES % GLASS_ROUGH, GLASS_ROUGH);
            let step = share(at / (GLASS_COSINES * GLASS_ROUGH), GLASS_INDICES) * GLASS_MOST;
            // Nothing is bent at an index of one, which is the limit from above.
            let ior = ((1.0 + step) / (1.0 - step)).max(1.0001);
            Vec2::new(glass_albedo(cosine, roughness, 1.0 / ior), glass_albedo(cosine, roughness, ior))
        };
        (0..GLASS_ENTRIES).map(entry).collect()
    })
}

fn glass_albedo(cosine: f32, roughness: f32, eta: f32) -> f32 {
    let o = viewer(cosine);
    let alpha = Vec2::splat((roughness * roughness).max(MIN_ALPHA));
    let f0 = ((eta - 1.0) / (eta + 1.0)).powi(2);
    let f90 = (50.0 * f0).min(1.0);
    let sum = mean_of_normals::<20>(o, alpha, |h| {
        let cosine = o.dot(h);
        let outside = 1.0 - eta.max(1.0).powi(2) * (1.0 - cosine * cosine);
        let fresnel =
            if outside <= 0.0 { 1.0 } else { f0 + (f90 - f0) * (1.0 - outside.sqrt()).clamp(0.0, 1.0).powi(5) };
        let back = kept(o, (-o).reflect(h), alpha, 1.0);
        let on = kept(o, (-o).refract(h, eta), alpha, -1.0);
        Vec2::new(fresnel * back + (1.0 - fresnel) * on, 0.0)
    });
    sum.x.max(1.0e-3)
}

/// The albedo of microfacets that lean further along one axis, as both scales: by roughness along it, by the root of how much
/// less they lean across it, by the viewer's share of that axis, and by the root of its cosine.
pub(crate) fn stretched_table() -> &'static [Vec2] {
    static STRETCHED: OnceLock<Vec<Vec2>> = OnceLock::new();
    STRETCHED.get_or_init(|| {
        let entry = |at: usize| {
            let cosine = share(at % STRETCHED_COSINES, STRETCHED_COSINES).powi(2);
            let at = at / STRETCHED_COSINES;
            let along = share(at % STRETCHED_TURNS, STRETCHED_TURNS);
            let at = at / STRETCHED_TURNS;
            let wide = share(at / STRETCHED_RATIOS, STRETCHED_ROUGH).powi(2).max(MIN_ALPHA);
            let alpha = Vec2::new(wide, wide * share(at % STRETCHED_RATIOS, STRETCHED_RATIOS).powi(2))
                .max(Vec2::splat(MIN_ALPHA));
            let o = viewer(cosine);
            let o = Vec3::new(o.x * along, o.x * (1.0 - along * along).sqrt(), o.z);
            mean_of_normals::<20>(o, alpha, |h| scales(o, alpha, h))
        };
        (0..STRETCHED_COSINES * STRETCHED_TURNS * STRETCHED_RATIOS * STRETCHED_ROUGH).map(entry).collect()
    })
}
