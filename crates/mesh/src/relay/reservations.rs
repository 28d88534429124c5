//! At which relays this node can be called, and which it asks next. Pure; clock and chance are arguments.

use super::UseRelays;
use crate::limits::{RELAY_AGAIN_FIRST, RELAY_AGAIN_LAST, RELAY_ANSWER, RELAY_RENEWALS, RELAY_RENEWALS_WITHIN, RELAYS};
use crate::reach::Reach;
use idlewatt_proto::reason::NoRelay;
use libp2p::core::transport::ListenerId;
use libp2p::{Multiaddr, PeerId};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Ask it for a place.
    Ask(PeerId),
    /// Give up a place, or the wait for one.
    Drop(ListenerId),
}

/// The relays that are known, and how things stand with each.
#[derive(Default)]
pub(crate) struct Reservations {
    use_relays: UseRelays,
    relays: BTreeMap<PeerId, Relay>,
    /// Why the last one that was asked, or lost, is of no use.
    last: Option<NoRelay>,
}

struct Relay {
    /// Whether it is connected, and says that it relays.
    here: bool,
    state: State,
    failures: u32,
    granted: VecDeque<Instant>,
}

#[derive(Clone)]
enum State {
    Free,
    Waiting { until: Instant },
    Asked { listener: ListenerId, address: Multiaddr, until: Instant },
    Held { listener: ListenerId, address: Multiaddr },
}

impl Relay {
    fn listener(&self) -> Option<ListenerId> {
        match self.state {
            State::Asked { listener, .. } | State::Held { listener, .. } => Some(listener),
            State::Free | State::Waiting { .. } => None,
        }
    }

    fn is_asked(&self) -> bool {
        matches!(self.state, State::Asked { .. })
    }

    fn is_held(&self) -> bool {
        matches!(self.state, State::Held { .. })
    }
}

impl Reservations {
    pub(crate) fn new(use_relays: UseRelays) -> Self {
        Self { use_relays, ..Self::default() }
    }

    /// A connected peer says whether it relays.
    pub(crate) fn offers(&mut self, peer: PeerId, whether: bool) {
        if whether || self.relays.contains_key(&peer) {
            let new = || Relay { here: whether, state: State::Free, failures: 0, granted: VecDeque::new() };
            self.relays.entry(peer).or_insert_with(new).here = whether;
        }
    }

    /// It is not connected any more. What it granted is lost; its failures are remembered for when it comes back.
    pub(crate) fn gone(&mut self, peer: &PeerId, now: Instant, chance: u32) {
        let Some(relay) = self.relays.get_mut(peer) else { return };
        relay.here = false;
        if relay.listener().is_some() {
            self.failed(peer, NoRelay::Lost, now, chance);
        }
    }

    /// Whether places are to be had; `None`: what there is stays.
    fn wanted(&self, reach: &Reach) -> Option<bool> {
        match (self.use_relays, reach) {
            (UseRelays::Never, _) => Some(false),
            (_, Reach::Alone) => None,
            (UseRelays::Always, _) => Some(true),
            (UseRelays::WhenNeeded, Reach::OutgoingOnly) => Some(true),
            (UseRelays::WhenNeeded, Reach::Direct(_)) => Some(false),
            (UseRelays::WhenNeeded, Reach::Unknown) => None,
        }
    }

    /// Whether places are being held or looked for.
    pub(crate) fn needed(&self, reach: &Reach) -> bool {
        self.wanted(reach) == Some(true)
    }

    /// What is to be done now.
    pub(crate) fn steps(&mut self, reach: &Reach, now: Instant, chance: u32) -> Vec<Step> {
        let silent: Vec<ListenerId> = self.relays.values().filter_map(|relay| overdue(relay, now)).collect();
        let mut steps: Vec<Step> = silent.iter().map(|listener| Step::Drop(*listener)).collect();
        for listener in silent {
            self.closed(listener, NoRelay::Silent, now, chance);
        }
        match self.wanted(reach) {
            Some(true) => {
                let busy = self.relays.values().filter(|relay| relay.listener().is_some()).count();
                let mut free: Vec<(&PeerId, u32)> = self
                    .relays
                    .iter()
                    .filter(|(_, relay)| free(relay, now))
                    .map(|(peer, relay)| (peer, relay.failures))
                    .collect();
                let turn = chance as usize % free.len().max(1);
                free.rotate_left(turn);
                // The order that chance gave stays among those that failed as often.
                free.sort_by_key(|(_, failures)| *failures);
                steps.extend(free.into_iter().take(RELAYS.saturating_sub(busy)).map(|(peer, _)| Step::Ask(*peer)));
            }
            Some(false) => {
                for relay in self.relays.values_mut() {
                    steps.extend(relay.listener().map(Step::Drop));
                    if relay.listener().is_some() {
                        relay.state = State::Free;
                    }
                }
            }
            None => {}
        }
        steps
    }

