//! Attention by a card's units for small matrices: how large a tile is, and when it pays.

use super::batch::{Batch, COUNT_OF_TOKENS, MOST_SPLIT_TOKENS};
use crate::expand::Numbers;

/// Workgroups that keep large cards busy: half of what those have for them.
const LEAST_WORKGROUPS: u32 = 64;
/// Subgroups of a workgroup. Each has as many rows as a matrix.
const SUBGROUPS: u32 = 4;
/// Positions that are looked at at once.
const POSITIONS: u32 = 32;
/// Numbers of a head at most: more would be more sums than a thread has registers for.
const MOST_NUMBERS: u32 = 128;

/// Rows of a tile are queries that share a key and value head, of some tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attending {
    /// Rows and columns of the matrices that the card multiplies.
    side: u32,
    /// Threads of a subgroup.
    lanes: u32,
    /// Queries that share a head, in a power of two.
    sharing: u32,
    /// Numbers of a head.
    head: u32,
}

impl Attending {
    /// For so many queries that share a head of so many words, where units can do it in so many bytes of workgroup memory.
    pub fn new(side: u32, lanes: u32, queries: u32, words: u32, room: u32) -> Option<Self> {
        let tile = Self { side, lanes, sharing: queries.next_power_of_two(), head: words * 2 };
        let fits = tile.head.is_multiple_of(side.max(8))
            && tile.head <= MOST_NUMBERS
            && tile.sharing <= tile.rows()
            && lanes.is_multiple_of(side)
            && (side * side).is_multiple_of(lanes)
            && tile.bytes() <= room;
        fits.then_some(tile)
    }

    fn rows(self) -> u32 {
        SUBGROUPS * self.side
    }

    /// Tokens of a tile.
    pub fn tokens(self) -> u32 {
        self.rows() / self.sharing
    }

    /// Whether it pays for these tokens. A tile goes over a past by itself, which others divide among tokens or splits: there must be
    /// enough of them to keep a card busy, and few texts to a tile.
    pub fn pays(self, batch: &Batch, kv_heads: u32) -> bool {
        let [across, down, _] = self.grid(kv_heads, batch.spots.len() as u32);
        let many = batch.spots.len() > MOST_SPLIT_TOKENS && across * down >= LEAST_WORKGROUPS;
        many && batch.walk(self.tokens()) <= 2 * batch.longest()
    }

    /// Workgroups for so many tokens.
    pub fn grid(self, kv_heads: u32, tokens: u32) -> [u32; 3] {
        [kv_heads, tokens.div_ceil(self.tokens()), 1]
    }

    /// Quads from one position to the next in workgroup memory: two more than there are, so that neighbours do not meet in one bank.
    fn stride(self) -> u32 {
        self.head / 4 + 2
    }

    fn past_quads(self) -> u32 {
        (2 * POSITIONS).max(self.rows()) * self.stride()
    }

    fn share_quads(self) -> u32 {
        self.rows() * SHARE_STRIDE
    }

    fn bytes(self) -> u32 {
        let quads = self.past_quads() + self.share_quads();
        quads * 8 + self.rows() * POSITIONS * 4 + SUBGROUPS * self.lanes * 4 + self.tokens() * 16 + 16
    }

    /// What its shader is written out with.
    pub fn numbers(self, numbers: Numbers) -> Numbers {
        let Self { side, lanes, sharing, head } = self;
        let (threads, split) = (SUBGROUPS * lanes, lanes / side);
        numbers
            .with("COUNT_AT", COUNT_OF_TOKENS)
            .with("FOUR", 4)
            .with("SIDE", side)
            .with("THREADS", threads)
            .with("ROWS", self.rows())
            .with("SHARING", sharing)
            .with("TILE_TOKENS", self.tokens())
            .with("HEAD_OCTETS", head / 8)
            .with("POSITIONS", POSITIONS)
            .with("STRIDE", self.stride())
            .with("PAST_QUADS", self.past_quads())
            .with("SCORES", self.rows() * POSITIONS)
            .with("SHARE_STRIDE", SHARE_STRIDE)
            .with("ONE_SHARE", 1024)
            .with("SHARE_QUADS", self.share_quads())
            .with("PAST_PASSES", (POSITIONS * head / 8).div_ceil(threads))
            .with("QUERY_PASSES", (self.rows() * head / 4).div_ceil(threads))
            .with("STEPS", head / side)
            .with("COLUMNS", POSITIONS / side)
            .with("SPLIT", split)
            .with("OWN", POSITIONS / split)
            .with("OWN_QUADS", POSITIONS / 4 / split)
            .with("PUTS", side * side / lanes)
    }
}

/// Quads from one row of shares to the next.
const SHARE_STRIDE: u32 = POSITIONS / 4 + 2;

#[cfg(test)]
mod tests {
    use super::super::batch::Spot;
    use super::*;

    #[test]
    fn tiles_are_for_heads_that_matrices_divide() {
        let tokens = |queries, words| Attending::new(16, 32, queries, words, 48 << 10).map(Attending::tokens);
        assert_eq!(
            (tokens(1, 64), tokens(4, 64), tokens(3, 32), tokens(7, 64)),
            (Some(64), Some(16), Some(16), Some(8))
        );
        assert_eq!((tokens(1, 128), tokens(1, 20), tokens(128, 64)), (None, None, None));
        assert_eq!(Attending::new(16, 8, 1, 64, 48 << 10), None, "a row for each thread at least");
        assert_eq!(Attending::new(16, 32, 1, 64, 16 << 10), None);
    }

    #[test]
    fn it_pays_for_many_tokens_of_few_texts() {
        let tile = Attending::new(16, 32, 4, 64, 48 << 10).expect("a tile of 16 tokens");
        let text = |pages, tokens, seen| (0..tokens).map(move |_| Spot { pages, end: seen, ..Spot::default() });
        let pays = |spots: Vec<Spot>| tile.pays(&Batch { spots, ..Batch::default() }, 8);
        assert_eq!([pays(text(0, 112, 500).collect()), pays(text(0, 128, 500).collect())], [false, true]);
        assert!(pays(text(0, 1, 300).chain(text(9, 127, 500)).collect()));
        assert!(!tile.pays(&Batch { spots: text(0, 16, 500).collect(), ..Batch::default() }, 64), "answers");
        assert!(!pays((0..15).flat_map(|at| text(at, 1, 500)).chain(text(99, 240, 500)).collect()), "texts one by one");
    }
}
