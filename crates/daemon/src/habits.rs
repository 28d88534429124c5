//! Counts, day by day, how long this machine ran, how long somebody was there, how long it was ready to work and how long
//! it worked: what estimates rest on. Sums of whole days, kept here and nowhere else, and forgotten after two weeks.

use crate::house::{House, locked, now};
use crate::judge;
use crate::limits::{HABIT_DAYS, HABIT_DAYS_KEPT, HABITS_EVERY, HABITS_SAVED_EVERY_MS, HABITS_STEP_MS};
use idlewatt_policy::habits::{Counted, Habits};
use idlewatt_policy::idle;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Nobody being there who has touched nothing for so long, where the owner has not said how long that is.
const IDLE_MS: u64 = 300_000;

/// The last days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days {
    days: BTreeMap<Date, Counted>,
    unsaved_ms: u64,
}

/// A day in the file.
#[derive(Serialize, Deserialize)]
struct Saved {
    awake_ms: u64,
    seen_ms: u64,
    present_ms: u64,
    ready_ms: u64,
    worked_ms: u64,
}

fn file(home: &Path) -> PathBuf {
    home.join("days.json")
}

fn today() -> Date {
    jiff::Zoned::now().date()
}

/// What earlier runs counted. A file that cannot be read counts as none: nothing but estimates rest on it.
pub fn load(home: &Path) -> Days {
    read(std::fs::read(file(home)).unwrap_or_default().as_slice(), today())
}

fn read(json: &[u8], today: Date) -> Days {
    let saved: BTreeMap<String, Saved> = serde_json::from_slice(json).unwrap_or_default();
    let day = |(date, saved): (String, Saved)| {
        let Saved { awake_ms, seen_ms, present_ms, ready_ms, worked_ms } = saved;
        Some((date.parse().ok()?, Counted { awake_ms, seen_ms, present_ms, ready_ms, worked_ms }))
    };
    let mut days = Days { days: saved.into_iter().filter_map(day).collect(), unsaved_ms: 0 };
    days.forget(today);
    days
}

impl Days {
    fn add(&mut self, today: Date, counted: Counted) {
        let day = self.days.entry(today).or_default();
        *day = *day + counted;
        self.unsaved_ms = self.unsaved_ms.saturating_add(counted.awake_ms);
        self.forget(today);
    }

    /// Old days, and those that a clock which was wrong made up.
    fn forget(&mut self, today: Date) {
        let kept: Vec<Date> = back_from(today).take(HABIT_DAYS_KEPT).collect();
        self.days.retain(|date, _| kept.contains(date));
    }

    fn habits(&self, today: Date) -> Habits {
        let of = |date: Date| self.days.get(&date).copied().unwrap_or_default();
        // The first one began in the middle.
        let Some(first) = self.days.keys().next().copied() else { return Habits::default() };
        let days = back_from(today).skip(1).take(HABIT_DAYS);
        let whole: Vec<Counted> = days.filter(|date| *date > first).map(of).collect();
        Habits::of(&whole, back_from(today).take(HABIT_DAYS + 1).map(of).sum())
    }

    fn json(&self) -> serde_json::Result<Vec<u8>> {
        let day = |(date, counted): (&Date, &Counted)| {
            let Counted { awake_ms, seen_ms, present_ms, ready_ms, worked_ms } = *counted;
            (date.to_string(), Saved { awake_ms, seen_ms, present_ms, ready_ms, worked_ms })
        };
        serde_json::to_vec(&self.days.iter().map(day).collect::<BTreeMap<_, _>>())
    }
}

/// This day, the one before, and so on.
fn back_from(today: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(today), |date| date.yesterday().ok())
}

/// What is known of the days here.
pub fn known(house: &House) -> Habits {
    locked(&house.days).habits(today())
}

