//! What lies in a file in a smaller form: meshes as Draco streams, buffer views as meshopt's. What all of it may come to is
//! settled when the file is opened; each piece is unpacked when somebody first needs it.

use super::SceneError;
use super::draco::{self, Claim, Decoded};
use super::glb::Document;
use super::meshopt::{self, Mode as Form};
use super::words::{Kind, named};
use crate::limits::{TRIANGLES, UNPACKED_BYTES};
use gltf::json::accessor::{ComponentType, Type};
use gltf::json::buffer::{Buffer, View};
use gltf::json::mesh::{Mode, Primitive};
use gltf::json::validation::Checked;
use gltf::json::{Index, Root};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Meshes in Draco's form.
pub(super) const DRACO: &str = "KHR_draco_mesh_compression";

/// Buffer views in meshoptimizer's form, by the older name and by the newer one, whose streams are those of the older and more.
pub(super) const MESHOPT: [&str; 2] = ["EXT_meshopt_compression", "KHR_meshopt_compression"];

/// The compressed pieces of a file.
#[derive(Default)]
pub(super) struct Packed {
    views: HashMap<usize, PackedView>,
    streams: Vec<Stream>,
    /// Which stream a buffer view holds.
    held: HashMap<usize, usize>,
    /// As what a stream has an accessor's elements; `None`: as two things. Exporters let primitives share an accessor whose
    /// elements are the same in each one's stream.
    laid: HashMap<(usize, usize), Option<Part>>,
}

struct PackedView {
    buffer: usize,
    bytes: Range<usize>,
    form: Form,
    stride: usize,
    count: usize,
    unpacked: OnceLock<Option<Vec<u8>>>,
}

struct Stream {
    view: Index<View>,
    claim: Claim,
    decoded: OnceLock<Result<Decoded, &'static str>>,
}

/// What a primitive says of its stream.
struct Said {
    view: usize,
    /// By accessor.
    parts: Vec<(usize, Part)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Indices,
    /// By the stream's own number.
    Attribute(u32),
}

/// Elements one after another, as many as the accessor says.
pub(super) struct Laid<'a> {
    pub bytes: &'a [u8],
    pub component: ComponentType,
    pub width: usize,
}

impl Packed {
    /// What a description says is compressed. Nothing is unpacked yet.
    pub fn of(root: &Root) -> Result<Self, SceneError> {
        let mut packed = Self::default();
        for (mesh, primitive) in meshes(root) {
            packed.add_draco(root, primitive).map_err(|what| {
                SceneError::Invalid(format!("the Draco compression of mesh {} {what}", named(root, Kind::Mesh, mesh)))
            })?;
        }
        for (index, view) in root.buffer_views.iter().enumerate() {
            let Some(said) = meshopt_of(view) else { continue };
            let bad = |what| SceneError::Invalid(format!("the compression of buffer view {index} {what}"));
            packed.views.insert(index, PackedView::of(view, said).map_err(bad)?);
        }
        let views = packed.views.values().map(|view| (view.stride * view.count) as u64);
        let streams = packed.streams.iter().map(|stream| stream.claim.bytes);
        let bytes = views.chain(streams).fold(0_u64, u64::saturating_add);
        if bytes > UNPACKED_BYTES {
            return Err(SceneError::TooLarge { what: "bytes in compressed geometry", most: UNPACKED_BYTES });
        }
        Ok(packed)
    }

