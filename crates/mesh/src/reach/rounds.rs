//! When peers are asked to try, and which.

use crate::limits::REACH_CONNECTION;
use crate::reach::scope;
use crate::task::{Task, chance};
use libp2p::autonat::v2::client;
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use libp2p::{Multiaddr, PeerId};
use tokio::time::Instant;

impl Task {
    /// When there is something to be done about who gets through.
    pub(crate) fn next_round(&self) -> Option<Instant> {
        let kept = self.asked_over.map(|(_, until)| until);
        [self.evidence.next(), kept].into_iter().flatten().min()
    }

    /// Begins a new round when it is time: over a connection of its own, since that is all that the new client knows.
    pub(crate) fn ask_to_be_tried(&mut self) {
        let now = Instant::now();
        if let Some((connection, _)) = self.asked_over.take_if(|(_, until)| *until <= now) {
            self.swarm.close_connection(connection);
        }
        if self.evidence.next().is_none_or(|at| at > now) {
            return;
        }
        self.evidence.begin(self.world(), now);
        let confirmed: Vec<Multiaddr> = self.swarm.external_addresses().cloned().collect();
        // What is confirmed already is not proposed again.
        confirmed.iter().for_each(|address| self.swarm.remove_external_address(address));
        self.swarm.behaviour_mut().asking.anew();
        if let Some((peer, known)) = self.whom_to_ask() {
            let options = DialOpts::peer_id(peer).addresses(known).condition(PeerCondition::Always).build();
            let connection = options.connection_id();
            match self.swarm.dial(options) {
                Ok(()) => self.asked_over = Some((connection, now + REACH_CONNECTION)),
                Err(error) => tracing::debug!(%peer, %error, "cannot be asked to try us"),
            }
        }
        self.repaint();
    }

    /// One of the farthest, who know best, by chance.
    fn whom_to_ask(&self) -> Option<(PeerId, Vec<Multiaddr>)> {
        let known = |peer: &PeerId| (*peer, self.known_addresses(peer));
        let far = |(_, known): &(PeerId, Vec<Multiaddr>)| known.iter().map(scope).max();
        let mut askable: Vec<_> = self.swarm.connected_peers().map(known).collect();
        let farthest = askable.iter().filter_map(far).max()?;
        askable.retain(|peer| far(peer) == Some(farthest));
        let chosen = chance() as usize % askable.len().max(1);
        askable.into_iter().nth(chosen)
    }

    /// Somebody tried, or could not.
    pub(crate) fn on_tried(&mut self, event: client::Event) {
        tracing::debug!(address = %event.tested_addr, by = %event.server, result = ?event.result, "was tried");
        match event.result {
            Ok(()) => {
                let from = scope(&event.tested_addr);
                self.evidence.reached(event.tested_addr, from, Instant::now());
            }
            Err(_) => self.evidence.failed(),
        }
        self.repaint();
    }
}
