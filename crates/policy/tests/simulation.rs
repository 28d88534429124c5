//! A million seeded lives of a machine: people come and go, games start, plugs are pulled, instruments fall silent,
//! clocks run. Whatever happens, the judge keeps four promises, checked against the world itself rather than against
//! what the judge was told. A failure names its seed.

use idlewatt_policy::hours::{Hours, LocalTime};
use idlewatt_policy::idle::{CardFact, DeviceFact, Facts, Idle, Pause, Spent, SurroundingsFact, Told, step};
use idlewatt_policy::limits::{INPUT_SETTLE_MS, QUIET_MOST_MS, READING_LIFETIME_MS, SETTLE_MS};
use idlewatt_policy::rules::{CardRules, Provide, Rules, WhenPresent};
use idlewatt_proto::reason::{Activity, WaitReason};
use idlewatt_proto::{Amount, Millijoules, UnixMillis};

const LIVES: u64 = 1_000_000;
const STEPS: u32 = 28;
const START: u64 = 1_700_000_000_000;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

/// The truth, whether or not anybody reads it.
#[derive(Debug, Clone)]
struct World {
    now: u64,
    game: bool,
    load: u8,
    encoding: bool,
    touched_at: u64,
    locked: bool,
    film: bool,
    battery: bool,
    metered: bool,
    hot: bool,
    dear: bool,
    priceless: bool,
    spent_ms: u64,
    pause_until: Option<u64>,
    broken: bool,
    /// Instruments that stopped telling, and when.
    card_hung: Option<u64>,
    programs_hung: Option<u64>,
    around_hung: Option<u64>,
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        Self {
            now: START + dice.roll(7 * 86_400_000),
            game: dice.one_in(4),
            load: 0,
            encoding: false,
            touched_at: START - dice.roll(3_600_000),
            locked: false,
            film: false,
            battery: dice.one_in(6),
            metered: false,
            hot: false,
            dear: false,
            priceless: false,
            spent_ms: 0,
            pause_until: None,
            broken: false,
            card_hung: None,
            programs_hung: None,
            around_hung: None,
        }
    }

    /// Something happens, or nothing.
    fn event(&mut self, dice: &mut Dice) {
        let flip = |hung: &mut Option<u64>, now| *hung = if hung.is_some() { None } else { Some(now) };
        match dice.roll(22) {
            0 | 1 => self.game = !self.game,
            2 => self.load = [0, 5, 15, 30, 90][dice.roll(5) as usize],
            3 => self.encoding = !self.encoding,
            4..=6 => self.touched_at = self.now,
            7 => self.locked = !self.locked,
            8 => self.film = !self.film,
            9 => self.battery = !self.battery,
            10 => self.metered = !self.metered,
            11 => self.hot = !self.hot,
            12 => self.dear = !self.dear,
            13 => self.priceless = !self.priceless,
            14 => self.pause_until = Some(self.now + dice.roll(1_200_000)),
            15 => self.pause_until = None,
            16 => self.broken = !self.broken,
            17 => flip(&mut self.card_hung, self.now),
            18 => flip(&mut self.programs_hung, self.now),
            19 => flip(&mut self.around_hung, self.now),
            _ => self.calm_down(),
        }
    }

    /// Everything that stands in the way goes away, but for the clock.
    fn calm_down(&mut self) {
        let calm =
            Self { touched_at: self.touched_at, spent_ms: self.spent_ms, now: self.now, ..Self::new(&mut Dice(1)) };
        *self = Self { game: false, battery: false, ..calm };
    }

    fn local(&self) -> LocalTime {
        let minute = self.now / 60_000;
        LocalTime {
            weekday: ((minute / 1440 + 3) % 7) as u8,
            minute: (minute % 1440) as u16,
            within_minute_ms: (self.now % 60_000) as u16,
        }
    }

    fn idle_ms(&self) -> u64 {
        self.now.saturating_sub(self.touched_at)
    }

    /// What the instruments tell: the truth, or what was true when they stopped telling.
    fn facts(&self, before: Option<&Facts>) -> Facts {
        // The last reading is from when it stopped.
        let told = |hung: Option<u64>| hung.is_none_or(|since| since == self.now);
        let now = UnixMillis(self.now);
        let card = CardFact {
            foreign_load_percent: Some(self.load),
            temperature_c: Some(if self.hot { 90 } else { 50 }),
            encoding: self.encoding,
            ..CardFact::default()
        };
        let around = SurroundingsFact {
            input_idle_ms: Some(self.idle_ms()),
            locked: Some(self.locked),
            fullscreen: self.film.then(|| "film".to_owned()),
            on_battery: Some(self.battery),
            metered: Some(self.metered),
            ..SurroundingsFact::default()
        };
        let fresh = Facts {
            pause: self.pause_until.map(|until| Pause { until: Some(UnixMillis(until)) }),
            device: if self.broken { DeviceFact::Broken("x".into()) } else { DeviceFact::Ready },
            card: Told::Read(now, card),
            program: Told::Read(now, self.game.then(|| "game".to_owned())),
            surroundings: Told::Read(now, around),
            local: self.local(),
            spent: Spent { time_ms: self.spent_ms, energy: Millijoules(0), cost: Amount::ZERO },
            tariff: if self.priceless {
                Err("x".into())
            } else {
                Ok(Amount::from_micros(if self.dear { 900_000 } else { 1 }))
            },
            listed: true,
            job: None,
        };
        let Some(before) = before else { return fresh };
        Facts {
            card: if told(self.card_hung) { fresh.card } else { before.card.clone() },
            program: if told(self.programs_hung) { fresh.program } else { before.program.clone() },
            surroundings: if told(self.around_hung) { fresh.surroundings } else { before.surroundings.clone() },
            ..fresh
        }
    }

    fn present(&self, rules: &Rules) -> bool {
        rules.idle_ms > 0
            && rules.when_present == WhenPresent::Stop
            && !self.locked
            && (self.film || self.idle_ms() < rules.idle_ms)
    }

    /// Whether a rule forbids work now, said in other words than the judge's.
    fn forbids(&self, rules: &Rules) -> bool {
        let hour = rules.hours.0.is_empty() || (self.local().minute >= 1320 || self.local().minute < 420);
        self.game
            || self.load > 25
            || self.encoding
            || self.present(rules)
            || (self.battery && !rules.on_battery)
            || (self.metered && !rules.on_metered)
            || (self.hot && rules.card.temperature_c.is_some())
            || (self.dear && rules.tariff_most.is_some())
            || self.priceless
            || rules.time_per_day_ms.is_some_and(|most| self.spent_ms >= most)
            || self.pause_until.is_some_and(|until| until > self.now)
            || self.broken
            || rules.provide != Provide::Yes
            || !hour
    }

    fn hung_longest(&self) -> u64 {
        let since = |hung: Option<u64>| hung.map_or(0, |since| self.now - since);
        since(self.card_hung).max(since(self.programs_hung)).max(since(self.around_hung))
    }
}

