//! Earnings over time: where hours, days and months begin by the clock on the owner's wall. The books add up.

use crate::house::House;
use idlewatt_control::limits::BUCKETS_MOST;
use idlewatt_control::messages::{Bucket, ControlError, History, KindSums, Response, Step};
use idlewatt_ledger::{Cut, Ledger};
use idlewatt_proto::UnixMillis;
use jiff::{RoundMode, Timestamp, ToSpan, Unit, Zoned, ZonedRound};
use std::cmp::Reverse;

/// What was earned from then on, up to now.
pub async fn answer(house: &House, since: Option<UnixMillis>, step: Step) -> Result<Response, ControlError> {
    let since = match since {
        Some(since) => Some(since),
        None => house.books.read(Ledger::first_over).await?,
    };
    let cut = cut(since, step, &Zoned::now());
    let starts = cut.starts.clone();
    let told = house.books.read(move |ledger| ledger.history(&cut)).await?;
    let buckets = starts.into_iter().zip(told.buckets).map(|(start, sums)| Bucket { start, sums }).collect();
    let mut kinds: Vec<_> = told.kinds.into_iter().map(|(kind, sums)| KindSums { kind, sums }).collect();
    kinds.sort_by_key(|kind| Reverse(kind.sums.net));
    Ok(Response::History(History { buckets, total: told.total, kinds, hours: told.hours.to_vec() }))
}

/// Buckets from the one that `since` falls into to that of now, at most as many as an answer may have, and what the clock
/// shows over that time.
fn cut(since: Option<UnixMillis>, step: Step, now: &Zoned) -> Cut {
    let longest = match step {
        Step::Hour => now.checked_sub((BUCKETS_MOST as i64).hours()),
        Step::Day => now.checked_sub((BUCKETS_MOST as i64).days()),
        Step::Month => now.checked_sub((BUCKETS_MOST as i64).months()),
    };
    let since = since.and_then(|at| zoned(at, now)).unwrap_or_else(|| now.clone());
    let from = since.max(longest.unwrap_or_else(|_| now.clone())).min(now.clone());
    let mut at = begin(&from, step).unwrap_or(from);
    let mut starts = vec![millis(at.timestamp())];
    // A few more than asked for, because a day may have more than 24 hours that begin.
    while let Some(next) =
        following(&at, step).filter(|next| next <= now && *next > at && starts.len() < 2 * BUCKETS_MOST)
    {
        starts.push(millis(next.timestamp()));
        at = next;
    }
    starts.drain(..starts.len().saturating_sub(BUCKETS_MOST));
    let clock = clock(starts.first().copied().unwrap_or_default(), now);
    Cut { starts, clock }
}

/// How far the clock is ahead of UTC from then on, each time that it is set.
fn clock(from: UnixMillis, now: &Zoned) -> Vec<(UnixMillis, i64)> {
    let zone = now.time_zone();
    let first = zoned(from, now).map_or(now.timestamp(), |from| from.timestamp());
    let mut clock = vec![(from, i64::from(zone.to_offset(first).seconds()) * 1000)];
    let changes = zone.following(first).take_while(|change| change.timestamp() <= now.timestamp());
    clock.extend(changes.map(|change| (millis(change.timestamp()), i64::from(change.offset().seconds()) * 1000)));
    clock
}

/// Where the hour, day or month begins that this falls into.
fn begin(at: &Zoned, step: Step) -> Option<Zoned> {
    match step {
        Step::Hour => at.round(ZonedRound::new().smallest(Unit::Hour).mode(RoundMode::Trunc)).ok(),
        Step::Day => at.start_of_day().ok(),
        Step::Month => at.first_of_month().ok()?.start_of_day().ok(),
    }
}

/// Where the next one begins.
fn following(start: &Zoned, step: Step) -> Option<Zoned> {
    match step {
        Step::Hour => {
            let later = start.checked_add(1.hour()).ok()?;
            // Where clocks are set by half an hour, the full hour may lie before the one that this began with.
            begin(&later, step).filter(|begin| begin > start).or(Some(later))
        }
        Step::Day => start.tomorrow().ok()?.start_of_day().ok(),
        Step::Month => start.first_of_month().ok()?.checked_add(1.month()).ok()?.start_of_day().ok(),
    }
}

fn zoned(at: UnixMillis, like: &Zoned) -> Option<Zoned> {
    let at = Timestamp::from_millisecond(i64::try_from(at.0).ok()?).ok()?;
    Some(at.to_zoned(like.time_zone().clone()))
}

