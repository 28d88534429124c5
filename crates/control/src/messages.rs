//! What windows and command lines say to the daemon, and what it says to them.

use idlewatt_proto::advert::RenderOffer;
use idlewatt_proto::books::{Audit, Earnings, JobRow, Side, UnitRow};
use idlewatt_proto::device::{Device, GpuReading, MeasuredDevice};
use idlewatt_proto::job::SceneFacts;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{Activity, Effort, Refusal, StopReason};
use idlewatt_proto::stream::TextAsk;
use idlewatt_proto::text::{Generation, ModelFacts, ModelKind, TextEvent, TextSpeed, Usage};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, NodeId, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Version of this protocol. Daemon, window and command line ship together.
pub const CONTROL_PROTOCOL: u32 = 2;

/// One request. Every one is answered by exactly one [`Response`], except `Watch`, `Render`, `Generate`, `Embed`
/// and `FetchModel`, which go on answering until they end or the connection closes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "request")]
pub enum Request {
    /// Who are you? Answered by `Hello`.
    Hello,
    /// Answered by `Status`.
    Status,
    /// Answered by a `Status` at once, and by another at each change, at most four a second.
    Watch,
    /// Stop providing until then, or until `Resume`. Answered by `Status`.
    Pause {
        /// When it comes back by itself.
        until: Option<UnixMillis>,
    },
    /// Provide again. Answered by `Status`.
    Resume,
    /// Answered by `Earnings`.
    Earnings {
        /// From then on; `None`: from the beginning.
        since: Option<UnixMillis>,
    },
    /// Answered by `Jobs`, newest first.
    Jobs {
        /// At most so many.
        limit: u32,
    },
    /// Answered by `Units`, oldest first.
    Units {
        /// Of this job; `None`: of all.
        job: Option<JobId>,
        /// At most so many, the newest ones.
        limit: u32,
    },
    /// Recompute the books. Answered by `Audit`.
    Audit,
    /// Answered by `Peers`.
    Peers,
    /// Answered by `Settings`.
    GetSettings,
    /// Change one setting, by its dotted name. Answered by `Settings`, or by `Error` with code `InvalidSetting`.
    SetSetting {
        /// For example `provider.tariff_per_kwh`.
        name: String,
        /// As it would stand in the settings file.
        value: String,
    },
    /// What each of the owner's limits costs or saves. Answered by `Limits`.
    Limits,
    /// The owner's list of programs. Answered by `Programs`.
    Programs,
    /// What was refused lately, and why. Answered by `Refusals`.
    Refusals,
    /// Look at this machine and the network. Answered by `Doctor`.
    Doctor,
    /// Render over the mesh. Answered by `Render` events until `Ended`.
    /// Closing the connection or sending any other request cancels the job, and what came is kept. After a request
    /// the events go on, to tell what was kept.
    Render(RenderRequest),
    /// Have a model of the mesh say something. Answered by `Answering`, by `Text` until `Ended`, and by `Cost` before that,
    /// or by `Error`. Hanging up, or any other request, cancels.
    Generate(TextRequest),
    /// Turn texts into vectors. Answered by `Answering`, one `Embedded` for each, in order, `Cost` and `EmbedEnded`, or by
    /// `Error`.
    Embed(EmbedRequest),
    /// Which models there are, here and on the mesh. Answered by `Models`.
    Models,
    /// Fetch a model from a peer that offers it. Answered by `Fetching` until `Fetched`, or by `Error`. What came is kept
    /// when the caller hangs up, and the next try goes on from there.
    FetchModel {
        /// Its name, or its hash in hex.
        model: String,
    },
    /// The picture of the job that is being provided, as it grows. Answered by `Preview`.
    Preview,
    /// Stop the daemon. Answered by `Bye`, before it stops.
    Shutdown,
}

/// A picture to be rendered over the mesh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderRequest {
    /// Absolute path of a GLB or glTF file.
    pub scene: String,
    /// Absolute path of the picture; `.png` or `.exr`.
    pub output: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Samples per pixel.
    pub spp: u32,
    /// Name of a camera.
    pub camera: Option<String>,
    /// What will not be exceeded.
    pub max_price: Option<Price>,
}

/// Something to be said by a model of the mesh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextRequest {
    /// Its name, or its hash in hex.
    pub model: String,
    /// What is asked.
    pub generation: Generation,
    /// What will not be exceeded, per million tokens said.
    pub max_price: Option<Price>,
}

