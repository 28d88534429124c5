//! Time as the owner's clock shows it, spans of the week, and prices that follow them.
//!
//! The week is cut into minutes, Monday 0:00 being the first. What the clock does in a night of daylight saving is the
//! caller's matter: here a day has 24 hours, and whoever waits for an hour looks again before it comes.

use idlewatt_proto::Amount;
use std::fmt;
use std::str::FromStr;

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The owner's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Monday is 0.
    pub weekday: u8,
    /// Minute of the day.
    pub minute: u16,
    /// Seconds and below, in milliseconds.
    pub within_minute_ms: u16,
}

impl LocalTime {
    fn of_week(self) -> u16 {
        u16::from(self.weekday % 7) * DAY + self.minute.min(DAY - 1)
    }

    /// Milliseconds until the next midnight.
    pub fn until_midnight_ms(self) -> u64 {
        u64::from(DAY - self.minute.min(DAY - 1)) * 60_000 - u64::from(self.within_minute_ms.min(59_999))
    }
}

/// A stretch of some days: `mon-fri 22:00-07:00`. One that ends before it begins goes on into the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Bit 0 is Monday.
    days: u8,
    from: u16,
    to: u16,
}

/// Not a span of the week.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is no span of the week; expected one like `mon-fri 22:00-07:00`, `sat,sun 0:00-24:00` or `daily 9:00-17:00`"
)]
pub struct ParseSpanError {
    text: String,
}

impl Span {
    fn covers(self, minute_of_week: u16) -> bool {
        let length = if self.to > self.from { self.to - self.from } else { self.to + DAY - self.from };
        (0..7).filter(|day| self.days >> day & 1 == 1).any(|day| {
            let start = day * DAY + self.from;
            (minute_of_week + WEEK - start) % WEEK < length
        })
    }
}

impl FromStr for Span {
    type Err = ParseSpanError;

    fn from_str(text: &str) -> Result<Self, ParseSpanError> {
        let wrong = || ParseSpanError { text: text.to_owned() };
        let lower = text.trim().to_lowercase();
        let (days, times) = lower.split_once(char::is_whitespace).ok_or_else(wrong)?;
        let (from, to) = times.trim().split_once('-').ok_or_else(wrong)?;
        let (from, to) = (minute(from).ok_or_else(wrong)?, minute(to).ok_or_else(wrong)?);
        if from == DAY || from == to {
            return Err(wrong());
        }
        Ok(Self { days: days_of(days).ok_or_else(wrong)?, from, to })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<&str> = (0..7).filter(|day| self.days >> day & 1 == 1).map(|day| DAYS[day]).collect();
        let days = if named.len() == 7 { "daily".to_owned() } else { named.join(",") };
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        write!(f, "{days} {}-{}", time(self.from), time(self.to))
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute): (u16, u16) =
        (digits(hour).then(|| hour.parse().ok())??, digits(minute).then(|| minute.parse().ok())??);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

fn days_of(text: &str) -> Option<u8> {
    if text == "daily" {
        return Some(0x7f);
    }
    let day = |name: &str| DAYS.iter().position(|known| *known == name);
    text.split(',').try_fold(0u8, |days, part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        // `sat-mon` goes over the weekend's end.
        let count = (last + 7 - first) % 7;
        Some((0..=count).fold(days, |days, step| days | 1 << ((first + step) % 7)))
    })
}

/// When work is allowed: within any of the spans, or always when there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours(pub Vec<Span>);

impl Hours {
    /// Whether work is allowed at that time.
    pub fn allow(&self, at: LocalTime) -> bool {
        self.allow_minute(at.of_week())
    }

    fn allow_minute(&self, minute: u16) -> bool {
        self.0.is_empty() || self.0.iter().any(|span| span.covers(minute))
    }

