//! A whole pass through a transformer, for every architecture.

use super::{Attention, Matrix, add, attend, embed, gate, layer_norm, matmul, normalise, pool, rms_norm, rope};
use crate::text::config::{Activation, Architecture, Config};
use crate::text::tensors::{Tensor, Tensors};
use crate::text::weights::{self, Projections, Up};
use crate::text::{Model, ModelError};
use half::f16;

/// Keys and values of the tokens so far, layer by layer, in 32-bit floats.
#[derive(Debug, Clone)]
pub struct Cache {
    layers: Vec<(Vec<f32>, Vec<f32>)>,
    tokens: u32,
    rounded: bool,
    /// Whether its text is a long one.
    long: bool,
}

impl Cache {
    /// Empty.
    pub fn new(config: &Config) -> Self {
        Self { layers: vec![Default::default(); config.layers as usize], tokens: 0, rounded: false, long: false }
    }

    /// Empty; what is put in is rounded to 16-bit floats, as a device keeps it.
    pub fn rounded(config: &Config) -> Self {
        Self { rounded: true, ..Self::new(config) }
    }

    /// Tokens in it.
    pub fn tokens(&self) -> u32 {
        self.tokens
    }

    /// Forgets what came after the first so many tokens.
    pub fn truncate(&mut self, tokens: u32) {
        for numbers in self.layers.iter_mut().flat_map(|(keys, values)| [keys, values]) {
            numbers.truncate(numbers.len() / self.tokens.max(1) as usize * tokens as usize);
        }
        self.tokens = self.tokens.min(tokens);
    }
}

struct Linear {
    weight: Matrix,
    bias: Option<Vec<f32>>,
}

impl Linear {
    fn read(tensors: &Tensors, linear: &weights::Linear) -> Result<Self, ModelError> {
        let bias = linear.bias.as_ref().map(|bias| tensors.floats(bias)).transpose()?;
        Ok(Self { weight: Matrix::read(tensors, &linear.weight)?, bias })
    }

    fn apply(&self, states: &[f32]) -> Vec<f32> {
        matmul(&self.weight, states, self.bias.as_deref())
    }
}

struct Norm {
    weight: Vec<f32>,
    bias: Option<Vec<f32>>,
    epsilon: f32,
}

impl Norm {
    fn read(model: &Model, norm: &weights::Norm) -> Result<Self, ModelError> {
        let floats = |tensor: &Tensor| model.tensors().floats(tensor);
        let bias = norm.bias.as_deref().map(floats).transpose()?;
        Ok(Self { weight: floats(&norm.weight)?, bias, epsilon: model.config().norm_epsilon })
    }

    fn apply(&self, states: &[f32]) -> Vec<f32> {
        match &self.bias {
            Some(bias) => layer_norm(states, &self.weight, bias, self.epsilon),
            None => rms_norm(states, &self.weight, self.epsilon),
        }
    }
}

struct Layer {
    attn_norm: Option<Norm>,
    /// What comes out of all of them, one after another: queries, keys, values.
    projections: Vec<Linear>,
    q_norm: Option<Norm>,
    k_norm: Option<Norm>,
    out: Linear,
    post_attn_norm: Option<Norm>,
    ffn_norm: Option<Norm>,
    /// The same: the gate if there is one, then what it lets through.
    up: Vec<Linear>,
    down: Linear,
    post_ffn_norm: Option<Norm>,
}

impl Layer {
    fn read(model: &Model, layer: &weights::Layer) -> Result<Self, ModelError> {
        let norm = |norm: &Option<weights::Norm>| norm.as_ref().map(|norm| Norm::read(model, norm)).transpose();
        let linear = |linear: &weights::Linear| Linear::read(model.tensors(), linear);
        Ok(Self {
            attn_norm: norm(&layer.attn_norm)?,
            projections: match &layer.projections {
                Projections::Apart { q, k, v } => vec![linear(q)?, linear(k)?, linear(v)?],
                Projections::Together(qkv) => vec![linear(qkv)?],
            },
            q_norm: norm(&layer.q_norm)?,
            k_norm: norm(&layer.k_norm)?,
            out: linear(&layer.out)?,
            post_attn_norm: norm(&layer.post_attn_norm)?,
            ffn_norm: norm(&layer.ffn_norm)?,
            up: match &layer.up {
                Up::Gated { gate, up } => vec![linear(gate)?, linear(up)?],
                Up::Together(up) | Up::Plain(up) => vec![linear(up)?],
            },
            down: linear(&layer.down)?,
            post_ffn_norm: norm(&layer.post_ffn_norm)?,
        })
    }
}

