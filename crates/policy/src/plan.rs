//! How a picture is cut into units, and what is left of a unit that was broken off.

use crate::limits::{CAREFUL_TILE_SIDE, CAREFUL_UNIT_MS, FIRST_PASS_FRACTION, SURE_SPP, UNIT_TARGET_MS};
use idlewatt_proto::job::{RenderSpec, RenderUnit, SampleRange, Tile};
use idlewatt_proto::limits::{TILE_SIDE, UNIT_SPP, UNITS_PER_JOB};
use idlewatt_proto::picture::Noise;
use std::collections::{HashMap, VecDeque};

/// Cuts a picture into units of about [`UNIT_TARGET_MS`] at the given speed, in the order in which they are
/// handed out: passes over the whole picture, the first ones small, so that a picture is there early and refines.
pub fn units(spec: &RenderSpec, samples_per_second: u64) -> Vec<RenderUnit> {
    let tiles = tiles(spec.view.width, spec.view.height, TILE_SIDE);
    let largest = tiles.iter().map(Tile::pixels).max().unwrap_or(1).max(1);
    let target_samples = samples_per_second.saturating_mul(UNIT_TARGET_MS) / 1000;
    // However slow the provider, a job is never cut into more units than the books can hold.
    let passes_bound = (UNITS_PER_JOB / tiles.len() as u32 / 2).max(1);
    let fewest = spec.spp.div_ceil(passes_bound);
    let full = u32::try_from(target_samples / largest).unwrap_or(UNIT_SPP).clamp(fewest.clamp(1, UNIT_SPP), UNIT_SPP);
    passes(spec.spp, doubling((full / FIRST_PASS_FRACTION).max(1), full))
        .into_iter()
        .flat_map(|samples| tiles.iter().map(move |&tile| RenderUnit { tile, samples }))
        .collect()
}

/// The same for a picture whose tiles are done when they are smooth enough: smaller tiles, as hard corners are small, and
/// passes that begin with [`SURE_SPP`] samples and double, after each of which is seen which tiles go on.
pub fn careful_units(spec: &RenderSpec, samples_per_second: u64) -> Vec<RenderUnit> {
    let (first, view) = (SURE_SPP / 2, &spec.view);
    let passes = |most: u32| passes(spec.spp, std::iter::once(first).chain(doubling(first, most)));
    // Large enough that the first pass over one is some time's work.
    let worth = samples_per_second.saturating_mul(CAREFUL_UNIT_MS) / 1000 / u64::from(first);
    let mut side = (worth.isqrt().min(u64::from(TILE_SIDE)) as u32).clamp(CAREFUL_TILE_SIDE, TILE_SIDE);
    let tiles = loop {
        let tiles = tiles(view.width, view.height, side);
        // However large the picture, a job is never cut into more units than the books can hold.
        if side == TILE_SIDE || tiles.len() * passes(UNIT_SPP).len() * 2 <= UNITS_PER_JOB as usize {
            break tiles;
        }
        side = (side * 2).min(TILE_SIDE);
    };
    let target = samples_per_second.saturating_mul(UNIT_TARGET_MS) / 1000;
    let largest = tiles.iter().map(Tile::pixels).max().unwrap_or(1).max(1);
    let fewest = spec.spp.div_ceil((UNITS_PER_JOB / tiles.len() as u32 / 2).max(1));
    let most = u32::try_from(target / largest).unwrap_or(UNIT_SPP).clamp(fewest.clamp(first, UNIT_SPP), UNIT_SPP);
    passes(most).into_iter().flat_map(|samples| tiles.iter().map(move |&tile| RenderUnit { tile, samples })).collect()
}

/// Whether a tile is smooth enough after these samples.
pub fn smooth(noise: Option<Noise>, most: Noise, samples: SampleRange) -> bool {
    noise.is_some_and(|noise| noise <= most) && samples.first.saturating_add(samples.count) >= SURE_SPP
}

/// Takes out the units of a tile that is smooth enough; how many pixel samples that spares.
pub fn spare(units: &mut VecDeque<RenderUnit>, tile: &Tile) -> u64 {
    let before = units.iter().map(RenderUnit::pixel_samples).sum::<u64>();
    units.retain(|unit| unit.tile != *tile);
    before - units.iter().map(RenderUnit::pixel_samples).sum::<u64>()
}

/// Sample ranges of these sizes, until all samples are in one.
fn passes(spp: u32, sizes: impl Iterator<Item = u32>) -> Vec<SampleRange> {
    let mut done = 0;
    let ranges = sizes.map(|size| {
        let range = SampleRange { first: done, count: size.min(spp - done) };
        done += range.count;
        range
    });
    ranges.take_while(|range| range.count > 0).collect()
}

/// Sizes that double up to `most` and stay there.
fn doubling(size: u32, most: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(size), move |size| Some(size.saturating_mul(2).min(most)))
}

/// Even tiles of at most so many pixels a side, row by row.
pub fn tiles(width: u32, height: u32, side: u32) -> Vec<Tile> {
    let columns = edges(width, side);
    let rows = edges(height, side);
    rows.iter().flat_map(|&(y, height)| columns.iter().map(move |&(x, width)| Tile { x, y, width, height })).collect()
}

/// Starts and lengths that cover `0..length` evenly.
fn edges(length: u32, side: u32) -> Vec<(u32, u32)> {
    let count = length.div_ceil(side).max(1);
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

/// What of these units is still to be done when others were done before, however those were cut.
pub fn without(units: Vec<RenderUnit>, done: &[RenderUnit]) -> Vec<RenderUnit> {
    let mut by_tile: HashMap<Tile, Vec<SampleRange>> = HashMap::new();
    for unit in done {
        by_tile.entry(unit.tile).or_default().push(unit.samples);
    }
    by_tile.values_mut().for_each(|ranges| ranges.sort_unstable_by_key(|range| range.first));
    let mut left = Vec::new();
    for unit in units {
        let (mut first, end) = (unit.samples.first, unit.samples.first + unit.samples.count);
        let mut push = |first: u32, end: u32| {
            if first < end {
                let samples = SampleRange { first, count: end - first };
                left.push(RenderUnit { tile: unit.tile, samples });
            }
        };
        for range in by_tile.get(&unit.tile).into_iter().flatten() {
            push(first, range.first.min(end));
            first = first.max(range.first.saturating_add(range.count));
        }
        push(first, end);
    }
    left
}

/// Samples that were delivered and not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the samples delivered are no prefix of those asked for")]
pub struct NotAPrefix;
