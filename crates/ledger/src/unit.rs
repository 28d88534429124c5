//! Table `unit`: how each unit stands now.

use crate::StorageError;
use crate::entry::JobKey;
use crate::job::{decoded, side, unsigned};
use crate::sums::{Part, Stage};
use idlewatt_proto::books::{Earnings, Side, UnitRow, UnitState};
use idlewatt_proto::job::{BlobRef, Work};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, Millijoules, NodeId, UnitId, UnixMillis, wire};
use rusqlite::{Connection, OptionalExtension, Row};

/// `gross` is what counts in the unit's state: reserved, pending, final, or zero when void. `pending` is the transfer
/// that waits to be posted or voided. Energy, electricity and time add up over all attempts. `finished` is the entry
/// that finished it and gives the order in which receipts pay; `over_at` the time when its work last came to an end.
pub const TABLE: &str = "CREATE TABLE unit (
    seq INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES job (id),
    unit BLOB NOT NULL CHECK (length(unit) = 32),
    attempt INTEGER NOT NULL,
    work BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'pending', 'final', 'void')),
    why BLOB CHECK ((why IS NOT NULL) = (state = 'void')),
    gross INTEGER NOT NULL CHECK (gross >= 0),
    done INTEGER,
    result BLOB CHECK (length(result) = 32),
    result_size INTEGER,
    energy INTEGER,
    electricity INTEGER NOT NULL,
    busy_ms INTEGER NOT NULL,
    pending INTEGER REFERENCES transfer (seq),
    finished INTEGER REFERENCES entry (seq),
    over_at INTEGER,
    changed_at INTEGER NOT NULL,
    UNIQUE (job, unit)
) STRICT;
CREATE INDEX unit_unpaid ON unit (job, finished) WHERE state IN ('started', 'pending');
CREATE INDEX unit_over ON unit (over_at, state, job, gross, electricity, energy);
";

/// What a job comes to is read off this index alone.
pub const BY_JOB: &str = "CREATE INDEX unit_of_job ON unit (job, state, gross, electricity, energy);\n";

const COLUMNS: &str = "unit.seq, unit.job, unit, attempt, work, state, why, gross, done, result, result_size, energy,
    electricity, busy_ms, pending, finished, over_at, unit.changed_at";

/// A unit as whoever goes on with its job needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenUnit {
    /// Which.
    pub unit: UnitId,
    /// The work, as handed out.
    pub work: Work,
    /// How far its money is.
    pub state: UnitState,
    /// The result, once finished.
    pub result: Option<BlobRef>,
    /// How much was done, in what the work is measured in, once finished.
    pub done: Option<u64>,
}

impl From<Unit> for OpenUnit {
    fn from(unit: Unit) -> Self {
        let Unit { unit, work, state, result, done, .. } = unit;
        Self { unit, work, state, result, done }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub unit: UnitId,
    pub attempt: u32,
    pub work: Work,
    pub state: UnitState,
    pub gross: Amount,
    pub done: Option<u64>,
    pub result: Option<BlobRef>,
    pub energy: Option<Millijoules>,
    pub electricity: Amount,
    pub busy_ms: u64,
    pub pending: Option<i64>,
    pub finished: Option<i64>,
    pub over_at: Option<UnixMillis>,
    pub changed_at: UnixMillis,
}

/// Sums over a job's units.
pub struct Sums {
    pub units: u32,
    pub void_units: u32,
    pub gross: Amount,
    pub electricity: Amount,
}

fn state_word(state: &UnitState) -> &'static str {
    match state {
        UnitState::Started => "started",
        UnitState::Pending => "pending",
        UnitState::Final => "final",
        UnitState::Void { .. } => "void",
    }
}

