//! Twin of `shaders/bvh.wgsl` and `walk.wgsl`.

use crate::cpu::material::stops;
use crate::layout::{ENTER, Fork, Instance, LEAF, LEAF_FIRST, LEAF_SHIFT, Triangle};
use crate::limits::{MESH_DEPTH, TOP_DEPTH};
use crate::scene::Scene;
use glam::Vec3;
use std::cell::Cell;
use std::ops::ControlFlow;

pub(crate) const MISS: f32 = 3.0e38;

#[derive(Clone, Copy)]
pub(crate) struct Hit {
    pub distance: f32,
    pub triangle: u32,
    pub instance: u32,
    pub u: f32,
    pub v: f32,
}

/// What rays look at on their way: the work that a renderer's speed is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looks {
    /// Rays.
    pub rays: u64,
    /// Forks of trees.
    pub forks: u64,
    /// Triangles.
    pub triangles: u64,
    /// Instances gone into.
    pub instances: u64,
}

impl Looks {
    /// What a walk of rays reads for that.
    pub fn bytes(&self) -> u64 {
        // Of an instance a row of the grid and its root, and the way into it.
        let instance = 3 * 16 + 2 * 16;
        self.forks * size_of::<Fork>() as u64
            + self.triangles * size_of::<Triangle>() as u64
            + self.instances * instance
    }
}

thread_local! {
    /// Beside the functions, which are twins of what counts nothing.
    static LOOKS: Cell<Looks> = const { Cell::new(Looks { rays: 0, forks: 0, triangles: 0, instances: 0 }) };
}

/// This thread's since it was last asked.
pub(crate) fn take_looks() -> Looks {
    LOOKS.take()
}

fn look(count: impl FnOnce(&mut Looks)) {
    let mut looks = LOOKS.get();
    count(&mut looks);
    LOOKS.set(looks);
}

fn inverse_direction(d: Vec3) -> Vec3 {
    Vec3::ONE / Vec3::select(d.abs().cmplt(Vec3::splat(1.0e-20)), Vec3::splat(1.0e-20), d)
}

/// A ray on a tree's grid.
struct Way {
    start: Vec3,
    inverse: Vec3,
}

impl Way {
    fn on(low: Vec3, step: Vec3, origin: Vec3, direction: Vec3) -> Self {
        Self { start: (origin - low) / step, inverse: inverse_direction(direction) * step }
    }

    fn entry(&self, words: [u32; 3], limit: f32) -> f32 {
        let a = (Vec3::from_array(words.map(|word| (word & 0xffff) as f32)) - self.start) * self.inverse;
        let b = (Vec3::from_array(words.map(|word| (word >> 16) as f32)) - self.start) * self.inverse;
        let low = a.min(b);
        let high = a.max(b);
        let entry = low.x.max(low.y).max(low.z.max(0.0));
        let leave = high.x.min(high.y).min(high.z.min(limit));
        if entry <= leave * 1.000_001 { entry } else { MISS }
    }

    /// Which way to go on from a fork, if any; the farther one goes on the stack.
    fn descend(&self, fork: &Fork, limit: f32, stack: &mut [u32], top: &mut usize) -> Option<u32> {
        let left = self.entry(fork.left_box, limit);
        let right = self.entry(fork.right_box, limit);
        if left >= MISS && right >= MISS {
            return None;
        }
        let (near, far) = if left <= right { (fork.left, fork.right) } else { (fork.right, fork.left) };
        if left.max(right) < MISS {
            stack[*top] = far;
            *top += 1;
        }
        Some(near)
    }
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

/// From a root to one leaf after the other, until there is none or `leaf` has enough. `hit`: what was found so far.
fn walk(
    scene: &Scene,
    root: u32,
    way: &Way,
    hit: &mut Hit,
    stack: &mut [u32],
    mut leaf: impl FnMut(u32, &mut Hit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut top = 0;
    let mut index = root;
    loop {
        let next = if index >= ENTER {
            leaf(index, hit)?;
            None
        } else {
            look(|looks| looks.forks += 1);
            way.descend(&scene.forks[index as usize], hit.distance, stack, &mut top)
        };
        index = match next {
            Some(next) => next,
            None if top == 0 => return ControlFlow::Continue(()),
            None => {
                top -= 1;
                stack[top]
            }
        };
    }
}

pub(crate) fn trace(scene: &Scene, origin: Vec3, direction: Vec3, limit: f32, any: bool, seed: u32) -> Hit {
    look(|looks| looks.rays += 1);
    let mut hit = Hit { distance: limit, triangle: 0, instance: 0, u: 0.0, v: 0.0 };
    let way = Way::on(scene.grid.low, scene.grid.step, origin, direction);
    let _enough = walk(scene, scene.tlas, &way, &mut hit, &mut [0; TOP_DEPTH], |way, hit| {
        look(|looks| looks.instances += 1);
        let index = way & !ENTER;
        let instance = &scene.instances[index as usize];
        let (o, d) = (to_object(instance, origin, 1.0), to_object(instance, direction, 0.0));
        let inner = Way::on(instance.grid_low, instance.grid_step, o, d);
        walk(scene, instance.root, &inner, hit, &mut [0; MESH_DEPTH], |leaf, hit| {
            let first = leaf & LEAF_FIRST;
            look(|looks| looks.triangles += 1 + u64::from((leaf & !LEAF) >> LEAF_SHIFT));
            for i in first..=first + ((leaf & !LEAF) >> LEAF_SHIFT) {
                let found = hit_triangle(scene, i, o, d, hit.distance);
                if found.x < hit.distance && stops(scene, index, i, found.y, found.z, seed) {
                    *hit = Hit { distance: found.x, triangle: i, instance: index, u: found.y, v: found.z };
                    if any {
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        })
    });
    hit
}

fn to_object(instance: &Instance, v: Vec3, w: f32) -> Vec3 {
    let v = v.extend(w);
    Vec3::from_array(instance.to_object.map(|row| glam::Vec4::from_array(row).dot(v)))
}
