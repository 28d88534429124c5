//! A model on a device: its weights, its cache, and the list of shader runs that takes a batch of tokens through it.
//!
//! The list is made once. A batch is taken through it in submissions as long as their pacer allows, and may stand still
//! between any two of them: everything that it has come to lies in the device's buffers.

use super::batch::{Batch, COUNT_OF_OUTS, COUNT_OF_TOKENS, MOST_OUTS, MOST_SPLIT_TOKENS, MOST_SPLITS, TOKENS_AT};
use super::cache::{PAGE, PageCopy};
use super::choice::{self, Choice};
use super::config::{Activation, Architecture, Config, Pairing, Rope};
use super::kernels::{Kernels, Then, Which};
use super::matrix::{Matmul, Matrix};
use super::tensors::{Tensor, Tensors};
use super::weights::{Layer, Linear, Norm, Projections, Up};
use super::{Model, TextError};
use crate::gpu::{DeviceLost, Gpu, constant, room};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A shader with its buffers, and how large it is for one token.
pub struct Run {
    pub which: Of,
    pub group: wgpu::BindGroup,
    /// Once for each token, or for each of those whose logits are wanted.
    pub count: u32,
    /// Weights that it goes over.
    pub weights: u64,
}

/// What is run.
#[derive(Clone, Copy)]
pub enum Of {
    /// A piece of a matrix, by whichever way suits the number of tokens.
    Matmul { format: super::format::Format, then: Then, rows: u32 },
    /// A shader with so many workgroups to a token.
    Other { which: Which, across: u32 },
    /// One that splits a long past.
    Attend { which: Which, across: u32 },
    /// One that is needed only where the past was split.
    Combine { across: u32 },
}

/// Buffers between the runs.
struct Buffers {
    batch: wgpu::Buffer,
    pages: wgpu::Buffer,
    angles: wgpu::Buffer,
    near_angles: wgpu::Buffer,
    x: wgpu::Buffer,
    h: wgpu::Buffer,
    qkv: wgpu::Buffer,
    queries: wgpu::Buffer,
    attended: wgpu::Buffer,
    partial: wgpu::Buffer,
    up: wgpu::Buffer,
    gated: wgpu::Buffer,
    logits: wgpu::Buffer,
}

/// How far a batch has come.
struct Progress {
    next: usize,
    tokens: u32,
    outs: u32,
    splits: u32,
}

/// A model on a device.
pub struct Network<'g> {
    kernels: Kernels<'g>,
    config: Config,
    pub(super) choice: Choice,
    buffers: Buffers,
    /// Keys and values of each layer.
    cache: Vec<[wgpu::Buffer; 2]>,
    runs: Vec<Run>,
    read_back: wgpu::Buffer,
    progress: Option<Progress>,
    /// Seconds for a weight and token, as last seen.
    rate: f64,
}

/// What a submission was.
#[derive(Debug, Clone, Copy)]
pub struct Submitted {
    /// Whether it was the batch's last.
    pub through: bool,
    /// How long it took.
    pub took: Duration,
    /// Whether nothing smaller could have been submitted of this batch.
    pub indivisible: bool,
}

/// How large a network is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Tokens of a batch.
    pub tokens: u32,
    /// Pages of the cache.
    pub pages: u32,
}

impl<'g> Network<'g> {
    /// Puts a model on a device. `loaded` hears of bytes read.
    pub fn new(
        kernels: Kernels<'g>,
        model: &Model,
        size: Size,
        loaded: &mut dyn FnMut(u64),
    ) -> Result<Self, TextError> {
        let gpu = kernels.gpu();
        let config = model.config().clone();
        let buffers = Buffers::new(gpu, &config, size);
        let head_bytes = u64::from(config.kv_heads) * u64::from(config.head_width) * 2;
        let layer_bytes = u64::from(size.pages) * u64::from(PAGE) * head_bytes;
        let layer = |_| [room(gpu, "keys", layer_bytes), room(gpu, "values", layer_bytes)];
        let cache: Vec<_> = (0..config.layers).map(layer).collect();
        let builder = Builder {
            kernels: &kernels,
            config: &config,
            tensors: model.tensors(),
            b: &buffers,
            cache: &cache,
            loaded,
        };
        let runs = builder.build(model)?;
        let choice = choice::measure(&kernels, &runs, &buffers.batch, size.tokens)?;
        let read_back = gpu.read_back_buffer(buffers.logits.size().max(buffers.x.size()));
        Ok(Self { kernels, config, choice, buffers, cache, runs, read_back, progress: None, rate: FIRST_RATE })
    }

