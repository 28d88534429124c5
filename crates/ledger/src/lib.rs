//! The counting room: what was agreed, done, paid and burnt, in double entry, in one SQLite file.
//!
//! In comes one [`Entry`] at a time; when [`Ledger::record`] has returned, it is on the disk. Out come rows and
//! sums for windows, what a crashed run left open, and an [`Ledger::audit`] that recomputes all of it.
//!
//! Three layers, one file of code per table:
//! - `entry`: everything that was ever recorded, in order, each link hashed over the one before. The truth.
//! - `account`, `transfer`, `receipt`: the double entry and its proofs. A transfer is pending, and then posted or
//!   voided by another one that refers to it, once. Triggers refuse to change or remove any of these rows.
//! - `job`, `unit`: how things stand now, kept so that reading is cheap. Could be made anew from the entries;
//!   the audit does so and compares.
//!
//! Synchronous, no clock, no network, no thread of its own: whoever owns a [`Ledger`] decides on which thread
//! its disk waits happen. The chain of hashes shows tampering by hand and rot, not an owner who rewrites all of it.
#![forbid(unsafe_code)]

mod account;
mod audit;
mod entry;
mod history;
mod job;
mod limits;
mod open;
mod receipt;
mod replay;
mod rules;
mod sums;
mod transfer;
mod unit;

pub use entry::{Entry, JobKey};
pub use history::{Cut, History};
pub use job::{Detail, OpenJob};
pub use open::OpenError;
pub use unit::OpenUnit;

use idlewatt_proto::books::{Audit, Earnings, JobFilter, JobRow, PeerRecord, Side, UnitRow};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::wire::DecodeError;
use idlewatt_proto::{Amount, JobId, NodeId, UnitId, UnixMillis};
use rusqlite::Connection;
use std::path::Path;

/// The open books.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    closed: bool,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the books, and on the disk.
    Recorded,
    /// It was there before; nothing changed.
    Repeated,
    /// It does not go with what is in the books; nothing changed.
    Rejected(Rejected),
}

/// Why an entry does not go with the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// A number or text beyond what is ever booked.
    #[error("a value is beyond what can be booked")]
    OutOfBounds,
    /// No such job with this peer.
    #[error("the job is not in the books")]
    UnknownJob,
    /// The job is over, and nothing more is done for it. Receipts are still taken.
    #[error("the job has ended")]
    JobEnded,
    /// The books have this job with another description or agreement.
    #[error("the job is in the books with other terms")]
    JobDiffers,
    /// Not signed by both sides, or about another job, description, price or peer.
    #[error("the agreement does not prove the job's terms")]
    BadAgreement,
    /// No such unit in this job.
    #[error("the unit is not in the books")]
    UnknownUnit,
    /// The books have this unit with other work or another price.
    #[error("the unit is in the books with other terms")]
    UnitDiffers,
    /// The unit is paid, void or finished otherwise already.
    #[error("the unit's money is no longer open")]
    UnitNotPending,
    /// More than was reserved for the unit.
    #[error("the unit costs more than was reserved for it")]
    AboveReserve,
    /// Forged or unreadable.
    #[error("the receipt's signature does not hold")]
    BadSignature,
    /// Signed or owed by somebody else than the job's requester.
    #[error("the receipt is not the job's requester's")]
    WrongPayer,
    /// It pays somebody else than the job's provider.
    #[error("the receipt does not pay the job's provider")]
    WrongPayee,
    /// A newer receipt is in the books.
    #[error("the receipt is not newer than the last one")]
    StaleReceipt,
    /// It pays for more than was done.
    #[error("the receipt pays for more than was done")]
    ReceiptTooHigh,
}

/// The file could not be read or written, or does not hold what was written into it.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// SQLite or the disk.
    #[error("the ledger file could not be used")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that this program did not write so.
    #[error("the ledger file holds an unreadable {what}")]
    Unreadable {
        /// Which part of a row.
        what: &'static str,
        /// Why.
        source: DecodeError,
    },
    /// Sums that no real books reach.
    #[error("a sum in the ledger is beyond 64 bits")]
    Overflow,
}

/// An entry that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The disk is full, broken or gone. Nothing of the entry is in the books, as far as can be known,
    /// and nothing more is taken until they are opened again: after a failed sync the system may have dropped
    /// pages that it calls clean, so only a fresh look at the file can be believed.
    #[error("an entry could not be written")]
    Storage(#[from] StorageError),
    /// An earlier entry met [`RecordError::Storage`].
    #[error("the ledger is closed since a write failed")]
    Closed,
}

