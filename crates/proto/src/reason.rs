//! Why: the answer to "why did my PC refuse this?", "why is it not working now?" and "why did it stop?".
//! Values, not strings: windows and command lines turn them into sentences.
//! The first three also travel between peers, where an encoding that does not describe itself needs
//! externally tagged enums.

use crate::ids::JobId;
use crate::job::WorkKind;
use crate::measure::{Amount, Bytes, Milliwatts, UnixMillis};
use crate::negotiation::Price;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a provider does not take a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The owner paused it or uses the machine.
    #[error("the machine is not free now")]
    NotIdle,
    /// It works on something else.
    #[error("it is busy with other jobs")]
    Busy,
    /// The highest price offered is below what the work costs here.
    // The sum behind the floor stays here: a stranger has no business with the owner's tariff.
    #[error("the price offered is below the floor of {}", floor.per_giga)]
    BelowFloor {
        /// What it would take.
        floor: Price,
    },
    /// It does not hold the model, or not for others.
    #[error("it does not offer that model")]
    NoModel,
    /// More memory than the owner allows.
    #[error("it needs {} MiB of graphics memory, more than the {} MiB that its owner allows", needs.0.div_ceil(1 << 20), allowed.0 >> 20)]
    TooLarge {
        /// What it needs.
        needs: Bytes,
        /// What there is.
        allowed: Bytes,
    },
    /// The description breaks a bound.
    #[error("the job's description is not valid: {what}")]
    Invalid {
        /// Which.
        what: String,
    },
    /// A proposal or job that it does not know, or no longer.
    #[error("the proposal is unknown or has expired")]
    Unknown,
    /// Something was not signed by whom it says.
    #[error("a signature does not hold")]
    BadSignature,
    /// This node does not provide.
    #[error("this node does not provide")]
    NoProvider,
    /// This requester still owes for earlier work.
    #[error("{owed} of earlier work is unpaid")]
    Unpaid {
        /// How much.
        owed: Amount,
    },
    /// Its owner has blocked this requester.
    #[error("its owner does not work for this node")]
    Blocked,
    /// Its owner does not take this kind of work.
    #[error("its owner does not take {kind}")]
    KindRefused {
        /// Which.
        kind: WorkKind,
    },
    /// Its owner does not take work that may be unsuitable for everybody, and the requester says that this is such.
    #[error("its owner does not take work that may be unsuitable for everybody")]
    Mature,
}

/// Why a unit has no result, or none that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum UnitFailure {
    /// The owner took the GPU back before a sample was done.
    #[error("the owner took the machine back")]
    Preempted,
    /// The worker stopped, hung or was out of memory.
    #[error("the worker failed")]
    WorkerFailed,
    /// The scene cannot be rendered.
    #[error("the scene cannot be rendered: {what}")]
    BadScene {
        /// What is wrong with it.
        what: String,
    },
    /// The model is not what it should be.
    #[error("the model cannot be used: {what}")]
    BadModel {
        /// What is wrong with it.
        what: String,
    },
    /// The model cannot answer such a request.
    #[error("{what}")]
    BadRequest {
        /// The sentence, for whoever asked.
        what: String,
    },
    /// The unit is not one of this job, or too many are open.
    #[error("the unit is not acceptable")]
    BadUnit,
    /// The result could not be fetched or is not what was committed to.
    #[error("the result is not what was committed to")]
    BadResult,
    /// The result has infinite or undefined values.
    #[error("the result has values that are not finite")]
    NotFinite,
    /// Recomputed pixels differ beyond tolerance.
    #[error("recomputed pixels differ")]
    Differs,
    /// It took longer than agreed.
    #[error("it took too long")]
    TimedOut,
    /// Its job ended while it was being worked on.
    #[error("its job ended first")]
    JobEnded,
    /// Words that are not those of its tokens, or tokens that the model would not have said.
    #[error("the answer is not what the model says")]
    FalseAnswer,
}

/// Why a job ended or its stream closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// All is done.
    #[error("done")]
    Done,
    /// The requester wants no more.
    #[error("cancelled by the requester")]
    Cancelled,
    /// The owner needs the machine.
    #[error("the owner needs the machine")]
    OwnerReturned,
    /// The program is closing.
    #[error("the node is shutting down")]
    ShuttingDown,
    /// The other side broke the protocol.
    #[error("the other side broke the protocol: {what}")]
    Protocol {
        /// How.
        what: String,
    },
    /// Unpaid work reached its bound.
    #[error("unpaid work reached its bound")]
    Unpaid,
    /// Too many results were wrong.
    #[error("results were wrong")]
    BadResults,
    /// The other side is gone.
    #[error("the connection was lost")]
    Lost,
    /// The worker cannot do it.
    #[error("the work failed: {what}")]
    Failed {
        /// Why.
        what: String,
    },
    /// The owner does not take such work any more.
    #[error("no more of it is taken: {why}")]
    Refused {
        /// Why not.
        why: Refusal,
    },
}

/// What the providing side is doing, and why not more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Activity {
    /// Works.
    Working {
        /// What.
        job: JobId,
    },
    /// Would work, but.
    Waiting {
        /// Why it does not.
        reason: WaitReason,
    },
    /// The owner said so.
    Paused {
        /// When it comes back by itself; `None`: when the owner says.
        until: Option<UnixMillis>,
    },
}

