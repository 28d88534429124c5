//! A language model of a few hundred kilobytes, made up of random numbers: it talks nonsense, always the same.
#![allow(dead_code)] // Each test file uses its part.

use std::fs;
use std::path::Path;

const WIDTH: u64 = 64;
const INNER: u64 = 128;
const HEADS: u32 = 4;
const KV_HEADS: u32 = 2;
const LAYERS: u32 = 2;
const CONTEXT: u32 = 8192;

/// One value of a GGUF file's header.
enum Value<'a> {
    Number(u32),
    Float(f32),
    Text(&'a str),
    Texts(Vec<String>),
    Numbers(Vec<u32>),
}

/// Writes it as a GGUF file: a llama with a byte-level vocabulary.
pub fn write(path: &Path) {
    write_another(path, 1);
}

/// One of the same kind, of other random numbers.
pub fn write_another(path: &Path, seed: u64) {
    let tokens = vocabulary();
    let count = tokens.len();
    let types = (0..count).map(|at| if at + 1 == count { 3 } else { 1 }).collect();
    let template = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant:";
    let head_values = [
        ("general.architecture", Value::Text("llama")),
        ("general.name", Value::Text("Tiny")),
        ("llama.block_count", Value::Number(LAYERS)),
        ("llama.context_length", Value::Number(CONTEXT)),
        ("llama.embedding_length", Value::Number(WIDTH as u32)),
        ("llama.feed_forward_length", Value::Number(INNER as u32)),
        ("llama.attention.head_count", Value::Number(HEADS)),
        ("llama.attention.head_count_kv", Value::Number(KV_HEADS)),
        ("llama.attention.layer_norm_rms_epsilon", Value::Float(1e-5)),
        ("llama.rope.freq_base", Value::Float(10_000.0)),
        ("tokenizer.ggml.model", Value::Text("gpt2")),
        ("tokenizer.ggml.pre", Value::Text("default")),
        ("tokenizer.ggml.tokens", Value::Texts(tokens)),
        ("tokenizer.ggml.token_type", Value::Numbers(types)),
        ("tokenizer.ggml.merges", Value::Texts(vec!["t h".into()])),
        ("tokenizer.ggml.eos_token_id", Value::Number(count as u32 - 1)),
        ("tokenizer.chat_template", Value::Text(template)),
    ];
    let tensors = tensors(count as u64);
    let mut out = b"GGUF".to_vec();
    out.extend(3u32.to_le_bytes());
    out.extend((tensors.len() as u64).to_le_bytes());
    out.extend((head_values.len() as u64).to_le_bytes());
    for (key, value) in &head_values {
        text(&mut out, key);
        put(&mut out, value);
    }
    let mut offset = 0u64;
    for (name, shape) in &tensors {
        text(&mut out, name);
        out.extend((shape.len() as u32).to_le_bytes());
        shape.iter().for_each(|side| out.extend(side.to_le_bytes()));
        out.extend(0u32.to_le_bytes());
        out.extend(offset.to_le_bytes());
        offset += shape.iter().product::<u64>() * 4;
    }
    out.resize(out.len().next_multiple_of(32), 0);
    let mut state = seed;
    for (name, shape) in &tensors {
        let norm = name.ends_with("norm.weight");
        for _ in 0..shape.iter().product::<u64>() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let random = (state >> 40) as f32 / (1u64 << 24) as f32 - 0.5;
            out.extend(if norm { 1.0f32 } else { random * 0.5 }.to_le_bytes());
        }
    }
    fs::write(path, out).expect("a model");
}

/// Every byte as GPT-2 writes it, one pair, and the end.
fn vocabulary() -> Vec<String> {
    let plain = |byte: u32| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let mut other = 256;
    let bytes = (0..256).map(|byte| {
        let shown = if plain(byte) {
            byte
        } else {
            other += 1;
            other - 1
        };
        char::from_u32(shown).expect("a character").to_string()
    });
    bytes.chain(["th".to_owned(), "<|end|>".to_owned()]).collect()
}

fn tensors(vocabulary: u64) -> Vec<(String, Vec<u64>)> {
    let key_width = WIDTH / u64::from(HEADS) * u64::from(KV_HEADS);
    let mut tensors =
        vec![("token_embd.weight".to_owned(), vec![WIDTH, vocabulary]), ("output_norm.weight".to_owned(), vec![WIDTH])];
    for layer in 0..LAYERS {
        let block = [
            ("attn_norm", vec![WIDTH]),
            ("attn_q", vec![WIDTH, WIDTH]),
            ("attn_k", vec![WIDTH, key_width]),
            ("attn_v", vec![WIDTH, key_width]),
            ("attn_output", vec![WIDTH, WIDTH]),
            ("ffn_norm", vec![WIDTH]),
            ("ffn_gate", vec![WIDTH, INNER]),
            ("ffn_up", vec![WIDTH, INNER]),
            ("ffn_down", vec![INNER, WIDTH]),
        ];
        tensors.extend(block.map(|(name, shape)| (format!("blk.{layer}.{name}.weight"), shape)));
    }
    tensors
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

fn put(out: &mut Vec<u8>, value: &Value<'_>) {
    let kind: u32 = match value {
        Value::Number(_) => 4,
        Value::Float(_) => 6,
        Value::Text(_) => 8,
        Value::Texts(_) | Value::Numbers(_) => 9,
    };
    out.extend(kind.to_le_bytes());
    match value {
        Value::Number(number) => out.extend(number.to_le_bytes()),
        Value::Float(number) => out.extend(number.to_le_bytes()),
        Value::Text(value) => text(out, value),
        Value::Texts(values) => {
            out.extend(8u32.to_le_bytes());
            out.extend((values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| text(out, value));
        }
        Value::Numbers(values) => {
            out.extend(4u32.to_le_bytes());
            out.extend((values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| out.extend(value.to_le_bytes()));
        }
    }
}