    /// Begins a batch.
    pub fn begin(&mut self, batch: &Batch) {
        assert!(!batch.spots.is_empty() && batch.outs.len() <= MOST_OUTS, "a batch has tokens, and few outs");
        let queue = &self.kernels.gpu().queue;
        queue.write_buffer(&self.buffers.batch, 0, bytemuck::cast_slice(&batch.words()));
        queue.write_buffer(&self.buffers.pages, 0, bytemuck::cast_slice(&batch.pages));
        let put = |buffer, rope: Option<&Rope>| {
            if let Some(rope) = rope {
                queue.write_buffer(buffer, 0, bytemuck::cast_slice(&batch.angles(rope)));
            }
        };
        put(&self.buffers.angles, self.config.rope.as_ref());
        put(&self.buffers.near_angles, self.config.sliding.as_ref().map(|sliding| &sliding.rope));
        let (tokens, outs) = (batch.spots.len() as u32, batch.outs.len() as u32);
        self.progress = Some(Progress { next: 0, tokens, outs, splits: batch.splits() });
    }

    /// Whether a batch is under way.
    pub fn is_busy(&self) -> bool {
        self.progress.is_some()
    }

    /// Gives up the batch that is under way. What it wrote into the cache lies beyond what any text counts as its own.
    pub fn give_up(&mut self) {
        self.progress = None;
    }

    /// One submission of about `target`.
    pub fn submit(&mut self, target: Duration) -> Result<Submitted, TextError> {
        let nothing = Submitted { through: true, took: Duration::ZERO, indivisible: false };
        let Some(mut progress) = self.progress.take() else { return Ok(nothing) };
        let first = progress.next;
        let gpu = self.kernels.gpu();
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut work = 0.0;
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            while let Some(run) = self.runs.get(progress.next) {
                let cost = run.cost(progress.tokens, progress.outs);
                // Aims a little under the bound: half of all submissions would be over it otherwise.
                if work > 0.0 && (work + cost) * self.rate > target.as_secs_f64() * 0.8 {
                    break;
                }
                run.dispatch(&self.kernels, &self.choice, &mut pass, &progress);
                work += cost;
                progress.next += 1;
            }
        }
        let through = progress.next == self.runs.len();
        let single = progress.next == first + 1;
        if through {
            let (from, bytes) = self.result(progress.tokens, progress.outs);
            encoder.copy_buffer_to_buffer(from, 0, &self.read_back, 0, bytes);
        }
        self.progress = Some(progress);
        let commands = encoder.finish();
        let start = Instant::now();
        gpu.queue.submit([commands]);
        gpu.wait()?;
        let took = start.elapsed();
        // What a driver compiles at a first use says nothing about the next one.
        let compiled = self.kernels.were_compiled();
        if !compiled {
            let seen = took.as_secs_f64() / work;
            // Up at once, down slowly: a submission that is too long is noticed, one that is too short is not.
            self.rate = if seen > self.rate { seen } else { self.rate + (seen - self.rate) * RATE_FADES };
        }
        Ok(Submitted { through, took, indivisible: single && !compiled })
    }

    /// What a batch that is through has come to: logits for each out, or the last states of each token. Ends the batch.
    pub fn take<T>(&mut self, look: impl FnOnce(&[f32]) -> T) -> Result<T, TextError> {
        let Some(progress) = self.progress.take() else {
            return Err(TextError::DeviceLost(DeviceLost("nothing was computed".into())));
        };
        let (_, bytes) = self.result(progress.tokens, progress.outs);
        if bytes == 0 {
            // Part of a long prompt, with nothing to say yet. A mapped range of no bytes lies anywhere, also where no float may.
            return Ok(look(&[]));
        }
        let gpu = self.kernels.gpu();
        Ok(gpu.read(&self.read_back, bytes, |bytes| look(bytemuck::cast_slice(bytes)))?)
    }

    fn result(&self, tokens: u32, outs: u32) -> (&wgpu::Buffer, u64) {
        match self.config.architecture {
            Architecture::Bert => (&self.buffers.h, u64::from(tokens) * u64::from(self.config.width) * 4),
            _ => (&self.buffers.logits, u64::from(outs) * u64::from(self.config.vocabulary) * 4),
        }
    }

    /// Copies a page of the cache, in every layer.
    pub fn copy_page(&self, copy: PageCopy) {
        let bytes = u64::from(PAGE) * u64::from(self.config.kv_heads) * u64::from(self.config.head_width) * 2;
        let gpu = self.kernels.gpu();
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        for buffer in self.cache.iter().flatten() {
            let (from, to) = (u64::from(copy.from) * bytes, u64::from(copy.to) * bytes);
            // A buffer cannot be copied into itself.
            encoder.copy_buffer_to_buffer(buffer, from, &self.buffers.up, 0, bytes);
            encoder.copy_buffer_to_buffer(&self.buffers.up, 0, buffer, to, bytes);
        }
        gpu.queue.submit([encoder.finish()]);
    }
}

