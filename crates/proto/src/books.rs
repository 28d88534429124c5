//! What the books show: rows for ledgers, windows and command lines.

use crate::ids::{JobId, NodeId, UnitId};
use crate::job::WorkKind;
use crate::measure::{Amount, Millijoules, UnixMillis};
use crate::reason::{StopReason, UnitFailure};
use crate::receipt::Receipt;
use crate::sign::Signed;
use crate::title::Title;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// On which side of a job this node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It works and is paid.
    Provider,
    /// It asks and pays.
    Requester,
}

impl Side {
    /// The word for it, in books, files and on command lines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Requester => "requester",
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum JobState {
    /// Agreed and not ended.
    Open,
    /// Ended.
    Ended {
        /// Why.
        reason: StopReason,
    },
}

/// A job in the books. On the requester's side one row per provider and job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobRow {
    /// The job.
    pub job: JobId,
    /// This node's part in it.
    pub side: Side,
    /// The other side.
    pub peer: NodeId,
    /// What kind of work.
    pub kind: WorkKind,
    /// What it is.
    pub title: Title,
    /// When it was agreed.
    pub opened_at: UnixMillis,
    /// When its newest entry was made.
    pub changed_at: UnixMillis,
    /// How far it is.
    pub state: JobState,
    /// Units paid or to be paid.
    pub units: u32,
    /// Units that came to nothing.
    pub void_units: u32,
    /// Value of finished units, paid or not.
    pub gross: Amount,
    /// Electricity that they took. Zero for a requester.
    pub electricity: Amount,
    /// `gross - electricity`.
    pub net: Amount,
    /// The part of `gross` that receipts cover.
    pub settled: Amount,
}

/// Which jobs are meant. `None`: all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct JobFilter {
    /// On this side.
    pub side: Option<Side>,
    /// Of this kind.
    pub kind: Option<WorkKind>,
    /// With this peer.
    pub peer: Option<NodeId>,
    /// Opened before this one: the last row of the page before.
    pub before: Option<JobMark>,
}

/// A place in the list of jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobMark {
    /// When it was opened.
    pub opened_at: UnixMillis,
    /// Which.
    pub job: JobId,
    /// With whom.
    pub peer: NodeId,
}

/// How far a unit's money is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum UnitState {
    /// Being worked on; the money is reserved.
    Started,
    /// Worked on and not yet covered by a receipt.
    Pending,
    /// Covered by a receipt.
    Final,
    /// Came to nothing.
    Void {
        /// Why.
        why: UnitFailure,
    },
}

/// A unit in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnitRow {
    /// The job.
    pub job: JobId,
    /// The unit.
    pub unit: UnitId,
    /// This node's part in it.
    pub side: Side,
    /// How far its money is.
    pub state: UnitState,
    /// Its value: reserved, pending or final. Zero when void.
    pub gross: Amount,
    /// Energy above idle, where it was measured.
    pub energy: Option<Millijoules>,
    /// What that energy cost.
    pub electricity: Amount,
    /// `gross - electricity`.
    pub net: Amount,
    /// Time on the GPU in milliseconds.
    #[ts(type = "number")]
    pub busy_ms: u64,
    /// When its newest entry was made.
    pub changed_at: UnixMillis,
}

/// Sums over a span of time, as a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Earnings {
    /// Value of the units finished in it, pending and final.
    pub gross: Amount,
    /// Electricity that they took, and that void ones took.
    pub electricity: Amount,
    /// `gross - electricity`.
    pub net: Amount,
    /// The part of `gross` that no receipt covers yet, of jobs that go on.
    pub pending: Amount,
    /// The part of `gross` that no receipt covers, of jobs that have ended: it is paid when that requester comes back.
    pub held: Amount,
    /// The part of `gross` that receipts cover.
    pub settled: Amount,
    /// Energy above idle.
    pub energy: Millijoules,
    /// Units finished.
    pub units: u32,
    /// Spent as a requester.
    pub spent: Amount,
}

/// The outcome of recomputing the books from nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Audit {
    /// Transfers read.
    #[ts(type = "number")]
    pub transfers: u64,
    /// Receipts whose signature was checked.
    #[ts(type = "number")]
    pub receipts: u64,
    /// Hash of the newest link of the chain, in hex.
    pub head: String,
    /// Everything that does not add up. Empty: the books are right.
    pub faults: Vec<String>,
}

/// A receipt as it came: the payer's signed word for what it owes in all for a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptRow {
    /// When it came, or was given.
    pub at: UnixMillis,
    /// Who signed it.
    pub payer: NodeId,
    /// Units that it covers in all.
    pub units: u32,
    /// What it promises in all.
    pub total: Amount,
    /// The bytes that were signed, in hex: the kind of statement, a zero, and the encoded receipt.
    pub statement: String,
    /// The Ed25519 signature over them, in hex.
    pub signature: String,
}

impl ReceiptRow {
    /// A receipt that came, or was given, at that time, and what it says.
    pub fn new(at: UnixMillis, signed: &Signed<Receipt>, units: u32, total: Amount) -> Self {
        let (statement, signature) = signed.proof();
        Self { at, payer: signed.signer(), units, total, statement: hex(&statement), signature: hex(&signature) }
    }

    /// Whether its payer signed it, and it says what the row says.
    pub fn holds(&self) -> bool {
        let signature = unhex(&self.signature).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
        let signed = unhex(&self.statement).zip(signature);
        let signed = signed.and_then(|(bytes, signature)| Signed::<Receipt>::from_proof(self.payer, &bytes, signature));
        let receipt = signed.and_then(|signed| signed.verify().ok());
        receipt.is_some_and(|receipt| {
            (receipt.payer, receipt.units, receipt.cumulative) == (self.payer, self.units, self.total)
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    text.len().is_multiple_of(2).then(|| pairs.collect())?
}

/// What work with one peer came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerRecord {
    /// Who.
    pub peer: NodeId,
    /// This node's part in it.
    pub side: Side,
    /// Jobs agreed on.
    pub jobs: u32,
    /// Units paid.
    pub paid_units: u32,
    /// Units that came to nothing because of how they were made or paid: not those that an owner interrupted.
    pub failed_units: u32,
    /// Value of what was finished.
    pub gross: Amount,
    /// The newest entry.
    pub last: UnixMillis,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::Keypair;

    #[test]
    fn a_receipt_row_holds_as_long_as_nobody_touches_it() {
        let payer = Keypair::from_secret([7; 32]);
        let (job, payee) = (JobId([1; 16]), NodeId([2; 32]));
        let (units, total, at) = (3, Amount::from_micros(30), UnixMillis(9));
        let receipt = Receipt { job, payer: payer.node_id(), payee, units, cumulative: total, issued_at: at };
        let row = ReceiptRow::new(at, &Signed::new(&receipt, &payer), units, total);
        assert!(row.holds());
        let flip = |text: &str| text.replacen(|_| true, if text.starts_with('0') { "1" } else { "0" }, 1);
        let touched = [
            ReceiptRow { units: 4, ..row.clone() },
            ReceiptRow { total: Amount::from_micros(31), ..row.clone() },
            ReceiptRow { payer: payee, ..row.clone() },
            ReceiptRow { statement: flip(&row.statement), ..row.clone() },
            ReceiptRow { signature: flip(&row.signature), ..row.clone() },
            ReceiptRow { signature: String::new(), ..row.clone() },
            ReceiptRow { statement: "ä0".into(), ..row },
        ];
        assert!(touched.iter().all(|row| !row.holds()), "{touched:?}");
    }
}
