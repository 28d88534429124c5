//! Makes the list of runs that takes a batch through a model, and puts its weights on the device.

use super::batch::{COUNT_OF_OUTS, COUNT_OF_TOKENS};
use super::buffers::Buffers;
use super::config::{Activation, Architecture, Config, Pairing};
use super::kernels::{After, Kernels, Then, Which};
use super::matrix::{Chunk, Matmul, Matrix};
use super::network::{Halved, Of, Run};
use super::shape::Shape;
use super::tensors::{Tensor, Tensors};
use super::weights::{Layer, Linear, Norm, Projections, Up};
use super::{Model, TextError};
use crate::gpu::constant;
use std::sync::Arc;

/// Makes the list of runs.
pub struct Builder<'a, 'g> {
    pub kernels: &'a Kernels<'g>,
    pub config: &'a Config,
    pub tensors: &'a Tensors,
    pub b: &'a Buffers,
    /// Keys and values of each layer.
    pub cache: &'a [[wgpu::Buffer; 2]],
    /// Hears of bytes read.
    pub loaded: &'a mut dyn FnMut(u64),
}

/// Some tensors as one matrix, with its bias.
struct Stack<'t> {
    parts: Vec<&'t Linear>,
}

/// What else a product does.
#[derive(Default)]
struct With {
    bias: Option<wgpu::Buffer>,
    /// Whether it is added to what is there.
    add: bool,
    /// What the norm of what goes in multiplies by.
    norm: Option<wgpu::Buffer>,
    after: Option<After>,
}

impl With {
    fn then(&self) -> Then {
        Then { bias: self.bias.is_some(), add: self.add, norm: self.norm.is_some(), after: self.after }
    }
}

impl Stack<'_> {
    fn weights(&self) -> Vec<&Arc<Tensor>> {
        self.parts.iter().map(|part| &part.weight).collect()
    }
}

