//! Who is connected, how fast they may ask, and where peers were heard to be.

use crate::address;
use crate::limits::{ADDRESS_BOOK, CIRCUIT_LINGERS, IDLE, REQUEST_BURST, REQUESTS_PER_SECOND};
use crate::reach::{Scope, ip, scope};
use crate::relay::{self, Carried};
use idlewatt_proto::NodeId;
use idlewatt_proto::limits::ADDRESSES;
use libp2p::core::ConnectedPoint;
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
    /// `quic` or `tcp`; of a circuit: `relay`.
    pub transport: &'static str,
    /// Round trip, where measured.
    pub rtt: Option<Duration>,
}

/// How a connected peer is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Without anybody between.
    Direct,
    /// Over a circuit only, which does not carry much.
    Relayed,
}

/// The same, and since when it is so.
pub(crate) type Way = (Path, Instant);

struct Neighbour {
    node: NodeId,
    connections: Vec<Connection>,
    tokens: f64,
    refilled: Instant,
    /// When somebody here or there last asked something.
    used: Instant,
}

struct Connection {
    id: ConnectionId,
    place: Multiaddr,
    circuit: bool,
    dialled: bool,
    rtt: Option<Duration>,
    since: Instant,
}

impl Neighbour {
    fn since(&self, circuit: bool) -> Option<Instant> {
        self.connections.iter().filter(|connection| connection.circuit == circuit).map(|one| one.since).min()
    }

    fn way(&self) -> Option<Way> {
        let direct = self.since(false).map(|since| (Path::Direct, since));
        direct.or_else(|| Some((Path::Relayed, self.since(true)?)))
    }
}

/// The connected peers. Bounded by the limits on connections.
#[derive(Default)]
pub(crate) struct Neighbours(HashMap<PeerId, Neighbour>);

impl Neighbours {
    pub(crate) fn connected(&mut self, peer: PeerId, node: NodeId, id: ConnectionId, endpoint: &ConnectedPoint) {
        let now = Instant::now();
        let new = || Neighbour { node, connections: Vec::new(), tokens: REQUEST_BURST, refilled: now, used: now };
        self.0.entry(peer).or_insert_with(new).connections.push(Connection {
            id,
            place: relay::place(endpoint),
            circuit: endpoint.is_relayed(),
            dialled: endpoint.is_dialer(),
            rtt: None,
            since: now,
        });
    }

    pub(crate) fn disconnected(&mut self, peer: &PeerId, connection: ConnectionId) {
        let Some(neighbour) = self.0.get_mut(peer) else { return };
        neighbour.connections.retain(|known| known.id != connection);
        if neighbour.connections.is_empty() {
            self.0.remove(peer);
        }
    }

    pub(crate) fn measured(&mut self, peer: &PeerId, connection: ConnectionId, rtt: Duration) {
        let connections = self.0.get_mut(peer).into_iter().flat_map(|neighbour| &mut neighbour.connections);
        for known in connections.filter(|known| known.id == connection) {
            known.rtt = Some(rtt);
        }
    }

    /// Who asks, if it does not ask too often: a token bucket per peer.
    pub(crate) fn admit(&mut self, peer: &PeerId, now: Instant) -> Option<NodeId> {
        let neighbour = self.0.get_mut(peer)?;
        let since = now.saturating_duration_since(neighbour.refilled).as_secs_f64();
        neighbour.tokens = (neighbour.tokens + since * REQUESTS_PER_SECOND).min(REQUEST_BURST);
        (neighbour.refilled, neighbour.used) = (now, now);
        (neighbour.tokens >= 1.0).then(|| {
            neighbour.tokens -= 1.0;
            neighbour.node
        })
    }

    /// How far the farthest of them is; `None`: nobody is there.
    pub(crate) fn farthest(&self) -> Option<Scope> {
        self.places().map(|(_, place)| scope(place)).max()
    }

    /// Everyone, and where each is, once for each direct connection: over a circuit one sees where the relay is.
    pub(crate) fn places(&self) -> impl Iterator<Item = (PeerId, &Multiaddr)> {
        self.0.iter().flat_map(|(peer, neighbour)| direct(&neighbour.connections).map(|one| (*peer, &one.place)))
    }

    /// A direct connection that this node made: where to.
    pub(crate) fn dialled(&self, peer: &PeerId) -> Option<&Multiaddr> {
        direct(&self.0.get(peer)?.connections).find(|one| one.dialled).map(|one| &one.place)
    }

    /// Whether this node has called anybody so far away over this transport.
    pub(crate) fn any_dialled(&self, transport: &str, distance: Option<Scope>) -> bool {
        let connections = self.0.values().flat_map(|neighbour| direct(&neighbour.connections));
        let far = connections.filter(|one| one.dialled && Some(scope(&one.place)) >= distance);
        far.into_iter().any(|one| address::transport(&one.place) == transport)
    }

