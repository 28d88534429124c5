//! Windows: sources that may each be missing, asked one after the other. Whatever is not named so is cheap.

mod awake;
mod input;
mod network;
mod pads;
mod screen;
mod session;
mod steam;
mod supply;

use super::{SurroundingsReading, told, windows_meaning as meaning};
use crate::limits::METERED_EVERY;
use idlewatt_proto::UnixMillis;
use std::time::Instant;

type Metered = Result<Option<bool>, String>;

/// All sources of this system.
#[derive(Debug)]
pub struct Watch {
    pads: pads::Pads,
    /// The last answer, and when it was given.
    metered: Option<(Instant, Metered)>,
}

impl Watch {
    pub fn open() -> Self {
        awake::listen();
        Self { pads: pads::Pads::open(), metered: None }
    }

    pub fn read(&mut self, now: UnixMillis) -> SurroundingsReading {
        let mut sources = Vec::new();
        let (touched, pads) = self.pads.idle_ms(Instant::now());
        let typed = told(&mut sources, "keyboard and mouse", input::idle_ms().map(Some));
        sources.push(("controllers", pads));

        let locked = told(&mut sources, "session", session::locked());
        let [display, sleep] = awake::listen().clone();
        let display_off = told(&mut sources, "screen power", display.and_then(|()| awake::display_off()).map(Some));
        told(&mut sources, "sleep", sleep.map(Some));

        let fullscreen = told(&mut sources, "full screen", screen::fullscreen());
        let (steam, steam_source) = steam::running();
        sources.push(("Steam", steam_source));
        let exclusive = fullscreen.as_ref().filter(|program| program.exclusive).map(|program| program.name.clone());

        let supply = told(&mut sources, "power supply", supply::supply().map(Some));
        SurroundingsReading {
            at: now,
            input_idle_ms: typed.into_iter().chain(touched).min(),
            locked,
            display_off,
            remote: session::is_remote().then(|| "Remote Desktop".to_owned()),
            fullscreen: fullscreen.map(|program| program.name),
            game: steam.or(exclusive),
            going_to_sleep: awake::going_to_sleep(),
            on_battery: supply.and_then(|supply| supply.on_battery),
            battery_percent: supply.and_then(|supply| supply.percent),
            metered: told(&mut sources, "network cost", self.metered()),
            sources,
        }
    }

    fn metered(&mut self) -> Metered {
        let now = Instant::now();
        match &self.metered {
            Some((at, metered)) if now.duration_since(*at) < METERED_EVERY => metered.clone(),
            _ => self.metered.insert((now, network::metered())).1.clone(),
        }
    }
}
