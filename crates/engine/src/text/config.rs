//! What a transformer looks like: the numbers of its architecture, read from a model's file.

/// A family of transformers. What it does differently from the others is spelled out in [`Config`]; the name itself is
/// only for people and for finding tensors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// SmolLM2, Llama 2 and 3, Mistral.
    Llama,
    /// Qwen 2 and 2.5: biases on queries, keys and values.
    Qwen2,
    /// Qwen 3: queries and keys are normalised by head.
    Qwen3,
    /// Gemma 3: norms after attention and feed-forward, too; most layers look back a short way only.
    Gemma3,
    /// Phi 3: queries, keys and values in one matrix, gate and up in another.
    Phi3,
    /// BERT and its kin: looks both ways, makes vectors instead of text.
    Bert,
}

/// Which numbers of a head rotate together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// 0 with 1, 2 with 3.
    Adjacent,
    /// 0 with `width / 2`, 1 with `width / 2 + 1`.
    Halves,
}

/// Rotary position embedding. Position `p` turns pair `i` by `p * frequencies[i]` and scales it by `magnitude`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rope {
    /// One per pair: the base's power with all scaling applied. Twice as many numbers of a head are turned; the rest stay.
    pub frequencies: Vec<f32>,
    /// YaRN and LongRoPE grow or shrink what they turn.
    pub magnitude: f32,
    /// Which numbers make a pair.
    pub pairing: Pairing,
    /// LongRoPE turns longer texts in another way.
    pub long: Option<LongTurn>,
}

/// How longer texts are turned, from their first token on.
#[derive(Debug, Clone, PartialEq)]
pub struct LongTurn {
    /// Texts of more tokens than this.
    pub beyond: u32,
    /// In place of [`Rope::frequencies`].
    pub frequencies: Vec<f32>,
}

impl Rope {
    /// The frequencies of a text, which may be a long one.
    pub fn of(&self, long: bool) -> &[f32] {
        self.long.as_ref().filter(|_| long).map_or(&self.frequencies, |turn| &turn.frequencies)
    }
}

/// The feed-forward's gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activation {
    /// `x * sigmoid(x)`.
    Silu,
    /// By the hyperbolic tangent, as Gemma does.
    GeluTanh,
    /// By the error function, as BERT does. There is no gate: `down(gelu(up(x)))`.
    GeluErf,
}

/// Layers that see only the last so many tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Sliding {
    /// How many tokens they see, their own included.
    pub window: u32,
    /// Layer `i` is such a layer unless `(i + 1) % every == 0`. 1: none is; 0: all are.
    pub every: u32,
    /// Such layers may turn at other frequencies than the rest.
    pub rope: Rope,
}

/// The numbers of a transformer.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whose child it is.
    pub architecture: Architecture,
    /// Blocks.
    pub layers: u32,
    /// Numbers in a hidden state.
    pub width: u32,
    /// Query heads.
    pub heads: u32,
    /// Key and value heads; divides `heads`.
    pub kv_heads: u32,
    /// Numbers in a head; the same for queries, keys and values.
    pub head_width: u32,
    /// Numbers between up and down.
    pub inner_width: u32,
    /// Tokens in the vocabulary.
    pub vocabulary: u32,
    /// Tokens that it was trained to see at once.
    pub context: u32,
    /// Added under the root of norms.
    pub norm_epsilon: f32,
    /// Positions by rotation. `None`: by a table of position vectors, as BERT does.
    pub rope: Option<Rope>,
    /// Layers that look back a short way only.
    pub sliding: Option<Sliding>,
    /// The gate.
    pub activation: Activation,
    /// Multiplies embeddings of tokens.
    pub embedding_scale: f32,
    /// Multiplies products of queries and keys.
    pub attention_scale: f32,
}

impl Config {
    /// So many tokens a text may have before it is a long one, where that makes a difference.
    pub fn beyond(&self) -> Option<usize> {
        Some(self.rope.as_ref()?.long.as_ref()?.beyond as usize)
    }

    /// Whether a text of so many tokens turns as long ones do.
    pub fn is_long(&self, tokens: usize) -> bool {
        self.beyond().is_some_and(|beyond| tokens > beyond)
    }

    /// Whether a layer sees only the last few tokens.
    pub fn slides(&self, layer: u32) -> Option<&Sliding> {
        self.sliding.as_ref().filter(|sliding| sliding.every == 0 || !(layer + 1).is_multiple_of(sliding.every))
    }
}
