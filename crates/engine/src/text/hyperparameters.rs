//! The numbers of a transformer, from what its file says.

use super::config::{Activation, Architecture, Config, Sliding};
use super::error::{ModelError, shown};
use super::metadata::{Metadata, Value};
use super::rope;
use super::tensors::Tensors;
use crate::limits::{CONTEXT, HEAD_WIDTH, HEADS, INNER_WIDTH, LAYERS, SHARING_HEADS, VOCABULARY, WIDTH};

/// Lengths of context that Gemma 3's sliding layers turn by, whatever the others do.
const LOCAL_BASE: f64 = 10_000.0;
/// Gemma 3: every sixth layer sees everything.
const GLOBAL_EVERY: u32 = 6;
/// Layers of the one Gemma 3 (27B) whose attention is scaled by `width / heads` instead of the head's width.
const GEMMA_27B_LAYERS: u32 = 62;

/// The values of one architecture: `llama.block_count` and so on.
pub(super) struct Keys<'a> {
    metadata: &'a Metadata,
    architecture: &'a str,
}

impl<'a> Keys<'a> {
    pub fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.architecture)
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.metadata.number(&self.key(name))
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.metadata.text(&self.key(name))
    }

    /// A whole number from 1 to `most`. Some files say it layer by layer.
    fn count(&self, name: &str, most: u32) -> Result<Option<u32>, ModelError> {
        let key = self.key(name);
        let value = match self.metadata.value(&key) {
            None => return Ok(None),
            Some(Value::Numbers(_)) => {
                let each = self.metadata.integers(&key).unwrap_or_default();
                match each.split_first() {
                    Some((first, rest)) if rest.iter().all(|other| other == first) => *first,
                    _ => return Err(ModelError::Unsupported(format!("another {} in each layer", shown(name)))),
                }
            }
            Some(Value::Unsigned(value)) => i64::try_from(*value).unwrap_or(i64::MAX),
            Some(Value::Signed(value)) => *value,
            Some(_) => return Err(ModelError::NoValue(key)),
        };
        match u32::try_from(value) {
            Ok(value) if (1..=most).contains(&value) => Ok(Some(value)),
            _ => Err(ModelError::Absurd { what: key, value: value.to_string(), least: 1, most: most.into() }),
        }
    }

    fn needed(&self, name: &str, most: u32) -> Result<u32, ModelError> {
        self.count(name, most)?.ok_or_else(|| ModelError::NoValue(self.key(name)))
    }

    /// A number that divides or multiplies: finite and above zero.
    pub fn positive(&self, name: &str) -> Result<Option<f64>, ModelError> {
        match self.number(name) {
            Some(number) if !(number > 0.0 && number < 1.0e12) => Err(ModelError::Absurd {
                what: self.key(name),
                value: number.to_string(),
                least: 0,
                most: 1_000_000_000_000,
            }),
            other => Ok(other),
        }
    }

    /// Refuses what would change the arithmetic and is not done here.
    fn refuse_unsupported(&self) -> Result<(), ModelError> {
        let set = |name: &str, neutral: f64| self.number(name).is_some_and(|number| number != neutral && number != 0.0);
        let unsupported = [
            (set("expert_count", 0.0), "a mixture of experts"),
            (set("attn_logit_softcapping", 0.0), "soft caps on attention"),
            (set("final_logit_softcapping", 0.0), "soft caps on logits"),
            (set("attention.max_alibi_bias", 0.0), "attention with linear biases"),
            (set("attention.clamp_kqv", 0.0), "clamped queries, keys and values"),
            (set("logit_scale", 1.0), "scaled logits"),
            (set("residual_scale", 1.0), "scaled residuals"),
            (set("embedding_scale", 1.0), "scaled embeddings"),
        ];
        match unsupported.into_iter().find(|(needed, _)| *needed) {
            Some((_, what)) => Err(ModelError::Unsupported(what.into())),
            None => Ok(()),
        }
    }
}

fn architecture(name: &str) -> Option<Architecture> {
    Some(match name {
        "llama" => Architecture::Llama,
        "qwen2" => Architecture::Qwen2,
        "qwen3" => Architecture::Qwen3,
        "gemma3" => Architecture::Gemma3,
        "phi3" => Architecture::Phi3,
        "bert" => Architecture::Bert,
        _ => return None,
    })
}