/// Counts until the house stops.
pub async fn count(house: Arc<House>) {
    let (mut verdicts, mut rendering) = (house.verdict.subscribe(), house.rendering.subscribe());
    let (mut stands, mut since) = (Stands::now(&house), now());
    while !house.stop.is_cancelled() {
        tokio::select! {
            () = house.stop.cancelled() => {}
            () = tokio::time::sleep(HABITS_EVERY) => {}
            _ = verdicts.changed() => {}
            _ = rendering.changed() => {}
        }
        let at = now();
        let due = {
            let mut days = locked(&house.days);
            days.add(today(), stands.for_ms(at.since_ms(since).min(HABITS_STEP_MS)));
            days.unsaved_ms >= HABITS_SAVED_EVERY_MS || house.stop.is_cancelled()
        };
        if due {
            save(&house).await;
        }
        (stands, since) = (Stands::now(&house), at);
    }
}

/// How things stand at a moment.
struct Stands {
    present: Option<bool>,
    ready: bool,
    working: bool,
}

impl Stands {
    fn now(house: &House) -> Self {
        let own = house.settings.borrow().limits.idle_minutes * 60_000;
        let around = judge::around(house.senses.surroundings.borrow().as_ref());
        let idle_ms = if own > 0 { own } else { IDLE_MS };
        let present = around.fresh(now()).and_then(|around| idle::is_present(around, idle_ms));
        Self { present, ready: house.may_work(), working: house.is_working() }
    }

    fn for_ms(&self, ms: u64) -> Counted {
        let if_so = |so: bool| if so { ms } else { 0 };
        Counted {
            awake_ms: ms,
            seen_ms: if_so(self.present.is_some()),
            present_ms: if_so(self.present == Some(true)),
            ready_ms: if_so(self.ready),
            worked_ms: if_so(self.working),
        }
    }
}

/// Writes it down, whole or not at all.
async fn save(house: &House) {
    let json = {
        let mut days = locked(&house.days);
        days.unsaved_ms = 0;
        days.json()
    };
    let path = file(house.home.path());
    let writing = tokio::task::spawn_blocking(move || {
        let new = path.with_extension("json.new");
        let mut file = std::fs::File::create(&new)?;
        file.write_all(&json.map_err(std::io::Error::other)?)?;
        file.sync_all()?;
        std::fs::rename(&new, &path)
    });
    if let Err(error) = writing.await.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
        tracing::warn!(%error, "what the days here are like will not be known after a restart");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn day(awake: u64, present: u64, ready: u64, worked: u64) -> Counted {
        let [awake_ms, present_ms, ready_ms, worked_ms] = [awake, present, ready, worked].map(|hours| hours * HOUR);
        Counted { awake_ms, seen_ms: awake_ms, present_ms, ready_ms, worked_ms }
    }

    #[test]
    fn what_is_written_is_read() {
        let today = date("2026-03-02");
        let mut days = Days::default();
        days.add(date("2026-03-01"), day(5, 2, 3, 1));
        days.add(today, day(1, 1, 0, 0));
        let json = days.json().expect("written");
        assert_eq!(read(&json, today), Days { unsaved_ms: 0, ..days });
        assert_eq!(read(b"{\"2026-03-01\": 7", today), Days::default(), "garbled");
    }

    #[test]
    fn days_are_forgotten_and_never_more_than_are_kept() {
        let mut days = Days::default();
        for today in back_from(date("2026-03-31")).take(60).collect::<Vec<_>>().into_iter().rev() {
            days.add(today, day(1, 0, 1, 1));
        }
        assert_eq!(days.days.len(), HABIT_DAYS_KEPT);
        days.add(date("2031-01-01"), day(1, 0, 0, 0));
        days.add(date("2026-03-31"), day(1, 0, 0, 0));
        assert_eq!(days.days.len(), 1, "a clock that was wrong leaves nothing behind");
    }

    #[test]
    fn the_day_that_began_in_the_middle_and_the_one_that_goes_on_are_no_whole_days() {
        let today = date("2026-03-05");
        let mut days = Days::default();
        days.add(date("2026-03-01"), day(1, 1, 0, 0));
        days.add(date("2026-03-02"), day(10, 4, 5, 1));
        assert_eq!(days.habits(date("2026-03-03")), Habits::default(), "one whole day may be any");
        days.add(date("2026-03-04"), day(14, 5, 5, 4));
        days.add(today, day(2, 2, 0, 0));
        let habits = days.habits(today);
        assert_eq!((habits.awake_minutes, habits.present_minutes), (Some(8 * 60), Some(3 * 60)), "off on the third");
        assert_eq!(habits.demand_permille, Some(500));
    }
}