impl<'a> Builder<'a, '_> {
    /// All runs, first to last.
    pub fn build(mut self, model: &Model) -> Result<Vec<Run>, TextError> {
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
            self.product(&mut runs, &output, (&b.h, &b.logits), &With::default(), COUNT_OF_OUTS);
        }
        Ok(runs)
    }

    /// A layer that looks back: norms before, sums after.
    fn decode(&mut self, runs: &mut Vec<Run>, at: usize, layer: &Layer) -> Result<(), TextError> {
        let b = self.b;
        let normed = self.normed(runs, layer.attn_norm.as_ref())?;
        self.attention(runs, at, layer, normed)?;
        self.add_to_sum(runs, &layer.out, &b.attended, layer.post_attn_norm.as_ref())?;
        let normed = self.normed(runs, layer.ffn_norm.as_ref())?;
        self.feed_forward(runs, layer, normed)?;
        self.add_to_sum(runs, &layer.down, &b.gated, layer.post_ffn_norm.as_ref())
    }

    /// A layer of BERT's: norms after sums. The states go from h to x and back.
    fn encode(&mut self, runs: &mut Vec<Run>, at: usize, layer: &Layer) -> Result<(), TextError> {
        let b = self.b;
        self.attention(runs, at, layer, (&b.h, None))?;
        let sum = || With { add: true, ..With::default() };
        self.linear(runs, &Stack { parts: vec![&layer.out] }, (&b.attended, &b.h), sum())?;
        self.maybe_norm(runs, layer.post_attn_norm.as_ref(), &b.h, &b.x)?;
        self.feed_forward(runs, layer, (&b.x, None))?;
        self.linear(runs, &Stack { parts: vec![&layer.down] }, (&b.gated, &b.x), sum())?;
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
        let Some(norm) = norm else {
            return self.linear(runs, &stack, (from, &b.x), With { add: true, ..With::default() });
        };
        self.linear(runs, &stack, (from, &b.h), With::default())?;
        self.norm(runs, norm, &b.h, &b.x, false, true)
    }

    fn attention(
        &mut self,
        runs: &mut Vec<Run>,
        at: usize,
        layer: &Layer,
        (from, norm): (&wgpu::Buffer, Option<wgpu::Buffer>),
    ) -> Result<(), TextError> {
        let (b, config) = (self.b, self.config);
        let parts = match &layer.projections {
            Projections::Apart { q, k, v } => vec![q, k, v],
            Projections::Together(all) => vec![all],
        };
        self.linear(runs, &Stack { parts }, (from, &b.qkv), With { norm, ..With::default() })?;

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
        let near = near.is_some();
        let which = Which::Attend { queries, words, near, units: None };
        let buffers = [&b.batch, &about, &b.queries, keys, values, &b.pages, &b.attended, &b.partial];
        let group = self.kernels.bind(which, &buffers);
        let products = 2 * u64::from(config.heads) * u64::from(config.head_width);
        let of = Of::Attend { queries, words, near, kv_heads: config.kv_heads, products };
        runs.push(Run { which: of, group, halved: None, count: COUNT_OF_TOKENS, weights: 0 });
        let group = self.kernels.bind(Which::Combine, &[&b.batch, &about, &b.partial, &b.attended]);
        let of = Of::Combine { across: config.heads };
        runs.push(Run { which: of, group, halved: None, count: COUNT_OF_TOKENS, weights: 0 });
        Ok(())
    }

    fn feed_forward(
        &mut self,
        runs: &mut Vec<Run>,
        layer: &Layer,
        (from, norm): (&wgpu::Buffer, Option<wgpu::Buffer>),
    ) -> Result<(), TextError> {
        let b = self.b;
        let parts = match &layer.up {
            Up::Gated { gate, up } => vec![gate, up],
            Up::Together(all) | Up::Plain(all) => vec![all],
        };
        let (activation, plain) = match (&layer.up, self.config.activation) {
            (Up::Plain(_), _) => (Activation::GeluErf, true),
            (_, activation) => (activation, false),
        };
        let stack = Stack { parts };
        let (weights, bias) = (stack.weights(), self.bias(&stack)?);
        let gated = if plain || bias.is_some() {
            None
        } else {
            Matrix::load_gated(self.kernels, self.tensors, &weights, self.loaded)?
        };
        if let Some(matrix) = gated {
            let with = With { norm, after: Some(After::Gate(activation)), ..With::default() };
            self.product(runs, &matrix, (from, &b.gated), &with, COUNT_OF_TOKENS);
            return Ok(());
        }
        let matrix = Matrix::load(self.kernels, self.tensors, &weights, self.loaded)?;
        if plain {
            let with = With { bias, norm, after: Some(After::Activation(activation)), ..With::default() };
            self.product(runs, &matrix, (from, &b.gated), &with, COUNT_OF_TOKENS);
            return Ok(());
        }
        self.product(runs, &matrix, (from, &b.up), &With { bias, norm, ..With::default() }, COUNT_OF_TOKENS);
        let about = constant(self.kernels.gpu(), &[self.config.inner_width, 0, 0, 0]);
        let which = Which::Gate { activation };
        self.other(runs, which, (self.config.inner_width / 4).div_ceil(32), &[&b.batch, &about, &b.up, &b.gated]);
        Ok(())
    }

    fn linear(
        &mut self,
        runs: &mut Vec<Run>,
        stack: &Stack<'_>,
        between: (&wgpu::Buffer, &wgpu::Buffer),
        with: With,
    ) -> Result<(), TextError> {
        let matrix = Matrix::load(self.kernels, self.tensors, &stack.weights(), self.loaded)?;
        let bias = self.bias(stack)?;
        self.product(runs, &matrix, between, &With { bias, ..with }, COUNT_OF_TOKENS);
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
        with: &With,
        count: u32,
    ) {
        let then = with.then();
        // Floats are multiplied as such: the first chunk of others has halves made for all of them.
        let first = matrix.chunks.iter().position(|chunk| !chunk.format.is_float());
        for (at, chunk) in matrix.chunks.iter().enumerate() {
            let about = Matmul {
                rows: chunk.rows,
                groups: chunk.groups,
                x_stride: matrix.width / 4,
                y_stride: matrix.rows / then.sides(),
                first: chunk.first,
                planes: chunk.planes,
                count,
                epsilon: self.config.norm_epsilon,
                up: chunk.up,
                padding: 0,
            };
            let about = constant(self.kernels.gpu(), &[about]);
            let mut buffers = vec![&about, &self.b.batch, &chunk.buffer, &chunk.buffer, from, to];
            buffers.extend(with.bias.iter().chain(&with.norm));
            let shape = Shape::Tiled;
            let group = self.kernels.bind(Which::Matmul { format: chunk.format, shape, then }, &buffers);
            let weights = u64::from(chunk.rows) * u64::from(matrix.width);
            let halved = self.halved(matrix, chunk, &about, (from, to), with, first == Some(at));
            let which = Of::Matmul { format: chunk.format, then, rows: chunk.rows };
            runs.push(Run { which, group, halved, count, weights });
        }
    }

    /// The same for ways that take numbers of tokens by halves, where there could be such. `first`: whether nobody has made halves of
    /// them yet.
    fn halved(
        &self,
        matrix: &Matrix,
        chunk: &Chunk,
        about: &wgpu::Buffer,
        (from, to): (&wgpu::Buffer, &wgpu::Buffer),
        with: &With,
        first: bool,
    ) -> Option<Halved> {
        let halved = |shape: &Shape| shape.fitted(chunk.format, chunk.rows, u32::MAX).halved();
        let shape = self.kernels.by_halves().into_iter().find(halved)?;
        let then = with.then();
        let mut buffers = vec![about, &self.b.batch, &chunk.buffer, &chunk.buffer, &self.b.halves, to];
        buffers.extend(&with.bias);
        buffers.push(&self.b.about_halves);
        let group = self.kernels.bind(Which::Matmul { format: chunk.format, shape, then }, &buffers);
        let first = first.then(|| {
            let which = Which::Halve { norm: then.norm };
            let about = constant(self.kernels.gpu(), &[matrix.width / 4, self.config.norm_epsilon.to_bits(), 0, 0]);
            let mut buffers = vec![&about, from, &self.b.halves, &self.b.about_halves];
            buffers.extend(&with.norm);
            (which, self.kernels.bind(which, &buffers))
        });
        Some(Halved { first, group })
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

    /// The sum with its norm, as a product takes it: what the norm multiplies by, where the product can do all of it, or
    /// normed: a run of its own costs more.
    fn normed(
        &self,
        runs: &mut Vec<Run>,
        norm: Option<&Norm>,
    ) -> Result<(&'a wgpu::Buffer, Option<wgpu::Buffer>), TextError> {
        if let Some(norm) = norm.filter(|norm| norm.bias.is_none()) {
            return Ok((&self.b.x, Some(self.vector(&norm.weight)?)));
        }
        self.maybe_norm(runs, norm, &self.b.x, &self.b.h)?;
        Ok((&self.b.h, None))
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
        runs.push(Run { which: Of::Other { which, across: 1 }, group, halved: None, count, weights: 0 });
        Ok(())
    }

    fn other(&self, runs: &mut Vec<Run>, which: Which, across: u32, buffers: &[&wgpu::Buffer]) {
        let group = self.kernels.bind(which, buffers);
        runs.push(Run { which: Of::Other { which, across }, group, halved: None, count: COUNT_OF_TOKENS, weights: 0 });
    }

    fn vector(&self, tensor: &Arc<Tensor>) -> Result<wgpu::Buffer, TextError> {
        Ok(constant(self.kernels.gpu(), &self.tensors.floats(tensor).map_err(TextError::Model)?))
    }
}
