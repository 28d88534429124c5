//! How long a pause lasts, in local time.

use idlewatt_proto::UnixMillis;
use jiff::{ToSpan, Zoned, civil};
use serde::Deserialize;

/// Labels name this hour: see `words` and the page's catalogue.
const MORNING: civil::Time = civil::time(8, 0, 0, 0);

/// A pause that the owner can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseSpan {
    /// Sixty minutes from now.
    Hour,
    /// Until 8:00 of the next day.
    Tomorrow,
}

impl PauseSpan {
    /// When it ends.
    pub fn end(self, now: &Zoned) -> Result<UnixMillis, jiff::Error> {
        let end = match self {
            Self::Hour => now.checked_add(1.hour())?,
            Self::Tomorrow => now.date().tomorrow()?.to_datetime(MORNING).to_zoned(now.time_zone().clone())?,
        };
        Ok(UnixMillis(u64::try_from(end.timestamp().as_millisecond()).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(span: PauseSpan, now: &str) -> String {
        let now: Zoned = now.parse().expect("a time");
        let end = span.end(&now).expect("in range");
        let end = jiff::Timestamp::from_millisecond(i64::try_from(end.0).expect("in range")).expect("in range");
        end.to_zoned(now.time_zone().clone()).strftime("%F %H:%M").to_string()
    }

    #[test]
    fn an_hour_is_sixty_minutes_and_tomorrow_is_the_next_day_at_eight() {
        assert_eq!(ends(PauseSpan::Hour, "2026-05-12T23:30[Europe/Berlin]"), "2026-05-13 00:30");
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-05-12T23:30[Europe/Berlin]"), "2026-05-13 08:00");
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-05-13T00:30[Europe/Berlin]"), "2026-05-14 08:00");
    }

    #[test]
    fn clocks_that_change_in_the_night_do_not_move_the_morning() {
        assert_eq!(ends(PauseSpan::Tomorrow, "2026-03-28T20:00[Europe/Berlin]"), "2026-03-29 08:00");
        assert_eq!(ends(PauseSpan::Hour, "2026-03-29T01:30[Europe/Berlin]"), "2026-03-29 03:30");
    }
}
