//! From a glTF document to a scene.

mod meshes;

use super::animation::Pose;
use super::bvh;
use super::environment::{self, Environment};
use super::extensions;
use super::glb::Document;
use super::instances::Instances;
use super::lights::{Lighting, Lights};
use super::materials;
use super::numbers::finite;
use super::shine::Looker;
use super::skin::{Bender, Shape};
use super::sky;
use super::stage::{Around, Kept, Pictures};
use super::strays;
use super::textures::{Surfaces, Textures};
use super::words::{self, Kind, Named, named};
use super::{Camera, Projection, Scene, SceneError};
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, Fork, INSTANCE_HOLES, Instance, MATERIAL_HOLES, MATERIAL_UNLIT, MATERIAL_VOLUME,
    Material, SLOT_BASE, Triangle,
};
use crate::limits::{CAMERAS_NAMED, COORDINATE, CORNER_WORDS, FORKS, INSTANCES, LIGHTS, UNSUPPORTED_NAMED};
use glam::{Affine3A, Vec3};
use gltf::json::extensions::scene::khr_lights_punctual::Light as Punctual;
use gltf::json::{self, Root};
use idlewatt_proto::Bytes;
use idlewatt_proto::job::SceneFacts;
use idlewatt_proto::limits::TEXT_BYTES;
use meshes::Part;
use obvhs::aabb::Aabb;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

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
    /// Places told by nodes with many.
    instanced: usize,
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
        instanced: 0,
        world: Aabb::empty(),
        cameras: Vec::new(),
        punctual: Vec::new(),
        unsupported: BTreeSet::new(),
    };
    loader.name_unsupported();
    loader.materials()?;
    let places = loader.walk()?;
    loader.show_skinned(places)?;
    loader.finish()
}

