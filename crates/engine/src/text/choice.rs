//! Which way over matrices suits this adapter, for one, a few and many tokens: tried out, briefly, on the model's own weights.

use super::TextError;
use super::attending::Attending;
use super::batch::{COUNT_OF_TOKENS, TOKENS_AT};
use super::kernels::{Kernels, Which};
use super::network::{Of, Run};
use super::shape::Shape;
use super::trust;
use crate::limits::{PACKED_TOKENS, SEQUENCES};
use std::collections::HashSet;
use std::time::Duration;

/// Classes of token counts, by the most that each has: up to as many as answers are said at once, short prompts, and prompts.
pub const CLASSES: [u32; 6] = [1, 4, 8, MOST_ANSWERS, PACKED_TOKENS, u32::MAX];
const MOST_ANSWERS: u32 = SEQUENCES as u32;
/// Products of a trial at most: a millisecond on the weakest card.
const TRIAL_PRODUCTS: u64 = 1 << 26;
/// The same for a card with units for matrices, the weakest of which makes a million products in a microsecond without them. Fewer
/// would leave most of it idle, and tell of one workgroup instead of a card full of them.
const UNITS_CARD_PRODUCTS: u64 = 1 << 31;
/// The same by its units, which make some ten times as many, in large tiles.
const UNITS_PRODUCTS: u64 = 1 << 33;

/// The class of so many tokens.
pub fn class(tokens: u32) -> usize {
    CLASSES.iter().position(|&most| tokens <= most).unwrap_or(CLASSES.len() - 1)
}

/// The way for each class of token counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    shapes: [Shape; CLASSES.len()],
    /// How tokens attend by a card's units, if they can. Whether it pays is another question for each batch.
    pub attending: Option<Attending>,
}

impl Choice {
    /// One way for as many tokens as it can have.
    #[cfg(test)]
    pub fn only(shape: Shape) -> Self {
        let packed = matches!(shape, Shape::Packed(_));
        let of = |most| if packed && most > PACKED_TOKENS { Shape::Tiled } else { shape };
        Self { shapes: CLASSES.map(of), attending: None }
    }

    /// The way for so many tokens.
    pub fn of(&self, tokens: u32) -> Shape {
        self.shapes[class(tokens)]
    }

    /// Each way that is in use, once.
    pub fn shapes(&self) -> impl Iterator<Item = Shape> {
        let all = self.shapes;
        all.into_iter().enumerate().filter(move |&(at, shape)| !all[..at].contains(&shape)).map(|(_, shape)| shape)
    }
}

/// Tries every way that the adapter has over one of each kind of a layer's matrices.
pub fn measure(
    kernels: &Kernels<'_>,
    runs: &[Run],
    batch: &wgpu::Buffer,
    most_tokens: u32,
    loaded: &mut dyn FnMut(u64),
) -> Result<Choice, TextError> {
    let matrices = unlike(runs);
    let attending = attending(kernels, runs)?;
    let mut choice = Choice { shapes: [Shape::split(1); CLASSES.len()], attending };
    let by_halves = trust::trusted(kernels)?;
    let has_units = by_halves.iter().any(|shape| matches!(shape, Shape::Units(_)));
    for (class, most) in CLASSES.into_iter().enumerate() {
        let tokens = most.min(most_tokens.max(9));
        let mut words = vec![0; TOKENS_AT as usize];
        words[0] = tokens;
        kernels.gpu().queue.write_buffer(batch, 0, bytemuck::cast_slice(&words));
        let candidates = candidates(kernels.by_lanes(), &by_halves, tokens);
        let mut best = Duration::MAX;
        for shape in candidates.iter().copied() {
            let mut took = Duration::ZERO;
            // Where there is no choice nothing needs to be tried.
            if candidates.len() > 1 {
                for run in &matrices {
                    took += time(kernels, run, shape, tokens, has_units)?;
                    loaded(0);
                }
            }
            if took < best {
                (best, choice.shapes[class]) = (took, shape);
            }
        }
    }
    Ok(choice)
}

/// How a card's units attend, if they do it right wherever these runs attend.
fn attending(kernels: &Kernels<'_>, runs: &[Run]) -> Result<Option<Attending>, TextError> {
    let attention = |run: &Run| match run.which {
        Of::Attend { queries, words, near, .. } => Some((queries, words, near)),
        _ => None,
    };
    let mut found = None;
    for (queries, words, near) in runs.iter().filter_map(attention).collect::<HashSet<_>>() {
        found = trust::attending(kernels, queries, words, near)?;
        if found.is_none() {
            return Ok(None);
        }
    }
    Ok(found)
}

