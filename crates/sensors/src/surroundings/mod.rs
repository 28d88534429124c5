//! Is somebody at this machine, where does its current come from, and what does its network cost?
//!
//! One watch per platform, made of small sources that each may be missing. What nobody tells is `None`, which is not
//! the same as "no": the desk decides what to do without it.

use crate::Source;
use crate::limits::BLIND_MS;
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
pub struct Surroundings {
    watch: system::Watch,
    /// When somebody last told how long the input has been idle.
    input_told: Option<UnixMillis>,
}

impl Surroundings {
    /// Looks for every source. Never fails: what is not there now is looked for again by later reads.
    pub fn open() -> Self {
        Self { watch: system::Watch::open(), input_told: None }
    }

    /// Asks every source.
    pub fn read(&mut self, now: UnixMillis) -> SurroundingsReading {
        let reading = self.watch.read(now);
        let (at, told) = age(&reading, self.input_told, now);
        self.input_told = told;
        SurroundingsReading { at, ..reading }
    }
}

/// How old a reading is, and when input was told of last. One without input, after input was told and while a source
/// fails, is as old as the last word of it: who types must not pass for absent because a desktop is busy. Not for ever,
/// though: what fails for a minute is gone.
fn age(reading: &SurroundingsReading, told: Option<UnixMillis>, now: UnixMillis) -> (UnixMillis, Option<UnixMillis>) {
    if reading.input_idle_ms.is_some() {
        return (reading.at, Some(now));
    }
    let fails = reading.sources.iter().any(|(_, source)| matches!(source, Source::Failed(_)));
    match told.filter(|told| fails && *told <= now && now.since_ms(*told) < BLIND_MS) {
        Some(told) => (told, Some(told)),
        None => (reading.at, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desktop_that_is_too_busy_to_tell_of_input_makes_a_reading_old() {
        let reading = |at: u64, input_idle_ms, source| SurroundingsReading {
            at: UnixMillis(at),
            input_idle_ms,
            sources: vec![("X11", source)],
            ..SurroundingsReading::default()
        };
        let failed = || Source::Failed("no answer".to_owned());
        let (at, told) = age(&reading(1_000, Some(5), Source::Ok), None, UnixMillis(1_000));
        assert_eq!((at, told), (UnixMillis(1_000), Some(UnixMillis(1_000))));
        let (at, told) = age(&reading(9_000, None, failed()), told, UnixMillis(9_000));
        assert_eq!((at, told), (UnixMillis(1_000), Some(UnixMillis(1_000))), "as old as the last word");
        let (at, _) = age(&reading(99_000, None, failed()), told, UnixMillis(99_000));
        assert_eq!(at, UnixMillis(99_000), "gone for good");
        let absent = Source::Absent("logged out".to_owned());
        assert_eq!(age(&reading(9_000, None, absent), told, UnixMillis(9_000)).0, UnixMillis(9_000));
        assert_eq!(age(&reading(9_000, None, failed()), None, UnixMillis(9_000)).0, UnixMillis(9_000), "never told");
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
