//! Reads the instruments, each on a thread of its own: a driver or a bus that hangs leaves an old reading behind, and
//! the judge stops work for that. They are read oftener while there is work to be stopped.

use crate::cap::PowerCap;
use crate::house::{House, locked, now};
use crate::limits::{
    CARDS_AT_REST, CARDS_AT_WORK, PROGRAMS_AT_REST, PROGRAMS_AT_WORK, RESTS_AFTER, SURROUNDINGS_AT_REST,
    SURROUNDINGS_AT_WORK,
};
use crate::suggestions;
use idlewatt_policy::limits::QUIET_LOAD_PERCENT;
use idlewatt_proto::Milliwatts;
use idlewatt_proto::device::{DeviceKind, GpuReading, MeasuredDevice};
use idlewatt_sensors::{
    Cards, CardsReading, Programs, ProgramsReading, Surroundings, SurroundingsReading, WHOLE_SYSTEM,
};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread::Thread;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The newest readings. `None`: not read yet.
pub struct Senses {
    pub cards: watch::Sender<Option<CardsReading>>,
    pub programs: watch::Sender<Option<ProgramsReading>>,
    pub surroundings: watch::Sender<Option<SurroundingsReading>>,
    /// UUID of the card that works, once it is known.
    pub bound: Mutex<Option<String>>,
    /// Power of the card that works while nothing of ours runs.
    pub rest_power: watch::Sender<Option<Milliwatts>>,
    /// What the card that works enforced when no limit of ours was set.
    pub free_limit: watch::Sender<Option<Milliwatts>>,
    /// The cards are as they were before us, and nobody speaks to them any more.
    pub cards_released: CancellationToken,
}

impl Senses {
    pub fn new() -> Self {
        Self {
            cards: watch::Sender::new(None),
            programs: watch::Sender::new(None),
            surroundings: watch::Sender::new(None),
            bound: Mutex::default(),
            rest_power: watch::Sender::new(None),
            free_limit: watch::Sender::new(None),
            cards_released: CancellationToken::new(),
        }
    }
}

/// Starts the threads. They end with the house, or with the process when they hang.
pub fn read(house: &Arc<House>, nvml_library: Option<PathBuf>) {
    let threads = [
        instrument("cards", read_cards(Arc::clone(house), nvml_library)),
        instrument("programs", read_programs(Arc::clone(house))),
        instrument("surroundings", read_surroundings(Arc::clone(house))),
    ];
    let (stop, mut jobs) = (house.stop.clone(), house.current.subscribe());
    let (mut benchmarks, watching) = (house.benchmark.subscribe(), Arc::clone(house));
    house.tasks.spawn(async move {
        let mut busy = false;
        loop {
            let was_busy = std::mem::replace(&mut busy, watching.has_work());
            // From now on there is something to stop; and at the end nobody sleeps on.
            if (busy && !was_busy) || stop.is_cancelled() {
                threads.iter().flatten().for_each(Thread::unpark);
            }
            if stop.is_cancelled() {
                return;
            }
            tokio::select! {
                _ = jobs.changed() => {}
                _ = benchmarks.changed() => {}
                () = stop.cancelled() => {}
            }
        }
    });
}

fn read_cards(sensing: Arc<House>, nvml_library: Option<PathBuf>) -> impl FnOnce() + Send {
    move || {
        let mut cards = Cards::open(nvml_library.as_deref());
        let mut cap = PowerCap::open(&sensing);
        // Nothing of ours ran before this program did.
        let mut worked_at: Option<Instant> = None;
        keep_reading(&sensing, [CARDS_AT_REST, CARDS_AT_WORK], || {
            let own = locked(&sensing.own_workers).clone();
            let reading = cards.read(&own, now());
            bind(&sensing, &reading);
            suggestions::note(&sensing, &reading);
            if !own.is_empty() || sensing.load_is_ambiguous() {
                worked_at = Some(Instant::now());
            } else if worked_at.is_none_or(|at| at.elapsed() >= RESTS_AFTER) {
                learn_rest_power(&sensing, &reading);
            }
            sensing.senses.cards.send_replace(Some(reading));
            cap.tend(&sensing, &mut cards);
            if !cap.holds() {
                let free = sensing.card().and_then(|card| card.power_limit);
                sensing.senses.free_limit.send_if_modified(|limit| std::mem::replace(limit, free) != free);
            }
        });
        cap.release(&mut cards);
        sensing.senses.cards_released.cancel();
    }
}

fn read_programs(sensing: Arc<House>) -> impl FnOnce() + Send {
    move || {
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
    }
}

fn read_surroundings(sensing: Arc<House>) -> impl FnOnce() + Send {
    move || {
        let mut surroundings = Surroundings::open();
        keep_reading(&sensing, [SURROUNDINGS_AT_REST, SURROUNDINGS_AT_WORK], || {
            let reading = surroundings.read(now());
            sensing.senses.surroundings.send_replace(Some(reading));
        });
    }
}

