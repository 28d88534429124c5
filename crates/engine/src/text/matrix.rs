//! Weights on a device: matrices, cut by rows into pieces that one buffer and one short submission can hold.

use super::error::ModelError;
use super::format::Format;
use super::pack::{Layout, Planes};
use super::tensors::{Tensor, Tensors};
use super::{TextError, kernels::Kernels};
use crate::gpu::Gpu;
use crate::limits::{CARD_CHUNK_BYTES, CHUNK_BYTES, CHUNK_ROWS, READ_BYTES};
use bytemuck::{Pod, Zeroable};
use idlewatt_proto::device::DeviceKind;
use std::sync::Arc;

/// Some rows of one format, in a buffer of their own.
#[derive(Debug)]
pub struct Chunk {
    pub format: Format,
    pub rows: u32,
    /// Groups of a row.
    pub groups: u32,
    /// Which number of the product is its first row's.
    pub first: u32,
    pub buffer: wgpu::Buffer,
    /// Where planes begin, in words: upper bits, scales, scales' scales.
    pub planes: [u32; 3],
    /// A power of two by which no weight is too large for 16 bits, and most are large enough.
    pub up: f32,
}

/// One or several tensors of equal rows, one below the other.
#[derive(Debug)]
pub struct Matrix {
    pub chunks: Vec<Chunk>,
    pub rows: u32,
    /// Numbers of a row.
    pub width: u32,
}

/// What matmul.wgsl is told of a chunk and of what goes in and out.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct Matmul {
    pub rows: u32,
    pub groups: u32,
    pub x_stride: u32,
    pub y_stride: u32,
    pub first: u32,
    pub planes: [u32; 3],
    pub count: u32,
    pub epsilon: f32,
    pub up: f32,
    pub padding: u32,
}

/// Rows of a tensor that go into one chunk.
struct Piece<'t> {
    tensor: &'t Arc<Tensor>,
    rows: std::ops::Range<u64>,
}

impl Matrix {
    /// Reads tensors from their file, packs them and puts them on the device. `loaded` hears of bytes read.
    pub fn load(
        kernels: &Kernels<'_>,
        tensors: &Tensors,
        parts: &[&Arc<Tensor>],
        loaded: &mut dyn FnMut(u64),
    ) -> Result<Self, TextError> {
        let pieces = divide(parts, chunk_bytes(kernels.gpu()))?;
        Self::from_pieces(kernels, tensors, pieces, 1, loaded)
    }

    /// The same of a gate and what it is for, so that rows which meet lie in one chunk: some of the gate's above as many of the other.
    /// `None` where they differ in more than their numbers, or where a row ends within a word.
    pub fn load_gated(
        kernels: &Kernels<'_>,
        tensors: &Tensors,
        parts: &[&Arc<Tensor>],
        loaded: &mut dyn FnMut(u64),
    ) -> Result<Option<Self>, TextError> {
        // Where both are one tensor, the gate is its upper half.
        let (gate, up, rows, up_begins) = match *parts {
            [gate, up] => (gate, up, gate.rows(), 0),
            [both] if both.rows().is_multiple_of(2) => (both, both, both.rows() / 2, both.rows() / 2),
            _ => return Ok(None),
        };
        let alike = gate.format == up.format && up.rows() == up_begins + rows && gate.row_length() == up.row_length();
        let layout = layout_of(gate)?;
        if !alike || !layout.is_whole() {
            return Ok(None);
        }
        let row = row_bytes(&layout);
        let most = (chunk_bytes(kernels.gpu()) / (2 * row)).clamp(1, CHUNK_ROWS / 2);
        let pieces = |chunk: u64| {
            let rows = chunk * most..((chunk + 1) * most).min(rows);
            let below = up_begins + rows.start..up_begins + rows.end;
            vec![Piece { tensor: gate, rows }, Piece { tensor: up, rows: below }]
        };
        let pieces = (0..rows.div_ceil(most)).map(pieces).collect();
        Self::from_pieces(kernels, tensors, pieces, 2, loaded).map(Some)
    }

    /// `sides`: rows that come to one number.
    fn from_pieces(
        kernels: &Kernels<'_>,
        tensors: &Tensors,
        all: Vec<Vec<Piece<'_>>>,
        sides: u32,
        loaded: &mut dyn FnMut(u64),
    ) -> Result<Self, TextError> {
        let width = all.first().and_then(|pieces| pieces.first()).map_or(0, |piece| piece.tensor.row_length());
        let mut chunks: Vec<Chunk> = Vec::new();
        let mut first = 0;
        for pieces in all {
            let chunk = upload(kernels.gpu(), tensors, &pieces, first, loaded)?;
            first += chunk.rows / sides;
            chunks.push(chunk);
        }
        Ok(Self { chunks, rows: first * sides, width: width as u32 })
    }
}

/// Bytes of weights in one buffer.
fn chunk_bytes(gpu: &Gpu) -> u64 {
    match gpu.device().kind {
        DeviceKind::Discrete => CARD_CHUNK_BYTES,
        _ => CHUNK_BYTES,
    }
}

/// Bytes of a row on the device.
fn row_bytes(layout: &Layout) -> u64 {
    layout.words(1).iter().sum::<usize>() as u64 * 4
}

fn layout_of(tensor: &Tensor) -> Result<Layout, TextError> {
    Layout::new(tensor.format, tensor.row_length() as usize).ok_or_else(|| {
        let what = format!("rows of {} weights, which are no whole groups of 32", tensor.row_length());
        TextError::Model(ModelError::Unsupported(what))
    })
}

