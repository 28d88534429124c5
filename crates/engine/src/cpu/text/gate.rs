//! What stands between up and down in a feed-forward.

use crate::text::config::Activation;

/// `x * sigmoid(x)`.
pub fn silu(x: f32) -> f32 {
    x / (1.0 + (-x).exp())
}

/// Gaussian error linear unit by the hyperbolic tangent (Hendrycks and Gimpel 2016).
pub fn gelu_tanh(x: f32) -> f32 {
    const ROOT: f32 = 0.797_884_6;
    0.5 * x * (1.0 + (ROOT * (x + 0.044_715 * x * x * x)).tanh())
}

/// Gaussian error linear unit by the error function, which is formula 7.1.26 of Abramowitz and Stegun: right to 1.5e-7.
pub fn gelu_erf(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_8) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let erf = (1.0 - series * (-z * z).exp()).copysign(x);
    0.5 * x * (1.0 + erf)
}

/// `activation(gate) * up`, or without a gate `activation(up)`.
pub fn gate(activation: Activation, gate: Option<&[f32]>, up: &[f32]) -> Vec<f32> {
    let curve = match activation {
        Activation::Silu => silu,
        Activation::GeluTanh => gelu_tanh,
        Activation::GeluErf => gelu_erf,
    };
    match gate {
        Some(gate) => gate.iter().zip(up).map(|(gate, up)| curve(*gate) * up).collect(),
        None => up.iter().map(|up| curve(*up)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // From tables of the normal distribution: x * P(X < x).
        for (x, expected) in [(0.0, 0.0), (1.0, 0.841_344_8), (-1.0, -0.158_655_25), (-3.0, -0.004_049_694)] {
            assert!((gelu_erf(x) - expected).abs() < 1e-6, "{x}: {}", gelu_erf(x));
            assert!((gelu_tanh(x) - expected).abs() < 1e-3, "{x}: {}", gelu_tanh(x));
        }
        assert!((silu(1.0) - 0.731_058_6).abs() < 1e-6);
        assert_eq!((silu(-200.0), gelu_tanh(-200.0), gelu_erf(200.0)), (0.0, 0.0, 200.0));
        assert_eq!(gate(Activation::Silu, Some(&[0.0, 30.0]), &[5.0, 2.0]), [0.0, 60.0]);
    }
}
