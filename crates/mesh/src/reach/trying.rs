//! Tries the addresses of peers that ask.

use super::{Tried, TryMe, ip, is_plain};
use crate::limits::{TRIES_AT_ONCE, TRIES_PER_PEER, TRIES_WITHIN, TRY};
use crate::network;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use libp2p::core::Endpoint;
use libp2p::core::transport::{DialOpts, PortUse, Transport};
use libp2p::request_response::ResponseChannel;
use libp2p::{Multiaddr, PeerId, identity};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use tokio::time::{Instant, timeout};

/// Tries under way, and how often each peer asked lately.
#[derive(Default)]
pub(crate) struct Tries {
    under_way: FuturesUnordered<BoxFuture<'static, (ResponseChannel<Tried>, Tried)>>,
    asked: HashMap<PeerId, VecDeque<Instant>>,
}

impl Tries {
    pub(crate) fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The next one that is over.
    pub(crate) async fn next(&mut self) -> Option<(ResponseChannel<Tried>, Tried)> {
        self.under_way.next().await
    }

    /// Tries it, or does not: then the channel comes back. `from`: where the peer comes from.
    pub(crate) fn begin(
        &mut self,
        peer: PeerId,
        from: &[IpAddr],
        ask: &TryMe,
        channel: ResponseChannel<Tried>,
    ) -> Result<(), ResponseChannel<Tried>> {
        let Some(address) = self.admit(peer, from, ask, Instant::now()) else { return Err(channel) };
        self.under_way.push(async move { (channel, get_through(peer, address).await) }.boxed());
        Ok(())
    }

    /// Nobody is dialled for others, and no network is felt out for them: a peer is tried where it comes from.
    fn admit(&mut self, peer: PeerId, from: &[IpAddr], ask: &TryMe, now: Instant) -> Option<Multiaddr> {
        let address: Multiaddr = ask.address.parse().ok()?;
        if !is_plain(&address) || !from.contains(&ip(&address)?) || self.under_way.len() >= TRIES_AT_ONCE {
            return None;
        }
        let lately = |at: &Instant| now.saturating_duration_since(*at) < TRIES_WITHIN;
        self.asked.retain(|_, asked| asked.back().is_some_and(lately));
        let asked = self.asked.entry(peer).or_default();
        asked.retain(lately);
        (asked.len() < TRIES_PER_PEER).then(|| {
            asked.push_back(now);
            address
        })
    }
}

/// Whether the peer answers there. From a new port and under a new name: it must not count as a connection between the two,
/// over which somebody might send something.
async fn get_through(peer: PeerId, address: Multiaddr) -> Tried {
    let Ok(mut transport) = network::plain_transport(&identity::Keypair::generate_ed25519()) else {
        return Tried::Declined;
    };
    let Ok(dial) = transport.dial(address, DialOpts { role: Endpoint::Dialer, port_use: PortUse::New }) else {
        return Tried::NotReached;
    };
    match timeout(TRY, dial).await {
        Ok(Ok((answers, _))) if answers == peer => Tried::Reached,
        _ => Tried::NotReached,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const HOME: &str = "/ip4/203.0.113.5/tcp/4001";

    fn admitted(tries: &mut Tries, peer: PeerId, address: &str, now: Instant) -> bool {
        let from = [IpAddr::from([203, 0, 113, 5])];
        tries.admit(peer, &from, &TryMe { address: address.to_owned() }, now).is_some()
    }

    #[test]
    fn nobody_has_others_dialled() {
        let (mut tries, peer, now) = (Tries::default(), PeerId::random(), Instant::now());
        let other_port = "/ip4/203.0.113.5/udp/9000/quic-v1";
        assert!(admitted(&mut tries, peer, other_port, now), "another port of its own is what this is for");
        for elsewhere in [
            "/ip4/203.0.113.6/tcp/4001",
            "/ip4/192.168.1.1/tcp/80",
            "/ip4/127.0.0.1/tcp/4001",
            "/ip6/::1/tcp/4001",
            "/dns4/router.lan/tcp/80",
            "/ip4/203.0.113.5/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN/p2p-circuit",
            "rubbish",
            "",
        ] {
            assert!(!admitted(&mut tries, peer, elsewhere, now), "{elsewhere}");
        }
    }

    #[test]
    fn a_peer_is_tried_so_often_and_later_again() {
        let (mut tries, peer, now) = (Tries::default(), PeerId::random(), Instant::now());
        let admissions = (0..100).filter(|_| admitted(&mut tries, peer, HOME, now)).count();
        assert_eq!(admissions, TRIES_PER_PEER);
        assert!(admitted(&mut tries, PeerId::random(), HOME, now), "others are tried all the same");
        assert!(admitted(&mut tries, peer, HOME, now + TRIES_WITHIN));
        let later = now + TRIES_WITHIN * 2 + Duration::from_secs(1);
        assert!(admitted(&mut tries, PeerId::random(), HOME, later));
        assert_eq!(tries.asked.len(), 1, "who has not asked lately is forgotten");
    }
}
