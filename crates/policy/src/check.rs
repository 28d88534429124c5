//! How much of a result to recompute. A new provider's first units are all looked at; a proven one's seldom,
//! but never predictably: the dice are an argument.
//!
//! Text is looked at by whoever holds the model, too: one reading of prompt and answer tells how likely each token was.

use crate::limits::{
    CHECK_BLOCK_SIDE, CHECK_BLOCKS, CHECK_FLOOR_PERMILLE, GREEDY_BAND, LIKELY_LEAST, PROBATION_UNITS, STRAYS_PERMILLE,
};
use idlewatt_proto::job::{RenderUnit, Tile};
use idlewatt_proto::text::Sampling;

/// Whether a unit is recomputed in part, after `good` right units in a row. `dice` is uniform in 0..1000.
pub fn wanted(good: u32, dice: u32) -> bool {
    good < PROBATION_UNITS || dice % 1000 < (1000 / good.max(1)).max(CHECK_FLOOR_PERMILLE)
}

/// The blocks of a unit to recompute, chosen by `dice` after the result was committed to.
pub fn blocks(unit: &RenderUnit, mut dice: impl FnMut() -> u32) -> Vec<Tile> {
    let Tile { x, y, width, height } = unit.tile;
    let (across, down) = (CHECK_BLOCK_SIDE.min(width), CHECK_BLOCK_SIDE.min(height));
    (0..CHECK_BLOCKS)
        .map(|_| Tile {
            x: x + dice() % (width - across + 1),
            y: y + dice() % (height - down + 1),
            width: across,
            height: down,
        })
        .collect()
}

/// Whether an answer is one that the model could have given. `logprobs`: how likely each of its tokens was, given all
/// before it; `best`: how likely the likeliest one was in its place. Both before temperature and penalties, so that only
/// an unpenalised greedy answer is held to the likeliest token, and every other one to not being nonsense.
pub fn text_verdict(sampling: &Sampling, logprobs: &[f32], best: &[f32]) -> bool {
    let finite = logprobs.iter().chain(best).all(|value| value.is_finite());
    if logprobs.len() != best.len() || !finite {
        return false;
    }
    if logprobs.is_empty() {
        return true;
    }
    let plain = sampling.repetition_penalty == 1.0
        && sampling.presence_penalty == 0.0
        && sampling.frequency_penalty == 0.0
        && sampling.logit_bias.is_empty();
    if sampling.temperature == 0.0 && plain {
        let strays = logprobs.iter().zip(best).filter(|(said, best)| *said + GREEDY_BAND < **best).count();
        return strays * 1000 <= logprobs.len() * STRAYS_PERMILLE;
    }
    let mean = logprobs.iter().map(|value| f64::from(*value)).sum::<f64>() / logprobs.len() as f64;
    mean >= LIKELY_LEAST
}
