//! What the words and numbers of macOS mean, in code that runs on any system.

/// Milliseconds from the seconds that macOS counts in.
pub fn idle_ms(seconds: f64) -> Option<u64> {
    // Before the first event it may be anything.
    (seconds.is_finite() && seconds >= 0.0).then_some((seconds * 1_000.0) as u64)
}

/// Whether nothing is plugged in, from what gives the current now. A UPS does so while the mains are away.
pub fn on_battery(giver: &str) -> Option<bool> {
    match giver {
        "AC Power" => Some(false),
        "Battery Power" | "UPS Power" => Some(true),
        _ => None,
    }
}

/// Charge in percent. Most machines give it with 100 as the most, some in milliampere hours.
pub fn percent(current: i64, most: i64) -> Option<u8> {
    let percent = current.checked_mul(100)?.checked_div(most)?;
    u8::try_from(percent).ok().filter(|percent| *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_milliseconds_and_nonsense_nothing() {
        assert_eq!(idle_ms(1.25), Some(1_250));
        assert_eq!([-1.0, f64::NAN, f64::INFINITY].map(idle_ms), [None; 3]);
    }

    #[test]
    fn tells_plug_from_battery() {
        assert_eq!(["AC Power", "Battery Power", "UPS Power"].map(on_battery), [Some(false), Some(true), Some(true)]);
        assert_eq!(on_battery("Off Line"), None);
    }

    #[test]
    fn charge_is_a_share_of_the_most_there_can_be() {
        assert_eq!((percent(41, 100), percent(2_200, 4_400)), (Some(41), Some(50)));
        assert_eq!(
            (percent(1, 0), percent(200, 100), percent(-1, 100), percent(i64::MAX, 1)),
            (None, None, None, None)
        );
    }
}
