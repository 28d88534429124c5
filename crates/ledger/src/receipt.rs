//! Table `receipt`: proofs of payment, taken and given.

use crate::StorageError;
use crate::entry::{self, Entry, JobKey};
use crate::job::{decoded, unsigned};
use crate::limits::ENTRY_BYTES;
use crate::open::append_only;
use idlewatt_proto::books::ReceiptRow;
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, UnitId, wire};
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
        .query_row((key.job.0, key.side.word(), key.peer.0), |row| {
            Ok((row.get(0)?, Amount::from_micros(row.get(1)?), row.get::<_, Vec<u8>>(2)?))
        })
        .optional()?;
    let Some((units, cumulative, body)) = row else { return Ok(None) };
    let signed =
        wire::decode(&body, MESSAGE_BYTES).map_err(|source| StorageError::Unreadable { what: "receipt", source })?;
    Ok(Some(Newest { units, cumulative, signed }))
}

/// The newest receipts of a job, the newest first.
pub fn rows(connection: &Connection, job: i64, limit: u32) -> Result<Vec<ReceiptRow>, StorageError> {
    let mut newest = connection.prepare_cached(
        "SELECT r.units, r.cumulative, r.body, e.body FROM receipt r JOIN entry e ON e.seq = r.entry
        WHERE r.job = ?1 ORDER BY r.units DESC LIMIT ?2",
    )?;
    let mut rows = newest.query((job, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (units, total) = (row.get(0)?, Amount::from_micros(row.get(1)?));
        let (body, entry): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
        let unreadable = |what| move |source| StorageError::Unreadable { what, source };
        let signed: Signed<Receipt> = wire::decode(&body, MESSAGE_BYTES).map_err(unreadable("receipt"))?;
        let entry: Entry = wire::decode(&entry, ENTRY_BYTES).map_err(unreadable("entry"))?;
        found.push(ReceiptRow::new(entry.at(), &signed, units, total));
    }
    Ok(found)
}

/// The units that the newest receipts which were given for a job add, the newest first.
pub fn newest_units(connection: &Connection, job: i64, limit: u32) -> Result<Vec<UnitId>, StorageError> {
    let mut newest =
        connection.prepare_cached("SELECT entry FROM receipt WHERE job = ?1 ORDER BY units DESC LIMIT ?2")?;
    let entries = newest.query_map((job, limit), |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut units = Vec::with_capacity(entries.len());
    for seq in entries {
        if let Entry::ReceiptGiven { unit, .. } = entry::read(connection, seq)? {
            units.push(unit);
        }
    }
    Ok(units)
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
