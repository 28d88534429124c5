//! GGUF: a header of values and of tensors' places, then the tensors.
//!
//! Every count and length is compared with the bytes that are left of the header before anything is allocated for it, so
//! that a header never takes more than a few times its own size, and that is bounded.

use super::error::{ModelError, shown};
use super::format::Format;
use super::metadata::{Kind, Metadata, Numbers, Texts, Value};
use super::source::{At, Source};
use super::tensors::{Tensor, Tensors};
use crate::limits::{ALIGNMENT, METADATA_VALUES, MODEL_HEADER_BYTES, NAME_BYTES, TENSOR_DIMENSIONS, TENSORS};
use std::io::{BufReader, Read};

/// What a file begins with.
pub const MAGIC: &[u8; 4] = b"GGUF";
/// Codes of the types that [`Kind`] does not have.
pub(super) const TEXT: u32 = 8;
pub(super) const LIST: u32 = 9;
/// Where tensors may begin when the file does not say.
pub(super) const DEFAULT_ALIGNMENT: u64 = 32;

/// A header and the places of its tensors.
pub(super) fn open(source: Source) -> Result<(Metadata, Tensors), ModelError> {
    let mut header = Header { reader: source.reader(), left: source.length().min(MODEL_HEADER_BYTES), source: &source };
    let (values, tensors) = header.beginning()?;
    let mut metadata = Metadata::default();
    for _ in 0..values {
        let key = header.name()?;
        let kind = header.u32()?;
        let value = header.value(kind, &key)?;
        if metadata.insert(key.clone(), value).is_some() {
            return Err(ModelError::Invalid(format!("\"{}\" is said twice", shown(&key))));
        }
    }
    if let Some(parts) = metadata.number("split.count").filter(|&parts| parts > 1.0) {
        return Err(ModelError::Split(parts as u64));
    }
    let mut places = Vec::with_capacity(tensors);
    for _ in 0..tensors {
        places.push(header.place()?);
    }
    let alignment = alignment(&metadata)?;
    let start = header.position().next_multiple_of(alignment);
    let tensors = places.into_iter().map(|place| place.tensor(start, alignment)).collect::<Result<Vec<_>, _>>()?;
    Ok((metadata, Tensors::new(source, tensors)?))
}

fn alignment(metadata: &Metadata) -> Result<u64, ModelError> {
    match metadata.value("general.alignment") {
        None => Ok(DEFAULT_ALIGNMENT),
        Some(&Value::Unsigned(alignment)) if alignment.is_power_of_two() && alignment <= ALIGNMENT => Ok(alignment),
        Some(_) => Err(ModelError::Invalid(format!("its alignment is not a power of two up to {ALIGNMENT}"))),
    }
}

/// A tensor as the header describes it.
struct Place {
    name: String,
    format: Format,
    shape: Vec<u64>,
    /// Counted from the first tensor's.
    offset: u64,
}

impl Place {
    fn tensor(self, start: u64, alignment: u64) -> Result<Tensor, ModelError> {
        if !self.offset.is_multiple_of(alignment) {
            return Err(ModelError::Invalid(format!("tensor \"{}\" is not aligned", shown(&self.name))));
        }
        let start = self.offset.checked_add(start).ok_or(ModelError::Truncated)?;
        Tensor::new(self.name, self.format, self.shape, start)
    }
}

struct Header<'a> {
    reader: BufReader<At<'a>>,
    /// Bytes that the header may still have.
    left: u64,
    source: &'a Source,
}

