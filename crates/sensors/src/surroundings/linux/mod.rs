//! Linux: sources that may each be missing, asked one after the other.
//!
//! A desktop may begin after this program did, so what is missing is looked for again. Nothing here starts a program.

mod bus;
mod gamemode;
mod gamepads;
mod logind;
mod mutter;
mod network;
mod places;
mod power;
mod screens;
mod sought;
#[cfg(test)]
mod tests;
mod wayland;
mod x11;

use super::SurroundingsReading;
use crate::limits::{BRISK_MS, POWER_MS, SLOW_MS};
use bus::{Bus, Peer};
use gamepads::Gamepads;
use idlewatt_proto::UnixMillis;
use logind::Logind;
use places::Places;
use power::Supply;
use sought::{Miss, Sought};
use std::time::Instant;
use wayland::Compositor;
use x11::Display;

/// All sources of this system.
#[derive(Debug)]
pub struct Watch {
    places: Places,
    session_bus: Bus,
    system_bus: Bus,
    pads: Gamepads,
    compositor: Sought<Compositor, u64>,
    mutter: Sought<Peer, u64>,
    display: Sought<Display, x11::Told>,
    logind: Sought<Logind, logind::Told>,
    gamemode: Sought<Peer, Option<String>>,
    network: Sought<Peer, Option<bool>>,
    screens: Sought<(), Option<bool>>,
    power: Sought<(), Supply>,
}

impl Watch {
    pub fn open() -> Self {
        Self::at(Places::of_this_process())
    }

    fn at(places: Places) -> Self {
        Self {
            session_bus: Bus::new(places.session_bus.clone()),
            system_bus: Bus::new(places.system_bus.clone()),
            pads: Gamepads::new(&places.input),
            places,
            compositor: Sought::every(0),
            mutter: Sought::every(0),
            display: Sought::every(0),
            logind: Sought::every(0),
            gamemode: Sought::every(BRISK_MS),
            network: Sought::every(SLOW_MS),
            screens: Sought::every(BRISK_MS),
            power: Sought::every(POWER_MS),
        }
    }

    pub fn read(&mut self, at: UnixMillis) -> SurroundingsReading {
        let now = Instant::now();
        let Self { places, session_bus, system_bus, .. } = self;
        let quiet =
            self.compositor.ask(now, || Compositor::connect(&places.compositor(session_bus)?), Compositor::idle_ms);
        let mutter = self.mutter.ask(now, || session_bus.peer(mutter::SERVICE), |peer| mutter::idle_ms(peer));
        let display = self.display.ask(now, || Display::connect(&places.display(session_bus)?), Display::ask);
        let display = display.unwrap_or_default();
        let game = self.gamemode.ask(now, || session_bus.peer(gamemode::SERVICE), |peer| gamemode::game(peer));
        let session = self.logind.ask(now, || Logind::connect(system_bus, &places.whose), |logind| logind.ask(now));
        let session = session.unwrap_or_default();
        let metered = self.network.ask(now, || system_bus.peer(network::SERVICE), |peer| network::metered(peer));
        let screens = self.screens.ask(now, || Ok(()), |()| screens::off(&places.screens));
        let supply = self.power.ask(
            now,
            || Ok(()),
            |()| power::supply(&places.power).ok_or_else(|| Miss::Absent("there is no battery".to_owned())),
        );
        let pad = self.pads.read(now).map(|touched| now.saturating_duration_since(touched).as_millis());
        let pad = pad.map(|idle| u64::try_from(idle).unwrap_or(u64::MAX));
        // Beside a compositor, a display sees only the input of its own windows.
        let shown = display.idle_ms.filter(|_| !places.beside_compositor);
        SurroundingsReading {
            at,
            input_idle_ms: [quiet, mutter, shown, pad].into_iter().flatten().min(),
            locked: session.locked,
            // The display server knows of screens that its driver lights past the kernel.
            display_off: display.off.or(screens.flatten()),
            remote: session.remote,
            fullscreen: display.fullscreen,
            game: game.flatten(),
            going_to_sleep: session.sleeping,
            on_battery: supply.map(|supply| supply.on_battery),
            battery_percent: supply.and_then(|supply| supply.percent),
            metered: metered.flatten(),
            sources: vec![
                ("compositor", self.compositor.source()),
                ("Mutter", self.mutter.source()),
                ("X11", self.display.source()),
                ("gamepads", self.pads.source()),
                ("logind", self.logind.source()),
                ("screens", self.screens.source()),
                ("GameMode", self.gamemode.source()),
                ("NetworkManager", self.network.source()),
                ("power supply", self.power.source()),
            ],
        }
    }
}
