//! Twin of `shaders/camera.wgsl`.

use crate::cpu::rng::{Sampler, draw};
use crate::layout::Frame;
use glam::{UVec2, Vec2, Vec3};

pub(crate) struct Ray {
    pub origin: Vec3,
    pub direction: Vec3,
}

pub(crate) fn camera_ray(frame: &Frame, dice: Sampler, pixel: UVec2) -> Ray {
    let size = Vec2::new(frame.width as f32, frame.height as f32);
    let film = (pixel.as_vec2() + draw(dice, 0)) / size * 2.0 - 1.0;
    Ray { origin: frame.eye, direction: (frame.forward + frame.right * film.x - frame.up * film.y).normalize() }
}