/// Cuts tensors into pieces, and puts neighbours of one format together as far as they fit, if rows end with a whole word.
fn divide<'t>(parts: &[&'t Arc<Tensor>], most: u64) -> Result<Vec<Vec<Piece<'t>>>, TextError> {
    let mut chunks: Vec<Vec<Piece<'t>>> = Vec::new();
    let (mut room, mut left) = (0, 0);
    for tensor in parts {
        let layout = layout_of(tensor)?;
        let row = row_bytes(&layout);
        let mut next = 0;
        while next < tensor.rows() {
            let alike = chunks.last().is_some_and(|chunk| chunk[0].tensor.format == tensor.format);
            if !(alike && layout.is_whole() && room >= row && left > 0) {
                chunks.push(Vec::new());
                (room, left) = (most.max(row), CHUNK_ROWS);
            }
            let rows = (room / row).min(left).min(tensor.rows() - next);
            (room, left) = (room - rows * row, left - rows);
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(Piece { tensor, rows: next..next + rows });
            }
            next += rows;
        }
    }
    Ok(chunks)
}

fn upload(
    gpu: &Gpu,
    tensors: &Tensors,
    pieces: &[Piece<'_>],
    first: u32,
    loaded: &mut dyn FnMut(u64),
) -> Result<Chunk, TextError> {
    let layout = layout_of(pieces[0].tensor)?;
    let rows: u64 = pieces.iter().map(|piece| piece.rows.end - piece.rows.start).sum();
    let words = layout.words(rows as usize);
    let mut starts = [0; 4];
    for plane in 1..4 {
        starts[plane] = starts[plane - 1] + words[plane - 1];
    }
    // Read by fours, and never empty.
    let size = (starts[3] + words[3]).next_multiple_of(4).max(4);
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("weights"),
        size: size as u64 * 4,
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let format = pieces[0].tensor.format;
    let planes = Planes::of(format);
    // Words of two rows: one alone may end with half of one.
    let per_two = [2 * planes.quants, 2 * planes.high, planes.scale_halves].map(|words| words * layout.groups);
    let per_two = [per_two[0], per_two[1], per_two[2], 2 * (layout.groups / 8)];
    let at_once = (READ_BYTES / layout.row_bytes() as u64).next_multiple_of(2).max(2);
    let (mut done, mut largest) = (0, 0.0_f32);
    for piece in pieces {
        let mut next = piece.rows.start;
        while next < piece.rows.end {
            let end = (next + at_once).min(piece.rows.end);
            let bytes = tensors.read_rows(piece.tensor, next..end).map_err(TextError::Model)?;
            let packed = layout.pack(&bytes);
            largest = largest.max(packed.largest(format));
            let parts = [&packed.quants, &packed.high, &packed.scales, &packed.supers];
            for (plane, part) in parts.into_iter().enumerate() {
                let at = (starts[plane] + done * per_two[plane] / 2) as u64 * 4;
                if !part.is_empty() {
                    gpu.queue.write_buffer(&buffer, at, bytemuck::cast_slice(part));
                }
            }
            done += (end - next) as usize;
            next = end;
            // What was written waits in memory of its own until something is submitted.
            gpu.queue.submit([]);
            gpu.wait()?;
            loaded(bytes.len() as u64);
        }
    }
    Ok(Chunk {
        format,
        rows: rows as u32,
        groups: layout.groups as u32,
        first,
        buffer,
        planes: [starts[1] as u32, starts[2] as u32, starts[3] as u32],
        up: up(largest),
    })
}

/// The power of two that brings this number to between 2^14 and 2^15, as far as there is one.
fn up(largest: f32) -> f32 {
    if largest.is_normal() { 2.0_f32.powi((14 - largest.log2().floor() as i32).clamp(-100, 100)) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_end_within_a_word_begin_buffers_of_their_own() {
        let tensor = |name: &str, format, shape: [u64; 2]| {
            Arc::new(Tensor::new(name.into(), format, shape.to_vec(), 0).expect("a tensor"))
        };
        let rows = |format, width, most| {
            let (one, other) = (tensor("one", format, [width, 7]), tensor("other", format, [width, 4]));
            let chunks = divide(&[&one, &other], most).expect("whole groups");
            let of_chunk =
                |pieces: &Vec<Piece<'_>>| pieces.iter().map(|piece| piece.rows.end - piece.rows.start).collect();
            chunks.iter().map(of_chunk).collect::<Vec<Vec<u64>>>()
        };
        // Three groups to a row, two scales to a word; as many words as that anyway; and rows of two groups.
        assert_eq!(rows(Format::Q4_0, 96, 1 << 20), [vec![7], vec![4]]);
        assert_eq!(rows(Format::Q4_1, 96, 1 << 20), [vec![7, 4]]);
        assert_eq!(rows(Format::Q4_0, 64, 1 << 20), [vec![7, 4]]);
        assert_eq!(rows(Format::Q4_0, 64, 36 * 5), [vec![5], vec![2, 3], vec![1]]);
    }

    #[test]
    fn the_largest_weight_comes_near_the_end_of_what_16_bits_say() {
        for largest in [1.0e-12, 0.01, 0.9999, 1.0, 700.0, 65504.0] {
            let up = up(largest);
            assert_eq!(up.to_bits() << 9, 0, "{up} is no power of two");
            assert!((16384.0..=32768.0).contains(&(largest * up)), "{largest}: {up}");
        }
        assert_eq!([0.0, f32::INFINITY, f32::NAN].map(up), [1.0; 3]);
    }
}
