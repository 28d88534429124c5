//! What a camera is in, if anything: found once for each instant, as paths that begin there cannot know it.

use super::{Camera, Scene};
use crate::cpu::{MISS, leave, medium_number, surface_at, trace};
use crate::layout::MATERIAL_VOLUME;
use crate::limits::{MEDIUM_CAMERAS, MEDIUM_SURFACES};
use glam::Vec3;

/// To the right of a camera's view and upward of it. More than one, and none along edges that a modeller would draw: a ray may
/// slip through where two triangles meet, so most of them decide.
const WAYS: [(f32, f32); 5] = [(0.013, 0.029), (0.171, -0.067), (-0.119, -0.153), (-0.083, 0.137), (0.211, 0.107)];

impl Scene {
    /// Tells all cameras what they are in.
    pub(super) fn find_media(&mut self) {
        if !self.has_media() {
            return;
        }
        let media: Vec<_> = self.cameras.iter().take(MEDIUM_CAMERAS).map(|camera| self.medium_of(camera)).collect();
        for (camera, medium) in self.cameras.iter_mut().zip(media) {
            camera.medium = medium;
        }
    }

    /// Whether anything that is seen takes light on the way through it.
    pub(crate) fn has_media(&self) -> bool {
        self.instances.iter().any(|instance| {
            let material = &self.materials[instance.material as usize];
            material.flags & MATERIAL_VOLUME != 0 && material.absorption != Vec3::ZERO
        })
    }

    fn medium_of(&self, camera: &Camera) -> u32 {
        let found = WAYS.map(|(x, y)| {
            self.medium_along(camera.eye, (camera.forward + camera.right * x + camera.up * y).normalize())
        });
        let votes = |medium: u32| found.iter().filter(|&&other| other == medium).count();
        found.into_iter().max_by_key(|&medium| votes(medium)).unwrap_or(0)
    }

    /// What a ray leaves that it never came into, all the way through the scene.
    fn medium_along(&self, mut origin: Vec3, direction: Vec3) -> u32 {
        let mut entered = Vec::new();
        let (mut medium, mut shift) = (0, 0);
        for surface in 0..MEDIUM_SURFACES {
            let hit = trace(self, origin, direction, MISS, false, surface);
            if hit.distance >= MISS || shift > 16 {
                return medium;
            }
            let s = surface_at(self, &hit, direction);
            let material = self.instances[hit.instance as usize].material;
            if self.materials[material as usize].flags & MATERIAL_VOLUME != 0 {
                if !s.back {
                    entered.push(material);
                } else if let Some(at) = entered.iter().rposition(|&one| one == material) {
                    entered.remove(at);
                } else {
                    medium |= medium_number(material) << shift;
                    shift += 16;
                }
            }
            origin = leave(&s, direction, self.extent());
        }
        // A thicket, of which nobody knows the end.
        0
    }
}
