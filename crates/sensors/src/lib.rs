//! The meters: what graphics cards, running programs and the surroundings say about this machine.
//!
//! Three instruments, each read on a thread of its own, because each may hang in a driver or a bus without telling:
//! [`Cards`] (load, power, heat, memory), [`Programs`] (games and whatever else must not be disturbed) and
//! [`Surroundings`] (is somebody there, where does the current come from, does the network cost). In come the time and
//! the pids of our own workers; out come readings with the time that they were taken at.
//!
//! Every source is optional, and one that is missing or broken is a [`Source`] with words for the owner, never an
//! error: a machine without an NVIDIA card is a machine, too. The room judges nothing (that is the desk's) beyond
//! throwing away numbers that no card can mean, and changes nothing but, when told to, a card's own power limit
//! ([`Cap`] says how that is put back). It is synchronous and blocks for up to some milliseconds.
#![deny(unsafe_code)]

mod cards;
mod energy;
pub mod limits;
mod platform;
mod programs;
mod sane;
mod surroundings;

pub use cards::{Cap, CapError, CapJournal, Cards, CardsReading, GpuUser, Plan, PowerSetting, WHOLE_SYSTEM};
pub use energy::energy_between;
pub use programs::{Program, ProgramKind, Programs, ProgramsReading};
pub use surroundings::{Surroundings, SurroundingsReading};

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
