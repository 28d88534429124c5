//! Keeps watts, heat and fan within the owner's limits while work goes on, and counts what the day took.

use crate::day;
use crate::house::{House, now};
use crate::judge;
use crate::limits::{GOVERN_EVERY, WORK_STEP_MS};
use idlewatt_policy::govern::{self, Bounds, Governor, Sample};
use idlewatt_proto::device::{DeviceKind, GpuReading};
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};
use std::sync::Arc;

/// Governs until the house stops.
pub async fn govern(house: Arc<House>) {
    let mut governor = Governor::default();
    let mut last: Option<(UnixMillis, Option<GpuReading>)> = None;
    let (mut cards, mut verdicts) = (house.senses.cards.subscribe(), house.verdict.subscribe());
    let mut rendering = house.rendering.subscribe();
    loop {
        let working = house.is_working();
        let (at, card) = (now(), house.card());
        if working {
            let (next, effort) = govern::step(governor, sample(at, card.as_ref()), &bounds(&house, card.as_ref()));
            governor = next;
            house.effort.send_if_modified(|told| told.replace(effort) != Some(effort));
            if let Some((before, card_before)) = &last {
                let elapsed_ms = at.since_ms(*before).min(WORK_STEP_MS);
                let energy = energy_above_rest(&house, card_before.as_ref(), card.as_ref(), elapsed_ms);
                day::add(&house, elapsed_ms, energy);
            }
            last = Some((at, card));
        } else {
            house.effort.send_if_modified(|told| told.take().is_some());
            governor.rest(sample(at, card.as_ref()));
            last = None;
            day::turn(&house);
        }
        // Verdicts change in between, and so does the manner of work.
        tokio::select! {
            () = house.stop.cancelled() => return day::save(&house),
            () = tokio::time::sleep(GOVERN_EVERY) => {}
            _ = cards.changed() => {}
            _ = verdicts.changed() => {}
            _ = rendering.changed() => {}
        }
    }
}

fn sample(at: UnixMillis, card: Option<&GpuReading>) -> Sample {
    Sample {
        at: card.map_or(at, |card| card.at),
        energy: card.and_then(|card| card.energy),
        power: card.and_then(|card| card.power),
        temperature_c: card.and_then(|card| card.temperature_c),
        fan_percent: card.and_then(|card| card.fan_percent),
    }
}

fn bounds(house: &House, card: Option<&GpuReading>) -> Bounds {
    let rules = judge::rules(house).card;
    let measured = house.adapter.borrow().measured.clone();
    let rest = house.senses.rest_power.borrow().unwrap_or_default();
    Bounds {
        manner: house.verdict.borrow().manner,
        software: measured.is_some_and(|found| found.device.kind == DeviceKind::Software),
        share_permille: rules.share_permille,
        power: rules.power,
        temperature_c: rules.temperature_c,
        fan_percent: rules.fan_percent,
        rest,
        most: most(card).unwrap_or_else(|| Milliwatts(rest.0 + house.assumed_power().0)),
    }
}

/// What the card never exceeds.
pub fn most(card: Option<&GpuReading>) -> Option<Milliwatts> {
    card.and_then(|card| card.power_limit.or(card.power_range.map(|range| range.most)))
}

/// Energy that work took: by the meters, or by what is assumed of such an adapter.
pub fn energy_above_rest(
    house: &House,
    before: Option<&GpuReading>,
    after: Option<&GpuReading>,
    elapsed_ms: u64,
) -> Energy {
    let rest = house.senses.rest_power.borrow().unwrap_or_default();
    let measured = before.zip(after).and_then(|(before, after)| {
        let total = idlewatt_sensors::energy_between(before, after)?;
        Some(total.saturating_sub(Millijoules(rest.0.saturating_mul(after.at.since_ms(before.at)) / 1000)))
    });
    match measured {
        Some(energy) => Energy::Measured(energy),
        None => Energy::Assumed(Millijoules(house.working_power().0.saturating_mul(elapsed_ms) / 1000)),
    }
}

/// Energy above rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Energy {
    Measured(Millijoules),
    Assumed(Millijoules),
}

impl Energy {
    pub fn amount(self) -> Millijoules {
        match self {
            Self::Measured(energy) | Self::Assumed(energy) => energy,
        }
    }

    /// So many thousandths of it.
    pub fn share(self, permille: u64) -> Self {
        let part = |energy: Millijoules| Millijoules(energy.0.saturating_mul(permille) / 1000);
        match self {
            Self::Measured(energy) => Self::Measured(part(energy)),
            Self::Assumed(energy) => Self::Assumed(part(energy)),
        }
    }

    pub fn measured(self) -> Option<Millijoules> {
        if let Self::Measured(energy) = self { Some(energy) } else { None }
    }
}
