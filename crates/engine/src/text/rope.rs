//! Rotary position embedding: from a base and a way of scaling to one frequency per pair.

use super::config::{Architecture, Config, LongTurn, Pairing, Rope};
use super::error::ModelError;
use super::hyperparameters::Keys;
use super::tensors::Tensors;
use std::f64::consts::PI;

const BASE: f64 = 10_000.0;
const LONG: &str = "rope_factors_long.weight";

/// Frequencies without any scaling.
pub(super) fn plain(base: f64, pairs: usize, pairing: Pairing) -> Rope {
    let frequencies = (0..pairs).map(|pair| base.powf(-(pair as f64) / pairs as f64) as f32).collect();
    Rope { frequencies, magnitude: 1.0, pairing, long: None }
}

/// Sets how a model turns.
pub(super) fn set(config: &mut Config, keys: &Keys<'_>, tensors: &Tensors) -> Result<(), ModelError> {
    let width = keys.number("rope.dimension_count").unwrap_or(config.head_width.into());
    if !(width >= 2.0 && width <= config.head_width.into() && width % 2.0 == 0.0) {
        return Err(ModelError::Absurd {
            what: keys.key("rope.dimension_count"),
            value: width.to_string(),
            least: 2,
            most: config.head_width.into(),
        });
    }
    let pairs = (width / 2.0) as usize;
    let base = keys.positive("rope.freq_base")?.unwrap_or(BASE);
    // Llama's matrices are reordered when its files are written, so that pairs lie side by side.
    let pairing = if config.architecture == Architecture::Llama { Pairing::Adjacent } else { Pairing::Halves };
    let mut rope = plain(base, pairs, pairing);
    let long = tensors.get(LONG).is_some();
    rope.long = if long { long_turn(config, keys, &rope.frequencies, tensors)? } else { None };
    let factors = if long { "rope_factors_short.weight" } else { "rope_freqs.weight" };
    divide(&mut rope.frequencies, factors, long, tensors)?;
    let factor = match keys.positive("rope.scaling.factor")? {
        Some(factor) => factor,
        // How it was called at first; zero stands for none.
        None => keys.number("rope.scale_linear").filter(|&factor| factor > 0.0 && factor < 1.0e12).unwrap_or(1.0),
    };
    let attention = keys.positive("rope.scaling.attn_factor")?.unwrap_or(1.0);
    match keys.text("rope.scaling.type") {
        Some("none") => {}
        Some("yarn") => yarn(&mut rope, &Yarn::read(config, keys, base, factor, attention)?),
        Some("longrope") => rope.magnitude = attention as f32,
        Some("linear") | None => {
            let longer = rope.long.iter_mut().flat_map(|turn| &mut turn.frequencies);
            let all = rope.frequencies.iter_mut().chain(longer);
            all.for_each(|frequency| *frequency = (f64::from(*frequency) / factor) as f32);
            rope.magnitude = if long { attention as f32 } else { 1.0 };
        }
        Some(_) => return Err(ModelError::Unsupported("a way of scaling positions that is not known".into())),
    }
    config.rope = Some(rope);
    Ok(())
}

/// Ding et al. 2024, "LongRoPE": there are two sets of factors, one for texts within the context of the first training and one
/// for longer ones. With the second the same short text comes out worse, and its keys cannot be kept when a text outgrows the
/// first: it is read anew then, as `transformers` does.
fn long_turn(
    config: &Config,
    keys: &Keys<'_>,
    plain: &[f32],
    tensors: &Tensors,
) -> Result<Option<LongTurn>, ModelError> {
    let name = "rope.scaling.original_context_length";
    let original = keys.positive(name)?.ok_or_else(|| ModelError::NoValue(keys.key(name)))?;
    let mut frequencies = plain.to_vec();
    divide(&mut frequencies, LONG, true, tensors)?;
    let beyond = original.max(1.0) as u32;
    Ok((beyond < config.context).then_some(LongTurn { beyond, frequencies }))
}

