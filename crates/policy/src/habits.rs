//! What the last days were like here, as far as enough is known to say so: how long this machine ran, how long somebody
//! was there, and how much of the time in which it was ready it had work.

use crate::limits::{DAYS_KNOWN, DEMAND_KNOWN_MS};
use std::iter::Sum;
use std::ops::Add;

/// What was counted, of a day or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Time in which the daemon ran and the machine was awake.
    pub awake_ms: u64,
    /// The part of it in which an instrument told whether somebody was there.
    pub seen_ms: u64,
    /// The part of that in which somebody was.
    pub present_ms: u64,
    /// Time in which work could have been done.
    pub ready_ms: u64,
    /// The part of that in which it was.
    pub worked_ms: u64,
}

impl Add for Counted {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            awake_ms: self.awake_ms.saturating_add(other.awake_ms),
            seen_ms: self.seen_ms.saturating_add(other.seen_ms),
            present_ms: self.present_ms.saturating_add(other.present_ms),
            ready_ms: self.ready_ms.saturating_add(other.ready_ms),
            worked_ms: self.worked_ms.saturating_add(other.worked_ms),
        }
    }
}

impl Sum for Counted {
    fn sum<I: Iterator<Item = Self>>(counted: I) -> Self {
        counted.fold(Self::default(), Self::add)
    }
}

/// What follows from it. `None`: not enough is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// Minutes of a day in which this machine runs.
    pub awake_minutes: Option<u32>,
    /// Minutes of a day in which it runs and somebody is there.
    pub present_minutes: Option<u32>,
    /// Share of the time in which work could be done for which there was some, in thousandths.
    pub demand_permille: Option<u16>,
}

impl Habits {
    /// `whole`: the last days that were counted from midnight to midnight, those with nothing in them too. `all`: these
    /// and the parts of others, which are good enough for a share.
    pub fn of(whole: &[Counted], all: Counted) -> Self {
        let days = u64::try_from(whole.len()).unwrap_or(u64::MAX);
        let sum: Counted = whole.iter().copied().sum();
        // Whoever comes back from a journey is not one whose machine is always off.
        let known = whole.len() >= DAYS_KNOWN && sum.awake_ms > 0;
        let a_day = |ms: u64| u32::try_from(ms / days.max(1) / 60_000).unwrap_or(u32::MAX).min(24 * 60);
        // An instrument that told for the smaller part of the time says little of the rest.
        let seen = sum.seen_ms > 0 && sum.seen_ms >= sum.awake_ms / 2;
        let permille = || all.worked_ms.min(all.ready_ms).saturating_mul(1000) / all.ready_ms.max(1);
        Self {
            awake_minutes: known.then(|| a_day(sum.awake_ms)),
            present_minutes: (known && seen).then(|| a_day(sum.present_ms)),
            demand_permille: (all.ready_ms >= DEMAND_KNOWN_MS).then(|| u16::try_from(permille()).unwrap_or(1000)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    fn day(awake: u64, present: u64, ready: u64, worked: u64) -> Counted {
        Counted {
            awake_ms: awake * HOUR,
            seen_ms: awake * HOUR,
            present_ms: present * HOUR,
            ready_ms: ready * HOUR,
            worked_ms: worked * HOUR,
        }
    }

    #[test]
    fn days_in_which_it_was_off_count_as_days() {
        let whole = [day(12, 4, 8, 2), Counted::default(), day(6, 2, 4, 1)];
        let habits = Habits::of(&whole, whole.iter().copied().sum());
        assert_eq!((habits.awake_minutes, habits.present_minutes), (Some(6 * 60), Some(2 * 60)));
        assert_eq!(habits.demand_permille, Some(250));
    }

    #[test]
    fn little_is_not_enough() {
        let one = [day(24, 8, 1, 1)];
        assert_eq!(Habits::of(&one, one[0]), Habits::default());
        assert_eq!(Habits::of(&[], Counted::default()), Habits::default());
    }

    #[test]
    fn where_no_instrument_tells_nothing_is_said_of_presence() {
        let blind = Counted { seen_ms: 0, present_ms: 0, ..day(24, 0, 24, 0) };
        let habits = Habits::of(&[blind; 3], blind);
        assert_eq!(habits, Habits { awake_minutes: Some(1440), present_minutes: None, demand_permille: Some(0) });
    }

    proptest::proptest! {
        #[test]
        fn whatever_was_counted_a_day_is_no_longer_than_a_day(days in proptest::collection::vec(proptest::array::uniform5(proptest::num::u64::ANY), 0..10)) {
            let counted = |[awake_ms, seen_ms, present_ms, ready_ms, worked_ms]: [u64; 5]| Counted { awake_ms, seen_ms, present_ms, ready_ms, worked_ms };
            let days: Vec<Counted> = days.into_iter().map(counted).collect();
            let habits = Habits::of(&days, days.iter().copied().sum());
            proptest::prop_assert!(habits.awake_minutes.is_none_or(|minutes| minutes <= 1440));
            proptest::prop_assert!(habits.present_minutes.is_none_or(|minutes| minutes <= 1440));
            proptest::prop_assert!(habits.demand_permille.is_none_or(|share| share <= 1000));
        }
    }
}
