//! How hard to work: the share of time that keeps watts, heat and fan within the owner's limits.
//!
//! Watts follow an energy budget. Power above rest is taken as proportional to the share of time at work, the factor
//! being learnt from what the last seconds took; the share is what that model says for the limit, corrected by what
//! the last minute is over or under it. The average over a minute so meets the limit whatever the model gets wrong,
//! and the correction is bounded, so that a thrifty half minute is not followed by a wasteful one. Heat and fan are
//! slow and follow a proportional-integral law each. The lowest share holds.

use crate::idle::Manner;
use crate::limits::{
    ALONE_QUANTUM_US, AWAY_QUANTUM_US, CONSIDERATE_QUANTUM_US, CORRECTION, CORRECTION_S, DUTY_LEAST, ENERGY_WINDOW_MS,
    GAP_MOST_MS, GUARD, GUARD_WINDOW_MS, LEARN_WINDOW_MS, RISE_PER_S, SAMPLES_KEPT, TARGET_PERMILLE,
};
use idlewatt_proto::reason::{Effort, Restraint};
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};
use std::collections::VecDeque;

/// What the card's meters say at one moment of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: UnixMillis,
    /// The energy counter.
    pub energy: Option<Millijoules>,
    /// Board power, for cards without a counter.
    pub power: Option<Milliwatts>,
    /// Core temperature in degrees Celsius.
    pub temperature_c: Option<i16>,
    /// Speed of the fastest fan, in percent.
    pub fan_percent: Option<u8>,
}

/// What the share of time is kept within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How gently work is done.
    pub manner: Manner,
    /// Whether shaders run on the processor. No screen waits for those, and each submission costs a round through all
    /// threads.
    pub software: bool,
    /// Share of the card that the owner allows, in thousandths.
    pub share_permille: u16,
    /// Board power, averaged over a minute.
    pub power: Option<Milliwatts>,
    /// Core temperature in degrees Celsius.
    pub temperature_c: Option<i16>,
    /// Fan speed in percent.
    pub fan_percent: Option<u8>,
    /// Power at rest.
    pub rest: Milliwatts,
    /// Power that the card never exceeds: the limit that it enforces itself.
    pub most: Milliwatts,
}

/// What the governor remembers.
#[derive(Debug, Clone, Default)]
pub struct Governor {
    past: VecDeque<Past>,
    /// Watts above rest at full work, as learnt.
    full_w: Option<f64>,
    /// The share that holds now.
    duty: f64,
    heat: Slow,
    fan: Slow,
    /// What watts, heat and fan allowed at the last sample.
    held: Option<(f64, Option<Restraint>)>,
    /// How often work was interrupted.
    rests: u32,
}

/// A sample, with what had been taken and worked by then.
#[derive(Debug, Clone, Copy)]
struct Past {
    sample: Sample,
    energy_j: f64,
    /// Seconds at work: the share of time, summed up over time.
    worked_s: f64,
    /// How often work had been interrupted.
    rests: u32,
}

/// Numbers of a proportional-integral law, found by playing cards whose metal takes 20 to 90 s to warm.
struct Law {
    /// Change of the share of time for one unit.
    gain: f64,
    /// How fast the integral follows.
    reset_s: f64,
    /// How far ahead the slope is believed.
    ahead_s: f64,
}

const HEAT: Law = Law { gain: 0.08, reset_s: 30.0, ahead_s: 20.0 };
/// A fan follows heat, so it comes later still.
const FAN: Law = Law { gain: 0.03, reset_s: 40.0, ahead_s: 25.0 };
/// Over how long a slope is smoothed: whole degrees come seconds apart.
const SLOPE_S: f64 = 15.0;

/// A proportional-integral law for what changes within tens of seconds.
#[derive(Debug, Clone, Copy)]
struct Slow {
    integral: f64,
    before: Option<f64>,
    /// How fast the value rises, smoothed, in units a second.
    slope: f64,
}

impl Default for Slow {
    fn default() -> Self {
        Self { integral: 0.5, before: None, slope: 0.0 }
    }
}

