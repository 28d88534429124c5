//! Table `job`: how each job stands now.

use crate::entry::{self, Entry, JobKey};
use crate::{OpenUnit, StorageError, unit};
use idlewatt_proto::books::{JobRow, JobState, Side};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::{Amount, NodeId, UnixMillis, wire};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};

/// `node` is this node's own name in the agreement; `opened` the newest entry that opened it, where its terms are; `ended` the encoded reason;
/// `paid_units` and `paid` what final units come to, so that a receipt need not add them up.
pub const TABLE: &str = "CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    job BLOB NOT NULL CHECK (length(job) = 16),
    side TEXT NOT NULL CHECK (side IN ('provider', 'requester')),
    peer BLOB NOT NULL CHECK (length(peer) = 32),
    node BLOB NOT NULL CHECK (length(node) = 32),
    title TEXT NOT NULL,
    opened INTEGER NOT NULL REFERENCES entry (seq),
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ended BLOB,
    paid_units INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    UNIQUE (job, side, peer)
) STRICT;
CREATE INDEX job_open ON job (side) WHERE ended IS NULL;
";

/// A job that has not ended: enough to go on with it, or to end it properly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenJob {
    /// Which.
    pub key: JobKey,
    /// For people.
    pub title: String,
    /// For how much.
    pub price: Price,
    /// The encoded `JobSpec`.
    pub spec: Vec<u8>,
    /// The encoded `Signed<Agreement>`.
    pub agreement: Vec<u8>,
    /// All of its units, in the order of their first start.
    pub units: Vec<OpenUnit>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub key: JobKey,
    pub node: NodeId,
    pub title: String,
    pub opened: i64,
    pub opened_at: UnixMillis,
    pub changed_at: UnixMillis,
    pub ended: Option<StopReason>,
    pub paid_units: u32,
    pub paid: Amount,
}

const COLUMNS: &str = "id, job, side, peer, node, title, opened, opened_at, changed_at, ended, paid_units, paid";

/// The word for a side in the tables.
pub fn side_word(side: Side) -> &'static str {
    match side {
        Side::Provider => "provider",
        Side::Requester => "requester",
    }
}

/// The side for its word.
pub fn side(word: &str) -> Side {
    // The column's CHECK admits no third word, and an audit compares the row with its entries.
    if word == "provider" { Side::Provider } else { Side::Requester }
}

/// A column that holds an encoded value.
pub fn decoded<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(bytes) = row.get::<_, Option<Vec<u8>>>(column)? else { return Ok(None) };
    wire::decode(&bytes, 2 * MESSAGE_BYTES)
        .map(Some)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error)))
}

/// A column that holds a time, an energy or a size; never negative, which the writer saw to.
pub fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Job)> {
    let key = JobKey {
        job: idlewatt_proto::JobId(row.get(1)?),
        side: side(row.get_ref(2)?.as_str()?),
        peer: NodeId(row.get(3)?),
    };
    let job = Job {
        key,
        node: NodeId(row.get(4)?),
        title: row.get(5)?,
        opened: row.get(6)?,
        opened_at: UnixMillis(unsigned(row, 7)?),
        changed_at: UnixMillis(unsigned(row, 8)?),
        ended: decoded(row, 9)?,
        paid_units: row.get(10)?,
        paid: Amount::from_micros(row.get(11)?),
    };
    Ok((row.get(0)?, job))
}

impl Job {
    /// Number and row of a job.
    pub fn find(connection: &Connection, key: &JobKey) -> Result<Option<(i64, Self)>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE job = ?1 AND side = ?2 AND peer = ?3");
        let mut find = connection.prepare_cached(&sql)?;
        Ok(find.query_row((key.job.0, side_word(key.side), key.peer.0), from_row).optional()?)
    }

    /// Makes the row be like this.
    pub fn put(&self, connection: &Connection) -> Result<(), StorageError> {
        let mut put = connection.prepare_cached(
            "INSERT INTO job (job, side, peer, node, title, opened, opened_at, changed_at, ended, paid_units, paid)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (job, side, peer) DO UPDATE SET title = ?5, opened = ?6, changed_at = ?8, ended = ?9,
                paid_units = ?10, paid = ?11",
        )?;
        put.execute((
            self.key.job.0,
            side_word(self.key.side),
            self.key.peer.0,
            self.node.0,
            &self.title,
            self.opened,
            self.opened_at.0.cast_signed(),
            self.changed_at.0.cast_signed(),
            self.ended.as_ref().map(wire::encode),
            self.paid_units,
            self.paid.micros(),
        ))?;
        Ok(())
    }
}

/// All rows, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<(i64, Job)>, StorageError> {
    let mut all = connection.prepare(&format!("SELECT {COLUMNS} FROM job ORDER BY id"))?;
    Ok(all.query_map([], from_row)?.collect::<Result<_, _>>()?)
}

/// Jobs with their sums, newest first.
pub fn rows(connection: &Connection, limit: u32) -> Result<Vec<JobRow>, StorageError> {
    let mut newest = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM job ORDER BY id DESC LIMIT ?1"))?;
    let jobs = newest.query_map([limit], from_row)?.collect::<Result<Vec<_>, _>>()?;
    jobs.into_iter()
        .map(|(id, job)| {
            let sums = unit::sums(connection, id)?;
            Ok(JobRow {
                job: job.key.job,
                side: job.key.side,
                peer: job.key.peer,
                kind: WorkKind::Render,
                title: job.title,
                opened_at: job.opened_at,
                changed_at: job.changed_at,
                state: job.ended.map_or(JobState::Open, |reason| JobState::Ended { reason }),
                units: sums.units,
                void_units: 0,
                gross: sums.gross,
                electricity: sums.electricity,
                net: sums.gross.checked_sub(sums.electricity).ok_or(StorageError::Overflow)?,
                settled: job.paid,
            })
        })
        .collect()
}

/// Jobs that have not ended, oldest first.
pub fn open(connection: &Connection, side: Side) -> Result<Vec<OpenJob>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE side = ?1 AND ended IS NULL ORDER BY id");
    let mut open = connection.prepare_cached(&sql)?;
    let jobs = open.query_map([side_word(side)], from_row)?.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::with_capacity(jobs.len());
    for (id, job) in jobs {
        // The terms of a job are in the entry that opened it, and only there.
        if let Entry::JobOpened { key, title, price, spec, agreement, .. } = entry::read(connection, job.opened)? {
            let units = unit::open(connection, id)?;
            found.push(OpenJob { key, title, price, spec, agreement, units });
        }
    }
    Ok(found)
}
