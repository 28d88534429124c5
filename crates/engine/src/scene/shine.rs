//! How brightly triangles shine whose light is a picture: the mean over what of the picture lies on them. It decides how
//! often each is asked, not how bright anything becomes, so looking at some points of it is enough.

use super::textures::Surfaces;
use crate::cpu::{Spot, laid_at, look_up, luminance};
use crate::layout::{Material, SLOT_EMISSION, VIEW_SECOND_UV, corner_words};
use crate::limits::{ALL_SHINE_POINTS, SHINE_POINTS};
use glam::{Vec2, Vec3};
use std::ops::Range;

/// Looks at pictures of as many points as all triangles together may have.
pub(super) struct Looker {
    left: usize,
}

impl Default for Looker {
    fn default() -> Self {
        Self { left: ALL_SHINE_POINTS }
    }
}

impl Looker {
    /// Writes down how brightly each of these triangles shines.
    pub fn write(
        &mut self,
        surfaces: &mut Surfaces,
        material: &Material,
        corners: (u32, u32),
        triangles: Range<usize>,
    ) {
        let stride = corner_words(corners.1);
        for triangle in triangles {
            let mean = self.mean(surfaces, material, corners, triangle as u32);
            let first = corners.0.wrapping_add(triangle as u32 * 3 * stride);
            for corner in 1..=3 {
                surfaces.corners[(first + corner * stride - 1) as usize] = luminance(mean).to_bits();
            }
        }
    }

    /// The mean light of a triangle of a mesh with these corners.
    fn mean(&mut self, surfaces: &Surfaces, material: &Material, corners: (u32, u32), triangle: u32) -> Vec3 {
        let index = material.textures[SLOT_EMISSION];
        let laid = |u: f32, v: f32| laid_at(surfaces, &Spot::new(corners.0, corners.1, triangle, u, v));
        let view = &surfaces.views[index as usize];
        let texels = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)].map(|(u, v)| {
            let laid = laid(u, v);
            let at = if view.flags & VIEW_SECOND_UV != 0 { laid.second } else { laid.first }.extend(1.0);
            Vec2::new(view.across.dot(at) * view.width as f32, view.down.dot(at) * view.height as f32)
        });
        let area = (texels[1] - texels[0]).perp_dot(texels[2] - texels[0]).abs() * 0.5;
        let (least, most) = SHINE_POINTS;
        let points = (area as usize).clamp(least, most).min(self.left.max(least));
        self.left = self.left.saturating_sub(points);
        let sum: Vec3 = (0..points)
            .map(|i| {
                // Roberts' sequence, folded onto the triangle.
                let at = Vec2::new(0.754_877_7, 0.569_840_3) * i as f32 + 0.5;
                let at = at - at.floor();
                let at = if at.x + at.y > 1.0 { 1.0 - at } else { at };
                look_up(surfaces, index, laid(at.x, at.y)).truncate()
            })
            .sum();
        material.emission * sum / points as f32
    }
}
