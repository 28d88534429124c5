//! The talk before the work, `/idlewatt/negotiate/3`: call for proposals, proposal, agreement.

use crate::ids::{BlobHash, JobId, NodeId};
use crate::job::{BlobRef, JobSpec, SceneFacts};
use crate::measure::{Amount, UnixMillis};
use crate::reason::Refusal;
use crate::sign::{Signed, Statement};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A price, per thousand million of what the kind of work is measured in: pixel samples of a picture, thousandths of a
/// token of text. So text has its price per million tokens said, and a token that is read costs a tenth of one
/// ([`crate::job::READ_WEIGHT`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Price {
    /// Micro-credits for 1 000 000 000 of them.
    pub per_giga: Amount,
}

impl Price {
    /// The price of so much, rounded up. `None` beyond 64 bits.
    pub fn cost(&self, measure: u64) -> Option<Amount> {
        self.per_giga.scaled(measure, 1_000_000_000)
    }
}

/// What a requester asks a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// What would this job cost with you?
    Cfp(Cfp),
    /// I take your proposal.
    Accept(Signed<Agreement>),
    /// May I have this model? It is fetched as a blob.
    Model(BlobHash),
}

/// A call for proposals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cfp {
    /// The requester's name for the job.
    pub job: JobId,
    /// What is to be done.
    pub spec: JobSpec,
    /// For a picture: what the requester's own worker found in the scene. A hint for the price; the provider looks for
    /// itself.
    pub facts: Option<SceneFacts>,
    /// What the requester will not exceed.
    pub max_price: Option<Price>,
}

/// What a provider answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// For this much.
    Propose(Signed<Proposal>),
    /// Agreed; open the job's stream.
    Agreed,
    /// The model may be fetched now.
    Offered(BlobRef),
    /// No, because.
    Refuse(Refusal),
}

/// A provider's binding price for a job, until it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The job.
    pub job: JobId,
    /// Who proposes; must be the signer.
    pub provider: NodeId,
    /// To whom.
    pub requester: NodeId,
    /// For how much.
    pub price: Price,
    /// How fast it expects to be, in what the work is measured in, per second.
    pub per_second: u64,
    /// Until when it stands.
    pub expires_at: UnixMillis,
}

impl Statement for Proposal {
    const DOMAIN: &'static str = "idlewatt proposal 2";
}

/// What both sides agreed on: the proposal as signed by the provider, under the requester's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The job.
    pub job: JobId,
    /// The proposal that is taken.
    pub proposal: Signed<Proposal>,
    /// BLAKE3 of the encoded [`JobSpec`]: neither side can later say that it was another job.
    pub spec_hash: [u8; 32],
}

impl Statement for Agreement {
    const DOMAIN: &'static str = "idlewatt agreement 2";
}

impl JobSpec {
    /// Names a description in agreements.
    pub fn hash(&self) -> [u8; 32] {
        *blake3::hash(&crate::wire::encode(self)).as_bytes()
    }
}
