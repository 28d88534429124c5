//! Linux: sources that may each be missing, asked one after the other.

mod power;

use super::SurroundingsReading;
use crate::Source;
use idlewatt_proto::UnixMillis;

/// All sources of this system.
#[derive(Debug)]
pub struct Watch;

impl Watch {
    pub fn open() -> Self {
        Self
    }

    pub fn read(&mut self, now: UnixMillis) -> SurroundingsReading {
        let supply = power::supply();
        let plug = supply.map_or_else(|| Source::Absent("there is no battery".to_owned()), |_| Source::Ok);
        SurroundingsReading {
            at: now,
            on_battery: supply.map(|supply| supply.on_battery),
            battery_percent: supply.and_then(|supply| supply.percent),
            sources: vec![("power supply", plug)],
            ..SurroundingsReading::default()
        }
    }
}
