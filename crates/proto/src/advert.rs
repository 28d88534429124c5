//! How providers are found: signed adverts at index nodes, and queries for them.
//! An index node is a hint, never an authority: what counts is negotiated with the provider itself.

use crate::device::Device;
use crate::ids::{BlobHash, NodeId};
use crate::job::BlobRef;
use crate::limits::{ADDRESSES, ADVERT_LIFETIME_MS, MODEL_NAME_BYTES, MODELS_PER_ADVERT, TEXT_BYTES};
use crate::measure::UnixMillis;
use crate::negotiation::Price;
use crate::sign::{Signed, Statement, VerifyError};
use crate::text::{ModelKind, TextSpeed};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

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
    /// How it renders.
    pub render: RenderOffer,
    /// The models that it holds and answers with.
    pub models: Vec<ModelOffer>,
}

/// A provider's standing offer to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderOffer {
    /// Measured on the reference scene.
    pub samples_per_second: u64,
    /// The lowest price it will propose on the reference scene.
    pub floor: Price,
    /// Whether it would start now.
    pub free: bool,
}

/// A provider's standing offer to answer with a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelOffer {
    /// The model's file. Whoever wants it may ask for it.
    pub model: BlobRef,
    /// What the provider calls it.
    pub name: String,
    /// What it is for.
    pub kind: ModelKind,
    /// Tokens that one request may have.
    pub tokens: u32,
    /// Measured.
    pub speed: TextSpeed,
    /// The lowest price it will propose.
    pub floor: Price,
    /// Whether it would start now.
    pub free: bool,
}

/// A standing offer of either kind, as far as a choice looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The lowest price.
    pub floor: Price,
    /// In what the kind is measured in, per second.
    pub per_second: u64,
    /// Whether it would start now.
    pub free: bool,
}

impl Statement for Advert {
    const DOMAIN: &'static str = "idlewatt advert 2";
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
            || advert.models.len() > MODELS_PER_ADVERT
            || advert.models.iter().any(|model| model.name.len() > MODEL_NAME_BYTES)
            || advert.addresses.iter().chain(texts).any(|text| text.len() > TEXT_BYTES)
        {
            Err(AdvertError::Oversized)
        } else {
            Ok(advert)
        }
    }
}

impl Advert {
    /// The offer of the wanted kind, if there is one.
    pub fn standing(&self, want: &Want) -> Option<Standing> {
        let of_model = |model: &ModelOffer| Standing {
            floor: model.floor,
            per_second: u64::from(model.speed.decode.max(model.speed.prefill / 10)) * crate::job::SAID_WEIGHT,
            free: model.free,
        };
        match want {
            Want::Render => {
                let RenderOffer { samples_per_second, floor, free } = self.render;
                Some(Standing { floor, per_second: samples_per_second, free })
            }
            Want::Model(_) | Want::ModelNamed(_) | Want::AnyModel => self.model(want).map(of_model),
        }
    }

    /// The wanted model.
    pub fn model(&self, want: &Want) -> Option<&ModelOffer> {
        self.models.iter().find(|model| match want {
            Want::Render => false,
            Want::Model(hash) => model.model.hash == *hash,
            Want::ModelNamed(name) => model.name.eq_ignore_ascii_case(name),
            Want::AnyModel => true,
        })
    }

    /// The place of this advert among those that fit a query, the least first: free before busy, cheap before dear, fast
    /// before slow. `None`: it does not fit.
    pub fn place(&self, query: &Query) -> Option<impl Ord + use<>> {
        let Standing { floor, per_second, free } = self.standing(&query.want)?;
        let fits = (free || !query.free_only) && query.max_price.is_none_or(|most| floor <= most);
        fits.then_some((!free, floor, Reverse(per_second), self.node))
    }
}

/// What kind of work a requester wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// A picture.
    Render,
    /// Answers of this model.
    Model(BlobHash),
    /// Answers of a model that is called so.
    ModelNamed(String),
    /// To see who holds which models.
    AnyModel,
}

/// What a requester looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What for.
    pub want: Want,
    /// No provider whose floor lies above.
    pub max_price: Option<Price>,
    /// Only those who would start now.
    pub free_only: bool,
    /// At most so many.
    pub limit: u16,
}

/// To an index node, `/idlewatt/index/2`.
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
