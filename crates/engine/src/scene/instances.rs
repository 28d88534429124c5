//! Nodes that show their mesh in many places: EXT_mesh_gpu_instancing.

use super::SceneError;
use super::accessor::Elements;
use super::animation::unit;
use super::glb::Document;
use super::numbers::finite;
use super::words::{Kind, named};
use crate::limits::{COORDINATE, INSTANCES};
use glam::{Affine3A, Quat, Vec3};
use gltf::json::accessor::Type;
use gltf::json::{Index, Node};
use serde_json::{Map, Value};

pub(super) const EXTENSION: &str = "EXT_mesh_gpu_instancing";

/// The places of a node's mesh, within the node.
pub(super) struct Instances<'a> {
    of: String,
    translations: Option<Elements<'a>>,
    rotations: Option<Elements<'a>>,
    scales: Option<Elements<'a>>,
    pub count: usize,
}

fn said(node: &Node) -> Option<&Value> {
    node.extensions.as_ref()?.others.get(EXTENSION)
}

fn attributes(said: &Value) -> Option<&Map<String, Value>> {
    said.get("attributes")?.as_object()
}

/// How often a node shows its mesh, before anything is looked at.
pub(super) fn count(document: &Document<'_>, node: &Node) -> u64 {
    let Some(said) = said(node) else { return 1 };
    let known = |name: &str| {
        let index = attributes(said)?.get(name)?.as_u64()?;
        Some(document.root.accessors.get(usize::try_from(index).ok()?)?.count.0)
    };
    let counts = ["TRANSLATION", "ROTATION", "SCALE"].into_iter().filter_map(known);
    counts.min().unwrap_or(1).min(INSTANCES as u64)
}

impl<'a> Instances<'a> {
    /// `None`: the mesh is where its node is.
    pub fn of(document: &'a Document<'_>, index: usize, node: &Node) -> Result<Option<Self>, SceneError> {
        let Some(said) = said(node) else { return Ok(None) };
        let of = format!("the instances of node {}", named(&document.root, Kind::Node, index));
        let bad = |what: &str| SceneError::Invalid(format!("{of} {what}"));
        let undescribed = || bad("are not described as they should be");
        let attributes = attributes(said).ok_or_else(undescribed)?;
        let accessor = |name: &str| {
            let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
            let index = attributes.get(name).map(|value| number(value).ok_or_else(undescribed)).transpose()?;
            Ok::<_, SceneError>(index.map(Index::new))
        };
        let vectors = |name| accessor(name)?.map(|index| Elements::vectors(document, index)).transpose();
        let (translations, scales) = (vectors("TRANSLATION")?, vectors("SCALE")?);
        let rotations = accessor("ROTATION")?;
        let rotations = rotations.map(|index| Elements::attributes(document, index, &[Type::Vec4])).transpose()?;
        let all = [("TRANSLATION", &translations), ("ROTATION", &rotations), ("SCALE", &scales)];
        let mut counts = all.iter().filter_map(|(name, all)| Some((*name, all.as_ref()?.len())));
        // Attributes of somebody's own say nothing about places.
        let Some((first, count)) = counts.next() else { return Ok(None) };
        if let Some((other, found)) = counts.find(|(_, found)| *found != count) {
            return Err(bad(&format!("have {count} of {first} and {found} of {other}")));
        }
        if count > INSTANCES {
            return Err(SceneError::TooLarge { what: "instances", most: INSTANCES as u64 });
        }
        Ok(Some(Self { of, translations, rotations, scales, count }))
    }

    /// The place of one of an index below [`Self::count`].
    pub fn place(&self, index: usize) -> Result<Affine3A, SceneError> {
        let turn = self.rotations.as_ref().map_or(Quat::IDENTITY, |all| Quat::from_array(all.numbers(index)));
        finite(turn.to_array(), COORDINATE, || self.of.clone())?;
        let place = Affine3A::from_scale_rotation_translation(
            self.scales.as_ref().map_or(Vec3::ONE, |all| all.vector(index)),
            unit(turn),
            self.translations.as_ref().map_or(Vec3::ZERO, |all| all.vector(index)),
        );
        finite(place.to_cols_array(), COORDINATE, || self.of.clone())?;
        Ok(place)
    }
}
