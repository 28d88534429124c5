//! Reads the instruments, each on a thread of its own: a driver or a bus that hangs leaves an old reading behind, and
//! the judge stops work for that. They are read oftener while there is work to be stopped.

use crate::cap::PowerCap;
use crate::house::{House, locked, now};
use crate::limits::{
    CARDS_AT_REST, CARDS_AT_WORK, PROGRAMS_AT_REST, PROGRAMS_AT_WORK, SURROUNDINGS_AT_REST, SURROUNDINGS_AT_WORK,
};
use idlewatt_proto::Milliwatts;
use idlewatt_proto::device::{DeviceKind, GpuReading, MeasuredDevice};
use idlewatt_sensors::{Cards, CardsReading, Programs, ProgramsReading, Surroundings, SurroundingsReading};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The newest readings. `None`: not read yet.
pub struct Senses {
    pub cards: watch::Sender<Option<CardsReading>>,
    pub programs: watch::Sender<Option<ProgramsReading>>,
    pub surroundings: watch::Sender<Option<SurroundingsReading>>,
    /// Power of the card that works while nothing of ours runs.
    pub rest_power: watch::Sender<Option<Milliwatts>>,
    /// The cards are as they were before us, and nobody speaks to them any more.
    pub cards_released: CancellationToken,
}

impl Senses {
    pub fn new() -> Self {
        Self {
            cards: watch::Sender::new(None),
            programs: watch::Sender::new(None),
            surroundings: watch::Sender::new(None),
            rest_power: watch::Sender::new(None),
            cards_released: CancellationToken::new(),
        }
    }
}

/// Starts the threads. They end with the house, or with the process when they hang.
pub fn read(house: &Arc<House>, nvml_library: Option<PathBuf>) {
    let sensing = Arc::clone(house);
    instrument("cards", move || {
        let mut cards = Cards::open(nvml_library.as_deref());
        let mut cap = PowerCap::open(&sensing);
        keep_reading(&sensing, [CARDS_AT_REST, CARDS_AT_WORK], || {
            let own = locked(&sensing.own_workers).clone();
            let reading = cards.read(&own, now());
            if own.is_empty() && !sensing.load_is_ambiguous(reading.at) {
                learn_rest_power(&sensing, &reading);
            }
            sensing.senses.cards.send_replace(Some(reading));
            cap.tend(&sensing, &mut cards);
        });
        cap.release(&mut cards);
        sensing.senses.cards_released.cancel();
    });
    let sensing = Arc::clone(house);
    instrument("programs", move || {
        let mut listed = sensing.settings.borrow().provider.programs.clone();
        let mut programs = Programs::open(&listed);
        keep_reading(&sensing, [PROGRAMS_AT_REST, PROGRAMS_AT_WORK], || {
            let wanted = sensing.settings.borrow().provider.programs.clone();
            if wanted != listed {
                programs = Programs::open(&wanted);
                listed = wanted;
            }
            let own = locked(&sensing.own_workers).clone();
            let reading = programs.look(&own, now());
            sensing.senses.programs.send_replace(Some(reading));
        });
    });
    let sensing = Arc::clone(house);
    instrument("surroundings", move || {
        let mut surroundings = Surroundings::open();
        keep_reading(&sensing, [SURROUNDINGS_AT_REST, SURROUNDINGS_AT_WORK], || {
            let reading = surroundings.read(now());
            sensing.senses.surroundings.send_replace(Some(reading));
        });
    });
}

/// A thread of its own. Without one there is no reading, and without a reading there is no work.
fn instrument(name: &str, read: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(read) {
        tracing::error!(name, %error, "an instrument cannot be read");
    }
}

fn keep_reading(house: &House, [at_rest, at_work]: [Duration; 2], mut read: impl FnMut()) {
    while !house.stop.is_cancelled() {
        read();
        std::thread::sleep(if house.current.borrow().is_some() { at_work } else { at_rest });
    }
}

/// Smoothed, so that work is charged for what it adds.
fn learn_rest_power(house: &House, reading: &CardsReading) {
    let measured = house.adapter.borrow().measured.clone();
    let Some(power) = working_card(reading, measured.as_ref()).and_then(|card| card.power) else { return };
    house.senses.rest_power.send_modify(|rest| {
        let before = rest.map_or(power.0, |rest| rest.0);
        *rest = Some(Milliwatts(before - before / 8 + power.0 / 8));
    });
}

/// The meters of the card that works: the one that is called like the adapter, or else the first.
pub fn working_card<'a>(reading: &'a CardsReading, measured: Option<&MeasuredDevice>) -> Option<&'a GpuReading> {
    let adapter = measured.filter(|found| found.device.kind != DeviceKind::Software).map(|found| &found.device.name);
    let called = |card: &&GpuReading| {
        adapter.is_some_and(|adapter| adapter.contains(&card.name) || card.name.contains(adapter.as_str()))
    };
    reading.gpus.iter().find(called).or_else(|| reading.gpus.first())
}
