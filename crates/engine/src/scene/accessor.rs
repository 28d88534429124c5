//! Reading typed data out of buffers, element by element, each bound checked once before the first.

use super::SceneError;
use super::glb::Document;
use glam::Vec3;
use gltf::json::accessor::{Accessor, ComponentType, Type};
use gltf::json::validation::Checked;
use gltf::json::{Index, Root};

/// The elements of an accessor where they lie. Nothing is copied, so a count is only as large as the file is.
pub(super) struct Elements<'a> {
    bytes: &'a [u8],
    stride: usize,
    component: ComponentType,
    count: usize,
}

impl<'a> Elements<'a> {
    /// Positions or normals.
    pub fn vectors(document: &'a Document<'_>, index: Index<Accessor>) -> Result<Self, SceneError> {
        Self::open(document, index, Type::Vec3, &[ComponentType::F32])
    }

    /// Vertex numbers.
    pub fn indices(document: &'a Document<'_>, index: Index<Accessor>) -> Result<Self, SceneError> {
        Self::open(document, index, Type::Scalar, &[ComponentType::U8, ComponentType::U16, ComponentType::U32])
    }

    fn open(
        document: &'a Document<'_>,
        index: Index<Accessor>,
        kind: Type,
        components: &[ComponentType],
    ) -> Result<Self, SceneError> {
        let name = index.value();
        let bad = |what: &str| SceneError::Invalid(format!("accessor {name} {what}"));
        let root: &Root = &document.root;
        let accessor = root.accessors.get(name).ok_or_else(|| bad("does not exist"))?;
        let Checked::Valid(component) = accessor.component_type else { return Err(bad("has no valid type")) };
        if accessor.type_ != Checked::Valid(kind) || !components.contains(&component.0) {
            return Err(bad("has another type than its use needs"));
        }
        if accessor.sparse.is_some() {
            return Err(bad("is sparse, which cannot be read yet"));
        }
        let view = accessor.buffer_view.ok_or_else(|| bad("has no data"))?;
        let view =
            root.buffer_views.get(view.value()).ok_or_else(|| bad("lies in a buffer view that does not exist"))?;
        let buffer =
            document.buffers.get(view.buffer.value()).ok_or_else(|| bad("lies in a buffer that does not exist"))?;
        let short = || bad("reaches beyond its buffer");
        let start = view.byte_offset.map_or(0, |offset| offset.0);
        let end = start.checked_add(view.byte_length.0).ok_or_else(short)?;
        let bytes = slice(buffer, start, end).ok_or_else(short)?;
        let bytes =
            slice(bytes, accessor.byte_offset.map_or(0, |offset| offset.0), bytes.len() as u64).ok_or_else(short)?;
        let size = component.0.size() * kind.multiplicity();
        let stride = view.byte_stride.map_or(size, |stride| stride.0);
        if stride < size {
            return Err(bad("has elements that overlap"));
        }
        let count = accessor.count.0;
        let needs = count.saturating_sub(1).checked_mul(stride as u64).and_then(|sum| sum.checked_add(size as u64));
        if count > 0 && needs.is_none_or(|needs| needs > bytes.len() as u64) {
            return Err(short());
        }
        Ok(Self { bytes, stride, component: component.0, count: count as usize })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    fn component<const N: usize>(&self, at: usize) -> [u8; N] {
        self.bytes.get(at..).and_then(|bytes| bytes.first_chunk()).copied().unwrap_or([0; N])
    }

    /// The vector of an index below [`Self::len`].
    pub fn vector(&self, index: usize) -> Vec3 {
        let at = index * self.stride;
        Vec3::from_array([0, 4, 8].map(|offset| f32::from_le_bytes(self.component(at + offset))))
    }

    /// The number of an index below [`Self::len`].
    pub fn number(&self, index: usize) -> usize {
        let at = index * self.stride;
        match self.component {
            ComponentType::U8 => usize::from(u8::from_le_bytes(self.component(at))),
            ComponentType::U16 => usize::from(u16::from_le_bytes(self.component(at))),
            _ => u32::from_le_bytes(self.component(at)) as usize,
        }
    }
}

fn slice(bytes: &[u8], start: u64, end: u64) -> Option<&[u8]> {
    bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}