/// The numbers of a transformer. Of its tensors only the vocabulary's size and the factors of its rotation are looked at.
pub(super) fn config(metadata: &Metadata, tensors: &Tensors) -> Result<Config, ModelError> {
    let name =
        metadata.text("general.architecture").ok_or_else(|| ModelError::NoValue("general.architecture".into()))?;
    let architecture = architecture(name).ok_or_else(|| ModelError::Architecture(shown(name)))?;
    let keys = Keys { metadata, architecture: name };
    keys.refuse_unsupported()?;
    let bert = architecture == Architecture::Bert;

    let layers = keys.needed("block_count", LAYERS)?;
    let width = keys.needed("embedding_length", WIDTH)?;
    let heads = keys.needed("attention.head_count", HEADS)?;
    let kv_heads = keys.count("attention.head_count_kv", HEADS)?.unwrap_or(heads);
    let head_width = match keys.count("attention.key_length", HEAD_WIDTH)? {
        Some(head_width) => head_width,
        None if width.is_multiple_of(heads) && width / heads <= HEAD_WIDTH => width / heads,
        None => return Err(ModelError::NoValue(keys.key("attention.key_length"))),
    };
    if keys.count("attention.value_length", HEAD_WIDTH)?.is_some_and(|values| values != head_width) {
        return Err(ModelError::Unsupported("values of another width than keys".into()));
    }
    if !heads.is_multiple_of(kv_heads) {
        return Err(ModelError::Unsupported(format!("{heads} heads over {kv_heads}")));
    }
    // Keys are read by eights.
    if !head_width.is_multiple_of(8) {
        return Err(ModelError::Unsupported(format!("heads of {head_width} numbers")));
    }
    if heads / kv_heads > SHARING_HEADS {
        return Err(ModelError::Unsupported(format!("{} heads that share one key", heads / kv_heads)));
    }
    let epsilon = if bert { "attention.layer_norm_epsilon" } else { "attention.layer_norm_rms_epsilon" };
    let norm_epsilon = keys.positive(epsilon)?.ok_or_else(|| ModelError::NoValue(keys.key(epsilon)))? as f32;
    let mut config = Config {
        architecture,
        layers,
        width,
        heads,
        kv_heads,
        head_width,
        inner_width: keys.needed("feed_forward_length", INNER_WIDTH)?,
        vocabulary: vocabulary(tensors)?,
        context: keys.needed("context_length", CONTEXT)?,
        norm_epsilon,
        rope: None,
        sliding: None,
        activation: match architecture {
            Architecture::Gemma3 => Activation::GeluTanh,
            Architecture::Bert => Activation::GeluErf,
            _ => Activation::Silu,
        },
        embedding_scale: if architecture == Architecture::Gemma3 { (width as f32).sqrt() } else { 1.0 },
        attention_scale: match keys.positive("attention.scale")? {
            Some(scale) => scale as f32,
            None if architecture == Architecture::Gemma3 && layers == GEMMA_27B_LAYERS => {
                1.0 / (width as f32 / heads as f32).sqrt()
            }
            None => 1.0 / (head_width as f32).sqrt(),
        },
    };
    if !bert {
        rope::set(&mut config, &keys, tensors)?;
        config.sliding = sliding(&config, &keys)?;
    } else if metadata.flag("bert.attention.causal") == Some(true) {
        return Err(ModelError::Unsupported("a BERT that looks back only".into()));
    }
    Ok(config)
}

fn vocabulary(tensors: &Tensors) -> Result<u32, ModelError> {
    let name = "token_embd.weight";
    let rows = tensors.get(name).ok_or_else(|| ModelError::NoTensor(name.into()))?.rows();
    match u32::try_from(rows) {
        Ok(rows) if rows <= VOCABULARY => Ok(rows),
        _ => Err(ModelError::Absurd {
            what: "vocabulary".into(),
            value: rows.to_string(),
            least: 1,
            most: VOCABULARY.into(),
        }),
    }
}

/// Gemma 3 looks back a short way in five layers of six, Phi 3 in all of them.
fn sliding(config: &Config, keys: &Keys<'_>) -> Result<Option<Sliding>, ModelError> {
    let every = match config.architecture {
        Architecture::Gemma3 => {
            keys.count("attention.sliding_window_pattern", LAYERS).ok().flatten().unwrap_or(GLOBAL_EVERY)
        }
        Architecture::Phi3 => 0,
        _ => return Ok(None),
    };
    // Zero stands for none in files of Phi 3.
    if keys.number("attention.sliding_window").is_none_or(|window| window == 0.0) {
        return Ok(None);
    }
    let window = keys.needed("attention.sliding_window", CONTEXT)?;
    let Some(rope) = &config.rope else { return Ok(None) };
    if window >= config.context && config.architecture == Architecture::Phi3 {
        return Ok(None);
    }
    let rope = match config.architecture {
        Architecture::Gemma3 => {
            let base = keys.positive("rope.freq_base_swa")?.unwrap_or(LOCAL_BASE);
            rope::plain(base, rope.frequencies.len(), rope.pairing)
        }
        _ => rope.clone(),
    };
    Ok(Some(Sliding { window, every, rope }))
}
