//! What the daemon is doing.

use idlewatt_proto::advert::RenderOffer;
use idlewatt_proto::books::Earnings;
use idlewatt_proto::device::{GpuReading, MeasuredDevice};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{Activity, Effort};
use idlewatt_proto::title::Title;
use idlewatt_proto::{Amount, JobId, NodeId, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the daemon is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Status {
    /// Its node.
    pub node: NodeId,
    /// Its version.
    pub version: String,
    /// Which parts it plays.
    pub roles: Roles,
    /// What the providing side does, and why not more.
    pub activity: Activity,
    /// When the clock alone will change that, if it will.
    pub until: Option<UnixMillis>,
    /// How hard it works; `None` while it does not.
    pub effort: Option<Effort>,
    /// What a kilowatt-hour costs now; `None`: nobody knows.
    pub tariff_per_kwh: Option<Amount>,
    /// The adapter that is used, and its speed.
    pub device: Option<MeasuredDevice>,
    /// The card's meters. Empty: no card tells.
    pub gpus: Vec<GpuReading>,
    /// Why `gpus` is empty, in words.
    pub meters: Option<String>,
    /// What it offers to the mesh now.
    pub offer: Option<OfferRow>,
    /// The job in hand.
    pub current: Option<CurrentJob>,
    /// Since local midnight.
    pub today: Earnings,
    /// Since the beginning.
    pub all_time: Earnings,
    /// Connected peers.
    pub peers: u32,
    /// Index nodes that list or answer this node.
    pub index_nodes: u32,
}

/// Which parts a daemon plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Roles {
    /// Works for others.
    pub provider: bool,
    /// May ask others.
    pub requester: bool,
    /// Lists providers.
    pub index: bool,
}

/// A standing offer, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfferRow {
    /// Lowest price on the reference scene, per thousand million samples.
    pub floor_per_gigasample: Amount,
    /// Speed on the reference scene.
    #[ts(type = "number")]
    pub samples_per_second: u64,
}

impl From<RenderOffer> for OfferRow {
    fn from(offer: RenderOffer) -> Self {
        Self { floor_per_gigasample: offer.floor.per_giga, samples_per_second: offer.samples_per_second }
    }
}

/// The job that is being provided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CurrentJob {
    /// Which.
    pub job: JobId,
    /// Of what kind.
    pub kind: WorkKind,
    /// What.
    pub title: Title,
    /// For whom.
    pub requester: NodeId,
    /// Units done.
    pub units_done: u32,
    /// The unit in hand, in thousandths.
    pub unit_permille: u16,
    /// For how much: per thousand million pixel samples, or per million tokens said.
    pub price: Price,
    /// Tokens said so far, or read into vectors, where it is text. What they say is the requester's business.
    #[ts(type = "number")]
    pub tokens: u64,
    /// Finished value so far.
    pub gross: Amount,
    /// Grows by one whenever [`Preview`] has changed.
    #[ts(type = "number")]
    pub preview_version: u64,
}

/// A small picture of the job in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preview {
    /// Which job.
    pub job: JobId,
    /// Equal to [`CurrentJob::preview_version`].
    #[ts(type = "number")]
    pub version: u64,
    /// A PNG as base64.
    pub png_base64: String,
}
