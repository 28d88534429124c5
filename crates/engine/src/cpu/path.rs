//! Twin of `shaders/path.wgsl`.

use crate::cpu::bsdf::{Bsdf, eval_bsdf, luminance, make_bsdf, sample_bsdf};
use crate::cpu::bvh::{Hit, MISS, trace};
use crate::cpu::camera::{Ray, camera_ray};
use crate::cpu::environment::{environment_behind, lights_share, sample_light_or_environment};
use crate::cpu::light::asked_at;
use crate::cpu::material::{bend, material_at, skin_at, spread};
use crate::cpu::medium::{Sides, absorption_in, media_at};
use crate::cpu::rng::{Sampler, draw, ray_seed, start_sampler};
use crate::layout::{Frame, MATERIAL_UNLIT, MATERIAL_VOLUME, Path, decode_normal};
use crate::scene::Scene;
use bytemuck::Zeroable;
use glam::{Mat3, UVec2, Vec2, Vec3, Vec4};

#[derive(Clone, Copy)]
pub(crate) struct Surface {
    pub position: Vec3,
    pub geometric: Vec3,
    pub normal: Vec3,
    pub coat_normal: Vec3,
    pub matt: Vec3,
    pub tangent: Vec3,
    pub hand: f32,
    pub lift: Vec3,
    pub back: bool,
}

pub(crate) fn surface_at(scene: &Scene, hit: &Hit, direction: Vec3) -> Surface {
    let triangle = &scene.triangles[hit.triangle as usize];
    let instance = &scene.instances[hit.instance as usize];
    let p = (triangle.corner + triangle.edge1 * hit.u + triangle.edge2 * hit.v).extend(1.0);
    let [x, y, z] = instance.to_object.map(|row| Vec4::from_array(row).truncate());
    let flat = triangle.edge1.cross(triangle.edge2);
    let normals = [triangle.normal0, triangle.normal1, triangle.normal2].map(decode_normal);
    let weights = [1.0 - hit.u - hit.v, hit.u, hit.v];
    let smooth = normals[0] * weights[0] + normals[1] * weights[1] + normals[2] * weights[2];
    let mut geometric = (x * flat.x + y * flat.y + z * flat.z).normalize();
    let mut normal = x * smooth.x + y * smooth.y + z * smooth.z;
    normal /= normal.length().max(1.0e-20);
    let back = geometric.dot(direction) > 0.0;
    if back {
        geometric = -geometric;
    }
    if normal.dot(geometric) < 0.0 {
        normal = -normal;
    }
    let side = if (flat.dot(smooth) < 0.0) == back { 1.0 } else { -1.0 };
    let across = triangle.edge1 * hit.u + triangle.edge2 * hit.v;
    let above = |normal: Vec3, weight: f32, from: Vec3| normal * (weight * side * (-side * from.dot(normal)).max(0.0));
    let up = above(normals[0], weights[0], across)
        + above(normals[1], weights[1], across - triangle.edge1)
        + above(normals[2], weights[2], across - triangle.edge2);
    if normal.dot(direction) >= -1.0e-3 || normal.is_nan() {
        normal = geometric;
    }
    normal = mirrored_outside(normal, geometric, direction);
    Surface {
        position: Vec3::from_array(instance.to_world.map(|row| Vec4::from_array(row).dot(p))),
        geometric,
        normal,
        coat_normal: normal,
        matt: normal,
        tangent: Vec3::ZERO,
        hand: 1.0,
        lift: Vec3::from_array(instance.to_world.map(|row| Vec4::from_array(row).truncate().dot(up))),
        back,
    }
}

pub(crate) fn mirrored_outside(normal: Vec3, geometric: Vec3, direction: Vec3) -> Vec3 {
    let mirrored = direction.reflect(normal);
    let below = mirrored.dot(geometric);
    if below >= 0.0 {
        return normal;
    }
    let along = (mirrored - normal * (below / normal.dot(geometric).max(1.0e-3))).normalize();
    (along - direction).normalize()
}

pub(crate) fn leave(s: &Surface, direction: Vec3, extent: f32) -> Vec3 {
    let gap = 1.0e-5 * s.position.abs().max_element().max(0.05 * extent);
    s.position + s.geometric * if s.geometric.dot(direction) > 0.0 { gap } else { -gap }
}

pub(crate) fn basis(n: Vec3) -> Mat3 {
    let sign = if n.z >= 0.0 { 1.0 } else { -1.0 };
    let a = -1.0 / (sign + n.z);
    let b = n.x * n.y * a;
    Mat3::from_cols(
        Vec3::new(1.0 + sign * n.x * n.x * a, sign * b, -sign * n.x),
        Vec3::new(b, sign + n.y * n.y * a, -n.y),
        n,
    )
}

fn axes_of(s: &Surface, turn: f32) -> Mat3 {
    let across = s.tangent - s.normal * s.normal.dot(s.tangent);
    let length2 = across.length_squared();
    if length2 < 1.0e-6 {
        return basis(s.normal);
    }
    let x = across / length2.sqrt();
    let y = s.normal.cross(x) * s.hand;
    let (c, d) = (turn.cos(), turn.sin());
    Mat3::from_cols(x * c + y * d, y * c - x * d, s.normal)
}

fn horizon_of(s: &Surface, b: &Bsdf) -> Vec3 {
    if luminance(b.through) > 0.0 { Vec3::ZERO } else { s.normal }
}

