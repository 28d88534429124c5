//! Which providers to ask, and whose proposal to take.

use idlewatt_proto::advert::{Advert, Query};
use idlewatt_proto::negotiation::Proposal;
use idlewatt_proto::{Amount, NodeId, UnixMillis};
use std::cmp::Reverse;

/// Adverts that fit a query, cheapest and then fastest first.
pub fn fitting(adverts: impl IntoIterator<Item = Advert>, query: &Query, now: UnixMillis) -> Vec<Advert> {
    let mut fitting: Vec<Advert> = adverts
        .into_iter()
        .filter(|advert| advert.expires_at > now)
        .filter(|advert| advert.render.free || !query.free_only)
        .filter(|advert| query.max_price.is_none_or(|max| advert.render.floor <= max))
        .collect();
    fitting.sort_by_key(|advert| (advert.render.floor, Reverse(advert.render.samples_per_second), advert.node));
    fitting.truncate(usize::from(query.limit));
    fitting
}

/// What a proposal is worth to a requester; the least comes first: the cheapest, then the fastest. Ties fall by name,
/// so that the choice can be replayed.
pub fn rank(proposal: &Proposal) -> (Amount, Reverse<u64>, NodeId) {
    (proposal.price.per_giga, Reverse(proposal.samples_per_second), proposal.provider)
}
