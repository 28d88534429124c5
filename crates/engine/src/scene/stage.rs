//! A scene at one instant after another. What does not change between two of them is read and built once: the
//! description, trees over meshes that keep their shape, and pictures.

use super::bvh::Tree;
use super::environment::Environment;
use super::glb::{self, Document};
use super::skin::Shape;
use super::textures::Surfaces;
use super::{Scene, SceneError, estimate, folder_of, load};
use crate::layout::Triangle;
use idlewatt_proto::Bytes;
use obvhs::aabb::Aabb;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A scene's file, open for its instants.
pub struct Stage {
    document: Document<'static>,
    kept: Kept,
}

impl Stage {
    /// As [`Scene::load`] does.
    pub fn open(path: &Path) -> Result<Self, SceneError> {
        let bytes = glb::read(path)?;
        if glb::is_glb(&bytes) {
            return Self::from_glb(bytes);
        }
        Ok(Self { document: glb::parse_gltf(&bytes, folder_of(path)?)?, kept: Kept::default() })
    }

    /// As [`Scene::from_glb`] does.
    pub fn from_glb(bytes: Vec<u8>) -> Result<Self, SceneError> {
        Ok(Self { document: glb::parse_whole_glb(bytes)?, kept: Kept::default() })
    }

    /// Device memory that it takes at least, by its description.
    pub fn estimate(&self) -> Bytes {
        Bytes(estimate::device_bytes(&self.document))
    }

    /// The same, where no other instant is wanted: nothing is kept for one.
    pub(super) fn only(&self, time_us: u32) -> Result<Scene, SceneError> {
        load::scene(&self.document, time_us, None)
    }

    /// The scene as it is at an instant, in microseconds: in every bit the one that [`Scene::load_at`] loads.
    pub fn at(&mut self, time_us: u32) -> Result<Scene, SceneError> {
        self.kept.begin();
        load::scene(&self.document, time_us, Some(&mut self.kept))
    }
}

/// A mesh's primitive with its tree, apart from any scene.
pub(super) struct Built {
    pub tree: Tree,
    pub triangles: Vec<Triangle>,
    /// Words of all corners, and of one triangle's.
    pub corners: Vec<u32>,
    pub stride: usize,
    pub flags: u32,
    /// Boxes that hold it, in its own space.
    pub hull: Arc<[Aabb]>,
    pub material: usize,
}

/// A mesh in one shape.
pub(super) struct Mesh {
    pub parts: Vec<Built>,
    /// Triangles looked at.
    pub read: usize,
    /// What of it is not seen as it should be.
    pub notes: BTreeSet<String>,
}

/// What lies on surfaces, but for corners.
pub(super) struct Pictures {
    pub surfaces: Surfaces,
    /// Which views have an image without a hole.
    pub whole: Vec<bool>,
    pub notes: BTreeSet<String>,
}

/// What the file puts around the scene.
#[derive(Clone)]
pub(super) struct Around {
    /// In a second layer nothing, if that is black.
    pub environment: Option<Option<Environment>>,
    pub notes: BTreeSet<String>,
}

/// What the last instant had that another one may have as well.
#[derive(Default)]
pub(super) struct Kept {
    meshes: HashMap<Shape, Arc<Mesh>>,
    /// Meshes of the instant before, of which those are let go that are not shown again: a face has a shape for each of them.
    before: HashMap<Shape, Arc<Mesh>>,
    /// Those of which materials.
    pictures: Option<(Vec<bool>, Arc<Pictures>)>,
    pub around: Option<Around>,
}

impl Kept {
    fn begin(&mut self) {
        self.before = std::mem::take(&mut self.meshes);
    }

    pub fn mesh(&mut self, shape: &Shape) -> Option<Arc<Mesh>> {
        let mesh = self.before.remove(shape)?;
        self.meshes.insert(shape.clone(), Arc::clone(&mesh));
        Some(mesh)
    }

    /// Joints make a shape that no weights tell.
    pub fn keep_mesh(&mut self, shape: &Shape, mesh: &Arc<Mesh>) {
        if shape.skin.is_none() {
            self.meshes.insert(shape.clone(), Arc::clone(mesh));
        }
    }

    /// All pictures of these materials.
    pub fn pictures(&self, seen: &[bool]) -> Option<Arc<Pictures>> {
        self.pictures.as_ref().filter(|(of, _)| of == seen).map(|(_, pictures)| Arc::clone(pictures))
    }

    pub fn keep_pictures(&mut self, seen: Vec<bool>, pictures: &Arc<Pictures>) {
        self.pictures = Some((seen, Arc::clone(pictures)));
    }
}

impl Scene {
    /// What is needed of it to look at it in another way, when it is on a device.
    pub fn into_outline(mut self) -> Self {
        self.forks = Vec::new();
        self.triangles = Vec::new();
        self.instances = Vec::new();
        self.surfaces = Surfaces::default();
        if let Some(environment) = &mut self.environment {
            environment.words = Arc::default();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::motion_tests::moving_things;
    use crate::scene::{Surroundings, surround};

    #[test]
    fn an_instant_is_the_same_whatever_was_looked_at_before() {
        let bytes = moving_things();
        let mut stage = Stage::from_glb(bytes.clone()).expect("a scene");
        for time_us in [0, 250_000, 900_000, 250_000, 5_000_000] {
            let (kept, fresh) = (stage.at(time_us).expect("kept"), Scene::from_glb_at(&bytes, time_us).expect("fresh"));
            assert_eq!(format!("{kept:?}"), format!("{fresh:?}"), "at {time_us}");
        }
    }

    #[test]
    fn what_is_around_is_read_once_and_an_outline_lets_go_of_it() {
        let file = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 2\n\x80\x80\x80\x81\x80\x80\x80\x81";
        let around = Surroundings { file, rotation: 0.0, strength: 1.0 };
        let mut stage = Stage::from_glb(surround(&moving_things(), &around).expect("valid")).expect("a scene");
        let words = |scene: &Scene| Arc::clone(&scene.environment.as_ref().expect("something").words);
        let [first, second] = [0, 500_000].map(|time_us| stage.at(time_us).expect("a scene"));
        assert!(Arc::ptr_eq(&words(&first), &words(&second)));
        assert!(!words(&first).is_empty() && words(&first.into_outline()).is_empty());
    }

    #[test]
    fn what_keeps_its_shape_is_built_once() {
        let mut stage = Stage::from_glb(moving_things()).expect("a scene");
        let first = stage.at(0).expect("a scene");
        let trees: Vec<_> = stage.kept.meshes.values().map(Arc::as_ptr).collect();
        let second = stage.at(500_000).expect("a scene");
        let still = stage.kept.meshes.values().filter(|mesh| trees.contains(&Arc::as_ptr(mesh))).count();
        assert!(still >= 1 && still < trees.len(), "{still} of {} keep their shape", trees.len());
        assert!(Arc::ptr_eq(&first.surfaces.texels, &second.surfaces.texels));
        stage.at(700_000).expect("a scene");
        assert!(stage.kept.meshes.len() == trees.len(), "old shapes are let go");
    }
}
