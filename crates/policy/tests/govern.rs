//! The governor against cards that differ in everything it cannot know: how fast power follows work, how unlike a
//! straight line it does, what their meters average and how noisy they are. Time is played, so a minute costs nothing.

use idlewatt_policy::govern::{self, Bounds, Governor, Sample};
use idlewatt_policy::idle::Manner;
use idlewatt_proto::reason::Restraint;
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};

const TICK_MS: u64 = 250;

/// A card as the meters see it.
#[derive(Debug, Clone)]
struct Card {
    rest_w: f64,
    most_w: f64,
    /// Power at a share of time, as a share of full power: its square bends the line.
    bend: f64,
    power_tau_s: f64,
    noise_w: f64,
    /// The power meter averages over so long; zero: it tells the instant.
    average_s: f64,
    counter: bool,
    /// Degrees above the room's 25 at full power.
    heat_c: f64,
    heat_tau_s: f64,
    fan_tau_s: f64,
    power_w: f64,
    metered_w: f64,
    energy_mj: f64,
    warm_c: f64,
    fan: f64,
    dice: u64,
}

impl Card {
    fn cards() -> [Self; 3] {
        let quick = Self {
            rest_w: 14.0,
            most_w: 200.0,
            bend: 0.0,
            power_tau_s: 0.2,
            noise_w: 4.0,
            average_s: 0.0,
            counter: true,
            heat_c: 50.0,
            heat_tau_s: 20.0,
            fan_tau_s: 8.0,
            power_w: 14.0,
            metered_w: 14.0,
            energy_mj: 0.0,
            warm_c: 35.0,
            fan: 0.0,
            dice: 1,
        };
        let lazy = Self {
            rest_w: 40.0,
            most_w: 450.0,
            bend: 0.3,
            power_tau_s: 1.5,
            noise_w: 15.0,
            average_s: 1.0,
            heat_c: 60.0,
            heat_tau_s: 45.0,
            ..quick.clone()
        };
        let old = Self {
            rest_w: 8.0,
            most_w: 75.0,
            bend: -0.2,
            power_tau_s: 4.0,
            noise_w: 2.0,
            average_s: 0.5,
            counter: false,
            heat_c: 45.0,
            heat_tau_s: 90.0,
            fan_tau_s: 20.0,
            ..quick.clone()
        };
        [quick, lazy, old]
    }

    /// Noise between -1 and 1, the same in each run.
    fn noise(&mut self) -> f64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) as f64 / f64::from(1u32 << 30) - 1.0
    }

    fn pass(&mut self, duty: f64) {
        const STEP_S: f64 = 0.01;
        let shaped = duty + self.bend * duty * (1.0 - duty);
        let target = self.rest_w + (self.most_w - self.rest_w) * shaped;
        for _ in 0..(TICK_MS as f64 / 1000.0 / STEP_S) as u32 {
            self.power_w += (target - self.power_w) * (STEP_S / self.power_tau_s).min(1.0);
            self.energy_mj += self.power_w * STEP_S * 1000.0;
            self.metered_w += (self.power_w - self.metered_w) * (STEP_S / self.average_s.max(STEP_S)).min(1.0);
            let warm = 25.0 + self.heat_c * (self.power_w / self.most_w) + 10.0;
            self.warm_c += (warm - self.warm_c) * STEP_S / self.heat_tau_s;
            let fan = ((self.warm_c - 45.0) * 2.5).clamp(0.0, 100.0);
            self.fan += (fan - self.fan) * STEP_S / self.fan_tau_s;
        }
    }

    fn sample(&mut self, at: UnixMillis) -> Sample {
        let noisy = (self.metered_w + self.noise_w * self.noise()).max(0.0);
        Sample {
            at,
            energy: self.counter.then_some(Millijoules(self.energy_mj as u64)),
            power: Some(Milliwatts((noisy * 1000.0) as u64)),
            temperature_c: Some(self.warm_c as i16),
            fan_percent: Some(self.fan as u8),
        }
    }

    fn bounds(&self) -> Bounds {
        let milli = |watts: f64| Milliwatts((watts * 1000.0) as u64);
        Bounds {
            manner: Manner::Alone,
            software: false,
            share_permille: 1000,
            power: None,
            temperature_c: None,
            fan_percent: None,
            rest: milli(self.rest_w),
            most: milli(self.most_w),
        }
    }

    /// Plays so many seconds; shows each tick's share of time, with power, temperature and fan.
    fn play(&mut self, seconds: u64, bounds: &Bounds, mut look: impl FnMut(u64, f64, &Self)) -> Option<Restraint> {
        let mut governor = Governor::default();
        let mut held_by = None;
        for tick in 0..seconds * 1000 / TICK_MS {
            let sample = self.sample(UnixMillis(1_000_000 + tick * TICK_MS));
            let (next, effort) = govern::step(governor, sample, bounds);
            governor = next;
            held_by = effort.held_by;
            self.pass(f64::from(effort.duty_permille) / 1000.0);
            look(tick * TICK_MS, f64::from(effort.duty_permille) / 1000.0, self);
        }
        held_by
    }
}