/// A run over each kind of matrix that layers have: which way is the best for all of them differs from the best for the largest.
fn unlike(runs: &[Run]) -> Vec<&Run> {
    let mut seen = HashSet::new();
    let layers = runs.iter().filter(|run| run.count == COUNT_OF_TOKENS && run.weights > 0);
    layers.filter(|run| matches!(run.which, Of::Matmul { rows, .. } if seen.insert((rows, run.weights)))).collect()
}

/// Ways that could be the best for so many tokens.
fn candidates(by_lanes: bool, by_halves: &[Shape], tokens: u32) -> Vec<Shape> {
    let plain = match tokens {
        // The others take a processor several times as long, and a trial beside other work could hide that.
        1 if by_lanes => return vec![Shape::Lanes(1)],
        2..=4 if by_lanes => return vec![Shape::Lanes(4)],
        _ if by_lanes => return vec![Shape::Lanes(8)],
        // One token's sums are those of 32-bit floats.
        1 => return vec![Shape::split(1)],
        2..=4 => vec![Shape::split(4)],
        5..=PACKED_TOKENS => vec![Shape::split(8), Shape::Tiled],
        _ => vec![Shape::Tiled],
    };
    let suits = |shape: &&Shape| match shape {
        Shape::Packed(most @ 4) => (2..=*most).contains(&tokens),
        Shape::Packed(_) => (5..=PACKED_TOKENS).contains(&tokens),
        _ => tokens > MOST_ANSWERS,
    };
    plain.into_iter().chain(by_halves.iter().filter(suits).copied()).collect()
}

/// The best of a few runs, after one that compiles: what it would be over as many rows as units are tried on.
fn time(kernels: &Kernels<'_>, run: &Run, shape: Shape, tokens: u32, has_units: bool) -> Result<Duration, TextError> {
    let Of::Matmul { format, then, rows: all_rows } = run.which else { return Ok(Duration::MAX) };
    let width = run.weights / u64::from(all_rows.max(1));
    let shape = shape.fitted(format, all_rows, tokens);
    let rows_of = |products: u64| {
        let most = products / (width * u64::from(tokens)).max(1);
        all_rows.min((most as u32).max(shape.rows()))
    };
    let compared = rows_of(if has_units { UNITS_PRODUCTS } else { TRIAL_PRODUCTS });
    let slow = has_units && !matches!(shape, Shape::Units(_));
    let rows = if slow { rows_of(UNITS_CARD_PRODUCTS) } else { compared };
    let (which, group) = (Which::Matmul { format, shape, then }, run.group_for(shape));
    let halve = run.halve_for(shape).map(|(which, group)| (which, group, [1, tokens, 1]));
    let all: Vec<_> = halve.into_iter().chain([(which, group, shape.grid(rows, tokens))]).collect();
    let mut best = Duration::MAX;
    for trial in 0..4 {
        let took = kernels.time(&all)?;
        if trial > 0 {
            best = best.min(took);
        }
    }
    Ok(best.mul_f64(f64::from(compared) / f64::from(rows.max(1))))
}

#[cfg(test)]
mod tests {
    use super::super::units::Units;
    use super::*;

    #[test]
    fn halves_are_tried_for_several_tokens_where_there_are_some_and_never_on_processors() {
        let packed = [4, 8].map(Shape::Packed);
        let units = Units::all(16).map(Shape::Units);
        let all = [&packed[..], &units].concat();
        for (tokens, ways) in [
            (1, vec![]),
            (4, vec![packed[0]]),
            (8, vec![packed[1]]),
            (16, vec![packed[1]]),
            (32, [&packed[1..], &units].concat()),
            (256, units.to_vec()),
        ] {
            let tried = |by_lanes, by_halves: &[Shape]| {
                let halves = |shape: &Shape| all.contains(shape);
                candidates(by_lanes, by_halves, tokens).into_iter().filter(halves).collect::<Vec<_>>()
            };
            assert_eq!(tried(false, &all), ways, "{tokens}");
            assert_eq!((tried(false, &[]), tried(true, &all)), (vec![], vec![]), "{tokens}");
        }
    }
}
