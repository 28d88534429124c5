//! Which providers to ask, and whose proposal to take.

use idlewatt_proto::advert::{Advert, Query};
use idlewatt_proto::negotiation::Proposal;
use idlewatt_proto::{Amount, NodeId, UnixMillis};
use std::cmp::Reverse;

/// Adverts that fit a query: free before busy, cheap before dear, fast before slow.
pub fn fitting(adverts: impl IntoIterator<Item = Advert>, query: &Query, now: UnixMillis) -> Vec<Advert> {
    let current = adverts.into_iter().filter(|advert| advert.expires_at > now);
    let mut fitting: Vec<_> = current.filter_map(|advert| Some((advert.place(query)?, advert))).collect();
    fitting.sort_by(|(a, _), (b, _)| a.cmp(b));
    fitting.truncate(usize::from(query.limit));
    fitting.into_iter().map(|(_, advert)| advert).collect()
}

/// What a proposal is worth to a requester; the least comes first: the cheapest, then the fastest. Ties fall by name,
/// so that the choice can be replayed.
pub fn rank(proposal: &Proposal) -> (Amount, Reverse<u64>, NodeId) {
    (proposal.price.per_giga, Reverse(proposal.per_second), proposal.provider)
}