    /// It was asked; `address` is where the others will call.
    pub(crate) fn asked(&mut self, peer: &PeerId, listener: ListenerId, address: Multiaddr, now: Instant) {
        if let Some(relay) = self.relays.get_mut(peer) {
            relay.state = State::Asked { listener, address, until: now + RELAY_ANSWER };
        }
    }

    /// It could not even be asked.
    pub(crate) fn unasked(&mut self, peer: &PeerId, now: Instant, chance: u32) {
        self.failed(peer, NoRelay::Strange, now, chance);
    }

    /// It grants a place, or renews it. One that has it renewed all the time gets its listener dropped.
    pub(crate) fn granted(&mut self, peer: &PeerId, now: Instant, chance: u32) -> Option<ListenerId> {
        let relay = self.relays.get_mut(peer)?;
        let listener = relay.listener()?;
        relay.granted.retain(|at| now.saturating_duration_since(*at) < RELAY_RENEWALS_WITHIN);
        relay.granted.push_back(now);
        if relay.granted.len() > RELAY_RENEWALS as usize {
            relay.granted.clear();
            self.failed(peer, NoRelay::Strange, now, chance);
            return Some(listener);
        }
        if let State::Asked { listener, address, .. } = &relay.state {
            relay.state = State::Held { listener: *listener, address: address.clone() };
            relay.failures = 0;
        }
        None
    }

    /// A listener is no more. One that was dropped here is not known any longer.
    pub(crate) fn closed(&mut self, listener: ListenerId, why: NoRelay, now: Instant, chance: u32) {
        let whose = self.relays.iter().find(|(_, relay)| relay.listener() == Some(listener));
        if let Some(peer) = whose.map(|(peer, _)| *peer) {
            self.failed(&peer, why, now, chance);
        }
    }

    fn failed(&mut self, peer: &PeerId, why: NoRelay, now: Instant, chance: u32) {
        let Some(relay) = self.relays.get_mut(peer) else { return };
        relay.failures = relay.failures.saturating_add(1);
        relay.state = State::Waiting { until: now + backoff(relay.failures, chance) };
        self.last = Some(why);
    }

    /// When there is something to do though nothing happens.
    pub(crate) fn next(&self, reach: &Reach) -> Option<Instant> {
        let wanted = self.needed(reach);
        let busy = self.relays.values().filter(|relay| relay.listener().is_some()).count();
        let due = |relay: &Relay| match relay.state {
            State::Waiting { until } => Some(until).filter(|_| wanted && relay.here && busy < RELAYS),
            State::Asked { until, .. } => Some(until),
            State::Free | State::Held { .. } => None,
        };
        self.relays.values().filter_map(due).min()
    }

    /// Through whom this node can be called.
    pub(crate) fn through(&self) -> impl Iterator<Item = &PeerId> {
        self.relays.iter().filter(|(_, relay)| relay.is_held()).map(|(peer, _)| peer)
    }

    /// Where: the relay's addresses as this node knows them, whatever the relay says they are.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &Multiaddr> {
        self.relays.values().filter_map(|relay| match &relay.state {
            State::Held { address, .. } => Some(address),
            _ => None,
        })
    }

    /// Why nobody relays, where nobody does.
    pub(crate) fn why_none(&self) -> Option<NoRelay> {
        if self.relays.values().any(Relay::is_held) {
            return None;
        }
        Some(match self.use_relays {
            UseRelays::Never => NoRelay::NotWanted,
            _ if self.relays.values().any(Relay::is_asked) => NoRelay::Asking,
            _ if !self.relays.values().any(|relay| relay.here) => {
                self.last.filter(|last| *last == NoRelay::Lost).unwrap_or(NoRelay::NotOffered)
            }
            _ => self.last.unwrap_or(NoRelay::Asking),
        })
    }
}

fn overdue(relay: &Relay, now: Instant) -> Option<ListenerId> {
    match relay.state {
        State::Asked { listener, until, .. } if until <= now => Some(listener),
        _ => None,
    }
}

fn free(relay: &Relay, now: Instant) -> bool {
    relay.here
        && match relay.state {
            State::Free => true,
            State::Waiting { until } => until <= now,
            State::Asked { .. } | State::Held { .. } => false,
        }
}

