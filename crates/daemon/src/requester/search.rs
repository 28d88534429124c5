//! Finds providers and gets their binding prices.

use crate::house::{House, dice, failed, now};
use crate::limits::{ASKED_AT_ONCE, PROPOSAL_WITHIN, PROPOSALS_PATIENCE};
use idlewatt_control::messages::{Decline, Declined};
use idlewatt_ledger::{Entry, JobKey, Outcome};
use idlewatt_mesh::{AskError, Path};
use idlewatt_policy::{admit, choose};
use idlewatt_proto::Amount;
use idlewatt_proto::advert::{Advert, Query, Want};
use idlewatt_proto::books::Side;
use idlewatt_proto::job::{JobSpec, SceneFacts};
use idlewatt_proto::negotiation::{Agreement, Answer, Ask, Cfp, Price, Proposal};
use idlewatt_proto::reason::{Refusal, StopReason};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::wire;
use idlewatt_proto::{JobId, NodeId};
use std::sync::Arc;
use tokio::task::JoinSet;

/// What is asked of providers.
pub struct Wanted {
    pub want: Want,
    pub spec: JobSpec,
    /// Of a scene.
    pub facts: Option<SceneFacts>,
    pub max_price: Option<Price>,
}

/// A proposal that can be taken.
pub struct Offer {
    pub proposal: Proposal,
    pub signed: Signed<Proposal>,
    pub advert: Advert,
}

/// What came of asking everybody.
#[derive(Default)]
pub struct Proposals {
    /// Best first.
    pub offers: Vec<Offer>,
    /// Whether somebody would do it if it were smaller.
    pub too_large: bool,
}

/// Asks everybody who might do it.
pub async fn proposals(
    house: &Arc<House>,
    wanted: &Arc<Wanted>,
    excluded: impl Fn(&NodeId) -> bool,
    refusals: &mut Vec<Declined>,
) -> Proposals {
    let query =
        Query { want: wanted.want.clone(), max_price: wanted.max_price, free_only: true, limit: ASKED_AT_ONCE as u16 };
    let found = house.mesh.find(query.clone()).await;
    let adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok());
    let mut adverts: Vec<Advert> = adverts.collect();
    if wanted.want == Want::Render {
        let known = |advert: &Advert| adverts.iter().any(|other| other.node == advert.node);
        let freed: Vec<Advert> = house.freed.all().into_iter().filter(|advert| !known(advert)).collect();
        adverts.extend(freed);
    }
    let asked = |advert: &Advert| advert.node != house.node() && !excluded(&advert.node);
    let candidates = adverts.into_iter().filter(|advert| asked(advert) && !house.freed.is_silent(&advert.node));
    let mut asking = JoinSet::new();
    for advert in choose::fitting(candidates, &query, now()) {
        let (house, wanted) = (Arc::clone(house), Arc::clone(wanted));
        asking.spawn(async move { (advert.node, ask(&house, &wanted, advert).await) });
    }
    let Proposals { mut offers, mut too_large } = Proposals::default();
    let mut patience = tokio::time::Instant::now() + PROPOSAL_WITHIN;
    while let Ok(Some(asked)) = tokio::time::timeout_at(patience, asking.join_next()).await {
        if offers.is_empty() && matches!(asked, Ok((_, Ok(_)))) {
            patience = patience.min(tokio::time::Instant::now() + PROPOSALS_PATIENCE);
        }
        match asked {
            Ok((_, Ok(offer))) => offers.push(offer),
            Ok((node, Err(why))) => {
                too_large |= matches!(why, Decline::Refused { why: Refusal::TooLarge { .. } });
                if wanted.want == Want::Render && matches!(why, Decline::Silent { .. }) {
                    house.freed.hush(node);
                }
                refusals.push(Declined { node, why });
            }
            Err(_) => {}
        }
    }
    let relayed = |offer: &Offer| house.mesh.path(offer.proposal.provider) == Some(Path::Relayed);
    offers.sort_by_key(|offer: &Offer| choose::rank(&offer.proposal, relayed(offer)));
    Proposals { offers, too_large }
}

/// One call for proposals, under a job name of its own.
async fn ask(house: &House, wanted: &Wanted, advert: Advert) -> Result<Offer, Decline> {
    let call = Cfp {
        job: JobId(std::array::from_fn(|_| dice() as u8)),
        spec: wanted.spec.clone(),
        facts: wanted.facts.clone(),
        max_price: wanted.max_price,
    };
    let asking = within(house.mesh.ask(advert.node, Ask::Cfp(call.clone())));
    let answer = asking.await.map_err(|what| Decline::Silent { what })?;
    let proposal = admit::acceptable(&answer, &call, advert.node, house.node(), now());
    let proposal = proposal.map_err(|why| Decline::Refused { why })?;
    let Answer::Propose(signed) = answer else {
        return Err(Decline::Strange { what: "it did not propose".to_owned() });
    };
    if !choose::fits_a_relay(&wanted.spec, proposal.per_second) {
        match house.mesh.settle(advert.node).await {
            Ok(Path::Direct) => {}
            Ok(Path::Relayed) => return Err(Decline::OnlyRelayed),
            Err(error) => return Err(Decline::Silent { what: error.to_string() }),
        }
    }
    Ok(Offer { proposal, signed, advert })
}

/// Takes a proposal, and writes what was agreed into the books before anything is sent.
pub async fn agree(house: &House, spec: &JobSpec, offer: &Offer) -> Result<JobKey, StopReason> {
    let provider = offer.proposal.provider;
    let key = JobKey { job: offer.proposal.job, side: Side::Requester, peer: provider };
    let agreement = accept(house, spec, offer).await?;
    let opened = Entry::JobOpened {
        key,
        title: spec.title().to_string(),
        price: offer.proposal.price,
        spec: wire::encode(spec),
        agreement: wire::encode(&agreement),
        at: now(),
    };
    match house.books.record(opened).await {
        Ok(Outcome::Recorded | Outcome::Repeated) => {}
        Ok(Outcome::Rejected(why)) => return Err(failed(why)),
        Err(error) => return Err(failed(error)),
    }
    let price: Amount = offer.proposal.price.per_giga;
    tracing::info!(job = %key.job, provider = provider.short(), %price, "agreed");
    Ok(key)
}

async fn accept(house: &House, spec: &JobSpec, offer: &Offer) -> Result<Signed<Agreement>, StopReason> {
    let agreement = Agreement { job: offer.proposal.job, proposal: offer.signed.clone(), spec_hash: spec.hash() };
    let signed = Signed::new(&agreement, &house.key);
    match within(house.mesh.ask(offer.proposal.provider, Ask::Accept(signed.clone()))).await.map_err(failed)? {
        Answer::Agreed => Ok(signed),
        Answer::Refuse(why) => Err(StopReason::Refused { why }),
        Answer::Propose(_) | Answer::Offered(_) => Err(failed("it answered with another proposal")),
    }
}

async fn within(asking: impl Future<Output = Result<Answer, AskError>>) -> Result<Answer, String> {
    match tokio::time::timeout(PROPOSAL_WITHIN, asking).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it did not answer in time".into()),
    }
}
