//! What the doctor found. Windows put it into their owner's words; the English of the command line and of the report
//! stands here.

use super::FieldError;
use idlewatt_proto::device::{Device, DeviceKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One matter that the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// How it stands.
    pub health: Health,
    /// What was found.
    pub found: Found,
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

/// What was found. `what`, wherever it stands, are a driver's, a system's or a file's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Found {
    /// An adapter that was measured.
    Adapter {
        /// Which.
        device: Device,
        /// How fast it is.
        #[ts(type = "number")]
        samples_per_second: u64,
    },
    /// Nobody looks for adapters, because the owner wants no work for others.
    AdapterLeftAlone,
    /// It is being measured.
    AdapterMeasuring,
    /// The worker fails on it.
    AdapterBroken {
        /// How.
        what: String,
    },
    /// There is none.
    AdapterMissing {
        /// The name that the owner asks for, where there are others.
        wanted: Option<String>,
    },
    /// It was found, and nothing is known of its speed.
    AdapterUnmeasured,
    /// A card whose meters are read.
    Card {
        /// As the driver names it.
        name: String,
        /// Which driver tells.
        source: String,
        /// A script plays it.
        simulated: bool,
        /// What it tells that cannot be true, and is left out.
        doubts: Vec<String>,
    },
    /// Meters were not read yet.
    MetersUnread,
    /// Meters cannot be read any more.
    MetersFailed {
        /// Why.
        what: String,
    },
    /// No meters.
    MetersAbsent {
        /// Why.
        what: String,
    },
    /// The driver of meters lists no card.
    MetersWithoutCard,
    /// Running programs were not read yet.
    ProgramsUnread,
    /// Running programs cannot be seen.
    ProgramsUnseen {
        /// Why.
        what: String,
    },
    /// A game or a program of the owner's list runs.
    ProgramRuns {
        /// Its name.
        name: String,
    },
    /// None does.
    ProgramsQuiet,
    /// Something that tells whether somebody is there, or what feeds the machine.
    SourceRead {
        /// Which.
        name: String,
    },
    /// The same, where this machine has none.
    SourceAbsent {
        /// Which.
        name: String,
        /// Why.
        what: String,
    },
    /// The same, where it does not tell.
    SourceFailed {
        /// Which.
        name: String,
        /// Why.
        what: String,
    },
    /// The settings file is right.
    Settings {
        /// Where it is.
        path: String,
    },
    /// It cannot be read.
    SettingsUnreadable {
        /// Why.
        what: String,
    },
    /// It was not right.
    SettingsSetAside {
        /// What of it.
        faults: Vec<FieldError>,
        /// Where it lies now.
        kept_at: String,
    },
    /// This node can be reached at these addresses, as far as it knows.
    Listening {
        /// With its name.
        addresses: Vec<String>,
    },
    /// At none.
    ListeningNowhere,
    /// Index nodes are connected.
    IndexNodes {
        /// This node is one, too.
        ours: bool,
        /// How many others.
        connected: u32,
    },
    /// None is set.
    IndexUnset,
    /// None answers.
    IndexSilent {
        /// Of so many that are set.
        set: u32,
    },
    /// The books are right.
    Books {
        /// How many transfers add up.
        #[ts(type = "number")]
        transfers: u64,
    },
    /// They are not.
    BooksWrong {
        /// What of them.
        faults: Vec<String>,
    },
    /// They cannot be read.
    BooksUnread {
        /// Why.
        what: String,
    },
    /// There is no daemon to ask.
    DaemonMissing {
        /// For which data folder.
        home: String,
    },
}

impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        Self { health: found.health(), found }
    }
}

impl Found {
    /// How that stands.
    pub fn health(&self) -> Health {
        match self {
            Self::Adapter { device, .. } if device.kind == DeviceKind::Software => Health::Notice,
            Self::Card { simulated, doubts, .. } if *simulated || !doubts.is_empty() => Health::Notice,
            Self::Adapter { .. }
            | Self::AdapterLeftAlone
            | Self::Card { .. }
            | Self::ProgramRuns { .. }
            | Self::ProgramsQuiet
            | Self::SourceRead { .. }
            | Self::SourceAbsent { .. }
            | Self::Settings { .. }
            | Self::Listening { .. }
            | Self::IndexNodes { .. }
            | Self::Books { .. } => Health::Good,
            Self::AdapterMeasuring
            | Self::MetersUnread
            | Self::MetersAbsent { .. }
            | Self::MetersWithoutCard
            | Self::ProgramsUnread
            | Self::SourceFailed { .. } => Health::Notice,
            Self::AdapterBroken { .. }
            | Self::AdapterMissing { .. }
            | Self::AdapterUnmeasured
            | Self::MetersFailed { .. }
            | Self::ProgramsUnseen { .. }
            | Self::SettingsUnreadable { .. }
            | Self::SettingsSetAside { .. }
            | Self::ListeningNowhere
            | Self::IndexUnset
            | Self::IndexSilent { .. }
            | Self::BooksWrong { .. }
            | Self::BooksUnread { .. }
            | Self::DaemonMissing { .. } => Health::Bad,
        }
    }