/// Doubles; the second half of each wait is left to chance, so that those whom a relay lost do not all come back at once.
fn backoff(failures: u32, chance: u32) -> Duration {
    let whole = (RELAY_AGAIN_FIRST * 2u32.pow(failures.saturating_sub(1).min(16))).min(RELAY_AGAIN_LAST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: Reach = Reach::OutgoingOnly;

    fn address() -> Multiaddr {
        "/ip4/203.0.113.1/udp/4001/quic-v1".parse().expect("an address")
    }

    fn direct() -> Reach {
        Reach::Direct("/ip4/203.0.113.9/tcp/1".to_owned())
    }

    /// Three relays, two of which were asked.
    fn asked(now: Instant) -> (Reservations, Vec<(PeerId, ListenerId)>) {
        let mut reservations = Reservations::new(UseRelays::WhenNeeded);
        (0..3).for_each(|_| reservations.offers(PeerId::random(), true));
        let mut listeners = Vec::new();
        for step in reservations.steps(&NEEDED, now, 0) {
            let Step::Ask(peer) = step else { panic!("{step:?}") };
            let listener = ListenerId::next();
            reservations.asked(&peer, listener, address(), now);
            listeners.push((peer, listener));
        }
        assert_eq!(listeners.len(), RELAYS, "and no more");
        (reservations, listeners)
    }

    #[test]
    fn nobody_is_asked_before_it_is_known_that_nobody_gets_through() {
        let (mut reservations, now) = (Reservations::new(UseRelays::WhenNeeded), Instant::now());
        reservations.offers(PeerId::random(), true);
        for reach in [Reach::Unknown, Reach::Alone, direct()] {
            assert_eq!(reservations.steps(&reach, now, 0), []);
        }
        assert_eq!(reservations.steps(&NEEDED, now, 0).len(), 1);
        reservations.use_relays = UseRelays::Never;
        assert_eq!(reservations.steps(&NEEDED, now, 0), []);
        assert_eq!(reservations.why_none(), Some(NoRelay::NotWanted));
    }

    #[test]
    fn a_relay_that_is_lost_makes_room_for_another_one() {
        let now = Instant::now();
        let (mut reservations, listeners) = asked(now);
        for (peer, _) in &listeners {
            assert_eq!(reservations.granted(peer, now, 0), None);
        }
        assert_eq!(reservations.through().count(), RELAYS);
        assert_eq!(reservations.steps(&NEEDED, now, 0), [], "two are enough");
        let lost = listeners[0].0;
        reservations.gone(&lost, now, u32::MAX);
        assert_eq!(reservations.addresses().count(), RELAYS - 1);
        let steps = reservations.steps(&NEEDED, now, 0);
        assert!(matches!(steps[..], [Step::Ask(peer)] if peer != lost), "{steps:?}");
        let other = reservations.relays.keys().find(|peer| listeners.iter().all(|(asked, _)| asked != *peer)).copied();
        reservations.gone(&other.expect("three"), now, u32::MAX);
        let later = now + RELAY_AGAIN_LAST;
        assert_eq!(reservations.steps(&NEEDED, later, 0), [], "who is not there is not asked");
        reservations.offers(lost, true);
        assert_eq!(reservations.steps(&NEEDED, now, 0), [], "and who has just come back not at once");
        assert_eq!(reservations.steps(&NEEDED, later, 0), [Step::Ask(lost)]);
    }

    #[test]
    fn a_silent_relay_and_one_that_refuses_are_asked_again_later_and_ever_later() {
        let mut now = Instant::now();
        let mut reservations = Reservations::new(UseRelays::WhenNeeded);
        reservations.offers(PeerId::random(), true);
        assert_eq!(reservations.why_none(), Some(NoRelay::Asking));
        let mut waits = Vec::new();
        for round in 0..12 {
            let [Step::Ask(peer)] = reservations.steps(&NEEDED, now, 0)[..] else { panic!("round {round}") };
            let listener = ListenerId::next();
            reservations.asked(&peer, listener, address(), now);
            if round % 2 == 0 {
                reservations.closed(listener, NoRelay::Refused, now, u32::MAX);
                assert_eq!(reservations.why_none(), Some(NoRelay::Refused));
            } else {
                now += RELAY_ANSWER;
                assert_eq!(reservations.steps(&NEEDED, now, u32::MAX), [Step::Drop(listener)]);
                assert_eq!(reservations.why_none(), Some(NoRelay::Silent));
            }
            let next = reservations.next(&NEEDED).expect("later");
            waits.push(next - now);
            now = next;
        }
        assert_eq!((waits[0], waits.last()), (RELAY_AGAIN_FIRST, Some(&RELAY_AGAIN_LAST)));
        assert!(waits.is_sorted(), "{waits:?}");
    }

    #[test]
    fn a_direct_address_makes_relays_needless_and_a_relay_that_grants_all_the_time_is_left() {
        let now = Instant::now();
        let (mut reservations, listeners) = asked(now);
        let (peer, listener) = listeners[0];
        assert!((0..RELAY_RENEWALS).all(|_| reservations.granted(&peer, now, 0).is_none()));
        assert_eq!(reservations.granted(&peer, now, 0), Some(listener));
        assert_eq!(reservations.through().count(), 0);
        assert_eq!(reservations.steps(&direct(), now, 0), [Step::Drop(listeners[1].1)]);
        assert_eq!(reservations.steps(&direct(), now, 0), []);
    }
}
