//! Is somebody at this machine, where does its current come from, and what does its network cost?
//!
//! One watch per platform, made of small sources that each may be missing. What nobody tells is `None`, which is not
//! the same as "no": the desk decides what to do without it.

use crate::Source;
use idlewatt_proto::UnixMillis;

#[cfg(any(windows, test))]
mod deadzone;
#[cfg(any(target_os = "macos", test))]
#[path = "macos/meaning.rs"]
mod macos_meaning;
#[cfg(any(windows, test))]
#[path = "windows/meaning.rs"]
mod windows_meaning;

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(windows, path = "windows/mod.rs")]
#[cfg_attr(target_os = "macos", path = "macos/mod.rs")]
#[cfg_attr(not(any(target_os = "linux", windows, target_os = "macos")), path = "other.rs")]
mod system;

/// What the surroundings say at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurroundingsReading {
    /// When.
    pub at: UnixMillis,
    /// Time since the last key, click, movement or touch of a controller, in milliseconds.
    pub input_idle_ms: Option<u64>,
    /// Whether the session is locked.
    pub locked: Option<bool>,
    /// Whether every screen is off.
    pub display_off: Option<bool>,
    /// Somebody uses the machine from elsewhere: a remote session or a game that is streamed, by its name.
    pub remote: Option<String>,
    /// A program that covers a whole screen, by its name.
    pub fullscreen: Option<String>,
    /// The system itself says that a game runs: Steam's running app, GameMode, exclusive full screen; by its name.
    pub game: Option<String>,
    /// The machine is about to sleep.
    pub going_to_sleep: bool,
    /// Nothing is plugged in.
    pub on_battery: Option<bool>,
    /// Charge of the battery in percent; `None`: there is none, or it does not tell.
    pub battery_percent: Option<u8>,
    /// Whether the network is paid by volume.
    pub metered: Option<bool>,
    /// Each source by its name, and how it stands.
    pub sources: Vec<(&'static str, Source)>,
}

/// The watch over the surroundings.
#[derive(Debug)]
pub struct Surroundings(system::Watch);

impl Surroundings {
    /// Looks for every source. Never fails: what is not there now is looked for again by later reads.
    pub fn open() -> Self {
        Self(system::Watch::open())
    }

    /// Asks every source.
    pub fn read(&mut self, now: UnixMillis) -> SurroundingsReading {
        self.0.read(now)
    }
}

/// Notes how a source stands, and passes on what it told.
#[cfg(any(windows, target_os = "macos"))]
fn told<T>(
    sources: &mut Vec<(&'static str, Source)>,
    name: &'static str,
    said: Result<Option<T>, String>,
) -> Option<T> {
    let (value, source) = match said {
        Ok(value) => (value, Source::Ok),
        Err(why) => (None, Source::Failed(why)),
    };
    sources.push((name, source));
    value
}