/// A column that holds a word.
fn word<'a>(row: &'a Row<'_>, column: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// The number of its job, and the row.
fn from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Unit)> {
    let state = match row.get_ref(5)?.as_str()? {
        "started" => UnitState::Started,
        "pending" => UnitState::Pending,
        "final" => UnitState::Final,
        _ => UnitState::Void { why: decoded(row, 6)?.ok_or(rusqlite::Error::InvalidQuery)? },
    };
    let optional = |column| row.get::<_, Option<i64>>(column)?.map(|_| unsigned(row, column)).transpose();
    let hash = row.get::<_, Option<[u8; 32]>>(9)?;
    let unit = Unit {
        unit: UnitId(row.get(2)?),
        attempt: row.get(3)?,
        work: decoded(row, 4)?.ok_or(rusqlite::Error::InvalidQuery)?,
        state,
        gross: Amount::from_micros(row.get(7)?),
        done: optional(8)?,
        result: hash.zip(optional(10)?).map(|(hash, size)| BlobRef { hash: BlobHash(hash), size: Bytes(size) }),
        energy: optional(11)?.map(Millijoules),
        electricity: Amount::from_micros(row.get(12)?),
        busy_ms: unsigned(row, 13)?,
        pending: row.get(14)?,
        finished: row.get(15)?,
        over_at: optional(16)?.map(UnixMillis),
        changed_at: UnixMillis(unsigned(row, 17)?),
    };
    Ok((row.get(1)?, unit))
}

impl Unit {
    /// A unit of a job.
    pub fn find(connection: &Connection, job: i64, unit: &UnitId) -> Result<Option<Self>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM unit WHERE job = ?1 AND unit = ?2");
        let found = connection.prepare_cached(&sql)?.query_row((job, unit.0), from_row).optional()?;
        Ok(found.map(|(_, unit)| unit))
    }

    /// Makes the row be like this.
    pub fn put(&self, connection: &Connection, job: i64) -> Result<(), StorageError> {
        let mut put = connection.prepare_cached(
            "INSERT INTO unit (job, unit, attempt, work, state, why, gross, done, result, result_size, energy,
                electricity, busy_ms, pending, finished, over_at, changed_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            ON CONFLICT (job, unit) DO UPDATE SET attempt = ?3, work = ?4, state = ?5, why = ?6, gross = ?7,
                done = ?8, result = ?9, result_size = ?10, energy = ?11, electricity = ?12, busy_ms = ?13,
                pending = ?14, finished = ?15, over_at = ?16, changed_at = ?17",
        )?;
        let why = if let UnitState::Void { why } = &self.state { Some(wire::encode(why)) } else { None };
        // All of these fit into 63 bits: entries that would not are refused before they get here.
        put.execute(rusqlite::params![
            job,
            self.unit.0,
            self.attempt,
            wire::encode(&self.work),
            state_word(&self.state),
            why,
            self.gross.micros(),
            self.done.map(u64::cast_signed),
            self.result.map(|result| result.hash.0),
            self.result.map(|result| result.size.0.cast_signed()),
            self.energy.map(|energy| energy.0.cast_signed()),
            self.electricity.micros(),
            self.busy_ms.cast_signed(),
            self.pending,
            self.finished,
            self.over_at.map(|at| at.0.cast_signed()),
            self.changed_at.0.cast_signed(),
        ])?;
        Ok(())
    }
}

/// Whether a job has a unit, in whatever state.
pub fn any(connection: &Connection, job: i64) -> Result<bool, StorageError> {
    Ok(connection.prepare_cached("SELECT 1 FROM unit WHERE job = ?1")?.exists([job])?)
}

/// Every row with the number of its job. Not a list: there may be millions.
pub fn each(connection: &Connection, mut look: impl FnMut(i64, Unit)) -> Result<(), StorageError> {
    let mut all = connection.prepare(&format!("SELECT {COLUMNS} FROM unit"))?;
    for row in all.query_map([], from_row)? {
        let (job, unit) = row?;
        look(job, unit);
    }
    Ok(())
}

