//! Shapes at an instant: morph targets, and skins over moved joints. glTF 2.0, 3.7.2.2 and 3.7.3.

use super::SceneError;
use super::accessor::{Elements, Source};
use super::glb::Document;
use super::words::{Kind, Named, named};
use crate::limits::{BENT_VERTICES, JOINT_SETS, JOINTS, MORPH_STEPS};
use glam::{Affine3A, Mat3A, Mat4, Vec3, Vec3A};
use gltf::json::accessor::{Accessor, Type};
use gltf::json::mesh::{Primitive, Semantic};
use gltf::json::validation::Checked;
use gltf::json::{self, Index};
use std::collections::HashMap;
use std::rc::Rc;

/// What makes a mesh's shape: nodes that have all of it in common share their triangles.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub mesh: usize,
    pub skin: Option<usize>,
    /// Bits of floats, so that they can be compared.
    weights: Vec<u32>,
}

impl Shape {
    pub fn new(mesh: usize, skin: Option<usize>, weights: &[f32]) -> Self {
        Self { mesh, skin, weights: weights.iter().map(|weight| weight.to_bits()).collect() }
    }
}

/// How far each joint of a skin is from where it was bound, in the world.
pub(super) type Joints = Rc<[Affine3A]>;

/// Bends meshes, and counts how much work that was.
#[derive(Default)]
pub(super) struct Bender {
    /// By skin.
    skins: HashMap<usize, Joints>,
    joints: usize,
    vertices: usize,
    steps: usize,
}

impl Bender {
    /// The joints of a skin. `places`: of the scene's nodes, in the world.
    pub fn joints(
        &mut self,
        document: &Document<'_>,
        skin: usize,
        places: &[Option<Affine3A>],
    ) -> Result<Joints, SceneError> {
        if let Some(known) = self.skins.get(&skin) {
            return Ok(Rc::clone(known));
        }
        let bad = |what: &str| SceneError::Invalid(format!("skin {} {what}", named(&document.root, Kind::Skin, skin)));
        let found = document.root.skins.get(skin).ok_or_else(|| bad("does not exist"))?;
        self.joints = self.joints.saturating_add(found.joints.len());
        if self.joints > JOINTS {
            return Err(SceneError::TooLarge { what: "joints", most: JOINTS as u64 });
        }
        let bind =
            found.inverse_bind_matrices.map(|index| Elements::floats(document, index, Type::Mat4)).transpose()?;
        if bind.as_ref().is_some_and(|bind| bind.len() < found.joints.len()) {
            return Err(bad("has fewer matrices than joints"));
        }
        let joint = |(index, joint): (usize, &Index<json::Node>)| {
            let place = places.get(joint.value()).copied().flatten();
            let place = place.ok_or_else(|| bad(&format!("has joint {index}, which does not exist")))?;
            let bind = bind.as_ref().map(|bind| std::array::from_fn(|axis| bind.float(index, axis)));
            Ok(place * bind.map_or(Affine3A::IDENTITY, |bind| Affine3A::from_mat4(Mat4::from_cols_array(&bind))))
        };
        let joints: Joints = found.joints.iter().enumerate().map(joint).collect::<Result<_, SceneError>>()?;
        self.skins.insert(skin, Rc::clone(&joints));
        Ok(joints)
    }

    fn count(&mut self, vertices: usize, targets: usize) -> Result<(), SceneError> {
        self.vertices = self.vertices.saturating_add(vertices);
        if self.vertices > BENT_VERTICES {
            return Err(SceneError::TooLarge { what: "vertices that bend", most: BENT_VERTICES as u64 });
        }
        self.steps = self.steps.saturating_add(vertices.saturating_mul(targets));
        if self.steps > MORPH_STEPS {
            return Err(SceneError::TooLarge { what: "steps of morphing", most: MORPH_STEPS as u64 });
        }
        Ok(())
    }
}

/// The vertices of a primitive in its shape: as the file has them, or bent.
pub(super) struct Vertices<'a> {
    positions: Elements<'a>,
    normals: Option<Elements<'a>>,
    bent: Option<Bent>,
    hold: Option<Hold<'a>>,
}

