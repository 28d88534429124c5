//! What speaks for this node being reached, and what against it. Pure; the clock is an argument.

use super::Reach;
use crate::limits::{
    REACH_AGAIN_FIRST, REACH_AGAIN_LAST, REACH_EVIDENCE, REACH_FIRST, REACH_HOLDS, REACH_PATIENCE, REACH_SETTLES,
};
use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;
use std::net::IpAddr;
use tokio::time::Instant;

/// How far an address carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Within this machine.
    Machine,
    /// Within a network at home or at work.
    Local,
    /// Everywhere.
    World,
}

/// How far an address carries.
pub(crate) fn scope(address: &Multiaddr) -> Scope {
    match ip(address) {
        // Names are for the world.
        None => Scope::World,
        Some(ip) if ip.is_loopback() => Scope::Machine,
        Some(IpAddr::V4(ip)) if ip.is_private() || ip.is_link_local() || ip.is_unspecified() => Scope::Local,
        // Shared by the customers of a provider (RFC 6598).
        Some(IpAddr::V4(ip)) if ip.octets()[0] == 100 && ip.octets()[1] & 0xC0 == 64 => Scope::Local,
        Some(IpAddr::V6(ip)) if ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified() => {
            Scope::Local
        }
        Some(_) => Scope::World,
    }
}

/// The machine that an address names, if it does by number.
pub(crate) fn ip(address: &Multiaddr) -> Option<IpAddr> {
    match address.iter().next()? {
        Protocol::Ip4(ip) => Some(ip.into()),
        Protocol::Ip6(ip) => Some(ip.to_canonical()),
        _ => None,
    }
}

/// Whether an address is a machine's, by number, and a port there, and nothing else: no name, no relay.
pub(crate) fn is_plain(address: &Multiaddr) -> bool {
    let plain = |part| {
        matches!(part, Protocol::Ip4(_) | Protocol::Ip6(_) | Protocol::Tcp(_) | Protocol::Udp(_) | Protocol::QuicV1)
    };
    // The name of whoever should be there may follow.
    let mut parts = address.iter().filter(|part| !matches!(part, Protocol::P2p(_)));
    ip(address).is_some() && parts.all(plain)
}

/// What is known of this round of tries, and of those before.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// Where somebody got through, from how far, and when; newest last.
    reached: Vec<(Multiaddr, Scope, Instant)>,
    /// Whether somebody tried in this round and did not get through.
    failed: bool,
    /// What was known when this round began.
    before: Reach,
    began: Instant,
    /// Rounds since somebody came, and those of them in a row in which nobody got through.
    rounds: u32,
    fruitless: u32,
    /// Since when somebody has been connected.
    company: Option<Instant>,
}