/// Units of a job that wait for their finish or their receipt; finished ones in the order of their finish.
pub fn unpaid(connection: &Connection, job: i64) -> Result<Vec<Unit>, StorageError> {
    let mut unpaid = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM unit WHERE job = ?1 AND state IN ('started', 'pending') ORDER BY finished"
    ))?;
    Ok(unpaid.query_map([job], |row| from_row(row).map(|(_, unit)| unit))?.collect::<Result<_, _>>()?)
}

/// How many of those there are.
pub fn count_unpaid(connection: &Connection, key: &JobKey) -> Result<u32, StorageError> {
    let mut count = connection.prepare_cached(
        "SELECT count(*) FROM unit WHERE state IN ('started', 'pending')
        AND job = (SELECT id FROM job WHERE job = ?1 AND side = ?2 AND peer = ?3)",
    )?;
    Ok(count.query_row((key.job.0, key.side.word(), key.peer.0), |row| row.get(0))?)
}

/// Units of an open job, in the order of their first start.
pub fn open(connection: &Connection, job: i64) -> Result<Vec<OpenUnit>, StorageError> {
    let mut units = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM unit WHERE job = ?1 ORDER BY seq"))?;
    let units = units.query_map([job], |row| from_row(row).map(|(_, unit)| OpenUnit::from(unit)))?;
    Ok(units.collect::<Result<_, _>>()?)
}

/// What a job comes to.
pub fn sums(connection: &Connection, job: i64) -> Result<Sums, StorageError> {
    let mut sums = connection.prepare_cached(
        "SELECT count(*) FILTER (WHERE state IN ('pending', 'final')),
            count(*) FILTER (WHERE state = 'void'),
            coalesce(sum(gross) FILTER (WHERE state IN ('pending', 'final')), 0), coalesce(sum(electricity), 0)
        FROM unit WHERE job = ?1",
    )?;
    Ok(sums.query_row([job], |row| {
        let amount = |column| row.get(column).map(Amount::from_micros);
        Ok(Sums { units: row.get(0)?, void_units: row.get(1)?, gross: amount(2)?, electricity: amount(3)? })
    })?)
}

/// The energy of a job, where any of it was measured.
pub fn energy(connection: &Connection, job: i64) -> Result<Option<Millijoules>, StorageError> {
    let mut sum = connection.prepare_cached("SELECT sum(energy) FROM unit WHERE job = ?1")?;
    let measured = |row: &Row<'_>| row.get::<_, Option<i64>>(0)?.map(|_| unsigned(row, 0)).transpose();
    Ok(sum.query_row([job], measured)?.map(Millijoules))
}

/// A unit for windows.
fn shown(unit: Unit, job: JobId, side: Side) -> Result<UnitRow, StorageError> {
    Ok(UnitRow {
        job,
        unit: unit.unit,
        side,
        state: unit.state,
        gross: unit.gross,
        energy: unit.energy,
        electricity: unit.electricity,
        net: unit.gross.checked_sub(unit.electricity).ok_or(StorageError::Overflow)?,
        busy_ms: unit.busy_ms,
        changed_at: unit.changed_at,
    })
}

/// The newest units of one job with one peer, oldest first.
pub fn rows_of(connection: &Connection, job: i64, key: &JobKey, limit: u32) -> Result<Vec<UnitRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM unit WHERE job = ?1 ORDER BY seq DESC LIMIT ?2");
    let mut newest = connection.prepare_cached(&sql)?;
    let units = newest.query_map((job, limit), |row| from_row(row).map(|(_, unit)| unit))?;
    let mut units = units.collect::<Result<Vec<_>, _>>()?;
    units.reverse();
    units.into_iter().map(|unit| shown(unit, key.job, key.side)).collect()
}

