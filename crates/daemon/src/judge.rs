//! Gathers the facts for the idle judge and publishes its verdict. Meters have a thread of their own, because a
//! driver may take its time; a reading that is late makes the judge say "no readings".

use crate::house::{Adapter, House, locked, now};
use crate::limits::{JUDGE_EVERY, METERS_EVERY};
use idlewatt_policy::idle::{self, DeviceFact, Facts, Idle, Meters as MeterFact};
use idlewatt_proto::Milliwatts;
use idlewatt_sensors::{Config, Meters, Reading, Source};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Reads the meters until the house stops.
pub fn read_meters(house: Arc<House>, nvml_library: Option<PathBuf>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut programs = house.settings.borrow().provider.programs.clone();
        let mut meters = Meters::open(&Config { nvml_library: nvml_library.clone(), programs: programs.clone() });
        while !house.stop.is_cancelled() {
            let wanted = house.settings.borrow().provider.programs.clone();
            if wanted != programs {
                programs = wanted;
                meters = Meters::open(&Config { nvml_library: nvml_library.clone(), programs: programs.clone() });
            }
            let own = locked(&house.own_workers).clone();
            let reading = meters.read(&own, now());
            learn_idle_power(&house, &reading, own.is_empty());
            house.reading.send_replace(Some(reading));
            std::thread::sleep(METERS_EVERY);
        }
    })
}

/// Power while nothing of ours runs, smoothed, so that work is charged for what it adds.
fn learn_idle_power(house: &House, reading: &Reading, resting: bool) {
    let power = reading.gpus.first().and_then(|gpu| gpu.power);
    if let (true, Some(power)) = (resting, power) {
        house.idle_power.send_modify(|idle| {
            let before = idle.map_or(power.0, |idle| idle.0);
            *idle = Some(Milliwatts(before - before / 8 + power.0 / 8));
        });
    }
}

/// Asks the worker what there is to compute with, and how fast it is.
pub async fn measure(house: Arc<House>) {
    if !house.settings.borrow().roles.provider {
        return;
    }
    let probed = tokio::select! {
        () = house.stop.cancelled() => return,
        probed = house.unnamed(house.workshop.probe()) => probed,
    };
    let adapter = match probed {
        Ok(devices) => {
            let wanted = house.settings.borrow().provider.adapter.clone();
            let chosen = devices.iter().find(|found| wanted.is_empty() || found.device.name.contains(&wanted)).cloned();
            let fact = match &chosen {
                Some(_) => DeviceFact::Ready,
                None if devices.is_empty() => DeviceFact::None("no graphics adapter was found".into()),
                None => DeviceFact::None(format!("no adapter is called {wanted:?}")),
            };
            Adapter { fact, measured: chosen, failures: 0 }
        }
        Err(error) => {
            tracing::warn!(%error, "the worker could not look for graphics adapters");
            Adapter { fact: DeviceFact::Broken(error.to_string()), measured: None, failures: 0 }
        }
    };
    match &adapter.measured {
        Some(found) => tracing::info!(
            device = found.device.name,
            kind = ?found.device.kind,
            samples_per_second = found.samples_per_second,
            "measured the graphics adapter"
        ),
        None => tracing::warn!(?adapter.fact, "nothing to compute with"),
    }
    house.adapter.send_replace(adapter);
}

/// Judges until the house stops.
pub async fn judge(house: Arc<House>) {
    let mut state = Idle::default();
    let (mut pauses, mut adapters) = (house.pause.subscribe(), house.adapter.subscribe());
    let (mut readings, mut jobs) = (house.reading.subscribe(), house.current.subscribe());
    loop {
        let (next, verdict) = idle::step(&state, now(), &facts(&house));
        if next != state {
            tracing::debug!(?state, ?next, "the judge");
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
            _ = pauses.changed() => {}
            _ = adapters.changed() => {}
            _ = readings.changed() => {}
            _ = jobs.changed() => {}
        }
    }
}

fn facts(house: &House) -> Facts {
    let settings = house.settings.borrow();
    let reading = house.reading.borrow();
    let meters = match reading.as_ref() {
        None => MeterFact::Silent,
        Some(reading) => match (&reading.gpu_state, reading.gpus.first()) {
            (Source::Ok, Some(gpu)) => {
                let told = !house.load_is_ambiguous(reading.at);
                MeterFact::Read { at: reading.at, foreign_load_percent: gpu.foreign_load_percent.filter(|_| told) }
            }
            (Source::Failed(_), _) => MeterFact::Silent,
            (Source::Ok | Source::Absent(_), _) => MeterFact::Absent,
        },
    };
    Facts {
        role: settings.roles.provider,
        pause: *house.pause.borrow(),
        device: house.adapter.borrow().fact.clone(),
        meters,
        program: reading.as_ref().and_then(|reading| reading.program.clone()),
        listed: *house.listed.borrow() > 0,
        job: house.current.borrow().as_ref().map(|current| current.job),
        quiet_ms: settings.provider.quiet_seconds.saturating_mul(1000),
    }
}
