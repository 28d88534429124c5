//! Which tensors a transformer has, what they are called and how large they must be: for each architecture, in one place.

use super::config::{Architecture, Config};
use super::error::{ModelError, shown};
use super::tensors::{Tensor, Tensors};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A matrix, with what is added after it.
#[derive(Debug, Clone)]
pub struct Linear {
    /// As many rows as come out, as long as what goes in.
    pub weight: Arc<Tensor>,
    /// One number for each that comes out.
    pub bias: Option<Arc<Tensor>>,
}

/// What a norm multiplies by. With a bias it is a layer norm, otherwise a root-mean-square norm.
#[derive(Debug, Clone)]
pub struct Norm {
    /// Multiplies.
    pub weight: Arc<Tensor>,
    /// Is added.
    pub bias: Option<Arc<Tensor>>,
}

/// Queries, keys and values.
#[derive(Debug, Clone)]
pub enum Projections {
    /// A matrix for each.
    Apart {
        /// Queries.
        q: Linear,
        /// Keys.
        k: Linear,
        /// Values.
        v: Linear,
    },
    /// One matrix: rows of queries, then of keys, then of values.
    Together(Linear),
}

/// The way up in a feed-forward.
#[derive(Debug, Clone)]
pub enum Up {
    /// `activation(gate(x)) * up(x)`.
    Gated {
        /// The gate.
        gate: Linear,
        /// What it lets through.
        up: Linear,
    },
    /// The same with one matrix: rows of the gate, then of the other.
    Together(Linear),
    /// `activation(up(x))`.
    Plain(Linear),
}

/// One block of a transformer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Before attention; BERT has none.
    pub attn_norm: Option<Norm>,
    /// Queries, keys and values.
    pub projections: Projections,
    /// By head, before they turn.
    pub q_norm: Option<Norm>,
    /// By head, before they turn.
    pub k_norm: Option<Norm>,
    /// After attention.
    pub out: Linear,
    /// After that. Gemma: of what is then added to the residual. BERT: of the sum.
    pub post_attn_norm: Option<Norm>,
    /// Before the feed-forward; BERT has none.
    pub ffn_norm: Option<Norm>,
    /// Up.
    pub up: Up,
    /// And down.
    pub down: Linear,
    /// After that. Gemma: of what is then added to the residual. BERT: of the sum.
    pub post_ffn_norm: Option<Norm>,
}

/// All tensors of a transformer, present and of the right shape.
#[derive(Debug, Clone)]
pub struct Weights {
    /// A row for each token.
    pub token_embedding: Arc<Tensor>,
    /// BERT: a row for each position.
    pub positions: Option<Arc<Tensor>>,
    /// BERT: a row for each kind of text; the first is the only one in use.
    pub types: Option<Arc<Tensor>>,
    /// BERT: of the sum of the three.
    pub embedding_norm: Option<Norm>,
    /// Blocks, first to last.
    pub layers: Vec<Layer>,
    /// After the last; BERT has none.
    pub output_norm: Option<Norm>,
    /// A row for each token, often the same as `token_embedding`; BERT has none.
    pub output: Option<Arc<Tensor>>,
}

impl Weights {
    pub(super) fn find(config: &Config, tensors: &Tensors) -> Result<Self, ModelError> {
        let mut finder = Finder { tensors, found: BTreeSet::new() };
        let (width, bert) = (config.width, config.architecture == Architecture::Bert);
        let token_embedding = finder.matrix("token_embd.weight", width, config.vocabulary)?;
        let weights = Self {
            positions: bert.then(|| finder.table("position_embd.weight", width, config.context)).transpose()?,
            types: bert.then(|| finder.table("token_types.weight", width, 1)).transpose()?,
            embedding_norm: bert.then(|| finder.layer_norm("token_embd_norm", width)).transpose()?,
            layers: (0..config.layers).map(|layer| finder.layer(config, layer)).collect::<Result<_, _>>()?,
            output_norm: (!bert).then(|| finder.norm("output_norm", width)).transpose()?,
            output: match bert {
                true => None,
                false if tensors.get("output.weight").is_none() => Some(token_embedding.clone()),
                false => Some(finder.matrix("output.weight", width, config.vocabulary)?),
            },
            token_embedding,
        };
        finder.nothing_else()?;
        Ok(weights)
    }

