//! Joints that are in no part of the scene that is shown. Their own parents say where they are.

use super::SceneError;
use super::animation::Pose;
use super::glb::Document;
use super::numbers::finite;
use super::words::{Kind, named};
use crate::limits::COORDINATE;
use glam::Affine3A;

/// Gives the joints of these skins places where they have none yet.
pub(super) fn place(
    document: &Document<'_>,
    pose: &Pose,
    skins: impl Iterator<Item = usize>,
    places: &mut [Option<Affine3A>],
) -> Result<(), SceneError> {
    let root = &document.root;
    let joints = skins.filter_map(|skin| root.skins.get(skin)).flat_map(|skin| &skin.joints);
    let mut parents = Vec::new();
    for joint in joints.map(|joint| joint.value()) {
        if places.get(joint).is_none_or(Option::is_some) {
            continue;
        }
        if parents.is_empty() {
            parents = known_parents(document);
        }
        // Up to what has a place, then down again; each node gets its place once.
        let (mut way, mut at, mut above) = (Vec::new(), Some(joint), Affine3A::IDENTITY);
        while let Some(node) = at {
            if let Some(known) = places[node] {
                above = known;
                break;
            }
            if way.len() == places.len() {
                return Err(SceneError::NodeCycle(named(root, Kind::Node, node)));
            }
            way.push(node);
            at = parents[node];
        }
        for node in way.into_iter().rev() {
            above *= pose.local(node, &root.nodes[node]);
            finite(above.to_cols_array(), COORDINATE, || {
                format!("the place of node {}", named(root, Kind::Node, node))
            })?;
            places[node] = Some(above);
        }
    }
    Ok(())
}

/// Whose child each node is; of two, the first one's.
fn known_parents(document: &Document<'_>) -> Vec<Option<usize>> {
    let mut parents = vec![None; document.root.nodes.len()];
    for (parent, node) in document.root.nodes.iter().enumerate() {
        for child in node.children.iter().flatten() {
            if let Some(known) = parents.get_mut(child.value()) {
                known.get_or_insert(parent);
            }
        }
    }
    parents
}
