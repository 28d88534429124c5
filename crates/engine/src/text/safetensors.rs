//! BERT as its makers publish it: a folder with `model.safetensors`, `config.json` and `tokenizer.json`. What the
//! files say is put into GGUF's words, so that everything behind this door knows one language.

use super::error::{ModelError, shown};
use super::format::Format;
use super::metadata::{Metadata, Value};
use super::source::Source;
use super::tensors::{Tensor, Tensors};
use crate::limits::{JSON_HEADER_BYTES, NAME_BYTES, TENSORS};
use serde_json::Value as Json;
use std::path::Path;

/// What the files of a folder say, and the places of its tensors.
pub(super) fn open(folder: &Path) -> Result<(Metadata, Tensors), ModelError> {
    let weights = folder.join("model.safetensors");
    let config = folder.join("config.json");
    if !weights.is_file() || !config.is_file() {
        return Err(ModelError::NotAModel);
    }
    let tokenizer = folder.join("tokenizer.json");
    if !tokenizer.is_file() {
        return Err(ModelError::NoTokenizer);
    }
    let mut metadata = metadata(&json(&config)?)?;
    let pooling = folder.join("1_Pooling").join("config.json");
    if pooling.is_file() {
        metadata.insert("bert.pooling_type", Value::Unsigned(pooling_type(&json(&pooling)?)?));
    }
    metadata.set_tokenizer_file(tokenizer);
    Ok((metadata, tensors(Source::open(&weights)?)?))
}

fn json(path: &Path) -> Result<Json, ModelError> {
    let source = Source::open(path)?;
    if source.length() > JSON_HEADER_BYTES {
        return Err(ModelError::TooLarge { what: "bytes of description", most: JSON_HEADER_BYTES });
    }
    parse(&source.range(0..source.length())?)
}

fn parse(bytes: &[u8]) -> Result<Json, ModelError> {
    serde_json::from_slice(bytes).map_err(|_| ModelError::Invalid("its description is not JSON".into()))
}

/// `config.json` in GGUF's words.
fn metadata(config: &Json) -> Result<Metadata, ModelError> {
    let text = |key: &str| config.get(key).and_then(Json::as_str);
    match text("model_type") {
        Some("bert") => {}
        Some(other) => return Err(ModelError::Architecture(shown(other))),
        None => return Err(ModelError::NoValue("model_type".into())),
    }
    if text("hidden_act").is_some_and(|activation| activation != "gelu") {
        return Err(ModelError::Unsupported("another activation than GELU in BERT".into()));
    }
    if text("position_embedding_type").is_some_and(|kind| kind != "absolute") {
        return Err(ModelError::Unsupported("relative positions in BERT".into()));
    }
    let mut metadata = Metadata::default();
    metadata.insert("general.architecture", Value::Text("bert".into()));
    metadata.insert("general.name", Value::Text(text("_name_or_path").unwrap_or_default().into()));
    let numbers = [
        ("num_hidden_layers", "bert.block_count"),
        ("hidden_size", "bert.embedding_length"),
        ("intermediate_size", "bert.feed_forward_length"),
        ("num_attention_heads", "bert.attention.head_count"),
        ("max_position_embeddings", "bert.context_length"),
    ];
    for (theirs, ours) in numbers {
        let number = config.get(theirs).and_then(Json::as_u64).ok_or_else(|| ModelError::NoValue(theirs.to_owned()))?;
        metadata.insert(ours, Value::Unsigned(number));
    }
    let epsilon = config.get("layer_norm_eps").and_then(Json::as_f64).unwrap_or(1e-12);
    metadata.insert("bert.attention.layer_norm_epsilon", Value::Float(epsilon));
    Ok(metadata)
}

/// `1_Pooling/config.json` by GGUF's code.
fn pooling_type(pooling: &Json) -> Result<u64, ModelError> {
    let set = |name: &str| pooling.get(name).and_then(Json::as_bool) == Some(true);
    match (set("pooling_mode_mean_tokens"), set("pooling_mode_cls_token")) {
        (true, false) => Ok(1),
        (false, true) => Ok(2),
        _ => Err(ModelError::Unsupported("another pooling than by mean or first token".into())),
    }
}

