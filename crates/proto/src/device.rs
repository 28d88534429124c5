//! What can compute, and how the meters see it.

use crate::measure::{Bytes, Millijoules, Milliwatts, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of processor an adapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// A card of its own.
    Discrete,
    /// Shares the processor's memory.
    Integrated,
    /// Passed into a virtual machine.
    Virtual,
    /// No GPU: shaders run on the processor.
    Software,
}

/// An adapter that the worker can use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Device {
    /// As the driver names it.
    pub name: String,
    /// `vulkan`, `dx12` or `metal`.
    pub backend: String,
    /// Driver and its version, as far as known.
    pub driver: String,
    /// Card or software.
    pub kind: DeviceKind,
}

/// An adapter and how fast it rendered the reference scene (the built-in Cornell box).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MeasuredDevice {
    /// The adapter.
    pub device: Device,
    /// Pixel samples per second on the reference scene.
    #[ts(type = "number")]
    pub samples_per_second: u64,
}

/// One reading of one card. What a card does not tell is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct GpuReading {
    /// When it was read.
    pub at: UnixMillis,
    /// As the driver names it.
    pub name: String,
    /// Stable name of this very card.
    pub uuid: String,
    /// Whether the card is played by a script. Tests and demos only; every window says so.
    pub simulated: bool,
    /// Share of time that any kernel ran, whoever's, in percent.
    pub load_percent: Option<u8>,
    /// Share of time that somebody else's work ran, in percent, as far as it can be told apart.
    pub foreign_load_percent: Option<u8>,
    /// Board power.
    pub power: Option<Milliwatts>,
    /// Energy since the driver was loaded.
    pub energy: Option<Millijoules>,
    /// The limit that the card enforces now.
    pub power_limit: Option<Milliwatts>,
    /// Core temperature in degrees Celsius.
    pub temperature_c: Option<i16>,
    /// Memory in use.
    pub memory_used: Option<Bytes>,
    /// Memory in all.
    pub memory_total: Option<Bytes>,
    /// Memory that somebody else holds: what is in use less what our workers hold.
    pub foreign_memory: Option<Bytes>,
    /// Whether a screen hangs on it.
    pub display_active: Option<bool>,
    /// Which driver tells: `nvml`, `amdgpu`, `i915`, `xe`; or `windows`, whose counters are of all cards together.
    pub source: String,
    /// What the power limit may be set to.
    pub power_range: Option<PowerRange>,
    /// The fastest fan, in percent of its most.
    pub fan_percent: Option<u8>,
    /// Why it runs slower than it could. Being idle is no reason.
    pub throttles: Vec<Throttle>,
    /// Videos that are being encoded on it: the owner streams or records.
    pub encoder_sessions: Option<u32>,
    /// Answers that no card can mean and that were thrown away, in words.
    pub doubts: Vec<String>,
}

/// What a card's power limit may be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PowerRange {
    /// At least.
    pub least: Milliwatts,
    /// At most.
    pub most: Milliwatts,
    /// As delivered.
    pub default: Option<Milliwatts>,
}

/// Why a card runs slower than it could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Throttle {
    /// Its power limit.
    Power,
    /// It is too hot.
    Heat,
    /// The board or its supply slows it down.
    Hardware,
}
