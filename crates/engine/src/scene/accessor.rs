//! Reading typed data out of buffers, element by element, each bound checked once before the first.

use super::SceneError;
use super::glb::Document;
use super::packed::Laid;
use glam::Vec3;
use gltf::json::accessor::sparse::Sparse;
use gltf::json::accessor::{Accessor, ComponentType, Type};
use gltf::json::buffer::View;
use gltf::json::mesh::Primitive;
use gltf::json::validation::{Checked, USize64};
use gltf::json::{Index, Root};

/// What vertices may be made of. Whole numbers come with KHR_mesh_quantization, and for some with glTF itself.
const VERTEX: [ComponentType; 5] =
    [ComponentType::F32, ComponentType::U8, ComponentType::U16, ComponentType::I8, ComponentType::I16];
const INDEX: [ComponentType; 3] = [ComponentType::U8, ComponentType::U16, ComponentType::U32];

/// Where elements are looked for: in the stream of the primitive that they are of, and in buffers.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    document: &'a Document<'a>,
    stream: Option<usize>,
}

impl<'a> Source<'a> {
    pub fn of(document: &'a Document<'_>, primitive: &Primitive) -> Self {
        Self { document, stream: document.packed.stream(&document.root, primitive) }
    }
}

/// What is of no primitive is in buffers alone.
impl<'a> From<&'a Document<'_>> for Source<'a> {
    fn from(document: &'a Document<'_>) -> Self {
        Self { document, stream: None }
    }
}

/// The elements of an accessor where they lie. Nothing is copied, so a count is only as large as the file is.
pub(super) struct Elements<'a> {
    /// Empty: all are nought, but for those that are put in their places.
    lie: Option<Lie<'a>>,
    /// Which elements are others, in rising order, and what they are.
    instead: Option<(Lie<'a>, Lie<'a>, usize)>,
    normalised: bool,
    width: usize,
    count: usize,
}

/// Elements in a buffer.
struct Lie<'a> {
    bytes: &'a [u8],
    stride: usize,
    component: ComponentType,
}

impl<'a> Elements<'a> {
    /// Positions, normals, or what is added to them.
    pub fn vectors(source: impl Into<Source<'a>>, index: Index<Accessor>) -> Result<Self, SceneError> {
        let source = source.into();
        let quantised = source.document.root.extensions_used.iter().any(|name| name == "KHR_mesh_quantization");
        Self::open(source, index, &[Type::Vec3], if quantised { &VERTEX } else { &VERTEX[..1] })
    }

    /// Other attributes of vertices, of up to four numbers.
    pub fn attributes(
        source: impl Into<Source<'a>>,
        index: Index<Accessor>,
        kinds: &[Type],
    ) -> Result<Self, SceneError> {
        Self::open(source.into(), index, kinds, &VERTEX)
    }

    /// Vertex numbers.
    pub fn indices(source: Source<'a>, index: Index<Accessor>) -> Result<Self, SceneError> {
        Self::open(source, index, &[Type::Scalar], &INDEX)
    }

    /// Instants, or matrices by columns: whole floats of any shape.
    pub fn floats(document: &'a Document<'_>, index: Index<Accessor>, kind: Type) -> Result<Self, SceneError> {
        Self::open(document.into(), index, &[kind], &VERTEX[..1])
    }

