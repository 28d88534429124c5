//! Local time: when a pause ends, where a day begins, how an instant reads.

use idlewatt_proto::UnixMillis;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

/// Longest pause. Beyond a year the machine should rather be switched off as a provider.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Why words about time are not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    #[error("cannot understand {0:?} as a time; say `30m`, `2h`, `until 8:00` or `until tomorrow`")]
    Unclear(String),
    #[error("a pause of {0:?} is longer than a year; `pause` alone lasts until `resume`")]
    TooLong(String),
    #[error("cannot understand {0:?} as a date; say `2026-11-23`, `today` or `30d`")]
    UnclearDate(String),
}

/// Now, here.
pub fn now() -> Zoned {
    Zoned::now()
}

/// When a pause ends that is described so at that time. `None`: open end.
pub fn pause_end(words: &str, now: &Zoned) -> Result<Option<UnixMillis>, TimeError> {
    let words = words.trim().to_ascii_lowercase();
    if words.is_empty() {
        return Ok(None);
    }
    let unclear = || TimeError::Unclear(words.clone());
    let text = words.strip_prefix("for ").or(words.strip_prefix("until ")).unwrap_or(&words).trim();
    let end = if text == "tomorrow" {
        next_midnight(now).ok_or_else(unclear)?
    } else if text.contains(':') {
        next_time(text, now).ok_or_else(unclear)?
    } else {
        let length = parse_length(text).ok_or_else(unclear)?;
        if length > LONGEST_PAUSE {
            return Err(TimeError::TooLong(words));
        }
        now.timestamp().checked_add(length).map_err(|_| unclear())?
    };
    Ok(Some(millis(end)))
}

/// The beginning of a span that is described so: a date, `today`, or how long ago.
pub fn span_begin(words: &str, now: &Zoned) -> Result<UnixMillis, TimeError> {
    let text = words.trim().to_ascii_lowercase();
    let unclear = || TimeError::UnclearDate(words.to_owned());
    if text == "today" {
        return Ok(start_of_today(now));
    }
    if let Ok(date) = text.parse::<Date>() {
        let start = date.to_zoned(now.time_zone().clone()).map_err(|_| unclear())?;
        return Ok(millis(start.timestamp()));
    }
    let length = parse_length(&text).ok_or_else(unclear)?;
    Ok(millis(now.timestamp().checked_sub(length).map_err(|_| unclear())?))
}

/// So many hours before this one, or days before today.
pub fn hours_ago(hours: i64, now: &Zoned) -> UnixMillis {
    now.checked_sub(hours.hours()).map_or_else(|_| start_of_today(now), |at| millis(at.timestamp()))
}

pub fn days_ago(days: i64, now: &Zoned) -> UnixMillis {
    now.checked_sub(days.days()).map_or_else(|_| start_of_today(now), |at| millis(at.timestamp()))
}

fn next_midnight(now: &Zoned) -> Option<Timestamp> {
    Some(now.tomorrow().ok()?.start_of_day().ok()?.timestamp())
}

/// The next time that a clock on the wall shows this.
fn next_time(text: &str, now: &Zoned) -> Option<Timestamp> {
    let (hour, minute) = text.split_once(':')?;
    if minute.len() != 2 || !(1..=2).contains(&hour.len()) {
        return None;
    }
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    let at = |day: Zoned| day.date().to_datetime(time).to_zoned(now.time_zone().clone()).ok();
    let today = at(now.clone())?;
    let next = if today > *now { today } else { at(now.tomorrow().ok()?)? };
    Some(next.timestamp())
}

/// `30m`, `2h`, `1h30m`, `90s`, `2d`.
fn parse_length(text: &str) -> Option<SignedDuration> {
    let (mut rest, mut seconds) = (text, 0i64);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(digits);
        let unit = match tail.chars().next()? {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        rest = tail[1..].trim_start();
    }
    (seconds > 0).then(|| SignedDuration::from_secs(seconds))
}

/// Local midnight before now.
pub fn start_of_today(now: &Zoned) -> UnixMillis {
    now.start_of_day().map_or(millis(now.timestamp()), |start| millis(start.timestamp()))
}

/// Local midnight six days before today's.
pub fn start_of_week(now: &Zoned) -> UnixMillis {
    let start = now.checked_sub(6.days()).and_then(|day| day.start_of_day());
    start.map_or(millis(now.timestamp()), |start| millis(start.timestamp()))
}