#[test]
fn a_minutes_average_is_within_three_percent_of_the_limit_and_no_two_seconds_are_far_above() {
    for (name, card) in ["quick", "lazy", "old"].into_iter().zip(Card::cards()) {
        for percent in [40, 50, 60, 70, 80, 90, 100] {
            let mut card = card.clone();
            let limit_w = card.most_w * f64::from(percent) / 100.0;
            let bounds = Bounds { power: Some(Milliwatts((limit_w * 1000.0) as u64)), ..card.bounds() };
            let (mut energy, mut worst_2s, mut worst_minute) = (Vec::new(), 0.0f64, 0.0f64);
            card.play(600, &bounds, |ms, _, card| {
                energy.push(card.energy_mj / 1000.0);
                let mean = |ticks: usize| {
                    let before = energy.len().checked_sub(ticks + 1)?;
                    Some((energy[energy.len() - 1] - energy[before]) / (ticks as f64 * TICK_MS as f64 / 1000.0))
                };
                worst_2s = worst_2s.max(mean(8).unwrap_or(0.0) / limit_w);
                if ms >= 90_000 {
                    worst_minute = worst_minute.max((mean(240).unwrap_or(0.0) / limit_w - 1.0).abs());
                }
            });
            println!(
                "{name} {percent} %: minute off by {:.2} %, worst 2 s {:.1} %",
                worst_minute * 100.0,
                worst_2s * 100.0
            );
            assert!(worst_minute <= 0.03, "{name} at {percent} %: a minute is {:.1} % off", worst_minute * 100.0);
            assert!(worst_2s <= 1.15, "{name} at {percent} %: two seconds at {:.0} %", worst_2s * 100.0);
        }
    }
}

#[test]
fn a_temperature_ceiling_holds_within_two_degrees() {
    for (name, card) in ["quick", "lazy", "old"].into_iter().zip(Card::cards()) {
        for ceiling in [60, 66, 72] {
            let mut card = card.clone();
            let bounds = Bounds { temperature_c: Some(ceiling), ..card.bounds() };
            let (mut hottest, mut coolest) = (0.0f64, 999.0f64);
            let held = card.play(1800, &bounds, |ms, _, card| {
                hottest = hottest.max(card.warm_c);
                if ms > 1_200_000 {
                    coolest = coolest.min(card.warm_c);
                }
            });
            println!("{name} {ceiling} C: {coolest:.1} to {hottest:.1}");
            assert!(hottest <= f64::from(ceiling) + 2.0, "{name}: {hottest:.1} C under a ceiling of {ceiling}");
            if f64::from(ceiling) < 25.0 + card.heat_c + 8.0 {
                assert_eq!(held, Some(Restraint::Heat));
                assert!(coolest >= f64::from(ceiling) - 2.0, "{name}: {coolest:.1} C, though {ceiling} are allowed");
            }
        }
    }
}

