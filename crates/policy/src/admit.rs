//! Admission: the one place where a stranger's call for proposals becomes a job, or a reason why not.

use crate::accept::Accept;
use crate::limits::{JOBS_AT_ONCE, PROPOSAL_LIFETIME_MS, TEXT_JOBS_AT_ONCE};
use crate::price::{self, Costs};
use idlewatt_proto::job::{JobSpec, RenderSpec, TextSpec, WorkKind};
use idlewatt_proto::limits::CONTEXT_TOKENS;
use idlewatt_proto::negotiation::{Agreement, Answer, Cfp, Price, Proposal};
use idlewatt_proto::reason::Refusal;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::text::{ModelFacts, TextSpeed};
use idlewatt_proto::{Amount, Bytes, JobId, NodeId, UnixMillis};

/// What admission looks at besides the call itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// This node.
    pub node: NodeId,
    /// Who calls.
    pub requester: NodeId,
    /// Whose work the owner takes.
    pub accept: Accept,
    /// Whether work may start now.
    pub free: bool,
    /// Pictures in hand or agreed, and text jobs that are being answered: a picture wants the card for itself.
    pub jobs: usize,
    /// Pictures in hand or agreed, and text jobs: those share a card with each other, not with a picture.
    pub text_jobs: TextJobs,
    /// Speed on the reference scene.
    pub samples_per_second: u64,
    /// The model that the call is about, if it is on offer.
    pub model: Option<Held>,
    /// What an hour of work costs.
    pub costs: Costs,
    /// Most device memory a job may take.
    pub memory: Bytes,
    /// What is told of it: what others leave of the card is no stranger's business.
    pub memory_told: Bytes,
    /// What this requester owes for work that was done and never paid.
    pub owed: Amount,
    /// The most that may be owed.
    pub owed_bound: Amount,
}

/// What stands against one more text job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextJobs {
    /// A picture is being rendered or agreed on, or another model answers somebody now.
    pub card_taken: bool,
    /// Text jobs agreed on.
    pub open: usize,
}

/// A model on the shelf that its owner offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What is in it.
    pub facts: ModelFacts,
    /// How fast it runs under the owner's limits.
    pub speed: TextSpeed,
}

/// A job that was let in, with the price that will be asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What is asked.
    pub price: Price,
    /// Speed to expect, in what the work is measured in.
    pub per_second: u64,
    /// Until when it stands.
    pub expires_at: UnixMillis,
}

/// Judges a call for proposals.
pub fn judge(call: &Cfp, desk: &Desk, now: UnixMillis) -> Result<Quote, Refusal> {
    call.spec.validate().map_err(|error| Refusal::Invalid { what: error.to_string() })?;
    let kind = kind(&call.spec, desk.model.as_ref().map(|held| &held.facts));
    // Before what passes: nobody need ask again.
    if let Some(refusal) = desk.accept.refuses(&desk.requester, kind, call.spec.mature()) {
        return Err(refusal);
    }
    if !desk.free {
        return Err(Refusal::NotIdle);
    }
    let busy = match &call.spec {
        JobSpec::Render(_) => desk.jobs >= JOBS_AT_ONCE,
        JobSpec::Text(_) => desk.text_jobs.card_taken || desk.text_jobs.open >= TEXT_JOBS_AT_ONCE,
    };
    if busy {
        return Err(Refusal::Busy);
    }
    if desk.owed > desk.owed_bound {
        return Err(Refusal::Unpaid { owed: desk.owed });
    }
    let (needs, per_second, most) = match &call.spec {
        JobSpec::Render(spec) => {
            let facts = call.facts.as_ref().ok_or(Refusal::Invalid { what: "no word about the scene".into() })?;
            let speed = price::expected_speed(desk.samples_per_second, facts.instanced_triangles);
            (memory_needed(spec, facts.device_bytes), speed, spec.pixel_samples())
        }
        JobSpec::Text(spec) => {
            let Held { facts, speed } = desk.model.as_ref().ok_or(Refusal::NoModel)?;
            if spec.tokens > facts.context {
                return Err(Refusal::Invalid { what: format!("this model has a context of {} tokens", facts.context) });
            }
            let most = u64::from(spec.tokens) * idlewatt_proto::job::SAID_WEIGHT;
            (text_memory(spec, facts), price::text_per_second(*speed), most)
        }
    };
    if needs > desk.memory {
        return Err(Refusal::TooLarge { needs, allowed: desk.memory_told });
    }
    let priceless = || Refusal::Invalid { what: "no price can be expressed for it".into() };
    let floor = price::floor(&desk.costs, per_second).ok_or_else(priceless)?;
    let asked = price::asked(&desk.costs, per_second).ok_or_else(priceless)?;
    let price = match call.max_price {
        Some(max) if max < floor => return Err(Refusal::BelowFloor { floor }),
        Some(max) => asked.min(max),
        None => asked,
    };
    price.cost(most).ok_or_else(priceless)?;
    Ok(Quote { price, per_second, expires_at: now.plus_ms(PROPOSAL_LIFETIME_MS) })
}