    /// Whether this is a direct connection that this node made.
    pub(crate) fn is_dialled(&self, peer: &PeerId, connection: ConnectionId) -> bool {
        let connections = self.0.get(peer).into_iter().flat_map(|neighbour| direct(&neighbour.connections));
        connections.into_iter().any(|one| one.id == connection && one.dialled)
    }

    pub(crate) fn is_direct(&self, peer: &PeerId) -> bool {
        self.0.get(peer).is_some_and(|neighbour| neighbour.since(false).is_some())
    }

    /// Something is asked of it.
    pub(crate) fn used(&mut self, peer: &PeerId, now: Instant) {
        if let Some(neighbour) = self.0.get_mut(peer) {
            neighbour.used = now;
        }
    }

    /// How each is reached.
    pub(crate) fn ways(&self) -> HashMap<NodeId, Way> {
        self.0.values().filter_map(|neighbour| Some((neighbour.node, neighbour.way()?))).collect()
    }

    pub(crate) fn any_circuit(&self) -> bool {
        self.0.values().any(|neighbour| neighbour.since(true).is_some())
    }

    /// Circuits that are of no use: a direct connection has stood beside them for a while, or nobody asks anything.
    pub(crate) fn needless_circuits(&self, carried: &Carried, now: Instant) -> Vec<ConnectionId> {
        let ago = |at: Instant| now.saturating_duration_since(at);
        let needless = |neighbour: &&Neighbour| {
            let beside = neighbour.since(false).is_some_and(|since| ago(since) >= CIRCUIT_LINGERS);
            (beside || ago(neighbour.used) >= IDLE) && !carried.any(&neighbour.node)
        };
        let circuits = |neighbour: &'_ Neighbour| {
            neighbour.connections.iter().filter(|one| one.circuit).map(|one| one.id).collect::<Vec<_>>()
        };
        self.0.values().filter(needless).flat_map(circuits).collect()
    }

    /// The machines that a peer comes from.
    pub(crate) fn from(&self, peer: &PeerId) -> Vec<IpAddr> {
        let connections = self.0.get(peer).into_iter().flat_map(|neighbour| direct(&neighbour.connections));
        connections.filter_map(|one| ip(&one.place)).collect()
    }

    /// Everyone, each by its first connection; direct ones come before circuits.
    pub(crate) fn list(&self) -> Vec<Peer> {
        let peer = |neighbour: &Neighbour| {
            let one = neighbour.connections.iter().min_by_key(|one| one.circuit)?;
            let transport = if one.circuit { "relay" } else { address::transport(&one.place) };
            Some(Peer { node: neighbour.node, address: one.place.to_string(), transport, rtt: one.rtt })
        };
        let mut peers: Vec<Peer> = self.0.values().filter_map(peer).collect();
        peers.sort_by_key(|peer| peer.node);
        peers
    }
}

fn direct(connections: &[Connection]) -> impl Iterator<Item = &Connection> {
    connections.iter().filter(|one| !one.circuit)
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

    const CIRCUIT: &str = "/ip4/203.0.113.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN/p2p-circuit";

    fn from(address: &str) -> ConnectedPoint {
        let local_addr: Multiaddr = address.parse().expect("an address");
        ConnectedPoint::Listener { send_back_addr: local_addr.clone(), local_addr }
    }

    #[test]
    fn a_circuit_is_no_place_and_goes_when_a_direct_connection_stands_beside_it() {
        let (peer, node, now) = (PeerId::random(), NodeId([1; 32]), Instant::now());
        let (mut neighbours, carried) = (Neighbours::default(), Carried::default());
        let [circuit, direct] = [1, 2].map(ConnectionId::new_unchecked);
        neighbours.connected(peer, node, circuit, &from(CIRCUIT));
        assert_eq!((neighbours.from(&peer), neighbours.farthest()), (vec![], None));
        assert_eq!(neighbours.list()[0].transport, "relay");
        assert!(neighbours.needless_circuits(&carried, now).is_empty());
        let idle = now + IDLE + Duration::from_secs(1);
        assert_eq!(neighbours.needless_circuits(&carried, idle), [circuit]);

        neighbours.connected(peer, node, direct, &from("/ip4/203.0.113.2/tcp/1"));
        assert_eq!(neighbours.list()[0].transport, "tcp");
        assert!(matches!(neighbours.ways()[&node], (Path::Direct, _)));
        let later = now + CIRCUIT_LINGERS + Duration::from_secs(1);
        let load = carried.load(node);
        assert!(neighbours.needless_circuits(&carried, later).is_empty(), "a stream runs over it");
        drop(load);
        assert_eq!(neighbours.needless_circuits(&carried, later), [circuit]);
    }

    #[test]
    fn a_peer_that_asks_too_often_is_held_back_and_comes_again() {
        let (peer, now) = (PeerId::random(), Instant::now());
        let mut neighbours = Neighbours::default();
        neighbours.connected(
            peer,
            NodeId([1; 32]),
            ConnectionId::new_unchecked(1),
            &from("/ip4/127.0.0.1/udp/1/quic-v1"),
        );
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
