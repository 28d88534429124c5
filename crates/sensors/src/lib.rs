//! The meters: what the graphics card, the running programs and the plug say about this machine.
//!
//! In come the pids of our own workers and the time; out comes a [`Reading`]. Every source is optional, and one
//! that is missing or broken is a [`Source`] with words for the owner, never an error: a machine without an NVIDIA
//! card is a machine, too. The room judges nothing (that is the desk's) beyond throwing away numbers that no card
//! can mean. It is synchronous and blocks for up to some milliseconds, so the housekeeper gives it a thread.
//! It reads NVML, the process list and `/sys`; it writes nothing and never touches the network.
#![forbid(unsafe_code)]

mod card;
mod energy;
pub mod limits;
mod platform;
mod programs;
mod sane;

use card::Cards;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::device::GpuReading;
use programs::Programs;
use std::path::PathBuf;

pub use energy::energy_between;

/// What the owner settles about the meters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The NVML library to load instead of the platform's own.
    pub nvml_library: Option<PathBuf>,
    /// Programs that must not be disturbed: file names (`blender`, with or without `.exe`) or absolute paths, of a
    /// program or of a folder with programs.
    pub programs: Vec<String>,
}

/// How a source of readings stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It tells.
    Ok,
    /// This machine does not have it; nothing is wrong. Words for the owner.
    Absent(String),
    /// It is there, and does not tell now. Words for the owner.
    Failed(String),
}

/// Where the current comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerSupply {
    /// From the battery: nothing is plugged in.
    pub on_battery: bool,
}

/// All that the meters say at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// When.
    pub at: UnixMillis,
    /// Each card. Empty unless `gpu_state` is [`Source::Ok`].
    pub gpus: Vec<GpuReading>,
    /// How the cards' meters stand.
    pub gpu_state: Source,
    /// A running program that must not be disturbed: one of the owner's list, or a game by the library it lies in.
    pub program: Option<String>,
    /// How the list of programs stands.
    pub programs_state: Source,
    /// `None`: no battery, or this platform does not tell.
    pub power_supply: Option<PowerSupply>,
}

/// The meters of this machine.
#[derive(Debug)]
pub struct Meters {
    cards: Cards,
    programs: Programs,
    power_supply: Option<PowerSupply>,
}

impl Meters {
    /// Looks for every source. Never fails: what is not there now is looked for again by later reads.
    pub fn open(config: &Config) -> Self {
        Self {
            cards: Cards::open(config.nvml_library.as_deref()),
            programs: Programs::new(&config.programs),
            power_supply: None,
        }
    }

    /// Reads everything. `own` are the pids of our workers, whose load is not somebody else's.
    /// Programs and plug are looked at anew at most every [`limits::SCAN_EVERY_MS`].
    pub fn read(&mut self, own: &[u32], now: UnixMillis) -> Reading {
        let (gpus, gpu_state) = self.cards.read(own, now);
        if self.programs.refresh(own, now) {
            self.power_supply = platform::power_supply();
        }
        Reading {
            at: now,
            gpus,
            gpu_state,
            program: self.programs.running(),
            programs_state: self.programs.state(),
            power_supply: self.power_supply,
        }
    }
}