fn millis(at: Timestamp) -> UnixMillis {
    UnixMillis(u64::try_from(at.as_millisecond()).unwrap_or(0))
}

fn zoned(at: UnixMillis, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(i64::try_from(at.0).ok()?).ok()?.to_zoned(zone.clone()))
}

/// By this pattern.
pub fn as_pattern(at: UnixMillis, pattern: &str, now: &Zoned) -> String {
    zoned(at, now.time_zone()).map_or("?".to_owned(), |at| at.strftime(pattern).to_string())
}

/// `2026-11-23 08:00`.
pub fn date_and_time(at: UnixMillis, now: &Zoned) -> String {
    as_pattern(at, "%Y-%m-%d %H:%M", now)
}

/// With the zone, for spreadsheets.
pub fn rfc3339(at: UnixMillis, now: &Zoned) -> String {
    as_pattern(at, "%Y-%m-%dT%H:%M:%S%:z", now)
}

/// As one would say it: `08:00`, `tomorrow 08:00`, `2026-11-30 08:00`.
pub fn soon(at: UnixMillis, now: &Zoned) -> String {
    let Some(then) = zoned(at, now.time_zone()) else { return "?".to_owned() };
    if then.date() == now.date() {
        then.strftime("%H:%M").to_string()
    } else if now.tomorrow().is_ok_and(|tomorrow| tomorrow.date() == then.date()) {
        then.strftime("tomorrow %H:%M").to_string()
    } else {
        date_and_time(at, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten at night, three hours before Berlin's clocks go back.
    fn evening() -> Zoned {
        "2026-10-24T22:00:00+02:00[Europe/Berlin]".parse().expect("a time")
    }

    fn end(words: &str) -> String {
        let now = evening();
        let at = pause_end(words, &now).expect("understood").expect("an end");
        rfc3339(at, &now)
    }

    #[test]
    fn a_pause_is_a_length_or_ends_at_a_time() {
        assert_eq!(pause_end("", &evening()), Ok(None));
        assert_eq!(end("30m"), "2026-10-24T22:30:00+02:00");
        assert_eq!(end("for 1h30m"), "2026-10-24T23:30:00+02:00");
        assert_eq!(end("until 23:15"), "2026-10-24T23:15:00+02:00");
        assert_eq!(end("Until Tomorrow"), "2026-10-25T00:00:00+02:00");
    }

    #[test]
    fn a_time_that_is_over_is_tomorrows_and_clocks_may_change_before_it() {
        assert_eq!(end("until 8:00"), "2026-10-25T08:00:00+01:00");
        assert_eq!(end("22:00"), "2026-10-25T22:00:00+01:00");
        assert_eq!(end("12h"), "2026-10-25T09:00:00+01:00");
    }

    #[test]
    fn a_span_begins_at_a_date_or_some_time_ago() {
        let begin = |words| span_begin(words, &evening()).map(|at| rfc3339(at, &evening()));
        assert_eq!(begin("2026-01-31").as_deref(), Ok("2026-01-31T00:00:00+01:00"));
        assert_eq!(begin("Today").as_deref(), Ok("2026-10-24T00:00:00+02:00"));
        assert_eq!(begin("2d").as_deref(), Ok("2026-10-22T22:00:00+02:00"));
        for words in ["", "2026-02-30", "yesterdayish", "-3d", "99999999999d"] {
            assert_eq!(begin(words), Err(TimeError::UnclearDate(words.into())), "{words}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for words in
            ["soon", "30", "m", "-5m", "0m", "25:00", "8:5", "8:00:00", "until", "30m x", "99999999999999999999h"]
        {
            assert!(matches!(pause_end(words, &evening()), Err(TimeError::Unclear(_))), "{words}");
        }
        assert!(matches!(pause_end("9000h", &evening()), Err(TimeError::TooLong(_))));
    }

    #[test]
    fn times_read_as_one_would_say_them() {
        let now = evening();
        let at = |words| pause_end(words, &now).expect("understood").expect("an end");
        assert_eq!(soon(at("30m"), &now), "22:30");
        assert_eq!(soon(at("until 8:00"), &now), "tomorrow 08:00");
        assert_eq!(soon(at("2d"), &now), "2026-10-26 21:00");
        assert_eq!(rfc3339(start_of_week(&now), &now), "2026-10-18T00:00:00+02:00");
    }
}
