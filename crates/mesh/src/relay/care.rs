//! What the swarm's task does about relays: offers to be one, asks others, and looks after circuits.

use super::reservations::Step;
use super::{Relays, is_circuit};
use crate::address;
use crate::limits::{CIRCUIT_SWEEP, LOOK_AGAIN, MET_BY_CIRCUIT, PUNCHES_TOLD};
use crate::reach::Reach;
use crate::task::{Task, chance};
use idlewatt_proto::reason::NoRelay;
use libp2p::core::ConnectedPoint;
use libp2p::core::transport::ListenerId;
use libp2p::multiaddr::Protocol;
use libp2p::relay::outbound::hop::ReserveError;
use libp2p::relay::{self, Status, client};
use libp2p::swarm::ConnectionId;
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use libp2p::{Multiaddr, PeerId, dcutr, identify};
use std::collections::{BTreeSet, VecDeque};
use std::io;
use tokio::time::Instant;

/// What the task remembers of it.
#[derive(Default)]
pub(crate) struct Circuits {
    /// Where others get through to this node, while it relays.
    serving_at: Option<Multiaddr>,
    /// Who can be called over this node.
    called: BTreeSet<PeerId>,
    /// Peers with whom there is a circuit, and as yet no direct connection.
    trying: BTreeSet<PeerId>,
    /// What came of the last such tries.
    punches: VecDeque<bool>,
    sweep: Option<Instant>,
    /// When relays were last called over another transport.
    looked: Option<Instant>,
}

/// Peers that were met over a circuit; the longest known make room.
#[derive(Default)]
pub(crate) struct Met(VecDeque<PeerId>);

impl Met {
    pub(crate) fn contains(&self, peer: &PeerId) -> bool {
        self.0.contains(peer)
    }

    fn add(&mut self, peer: PeerId) {
        if self.contains(&peer) {
            return;
        }
        if self.0.len() >= MET_BY_CIRCUIT {
            self.0.pop_front();
        }
        self.0.push_back(peer);
    }
}

impl Task {
    /// When something is to be done about relays though nothing happens.
    pub(crate) fn next_care(&self) -> Option<Instant> {
        let (reach, circuits) = (self.reach(), &self.state.circuits);
        let look = circuits.looked.filter(|_| self.state.reservations.needed(&reach)).map(|at| at + LOOK_AGAIN);
        let asking = self.state.reservations.next(&reach);
        [asking, look, circuits.sweep, self.evidence.settles(Instant::now())].into_iter().flatten().min()
    }

    fn reach(&self) -> Reach {
        self.evidence.verdict(self.world(), Instant::now())
    }

    /// Whatever how things stand asks for.
    pub(crate) fn care_for_relays(&mut self) {
        let (reach, now) = (self.reach(), Instant::now());
        self.serve(now);
        for step in self.state.reservations.steps(&reach, now, chance()) {
            match step {
                Step::Ask(peer) => self.ask_to_relay(peer, now),
                Step::Drop(listener) => {
                    self.swarm.remove_listener(listener);
                }
            }
        }
        if self.state.reservations.needed(&reach) {
            self.be_seen(now);
        }
        self.sweep(now);
    }

    /// Where this node is seen is known for the transports only over which it has called somebody. A peer that is seen over
    /// others cannot punch a hole from there.
    fn be_seen(&mut self, now: Instant) {
        let Some(relay) = self.state.reservations.through().next().copied() else { return };
        if self.state.circuits.looked.is_some_and(|at| now.saturating_duration_since(at) < LOOK_AGAIN) {
            return;
        }
        self.state.circuits.looked = Some(now);
        for transport in ["quic", "tcp"] {
            let over = |address: &Multiaddr| !is_circuit(address) && address::transport(address) == transport;
            if !self.swarm.listeners().any(over) || self.state.neighbours.any_dialled(transport, self.world()) {
                continue;
            }
            let addresses: Vec<Multiaddr> =
                self.standing.addresses(&relay).iter().filter(|address| over(address)).cloned().collect();
            if !addresses.is_empty() {
                let options = DialOpts::peer_id(relay).condition(PeerCondition::Always).addresses(addresses).build();
                let _ = self.swarm.dial(options);
            }
        }
    }

