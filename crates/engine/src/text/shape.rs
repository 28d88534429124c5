//! Ways over a matrix.

use super::format::Format;
use super::units::Units;

/// A way to go over a matrix, and how many tokens it takes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Rows by lanes of a subgroup of eight: software adapters.
    Lanes(u32),
    /// Rows by a subgroup each: cards, few tokens.
    Split {
        /// Tokens of a workgroup.
        tokens: u32,
        /// Rows of weights that a subgroup has at once.
        rows: u32,
    },
    /// Tiles of 32 rows and tokens: cards, many tokens.
    Tiled,
    /// Rows by a subgroup each, two products at once by 16-bit floats, and so many tokens of a workgroup: cards, few tokens, weights
    /// of no more than a byte.
    Packed(u32),
    /// Tiles of such matrices as a card has units for: cards, many tokens.
    Units(Units),
}

impl Shape {
    /// Rows of a workgroup.
    pub fn rows(self) -> u32 {
        match self {
            Self::Lanes(_) | Self::Tiled => 32,
            Self::Split { .. } | Self::Packed(_) => SPLIT_ROWS,
            Self::Units(units) => units.rows(),
        }
    }

    /// A few tokens by so many subgroups as large matrices need.
    pub fn split(tokens: u32) -> Self {
        Self::Split { tokens, rows: 4 }
    }

    /// As it suits a matrix of so many rows and so many tokens: a small product is cut finer, or much of a card would have nothing
    /// to do.
    pub fn fitted(self, format: Format, rows: u32, tokens: u32) -> Self {
        match self {
            // Of weights that are floats 16 bits could lose something, and sums become too large for them.
            Self::Packed(tokens) if format.is_float() => Self::split(tokens),
            Self::Split { tokens: 1, .. } if rows < MANY_ROWS => Self::Split { tokens: 1, rows: 2 },
            Self::Units(units) => Self::Units(units.fitted(format.is_float(), rows, tokens)),
            shape => shape,
        }
    }

    /// Tokens of a workgroup.
    pub fn tokens(self) -> u32 {
        match self {
            Self::Lanes(tokens) | Self::Split { tokens, .. } | Self::Packed(tokens) => tokens,
            Self::Tiled => 32,
            Self::Units(units) => units.tokens(),
        }
    }

    /// Workgroups for a matrix.
    pub fn grid(self, rows: u32, tokens: u32) -> [u32; 3] {
        let (down, across) = (rows.div_ceil(self.rows()), tokens.div_ceil(self.tokens()));
        if let Self::Units(_) = self { [across, down, 1] } else { [down, across, 1] }
    }

    /// Whether it takes numbers of tokens as [`super::kernels::Which::Halve`] leaves them.
    pub fn halved(self) -> bool {
        match self {
            Self::Packed(_) => true,
            Self::Units(units) => units.halved(),
            _ => false,
        }
    }

    /// By how much a sum may be off, as a part of what its products come to without their signs.
    pub fn most_off(self) -> f64 {
        if let Self::Units(units) = self { units.most_off() } else { MOST_OFF }
    }
}

/// Rows of weights that keep the largest cards busy by fours: a thousand workgroups.
const MANY_ROWS: u32 = 16_384;
/// Rows of a workgroup of [`Shape::Split`] or [`Shape::Packed`], by however many subgroups.
pub const SPLIT_ROWS: u32 = 16;
/// By how much sums of 16-bit floats may be off: each of sixteen additions by 2^-12 of what there is.
const MOST_OFF: f64 = 4.0e-3;
