//! Why a setting cannot have a value. Windows put it into their owner's words; the English of the command line stands here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A setting that is not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{name}: {fault}")]
pub struct FieldError {
    /// Dotted name.
    pub name: String,
    /// What is wrong.
    pub fault: SettingFault,
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum SettingFault {
    /// Nothing is called so.
    #[error("there is no such setting")]
    Unknown,
    /// A switch has two sides.
    #[error("expected true or false")]
    NotSwitch,
    /// Not a number, with a fraction, or below zero.
    #[error("expected a whole number")]
    NotWhole,
    /// Too small or too large.
    #[error("expected {least} to {most}{}", if *or_zero { ", or 0" } else { "" })]
    OutOfRange {
        /// At least.
        least: u32,
        /// At most.
        most: u32,
        /// Zero is right besides, and means that there is no limit.
        or_zero: bool,
    },
    /// Not an amount of credits, or too many.
    #[error("expected credits between 0 and {most}, for example 0.30")]
    NotMoney {
        /// At most, in whole credits.
        most: u32,
    },
    /// Not an amount of energy.
    #[error("expected kilowatt-hours with at most three decimals, for example 1.5")]
    NotEnergy,
    /// None of the words that it can be.
    #[error("expected {}", words.join(", "))]
    NotWord {
        /// All of them, as they stand in the settings file.
        words: Vec<String>,
    },
    /// Not the names of nodes.
    #[error("expected names of nodes, 64 digits each")]
    NotNodes,
    /// A list that is too long.
    #[error("expected at most {most} entries")]
    TooMany {
        /// How long it may be.
        most: u32,
    },
    /// Not hours of the week.
    #[error("{text:?} is not a span of days and hours, such as `mon-fri 22:00-07:00`")]
    NotHours {
        /// What was found instead.
        text: String,
    },
    /// Not a price at some hours of the week.
    #[error("{text:?} is not days, hours and a price, such as `mon-fri 17:00-21:00 0.42`")]
    NotBand {
        /// What was found instead.
        text: String,
    },
    /// A file and a command are both to tell the price of electricity.
    #[error("a file and a command cannot both tell the price")]
    TwoSources,
    /// Not an address that begins as it must.
    #[error("expected an address that begins with https://")]
    NotAddress,
    /// No language that is spoken here.
    #[error("it is not spoken here")]
    NotSpoken,
    /// It is written in some other way than such a value is.
    #[error("{what}")]
    Unfit {
        /// What the reader of the file says: English, with the place.
        what: String,
    },
    /// The file cannot be read or written.
    #[error("{what}")]
    Unwritten {
        /// What the system says.
        what: String,
    },
}
