//! From tokens to states.

use super::Matrix;

/// The tokens' rows of a table, multiplied. Tokens are below the number of rows.
pub fn embed(table: &Matrix, tokens: &[u32], scale: f32) -> Vec<f32> {
    let mut states = vec![0.0; tokens.len() * table.columns];
    for (&token, state) in tokens.iter().zip(states.chunks_exact_mut(table.columns)) {
        assert!((token as usize) < table.rows, "token {token} of {}", table.rows);
        table.row(token as usize, state);
        state.iter_mut().for_each(|number| *number *= scale);
    }
    states
}