    /// Milliseconds until that changes; `None`: it never does.
    pub fn until_change_ms(&self, at: LocalTime) -> Option<u64> {
        let now = at.of_week();
        let allowed = self.allow_minute(now);
        let minutes = (1..=WEEK).find(|ahead| self.allow_minute((now + ahead) % WEEK) != allowed)?;
        Some(u64::from(minutes) * 60_000 - u64::from(at.within_minute_ms.min(59_999)))
    }

    /// Share of the week, in thousandths.
    pub fn share_permille(&self) -> u16 {
        let allowed = (0..WEEK).filter(|minute| self.allow_minute(*minute)).count();
        (allowed * 1000 / usize::from(WEEK)) as u16
    }
}

/// A price during a span of the week: `mon-fri 17:00-21:00 0.42`, in credits per kilowatt-hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// When.
    pub span: Span,
    /// How much.
    pub per_kwh: Amount,
}

/// Not a band of a tariff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no tariff band; expected one like `mon-fri 17:00-21:00 0.42`")]
pub struct ParseBandError {
    text: String,
}

impl FromStr for Band {
    type Err = ParseBandError;

    fn from_str(text: &str) -> Result<Self, ParseBandError> {
        let wrong = || ParseBandError { text: text.to_owned() };
        let (span, price) = text.trim().rsplit_once(char::is_whitespace).ok_or_else(wrong)?;
        let per_kwh: Amount = price.parse().map_err(|_| wrong())?;
        // Prices below zero happen on exchanges; a thousand credits is a typing mistake.
        if per_kwh.micros().abs() > 1_000_000_000 {
            return Err(wrong());
        }
        Ok(Self { span: span.parse().map_err(|_| wrong())?, per_kwh })
    }
}

/// What a kilowatt-hour costs over the week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tariff {
    /// Prices at some hours; the first that fits holds.
    pub bands: Vec<Band>,
    /// At all others.
    pub flat: Amount,
}

/// The part of a week in which work is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// How large it is, in thousandths.
    pub share_permille: u16,
    /// What a kilowatt-hour costs in it, on the average.
    pub per_kwh: Amount,
}

impl Tariff {
    /// What is left of a week by these hours, where a kilowatt-hour may cost so much.
    pub fn allowed(&self, hours: &Hours, most: Option<Amount>) -> Allowed {
        let affordable = |price: Amount| most.is_none_or(|most| price <= most);
        if self.bands.is_empty() {
            let share_permille = if affordable(self.flat) { hours.share_permille() } else { 0 };
            return Allowed { share_permille, per_kwh: self.flat };
        }
        let (mut minutes, mut sum) = (0u32, 0i64);
        for minute in (0..WEEK).filter(|minute| hours.allow_minute(*minute)) {
            let price = price_at(&self.bands, self.flat, minute);
            if affordable(price) {
                // A thousand credits in every minute of a week are far below the most that fits.
                (minutes, sum) = (minutes + 1, sum + price.micros());
            }
        }
        Allowed {
            share_permille: (minutes * 1000 / u32::from(WEEK)) as u16,
            per_kwh: sum.checked_div(minutes.into()).map_or(self.flat, Amount::from_micros),
        }
    }
}

fn price_at(bands: &[Band], flat: Amount, minute: u16) -> Amount {
    bands.iter().find(|band| band.span.covers(minute)).map_or(flat, |band| band.per_kwh)
}

