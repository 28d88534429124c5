//! Proof of payment. Cumulative per job: only the newest counts, a lost one costs one interval,
//! and an old one shown twice pays nothing.

use crate::ids::{JobId, NodeId};
use crate::measure::{Amount, UnixMillis};
use crate::sign::Statement;
use serde::{Deserialize, Serialize};

/// "So far I owe you this for that job", signed by the payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The job.
    pub job: JobId,
    /// Who pays; must be the signer.
    pub payer: NodeId,
    /// Who is paid.
    pub payee: NodeId,
    /// Units accepted so far. Grows by one with each receipt's unit.
    pub units: u32,
    /// Owed so far, for all of them.
    pub cumulative: Amount,
    /// The payer's clock.
    pub issued_at: UnixMillis,
}

impl Statement for Receipt {
    const DOMAIN: &'static str = "idlewatt receipt 1";
}
