//! How shaders read a scene: by rows of four words or by single words, out of buffers or out of pictures. Software Vulkan asks
//! lane by lane whether it may read of a buffer, which took half of its time; of a picture it reads all lanes at once.

use super::RenderError;
use crate::gpu::Gpu;
use crate::layout::{Fork, Instance, Light, LightNode, Material, TextureView, Triangle};
use crate::limits::{BINDING_BYTES, PICTURE_SIDE, STORAGE_PICTURES};
use bytemuck::{Pod, cast_slice};
use glam::Vec2;
use std::fmt::Write;
use wgpu::util::DeviceExt;

/// What is read at once.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// Four words, of so many that one thing has.
    Row(u32),
    /// One.
    Word,
}

/// Rows of such things.
const fn rows<T>() -> Form {
    assert!(size_of::<T>().is_multiple_of(16), "whole rows");
    Form::Row(size_of::<T>() as u32 / 16)
}

impl Form {
    const fn bytes(self) -> u32 {
        match self {
            Self::Row(_) => 16,
            Self::Word => 4,
        }
    }

    /// Width of a picture of them: as high as it may be, it has `BINDING_BYTES`.
    const fn width(self) -> u32 {
        BINDING_BYTES as u32 / (PICTURE_SIDE * self.bytes())
    }

    fn format(self) -> wgpu::TextureFormat {
        match self {
            Self::Row(_) => wgpu::TextureFormat::Rgba32Uint,
            Self::Word => wgpu::TextureFormat::R32Uint,
        }
    }
}

const _: () = assert!(Form::Word.width() <= PICTURE_SIDE);

/// A part of a scene on a device.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub binding: u32,
    /// What shaders call one.
    name: &'static str,
    /// What people call all of them.
    what: &'static str,
    form: Form,
}

impl Part {
    const fn new(binding: u32, name: &'static str, what: &'static str, form: Form) -> Self {
        Self { binding, name, what, form }
    }
}

/// All that a scene has on a device.
pub(super) const SCENE: [Part; STORAGE_PICTURES as usize] = [
    Part::new(2, "fork", "trees", rows::<Fork>()),
    Part::new(3, "triangle", "triangles", rows::<Triangle>()),
    Part::new(4, "instance", "instances", rows::<Instance>()),
    Part::new(5, "material", "materials", rows::<Material>()),
    Part::new(6, "light", "lights", rows::<Light>()),
    Part::new(7, "table", "tables", rows::<[Vec2; 2]>()),
    Part::new(10, "view", "texture views", rows::<TextureView>()),
    Part::new(11, "corner", "corners", Form::Word),
    Part::new(17, "node", "tree over lights", rows::<LightNode>()),
    Part::new(12, "texels0", "texels", Form::Word),
    Part::new(13, "texels1", "texels", Form::Word),
    Part::new(14, "texels2", "texels", Form::Word),
    Part::new(15, "texels3", "texels", Form::Word),
    Part::new(18, "environment", "environment", Form::Word),
];

/// Where a scene lies on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Buffers,
    Pictures,
}

impl Reading {
    /// What is better on this device.
    pub fn of(gpu: &Gpu) -> Self {
        if gpu.reads_pictures() { Self::Pictures } else { Self::Buffers }
    }

    /// The functions by which shaders read: `fork_row(index, row)`, `corner_word(index)` and so on.
    pub fn functions(self) -> String {
        SCENE.iter().fold(String::new(), |mut all, &Part { binding, name, form, .. }| {
            let (kind, result, picture, part) = match form {
                Form::Row(_) => ("row", "vec4u", "rgba32uint", ""),
                Form::Word => ("word", "u32", "r32uint", ".x"),
            };
            let (arguments, at) = match form {
                Form::Row(rows) => ("index: u32, row: u32", format!("index * {rows}u + row")),
                Form::Word => ("index: u32", "index".to_owned()),
            };
            let (of, read) = match self {
                Self::Buffers => {
                    (format!("var<storage, read> {name}_{kind}s: array<{result}>"), format!("{name}_{kind}s[at]"))
                }
                Self::Pictures => {
                    let width = form.width();
                    let place = format!("vec2u(at % {width}u, at / {width}u)");
                    (
                        format!("var {name}_{kind}s: texture_storage_2d<{picture}, read>"),
                        format!("textureLoad({name}_{kind}s, {place}){part}"),
                    )
                }
            };
            let _ = writeln!(
                all,
                "@group(0) @binding({binding}) {of};\n\
                 fn {name}_{kind}({arguments}) -> {result} {{\n    let at = {at};\n    return {read};\n}}\n"
            );
            all
        })
    }

