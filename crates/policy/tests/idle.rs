//! The idle judge, case by case.

use idlewatt_policy::hours::{Hours, LocalTime};
use idlewatt_policy::idle::{
    CardFact, DeviceFact, Facts, Idle, Manner, Pause, Phase, Spent, SurroundingsFact, Told, Verdict, is_present, step,
};
use idlewatt_policy::limits::{QUIET_MOST_MS, READING_LIFETIME_MS};
use idlewatt_policy::rules::{CardRules, Rules, WhenPresent};
use idlewatt_proto::reason::{Activity, DayLimit, Instrument, WaitReason};
use idlewatt_proto::{Amount, Bytes, Millijoules, Milliwatts, UnixMillis};

const START: u64 = 1_000_000_000;

fn facts() -> Facts {
    Facts {
        pause: None,
        device: DeviceFact::Ready,
        card: Told::Absent,
        program: Told::Absent,
        surroundings: Told::Absent,
        local: LocalTime { weekday: 0, minute: 720, within_minute_ms: 0 },
        spent: Spent::default(),
        tariff: Ok(Amount::from_micros(300_000)),
        listed: true,
        job: None,
    }
}

fn at(ms: u64) -> UnixMillis {
    UnixMillis(START + ms)
}

fn card(ms: u64, change: impl FnOnce(&mut CardFact)) -> Told<CardFact> {
    let mut card = CardFact {
        foreign_load_percent: Some(0),
        temperature_c: Some(40),
        fan_percent: Some(20),
        ..CardFact::default()
    };
    change(&mut card);
    Told::Read(at(ms), card)
}

fn around(ms: u64, change: impl FnOnce(&mut SurroundingsFact)) -> Told<SurroundingsFact> {
    let mut around = SurroundingsFact { input_idle_ms: Some(3_600_000), ..SurroundingsFact::default() };
    change(&mut around);
    Told::Read(at(ms), around)
}

fn judge(facts: &Facts, rules: &Rules) -> Verdict {
    step(&step(&Idle::default(), at(0), &self::facts(), &Rules::default()).0, at(0), facts, rules).1
}

fn waits(verdict: &Verdict) -> &WaitReason {
    match &verdict.activity {
        Activity::Waiting { reason } => reason,
        other => panic!("not waiting: {other:?}"),
    }
}

#[test]
fn a_fresh_start_on_a_quiet_machine_is_ready_at_once() {
    let (state, verdict) = step(&Idle::default(), at(0), &facts(), &Rules::default());
    assert_eq!(state.phase, Phase::Free);
    assert!(verdict.may_work);
    assert_eq!(*waits(&verdict), WaitReason::NoWork);
}

#[test]
fn a_game_stops_work_at_once_and_work_resumes_only_after_quiet() {
    let rules = Rules::default();
    let game = Facts { program: Told::Read(at(0), Some("game".into())), ..facts() };
    let (state, verdict) = step(&Idle::default(), at(0), &game, &rules);
    assert!(verdict.at_once && !verdict.may_work);
    let (state, verdict) = step(&state, at(1_000), &facts(), &rules);
    assert_eq!(*waits(&verdict), WaitReason::CoolingDown { until: at(60_000) });
    let (state, verdict) = step(&state, at(59_999), &facts(), &rules);
    assert!(!verdict.may_work);
    assert!(step(&state, at(60_000), &facts(), &rules).1.may_work);
}