/// Units for windows: the newest, oldest first.
pub fn rows(connection: &Connection, job: Option<JobId>, limit: u32) -> Result<Vec<UnitRow>, StorageError> {
    let of_job = if job.is_some() { "WHERE job.job = ?2" } else { "" };
    let mut newest = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, job.job, job.side FROM unit JOIN job ON job.id = unit.job {of_job}
        ORDER BY unit.seq DESC LIMIT ?1"
    ))?;
    let row = |row: &Row<'_>| Ok((from_row(row)?.1, JobId(row.get(18)?), side(row.get_ref(19)?.as_str()?)));
    let mut units = match job {
        Some(job) => newest.query_map((limit, job.0), row)?.collect::<Result<Vec<_>, _>>()?,
        None => newest.query_map([limit], row)?.collect::<Result<Vec<_>, _>>()?,
    };
    units.reverse();
    units.into_iter().map(|(unit, job, side)| shown(unit, job, side)).collect()
}

/// Sums over units whose work came to an end at `since` or later.
pub fn earnings(connection: &Connection, since: Option<UnixMillis>) -> Result<Earnings, StorageError> {
    let since = since.map_or(0, |at| i64::try_from(at.0).unwrap_or(i64::MAX));
    let mut groups = connection.prepare_cached(
        "SELECT job.side, state, job.ended IS NOT NULL AS over, count(*), sum(gross), sum(electricity),
            coalesce(sum(energy), 0)
        FROM unit JOIN job ON job.id = unit.job WHERE over_at >= ?1 GROUP BY job.side, state, over",
    )?;
    let mut groups = groups.query([since])?;
    let mut sums = Earnings::default();
    while let Some(row) = groups.next()? {
        let part = Part {
            side: side(word(row, 0)?),
            stage: Stage::of(word(row, 1)?, row.get(2)?),
            units: row.get(3)?,
            gross: Amount::from_micros(row.get(4)?),
            electricity: Amount::from_micros(row.get(5)?),
            energy: Millijoules(unsigned(row, 6)?),
        };
        part.add_to(&mut sums)?;
    }
    Ok(sums)
}

/// A unit whose work came to an end.
pub struct Over<'a> {
    pub at: UnixMillis,
    pub job: i64,
    /// The word for its state.
    pub state: &'a str,
    pub gross: Amount,
    pub electricity: Amount,
    pub energy: Millijoules,
}

/// Units whose work came to an end at `since` or later, in the order of their ends: read off an index alone.
pub fn each_over(
    connection: &Connection,
    since: UnixMillis,
    mut look: impl FnMut(&Over<'_>) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    let since = i64::try_from(since.0).unwrap_or(i64::MAX);
    let mut over = connection.prepare_cached(
        "SELECT over_at, job, state, gross, electricity, coalesce(energy, 0) FROM unit WHERE over_at >= ?1
        ORDER BY over_at",
    )?;
    let mut rows = over.query([since])?;
    while let Some(row) = rows.next()? {
        look(&Over {
            at: UnixMillis(unsigned(row, 0)?),
            job: row.get(1)?,
            state: word(row, 2)?,
            gross: Amount::from_micros(row.get(3)?),
            electricity: Amount::from_micros(row.get(4)?),
            energy: Millijoules(unsigned(row, 5)?),
        })?;
    }
    Ok(())
}

/// When work of a unit first came to an end.
pub fn first_over(connection: &Connection) -> Result<Option<UnixMillis>, StorageError> {
    let mut first = connection.prepare_cached("SELECT min(over_at) FROM unit")?;
    let at = first.query_row([], |row| row.get::<_, Option<i64>>(0)?.map(|_| unsigned(row, 0)).transpose())?;
    Ok(at.map(UnixMillis))
}

/// The value of pending work for a peer.
pub fn owed(connection: &Connection, peer: NodeId) -> Result<Amount, StorageError> {
    let mut owed = connection.prepare_cached(
        "SELECT coalesce(sum(gross), 0) FROM unit JOIN job ON job.id = unit.job
        WHERE state = 'pending' AND job.side = 'provider' AND job.peer = ?1",
    )?;
    Ok(Amount::from_micros(owed.query_row([peer.0], |row| row.get(0))?))
}