/// Seconds for a weight and token until anything is known: a slow adapter's.
const FIRST_RATE: f64 = 1.0e-9;
/// How fast a rate that was too high is forgotten.
const RATE_FADES: f64 = 0.2;

impl Run {
    /// What it takes in comparison with others. Going over weights costs as much for one token as for a few.
    fn cost(&self, tokens: u32, outs: u32) -> f64 {
        let tokens = if self.count == COUNT_OF_OUTS { outs } else { tokens };
        self.weights.max(SMALL_RUN) as f64 * f64::from(tokens.max(2))
    }

    fn dispatch(&self, kernels: &Kernels<'_>, choice: &Choice, pass: &mut wgpu::ComputePass<'_>, about: &Progress) {
        let tokens = if self.count == COUNT_OF_OUTS { about.outs } else { about.tokens };
        let (which, grid) = match self.which {
            Of::Matmul { format, then, rows } => {
                let shape = choice.of(tokens);
                let grid = [rows.div_ceil(shape.rows()), tokens.div_ceil(shape.tokens()), 1];
                (Which::Matmul { format, shape, then }, grid)
            }
            Of::Other { which, across } => (which, [across, tokens, 1]),
            Of::Attend { which, across } => (which, [across, tokens, about.splits]),
            Of::Combine { .. } if about.splits == 1 => return,
            Of::Combine { across } => (Which::Combine, [across, tokens, 1]),
        };
        if tokens > 0 {
            kernels.get(which).dispatch(pass, &self.group, grid);
        }
    }
}

/// What a run without weights counts as.
const SMALL_RUN: u64 = 50_000;

impl Buffers {
    fn new(gpu: &Gpu, config: &Config, size: Size) -> Self {
        // A way over a matrix may look at some tokens more than there are.
        let tokens = u64::from(size.tokens.next_multiple_of(32));
        let floats = |what, count: u32| room(gpu, what, tokens * u64::from(count) * 4);
        let (heads, kv_heads, head) = (config.heads, config.kv_heads, config.head_width);
        let pairs = config.rope.as_ref().map_or(1, |rope| rope.frequencies.len() as u32);
        let near_pairs = config.sliding.as_ref().map_or(1, |sliding| sliding.rope.frequencies.len() as u32);
        let partial = MOST_SPLIT_TOKENS as u64 * u64::from(heads * MOST_SPLITS) * u64::from(head / 2 + 1) * 8;
        let page_bytes = u64::from(PAGE * kv_heads * head) * 2;
        let up = tokens * u64::from(config.inner_width) * 8;
        Self {
            batch: room(gpu, "batch", (u64::from(TOKENS_AT) + tokens * 8) * 4),
            // Each token may have a text of its own, and all texts together every page; some are shared.
            pages: room(gpu, "pages", u64::from(size.pages).max(1) * PAGE_LISTS * 4),
            angles: floats("angles", pairs * 2),
            near_angles: floats("near angles", near_pairs * 2),
            x: floats("x", config.width),
            h: floats("h", config.width),
            qkv: floats("qkv", (heads + 2 * kv_heads) * head),
            queries: floats("queries", heads * head),
            attended: floats("attended", heads * head),
            partial: room(gpu, "partial", partial),
            up: room(gpu, "up", up.max(page_bytes)),
            gated: floats("gated", config.inner_width),
            logits: room(gpu, "logits", MOST_OUTS as u64 * u64::from(config.vocabulary) * 4),
        }
    }
}

/// How often a page may be listed: by as many texts as are computed at once.
const PAGE_LISTS: u64 = 16;