    /// The bindings of a scene.
    pub fn layout(self) -> impl Iterator<Item = wgpu::BindGroupLayoutEntry> {
        let entry = move |part: &Part| wgpu::BindGroupLayoutEntry {
            binding: part.binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: self.binding_type(part.form),
            count: None,
        };
        SCENE.iter().map(entry)
    }

    fn binding_type(self, form: Form) -> wgpu::BindingType {
        match self {
            Self::Buffers => wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: true },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            Self::Pictures => wgpu::BindingType::StorageTexture {
                access: wgpu::StorageTextureAccess::ReadOnly,
                format: form.format(),
                view_dimension: wgpu::TextureViewDimension::D2,
            },
        }
    }

    /// Puts a part of a scene on a device.
    pub fn upload<T: Pod>(self, gpu: &Gpu, part: Part, items: &[T]) -> Result<Numbers, RenderError> {
        let most = gpu.device.limits().max_storage_buffer_binding_size.min(BINDING_BYTES);
        let needs = size_of_val(items) as u64;
        if needs > most {
            return Err(RenderError::TooLarge { what: part.what, needs, most });
        }
        // An empty binding is not allowed; one element that nothing reads is.
        let contents: &[u8] = if items.is_empty() { &[0; 16] } else { cast_slice(items) };
        Ok(match self {
            Self::Buffers => {
                let usage = wgpu::BufferUsages::STORAGE;
                let wants = wgpu::util::BufferInitDescriptor { label: Some(part.what), contents, usage };
                Numbers::Buffer(gpu.device.create_buffer_init(&wants))
            }
            Self::Pictures => picture(gpu, part, contents),
        })
    }
}

fn picture(gpu: &Gpu, part: Part, contents: &[u8]) -> Numbers {
    let form = part.form;
    let items = contents.len() as u32 / form.bytes();
    let width = form.width().min(items);
    let size = wgpu::Extent3d { width, height: items.div_ceil(width), depth_or_array_layers: 1 };
    let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some(part.what),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: form.format(),
        usage: wgpu::TextureUsages::STORAGE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    let line = (width * form.bytes()) as usize;
    let (whole, rest) = contents.split_at(contents.len() / line * line);
    let lines = (whole.len() / line) as u32;
    let write = |y: u32, bytes: &[u8], width: u32, height: u32| {
        let origin = wgpu::Origin3d { x: 0, y, z: 0 };
        let to =
            wgpu::TexelCopyTextureInfo { texture: &texture, mip_level: 0, origin, aspect: wgpu::TextureAspect::All };
        let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(line as u32), rows_per_image: None };
        let size = wgpu::Extent3d { width, height, depth_or_array_layers: 1 };
        gpu.queue.write_texture(to, bytes, layout, size);
        // Its copy in between can go when that is done, and not with the whole scene's.
        gpu.queue.submit([]);
    };
    write(0, whole, width, lines);
    if !rest.is_empty() {
        write(lines, rest, rest.len() as u32 / form.bytes(), 1);
    }
    let view = texture.create_view(&Default::default());
    Numbers::Picture(texture, view)
}

/// What a part of a scene lies in.
#[derive(Clone)]
pub(super) enum Numbers {
    Buffer(wgpu::Buffer),
    Picture(wgpu::Texture, wgpu::TextureView),
}

impl Numbers {
    pub fn resource(&self) -> wgpu::BindingResource<'_> {
        match self {
            Self::Buffer(buffer) => buffer.as_entire_binding(),
            Self::Picture(_, view) => wgpu::BindingResource::TextureView(view),
        }
    }

    /// Frees its memory as soon as nothing on the device reads it.
    pub fn destroy(&self) {
        match self {
            Self::Buffer(buffer) => buffer.destroy(),
            Self::Picture(texture, _) => texture.destroy(),
        }
    }
}