#[test]
fn a_fan_ceiling_holds() {
    for mut card in Card::cards() {
        let bounds = Bounds { fan_percent: Some(40), ..card.bounds() };
        let mut loudest = 0.0f64;
        let held = card.play(1800, &bounds, |_, _, card| loudest = loudest.max(card.fan));
        assert!(loudest <= 45.0, "{loudest:.1} %: {card:?}");
        assert_eq!(held, Some(Restraint::Fan));
    }
}

#[test]
fn light_mode_and_shares_are_kept_and_named() {
    let mut card = Card::cards()[0].clone();
    let light = Bounds { manner: Manner::Light { share_permille: 300 }, ..card.bounds() };
    let mut most = 0.0f64;
    assert_eq!(card.play(10, &light, |_, duty, _| most = most.max(duty)), Some(Restraint::Presence));
    assert!((most - 0.3).abs() < 1e-9, "{most}");
    let share = Bounds { share_permille: 200, ..light };
    assert_eq!(card.play(10, &share, |_, _, _| {}), Some(Restraint::Share));
    let free = Bounds { manner: Manner::Away, ..card.bounds() };
    assert_eq!(card.play(10, &free, |_, duty, _| assert!(duty > 0.99)), None);
}

#[test]
fn a_card_that_stops_telling_does_not_run_away() {
    let mut card = Card::cards()[0].clone();
    let bounds = Bounds { power: Some(Milliwatts(100_000)), ..card.bounds() };
    let mut governor = Governor::default();
    let mut last = 0;
    for tick in 0..480 {
        let mut sample = card.sample(UnixMillis(tick * TICK_MS));
        if tick > 240 {
            (sample.energy, sample.power) = (None, None);
        }
        let (next, effort) = govern::step(governor, sample, &bounds);
        governor = next;
        last = effort.duty_permille;
        card.pass(f64::from(last) / 1000.0);
    }
    assert!((350..=560).contains(&last), "{last}");
}

#[test]
fn asking_twice_for_one_reading_changes_nothing_but_the_manner() {
    let mut card = Card::cards()[1].clone();
    let bounds = Bounds { power: Some(Milliwatts(200_000)), temperature_c: Some(70), ..card.bounds() };
    let mut governor = Governor::default();
    for tick in 0..400 {
        let sample = card.sample(UnixMillis(tick * TICK_MS));
        let (next, once) = govern::step(governor, sample, &bounds);
        let (next, twice) = govern::step(next, sample, &bounds);
        assert_eq!(once, twice, "at tick {tick}");
        let light = Bounds { manner: Manner::Light { share_permille: 50 }, ..bounds };
        assert!(govern::step(next.clone(), sample, &light).1.duty_permille <= 50);
        governor = next;
        card.pass(f64::from(twice.duty_permille) / 1000.0);
    }
}

#[test]
fn pauses_between_units_do_not_make_the_next_one_reckless() {
    let mut card = Card::cards()[0].clone();
    let bounds = Bounds { power: Some(Milliwatts(100_000)), ..card.bounds() };
    let mut governor = Governor::default();
    let mut energy = Vec::new();
    for tick in 0..2400 {
        let sample = card.sample(UnixMillis(tick * TICK_MS));
        // 8 s of work, then half a second of talk.
        let duty = if tick % 34 < 32 {
            let (next, effort) = govern::step(governor, sample, &bounds);
            governor = next;
            f64::from(effort.duty_permille) / 1000.0
        } else {
            governor.rest(sample);
            0.0
        };
        card.pass(duty);
        energy.push(card.energy_mj / 1000.0);
        if let Some(before) = energy.len().checked_sub(9) {
            let watts = (energy[energy.len() - 1] - energy[before]) / 2.0;
            assert!(watts <= 115.0, "two seconds at {watts:.0} W of 100 at tick {tick}");
        }
    }
    let minute = (energy[2399] - energy[2399 - 240]) / 60.0;
    assert!((minute / 100.0 - 1.0).abs() <= 0.03, "{minute:.1} W of 100");
}
