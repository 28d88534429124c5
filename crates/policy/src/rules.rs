//! The owner's limits, as the desk reads them. Each is optional; [`Rules::default`] is an owner who set none but the
//! safe ones: not while somebody is there, not from the battery, not over a network that is paid by volume.

use crate::hours::Hours;
use crate::limits::BUSY_LOAD_PERCENT;
use idlewatt_proto::{Amount, Bytes, Millijoules, Milliwatts};

/// All limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Whether this machine works for others at all.
    pub provide: Provide,
    /// How long nobody must have touched the machine; zero: it does not matter whether somebody is there.
    pub idle_ms: u64,
    /// How long any other disturbance must be over.
    pub quiet_ms: u64,
    /// Other programs' load of the card above which no work is done, in percent.
    pub others_percent: u8,
    /// What happens while somebody is there.
    pub when_present: WhenPresent,
    /// A card without a screen works whoever is there.
    pub screenless_always: bool,
    /// Works from the battery, too.
    pub on_battery: bool,
    /// Works over a network that is paid by volume, too.
    pub on_metered: bool,
    /// When work is allowed.
    pub hours: Hours,
    /// Time at work in a day.
    pub time_per_day_ms: Option<u64>,
    /// Energy above rest in a day.
    pub energy_per_day: Option<Millijoules>,
    /// What that energy may cost in a day.
    pub cost_per_day: Option<Amount>,
    /// The highest price of a kilowatt-hour at which work is done.
    pub tariff_most: Option<Amount>,
    /// Limits of the card that works.
    pub card: CardRules,
}

/// What the owner said about working for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provide {
    /// It may work.
    Yes,
    /// It may not.
    No,
    /// Nothing yet, which is no permission.
    Unsaid,
}

/// What happens while somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenPresent {
    /// Nothing is worked on.
    Stop,
    /// Light mode: short submissions, and a share of the card's time only.
    Light {
        /// In thousandths.
        share_permille: u16,
    },
    /// As if nobody were there, but in short submissions.
    Full,
}

/// Limits of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRules {
    /// Whether it works at all.
    pub works: bool,
    /// Board power, averaged over a minute.
    pub power: Option<Milliwatts>,
    /// Core temperature in degrees Celsius.
    pub temperature_c: Option<i16>,
    /// Speed of the fastest fan, in percent.
    pub fan_percent: Option<u8>,
    /// Share of time, in thousandths.
    pub share_permille: u16,
    /// Most memory that a job may take.
    pub memory: Bytes,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            provide: Provide::Yes,
            idle_ms: 300_000,
            quiet_ms: 60_000,
            others_percent: BUSY_LOAD_PERCENT,
            when_present: WhenPresent::Stop,
            screenless_always: false,
            on_battery: false,
            on_metered: false,
            hours: Hours::default(),
            time_per_day_ms: None,
            energy_per_day: None,
            cost_per_day: None,
            tariff_most: None,
            card: CardRules::default(),
        }
    }
}

impl Default for CardRules {
    fn default() -> Self {
        Self {
            works: true,
            power: None,
            temperature_c: None,
            fan_percent: None,
            share_permille: 1000,
            memory: Bytes(4 << 30),
        }
    }
}
