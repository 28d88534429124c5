//! Tries the addresses of peers that ask: the server of AutoNAT 2, with bounds that it does not have.

use super::evidence::ip;
use crate::limits::{TRIES_AT_ONCE, TRIES_PER_PEER, TRIES_WITHIN};
use libp2p::autonat::v2::server;
use libp2p::core::Endpoint;
use libp2p::core::transport::PortUse;
use libp2p::swarm::{
    CloseConnection, ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent,
    THandlerOutEvent, ToSwarm,
};
use libp2p::{Multiaddr, PeerId};
use std::collections::{HashMap, HashSet, VecDeque};
use std::net::IpAddr;
use std::task::{Context, Poll};
use std::time::Instant;

/// The server.
#[derive(Default)]
pub(crate) struct Trying {
    server: server::Behaviour,
    /// From where each connected peer comes. Bounded by the limits on connections.
    peers: HashMap<PeerId, Caller>,
    /// Connections that are made only to try.
    tries: HashSet<ConnectionId>,
    /// Tries that are over.
    over: VecDeque<(PeerId, ConnectionId)>,
}

#[derive(Default)]
struct Caller {
    from: Vec<(ConnectionId, IpAddr)>,
    tries: VecDeque<Instant>,
}

/// Why a peer's address is not tried.
#[derive(Debug, thiserror::Error)]
enum Declined {
    #[error("the peer does not come from this address")]
    Elsewhere,
    #[error("too many addresses are tried")]
    TooMany,
}

impl Trying {
    /// Nobody is dialled for others, and no network is felt out for them: a peer is tried where it comes from.
    fn admit(&mut self, peer: Option<PeerId>, addresses: &[Multiaddr], now: Instant) -> Result<(), Declined> {
        let caller = peer.and_then(|peer| self.peers.get_mut(&peer)).ok_or(Declined::Elsewhere)?;
        let home = |address: &Multiaddr| {
            ip(address).is_some_and(|ip| caller.from.iter().any(|(_, from)| *from == ip)) && is_plain(address)
        };
        if !addresses.iter().all(home) {
            return Err(Declined::Elsewhere);
        }
        caller.tries.retain(|at| now.saturating_duration_since(*at) < TRIES_WITHIN);
        if caller.tries.len() >= TRIES_PER_PEER || self.tries.len() > TRIES_AT_ONCE {
            return Err(Declined::TooMany);
        }
        caller.tries.push_back(now);
        Ok(())
    }
}

/// Whether an address is a machine's own, and not one behind a relay.
fn is_plain(address: &Multiaddr) -> bool {
    use libp2p::multiaddr::Protocol as P;
    address.iter().all(|part| matches!(part, P::Ip4(_) | P::Ip6(_) | P::Tcp(_) | P::Udp(_) | P::QuicV1 | P::P2p(_)))
}

impl NetworkBehaviour for Trying {
    type ConnectionHandler = <server::Behaviour as NetworkBehaviour>::ConnectionHandler;
    type ToSwarm = server::Event;

    fn handle_established_inbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.server.handle_established_inbound_connection(connection, peer, local, remote)
    }

    fn handle_pending_outbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: Option<PeerId>,
        addresses: &[Multiaddr],
        role: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        if self.tries.contains(&connection) {
            self.admit(peer, addresses, Instant::now()).map_err(ConnectionDenied::new)?;
        }
        self.server.handle_pending_outbound_connection(connection, peer, addresses, role)
    }

    fn handle_established_outbound_connection(
        &mut self,
        connection: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.server.handle_established_outbound_connection(connection, peer, address, role, port)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        match &event {
            FromSwarm::ConnectionEstablished(made) => {
                if let Some(from) = ip(made.endpoint.get_remote_address()) {
                    self.peers.entry(made.peer_id).or_default().from.push((made.connection_id, from));
                }
            }
            FromSwarm::ConnectionClosed(closed) => {
                self.tries.remove(&closed.connection_id);
                if closed.remaining_established == 0 {
                    self.peers.remove(&closed.peer_id);
                } else if let Some(caller) = self.peers.get_mut(&closed.peer_id) {
                    caller.from.retain(|(connection, _)| *connection != closed.connection_id);
                }
            }
            FromSwarm::DialFailure(failure) => {
                self.tries.remove(&failure.connection_id);
            }
            _ => {}
        }
        self.server.on_swarm_event(event);
    }

    fn on_connection_handler_event(&mut self, peer: PeerId, connection: ConnectionId, event: THandlerOutEvent<Self>) {
        if self.tries.contains(&connection) {
            self.over.push_back((peer, connection));
        }
        self.server.on_connection_handler_event(peer, connection, event);
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        if let Some((peer_id, connection)) = self.over.pop_front() {
            return Poll::Ready(ToSwarm::CloseConnection { peer_id, connection: CloseConnection::One(connection) });
        }
        let next = self.server.poll(cx);
        if let Poll::Ready(ToSwarm::Dial { opts }) = &next {
            self.tries.insert(opts.connection_id());
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Multiaddr {
        text.parse().expect("an address")
    }

    fn from(text: &str) -> (Trying, PeerId) {
        let (mut trying, peer) = (Trying::default(), PeerId::random());
        let ip = ip(&address(text)).expect("an IP address");
        let caller = Caller { from: vec![(ConnectionId::new_unchecked(1), ip)], tries: VecDeque::new() };
        trying.peers.insert(peer, caller);
        (trying, peer)
    }

    #[test]
    fn nobody_has_others_dialled() {
        let (mut trying, peer) = from("/ip4/203.0.113.5/tcp/4001");
        let now = Instant::now();
        let mut tried = |text: &str| trying.admit(Some(peer), &[address(text)], now).is_ok();
        assert!(tried("/ip4/203.0.113.5/udp/9000/quic-v1"), "another port of its own is what this is for");
        for elsewhere in [
            "/ip4/203.0.113.6/tcp/4001",
            "/ip4/192.168.1.1/tcp/80",
            "/ip4/127.0.0.1/tcp/4001",
            "/ip6/::1/tcp/4001",
            "/dns4/router.lan/tcp/80",
            "/ip4/203.0.113.5/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN/p2p-circuit",
        ] {
            assert!(!tried(elsewhere), "{elsewhere}");
        }
        assert!(trying.admit(Some(PeerId::random()), &[address("/ip4/203.0.113.5/tcp/1")], now).is_err());
    }

    #[test]
    fn a_peer_is_tried_so_often_and_later_again() {
        let (mut trying, peer) = from("/ip4/203.0.113.5/tcp/4001");
        let (home, now) = ([address("/ip4/203.0.113.5/tcp/4001")], Instant::now());
        let tried = (0..100).filter(|_| trying.admit(Some(peer), &home, now).is_ok()).count();
        assert_eq!(tried, TRIES_PER_PEER);
        assert!(trying.admit(Some(peer), &home, now + TRIES_WITHIN).is_ok());
    }
}
