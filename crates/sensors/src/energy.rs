//! How much energy a card took between two readings, and whether its counter can be believed at all.

use crate::limits::{BOARD_MAX_MW, COUNTER_STEP_MS, COUNTER_TRUST_READINGS, INTEGRATION_GAP_MS};
use idlewatt_proto::device::{GpuReading, PowerRange};
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};

/// Energy that the card took from `a` to `b`: by its counter, or from power at both ends where it has none and they
/// lie close together. `None`: not known, or not to be believed (different cards, time that runs back, a counter
/// that ran back or grew by more than twice what the limit allows).
///
/// A counter that lies between the two is not replaced by power: after a driver reset both describe something else.
/// One that is not believed for a while counts as none.
pub fn energy_between(a: &GpuReading, b: &GpuReading) -> Option<Millijoules> {
    if a.uuid != b.uuid || b.at < a.at {
        return None;
    }
    let span_ms = b.at.since_ms(a.at);
    if let (Some(from), Some(to)) = (a.energy, b.energy) {
        let most = most(ceiling(a.power_limit, a.power_range).max(ceiling(b.power_limit, b.power_range)), span_ms);
        return to.0.checked_sub(from.0).filter(|taken| u128::from(*taken) <= most).map(Millijoules);
    }
    if span_ms > INTEGRATION_GAP_MS {
        return None;
    }
    let area = (u128::from(a.power?.0) + u128::from(b.power?.0)) * u128::from(span_ms) / 2000;
    u64::try_from(area).ok().map(Millijoules)
}

/// The limit that power is judged by: the highest that may be set. Right after it was lowered, a card still draws what
/// it was allowed before.
pub fn ceiling(limit: Option<Milliwatts>, range: Option<PowerRange>) -> Option<Milliwatts> {
    limit.max(range.map(|range| range.most))
}

/// Millijoules beyond which a counter lies.
fn most(limit: Option<Milliwatts>, span_ms: u64) -> u128 {
    let limit = limit.map_or(BOARD_MAX_MW, |limit| limit.0);
    let span_ms = u128::from(span_ms.saturating_add(COUNTER_STEP_MS));
    (u128::from(limit) * span_ms / 1000).saturating_mul(2)
}

/// A card's energy counter, watched: one that was caught lying is not believed before it was right for a while,
/// since whatever upset it seldom does so once. Where the driver was reloaded a new watch begins.
#[derive(Debug, Default)]
pub struct Counter {
    last: Option<(UnixMillis, u64, Option<Milliwatts>)>,
    lie: Option<Lie>,
}

#[derive(Debug)]
struct Lie {
    words: &'static str,
    right_since: u32,
}

impl Counter {
    /// What the counter says, if it can be believed; else why not. It was looked at between `asked` and `answered`:
    /// a driver may hang before it looks or after.
    pub fn check(
        &mut self,
        (asked, answered): (UnixMillis, UnixMillis),
        mj: u64,
        limit: Option<Milliwatts>,
    ) -> Result<Millijoules, String> {
        let lie = self.last.and_then(|(before, from, limit_before)| {
            if mj < from {
                return Some("has an energy counter that ran back");
            }
            // With a clock that was set back there is no span to judge a step by.
            let taken = u128::from(mj - from);
            (answered >= before && taken > most(limit.max(limit_before), answered.since_ms(before)))
                .then_some("has an energy counter that ran ahead of its limit")
        });
        self.last = Some((asked, mj, limit));
        self.lie = match (lie, self.lie.take()) {
            (Some(words), _) => Some(Lie { words, right_since: 0 }),
            (None, Some(Lie { words, right_since })) if right_since + 1 < COUNTER_TRUST_READINGS => {
                Some(Lie { words, right_since: right_since + 1 })
            }
            (None, _) => None,
        };
        self.lie.as_ref().map_or(Ok(Millijoules(mj)), |lie| Err(lie.words.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> (UnixMillis, UnixMillis) {
        (UnixMillis(ms), UnixMillis(ms))
    }

    #[test]
    fn a_counter_that_lied_is_believed_again_after_a_while() {
        let limit = Some(Milliwatts(200_000));
        for (lie, word) in [(-30_000, "back"), (900_000, "ahead")] {
            let (mut counter, mut mj) = (Counter::default(), 1_000_000);
            let mut check = |second: u64, step: i64| {
                mj += step;
                counter.check(at(second * 1000), u64::try_from(mj).expect("a counter"), limit)
            };
            assert!((0..20).all(|second| check(second, 100_000).is_ok()), "100 W of 200 W");
            assert!(check(20, lie).expect_err("a lie").contains(word), "{lie}");
            let wary = (21..).take_while(|second| check(*second, 100_000).is_err()).count();
            assert_eq!(wary as u32, COUNTER_TRUST_READINGS - 1, "then it has been right so many times");
            assert!(check(99, 0).is_ok(), "one that stands still is no lie");
        }
    }

    #[test]
    fn another_lie_starts_the_wait_again() {
        let mut counter = Counter::default();
        let told: Vec<bool> = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
            .into_iter()
            .map(|mj| counter.check(at(0), mj, None).is_ok())
            .collect();
        let believed: Vec<usize> = (0..told.len()).filter(|index| told[*index]).collect();
        assert_eq!(believed, [0, 15], "ten right ones after the second lie");
    }

    #[test]
    fn a_clock_set_back_is_not_the_counters_fault() {
        let mut counter = Counter::default();
        assert!(counter.check(at(9_000_000), 1, None).is_ok());
        assert!(counter.check(at(5), 900_000_000, None).is_ok());
    }

    #[test]
    fn a_hanging_driver_is_not_the_counters_fault() {
        let late = (UnixMillis(1_000), UnixMillis(61_000));
        for (first, second) in [(late, at(61_250)), (at(750), late)] {
            let mut counter = Counter::default();
            assert!(counter.check(first, 0, None).is_ok());
            assert!(counter.check(second, 60 * 1_500_000, None).is_ok(), "{first:?} {second:?}");
        }
    }
}
