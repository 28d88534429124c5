//! How long a pause lasts, in local time.

use idlewatt_proto::UnixMillis;
use jiff::{Timestamp, ToSpan, Zoned, civil};
use serde::Deserialize;

/// Labels name this hour: see ui/locales.
const MORNING: civil::Time = civil::time(8, 0, 0, 0);

/// A pause that the owner can choose. Mirrored by `PauseSpan` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseSpan {
    /// Thirty minutes from now.
    HalfHour,
    /// Sixty minutes from now.
    Hour,
    /// Until 8:00 of the next day.
    Tomorrow,
    /// Until the owner resumes.
    UntilResumed,
}

impl PauseSpan {
    /// When it ends; `None`: not by itself.
    pub fn end(self, now: &Zoned) -> Result<Option<UnixMillis>, jiff::Error> {
        let end = match self {
            Self::HalfHour => now.checked_add(30.minutes())?,
            Self::Hour => now.checked_add(1.hour())?,
            Self::Tomorrow => now.date().tomorrow()?.to_datetime(MORNING).to_zoned(now.time_zone().clone())?,
            Self::UntilResumed => return Ok(None),
        };
        Ok(Some(millis(&end)))
    }
}

/// The instant, without its place.
pub fn millis(at: &Zoned) -> UnixMillis {
    UnixMillis(u64::try_from(at.timestamp().as_millisecond()).unwrap_or(0))
}

/// The instant, in the place of `now`.
pub fn local(at: UnixMillis, now: &Zoned) -> Zoned {
    let at = i64::try_from(at.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX);
    at.to_zoned(now.time_zone().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(span: PauseSpan, now: &str) -> String {
        let now: Zoned = now.parse().expect("a time");
        let end = span.end(&now).expect("in range").expect("an end");
        local(end, &now).strftime("%F %H:%M").to_string()
    }

    #[test]
    fn an_hour_is_sixty_minutes_and_tomorrow_is_the_next_day_at_eight() {
        assert_eq!(ends(PauseSpan::HalfHour, "2026-05-12T23:30[Europe/Berlin]"), "2026-05-13 00:00");
        assert_eq!(ends(PauseSpan::Hour, "2026-05-12T23:30[Europe/Berlin]"), "2026-05-13 00:30");
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-05-12T23:30[Europe/Berlin]"), "2026-05-13 08:00");
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-05-13T00:30[Europe/Berlin]"), "2026-05-14 08:00");
        assert_eq!(PauseSpan::UntilResumed.end(&Zoned::now()).expect("in range"), None);
    }

    #[test]
    fn clocks_that_change_in_the_night_do_not_move_the_morning() {
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-03-28T20:00[Europe/Berlin]"), "2026-03-29 08:00");
        assert_eq!(ends(PauseSpan::Hour, "2026-03-29T01:30[Europe/Berlin]"), "2026-03-29 03:30");
    }
}
