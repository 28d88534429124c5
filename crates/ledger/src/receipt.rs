//! Table `receipt`: proofs of payment, taken and given.

use crate::StorageError;
use crate::entry::JobKey;
use crate::job::{decoded, unsigned};
use crate::open::append_only;
use idlewatt_proto::Amount;
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::wire;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// `body` is the encoded `Signed<Receipt>`: what is shown to whoever doubts the debt.
pub const TABLE: &str = concat!(
    "CREATE TABLE receipt (
        seq INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
        job INTEGER NOT NULL REFERENCES job (id),
        units INTEGER NOT NULL CHECK (units > 0),
        cumulative INTEGER NOT NULL CHECK (cumulative >= 0),
        body BLOB NOT NULL,
        UNIQUE (job, units)
    ) STRICT;\n",
    append_only!("receipt")
);

/// The newest receipt of a job.
pub struct Newest {
    pub units: u32,
    pub cumulative: Amount,
    pub signed: Signed<Receipt>,
}

/// The newest receipt of a job, which is the one for the most units.
pub fn newest(connection: &Connection, key: &JobKey) -> Result<Option<Newest>, StorageError> {
    let mut find = connection.prepare_cached(
        "SELECT r.units, r.cumulative, r.body FROM receipt r JOIN job j ON j.id = r.job
        WHERE j.job = ?1 AND j.side = ?2 AND j.peer = ?3 ORDER BY r.units DESC LIMIT 1",
    )?;
    let row = find
        .query_row((key.job.0, crate::job::side_word(key.side), key.peer.0), |row| {
            Ok((row.get(0)?, Amount::from_micros(row.get(1)?), row.get::<_, Vec<u8>>(2)?))
        })
        .optional()?;
    let Some((units, cumulative, body)) = row else { return Ok(None) };
    let signed =
        wire::decode(&body, MESSAGE_BYTES).map_err(|source| StorageError::Unreadable { what: "receipt", source })?;
    Ok(Some(Newest { units, cumulative, signed }))
}

/// Files a receipt.
pub fn append(
    connection: &Connection,
    entry: i64,
    job: i64,
    receipt: &Receipt,
    signed: &Signed<Receipt>,
) -> Result<(), StorageError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO receipt (seq, entry, job, units, cumulative, body)
        VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM receipt), ?1, ?2, ?3, ?4, ?5)",
    )?;
    insert.execute((entry, job, receipt.units, receipt.cumulative.micros(), wire::encode(signed)))?;
    Ok(())
}

/// A row, for the audit.
#[derive(PartialEq, Eq)]
pub struct Filed {
    pub key: JobKey,
    pub units: u32,
    pub cumulative: Amount,
    pub signed: Signed<Receipt>,
}

/// The receipt that an entry filed, with its job's name out of `keys`.
pub fn filed(connection: &Connection, entry: i64, keys: &HashMap<i64, JobKey>) -> Result<Option<Filed>, StorageError> {
    let mut find = connection.prepare_cached("SELECT job, units, cumulative, body FROM receipt WHERE entry = ?1")?;
    let row = find.query_row([entry], |row| {
        let (job, signed): (i64, _) = (row.get(0)?, decoded(row, 3)?);
        let key = keys.get(&job).ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let signed = signed.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(Filed { key: *key, units: row.get(1)?, cumulative: Amount::from_micros(row.get(2)?), signed })
    });
    Ok(row.optional()?)
}

/// How many there are.
pub fn count(connection: &Connection) -> Result<u64, StorageError> {
    Ok(connection.query_row("SELECT count(*) FROM receipt", [], |row| unsigned(row, 0))?)
}
