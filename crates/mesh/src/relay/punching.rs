//! DCUtR, within bounds. Over a circuit the other side names addresses, and this node dials them: libp2p would dial
//! whatever a stranger says, as often as it says so. And it would tell every address at which a peer saw this node, after
//! guessing at the port: behind a router that chooses ports of its own the guess is wrong.

use super::is_circuit;
use crate::limits::{CANDIDATES, PUNCH_ADDRESSES, PUNCHES_PER_PEER, PUNCHES_WITHIN};
use crate::reach::{Scope, is_plain, scope};
use libp2p::core::Endpoint;
use libp2p::core::transport::PortUse;
use libp2p::swarm::derive_prelude::ConnectionClosed;
use libp2p::swarm::{
    ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, NewExternalAddrCandidate, THandler, THandlerInEvent,
    THandlerOutEvent, ToSwarm,
};
use libp2p::{Multiaddr, PeerId, dcutr};
use std::collections::{HashMap, HashSet, VecDeque};
use std::task::{Context, Poll};
use tokio::time::Instant;

/// Why a dial that a peer asked for is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Unwise {
    #[error("the peer names {0} addresses")]
    TooMany(usize),
    #[error("the peer names an address that is no plain one")]
    NotPlain,
    #[error("the peer names an address of a network that it does not come from")]
    TooNear,
    #[error("the peer asks too often")]
    TooOften,
}

/// libp2p's DCUtR behind a guard.
pub(crate) struct Punching {
    inner: dcutr::Behaviour,
    /// Where peers see this node when it calls them from the port that it listens on. Newest last.
    seen: VecDeque<Multiaddr>,
    /// Circuits, and how far away their relays are.
    circuits: HashMap<PeerId, Vec<(ConnectionId, Scope)>>,
    /// Dials that DCUtR asked for and that were not yet looked at.
    asked: HashSet<ConnectionId>,
    lately: HashMap<PeerId, VecDeque<Instant>>,
}

impl Punching {
    pub(crate) fn new(own: PeerId) -> Self {
        Self {
            inner: dcutr::Behaviour::new(own),
            seen: VecDeque::new(),
            circuits: HashMap::new(),
            asked: HashSet::new(),
            lately: HashMap::new(),
        }
    }

    /// A peer that was called from a port on which this node listens sees it there.
    pub(crate) fn seen_at(&mut self, address: Multiaddr) {
        if !is_plain(&address) {
            return;
        }
        self.seen.retain(|known| *known != address);
        if self.seen.len() >= CANDIDATES {
            self.seen.pop_front();
        }
        self.seen.push_back(address);
    }

    /// A circuit stands. Its other end is as far away as the relay at least, and learns what can be of use from there:
    /// addresses at home are nobody's business outside.
    fn circuit(&mut self, peer: PeerId, connection: ConnectionId, through: &Multiaddr) {
        let distance = scope(through);
        self.circuits.entry(peer).or_default().push((connection, distance));
        for address in self.seen.iter().filter(|address| scope(address) >= distance) {
            self.inner.on_swarm_event(FromSwarm::NewExternalAddrCandidate(NewExternalAddrCandidate { addr: address }));
        }
    }

    fn wise(&mut self, peer: PeerId, addresses: &[Multiaddr], now: Instant) -> Result<(), Unwise> {
        let circuits = self.circuits.get(&peer).into_iter().flatten();
        let distance = circuits.map(|(_, distance)| *distance).max().unwrap_or(Scope::World);
        if addresses.len() > PUNCH_ADDRESSES {
            return Err(Unwise::TooMany(addresses.len()));
        }
        if !addresses.iter().all(is_plain) {
            return Err(Unwise::NotPlain);
        }
        if addresses.iter().any(|address| scope(address) < distance) {
            return Err(Unwise::TooNear);
        }
        let recent = |at: &Instant| now.saturating_duration_since(*at) < PUNCHES_WITHIN;
        self.lately.retain(|_, punches| punches.back().is_some_and(recent));
        let punches = self.lately.entry(peer).or_default();
        punches.retain(recent);
        if punches.len() >= PUNCHES_PER_PEER {
            return Err(Unwise::TooOften);
        }
        punches.push_back(now);
        Ok(())
    }

