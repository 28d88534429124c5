//! A card that is played. Power follows load up to its limit, temperature follows power, the fan follows temperature,
//! energy is power added up.

use crate::script::Script;
use crate::workers::Worker;
use std::collections::VecDeque;

/// Memory of a desktop with nothing else on the card.
const DESKTOP_BYTES: u64 = 600 << 20;
/// How fast temperature follows power: a cooler's metal and fans.
const WARMING_S: f64 = 20.0;
/// How often a driver measures power anew, and noise is another.
const NOISE_EVERY_S: f64 = 0.1;
/// Marks of energy closer to each other than this add nothing to an average.
const MARK_EVERY_S: f64 = 0.01;

/// What the card shows at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Watts, really.
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
    /// The limit that is set, in watts.
    pub limit_w: f64,
    /// Since the driver was loaded.
    age_s: f64,
    /// Age and energy, the oldest first, for averages.
    marks: VecDeque<(f64, f64)>,
}

impl Card {
    pub fn at_rest(script: &Script) -> Self {
        Self {
            power_w: script.idle_w,
            energy_mj: 0.0,
            temperature_c: script.temperature_idle_c,
            workers: Vec::new(),
            own_load: 0.0,
            foreign_load: 0.0,
            limit_w: delivered_limit_w(script),
            age_s: 0.0,
            marks: VecDeque::from([(0.0, 0.0)]),
        }
    }

    /// Load in all, 0 to 1.
    pub fn load(&self) -> f64 {
        (self.own_load + self.foreign_load).min(1.0)
    }

    /// Memory in use.
    pub fn memory_used(&self, script: &Script) -> u64 {
        let workers: u64 = self.workers.iter().map(|worker| worker.memory_bytes).sum();
        let programs: u64 = script.programs.iter().map(|program| program.memory_mib << 20).sum();
        (DESKTOP_BYTES + workers + programs).min(script.memory_mib << 20)
    }

    /// What it would draw without a limit.
    fn demand_w(&self, script: &Script) -> f64 {
        script.idle_w + (script.max_w - script.idle_w) * self.load()
    }

    /// Whether its limit is what keeps it from drawing more.
    pub fn is_held_back(&self, script: &Script) -> bool {
        self.demand_w(script) > self.limit_w + 0.001 && self.power_w > self.limit_w * 0.99
    }

    /// Percent of its most.
    pub fn fan_percent(&self) -> f64 {
        if self.temperature_c < 50.0 { 0.0 } else { (30.0 + 70.0 * (self.temperature_c - 50.0) / 40.0).min(100.0) }
    }

    /// Lets time pass with the load that is set. Exact for any length, so that it does not matter how often the
    /// card is asked: power approaches its target exponentially, and energy is the integral of that curve.
    pub fn pass(&mut self, seconds: f64, script: &Script) {
        // No limit makes a card draw less than it does at rest.
        let target = self.demand_w(script).min(self.limit_w.max(script.idle_w));
        let tau = script.time_constant_s.max(0.001);
        let left = (-seconds / tau).exp();
        self.energy_mj += 1000.0 * (target * seconds + (self.power_w - target) * tau * (1.0 - left));
        self.power_w = target + (self.power_w - target) * left;
        let heat = (self.power_w - script.idle_w) / (script.max_w - script.idle_w).max(1.0);
        let warm = script.temperature_idle_c + (script.temperature_max_c - script.temperature_idle_c) * heat;
        self.temperature_c = warm + (self.temperature_c - warm) * (-seconds / WARMING_S).exp();
        self.age_s += seconds;
        self.mark(script.average_s);
    }

    fn mark(&mut self, window_s: f64) {
        if self.marks.back().is_none_or(|(age, _)| self.age_s - age >= MARK_EVERY_S) {
            self.marks.push_back((self.age_s, self.energy_mj));
        }
        // The first mark stays at or before the window's begin.
        while self.marks.get(1).is_some_and(|(age, _)| *age <= self.age_s - window_s) {
            self.marks.pop_front();
        }
    }

    /// The power that the driver tells: averaged and noisy as the script says.
    pub fn told_power_w(&self, script: &Script) -> f64 {
        let begin_s = (self.age_s - script.average_s).max(0.0);
        let mean = self.energy_at(begin_s).filter(|_| script.average_s > 0.0 && self.age_s > begin_s);
        let mean = mean.map(|energy_mj| (self.energy_mj - energy_mj) / (self.age_s - begin_s) / 1000.0);
        (mean.unwrap_or(self.power_w) + script.noise_w * noise((self.age_s / NOISE_EVERY_S) as u64)).max(0.0)
    }

