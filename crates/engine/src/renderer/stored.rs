//! A scene's numbers on a device.

use super::RenderError;
use super::constants::tables;
use super::reading::{Numbers, Reading, SCENE};
use crate::gpu::Gpu;
use crate::layout::TEXEL_BANKS;
use crate::scene::Scene;
use std::sync::{Arc, Weak};

/// In the order of `SCENE`.
pub(super) struct Stored {
    reading: Reading,
    /// Trees, triangles, instances, materials, lights, tables, views of textures, corners, the tree over lights.
    scene: [Numbers; 9],
    banks: [Numbers; TEXEL_BANKS],
    environment: Numbers,
    /// Whose numbers the banks hold, and the environment's. They are not kept alive for that.
    texels: Weak<[Vec<u32>; TEXEL_BANKS]>,
    around: Weak<Vec<u32>>,
}

/// What an environment's table is, where there is one.
fn around(scene: &Scene) -> Weak<Vec<u32>> {
    scene.environment.as_ref().map(|environment| Arc::downgrade(&environment.words)).unwrap_or_default()
}

impl Stored {
    pub fn new(gpu: &Gpu, reading: Reading, scene: &Scene) -> Result<Self, RenderError> {
        Self::with(gpu, reading, scene, None, None)
    }

    /// Another instant of the scene. What is the same stays; after an error nothing is there.
    pub fn show(&mut self, gpu: &Gpu, scene: &Scene) -> Result<(), RenderError> {
        let same_texels = Weak::ptr_eq(&self.texels, &Arc::downgrade(&scene.surfaces.texels));
        let same_around = Weak::ptr_eq(&self.around, &around(scene));
        // Before the others come: the owner has allowed room for one scene.
        let mut gone: Vec<_> = self.scene.iter().collect();
        gone.extend(self.banks.iter().filter(|_| !same_texels));
        gone.extend([&self.environment].into_iter().filter(|_| !same_around));
        gone.into_iter().for_each(Numbers::destroy);
        let banks = same_texels.then(|| self.banks.clone());
        let environment = same_around.then(|| self.environment.clone());
        *self = Self::with(gpu, self.reading, scene, banks, environment)?;
        Ok(())
    }

    /// `banks`, `environment`: those that are on the device already.
    fn with(
        gpu: &Gpu,
        reading: Reading,
        scene: &Scene,
        banks: Option<[Numbers; TEXEL_BANKS]>,
        environment: Option<Numbers>,
    ) -> Result<Self, RenderError> {
        let words = scene.environment.as_ref().map_or(&[][..], |environment| &environment.words);
        let [trees, triangles, instances, materials, lights, albedos, views, corners, tree, texels @ .., around_] =
            SCENE;
        let surfaces = &scene.surfaces;
        let bank = |at: usize| reading.upload(gpu, texels[at], &surfaces.texels[at]);
        Ok(Self {
            reading,
            scene: [
                reading.upload(gpu, trees, &scene.forks)?,
                reading.upload(gpu, triangles, &scene.triangles)?,
                reading.upload(gpu, instances, &scene.instances)?,
                reading.upload(gpu, materials, &scene.materials)?,
                reading.upload(gpu, lights, &scene.lights.all)?,
                reading.upload(gpu, albedos, &tables(scene))?,
                reading.upload(gpu, views, &surfaces.views)?,
                reading.upload(gpu, corners, &surfaces.corners)?,
                reading.upload(gpu, tree, &scene.lights.tree)?,
            ],
            banks: match banks {
                Some(banks) => banks,
                None => [bank(0)?, bank(1)?, bank(2)?, bank(3)?],
            },
            environment: environment.map_or_else(|| reading.upload(gpu, around_, words), Ok)?,
            texels: Arc::downgrade(&surfaces.texels),
            around: around(scene),
        })
    }

    /// Each with its binding.
    pub fn bindings(&self) -> impl Iterator<Item = (u32, wgpu::BindingResource<'_>)> {
        let all = self.scene.iter().chain(&self.banks).chain([&self.environment]);
        SCENE.iter().map(|part| part.binding).zip(all.map(Numbers::resource))
    }
}
