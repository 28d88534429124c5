//! Table `job`: how each job stands now.

use crate::entry::{self, Entry, JobKey};
use crate::{OpenUnit, StorageError, receipt, unit};
use idlewatt_proto::books::{JobFilter, JobRow, JobState, PeerRecord, ReceiptRow, Side, UnitRow};
use idlewatt_proto::job::{Work, WorkKind};
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::title::Title;
use idlewatt_proto::{Amount, Millijoules, NodeId, UnixMillis, wire};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use std::collections::HashMap;

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

/// `kind` is what kind of work its units are. A text job is what its first unit is, and before that taken for one of
/// answers; so it needs no entry of its own, and books of any age can tell it.
pub const KIND: &str = "
ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'render' CHECK (kind IN ('render', 'generate', 'embed'));
CREATE INDEX job_peer ON job (peer, side);
";

/// Tells the kind of each job from what opened it and from its first unit. A row that cannot be read stays as it is: that
/// is the audit's to say.
pub fn fill_kinds(connection: &Connection) -> rusqlite::Result<()> {
    let mut jobs = connection.prepare("SELECT id, opened FROM job")?;
    let mut first = connection.prepare("SELECT work FROM unit WHERE job = ?1 ORDER BY seq LIMIT 1")?;
    let mut put = connection.prepare("UPDATE job SET kind = ?2 WHERE id = ?1")?;
    for job in jobs.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))? {
        let (id, opened) = job?;
        let Ok(Entry::JobOpened { spec, .. }) = entry::read(connection, opened) else { continue };
        let mut kind = kind_of(&spec);
        let work = first.query_row([id], |row| decoded::<Work>(row, 0)).optional();
        if let (true, Ok(Some(Some(work)))) = (kind != WorkKind::Render, work) {
            kind = work.kind();
        }
        put.execute((id, kind.word()))?;
    }
    Ok(())
}

/// What kind of work a `JobSpec` is taken for before there is a unit. Its first byte names the variant; the rest has grown
/// over time, and what an older version wrote cannot be read by a newer one.
pub fn kind_of(spec: &[u8]) -> WorkKind {
    match spec.first() {
        Some(1) => WorkKind::Generate,
        _ => WorkKind::Render,
    }
}

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
    /// When the newest entry about it was made.
    pub changed_at: UnixMillis,
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
    pub kind: WorkKind,
}

/// Everything about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// As in the list.
    pub row: JobRow,
    /// Oldest first.
    pub units: Vec<UnitRow>,
    /// Newest first.
    pub receipts: Vec<ReceiptRow>,
    /// Energy of its units above idle, where it was measured.
    pub energy: Option<Millijoules>,
}

const COLUMNS: &str = "id, job, side, peer, node, title, opened, opened_at, changed_at, ended, paid_units, paid, kind";

/// The kind for its word.
pub fn kind(word: &str) -> WorkKind {
    // As with sides: the column's CHECK admits no fourth word.
    match word {
        "generate" => WorkKind::Generate,
        "embed" => WorkKind::Embed,
        _ => WorkKind::Render,
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
        kind: kind(row.get_ref(12)?.as_str()?),
    };
    Ok((row.get(0)?, job))
}

impl Job {
    /// Number and row of a job.
    pub fn find(connection: &Connection, key: &JobKey) -> Result<Option<(i64, Self)>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE job = ?1 AND side = ?2 AND peer = ?3");
        let mut find = connection.prepare_cached(&sql)?;
        Ok(find.query_row((key.job.0, key.side.word(), key.peer.0), from_row).optional()?)
    }

    /// Makes the row be like this.
    pub fn put(&self, connection: &Connection) -> Result<(), StorageError> {
        let mut put = connection.prepare_cached(
            "INSERT INTO job (job, side, peer, node, title, opened, opened_at, changed_at, ended, paid_units, paid, kind)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (job, side, peer) DO UPDATE SET title = ?5, opened = ?6, changed_at = ?8, ended = ?9,
                paid_units = ?10, paid = ?11, kind = ?12",
        )?;
        put.execute((
            self.key.job.0,
            self.key.side.word(),
            self.key.peer.0,
            self.node.0,
            &self.title,
            self.opened,
            self.opened_at.0.cast_signed(),
            self.changed_at.0.cast_signed(),
            self.ended.as_ref().map(wire::encode),
            self.paid_units,
            self.paid.micros(),
            self.kind.word(),
        ))?;
        Ok(())
    }
}

/// All rows, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<(i64, Job)>, StorageError> {
    let mut all = connection.prepare(&format!("SELECT {COLUMNS} FROM job ORDER BY id"))?;
    Ok(all.query_map([], from_row)?.collect::<Result<_, _>>()?)
}

/// A job with its sums, for windows.
fn shown(connection: &Connection, id: i64, job: Job) -> Result<JobRow, StorageError> {
    let sums = unit::sums(connection, id)?;
    Ok(JobRow {
        job: job.key.job,
        side: job.key.side,
        peer: job.key.peer,
        kind: job.kind,
        title: Title::from(job.title.as_str()),
        opened_at: job.opened_at,
        changed_at: job.changed_at,
        state: job.ended.map_or(JobState::Open, |reason| JobState::Ended { reason }),
        units: sums.units,
        void_units: sums.void_units,
        gross: sums.gross,
        electricity: sums.electricity,
        net: sums.gross.checked_sub(sums.electricity).ok_or(StorageError::Overflow)?,
        settled: job.paid,
    })
}

