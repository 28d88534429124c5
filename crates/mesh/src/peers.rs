//! Who is connected, how fast they may ask, and where peers were heard to be.

use crate::address;
use crate::limits::{ADDRESS_BOOK, REQUEST_BURST, REQUESTS_PER_SECOND};
use crate::reach::{Scope, ip, scope};
use idlewatt_proto::NodeId;
use idlewatt_proto::limits::ADDRESSES;
use libp2p::swarm::ConnectionId;
use libp2p::{Multiaddr, PeerId};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::Instant;

/// A connected peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub node: NodeId,
    /// Over which address.
    pub address: String,
    /// `quic` or `tcp`.
    pub transport: &'static str,
    /// Round trip, where measured.
    pub rtt: Option<Duration>,
}

struct Neighbour {
    node: NodeId,
    connections: Vec<(ConnectionId, Multiaddr, Option<Duration>)>,
    tokens: f64,
    refilled: Instant,
}

/// The connected peers. Bounded by the limits on connections.
#[derive(Default)]
pub(crate) struct Neighbours(HashMap<PeerId, Neighbour>);

impl Neighbours {
    pub(crate) fn connected(&mut self, peer: PeerId, node: NodeId, connection: ConnectionId, address: Multiaddr) {
        let new = || Neighbour { node, connections: Vec::new(), tokens: REQUEST_BURST, refilled: Instant::now() };
        self.0.entry(peer).or_insert_with(new).connections.push((connection, address, None));
    }

    pub(crate) fn disconnected(&mut self, peer: &PeerId, connection: ConnectionId) {
        let Some(neighbour) = self.0.get_mut(peer) else { return };
        neighbour.connections.retain(|(id, ..)| *id != connection);
        if neighbour.connections.is_empty() {
            self.0.remove(peer);
        }
    }

    pub(crate) fn measured(&mut self, peer: &PeerId, connection: ConnectionId, rtt: Duration) {
        let connections = self.0.get_mut(peer).into_iter().flat_map(|neighbour| &mut neighbour.connections);
        for (_, _, known) in connections.filter(|(id, ..)| *id == connection) {
            *known = Some(rtt);
        }
    }

    /// Who asks, if it does not ask too often: a token bucket per peer.
    pub(crate) fn admit(&mut self, peer: &PeerId, now: Instant) -> Option<NodeId> {
        let neighbour = self.0.get_mut(peer)?;
        let since = now.saturating_duration_since(neighbour.refilled).as_secs_f64();
        neighbour.tokens = (neighbour.tokens + since * REQUESTS_PER_SECOND).min(REQUEST_BURST);
        neighbour.refilled = now;
        (neighbour.tokens >= 1.0).then(|| {
            neighbour.tokens -= 1.0;
            neighbour.node
        })
    }

    /// How far the farthest of them is; `None`: nobody is there.
    pub(crate) fn farthest(&self) -> Option<Scope> {
        self.places().map(|(_, place)| scope(place)).max()
    }

    /// Everyone, and where each is, once for each connection.
    pub(crate) fn places(&self) -> impl Iterator<Item = (PeerId, &Multiaddr)> {
        self.0.iter().flat_map(|(peer, neighbour)| neighbour.connections.iter().map(|(_, place, _)| (*peer, place)))
    }

    /// The machines that a peer comes from.
    pub(crate) fn from(&self, peer: &PeerId) -> Vec<IpAddr> {
        let connections = self.0.get(peer).into_iter().flat_map(|neighbour| &neighbour.connections);
        connections.filter_map(|(_, place, _)| ip(place)).collect()
    }

    /// Everyone, each by its first connection.
    pub(crate) fn list(&self) -> Vec<Peer> {
        let peer = |neighbour: &Neighbour| {
            let (_, address, rtt) = neighbour.connections.first()?;
            let transport = address::transport(address);
            Some(Peer { node: neighbour.node, address: address.to_string(), transport, rtt: *rtt })
        };
        let mut peers: Vec<Peer> = self.0.values().filter_map(peer).collect();
        peers.sort_by_key(|peer| peer.node);
        peers
    }
}

/// Where peers were heard to be. The longest known make room.
#[derive(Default)]
pub(crate) struct AddressBook {
    addresses: HashMap<PeerId, Vec<Multiaddr>>,
    oldest_first: VecDeque<PeerId>,
}

impl AddressBook {
    /// Adds addresses; the newest come first and push out the oldest.
    pub(crate) fn add(&mut self, peer: PeerId, addresses: Vec<Multiaddr>) {
        if !self.addresses.contains_key(&peer) {
            self.oldest_first.push_back(peer);
            if self.oldest_first.len() > ADDRESS_BOOK
                && let Some(oldest) = self.oldest_first.pop_front()
            {
                self.addresses.remove(&oldest);
            }
        }
        let known = self.addresses.entry(peer).or_default();
        known.retain(|address| !addresses.contains(address));
        known.splice(..0, addresses);
        known.truncate(ADDRESSES);
    }

    pub(crate) fn of(&self, peer: &PeerId) -> &[Multiaddr] {
        self.addresses.get(peer).map_or(&[], Vec::as_slice)
    }

    /// Forgets an address that was found to be somebody else's.
    pub(crate) fn remove(&mut self, peer: &PeerId, wrong: &Multiaddr) {
        if let Some(known) = self.addresses.get_mut(peer) {
            // Errors name the address with the peer, the book keeps it without.
            known.retain(|address| address != wrong && address.clone().with_p2p(*peer).as_ref() != Ok(wrong));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_that_asks_too_often_is_held_back_and_comes_again() {
        let (peer, now) = (PeerId::random(), Instant::now());
        let mut neighbours = Neighbours::default();
        let address: Multiaddr = "/ip4/127.0.0.1/udp/1/quic-v1".parse().expect("an address");
        neighbours.connected(peer, NodeId([1; 32]), ConnectionId::new_unchecked(1), address);
        let now = now + Duration::from_secs(1);
        let admitted = (0..1000).filter(|_| neighbours.admit(&peer, now).is_some()).count();
        assert_eq!(admitted, REQUEST_BURST as usize);
        assert!(neighbours.admit(&peer, now + Duration::from_secs(1)).is_some());
    }

    #[test]
    fn the_address_book_never_outgrows_its_bound() {
        let mut book = AddressBook::default();
        let first = PeerId::random();
        let address: Multiaddr = "/ip4/127.0.0.1/udp/1/quic-v1".parse().expect("an address");
        book.add(first, vec![address.clone()]);
        for _ in 0..ADDRESS_BOOK {
            book.add(PeerId::random(), vec![address.clone()]);
        }
        assert!(book.of(&first).is_empty());
        assert_eq!(book.addresses.len(), ADDRESS_BOOK);
    }
}
