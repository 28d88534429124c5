//! Twin of `shaders/denoise.wgsl`.

use crate::denoise::{CERTAIN, Canvas, Round};
use glam::{Vec2, Vec3, Vec4};

const NORMALS: f32 = 24.0;
const ALBEDOS: f32 = 24.0;
const COVERS: f32 = 8.0;
const SOFT_LIGHTS: f32 = 2.0;
const LIGHTS: f32 = 4.0;
const SPARK: f32 = 3.0;
const SHARED: f32 = 0.5;

fn slope(canvas: &Canvas, x: u32, y: u32) -> Vec2 {
    let depth = |x: u32, y: u32| canvas.guides[(y * canvas.width + x) as usize][0].w;
    let here = depth(x, y);
    let right = depth((x + 1).min(canvas.width - 1), y) - here;
    let left = here - depth(x.saturating_sub(1), y);
    let down = depth(x, (y + 1).min(canvas.height - 1)) - here;
    let up = here - depth(x, y.saturating_sub(1));
    let gentler = |one: f32, other: f32| if one.abs() < other.abs() { one } else { other };
    Vec2::new(gentler(right, left), gentler(down, up))
}

fn unlike(canvas: &Canvas, p: usize, q: usize, slope: Vec2, offset: Vec2) -> f32 {
    let near = canvas.guides[p][0] - canvas.guides[q][0];
    let look = canvas.guides[p][1] - canvas.guides[q][1];
    let expected = slope.dot(offset).abs() + 0.002 * canvas.guides[p][0].w.abs();
    NORMALS * near.truncate().length_squared()
        + ALBEDOS * look.truncate().length_squared()
        + COVERS * look.w * look.w
        + near.w.abs() / expected.max(1.0e-10)
}

fn weight_of(step: i32) -> f32 {
    [0.375, 0.25, 0.0625][step.unsigned_abs() as usize]
}

/// The pixels that lie so around one, with their offsets.
fn around(canvas: &Canvas, (x, y): (u32, u32), reach: i32, stride: i32) -> impl Iterator<Item = (usize, i32, i32)> {
    let (width, height) = (canvas.width as i32, canvas.height as i32);
    let steps = (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)));
    steps.filter_map(move |(dx, dy)| {
        let (x, y) = (x as i32 + dx * stride, y as i32 + dy * stride);
        (x >= 0 && y >= 0 && x < width && y < height).then_some(((y * width + x) as usize, dx, dy))
    })
}

fn certain(canvas: &Canvas, at: (u32, u32), p: usize, slope: Vec2) -> Vec4 {
    let here = canvas.light[p];
    let (mut known, mut moments, mut next) = (Vec2::ZERO, Vec3::ZERO, -1.0e30_f32);
    for (q, dx, dy) in around(canvas, at, 3, 1) {
        if q == p {
            continue;
        }
        let weight = (-unlike(canvas, p, q, slope, Vec2::new(dx as f32, dy as f32))).exp();
        let there = canvas.light[q];
        if there.w >= 0.0 {
            known += weight * Vec2::new(there.w, 1.0);
        }
        let apart = (there - here).truncate().element_sum() * 0.333_333_34;
        moments += weight * Vec3::new(1.0, apart, apart * apart);
        if weight > 0.3 && dx.abs().max(dy.abs()) == 1 {
            next = next.max(apart);
        }
    }
    let mean = moments.y / moments.x.max(1.0e-20);
    let spread = (moments.z / moments.x.max(1.0e-20) - mean * mean).max(0.0);
    let over = -mean - SPARK * spread.sqrt();
    let own = if here.w < 0.0 { mean * mean } else { here.w };
    let alone = next < mean * (1.0 - SHARED);
    if moments.x > 1.0 && over > 0.0 && alone && mean * mean < 16.0 * own {
        let bright = here.truncate().element_sum() * 0.333_333_34;
        let share = 1.0 - over / bright.max(1.0e-20);
        return (here.truncate() * share).extend(spread);
    }
    let all = known + if here.w < 0.0 { Vec2::ZERO } else { Vec2::new(here.w, 1.0) };
    let uncertain = if here.w < 0.0 { spread } else { all.x / all.y.max(1.0e-20) };
    here.truncate().extend(uncertain)
}

fn softened(canvas: &Canvas, at: (u32, u32), p: usize, slope: Vec2) -> Vec4 {
    let (mut sum, mut uncertain, mut whole) = (Vec4::ZERO, 0.0, 0.0);
    for (q, dx, dy) in around(canvas, at, 1, 1) {
        let weight = (2 - dx.abs()) as f32 * (2 - dy.abs()) as f32;
        uncertain += weight * canvas.light[q].w;
        whole += weight;
        let likeness = (-unlike(canvas, p, q, slope, Vec2::new(dx as f32, dy as f32))).exp();
        sum += weight * likeness * canvas.light[q].truncate().extend(1.0);
    }
    (sum.truncate() / sum.w).extend(uncertain / whole)
}

fn smoothed(canvas: &Canvas, soft: &[Vec4], at: (u32, u32), p: usize, slope: Vec2, stride: i32) -> Vec4 {
    let (here, mean) = (canvas.light[p].truncate(), soft[p].truncate());
    let deviation = soft[p].w.max(0.0).sqrt();
    let least = 1.0e-4 * mean.element_sum() + 1.0e-8;
    let [scale, soft_scale] = [LIGHTS, SOFT_LIGHTS].map(|lights| 1.0 / (lights * deviation + least));
    let (mut sum, mut weights) = (Vec4::ZERO, 0.0);
    for (q, dx, dy) in around(canvas, at, 2, stride) {
        let apart = (canvas.light[q].truncate() - here).length_squared() * scale * scale;
        let soft_apart = (soft[q].truncate() - mean).length_squared() * soft_scale * soft_scale;
        let off = (apart.max(soft_apart) * 0.333_333_34).sqrt();
        let offset = Vec2::new((dx * stride) as f32, (dy * stride) as f32);
        let likeness = (-unlike(canvas, p, q, slope, offset) - off).exp();
        let weight = weight_of(dx) * weight_of(dy) * likeness;
        sum += (canvas.light[q].truncate() * weight).extend(canvas.light[q].w * weight * weight);
        weights += weight;
    }
    (sum.truncate() / weights).extend(sum.w / (weights * weights))
}

/// One way over all of a tile.
pub(crate) fn round(canvas: &Canvas, round: &Round) -> Vec<Vec4> {
    let over = |one: &dyn Fn((u32, u32), usize, Vec2) -> Vec4| -> Vec<Vec4> {
        let pixels = (0..canvas.height).flat_map(|y| (0..canvas.width).map(move |x| (x, y)));
        pixels.map(|(x, y)| one((x, y), (y * canvas.width + x) as usize, slope(canvas, x, y))).collect()
    };
    if round.kind == CERTAIN {
        return over(&|at, p, slope| certain(canvas, at, p, slope));
    }
    let soft = over(&|at, p, slope| softened(canvas, at, p, slope));
    over(&|at, p, slope| smoothed(canvas, &soft, at, p, slope, round.stride as i32))
}
