//! This node among others: who is connected, who gets through to it, what work with each peer came to, and who else offers
//! to render.

use crate::house::{House, locked, now};
use crate::limits::{MARKET_EVERY, MARKET_ROWS, MARKET_WITHIN, RECORDS_SHOWN};
use idlewatt_control::messages::{ControlError, MarketRow, Network, PeerRow, Reachability, Response};
use idlewatt_mesh::Reach;
use idlewatt_policy::price;
use idlewatt_proto::advert::{Advert, Query, Want};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::limits::ADVERTS_PER_ANSWER;
use idlewatt_proto::reason::NoRelay;
use std::cmp::Reverse;
use std::sync::Mutex;
use std::time::Instant;

/// What index nodes told last. Windows that stay open ask for it again and again, and the mesh is asked seldom.
#[derive(Default)]
pub struct Market(Mutex<Told>);

#[derive(Default)]
struct Told {
    asked: Option<Instant>,
    adverts: Vec<Advert>,
}

/// Everything about it.
pub async fn network(house: &House) -> Result<Response, ControlError> {
    let unusable = |error: &dyn std::fmt::Display| ControlError::Books { what: error.to_string() };
    let records = house.books.with(|ledger| ledger.peer_records(RECORDS_SHOWN)).await;
    let records = records.map_err(|error| unusable(&error))?.map_err(|error| unusable(&error))?;
    ask_around(house).await;
    Ok(Response::Network(Network {
        peers: peers(house),
        reachability: reachability(house),
        addresses: house.mesh.addresses(),
        relays_for: house.mesh.relays().serves,
        records,
        market: market(house),
    }))
}

/// Who is connected.
pub fn peers(house: &House) -> Vec<PeerRow> {
    let row = |peer: idlewatt_mesh::Peer| PeerRow {
        node: peer.node,
        address: peer.address,
        transport: peer.transport.to_owned(),
        rtt_us: peer.rtt.map(|rtt| u32::try_from(rtt.as_micros()).unwrap_or(u32::MAX)),
    };
    house.mesh.peers().into_iter().map(row).collect()
}

fn reachability(house: &House) -> Reachability {
    let relays = house.mesh.relays();
    match house.mesh.reachability() {
        Reach::Direct(address) => Reachability::Direct { address },
        Reach::Alone => Reachability::Alone { what: why_alone(house) },
        Reach::Unknown | Reach::OutgoingOnly if !relays.through.is_empty() => {
            let (punched, tries) = (relays.punched, relays.punches);
            Reachability::Relayed { through: relays.through, punched, tries }
        }
        Reach::Unknown => Reachability::Unknown,
        Reach::OutgoingOnly => Reachability::OutgoingOnly { relay: relays.why_none.unwrap_or(NoRelay::Asking) },
    }
}

fn why_alone(house: &House) -> String {
    let settings = house.settings.borrow();
    let set = settings.network.index_nodes.len() + settings.network.known_peers.len();
    match (set, settings.network.mdns) {
        (0, false) => "no index node and no peer is set".to_owned(),
        (0, true) => "no index node is set, and nobody else is in this network".to_owned(),
        (1, _) => "the only address in the settings does not answer".to_owned(),
        (set, _) => format!("none of the {set} addresses in the settings answers"),
    }
}

/// Asks index nodes who offers to render, unless that was done a moment ago.
async fn ask_around(house: &House) {
    {
        let mut told = locked(&house.market.0);
        if told.asked.is_some_and(|asked| asked.elapsed() < MARKET_EVERY) {
            return;
        }
        told.asked = Some(Instant::now());
    }
    let query = Query { want: Want::Render, max_price: None, free_only: false, limit: ADVERTS_PER_ANSWER as u16 };
    // Without an answer in time the last one stands until its adverts expire.
    let Ok(found) = tokio::time::timeout(MARKET_WITHIN, house.mesh.find(query)).await else { return };
    let adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok()).take(MARKET_ROWS).collect();
    locked(&house.market.0).adverts = adverts;
}

/// Who offers to render, this node included, cheapest first.
fn market(house: &House) -> Vec<MarketRow> {
    let now = now();
    let row = |advert: &Advert| MarketRow {
        provider: advert.node,
        device: advert.device.clone(),
        floor_per_gigasample: advert.render.floor.per_giga,
        samples_per_second: advert.render.samples_per_second,
        free: advert.render.free,
        ours: false,
    };
    let others: Vec<MarketRow> =
        locked(&house.market.0).adverts.iter().filter(|advert| advert.expires_at > now).map(row).collect();
    sorted(others.into_iter().chain(own(house)))
}

fn sorted(rows: impl Iterator<Item = MarketRow>) -> Vec<MarketRow> {
    let mut rows: Vec<MarketRow> = rows.collect();
    rows.sort_by_key(|row| (row.floor_per_gigasample, Reverse(row.samples_per_second), row.provider));
    rows
}

/// This node's own offer, whoever lists it.
fn own(house: &House) -> Option<MarketRow> {
    if !house.settings.borrow().provides() {
        return None;
    }
    let measured = house.adapter.borrow().measured.clone()?;
    let samples_per_second = house.speed(&measured);
    Some(MarketRow {
        provider: house.node(),
        device: measured.device,
        floor_per_gigasample: price::floor(&house.costs(), samples_per_second)?.per_giga,
        samples_per_second,
        free: house.may_work()
            && house.current.borrow().is_none()
            && house.settings.borrow().accept().takes(WorkKind::Render),
        ours: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::device::{Device, DeviceKind};
    use idlewatt_proto::{Amount, NodeId};

    #[test]
    fn the_cheapest_comes_first_and_among_equals_the_fastest() {
        let row = |node: u8, micros: i64, samples_per_second: u64| MarketRow {
            provider: NodeId([node; 32]),
            device: Device { name: "x".into(), backend: "y".into(), driver: "z".into(), kind: DeviceKind::Discrete },
            floor_per_gigasample: Amount::from_micros(micros),
            samples_per_second,
            free: true,
            ours: false,
        };
        let rows = sorted([row(1, 9, 1), row(2, 5, 1), row(3, 5, 2), row(0, 5, 2)].into_iter());
        assert_eq!(rows.iter().map(|row| row.provider.0[0]).collect::<Vec<_>>(), [0, 3, 2, 1]);
    }
}
