//! macOS: sources that may each be missing, asked one after the other.
//!
//! Of controllers, the price of the network and a coming sleep macOS tells only programs with a run loop of its own,
//! which the daemon does not have. Full screen is left to the list of programs.

mod dictionary;
mod input;
mod screen;
mod session;
mod supply;

use super::{SurroundingsReading, macos_meaning as meaning, told};
use idlewatt_proto::UnixMillis;

/// All sources of this system.
#[derive(Debug)]
pub struct Watch;

impl Watch {
    pub fn open() -> Self {
        Self
    }

    pub fn read(&mut self, now: UnixMillis) -> SurroundingsReading {
        let mut sources = Vec::new();
        let input_idle_ms = told(&mut sources, "keyboard and mouse", input::idle_ms().map(Some));
        let locked = told(&mut sources, "session", session::locked().map(Some));
        let display_off = told(&mut sources, "screen power", screen::display_off());
        let supply = told(&mut sources, "power supply", supply::supply().map(Some));
        SurroundingsReading {
            at: now,
            input_idle_ms,
            locked,
            display_off,
            on_battery: supply.as_ref().and_then(|supply| supply.on_battery),
            battery_percent: supply.and_then(|supply| supply.percent),
            sources,
            ..SurroundingsReading::default()
        }
    }
}
