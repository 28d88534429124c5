//! What the desk is told of the machine, its owner and the day.

use crate::hours::LocalTime;
use crate::limits::READING_LIFETIME_MS;
use idlewatt_proto::{Amount, Bytes, JobId, Millijoules, Milliwatts, UnixMillis};

/// What is known at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The owner's pause.
    pub pause: Option<Pause>,
    /// What can compute.
    pub device: DeviceFact,
    /// The meters of the card that works.
    pub card: Told<CardFact>,
    /// A running program that must not be disturbed, by its name.
    pub program: Told<Option<String>>,
    /// Whether somebody is there, and what feeds the machine.
    pub surroundings: Told<SurroundingsFact>,
    /// The owner's clock.
    pub local: LocalTime,
    /// What was worked since midnight.
    pub spent: Spent,
    /// What electricity costs now, per kilowatt-hour.
    pub tariff: Result<Amount, String>,
    /// Whether an index node lists this one.
    pub listed: bool,
    /// The job in hand.
    pub job: Option<JobId>,
}

/// A pause, with or without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When it ends by itself.
    pub until: Option<UnixMillis>,
}

/// What can compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceFact {
    /// Being measured.
    Measuring,
    /// Ready.
    Ready,
    /// Nothing.
    None {
        /// The name that the owner asks for, where there are others.
        wanted: Option<String>,
    },
    /// The worker failed again and again; its last words.
    Broken(String),
}

/// What an instrument says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told<T> {
    /// This machine does not have it; there is nothing to wait for.
    Absent,
    /// It is there, and does not tell at present.
    Silent,
    /// A reading, and when it was taken.
    Read(UnixMillis, T),
}

impl<T> Told<T> {
    pub(super) fn is_fresh(&self, now: UnixMillis) -> bool {
        match self {
            Self::Absent => true,
            Self::Silent => false,
            // A clock that was set back makes a reading come from the future: as bad as an old one.
            Self::Read(at, _) => now.since_ms(*at) <= READING_LIFETIME_MS && at.since_ms(now) <= READING_LIFETIME_MS,
        }
    }

    /// What it says, if it says so now.
    pub fn fresh(&self, now: UnixMillis) -> Option<&T> {
        self.value().filter(|_| self.is_fresh(now))
    }

    pub(super) fn value(&self) -> Option<&T> {
        if let Self::Read(_, value) = self { Some(value) } else { None }
    }
}

/// What the meters of the card say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardFact {
    /// Somebody else's load, in percent, where it can be told apart.
    pub foreign_load_percent: Option<u8>,
    /// Memory that is neither somebody else's nor the driver's: ours, and free.
    pub memory_left: Option<Bytes>,
    /// Memory in all.
    pub memory_total: Option<Bytes>,
    /// Core temperature in degrees Celsius.
    pub temperature_c: Option<i16>,
    /// Speed of the fastest fan, in percent.
    pub fan_percent: Option<u8>,
    /// What it takes at rest.
    pub rest_power: Option<Milliwatts>,
    /// Whether a screen hangs on it.
    pub display_active: Option<bool>,
    /// Whether somebody encodes videos on it.
    pub encoding: bool,
}

/// What the surroundings say. `None`: nobody tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurroundingsFact {
    /// Time since the last key, click or movement.
    pub input_idle_ms: Option<u64>,
    /// Whether the session is locked.
    pub locked: Option<bool>,
    /// Whether every screen is off.
    pub display_off: Option<bool>,
    /// Use from elsewhere, by its name.
    pub remote: Option<String>,
    /// A program that covers a screen, by its name.
    pub fullscreen: Option<String>,
    /// A game that the system tells of, by its name.
    pub game: Option<String>,
    /// The machine is about to sleep.
    pub going_to_sleep: bool,
    /// Whether nothing is plugged in.
    pub on_battery: Option<bool>,
    /// Whether the network is paid by volume.
    pub metered: Option<bool>,
}

/// What was worked since midnight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Time at work.
    pub time_ms: u64,
    /// Energy above rest.
    pub energy: Millijoules,
    /// What it cost.
    pub cost: Amount,
}