/// Vertices that are not where the file has them.
struct Bent {
    positions: Vec<Vec3>,
    /// Empty: the primitive has none.
    normals: Vec<Vec3>,
}

/// Which joints hold which vertex.
struct Hold<'a> {
    mesh: Named,
    joints: Joints,
    /// Numbers of joints, and how much of each.
    sets: Vec<(Elements<'a>, Elements<'a>)>,
}

impl<'a> Vertices<'a> {
    /// Whether they are elsewhere than the file has them.
    pub fn are_bent(&self) -> bool {
        self.bent.is_some() || self.hold.is_some()
    }

    /// `None`: the primitive has no positions. `skin`: moved joints of the node that shows it.
    pub fn of(
        document: &'a Document<'_>,
        primitive: &Primitive,
        shape: &Shape,
        skin: Option<&Joints>,
        bender: &mut Bender,
    ) -> Result<Option<Self>, SceneError> {
        let mesh = shape.mesh;
        let Some(index) = attribute(primitive, Semantic::Positions) else { return Ok(None) };
        let source = Source::of(document, primitive);
        let positions = Elements::vectors(source, index)?;
        let normals = attribute(primitive, Semantic::Normals).map(|index| Elements::vectors(source, index));
        let normals = normals.transpose()?;
        if normals.as_ref().is_some_and(|normals| normals.len() < positions.len()) {
            let mesh = named(&document.root, Kind::Mesh, mesh);
            return Err(SceneError::Invalid(format!("mesh {mesh} has fewer normals than vertices")));
        }
        let hold =
            skin.map(|joints| Hold::of(document, primitive, mesh, joints, positions.len())).transpose()?.flatten();
        let mut vertices = Self { positions, normals, bent: None, hold };
        let targets = primitive.targets.as_deref().unwrap_or_default();
        let moving: Vec<_> = targets.iter().zip(&shape.weights).filter(|(_, weight)| **weight << 1 != 0).collect();
        if moving.is_empty() && vertices.hold.is_none() {
            return Ok(Some(vertices));
        }
        bender.count(vertices.len(), moving.len())?;
        let mut bent = vertices.rest();
        for (target, weight) in moving {
            let weight = f32::from_bits(*weight);
            add(document, mesh, target.positions, weight, &mut bent.positions)?;
            add(document, mesh, target.normals, weight, &mut bent.normals)?;
        }
        if let Some(hold) = &vertices.hold {
            hold.bend(&mut bent)?;
        }
        vertices.bent = Some(bent);
        Ok(Some(vertices))
    }

    /// All of them as the file has them.
    fn rest(&self) -> Bent {
        let all = |from: &Elements<'_>| (0..self.len()).map(|index| from.vector(index)).collect();
        Bent { positions: all(&self.positions), normals: self.normals.as_ref().map(all).unwrap_or_default() }
    }

    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Where a vertex of an index below [`Self::len`] is.
    pub fn position(&self, index: usize) -> Vec3 {
        self.bent.as_ref().map_or_else(|| self.positions.vector(index), |bent| bent.positions[index])
    }

    /// Its normal, of any length; `None`: the surface has none of its own there.
    pub fn normal(&self, index: usize) -> Option<Vec3> {
        let normals = self.normals.as_ref()?;
        let normal = self.bent.as_ref().map_or_else(|| normals.vector(index), |bent| bent.normals[index]);
        normal.try_normalize()
    }
}

fn attribute(primitive: &Primitive, semantic: Semantic) -> Option<Index<Accessor>> {
    primitive.attributes.get(&Checked::Valid(semantic)).copied()
}

