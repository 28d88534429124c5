//! Energy between any two readings: believed only within what the card can draw.

use idlewatt_proto::device::GpuReading;
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};
use idlewatt_sensors::energy_between;
use idlewatt_sensors::limits::{COUNTER_STEP_MS, INTEGRATION_GAP_MS};
use proptest::option;
use proptest::prelude::*;

fn reading(at: u64, energy: Option<u64>, power: Option<u64>, power_limit: Option<u64>) -> GpuReading {
    GpuReading {
        at: UnixMillis(at),
        name: "a card".to_owned(),
        uuid: "GPU-1".to_owned(),
        simulated: false,
        load_percent: None,
        foreign_load_percent: None,
        power: power.map(Milliwatts),
        energy: energy.map(Millijoules),
        power_limit: power_limit.map(Milliwatts),
        temperature_c: None,
        memory_used: None,
        memory_total: None,
        foreign_memory: None,
        display_active: None,
        source: "nvml".to_owned(),
        power_range: None,
        fan_percent: None,
        throttles: Vec::new(),
        encoder_sessions: None,
        doubts: Vec::new(),
    }
}

prop_compose! {
    fn any_reading()(
        at in any::<u64>(),
        energy in option::of(any::<u64>()),
        power in option::of(any::<u64>()),
        limit in option::of(any::<u64>()),
    ) -> GpuReading {
        reading(at, energy, power, limit)
    }
}

proptest! {
    #[test]
    fn no_two_readings_make_it_panic_or_invent(a in any_reading(), b in any_reading()) {
        let taken = energy_between(&a, &b);
        let ran_back = b.at < a.at || matches!((a.energy, b.energy), (Some(from), Some(to)) if to < from);
        let known = (a.energy.is_some() && b.energy.is_some()) || (a.power.is_some() && b.power.is_some());
        prop_assert!(taken.is_none() || (known && !ran_back), "{taken:?}");
    }

    #[test]
    fn a_counter_within_the_limit_is_believed_and_one_beyond_twice_is_not(
        at in 0..u64::MAX / 4,
        span_ms in 1..86_400_000u64,
        start in 0..u64::MAX / 4,
        limit_mw in 10_000..1_500_000u64,
        share in 0.0..1.0f64,
        excess in 1..u64::MAX / 4,
    ) {
        let honest = (limit_mw as f64 * span_ms as f64 / 1000.0 * share) as u64;
        let from = reading(at, Some(start), Some(limit_mw), Some(limit_mw));
        let to = |counter| reading(at + span_ms, Some(counter), Some(limit_mw), Some(limit_mw));
        prop_assert_eq!(energy_between(&from, &to(start + honest)), Some(Millijoules(honest)));
        let bound = 2 * limit_mw * (span_ms + COUNTER_STEP_MS) / 1000;
        prop_assert_eq!(energy_between(&from, &to(start + bound + excess)), None, "power is no substitute for a lie");
        if start > 0 {
            prop_assert_eq!(energy_between(&from, &to(start - 1)), None, "a counter that ran back");
        }
    }

    #[test]
    fn power_is_integrated_over_short_spans_only(
        a_mw in 0..1_500_000u64,
        b_mw in 0..1_500_000u64,
        span_ms in 0..3 * INTEGRATION_GAP_MS,
        counter in option::of(any::<u64>()),
    ) {
        let taken = energy_between(&reading(0, counter, Some(a_mw), None), &reading(span_ms, None, Some(b_mw), None));
        if span_ms > INTEGRATION_GAP_MS {
            prop_assert_eq!(taken, None);
        } else {
            let taken = taken.expect("power at both ends").0;
            let (low, high) = (a_mw.min(b_mw) * span_ms / 1000, a_mw.max(b_mw) * span_ms / 1000);
            prop_assert!((low..=high).contains(&taken), "{taken} mJ between {low} and {high}");
        }
    }
}

#[test]
fn two_cards_have_no_energy_between_them() {
    let (a, mut b) = (reading(0, Some(1), None, None), reading(1_000, Some(2), None, None));
    assert_eq!(energy_between(&a, &b), Some(Millijoules(1)));
    b.uuid = "GPU-2".to_owned();
    assert_eq!(energy_between(&a, &b), None);
}
