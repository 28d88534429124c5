//! How providers are found: signed adverts at index nodes, and queries for them.
//! An index node is a hint, never an authority: what counts is negotiated with the provider itself.

use crate::device::Device;
use crate::ids::NodeId;
use crate::limits::{ADDRESSES, ADVERT_LIFETIME_MS, TEXT_BYTES};
use crate::measure::UnixMillis;
use crate::negotiation::RenderPrice;
use crate::sign::{Signed, Statement, VerifyError};
use serde::{Deserialize, Serialize};

/// What a provider says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advert {
    /// Whose it is; must be the signer.
    pub node: NodeId,
    /// Grows with every advert of a node; older ones are not taken.
    pub seq: u64,
    /// When it ends.
    pub expires_at: UnixMillis,
    /// Where the node listens, as multiaddrs without the peer part.
    pub addresses: Vec<String>,
    /// The adapter it works with.
    pub device: Device,
    /// What it does.
    pub render: RenderOffer,
}

/// A provider's standing offer to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderOffer {
    /// Measured on the reference scene.
    pub samples_per_second: u64,
    /// The lowest price it will propose on the reference scene.
    pub floor: RenderPrice,
    /// Whether it would start now.
    pub free: bool,
}

impl Statement for Advert {
    const DOMAIN: &'static str = "idlewatt advert 1";
}

/// Why an advert is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AdvertError {
    /// Forged or unreadable.
    #[error("the signature does not hold")]
    Signature,
    /// About somebody else.
    #[error("the signer is not the node it describes")]
    NotYours,
    /// Over, or longer than allowed.
    #[error("it expired, or would live longer than allowed")]
    Expiry,
    /// A newer one is known.
    #[error("a newer one is known")]
    Stale,
    /// Too many or too long texts.
    #[error("a field is larger than allowed")]
    Oversized,
    /// No room.
    #[error("the index lists as many as it can hold")]
    Full,
}

impl Advert {
    /// Checks signature, owner, expiry and sizes; whether it is the newest is the index's to know.
    pub fn check(signed: &Signed<Self>, now: UnixMillis) -> Result<Self, AdvertError> {
        let advert = signed.verify().map_err(|error| match error {
            VerifyError::Forged(_) | VerifyError::Unreadable(_) => AdvertError::Signature,
        })?;
        let texts = [&advert.device.name, &advert.device.backend, &advert.device.driver];
        if advert.node != signed.signer() {
            Err(AdvertError::NotYours)
        } else if advert.expires_at <= now || advert.expires_at > now.plus_ms(2 * ADVERT_LIFETIME_MS) {
            Err(AdvertError::Expiry)
        } else if advert.addresses.len() > ADDRESSES
            || advert.addresses.iter().chain(texts).any(|text| text.len() > TEXT_BYTES)
        {
            Err(AdvertError::Oversized)
        } else {
            Ok(advert)
        }
    }
}

/// What a requester looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// No provider whose floor lies above.
    pub max_price: Option<RenderPrice>,
    /// Only those who would start now.
    pub free_only: bool,
    /// At most so many.
    pub limit: u16,
}

/// To an index node, `/idlewatt/index/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndexRequest {
    /// Take this advert in place of my older one.
    Publish(Signed<Advert>),
    /// Who fits?
    Find(Query),
}

/// From an index node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndexResponse {
    /// It is listed until then.
    Listed(UnixMillis),
    /// These fit, best first.
    Found(Vec<Signed<Advert>>),
    /// It is not taken.
    NotListed(AdvertError),
    /// This node is no index.
    NoIndex,
}
