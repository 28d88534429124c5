//! The journal: table `entry`, an append-only chain of everything that was recorded.

use crate::StorageError;
use crate::limits::{ENTRY_BYTES, TITLE_BYTES, UNIT_AMOUNT};
use crate::open::append_only;
use idlewatt_proto::books::Side;
use idlewatt_proto::job::{BlobRef, Work};
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::negotiation::{Agreement, Price};
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, JobId, Millijoules, NodeId, UnitId, UnixMillis, wire};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

/// `body` is the encoded [`Entry`], `id` its hash, `hash` that of `prev` and `body`.
pub const TABLE: &str = concat!(
    "CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
        body BLOB NOT NULL,
        prev BLOB NOT NULL CHECK (length(prev) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;\n",
    append_only!("entry")
);

/// One node's dealings with one other about one job. A requester's job may be shared among several providers,
/// and two daemons on one machine may stand on both sides of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JobKey {
    /// The job.
    pub job: JobId,
    /// This node's part in it.
    pub side: Side,
    /// The other side.
    pub peer: NodeId,
}

/// Something that happened. Stored as encoded, for good: variants and fields are only ever added, at the end of the
/// enum, and each with a migration in mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Agreed. Once more with a newer agreement after an end: the same two go on with the same job.
    JobOpened {
        /// Which.
        key: JobKey,
        /// For people.
        title: String,
        /// For how much.
        price: Price,
        /// The encoded `JobSpec`.
        spec: Vec<u8>,
        /// The encoded `Signed<Agreement>`.
        agreement: Vec<u8>,
        /// When.
        at: UnixMillis,
    },
    /// A unit is handed out or taken on: its whole price is reserved. Also again, after it came to nothing.
    UnitStarted {
        /// Of which job.
        key: JobKey,
        /// Which.
        unit: UnitId,
        /// The work.
        work: Work,
        /// What it will cost when all of it is done.
        gross: Amount,
        /// When.
        at: UnixMillis,
    },
    /// A unit is done, wholly or in part, and not yet paid.
    UnitFinished {
        /// Of which job.
        key: JobKey,
        /// Which.
        unit: UnitId,
        /// How much was done, in what the work is measured in.
        done: u64,
        /// What they cost; at most what was reserved.
        gross: Amount,
        /// The result.
        result: BlobRef,
        /// Time on the GPU.
        busy_ms: u64,
        /// Energy above idle, where measured.
        energy: Option<Millijoules>,
        /// What it cost. Zero for a requester.
        electricity: Amount,
        /// When.
        at: UnixMillis,
    },
    /// A unit came to nothing, before or after it was finished. Electricity is spent even so.
    UnitVoided {
        /// Of which job.
        key: JobKey,
        /// Which.
        unit: UnitId,
        /// Why.
        why: UnitFailure,
        /// Energy above idle since it was started or finished, where measured.
        energy: Option<Millijoules>,
        /// What it cost. Zero for a requester.
        electricity: Amount,
        /// When.
        at: UnixMillis,
    },
    /// The provider got a receipt. It pays for finished units that it covers, in the order of their finish.
    ReceiptTaken {
        /// Names the job and the requester.
        receipt: Signed<Receipt>,
        /// When.
        at: UnixMillis,
    },
    /// The requester makes out a receipt for one more unit.
    ReceiptGiven {
        /// Names the job and the provider.
        receipt: Signed<Receipt>,
        /// The unit that it adds.
        unit: UnitId,
        /// When.
        at: UnixMillis,
    },
    /// No more work will be done. What was only started is void; what is finished waits for its receipt.
    JobEnded {
        /// Which.
        key: JobKey,
        /// Why.
        reason: StopReason,
        /// When.
        at: UnixMillis,
    },
}

impl Entry {
    /// Whether every value is one that the tables and sums can hold.
    pub(crate) fn in_bounds(&self) -> bool {
        let money = |amount: &Amount| (Amount::ZERO..=UNIT_AMOUNT).contains(amount);
        let number = |value: u64| i64::try_from(value).is_ok();
        let joules = |energy: &Option<Millijoules>| energy.is_none_or(|energy| energy.0 <= 1 << 53);
        number(self.at().0)
            && match self {
                Self::JobOpened { title, .. } => title.len() <= TITLE_BYTES,
                Self::UnitStarted { gross, .. } => money(gross),
                Self::UnitFinished { done, gross, result, busy_ms, energy, electricity, .. } => {
                    money(gross)
                        && money(electricity)
                        && joules(energy)
                        && number(*done)
                        && number(result.size.0)
                        && *busy_ms <= 1 << 53
                }
                Self::UnitVoided { energy, electricity, .. } => money(electricity) && joules(energy),
                Self::ReceiptTaken { .. } | Self::ReceiptGiven { .. } | Self::JobEnded { .. } => true,
            }
    }

