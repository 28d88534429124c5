//! How a picture is cut into tiles, so that one fits the memory that is allowed.

use super::error::UpscaleError;
use super::network::{Conv, Network};
use crate::limits::{LEAST_UPSCALE_TILE, UPSCALE_BUFFER_BYTES};
use idlewatt_proto::Bytes;

/// Tiles of a picture. All are of one size: the last of a row begins early enough to end with the picture, so that the
/// device's buffers fit all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Of the picture.
    pub width: u32,
    /// Of the picture.
    pub height: u32,
    /// Of a tile, before it is enlarged and without what lies around it.
    pub tile_width: u32,
    /// Of a tile.
    pub tile_height: u32,
}

impl Plan {
    /// The largest tiles that fit.
    pub fn new(network: &Network, width: u32, height: u32, memory: Bytes) -> Result<Self, UpscaleError> {
        let least = Self::of_side(width, height, LEAST_UPSCALE_TILE);
        let needs = least.bytes(network);
        if needs > memory.0 {
            return Err(UpscaleError::TooLarge { needs, most: memory.0 });
        }
        let fits = |plan: &Self| {
            plan.bytes(network) <= memory.0
                && plan.buffers(network).into_iter().all(|bytes| bytes <= UPSCALE_BUFFER_BYTES)
        };
        // A tile's bytes grow with its side, so the largest side that fits lies where fitting ends.
        let (mut low, mut high) = (LEAST_UPSCALE_TILE, width.max(height).max(LEAST_UPSCALE_TILE) + 1);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if fits(&Self::of_tile(width, height, middle)) { low = middle } else { high = middle }
        }
        Ok(Self::of_side(width, height, low))
    }

    /// With tiles of this side at most, as even as can be.
    pub fn of_side(width: u32, height: u32, most: u32) -> Self {
        let even = |side: u32| side.div_ceil(side.div_ceil(most));
        Self { width, height, tile_width: even(width), tile_height: even(height) }
    }

    fn of_tile(width: u32, height: u32, side: u32) -> Self {
        Self { width, height, tile_width: side.min(width), tile_height: side.min(height) }
    }

    /// Where each tile begins, row by row.
    pub fn tiles(&self) -> Vec<[u32; 2]> {
        let starts = |side: u32, tile: u32| (0..side.div_ceil(tile)).map(move |at| (at * tile).min(side - tile));
        starts(self.height, self.tile_height)
            .flat_map(|y| starts(self.width, self.tile_width).map(move |x| [x, y]))
            .collect()
    }

    /// Pixels across and down with so many around the tile on every side.
    pub(super) fn with_border(&self, border: u32) -> [u32; 2] {
        [self.tile_width + 2 * border, self.tile_height + 2 * border]
    }

    /// Bytes of a tile with what lies around it, of the largest set of planes between two convolutions, and of the tile
    /// enlarged.
    pub(super) fn buffers(&self, network: &Network) -> [u64; 3] {
        let area = |[width, height]: [u32; 2]| u64::from(width) * u64::from(height);
        let reach = network.reach();
        let planes = (1..)
            .zip(&network.convs)
            .map(|(at, conv)| area(self.with_border(reach - at)) * u64::from(conv.outs.next_multiple_of(4)) * 4);
        let end = area(self.with_border(0)) * u64::from(network.scale * network.scale) * 4;
        [area(self.with_border(reach)) * 16, planes.max().unwrap_or(0), end]
    }

    /// Bytes on the device: two sets of planes to go to and fro between, and the enlarged tile once more to be fetched.
    pub fn bytes(&self, network: &Network) -> u64 {
        let [begin, planes, end] = self.buffers(network);
        let weights =
            |conv: &Conv| u64::from(conv.ins.next_multiple_of(4)) * u64::from(conv.outs.next_multiple_of(4)) * 18;
        begin + 2 * planes + 2 * end + network.convs.iter().map(weights).sum::<u64>()
    }
}
