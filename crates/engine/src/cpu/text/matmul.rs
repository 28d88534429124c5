//! Weights times states.

use crate::text::ModelError;
use crate::text::format::Format;
use crate::text::tensors::{Tensor, Tensors};
use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// Products below this are not worth waking other threads for: some 50 us of work.
const ALONE: usize = 1 << 17;
/// Sums kept side by side, so that the compiler may use wide registers.
const LANES: usize = 16;

/// A matrix as the file has it, in memory.
#[derive(Debug)]
pub struct Matrix {
    /// How it is stored.
    pub format: Format,
    /// Numbers in a row.
    pub columns: usize,
    /// How many rows.
    pub rows: usize,
    /// Row by row.
    pub bytes: Vec<u8>,
}

impl Matrix {
    /// Reads a tensor.
    pub fn read(tensors: &Tensors, tensor: &Tensor) -> Result<Self, ModelError> {
        Ok(Self {
            format: tensor.format,
            columns: tensor.row_length() as usize,
            rows: tensor.rows() as usize,
            bytes: tensors.read_rows(tensor, 0..tensor.rows())?,
        })
    }

    /// The numbers of a row.
    pub fn row(&self, row: usize, out: &mut [f32]) {
        let bytes = self.columns / self.format.block_weights() * self.format.block_bytes();
        self.format.dequantise(&self.bytes[row * bytes..(row + 1) * bytes], out);
    }
}

/// `[token][row]`: each row of the matrix times each token's state, plus the row's bias.
pub fn matmul(matrix: &Matrix, states: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    assert!(states.len().is_multiple_of(matrix.columns), "states as wide as the matrix");
    let tokens = states.len() / matrix.columns;
    let parts = in_parts(matrix.rows, tokens * matrix.columns * matrix.rows, |rows| rows_times(matrix, states, rows));
    let mut out = vec![0.0; tokens * matrix.rows];
    for (row, products) in parts.iter().flat_map(|part| part.chunks_exact(tokens.max(1))).enumerate() {
        for (token, product) in products.iter().enumerate() {
            out[token * matrix.rows + row] = product + bias.map_or(0.0, |bias| bias[row]);
        }
    }
    out
}

/// `[row][token]`.
fn rows_times(matrix: &Matrix, states: &[f32], rows: Range<usize>) -> Vec<f32> {
    let mut weights = vec![0.0; matrix.columns];
    let mut products = Vec::with_capacity(rows.len() * (states.len() / matrix.columns));
    for row in rows {
        matrix.row(row, &mut weights);
        products.extend(states.chunks_exact(matrix.columns).map(|state| dot(&weights, state)));
    }
    products
}

pub(super) fn dot(left: &[f32], right: &[f32]) -> f32 {
    let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<LANES>(), right.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (left, right) in left.iter().zip(right) {
        for lane in 0..LANES {
            sums[lane] += left[lane] * right[lane];
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f32>() + rest
}

/// Does `0..count` in as many ranges as there are processors, each on a thread of its own, and returns their results in
/// order.
pub(super) fn in_parts<T: Send>(count: usize, products: usize, part: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let threads = if products < ALONE { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    let size = count.div_ceil(threads).max(1);
    let ranges: Vec<_> = (0..count).step_by(size).map(|start| start..count.min(start + size)).collect();
    if ranges.len() < 2 {
        return ranges.into_iter().map(part).collect();
    }
    thread::scope(|scope| {
        let part = &part;
        let threads: Vec<_> = ranges.into_iter().map(|range| scope.spawn(move || part(range))).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, T>| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        threads.into_iter().map(join).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_times_tokens_plus_bias() {
        let bytes = [1.0_f32, 2.0, 3.0, 4.0, 5.0, 6.0].iter().flat_map(|number| number.to_le_bytes()).collect();
        let matrix = Matrix { format: Format::F32, columns: 3, rows: 2, bytes };
        assert_eq!(matmul(&matrix, &[1.0, 0.0, 1.0, 0.0, 1.0, 0.0], None), [4.0, 10.0, 2.0, 5.0]);
        assert_eq!(matmul(&matrix, &[1.0, 0.0, 1.0], Some(&[0.5, -1.0])), [4.5, 9.0]);
    }

    #[test]
    fn parts_are_in_order_and_whole() {
        for count in [0, 1, 7, 100] {
            let parts = in_parts(count, ALONE, |range| range.collect::<Vec<_>>());
            assert_eq!(parts.concat(), (0..count).collect::<Vec<_>>());
        }
    }
}
