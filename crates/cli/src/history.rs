//! `idlewatt earnings --by hour|day|month`: a row and a bar for each.

use crate::arguments::{By, Span};
use crate::error::{Error, Exit};
use crate::out::Out;
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{History, Request, Response, Step};
use idlewatt_proto::Amount;
use jiff::Zoned;

/// Letters of the longest bar.
const BAR: u64 = 24;

pub async fn show(home: &Home, out: &Out, span: &Span, by: By, now: &Zoned) -> Result<Exit, Error> {
    let (step, usual) = match by {
        By::Hour => (Step::Hour, Some(time::hours_ago(23, now))),
        By::Day => (Step::Day, Some(time::days_ago(29, now))),
        By::Month => (Step::Month, None),
    };
    let since = match (span.today, span.week, span.all) {
        (true, ..) => Some(time::start_of_today(now)),
        (_, true, _) => Some(time::start_of_week(now)),
        (.., true) => None,
        _ => usual,
    };
    let response = life::connect(home).await?.call(Request::History { since, step }).await?;
    let Response::History(history) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || if span.csv { exact(history, now).csv() } else { text(history, by, now) });
    Ok(Exit::Done)
}

fn text(history: &History, by: By, now: &Zoned) -> String {
    let pattern = match by {
        By::Hour => "%Y-%m-%d %H:%M",
        By::Day => "%Y-%m-%d",
        By::Month => "%Y-%m",
    };
    let most = history.buckets.iter().map(|bucket| bucket.sums.net.micros().unsigned_abs()).max().unwrap_or(0);
    let columns = [
        ("from", Align::Left),
        ("net", Align::Right),
        ("gross", Align::Right),
        ("electricity", Align::Right),
        ("pending", Align::Right),
        ("held", Align::Right),
        ("units", Align::Right),
        ("", Align::Left),
    ];
    let mut table = Table::new(columns);
    let total = ("total".to_owned(), &history.total, String::new());
    let buckets = history
        .buckets
        .iter()
        .map(|bucket| (time::as_pattern(bucket.start, pattern, now), &bucket.sums, bar(bucket.sums.net, most)));
    for (from, sums, bar) in buckets.chain([total]) {
        table.row([
            from,
            words::credits(sums.net),
            words::credits(sums.gross),
            words::credits(sums.electricity),
            words::credits(sums.pending),
            words::credits(sums.held),
            sums.units.to_string(),
            bar,
        ]);
    }
    for (column, sum) in [("pending", history.total.pending), ("held", history.total.held)] {
        if sum == Amount::ZERO {
            table.hide(column);
        }
    }
    table.text()
}

/// As long as the net earnings are in comparison with the largest. Hollow where work cost more than it brought.
fn bar(net: Amount, most: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let size = u128::from(net.micros().unsigned_abs());
    let eighths = size * u128::from(BAR) * 8 / u128::from(most.max(1));
    let (whole, rest) = (usize::try_from(eighths / 8).unwrap_or(0), usize::try_from(eighths % 8).unwrap_or(0));
    match net < Amount::ZERO {
        true => "░".repeat(whole.max(1)),
        false => "█".repeat(whole) + EIGHTHS[rest],
    }
}

/// With all digits, for spreadsheets.
fn exact(history: &History, now: &Zoned) -> Table<9> {
    let columns = ["from", "net", "gross", "electricity", "pending", "held", "settled", "spent", "units"];
    let mut table = Table::new(columns.map(|name| (name, Align::Left)));
    for bucket in &history.buckets {
        let sums = &bucket.sums;
        table.row([
            time::rfc3339(bucket.start, now),
            sums.net.to_string(),
            sums.gross.to_string(),
            sums.electricity.to_string(),
            sums.pending.to_string(),
            sums.held.to_string(),
            sums.settled.to_string(),
            sums.spent.to_string(),
            sums.units.to_string(),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_compare_with_the_longest() {
        let bar = |micros| bar(Amount::from_micros(micros), 2400);
        assert_eq!(bar(2400), "█".repeat(24));
        assert_eq!(bar(1250), "█".repeat(12) + "▌");
        assert_eq!((bar(0), bar(11), bar(-50), bar(-300)), (String::new(), String::new(), "░".into(), "░░░".into()));
        assert_eq!(super::bar(Amount::ZERO, 0), "");
    }
}