/// Jobs with their sums, newest first. A page begins after the mark by the order in which jobs were first opened, which
/// later ones do not change.
pub fn rows(connection: &Connection, limit: u32, filter: &JobFilter) -> Result<Vec<JobRow>, StorageError> {
    let below = match &filter.before {
        None => i64::MAX,
        Some(mark) => {
            let mut find =
                connection.prepare_cached("SELECT min(id) FROM job WHERE job = ?1 AND peer = ?2 AND opened_at = ?3")?;
            let at = i64::try_from(mark.opened_at.0).unwrap_or(i64::MAX);
            let found = find.query_row((mark.job.0, mark.peer.0, at), |row| row.get::<_, Option<i64>>(0))?;
            // A mark that is not in the books has nothing before it.
            found.unwrap_or(0)
        }
    };
    let (side, kind, peer) =
        (filter.side.map(Side::word), filter.kind.map(WorkKind::word), filter.peer.map(|peer| peer.0));
    let mut values: Vec<&dyn ToSql> = vec![&below, &limit];
    let mut sql = format!("SELECT {COLUMNS} FROM job WHERE id < ?");
    let wanted: [(&str, Option<&dyn ToSql>); 3] = [
        ("side", side.as_ref().map(|side| side as &dyn ToSql)),
        ("kind", kind.as_ref().map(|kind| kind as &dyn ToSql)),
        ("peer", peer.as_ref().map(|peer| peer as &dyn ToSql)),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            sql.push_str(&format!(" AND {column} = ?"));
            values.insert(values.len() - 1, value);
        }
    }
    sql.push_str(" ORDER BY id DESC LIMIT ?");
    let mut page = connection.prepare_cached(&sql)?;
    let jobs = page.query_map(&values[..], from_row)?.collect::<Result<Vec<_>, _>>()?;
    jobs.into_iter().map(|(id, job)| shown(connection, id, job)).collect()
}

/// Everything about one job, with the newest `most` of its units and receipts.
pub fn detail(connection: &Connection, key: &JobKey, most: u32) -> Result<Option<Detail>, StorageError> {
    let Some((id, job)) = Job::find(connection, key)? else { return Ok(None) };
    Ok(Some(Detail {
        row: shown(connection, id, job)?,
        units: unit::rows_of(connection, id, key, most)?,
        receipts: receipt::rows(connection, id, most)?,
        energy: unit::energy(connection, id)?,
    }))
}

/// What work with each peer came to, by side; the newest entries first.
pub fn records(connection: &Connection, limit: u32) -> Result<Vec<PeerRecord>, StorageError> {
    let mut records = connection.prepare_cached(
        "WITH done AS (
            SELECT job, coalesce(sum(gross) FILTER (WHERE state IN ('pending', 'final')), 0) AS gross,
                count(*) FILTER (WHERE state = 'void' AND why NOT IN (?1, ?2)) AS failed
            FROM unit GROUP BY job
        )
        SELECT peer, side, count(*), sum(paid_units), coalesce(sum(failed), 0), coalesce(sum(gross), 0),
            max(changed_at)
        FROM job LEFT JOIN done ON done.job = job.id GROUP BY peer, side ORDER BY max(changed_at) DESC LIMIT ?3",
    )?;
    // What an owner interrupted, and what a job's end cut short, says nothing against anybody.
    let blameless = [UnitFailure::Preempted, UnitFailure::JobEnded].map(|why| wire::encode(&why));
    let [preempted, ended] = &blameless;
    let records = records.query_map((preempted, ended, limit), |row| {
        Ok(PeerRecord {
            peer: NodeId(row.get(0)?),
            side: side(row.get_ref(1)?.as_str()?),
            jobs: row.get(2)?,
            paid_units: row.get(3)?,
            failed_units: row.get(4)?,
            gross: Amount::from_micros(row.get(5)?),
            last: UnixMillis(unsigned(row, 6)?),
        })
    })?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Number, side, kind and end of every job: what sums over units go by.
pub fn outlines(connection: &Connection) -> Result<HashMap<i64, (Side, WorkKind, bool)>, StorageError> {
    let mut all = connection.prepare_cached("SELECT id, side, kind, ended IS NOT NULL FROM job")?;
    let all = all.query_map([], |row| {
        let outline = (side(row.get_ref(1)?.as_str()?), kind(row.get_ref(2)?.as_str()?), row.get(3)?);
        Ok((row.get(0)?, outline))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Jobs that have not ended, oldest first.
pub fn open(connection: &Connection, side: Side) -> Result<Vec<OpenJob>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE side = ?1 AND ended IS NULL ORDER BY id");
    let mut open = connection.prepare_cached(&sql)?;
    let jobs = open.query_map([side.word()], from_row)?.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::with_capacity(jobs.len());
    for (id, job) in jobs {
        found.extend(with_terms(connection, id, &job)?);
    }
    Ok(found)
}

/// One of them.
pub fn open_one(connection: &Connection, key: &JobKey) -> Result<Option<OpenJob>, StorageError> {
    match Job::find(connection, key)? {
        Some((id, job)) if job.ended.is_none() => with_terms(connection, id, &job),
        _ => Ok(None),
    }
}

/// The terms of a job are in the entry that opened it, and only there.
fn with_terms(connection: &Connection, id: i64, job: &Job) -> Result<Option<OpenJob>, StorageError> {
    let Entry::JobOpened { key, title, price, spec, agreement, .. } = entry::read(connection, job.opened)? else {
        return Ok(None);
    };
    let units = unit::open(connection, id)?;
    Ok(Some(OpenJob { key, title, price, spec, agreement, changed_at: job.changed_at, units }))
}