    /// Each tensor once.
    pub fn all(&self) -> Vec<&Arc<Tensor>> {
        let mut all = vec![&self.token_embedding];
        all.extend(self.positions.iter().chain(&self.types));
        all.extend(self.embedding_norm.iter().chain(&self.output_norm).flat_map(parts_of_norm));
        all.extend(self.output.iter().filter(|output| !Arc::ptr_eq(output, &self.token_embedding)));
        for layer in &self.layers {
            let norms = [&layer.attn_norm, &layer.q_norm, &layer.k_norm];
            norms.into_iter().chain([&layer.post_attn_norm, &layer.ffn_norm, &layer.post_ffn_norm]).for_each(|part| {
                all.extend(part.iter().flat_map(parts_of_norm));
            });
            let linears = match &layer.projections {
                Projections::Apart { q, k, v } => vec![q, k, v],
                Projections::Together(qkv) => vec![qkv],
            };
            let ups = match &layer.up {
                Up::Gated { gate, up } => vec![gate, up],
                Up::Together(up) | Up::Plain(up) => vec![up],
            };
            let linears = linears.into_iter().chain(ups).chain([&layer.out, &layer.down]);
            all.extend(linears.flat_map(|linear| std::iter::once(&linear.weight).chain(&linear.bias)));
        }
        all
    }
}

fn parts_of_norm(norm: &Norm) -> impl Iterator<Item = &Arc<Tensor>> {
    std::iter::once(&norm.weight).chain(&norm.bias)
}

/// Looks tensors up, and remembers which were asked for.
struct Finder<'a> {
    tensors: &'a Tensors,
    found: BTreeSet<String>,
}