/// Adds so much of a target to what it moves; nothing, where there is none of it.
fn add(
    document: &Document<'_>,
    mesh: usize,
    target: Option<Index<Accessor>>,
    weight: f32,
    to: &mut [Vec3],
) -> Result<(), SceneError> {
    let Some(target) = target.filter(|_| !to.is_empty()) else { return Ok(()) };
    let target = Elements::vectors(document, target)?;
    if target.len() < to.len() {
        let mesh = named(&document.root, Kind::Mesh, mesh);
        return Err(SceneError::Invalid(format!("a morph target of mesh {mesh} has fewer vertices than it moves")));
    }
    for (index, value) in to.iter_mut().enumerate() {
        *value += target.vector(index) * weight;
    }
    Ok(())
}

impl<'a> Hold<'a> {
    /// `None`: no joint holds the primitive.
    fn of(
        document: &'a Document<'_>,
        primitive: &Primitive,
        mesh: usize,
        joints: &Joints,
        vertices: usize,
    ) -> Result<Option<Self>, SceneError> {
        let source = Source::of(document, primitive);
        let mut sets = Vec::new();
        for set in 0..JOINT_SETS {
            let (Some(numbers), Some(weights)) =
                (attribute(primitive, Semantic::Joints(set)), attribute(primitive, Semantic::Weights(set)))
            else {
                break;
            };
            let numbers = Elements::attributes(source, numbers, &[Type::Vec4])?;
            let weights = Elements::attributes(source, weights, &[Type::Vec4])?;
            if numbers.len() < vertices || weights.len() < vertices {
                let mesh = named(&document.root, Kind::Mesh, mesh);
                return Err(SceneError::Invalid(format!("mesh {mesh} has fewer joints or weights than vertices")));
            }
            sets.push((numbers, weights));
        }
        let mesh = named(&document.root, Kind::Mesh, mesh);
        Ok((!sets.is_empty()).then(|| Self { mesh, joints: Rc::clone(joints), sets }))
    }

    /// What the joints make of a vertex, together.
    fn matrix(&self, index: usize) -> Result<Affine3A, SceneError> {
        let mut sum = Affine3A::from_mat3_translation(glam::Mat3::ZERO, Vec3::ZERO);
        let mut total = 0.0;
        for (numbers, weights) in &self.sets {
            for (number, weight) in numbers.numbers(index).into_iter().zip(weights.numbers(index)) {
                // Places that are not used hold any number.
                if weight == 0.0 {
                    continue;
                }
                let joint = self.joint(number)?;
                sum.matrix3 += joint.matrix3 * weight;
                sum.translation += joint.translation * weight;
                total += weight;
            }
        }
        if total == 0.0 {
            // Held by nothing: it goes where the first joint that is named goes, rather than to the middle of the world.
            let first = self.sets.first().map_or(0.0, |(numbers, _)| numbers.float(index, 0));
            return self.joint(first);
        }
        let scale = 1.0 / total;
        Ok(Affine3A { matrix3: sum.matrix3 * scale, translation: sum.translation * scale })
    }

    fn joint(&self, number: f32) -> Result<Affine3A, SceneError> {
        let outside = || {
            let (mesh, count) = (&self.mesh, self.joints.len());
            SceneError::Invalid(format!("mesh {mesh} is held by joint {number} of {count}"))
        };
        // Whole by their type, and exact: they have 16 bits.
        let whole = (number >= 0.0 && number.fract() == 0.0).then_some(number as usize);
        whole.and_then(|number| self.joints.get(number)).copied().ok_or_else(outside)
    }

    fn bend(&self, bent: &mut Bent) -> Result<(), SceneError> {
        for index in 0..bent.positions.len() {
            let matrix = self.matrix(index)?;
            let position = &mut bent.positions[index];
            *position = matrix.transform_point3(*position);
            if let Some(normal) = bent.normals.get_mut(index) {
                *normal = (across(&matrix.matrix3) * Vec3A::from(*normal)).into();
            }
        }
        Ok(())
    }
}

/// What turns normals where `m` turns surfaces: its inverse transposed, but for a factor, and for flat ones as well.
fn across(m: &Mat3A) -> Mat3A {
    let (x, y, z) = (m.x_axis, m.y_axis, m.z_axis);
    let side = m.determinant().signum();
    Mat3A::from_cols(y.cross(z) * side, z.cross(x) * side, x.cross(y) * side)
}
