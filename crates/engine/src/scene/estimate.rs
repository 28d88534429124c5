//! About how much device memory a scene takes, from its description alone: what cannot fit is refused before trees are built
//! and pictures are read, which may take minutes.

use super::SceneError;
use super::accessor::{Elements, Source};
use super::glb::Document;
use super::images::Images;
use super::instances;
use super::load::{is_hidden, root_nodes};
use super::materials;
use super::textures::Textures;
use crate::layout::{Fork, Instance, Material, NO_TEXTURE, Triangle};
use gltf::json::mesh::{Mode, Primitive};
use gltf::json::validation::Checked;
use std::collections::BTreeSet;

/// What is surely there, if no triangle is without area: triangles and a quarter as many forks, instances, texels. Less than
/// [`super::Scene::facts`] tells in the end. What is wrong with it is for the loader to say: something that nobody sees may well be.
pub(super) fn device_bytes(document: &Document<'_>) -> u64 {
    let root = &document.root;
    let (mut meshes, mut materials, mut instances) = (BTreeSet::new(), BTreeSet::new(), 0_u64);
    let (mut seen, mut open) = (vec![false; root.nodes.len()], root_nodes(root));
    while let Some(index) = open.pop() {
        let Some(node) = root.nodes.get(index).filter(|_| !std::mem::replace(&mut seen[index], true)) else { continue };
        if is_hidden(node) {
            continue;
        }
        open.extend(node.children.iter().flatten().map(|child| child.value()));
        if let Some(mesh) = node.mesh.and_then(|mesh| root.meshes.get(mesh.value()).map(|found| (mesh.value(), found)))
        {
            meshes.insert(mesh.0);
            let places = if node.skin.is_none() { instances::count(document, node) } else { 1 };
            instances = instances.saturating_add(places.saturating_mul(mesh.1.primitives.len() as u64));
        }
    }
    let mut triangles = 0_u64;
    for primitive in meshes.iter().flat_map(|&mesh| &root.meshes[mesh].primitives) {
        triangles += count(document, primitive).unwrap_or(0);
        materials.extend(primitive.material.map(|material| material.value()));
    }
    let each = (size_of::<Triangle>() + size_of::<Fork>() / 4) as u64;
    let geometry =
        triangles.saturating_mul(each).saturating_add(instances.saturating_mul(size_of::<Instance>() as u64));
    geometry.saturating_add(texels(document, &materials).unwrap_or(0))
}

/// Triangles of a primitive, those without area too.
fn count(document: &Document<'_>, primitive: &Primitive) -> Result<u64, SceneError> {
    let source = Source::of(document, primitive);
    let corners = match primitive.indices {
        Some(index) => Elements::count(source, index, true)?,
        None => match primitive.attributes.get(&Checked::Valid(gltf::json::mesh::Semantic::Positions)) {
            Some(&index) => Elements::count(source, index, false)?,
            None => 0,
        },
    };
    Ok(match primitive.mode {
        Checked::Valid(Mode::Triangles) => corners / 3,
        Checked::Valid(Mode::TriangleStrip | Mode::TriangleFan) => corners.saturating_sub(2),
        _ => 0,
    } as u64)
}

/// Bytes of the pictures of these materials. Only the pictures' headers are read.
fn texels(document: &Document<'_>, materials: &BTreeSet<usize>) -> Result<u64, SceneError> {
    let (mut textures, mut made) = (Textures::default(), Vec::<Material>::new());
    for &index in materials.iter().filter(|&&index| index < document.root.materials.len()) {
        made.push(materials::read(document, index, &mut textures, &mut Vec::new())?);
    }
    let mut images = Images::default();
    for index in made.iter().flat_map(|material| material.textures).filter(|&index| index != NO_TEXTURE) {
        images.want(document, textures.image(index), false)?;
    }
    Ok(images.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::motion_tests::moving_things;
    use crate::scene::{Stage, glb};

    #[test]
    fn it_is_a_little_less_than_what_it_comes_to() {
        let files = [
            ("reference", crate::reference::CORNELL.to_vec()),
            ("showpiece", crate::showpiece::scene()),
            ("moving", moving_things()),
        ];
        for (name, bytes) in files {
            let estimate = device_bytes(&glb::parse_glb(&bytes).expect("a scene"));
            let scene = Stage::from_glb(bytes).expect("a scene").at(0).expect("a scene");
            // A sky stands around what has no light.
            let real = scene.facts().device_bytes.0 - scene.environment.as_ref().map_or(0, |around| around.bytes());
            assert!(estimate <= real && estimate > real / 4, "{name}: {estimate} of {real}");
        }
    }
}
