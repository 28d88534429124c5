//! Norms of states, each as wide as the weights are many: of tokens, or of heads.

/// `x / sqrt(mean(x^2) + epsilon) * weight`.
pub fn rms_norm(states: &[f32], weight: &[f32], epsilon: f32) -> Vec<f32> {
    let mut out = Vec::with_capacity(states.len());
    for state in states.chunks_exact(weight.len()) {
        let square = state.iter().map(|number| number * number).sum::<f32>() / state.len() as f32;
        let scale = 1.0 / (square + epsilon).sqrt();
        out.extend(state.iter().zip(weight).map(|(number, weight)| number * scale * weight));
    }
    out
}

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias`.
pub fn layer_norm(states: &[f32], weight: &[f32], bias: &[f32], epsilon: f32) -> Vec<f32> {
    let mut out = Vec::with_capacity(states.len());
    for state in states.chunks_exact(weight.len()) {
        let mean = state.iter().sum::<f32>() / state.len() as f32;
        let variance = state.iter().map(|number| (number - mean).powi(2)).sum::<f32>() / state.len() as f32;
        let scale = 1.0 / (variance + epsilon).sqrt();
        let parts = state.iter().zip(weight).zip(bias);
        out.extend(parts.map(|((number, weight), bias)| (number - mean) * scale * weight + bias));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(rms_norm(&[3.0, -3.0, 2.0, 2.0], &[1.0, 2.0], 0.0), [1.0, -2.0, 1.0, 2.0]);
        assert_eq!(rms_norm(&[0.0, 0.0], &[1.0, 2.0], 1e-6), [0.0, 0.0]);
        assert_eq!(layer_norm(&[1.0, 5.0], &[1.0, 2.0], &[0.5, 0.0], 0.0), [-0.5, 2.0]);
    }
}
