//! When peers are asked to try, whom, and where.

use super::{Scope, Tried, TryMe, ip, is_plain, scope};
use crate::limits::CANDIDATES;
use crate::task::{Task, chance};
use libp2p::request_response::{self, Message};
use libp2p::{Multiaddr, PeerId};
use std::collections::VecDeque;
use tokio::time::Instant;

/// Addresses at which peers see this node: the port that it listens on, behind whatever stands in between. Newest last.
#[derive(Default)]
pub(crate) struct Candidates(VecDeque<Multiaddr>);

impl Candidates {
    pub(crate) fn add(&mut self, address: Multiaddr) {
        // libp2p takes the relay's port for one of ours.
        if !is_plain(&address) {
            return;
        }
        self.0.retain(|known| *known != address);
        if self.0.len() >= CANDIDATES {
            self.0.pop_front();
        }
        self.0.push_back(address);
    }
}

impl Task {
    /// When peers are to be asked again.
    pub(crate) fn next_round(&self) -> Option<Instant> {
        if self.state.candidates.0.is_empty() { None } else { self.evidence.next() }
    }

    /// Has each candidate tried by somebody, when it is time.
    pub(crate) fn ask_to_be_tried(&mut self) {
        let now = Instant::now();
        if self.next_round().is_none_or(|at| at > now) {
            return;
        }
        self.evidence.begin(self.world(), now);
        for address in self.state.candidates.0.clone() {
            if let Some(peer) = self.whom_to_ask(&address) {
                let ask = TryMe { address: address.to_string() };
                let number = self.swarm.behaviour_mut().tries.send_request(&peer, ask);
                self.state.to_be_tried.insert(number, address);
            }
        }
        self.repaint();
    }

    /// One of those as far away as the farthest of them, who know best, by chance. For who was met over a circuit a hole may
    /// have been punched.
    fn whom_to_ask(&self, address: &Multiaddr) -> Option<PeerId> {
        let neutral = self.state.neighbours.places().filter(|(peer, _)| !self.state.met_by_circuit.contains(peer));
        let far = neutral.filter(|(_, place)| same_family(place, address));
        let far: Vec<(PeerId, Scope)> = far.map(|(peer, place)| (peer, scope(place))).collect();
        let farthest = far.iter().map(|(_, scope)| *scope).max()?;
        let askable: Vec<PeerId> =
            far.into_iter().filter(|(_, scope)| *scope == farthest).map(|(peer, _)| peer).collect();
        askable.get(chance() as usize % askable.len().max(1)).copied()
    }

    pub(crate) fn on_try(&mut self, event: request_response::Event<TryMe, Tried>) {
        match event {
            request_response::Event::Message { peer, message: Message::Request { request, channel, .. }, .. } => {
                let from = self.state.neighbours.from(&peer);
                let begun = match self.state.neighbours.admit(&peer, Instant::now()) {
                    Some(_) => self.state.tries.begin(peer, &from, &request, channel),
                    None => Err(channel),
                };
                if let Err(channel) = begun {
                    let _ = self.swarm.behaviour_mut().tries.send_response(channel, Tried::Declined);
                }
            }
            request_response::Event::Message { peer, message: Message::Response { request_id, response }, .. } => {
                if let Some(address) = self.state.to_be_tried.remove(&request_id) {
                    tracing::debug!(%address, by = %peer, ?response, "was tried");
                    self.tried(address, response);
                }
            }
            request_response::Event::OutboundFailure { request_id, peer, error, .. } => {
                if self.state.to_be_tried.remove(&request_id).is_some() {
                    tracing::debug!(%peer, %error, "does not try us");
                }
            }
            request_response::Event::InboundFailure { .. } | request_response::Event::ResponseSent { .. } => {}
        }
    }

    fn tried(&mut self, address: Multiaddr, response: Tried) {
        match response {
            Tried::Reached => {
                let from = scope(&address);
                self.evidence.reached(address, from, Instant::now());
            }
            Tried::NotReached => self.evidence.failed(),
            Tried::Declined => return,
        }
        self.repaint();
    }
}

/// A peer is tried where it comes from, so only who is connected in the same way may say.
fn same_family(place: &Multiaddr, address: &Multiaddr) -> bool {
    let six = |address: &Multiaddr| ip(address).map(|ip| ip.is_ipv6());
    six(place) == six(address)
}
