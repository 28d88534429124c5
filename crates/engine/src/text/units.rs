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
    /// Prompts and matrices of few rows: eight by four.
    Many,
    /// Prompts: eight by eight.
    Wide,
    /// Prompts, with sums like those of 32-bit floats: four by four.
    Exact,
}

/// Subgroups of a tile and what each makes, in matrices.
struct Shares {
    /// Matrices of a subgroup, down and across.
    each: [u32; 2],
    /// Subgroups of a tile, down and across.
    subgroups: [u32; 2],
}

impl Units {
    /// Every tile, the best first.
    pub fn all(side: u32) -> [Self; 3] {
        [Tile::Wide, Tile::Many, Tile::Exact].map(|tile| Self { side, tile })
    }

    fn shares(self) -> Shares {
        let (each, subgroups) = match self.tile {
            Tile::Many => ([2, 2], [4, 2]),
            Tile::Wide => ([2, 4], [4, 2]),
            Tile::Exact => ([2, 2], [2, 2]),
        };
        Shares { each, subgroups }
    }

    /// Rows of a tile.
    pub fn rows(self) -> u32 {
        let Shares { each, subgroups } = self.shares();
        self.side * each[0] * subgroups[0]
    }

    /// Tokens of a tile.
    pub fn tokens(self) -> u32 {
        let Shares { each, subgroups } = self.shares();
        self.side * each[1] * subgroups[1]
    }

    /// The same for a matrix of few rows.
    pub fn finer(self) -> Self {
        if self.tile == Tile::Wide { Self { tile: Tile::Many, ..self } } else { self }
    }

    /// By how much a sum may be off, as a part of what its products come to without their signs. Floats of 32 bits added one after
    /// the other are off by a fifth of a millionth. One product of 16-bit floats may be off by 2^-10; many are by a tenth of that,
    /// for some are too small and some too large.
    pub fn most_off(self) -> f64 {
        if self.tile == Tile::Exact { 1.0e-6 } else { 1.0e-3 }
    }

    /// What its shader is written out with, for subgroups of so many threads, and matrices whose rows come to one number by so many.
    pub fn numbers(self, numbers: Numbers, lanes: u32, sides: u32) -> Numbers {
        let Shares { each, subgroups } = self.shares();
        let (side, tile, tokens) = (self.side, self.rows(), self.tokens());
        let of_tile = subgroups[0] * subgroups[1];
        let threads = of_tile * lanes;
        // Software, the only one with units of eight, compiles four times as long for what is written out.
        let rolled = side == 8;
        numbers
            .when("EXACT", self.tile == Tile::Exact)
            .when("ROLLED", rolled)
            .with("UNROLLED", if rolled { 1 } else { 32 / side })
            .with("SIDE", side)
            .with("DOWN", each[0])
            .with("ACROSS", each[1])
            .with("DOWNS", subgroups[0])
            .with("THREADS", threads)
            .with("TILE_TOKENS", tokens)
            .with("ROWS", tile / sides)
            .with("WEIGHT_QUADS", tile * 10)
            .with("TOKEN_QUADS", tokens * 10)
            .with("WEIGHT_PASSES", tile * 2 / threads)
            .with("TOKEN_PASSES", tokens * 8 / threads)
            .with("STEPS", 32 / side)
            .with("SUMS", of_tile * side * side)
            .with("PUTS", side * side / lanes)
    }
}
