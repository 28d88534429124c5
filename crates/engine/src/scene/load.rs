//! From a glTF document to a scene.

use super::accessor::Elements;
use super::animation::Pose;
use super::bvh;
use super::corners;
use super::environment::{self, Environment};
use super::extended;
use super::glb::Document;
use super::lights::{Lighting, Lights};
use super::shine::Looker;
use super::skin::{Bender, Joints, Shape, Vertices};
use super::sky;
use super::stage::{Built, Kept, Mesh, Pictures};
use super::textures::{Surfaces, Textures};
use super::{Camera, Scene, SceneError};
use crate::layout::{
    CORNER_COLOUR, CORNER_SHINE, CORNER_TANGENT, INSTANCE_HOLES, Instance, MATERIAL_HOLES, MATERIAL_UNLIT, Material,
    Node, SLOT_BASE, Triangle, encode_normal, rows,
};
use crate::limits::{
    CAMERAS_NAMED, COORDINATE, CORNER_WORDS, EMISSION, INSTANCES, LIGHTS, MESH_DEPTH, NODES, TOP_DEPTH, TRIANGLES,
    UNSUPPORTED_NAMED,
};
use glam::{Affine3A, Vec3, Vec3A};
use gltf::json::extensions::scene::khr_lights_punctual::Light as Punctual;
use gltf::json::material::AlphaMode;
use gltf::json::mesh::{Mode, Primitive};
use gltf::json::validation::Checked;
use gltf::json::{self, Root};
use idlewatt_proto::Bytes;
use idlewatt_proto::job::SceneFacts;
use idlewatt_proto::limits::TEXT_BYTES;
use obvhs::aabb::Aabb;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Extensions that a scene may require.
pub(super) const EXTENSIONS: &[&str] = &[
    "EXT_texture_webp",
    environment::EXTENSION,
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
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

/// A mesh's primitive with its tree: what instances share.
struct Part {
    root: u32,
    bounds: Aabb,
    triangles: std::ops::Range<usize>,
    material: u32,
    /// As instances have them.
    corners: u32,
    flags: u32,
}

struct Loader<'a> {
    document: &'a Document<'a>,
    /// From the last instant, and for the next one.
    kept: Option<&'a mut Kept>,
    nodes: Vec<Node>,
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
        nodes: Vec::new(),
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

pub(super) fn finite(
    values: impl IntoIterator<Item = f32>,
    most: f32,
    what: impl Fn() -> String,
) -> Result<(), SceneError> {
    let fine = values.into_iter().all(|value| value.abs() <= most);
    if fine { Ok(()) } else { Err(SceneError::NotFinite(what())) }
}

/// A number that lights something.
pub(super) fn amount(value: f32, what: &str) -> Result<f32, SceneError> {
    finite([value], EMISSION, || what.into())?;
    Ok(value.max(0.0))
}

/// Linear red, green and blue that light something.
pub(super) fn colour(value: [f32; 3], what: &str) -> Result<Vec3, SceneError> {
    finite(value, EMISSION, || what.into())?;
    Ok(Vec3::from_array(value).max(Vec3::ZERO))
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
        for (index, described) in self.root().materials.iter().enumerate() {
            let mut material = convert(index, described)?;
            // As free values, so that an extension is read alike whether the library knows it or not.
            let free = serde_json::to_value(described).map_err(|error| SceneError::Invalid(error.to_string()))?;
            self.textures.add(self.document, index, &free, &mut material, &mut self.unsupported)?;
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
        let Some(lens) = &camera.perspective else {
            self.unsupported.insert("orthographic cameras".into());
            return Ok(());
        };
        if !(lens.yfov > 1.0e-3 && lens.yfov < 3.1) {
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
            yfov: lens.yfov,
        });
        Ok(())
    }

    fn add_mesh(&mut self, shape: Shape, place: &Affine3A, joints: Option<&Joints>) -> Result<(), SceneError> {
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
            let bounds = transform(&part.bounds, place);
            finite(bounds.min.to_array().into_iter().chain(bounds.max.to_array()), COORDINATE, || {
                format!("the place of mesh {mesh}")
            })?;
            let instance = Instance {
                to_world: rows(place),
                to_object: rows(&inverse),
                root: part.root,
                material: part.material,
                corners: part.corners,
                flags: part.flags,
                lights: 0,
                spare: [0; 3],
            };
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
            self.note_lines(&known);
            return Ok(known);
        }
        let before = self.read;
        let mut mesh = Mesh { parts: Vec::new(), read: 0, lines: false };
        for primitive in &self.root().meshes[shape.mesh].primitives {
            let built = self.part(shape, primitive, joints, &mut mesh.lines)?;
            mesh.parts.extend(built);
        }
        mesh.read = self.read - before;
        self.note_lines(&mesh);
        let mesh = Arc::new(mesh);
        if let Some(kept) = &mut self.kept {
            kept.keep_mesh(shape, &mesh);
        }
        Ok(mesh)
    }

    fn note_lines(&mut self, mesh: &Mesh) {
        if mesh.lines {
            self.unsupported.insert("points and lines".into());
        }
    }

    /// Reads one primitive and builds its tree. `None`: there is no area in it.
    fn part(
        &mut self,
        shape: &Shape,
        primitive: &Primitive,
        joints: Option<&Joints>,
        lines: &mut bool,
    ) -> Result<Option<Built>, SceneError> {
        let materials = self.root().materials.len();
        let material = primitive.material.map_or(materials, |material| material.value()).min(materials);
        let vertices = Vertices::of(self.document, primitive, shape, joints, &mut self.bender)?;
        let Some(vertices) = vertices else { return Ok(None) };
        let bent = vertices.are_bent();
        let mesh = shape.mesh;
        let Some((triangles, vertices)) = read_triangles(self.document, mesh, primitive, &vertices, &mut self.read)?
        else {
            *lines = true;
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
            self.unsupported.insert("brushed materials where nothing says which way (no texture coordinates)".into());
        }
        let boxes: Vec<Aabb> = triangles.iter().map(bounds_of).collect();
        let tree = bvh::build(&boxes, 4, MESH_DEPTH);
        Ok(Some(Built {
            triangles: tree.order.iter().map(|&index| triangles[index as usize]).collect(),
            corners: tree.order.iter().flat_map(|&index| corners.of(index as usize)).copied().collect(),
            stride: corners.stride(),
            flags: corners.flags,
            bounds: boxes.iter().fold(Aabb::empty(), |all, one| all.union(one)),
            material,
            nodes: tree.nodes,
        }))
    }

    /// Puts a primitive beside the others.
    fn lay(&mut self, built: &Built) -> Result<Part, SceneError> {
        let (root, start, first) = (self.nodes.len(), self.triangles.len(), self.corners.len() as u32);
        self.nodes.extend(bvh::shifted(&built.nodes, root, start));
        self.triangles.extend_from_slice(&built.triangles);
        if self.nodes.len() > NODES {
            return Err(SceneError::TooLarge { what: "tree nodes", most: NODES as u64 });
        }
        self.corners.extend_from_slice(&built.corners);
        if self.corners.len() > CORNER_WORDS {
            return Err(SceneError::TooLarge {
                what: "numbers at the corners of triangles",
                most: CORNER_WORDS as u64,
            });
        }
        Ok(Part {
            root: root as u32,
            bounds: built.bounds,
            triangles: start..self.triangles.len(),
            material: built.material as u32,
            corners: first.wrapping_sub((start * built.stride) as u32),
            flags: built.flags,
        })
    }

    fn finish(mut self) -> Result<Scene, SceneError> {
        if self.placed.is_empty() {
            return Err(SceneError::Empty);
        }
        let boxes: Vec<Aabb> = self.placed.iter().map(|placed| placed.1).collect();
        let all = boxes.iter().fold(Aabb::empty(), |all, one| all.union(one));
        let tree = bvh::build(&boxes, 1, TOP_DEPTH);
        let tlas = self.nodes.len() as u32;
        self.nodes.extend(bvh::shifted(&tree.nodes, tlas as usize, 0));
        if self.nodes.len() > NODES {
            return Err(SceneError::TooLarge { what: "tree nodes", most: NODES as u64 });
        }
        let mut surfaces = self.surfaces()?;
        let extent = (all.diagonal().length() * 0.5).max(1.0e-6);
        let lights = self.lights(extent, &tree.order, &mut surfaces)?;
        let environment = self.environment(lights.all.is_empty())?;
        let facts = self.facts(self.materials.len() - 1, lights.all.len());
        let mut scene = Scene {
            nodes: self.nodes,
            tlas,
            triangles: self.triangles,
            instances: tree.order.iter().map(|&index| self.placed[index as usize].0).collect(),
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
        if let Some(environment) = environment::of(self.document, &mut self.unsupported)? {
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

pub(super) fn convert(index: usize, material: &json::Material) -> Result<Material, SceneError> {
    let what = || format!("material {index}");
    let pbr = &material.pbr_metallic_roughness;
    let extensions = material.extensions.as_ref();
    let strength = extensions.and_then(|all| all.emissive_strength.as_ref()).map_or(1.0, |it| it.emissive_strength.0);
    let ior = extensions.and_then(|all| all.ior.as_ref()).map_or(1.5, |ior| ior.ior.0);
    finite(pbr.base_color_factor.0, 1.0e3, what)?;
    finite([pbr.metallic_factor.0, pbr.roughness_factor.0, ior], 1.0e3, what)?;
    let emission = colour(material.emissive_factor.0, &what())? * amount(strength, &what())?;
    finite(emission.to_array(), EMISSION, what)?;
    let [red, green, blue, _] = pbr.base_color_factor.0;
    let opacity = extended::opacity(material);
    finite([opacity], 1.0e3, what)?;
    let unlit = extensions.is_some_and(|all| all.others.contains_key("KHR_materials_unlit"));
    let (opacity, cutoff, holes) = match material.alpha_mode {
        Checked::Valid(AlphaMode::Mask) => {
            let cutoff = material.alpha_cutoff.map_or(0.5, |cutoff| cutoff.0);
            finite([cutoff], 1.0e3, what)?;
            (opacity.max(0.0), cutoff.max(0.0), MATERIAL_HOLES)
        }
        Checked::Valid(AlphaMode::Blend) => (opacity.clamp(0.0, 1.0), -1.0, MATERIAL_HOLES),
        _ => (1.0, -1.0, 0),
    };
    let mut made = Material {
        base: Vec3::new(red, green, blue).clamp(Vec3::ZERO, Vec3::ONE),
        metallic: pbr.metallic_factor.0.clamp(0.0, 1.0),
        emission: if unlit { Vec3::ZERO } else { emission },
        opacity,
        cutoff,
        // Backs are seen whether or not a material is double-sided: so are they by the renderer that artists compare with,
        // whose importer of glTF keeps that switch for its viewport.
        flags: holes | if unlit { MATERIAL_UNLIT } else { 0 },
        roughness: pbr.roughness_factor.0.clamp(0.0, 1.0),
        // Zero stands for a Fresnel term of one.
        ior: ior.max(0.0),
        ..Material::default()
    };
    if let Some(extensions) = extensions {
        extended::extend(&mut made, extensions, &what())?;
    }
    Ok(made)
}

fn bounds_of(triangle: &Triangle) -> Aabb {
    let corner = Vec3A::from(triangle.corner);
    let others = [corner + Vec3A::from(triangle.edge1), corner + Vec3A::from(triangle.edge2)];
    Aabb::from_points(&[corner, others[0], others[1]])
}

/// The box around a turned box, a little larger: the sum of three rounded products may lie inside the true one.
fn transform(bounds: &Aabb, place: &Affine3A) -> Aabb {
    let corners = (0..8).map(|i| {
        let pick = |bit: u32, axis: usize| if i & bit == 0 { bounds.min[axis] } else { bounds.max[axis] };
        place.transform_point3a(Vec3A::new(pick(1, 0), pick(2, 1), pick(4, 2)))
    });
    let mut all = corners.fold(Aabb::empty(), |mut all, corner| *all.extend(corner));
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
    let indices = primitive.indices.map(|index| Elements::indices(document, index)).transpose()?;
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
            return Err(SceneError::IndexOutOfRange { mesh, index, count: positions.len() });
        }
        let [a, b, c] = vertices.map(|index| positions.position(index));
        finite([a, b, c].into_iter().flat_map(|v| v.to_array()), COORDINATE, || format!("a position of mesh {mesh}"))?;
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
