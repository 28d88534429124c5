//! From a glTF document to a scene.

mod meshes;

use super::animation::Pose;
use super::bvh;
use super::environment::{self, Environment};
use super::glb::Document;
use super::lights::{Lighting, Lights};
use super::materials;
use super::numbers::finite;
use super::packed;
use super::shine::Looker;
use super::skin::{Bender, Shape};
use super::sky;
use super::stage::{Around, Kept, Pictures};
use super::textures::{Surfaces, Textures};
use super::{Camera, Projection, Scene, SceneError};
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, Fork, INSTANCE_HOLES, Instance, MATERIAL_HOLES, Material, SLOT_BASE, Triangle,
};
use crate::limits::{CAMERAS_NAMED, COORDINATE, CORNER_WORDS, FORKS, LIGHTS, UNSUPPORTED_NAMED};
use glam::{Affine3A, Vec3};
use gltf::json::extensions::scene::khr_lights_punctual::Light as Punctual;
use gltf::json::{self, Root};
use idlewatt_proto::Bytes;
use idlewatt_proto::job::SceneFacts;
use idlewatt_proto::limits::TEXT_BYTES;
use meshes::Part;
use obvhs::aabb::Aabb;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Extensions that a scene may require.
pub(super) const EXTENSIONS: &[&str] = &[
    "EXT_texture_webp",
    environment::EXTENSION,
    packed::MESHOPT[0],
    packed::MESHOPT[1],
    packed::DRACO,
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_pbrSpecularGlossiness",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_volume",
    "KHR_mesh_quantization",
    "KHR_texture_transform",
];

struct Loader<'a> {
    document: &'a Document<'a>,
    /// From the last instant, and for the next one.
    kept: Option<&'a mut Kept>,
    forks: Vec<Fork>,
    triangles: Vec<Triangle>,
    materials: Vec<Material>,
    textures: Textures,
    corners: Vec<u32>,
    /// Triangles looked at, those without area too: what bounds the work.
    read: usize,
    /// By shape; filled when the first node shows it.
    parts: HashMap<Shape, Vec<Part>>,
    pose: Pose,
    bender: Bender,
    /// Meshes that wait until all joints have their places.
    skinned: Vec<(Shape, usize)>,
    placed: Vec<(Instance, Aabb, std::ops::Range<usize>)>,
    /// Around everything.
    world: Aabb,
    cameras: Vec<Camera>,
    punctual: Vec<(Affine3A, &'a Punctual)>,
    unsupported: BTreeSet<String>,
}

/// As it is at an instant.
pub(super) fn scene(document: &Document<'_>, time_us: u32, kept: Option<&mut Kept>) -> Result<Scene, SceneError> {
    let pose = Pose::at(document, time_us)?;
    let mut loader = Loader {
        document,
        // What never moves has no other instants.
        kept: kept.filter(|_| pose.duration_us > 0),
        forks: Vec::new(),
        triangles: Vec::new(),
        materials: Vec::new(),
        textures: Textures::default(),
        corners: Vec::new(),
        read: 0,
        parts: HashMap::new(),
        pose,
        bender: Bender::default(),
        skinned: Vec::new(),
        placed: Vec::new(),
        world: Aabb::empty(),
        cameras: Vec::new(),
        punctual: Vec::new(),
        unsupported: BTreeSet::new(),
    };
    loader.name_unsupported();
    loader.materials()?;
    let places = loader.walk()?;
    loader.show_skinned(&places)?;
    loader.finish()
}

