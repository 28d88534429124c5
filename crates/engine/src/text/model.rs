//! A model: its numbers, its tensors and what its file says besides. Opening one reads its header only.

use super::config::{Architecture, Config};
use super::error::ModelError;
use super::format::Format;
use super::metadata::Metadata;
use super::source::Source;
use super::tensors::Tensors;
use super::weights::Weights;
use super::{gguf, hyperparameters, safetensors};
use idlewatt_proto::measure::Bytes;
use idlewatt_proto::text::{ModelFacts, ModelKind};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How the states of a text's tokens become one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The first one's.
    First,
}

/// A model that can be run: every tensor that it needs is there and has the right shape.
#[derive(Debug)]
pub struct Model {
    config: Config,
    tensors: Tensors,
    metadata: Metadata,
    weights: Weights,
    pooling: Pooling,
    facts: ModelFacts,
}

impl Model {
    /// From a GGUF file, or from a folder with `model.safetensors`, `config.json` and `tokenizer.json`.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let about = std::fs::metadata(path).map_err(ModelError::read(path))?;
        if about.is_dir() {
            return Self::checked(safetensors::open(path)?);
        }
        // A pipe would keep waiting for whoever writes.
        if !about.is_file() {
            return Err(ModelError::NotAFile { path: path.display().to_string() });
        }
        let source = Source::open(path)?;
        let mut magic = [0; 4];
        let known = source.length() >= 4 && source.fill(0, &mut magic).map(|()| &magic == gguf::MAGIC)?;
        match path.parent().filter(|_| path.extension().is_some_and(|end| end == "safetensors")) {
            Some(folder) if !known => Self::checked(safetensors::open(folder)?),
            _ => Self::checked(gguf::open(source)?),
        }
    }

    /// From the bytes of a GGUF file.
    pub fn from_gguf(bytes: impl Into<Arc<[u8]>>) -> Result<Self, ModelError> {
        Self::checked(gguf::open(Source::memory(bytes.into()))?)
    }

    fn checked((metadata, tensors): (Metadata, Tensors)) -> Result<Self, ModelError> {
        let config = hyperparameters::config(&metadata, &tensors)?;
        check_tokenizer(&metadata, &config)?;
        let pooling = match metadata.number("bert.pooling_type") {
            None | Some(1.0) => Pooling::Mean,
            Some(2.0) => Pooling::First,
            Some(_) => return Err(ModelError::Unsupported("another pooling than by mean or first token".into())),
        };
        let weights = Weights::find(&config, &tensors)?;
        let facts = facts(&metadata, &config, &weights);
        Ok(Self { config, tensors, metadata, weights, pooling, facts })
    }

    /// The numbers of its architecture.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where its numbers are read from.
    pub fn tensors(&self) -> &Tensors {
        &self.tensors
    }

    /// Which tensor is what.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What its file says besides: tokenizer, chat template, name.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// How states become a vector, in models that make vectors.
    pub fn pooling(&self) -> Pooling {
        self.pooling
    }

    /// What others may want to know of it.
    pub fn facts(&self) -> &ModelFacts {
        &self.facts
    }
}

fn check_tokenizer(metadata: &Metadata, config: &Config) -> Result<(), ModelError> {
    if metadata.tokenizer_file().is_some() {
        return Ok(());
    }
    let tokens = metadata.texts("tokenizer.ggml.tokens").filter(|tokens| !tokens.is_empty());
    let (Some(tokens), Some(_)) = (tokens, metadata.text("tokenizer.ggml.model")) else {
        return Err(ModelError::NoTokenizer);
    };
    // Fewer is usual: matrices are made larger than they need to be, for speed.
    if tokens.len() as u64 > config.vocabulary.into() {
        return Err(ModelError::Vocabulary { tokens: tokens.len() as u64, vocabulary: config.vocabulary.into() });
    }
    Ok(())
}

fn facts(metadata: &Metadata, config: &Config, weights: &Weights) -> ModelFacts {
    let all = weights.all();
    let mut by_format = BTreeMap::<Format, u64>::new();
    for tensor in &all {
        *by_format.entry(tensor.format).or_default() += tensor.weights();
    }
    let format = by_format.into_iter().max_by_key(|&(_, weights)| weights).map_or("", |(format, _)| format.name());
    // Vectors are kept as 32-bit floats, whatever they are in the file.
    let on_device = |shape: usize, weights: u64, bytes: u64| if shape == 1 { weights * 4 } else { bytes };
    let bytes = all.iter().map(|tensor| on_device(tensor.shape.len(), tensor.weights(), tensor.device_bytes())).sum();
    let token_bytes = [config.layers, 2, config.kv_heads, config.head_width, 2].map(u64::from).iter().product();
    ModelFacts {
        name: metadata.text("general.name").unwrap_or_default().chars().filter(|c| !c.is_control()).take(100).collect(),
        kind: if config.architecture == Architecture::Bert { ModelKind::Embed } else { ModelKind::Generate },
        architecture: metadata.text("general.architecture").unwrap_or_default().to_owned(),
        format: format.to_owned(),
        parameters: all.iter().map(|tensor| tensor.weights()).sum(),
        layers: config.layers,
        width: config.width,
        vocabulary: config.vocabulary,
        context: config.context,
        chat: metadata.text("tokenizer.chat_template").is_some(),
        weight_bytes: Bytes(bytes),
        token_bytes: Bytes(token_bytes),
    }
}
