//! Scenes: glTF 2.0 in, trees, triangles, materials and lights out, laid out as the device reads them.
//!
//! A scene may come from a stranger. Nothing in a file is believed: every count is compared with the bytes that are
//! there, every index with what it points into, every number with what the arithmetic bears.

mod accessor;
mod animation;
mod bvh;
mod changes;
mod corners;
mod draco;
mod environment;
mod estimate;
mod extended;
mod extensions;
mod filters;
mod glb;
mod images;
mod instances;
mod ktx2;
mod light_tree;
mod lights;
mod load;
mod materials;
mod medium;
mod meshopt;
#[cfg(test)]
pub(crate) mod motion_tests;
mod numbers;
mod packed;
mod panorama;
mod rest;
mod shine;
mod skin;
mod sky;
mod stage;
mod strays;
mod tangents;
mod textures;
mod words;

pub use changes::Changes;
pub use environment::Surroundings;
#[cfg(test)]
pub(crate) use environment::spotted;
pub(crate) use environment::{Environment, decode as environment_pixel};
pub(crate) use lights::Lighting;
pub use stage::Stage;
pub(crate) use textures::Surfaces;
pub use words::Named;

use crate::layout::{FILTER_BLACKMAN_HARRIS, FILTER_BOX, Fork, Frame, Grid, Instance, Material, Triangle};
use crate::renderer::RenderError;
use glam::Vec3;
use idlewatt_proto::job::{Filter, SceneFacts, View};
use std::io;
use std::path::Path;

/// Why a file is not a scene that can be rendered. One sentence each, for its artist.
#[derive(Debug, thiserror::Error)]
pub enum SceneError {
    /// It cannot be opened or read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is not a file")]
    NotAFile {
        /// Which.
        path: String,
    },
    /// Something else altogether.
    #[error("the file is neither glTF nor GLB")]
    NotGltf,
    /// Another version of the format.
    #[error("the file is glTF {0}, and only glTF 2.0 can be read")]
    Version(String),
    /// It ends too early.
    #[error("the file is cut short")]
    Truncated,
    /// It breaks the format.
    #[error("the scene is not valid glTF: {0}")]
    Invalid(String),
    /// It says itself that it cannot be read without this.
    #[error("the scene requires the glTF extension {0}, which is not supported")]
    Extension(String),
    /// Buffers are announced and absent.
    #[error("buffer {0} of the scene has no data")]
    NoBuffer(usize),
    /// Buffers are shorter than announced.
    #[error("buffer {index} of the scene claims {claims} bytes and has {has}")]
    ShortBuffer {
        /// Which buffer.
        index: usize,
        /// What the file says.
        claims: u64,
        /// What is there.
        has: u64,
    },
    /// A GLB that is not self-contained.
    #[error("the GLB file refers to other files; only a .gltf file may")]
    External,
    /// Files elsewhere than beside the scene.
    #[error("the scene refers to \"{0}\", which is not a file in its own folder")]
    Outside(String),
    /// A vertex that does not exist.
    #[error("mesh {mesh} uses vertex {index} of {count}")]
    IndexOutOfRange {
        /// Which mesh.
        mesh: Named,
        /// The vertex.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// The nodes are no forest.
    #[error("node {0} of the scene has two parents, or is inside itself")]
    NodeCycle(Named),
    /// Infinite, undefined or absurdly large numbers.
    #[error("{0} has values that are infinite, undefined or out of all proportion")]
    NotFinite(String),
    /// More than one binding of the device holds, or than a blob may have.
    #[error("the scene has more than {most} {what}, the most that can be rendered")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// The bound.
        most: u64,
    },
    /// A picture that cannot be read.
    #[error("image {image} of the scene cannot be read: {what}")]
    Image {
        /// Which image.
        image: Named,
        /// What is wrong with it.
        what: String,
    },
    /// What is around the scene cannot be read.
    #[error("the environment cannot be used: {0}")]
    Environment(String),
    /// A scene or an animation that was asked for.
    #[error("there is no {what} called {name} in the file; it has {has}", has = if .has.is_empty() { "none" } else { .has })]
    NoSuch {
        /// Of what.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        has: String,
    },
    /// Nothing to be seen.
    #[error("the scene has no triangles")]
    Empty,
}

