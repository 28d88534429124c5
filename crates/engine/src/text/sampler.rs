//! From logits to the next token.
//!
//! In order: penalties and biases, the constraint, temperature, `min_p`, `top_k`, `top_p`, and a random number that
//! depends on seed and position alone, so that an answer that is continued elsewhere goes on as it would have here.
//! Probabilities that are told are the model's own, from before all of that.

use super::schema::Allowed;
use idlewatt_proto::text::Sampling;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Largest magnitude of a logit after penalties and biases: far beyond any model's, and sums of two are still finite.
const LOGIT: f32 = 1.0e30;
/// So many logits are gone over without asking after each of them, as processors do eight at once. A card waits meanwhile.
const PART: usize = 256;
/// So few candidates are sorted rather than halved.
const SMALL_FIELD: usize = 32;

/// A token that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its number.
    pub id: u32,
    /// Natural logarithm of its probability to the model, where asked for.
    pub logprob: Option<f32>,
    /// The likeliest tokens with theirs, likeliest first, where asked for.
    pub top: Vec<(u32, f32)>,
}

/// Why no token can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SamplerError {
    /// A logit is infinite or not a number: the model's arithmetic broke down.
    #[error("the model's logit for token {0} is not a finite number")]
    NotFinite(u32),
    /// No token is left.
    #[error("no token of the vocabulary may come next")]
    Nothing,
}

/// Chooses the tokens of one answer.
pub struct Sampler {
    sampling: Sampling,
    logprobs: Option<usize>,
    /// Every token that was there, in the prompt or in the answer, and how often it was said in the answer.
    past: HashMap<u32, u32>,
    raw: Vec<f32>,
    candidates: Vec<(f32, u32)>,
    scratch: Vec<(f32, u32)>,
}