fn rules(dice: &mut Dice) -> Rules {
    Rules {
        provide: match dice.roll(40) {
            0 => Provide::No,
            1 => Provide::Unsaid,
            _ => Provide::Yes,
        },
        idle_ms: [0, 60_000, 300_000][dice.roll(3) as usize],
        quiet_ms: [0, 10_000, 60_000, 3_600_000][dice.roll(4) as usize],
        when_present: [WhenPresent::Stop, WhenPresent::Light { share_permille: 300 }, WhenPresent::Full]
            [dice.roll(3) as usize],
        on_battery: dice.one_in(2),
        on_metered: dice.one_in(2),
        hours: if dice.one_in(3) {
            Hours(vec!["daily 22:00-07:00".parse().expect("a span")])
        } else {
            Hours::default()
        },
        time_per_day_ms: dice.one_in(3).then_some(3_600_000),
        tariff_most: dice.one_in(2).then_some(Amount::from_micros(500_000)),
        card: CardRules { temperature_c: dice.one_in(2).then_some(70), ..CardRules::default() },
        ..Rules::default()
    }
}

/// Whether what is said to stand in the way really does, or may, for all that is known.
fn is_true(reason: &WaitReason, world: &World, rules: &Rules) -> bool {
    let known = world.hung_longest() == 0;
    !known
        || match reason {
            WaitReason::RoleOff => rules.provide == Provide::No,
            WaitReason::NotSaid => rules.provide == Provide::Unsaid,
            WaitReason::ProgramRunning { .. } => world.game,
            WaitReason::OwnerPresent { .. } => world.present(rules),
            WaitReason::Fullscreen { .. } => world.film,
            WaitReason::Encoding => world.encoding,
            WaitReason::GpuInUse { load_percent } => world.load == *load_percent && world.load > 10,
            WaitReason::OnBattery => world.battery,
            WaitReason::MeteredNetwork => world.metered,
            WaitReason::OutsideHours { .. } => !rules.hours.0.is_empty(),
            WaitReason::DayUsedUp { .. } => world.spent_ms >= 3_600_000,
            WaitReason::TooHot { .. } => world.hot,
            WaitReason::TariffTooHigh { .. } => world.dear,
            WaitReason::TariffUnknown { .. } => world.priceless,
            WaitReason::WorkerBroken { .. } => world.broken,
            WaitReason::CoolingDown { until } => until.0 > world.now,
            // The rest cannot happen in these lives.
            _ => false,
        }
}

