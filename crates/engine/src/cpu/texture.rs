//! Twin of `shaders/texture.wgsl`.

use crate::layout::{
    TextureView, VIEW_ACROSS_SHIFT, VIEW_BANK_SHIFT, VIEW_DOWN_SHIFT, VIEW_NEAREST, VIEW_SECOND_UV, VIEW_SRGB,
    WRAP_CLAMP, WRAP_MIRROR,
};
use crate::scene::Surfaces;
use glam::{Vec2, Vec3, Vec4};

/// Both sets of texture coordinates of a point.
#[derive(Clone, Copy, Default)]
pub(crate) struct Laid {
    pub first: Vec2,
    pub second: Vec2,
}

pub(crate) fn linear_light(c: Vec3) -> Vec3 {
    let curve = ((c + 0.055) * (1.0 / 1.055)).powf(2.4);
    Vec3::select(c.cmple(Vec3::splat(0.04045)), c * (1.0 / 12.92), curve)
}

fn texel(surfaces: &Surfaces, view: &TextureView, x: i32, y: i32) -> Vec4 {
    let at = view.start + y as u32 * view.width + x as u32;
    let bank = (view.flags >> VIEW_BANK_SHIFT) & 3;
    let word = surfaces.texels[bank as usize][at as usize];
    let c = Vec4::from_array(word.to_le_bytes().map(f32::from)) / 255.0;
    if view.flags & VIEW_SRGB != 0 { linear_light(c.truncate()).extend(c.w) } else { c }
}

fn reduce(at: f32, wrap: u32) -> f32 {
    match wrap {
        WRAP_CLAMP => at.clamp(-1.0, 2.0),
        WRAP_MIRROR => at - 2.0 * (at * 0.5).floor(),
        _ => at - at.floor(),
    }
}

fn wrap_texel(at: i32, size: i32, wrap: u32) -> i32 {
    let there = match wrap {
        WRAP_CLAMP => at,
        WRAP_MIRROR => {
            let there = if at >= size { 2 * size - 1 - at } else { at };
            if there < 0 { -1 - there } else { there }
        }
        _ if at < 0 => at + size,
        _ if at >= size => at - size,
        _ => at,
    };
    there.clamp(0, size - 1)
}

pub(crate) fn look_up(surfaces: &Surfaces, index: u32, laid: Laid) -> Vec4 {
    let view = &surfaces.views[index as usize];
    let at = if view.flags & VIEW_SECOND_UV != 0 { laid.second } else { laid.first }.extend(1.0);
    let (across, down) = ((view.flags >> VIEW_ACROSS_SHIFT) & 3, (view.flags >> VIEW_DOWN_SHIFT) & 3);
    let (width, height) = (view.width as i32, view.height as i32);
    let mut x = reduce(view.across.dot(at), across) * view.width as f32;
    let mut y = reduce(view.down.dot(at), down) * view.height as f32;
    if view.flags & VIEW_NEAREST != 0 {
        let (x, y) = (wrap_texel(x.floor() as i32, width, across), wrap_texel(y.floor() as i32, height, down));
        return texel(surfaces, view, x, y) * view.scale + view.offset;
    }
    x -= 0.5;
    y -= 0.5;
    let (left, top) = (x.floor() as i32, y.floor() as i32);
    let (s, t) = (x - x.floor(), y - y.floor());
    let (x0, x1) = (wrap_texel(left, width, across), wrap_texel(left + 1, width, across));
    let (y0, y1) = (wrap_texel(top, height, down), wrap_texel(top + 1, height, down));
    let upper = texel(surfaces, view, x0, y0) * (1.0 - s) + texel(surfaces, view, x1, y0) * s;
    let lower = texel(surfaces, view, x0, y1) * (1.0 - s) + texel(surfaces, view, x1, y1) * s;
    (upper * (1.0 - t) + lower * t) * view.scale + view.offset
}