fn millis(at: Timestamp) -> UnixMillis {
    UnixMillis(u64::try_from(at.as_millisecond()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the buckets begin, as the clock on the wall shows it.
    fn shown(since: &str, step: Step, now: &str) -> Vec<String> {
        let now: Zoned = now.parse().expect("a time");
        let since: Zoned = since.parse().expect("a time");
        let cut = cut(Some(millis(since.timestamp())), step, &now);
        let starts = cut.starts.iter().map(|at| zoned(*at, &now).expect("in range"));
        starts.map(|at| at.strftime("%d %H:%M %z").to_string()).collect()
    }

    #[test]
    fn hours_are_whole_where_clocks_go_back_and_forth() {
        let autumn =
            shown("2026-10-25T01:20+02:00[Europe/Berlin]", Step::Hour, "2026-10-25T03:10+01:00[Europe/Berlin]");
        assert_eq!(autumn, ["25 01:00 +0200", "25 02:00 +0200", "25 02:00 +0100", "25 03:00 +0100"]);
        let spring =
            shown("2026-03-29T01:59+01:00[Europe/Berlin]", Step::Hour, "2026-03-29T04:00+02:00[Europe/Berlin]");
        assert_eq!(spring, ["29 01:00 +0100", "29 03:00 +0200", "29 04:00 +0200"]);
        // Half an hour back, from 2:00 to 1:30, and half an hour forth, from 2:00 to 2:30.
        let autumn = shown(
            "2026-04-05T00:10+11:00[Australia/Lord_Howe]",
            Step::Hour,
            "2026-04-05T03:00+10:30[Australia/Lord_Howe]",
        );
        assert_eq!(autumn, ["05 00:00 +1100", "05 01:00 +1100", "05 01:30 +1030", "05 02:00 +1030", "05 03:00 +1030"]);
        let spring = shown(
            "2026-10-04T01:10+10:30[Australia/Lord_Howe]",
            Step::Hour,
            "2026-10-04T04:00+11:00[Australia/Lord_Howe]",
        );
        assert_eq!(spring, ["04 01:00 +1030", "04 02:30 +1100", "04 03:00 +1100", "04 04:00 +1100"]);
    }

    #[test]
    fn days_and_months_begin_at_midnight_in_summer_and_winter() {
        let days = shown("2026-10-24T12:00+02:00[Europe/Berlin]", Step::Day, "2026-10-26T00:00+01:00[Europe/Berlin]");
        assert_eq!(days, ["24 00:00 +0200", "25 00:00 +0200", "26 00:00 +0100"]);
        let months =
            shown("2026-09-30T23:59-04:00[America/New_York]", Step::Month, "2026-12-31T08:00-05:00[America/New_York]");
        assert_eq!(months, ["01 00:00 -0400", "01 00:00 -0400", "01 00:00 -0400", "01 00:00 -0500"]);
    }

    #[test]
    fn there_are_never_more_buckets_than_an_answer_has_and_always_one() {
        let now: Zoned = "2026-11-25T12:34+01:00[Europe/Berlin]".parse().expect("a time");
        for step in [Step::Hour, Step::Day, Step::Month] {
            let all = cut(Some(UnixMillis(0)), step, &now).starts;
            let expected = if step == Step::Month { 683 } else { BUCKETS_MOST };
            assert_eq!(all.len(), expected, "{step:?}");
            assert!(all.is_sorted() && all.last() == Some(&millis(begin(&now, step).expect("a start").timestamp())));
            for since in [None, Some(UnixMillis(u64::MAX)), Some(millis(now.timestamp()).plus_ms(1 << 40))] {
                assert_eq!(cut(since, step, &now).starts, all[all.len() - 1..], "{step:?} {since:?}");
            }
        }
    }

    #[test]
    fn the_clock_is_told_whenever_it_is_set() {
        let now: Zoned = "2026-11-25T12:34+01:00[Europe/Berlin]".parse().expect("a time");
        let since: Zoned = "2026-01-01T00:00+01:00[Europe/Berlin]".parse().expect("a time");
        let clock = cut(Some(millis(since.timestamp())), Step::Day, &now).clock;
        let hours: Vec<_> = clock.iter().map(|(_, ahead)| ahead / 3_600_000).collect();
        assert_eq!(hours, [1, 2, 1]);
        let utc: Vec<_> = clock[1..].iter().map(|(at, _)| zoned(*at, &now).expect("in range").to_string()).collect();
        assert_eq!(utc, ["2026-03-29T03:00:00+02:00[Europe/Berlin]", "2026-10-25T02:00:00+01:00[Europe/Berlin]"]);
    }
}
