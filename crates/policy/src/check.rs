//! How much of a result to recompute. A new provider's first units are all looked at; a proven one's seldom,
//! but never predictably: the dice are an argument.

use crate::limits::{CHECK_BLOCK_SIDE, CHECK_BLOCKS, CHECK_FLOOR_PERMILLE, PROBATION_UNITS};
use idlewatt_proto::job::{RenderUnit, Tile};

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