fn divide(frequencies: &mut [f32], name: &str, needed: bool, tensors: &Tensors) -> Result<(), ModelError> {
    let factors = match tensors.get(name) {
        Some(tensor) => tensors.floats(tensor)?,
        None if needed => return Err(ModelError::NoTensor(name.into())),
        None => return Ok(()),
    };
    if factors.len() != frequencies.len() {
        return Err(ModelError::Shape {
            tensor: name.into(),
            has: format!("[{}]", factors.len()),
            needs: format!("[{}]", frequencies.len()),
        });
    }
    if !factors.iter().all(|factor| factor.is_finite() && *factor > 0.0) {
        return Err(ModelError::Invalid(format!("\"{name}\" has factors that are not above zero")));
    }
    frequencies.iter_mut().zip(factors).for_each(|(frequency, factor)| *frequency /= factor);
    Ok(())
}

/// Peng et al. 2023, "YaRN": fast pairs stay, slow ones are stretched, those between are mixed.
struct Yarn {
    factor: f64,
    attention: f64,
    /// Pairs up to the first stay, from the second on they are stretched.
    low: f64,
    high: f64,
    extrapolation: f64,
}

impl Yarn {
    fn read(config: &Config, keys: &Keys<'_>, base: f64, factor: f64, attention: f64) -> Result<Self, ModelError> {
        let original =
            keys.positive("rope.scaling.original_context_length")?.unwrap_or(f64::from(config.context) / factor);
        let width = keys.number("rope.dimension_count").unwrap_or(config.head_width.into());
        let fast = keys.positive("rope.scaling.yarn_beta_fast")?.unwrap_or(32.0);
        let slow = keys.positive("rope.scaling.yarn_beta_slow")?.unwrap_or(1.0);
        // The pair that turns so many times within the original context.
        let pair = |turns: f64| width * (original / (turns * 2.0 * PI)).ln() / (2.0 * base.ln());
        Ok(Self {
            factor,
            attention,
            low: pair(fast).floor().max(0.0),
            high: pair(slow).ceil().min(width - 1.0),
            extrapolation: keys.number("rope.scaling.yarn_ext_factor").filter(|factor| *factor >= 0.0).unwrap_or(1.0),
        })
    }
}

fn yarn(rope: &mut Rope, yarn: &Yarn) {
    for (pair, frequency) in rope.frequencies.iter_mut().enumerate() {
        let ramp = ((pair as f64 - yarn.low) / (yarn.high - yarn.low).max(0.001)).clamp(0.0, 1.0);
        let stays = (1.0 - ramp) * yarn.extrapolation;
        let whole = f64::from(*frequency);
        *frequency = (whole / yarn.factor * (1.0 - stays) + whole * stays) as f32;
    }
    rope.magnitude = (yarn.attention * (1.0 + 0.1 * yarn.factor.ln())) as f32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_frequencies_fall_from_one() {
        let rope = plain(10_000.0, 4, Pairing::Halves);
        let expected = [1.0, 0.1, 0.01, 0.001];
        assert!(rope.frequencies.iter().zip(expected).all(|(got, expected): (_, f32)| (got - expected).abs() < 1e-7));
    }

    #[test]
    fn yarn_keeps_fast_pairs_and_stretches_slow_ones() {
        let mut rope = plain(10_000.0, 64, Pairing::Halves);
        let before = rope.frequencies.clone();
        yarn(&mut rope, &Yarn { factor: 4.0, attention: 1.0, low: 20.0, high: 40.0, extrapolation: 1.0 });
        assert_eq!(rope.frequencies[..21], before[..21]);
        assert_eq!(rope.frequencies[40..], before[40..].iter().map(|fast| fast / 4.0).collect::<Vec<_>>());
        let between = rope.frequencies[30] / before[30];
        assert!((between - 0.625).abs() < 1e-6, "half of one and half of a quarter: {between}");
        assert!((rope.magnitude - 1.138_629_4).abs() < 1e-6);
    }
}
