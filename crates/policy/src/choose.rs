//! Which providers to ask, and whose proposal to take.

use crate::plan;

use idlewatt_proto::advert::{Advert, Query};
use idlewatt_proto::job::JobSpec;
use idlewatt_proto::limits::{RELAYED_BLOB_BYTES, RELAYED_JOB_BYTES};
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

/// What a proposal is worth to a requester; the least comes first: who is reached directly before who is reached over a
/// relay, the cheapest, then the fastest. Ties fall by name, so that the choice can be replayed.
pub fn rank(proposal: &Proposal, relayed: bool) -> (bool, Amount, Reverse<u64>, NodeId) {
    (relayed, proposal.price.per_giga, Reverse(proposal.per_second), proposal.provider)
}

/// Whether a relay carries what a job moves, at a provider of this speed. Text is talk; a picture's scene and results are
/// blobs.
pub fn fits_a_relay(spec: &JobSpec, per_second: u64) -> bool {
    let JobSpec::Render(picture) = spec else { return true };
    let scene = picture.scene.size.0;
    // A larger one has more tiles than are worth counting.
    if scene > RELAYED_BLOB_BYTES
        || u64::from(picture.view.width) * u64::from(picture.view.height) * 12 > RELAYED_JOB_BYTES
    {
        return false;
    }
    let results = plan::units(picture, per_second).iter().map(|unit| unit.result_bytes()).collect::<Vec<_>>();
    results.iter().all(|bytes| *bytes <= RELAYED_BLOB_BYTES) && scene + results.iter().sum::<u64>() <= RELAYED_JOB_BYTES
}
