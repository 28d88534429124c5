//! From the states of a text's tokens to one vector.

use crate::text::model::Pooling;

/// The mean of some states, or the first of them.
pub fn pool(states: &[f32], width: usize, pooling: Pooling) -> Vec<f32> {
    match pooling {
        Pooling::First => states[..width].to_vec(),
        Pooling::Mean => {
            let tokens = (states.len() / width) as f32;
            let sum = |number| states.iter().skip(number).step_by(width).sum::<f32>();
            (0..width).map(|number| sum(number) / tokens).collect()
        }
    }
}

/// Makes a vector's length 1; that of zeros stays.
pub fn normalise(vector: &mut [f32]) {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|number| *number /= length.max(1e-12));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_first_and_length() {
        let states = [1.0, 2.0, 5.0, 6.0];
        assert_eq!(pool(&states, 2, Pooling::Mean), [3.0, 4.0]);
        assert_eq!(pool(&states, 2, Pooling::First), [1.0, 2.0]);
        let mut vector = [3.0, 4.0];
        normalise(&mut vector);
        assert_eq!(vector, [0.6, 0.8]);
    }
}
