//! How a picture is cut into units, and what is left of a unit that was broken off.

use crate::limits::{FIRST_PASS_FRACTION, UNIT_TARGET_MS};
use idlewatt_proto::job::{RenderSpec, RenderUnit, SampleRange, Tile};
use idlewatt_proto::limits::{TILE_SIDE, UNIT_SPP, UNITS_PER_JOB};

/// Cuts a picture into units of about [`UNIT_TARGET_MS`] at the given speed, in the order in which they are
/// handed out: passes over the whole picture, the first ones small, so that a picture is there early and refines.
pub fn units(spec: &RenderSpec, samples_per_second: u64) -> Vec<RenderUnit> {
    let tiles = tiles(spec.view.width, spec.view.height);
    let largest = tiles.iter().map(Tile::pixels).max().unwrap_or(1).max(1);
    let target_samples = samples_per_second.saturating_mul(UNIT_TARGET_MS) / 1000;
    // However slow the provider, a job is never cut into more units than the books can hold.
    let passes_bound = (UNITS_PER_JOB / tiles.len() as u32 / 2).max(1);
    let fewest = spec.spp.div_ceil(passes_bound);
    let full = u32::try_from(target_samples / largest).unwrap_or(UNIT_SPP).clamp(fewest.clamp(1, UNIT_SPP), UNIT_SPP);
    passes(spec.spp, full)
        .into_iter()
        .flat_map(|samples| tiles.iter().map(move |&tile| RenderUnit { tile, samples }))
        .collect()
}

/// Sample ranges that double from a fraction of `full` up to it.
fn passes(spp: u32, full: u32) -> Vec<SampleRange> {
    let mut ranges = Vec::new();
    let (mut first, mut size) = (0, (full / FIRST_PASS_FRACTION).max(1));
    while first < spp {
        let count = size.min(spp - first);
        ranges.push(SampleRange { first, count });
        first += count;
        size = size.saturating_mul(2).min(full);
    }
    ranges
}

/// Even tiles of at most [`TILE_SIDE`] a side, row by row.
fn tiles(width: u32, height: u32) -> Vec<Tile> {
    let columns = edges(width);
    let rows = edges(height);
    rows.iter().flat_map(|&(y, height)| columns.iter().map(move |&(x, width)| Tile { x, y, width, height })).collect()
}

/// Starts and lengths that cover `0..length` evenly.
fn edges(length: u32) -> Vec<(u32, u32)> {
    let count = length.div_ceil(TILE_SIDE).max(1);
    let at = |i: u32| (u64::from(length) * u64::from(i) / u64::from(count)) as u32;
    (0..count).map(|i| (at(i), at(i + 1) - at(i))).collect()
}

/// What of `asked` is still to be done after the samples in `done`; `None`: nothing. `Err`: `done` is no prefix of it.
pub fn rest(asked: &RenderUnit, done: SampleRange) -> Result<Option<RenderUnit>, NotAPrefix> {
    let SampleRange { first, count } = asked.samples;
    if done.first != first || done.count == 0 || done.count > count {
        return Err(NotAPrefix);
    }
    let samples = SampleRange { first: first + done.count, count: count - done.count };
    Ok((samples.count > 0).then_some(RenderUnit { tile: asked.tile, samples }))
}

/// Samples that were delivered and not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the samples delivered are no prefix of those asked for")]
pub struct NotAPrefix;