/// A transformer in memory. Its weights stay as the file has them and become floats row by row, each time anew.
pub struct Forward<'a> {
    model: &'a Model,
    embedding: Matrix,
    positions: Option<Matrix>,
    types: Option<Matrix>,
    embedding_norm: Option<Norm>,
    layers: Vec<Layer>,
    output_norm: Option<Norm>,
    /// `None`: the same as `embedding`.
    output: Option<Matrix>,
}

impl<'a> Forward<'a> {
    /// Reads all weights.
    pub fn new(model: &'a Model) -> Result<Self, ModelError> {
        let weights = model.weights();
        let matrix = |tensor: &Tensor| Matrix::read(model.tensors(), tensor);
        let norm = |norm: &Option<weights::Norm>| norm.as_ref().map(|norm| Norm::read(model, norm)).transpose();
        let own = weights.output.as_deref().filter(|output| output.name != weights.token_embedding.name);
        Ok(Self {
            model,
            embedding: matrix(&weights.token_embedding)?,
            positions: weights.positions.as_deref().map(matrix).transpose()?,
            types: weights.types.as_deref().map(matrix).transpose()?,
            embedding_norm: norm(&weights.embedding_norm)?,
            layers: weights.layers.iter().map(|layer| Layer::read(model, layer)).collect::<Result<_, _>>()?,
            output_norm: norm(&weights.output_norm)?,
            output: own.map(matrix).transpose()?,
        })
    }

    /// Logits of the token after the last of these, which come after those in the cache. Tokens are of the vocabulary.
    pub fn tokens(&self, cache: &mut Cache, tokens: &[u32]) -> Vec<f32> {
        let states = self.states(cache, tokens);
        self.logits(&states[states.len() - self.model.config().width as usize..])
    }

    /// Logits of the tokens after each of these: `[token][logit]`.
    pub fn all_tokens(&self, cache: &mut Cache, tokens: &[u32]) -> Vec<f32> {
        self.logits(&self.states(cache, tokens))
    }

    /// The vector of a text, of length 1.
    pub fn embed(&self, tokens: &[u32]) -> Vec<f32> {
        let config = self.model.config();
        let states = self.states(&mut Cache::new(config), tokens);
        let mut vector = pool(&states, config.width as usize, self.model.pooling());
        normalise(&mut vector);
        vector
    }

    /// Logits of some states: `[token][logit]`.
    pub fn logits(&self, states: &[f32]) -> Vec<f32> {
        matmul(self.output.as_ref().unwrap_or(&self.embedding), states, None)
    }

    /// The tokens' states behind the last norm: `[token][number]`.
    pub fn states(&self, cache: &mut Cache, tokens: &[u32]) -> Vec<f32> {
        assert!(!tokens.is_empty(), "something to read");
        if !cache.long && self.model.config().is_long(cache.tokens as usize + tokens.len()) {
            assert_eq!(cache.tokens, 0, "a text that outgrows its first context is read anew");
            cache.long = true;
        }
        let mut states = self.embedded(cache.tokens, tokens);
        for (index, layer) in self.layers.iter().enumerate() {
            self.attention(layer, index, cache, &mut states);
            self.feed_forward(layer, &mut states);
        }
        cache.tokens += tokens.len() as u32;
        self.output_norm.as_ref().map_or(states.clone(), |norm| norm.apply(&states))
    }

