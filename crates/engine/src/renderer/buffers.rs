//! A scene's numbers on a device, in the order in which shaders read them.

use super::RenderError;
use super::constants::tables;
use crate::gpu::Gpu;
use crate::layout::TEXEL_BANKS;
use crate::limits::BINDING_BYTES;
use crate::scene::Scene;
use bytemuck::Pod;
use std::sync::{Arc, Weak};
use wgpu::util::DeviceExt;

pub(super) struct Buffers {
    /// Trees, triangles, instances, materials, lights, tables.
    scene: [wgpu::Buffer; 6],
    /// Views of textures, and corners.
    surfaces: [wgpu::Buffer; 2],
    banks: [wgpu::Buffer; TEXEL_BANKS],
    light_tree: wgpu::Buffer,
    environment: wgpu::Buffer,
    /// Whose numbers the banks hold, and the environment's buffer. They are not kept alive for that.
    texels: Weak<[Vec<u32>; TEXEL_BANKS]>,
    around: Weak<Vec<u32>>,
}

/// What an environment's table is, where there is one.
fn around(scene: &Scene) -> Weak<Vec<u32>> {
    scene.environment.as_ref().map(|environment| Arc::downgrade(&environment.words)).unwrap_or_default()
}

impl Buffers {
    pub fn new(gpu: &Gpu, scene: &Scene) -> Result<Self, RenderError> {
        Self::with(gpu, scene, None, None)
    }

    /// Another instant of the scene. What is the same stays; after an error nothing is there.
    pub fn show(&mut self, gpu: &Gpu, scene: &Scene) -> Result<(), RenderError> {
        let same_texels = Weak::ptr_eq(&self.texels, &Arc::downgrade(&scene.surfaces.texels));
        let same_around = Weak::ptr_eq(&self.around, &around(scene));
        // Before the others come: the owner has allowed room for one scene.
        let mut gone: Vec<_> = self.scene.iter().chain(&self.surfaces).chain([&self.light_tree]).collect();
        gone.extend(self.banks.iter().filter(|_| !same_texels));
        gone.extend([&self.environment].into_iter().filter(|_| !same_around));
        gone.into_iter().for_each(wgpu::Buffer::destroy);
        let banks = same_texels.then(|| self.banks.clone());
        let environment = same_around.then(|| self.environment.clone());
        *self = Self::with(gpu, scene, banks, environment)?;
        Ok(())
    }

    /// `banks`, `environment`: those that are on the device already.
    fn with(
        gpu: &Gpu,
        scene: &Scene,
        banks: Option<[wgpu::Buffer; TEXEL_BANKS]>,
        environment: Option<wgpu::Buffer>,
    ) -> Result<Self, RenderError> {
        let words = scene.environment.as_ref().map_or(&[][..], |environment| &environment.words);
        let [first, second, third, fourth] = &*scene.surfaces.texels;
        let bank = |texels: &Vec<u32>| upload(gpu, "texels", texels);
        Ok(Self {
            scene: [
                upload(gpu, "trees", &scene.forks)?,
                upload(gpu, "triangles", &scene.triangles)?,
                upload(gpu, "instances", &scene.instances)?,
                upload(gpu, "materials", &scene.materials)?,
                upload(gpu, "lights", &scene.lights.all)?,
                upload(gpu, "tables", &tables(scene))?,
            ],
            surfaces: [
                upload(gpu, "texture views", &scene.surfaces.views)?,
                upload(gpu, "corners", &scene.surfaces.corners)?,
            ],
            banks: match banks {
                Some(banks) => banks,
                None => [bank(first)?, bank(second)?, bank(third)?, bank(fourth)?],
            },
            light_tree: upload(gpu, "tree over lights", &scene.lights.tree)?,
            environment: environment.map_or_else(|| upload(gpu, "environment", words), Ok)?,
            texels: Arc::downgrade(&scene.surfaces.texels),
            around: around(scene),
        })
    }

    /// Bindings 2 to 7.
    pub fn scene(&self) -> impl Iterator<Item = &wgpu::Buffer> {
        self.scene.iter()
    }

    /// Bindings 10 to 15.
    pub fn surfaces(&self) -> impl Iterator<Item = &wgpu::Buffer> {
        self.surfaces.iter().chain(&self.banks)
    }

    /// The last two.
    pub fn lighting(&self) -> [&wgpu::Buffer; 2] {
        [&self.light_tree, &self.environment]
    }
}

fn upload<T: Pod>(gpu: &Gpu, what: &'static str, items: &[T]) -> Result<wgpu::Buffer, RenderError> {
    let most = gpu.device.limits().max_storage_buffer_binding_size.min(BINDING_BYTES);
    let needs = size_of_val(items) as u64;
    if needs > most {
        return Err(RenderError::TooLarge { what, needs, most });
    }
    // An empty binding is not allowed; one element that nothing reads is.
    let nothing = [T::zeroed()];
    let contents = bytemuck::cast_slice(if items.is_empty() { &nothing } else { items });
    let wants = wgpu::util::BufferInitDescriptor { label: Some(what), contents, usage: wgpu::BufferUsages::STORAGE };
    Ok(gpu.device.create_buffer_init(&wants))
}
