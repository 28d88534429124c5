//! Tangents of meshes that have none: where to a picture's right side points, after Mikkelsen's MikkTSpace, which normal
//! maps are made for. Not the library of that name: it calls itself for each triangle round a corner, and a fan of a
//! million of them is easily drawn.

use super::corners::encode_tangent;
use crate::layout::{Triangle, decode_normal};
use glam::{Vec2, Vec3};
use std::collections::HashMap;

/// Corners that are one: place, normal, texture coordinates, and which way round the picture lies.
type Corner = ([u32; 3], u32, [u32; 2], bool);

/// Three words for each triangle. Corners that are one share the mean of their triangles' tangents, weighed by angle.
pub(super) fn follow(triangles: &[Triangle], laid: &[[Vec2; 3]]) -> Vec<u32> {
    let mut sums: HashMap<Corner, Vec3> = HashMap::new();
    let all = || triangles.iter().zip(laid).map(|(triangle, laid)| Corners::new(triangle, laid));
    for corners in all() {
        for i in 0..3 {
            let Some(along) = corners.along_at(i) else { continue };
            *sums.entry(corners.name(i, corners.other_way)).or_default() += along * corners.angle(i);
        }
    }
    let mut words = Vec::with_capacity(triangles.len() * 3);
    for corners in all() {
        for i in 0..3 {
            let known = |way: bool| sums.get(&corners.name(i, way)).and_then(|sum| sum.try_normalize());
            // A triangle on which the picture has no area takes what its neighbours have.
            let found = known(corners.other_way).map(|along| (along, corners.other_way));
            let found = found.or_else(|| known(!corners.other_way).map(|along| (along, !corners.other_way)));
            let (along, other_way) = found.unwrap_or((corners.normals[i].any_orthonormal_vector(), false));
            words.push(encode_tangent(along, other_way));
        }
    }
    words
}

struct Corners {
    places: [Vec3; 3],
    bits: [u32; 3],
    normals: [Vec3; 3],
    laid: [Vec2; 3],
    along: Option<Vec3>,
    other_way: bool,
}

impl Corners {
    fn new(triangle: &Triangle, laid: &[Vec2; 3]) -> Self {
        let bits = [triangle.normal0, triangle.normal1, triangle.normal2];
        let (first, second) = (laid[1] - laid[0], laid[2] - laid[0]);
        let area = first.perp_dot(second);
        let along = (triangle.edge1 * second.y - triangle.edge2 * first.y) * area.signum();
        Self {
            places: triangle.corners(),
            bits,
            normals: bits.map(decode_normal),
            laid: *laid,
            along: if area == 0.0 { None } else { along.try_normalize() },
            // v goes down in glTF: a picture that is the right way round goes round the other way.
            other_way: area > 0.0,
        }
    }

    fn name(&self, i: usize, other_way: bool) -> Corner {
        let bits = |value: f32| (value + 0.0).to_bits();
        (self.places[i].to_array().map(bits), self.bits[i], self.laid[i].to_array().map(bits), other_way)
    }

    /// The picture's direction in the plane across the corner's normal.
    fn along_at(&self, i: usize) -> Option<Vec3> {
        self.across(i, self.along?)
    }

    fn across(&self, i: usize, direction: Vec3) -> Option<Vec3> {
        (direction - self.normals[i] * self.normals[i].dot(direction)).try_normalize()
    }

    fn angle(&self, i: usize) -> f32 {
        let edge = |to: usize| self.across(i, self.places[to] - self.places[i]);
        match (edge((i + 1) % 3), edge((i + 2) % 3)) {
            (Some(a), Some(b)) => a.dot(b).clamp(-1.0, 1.0).acos(),
            _ => 0.0,
        }
    }
}
