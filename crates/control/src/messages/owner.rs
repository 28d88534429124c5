//! The owner's settings and limits, what bears on them, and what was found on this machine.

use idlewatt_proto::device::MeasuredDevice;
use idlewatt_proto::reason::Refusal;
use idlewatt_proto::title::Title;
use idlewatt_proto::{Amount, Milliwatts, NodeId, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// Between what and what the net may well be; `None` where `net_per_day` is.
    pub range: Option<NetRange>,
    /// Hours of work in such a day, in thousandths.
    pub work_hours_permille: Option<u32>,
    /// What the estimate supposes.
    pub rests_on: Vec<Assumption>,
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
    /// What.
    pub title: Title,
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

/// Between what and what a day's net may well be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NetRange {
    /// Where nobody asks for anything: nothing is earned, and nothing spent.
    pub low: Amount,
    /// Where there is always work.
    pub high: Amount,
}

/// What an estimate supposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Assumption {
    /// Work at the price that is asked, for this share of the time in which it could be done.
    Demand {
        /// In thousandths.
        share_permille: u16,
        /// Whether it was measured here, over the last days, instead of being supposed.
        measured: bool,
    },
    /// Somebody is there for so long in a day.
    Presence {
        /// In minutes.
        minutes: u32,
        /// Whether it was measured here, over the last days, instead of being supposed.
        measured: bool,
    },
    /// This machine runs for so long in a day, as over the last days. Where that is not known it is supposed to run always.
    Awake {
        /// In minutes.
        minutes: u32,
    },
    /// Electricity costs so much.
    Tariff {
        /// Per kilowatt-hour.
        per_kwh: Amount,
        /// On the average of the hours in which work is allowed, where the price changes over the week.
        mean: bool,
    },
    /// Work draws this much above rest.
    Power {
        /// How much.
        above_rest: Milliwatts,
        /// Whether a meter told, instead of the card's kind.
        measured: bool,
    },
    /// The price of work is what this node asks: its costs and a margin.
    OwnPrice,
}

/// A setting and what it is to become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingChange {
    /// Dotted name.
    pub name: String,
    /// As it would stand in the settings file.
    pub value: String,
}

/// A readable set of limits, for owners who want to choose once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// At night, gently: few watts, a quiet fan.
    QuietNights,
    /// Whenever nobody is there.
    WhenAway,
    /// All the time, beside other use too.
    Everything,
}

/// A preset with what it would change and bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresetRow {
    /// Which.
    pub preset: Preset,
    /// What it sets.
    pub changes: Vec<SettingChange>,
    /// What a day would bring with it.
    pub limits: Limits,
    /// Whether the settings are just so now.
    pub chosen: bool,
}

/// How a benchmark of this machine goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum BenchmarkEvent {
    /// It goes on.
    Progress {
        /// How far.
        permille: u16,
        /// Speed so far.
        #[ts(type = "number")]
        samples_per_second: u64,
        /// Board power now, where a meter tells.
        power: Option<Milliwatts>,
    },
    /// What is rendered, as it grows: a PNG as base64.
    Picture {
        /// The PNG.
        png_base64: String,
    },
    /// Done.
    Ended {
        /// The adapter and its speed, which is used from now on.
        device: MeasuredDevice,
        /// Board power under load, where a meter tells.
        power: Option<Milliwatts>,
    },
}

/// Where this node keeps its things: absolute paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Places {
    /// Everything.
    pub data: String,
    /// The log of this day.
    pub log: String,
    /// The settings file.
    pub settings: String,
}

fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (1, 0) => "1 hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

impl std::fmt::Display for Assumption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Demand { share_permille: 1000, .. } => write!(f, "there is always work"),
            Self::Demand { share_permille, measured } => {
                let from = if *measured { "as over the last days" } else { "which nobody knows yet" };
                write!(f, "there is work for {} % of the time, {from}", share_permille / 10)
            }
            Self::Presence { minutes, measured } => {
                let from = if *measured { ", as over the last days" } else { "" };
                write!(f, "somebody uses this machine {} a day{from}", hours(*minutes))
            }
            Self::Awake { minutes } => write!(f, "it runs {} a day, as over the last days", hours(*minutes)),
            Self::Tariff { per_kwh, mean } => {
                let mean = if *mean { " in your hours, on the average" } else { "" };
                write!(f, "a kilowatt-hour costs {per_kwh} credits{mean}")
            }
            Self::Power { above_rest, measured } => {
                let from = if *measured { "as measured" } else { "as such cards do" };
                write!(f, "work takes {} W above rest, {from}", above_rest.0 / 1000)
            }
            Self::OwnPrice => write!(f, "work is paid at the price you ask"),
        }
    }
}
