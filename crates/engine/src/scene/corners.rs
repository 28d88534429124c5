//! What the corners of triangles bear besides places and normals: only what their material needs, in words.

use super::SceneError;
use super::accessor::{Elements, Source};
use super::glb::Document;
use super::tangents;
use super::textures::coordinate;
use super::words::{Kind, named};
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, CORNER_TANGENT, CORNER_UV0, CORNER_UV1, Triangle, corner_words, encode_normal,
};
use glam::{Vec2, Vec3};
use gltf::json::accessor::Type;
use gltf::json::mesh::{Primitive, Semantic};
use gltf::json::validation::Checked;

/// What a material asks of the corners.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Needs {
    /// Which sets of texture coordinates.
    pub sets: (bool, bool),
    pub tangents: bool,
    /// Tangents follow the second set.
    pub tangents_by_second: bool,
    pub shine: bool,
}

/// The words of all corners of triangles, and of what kinds they are.
pub(super) struct Corners {
    pub words: Vec<u32>,
    pub flags: u32,
}

impl Corners {
    /// Words of a triangle.
    pub fn stride(&self) -> usize {
        3 * corner_words(self.flags) as usize
    }

    /// Those of one triangle.
    pub fn of(&self, triangle: usize) -> &[u32] {
        &self.words[triangle * self.stride()..][..self.stride()]
    }
}

/// A primitive whose triangles are known.
pub(super) struct Shape<'a> {
    pub document: &'a Document<'a>,
    pub mesh: usize,
    pub primitive: &'a Primitive,
    pub triangles: &'a [Triangle],
    /// The vertices of each triangle.
    pub vertices: &'a [[usize; 3]],
    /// They are not where the file has them.
    pub bent: bool,
}

impl<'a> Shape<'a> {
    pub fn corners(&self, needs: Needs) -> Result<Corners, SceneError> {
        let uv = &[Type::Vec2];
        let first = self.open(Semantic::TexCoords(0), uv, needs.sets.0)?;
        let second = self.open(Semantic::TexCoords(1), uv, needs.sets.1)?;
        let colours = self.open(Semantic::Colors(0), &[Type::Vec3, Type::Vec4], true)?;
        let tangents = if needs.tangents { self.tangents(needs.tangents_by_second)? } else { None };
        let flag = |there: bool, flag: u32| if there { flag } else { 0 };
        let flags = flag(first.is_some(), CORNER_UV0)
            | flag(second.is_some(), CORNER_UV1)
            | flag(colours.is_some(), CORNER_COLOUR)
            | flag(tangents.is_some(), CORNER_TANGENT)
            | flag(needs.shine, CORNER_SHINE);
        let mut words = Vec::with_capacity(self.vertices.len() * 3 * corner_words(flags) as usize);
        for (at, &vertex) in self.vertices.iter().flatten().enumerate() {
            for set in [&first, &second].into_iter().flatten() {
                let uv = coordinate(set.numbers(vertex), self.document, self.mesh)?;
                words.extend([uv.x.to_bits(), uv.y.to_bits()]);
            }
            if let Some(colours) = &colours {
                // Clamped first: what is undefined becomes nought.
                let [red, green, blue, opacity] =
                    colours.numbers(vertex).map(|value| (value.clamp(0.0, 1.0) * 65535.0).round() as u32);
                words.extend([red | (green << 16), blue | (opacity << 16)]);
            }
            words.extend(tangents.as_ref().map(|tangents| tangents[at]));
            words.extend(needs.shine.then_some(0));
        }
        Ok(Corners { words, flags })
    }

    /// An attribute that is wanted and there.
    fn open(&self, semantic: Semantic, kinds: &[Type], wanted: bool) -> Result<Option<Elements<'a>>, SceneError> {
        let name = semantic.to_string();
        let Some(&index) = self.primitive.attributes.get(&Checked::Valid(semantic)).filter(|_| wanted) else {
            return Ok(None);
        };
        let elements = Elements::attributes(Source::of(self.document, self.primitive), index, kinds)?;
        let last = self.vertices.iter().flatten().max().copied().unwrap_or(0);
        if last >= elements.len() {
            let mesh = named(&self.document.root, Kind::Mesh, self.mesh);
            return Err(SceneError::Invalid(format!("mesh {mesh} has fewer {name} than vertices")));
        }
        Ok(Some(elements))
    }

    /// By corner: as they are written, else as they follow from texture coordinates. `None`: there is neither.
    fn tangents(&self, by_second: bool) -> Result<Option<Vec<u32>>, SceneError> {
        // Without normals of their own, and where a shape was bent, corners have others than those that tangents were made
        // for.
        let smooth = !self.bent && self.primitive.attributes.contains_key(&Checked::Valid(Semantic::Normals));
        if let Some(tangents) = self.open(Semantic::Tangents, &[Type::Vec4], smooth)? {
            let word = |&vertex: &usize| {
                let [x, y, z, hand] = tangents.numbers(vertex);
                let along = Vec3::new(x, y, z).try_normalize();
                along.map(|along| encode_tangent(along, hand < 0.0))
            };
            let given: Option<Vec<u32>> = self.vertices.iter().flatten().map(word).collect();
            if given.is_some() {
                return Ok(given);
            }
        }
        let set = self.open(Semantic::TexCoords(u32::from(by_second)), &[Type::Vec2], true)?;
        let Some(set) = set else { return Ok(None) };
        let laid = |vertices: &[usize; 3]| -> Result<[Vec2; 3], SceneError> {
            let [a, b, c] = vertices.map(|vertex| coordinate(set.numbers(vertex), self.document, self.mesh));
            Ok([a?, b?, c?])
        };
        let laid = self.vertices.iter().map(laid).collect::<Result<Vec<_>, _>>()?;
        Ok(Some(tangents::follow(self.triangles, &laid)))
    }
}

/// A direction, whose lowest bit tells that the third axis lies the other way round.
pub(super) fn encode_tangent(along: Vec3, other_way: bool) -> u32 {
    (encode_normal(along) & !1) | u32::from(other_way)
}