impl Sampler {
    /// `logprobs`: whether probabilities are told, and of how many alternatives.
    pub fn new(sampling: &Sampling, logprobs: Option<u8>) -> Self {
        Self {
            sampling: sampling.clone(),
            logprobs: logprobs.map(usize::from),
            past: HashMap::new(),
            raw: Vec::new(),
            candidates: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Tokens of the prompt, which count as repeated when they come again.
    pub fn read(&mut self, prompt: &[u32]) {
        if self.sampling.repetition_penalty != 1.0 {
            for token in prompt {
                self.past.entry(*token).or_default();
            }
        }
    }

    /// A token of the answer.
    pub fn said(&mut self, token: u32) {
        *self.past.entry(token).or_default() += 1;
    }

    /// Chooses the token of a position of the answer; the first one is 0. Leaves the logits changed.
    ///
    /// # Errors
    /// When logits are not finite, or the constraint allows nothing.
    pub fn choose(
        &mut self,
        logits: &mut [f32],
        position: u64,
        allowed: Option<&Allowed>,
    ) -> Result<Choice, SamplerError> {
        if let Some(place) = broken(logits) {
            return Err(SamplerError::NotFinite(place as u32));
        }
        let total = self.logprobs.map(|_| {
            self.raw.clear();
            self.raw.extend_from_slice(logits);
            log_sum(logits)
        });
        self.shift(logits);
        if let Some(allowed) = allowed {
            allowed.apply(logits);
        }
        let id = match self.sampling.temperature > 0.0 {
            true => self.draw(logits, position),
            false => likeliest(logits),
        };
        let id = id.ok_or(SamplerError::Nothing)?;
        let logprob = |id: u32, total: f64| (f64::from(self.raw[id as usize]) - total) as f32;
        let top = match (total, self.logprobs) {
            (Some(total), Some(count)) if count > 0 => {
                self.candidates.clear();
                self.candidates.extend(self.raw.iter().enumerate().map(|(id, logit)| (*logit, id as u32)));
                let best = best(&mut self.candidates, count);
                best.iter().map(|(_, id)| (*id, logprob(*id, total))).collect()
            }
            _ => Vec::new(),
        };
        Ok(Choice { id, logprob: total.map(|total| logprob(id, total)), top })
    }

    fn shift(&self, logits: &mut [f32]) {
        let Sampling { repetition_penalty, presence_penalty, frequency_penalty, logit_bias, .. } = &self.sampling;
        let none = (*repetition_penalty, *presence_penalty, *frequency_penalty) == (1.0, 0.0, 0.0);
        for (token, said) in self.past.iter().filter(|_| !none) {
            let Some(logit) = logits.get_mut(*token as usize) else { continue };
            let shifted = if *logit > 0.0 { *logit / repetition_penalty } else { *logit * repetition_penalty };
            let presence = if *said > 0 { *presence_penalty } else { 0.0 };
            *logit = (shifted - presence - frequency_penalty * *said as f32).clamp(-LOGIT, LOGIT);
        }
        for (token, bias) in logit_bias {
            if let Some(logit) = logits.get_mut(*token as usize) {
                *logit = (*logit + bias).clamp(-LOGIT, LOGIT);
            }
        }
    }

    fn draw(&mut self, logits: &[f32], position: u64) -> Option<u32> {
        let Sampling { temperature, top_p, top_k, min_p, seed, .. } = self.sampling;
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if most == f32::NEG_INFINITY {
            return None;
        }
        // Weights are probabilities in comparison with the likeliest token, whose weight is 1.
        let weight = |logit: f32| ((logit - most) / temperature).exp();
        self.candidates.clear();
        self.candidates.extend(logits.iter().enumerate().filter_map(|(id, logit)| {
            let weight = weight(*logit);
            (weight > 0.0 && weight >= min_p).then_some((weight, id as u32))
        }));
        // In the order of their numbers, so that another card's rounding moves the borders between them a little, and
        // never swaps them.
        let Self { candidates, scratch, .. } = self;
        if top_k > 0 && (top_k as usize) < candidates.len() {
            scratch.clone_from(candidates);
            let (_, least, _) = scratch.select_nth_unstable_by(top_k as usize - 1, order);
            candidates.retain(|token| order(token, least).is_le());
        }
        if top_p < 1.0 {
            nucleus(candidates, scratch, f64::from(top_p));
        }
        let mut left = unit(seed, position) * sum(candidates);
        for (weight, id) in &*candidates {
            left -= f64::from(*weight);
            if left < 0.0 {
                return Some(*id);
            }
        }
        // Rounding may leave a crumb.
        candidates.last().map(|(_, id)| *id)
    }
}

/// Likelier ones first; of equals, the lower number.
fn order(left: &(f32, u32), right: &(f32, u32)) -> Ordering {
    right.0.total_cmp(&left.0).then(left.1.cmp(&right.1))
}

/// The best so many, best first.
fn best(candidates: &mut [(f32, u32)], count: usize) -> &mut [(f32, u32)] {
    let count = count.min(candidates.len());
    if count < candidates.len() {
        candidates.select_nth_unstable_by(count, order);
    }
    let best = &mut candidates[..count];
    best.sort_unstable_by(order);
    best
}

/// Leaves the fewest best that have at least this share of the probability together; the first at least.
fn nucleus(candidates: &mut Vec<(f32, u32)>, scratch: &mut Vec<(f32, u32)>, share: f64) {
    let total = sum(candidates);
    // All that are so unlikely have no more together than half of what may be left out: most of a vocabulary.
    let least = (1.0 - share) * total / (2 * candidates.len().max(1)) as f64;
    candidates.retain(|(weight, _)| f64::from(*weight) >= least);
    scratch.clone_from(candidates);
    if let Some(last) = last_of(scratch, total * share) {
        candidates.retain(|token| order(token, &last).is_le());
    }
}

/// The last of the fewest best that weigh so much together. Halves the field again and again instead of sorting it, so that a
/// flat distribution costs no more than a steep one.
fn last_of(candidates: &mut [(f32, u32)], mut wanted: f64) -> Option<(f32, u32)> {
    let mut field = candidates;
    while field.len() > SMALL_FIELD {
        let middle = field.len() / 2;
        field.select_nth_unstable_by(middle, order);
        let (better, worse) = field.split_at_mut(middle + 1);
        let weight = sum(better);
        field = if weight >= wanted {
            better
        } else {
            wanted -= weight;
            worse
        };
    }
    field.sort_unstable_by(order);
    let enough = field.iter().find(|(weight, _)| {
        wanted -= f64::from(*weight);
        wanted <= 0.0
    });
    enough.or(field.last()).copied()
}

fn sum(candidates: &[(f32, u32)]) -> f64 {
    candidates.iter().map(|(weight, _)| f64::from(*weight)).sum()
}

/// The first logit that is not finite.
fn broken(logits: &[f32]) -> Option<usize> {
    let whole = |part: &[f32]| part.iter().fold(true, |whole, logit| whole & logit.is_finite());
    let part = logits.chunks(PART).position(|part| !whole(part))? * PART;
    logits[part..].iter().position(|logit| !logit.is_finite()).map(|place| part + place)
}

/// The likeliest token; of equals, the lowest.
fn likeliest(logits: &[f32]) -> Option<u32> {
    let (mut most, mut place) = (f32::NEG_INFINITY, None);
    for (at, part) in logits.chunks(PART).enumerate() {
        let best = part.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if best > most {
            (most, place) =
                (best, part.iter().position(|logit| *logit == best).map(|within| (at * PART + within) as u32));
        }
    }
    place
}

/// Logarithm of the sum of exponentials.
fn log_sum(logits: &[f32]) -> f64 {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits.iter().map(|logit| f64::from((logit - most).exp())).sum();
    f64::from(most) + sum.ln()
}

/// A number from 0 up to but without 1. SplitMix64's finaliser over seed and position (Steele, Lea, Flood 2014).
fn unit(seed: u64, position: u64) -> f64 {
    let mix = |value: u64| {
        let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    };
    let golden = 0x9e37_79b9_7f4a_7c15_u64;
    let bits = mix(mix(seed.wrapping_add(golden)).wrapping_add(position.wrapping_add(1).wrapping_mul(golden)));
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sampling(change: impl FnOnce(&mut Sampling)) -> Sampling {
        let mut sampling = Sampling { temperature: 1.0, seed: 7, ..Sampling::default() };
        change(&mut sampling);
        sampling
    }

    fn choose(sampling: &Sampling, logits: &[f32], position: u64) -> u32 {
        let chosen = Sampler::new(sampling, None).choose(&mut logits.to_vec(), position, None);
        chosen.expect("finite logits").id
    }

    /// How often each token comes, of 20 000.
    fn shares(sampling: &Sampling, logits: &[f32]) -> Vec<f64> {
        let mut counts = vec![0.0; logits.len()];
        (0..20_000).for_each(|position| counts[choose(sampling, logits, position) as usize] += 1.0 / 20_000.0);
        counts
    }

    fn close(shares: &[f64], expected: &[f64]) {
        for (share, expected) in shares.iter().zip(expected) {
            assert!((share - expected).abs() < 0.015, "{shares:?} is not {expected:?}");
            assert!(*expected > 0.0 || *share == 0.0, "{shares:?} has what is forbidden");
        }
    }

    /// Logits of probabilities 0.5, 0.25, 0.15, 0.1.
    fn four() -> Vec<f32> {
        [0.5_f32, 0.25, 0.15, 0.1].map(f32::ln).to_vec()
    }

    #[test]
    fn without_temperature_the_likeliest_and_lowest_token_is_taken() {
        assert_eq!(choose(&Sampling::default(), &[0.5, 2.0, -1.0, 2.0], 3), 1);
        for place in [0, PART - 1, PART, 2 * PART + 1] {
            let mut many = vec![-1.0; 3 * PART - 5];
            (many[place], many[2 * PART + 2]) = (0.5, 0.5);
            assert_eq!(choose(&Sampling::default(), &many, 3), place as u32);
        }
    }

    #[test]
    fn samples_by_probability() {
        close(&shares(&sampling(|_| ()), &four()), &[0.5, 0.25, 0.15, 0.1]);
        let squares = [0.25, 0.0625, 0.0225, 0.01].map(|square| square / 0.345);
        close(&shares(&sampling(|sampling| sampling.temperature = 0.5), &four()), &squares);
    }

    #[test]
    fn keeps_to_the_likeliest() {
        close(&shares(&sampling(|sampling| sampling.top_k = 2), &four()), &[2.0 / 3.0, 1.0 / 3.0, 0.0, 0.0]);
        close(&shares(&sampling(|sampling| sampling.top_p = 0.7), &four()), &[2.0 / 3.0, 1.0 / 3.0, 0.0, 0.0]);
        close(&shares(&sampling(|sampling| sampling.top_p = 0.0), &four()), &[1.0, 0.0, 0.0, 0.0]);
        close(&shares(&sampling(|sampling| sampling.min_p = 0.29), &four()), &[0.5556, 0.2778, 0.1667, 0.0]);
    }

    #[test]
    fn penalties_lower_what_was_there() {
        let penalised = sampling(|sampling| {
            sampling.temperature = 0.0;
            sampling.repetition_penalty = 2.0;
            sampling.presence_penalty = 0.5;
            sampling.frequency_penalty = 0.25;
            sampling.logit_bias = vec![(3, 1.5), (99, 5.0)];
        });
        let mut sampler = Sampler::new(&penalised, None);
        sampler.read(&[0, 1]);
        [1, 2, 2].into_iter().for_each(|token| sampler.said(token));
        let mut logits = vec![3.0, -1.0, 4.0, 1.0, 1.0];
        assert_eq!(sampler.choose(&mut logits, 0, None).map(|choice| choice.id), Ok(3));
        assert_eq!(logits, [1.5, -2.75, 1.0, 2.5, 1.0]);
    }

    #[test]
    fn tells_the_models_own_probabilities() {
        let strange = sampling(|sampling| {
            sampling.temperature = 0.0;
            sampling.logit_bias = vec![(3, 100.0)];
        });
        let mut sampler = Sampler::new(&strange, Some(2));
        let choice = sampler.choose(&mut four(), 0, None).expect("finite logits");
        assert_eq!(choice.id, 3);
        assert!((choice.logprob.expect("asked for") - 0.1_f32.ln()).abs() < 1e-5, "{choice:?}");
        let top: Vec<u32> = choice.top.iter().map(|(id, _)| *id).collect();
        assert_eq!(top, [0, 1]);
        assert!((choice.top[1].1 - 0.25_f32.ln()).abs() < 1e-5, "{choice:?}");
    }

    #[test]
    fn broken_logits_are_an_error() {
        for broken in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let chosen = Sampler::new(&Sampling::default(), None).choose(&mut [0.0, broken], 0, None);
            assert_eq!(chosen, Err(SamplerError::NotFinite(1)));
            let mut many = vec![0.0; 2 * PART];
            (many[PART + 3], many[PART + 9]) = (broken, broken);
            let chosen = Sampler::new(&Sampling::default(), None).choose(&mut many, 0, None);
            assert_eq!(chosen, Err(SamplerError::NotFinite(PART as u32 + 3)));
        }
        let chosen = Sampler::new(&Sampling::default(), None).choose(&mut [], 0, None);
        assert_eq!(chosen, Err(SamplerError::Nothing));
    }

    #[test]
    fn random_numbers_depend_on_seed_and_position_alone() {
        let sampling = sampling(|_| ());
        let logits: Vec<f32> = (0..1000).map(|id| (id as f32 * 0.37).sin()).collect();
        let straight: Vec<u32> = (0..50).map(|position| choose(&sampling, &logits, position)).collect();
        let backwards: Vec<u32> = (0..50).rev().map(|position| choose(&sampling, &logits, position)).collect();
        assert!(straight.iter().eq(backwards.iter().rev()));
        assert!(straight.iter().collect::<std::collections::BTreeSet<_>>().len() > 30, "{straight:?}");
    }

    proptest! {
        // Whole numbers: proptest's own floats fail an assertion of its own, once in a million.
        #[test]
        fn a_nucleus_is_what_sorting_everything_gives(weights in prop::collection::vec(1_u32..1 << 20, 1..3000), share in 0.0f64..1.0) {
            let weights: Vec<f32> = weights.into_iter().map(|weight| weight as f32 / (1 << 20) as f32).collect();
            let mut sorted: Vec<(f32, u32)> = weights.iter().enumerate().map(|(id, weight)| (*weight, id as u32)).collect();
            let mut candidates = sorted.clone();
            sorted.sort_unstable_by(order);
            nucleus(&mut candidates, &mut Vec::new(), share);
            let (count, total) = (candidates.len(), sum(&sorted));
            prop_assert!(candidates.is_sorted_by_key(|(_, id)| *id), "as they were");
            candidates.sort_unstable_by(order);
            prop_assert_eq!(&candidates, &sorted[..count]);
            prop_assert!(sum(&sorted[..count]) >= total * share * (1.0 - 1e-9) || count == sorted.len());
            prop_assert!(count == 1 || sum(&sorted[..count - 1]) <= total * share * (1.0 + 1e-9));
        }

        #[test]
        fn never_panics(logits in prop::collection::vec(prop::num::f32::ANY, 0..200), temperature in 0.0f32..10.0,
                        top_p in 0.0f32..=1.0, top_k in 0u32..300, min_p in 0.0f32..=1.0, position: u64) {
            let all = sampling(|sampling| {
                (sampling.temperature, sampling.top_p, sampling.top_k, sampling.min_p) = (temperature, top_p, top_k, min_p);
            });
            let finite = logits.iter().all(|logit| logit.is_finite()) && !logits.is_empty();
            let chosen = Sampler::new(&all, Some(5)).choose(&mut logits.clone(), position, None);
            prop_assert_eq!(chosen.is_ok(), finite);
        }
    }
}
