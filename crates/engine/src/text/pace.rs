//! How much of a pass to give the device at once: as many runs as fit the time that the owner's comfort allows.
//!
//! What a submission takes is foretold from what it costs to submit at all and to begin a run, which is measured once, and
//! from seconds for a product, which are learnt. A card begins a run in microseconds and makes thousands of millions of
//! products in the same time; whoever counted products alone would take small runs for slow ones, and go on to submit them
//! one by one.

use super::choice::{self, CLASSES};
use std::time::Duration;

/// Seconds for a product until anything is known: a slow adapter's.
const FIRST_RATE: f64 = 1.0e-9;
/// How fast a rate that was too high is forgotten.
const RATE_FADES: f64 = 0.3;
/// Aims a little under the bound: half of all submissions would be over it otherwise.
const MARGIN: f64 = 0.8;

/// What a submission is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Work {
    /// Shaders that are begun.
    pub runs: u32,
    /// What they do, in products of a matrix with a vector.
    pub products: f64,
}

impl Work {
    /// With another run.
    pub fn and(self, products: f64) -> Self {
        Self { runs: self.runs + 1, products: self.products + products }
    }

    /// Both.
    pub fn beside(self, other: Self) -> Self {
        Self { runs: self.runs + other.runs, products: self.products + other.products }
    }
}

/// What a submission must keep to.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// What is in flight already.
    pub beside: Work,
    /// How long all that is in flight may take.
    pub all: Duration,
    /// How long it may take itself.
    pub own: Duration,
}

/// What work takes on an adapter.
#[derive(Debug, Clone)]
pub struct Pace {
    submission: f64,
    run: f64,
    /// Seconds for a product, as last seen, for each class of token counts: going over weights takes a card as long for one
    /// token as for a few.
    rates: [f64; CLASSES.len()],
}

impl Pace {
    /// For an adapter that takes so long for a submission of nothing, and for a run of nothing.
    pub fn new(submission: Duration, run: Duration) -> Self {
        Self { submission: submission.as_secs_f64(), run: run.as_secs_f64(), rates: [FIRST_RATE; CLASSES.len()] }
    }

    /// Whether so much work over so many tokens is likely to end in time.
    pub fn fits(&self, work: Work, tokens: u32, bound: Bound) -> bool {
        let in_time = |work, bound: Duration| self.foretold(work, tokens) <= bound.mul_f64(MARGIN);
        in_time(work, bound.own) && in_time(bound.beside.beside(work), bound.all)
    }

    /// How long so much work over so many tokens is likely to take.
    pub fn foretold(&self, work: Work, tokens: u32) -> Duration {
        Duration::from_secs_f64(self.fixed(work) + work.products * self.rates[choice::class(tokens)])
    }

    /// Learns what work took.
    pub fn learn(&mut self, work: Work, tokens: u32, took: Duration, target: Duration) {
        let fixed = self.fixed(work);
        let rate = &mut self.rates[choice::class(tokens)];
        // Where little of it is products, it says little about them, unless it was too long.
        if work.products <= 0.0 || (work.products * *rate < fixed && took <= target) {
            return;
        }
        let seen = (took.as_secs_f64() - fixed).max(0.0) / work.products;
        // Up at once, down slowly: a submission that is too long is noticed, one that is too short is not.
        *rate = if seen > *rate { seen } else { *rate + (seen - *rate) * RATE_FADES };
    }

