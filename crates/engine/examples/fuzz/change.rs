//! Changes to files: blind ones, and ones that know where a description in JSON lies and leave its length right.

use idlewatt_engine::text::synthetic::Gguf;
use serde_json::json;
use std::ops::Range;

/// Numbers that are near some edge.
const NUMBERS: [u64; 16] = [
    0,
    1,
    2,
    3,
    7,
    255,
    256,
    65_535,
    65_536,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0x1_0000_0000,
    1 << 40,
    u64::MAX / 2,
    u64::MAX,
];
/// Words for numbers that no integer is.
const WORDS: [&str; 10] =
    ["-1", "1e38", "1e-38", "-1e30", "1e400", "0.5", "null", "true", "\"x\"", "[0,1,2,3,4,5,6,7]"];

/// The same numbers for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below a number, which is not nought.
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// One of the pool, changed in some places.
pub fn change(dice: &mut Dice, pool: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dice.of(pool).clone();
    for _ in 0..=dice.below(4) {
        match description(&bytes).filter(|_| dice.below(3) > 0) {
            Some((range, length)) => change_description(dice, &mut bytes, range, length),
            None => change_bytes(dice, &mut bytes, pool),
        }
    }
    bytes
}

fn change_bytes(dice: &mut Dice, bytes: &mut Vec<u8>, pool: &[Vec<u8>]) {
    // Headers are at the beginning, and matter more.
    let reach = if dice.below(2) == 0 { bytes.len().min(4096) } else { bytes.len() };
    let at = dice.below(reach);
    let length = (1 << dice.below(8)).min(bytes.len() - at.min(bytes.len()));
    match dice.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = dice.next() as u8,
        2 | 3 => {
            let number = dice.of(&NUMBERS).to_le_bytes();
            let width = *dice.of(&[2, 4, 8]);
            bytes.iter_mut().skip(at).zip(&number[..width]).for_each(|(byte, new)| *byte = *new);
        }
        4 => drop(bytes.drain(at..at + length)),
        5 => {
            let piece = bytes[at..at + length].to_vec();
            bytes.splice(at..at, piece);
        }
        6 => {
            let other = dice.of(pool);
            let from = dice.below(other.len());
            let piece = &other[from..(from + length).min(other.len())];
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        _ => bytes.truncate(at),
    }
}

/// Where a description lies, and the bytes that tell its length.
fn description(bytes: &[u8]) -> Option<(Range<usize>, Range<usize>)> {
    let number = |range: Range<usize>| {
        let mut word = [0; 8];
        let bytes = bytes.get(range)?;
        word[..bytes.len()].copy_from_slice(bytes);
        usize::try_from(u64::from_le_bytes(word)).ok()
    };
    let (start, length) = if bytes.starts_with(b"glTF") { (20, 12..16) } else { (8, 0..8) };
    let end = number(length.clone())?.checked_add(start)?;
    (bytes.get(start) == Some(&b'{') && end <= bytes.len()).then_some((start..end, length))
}

fn change_description(dice: &mut Dice, bytes: &mut Vec<u8>, range: Range<usize>, length: Range<usize>) {
    let mut text = bytes[range.clone()].to_vec();
    let spots: Vec<usize> =
        (0..text.len()).filter(|&at| matches!(text[at], b'0'..=b'9' | b'{' | b'[' | b'"')).collect();
    if spots.is_empty() {
        return;
    }
    let at = *dice.of(&spots);
    let end = at + end_of(&text[at..]);
    match (text[at], dice.below(4)) {
        (b'0'..=b'9', 0) => drop(text.splice(at..end, dice.of(&WORDS).bytes())),
        (b'0'..=b'9', 1) => drop(text.splice(at..end, dice.below(12).to_string().into_bytes())),
        (b'0'..=b'9', _) => drop(text.splice(at..end, dice.of(&NUMBERS).to_string().into_bytes())),
        (_, 0) => drop(text.splice(at..end, dice.of(&WORDS).bytes())),
        (b'{' | b'[', 1) => {
            // The same once more, in the list that it stands in.
            let copy = [b",", &text[at..end]].concat();
            text.splice(end..end, copy);
        }
        (_, _) => {
            // Something of the same kind from elsewhere.
            let same: Vec<usize> = spots.iter().copied().filter(|&other| text[other] == text[at]).collect();
            let other = *dice.of(&same);
            let piece = text[other..other + end_of(&text[other..])].to_vec();
            text.splice(at..end, piece);
        }
    }
    let is_glb = length.start > 0;
    if is_glb {
        text.resize(text.len().next_multiple_of(4), b' ');
    }
    let told = (text.len() as u64).to_le_bytes();
    bytes[length.clone()].copy_from_slice(&told[..length.len()]);
    bytes.splice(range, text);
    if is_glb {
        let whole = (bytes.len() as u32).to_le_bytes();
        bytes[8..12].copy_from_slice(&whole);
    }
}

/// Where the number, text, list or object ends that begins here.
fn end_of(text: &[u8]) -> usize {
    match text.first() {
        Some(b'"') => text.iter().skip(1).position(|&byte| byte == b'"').map_or(text.len(), |at| at + 2),
        Some(b'{' | b'[') => {
            let mut depth = 0_i32;
            for (at, byte) in text.iter().enumerate() {
                depth += match byte {
                    b'{' | b'[' => 1,
                    b'}' | b']' => -1,
                    _ => 0,
                };
                if depth == 0 {
                    return at + 1;
                }
            }
            text.len()
        }
        _ => text.iter().position(|byte| !b"0123456789.eE+-".contains(byte)).unwrap_or(text.len()),
    }
}

/// A BERT as its makers would publish it, but for the names that only GGUF has.
pub fn safetensors(file: &Gguf) -> Vec<u8> {
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    for tensor in &file.tensors {
        let shape: Vec<_> = tensor.shape.iter().rev().collect();
        let offsets = [data.len(), data.len() + tensor.bytes.len()];
        let name = [
            ("token_embd_norm", "embeddings.LayerNorm"),
            ("token_embd", "embeddings.word_embeddings"),
            ("token_types", "embeddings.token_type_embeddings"),
            ("position_embd", "embeddings.position_embeddings"),
            ("attn_output_norm", "attention.output.LayerNorm"),
            ("layer_output_norm", "output.LayerNorm"),
            ("attn_output", "attention.output.dense"),
            ("attn_q", "attention.self.query"),
            ("attn_k", "attention.self.key"),
            ("attn_v", "attention.self.value"),
            ("ffn_up", "intermediate.dense"),
            ("ffn_down", "output.dense"),
            ("blk.0", "encoder.layer.0"),
        ]
        .iter()
        .fold(tensor.name.clone(), |name, (ours, theirs)| name.replace(ours, theirs));
        header.insert(name, json!({ "dtype": "F32", "shape": shape, "data_offsets": offsets }));
        data.extend(&tensor.bytes);
    }
    let header = serde_json::to_vec(&header).unwrap_or_default();
    [&(header.len() as u64).to_le_bytes()[..], &header, &data].concat()
}