/// What kind of work a job is. `None`: that depends on a model which is not here.
pub fn kind(spec: &JobSpec, model: Option<&ModelFacts>) -> Option<WorkKind> {
    match spec {
        JobSpec::Render(_) => Some(WorkKind::Render),
        JobSpec::Text(_) => model.map(|facts| facts.kind.into()),
    }
}

/// Device memory of a job: the scene, and one unit.
pub fn memory_needed(spec: &RenderSpec, scene: Bytes) -> Bytes {
    scene.saturating_add(spec.view.unit_bytes())
}

/// Device memory of a text job: the weights, and the context of one request.
pub fn text_memory(spec: &TextSpec, facts: &ModelFacts) -> Bytes {
    facts.weight_bytes.saturating_add(Bytes(facts.token_bytes.0.saturating_mul(spec.tokens.into())))
}

/// Tokens that one request of a model can have in so much memory: no more than its context, and what travels.
pub fn text_tokens(facts: &ModelFacts, memory: Bytes) -> u32 {
    let room = memory.0.saturating_sub(facts.weight_bytes.0).checked_div(facts.token_bytes.0);
    let room = room.map_or(u32::MAX, |tokens| u32::try_from(tokens).unwrap_or(u32::MAX));
    facts.context.min(CONTEXT_TOKENS).min(room).max(1)
}

/// Checks an agreement against the call it must be about. `remembered`: the description in that call.
pub fn agreed(
    signed: &Signed<Agreement>,
    from: NodeId,
    node: NodeId,
    remembered: impl FnOnce(JobId) -> Option<JobSpec>,
    now: UnixMillis,
) -> Result<(Proposal, JobSpec), Refusal> {
    let agreement = signed.verify().map_err(|_| Refusal::BadSignature)?;
    let proposal = agreement.proposal.verify().map_err(|_| Refusal::BadSignature)?;
    if signed.signer() != from || agreement.proposal.signer() != node {
        return Err(Refusal::BadSignature);
    }
    let ours = proposal.provider == node && proposal.requester == from && proposal.job == agreement.job;
    if !ours || proposal.expires_at <= now {
        return Err(Refusal::Unknown);
    }
    let spec = remembered(agreement.job).ok_or(Refusal::Unknown)?;
    if spec.hash() != agreement.spec_hash {
        return Err(Refusal::Unknown);
    }
    Ok((proposal, spec))
}

/// What a requester accepts as an answer to its own call: signed by the one asked, about this job, in time, in budget.
pub fn acceptable(
    answer: &Answer,
    call: &Cfp,
    provider: NodeId,
    requester: NodeId,
    now: UnixMillis,
) -> Result<Proposal, Refusal> {
    let signed = match answer {
        Answer::Propose(signed) => signed,
        Answer::Refuse(refusal) => return Err(refusal.clone()),
        Answer::Agreed | Answer::Offered(_) => return Err(Refusal::Unknown),
    };
    let proposal = signed.verify().map_err(|_| Refusal::BadSignature)?;
    let to_the_point = proposal.job == call.job && proposal.requester == requester && proposal.provider == provider;
    if signed.signer() != provider {
        Err(Refusal::BadSignature)
    } else if !to_the_point || proposal.expires_at <= now || proposal.price.per_giga < Amount::ZERO {
        Err(Refusal::Unknown)
    } else if call.max_price.is_some_and(|max| proposal.price > max) {
        Err(Refusal::BelowFloor { floor: proposal.price })
    } else {
        Ok(proposal)
    }
}