impl Finder<'_> {
    fn get(&mut self, name: &str) -> Option<Arc<Tensor>> {
        let tensor = self.tensors.get(name)?;
        self.found.insert(name.to_owned());
        Some(tensor.clone())
    }

    /// A tensor of exactly this shape, but for a tail of ones.
    fn shaped(&mut self, name: &str, shape: &[u32]) -> Result<Arc<Tensor>, ModelError> {
        let tensor = self.get(name).ok_or_else(|| ModelError::NoTensor(name.to_owned()))?;
        let (has, tail) = tensor.shape.split_at(shape.len().min(tensor.shape.len()));
        if !has.iter().copied().eq(shape.iter().map(|&side| u64::from(side))) || tail.iter().any(|&side| side != 1) {
            let (has, needs) = (format!("{:?}", tensor.shape), format!("{shape:?}"));
            return Err(ModelError::Shape { tensor: shown(name), has, needs });
        }
        Ok(tensor)
    }

    fn matrix(&mut self, name: &str, from: u32, to: u32) -> Result<Arc<Tensor>, ModelError> {
        self.shaped(name, &[from, to])
    }

    /// Rows of a width, at least so many.
    fn table(&mut self, name: &str, width: u32, least: u32) -> Result<Arc<Tensor>, ModelError> {
        let tensor = self.get(name).ok_or_else(|| ModelError::NoTensor(name.to_owned()))?;
        if tensor.row_length() != u64::from(width) || tensor.rows() < u64::from(least) {
            let (has, needs) = (format!("{:?}", tensor.shape), format!("[{width}, {least}]"));
            return Err(ModelError::Shape { tensor: shown(name), has, needs });
        }
        Ok(tensor)
    }

    fn vector(&mut self, name: &str, length: u32) -> Result<Arc<Tensor>, ModelError> {
        self.shaped(name, &[length])
    }

    /// Whether there is a bias is left to the file, except that BERT and Qwen 2 cannot be without some.
    fn linear(&mut self, name: &str, from: u32, to: u32, bias: bool) -> Result<Linear, ModelError> {
        let weight = self.matrix(&format!("{name}.weight"), from, to)?;
        let name = format!("{name}.bias");
        let bias = (bias || self.tensors.get(&name).is_some()).then(|| self.vector(&name, to)).transpose()?;
        Ok(Linear { weight, bias })
    }

    fn norm(&mut self, name: &str, width: u32) -> Result<Norm, ModelError> {
        Ok(Norm { weight: self.vector(&format!("{name}.weight"), width)?, bias: None })
    }

    fn layer_norm(&mut self, name: &str, width: u32) -> Result<Norm, ModelError> {
        let bias = Some(self.vector(&format!("{name}.bias"), width)?);
        Ok(Norm { bias, ..self.norm(name, width)? })
    }

    fn layer(&mut self, config: &Config, layer: u32) -> Result<Layer, ModelError> {
        use Architecture::{Bert, Gemma3, Qwen2, Qwen3};
        let name = |part: &str| format!("blk.{layer}.{part}");
        let (width, inner, head) = (config.width, config.inner_width, config.head_width);
        let (queries, keys) = (config.heads * head, config.kv_heads * head);
        let kind = config.architecture;
        let bert = kind == Bert;
        let mut before = |part| (!bert).then(|| self.norm(&name(part), width)).transpose();
        let (attn_norm, ffn_norm) = (before("attn_norm")?, before("ffn_norm")?);
        let mut by_head = |part| matches!(kind, Qwen3 | Gemma3).then(|| self.norm(&name(part), head)).transpose();
        let (q_norm, k_norm) = (by_head("attn_q_norm")?, by_head("attn_k_norm")?);
        let mut after = |bert, gemma| match kind {
            Bert => self.layer_norm(&name(bert), width).map(Some),
            Gemma3 => self.norm(&name(gemma), width).map(Some),
            _ => Ok(None),
        };
        let post_attn_norm = after("attn_output_norm", "post_attention_norm")?;
        let post_ffn_norm = after("layer_output_norm", "post_ffw_norm")?;
        let bias = matches!(kind, Bert | Qwen2);
        let projections = if self.tensors.get(&name("attn_qkv.weight")).is_some() {
            Projections::Together(self.linear(&name("attn_qkv"), width, queries + 2 * keys, bias)?)
        } else {
            Projections::Apart {
                q: self.linear(&name("attn_q"), width, queries, bias)?,
                k: self.linear(&name("attn_k"), width, keys, bias)?,
                v: self.linear(&name("attn_v"), width, keys, bias)?,
            }
        };
        let up = match kind {
            Bert => Up::Plain(self.linear(&name("ffn_up"), width, inner, true)?),
            Architecture::Phi3 => Up::Together(self.linear(&name("ffn_up"), width, 2 * inner, false)?),
            _ => Up::Gated {
                gate: self.linear(&name("ffn_gate"), width, inner, false)?,
                up: self.linear(&name("ffn_up"), width, inner, false)?,
            },
        };
        let out = self.linear(&name("attn_output"), queries, width, bert)?;
        let down = self.linear(&name("ffn_down"), inner, width, bert)?;
        Ok(Layer { attn_norm, projections, q_norm, k_norm, out, post_attn_norm, ffn_norm, up, down, post_ffn_norm })
    }

    /// Weights that nobody asked for would be missing from the model's arithmetic. Those of its other uses may be there:
    /// BERT's guesses at missing words, and what `rope` reads.
    fn nothing_else(&self) -> Result<(), ModelError> {
        let known = |name: &str| {
            self.found.contains(name) || ["rope_", "pooler.", "cls."].iter().any(|prefix| name.starts_with(prefix))
        };
        match self.tensors.iter().find(|tensor| !known(&tensor.name)) {
            Some(tensor) => Err(ModelError::UnknownTensor(shown(&tensor.name))),
            None => Ok(()),
        }
    }
}