/// Why nothing is being worked on although nobody paused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum WaitReason {
    /// Providing is switched off in the settings.
    RoleOff,
    /// The owner has not yet said when this machine may work.
    NotSaid,
    /// The daemon has just started and looks around.
    Starting,
    /// The adapters are being measured.
    Measuring,
    /// No adapter that can compute was found.
    NoDevice {
        /// The name that the owner asks for, where there are others.
        wanted: Option<String>,
    },
    /// The owner keeps this card for themselves.
    CardOff,
    /// A game or another program of the owner's list runs.
    ProgramRunning {
        /// Its name.
        name: String,
    },
    /// Somebody uses keyboard, mouse or controller.
    OwnerPresent {
        /// How long nobody must, in minutes.
        minutes: u32,
    },
    /// A program covers the whole screen.
    Fullscreen {
        /// Its name.
        name: String,
    },
    /// Somebody uses this machine from elsewhere.
    RemoteUse {
        /// How.
        name: String,
    },
    /// The card encodes videos: somebody streams or records.
    Encoding,
    /// Somebody else uses the GPU.
    GpuInUse {
        /// How much, in percent.
        load_percent: u8,
    },
    /// Other programs leave too little of the card's memory.
    MemoryShort {
        /// What they leave.
        free: Bytes,
    },
    /// Nothing is plugged in.
    OnBattery,
    /// The network is paid by volume.
    MeteredNetwork,
    /// Outside the hours that the owner allows.
    OutsideHours {
        /// When they begin; `None`: none is allowed.
        until: Option<UnixMillis>,
    },
    /// As much was worked today as the owner allows.
    DayUsedUp {
        /// By which measure.
        by: DayLimit,
        /// Midnight.
        until: UnixMillis,
    },
    /// The card is hotter than the owner allows, and slowing down was not enough.
    TooHot {
        /// How hot, in degrees Celsius.
        temperature_c: i16,
        /// What is allowed.
        most_c: i16,
    },
    /// The fan is louder than the owner allows, and slowing down was not enough.
    TooLoud {
        /// How fast it turns, in percent.
        fan_percent: u8,
        /// What is allowed.
        most_percent: u8,
    },
    /// The card takes more than the owner allows even without work.
    LimitBelowRest {
        /// What is allowed.
        limit: Milliwatts,
        /// What it takes at rest.
        rest: Milliwatts,
    },
    /// Electricity costs more now than the owner allows.
    TariffTooHigh {
        /// What it costs per kilowatt-hour.
        per_kwh: Amount,
        /// What is allowed.
        most: Amount,
    },
    /// Nobody tells what electricity costs now.
    TariffUnknown {
        /// Why not.
        what: String,
    },
    /// The machine is about to sleep.
    GoingToSleep,
    /// What stood in the way is gone; it must stay so for a while.
    CoolingDown {
        /// Until when.
        until: UnixMillis,
    },
    /// An instrument gives no fresh reading, so it does not work.
    NoReadings {
        /// Which.
        instrument: Instrument,
    },
    /// No index node answers: nobody can find this machine.
    NoMesh,
    /// All is well, and nobody asks for work.
    NoWork,
    /// The worker failed several times in a row.
    WorkerBroken {
        /// What it said.
        what: String,
    },
}

/// By what measure a day is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DayLimit {
    /// Time at work.
    Hours,
    /// Energy above rest.
    Energy,
    /// What that energy cost.
    Cost,
}

/// What tells about this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Instrument {
    /// The card's meters.
    Cards,
    /// The list of running programs.
    Programs,
    /// Input, screen, plug and network.
    Surroundings,
}

/// How hard it works, and what holds it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Effort {
    /// Share of time, in thousandths.
    pub duty_permille: u16,
    /// GPU time of one submission at most, in microseconds.
    pub quantum_us: u32,
    /// What it does not work harder for.
    pub held_by: Option<Restraint>,
}

/// What keeps work from being done at full speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Restraint {
    /// The owner is there: light mode.
    Presence,
    /// The share of the card that the owner allows.
    Share,
    /// The owner's watts.
    Power,
    /// The owner's temperature.
    Heat,
    /// The owner's fan speed.
    Fan,
}

/// Why nobody relays for this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NoRelay {
    /// A setting says so.
    #[error("no relay is asked for: `network.use_relays` is never")]
    NotWanted,
    /// No index node and no known peer does.
    #[error("no index node in the settings relays for others")]
    NotOffered,
    /// It said no.
    #[error("the relay that was asked refuses")]
    Refused,
    /// It does so for as many as it can.
    #[error("the relay that was asked has no place left")]
    Full,
    /// It did not answer.
    #[error("the relay that was asked does not answer")]
    Silent,
    /// What it answers is nonsense.
    #[error("what the relay answers cannot be right")]
    Strange,
    /// It did, and the connection ended.
    #[error("the connection with the relay was lost")]
    Lost,
    /// It has just been asked.
    #[error("a relay is being asked")]
    Asking,
}
