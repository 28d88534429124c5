//! A source that may be missing: looked for again with growing pauses, and asked no more often than it is worth.

use crate::Source;
use crate::limits::{ABSENT_MS, RETRY_FIRST_MS, RETRY_MAX_MS};
use std::time::{Duration, Instant};

/// Why a source does not tell, in words for the owner.
#[derive(Debug, thiserror::Error)]
pub enum Miss {
    /// This machine, or this desktop, does not have it.
    #[error("{0}")]
    Absent(String),
    /// It is there and does not answer.
    #[error("{0}")]
    Failed(String),
}

impl From<Miss> for Source {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::Absent(words) => Self::Absent(words),
            Miss::Failed(words) => Self::Failed(words),
        }
    }
}

/// A source `T` that answers `R`.
#[derive(Debug)]
pub struct Sought<T, R> {
    found: Option<T>,
    answer: Option<R>,
    source: Source,
    period: Duration,
    pause: Duration,
    next: Option<Instant>,
}

impl<T, R: Clone> Sought<T, R> {
    /// To be asked at most once per period.
    pub fn every(period_ms: u64) -> Self {
        Self {
            found: None,
            answer: None,
            source: Source::Absent("not looked for yet".to_owned()),
            period: Duration::from_millis(period_ms),
            pause: Duration::from_millis(RETRY_FIRST_MS),
            next: None,
        }
    }

    /// The answer, fresh or of this period. A source that is lost is looked for again after a pause.
    pub fn ask(
        &mut self,
        now: Instant,
        find: impl FnOnce() -> Result<T, Miss>,
        ask: impl FnOnce(&mut T) -> Result<R, Miss>,
    ) -> Option<R> {
        if self.next.is_some_and(|next| now < next) {
            return self.answer.clone();
        }
        let asked = match &mut self.found {
            Some(found) => ask(found),
            None => find().and_then(|found| ask(self.found.insert(found))),
        };
        match asked {
            Ok(answer) => {
                self.source = Source::Ok;
                self.pause = Duration::from_millis(RETRY_FIRST_MS);
                self.next = Some(now + self.period);
                self.answer = Some(answer);
            }
            Err(miss) => {
                self.found = None;
                self.answer = None;
                // What is not there yet costs little to look for, and a login must not go unnoticed for long.
                let most_ms = if matches!(miss, Miss::Absent(_)) { ABSENT_MS } else { RETRY_MAX_MS };
                self.source = miss.into();
                self.next = Some(now + self.pause.min(Duration::from_millis(most_ms)));
                self.pause = (self.pause * 2).min(Duration::from_millis(most_ms));
            }
        }
        self.answer.clone()
    }

    /// How it stands.
    pub fn source(&self) -> Source {
        self.source.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_yet_is_looked_for_every_few_seconds() {
        let begun = Instant::now();
        let mut sought = Sought::<(), u8>::every(0);
        let mut looked = Vec::new();
        for ms in (0..30_000).step_by(100) {
            let find = || {
                looked.push(ms);
                Err(Miss::Absent("nobody is logged in".to_owned()))
            };
            sought.ask(begun + Duration::from_millis(ms), find, |()| Ok(1));
        }
        assert_eq!(looked, [0, 1_000, 3_000, 7_000, 12_000, 17_000, 22_000, 27_000]);
    }

    #[test]
    fn looks_again_after_growing_pauses_and_asks_once_a_period() {
        let begun = Instant::now();
        let at = |ms| begun + Duration::from_millis(ms);
        let mut sought = Sought::<(), u8>::every(500);
        let mut looked = Vec::new();
        for ms in (0..200_000).step_by(100) {
            sought.ask(
                at(ms),
                || {
                    looked.push(ms);
                    Err(Miss::Failed("gone".to_owned()))
                },
                |()| Ok(1),
            );
        }
        assert_eq!(looked, [0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000]);
        assert_eq!(sought.source(), Source::Failed("gone".to_owned()));
        let mut asked = 0;
        for ms in (300_000..302_000).step_by(100) {
            let answer = sought.ask(
                at(ms),
                || Ok(()),
                |()| {
                    asked += 1;
                    Ok(asked)
                },
            );
            assert_eq!(answer, Some(asked));
        }
        assert_eq!((asked, sought.source()), (4, Source::Ok));
        let lost = sought.ask(at(303_000), || Ok(()), |()| Err(Miss::Failed("torn".to_owned())));
        assert_eq!((lost, sought.source()), (None, Source::Failed("torn".to_owned())), "an old answer is no answer");
        assert_eq!(sought.ask(at(304_000), || Ok(()), |()| Ok(7)), Some(7), "the pause starts small again");
    }
}