fn live(seed: u64) -> Result<u32, String> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let rules = rules(&mut dice);
    let mut world = World::new(&mut dice);
    let mut facts = world.facts(None);
    let mut state = Idle::default();
    let mut worked = false;
    let (mut disturbed_at, mut allowed_since) = (None::<(u64, u64)>, None::<u64>);
    let mut starts = 0;
    for index in 0..STEPS {
        let passed = [0, 50, 250, 1_000, 10_000, 70_000, 400_000, 1_000_000][dice.roll(8) as usize];
        world.now += passed;
        if worked {
            world.spent_ms += passed;
        }
        world.event(&mut dice);
        facts = world.facts(Some(&facts));
        let (next, verdict) = step(&state, UnixMillis(world.now), &facts, &rules);
        state = next;
        let fail = |what: &str| Err(format!("seed {seed}, step {index}: {what}\n{world:#?}\n{rules:#?}\n{verdict:#?}"));

        // Never working while a rule forbids it, once the instruments can have told.
        let blind = world.hung_longest();
        if verdict.may_work && blind > READING_LIFETIME_MS {
            return fail("works blindly");
        }
        if verdict.may_work && blind == 0 && world.forbids(&rules) {
            return fail("works although a rule forbids it");
        }
        // Never stuck while every rule allows it.
        let allowed = blind == 0 && !world.forbids(&rules) && world.load <= 10;
        allowed_since = if allowed { allowed_since.or(Some(world.now)) } else { None };
        let patience = QUIET_MOST_MS.max(rules.quiet_ms);
        if !verdict.may_work && allowed_since.is_some_and(|since| world.now - since > patience) {
            return fail("does not work although nothing forbids it");
        }
        // Every state has a reason, and a true one.
        match &verdict.activity {
            Activity::Waiting { reason: WaitReason::NoWork } if verdict.may_work => {}
            Activity::Paused { .. } if !verdict.may_work && world.pause_until.is_some_and(|u| u > world.now) => {}
            Activity::Waiting { reason } if !verdict.may_work => {
                if !is_true(reason, &world, &rules) {
                    return fail("gives a reason that is not true");
                }
            }
            _ => return fail("gives no reason"),
        }
        // No flapping faster than the bound.
        if verdict.may_work && !worked {
            starts += 1;
            if let Some((at, quiet)) = disturbed_at
                && world.now - at < quiet
            {
                return fail("starts again too soon");
            }
        }
        let needed = world.game || world.load > 25 || world.encoding;
        if blind == 0 && needed && !world.broken {
            disturbed_at = Some((world.now, rules.quiet_ms.max(SETTLE_MS)));
        } else if blind == 0 && world.present(&rules) && !world.broken {
            let quiet = disturbed_at.map_or(0, |(at, quiet)| (at + quiet).saturating_sub(world.now));
            let own = if world.film { rules.quiet_ms.max(SETTLE_MS) } else { INPUT_SETTLE_MS };
            disturbed_at = Some((world.now, quiet.max(own)));
        }
        worked = verdict.may_work;
    }
    Ok(starts)
}

#[test]
fn a_million_lives_keep_every_promise() {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let lives = (0..threads).map(|first| {
        std::thread::spawn(move || {
            (first..LIVES)
                .step_by(threads as usize)
                .try_fold(0u64, |starts, seed| live(seed).map(|more| starts + u64::from(more)))
        })
    });
    let lives: Vec<_> = lives.collect();
    let starts: u64 =
        lives.into_iter().map(|thread| thread.join().expect("a thread").unwrap_or_else(|what| panic!("{what}"))).sum();
    assert!(starts > LIVES / 2, "these lives hardly ever worked: {starts} starts");
}