/// The price at that time: of the first band that covers it, or else the flat one.
pub fn tariff_at(bands: &[Band], flat: Amount, at: LocalTime) -> Amount {
    price_at(bands, flat, at.of_week())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(weekday: u8, hour: u16, minute: u16) -> LocalTime {
        LocalTime { weekday, minute: hour * 60 + minute, within_minute_ms: 0 }
    }

    fn hours(spans: &[&str]) -> Hours {
        Hours(spans.iter().map(|span| span.parse().expect(span)).collect())
    }

    #[test]
    fn nights_go_on_into_the_next_morning() {
        let nights = hours(&["mon-fri 22:00-07:00"]);
        let allowed = [at(0, 22, 0), at(0, 23, 59), at(1, 6, 59), at(5, 6, 59)];
        let forbidden = [at(0, 21, 59), at(0, 6, 59), at(1, 7, 0), at(5, 22, 0), at(6, 3, 0)];
        assert!(allowed.iter().all(|time| nights.allow(*time)));
        assert!(!forbidden.iter().any(|time| nights.allow(*time)));
        assert_eq!(nights.until_change_ms(at(0, 21, 0)), Some(3_600_000));
        assert_eq!(nights.until_change_ms(at(5, 7, 0)), Some(63 * 3_600_000));
        assert_eq!(nights.share_permille(), 5 * 9 * 1000 / 168);
    }

    #[test]
    fn no_spans_are_always_and_a_whole_week_never_changes() {
        assert!(Hours::default().allow(at(3, 3, 3)));
        assert_eq!(Hours::default().until_change_ms(at(3, 3, 3)), None);
        let always = hours(&["daily 0:00-24:00"]);
        assert_eq!((always.until_change_ms(at(6, 23, 59)), always.share_permille()), (None, 1000));
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (text, shown) in [
            ("MON-Fri 22:00-7:00", "mon,tue,wed,thu,fri 22:00-07:00"),
            ("sat,sun 00:00-24:00", "sat,sun 00:00-24:00"),
            ("sat-mon  9:30 - 17:00", "mon,sat,sun 09:30-17:00"),
            ("daily 0:00-6:00", "daily 00:00-06:00"),
        ] {
            let span: Span = text.parse().expect(text);
            assert_eq!(span.to_string(), shown);
            assert_eq!(shown.parse::<Span>(), Ok(span));
        }
        for wrong in [
            "",
            "mon",
            "mon 9-17",
            "mon 9:00-25:00",
            "mon 24:00-6:00",
            "mon 9:00-9:00",
            "xyz 9:00-10:00",
            "mon 9:60-10:00",
            "mon- 9:00-10:00",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_span_or_an_error(text in "\\PC{0,40}|[a-z,-]{0,12} [0-9:]{0,6}-[0-9:]{0,6} ?[0-9.-]{0,8}") {
            if let Ok(span) = text.parse::<Span>() {
                proptest::prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
            }
            let _ = text.parse::<Band>();
        }

        #[test]
        fn hours_change_when_they_say(days in 1u8..128, from in 0u16..1440, to in 0u16..1440, weekday in 0u8..7, minute in 0u16..1440) {
            let hours = Hours(vec![Span { days, from, to: if to == from { from + 1 } else { to } }]);
            let at = |minute_of_week: u16| LocalTime {
                weekday: (minute_of_week / DAY % 7) as u8,
                minute: minute_of_week % DAY,
                within_minute_ms: 0,
            };
            let now = u16::from(weekday) * DAY + minute;
            if let Some(wait) = hours.until_change_ms(at(now)) {
                let then = (u64::from(now) + wait / 60_000) % u64::from(WEEK);
                let before = (then + u64::from(WEEK) - 1) % u64::from(WEEK);
                proptest::prop_assert_ne!(hours.allow(at(then as u16)), hours.allow(at(now)));
                proptest::prop_assert_eq!(hours.allow(at(before as u16)), hours.allow(at(now)));
            }
        }
    }

    #[test]
    fn the_first_band_that_covers_the_hour_sets_the_price() {
        let bands: Vec<Band> =
            ["mon-fri 17:00-21:00 0.42", "daily 0:00-6:00 -0.01"].map(|text| text.parse().expect(text)).into();
        let price = |time| tariff_at(&bands, Amount::from_micros(300_000), time).micros();
        assert_eq!((price(at(2, 18, 0)), price(at(5, 18, 0)), price(at(5, 3, 0))), (420_000, 300_000, -10_000));
        for wrong in ["0.42", "mon 9:00-10:00", "mon 9:00-10:00 cheap", "mon 9:00-10:00 1001"] {
            assert!(wrong.parse::<Band>().is_err(), "{wrong}");
        }
    }
}