/// A camera placed in the world.
#[derive(Debug, Clone)]
pub(crate) struct Camera {
    pub name: String,
    pub eye: Vec3,
    pub right: Vec3,
    pub up: Vec3,
    pub forward: Vec3,
    pub projection: Projection,
    /// What it is in, as paths have it.
    pub medium: u32,
}

/// What of the world is on a camera's film, from the top to the bottom.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Projection {
    /// An angle.
    Perspective { yfov: f32 },
    /// A length, of which this is half: rays are parallel.
    Orthographic { ymag: f32 },
}

/// A scene, ready for a device.
#[derive(Debug)]
pub struct Scene {
    pub(crate) forks: Vec<Fork>,
    /// Of the tree over instances, which is in the world's space.
    pub(crate) tlas: u32,
    pub(crate) grid: Grid,
    pub(crate) triangles: Vec<Triangle>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) materials: Vec<Material>,
    pub(crate) lights: Lighting,
    pub(crate) surfaces: Surfaces,
    /// What is behind everything; `None`: darkness.
    pub(crate) environment: Option<Environment>,
    pub(crate) cameras: Vec<Camera>,
    pub(crate) low: Vec3,
    pub(crate) high: Vec3,
    facts: SceneFacts,
}

impl Scene {
    /// From a GLB file, or a `.gltf` with its buffers in the same folder, as it is at the beginning of its animation. Only
    /// a file that is called `.gltf` may name others.
    pub fn load(path: &Path) -> Result<Self, SceneError> {
        Self::load_at(path, 0)
    }

    /// The same at an instant, in microseconds.
    pub fn load_at(path: &Path, time_us: u32) -> Result<Self, SceneError> {
        Stage::open(path)?.only(time_us)
    }

    /// From the bytes of a self-contained GLB, as it is at the beginning.
    pub fn from_glb(bytes: &[u8]) -> Result<Self, SceneError> {
        Self::from_glb_at(bytes, 0)
    }

    /// The same at an instant, in microseconds.
    pub fn from_glb_at(bytes: &[u8], time_us: u32) -> Result<Self, SceneError> {
        load::scene(&glb::parse_glb(bytes)?, time_us, None)
    }

    /// What is in it.
    pub fn facts(&self) -> &SceneFacts {
        &self.facts
    }

    /// Whether a view may ask for this camera.
    pub fn has_camera(&self, name: &str) -> bool {
        self.cameras.iter().any(|camera| camera.name == name)
    }

    /// Bytes of device memory.
    fn device_bytes(&self) -> u64 {
        let sizes = [
            size_of_val(&self.forks[..]),
            size_of_val(&self.triangles[..]),
            size_of_val(&self.instances[..]),
            size_of_val(&self.materials[..]),
            size_of_val(&self.lights.all[..]),
            size_of_val(&self.lights.tree[..]),
        ];
        let environment = self.environment.as_ref().map_or(0, Environment::bytes);
        sizes.iter().map(|&size| size as u64).sum::<u64>() + self.surfaces.bytes() + environment
    }

    /// How far anything is from the middle, at most.
    fn extent(&self) -> f32 {
        ((self.high - self.low).length() * 0.5).max(1.0e-6)
    }

    /// How often the environment is asked for light instead of one of the lights.
    pub(crate) fn environment_share(&self) -> f32 {
        match &self.environment {
            None => 0.0,
            Some(_) if self.lights.all.is_empty() => 1.0,
            Some(_) => 0.5,
        }
    }

