//! Meshes on their way into a scene: triangles are read, trees are built over them, and both are put beside the others.

use super::Loader;
use crate::layout::{CORNER_TANGENT, Grid, Instance, Triangle, encode_normal, rows};
use crate::limits::{COORDINATE, CORNER_WORDS, FORKS, HULL_BOXES, INSTANCES, TRIANGLES};
use crate::scene::accessor::{Elements, Source};
use crate::scene::glb::Document;
use crate::scene::numbers::finite;
use crate::scene::skin::{Joints, Shape, Vertices};
use crate::scene::stage::{Built, Mesh};
use crate::scene::words::{Kind, named};
use crate::scene::{SceneError, bvh, corners};
use glam::{Affine3A, Vec3, Vec3A};
use gltf::json::mesh::{Mode, Primitive};
use gltf::json::validation::Checked;
use obvhs::aabb::Aabb;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A mesh's primitive with its tree: what instances share.
pub(super) struct Part {
    pub root: u32,
    pub grid: Grid,
    pub bounds: Aabb,
    pub hull: Arc<[Aabb]>,
    pub triangles: std::ops::Range<usize>,
    pub material: u32,
    /// As instances have them.
    pub corners: u32,
    pub flags: u32,
}

impl Loader<'_> {
    pub(super) fn add_mesh(
        &mut self,
        shape: Shape,
        place: &Affine3A,
        joints: Option<&Joints>,
    ) -> Result<(), SceneError> {
        let mesh = shape.mesh;
        let inverse = place.inverse();
        if !inverse.is_finite() || place.matrix3.determinant() == 0.0 {
            self.unsupported.insert("objects that are scaled to nothing".into());
            return Ok(());
        }
        if !self.parts.contains_key(&shape) {
            let built = self.mesh(&shape, joints)?;
            let parts = built.parts.iter().map(|part| self.lay(part)).collect::<Result<_, _>>()?;
            self.parts.insert(shape.clone(), parts);
        }
        for part in self.parts.get(&shape).into_iter().flatten() {
            if self.placed.len() == INSTANCES {
                return Err(SceneError::TooLarge { what: "instances", most: INSTANCES as u64 });
            }
            let bounds = around(&part.hull, place);
            finite(bounds.min.to_array().into_iter().chain(bounds.max.to_array()), COORDINATE, || {
                format!("the place of mesh {}", named(&self.document.root, Kind::Mesh, mesh))
            })?;
            let instance = Instance {
                to_world: rows(place),
                to_object: rows(&inverse),
                grid_low: part.grid.low,
                root: part.root,
                grid_step: part.grid.step,
                material: part.material,
                corners: part.corners,
                flags: part.flags,
                lights: 0,
                first: part.triangles.start as u32,
            };
            // Looser, and the same in whatever order a mesh has its triangles: where cameras stand depends on it.
            self.world = self.world.union(&around(&[part.bounds], place));
            self.placed.push((instance, bounds, part.triangles.clone()));
        }
        Ok(())
    }

    /// A mesh in a shape, from the last instant or built now.
    fn mesh(&mut self, shape: &Shape, joints: Option<&Joints>) -> Result<Arc<Mesh>, SceneError> {
        if let Some(known) = self.kept.as_mut().and_then(|kept| kept.mesh(shape)) {
            self.read += known.read;
            if self.read > TRIANGLES {
                return Err(SceneError::TooLarge { what: "triangles", most: TRIANGLES as u64 });
            }
            self.unsupported.extend(known.notes.iter().cloned());
            return Ok(known);
        }
        let before = self.read;
        let mut mesh = Mesh { parts: Vec::new(), read: 0, notes: BTreeSet::new() };
        for primitive in &self.root().meshes[shape.mesh].primitives {
            let built = self.part(shape, primitive, joints, &mut mesh.notes)?;
            mesh.parts.extend(built);
        }
        mesh.read = self.read - before;
        self.unsupported.extend(mesh.notes.iter().cloned());
        let mesh = Arc::new(mesh);
        if let Some(kept) = &mut self.kept {
            kept.keep_mesh(shape, &mesh);
        }
        Ok(mesh)
    }

    /// Reads one primitive and builds its tree. `None`: there is no area in it.
    fn part(
        &mut self,
        shape: &Shape,
        primitive: &Primitive,
        joints: Option<&Joints>,
        notes: &mut BTreeSet<String>,
    ) -> Result<Option<Built>, SceneError> {
        let materials = self.root().materials.len();
        let material = primitive.material.map_or(materials, |material| material.value()).min(materials);
        let vertices = Vertices::of(self.document, primitive, shape, joints, &mut self.bender)?;
        let Some(vertices) = vertices else { return Ok(None) };
        let bent = vertices.are_bent();
        let mesh = shape.mesh;
        let Some((triangles, vertices)) = read_triangles(self.document, mesh, primitive, &vertices, &mut self.read)?
        else {
            notes.insert("points and lines".into());
            return Ok(None);
        };
        if triangles.is_empty() {
            return Ok(None);
        }
        let laid = corners::Shape {
            document: self.document,
            mesh,
            primitive,
            triangles: &triangles,
            vertices: &vertices,
            bent,
        };
        let corners = laid.corners(self.textures.needs(&self.materials[material]))?;
        if self.materials[material].anisotropy > 0.0 && corners.flags & CORNER_TANGENT == 0 {
            notes.insert("brushed materials where nothing says which way (no texture coordinates)".into());
        }
        let boxes: Vec<Aabb> = triangles.iter().map(bounds_of).collect();
        let (tree, order) = bvh::build(&boxes, bvh::Over::Triangles);
        let triangles: Vec<_> = order.iter().map(|&index| triangles[index as usize]).collect();
        Ok(Some(Built {
            hull: hull(&triangles).into(),
            triangles,
            corners: order.iter().flat_map(|&index| corners.of(index as usize)).copied().collect(),
            stride: corners.stride(),
            flags: corners.flags,
            material,
            tree,
        }))
    }

    /// Puts a primitive beside the others.
    fn lay(&mut self, built: &Built) -> Result<Part, SceneError> {
        let (start, first) = (self.triangles.len(), self.corners.len() as u32);
        let root = built.tree.lay(&mut self.forks, start);
        self.triangles.extend_from_slice(&built.triangles);
        if self.forks.len() > FORKS {
            return Err(SceneError::TooLarge { what: "forks in trees", most: FORKS as u64 });
        }
        self.corners.extend_from_slice(&built.corners);
        if self.corners.len() > CORNER_WORDS {
            return Err(SceneError::TooLarge {
                what: "numbers at the corners of triangles",
                most: CORNER_WORDS as u64,
            });
        }
        Ok(Part {
            root,
            grid: built.tree.grid,
            bounds: built.hull.iter().fold(Aabb::empty(), |all, one| all.union(one)),
            hull: Arc::clone(&built.hull),
            triangles: start..self.triangles.len(),
            material: built.material as u32,
            corners: first.wrapping_sub((start * built.stride) as u32),
            flags: built.flags,
        })
    }
}