#[test]
fn a_machine_that_flaps_waits_longer_each_time_and_is_forgiven_after_a_calm() {
    let rules = Rules { quiet_ms: 60_000, ..Rules::default() };
    let (mut state, mut now) = (Idle::default(), 0);
    let mut waits = Vec::new();
    for _ in 0..6 {
        let game = Facts { program: Told::Read(at(now), Some("game".into())), ..facts() };
        state = step(&state, at(now), &game, &rules).0;
        let begun = now;
        while !step(&state, at(now), &facts(), &rules).1.may_work {
            state = step(&state, at(now), &facts(), &rules).0;
            now += 1_000;
        }
        state = step(&state, at(now), &facts(), &rules).0;
        waits.push((now - begun) / 1000);
        now += 1_000;
    }
    assert_eq!(waits, [60, 120, 240, 480, 900, 900]);
    let game = Facts { program: Told::Read(at(now + 600_000), Some("game".into())), ..facts() };
    let (state, _) = step(&state, at(now + 600_000), &game, &rules);
    let (_, verdict) = step(&state, at(now + 601_000), &facts(), &rules);
    assert_eq!(verdict.until, Some(at(now + 660_000)), "after ten minutes in peace");
}

#[test]
fn an_owner_at_the_desk_stops_work_unless_the_limits_say_otherwise() {
    let typing = Facts { surroundings: around(0, |around| around.input_idle_ms = Some(200)), ..facts() };
    let verdict = judge(&typing, &Rules::default());
    assert_eq!(*waits(&verdict), WaitReason::OwnerPresent { minutes: 5 });
    assert!(verdict.at_once);

    let light = Rules { when_present: WhenPresent::Light { share_permille: 300 }, ..Rules::default() };
    let verdict = judge(&typing, &light);
    assert!(verdict.may_work);
    assert_eq!(verdict.manner, Manner::Light { share_permille: 300 });

    let whatever = Rules { idle_ms: 0, ..Rules::default() };
    assert_eq!((judge(&typing, &whatever).may_work, judge(&typing, &whatever).manner), (true, Manner::Considerate));

    let screenless = Rules { screenless_always: true, ..Rules::default() };
    let second = |active| Facts { card: card(0, |card| card.display_active = Some(active)), ..typing.clone() };
    assert!(judge(&second(false), &screenless).may_work, "the card without a screen goes on");
    assert!(!judge(&second(true), &screenless).may_work);
    assert!(!judge(&typing, &screenless).may_work, "a card that does not tell may have one");
}

#[test]
fn a_locked_session_and_dark_screens_are_nobody() {
    for dark in [
        around(0, |around| (around.input_idle_ms, around.locked) = (Some(0), Some(true))),
        around(0, |around| (around.input_idle_ms, around.display_off) = (Some(0), Some(true))),
    ] {
        let verdict = judge(&Facts { surroundings: dark, ..facts() }, &Rules::default());
        assert_eq!((verdict.may_work, verdict.manner), (true, Manner::Alone));
    }
    let remote = around(0, |around| (around.locked, around.remote) = (Some(true), Some("a remote session".into())));
    let verdict = judge(&Facts { surroundings: remote, ..facts() }, &Rules::default());
    assert_eq!(*waits(&verdict), WaitReason::RemoteUse { name: "a remote session".into() });
}

#[test]
fn a_film_is_somebody_even_when_no_key_is_pressed() {
    let film = around(0, |around| around.fullscreen = Some("mpv".into()));
    let film = Facts { surroundings: film, ..facts() };
    assert_eq!(*waits(&judge(&film, &Rules::default())), WaitReason::Fullscreen { name: "mpv".into() });
    let light = Rules { when_present: WhenPresent::Light { share_permille: 250 }, ..Rules::default() };
    assert_eq!(judge(&film, &light).manner, Manner::Light { share_permille: 250 });
}

