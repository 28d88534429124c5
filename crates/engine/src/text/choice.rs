//! Which way over a matrix suits this adapter, for one, a few and many tokens: tried out, briefly, on the model's own weights.

use super::TextError;
use super::batch::TOKENS_AT;
use super::kernels::{Kernels, Shape, Which};
use super::network::{Of, Run};
use std::time::{Duration, Instant};

/// The way for each number of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice(Vec<(u32, Shape)>);

impl Choice {
    /// One way for any number of tokens.
    #[cfg(test)]
    pub fn only(shape: Shape) -> Self {
        Self(vec![(u32::MAX, shape)])
    }

    /// The way for so many tokens.
    pub fn of(&self, tokens: u32) -> Shape {
        let fits = self.0.iter().find(|(most, _)| tokens <= *most).or(self.0.last());
        fits.map_or(Shape::Split(1), |(_, shape)| *shape)
    }
}

/// Tries every way that the adapter has over the largest piece of a matrix.
pub fn measure(
    kernels: &Kernels<'_>,
    runs: &[Run],
    batch: &wgpu::Buffer,
    most_tokens: u32,
) -> Result<Choice, TextError> {
    let layers = runs.iter().filter(|run| run.count == super::batch::COUNT_OF_TOKENS);
    let Some(run) = layers.max_by_key(|run| run.weights) else { return Ok(Choice(Vec::new())) };
    let mut choice = Vec::new();
    for tokens in [1, 4, 8, most_tokens.max(9)] {
        let mut words = vec![0; TOKENS_AT as usize];
        words[0] = tokens;
        kernels.gpu().queue.write_buffer(batch, 0, bytemuck::cast_slice(&words));
        let mut best = (Duration::MAX, Shape::Split(1));
        for shape in candidates(kernels.by_lanes(), tokens) {
            let took = time(kernels, run, shape, tokens)?;
            if took < best.0 {
                best = (took, shape);
            }
        }
        choice.push((tokens, best.1));
    }
    kernels.were_compiled();
    Ok(Choice(choice))
}

/// Ways that could be the best for so many tokens.
fn candidates(by_lanes: bool, tokens: u32) -> Vec<Shape> {
    let lanes = match tokens {
        1 => Shape::Lanes(1),
        2..=4 => Shape::Lanes(4),
        _ => Shape::Lanes(8),
    };
    let split = if tokens == 1 { Shape::Split(1) } else { Shape::Split(4) };
    let mut all = Vec::new();
    all.extend(by_lanes.then_some(lanes));
    all.extend((tokens <= 8).then_some(split));
    all.extend((tokens > 4).then_some(Shape::Tiled));
    all
}

/// The best of a few runs, after one that compiles.
fn time(kernels: &Kernels<'_>, run: &Run, shape: Shape, tokens: u32) -> Result<Duration, TextError> {
    let Of::Matmul { format, then, rows } = run.which else { return Ok(Duration::MAX) };
    let kernel = kernels.get(Which::Matmul { format, shape, then });
    let gpu = kernels.gpu();
    let mut best = Duration::MAX;
    for trial in 0..4 {
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            let grid = [rows.div_ceil(shape.rows()), tokens.div_ceil(shape.tokens()), 1];
            kernel.dispatch(&mut pass, &run.group, grid);
        }
        let commands = encoder.finish();
        let start = Instant::now();
        gpu.queue.submit([commands]);
        gpu.wait()?;
        if trial > 0 {
            best = best.min(start.elapsed());
        }
    }
    Ok(best)
}