/// Texts to become vectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbedRequest {
    /// The model's name, or its hash in hex.
    pub model: String,
    /// The texts.
    pub texts: Vec<String>,
    /// What will not be exceeded, per million tokens said; ten million are read for it.
    pub max_price: Option<Price>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "response")]
pub enum Response {
    /// Who answers.
    Hello {
        /// [`CONTROL_PROTOCOL`].
        protocol: u32,
        /// The daemon's version.
        version: String,
        /// Its node.
        node: NodeId,
    },
    /// What is going on.
    Status(Box<Status>),
    /// Sums.
    Earnings(Earnings),
    /// Jobs.
    Jobs {
        /// Newest first.
        jobs: Vec<JobRow>,
    },
    /// Units.
    Units {
        /// Oldest first.
        units: Vec<UnitRow>,
    },
    /// The books, recomputed.
    Audit(Audit),
    /// Neighbours.
    Peers {
        /// Connected ones.
        peers: Vec<PeerRow>,
    },
    /// Every setting.
    Settings {
        /// In the order of the settings file.
        settings: Vec<SettingRow>,
    },
    /// The owner's limits and their effect.
    Limits(Limits),
    /// Programs beside which no work is done.
    Programs(Programs),
    /// What was refused since the daemon started.
    Refusals {
        /// Newest first.
        refusals: Vec<RefusalRow>,
    },
    /// What was found.
    Doctor {
        /// One finding per matter looked at.
        findings: Vec<Finding>,
    },
    /// How a render goes.
    Render(RenderEvent),
    /// Somebody answers a `Generate` or an `Embed`. Said again when somebody else goes on with it.
    Answering {
        /// Who.
        provider: NodeId,
        /// For how much, per million tokens said.
        price: Price,
    },
    /// What comes of a generation.
    Text(TextEvent),
    /// What a `Generate` or an `Embed` cost, with all who had a part in it.
    Cost {
        /// As the books have it.
        cost: Amount,
    },
    /// One text is a vector now.
    Embedded {
        /// Its place among the texts.
        index: u32,
        /// Of length one.
        vector: Vec<f32>,
        /// Tokens of the text.
        tokens: u32,
    },
    /// All texts are vectors.
    EmbedEnded {
        /// What it took.
        usage: Usage,
    },
    /// The models that are here or on offer.
    Models {
        /// By name.
        models: Vec<ModelRow>,
    },
    /// A model is on its way.
    Fetching {
        /// Bytes that are here.
        have: Bytes,
        /// Bytes in all.
        of: Bytes,
    },
    /// It is here, and what it should be.
    Fetched {
        /// Under this name.
        name: String,
        /// BLAKE3 of its file.
        hash: BlobHash,
    },
    /// The growing picture.
    Preview {
        /// `None`: nothing is being rendered.
        preview: Option<Preview>,
    },
    /// The daemon stops now.
    Bye,
    /// It could not be done.
    Error(ControlError),
}

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

/// A model that is here or on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl TextRequest {
    /// As it travels to a provider.
    pub fn ask(&self) -> TextAsk {
        TextAsk::Generate(self.generation.clone())
    }
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
    /// What, for people.
    pub title: String,
    /// For whom.
    pub requester: NodeId,
    /// Units done.
    pub units_done: u32,
    /// The unit in hand, in thousandths.
    pub unit_permille: u16,
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

/// A connected peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeerRow {
    /// Who.
    pub node: NodeId,
    /// Over which address.
    pub address: String,
    /// `quic` or `tcp`.
    pub transport: String,
    /// Round trip in microseconds, where measured.
    pub rtt_us: Option<u32>,
}

/// A setting with its value and meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingRow {
    /// Dotted name.
    pub name: String,
    /// As it stands in the settings file.
    pub value: String,
    /// One sentence.
    pub meaning: String,
}

/// What a day would bring under the owner's limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Limits {
    /// Net of a day with all of them; `None`: nothing is known of this machine yet.
    pub net_per_day: Option<Amount>,
    /// Those that are set and bear on it.
    pub limits: Vec<LimitRow>,
    /// What the estimate supposes, in sentences.
    pub rests_on: Vec<String>,
}

/// A limit and its effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LimitRow {
    /// Dotted name of its setting.
    pub name: String,
    /// As it stands in the settings file.
    pub value: String,
    /// One sentence.
    pub meaning: String,
    /// What it adds to the net of a day: below zero where it costs, above where it saves.
    pub effect_per_day: Amount,
}

