//! Gathers the facts for the idle judge and publishes its verdict.

use crate::house::{House, locked, now};
use crate::limits::JUDGE_EVERY;
use crate::senses::{Working, working_card};
use idlewatt_policy::hours::LocalTime;
use idlewatt_policy::idle::{self, CardFact, Facts, Idle, SurroundingsFact, Told};
use idlewatt_policy::limits::MEMORY_SHORT_BYTES;
use idlewatt_policy::rules::Rules;
use idlewatt_proto::Bytes;
use idlewatt_proto::device::GpuReading;
use idlewatt_sensors::{CardsReading, ProgramsReading, Source, SurroundingsReading};
use std::sync::Arc;

/// Judges until the house stops.
pub async fn judge(house: Arc<House>) {
    let mut state = Idle::default();
    let senses = &house.senses;
    let (mut cards, mut programs) = (senses.cards.subscribe(), senses.programs.subscribe());
    let (mut surroundings, mut settings) = (senses.surroundings.subscribe(), house.settings.subscribe());
    let (mut pauses, mut adapters) = (house.pause.subscribe(), house.adapter.subscribe());
    let (mut jobs, mut anew) = (house.current.subscribe(), house.anew.subscribe());
    loop {
        let (facts, rules) = (facts(&house), rules(&house));
        let (next, verdict) = idle::step(&state, now(), &facts, &rules);
        if next.phase != state.phase {
            tracing::debug!(from = ?state.phase, to = ?next.phase, "the judge");
        }
        state = next;
        house.verdict.send_if_modified(|published| {
            let changed = *published != verdict;
            if changed && published.may_work != verdict.may_work {
                tracing::info!(may_work = verdict.may_work, why = ?verdict.activity, "judged");
            }
            *published = verdict;
            changed
        });
        tokio::select! {
            () = house.stop.cancelled() => return,
            () = tokio::time::sleep(JUDGE_EVERY) => {}
            _ = cards.changed() => {}
            _ = programs.changed() => {}
            _ = surroundings.changed() => {}
            _ = settings.changed() => {}
            _ = pauses.changed() => {}
            _ = adapters.changed() => {}
            _ = jobs.changed() => {}
            // The owner says "now": whatever was waited for is forgotten.
            _ = anew.changed() => state = Idle::default(),
        }
    }
}

/// The owner's limits for the card that works.
pub fn rules(house: &House) -> Rules {
    let card = house.card();
    house.settings.borrow().rules(card.as_ref())
}

fn facts(house: &House) -> Facts {
    // Each is read before the next is: a watch that is borrowed twice at once may wait for itself for ever.
    let cards = house.senses.cards.borrow().clone();
    let program = program(house.senses.programs.borrow().as_ref());
    let surroundings = around(house.senses.surroundings.borrow().as_ref());
    let pause = *house.pause.borrow();
    let device = house.adapter.borrow().fact.clone();
    let card = card(house, cards.as_ref());
    let spent = house.day.borrow().spent;
    let tariff = house.tariff.borrow().clone();
    let listed = *house.listed.borrow() > 0;
    let job = house.current.borrow().as_ref().map(|current| current.job);
    Facts { pause, device, card, program, surroundings, local: local_time(), spent, tariff, listed, job }
}

fn card(house: &House, reading: Option<&CardsReading>) -> Told<CardFact> {
    let Some(reading) = reading else { return Told::Silent };
    let (measured, bound) = (house.adapter.borrow().measured.clone(), locked(&house.senses.bound).clone());
    match (&reading.state, working_card(reading, measured.as_ref(), bound.as_deref())) {
        (Source::Ok, Working::Card(gpu)) => {
            let ambiguous = house.load_is_ambiguous();
            let foreign_load_percent = gpu.foreign_load_percent.filter(|_| !ambiguous);
            let memory_left = memory_left(gpu).filter(|_| !ambiguous);
            let fact = CardFact {
                foreign_load_percent,
                memory_left,
                memory_total: gpu.memory_total,
                temperature_c: gpu.temperature_c,
                fan_percent: gpu.fan_percent,
                rest_power: *house.senses.rest_power.borrow(),
                display_active: gpu.display_active,
                encoding: gpu.encoder_sessions.is_some_and(|sessions| sessions > 0),
            };
            Told::Read(reading.at, fact)
        }
        (Source::Failed(_), _) | (_, Working::Lost) => Told::Silent,
        // An instrument that says "absent" must go on saying so, like any other.
        (Source::Ok | Source::Absent(_), Working::Card(_) | Working::None) => {
            Told::Read(reading.at, CardFact::default())
        }
    }
}

/// Most memory that a job may take: what the owner allows, and no more than other programs leave.
pub fn job_memory(house: &House) -> Bytes {
    let allowed = rules(house).card.memory;
    let left = house.card().as_ref().and_then(memory_left);
    left.map_or(allowed, |left| allowed.min(left.saturating_sub(Bytes(MEMORY_SHORT_BYTES.min(left.0 / 2)))))
}

fn memory_left(gpu: &GpuReading) -> Option<Bytes> {
    Some(gpu.memory_total?.saturating_sub(gpu.foreign_memory?))
}

fn program(reading: Option<&ProgramsReading>) -> Told<Option<String>> {
    match reading {
        Some(reading) if !matches!(reading.state, Source::Failed(_)) => {
            Told::Read(reading.at, reading.running.as_ref().map(|program| program.name.clone()))
        }
        _ => Told::Silent,
    }
}

/// What the surroundings say.
pub fn around(reading: Option<&SurroundingsReading>) -> Told<SurroundingsFact> {
    let Some(reading) = reading else { return Told::Silent };
    let fact = SurroundingsFact {
        input_idle_ms: reading.input_idle_ms,
        locked: reading.locked,
        display_off: reading.display_off,
        remote: reading.remote.clone(),
        fullscreen: reading.fullscreen.clone(),
        game: reading.game.clone(),
        going_to_sleep: reading.going_to_sleep,
        on_battery: reading.on_battery,
        metered: reading.metered,
    };
    Told::Read(reading.at, fact)
}

/// The owner's clock.
pub fn local_time() -> LocalTime {
    let now = jiff::Zoned::now();
    LocalTime {
        weekday: now.weekday().to_monday_zero_offset() as u8,
        minute: (i16::from(now.hour()) * 60 + i16::from(now.minute())) as u16,
        within_minute_ms: (i16::from(now.second()).min(59) as u16) * 1000 + now.millisecond() as u16,
    }
}