/// Makes the list of runs.
struct Builder<'a, 'g> {
    kernels: &'a Kernels<'g>,
    config: &'a Config,
    tensors: &'a Tensors,
    b: &'a Buffers,
    cache: &'a [[wgpu::Buffer; 2]],
    loaded: &'a mut dyn FnMut(u64),
}

/// Some tensors as one matrix, with its bias.
struct Stack<'t> {
    parts: Vec<&'t Linear>,
}

impl Stack<'_> {
    fn weights(&self) -> Vec<&Arc<Tensor>> {
        self.parts.iter().map(|part| &part.weight).collect()
    }
}

impl Builder<'_, '_> {
    fn build(mut self, model: &Model) -> Result<Vec<Run>, TextError> {
        let weights = model.weights();
        let bert = self.config.architecture == Architecture::Bert;
        let mut runs = Vec::new();
        let embedding = Matrix::load(self.kernels, self.tensors, &[&weights.token_embedding], self.loaded)?;
        self.embed(&mut runs, &embedding);
        let b = self.b;
        if let (Some(positions), Some(types)) = (&weights.positions, &weights.types) {
            self.place(&mut runs, positions, types)?;
        }
        if let Some(norm) = &weights.embedding_norm {
            self.norm(&mut runs, norm, &b.x, &b.h, false, false)?;
        }
        for (at, layer) in weights.layers.iter().enumerate() {
            if bert { self.encode(&mut runs, at, layer)? } else { self.decode(&mut runs, at, layer)? }
        }
        if let Some(norm) = &weights.output_norm {
            self.norm(&mut runs, norm, &b.x, &b.h, true, false)?;
        }
        if let Some(output) = &weights.output {
            let tied = Arc::ptr_eq(output, &weights.token_embedding);
            let output =
                if tied { embedding } else { Matrix::load(self.kernels, self.tensors, &[output], self.loaded)? };
            let then = Then { bias: false, add: false };
            self.product(&mut runs, &output, (&b.h, &b.logits), then, None, COUNT_OF_OUTS);
        }
        Ok(runs)
    }

    /// A layer that looks back: norms before, sums after.
    fn decode(&mut self, runs: &mut Vec<Run>, at: usize, layer: &Layer) -> Result<(), TextError> {
        let b = self.b;
        self.maybe_norm(runs, layer.attn_norm.as_ref(), &b.x, &b.h)?;
        self.attention(runs, at, layer, &b.h)?;
        self.add_to_sum(runs, &layer.out, &b.attended, layer.post_attn_norm.as_ref())?;
        self.maybe_norm(runs, layer.ffn_norm.as_ref(), &b.x, &b.h)?;
        self.feed_forward(runs, layer, &b.h)?;
        self.add_to_sum(runs, &layer.down, &b.gated, layer.post_ffn_norm.as_ref())
    }

    /// A layer of BERT's: norms after sums. The states go from h to x and back.
    fn encode(&mut self, runs: &mut Vec<Run>, at: usize, layer: &Layer) -> Result<(), TextError> {
        let b = self.b;
        self.attention(runs, at, layer, &b.h)?;
        self.linear(runs, &Stack { parts: vec![&layer.out] }, (&b.attended, &b.h), true)?;
        self.maybe_norm(runs, layer.post_attn_norm.as_ref(), &b.h, &b.x)?;
        self.feed_forward(runs, layer, &b.x)?;
        self.linear(runs, &Stack { parts: vec![&layer.down] }, (&b.gated, &b.x), true)?;
        self.maybe_norm(runs, layer.post_ffn_norm.as_ref(), &b.x, &b.h)
    }

    /// Adds a product to the sum in x, through a norm where there is one.
    fn add_to_sum(
        &mut self,
        runs: &mut Vec<Run>,
        linear: &Linear,
        from: &wgpu::Buffer,
        norm: Option<&Norm>,
    ) -> Result<(), TextError> {
        let b = self.b;
        let stack = Stack { parts: vec![linear] };
        let Some(norm) = norm else { return self.linear(runs, &stack, (from, &b.x), true) };
        self.linear(runs, &stack, (from, &b.h), false)?;
        self.norm(runs, norm, &b.h, &b.x, false, true)
    }

