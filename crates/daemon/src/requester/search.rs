//! Finds providers and gets their binding prices.

use super::{Picture, job_spec};
use crate::house::{House, dice, now};
use crate::limits::{ASKED_AT_ONCE, PROPOSAL_WITHIN};
use idlewatt_mesh::AskError;
use idlewatt_policy::{admit, choose};
use idlewatt_proto::advert::{Advert, Query};
use idlewatt_proto::device::Device;
use idlewatt_proto::negotiation::{Agreement, Answer, Ask, Cfp, Proposal};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{JobId, NodeId};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A proposal that can be taken.
pub struct Offer {
    pub proposal: Proposal,
    pub signed: Signed<Proposal>,
    pub device: Device,
}

/// Asks everybody who might do it, and returns what they propose, best first.
pub async fn proposals(
    house: &Arc<House>,
    picture: &Arc<Picture>,
    excluded: impl Fn(&NodeId) -> bool,
    refusals: &mut Vec<String>,
) -> Vec<Offer> {
    let query = Query { max_price: picture.request.max_price, free_only: true, limit: ASKED_AT_ONCE as u16 };
    let found = house.mesh.find(query.clone()).await;
    let adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok());
    let candidates = adverts.filter(|advert| advert.node != house.node() && !excluded(&advert.node));
    let mut asking = JoinSet::new();
    for advert in choose::fitting(candidates, &query, now()) {
        let (house, picture) = (Arc::clone(house), Arc::clone(picture));
        asking.spawn(async move { (advert.node, ask(&house, &picture, advert).await) });
    }
    let mut offers = Vec::new();
    while let Some(asked) = asking.join_next().await {
        match asked {
            Ok((_, Ok(offer))) => offers.push(offer),
            Ok((node, Err(why))) => refusals.push(format!("{}: {why}", node.short())),
            Err(_) => {}
        }
    }
    offers.sort_by_key(|offer: &Offer| choose::rank(&offer.proposal));
    offers
}

/// One call for proposals, under a job name of its own.
async fn ask(house: &House, picture: &Picture, advert: Advert) -> Result<Offer, String> {
    let call = Cfp {
        job: JobId(std::array::from_fn(|_| dice() as u8)),
        spec: job_spec(picture),
        facts: picture.facts.clone(),
        max_price: picture.request.max_price,
    };
    let answer = within(house.mesh.ask(advert.node, Ask::Cfp(call.clone()))).await?;
    let proposal =
        admit::acceptable(&answer, &call, advert.node, house.node(), now()).map_err(|why| why.to_string())?;
    let Answer::Propose(signed) = answer else { return Err("it did not propose".into()) };
    Ok(Offer { proposal, signed, device: advert.device })
}

/// Takes a proposal.
pub async fn accept(house: &House, picture: &Picture, offer: &Offer) -> Result<Signed<Agreement>, String> {
    let agreement =
        Agreement { job: offer.proposal.job, proposal: offer.signed.clone(), spec_hash: job_spec(picture).hash() };
    let signed = Signed::new(&agreement, &house.key);
    match within(house.mesh.ask(offer.proposal.provider, Ask::Accept(signed.clone()))).await? {
        Answer::Agreed => Ok(signed),
        Answer::Refuse(why) => Err(why.to_string()),
        Answer::Propose(_) => Err("it answered with another proposal".into()),
    }
}

async fn within(asking: impl Future<Output = Result<Answer, AskError>>) -> Result<Answer, String> {
    match tokio::time::timeout(PROPOSAL_WITHIN, asking).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it did not answer in time".into()),
    }
}
