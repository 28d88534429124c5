//! Twin of `shaders/bvh.wgsl`.

use crate::cpu::material::stops;
use crate::layout::Instance;
use crate::limits::{MESH_DEPTH, TOP_DEPTH};
use crate::scene::Scene;
use glam::Vec3;

pub(crate) const MISS: f32 = 3.0e38;

#[derive(Clone, Copy)]
pub(crate) struct Hit {
    pub distance: f32,
    pub triangle: u32,
    pub instance: u32,
    pub u: f32,
    pub v: f32,
}

fn inverse_direction(d: Vec3) -> Vec3 {
    Vec3::ONE / Vec3::select(d.abs().cmplt(Vec3::splat(1.0e-20)), Vec3::splat(1.0e-20), d)
}

fn box_entry(scene: &Scene, index: u32, origin: Vec3, inverse: Vec3, limit: f32) -> f32 {
    let node = &scene.nodes[index as usize];
    let a = (node.low - origin) * inverse;
    let b = (node.high - origin) * inverse;
    let low = a.min(b);
    let high = a.max(b);
    let entry = low.x.max(low.y).max(low.z.max(0.0));
    let leave = high.x.min(high.y).min(high.z.min(limit));
    if entry <= leave * 1.000_000_5 { entry } else { MISS }
}

fn hit_triangle(scene: &Scene, index: u32, origin: Vec3, direction: Vec3, limit: f32) -> Vec3 {
    let triangle = &scene.triangles[index as usize];
    let p = direction.cross(triangle.edge2);
    let determinant = triangle.edge1.dot(p);
    let to_origin = origin - triangle.corner;
    let u = to_origin.dot(p) / determinant;
    let q = to_origin.cross(triangle.edge1);
    let v = direction.dot(q) / determinant;
    let t = triangle.edge2.dot(q) / determinant;
    let inside = determinant != 0.0 && u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0 && t < limit;
    if inside { Vec3::new(t, u, v) } else { Vec3::new(MISS, 0.0, 0.0) }
}

/// The child to visit next, if any; the farther one goes on the stack.
fn descend<const N: usize>(
    scene: &Scene,
    first: u32,
    ray: (Vec3, Vec3, f32),
    stack: &mut [u32; N],
    top: &mut usize,
) -> u32 {
    let left = box_entry(scene, first, ray.0, ray.1, ray.2);
    let right = box_entry(scene, first + 1, ray.0, ray.1, ray.2);
    if left >= MISS && right >= MISS {
        return 0;
    }
    let (near, far) = if left <= right { (first, first + 1) } else { (first + 1, first) };
    if left.max(right) < MISS {
        stack[*top] = far;
        *top += 1;
    }
    near
}

fn trace_mesh(scene: &Scene, instance: u32, origin: Vec3, direction: Vec3, any: bool, seed: u32, hit: &mut Hit) {
    let mut stack = [0; MESH_DEPTH];
    let mut top = 0;
    let inverse = inverse_direction(direction);
    let mut index = scene.instances[instance as usize].root;
    loop {
        let (count, first) = (scene.nodes[index as usize].count, scene.nodes[index as usize].first);
        let mut next = 0;
        if count > 0 {
            for i in first..first + count {
                let found = hit_triangle(scene, i, origin, direction, hit.distance);
                if found.x < hit.distance && stops(scene, instance, i, found.y, found.z, seed) {
                    *hit = Hit { distance: found.x, triangle: i, instance, u: found.y, v: found.z };
                    if any {
                        return;
                    }
                }
            }
        } else {
            next = descend(scene, first, (origin, inverse, hit.distance), &mut stack, &mut top);
        }
        if next == 0 {
            if top == 0 {
                return;
            }
            top -= 1;
            next = stack[top];
        }
        index = next;
    }
}

pub(crate) fn trace(scene: &Scene, origin: Vec3, direction: Vec3, limit: f32, any: bool, seed: u32) -> Hit {
    let mut hit = Hit { distance: limit, triangle: 0, instance: 0, u: 0.0, v: 0.0 };
    let mut stack = [0; TOP_DEPTH];
    let mut top = 0;
    let inverse = inverse_direction(direction);
    let mut index = scene.tlas;
    if box_entry(scene, index, origin, inverse, limit) >= MISS {
        return hit;
    }
    loop {
        let (count, first) = (scene.nodes[index as usize].count, scene.nodes[index as usize].first);
        let mut next = 0;
        if count > 0 {
            for i in first..first + count {
                let instance = &scene.instances[i as usize];
                trace_mesh(
                    scene,
                    i,
                    to_object(instance, origin, 1.0),
                    to_object(instance, direction, 0.0),
                    any,
                    seed,
                    &mut hit,
                );
                if any && hit.distance < limit {
                    return hit;
                }
            }
        } else {
            next = descend(scene, first, (origin, inverse, hit.distance), &mut stack, &mut top);
        }
        if next == 0 {
            if top == 0 {
                return hit;
            }
            top -= 1;
            next = stack[top];
        }
        index = next;
    }
}

fn to_object(instance: &Instance, v: Vec3, w: f32) -> Vec3 {
    let v = v.extend(w);
    Vec3::from_array(instance.to_object.map(|row| glam::Vec4::from_array(row).dot(v)))
}