#[test]
fn every_rule_has_its_reason() {
    let rules = Rules {
        hours: Hours(vec!["mon-fri 11:00-13:00".parse().expect("a span")]),
        time_per_day_ms: Some(3_600_000),
        energy_per_day: Some(Millijoules(1_000)),
        cost_per_day: Some(Amount::from_micros(10)),
        tariff_most: Some(Amount::from_micros(300_000)),
        card: CardRules {
            power: Some(Milliwatts(10_000)),
            temperature_c: Some(70),
            fan_percent: Some(50),
            ..CardRules::default()
        },
        ..Rules::default()
    };
    let with = |change: fn(&mut Facts)| {
        let mut facts = facts();
        change(&mut facts);
        waits(&judge(&facts, &rules)).clone()
    };
    type Case = (fn(&mut Facts), WaitReason);
    let cases: [Case; 16] = [
        (|f| f.local.weekday = 6, WaitReason::OutsideHours { until: Some(at(23 * 3_600_000)) }),
        (|f| f.spent.time_ms = 3_600_000, WaitReason::DayUsedUp { by: DayLimit::Hours, until: at(12 * 3_600_000) }),
        (
            |f| f.spent.energy = Millijoules(1_000),
            WaitReason::DayUsedUp { by: DayLimit::Energy, until: at(12 * 3_600_000) },
        ),
        (
            |f| f.spent.cost = Amount::from_micros(11),
            WaitReason::DayUsedUp { by: DayLimit::Cost, until: at(12 * 3_600_000) },
        ),
        (
            |f| f.tariff = Ok(Amount::from_micros(300_001)),
            WaitReason::TariffTooHigh { per_kwh: Amount::from_micros(300_001), most: Amount::from_micros(300_000) },
        ),
        (|f| f.tariff = Err("gone".into()), WaitReason::TariffUnknown { what: "gone".into() }),
        (|f| f.card = card(0, |c| c.temperature_c = Some(75)), WaitReason::TooHot { temperature_c: 75, most_c: 70 }),
        (|f| f.card = card(0, |c| c.fan_percent = Some(60)), WaitReason::TooLoud { fan_percent: 60, most_percent: 50 }),
        (
            |f| f.card = card(0, |c| c.rest_power = Some(Milliwatts(14_000))),
            WaitReason::LimitBelowRest { limit: Milliwatts(10_000), rest: Milliwatts(14_000) },
        ),
        (|f| f.card = card(0, |c| c.foreign_load_percent = Some(26)), WaitReason::GpuInUse { load_percent: 26 }),
        (|f| f.card = card(0, |c| c.encoding = true), WaitReason::Encoding),
        (
            |f| {
                f.card = card(0, |c| (c.memory_left, c.memory_total) = (Some(Bytes(1 << 30)), Some(Bytes(24 << 30))));
            },
            WaitReason::MemoryShort { free: Bytes(1 << 30) },
        ),
        (|f| f.surroundings = around(0, |a| a.on_battery = Some(true)), WaitReason::OnBattery),
        (|f| f.surroundings = around(0, |a| a.metered = Some(true)), WaitReason::MeteredNetwork),
        (|f| f.surroundings = around(0, |a| a.going_to_sleep = true), WaitReason::GoingToSleep),
        (
            |f| f.surroundings = around(0, |a| a.game = Some("Portal".into())),
            WaitReason::ProgramRunning { name: "Portal".into() },
        ),
    ];
    for (change, reason) in cases {
        assert_eq!(with(change), reason);
    }
}

#[test]
fn an_instrument_that_does_not_tell_is_named_and_stops_work() {
    let stale = Told::Read(UnixMillis(at(0).0 - READING_LIFETIME_MS - 1), CardFact::default());
    let future = Told::Read(at(READING_LIFETIME_MS + 1), None);
    for (facts, instrument) in [
        (Facts { card: stale, ..facts() }, Instrument::Cards),
        (Facts { card: Told::Silent, ..facts() }, Instrument::Cards),
        (Facts { program: future, ..facts() }, Instrument::Programs),
        (Facts { surroundings: Told::Silent, ..facts() }, Instrument::Surroundings),
    ] {
        let verdict = judge(&facts, &Rules::default());
        assert_eq!(*waits(&verdict), WaitReason::NoReadings { instrument });
        assert!(verdict.at_once, "what cannot be seen may be a game");
    }
}