impl Ledger {
    /// Opens the books, making or upgrading the file where needed. A file of an older version is copied to
    /// `<path>.v<version>` first.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { connection: open::open(path, open::MIGRATIONS)?, closed: false })
    }

    /// Makes one entry, whole or not at all; it is on the disk when this returns.
    pub fn record(&mut self, entry: &Entry) -> Result<Outcome, RecordError> {
        self.record_all(std::slice::from_ref(entry))
    }

    /// Makes several entries at once, in their order: nobody sees only some of them, and neither a crash nor one that is
    /// rejected leaves only some of them. [`Outcome::Repeated`] where all of them were there before.
    pub fn record_all(&mut self, entries: &[Entry]) -> Result<Outcome, RecordError> {
        if self.closed {
            return Err(RecordError::Closed);
        }
        rules::record(&mut self.connection, entries).map_err(|error| {
            self.closed = true;
            RecordError::Storage(error)
        })
    }

    /// Jobs, newest first. The next page is that before the last row's mark.
    pub fn jobs(&self, limit: u32, filter: &JobFilter) -> Result<Vec<JobRow>, StorageError> {
        job::rows(&self.connection, limit, filter)
    }

    /// Everything about a job, with the newest `most` of its units and of its receipts.
    pub fn job(&self, key: &JobKey, most: u32) -> Result<Option<Detail>, StorageError> {
        job::detail(&self.connection, key, most)
    }

    /// What work with each peer came to, by side; those with the newest entries first.
    pub fn peer_records(&self, limit: u32) -> Result<Vec<PeerRecord>, StorageError> {
        job::records(&self.connection, limit)
    }

    /// The newest `limit` units of a job or of all, oldest first.
    pub fn units(&self, job: Option<JobId>, limit: u32) -> Result<Vec<UnitRow>, StorageError> {
        unit::rows(&self.connection, job, limit)
    }

    /// Sums over the units that were finished, or came to nothing, at `since` or later.
    pub fn earnings(&self, since: Option<UnixMillis>) -> Result<Earnings, StorageError> {
        unit::earnings(&self.connection, since)
    }

    /// Sums over the same units, cut by time, by kind and by hour of the day.
    pub fn history(&self, cut: &Cut) -> Result<History, StorageError> {
        history::history(&self.connection, cut)
    }

    /// When a unit was finished, or came to nothing, for the first time: where a history begins.
    pub fn first_over(&self) -> Result<Option<UnixMillis>, StorageError> {
        unit::first_over(&self.connection)
    }

    /// The newest receipt of a job. A payer that was away goes on counting from here.
    pub fn receipt(&self, key: &JobKey) -> Result<Option<Signed<Receipt>>, StorageError> {
        Ok(receipt::newest(&self.connection, key)?.map(|newest| newest.signed))
    }

    /// The units that the last receipts which this node gave for a job were for, the newest first. Those are what its
    /// provider may not know of when it was lost.
    pub fn last_paid(&self, key: &JobKey, most: u32) -> Result<Vec<OpenUnit>, StorageError> {
        let Some((number, _)) = job::Job::find(&self.connection, key)? else { return Ok(Vec::new()) };
        let mut paid = Vec::new();
        for unit in receipt::newest_units(&self.connection, number, most)? {
            paid.extend(unit::Unit::find(&self.connection, number, &unit)?.map(OpenUnit::from));
        }
        Ok(paid)
    }

    /// Jobs that have not ended, oldest first, with all of their units: what an earlier run left.
    pub fn open_jobs(&self, side: Side) -> Result<Vec<OpenJob>, StorageError> {
        job::open(&self.connection, side)
    }

    /// One of them.
    pub fn open_job(&self, key: &JobKey) -> Result<Option<OpenJob>, StorageError> {
        job::open_one(&self.connection, key)
    }

    /// The value of work that was done for this peer and that no receipt covers yet.
    pub fn owed(&self, peer: NodeId) -> Result<Amount, StorageError> {
        unit::owed(&self.connection, peer)
    }

    /// A unit of a job, in whatever state.
    pub fn unit(&self, key: &JobKey, unit: &UnitId) -> Result<Option<OpenUnit>, StorageError> {
        let Some((number, _)) = job::Job::find(&self.connection, key)? else { return Ok(None) };
        Ok(unit::Unit::find(&self.connection, number, unit)?.map(OpenUnit::from))
    }

    /// Units of a job that are being worked on, or that no receipt covers yet.
    pub fn unpaid_units(&self, key: &JobKey) -> Result<u32, StorageError> {
        unit::count_unpaid(&self.connection, key)
    }

    /// Recomputes the books from the first entry on, and tells everything that does not add up.
    pub fn audit(&self) -> Result<Audit, StorageError> {
        audit::audit(&self.connection)
    }

    /// Caps the file at its present size and so many pages: a full disk, for tests.
    #[doc(hidden)]
    pub fn limit_growth(&self, pages: u32) -> Result<(), StorageError> {
        let now: u32 = self.connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let limit = now.saturating_add(pages);
        self.connection.query_row(&format!("PRAGMA max_page_count = {limit}"), [], |_| Ok(()))?;
        Ok(())
    }
}