    fn attention(
        &mut self,
        runs: &mut Vec<Run>,
        at: usize,
        layer: &Layer,
        from: &wgpu::Buffer,
    ) -> Result<(), TextError> {
        let (b, config) = (self.b, self.config);
        let parts = match &layer.projections {
            Projections::Apart { q, k, v } => vec![q, k, v],
            Projections::Together(all) => vec![all],
        };
        self.linear(runs, &Stack { parts }, (from, &b.qkv), false)?;

        let near = config.slides(at as u32);
        let rope = near.map(|near| &near.rope).or(config.rope.as_ref());
        let angles = if near.is_some() { &b.near_angles } else { &b.angles };
        let heads = [config.heads, config.kv_heads, config.head_width];
        let turned = rope.map_or(0, |rope| rope.frequencies.len() as u32 * 2);
        let adjacent = rope.is_some_and(|rope| rope.pairing == Pairing::Adjacent);
        let gpu = self.kernels.gpu();
        let [a, c, d] = heads;
        let about = constant(gpu, &[a, c, d, turned, u32::from(adjacent), config.norm_epsilon.to_bits(), 0, 0]);
        let [keys, values] = &self.cache[at];
        let mut buffers = vec![&b.batch, &about, &b.qkv, &b.queries, keys, values, angles];
        let norms = match (&layer.q_norm, &layer.k_norm) {
            (Some(q), Some(k)) => Some([self.vector(&q.weight)?, self.vector(&k.weight)?]),
            _ => None,
        };
        buffers.extend(norms.iter().flatten());
        let which = Which::Turn { head_norm: norms.is_some(), rope: turned > 0 };
        self.other(runs, which, config.heads + 2 * config.kv_heads, &buffers);

        let words = config.head_width / 2;
        let about = constant(gpu, &[config.heads, config.kv_heads, words, config.attention_scale.to_bits()]);
        let queries = config.heads / config.kv_heads;
        let which = Which::Attend { queries, words, near: near.is_some() };
        let buffers = [&b.batch, &about, &b.queries, keys, values, &b.pages, &b.attended, &b.partial];
        let group = self.kernels.bind(which, &buffers);
        let of = Of::Attend { which, across: config.kv_heads };
        runs.push(Run { which: of, group, count: COUNT_OF_TOKENS, weights: 0 });
        let group = self.kernels.bind(Which::Combine, &[&b.batch, &about, &b.partial, &b.attended]);
        let of = Of::Combine { across: config.heads };
        runs.push(Run { which: of, group, count: COUNT_OF_TOKENS, weights: 0 });
        Ok(())
    }

    fn feed_forward(&mut self, runs: &mut Vec<Run>, layer: &Layer, from: &wgpu::Buffer) -> Result<(), TextError> {
        let b = self.b;
        let parts = match &layer.up {
            Up::Gated { gate, up } => vec![gate, up],
            Up::Together(all) | Up::Plain(all) => vec![all],
        };
        self.linear(runs, &Stack { parts }, (from, &b.up), false)?;
        let activation = match (&layer.up, self.config.activation) {
            (Up::Plain(_), _) => Activation::GeluErf,
            (_, activation) => activation,
        };
        let about = constant(self.kernels.gpu(), &[self.config.inner_width, 0, 0, 0]);
        let which = Which::Gate { activation };
        self.other(runs, which, (self.config.inner_width / 4).div_ceil(32), &[&b.batch, &about, &b.up, &b.gated]);
        Ok(())
    }

    fn linear(
        &mut self,
        runs: &mut Vec<Run>,
        stack: &Stack<'_>,
        (from, to): (&wgpu::Buffer, &wgpu::Buffer),
        add: bool,
    ) -> Result<(), TextError> {
        let matrix = Matrix::load(self.kernels, self.tensors, &stack.weights(), self.loaded)?;
        let bias = self.bias(stack)?;
        let then = Then { bias: bias.is_some(), add };
        self.product(runs, &matrix, (from, to), then, bias.as_ref(), COUNT_OF_TOKENS);
        Ok(())
    }

    /// Biases one below the other, with nought for parts that have none; `None` where no part has any.
    fn bias(&self, stack: &Stack<'_>) -> Result<Option<wgpu::Buffer>, TextError> {
        if stack.parts.iter().all(|part| part.bias.is_none()) {
            return Ok(None);
        }
        let mut all = Vec::new();
        for part in &stack.parts {
            match &part.bias {
                Some(bias) => all.extend(self.tensors.floats(bias).map_err(TextError::Model)?),
                None => all.resize(all.len() + part.weight.rows() as usize, 0.0),
            }
        }
        Ok(Some(constant(self.kernels.gpu(), &all)))
    }