impl<'a> Loader<'a> {
    fn root(&self) -> &'a Root {
        &self.document.root
    }

    fn name_unsupported(&mut self) {
        let root = self.root();
        let unread = root.extensions_used.iter().filter(|name| !EXTENSIONS.contains(&name.as_str()));
        self.unsupported.extend(unread.take(UNSUPPORTED_NAMED).map(|name| {
            let name: String = name.chars().take(60).collect();
            format!("the glTF extension {name}")
        }));
        let note = |set: &mut BTreeSet<String>, there: bool, what: &str| {
            if there {
                set.insert(what.into());
            }
        };
        let (contested, unread) = (self.pose.contested, self.pose.unread);
        note(&mut self.unsupported, contested, "animations of what another one moves already (the first has it)");
        note(&mut self.unsupported, unread, "animations of anything but places, turns, sizes and shapes");
    }

    fn materials(&mut self) -> Result<(), SceneError> {
        for index in 0..self.root().materials.len() {
            let material = materials::read(self.document, index, &mut self.textures, &mut self.unsupported)?;
            self.materials.push(material);
        }
        // What meshes without a material get.
        self.materials.push(Material::default());
        Ok(())
    }

    /// Visits every node of the scene once, and tells their places. A list instead of recursion: depth costs nothing.
    fn walk(&mut self) -> Result<Vec<Option<Affine3A>>, SceneError> {
        let root = self.root();
        let mut places = vec![None; root.nodes.len()];
        let mut seen = vec![false; root.nodes.len()];
        let mut open = Vec::new();
        // Marked before it is listed, so that the list is never longer than there are nodes.
        let mut visit = |open: &mut Vec<(usize, Affine3A)>, index: usize, parent: Affine3A| {
            let known =
                seen.get_mut(index).ok_or_else(|| SceneError::Invalid(format!("node {index} does not exist")))?;
            if std::mem::replace(known, true) {
                return Err(SceneError::NodeCycle(index));
            }
            open.push((index, parent));
            Ok(())
        };
        for index in root_nodes(root) {
            visit(&mut open, index, Affine3A::IDENTITY)?;
        }
        open.reverse();
        while let Some((index, parent)) = open.pop() {
            let node = &root.nodes[index];
            let place = parent * self.pose.local(index, node);
            finite(place.to_cols_array(), COORDINATE, || format!("the place of node {index}"))?;
            places[index] = Some(place);
            self.show(index, node, &place)?;
            for child in node.children.iter().flatten().rev() {
                visit(&mut open, child.value(), place)?;
            }
        }
        Ok(places)
    }

    fn show(&mut self, index: usize, node: &json::Node, place: &Affine3A) -> Result<(), SceneError> {
        let root = self.root();
        if let Some(camera) = node.camera.and_then(|camera| root.cameras.get(camera.value())) {
            self.add_camera(index, node, camera, place)?;
        }
        let light = node.extensions.as_ref().and_then(|extensions| extensions.khr_lights_punctual.as_ref());
        let known = root.extensions.as_ref().and_then(|extensions| extensions.khr_lights_punctual.as_ref());
        if let (Some(light), Some(known)) = (light, known) {
            let light = known.lights.get(light.light.value());
            let light =
                light.ok_or_else(|| SceneError::Invalid(format!("the light of node {index} does not exist")))?;
            self.punctual.push((*place, light));
        }
        if let Some(mesh) = node.mesh.map(|mesh| mesh.value()) {
            let known = root.meshes.get(mesh);
            let known = known.ok_or_else(|| SceneError::Invalid(format!("mesh {mesh} does not exist")))?;
            let shape = Shape::new(mesh, node.skin.map(|skin| skin.value()), &self.pose.weights(index, node, known));
            match shape.skin {
                Some(skin) => self.skinned.push((shape, skin)),
                None => self.add_mesh(shape, place, None)?,
            }
        }
        Ok(())
    }

    /// Joints hold skinned meshes in the world; where the meshes' own nodes are does not matter.
    fn show_skinned(&mut self, places: &[Option<Affine3A>]) -> Result<(), SceneError> {
        for (shape, skin) in std::mem::take(&mut self.skinned) {
            let joints = self.bender.joints(self.document, skin, places)?;
            self.add_mesh(shape, &Affine3A::IDENTITY, Some(&joints))?;
        }
        Ok(())
    }

    fn add_camera(
        &mut self,
        index: usize,
        node: &json::Node,
        camera: &json::Camera,
        place: &Affine3A,
    ) -> Result<(), SceneError> {
        let projection = match (&camera.perspective, &camera.orthographic) {
            (Some(lens), _) => Projection::Perspective { yfov: lens.yfov },
            (None, Some(lens)) => Projection::Orthographic { ymag: lens.ymag.abs() },
            (None, None) => return Err(SceneError::Invalid(format!("the camera of node {index} has no lens"))),
        };
        let sensible = match projection {
            Projection::Perspective { yfov } => yfov > 1.0e-3 && yfov < 3.1,
            Projection::Orthographic { ymag } => ymag > 0.0 && ymag <= COORDINATE,
        };
        if !sensible {
            return Err(SceneError::NotFinite(format!("the camera of node {index}")));
        }
        let name = node.name.as_ref().or(camera.name.as_ref()).filter(|name| name.len() <= TEXT_BYTES);
        let backward = Vec3::from(place.matrix3.z_axis).normalize_or(Vec3::Z);
        let right = Vec3::from(place.matrix3.y_axis).cross(backward).normalize_or(backward.any_orthonormal_vector());
        self.cameras.push(Camera {
            name: name.cloned().unwrap_or_else(|| format!("camera {index}")),
            eye: place.translation.into(),
            right,
            up: backward.cross(right),
            forward: -backward,
            projection,
            medium: 0,
        });
        Ok(())
    }

    fn finish(mut self) -> Result<Scene, SceneError> {
        if self.placed.is_empty() {
            return Err(SceneError::Empty);
        }
        let boxes: Vec<Aabb> = self.placed.iter().map(|placed| placed.1).collect();
        let all = self.world;
        let (tree, order) = bvh::build(&boxes, bvh::Over::Instances);
        let tlas = tree.lay(&mut self.forks, 0);
        if self.forks.len() > FORKS {
            return Err(SceneError::TooLarge { what: "forks in trees", most: FORKS as u64 });
        }
        let mut surfaces = self.surfaces()?;
        let extent = (all.diagonal().length() * 0.5).max(1.0e-6);
        let lights = self.lights(extent, &order, &mut surfaces)?;
        let environment = self.environment(lights.all.is_empty())?;
        let facts = self.facts(self.materials.len() - 1, lights.all.len());
        let mut scene = Scene {
            forks: self.forks,
            tlas,
            grid: tree.grid,
            triangles: self.triangles,
            instances: order.iter().map(|&index| self.placed[index as usize].0).collect(),
            materials: self.materials,
            lights,
            surfaces,
            environment,
            cameras: self.cameras,
            low: all.min.into(),
            high: all.max.into(),
            facts,
        };
        scene.facts.device_bytes = Bytes(scene.device_bytes());
        scene.find_media();
        Ok(scene)
    }

    /// Reads the pictures of what is to be seen, and finds out through which instances rays may go.
    fn surfaces(&mut self) -> Result<Surfaces, SceneError> {
        let mut seen = vec![false; self.materials.len()];
        for (instance, ..) in &self.placed {
            seen[instance.material as usize] = true;
        }
        let pictures = self.pictures(seen)?;
        self.unsupported.extend(pictures.notes.iter().cloned());
        let whole = &pictures.whole;
        let surfaces = Surfaces { corners: std::mem::take(&mut self.corners), ..pictures.surfaces.clone() };
        for (instance, ..) in &mut self.placed {
            let material = &self.materials[instance.material as usize];
            // Exporters say "blend" of much that is opaque; rays need not ask there.
            let whole = whole.get(material.textures[SLOT_BASE] as usize).copied().unwrap_or(true);
            let solid =
                whole && material.opacity >= 1.0 && material.cutoff <= 1.0 && instance.flags & CORNER_COLOUR == 0;
            if material.flags & MATERIAL_HOLES != 0 && !solid {
                instance.flags |= INSTANCE_HOLES;
            }
        }
        Ok(surfaces)
    }

    /// The pictures of these materials, from the last instant or read now.
    fn pictures(&mut self, seen: Vec<bool>) -> Result<Arc<Pictures>, SceneError> {
        if let Some(known) = self.kept.as_ref().and_then(|kept| kept.pictures(&seen)) {
            return Ok(known);
        }
        let materials = self.materials.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(one, _)| one);
        let materials: Vec<_> = materials.collect();
        let mut notes = BTreeSet::new();
        let (surfaces, whole) = std::mem::take(&mut self.textures).finish(self.document, &materials, &mut notes)?;
        let pictures = Arc::new(Pictures { surfaces, whole, notes });
        if let Some(kept) = &mut self.kept {
            kept.keep_pictures(seen, &pictures);
        }
        Ok(pictures)
    }

    /// All lights. Those that do not shine evenly are found again by where they are in the scene, of whose instances
    /// this is the order.
    fn lights(&mut self, extent: f32, order: &[u32], surfaces: &mut Surfaces) -> Result<Lighting, SceneError> {
        let mut lights = Lights::default();
        for (place, light) in &self.punctual {
            lights.add_punctual(light, place, extent)?;
        }
        let mut looker = Looker::default();
        let mut shining: Vec<_> = self.parts.values().flatten().filter(|part| part.flags & CORNER_SHINE != 0).collect();
        // The same on every machine: a table of hashes has an order of its own.
        shining.sort_unstable_by_key(|part| part.root);
        for part in shining {
            let material = &self.materials[part.material as usize];
            looker.write(surfaces, material, (part.corners, part.flags), part.triangles.clone());
        }
        let mut at = vec![0; order.len()];
        for (instance, &placed) in order.iter().enumerate() {
            at[placed as usize] = instance as u32;
        }
        let mut emissive = 0;
        for ((instance, _, range), at) in self.placed.iter_mut().zip(at) {
            let material = &self.materials[instance.material as usize];
            if material.emission != Vec3::ZERO {
                emissive += range.len();
                if emissive > LIGHTS {
                    return Err(SceneError::TooLarge { what: "emissive triangles", most: LIGHTS as u64 });
                }
                lights.add_mesh(&self.triangles, range.clone(), (instance, at), material, surfaces)?;
            }
        }
        if surfaces.corners.len() > CORNER_WORDS {
            return Err(SceneError::TooLarge {
                what: "numbers at the corners of triangles",
                most: CORNER_WORDS as u64,
            });
        }
        Ok(lights.finish(surfaces))
    }

    /// What is behind everything. A scene without any light would be black, which nobody means: it stands in the open.
    fn environment(&mut self, dark: bool) -> Result<Option<Environment>, SceneError> {
        let Around { environment, notes } = self.around()?;
        self.unsupported.extend(notes);
        if let Some(environment) = environment {
            return Ok(environment);
        }
        if !dark {
            return Ok(None);
        }
        self.unsupported.insert("the dark of a scene without any light (it stands under a sunny sky instead)".into());
        // The same for all such scenes, and a tenth of a second's work.
        static DAY: OnceLock<Option<Environment>> = OnceLock::new();
        Ok(DAY.get_or_init(|| Environment::new(sky::daytime(), 0.0, 1.0)).clone())
    }

    /// What the file puts around the scene, from the last instant or read now.
    fn around(&mut self) -> Result<Around, SceneError> {
        if let Some(known) = self.kept.as_ref().and_then(|kept| kept.around.clone()) {
            return Ok(known);
        }
        let mut notes = BTreeSet::new();
        let around = Around { environment: environment::of(self.document, &mut notes)?, notes };
        if let Some(kept) = &mut self.kept {
            kept.around = Some(around.clone());
        }
        Ok(around)
    }

    fn facts(&self, materials: usize, lights: usize) -> SceneFacts {
        SceneFacts {
            triangles: self.triangles.len() as u64,
            instanced_triangles: self.placed.iter().map(|placed| placed.2.len() as u64).sum(),
            instances: self.placed.len() as u64,
            materials: materials as u64,
            lights: lights as u64,
            cameras: self.cameras.iter().take(CAMERAS_NAMED).map(|camera| camera.name.clone()).collect(),
            device_bytes: Bytes(0),
            unsupported: self.unsupported.iter().take(UNSUPPORTED_NAMED).cloned().collect(),
            duration_us: self.pose.duration_us,
        }
    }
}

/// The nodes at the top: of the default scene, else of the first, else all that are nobody's child.
pub(super) fn root_nodes(root: &Root) -> Vec<usize> {
    if let Some(scene) = root.scene.and_then(|index| root.scenes.get(index.value())).or(root.scenes.first()) {
        return scene.nodes.iter().map(|node| node.value()).collect();
    }
    let mut child = vec![false; root.nodes.len()];
    for index in root.nodes.iter().flat_map(|node| node.children.iter().flatten()) {
        if let Some(child) = child.get_mut(index.value()) {
            *child = true;
        }
    }
    (0..child.len()).filter(|&node| !child[node]).collect()
}
