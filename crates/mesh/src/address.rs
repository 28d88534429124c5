//! Names and addresses: ours, libp2p's and how they map.

use idlewatt_proto::NodeId;
use idlewatt_proto::limits::{ADDRESSES, TEXT_BYTES};
use idlewatt_proto::sign::Keypair;
use libp2p::multiaddr::Protocol;
use libp2p::{Multiaddr, PeerId, identity};

/// An address in the settings that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{address:?} is not an address: {why}")]
pub struct AddressError {
    address: String,
    why: String,
}

/// A node's name as libp2p knows it. `None`: the 32 bytes are no point on the curve.
pub(crate) fn peer_id(node: NodeId) -> Option<PeerId> {
    let key = identity::ed25519::PublicKey::try_from_bytes(&node.0).ok()?;
    Some(identity::PublicKey::from(key).to_peer_id())
}

/// A peer's name in our words. `None`: its key is not ed25519. The key can be read back because peer ids of
/// short keys are not hashed.
pub(crate) fn node_id(peer: &PeerId) -> Option<NodeId> {
    const IDENTITY: u64 = 0;
    let multihash = peer.as_ref();
    if multihash.code() != IDENTITY {
        return None;
    }
    let key = identity::PublicKey::try_decode_protobuf(multihash.digest()).ok()?;
    Some(NodeId(key.try_into_ed25519().ok()?.to_bytes()))
}

/// The keypair as libp2p wants it. `None` never happens for 32 bytes; the caller has an error for it anyway.
pub(crate) fn keypair(key: &Keypair) -> Option<identity::Keypair> {
    identity::Keypair::ed25519_from_bytes(key.secret()).ok()
}

/// Reads an address to listen on.
pub(crate) fn listen_address(text: &str) -> Result<Multiaddr, AddressError> {
    text.parse().map_err(|error: libp2p::multiaddr::Error| refuse(text, error.to_string()))
}

/// Reads an address that ends in `/p2p/…`: who, and where.
pub(crate) fn dial_address(text: &str) -> Result<(PeerId, Multiaddr), AddressError> {
    let mut address = listen_address(text)?;
    match address.pop() {
        Some(Protocol::P2p(peer)) if node_id(&peer).is_some() => Ok((peer, address)),
        Some(Protocol::P2p(_)) => Err(refuse(text, "the peer's key is not ed25519".into())),
        _ => Err(refuse(text, "it does not end in /p2p/ and the peer's name".into())),
    }
}

fn refuse(address: &str, why: String) -> AddressError {
    AddressError { address: address.chars().take(TEXT_BYTES).collect(), why }
}

/// Reads addresses that somebody says are this peer's, and leaves out what cannot be.
pub(crate) fn claimed_addresses(peer: &PeerId, texts: &[String]) -> Vec<Multiaddr> {
    let read = |text: &String| {
        let mut address: Multiaddr = text.parse().ok()?;
        if let Some(Protocol::P2p(named)) = address.iter().last() {
            address.pop();
            (named == *peer).then_some(address)
        } else {
            Some(address)
        }
    };
    texts.iter().take(ADDRESSES).filter(|text| text.len() <= TEXT_BYTES).filter_map(read).collect()
}

/// `quic` or `tcp`.
pub(crate) fn transport(address: &Multiaddr) -> &'static str {
    if address.iter().any(|part| matches!(part, Protocol::QuicV1)) { "quic" } else { "tcp" }
}

/// An error with its causes. libp2p's own sentences are often empty and leave the word to the cause.
pub(crate) fn whole_story(error: &dyn std::error::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !text.is_empty() && !told.iter().any(|earlier| earlier.contains(&text)) {
            told.push(text);
        }
        next = error.source();
    }
    told.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_map_both_ways() {
        let node = Keypair::from_secret([3; 32]).node_id();
        let peer = peer_id(node).expect("a real key");
        assert_eq!(node_id(&peer), Some(node));
        assert_eq!(keypair(&Keypair::from_secret([3; 32])).expect("32 bytes").public().to_peer_id(), peer);
    }

    #[test]
    fn an_address_without_a_name_is_refused_by_name() {
        let error = dial_address("/ip4/127.0.0.1/tcp/4001").expect_err("no /p2p");
        assert!(error.to_string().contains("/ip4/127.0.0.1/tcp/4001"), "{error}");
        assert!(dial_address("rubbish").is_err());
    }

    #[test]
    fn addresses_filed_under_another_peer_are_left_out() {
        let peer = peer_id(Keypair::from_secret([3; 32]).node_id()).expect("a real key");
        let other = peer_id(Keypair::from_secret([4; 32]).node_id()).expect("a real key");
        let texts = [
            format!("/ip4/10.0.0.1/tcp/1/p2p/{peer}"),
            format!("/ip4/10.0.0.2/tcp/1/p2p/{other}"),
            "/ip4/10.0.0.3/udp/1/quic-v1".to_owned(),
            "nonsense".to_owned(),
        ];
        let kept: Vec<String> = claimed_addresses(&peer, &texts).iter().map(ToString::to_string).collect();
        assert_eq!(kept, ["/ip4/10.0.0.1/tcp/1", "/ip4/10.0.0.3/udp/1/quic-v1"]);
    }
}
