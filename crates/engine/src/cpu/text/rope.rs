//! Turning queries and keys by their positions.

use crate::text::config::{Pairing, Rope};

/// Turns the heads of tokens whose first has the position `first`. Each token has `heads` heads. `long`: its text is a long one.
pub fn rope(states: &mut [f32], heads: usize, head_width: usize, first: u32, rope: &Rope, long: bool) {
    let frequencies = rope.of(long);
    let turned = frequencies.len() * 2;
    assert!(turned <= head_width, "no more than there is");
    for (token, state) in states.chunks_exact_mut(heads * head_width).enumerate() {
        let position = (first as usize + token) as f32;
        for head in state.chunks_exact_mut(head_width) {
            for (pair, frequency) in frequencies.iter().enumerate() {
                let (one, other) = match rope.pairing {
                    Pairing::Adjacent => (2 * pair, 2 * pair + 1),
                    Pairing::Halves => (pair, pair + turned / 2),
                };
                let (sine, cosine) = (position * frequency).sin_cos();
                let (x, y) = (head[one] * rope.magnitude, head[other] * rope.magnitude);
                head[one] = x * cosine - y * sine;
                head[other] = x * sine + y * cosine;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_turn_and_the_rest_stays() {
        // The second token, at position 3, by a sixth of a half turn each.
        let frequency = std::f32::consts::PI / 6.0;
        let mut turn =
            Rope { frequencies: vec![frequency, 0.0], magnitude: 2.0, pairing: Pairing::Adjacent, long: None };
        let close = |states: &[f32], expected: [f32; 5]| {
            assert!(states.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-6), "{states:?}");
        };
        let mut states = [[0.0; 5], [1.0, 0.0, 3.0, 4.0, 5.0]].concat();
        rope(&mut states, 1, 5, 2, &turn, false);
        close(&states[5..], [0.0, 2.0, 6.0, 8.0, 5.0]);
        turn.pairing = Pairing::Halves;
        let mut states = [[0.0; 5], [1.0, 2.0, 0.0, 4.0, 5.0]].concat();
        rope(&mut states, 1, 5, 2, &turn, false);
        close(&states[5..], [0.0, 4.0, 2.0, 8.0, 5.0]);
    }
}