    /// Notes where a primitive's elements are, if they are nowhere else.
    fn add_draco(&mut self, root: &Root, primitive: &Primitive) -> Result<(), &'static str> {
        let Some(Said { view, parts }) = draco_of(root, primitive)? else { return Ok(()) };
        if primitive.indices.is_none() || primitive.mode != Checked::Valid(Mode::Triangles) {
            return Err("is not one of triangles with indices");
        }
        let stream = *self.held.entry(view).or_insert_with(|| {
            self.streams.push(Stream {
                view: Index::new(view as u32),
                claim: Claim::default(),
                decoded: OnceLock::new(),
            });
            self.streams.len() - 1
        });
        for (accessor, part) in parts {
            match self.laid.get_mut(&(stream, accessor)) {
                Some(known) if *known == Some(part) => {}
                Some(known) => *known = None,
                None => {
                    self.claim(root, stream, accessor, part)?;
                    self.laid.insert((stream, accessor), Some(part));
                }
            }
        }
        Ok(())
    }

    /// The stream that a primitive's elements are to be looked for in.
    pub fn stream(&self, root: &Root, primitive: &Primitive) -> Option<usize> {
        let said = draco_of(root, primitive).ok()??;
        self.held.get(&said.view).copied()
    }

    /// Lets a stream have as many elements as an accessor says.
    fn claim(&mut self, root: &Root, stream: usize, accessor: usize, part: Part) -> Result<(), &'static str> {
        let accessor = root.accessors.get(accessor).ok_or("names an accessor that does not exist")?;
        let (Checked::Valid(component), Checked::Valid(kind)) = (accessor.component_type, accessor.type_) else {
            return Err("names an accessor without a valid type");
        };
        let claim = &mut self.streams[stream].claim;
        let (count, each) = (accessor.count.0, (component.0.size() * kind.multiplicity()) as u64);
        match part {
            Part::Indices => claim.triangles = claim.triangles.max(count / 3),
            Part::Attribute(id) => {
                claim.points = claim.points.max(count);
                claim.wanted.insert(id);
            }
        }
        if claim.triangles > TRIANGLES as u64 || claim.points > 3 * TRIANGLES as u64 {
            return Err("claims more than can be rendered");
        }
        let each = if part == Part::Indices { size_of::<u32>() as u64 } else { each };
        claim.bytes = claim.bytes.saturating_add(count.saturating_mul(each));
        Ok(())
    }

    /// Whether an accessor's elements would have to be unpacked.
    pub fn has(&self, root: &Root, stream: Option<usize>, accessor: usize) -> bool {
        let view = root.accessors.get(accessor).and_then(|accessor| accessor.buffer_view);
        stream.is_some_and(|stream| self.laid.contains_key(&(stream, accessor)))
            || view.is_some_and(|view| self.views.contains_key(&view.value()))
    }

    /// The bytes of a buffer view that is compressed, `None` for all others, or what is wrong with whoever lies in it.
    pub fn view(&self, buffers: &[Cow<'_, [u8]>], view: usize) -> Option<Result<&[u8], &'static str>> {
        let view = self.views.get(&view)?;
        Some(match buffers.get(view.buffer).and_then(|buffer| buffer.get(view.bytes.clone())) {
            Some(bytes) => {
                let unpack = || meshopt::decode(bytes, view.form, view.stride, view.count);
                view.unpacked.get_or_init(unpack).as_deref().ok_or("lies in a compressed buffer view that is broken")
            }
            None => Err("lies in a compressed buffer view that reaches beyond its buffer"),
        })
    }

    /// The elements of an accessor that lie in a stream, `None` for all others, or what is wrong with it.
    pub fn elements(
        &self,
        document: &Document<'_>,
        stream: Option<usize>,
        accessor: usize,
    ) -> Option<Result<Laid<'_>, &'static str>> {
        let stream = stream?;
        let part = self.laid.get(&(stream, accessor))?;
        Some(part.ok_or("stands for two things in one Draco stream").and_then(|part| {
            let count = document.root.accessors.get(accessor).map_or(0, |accessor| accessor.count.0);
            self.part(document, (stream, part), count)
        }))
    }

    fn part(
        &self,
        document: &Document<'_>,
        (stream, part): (usize, Part),
        count: u64,
    ) -> Result<Laid<'_>, &'static str> {
        let stream = self.streams.get(stream).ok_or("lies in no Draco stream")?;
        let read = || draco::decode(document.view(stream.view)?.0, &stream.claim);
        let decoded = stream.decoded.get_or_init(read).as_ref().map_err(|&what| what)?;
        let (laid, holds) = match part {
            Part::Indices => {
                let (bytes, component) = (&decoded.indices[..], ComponentType::U32);
                (Laid { bytes, component, width: Type::Scalar.multiplicity() }, bytes.len() / size_of::<u32>())
            }
            Part::Attribute(id) => {
                let found = decoded.attributes.get(&id).ok_or("lies in a Draco stream that does not hold it")?;
                (Laid { bytes: &found.bytes, component: found.component, width: found.width }, decoded.points)
            }
        };
        if count != holds as u64 {
            return Err("has another count than the Draco stream that it lies in");
        }
        Ok(laid)
    }
}

impl PackedView {
    fn of(view: &View, said: &Map<String, Value>) -> Result<Self, &'static str> {
        let number = |name| whole(said, name).ok_or("lacks a number");
        let [buffer, length, stride, count] =
            [number("buffer")?, number("byteLength")?, number("byteStride")?, number("count")?];
        let start = if said.contains_key("byteOffset") { number("byteOffset")? } else { 0 };
        let name = |name: &str| said.get(name).and_then(Value::as_str);
        let form = name("mode").and_then(|mode| Form::named(mode, name("filter").unwrap_or("NONE")));
        let form = form.filter(|form| form.allows(stride, count)).ok_or("is of no kind that there is")?;
        let size = stride.checked_mul(count).filter(|&size| size as u64 == view.byte_length.0);
        size.ok_or("has another size than its buffer view")?;
        let end = start.checked_add(length).ok_or("reaches beyond its buffer")?;
        Ok(Self { buffer, bytes: start..end, form, stride, count, unpacked: OnceLock::new() })
    }
}