    fn product(
        &self,
        runs: &mut Vec<Run>,
        matrix: &Matrix,
        (from, to): (&wgpu::Buffer, &wgpu::Buffer),
        then: Then,
        bias: Option<&wgpu::Buffer>,
        count: u32,
    ) {
        for chunk in &matrix.chunks {
            let about = Matmul {
                rows: chunk.rows,
                groups: chunk.groups,
                x_stride: matrix.width / 4,
                y_stride: matrix.rows,
                first: chunk.first,
                planes: chunk.planes,
                count,
                padding: [0; 3],
            };
            let about = constant(self.kernels.gpu(), &[about]);
            let mut buffers = vec![&about, &self.b.batch, &chunk.buffer, &chunk.buffer, from, to];
            buffers.extend(bias);
            let shape = super::kernels::Shape::Tiled;
            let group = self.kernels.bind(Which::Matmul { format: chunk.format, shape, then }, &buffers);
            let weights = u64::from(chunk.rows) * u64::from(matrix.width);
            let which = Of::Matmul { format: chunk.format, then, rows: chunk.rows };
            runs.push(Run { which, group, count, weights });
        }
    }

    fn embed(&self, runs: &mut Vec<Run>, table: &Matrix) {
        for chunk in &table.chunks {
            let [high, scale, supers] = chunk.planes;
            let factor = self.config.embedding_scale.to_bits();
            let about = [chunk.rows, chunk.groups, chunk.first, high, scale, supers, factor, 0];
            let about = constant(self.kernels.gpu(), &about);
            let buffers = [&self.b.batch, &about, &chunk.buffer, &chunk.buffer, &self.b.x];
            self.other(runs, Which::Embed { format: chunk.format }, chunk.groups.div_ceil(8), &buffers);
        }
    }

    fn place(&self, runs: &mut Vec<Run>, positions: &Arc<Tensor>, types: &Arc<Tensor>) -> Result<(), TextError> {
        let quads = self.config.width / 4;
        let about = constant(self.kernels.gpu(), &[quads, 0, 0, 0]);
        let (positions, types) = (self.vector(positions)?, self.vector(types)?);
        let buffers = [&self.b.batch, &about, &positions, &types, &self.b.x];
        self.other(runs, Which::Place, quads.div_ceil(32), &buffers);
        Ok(())
    }

    fn maybe_norm(
        &self,
        runs: &mut Vec<Run>,
        norm: Option<&Norm>,
        from: &wgpu::Buffer,
        to: &wgpu::Buffer,
    ) -> Result<(), TextError> {
        norm.map_or(Ok(()), |norm| self.norm(runs, norm, from, to, false, false))
    }

    fn norm(
        &self,
        runs: &mut Vec<Run>,
        norm: &Norm,
        from: &wgpu::Buffer,
        to: &wgpu::Buffer,
        pick: bool,
        add: bool,
    ) -> Result<(), TextError> {
        let about = constant(self.kernels.gpu(), &[self.config.width / 4, self.config.norm_epsilon.to_bits(), 0, 0]);
        let weight = self.vector(&norm.weight)?;
        let bias = norm.bias.as_ref().map(|bias| self.vector(bias)).transpose()?;
        let mut buffers = vec![&self.b.batch, &about, &weight, from, to];
        buffers.extend(&bias);
        let which = Which::Norm { mean: bias.is_some(), pick, add };
        let group = self.kernels.bind(which, &buffers);
        let count = if pick { COUNT_OF_OUTS } else { COUNT_OF_TOKENS };
        runs.push(Run { which: Of::Other { which, across: 1 }, group, count, weights: 0 });
        Ok(())
    }

    fn other(&self, runs: &mut Vec<Run>, which: Which, across: u32, buffers: &[&wgpu::Buffer]) {
        let group = self.kernels.bind(which, buffers);
        runs.push(Run { which: Of::Other { which, across }, group, count: COUNT_OF_TOKENS, weights: 0 });
    }

    fn vector(&self, tensor: &Arc<Tensor>) -> Result<wgpu::Buffer, TextError> {
        Ok(constant(self.kernels.gpu(), &self.tensors.floats(tensor).map_err(TextError::Model)?))
    }
}
