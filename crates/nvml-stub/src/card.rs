//! The card that is played. Power follows load, temperature follows power, energy is power added up.

use crate::script::{Mishap, Script, Source};
use crate::workers::{Watch, Worker};
use std::time::{Duration, Instant};

/// Processor time comes in steps of 10 ms, so a shorter look would see noise.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Memory of a desktop with nothing else on the card.
const DESKTOP_BYTES: u64 = 600 << 20;
/// How fast temperature follows power: a cooler's metal and fans.
const WARMING_S: f64 = 20.0;

/// What the card shows at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Watts.
    pub power_w: f64,
    /// Since the driver was loaded.
    pub energy_mj: f64,
    /// Degrees Celsius.
    pub temperature_c: f64,
    /// Our workers, as far as they are seen.
    pub workers: Vec<Worker>,
    /// Load of our workers, 0 to 1.
    pub own_load: f64,
    /// Somebody else's, 0 to 1.
    pub foreign_load: f64,
}

impl Card {
    fn at_rest(script: &Script) -> Self {
        Self {
            power_w: script.idle_w,
            energy_mj: 0.0,
            temperature_c: script.temperature_idle_c,
            workers: Vec::new(),
            own_load: 0.0,
            foreign_load: 0.0,
        }
    }

    /// Load in all, 0 to 1.
    pub fn load(&self) -> f64 {
        (self.own_load + self.foreign_load).min(1.0)
    }

    /// Memory in use.
    pub fn memory_used(&self, script: &Script) -> u64 {
        let workers: u64 = self.workers.iter().map(|worker| worker.memory_bytes).sum();
        (DESKTOP_BYTES + workers).min(script.memory_mib << 20)
    }

    /// Lets time pass with the load that is set. Exact for any length, so that it does not matter how often the
    /// card is asked: power approaches its target exponentially, and energy is the integral of that curve.
    fn pass(&mut self, seconds: f64, script: &Script) {
        let target = script.idle_w + (script.max_w - script.idle_w) * self.load();
        let tau = script.time_constant_s.max(0.001);
        let left = (-seconds / tau).exp();
        self.energy_mj += 1000.0 * (target * seconds + (self.power_w - target) * tau * (1.0 - left));
        self.power_w = target + (self.power_w - target) * left;
        let heat = (self.power_w - script.idle_w) / (script.max_w - script.idle_w).max(1.0);
        let warm = script.temperature_idle_c + (script.temperature_max_c - script.temperature_idle_c) * heat;
        self.temperature_c = warm + (self.temperature_c - warm) * (-seconds / WARMING_S).exp();
    }
}

/// The card, the script it is played by, and the clock.
#[derive(Debug)]
pub struct Play {
    source: Source,
    card: Option<Card>,
    watch: Watch,
    looked_at: Instant,
    passed_until: Instant,
    /// Handles that callers hold, as NVML counts them.
    pub sessions: u32,
}

/// Why the card does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The script cannot be understood.
    BadScript,
    /// The script says so.
    Mishap(Mishap),
}

impl Play {
    pub fn new(now: Instant) -> Self {
        Self {
            source: Source::from_environment(),
            card: None,
            watch: Watch::new(now),
            looked_at: now,
            passed_until: now,
            sessions: 0,
        }
    }

    /// The card as it is now.
    pub fn now(&mut self, now: Instant) -> Result<(&Card, &Script), Silence> {
        let script = self.source.current().ok_or(Silence::BadScript)?;
        if let Some(mishap) = script.error {
            if mishap == Mishap::NotLoaded {
                self.card = None;
            }
            self.passed_until = now;
            return Err(Silence::Mishap(mishap));
        }
        let card = self.card.get_or_insert_with(|| {
            self.passed_until = now;
            Card::at_rest(script)
        });
        if now.duration_since(self.looked_at) >= LOOK_EVERY {
            card.workers = self.watch.look(now);
            self.looked_at = now;
        }
        let seen: f64 = card.workers.iter().map(|worker| worker.load).sum();
        card.own_load = script.own_load_percent.map_or(seen, |percent| percent / 100.0).clamp(0.0, 1.0);
        card.foreign_load = (script.foreign_load_percent / 100.0).clamp(0.0, 1.0);
        card.pass(now.duration_since(self.passed_until).as_secs_f64(), script);
        self.passed_until = now;
        Ok((card, script))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(steps: u32, seconds: f64, load: f64) -> Card {
        let script = Script::default();
        let mut card = Card { own_load: load, ..Card::at_rest(&script) };
        (0..steps).for_each(|_| card.pass(seconds / f64::from(steps), &script));
        card
    }

    #[test]
    fn it_does_not_matter_how_often_the_card_is_asked() {
        let (once, often) = (played(1, 10.0, 0.7), played(1000, 10.0, 0.7));
        assert!((once.energy_mj - often.energy_mj).abs() < 1.0, "{} and {} mJ", once.energy_mj, often.energy_mj);
        assert!((once.power_w - often.power_w).abs() < 0.001);
    }

    #[test]
    fn power_and_warmth_follow_load() {
        let (rest, soon, late) = (played(1, 1.0, 0.0), played(10, 1.5, 1.0), played(1000, 120.0, 1.0));
        assert!((rest.power_w - 14.0).abs() < 1e-9 && (rest.energy_mj - 14_000.0).abs() < 1e-6, "{rest:?}");
        let after_one_constant = 14.0 + 186.0 * (1.0 - (-1.0f64).exp());
        assert!((soon.power_w - after_one_constant).abs() < 1e-6, "{soon:?}");
        assert!((late.power_w - 200.0).abs() < 0.01 && (late.temperature_c - 74.0).abs() < 0.5, "{late:?}");
        assert!(soon.temperature_c < 45.0, "metal warms slowly: {soon:?}");
    }
}