    fn embedded(&self, first: u32, tokens: &[u32]) -> Vec<f32> {
        let mut states = embed(&self.embedding, tokens, self.model.config().embedding_scale);
        if let Some(positions) = &self.positions {
            let numbers: Vec<u32> = (first..).take(tokens.len()).collect();
            add(&mut states, &embed(positions, &numbers, 1.0));
        }
        if let Some(types) = &self.types {
            add(&mut states, &embed(types, &vec![0; tokens.len()], 1.0));
        }
        match &self.embedding_norm {
            Some(norm) => norm.apply(&states),
            None => states,
        }
    }

    fn attention(&self, layer: &Layer, index: usize, cache: &mut Cache, states: &mut Vec<f32>) {
        let config = self.model.config();
        let [heads, kv_heads, head_width] =
            [config.heads, config.kv_heads, config.head_width].map(|count| count as usize);
        let (first, sliding) = (cache.tokens, config.slides(index as u32));
        let projected = apply_all(&layer.projections, &normed(layer.attn_norm.as_ref(), states));
        let [queries, keys, values] = split(&projected, [heads, kv_heads, kv_heads].map(|heads| heads * head_width));
        let mut queries = normed(layer.q_norm.as_ref(), &queries);
        let mut keys = normed(layer.k_norm.as_ref(), &keys);
        if let Some(turn) = sliding.map(|sliding| &sliding.rope).or(config.rope.as_ref()) {
            rope(&mut queries, heads, head_width, first, turn, cache.long);
            rope(&mut keys, kv_heads, head_width, first, turn, cache.long);
        }
        let rounded = cache.rounded;
        let keep = |number: f32| if rounded { f16::from_f32(number).to_f32() } else { number };
        let (all_keys, all_values) = &mut cache.layers[index];
        all_keys.extend(keys.into_iter().map(keep));
        all_values.extend(values.into_iter().map(keep));
        let shape = Attention {
            heads,
            kv_heads,
            head_width,
            scale: config.attention_scale,
            causal: config.architecture != Architecture::Bert,
            window: sliding.map(|sliding| sliding.window),
        };
        let out = layer.out.apply(&attend(&queries, all_keys, all_values, first, &shape));
        self.join(states, out, layer.post_attn_norm.as_ref());
    }

    fn feed_forward(&self, layer: &Layer, states: &mut Vec<f32>) {
        let config = self.model.config();
        let inner = config.inner_width as usize;
        let up = apply_all(&layer.up, &normed(layer.ffn_norm.as_ref(), states));
        let gated = match config.activation {
            Activation::GeluErf => gate(config.activation, None, &up),
            gated => {
                let [gates, ups] = split(&up, [inner, inner]);
                gate(gated, Some(&gates), &ups)
            }
        };
        let out = layer.down.apply(&gated);
        self.join(states, out, layer.post_ffn_norm.as_ref());
    }

    /// Adds what came out to what went in, with the norm before or after that.
    fn join(&self, states: &mut Vec<f32>, out: Vec<f32>, norm: Option<&Norm>) {
        let bert = self.model.config().architecture == Architecture::Bert;
        add(states, &normed(norm.filter(|_| !bert), &out));
        if let Some(norm) = norm.filter(|_| bert) {
            *states = norm.apply(states);
        }
    }
}

fn normed(norm: Option<&Norm>, states: &[f32]) -> Vec<f32> {
    norm.map_or_else(|| states.to_vec(), |norm| norm.apply(states))
}

/// What comes out of all of them, token by token one after another.
fn apply_all(linears: &[Linear], states: &[f32]) -> Vec<f32> {
    let parts: Vec<_> = linears.iter().map(|linear| (linear.weight.rows, linear.apply(states))).collect();
    let tokens = parts.first().map_or(0, |(rows, part)| part.len() / rows);
    let slices = (0..tokens).flat_map(|token| parts.iter().map(move |(rows, part)| &part[token * rows..][..*rows]));
    slices.collect::<Vec<_>>().concat()
}

/// The way back: columns of these widths.
fn split<const N: usize>(states: &[f32], widths: [usize; N]) -> [Vec<f32>; N] {
    let whole = widths.iter().sum();
    let mut start = 0;
    widths.map(|width| {
        let column = states.chunks_exact(whole).flat_map(|state| &state[start..start + width]).copied().collect();
        start += width;
        column
    })
}