fn light_from(
    scene: &Scene,
    frame: &Frame,
    s: &Surface,
    b: &Bsdf,
    (axes, o): (&Mat3, Vec3),
    (choice, uv, seed): (f32, Vec2, u32),
    media: Sides,
) -> Vec3 {
    let lit = sample_light_or_environment(scene, frame, (s.position, horizon_of(s, b)), (choice, uv, seed));
    let direction = lit.to_light.normalize();
    let l = axes.transpose() * direction;
    let value = eval_bsdf(b, o, l);
    let dark = value.truncate().max_element() <= 0.0 || luminance(lit.radiance) <= 0.0;
    let astray = direction.dot(s.geometric) * l.z <= 0.0;
    if dark || astray && (l.z <= 0.0 || s.lift == Vec3::ZERO) {
        return Vec3::ZERO;
    }
    let mut origin = leave(s, if astray { s.geometric } else { direction }, frame.extent);
    if l.z > 0.0 {
        origin += s.lift;
    }
    let way = s.position + lit.to_light - origin;
    if trace(scene, origin, way, 0.9999, true, seed).distance < 0.9999 {
        return Vec3::ZERO;
    }
    let mut weight = 1.0;
    if lit.density > 0.0 && !astray {
        let d2 = lit.density * lit.density;
        weight = d2 / (d2 + value.w * value.w);
    }
    let medium = if l.z > 0.0 { media.near } else { media.far };
    value.truncate() * lit.radiance * weight * (-absorption_in(scene, medium) * lit.distance).exp()
}

fn leave_the_eye(frame: &Frame, dice: Sampler, pixel: UVec2) -> Path {
    let Ray { origin, direction } = camera_ray(frame, dice, pixel);
    Path { origin, direction, throughput: Vec3::ONE, medium: frame.medium, ..Path::zeroed() }
}

fn go_on(scene: &Scene, frame: &Frame, path: &mut Path, dice: Sampler) -> bool {
    let Path { direction, mut throughput, bounce, .. } = *path;
    let hit = trace(scene, path.origin, direction, MISS, false, ray_seed(dice, 2 * bounce));
    if hit.distance >= MISS {
        path.sum += throughput * environment_behind(scene, direction, bounce, path.density);
        return false;
    }
    let skin = skin_at(scene, &hit);
    let s = bend(scene, surface_at(scene, &hit, direction), &hit, &skin, direction);
    let mut m = material_at(scene, &skin);
    let media = media_at(scene, path.medium, &hit, &m, s.back);
    throughput *= (-absorption_in(scene, media.near) * hit.distance).exp();
    if m.flags & MATERIAL_UNLIT != 0 {
        path.sum += throughput * m.base;
        return false;
    }
    if luminance(m.emission) > 0.0 {
        let mut weight = 1.0;
        if bounce > 0 {
            let cosine = (-s.geometric.dot(direction)).max(1.0e-6);
            let asked = asked_at(scene, frame, &hit, &m, (path.origin, path.horizon));
            let other = asked * lights_share(scene) * hit.distance * hit.distance / cosine;
            weight = path.density * path.density / (path.density * path.density + other * other);
        }
        path.sum += throughput * m.emission * weight;
    }
    if bounce == frame.max_bounces {
        return false;
    }
    let dimension = 1 + bounce * 4;
    if m.dispersion > 0.0 && m.transmission > 0.0 && m.flags & MATERIAL_VOLUME != 0 {
        throughput = spread(&mut m, throughput, draw(dice, dimension + 3).y);
    }
    let axes = axes_of(&s, m.anisotropy_turn);
    let o = axes.transpose() * -direction;
    let [matt, coat] = [s.matt, s.coat_normal].map(|normal| axes.transpose() * normal);
    let b = make_bsdf(&m, o, matt, coat, path.floor, s.back);
    let choices = draw(dice, dimension);
    if frame.lights > 0 || scene.environment.is_some() {
        let chances = (choices.x, draw(dice, dimension + 1), ray_seed(dice, 2 * bounce + 1));
        path.sum += throughput * light_from(scene, frame, &s, &b, (&axes, o), chances, media);
    }
    let l = sample_bsdf(&b, o, choices.y, draw(dice, dimension + 2));
    let value = eval_bsdf(&b, o, l);
    let next = (axes * l).normalize();
    if value.w <= 0.0 || next.dot(s.geometric) * l.z <= 0.0 {
        return false;
    }
    let mut after = throughput * value.truncate() / value.w;
    path.floor = if choices.y >= b.to_through { 0.25 } else { path.floor.max(b.alpha.y.min(0.25)) };
    if bounce >= 3 {
        let survive = after.max_element().min(0.95);
        if draw(dice, dimension + 3).x >= survive {
            return false;
        }
        after /= survive;
    }
    path.throughput = after;
    path.density = value.w;
    path.direction = next;
    path.origin = leave(&s, next, frame.extent);
    path.horizon = horizon_of(&s, &b);
    path.bounce = bounce + 1;
    path.medium = if l.z > 0.0 { media.near } else { media.far };
    true
}

/// One sample of a pixel.
pub(crate) fn radiance(scene: &Scene, frame: &Frame, pixel: UVec2, sample: u32) -> Vec3 {
    let dice = start_sampler(frame.seed, pixel.y.wrapping_mul(frame.width).wrapping_add(pixel.x), sample);
    let mut path = leave_the_eye(frame, dice, pixel);
    while go_on(scene, frame, &mut path, dice) {}
    path.sum
}

pub(crate) fn finite(c: Vec3) -> Vec3 {
    if c.is_finite() { c.clamp(Vec3::ZERO, Vec3::splat(1.0e6)) } else { Vec3::ZERO }
}