impl Slow {
    /// Share of time that keeps `value` at `ceiling`.
    fn step(&mut self, value: f64, ceiling: f64, seconds: Option<f64>, law: Law) -> f64 {
        // Without a span of time there is no slope, and what was found before is the best guess.
        let Some(seconds) = seconds else { return self.integral };
        let raw = self.before.map_or(0.0, |before| (value - before) / seconds);
        // Meters tell whole degrees, so one step looks like a leap: the slope is smoothed.
        self.slope += (raw - self.slope) * (seconds / SLOPE_S).min(1.0);
        self.before = Some(value);
        let error = ceiling - (value + self.slope * law.ahead_s);
        let wanted = self.integral + law.gain * error;
        // The integral stands still while the share is at an end: it would wind up there.
        if (DUTY_LEAST..=1.0).contains(&wanted) || (wanted > 1.0) == (error < 0.0) {
            self.integral = (self.integral + law.gain * error * seconds / law.reset_s).clamp(DUTY_LEAST, 1.0);
        }
        wanted.clamp(DUTY_LEAST, 1.0)
    }
}

/// One step, at each reading of the meters while work goes on.
pub fn step(mut governor: Governor, sample: Sample, bounds: &Bounds) -> (Governor, Effort) {
    // Asked again before the meters were: what they allowed then holds, and only the manner may have changed.
    let repeated = governor.past.back().is_some_and(|past| past.sample.at == sample.at);
    let held = match governor.held.filter(|_| repeated) {
        Some(held) => held,
        None => governor.by_meters(sample, bounds),
    };
    governor.held = Some(held);
    let share = f64::from(bounds.share_permille.min(1000)) / 1000.0;
    let mut duty = (share, (share < 1.0).then_some(Restraint::Share));
    if let Manner::Light { share_permille } = bounds.manner {
        duty = lower(duty, f64::from(share_permille) / 1000.0, Restraint::Presence);
    }
    if let (wanted, Some(by)) = held {
        duty = lower(duty, wanted, by);
    }
    let (duty, held_by) = (duty.0.clamp(DUTY_LEAST, 1.0), duty.1);
    governor.duty = duty;
    let quantum_us = if bounds.software { ALONE_QUANTUM_US } else { quantum_us(bounds.manner) };
    (governor, Effort { duty_permille: (duty * 1000.0).round() as u16, quantum_us, held_by })
}

fn watts(power: Milliwatts) -> f64 {
    power.0 as f64 / 1000.0
}

fn lower(now: (f64, Option<Restraint>), wanted: f64, by: Restraint) -> (f64, Option<Restraint>) {
    if wanted < now.0 { (wanted, Some(by)) } else { now }
}

/// GPU time of one submission at most.
pub fn quantum_us(manner: Manner) -> u32 {
    match manner {
        Manner::Light { .. } | Manner::Considerate => CONSIDERATE_QUANTUM_US,
        Manner::Away => AWAY_QUANTUM_US,
        Manner::Alone => ALONE_QUANTUM_US,
    }
}

impl Governor {
    /// Nothing is being worked on: what is taken now is not work's.
    pub fn rest(&mut self, sample: Sample) {
        self.duty = 0.0;
        self.held = None;
        self.rests = self.rests.wrapping_add(1);
        if self.past.back().is_none_or(|past| past.sample.at != sample.at) {
            self.remember(sample);
        }
    }

    /// The share that watts, heat and fan allow, and which of them allows the least.
    fn by_meters(&mut self, sample: Sample, bounds: &Bounds) -> (f64, Option<Restraint>) {
        let seconds = self.remember(sample);
        let mut duty = (1.0, None);
        if let Some(limit) = bounds.power {
            let wanted = self.for_power(watts(limit), bounds, seconds.unwrap_or(0.0));
            duty = lower(duty, wanted, Restraint::Power);
        }
        if let (Some(value), Some(ceiling)) = (sample.temperature_c, bounds.temperature_c) {
            // Held half a degree low, because meters cut the rest of a degree off.
            let wanted = self.heat.step(f64::from(value), f64::from(ceiling) - 0.5, seconds, HEAT);
            duty = lower(duty, wanted, Restraint::Heat);
        }
        if let (Some(value), Some(ceiling)) = (sample.fan_percent, bounds.fan_percent) {
            let wanted = self.fan.step(f64::from(value), f64::from(ceiling) - 0.5, seconds, FAN);
            duty = lower(duty, wanted, Restraint::Fan);
        }
        duty
    }

