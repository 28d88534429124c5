//! The tensors of a model, wherever and however they are stored.

use super::error::{ModelError, shown};
use super::format::Format;
use super::source::Source;
use crate::limits::{SMALL_TENSOR, TENSOR_DIMENSIONS};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Where the weights of one matrix or vector lie. Nothing of them is in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    /// By GGUF's convention, for example `blk.0.attn_q.weight`.
    pub name: String,
    /// How it is stored.
    pub format: Format,
    /// In ggml's order: the first is the length of a row, whose numbers lie side by side.
    pub shape: Vec<u64>,
    start: u64,
}

impl Tensor {
    /// Fails for shapes that do not exist, or whose rows are not whole blocks. Afterwards no product overflows.
    pub(super) fn new(name: String, format: Format, shape: Vec<u64>, start: u64) -> Result<Self, ModelError> {
        let absurd = || ModelError::Invalid(format!("tensor \"{}\" has impossible dimensions", shown(&name)));
        if shape.is_empty() || shape.len() > TENSOR_DIMENSIONS || shape.contains(&0) {
            return Err(absurd());
        }
        let bytes = shape.iter().try_fold(1_u64, |product, &side| product.checked_mul(side));
        let bytes = bytes.and_then(|weights| weights.checked_mul(format.block_bytes() as u64));
        if bytes.and_then(|bytes| bytes.checked_add(start)).is_none() {
            return Err(absurd());
        }
        if !shape[0].is_multiple_of(format.block_weights() as u64) {
            return Err(ModelError::Invalid(format!(
                "rows of tensor \"{}\" are not whole blocks of {}",
                shown(&name),
                format.name()
            )));
        }
        Ok(Self { name, format, shape, start })
    }

    /// Numbers in a row.
    pub fn row_length(&self) -> u64 {
        self.shape[0]
    }

    /// How many rows, whatever dimensions they are spread over.
    pub fn rows(&self) -> u64 {
        self.shape[1..].iter().product()
    }

    /// Numbers in all.
    pub fn weights(&self) -> u64 {
        self.row_length() * self.rows()
    }

    /// Bytes of a row in the file.
    pub fn row_bytes(&self) -> u64 {
        self.row_length() / self.format.block_weights() as u64 * self.format.block_bytes() as u64
    }

    /// Bytes in the file.
    pub fn bytes(&self) -> u64 {
        self.row_bytes() * self.rows()
    }

    /// Bytes on a device.
    pub fn device_bytes(&self) -> u64 {
        self.weights() / self.format.block_weights() as u64 * self.format.device_block_bytes() as u64
    }

    fn end(&self) -> u64 {
        self.start + self.bytes()
    }
}

/// All tensors of a model, and the bytes that they lie in.
#[derive(Debug)]
pub struct Tensors {
    source: Source,
    by_name: BTreeMap<String, Arc<Tensor>>,
}

impl Tensors {
    /// Fails where two have one name or one place, or one lies beyond the end.
    pub(super) fn new(source: Source, tensors: Vec<Tensor>) -> Result<Self, ModelError> {
        let mut by_place: Vec<Arc<Tensor>> = tensors.into_iter().map(Arc::new).collect();
        if by_place.iter().any(|tensor| tensor.end() > source.length()) {
            return Err(ModelError::Truncated);
        }
        by_place.sort_by_key(|tensor| tensor.start);
        if let Some([first, second]) = by_place.array_windows().find(|[first, second]| first.end() > second.start) {
            return Err(ModelError::Overlap { first: shown(&first.name), second: shown(&second.name) });
        }
        let mut by_name = BTreeMap::new();
        for tensor in by_place {
            if let Some(twin) = by_name.insert(tensor.name.clone(), tensor) {
                return Err(ModelError::Duplicate(shown(&twin.name)));
            }
        }
        Ok(Self { source, by_name })
    }

    /// By its name.
    pub fn get(&self, name: &str) -> Option<&Arc<Tensor>> {
        self.by_name.get(name)
    }

    /// In the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Tensor>> {
        self.by_name.values()
    }

    /// Some rows of a tensor as they are stored.
    pub fn read_rows(&self, tensor: &Tensor, rows: Range<u64>) -> Result<Vec<u8>, ModelError> {
        assert!(rows.start <= rows.end && rows.end <= tensor.rows(), "rows {rows:?} of {}", tensor.rows());
        let at = |row| tensor.start + row * tensor.row_bytes();
        self.source.range(at(rows.start)..at(rows.end))
    }

    /// The numbers of a tensor, such as a norm's or a bias's, that is small.
    pub fn floats(&self, tensor: &Tensor) -> Result<Vec<f32>, ModelError> {
        if tensor.weights() > SMALL_TENSOR {
            return Err(ModelError::TooLarge { what: "numbers in a vector", most: SMALL_TENSOR });
        }
        let mut numbers = vec![0.0; tensor.weights() as usize];
        tensor.format.dequantise(&self.read_rows(tensor, 0..tensor.rows())?, &mut numbers);
        Ok(numbers)
    }
}
