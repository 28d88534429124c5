//! `idlewatt earnings`.

use crate::arguments::Span;
use crate::error::{Error, Exit};
use crate::out::Out;
use crate::table::{Align, Table};
use crate::{history, life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{Request, Response};
use idlewatt_proto::books::Earnings;
use idlewatt_proto::{Amount, UnixMillis};
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    span: &'static str,
    since: Option<UnixMillis>,
    #[serde(flatten)]
    earnings: Earnings,
}

pub async fn show(home: &Home, out: &Out, span: &Span) -> Result<Exit, Error> {
    let now = time::now();
    if let Some(by) = span.by {
        return history::show(home, out, span, by, &now).await;
    }
    let every = !(span.today || span.week || span.all);
    let spans = [
        (span.today, "today", Some(time::start_of_today(&now))),
        (span.week, "7 days", Some(time::start_of_week(&now))),
        (span.all, "all time", None),
    ];
    let mut client = life::connect(home).await?;
    let mut rows = Vec::new();
    for (_, span, since) in spans.into_iter().filter(|(wanted, ..)| *wanted || every) {
        let Response::Earnings(earnings) = client.call(Request::Earnings { since }).await? else {
            return Err(Error::Unexpected);
        };
        rows.push(Row { span, since, earnings });
    }
    if out.json {
        rows.iter().for_each(|row| out.object(row));
        return Ok(Exit::Done);
    }
    let table = table(&rows, span.csv);
    out.text(&if span.csv { table.csv() } else { table.text() });
    Ok(Exit::Done)
}

/// Credits: with all their digits for spreadsheets, with those that matter for people.
fn table(rows: &[Row], exact: bool) -> Table<10> {
    let mut table = Table::new([
        ("span", Align::Left),
        ("net", Align::Right),
        ("gross", Align::Right),
        ("electricity", Align::Right),
        ("pending", Align::Right),
        ("held", Align::Right),
        ("settled", Align::Right),
        ("spent", Align::Right),
        ("energy", Align::Right),
        ("units", Align::Right),
    ]);
    for Row { span, earnings, .. } in rows {
        let money = |amount| if exact { format!("{amount}") } else { words::credits(amount) };
        table.row([
            (*span).to_owned(),
            money(earnings.net),
            money(earnings.gross),
            money(earnings.electricity),
            money(earnings.pending),
            money(earnings.held),
            money(earnings.settled),
            money(earnings.spent),
            words::energy(earnings.energy),
            earnings.units.to_string(),
        ]);
    }
    if !exact && rows.iter().all(|row| row.earnings.held == Amount::ZERO) {
        table.hide("held");
    }
    table
}
