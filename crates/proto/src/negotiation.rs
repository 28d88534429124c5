//! The talk before the work, `/idlewatt/negotiate/1`: call for proposals, proposal, agreement.

use crate::ids::{JobId, NodeId};
use crate::job::{JobSpec, SceneFacts};
use crate::measure::{Amount, UnixMillis};
use crate::reason::Refusal;
use crate::sign::{Signed, Statement};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A price for path tracing, per thousand million pixel samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct RenderPrice {
    /// Micro-credits for 1 000 000 000 pixel samples.
    pub per_gigasample: Amount,
}

impl RenderPrice {
    /// The price of so many pixel samples, rounded up. `None` beyond 64 bits.
    pub fn cost(&self, pixel_samples: u64) -> Option<Amount> {
        self.per_gigasample.scaled(pixel_samples, 1_000_000_000)
    }
}

/// What a requester asks a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// What would this job cost with you?
    Cfp(Cfp),
    /// I take your proposal.
    Accept(Signed<Agreement>),
}

/// A call for proposals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cfp {
    /// The requester's name for the job.
    pub job: JobId,
    /// What is to be done.
    pub spec: JobSpec,
    /// What the requester's own worker found in the scene. A hint for the price; the provider looks for itself.
    pub facts: SceneFacts,
    /// What the requester will not exceed.
    pub max_price: Option<RenderPrice>,
}

/// What a provider answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// For this much.
    Propose(Signed<Proposal>),
    /// Agreed; open the job's stream.
    Agreed,
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
    pub price: RenderPrice,
    /// How fast it expects to be on this scene, in pixel samples per second.
    pub samples_per_second: u64,
    /// Until when it stands.
    pub expires_at: UnixMillis,
}

impl Statement for Proposal {
    const DOMAIN: &'static str = "idlewatt proposal 1";
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
    const DOMAIN: &'static str = "idlewatt agreement 1";
}

impl JobSpec {
    /// Names a description in agreements.
    pub fn hash(&self) -> [u8; 32] {
        *blake3::hash(&crate::wire::encode(self)).as_bytes()
    }
}