    /// What to do about it, in English; `None`: nothing.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::Adapter { device, .. } if device.kind == DeviceKind::Software => {
                "No GPU was found, so shaders run on the processor. Install the card's driver."
            }
            Self::Card { doubts, .. } if !doubts.is_empty() => {
                "What cannot be true is left out. Restart the machine or update the driver if it stays so."
            }
            Self::AdapterMeasuring | Self::MetersUnread | Self::ProgramsUnread => "Ask again in a few seconds.",
            Self::AdapterBroken { .. } => "Update the graphics driver, then restart Idlewatt.",
            Self::AdapterMissing { wanted: None } => "Install the card's driver.",
            Self::AdapterMissing { wanted: Some(_) } => "Clear provider.adapter, or name one that there is.",
            Self::AdapterUnmeasured => "Restart Idlewatt.",
            Self::MetersFailed { .. } => "Idlewatt does not work without fresh readings. Update the driver.",
            Self::MetersAbsent { .. } | Self::MetersWithoutCard => "Watts and energy are assumed, not measured.",
            Self::ProgramsUnseen { .. } => "Idlewatt does not work when it cannot see games start.",
            Self::SourceFailed { .. } => "What it would tell is not taken into account.",
            Self::SettingsUnreadable { .. } => "Make it readable, then restart Idlewatt.",
            Self::SettingsSetAside { .. } => "What was right in it holds. Set the rest, then switch roles.provider on.",
            Self::ListeningNowhere => "Check network.listen and the firewall.",
            Self::IndexUnset => "Nobody can find this machine, nor it anybody. Set network.index_nodes.",
            Self::IndexSilent { .. } => "Check the network and network.index_nodes.",
            Self::BooksWrong { .. } => "Keep a copy of ledger.sqlite3 and report this.",
            Self::BooksUnread { .. } => "Check the disk, then restart Idlewatt.",
            Self::DaemonMissing { .. } => "start it with `idlewatt start`, then ask again",
            _ => return None,
        })
    }
}

/// What was looked at, and what was found, in English.
impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Adapter { device, samples_per_second } => {
                let speed = samples_per_second / 1000;
                write!(f, "graphics adapter: {} ({}), {speed} 000 samples/s", device.name, device.backend)
            }
            Self::AdapterLeftAlone => write!(f, "graphics adapter: not looked at, because providing is switched off"),
            Self::AdapterMeasuring => write!(f, "graphics adapter: being measured"),
            Self::AdapterBroken { what } => write!(f, "graphics adapter: the worker fails: {what}"),
            Self::AdapterMissing { wanted: None } => write!(f, "graphics adapter: none was found"),
            Self::AdapterMissing { wanted: Some(name) } => write!(f, "graphics adapter: none is called {name:?}"),
            Self::AdapterUnmeasured => write!(f, "graphics adapter: nothing was measured"),
            Self::Card { name, source, simulated, doubts } => {
                let simulated = if *simulated { " (a simulated card)" } else { "" };
                let doubts = if doubts.is_empty() { String::new() } else { format!(": {}", doubts.join("; ")) };
                write!(f, "card meters: {name}{simulated}, by {source}{doubts}")
            }
            Self::MetersUnread => write!(f, "card meters: not read yet"),
            Self::MetersFailed { what } | Self::MetersAbsent { what } => write!(f, "card meters: {what}"),
            Self::MetersWithoutCard => write!(f, "card meters: the driver lists no card"),
            Self::ProgramsUnread => write!(f, "running programs: not read yet"),
            Self::ProgramsUnseen { what } => write!(f, "running programs: {what}"),
            Self::ProgramRuns { name } => write!(f, "running programs: {name} runs"),
            Self::ProgramsQuiet => write!(f, "running programs: no game runs"),
            Self::SourceRead { name } => write!(f, "{name}: is read"),
            Self::SourceAbsent { name, what } | Self::SourceFailed { name, what } => write!(f, "{name}: {what}"),
            Self::Settings { path } => write!(f, "settings: {path}"),
            Self::SettingsUnreadable { what } => write!(f, "settings: {what}"),
            Self::SettingsSetAside { faults, kept_at } => {
                let faults = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                write!(f, "settings: {faults}. The file is kept as {kept_at}")
            }
            Self::Listening { addresses } => write!(f, "listening: {}", addresses.join(" ")),
            Self::ListeningNowhere => write!(f, "listening: on no address"),
            Self::IndexNodes { ours: true, connected } => write!(f, "index nodes: this one, and {connected} others"),
            Self::IndexNodes { ours: false, connected } => write!(f, "index nodes: {connected} connected"),
            Self::IndexUnset => write!(f, "index nodes: none is set"),
            Self::IndexSilent { set } => write!(f, "index nodes: none of {set} answers"),
            Self::Books { transfers } => write!(f, "books: {transfers} transfers add up"),
            Self::BooksWrong { faults } => write!(f, "books: {}", faults.join("; ")),
            Self::BooksUnread { what } => write!(f, "books: {what}"),
            Self::DaemonMissing { home } => write!(f, "daemon: not running for {home}"),
        }
    }
}