impl Header<'_> {
    fn position(&self) -> u64 {
        self.source.length().min(MODEL_HEADER_BYTES) - self.left
    }

    /// Takes so many bytes off what is left.
    fn take(&mut self, bytes: u64) -> Result<(), ModelError> {
        self.check(bytes)?;
        self.left -= bytes;
        Ok(())
    }

    /// Whether so many bytes are left.
    fn check(&self, bytes: u64) -> Result<(), ModelError> {
        if bytes <= self.left {
            Ok(())
        } else if self.source.length() > MODEL_HEADER_BYTES {
            Err(ModelError::TooLarge { what: "bytes of header", most: MODEL_HEADER_BYTES })
        } else {
            Err(ModelError::Truncated)
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N as u64)?;
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes).map_err(self.source.failure())?;
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn bytes(&mut self, count: u64) -> Result<Vec<u8>, ModelError> {
        self.take(count)?;
        let mut bytes = vec![0; count as usize];
        self.reader.read_exact(&mut bytes).map_err(self.source.failure())?;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<String, ModelError> {
        let length = self.u64()?;
        String::from_utf8(self.bytes(length)?)
            .map_err(|_| ModelError::Invalid("one of its texts is not UTF-8".to_owned()))
    }

    fn name(&mut self) -> Result<String, ModelError> {
        let name = self.text()?;
        match name.len() {
            1..=NAME_BYTES => Ok(name),
            0 => Err(ModelError::Invalid("one of its names is empty".to_owned())),
            _ => Err(ModelError::TooLarge { what: "bytes in a name", most: NAME_BYTES as u64 }),
        }
    }

    /// Magic, version and how much of what follows: values, then tensors.
    fn beginning(&mut self) -> Result<(u64, usize), ModelError> {
        if &self.array::<4>()? != MAGIC {
            return Err(ModelError::NotAModel);
        }
        match self.u32()? {
            2 | 3 => {}
            // Version 3 as a big-endian machine writes it.
            version if version.swap_bytes() <= 3 => return Err(ModelError::BigEndian),
            version => return Err(ModelError::Version(version)),
        }
        let tensors = self.u64()?;
        let values = self.u64()?;
        if tensors > TENSORS {
            return Err(ModelError::TooLarge { what: "tensors", most: TENSORS });
        }
        if values > METADATA_VALUES {
            return Err(ModelError::TooLarge { what: "values", most: METADATA_VALUES });
        }
        // A name of one letter with a flag, a name of one letter with one dimension: 8 + 1 + 4 + 1 and 8 + 1 + 4 + 8 + 4 + 8.
        self.check(values * 14 + tensors * 33)?;
        Ok((values, tensors as usize))
    }

    fn value(&mut self, kind: u32, key: &str) -> Result<Value, ModelError> {
        match kind {
            TEXT => Ok(Value::Text(self.text()?)),
            LIST => self.list(key),
            _ => {
                let kind = Kind::from_code(kind).ok_or_else(|| no_type(key))?;
                let bytes = self.bytes(kind.size() as u64)?;
                Ok(kind.value(&bytes))
            }
        }
    }

    fn list(&mut self, key: &str) -> Result<Value, ModelError> {
        let kind = self.u32()?;
        let count = self.u64()?;
        match kind {
            TEXT => {
                self.check(count.saturating_mul(8))?;
                let mut texts = Texts::with_capacity(count as usize);
                for _ in 0..count {
                    texts.push(&self.text()?);
                }
                Ok(Value::Texts(texts))
            }
            LIST => Err(ModelError::Invalid(format!("\"{}\" is a list of lists", shown(key)))),
            _ => {
                let kind = Kind::from_code(kind).ok_or_else(|| no_type(key))?;
                let bytes = self.bytes(count.saturating_mul(kind.size() as u64))?;
                Ok(Value::Numbers(Numbers { kind, bytes }))
            }
        }
    }

    fn place(&mut self) -> Result<Place, ModelError> {
        let name = self.name()?;
        let dimensions = self.u32()? as usize;
        if dimensions > TENSOR_DIMENSIONS {
            return Err(ModelError::Invalid(format!("tensor \"{}\" has {dimensions} dimensions", shown(&name))));
        }
        let shape = (0..dimensions).map(|_| self.u64()).collect::<Result<Vec<_>, _>>()?;
        let code = self.u32()?;
        let format = Format::from_ggml(code).ok_or_else(|| ModelError::Format {
            tensor: shown(&name),
            format: match foreign(code) {
                Some(name) => name.to_owned(),
                None => format!("type {code}"),
            },
        })?;
        Ok(Place { name, format, shape, offset: self.u64()? })
    }
}

fn no_type(key: &str) -> ModelError {
    ModelError::Invalid(format!("\"{}\" is of a type that does not exist", shown(key)))
}

/// Formats that ggml knows and this engine does not.
fn foreign(code: u32) -> Option<&'static str> {
    Some(match code {
        9 => "Q8_1",
        15 => "Q8_K",
        16 => "IQ2_XXS",
        17 => "IQ2_XS",
        18 => "IQ3_XXS",
        19 => "IQ1_S",
        20 => "IQ4_NL",
        21 => "IQ3_S",
        22 => "IQ2_S",
        23 => "IQ4_XS",
        24..=27 => "whole numbers",
        28 => "F64",
        29 => "IQ1_M",
        34 => "TQ1_0",
        35 => "TQ2_0",
        39 => "MXFP4",
        _ => return None,
    })
}