    /// Energy at an age between the first mark and now; straight between marks.
    fn energy_at(&self, age_s: f64) -> Option<f64> {
        let next = self.marks.partition_point(|(age, _)| *age <= age_s);
        let (from_s, from_mj) = *self.marks.get(next.checked_sub(1)?)?;
        let (to_s, to_mj) = self.marks.get(next).copied().unwrap_or((self.age_s, self.energy_mj));
        let share = if to_s > from_s { (age_s - from_s) / (to_s - from_s) } else { 0.0 };
        Some(from_mj + (to_mj - from_mj) * share)
    }
}

/// The limit of the card as delivered.
pub fn delivered_limit_w(script: &Script) -> f64 {
    script.limit_w.unwrap_or(script.max_w)
}

/// The same for the same step in every run, from -1 to 1 (splitmix64's finisher, by Sebastiano Vigna).
fn noise(step: u64) -> f64 {
    let mut bits = step.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played_by(script: &Script, steps: u32, seconds: f64, card: Card) -> Card {
        let mut card = card;
        (0..steps).for_each(|_| card.pass(seconds / f64::from(steps), script));
        card
    }

    fn played(steps: u32, seconds: f64, load: f64) -> Card {
        let script = Script::default();
        played_by(&script, steps, seconds, Card { own_load: load, ..Card::at_rest(&script) })
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
        assert_eq!(soon.fan_percent(), 0.0, "fans rest on a cool card");
        assert!((late.fan_percent() - 72.0).abs() < 1.0, "{}", late.fan_percent());
    }

    #[test]
    fn a_limit_caps_power_and_energy_and_says_so() {
        let script = Script::default();
        let full = |limit_w| Card { own_load: 1.0, limit_w, ..Card::at_rest(&script) };
        let (free, held) = (played_by(&script, 10, 60.0, full(200.0)), played_by(&script, 10, 60.0, full(120.0)));
        assert!((held.power_w - 120.0).abs() < 0.01 && held.energy_mj < 120.0 * 60_000.0, "{held:?}");
        assert!(held.is_held_back(&script) && !free.is_held_back(&script), "{free:?}");
        let rest = played_by(&script, 10, 60.0, Card { limit_w: 5.0, ..Card::at_rest(&script) });
        assert!((rest.power_w - 14.0).abs() < 0.01, "no limit turns a card off: {rest:?}");
    }

    #[test]
    fn told_power_is_averaged_over_its_window() {
        let script = Script { average_s: 1.0, time_constant_s: 0.001, ..Script::default() };
        let mut card = played_by(&script, 300, 3.0, Card::at_rest(&script));
        assert!((card.told_power_w(&script) - 14.0).abs() < 0.01);
        card.own_load = 1.0;
        card = played_by(&script, 25, 0.25, card);
        let expected = 14.0 + 0.25 * 186.0;
        assert!((card.power_w - 200.0).abs() < 0.01, "full at once: {}", card.power_w);
        assert!((card.told_power_w(&script) - expected).abs() < 1.0, "{} W", card.told_power_w(&script));
        card = played_by(&script, 1, 10.0, card);
        assert!((card.told_power_w(&script) - 200.0).abs() < 0.1, "{} W", card.told_power_w(&script));
    }

    #[test]
    fn noise_is_on_told_power_and_not_on_energy() {
        let (script, quiet) = (Script { noise_w: 5.0, ..Script::default() }, Script::default());
        let mut card = Card::at_rest(&script);
        let step = |_| {
            card.pass(0.1, &script);
            card.told_power_w(&script)
        };
        let told: Vec<f64> = (0..1000).map(step).collect();
        let mean = told.iter().sum::<f64>() / 1000.0;
        assert!(told.iter().all(|watts| (9.0..=19.0).contains(watts)) && (mean - 14.0).abs() < 0.5, "mean {mean} W");
        assert!(told.iter().any(|watts| *watts < 10.0) && told.iter().any(|watts| *watts > 18.0));
        assert!((card.energy_mj - played_by(&quiet, 1000, 100.0, Card::at_rest(&quiet)).energy_mj).abs() < 1e-3);
    }
}