    /// This node's own name, as an agreement proves it. `None` where the agreement does not go with the entry.
    pub(crate) fn party(&self) -> Option<NodeId> {
        let Self::JobOpened { key, price, spec, agreement, .. } = self else { return None };
        let signed: Signed<Agreement> = wire::decode(agreement, MESSAGE_BYTES).ok()?;
        let agreement = signed.verify().ok()?;
        let proposal = agreement.proposal.verify().ok()?;
        let (requester, provider) = (signed.signer(), agreement.proposal.signer());
        let (node, peer) = match key.side {
            Side::Provider => (provider, requester),
            Side::Requester => (requester, provider),
        };
        let holds = (agreement.job, proposal.job, peer) == (key.job, key.job, key.peer)
            && (proposal.provider, proposal.requester, proposal.price) == (provider, requester, *price)
            && agreement.spec_hash == *blake3::hash(spec).as_bytes();
        holds.then_some(node)
    }

    /// When it happened.
    pub fn at(&self) -> UnixMillis {
        match self {
            Self::JobOpened { at, .. }
            | Self::UnitStarted { at, .. }
            | Self::UnitFinished { at, .. }
            | Self::UnitVoided { at, .. }
            | Self::ReceiptTaken { at, .. }
            | Self::ReceiptGiven { at, .. }
            | Self::JobEnded { at, .. } => *at,
        }
    }
}

/// A row.
pub struct Link {
    pub seq: i64,
    pub id: [u8; 32],
    pub body: Vec<u8>,
    pub prev: [u8; 32],
    pub hash: [u8; 32],
}

impl Link {
    /// The link that follows `prev`.
    pub fn after(prev: Option<(i64, [u8; 32])>, body: Vec<u8>) -> Self {
        let (seq, prev) = prev.unwrap_or((0, [0; 32]));
        let hash = link_hash(&prev, &body);
        Self { seq: seq + 1, id: id_of(&body), body, prev, hash }
    }

    /// From columns `seq, id, body, prev, hash`.
    pub fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { seq: row.get(0)?, id: row.get(1)?, body: row.get(2)?, prev: row.get(3)?, hash: row.get(4)? })
    }

    /// What it says.
    pub fn entry(&self) -> Result<Entry, StorageError> {
        wire::decode(&self.body, ENTRY_BYTES).map_err(|source| StorageError::Unreadable { what: "entry", source })
    }
}

/// Names an entry by its bytes: the same one a second time is the same one.
pub fn id_of(body: &[u8]) -> [u8; 32] {
    *blake3::hash(body).as_bytes()
}

/// `prev` has a fixed length, so that its end and the body's beginning cannot be shifted against each other.
pub fn link_hash(prev: &[u8; 32], body: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("idlewatt ledger link 1");
    hasher.update(prev).update(body);
    *hasher.finalize().as_bytes()
}

/// Whether this very entry was made before.
pub fn known(connection: &Connection, id: &[u8; 32]) -> Result<bool, StorageError> {
    Ok(connection.prepare_cached("SELECT 1 FROM entry WHERE id = ?1")?.exists([id])?)
}

/// The newest link.
pub fn head(connection: &Connection) -> Result<Option<(i64, [u8; 32])>, StorageError> {
    let mut newest = connection.prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?;
    Ok(newest.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Adds a link to the chain; returns its number.
pub fn append(connection: &Connection, body: Vec<u8>) -> Result<i64, StorageError> {
    let link = Link::after(head(connection)?, body);
    connection
        .prepare_cached("INSERT INTO entry (seq, id, body, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((link.seq, link.id, link.body, link.prev, link.hash))?;
    Ok(link.seq)
}

/// One link by its number.
pub fn read(connection: &Connection, seq: i64) -> Result<Entry, StorageError> {
    let mut one = connection.prepare_cached("SELECT seq, id, body, prev, hash FROM entry WHERE seq = ?1")?;
    one.query_row([seq], Link::from_row)?.entry()
}
