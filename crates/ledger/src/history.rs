//! Earnings over time: one pass over what came to an end, in its order, dealt out by boundaries that the caller made.

use crate::StorageError;
use crate::job;
use crate::sums::{Part, Stage};
use crate::unit::{self, Over};
use idlewatt_proto::UnixMillis;
use idlewatt_proto::books::{Earnings, Side};
use idlewatt_proto::job::WorkKind;
use rusqlite::Connection;

/// A span of time, cut by clocks that the books do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where each bucket begins, in order. What is before the first is left out, and the last one has no end.
    pub starts: Vec<UnixMillis>,
    /// From when on the owner's clock is how many milliseconds ahead of UTC, in order. Before the first it is not ahead.
    pub clock: Vec<(UnixMillis, i64)>,
}

/// What was earned over a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// For each start what fell between it and the next one.
    pub buckets: Vec<Earnings>,
    /// All of them together.
    pub total: Earnings,
    /// By kind of work, those that there were.
    pub kinds: Vec<(WorkKind, Earnings)>,
    /// By hour of the owner's day, from midnight on.
    pub hours: [Earnings; 24],
}

const HOUR_MS: i64 = 3_600_000;

/// Adds up.
pub fn history(connection: &Connection, cut: &Cut) -> Result<History, StorageError> {
    let mut history = History {
        buckets: vec![Earnings::default(); cut.starts.len()],
        total: Earnings::default(),
        kinds: Vec::new(),
        hours: Default::default(),
    };
    let Some(first) = cut.starts.first() else { return Ok(history) };
    let jobs = job::outlines(connection)?;
    let (mut bucket, mut shift) = (0, 0);
    unit::each_over(connection, *first, |over| {
        while cut.starts.get(bucket + 1).is_some_and(|next| *next <= over.at) {
            bucket += 1;
        }
        while cut.clock.get(shift).is_some_and(|(from, _)| *from <= over.at) {
            shift += 1;
        }
        let ahead = shift.checked_sub(1).and_then(|at| cut.clock.get(at)).map_or(0, |(_, ahead)| *ahead);
        let Some((side, kind, ended)) = jobs.get(&over.job).copied() else { return Ok(()) };
        let part = part(over, side, ended);
        part.add_to(&mut history.total)?;
        if let Some(sums) = history.buckets.get_mut(bucket) {
            part.add_to(sums)?;
        }
        if let Some(sums) = history.hours.get_mut(hour(over.at, ahead)) {
            part.add_to(sums)?;
        }
        match history.kinds.iter_mut().find(|(of, _)| *of == kind) {
            Some((_, sums)) => part.add_to(sums),
            None => {
                let mut sums = Earnings::default();
                part.add_to(&mut sums)?;
                history.kinds.push((kind, sums));
                Ok(())
            }
        }
    })?;
    Ok(history)
}

/// The hour that a clock shows which is so far ahead.
fn hour(at: UnixMillis, ahead_ms: i64) -> usize {
    let local = at.0.cast_signed().saturating_add(ahead_ms);
    usize::try_from(local.div_euclid(HOUR_MS).rem_euclid(24)).unwrap_or(0)
}

fn part(over: &Over<'_>, side: Side, ended: bool) -> Part {
    Part {
        side,
        stage: Stage::of(over.state, ended),
        units: 1,
        gross: over.gross,
        electricity: over.electricity,
        energy: over.energy,
    }
}
