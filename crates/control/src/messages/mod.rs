//! What windows and command lines say to the daemon, and what it says to them.

mod asks;
mod books;
mod error;
mod fault;
mod found;
mod network;
mod owner;
mod status;
mod why;

pub use asks::{EmbedRequest, RenderEvent, RenderOutcome, RenderRequest, TextRequest};
pub use books::{Bucket, ExportFormat, History, JobDetail, KindSums, Step};
pub use error::ControlError;
pub use fault::{FieldError, SettingFault};
pub use found::{Finding, Found, Health};
pub use network::{MarketRow, ModelOfferRow, ModelRow, Network, PeerRow, Reachability};
pub use owner::{
    Assumption, BenchmarkEvent, FloorSum, LimitRow, Limits, NetRange, Places, Preset, PresetRow, Programs, RefusalRow,
    SettingChange, SettingRow, SuggestionRow,
};
pub use status::{CurrentJob, OfferRow, Preview, Roles, Status};
pub use why::{BadInput, Busy, Decline, Declined, Failure, NoProvider};

pub use idlewatt_proto::books::{JobFilter, JobMark};

use idlewatt_proto::books::{Audit, Earnings, JobRow, Side, UnitRow};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{TextEvent, Usage};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, NodeId, UnixMillis};
use serde::{Deserialize, Serialize};

/// Version of this protocol. Daemon, window and command line ship together.
pub const CONTROL_PROTOCOL: u32 = 5;

/// One request. Every one is answered by exactly one [`Response`], except `Watch`, `Render`, `Generate`, `Embed`,
/// `FetchModel` and `Benchmark`, which go on answering until they end or the connection closes.
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
        /// Which.
        #[serde(default)]
        filter: JobFilter,
    },
    /// Everything about one job. Answered by `Job`, with `None` where the books have no such job.
    Job {
        /// Which.
        job: JobId,
        /// This node's part in it.
        side: Side,
        /// The other side.
        peer: NodeId,
    },
    /// What was earned over time, up to now. Answered by `History`.
    History {
        /// From the hour, day or month of this instant on; `None`: from the first entry on.
        since: Option<UnixMillis>,
        /// How finely.
        step: Step,
    },
    /// Write the jobs into a file. Answered by `Exported`. A file that is there already is replaced at once or not at all.
    Export {
        /// Absolute path.
        path: String,
        /// How.
        format: ExportFormat,
        /// Jobs opened from then on; `None`: all.
        since: Option<UnixMillis>,
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
    /// This node among others. Answered by `Network`.
    Network,
    /// Answered by `Settings`.
    GetSettings,
    /// Change one setting, by its dotted name. Answered by `Settings`, or by `Error` with code `InvalidSetting`.
    SetSetting {
        /// For example `provider.tariff_per_kwh`.
        name: String,
        /// As it would stand in the settings file.
        value: String,
    },
    /// Change several settings, all or none. Answered by `Settings`, or by `Error` with code `InvalidSetting`.
    SetSettings {
        /// Those.
        changes: Vec<SettingChange>,
    },
    /// Put entries into a setting that is a list, and take others out, whatever else is done to it meanwhile. Answered by
    /// `Settings`, or by `Error` with code `InvalidSetting`.
    EditList {
        /// For example `accept.blocked`.
        name: String,
        /// What is put in, where it is not there yet.
        put: Vec<String>,
        /// What is taken out.
        take: Vec<String>,
    },
    /// What each of the owner's limits costs or saves. Answered by `Limits`.
    Limits,
    /// What `Limits` would say if some settings were others. Changes nothing. Answered by `Limits`, or by `Error` with
    /// code `InvalidSetting`.
    Estimate {
        /// Those.
        changes: Vec<SettingChange>,
    },
    /// Readable sets of limits. Answered by `Presets`.
    Presets,
    /// Measure this machine for some twenty seconds, with a picture. Answered by `Benchmark` until it has ended, or by
    /// `Error`. Hanging up stops it. The owner asked for it, so nothing but a running game or a lost card stands in its
    /// way.
    Benchmark,
    /// Answered by `Places`.
    Places,
    /// Everything that helps to find a fault, without keys, addresses and names of people. Answered by `Report`.
    Report,
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
    /// One job.
    Job {
        /// `None`: no such job.
        detail: Option<Box<JobDetail>>,
    },
    /// Earnings over time.
    History(History),
    /// The file is written.
    Exported {
        /// Jobs in it.
        jobs: u32,
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
    /// This node among others.
    Network(Network),
    /// Every setting.
    Settings {
        /// In the order of the settings file.
        settings: Vec<SettingRow>,
    },
    /// The owner's limits and their effect.
    Limits(Limits),
    /// Sets of limits.
    Presets {
        /// From the gentlest to the one that works most.
        presets: Vec<PresetRow>,
    },
    /// How the benchmark goes.
    Benchmark(BenchmarkEvent),
    /// Where things are.
    Places(Places),
    /// A text to be shown to whoever helps.
    Report {
        /// Lines.
        text: String,
    },
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
