//! What lies in a file in a smaller form: meshes as Draco streams. What all of it may come to is settled when the file is
//! opened; each piece is unpacked when somebody first needs it.

use super::SceneError;
use super::draco::{self, Claim, Decoded};
use super::glb::Document;
use crate::limits::{TRIANGLES, UNPACKED_BYTES};
use gltf::json::accessor::{ComponentType, Type};
use gltf::json::buffer::View;
use gltf::json::mesh::{Mode, Primitive};
use gltf::json::validation::Checked;
use gltf::json::{Index, Root};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Meshes in Draco's form.
pub(super) const DRACO: &str = "KHR_draco_mesh_compression";

/// The compressed pieces of a file.
#[derive(Default)]
pub(super) struct Packed {
    streams: Vec<Stream>,
    /// Where the elements of an accessor are; `None`: two primitives disagree.
    accessors: HashMap<usize, Option<Place>>,
}

struct Stream {
    view: Index<View>,
    claim: Claim,
    decoded: OnceLock<Result<Decoded, &'static str>>,
}

#[derive(Clone, Copy, PartialEq)]
struct Place {
    stream: usize,
    part: Part,
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
        let mut known = HashMap::new();
        for (mesh, primitive) in meshes(root) {
            packed
                .add_draco(root, primitive, &mut known)
                .map_err(|what| SceneError::Invalid(format!("the Draco compression of mesh {mesh} {what}")))?;
        }
        let bytes = packed.streams.iter().map(|stream| stream.claim.bytes).fold(0_u64, u64::saturating_add);
        if bytes > UNPACKED_BYTES {
            return Err(SceneError::TooLarge { what: "bytes in compressed geometry", most: UNPACKED_BYTES });
        }
        Ok(packed)
    }

    /// Notes where a primitive's elements are, if they are nowhere else.
    fn add_draco(
        &mut self,
        root: &Root,
        primitive: &Primitive,
        known: &mut HashMap<usize, usize>,
    ) -> Result<(), &'static str> {
        let said = primitive.extensions.as_ref().and_then(|all| all.others.get(DRACO)).and_then(Value::as_object);
        let Some(said) = said else { return Ok(()) };
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
        if parts.iter().all(there) {
            return Ok(());
        }
        if primitive.indices.is_none() || primitive.mode != Checked::Valid(Mode::Triangles) {
            return Err("is not one of triangles with indices");
        }
        let stream = *known.entry(view).or_insert_with(|| {
            self.streams.push(Stream {
                view: Index::new(view as u32),
                claim: Claim::default(),
                decoded: OnceLock::new(),
            });
            self.streams.len() - 1
        });
        for (accessor, part) in parts {
            let place = Some(Place { stream, part });
            match self.accessors.get_mut(&accessor) {
                Some(known) if *known == place => {}
                Some(known) => *known = None,
                None => {
                    self.claim(root, stream, accessor, part)?;
                    self.accessors.insert(accessor, place);
                }
            }
        }
        Ok(())
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

    /// Whether an accessor's elements lie in a stream.
    pub fn has(&self, accessor: usize) -> bool {
        self.accessors.contains_key(&accessor)
    }

    /// The elements of an accessor that lie in a stream, `None` for all others, or what is wrong with it.
    pub fn elements(&self, document: &Document<'_>, accessor: usize) -> Option<Result<Laid<'_>, &'static str>> {
        let place = self.accessors.get(&accessor)?;
        Some(place.ok_or("lies in two Draco streams").and_then(|place| {
            let count = document.root.accessors.get(accessor).map_or(0, |accessor| accessor.count.0);
            self.part(document, place, count)
        }))
    }

    fn part(&self, document: &Document<'_>, place: Place, count: u64) -> Result<Laid<'_>, &'static str> {
        let stream = self.streams.get(place.stream).ok_or("lies in no Draco stream")?;
        let read = || draco::decode(document.view(stream.view)?.0, &stream.claim);
        let decoded = stream.decoded.get_or_init(read).as_ref().map_err(|&what| what)?;
        let (laid, holds) = match place.part {
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