    /// A node that nobody gets through to is no relay. Somebody who says so is not believed against those who did: anybody
    /// could have relays closed.
    fn serve(&mut self, now: Instant) {
        let proven = self.evidence.proven(self.world(), now);
        let known = self.state.circuits.serving_at.as_ref();
        let at = proven.map(|proven| known.unwrap_or(proven).clone());
        let Some(relay) = self.swarm.behaviour_mut().relay.as_mut() else { return };
        if at == self.state.circuits.serving_at {
            return;
        }
        relay.set_status(Some(if at.is_some() { Status::Enable } else { Status::Disable }));
        if let Some(known) = self.state.circuits.serving_at.take() {
            self.swarm.remove_external_address(&known);
        }
        if let Some(at) = &at {
            // libp2p's clients take no place from a relay that does not say where it is.
            self.swarm.add_external_address(at.clone());
        }
        tracing::info!(serves = at.is_some(), "relays for others");
        self.state.circuits.serving_at = at;
    }

    fn ask_to_relay(&mut self, peer: PeerId, now: Instant) {
        let known = self.state.neighbours.dialled(&peer).or_else(|| self.standing.addresses(&peer).first());
        let address = known.map(|known| circuit_through(known, peer));
        let asked = address.map(|address| (self.swarm.listen_on(address.clone()), address));
        match asked {
            Some((Ok(listener), address)) => self.state.reservations.asked(&peer, listener, address, now),
            _ => self.state.reservations.unasked(&peer, now, chance()),
        }
    }

    fn sweep(&mut self, now: Instant) {
        if !self.state.neighbours.any_circuit() {
            self.state.circuits.sweep = None;
        } else if self.state.circuits.sweep.is_none_or(|at| at <= now) {
            for circuit in self.state.neighbours.needless_circuits(&self.state.carried, now) {
                self.swarm.close_connection(circuit);
            }
            self.state.circuits.sweep = Some(now + CIRCUIT_SWEEP);
        }
    }

    /// A circuit stands. Whoever called may know direct addresses too: the circuit was only quicker.
    pub(crate) fn on_circuit(&mut self, peer: PeerId, endpoint: &ConnectedPoint) {
        self.state.met_by_circuit.add(peer);
        if !self.state.neighbours.is_direct(&peer) {
            self.state.circuits.trying.insert(peer);
        }
        let direct = self.known_addresses(&peer).into_iter().filter(|address| !is_circuit(address));
        let direct: Vec<Multiaddr> = direct.collect();
        if endpoint.is_dialer() && !direct.is_empty() {
            let options = DialOpts::peer_id(peer).condition(PeerCondition::Always).addresses(direct).build();
            let _ = self.swarm.dial(options);
        }
    }

    pub(crate) fn on_identify(&mut self, event: identify::Event) {
        match event {
            identify::Event::Received { connection_id, peer_id, info } => {
                self.seen_at(&peer_id, connection_id, info.observed_addr.clone());
                self.offers(peer_id, &info);
            }
            identify::Event::Pushed { peer_id, info, .. } => self.offers(peer_id, &info),
            _ => {}
        }
    }

    /// Only who is known from the settings is asked to relay.
    fn offers(&mut self, peer: PeerId, info: &identify::Info) {
        if !self.standing.addresses(&peer).is_empty() && self.state.neighbours.places().any(|(known, _)| known == peer)
        {
            self.state.reservations.offers(peer, info.protocols.contains(&relay::HOP_PROTOCOL_NAME));
            self.repaint();
        }
    }