    fn forget(&mut self, peer: &PeerId, connection: ConnectionId) {
        if let Some(circuits) = self.circuits.get_mut(peer) {
            circuits.retain(|(known, _)| *known != connection);
            if circuits.is_empty() {
                self.circuits.remove(peer);
            }
        }
    }
}

impl NetworkBehaviour for Punching {
    type ConnectionHandler = <dcutr::Behaviour as NetworkBehaviour>::ConnectionHandler;
    type ToSwarm = dcutr::Event;

    fn handle_established_inbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        if is_circuit(local) {
            self.circuit(peer, connection, local);
        }
        self.inner.handle_established_inbound_connection(connection, peer, local, remote)
    }

    fn handle_pending_outbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: Option<PeerId>,
        addresses: &[Multiaddr],
        role: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        if self.asked.remove(&connection)
            && let Some(peer) = peer
        {
            self.wise(peer, addresses, Instant::now()).map_err(ConnectionDenied::new)?;
        }
        self.inner.handle_pending_outbound_connection(connection, peer, addresses, role)
    }

    fn handle_established_outbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        if is_circuit(address) {
            self.circuit(peer, connection, address);
        }
        self.inner.handle_established_outbound_connection(connection, peer, address, role, port)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        match event {
            // Guesses; what is known comes through `seen_at`.
            FromSwarm::NewExternalAddrCandidate(_) => {}
            FromSwarm::ConnectionClosed(ConnectionClosed { peer_id, connection_id, .. }) => {
                self.forget(&peer_id, connection_id);
                self.inner.on_swarm_event(event);
            }
            event => self.inner.on_swarm_event(event),
        }
    }

    fn on_connection_handler_event(&mut self, peer: PeerId, connection: ConnectionId, event: THandlerOutEvent<Self>) {
        self.inner.on_connection_handler_event(peer, connection, event);
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        let polled = self.inner.poll(context);
        if let Poll::Ready(ToSwarm::Dial { opts }) = &polled {
            self.asked.insert(opts.connection_id());
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: &str = "/ip4/203.0.113.1/udp/4001/quic-v1";

    fn addresses(texts: &[&str]) -> Vec<Multiaddr> {
        texts.iter().map(|text| text.parse().expect("an address")).collect()
    }

    fn behind_a_relay() -> (Punching, PeerId, Instant) {
        let (mut punching, peer) = (Punching::new(PeerId::random()), PeerId::random());
        punching.circuit(peer, ConnectionId::new_unchecked(1), &addresses(&[RELAY])[0]);
        (punching, peer, Instant::now())
    }

    #[test]
    fn a_stranger_has_no_network_felt_out() {
        let (mut punching, peer, now) = behind_a_relay();
        for (near, why) in [
            ("/ip4/192.168.1.1/tcp/80", Unwise::TooNear),
            ("/ip4/127.0.0.1/udp/53/quic-v1", Unwise::TooNear),
            ("/ip6/fe80::1/tcp/80", Unwise::TooNear),
            ("/dns4/router.lan/tcp/80", Unwise::NotPlain),
        ] {
            let named = addresses(&["/ip4/198.51.100.7/udp/1/quic-v1", near]);
            assert_eq!(punching.wise(peer, &named, now), Err(why), "{near}");
        }
        let many: Vec<Multiaddr> = (0..=PUNCH_ADDRESSES)
            .map(|port| format!("/ip4/198.51.100.7/tcp/{port}").parse().expect("an address"))
            .collect();
        assert_eq!(punching.wise(peer, &many, now), Err(Unwise::TooMany(many.len())));
    }

    #[test]
    fn a_peer_has_itself_dialled_so_often_and_later_again() {
        let (mut punching, peer, now) = behind_a_relay();
        let own = addresses(&["/ip4/198.51.100.7/udp/1/quic-v1"]);
        let made = (0..100).filter(|_| punching.wise(peer, &own, now).is_ok()).count();
        assert_eq!(made, PUNCHES_PER_PEER);
        assert_eq!(punching.wise(PeerId::random(), &own, now), Ok(()), "others are not held back");
        assert_eq!(punching.wise(peer, &own, now + PUNCHES_WITHIN), Ok(()));
    }
}