    /// What the shader needs to know of a view.
    pub(crate) fn frame(&self, view: &View) -> Result<Frame, RenderError> {
        view.validate()?;
        let camera = match &view.camera {
            Some(name) => self
                .cameras
                .iter()
                .find(|camera| camera.name == *name)
                .ok_or_else(|| RenderError::NoCamera { name: name.clone(), has: self.facts.cameras.join(", ") })?
                .clone(),
            None => self.cameras.first().cloned().unwrap_or_else(|| self.overview(view)),
        };
        let (half, parallel) = match camera.projection {
            Projection::Perspective { yfov } => ((yfov * 0.5).tan(), 0),
            Projection::Orthographic { ymag } => (ymag, 1),
        };
        let around = self.environment.as_ref();
        Ok(Frame {
            eye: camera.eye,
            width: view.width,
            right: camera.right * half * (view.width as f32 / view.height as f32),
            height: view.height,
            up: camera.up * half,
            seed: view.seed,
            forward: camera.forward,
            max_bounces: u32::from(view.max_bounces),
            environment_scale: around.map_or(0.0, |around| around.scale),
            environment_density: around.map_or(0.0, |around| around.density),
            environment_turn: around.map_or(0.0, |around| around.turn),
            lights: self.lights.all.len() as u32,
            tlas: self.tlas,
            extent: self.extent(),
            area_density: self.lights.area_density,
            filter: match view.filter {
                Filter::Box => FILTER_BOX,
                Filter::BlackmanHarris => FILTER_BLACKMAN_HARRIS,
            },
            lens: view.lens.map_or(0.0, |lens| lens.radius_um as f32 * 1.0e-6),
            focus: view.lens.map_or(1.0, |lens| lens.focus_um as f32 * 1.0e-6),
            sunshine: self.lights.sunshine,
            lamplight: self.lights.lamplight,
            environment_width: around.map_or(0, |around| around.width),
            environment_height: around.map_or(0, |around| around.height),
            parallel,
            medium: camera.medium,
            grid_low: self.grid.low,
            spare_low: 0,
            grid_step: self.grid.step,
            spare_step: 0,
        })
    }

    /// A camera that sees everything, from the front and a little above.
    fn overview(&self, view: &View) -> Camera {
        let yfov = 0.7_f32;
        let middle = (self.low + self.high) * 0.5;
        let narrow = (view.width as f32 / view.height as f32).min(1.0);
        let distance = self.extent() / ((yfov * 0.5).tan() * narrow).atan().sin();
        let backward = Vec3::new(0.35, 0.3, 1.0).normalize();
        let right = Vec3::Y.cross(backward).normalize();
        let up = backward.cross(right);
        let projection = Projection::Perspective { yfov };
        let eye = middle + backward * distance;
        Camera { name: String::new(), eye, right, up, forward: -backward, projection, medium: 0 }
    }
}

fn folder_of(path: &Path) -> Result<&Path, SceneError> {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gltf"));
    if !named {
        return Err(SceneError::NotGltf);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// One self-contained GLB of a scene file, as jobs carry it: a `.gltf` with its buffers packed in, a GLB as it is.
/// Both are loaded once, so that a broken scene is found before anything is sent or paid.
pub fn pack(path: &Path) -> Result<Vec<u8>, SceneError> {
    pack_at(path, 0).map(|(packed, _)| packed)
}

/// The same, with the scene that it is at an instant, in microseconds.
pub fn pack_at(path: &Path, time_us: u32) -> Result<(Vec<u8>, Scene), SceneError> {
    pack_changed(path, time_us, &Changes::default())
}

/// The same with changes.
pub fn pack_changed(path: &Path, time_us: u32, changes: &Changes<'_>) -> Result<(Vec<u8>, Scene), SceneError> {
    let packed = changes::change(one_file(path)?, changes)?;
    let scene = Scene::from_glb_at(&packed, time_us)?;
    Ok((packed, scene))
}

fn one_file(path: &Path) -> Result<Vec<u8>, SceneError> {
    let bytes = glb::read(path)?;
    if glb::is_glb(&bytes) { Ok(bytes) } else { glb::write_glb(glb::parse_gltf(&bytes, folder_of(path)?)?) }
}

/// A GLB with something around it, instead of what it has.
pub fn surround(glb: &[u8], around: &Surroundings<'_>) -> Result<Vec<u8>, SceneError> {
    let mut document = glb::parse_glb(glb)?;
    environment::put(&mut document, around)?;
    glb::write_glb(document)
}
