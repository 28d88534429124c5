//! What a model's file says about itself: names with values, as GGUF has them.
//!
//! Lists stay as they lay in the file until somebody asks for one, so that they never take more memory than the file did.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A kind of number, by GGUF's code for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 0.
    U8,
    /// 1.
    I8,
    /// 2.
    U16,
    /// 3.
    I16,
    /// 4.
    U32,
    /// 5.
    I32,
    /// 6.
    F32,
    /// 7: one byte, 0 or 1.
    Flag,
    /// 10.
    U64,
    /// 11.
    I64,
    /// 12.
    F64,
}

impl Kind {
    /// From GGUF's code; `None` for texts, lists and what does not exist.
    pub fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            0 => Self::U8,
            1 => Self::I8,
            2 => Self::U16,
            3 => Self::I16,
            4 => Self::U32,
            5 => Self::I32,
            6 => Self::F32,
            7 => Self::Flag,
            10 => Self::U64,
            11 => Self::I64,
            12 => Self::F64,
            _ => return None,
        })
    }

    /// GGUF's code.
    pub fn code(self) -> u32 {
        match self {
            Self::U8 => 0,
            Self::I8 => 1,
            Self::U16 => 2,
            Self::I16 => 3,
            Self::U32 => 4,
            Self::I32 => 5,
            Self::F32 => 6,
            Self::Flag => 7,
            Self::U64 => 10,
            Self::I64 => 11,
            Self::F64 => 12,
        }
    }

    /// Bytes of one.
    pub fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 | Self::Flag => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::U64 | Self::I64 | Self::F64 => 8,
        }
    }

    /// The number that begins at these bytes, of which there are enough.
    pub(super) fn value(self, bytes: &[u8]) -> Value {
        fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
            bytes.first_chunk().copied().unwrap_or([0; N])
        }
        match self {
            Self::U8 => Value::Unsigned(u8::from_le_bytes(first(bytes)).into()),
            Self::I8 => Value::Signed(i8::from_le_bytes(first(bytes)).into()),
            Self::U16 => Value::Unsigned(u16::from_le_bytes(first(bytes)).into()),
            Self::I16 => Value::Signed(i16::from_le_bytes(first(bytes)).into()),
            Self::U32 => Value::Unsigned(u32::from_le_bytes(first(bytes)).into()),
            Self::I32 => Value::Signed(i32::from_le_bytes(first(bytes)).into()),
            Self::F32 => Value::Float(f32::from_le_bytes(first(bytes)).into()),
            Self::Flag => Value::Flag(first::<1>(bytes) != [0]),
            Self::U64 => Value::Unsigned(u64::from_le_bytes(first(bytes))),
            Self::I64 => Value::Signed(i64::from_le_bytes(first(bytes))),
            Self::F64 => Value::Float(f64::from_le_bytes(first(bytes))),
        }
    }
}

/// Many texts in one allocation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { all: String::new(), ends: Vec::with_capacity(count) }
    }

    /// Adds one. All together have less than 4 GiB, because a header has.
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).expect("a header has less than 4 GiB"));
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.all.get(start..end)
    }

    /// One after another.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|text| all.push(text));
        all
    }
}

/// Many numbers of one kind, still as the file has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Of which kind.
    pub kind: Kind,
    /// Little-endian, one after another.
    pub bytes: Vec<u8>,
}

impl Numbers {
    fn iter(&self) -> impl Iterator<Item = Value> {
        self.bytes.chunks_exact(self.kind.size()).map(|bytes| self.kind.value(bytes))
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not below zero.
    Unsigned(u64),
    /// May be below zero.
    Signed(i64),
    /// May have a fraction.
    Float(f64),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Texts),
    /// A list of numbers or flags.
    Numbers(Numbers),
}

impl Value {
    fn number(&self) -> Option<f64> {
        match *self {
            Self::Unsigned(number) => Some(number as f64),
            Self::Signed(number) => Some(number as f64),
            Self::Float(number) => Some(number),
            _ => None,
        }
    }

    fn integer(&self) -> Option<i64> {
        match *self {
            Self::Unsigned(number) => i64::try_from(number).ok(),
            Self::Signed(number) => Some(number),
            Self::Flag(flag) => Some(flag.into()),
            _ => None,
        }
    }
}

/// All that a model's file says about itself. A value of another type than the one asked for counts as absent.
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    values: BTreeMap<String, Value>,
    tokenizer_file: Option<PathBuf>,
}

impl Metadata {
    /// Adds or replaces a value; returns the one that was there.
    pub fn insert(&mut self, key: impl Into<String>, value: Value) -> Option<Value> {
        self.values.insert(key.into(), value)
    }

    /// What a name stands for, of whatever type.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<&Texts> {
        match self.value(key)? {
            Value::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.value(key)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A number, whole or not.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.value(key)?.number()
    }

    /// A whole number of 32 bits, such as the number of a token.
    pub fn count(&self, key: &str) -> Option<u32> {
        self.value(key)?.integer()?.try_into().ok()
    }

    /// A list of numbers, whole or not.
    pub fn floats(&self, key: &str) -> Option<Vec<f32>> {
        match self.value(key)? {
            Value::Numbers(numbers) => numbers.iter().map(|value| value.number().map(|number| number as f32)).collect(),
            _ => None,
        }
    }

    /// A list of whole numbers; flags count as 0 and 1.
    pub fn integers(&self, key: &str) -> Option<Vec<i64>> {
        match self.value(key)? {
            Value::Numbers(numbers) => numbers.iter().map(|value| value.integer()).collect(),
            _ => None,
        }
    }

    /// `tokenizer.json`, where a model is a folder.
    pub fn tokenizer_file(&self) -> Option<&Path> {
        self.tokenizer_file.as_deref()
    }

    pub(super) fn set_tokenizer_file(&mut self, path: PathBuf) {
        self.tokenizer_file = Some(path);
    }
}