impl<'a> Loader<'a> {
    fn root(&self) -> &'a Root {
        &self.document.root
    }

    fn name_unsupported(&mut self) {
        let root = self.root();
        let missing = root.extensions_used.iter().filter_map(|name| extensions::missing(name));
        self.unsupported.extend(missing.take(UNSUPPORTED_NAMED));
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
        let mut visit = |open: &mut Vec<(usize, Affine3A, bool)>, index: usize, parent: Affine3A, shown: bool| {
            let known =
                seen.get_mut(index).ok_or_else(|| SceneError::Invalid(format!("node {index} does not exist")))?;
            if std::mem::replace(known, true) {
                return Err(SceneError::NodeCycle(named(root, Kind::Node, index)));
            }
            open.push((index, parent, shown));
            Ok(())
        };
        for index in root_nodes(root) {
            visit(&mut open, index, Affine3A::IDENTITY, true)?;
        }
        open.reverse();
        while let Some((index, parent, shown)) = open.pop() {
            let node = &root.nodes[index];
            let place = parent * self.pose.local(index, node);
            finite(place.to_cols_array(), COORDINATE, || {
                format!("the place of node {}", named(root, Kind::Node, index))
            })?;
            places[index] = Some(place);
            let shown = shown && !is_hidden(node);
            self.show(index, node, &place, shown)?;
            for child in node.children.iter().flatten().rev() {
                visit(&mut open, child.value(), place, shown)?;
            }
        }
        Ok(places)
    }

    /// Cameras look from hidden nodes as well.
    fn show(&mut self, index: usize, node: &json::Node, place: &Affine3A, shown: bool) -> Result<(), SceneError> {
        let root = self.root();
        if let Some(camera) = node.camera.and_then(|camera| root.cameras.get(camera.value())) {
            self.add_camera(index, node, camera, place)?;
        }
        if !shown {
            return Ok(());
        }
        let light = node.extensions.as_ref().and_then(|extensions| extensions.khr_lights_punctual.as_ref());
        let known = root.extensions.as_ref().and_then(|extensions| extensions.khr_lights_punctual.as_ref());
        if let (Some(light), Some(known)) = (light, known) {
            let light = known.lights.get(light.light.value());
            let light = light.ok_or_else(|| {
                let node = named(root, Kind::Node, index);
                SceneError::Invalid(format!("the light of node {node} does not exist"))
            })?;
            self.punctual.push((*place, light));
        }
        if let Some(mesh) = node.mesh.map(|mesh| mesh.value()) {
            let known = root.meshes.get(mesh);
            let known = known.ok_or_else(|| SceneError::Invalid(format!("mesh {mesh} does not exist")))?;
            let shape = Shape::new(mesh, node.skin.map(|skin| skin.value()), &self.pose.weights(index, node, known));
            match shape.skin {
                Some(skin) => self.skinned.push((shape, skin)),
                None => self.add_meshes(index, node, &shape, place)?,
            }
        }
        Ok(())
    }

    /// A mesh where its node is, or in the many places that the node tells of.
    fn add_meshes(
        &mut self,
        index: usize,
        node: &json::Node,
        shape: &Shape,
        place: &Affine3A,
    ) -> Result<(), SceneError> {
        let Some(instances) = Instances::of(self.document, index, node)? else {
            return self.add_mesh(shape.clone(), place, None);
        };
        // Those that are not seen are work, too.
        self.instanced += instances.count;
        if self.instanced > INSTANCES {
            return Err(SceneError::TooLarge { what: "instances", most: INSTANCES as u64 });
        }
        for instance in 0..instances.count {
            self.add_mesh(shape.clone(), &(*place * instances.place(instance)?), None)?;
        }
        Ok(())
    }

    /// Joints hold skinned meshes in the world; where the meshes' own nodes are does not matter.
    fn show_skinned(&mut self, mut places: Vec<Option<Affine3A>>) -> Result<(), SceneError> {
        let skinned = std::mem::take(&mut self.skinned);
        strays::place(self.document, &self.pose, skinned.iter().map(|(_, skin)| *skin), &mut places)?;
        for (shape, skin) in skinned {
            let joints = self.bender.joints(self.document, skin, &places)?;
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
        let what = format!("the camera of node {}", named(self.root(), Kind::Node, index));
        let projection = match (&camera.perspective, &camera.orthographic) {
            (Some(lens), _) => Projection::Perspective { yfov: lens.yfov },
            (None, Some(lens)) => Projection::Orthographic { ymag: lens.ymag.abs() },
            (None, None) => return Err(SceneError::Invalid(format!("{what} has no lens"))),
        };
        let sensible = match projection {
            Projection::Perspective { yfov } => yfov > 1.0e-3 && yfov < 3.1,
            Projection::Orthographic { ymag } => ymag > 0.0 && ymag <= COORDINATE,
        };
        if !sensible {
            return Err(SceneError::NotFinite(what));
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
        self.note_panes(&seen);
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

    /// Exporters write glass as panes, and the artist's own program shows it solid.
    fn note_panes(&mut self, seen: &[bool]) {
        let pane = |(material, seen): (&Material, &bool)| {
            *seen && material.transmission > 0.0 && material.flags & (MATERIAL_VOLUME | MATERIAL_UNLIT) == 0
        };
        let panes = self.materials.iter().zip(seen).enumerate().filter(|(_, made)| pane(*made));
        let title = |(index, _)| match named(self.root(), Kind::Material, index) {
            Named { index, name } if name.is_empty() => format!("material {index}"),
            Named { name, .. } => name,
        };
        let panes: Vec<String> = panes.map(title).collect();
        if !panes.is_empty() {
            let panes = words::list(&panes);
            self.unsupported.insert(words::note(&format!(
                "glass without a thickness is rendered as thin panes: {panes} (--read-as blender makes it solid)"
            )));
        }
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
        self.unsupported.insert(words::note("no light in the scene: lit by a sunny sky"));
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

/// Whether a node and all below it are not to be seen.
pub(super) fn is_hidden(node: &json::Node) -> bool {
    let said = node.extensions.as_ref().and_then(|all| all.others.get(extensions::VISIBILITY));
    said.and_then(|said| said.get("visible")).and_then(Value::as_bool) == Some(false)
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
