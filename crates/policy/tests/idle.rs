//! The idle judge under thousands of seeded histories. The seed is printed by proptest when one fails.

use idlewatt_policy::idle::{DeviceFact, Facts, Idle, Meters, Pause, step};
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, WaitReason};
use proptest::prelude::*;

const QUIET_MS: u64 = 60_000;

fn facts() -> Facts {
    Facts {
        role: true,
        pause: None,
        device: DeviceFact::Ready,
        meters: Meters::Absent,
        program: None,
        listed: true,
        job: None,
        quiet_ms: QUIET_MS,
    }
}

fn load(at: u64, percent: u8) -> Meters {
    Meters::Read { at: UnixMillis(at), foreign_load_percent: Some(percent) }
}

#[test]
fn a_fresh_start_on_a_quiet_machine_is_ready_at_once() {
    let (state, verdict) = step(&Idle::default(), UnixMillis(0), &facts());
    assert_eq!(state, Idle::Free);
    assert!(verdict.may_work);
    assert_eq!(verdict.activity, Activity::Waiting { reason: WaitReason::NoWork });
}

#[test]
fn a_game_stops_work_at_once_and_work_resumes_only_after_quiet() {
    let game = Facts { program: Some("game".into()), ..facts() };
    let (state, verdict) = step(&Idle::Free, UnixMillis(0), &game);
    assert!(verdict.kill && !verdict.may_work);
    let (state, verdict) = step(&state, UnixMillis(1_000), &facts());
    assert_eq!(verdict.activity, Activity::Waiting { reason: WaitReason::CoolingDown { until: UnixMillis(61_000) } });
    let (state, verdict) = step(&state, UnixMillis(60_999), &facts());
    assert!(!verdict.may_work);
    assert!(step(&state, UnixMillis(61_000), &facts()).1.may_work);
}

#[test]
fn load_between_the_two_bounds_keeps_the_state_it_found() {
    let middling = Facts { meters: load(0, 15), ..facts() };
    assert!(step(&Idle::Free, UnixMillis(0), &middling).1.may_work);
    let busy = Idle::Disturbed(WaitReason::GpuInUse { load_percent: 80 });
    assert!(!step(&busy, UnixMillis(0), &middling).1.may_work);
}

#[test]
fn old_readings_are_no_readings() {
    let stale = Facts { meters: load(0, 0), ..facts() };
    let verdict = step(&Idle::Free, UnixMillis(5_000), &stale).1;
    assert_eq!(verdict.activity, Activity::Waiting { reason: WaitReason::NoReadings });
    assert!(verdict.kill);
}

#[test]
fn a_timed_pause_ends_by_itself() {
    let paused = Facts { pause: Some(Pause { until: Some(UnixMillis(10)) }), ..facts() };
    assert!(!step(&Idle::Free, UnixMillis(9), &paused).1.may_work);
    assert!(step(&Idle::Free, UnixMillis(10), &paused).1.may_work);
}

/// One moment of a history: how much later, and what is the case.
fn moments() -> impl Strategy<Value = Vec<(u64, bool, u8, Option<bool>)>> {
    prop::collection::vec((1u64..30_000, prop::bool::weighted(0.2), 0u8..=100, prop::option::of(any::<bool>())), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn never_works_against_a_rule_and_never_flaps(moments in moments()) {
        let (mut state, mut now, mut stopped_at) = (Idle::default(), 0u64, None::<u64>);
        for (later, game, percent, pause) in moments {
            now += later;
            let pause = pause.map(|ends| Pause { until: ends.then_some(UnixMillis(now + 1)) });
            let facts = Facts {
                program: game.then(|| "game".to_owned()),
                meters: load(now, percent),
                pause,
                ..facts()
            };
            let (next, verdict) = step(&state, UnixMillis(now), &facts);
            let forbidden = game || percent > 25 || pause.is_some();
            prop_assert!(!(forbidden && verdict.may_work), "works against a rule at {now}");
            prop_assert_eq!(verdict.may_work, matches!(verdict.activity, Activity::Waiting { reason: WaitReason::NoWork }));
            if game || percent > 25 {
                stopped_at = Some(now);
            }
            if verdict.may_work && let Some(stopped) = stopped_at {
                prop_assert!(now - stopped >= QUIET_MS, "back after {} ms", now - stopped);
            }
            state = next;
        }
        // Never stuck: once every rule allows it, work is allowed within the quiet time.
        for _ in 0..3 {
            now += QUIET_MS;
            state = step(&state, UnixMillis(now), &Facts { meters: load(now, 0), ..facts() }).0;
        }
        prop_assert_eq!(state, Idle::Free);
    }
}