fn bounds_of(triangle: &Triangle) -> Aabb {
    Aabb::from_points(&corners_of(triangle))
}

fn corners_of(triangle: &Triangle) -> [Vec3A; 3] {
    triangle.corners().map(Vec3A::from)
}

/// Small boxes that hold a mesh, by which the box around it is nearly as tight in any place: that around one turned box is up to
/// five times as large. The corners of few triangles are boxes without a size. Triangles are in the order of their tree, so
/// that those beside one another in the list are so in the mesh.
fn hull(triangles: &[Triangle]) -> Vec<Aabb> {
    if triangles.len() * 3 <= HULL_BOXES {
        let corners = triangles.iter().flat_map(corners_of);
        return corners.map(|corner| Aabb::new(corner, corner)).collect();
    }
    let run = triangles.len().div_ceil(HULL_BOXES);
    let around = |run: &[Triangle]| run.iter().fold(Aabb::empty(), |all, one| all.union(&bounds_of(one)));
    triangles.chunks(run).map(around).collect()
}

/// The box around a hull in its place, a little larger: the sum of three rounded products may lie inside the true one.
fn around(hull: &[Aabb], place: &Affine3A) -> Aabb {
    let turned = place.matrix3.abs();
    let mut all = hull.iter().fold(Aabb::empty(), |all, one| {
        let (middle, half) = (place.transform_point3a(one.center()), turned * (one.diagonal() * 0.5));
        all.union(&Aabb::new(middle - half, middle + half))
    });
    let slack = all.min.abs().max(all.max.abs()) * 2.0e-6;
    all.min -= slack;
    all.max += slack;
    all
}

/// Triangles and their vertices.
type Read = (Vec<Triangle>, Vec<[usize; 3]>);