    fn fixed(&self, work: Work) -> f64 {
        self.submission + f64::from(work.runs) * self.run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: Duration = Duration::from_millis(10);

    /// Submissions of a pass through 32 layers of five matrices and three small runs each, at what they really take.
    fn pass(pace: &mut Pace, rate: f64, late: impl Fn(usize) -> f64) -> Vec<Duration> {
        let runs: Vec<f64> = (0..32).flat_map(|_| [25e6, 5e4, 4e6, 5e4, 17e6, 117e6, 59e6, 5e4]).collect();
        let (mut next, mut all) = (0, Vec::new());
        while next < runs.len() {
            let mut work = Work::default();
            while next < runs.len() && (work.runs == 0 || pace.fits(work.and(runs[next]), 1, alone(TARGET))) {
                work = work.and(runs[next]);
                next += 1;
            }
            let took = pace.submission + f64::from(work.runs) * pace.run + work.products * rate + late(all.len());
            let took = Duration::from_secs_f64(took);
            pace.learn(work, 1, took, TARGET);
            all.push(took);
        }
        all
    }

    /// With nothing else in flight.
    fn alone(bound: Duration) -> Bound {
        Bound { beside: Work::default(), all: bound, own: bound }
    }

    fn card() -> Pace {
        Pace::new(Duration::from_micros(60), Duration::from_micros(6))
    }

    #[test]
    fn a_fast_card_gets_a_pass_in_two() {
        let mut pace = card();
        let first = pass(&mut pace, 5.0e-13, |_| 0.0);
        assert!(first.len() > 10, "little is given to a card that nobody knows: {}", first.len());
        pass(&mut pace, 5.0e-13, |_| 0.0);
        assert!(pass(&mut pace, 5.0e-13, |_| 0.0).len() <= 2);
    }

    #[test]
    fn a_slow_one_gets_what_it_does_in_time() {
        let mut pace = card();
        for _ in 0..3 {
            pass(&mut pace, 2.0e-11, |_| 0.0);
        }
        let settled = pass(&mut pace, 2.0e-11, |_| 0.0);
        assert!(settled.iter().all(|&took| took <= TARGET), "{settled:?}");
        let most = 7.1e9 * 2.0e-11 / (TARGET.as_secs_f64() * 0.4);
        assert!((settled.len() as f64) < most, "{} submissions", settled.len());
    }

    #[test]
    fn short_delays_of_short_submissions_are_no_slow_products() {
        let mut pace = card();
        (0..3).for_each(|_| drop(pass(&mut pace, 5.0e-13, |_| 0.0)));
        // Somebody else's work comes between, for less than anybody notices.
        pace.learn(Work { runs: 1, products: 5.0e4 }, 1, Duration::from_millis(2), TARGET);
        assert!(pass(&mut pace, 5.0e-13, |_| 0.0).len() <= 2);
    }

    #[test]
    fn a_card_that_is_shared_all_of_a_sudden_gets_less_at_once_and_more_again_later() {
        let mut pace = card();
        pass(&mut pace, 5.0e-13, |_| 0.0);
        pass(&mut pace, 5.0e-13, |_| 0.05);
        assert!(pass(&mut pace, 5.0e-13, |_| 0.0).len() > 5);
        for _ in 0..3 {
            pass(&mut pace, 5.0e-13, |_| 0.0);
        }
        assert!(pass(&mut pace, 5.0e-13, |_| 0.0).len() <= 2);
    }

    #[test]
    fn two_in_flight_take_no_longer_than_one_may() {
        let mut pace = card();
        (0..3).for_each(|_| drop(pass(&mut pace, 2.0e-11, |_| 0.0)));
        let run = 25e6;
        let most = |bound: Bound| {
            let more = std::iter::successors(Some(Work::default()), |work| Some(work.and(run)));
            more.take_while(|&work| pace.fits(work, 1, bound)).last().unwrap_or_default()
        };
        let first = most(Bound { own: TARGET / 2, ..alone(TARGET) });
        let second = most(Bound { beside: first, all: TARGET, own: TARGET / 2 });
        assert!(first.runs > 1 && second.runs > 1, "{first:?}, {second:?}");
        assert!(pace.foretold(first.beside(second), 1) <= TARGET);
        // One that is longer than its half for being in one piece leaves the next what is left.
        let long = most(Bound { own: TARGET * 8 / 10, ..alone(TARGET) });
        let rest = most(Bound { beside: long, all: TARGET, own: TARGET / 2 });
        assert!(rest.runs < first.runs && pace.foretold(long.beside(rest), 1) <= TARGET, "{rest:?} beside {long:?}");
    }
}
