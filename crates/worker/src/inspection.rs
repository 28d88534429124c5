//! Looking at somebody's result: is it a result at all, and is it the one that this machine would have had?

use crate::bench::Bench;
use crate::files::{in_scratch, read_sums};
use idlewatt_engine::tolerance::compare;
use idlewatt_proto::UnitId;
use idlewatt_proto::job::{RenderUnit, Tile};
use idlewatt_proto::limits::TILE_SIDE;
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::worker::Fault;

impl Bench<'_> {
    /// Inspects a result and, if nothing is wrong with it, makes it part of the picture.
    pub fn inspect(
        &mut self,
        unit: UnitId,
        work: &RenderUnit,
        file: &str,
        blocks: &[Tile],
    ) -> Result<Option<UnitFailure>, Fault> {
        let path = in_scratch(&self.scratch, file)?;
        let picture = Tile { x: 0, y: 0, width: self.view.width, height: self.view.height };
        let small = work.tile.width <= TILE_SIDE && work.tile.height <= TILE_SIDE;
        if !small || !within(&work.tile, &picture) || !blocks.iter().all(|block| within(block, &work.tile)) {
            return Err(Fault::BadOrder { what: "the unit or a block lies outside of its picture".into() });
        }
        let Ok(Some(sums)) = read_sums(&path, work) else { return Ok(Some(UnitFailure::BadResult)) };
        if sums.iter().flatten().any(|value| !value.is_finite()) {
            return Ok(Some(UnitFailure::NotFinite));
        }
        // No path carries less light than none.
        if sums.iter().flatten().any(|value| *value < 0.0) || !self.agrees(unit, work, &sums, blocks)? {
            return Ok(Some(UnitFailure::Differs));
        }
        self.film.add(work, &sums).map_err(|error| Fault::BadOrder { what: error.to_string() })?;
        Ok(None)
    }

    /// Whether recomputed blocks are the same. All are compared as one: a single block is too few pixels to tell an
    /// unlucky edge from a lie.
    fn agrees(&mut self, unit: UnitId, work: &RenderUnit, sums: &[[f32; 3]], blocks: &[Tile]) -> Result<bool, Fault> {
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        for (block, again) in blocks.iter().zip(self.recompute(unit, blocks, work.samples)?) {
            ours.extend(again);
            let (left, width) = ((block.x - work.tile.x) as usize, block.width as usize);
            let rows = sums.chunks_exact(work.tile.width as usize).skip((block.y - work.tile.y) as usize);
            theirs.extend(rows.take(block.height as usize).flat_map(|row| &row[left..left + width]));
        }
        Ok(blocks.is_empty() || compare(&theirs, &ours).same())
    }
}

/// Whether a rectangle with pixels lies within another.
fn within(inner: &Tile, outer: &Tile) -> bool {
    let fits = |start: u32, length: u32, outer_start: u32, outer_length: u32| {
        let (start, end) = (u64::from(start), u64::from(start) + u64::from(length));
        length > 0 && start >= u64::from(outer_start) && end <= u64::from(outer_start) + u64::from(outer_length)
    };
    fits(inner.x, inner.width, outer.x, outer.width) && fits(inner.y, inner.height, outer.y, outer.height)
}