/// Programs beside which no work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Programs {
    /// The owner's list. Games in the known libraries need not be on it.
    pub listed: Vec<String>,
    /// One that runs now.
    pub running: Option<String>,
    /// Programs that were seen working on the card and are not on the list.
    pub suggestions: Vec<SuggestionRow>,
}

/// A program that was seen working on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuggestionRow {
    /// Name of its file.
    pub name: String,
    /// How long it kept the card busy in all.
    pub busy_minutes: u32,
    /// The most of the card that it took, in percent.
    pub peak_percent: u8,
    /// When it was seen last.
    pub last_seen: UnixMillis,
}

/// A job that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefusalRow {
    /// When.
    pub at: UnixMillis,
    /// Whose.
    pub requester: NodeId,
    /// What, for people.
    pub title: String,
    /// Why.
    pub refusal: Refusal,
    /// For an offer below the floor: the sum behind the floor.
    pub sum: Option<FloorSum>,
}

/// Why the floor is what it is, per thousand million samples on the scene that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FloorSum {
    /// What was offered.
    pub offered: Amount,
    /// Electricity above rest, at the tariff of that hour.
    pub electricity: Amount,
    /// Wear.
    pub wear: Amount,
}

/// One matter that the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// What was looked at: `graphics adapter`.
    pub subject: String,
    /// How it stands.
    pub health: Health,
    /// What was found.
    pub found: String,
    /// What to do about it; empty when nothing.
    pub advice: String,
}

/// How a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but worth knowing.
    Notice,
    /// Keeps Idlewatt from working.
    Bad,
}

/// How a requested render goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum RenderEvent {
    /// The scene is right; these are its contents. The job has this name now.
    Checked {
        /// Its name.
        job: JobId,
        /// What is in it.
        facts: SceneFacts,
    },
    /// Providers are being looked for and asked.
    Searching,
    /// One agreed.
    Agreed {
        /// Who.
        provider: NodeId,
        /// With what.
        device: Device,
        /// For how much.
        price: Price,
    },
    /// Work was done, checked and paid.
    Progress {
        /// Pixel samples in the picture.
        pixel_samples: u64,
        /// Pixel samples asked for.
        of: u64,
        /// Owed so far.
        cost: Amount,
    },
    /// The picture file was rewritten with what is there.
    Pictured,
    /// A provider is gone or was let go; the rest goes to others.
    ProviderLost {
        /// Who.
        provider: NodeId,
        /// Why.
        reason: StopReason,
    },
    /// No more events.
    Ended {
        /// How.
        outcome: RenderOutcome,
        /// Owed in all.
        cost: Amount,
    },
}

/// How a requested render ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum RenderOutcome {
    /// The whole picture is there.
    Done,
    /// Stopped by whoever asked; the file holds what came.
    Cancelled,
    /// The scene or the request is not right. One sentence.
    BadInput {
        /// The sentence.
        what: String,
    },
    /// Nobody can or will do it. One sentence with the reasons heard.
    NoProvider {
        /// The sentence.
        what: String,
    },
    /// Something broke. One sentence.
    Failed {
        /// The sentence.
        what: String,
    },
}

/// Why a request could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum ControlError {
    /// The line was not a request.
    #[error("the request cannot be understood: {what}")]
    BadRequest {
        /// Why.
        what: String,
    },
    /// No such setting, or not such a value.
    #[error("{name}: {what}")]
    InvalidSetting {
        /// Which.
        name: String,
        /// Why.
        what: String,
    },
    /// The role that it needs is switched off.
    #[error("the {role:?} role is switched off")]
    RoleOff {
        /// Which.
        role: Side,
    },
    /// The request is not right, or the model cannot answer such a one. One sentence.
    #[error("{what}")]
    BadInput {
        /// The sentence.
        what: String,
    },
    /// No such model here, nor on offer.
    #[error("nobody offers a model called {model:?}")]
    NoModel {
        /// As it was called.
        model: String,
    },
    /// Nobody can or will do it. One sentence with the reasons heard.
    #[error("{what}")]
    NoProvider {
        /// The sentence.
        what: String,
    },
    /// Those who would do it have their hands full. Later it may go. One sentence.
    #[error("{what}")]
    Busy {
        /// The sentence.
        what: String,
    },
    /// The owner's limits forbid it, or something broke. One sentence.
    #[error("{what}")]
    Failed {
        /// The sentence.
        what: String,
    },
    /// The books could not be read or written.
    #[error("the books cannot be used: {what}")]
    Books {
        /// What happened.
        what: String,
    },
    /// The daemon is on its way out.
    #[error("the daemon is shutting down")]
    ShuttingDown,
}