/// The triangles of a primitive that have an area. `None`: it has points or lines instead.
fn read_triangles(
    document: &Document<'_>,
    mesh: usize,
    primitive: &Primitive,
    positions: &Vertices<'_>,
    read: &mut usize,
) -> Result<Option<Read>, SceneError> {
    let source = Source::of(document, primitive);
    let indices = primitive.indices.map(|index| Elements::indices(source, index)).transpose()?;
    let corners = indices.as_ref().map_or(positions.len(), Elements::len);
    let (count, pick): (usize, fn(usize) -> [usize; 3]) = match primitive.mode {
        Checked::Valid(Mode::Triangles) => (corners / 3, |i| [3 * i, 3 * i + 1, 3 * i + 2]),
        Checked::Valid(Mode::TriangleStrip) => (corners.saturating_sub(2), |i| [i, i + 1 + i % 2, i + 2 - i % 2]),
        Checked::Valid(Mode::TriangleFan) => (corners.saturating_sub(2), |i| [0, i + 1, i + 2]),
        _ => return Ok(None),
    };
    *read += count;
    if *read > TRIANGLES {
        return Err(SceneError::TooLarge { what: "triangles", most: TRIANGLES as u64 });
    }
    let (mut triangles, mut kept) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for i in 0..count {
        let vertices = pick(i).map(|corner| indices.as_ref().map_or(corner, |indices| indices.number(corner)));
        if let Some(&index) = vertices.iter().find(|&&index| index >= positions.len()) {
            let mesh = named(&document.root, Kind::Mesh, mesh);
            return Err(SceneError::IndexOutOfRange { mesh, index, count: positions.len() });
        }
        let [a, b, c] = vertices.map(|index| positions.position(index));
        finite([a, b, c].into_iter().flat_map(|v| v.to_array()), COORDINATE, || {
            format!("a position of mesh {}", named(&document.root, Kind::Mesh, mesh))
        })?;
        let flat = (b - a).cross(c - a).normalize_or_zero();
        if flat == Vec3::ZERO {
            continue;
        }
        let normal = |index| encode_normal(positions.normal(index).unwrap_or(flat));
        let [normal0, normal1, normal2] = vertices.map(normal);
        triangles.push(Triangle { corner: a, normal0, edge1: b - a, normal1, edge2: c - a, normal2 });
        kept.push(vertices);
    }
    Ok(Some((triangles, kept)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::{EulerRot, Quat};
    use std::f32::consts::{PI, TAU};

    /// A ball of flat triangles, ring after ring.
    fn ball(rings: u32) -> Vec<Triangle> {
        let point = |ring: u32, at: u32| {
            let (height, round) = (ring as f32 / rings as f32 * PI, at as f32 / rings as f32 * TAU);
            Vec3::new(height.sin() * round.cos(), height.cos(), height.sin() * round.sin())
        };
        let places = (0..rings).flat_map(|ring| (0..rings).map(move |at| (ring, at)));
        let sides = places.map(|(ring, at)| [point(ring, at), point(ring, at + 1), point(ring + 1, at)]);
        let triangle = |[a, b, c]: [Vec3; 3]| Triangle {
            corner: a,
            normal0: 0,
            edge1: b - a,
            normal1: 0,
            edge2: c - a,
            normal2: 0,
        };
        sides.map(triangle).collect()
    }

    #[test]
    fn the_box_around_a_turned_mesh_holds_it_tightly() {
        for rings in [2, 5, 12, 60] {
            let triangles = ball(rings);
            let hull = hull(&triangles);
            assert!(hull.len() <= HULL_BOXES);
            for turn in 0..20 {
                let turn = turn as f32;
                let rotation = Quat::from_euler(EulerRot::XYZ, turn, turn * 1.7, turn * 0.3);
                let scale = Vec3::new(1.0, 2.0, 0.5) * (1.0 + turn);
                let place = Affine3A::from_scale_rotation_translation(scale, rotation, Vec3::new(turn, 50.0, -3.0));
                let found = around(&hull, &place);
                let corners = triangles.iter().flat_map(corners_of).map(|corner| place.transform_point3a(corner));
                let exact = corners.fold(Aabb::empty(), |mut all, corner| *all.extend(corner));
                let holds = found.min.cmple(exact.min).all() && found.max.cmpge(exact.max).all();
                assert!(holds, "{found:?} {exact:?}");
                assert!(found.half_area() < 1.4 * exact.half_area(), "{rings}: {found:?} {exact:?}");
            }
        }
    }
}