/// What a primitive says of a stream that its elements are in, if they are nowhere else.
fn draco_of(root: &Root, primitive: &Primitive) -> Result<Option<Said>, &'static str> {
    let said = primitive.extensions.as_ref().and_then(|all| all.others.get(DRACO)).and_then(Value::as_object);
    let Some(said) = said else { return Ok(None) };
    let view = whole(said, "bufferView").ok_or("names no buffer view")?;
    let ids = said.get("attributes").and_then(Value::as_object).ok_or("names no attributes")?;
    let mut parts = Vec::new();
    for (semantic, &accessor) in &primitive.attributes {
        let Checked::Valid(semantic) = semantic else { continue };
        let Some(id) = ids.get(&semantic.to_string()) else { continue };
        let id = id.as_u64().and_then(|id| u32::try_from(id).ok()).ok_or("names an attribute by no number")?;
        parts.push((accessor.value(), Part::Attribute(id)));
    }
    parts.extend(primitive.indices.map(|indices| (indices.value(), Part::Indices)));
    let there =
        |&(accessor, _): &(usize, Part)| root.accessors.get(accessor).is_some_and(|one| one.buffer_view.is_some());
    // Vertices have another order in the stream: all of it is taken, or nothing.
    Ok((!parts.iter().all(there)).then_some(Said { view, parts }))
}

/// What is said of a buffer view that is compressed.
fn meshopt_of(view: &View) -> Option<&Map<String, Value>> {
    let others = &view.extensions.as_ref()?.others;
    MESHOPT.iter().find_map(|name| others.get(*name)).and_then(Value::as_object)
}

/// Which buffers stand only for what compressed views come to, and need not have any data: those that say so, and those that
/// compressed views are laid into. `true` in the first list: it is not even looked for.
pub(super) fn stand_ins(root: &Root) -> (Vec<bool>, Vec<bool>) {
    let says = |buffer: &Buffer| {
        let others = buffer.extensions.iter().map(|extensions| &extensions.others);
        let mut named = others.flat_map(|others| MESHOPT.iter().filter_map(|name| others.get(*name)));
        named.any(|said| said.get("fallback").and_then(Value::as_bool) == Some(true))
    };
    let said: Vec<bool> = root.buffers.iter().map(says).collect();
    let mut meant = said.clone();
    for view in root.buffer_views.iter().filter(|view| meshopt_of(view).is_some()) {
        if let Some(meant) = meant.get_mut(view.buffer.value()) {
            *meant = true;
        }
    }
    (said, meant)
}

/// Makes compressed views find their streams where all buffers are in one, at these places.
pub(super) fn move_streams(root: &mut Root, starts: &[u64]) -> Result<(), SceneError> {
    for view in &mut root.buffer_views {
        let Some(extensions) = &mut view.extensions else { continue };
        for name in MESHOPT {
            let Some(said) = extensions.others.get_mut(name).and_then(Value::as_object_mut) else { continue };
            let buffer = whole(said, "buffer").unwrap_or(0);
            let start = starts.get(buffer).ok_or(SceneError::NoBuffer(buffer))?;
            let offset = said.get("byteOffset").and_then(Value::as_u64).unwrap_or(0);
            said.insert("byteOffset".into(), offset.saturating_add(*start).into());
            said.insert("buffer".into(), 0.into());
        }
    }
    for buffer in &mut root.buffers {
        if let Some(extensions) = &mut buffer.extensions {
            extensions.others.retain(|name, _| !MESHOPT.contains(&name.as_str()));
        }
    }
    Ok(())
}

fn meshes(root: &Root) -> impl Iterator<Item = (usize, &Primitive)> {
    let each = |(mesh, found)| -> (usize, &[Primitive]) {
        let found: &gltf::json::Mesh = found;
        (mesh, &found.primitives[..])
    };
    root.meshes.iter().enumerate().map(each).flat_map(|(mesh, all)| all.iter().map(move |one| (mesh, one)))
}

fn whole(said: &Map<String, Value>, name: &str) -> Option<usize> {
    said.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()).map(|number| number as usize)
}
