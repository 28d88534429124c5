//! `idlewatt limits` and `refusals`: what the owner's limits cost and save, and what was not taken for them.

use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{Limits, RefusalRow, Request, Response};
use idlewatt_proto::Amount;
use jiff::Zoned;

pub async fn show(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Limits).await?;
    let Response::Limits(limits) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || text(limits, out));
    Ok(Exit::Done)
}

fn text(limits: &Limits, out: &Out) -> String {
    let Some(net) = limits.net_per_day else {
        return "nothing is known of this machine's speed yet; ask again in a minute".to_owned();
    };
    let mut text =
        format!("about {} credits a day after electricity and wear\n", out.tone(Tone::Good, &words::credits(net)));
    if limits.limits.is_empty() {
        text.push_str("no limit of yours bears on that\n");
    } else {
        let columns =
            [("limit", Align::Left), ("value", Align::Left), ("a day", Align::Right), ("meaning", Align::Left)];
        let mut table = Table::new(columns);
        for row in &limits.limits {
            table.row([row.name.clone(), row.value.clone(), effect(row.effect_per_day), row.meaning.clone()]);
        }
        text.push('\n');
        text.push_str(&table.text());
    }
    let supposed = limits.rests_on.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    text + "\n" + &out.tone(Tone::Faint, &format!("supposing that {supposed}")) + "\n"
}

fn effect(amount: Amount) -> String {
    let sign = if amount > Amount::ZERO { "+" } else { "" };
    format!("{sign}{}", words::credits(amount))
}

pub async fn refusals(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Refusals).await?;
    let Response::Refusals { refusals } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || match refusals.is_empty() {
        true => "no job was refused since the daemon started".to_owned(),
        false => table(refusals, &time::now()),
    });
    Ok(Exit::Done)
}

fn table(refusals: &[RefusalRow], now: &Zoned) -> String {
    let columns = [("when", Align::Left), ("for", Align::Left), ("what", Align::Left), ("why", Align::Left)];
    let mut table = Table::new(columns);
    for row in refusals {
        let when = time::date_and_time(row.at, now);
        table.row([when, row.requester.short(), row.title.clone(), why(row)]);
    }
    table.text()
}

/// An offer below the floor comes with the sum.
fn why(row: &RefusalRow) -> String {
    let Some(sum) = &row.sum else { return row.refusal.to_string() };
    let floor = sum.electricity.checked_add(sum.wear).unwrap_or_default();
    format!(
        "{} offered, below {} = {} electricity + {} wear, per thousand million samples",
        words::credits(sum.offered),
        words::credits(floor),
        words::credits(sum.electricity),
        words::credits(sum.wear),
    )
}
