//! Meshes of Draco streams, as KHR_draco_mesh_compression has them. The bit stream is the library's to read; what it may take
//! is settled here before it begins, and what it made of it is looked at after it is done.

use super::rest::Rest;
use crate::limits::{DRACO_BYTES, DRACO_TRIANGLE_BYTES, DRACO_VERTEX_BYTES};
use draco_core::{DataType, DecodeLimits, DecoderBuffer, ErrorKind, Mesh, MeshDecoder, PointAttribute, PointIndex};
use gltf::json::accessor::ComponentType;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Magic, version, kind, method and flags.
const HEADER: usize = 11;
/// The flag of what comes before the geometry: names and notes, which no glTF file needs.
const METADATA: u8 = 0x80;
const MORE: &str = "lies in a Draco stream that holds more than its accessors say";

/// What primitives say of a stream.
#[derive(Default)]
pub(super) struct Claim {
    pub points: u64,
    pub triangles: u64,
    /// Bytes of all elements that accessors name.
    pub bytes: u64,
    /// Attributes by the stream's own numbers.
    pub wanted: BTreeSet<u32>,
}

/// What was in a stream.
pub(super) struct Decoded {
    pub points: usize,
    /// Three numbers of 32 bits for each triangle, all of them below [`Self::points`].
    pub indices: Vec<u8>,
    pub attributes: BTreeMap<u32, Attribute>,
}

/// Values of all points, one after another.
pub(super) struct Attribute {
    pub bytes: Vec<u8>,
    pub component: ComponentType,
    pub width: usize,
}

/// Reads a stream of no more than is claimed, or tells what is wrong with whoever lies in it.
pub(super) fn decode(bytes: &[u8], claim: &Claim) -> Result<Decoded, &'static str> {
    look(bytes, claim)?;
    let most = claim.points.saturating_mul(DRACO_VERTEX_BYTES).min(DRACO_BYTES);
    let limits = DecodeLimits::default()
        .with_max_points(claim.points)
        .with_max_faces(claim.triangles)
        .with_max_decoded_bytes(most);
    let mut mesh = Mesh::new();
    let mut buffer = DecoderBuffer::new(bytes).with_limits(limits);
    // The library has no unsafe code and is held to errors by its own tests, and still: a stream may come from a stranger.
    let read = catch_unwind(AssertUnwindSafe(|| MeshDecoder::new().decode(&mut buffer, &mut mesh)));
    match read {
        Ok(Ok(())) => {}
        Ok(Err(error)) if error.kind() == ErrorKind::LimitExceeded => return Err(MORE),
        _ => return Err("lies in a Draco stream that is broken"),
    }
    let points = mesh.num_points();
    if points as u64 > claim.points || mesh.num_faces() as u64 > claim.triangles {
        return Err(MORE);
    }
    let corners = mesh.faces().iter().flatten();
    if corners.clone().any(|corner| corner.0 as usize >= points) {
        return Err("lies in a Draco stream whose triangles have vertices that do not exist");
    }
    let indices = corners.flat_map(|corner| corner.0.to_le_bytes()).collect();
    let attributes = claim.wanted.iter().filter_map(|&id| {
        let attribute = lay(mesh.attribute_by_unique_id(id)?, points)?;
        Some((id, attribute))
    });
    let attributes = attributes.collect();
    Ok(Decoded { points, indices, attributes })
}

/// What the stream says of itself, before it is believed. Tables of connectivity are as many as its header says, and no
/// bound of the library's is on those.
fn look(bytes: &[u8], claim: &Claim) -> Result<(), &'static str> {
    let broken = "lies in a Draco stream that is broken";
    let header = bytes.get(..HEADER).filter(|header| header.starts_with(b"DRACO")).ok_or(broken)?;
    if header[5..7] != [2, 2] {
        return Err("lies in a Draco stream of another version than 2.2");
    }
    if header[10] & METADATA != 0 {
        return Err("lies in a Draco stream with metadata, which glTF has no use for");
    }
    let mut rest = Rest(&bytes[HEADER..]);
    let (triangles, points, tables) = match (header[7], header[8]) {
        (1, 0) => (rest.number().ok_or(broken)?, rest.number().ok_or(broken)?, 0),
        (1, 1) => {
            rest.number().filter(|&traversal| traversal == 0 || traversal == 2).ok_or(broken)?;
            let vertices = rest.number().ok_or(broken)?;
            let triangles = rest.number().ok_or(broken)?;
            // A byte, not a number: its highest bit would otherwise ask for a second one.
            (triangles, vertices, u64::from(rest.byte().ok_or(broken)?))
        }
        (1, _) => return Err(broken),
        _ => return Err("lies in a Draco stream that is not a mesh"),
    };
    let connectivity = claim.triangles.saturating_mul((tables + 1) * DRACO_TRIANGLE_BYTES);
    if triangles > claim.triangles || points > claim.points || connectivity > DRACO_BYTES {
        return Err(MORE);
    }
    Ok(())
}

/// One value for each point. `None`: not of a kind that vertices are made of.
fn lay(attribute: &PointAttribute, points: usize) -> Option<Attribute> {
    let component = match attribute.data_type() {
        DataType::Int8 => ComponentType::I8,
        DataType::Uint8 => ComponentType::U8,
        DataType::Int16 => ComponentType::I16,
        DataType::Uint16 => ComponentType::U16,
        DataType::Float32 => ComponentType::F32,
        _ => return None,
    };
    let width = usize::from(attribute.num_components());
    let size = width * component.size();
    let stride = usize::try_from(attribute.byte_stride()).ok().filter(|&stride| stride >= size)?;
    let values = attribute.buffer().data();
    let mut bytes = Vec::with_capacity(points.checked_mul(size)?);
    for point in 0..points {
        let at = attribute.mapped_index(PointIndex(point as u32)).0 as usize;
        let start = at.checked_mul(stride)?;
        bytes.extend_from_slice(values.get(start..start.checked_add(size)?)?);
    }
    Some(Attribute { bytes, component, width })
}