/// Eight bytes of length, so much JSON, then the tensors.
fn tensors(source: Source) -> Result<Tensors, ModelError> {
    let mut length = [0; 8];
    source.fill(0, &mut length)?;
    let length = u64::from_le_bytes(length);
    if length > JSON_HEADER_BYTES {
        return Err(ModelError::TooLarge { what: "bytes of header", most: JSON_HEADER_BYTES });
    }
    let start = 8 + length;
    let header = parse(&source.range(8..start)?)?;
    let entries = header.as_object().ok_or_else(|| ModelError::Invalid("its header is not an object".into()))?;
    if entries.len() as u64 > TENSORS {
        return Err(ModelError::TooLarge { what: "tensors", most: TENSORS });
    }
    let mut tensors = Vec::new();
    for (name, entry) in entries {
        // Numbers of positions that everybody can count.
        if name != "__metadata__" && !name.ends_with("position_ids") {
            tensors.push(tensor(name, entry, start)?);
        }
    }
    Tensors::new(source, tensors)
}

fn tensor(name: &str, entry: &Json, start: u64) -> Result<Tensor, ModelError> {
    let bad = || ModelError::Invalid(format!("tensor \"{}\" is not described as it should be", shown(name)));
    if name.len() > NAME_BYTES {
        return Err(ModelError::TooLarge { what: "bytes in a name", most: NAME_BYTES as u64 });
    }
    let format = match entry.get("dtype").and_then(Json::as_str).ok_or_else(bad)? {
        "F32" => Format::F32,
        "F16" => Format::F16,
        "BF16" => Format::Bf16,
        other => return Err(ModelError::Format { tensor: shown(name), format: shown(other) }),
    };
    let numbers = |key: &str| -> Option<Vec<u64>> { entry.get(key)?.as_array()?.iter().map(Json::as_u64).collect() };
    // Rows come first there, and last here.
    let shape = numbers("shape").ok_or_else(bad)?.into_iter().rev().collect();
    let offsets = numbers("data_offsets").ok_or_else(bad)?;
    let [from, to] = offsets[..] else { return Err(bad()) };
    let at = from.checked_add(start).ok_or_else(bad)?;
    let tensor = Tensor::new(renamed(name), format, shape, at)?;
    if from.checked_add(tensor.bytes()) != Some(to) {
        return Err(bad());
    }
    Ok(tensor)
}

/// A name in GGUF's words; those that have none stay.
fn renamed(name: &str) -> String {
    let plain = name.strip_prefix("bert.").unwrap_or(name);
    let ours = |place: &str| {
        Some(match place {
            "embeddings.word_embeddings" => "token_embd",
            "embeddings.token_type_embeddings" => "token_types",
            "embeddings.position_embeddings" => "position_embd",
            "embeddings.LayerNorm" => "token_embd_norm",
            "attention.self.query" => "attn_q",
            "attention.self.key" => "attn_k",
            "attention.self.value" => "attn_v",
            "attention.output.dense" => "attn_output",
            "attention.output.LayerNorm" => "attn_output_norm",
            "intermediate.dense" => "ffn_up",
            "output.dense" => "ffn_down",
            "output.LayerNorm" => "layer_output_norm",
            _ => return None,
        })
    };
    let rename = || {
        let (place, part) = plain.rsplit_once('.')?;
        let part = match part {
            // As the first of them were written.
            "gamma" => "weight",
            "beta" => "bias",
            other => other,
        };
        match place.strip_prefix("encoder.layer.") {
            Some(rest) => {
                let (layer, place) = rest.split_once('.')?;
                Some(format!("blk.{layer}.{}.{part}", ours(place)?))
            }
            None => Some(format!("{}.{part}", ours(place)?)),
        }
    };
    rename().unwrap_or_else(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_are_translated() {
        assert_eq!(renamed("embeddings.word_embeddings.weight"), "token_embd.weight");
        assert_eq!(renamed("bert.embeddings.LayerNorm.gamma"), "token_embd_norm.weight");
        assert_eq!(renamed("encoder.layer.11.attention.self.query.bias"), "blk.11.attn_q.bias");
        assert_eq!(renamed("encoder.layer.0.output.LayerNorm.beta"), "blk.0.layer_output_norm.bias");
        assert_eq!(renamed("pooler.dense.weight"), "pooler.dense.weight");
    }
}
