//! Ways over a matrix by a card's units for small ones.

use crate::expand::Numbers;

/// How subgroups share a tile of matrices with a side of [`Units::side`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Units {
    /// Rows and columns of the matrices that the card multiplies.
    pub side: u32,
    /// What a tile is for.
    pub tile: Tile,
}

/// What a tile of matrices is for. Sizes are in matrices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tile {
    /// Prompts, from numbers that are halves already: eight by eight.
    Halved,
    /// The same where those would leave much of a card without work: four by four.
    Fine,
    /// Prompts, from numbers and weights as they are: eight by four.
    Many,
    /// The same with sums like those of 32-bit floats: four by four.
    Exact,
}

/// Subgroups of a tile and what each makes, in matrices.
struct Shares {
    /// Matrices of a subgroup, down and across.
    each: [u32; 2],
    /// Subgroups of a tile, down and across.
    subgroups: [u32; 2],
    /// Groups of each row and token that are in workgroup memory at once.
    deep: u32,
}

impl Units {
    /// Every tile, the best first. [`Tile::Fine`] stands in for another one where that suits: see [`Units::fitted`].
    pub fn all(side: u32) -> [Self; 3] {
        [Tile::Halved, Tile::Many, Tile::Exact].map(|tile| Self { side, tile })
    }

    fn shares(self) -> Shares {
        let (each, subgroups, deep) = match self.tile {
            Tile::Halved => ([4, 2], [2, 4], 2),
            Tile::Fine => ([2, 1], [2, 4], 4),
            Tile::Many => ([2, 2], [4, 2], 1),
            Tile::Exact => ([2, 2], [2, 2], 1),
        };
        Shares { each, subgroups, deep }
    }

    /// Rows of a tile.
    pub fn rows(self) -> u32 {
        let Shares { each, subgroups, .. } = self.shares();
        self.side * each[0] * subgroups[0]
    }

    /// Tokens of a tile.
    pub fn tokens(self) -> u32 {
        let Shares { each, subgroups, .. } = self.shares();
        self.side * each[1] * subgroups[1]
    }

    /// Whether it takes numbers of tokens as halves.
    pub fn halved(self) -> bool {
        matches!(self.tile, Tile::Halved | Tile::Fine)
    }

    /// As it suits weights that are floats or not, and a product of so many rows and tokens.
    pub fn fitted(self, floats: bool, rows: u32, tokens: u32) -> Self {
        let tiles = u64::from(rows.div_ceil(self.rows())) * u64::from(tokens.div_ceil(self.tokens()));
        let tile = match self.tile {
            // Of weights that are floats 16 bits could lose something.
            Tile::Halved | Tile::Fine if floats => Tile::Many,
            Tile::Halved if tiles < MANY_TILES => Tile::Fine,
            tile => tile,
        };
        Self { tile, ..self }
    }

    /// Subgroups of a tile.
    fn of_tile(self) -> u32 {
        self.shares().subgroups.iter().product()
    }

    /// Numbers of a matrix for each of them.
    fn sums(self) -> u32 {
        self.of_tile() * self.side * self.side
    }

    /// Whether its workgroups have so many bytes of memory.
    pub fn has_room(self, room: u32) -> bool {
        let deep = self.shares().deep;
        let sides = if self.tile == Tile::Exact { 2 } else { 1 };
        // Halves are normed before.
        let norms = if self.halved() { 0 } else { self.tokens() * 4 };
        (self.rows() + self.tokens()) * sides * quads(deep) * 8 + self.sums() * 4 + norms + 16 <= room
    }

    /// By how much a sum may be off, as a part of what its products come to without their signs. Floats of 32 bits added one after
    /// the other are off by a fifth of a millionth. One product of 16-bit floats may be off by 2^-10; many are by a tenth of that,
    /// for some are too small and some too large.
    pub fn most_off(self) -> f64 {
        if self.tile == Tile::Exact { 1.0e-6 } else { 1.0e-3 }
    }

    /// What its shader is written out with, for subgroups of so many threads, and matrices whose rows come to one number by so many.
    pub fn numbers(self, numbers: Numbers, lanes: u32, sides: u32) -> Numbers {
        let Shares { each, subgroups, deep } = self.shares();
        let (side, tile, tokens) = (self.side, self.rows(), self.tokens());
        let threads = self.of_tile() * lanes;
        // Software, the only one with units of eight, compiles four times as long for what is written out.
        let rolled = side == 8;
        numbers
            .when("EXACT", self.tile == Tile::Exact)
            .when("ROLLED", rolled)
            .with("UNROLLED", if rolled { 1 } else { deep * 32 / side })
            .with("SIDE", side)
            .with("DOWN", each[0])
            .with("ACROSS", each[1])
            .with("DOWNS", subgroups[0])
            .with("THREADS", threads)
            .with("TILE_TOKENS", tokens)
            .with("ROWS", tile / sides)
            .with("DEEP", deep)
            .with("STRIDE", quads(deep))
            .with("WEIGHT_QUADS", tile * quads(deep))
            .with("TOKEN_QUADS", tokens * quads(deep))
            .with("WEIGHT_PASSES", deep * tile * 2 / threads)
            .with("TOKEN_PASSES", deep * tokens * 8 / threads)
            .with("STEPS", deep * 32 / side)
            .with("SUMS", self.sums())
            .with("PUTS", side * side / lanes)
    }
}

/// Quads from one row to the next in workgroup memory: two more than so many groups have, so that neighbours do not meet in one bank.
fn quads(deep: u32) -> u32 {
    deep * 8 + 2
}

/// Tiles that keep the largest cards busy: theirs are some 130 processors.
const MANY_TILES: u64 = 96;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_products_and_floats_have_tiles_of_their_own() {
        let [halved, many, exact] = Units::all(16);
        let tile = |units: Units, floats, rows, tokens| units.fitted(floats, rows, tokens).tile;
        assert_eq!(tile(halved, false, 4096, 512), Tile::Halved);
        assert_eq!(tile(halved, false, 4096, 256), Tile::Fine);
        assert_eq!(tile(halved, false, 28672, 64), Tile::Halved);
        assert_eq!(tile(halved, true, 4096, 64), Tile::Many);
        assert_eq!((tile(many, false, 64, 1), tile(exact, true, 64, 1)), (Tile::Many, Tile::Exact));
    }

    #[test]
    fn tiles_fit_into_what_cards_have() {
        for side in [8, 16] {
            let rooms = Units::all(side).map(|units| [16, 32, 48].map(|room| units.has_room(room << 10)));
            let expected = if side == 16 {
                [[false, false, true], [false, true, true], [false, true, true]]
            } else {
                [[false, true, true], [true, true, true], [true, true, true]]
            };
            assert_eq!(rooms, expected, "{side}");
            let fine = Units { side, tile: Tile::Fine };
            assert!(fine.has_room(48 << 10));
            assert!(Units::all(side)[0].has_room(32 << 10) <= fine.has_room(32 << 10), "it stands in for the other");
        }
    }
}
