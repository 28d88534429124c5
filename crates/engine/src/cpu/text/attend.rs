//! Attention: each query's mean of values, weighted by how its product with their keys compares.

use super::matmul::{dot, in_parts};

/// The shape of attention in a layer.
#[derive(Debug, Clone, Copy)]
pub struct Attention {
    /// Of queries.
    pub heads: usize,
    /// Of keys and values; `heads / kv_heads` queries share one.
    pub kv_heads: usize,
    /// Numbers in each.
    pub head_width: usize,
    /// Multiplies products.
    pub scale: f32,
    /// Whether a query sees only its own position and those before.
    pub causal: bool,
    /// How many positions it sees, its own included. `None`: all.
    pub window: Option<u32>,
}

/// `[token][head][number]`. Keys and values are `[position][kv head][number]` of positions 0, 1, 2 and so on; the first
/// query has the position `first`.
pub fn attend(queries: &[f32], keys: &[f32], values: &[f32], first: u32, shape: &Attention) -> Vec<f32> {
    let width = shape.heads * shape.head_width;
    let positions = keys.len() / (shape.kv_heads * shape.head_width);
    let tokens = queries.len() / width;
    let parts = in_parts(tokens * shape.heads, tokens * positions * width * 2, |range| {
        let mut out = Vec::with_capacity(range.len() * shape.head_width);
        for index in range {
            let (token, head) = (index / shape.heads, index % shape.heads);
            let position = first as usize + token;
            let end = if shape.causal { position + 1 } else { positions };
            let start = shape.window.map_or(0, |window| (position + 1).saturating_sub(window as usize));
            let query = &queries[index * shape.head_width..][..shape.head_width];
            let at = |position: usize| {
                let head = position * shape.kv_heads + head / (shape.heads / shape.kv_heads);
                head * shape.head_width..(head + 1) * shape.head_width
            };
            let mut scores: Vec<f32> =
                (start..end).map(|position| dot(query, &keys[at(position)]) * shape.scale).collect();
            soften(&mut scores);
            let mut mean = vec![0.0; shape.head_width];
            for (score, position) in scores.iter().zip(start..end) {
                mean.iter_mut().zip(&values[at(position)]).for_each(|(mean, value)| *mean += score * value);
            }
            out.extend(mean);
        }
        out
    });
    parts.concat()
}

/// Softmax.
fn soften(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Attention = Attention { heads: 2, kv_heads: 1, head_width: 1, scale: 1.0, causal: true, window: None };

    fn near(got: &[f32], expected: &[f32]) {
        assert_eq!(got.len(), expected.len());
        assert!(got.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-5), "{got:?} {expected:?}");
    }

    #[test]
    fn equal_products_make_a_plain_mean() {
        let values = [1.0, 2.0, 6.0];
        let see = |shape| attend(&[0.0; 6], &[0.0; 3], &values, 0, &shape);
        near(&see(SHAPE), &[1.0, 1.0, 1.5, 1.5, 3.0, 3.0]);
        near(&see(Attention { window: Some(2), ..SHAPE }), &[1.0, 1.0, 1.5, 1.5, 4.0, 4.0]);
        near(&see(Attention { causal: false, ..SHAPE }), &[3.0; 6]);
    }

    #[test]
    fn larger_products_weigh_more_and_large_ones_do_not_overflow() {
        let scale = 3.0_f32.ln();
        let got = attend(&[1.0, 1000.0], &[0.0, 1.0], &[0.0, 4.0], 1, &Attention { scale, ..SHAPE });
        near(&got, &[3.0, 4.0]);
    }
}