    fn open(
        source: Source<'a>,
        index: Index<Accessor>,
        kinds: &[Type],
        components: &[ComponentType],
    ) -> Result<Self, SceneError> {
        let Source { document, stream } = source;
        let name = index.value();
        let bad = |what: &str| SceneError::Invalid(format!("accessor {name} {what}"));
        let root: &Root = &document.root;
        let accessor = root.accessors.get(name).ok_or_else(|| bad("does not exist"))?;
        let Checked::Valid(component) = accessor.component_type else { return Err(bad("has no valid type")) };
        let component = component.0;
        let Checked::Valid(kind) = accessor.type_ else { return Err(bad("has no valid type")) };
        if !kinds.contains(&kind) || !components.contains(&component) {
            return Err(bad("has another type than its use needs"));
        }
        let width = kind.multiplicity();
        let count = accessor.count.0;
        let open = |view, offset, component: ComponentType, width, count| {
            Lie::open(document, view, offset, (component, width), count).map_err(&bad)
        };
        let lie = match (document.packed.elements(document, stream, name), accessor.buffer_view) {
            (Some(laid), _) => Some(Lie::unpacked(laid.map_err(&bad)?, (components, width)).map_err(&bad)?),
            (None, Some(view)) => Some(open(view, accessor.byte_offset, component, width, count)?),
            (None, None) if accessor.sparse.is_none() => return Err(bad("has no data")),
            (None, None) => None,
        };
        let instead = accessor.sparse.as_ref().map(|sparse: &Sparse| {
            let Checked::Valid(number) = sparse.indices.component_type else { return Err(bad("has no valid type")) };
            let (at, values) = (&sparse.indices, &sparse.values);
            let indices = open(at.buffer_view, Some(at.byte_offset), number.0, 1, sparse.count.0)?;
            let values = open(values.buffer_view, Some(values.byte_offset), component, width, sparse.count.0)?;
            Ok((indices, values, sparse.count.0 as usize))
        });
        let instead = instead.transpose()?;
        let count = usize::try_from(count).map_err(|_| bad("has more elements than can be"))?;
        Ok(Self { lie, instead, normalised: accessor.normalized, width, count })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    /// How many elements an accessor of positions or indices has, without anything being unpacked for it.
    pub fn count(source: Source<'a>, index: Index<Accessor>, indices: bool) -> Result<usize, SceneError> {
        let Source { document, stream } = source;
        if document.packed.has(&document.root, stream, index.value()) {
            let found = document.root.accessors.get(index.value());
            return Ok(found.map_or(0, |accessor| accessor.count.0 as usize));
        }
        let opened = if indices { Self::indices(source, index) } else { Self::vectors(source, index) };
        Ok(opened?.len())
    }

    /// Where an element lies and as which number of that place.
    fn find(&self, index: usize) -> Option<(&Lie<'a>, usize)> {
        if let Some((indices, values, count)) = &self.instead {
            let (mut low, mut high) = (0, *count);
            while low < high {
                let middle = (low + high) / 2;
                if indices.whole(middle) < index { low = middle + 1 } else { high = middle }
            }
            if low < *count && indices.whole(low) == index {
                return Some((values, low));
            }
        }
        self.lie.as_ref().map(|lie| (lie, index))
    }

    /// The numbers of an index below [`Self::len`]; those that are not there are nought, the fourth one.
    pub fn numbers(&self, index: usize) -> [f32; 4] {
        let mut numbers = [0.0, 0.0, 0.0, 1.0];
        match self.find(index) {
            Some((lie, at)) => {
                for (axis, number) in numbers.iter_mut().enumerate().take(self.width) {
                    *number = lie.float(at, axis, self.normalised);
                }
            }
            None => numbers[..self.width.min(4)].fill(0.0),
        }
        numbers
    }

    /// One number of an index below [`Self::len`].
    pub fn float(&self, index: usize, axis: usize) -> f32 {
        self.find(index).map_or(0.0, |(lie, at)| lie.float(at, axis, self.normalised))
    }

    /// The vector of an index below [`Self::len`].
    pub fn vector(&self, index: usize) -> Vec3 {
        let [x, y, z, _] = self.numbers(index);
        Vec3::new(x, y, z)
    }

    /// The number of an index below [`Self::len`].
    pub fn number(&self, index: usize) -> usize {
        self.find(index).map_or(0, |(lie, at)| lie.whole(at))
    }
}

impl<'a> Lie<'a> {
    fn open(
        document: &'a Document<'_>,
        view: Index<View>,
        offset: Option<USize64>,
        (component, width): (ComponentType, usize),
        count: u64,
    ) -> Result<Self, &'static str> {
        let (bytes, stride) = document.view(view)?;
        let short = "reaches beyond its buffer";
        let start = usize::try_from(offset.map_or(0, |offset| offset.0)).map_err(|_| short)?;
        let bytes = bytes.get(start..).ok_or(short)?;
        let size = component.size() * width;
        let stride = stride.unwrap_or(size);
        if stride < size {
            return Err("has elements that overlap");
        }
        let needs = count.saturating_sub(1).checked_mul(stride as u64).and_then(|sum| sum.checked_add(size as u64));
        if count > 0 && needs.is_none_or(|needs| needs > bytes.len() as u64) {
            return Err(short);
        }
        Ok(Self { bytes, stride, component })
    }

    /// Numbers come as the stream has them, which need not be as the accessor says: what they are used for decides.
    fn unpacked(laid: Laid<'a>, (components, width): (&[ComponentType], usize)) -> Result<Self, &'static str> {
        let Laid { bytes, component, width: real } = laid;
        if real != width || !components.contains(&component) {
            return Err("has another type in its stream than its use needs");
        }
        Ok(Self { bytes, stride: component.size() * width, component })
    }

    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        self.bytes.get(at..).and_then(|bytes| bytes.first_chunk()).copied().unwrap_or([0; N])
    }

    fn whole(&self, index: usize) -> usize {
        let at = index * self.stride;
        match self.component {
            ComponentType::U8 => usize::from(u8::from_le_bytes(self.bytes(at))),
            ComponentType::U16 => usize::from(u16::from_le_bytes(self.bytes(at))),
            _ => u32::from_le_bytes(self.bytes(at)) as usize,
        }
    }

    fn float(&self, index: usize, axis: usize, normalised: bool) -> f32 {
        let at = index * self.stride + axis * self.component.size();
        let (value, most) = match self.component {
            ComponentType::I8 => (f32::from(i8::from_le_bytes(self.bytes(at))), 127.0),
            ComponentType::U8 => (f32::from(u8::from_le_bytes(self.bytes(at))), 255.0),
            ComponentType::I16 => (f32::from(i16::from_le_bytes(self.bytes(at))), 32767.0),
            ComponentType::U16 => (f32::from(u16::from_le_bytes(self.bytes(at))), 65535.0),
            _ => return f32::from_le_bytes(self.bytes(at)),
        };
        if normalised { (value / most).max(-1.0) } else { value }
    }
}