#[test]
fn a_ceiling_that_nobody_measures_stops_work() {
    let rules = Rules { card: CardRules { temperature_c: Some(70), ..CardRules::default() }, ..Rules::default() };
    let blind = Facts { card: card(0, |card| card.temperature_c = None), ..facts() };
    assert_eq!(*waits(&judge(&blind, &rules)), WaitReason::NoReadings { instrument: Instrument::Cards });
    assert!(judge(&blind, &Rules::default()).may_work);
}

#[test]
fn load_and_heat_have_a_gap_between_stopping_and_starting() {
    let rules = Rules { card: CardRules { temperature_c: Some(70), ..CardRules::default() }, ..Rules::default() };
    let load = |percent| Facts { card: card(0, |c| c.foreign_load_percent = Some(percent)), ..facts() };
    let (state, verdict) = step(&Idle::default(), at(0), &load(20), &rules);
    assert!(verdict.may_work);
    let (state, _) = step(&state, at(0), &load(30), &rules);
    assert!(!step(&state, at(0), &load(20), &rules).1.may_work);
    assert!(matches!(step(&state, at(0), &load(5), &rules).0.phase, Phase::Cooling(_)));

    let heat = |degrees| Facts { card: card(0, |c| c.temperature_c = Some(degrees)), ..facts() };
    let (state, verdict) = step(&Idle::default(), at(0), &heat(73), &rules);
    assert!(verdict.may_work, "slowing down comes first");
    let (state, _) = step(&state, at(0), &heat(75), &rules);
    assert!(matches!(step(&state, at(0), &heat(68), &rules).0.phase, Phase::Disturbed(_)));
    assert!(matches!(step(&state, at(0), &heat(66), &rules).0.phase, Phase::Cooling(_)));
}

#[test]
fn a_timed_pause_ends_by_itself_and_a_paused_game_is_not_worth_waiting_for() {
    let rules = Rules::default();
    let paused = Facts { pause: Some(Pause { until: Some(at(5_000)) }), ..facts() };
    let (state, verdict) = step(&Idle::default(), at(4_999), &paused, &rules);
    assert_eq!(verdict.activity, Activity::Paused { until: Some(at(5_000)) });
    assert!(!verdict.may_work && !verdict.at_once, "samples in hand may be finished");
    assert!(step(&state, at(5_000), &paused, &rules).1.may_work);
}

#[test]
fn a_clock_set_back_does_not_keep_the_machine_waiting_for_ever() {
    let rules = Rules::default();
    let game = Facts { program: Told::Read(UnixMillis(START * 2), Some("game".into())), ..facts() };
    let (state, _) = step(&Idle::default(), UnixMillis(START * 2), &game, &rules);
    let (state, verdict) = step(&state, at(0), &facts(), &rules);
    assert!(verdict.until.is_some_and(|until| until <= at(QUIET_MOST_MS)), "{verdict:?}");
    assert!(step(&state, at(QUIET_MOST_MS), &facts(), &rules).1.may_work);
}

#[test]
fn presence_is_told_by_hands_screens_and_locks() {
    let minutes =
        |minutes: u64| SurroundingsFact { input_idle_ms: Some(minutes * 60_000), ..SurroundingsFact::default() };
    let present = |around: &SurroundingsFact| is_present(around, 300_000);
    assert_eq!(present(&SurroundingsFact::default()), None, "nothing tells");
    assert_eq!((present(&minutes(4)), present(&minutes(5))), (Some(true), Some(false)));
    assert_eq!(present(&SurroundingsFact { locked: Some(true), ..minutes(0) }), Some(false));
    assert_eq!(present(&SurroundingsFact { fullscreen: Some("a film".into()), ..minutes(60) }), Some(true));
    let remote = SurroundingsFact { remote: Some("a session".into()), ..SurroundingsFact::default() };
    assert_eq!(present(&remote), Some(true));
}
