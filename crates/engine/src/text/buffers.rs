//! Buffers between the runs of a network, and how large a network is made.

use super::TextError;
use super::batch::{MOST_OUTS, MOST_SPLIT_TOKENS, MOST_SPLITS, TOKENS_AT};
use super::cache::PAGE;
use super::config::Config;
use crate::gpu::{Gpu, room};
use crate::limits::{
    CACHE_POSITIONS, CARD_TOKENS, EMBED_TOKENS, LEAST_TOKENS, SEQUENCES, SOFTWARE_CACHE_POSITIONS, SOFTWARE_TOKENS,
};
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::measure::Bytes;
use idlewatt_proto::text::{ModelFacts, ModelKind};

/// How large a network is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Tokens of a batch.
    pub tokens: u32,
    /// Pages of the cache.
    pub pages: u32,
}

macro_rules! buffers {
    ($($(#[$about:meta])* $name:ident: $bytes:expr,)*) => {
        /// Buffers between the runs.
        pub struct Buffers {
            $($(#[$about])* pub $name: wgpu::Buffer,)*
        }

        impl Buffers {
            pub fn new(gpu: &Gpu, config: &Config, size: Size) -> Self {
                let of = Widths::new(config, size);
                Self { $($name: room(gpu, stringify!($name), $bytes(&of)),)* }
            }

            /// How large each of them is.
            fn bytes(config: &Config, size: Size) -> Vec<u64> {
                let of = Widths::new(config, size);
                vec![$($bytes(&of)),*]
            }
        }
    };
}

/// What the sizes of buffers are made of.
struct Widths {
    tokens: u64,
    pages: u64,
    width: u64,
    inner: u64,
    heads: u64,
    kv_heads: u64,
    head: u64,
    vocabulary: u64,
    pairs: u64,
    near_pairs: u64,
}

impl Widths {
    fn new(config: &Config, size: Size) -> Self {
        let pairs = config.rope.as_ref().map_or(1, |rope| rope.frequencies.len() as u64);
        let near_pairs = config.sliding.as_ref().map_or(1, |sliding| sliding.rope.frequencies.len() as u64);
        Self {
            // A way over a matrix may look at some tokens more than there are.
            tokens: u64::from(size.tokens.next_multiple_of(32)),
            pages: u64::from(size.pages).max(1),
            width: config.width.into(),
            inner: config.inner_width.into(),
            heads: config.heads.into(),
            kv_heads: config.kv_heads.into(),
            head: config.head_width.into(),
            vocabulary: config.vocabulary.into(),
            pairs,
            near_pairs,
        }
    }

    /// Numbers of a token that a product takes, at most.
    fn widest(&self) -> u64 {
        self.width.max(self.inner).max(self.heads * self.head)
    }

    /// As many as a tile by halves looks at.
    fn tiled_tokens(&self) -> u64 {
        self.tokens.next_multiple_of(128)
    }

    /// So many numbers for each token.
    fn floats(&self, count: u64) -> u64 {
        self.tokens * count * 4
    }
}

buffers! {
    batch: |of: &Widths| (u64::from(TOKENS_AT) + of.tokens * 8) * 4,
    /// Each token may have a text of its own, and all texts together every page; some are shared.
    pages: |of: &Widths| of.pages * SEQUENCES as u64 * 4,
    angles: |of: &Widths| of.floats(of.pairs * 2),
    near_angles: |of: &Widths| of.floats(of.near_pairs * 2),
    x: |of: &Widths| of.floats(of.width),
    h: |of: &Widths| of.floats(of.width),
    qkv: |of: &Widths| of.floats((of.heads + 2 * of.kv_heads) * of.head),
    queries: |of: &Widths| of.floats(of.heads * of.head),
    attended: |of: &Widths| of.floats(of.heads * of.head),
    partial: |of: &Widths| MOST_SPLIT_TOKENS as u64 * of.heads * u64::from(MOST_SPLITS) * (of.head / 2 + 1) * 8,
    /// Gate and up; and a page of the cache on its way.
    up: |of: &Widths| of.floats(of.inner * 2).max(u64::from(PAGE) * of.kv_heads * of.head * 2),
    gated: |of: &Widths| of.floats(of.inner),
    /// What goes into a product by halves, and what is kept beside.
    halves: |of: &Widths| of.tiled_tokens() * of.widest() * 2,
    about_halves: |of: &Widths| of.tiled_tokens() * (of.widest() / 4 + 8),
    logits: |of: &Widths| MOST_OUTS as u64 * of.vocabulary * 4,
}

impl Size {
    /// As large as is of use, and as fits into this memory: with fewer tokens at once where all do not fit.
    pub fn fitting(gpu: &Gpu, config: &Config, facts: &ModelFacts, memory: Bytes) -> Result<Self, TextError> {
        let software = gpu.device().kind == DeviceKind::Software;
        let (tokens, least) = match (facts.kind, software) {
            // A text for a vector is read at once.
            (ModelKind::Embed, _) => (config.context.min(EMBED_TOKENS), EMBED_TOKENS),
            (ModelKind::Generate, true) => (SOFTWARE_TOKENS, SOFTWARE_TOKENS),
            (ModelKind::Generate, false) => (CARD_TOKENS, LEAST_TOKENS),
        };
        let fits = |tokens| Self::with_tokens(gpu, config, facts, memory, tokens);
        let mut size = fits(tokens);
        let mut tokens = tokens / 2;
        while size.is_err() && tokens >= least {
            size = fits(tokens);
            tokens /= 2;
        }
        size
    }

    fn with_tokens(
        gpu: &Gpu,
        config: &Config,
        facts: &ModelFacts,
        memory: Bytes,
        tokens: u32,
    ) -> Result<Self, TextError> {
        let software = gpu.device().kind == DeviceKind::Software;
        let page_bytes = facts.token_bytes.0.max(1) * u64::from(PAGE);
        let most = if software { SOFTWARE_CACHE_POSITIONS } else { CACHE_POSITIONS };
        let wanted = u64::from(most).min(u64::from(config.context) * SEQUENCES as u64).div_ceil(u64::from(PAGE));
        let least = u64::from(config.context.min(256)).div_ceil(u64::from(PAGE));
        let between = Buffers::bytes(config, Self { tokens, pages: wanted.max(least) as u32 });
        // What is read back lies there once more.
        let between_bytes = between.iter().sum::<u64>() + between.last().copied().unwrap_or(0);
        let fixed = facts.weight_bytes.0.saturating_add(between_bytes);
        let needs = fixed.saturating_add(least * page_bytes);
        if needs > memory.0 {
            return Err(TextError::TooLarge { needs, most: memory.0 });
        }
        let binding = gpu.device.limits().max_storage_buffer_binding_size;
        if let Some(&needs) = between.iter().max().filter(|&&bytes| bytes > binding) {
            return Err(TextError::TooLarge { needs, most: binding });
        }
        let layer_page = page_bytes / u64::from(config.layers.max(1) * 2);
        let bound = binding / layer_page.max(1);
        let pages = ((memory.0 - fixed) / page_bytes).min(bound).min(wanted).max(least);
        Ok(Self { tokens, pages: pages as u32 })
    }
}
