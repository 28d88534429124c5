//! Neighbours, and what is on offer.

use idlewatt_proto::books::PeerRecord;
use idlewatt_proto::device::Device;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::NoRelay;
use idlewatt_proto::text::{ModelFacts, ModelKind, TextSpeed};
use idlewatt_proto::{Amount, BlobHash, Bytes, NodeId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A connected peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerRow {
    /// Who.
    pub node: NodeId,
    /// Over which address.
    pub address: String,
    /// `quic`, `tcp`, or `relay` where there is no direct connection.
    pub transport: String,
    /// Round trip in microseconds, where measured.
    pub rtt_us: Option<u32>,
}

/// A model that is here or on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ModelRow {
    /// What it is called here, else what most call it.
    pub name: String,
    /// BLAKE3 of its file.
    pub hash: BlobHash,
    /// Size of its file.
    pub size: Bytes,
    /// What it is for.
    pub kind: ModelKind,
    /// What is in it, where it is here.
    pub facts: Option<ModelFacts>,
    /// How fast it runs here, where that was measured.
    pub speed: Option<TextSpeed>,
    /// Who answers with it.
    pub offers: Vec<ModelOfferRow>,
}

/// Somebody's offer to answer with a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ModelOfferRow {
    /// Whose.
    pub provider: NodeId,
    /// Lowest price, per million tokens said.
    pub floor: Price,
    /// Measured.
    pub speed: TextSpeed,
    /// Tokens that one request may have.
    pub tokens: u32,
    /// Whether it would start now.
    pub free: bool,
}

/// This node among others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Network {
    /// Connected ones.
    pub peers: Vec<PeerRow>,
    /// Whether others get through to this node.
    pub reachability: Reachability,
    /// Where this node listens, and where it is called over relays.
    pub addresses: Vec<String>,
    /// How many others can be called over this node. `None`: it does not relay.
    pub relays_for: Option<u32>,
    /// What work with each peer came to, by the books; those with the newest entries first.
    pub records: Vec<PeerRecord>,
    /// Who offers to render, this node included, cheapest first.
    pub market: Vec<MarketRow>,
}

/// Whether others get through to this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "reach")]
pub enum Reachability {
    /// Not known yet.
    Unknown,
    /// Strangers reach it.
    Direct {
        /// At this address, as a peer has tried.
        address: String,
    },
    /// Nobody was seen to reach it from outside, but it can be called over relays.
    Relayed {
        /// Through whom.
        through: Vec<NodeId>,
        /// How many of the last calls became direct connections,
        punched: u32,
        /// of so many.
        tries: u32,
    },
    /// Nobody was seen to reach it from outside; connections that it makes itself are all there is.
    OutgoingOnly {
        /// Why nobody relays for it.
        relay: NoRelay,
    },
    /// Nobody is connected.
    Alone {
        /// Why, as far as that is known. One sentence.
        what: String,
    },
}

/// Somebody's offer to render.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarketRow {
    /// Whose.
    pub provider: NodeId,
    /// With what.
    pub device: Device,
    /// Lowest price on the reference scene, per thousand million samples.
    pub floor_per_gigasample: Amount,
    /// Speed on the reference scene.
    #[ts(type = "number")]
    pub samples_per_second: u64,
    /// Whether it would start now.
    pub free: bool,
    /// Whether it is this node's.
    pub ours: bool,
}