    /// Takes a sample up; returns the seconds since the one before.
    fn remember(&mut self, sample: Sample) -> Option<f64> {
        let last = self.past.back().copied();
        if last.is_some_and(|last| last.sample.at == sample.at) {
            return None;
        }
        let ms = last.map_or(0, |last| sample.at.since_ms(last.sample.at));
        let Some(last) = last.filter(|_| (1..=GAP_MOST_MS).contains(&ms)) else {
            // The first one, or a clock that jumped, or a sleep: what was learnt stays true, the minute begins anew.
            self.past.clear();
            self.past.push_back(Past { sample, energy_j: 0.0, worked_s: 0.0, rests: self.rests });
            return None;
        };
        let seconds = ms as f64 / 1000.0;
        let counted = last.sample.energy.zip(sample.energy).and_then(|(from, to)| to.0.checked_sub(from.0));
        let integrated = || {
            let to = watts(sample.power?);
            Some((last.sample.power.map_or(to, watts) + to) / 2.0 * seconds)
        };
        // When nobody tells, the share that holds is as good as any.
        let Some(taken_j) = counted.map(|mj| mj as f64 / 1000.0).or_else(integrated) else { return Some(seconds) };
        let past = Past {
            sample,
            energy_j: last.energy_j + taken_j,
            worked_s: last.worked_s + self.duty * seconds,
            rests: self.rests,
        };
        self.past.push_back(past);
        while self.past.len() > SAMPLES_KEPT || self.span_ms(0) > ENERGY_WINDOW_MS {
            self.past.pop_front();
        }
        Some(seconds)
    }

    fn span_ms(&self, index: usize) -> u64 {
        match (self.past.get(index), self.past.back()) {
            (Some(first), Some(last)) => last.sample.at.since_ms(first.sample.at),
            _ => 0,
        }
    }

    /// Mean power and mean share of time over the last so many milliseconds.
    fn mean(&self, window_ms: u64) -> Option<(f64, f64)> {
        let last = self.past.back()?;
        let first = self.past.iter().rev().find(|past| last.sample.at.since_ms(past.sample.at) >= window_ms)?;
        let seconds = last.sample.at.since_ms(first.sample.at) as f64 / 1000.0;
        Some(((last.energy_j - first.energy_j) / seconds, (last.worked_s - first.worked_s) / seconds))
    }

    /// The share of time whose average power is the limit.
    fn for_power(&mut self, limit_w: f64, bounds: &Bounds, seconds: f64) -> f64 {
        let rest_w = watts(bounds.rest);
        // No card takes more than it enforces itself, so a first guess by that is never too bold.
        let boldest = (watts(bounds.most) - rest_w).max(1.0);
        let mut full_w = self.full_w.unwrap_or(boldest);
        // Power follows work late, so a stretch with an interruption in it tells nothing of either.
        let whole = self.past.iter().rev().take_while(|past| past.rests == self.rests).count();
        let whole_ms = self.past.len().checked_sub(whole).map_or(0, |first| self.span_ms(first));
        let learnt = self.mean(LEARN_WINDOW_MS).filter(|_| whole_ms >= LEARN_WINDOW_MS);
        if let Some((power_w, worked)) = learnt.filter(|(_, worked)| *worked > DUTY_LEAST) {
            let seen = ((power_w - rest_w) / worked).clamp(boldest / 20.0, boldest * 1.5);
            // Power follows work late, so a share that rises looks thriftier than it is: believed slowly.
            let haste_s = if seen > full_w { 1.5 } else { 8.0 };
            full_w += (seen - full_w) * (seconds / haste_s).min(1.0);
        }
        self.full_w = Some(full_w);
        let target_w = limit_w * TARGET_PERMILLE / 1000.0;
        let owed_j =
            self.past.front().zip(self.past.back()).map_or(0.0, |(first, last)| {
                target_w * self.span_ms(0) as f64 / 1000.0 - (last.energy_j - first.energy_j)
            });
        let correction = (owed_j / CORRECTION_S).clamp(-CORRECTION * target_w, CORRECTION * target_w);
        let mut duty = ((target_w + correction - rest_w) / full_w).clamp(DUTY_LEAST, 1.0);
        if let Some((power_w, _)) = self.mean(GUARD_WINDOW_MS).filter(|(power_w, _)| *power_w > limit_w * GUARD) {
            duty = duty.min(self.duty * (limit_w - rest_w).max(0.0) / (power_w - rest_w).max(1.0));
        }
        if seconds > 0.0 && self.duty > 0.0 { duty.min(self.duty + RISE_PER_S * seconds) } else { duty }
    }
}
