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

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::job::{BlobRef, RenderSpec, View};
    use idlewatt_proto::negotiation::Price;
    use idlewatt_proto::{BlobHash, Bytes, JobId};

    fn picture(side: u32, scene: u64) -> JobSpec {
        let scene = BlobRef { hash: BlobHash([1; 32]), size: Bytes(scene) };
        JobSpec::Render(RenderSpec { scene, view: View::new(side, side), spp: 64, mature: false })
    }

    #[test]
    fn a_relay_carries_small_pictures_of_small_scenes() {
        const SPEED: u64 = 100_000_000;
        assert!(fits_a_relay(&picture(256, 10_000), SPEED));
        assert!(!fits_a_relay(&picture(256, RELAYED_BLOB_BYTES + 1), SPEED), "a large scene");
        assert!(!fits_a_relay(&picture(512, 10_000), SPEED), "a large tile");
        assert!(!fits_a_relay(&picture(16_384, 10_000), SPEED), "many tiles");
        assert!(!fits_a_relay(&picture(256, 10_000), 1), "a small picture in many passes");
    }

    #[test]
    fn who_is_reached_directly_comes_before_who_is_cheaper() {
        let proposal = |node: u8, micros: i64| Proposal {
            job: JobId([5; 16]),
            provider: NodeId([node; 32]),
            requester: NodeId([9; 32]),
            price: Price { per_giga: Amount::from_micros(micros) },
            per_second: 1,
            expires_at: UnixMillis(0),
        };
        let mut ranked = [(proposal(1, 5), true), (proposal(2, 9), false), (proposal(3, 4), true)];
        ranked.sort_by_key(|(proposal, relayed)| rank(proposal, *relayed));
        assert_eq!(ranked.map(|(proposal, _)| proposal.provider.0[0]), [2, 3, 1]);
    }
}
