//! What is computed at once: some tokens of some texts, each with what it sees of the past.

use super::config::Rope;
use bytemuck::{Pod, Zeroable};

/// Where a batch says how many workgroups share a long past.
pub const SPLITS_AT: u32 = 2;
/// Where the list of tokens begins whose logits are wanted.
pub const OUTS_AT: u32 = 16;
/// So many logits are wanted at once, at most.
pub const MOST_OUTS: usize = 64;
/// Where the list of tokens begins.
pub const TOKENS_AT: u32 = OUTS_AT + MOST_OUTS as u32;
/// Which number says how many tokens there are, and which how many logits are wanted.
pub const COUNT_OF_TOKENS: u32 = 0;
/// See [`COUNT_OF_TOKENS`].
pub const COUNT_OF_OUTS: u32 = 1;

/// A token and what it sees; `Spot` of shaders/text/batch.wgsl.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Spot {
    /// Its number in the vocabulary.
    pub token: u32,
    /// Its place in its text.
    pub position: u32,
    /// Where its key and value go: page * PAGE + place in the page.
    pub write: u32,
    /// Where the pages of its text are listed.
    pub pages: u32,
    /// The first position that it sees.
    pub first: u32,
    /// The first one in layers that look back a short way only.
    pub near_first: u32,
    /// One past the last position that it sees.
    pub end: u32,
    /// Nothing.
    pub padding: u32,
}

/// Some tokens, computed at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The tokens.
    pub spots: Vec<Spot>,
    /// Which of them want logits, in this order.
    pub outs: Vec<u32>,
    /// Lists of pages, one after the other.
    pub pages: Vec<u32>,
    /// Which tokens are of long texts, as far as that makes a difference.
    pub long: Vec<bool>,
}

impl Batch {
    /// How many workgroups should share the past of a token, so many positions or more to each, and no more than so many
    /// for all tokens together: long ones are worth it while there are few tokens.
    pub fn splits(&self, positions: u32, most: u32) -> u32 {
        let tokens = self.spots.len();
        let most = (most / (tokens as u32).max(1)).clamp(1, MOST_SPLITS);
        if tokens > MOST_SPLIT_TOKENS { 1 } else { self.longest().div_ceil(positions).clamp(1, most) }
    }

    /// Positions that a tile of so many tokens goes over, at most: those that the tokens of each text see, text by text.
    pub fn walk(&self, tokens: u32) -> u32 {
        let of_text = |spots: &[Spot]| spots[spots.len() - 1].end - spots[0].first;
        let of_tile = |spots: &[Spot]| spots.chunk_by(|one, next| one.pages == next.pages).map(of_text).sum();
        self.spots.chunks(tokens as usize).map(of_tile).max().unwrap_or(0)
    }

    /// The most positions that a token sees.
    pub fn longest(&self) -> u32 {
        self.spots.iter().map(|spot| spot.end - spot.first).max().unwrap_or(0)
    }

    /// As the shaders read it.
    pub fn words(&self, splits: u32) -> Vec<u32> {
        let mut words = vec![0; TOKENS_AT as usize];
        words[COUNT_OF_TOKENS as usize] = self.spots.len() as u32;
        words[COUNT_OF_OUTS as usize] = self.outs.len() as u32;
        words[SPLITS_AT as usize] = splits;
        words[OUTS_AT as usize..][..self.outs.len()].copy_from_slice(&self.outs);
        words.extend_from_slice(bytemuck::cast_slice(&self.spots));
        words
    }

    /// Cosine and sine for each token and pair. Here and not in a shader: drivers' sines of large angles are rough.
    pub fn angles(&self, rope: &Rope) -> Vec<[f32; 2]> {
        let of = |(at, spot): (usize, &Spot)| {
            let frequencies = rope.of(self.long.get(at).is_some_and(|long| *long));
            let position = f64::from(spot.position);
            let magnitude = f64::from(rope.magnitude);
            frequencies.iter().map(move |&frequency| {
                // The product is rounded as everybody else's is: angles are then the same to the last bit.
                let (sin, cos) = f64::from((position * f64::from(frequency)) as f32).sin_cos();
                [(cos * magnitude) as f32, (sin * magnitude) as f32]
            })
        };
        self.spots.iter().enumerate().flat_map(of).collect()
    }
}

/// Tokens of a batch whose past may be split.
pub const MOST_SPLIT_TOKENS: usize = 16;
/// Workgroups that share a past.
pub const MOST_SPLITS: u32 = 32;

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that see so many positions, so many tokens of each.
    fn batch(texts: &[(u32, u32)]) -> Batch {
        let spots = (0..).zip(texts).flat_map(|(pages, &(seen, tokens))| {
            (0..tokens).map(move |at| Spot { pages, end: seen - tokens + at + 1, ..Spot::default() })
        });
        Batch { spots: spots.collect(), ..Batch::default() }
    }

    #[test]
    fn pasts_are_split_while_there_are_few_tokens() {
        let splits = |texts: &[(u32, u32)], most| batch(texts).splits(128, most);
        assert_eq!([splits(&[(100, 1)], 99), splits(&[(1000, 1)], 99), splits(&[(9000, 1)], 99)], [1, 8, 32]);
        assert_eq!([splits(&[(1000, 1)], 5), splits(&[(1000, 1); 8], 10), splits(&[(1000, 1); 8], 0)], [5, 1, 1]);
        assert_eq!([splits(&[(1000, 16)], u32::MAX), splits(&[(1000, 17)], u32::MAX)], [8, 1]);
    }

    #[test]
    fn a_tile_goes_over_what_all_of_its_texts_see() {
        assert_eq!([batch(&[(500, 64)]).walk(16), batch(&[(500, 64)]).walk(64), batch(&[]).walk(16)], [500, 500, 0]);
        assert_eq!(batch(&[(1000, 1), (2000, 1), (300, 62)]).walk(16), 1000 + 2000 + 300 - 48);
    }
}
