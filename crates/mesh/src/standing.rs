//! Connections that should always stand: to index nodes and known peers. Pure; clock and chance are arguments.

use crate::limits::{PROVEN, RETRY_FIRST, RETRY_LAST};
use libp2p::{Multiaddr, PeerId};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;

/// The peers to stay connected with.
#[derive(Default)]
pub(crate) struct Standing(HashMap<PeerId, Link>);

struct Link {
    addresses: Vec<Multiaddr>,
    index: bool,
    failures: u32,
    state: State,
}

enum State {
    Waiting { until: Instant },
    Dialling,
    Connected { since: Instant },
}

impl Standing {
    /// Adds an address of a peer; it is to be dialled at once.
    pub(crate) fn add(&mut self, peer: PeerId, address: Multiaddr, index: bool, now: Instant) {
        let state = State::Waiting { until: now };
        let new = || Link { addresses: Vec::new(), index, failures: 0, state };
        let link = self.0.entry(peer).or_insert_with(new);
        link.index |= index;
        if !link.addresses.contains(&address) {
            link.addresses.push(address);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Its addresses, as far as they stand in the settings.
    pub(crate) fn addresses(&self, peer: &PeerId) -> &[Multiaddr] {
        self.0.get(peer).map_or(&[], |link| &link.addresses)
    }

    /// The index nodes.
    pub(crate) fn index_nodes(&self) -> impl Iterator<Item = &PeerId> {
        self.0.iter().filter(|(_, link)| link.index).map(|(peer, _)| peer)
    }

    /// When the next one is to be dialled.
    pub(crate) fn next(&self) -> Option<Instant> {
        let due = |link: &Link| match link.state {
            State::Waiting { until } => Some(until),
            State::Dialling | State::Connected { .. } => None,
        };
        self.0.values().filter_map(due).min()
    }

    /// Those to be dialled now.
    pub(crate) fn take_due(&mut self, now: Instant) -> Vec<PeerId> {
        let mut due = Vec::new();
        for (peer, link) in &mut self.0 {
            if matches!(link.state, State::Waiting { until } if until <= now) {
                link.state = State::Dialling;
                due.push(*peer);
            }
        }
        due
    }

    /// It is connected, whoever dialled.
    pub(crate) fn connected(&mut self, peer: &PeerId, now: Instant) {
        if let Some(link) = self.0.get_mut(peer)
            && !matches!(link.state, State::Connected { .. })
        {
            link.state = State::Connected { since: now };
        }
    }

    /// It could not be reached, or its last connection ended. A connection that ended young counts as a
    /// failure: a peer that takes us in and throws us out is not to be dialled every second.
    pub(crate) fn lost(&mut self, peer: &PeerId, now: Instant, chance: u32) {
        let Some(link) = self.0.get_mut(peer) else { return };
        link.failures = match link.state {
            State::Connected { since } if now.duration_since(since) >= PROVEN => 1,
            _ => link.failures.saturating_add(1),
        };
        link.state = State::Waiting { until: now + backoff(link.failures, chance) };
    }
}

/// Doubles from the first to the last wait; of each wait the second half is left to chance, so that nodes that
/// lost their index together do not come back together.
fn backoff(failures: u32, chance: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let whole = (RETRY_FIRST * 2u32.pow(doublings)).min(RETRY_LAST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer() -> (PeerId, Multiaddr) {
        (PeerId::random(), "/ip4/127.0.0.1/tcp/1".parse().expect("an address"))
    }

    #[test]
    fn waits_grow_to_the_cap_and_never_beyond() {
        assert_eq!(backoff(1, u32::MAX), RETRY_FIRST);
        assert_eq!(backoff(1, 0), RETRY_FIRST / 2);
        assert!(backoff(3, 0) > backoff(1, u32::MAX));
        assert_eq!(backoff(u32::MAX, u32::MAX), RETRY_LAST);
    }

    #[test]
    fn a_lost_peer_is_due_again_after_its_wait_and_only_once() {
        let ((peer, address), now) = (peer(), Instant::now());
        let mut standing = Standing::default();
        standing.add(peer, address, true, now);
        assert_eq!(standing.take_due(now), [peer]);
        assert!(standing.take_due(now + RETRY_LAST).is_empty(), "it is being dialled");
        standing.lost(&peer, now, u32::MAX);
        assert!(standing.take_due(now).is_empty());
        assert_eq!(standing.next(), Some(now + RETRY_FIRST));
        assert_eq!(standing.take_due(now + RETRY_FIRST), [peer]);
        standing.connected(&peer, now);
        assert_eq!(standing.next(), None);
    }

    #[test]
    fn a_short_connection_does_not_reset_the_wait() {
        let ((peer, address), now) = (peer(), Instant::now());
        let mut standing = Standing::default();
        standing.add(peer, address, true, now);
        for _ in 0..4 {
            standing.connected(&peer, now);
            standing.lost(&peer, now, u32::MAX);
        }
        assert_eq!(standing.next(), Some(now + RETRY_FIRST * 8));
        standing.connected(&peer, now);
        standing.lost(&peer, now + PROVEN, u32::MAX);
        assert_eq!(standing.next(), Some(now + PROVEN + RETRY_FIRST));
    }
}