    fn seen_at(&mut self, peer: &PeerId, connection: ConnectionId, seen: Multiaddr) {
        let same = |own: &&Multiaddr| !is_circuit(own) && address::transport(own) == address::transport(&seen);
        // Without a listener the port is one that nobody answers at.
        if self.state.neighbours.is_dialled(peer, connection) && self.swarm.listeners().any(|own| same(&own)) {
            self.swarm.behaviour_mut().punching.seen_at(seen);
        }
    }

    pub(crate) fn on_granted(&mut self, event: client::Event) {
        if let client::Event::ReservationReqAccepted { relay_peer_id, renewal, .. } = event {
            tracing::debug!(relay = %relay_peer_id, renewal, "relays for us");
            let listener = self.state.reservations.granted(&relay_peer_id, Instant::now(), chance());
            if let Some(listener) = listener {
                tracing::warn!(relay = %relay_peer_id, "a relay has its places renewed all the time");
                self.swarm.remove_listener(listener);
            }
            self.repaint();
        }
    }

    pub(crate) fn on_listener_closed(&mut self, listener: ListenerId, reason: &Result<(), io::Error>) {
        let why = match reason {
            Ok(()) => NoRelay::Lost,
            Err(error) => why(error),
        };
        self.state.reservations.closed(listener, why, Instant::now(), chance());
    }

    pub(crate) fn on_relayed(&mut self, event: relay::Event) {
        tracing::debug!(?event, "as a relay");
        match event {
            relay::Event::ReservationReqAccepted { src_peer_id, .. } => self.state.circuits.called.insert(src_peer_id),
            relay::Event::ReservationClosed { src_peer_id } | relay::Event::ReservationTimedOut { src_peer_id } => {
                self.state.circuits.called.remove(&src_peer_id)
            }
            _ => return,
        };
        self.repaint();
    }

    pub(crate) fn on_punched(&mut self, event: dcutr::Event) {
        tracing::debug!(peer = %event.remote_peer_id, result = ?event.result, "a hole was punched, or not");
        if event.result.is_err() {
            self.tried_to_punch(&event.remote_peer_id, false);
        }
    }

    /// What came of a circuit. A direct connection settles it, whoever made it: where nobody stands in between, one side comes
    /// before the other has begun to wait, and libp2p counts that as a failure there.
    pub(crate) fn tried_to_punch(&mut self, peer: &PeerId, direct: bool) {
        if !self.state.circuits.trying.remove(peer) {
            return;
        }
        let punches = &mut self.state.circuits.punches;
        if punches.len() >= PUNCHES_TOLD {
            punches.pop_front();
        }
        punches.push_back(direct);
        self.repaint();
    }

    pub(crate) fn relays(&self) -> Relays {
        let circuits = &self.state.circuits;
        Relays {
            through: self.state.reservations.through().filter_map(address::node_id).collect(),
            why_none: self.state.reservations.why_none(),
            punched: circuits.punches.iter().filter(|good| **good).count() as u32,
            punches: circuits.punches.len() as u32,
            serves: circuits.serving_at.as_ref().map(|_| circuits.called.len() as u32),
        }
    }
}

/// The relay's address, with its name, and what makes it a circuit.
fn circuit_through(known: &Multiaddr, relay: PeerId) -> Multiaddr {
    let mut address = known.clone();
    if !matches!(address.iter().last(), Some(Protocol::P2p(_))) {
        address.push(Protocol::P2p(relay));
    }
    address.with(Protocol::P2pCircuit)
}

/// Why a relay did not grant a place, in the errors' causes.
fn why(error: &io::Error) -> NoRelay {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = match error.get_ref() {
        Some(inner) => Some(inner),
        None => Some(error),
    };
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<ReserveError>() {
            return match error {
                ReserveError::Refused => NoRelay::Refused,
                ReserveError::ResourceLimitExceeded => NoRelay::Full,
                ReserveError::Unsupported => NoRelay::NotOffered,
                ReserveError::Io(_) => NoRelay::Silent,
                ReserveError::Protocol(_) => NoRelay::Strange,
            };
        }
        cause = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    NoRelay::Lost
}