impl Evidence {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            reached: Vec::new(),
            failed: false,
            before: Reach::Unknown,
            began: now,
            rounds: 0,
            fruitless: 0,
            company: None,
        }
    }

    /// Somebody got through to an address of ours, from so far.
    pub(crate) fn reached(&mut self, address: Multiaddr, from: Scope, now: Instant) {
        self.reached.retain(|(known, ..)| *known != address);
        if self.reached.len() >= REACH_EVIDENCE {
            self.reached.remove(0);
        }
        self.reached.push((address, from, now));
    }

    /// Somebody tried, and did not get through.
    pub(crate) fn failed(&mut self) {
        self.failed = true;
    }

    /// Whether anybody is connected now. After a time alone this may be another network.
    pub(crate) fn company(&mut self, any: bool, now: Instant) {
        match (any, self.company) {
            (true, None) => {
                self.company = Some(now);
                self.began = now;
            }
            (false, Some(_)) => {
                *self = Self::new(now);
            }
            _ => {}
        }
    }

    /// When the next round is due; `None`: nobody could be asked.
    pub(crate) fn next(&self) -> Option<Instant> {
        let company = self.company?;
        if self.rounds == 0 {
            return Some(company + REACH_FIRST);
        }
        let fresh = self.reached.iter().any(|(_, _, at)| *at >= self.began);
        let doublings = self.fruitless.min(16);
        let wait =
            if fresh { REACH_AGAIN_LAST } else { (REACH_AGAIN_FIRST * 2u32.pow(doublings)).min(REACH_AGAIN_LAST) };
        Some(self.began + wait)
    }

    /// Where somebody got through lately, whatever others say: one who could not may be at fault, or lie.
    pub(crate) fn proven(&self, world: Option<Scope>, now: Instant) -> Option<&Multiaddr> {
        let holds = |from: Scope, at: Instant| Some(from) >= world && now.saturating_duration_since(at) < REACH_HOLDS;
        let proofs = self.reached.iter().filter(|(_, from, at)| holds(*from, *at));
        proofs.last().map(|(address, ..)| address)
    }

    /// When the verdict may change though nothing happens.
    pub(crate) fn settles(&self, now: Instant) -> Option<Instant> {
        self.company?;
        let waits = [REACH_SETTLES, REACH_PATIENCE];
        waits.iter().map(|wait| self.began + *wait).filter(|at| *at > now).min()
    }

    /// A new round begins.
    pub(crate) fn begin(&mut self, world: Option<Scope>, now: Instant) {
        self.before = self.verdict(world, now);
        let fruitless = self.rounds > 0 && !matches!(self.before, Reach::Direct(_));
        self.fruitless = if fruitless { self.fruitless.saturating_add(1) } else { 0 };
        (self.failed, self.began) = (false, now);
        self.rounds = self.rounds.saturating_add(1);
    }

    /// What all that means; `world` is how far the farthest connected peer is, if any is there. Who gets through from
    /// nearer proves nothing: whoever shares a home with this machine does.
    pub(crate) fn verdict(&self, world: Option<Scope>, now: Instant) -> Reach {
        let Some(world) = world else { return Reach::Alone };
        let proof = |since: Option<Instant>| {
            let holds =
                |at: Instant| since.is_none_or(|since| at >= since) && now.saturating_duration_since(at) < REACH_HOLDS;
            let proofs = self.reached.iter().filter(|(_, from, at)| *from >= world && holds(*at));
            proofs.last().map(|(address, ..)| Reach::Direct(address.to_string()))
        };
        if let Some(direct) = proof(Some(self.began)) {
            return direct;
        }
        let age = now.saturating_duration_since(self.began);
        let settled = age >= if self.failed { REACH_SETTLES } else { REACH_PATIENCE };
        let before = if self.before == Reach::OutgoingOnly { Reach::OutgoingOnly } else { Reach::Unknown };
        match (settled, self.failed) {
            (true, true) => Reach::OutgoingOnly,
            // Nobody said otherwise: an index node may have nobody to ask, but many who come.
            (true, false) => proof(None).unwrap_or(Reach::OutgoingOnly),
            (false, _) => proof(None).unwrap_or(before),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: Option<Scope> = Some(Scope::World);

    fn address(text: &str) -> Multiaddr {
        text.parse().expect("an address")
    }

    fn among_others() -> (Evidence, Instant) {
        let now = Instant::now();
        let mut evidence = Evidence::new(now);
        evidence.company(true, now);
        (evidence, now)
    }

    #[test]
    fn addresses_carry_as_far_as_they_do() {
        let scopes = [
            ("/ip4/127.0.0.1/tcp/1", Scope::Machine),
            ("/ip6/::1/tcp/1", Scope::Machine),
            ("/ip4/192.168.1.2/tcp/1", Scope::Local),
            ("/ip4/100.64.0.1/tcp/1", Scope::Local),
            ("/ip4/100.128.0.1/tcp/1", Scope::World),
            ("/ip6/fe80::1/tcp/1", Scope::Local),
            ("/ip6/::ffff:10.0.0.1/tcp/1", Scope::Local),
            ("/ip6/2a00::1/udp/1/quic-v1", Scope::World),
            ("/ip4/93.184.215.14/udp/1/quic-v1", Scope::World),
            ("/dns4/index.example/tcp/1", Scope::World),
        ];
        for (text, expected) in scopes {
            assert_eq!(scope(&address(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_somebody_in_the_house_reaches_is_no_word_of_the_world() {
        let (mut evidence, now) = among_others();
        evidence.reached(address("/ip4/192.168.1.2/tcp/1"), Scope::Local, now);
        assert_eq!(evidence.verdict(WORLD, now), Reach::Unknown);
        assert_eq!(evidence.verdict(WORLD, now + REACH_PATIENCE), Reach::OutgoingOnly);
        let home = Reach::Direct("/ip4/192.168.1.2/tcp/1".to_owned());
        assert_eq!(evidence.verdict(Some(Scope::Local), now), home, "where there is nobody else, it is");
        assert_eq!(evidence.verdict(None, now), Reach::Alone);
    }

    #[test]
    fn one_address_that_works_is_enough_and_a_failure_needs_time_to_be_the_only_one() {
        let (mut evidence, now) = among_others();
        evidence.failed();
        assert_eq!(evidence.verdict(WORLD, now), Reach::Unknown);
        assert_eq!(evidence.verdict(WORLD, now + REACH_SETTLES), Reach::OutgoingOnly);
        evidence.reached(address("/ip4/93.184.215.14/tcp/1"), Scope::World, now);
        assert_eq!(evidence.verdict(WORLD, now), Reach::Direct("/ip4/93.184.215.14/tcp/1".to_owned()));
    }

    #[test]
    fn one_who_does_not_get_through_says_nothing_against_those_who_did() {
        let (mut evidence, now) = among_others();
        evidence.reached(address("/ip4/93.184.215.14/tcp/1"), Scope::World, now);
        let later = now + REACH_AGAIN_LAST;
        evidence.begin(WORLD, later);
        evidence.failed();
        assert_eq!(evidence.verdict(WORLD, later + REACH_SETTLES), Reach::OutgoingOnly);
        assert_eq!(evidence.proven(WORLD, later), Some(&address("/ip4/93.184.215.14/tcp/1")));
        assert_eq!(evidence.proven(WORLD, now + REACH_HOLDS), None);
        evidence.reached(address("/ip4/192.168.1.2/tcp/1"), Scope::Local, later);
        assert_eq!(evidence.proven(WORLD, now + REACH_HOLDS), None, "home is not the world");
    }

    #[test]
    fn a_new_round_keeps_what_was_known_until_it_knows_better() {
        let (mut evidence, now) = among_others();
        evidence.reached(address("/ip4/93.184.215.14/tcp/1"), Scope::World, now);
        let (direct, later) = (evidence.verdict(WORLD, now), now + REACH_AGAIN_LAST);
        evidence.begin(WORLD, later);
        assert_eq!(evidence.verdict(WORLD, later), direct);
        evidence.failed();
        assert_eq!(evidence.verdict(WORLD, later + REACH_SETTLES), Reach::OutgoingOnly);
        let after = later + REACH_AGAIN_LAST;
        evidence.begin(WORLD, after);
        assert_eq!(evidence.verdict(WORLD, after), Reach::OutgoingOnly, "and so does failure");
    }

    #[test]
    fn tries_become_rarer_while_they_are_in_vain() {
        let (mut evidence, mut now) = among_others();
        let mut waits = Vec::new();
        for _ in 0..8 {
            let next = evidence.next().expect("somebody can be asked");
            waits.push(next - now);
            now = next;
            evidence.failed();
            evidence.begin(WORLD, now);
        }
        assert_eq!(waits[..2], [REACH_FIRST, REACH_AGAIN_FIRST]);
        assert!(waits.is_sorted(), "{waits:?}");
        assert_eq!(waits.last(), Some(&REACH_AGAIN_LAST));
        evidence.company(false, now);
        assert_eq!(evidence.next(), None);
    }
}