/// A thread of its own. Without one there is no reading, and without a reading there is no work.
fn instrument(name: &str, read: impl FnOnce() + Send + 'static) -> Option<Thread> {
    match std::thread::Builder::new().name(name.to_owned()).spawn(read) {
        Ok(thread) => Some(thread.thread().clone()),
        Err(error) => {
            tracing::error!(name, %error, "an instrument cannot be read");
            None
        }
    }
}

fn keep_reading(house: &House, [at_rest, at_work]: [Duration; 2], mut read: impl FnMut()) {
    while !house.stop.is_cancelled() {
        read();
        std::thread::park_timeout(if house.has_work() { at_work } else { at_rest });
    }
}

/// Remembers which card works, once the adapter is known.
fn bind(house: &House, reading: &CardsReading) {
    let Some(measured) = house.adapter.borrow().measured.clone() else { return };
    let mut bound = locked(&house.senses.bound);
    let Working::Card(card) = working_card(reading, Some(&measured), None) else { return };
    // On a software adapter no card works, and any will do; else one word in common is the maker's name.
    let sure = measured.device.kind == DeviceKind::Software || likeness(&measured.device.name, &card.name) > 1;
    if bound.is_none() && sure {
        *bound = Some(card.uuid.clone());
    }
}

/// Smoothed, so that work is charged for what it adds.
fn learn_rest_power(house: &House, reading: &CardsReading) {
    let measured = house.adapter.borrow().measured.clone();
    let bound = locked(&house.senses.bound).clone();
    let Working::Card(card) = working_card(reading, measured.as_ref(), bound.as_deref()) else { return };
    // A game's power is nobody's rest.
    let quiet = card.foreign_load_percent.is_none_or(|load| load <= QUIET_LOAD_PERCENT);
    let Some(power) = card.power.filter(|_| quiet) else { return };
    house.senses.rest_power.send_modify(|rest| {
        let before = rest.map_or(power.0, |rest| rest.0);
        *rest = Some(Milliwatts(before - before / 8 + power.0 / 8));
    });
}

/// The card that works, among those that tell.
pub enum Working<'a> {
    Card(&'a GpuReading),
    /// It told before, and others tell now: their readings are not its.
    Lost,
    /// No card tells.
    None,
}

/// Finds the card that works: the one whose name is most like the adapter's. `bound` is the one that was
/// found before.
pub fn working_card<'a>(
    reading: &'a CardsReading,
    measured: Option<&MeasuredDevice>,
    bound: Option<&str>,
) -> Working<'a> {
    if let Some(bound) = bound {
        return reading.gpus.iter().find(|card| card.uuid == bound).map_or(Working::Lost, Working::Card);
    }
    let Some(measured) = measured else { return reading.gpus.first().map_or(Working::None, Working::Card) };
    let likeness = |card: &&GpuReading| likeness(&measured.device.name, &card.name);
    // The first of those that are equally like it.
    let best = reading.gpus.iter().rev().max_by_key(likeness);
    // A card whose name has no word in common with the adapter's is another one; on a software adapter any will do.
    let software = measured.device.kind == DeviceKind::Software;
    let is_it = |card: &&GpuReading| software || likeness(card) > 0 || card.source == WHOLE_SYSTEM;
    best.filter(is_it).map_or(Working::None, Working::Card)
}

/// Words that two names of a card have in common: drivers call one card by different names.
fn likeness(adapter: &str, card: &str) -> usize {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
        words.map(str::to_lowercase).collect()
    };
    let known = words(adapter);
    words(card).iter().filter(|word| known.contains(word)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::device::Device;
    use idlewatt_sensors::Source;

    fn card(name: &str) -> GpuReading {
        serde_json::from_value(serde_json::json!({
            "at": 1, "name": name, "uuid": name, "simulated": false, "source": "nvml", "throttles": [], "doubts": [],
        }))
        .expect("a reading of a card that tells nothing")
    }

    #[test]
    fn the_card_is_found_by_its_name_and_no_other_stands_in_for_it() {
        let adapter = MeasuredDevice {
            device: Device {
                name: "NVIDIA GeForce RTX 4070".into(),
                backend: "vulkan".into(),
                driver: "1".into(),
                kind: DeviceKind::Discrete,
            },
            samples_per_second: 1,
        };
        let gpus = vec![card("Intel UHD"), card("GeForce RTX 4070")];
        let both = CardsReading { at: idlewatt_proto::UnixMillis(1), gpus, state: Source::Ok, users: Vec::new() };
        let found = |reading: &CardsReading, bound| match working_card(reading, Some(&adapter), bound) {
            Working::Card(card) => card.name.clone(),
            Working::Lost => "lost".to_owned(),
            Working::None => "none".to_owned(),
        };
        assert_eq!(found(&both, None), "GeForce RTX 4070");
        assert!(likeness("AMD Radeon RX 7900 XTX (RADV NAVI31)", "Navi 31 [Radeon RX 7900 XTX]") == 4);
        let one = CardsReading { gpus: vec![card("Intel UHD")], ..both.clone() };
        assert_eq!(found(&one, None), "none", "the only card that tells is not the one that works");
        assert_eq!(found(&one, Some("GeForce RTX 4070")), "lost");
        assert_eq!(found(&CardsReading { gpus: Vec::new(), ..both }, None), "none");
    }
}
