//! `idlewatt limits` and `refusals`: what the owner's limits cost and save, sets of them, and what was not taken for them.

use crate::arguments::{Limits as Asked, PresetName};
use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{Limits, Preset, PresetRow, RefusalRow, Request, Response, SettingChange};
use idlewatt_proto::Amount;
use jiff::Zoned;

pub async fn run(home: &Home, out: &Out, request: &Asked) -> Result<Exit, Error> {
    if request.presets {
        let response = life::connect(home).await?.call(Request::Presets).await?;
        let Response::Presets { presets } = &response else { return Err(Error::Unexpected) };
        out.answer(&response, || presets.iter().map(|row| preset(row, out)).collect::<Vec<_>>().join("\n"));
        return Ok(Exit::Done);
    }
    let mut client = life::connect(home).await?;
    if let Some(name) = request.preset {
        let wanted = Preset::from(name);
        let Response::Presets { presets } = client.call(Request::Presets).await? else { return Err(Error::Unexpected) };
        let row = presets.into_iter().find(|row| row.preset == wanted).ok_or(Error::Unexpected)?;
        client.call(Request::SetSettings { changes: row.changes }).await?;
    }
    let response = client.call(Request::Limits).await?;
    let Response::Limits(limits) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || text(limits, out));
    Ok(Exit::Done)
}

fn text(limits: &Limits, out: &Out) -> String {
    let Some(net) = limits.net_per_day else {
        return "nothing is known of this machine's speed yet; ask again in a minute".to_owned();
    };
    let mut text = format!(
        "about {} credits a day after electricity and wear{}\n",
        out.tone(Tone::Good, &words::credits(net)),
        bounds(limits)
    );
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

/// How sure that is, and how much work it takes.
fn bounds(limits: &Limits) -> String {
    let range = limits.range.filter(|range| range.low != range.high);
    let range =
        range.map(|range| format!(", between {} and {}", words::credits(range.low), words::credits(range.high)));
    let hours = limits.work_hours_permille.map(|permille| {
        let tenths = permille.saturating_add(50) / 100;
        format!(", for {}.{} hours of work", tenths / 10, tenths % 10)
    });
    range.unwrap_or_default() + &hours.unwrap_or_default()
}

impl From<PresetName> for Preset {
    fn from(name: PresetName) -> Self {
        match name {
            PresetName::QuietNights => Self::QuietNights,
            PresetName::WhenAway => Self::WhenAway,
            PresetName::Everything => Self::Everything,
        }
    }
}

fn preset(row: &PresetRow, out: &Out) -> String {
    let (name, what) = match row.preset {
        Preset::QuietNights => ("quiet-nights", "at night, gently: few watts, a quiet fan"),
        Preset::WhenAway => ("when-away", "whenever nobody is there"),
        Preset::Everything => ("everything", "all the time, beside other use too"),
    };
    let chosen = if row.chosen { out.tone(Tone::Good, " (chosen)") } else { String::new() };
    let net = match row.limits.net_per_day {
        Some(net) => format!("about {} credits a day{}", words::credits(net), bounds(&row.limits)),
        None => "nothing is known of this machine's speed yet".to_owned(),
    };
    let mut table = Table::new([("limit", Align::Left), ("value", Align::Left)]);
    for SettingChange { name, value } in &row.changes {
        table.row([name.clone(), value.clone()]);
    }
    format!("{name}{chosen}: {what}\n{net}\n\n{}", table.text())
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
        table.row([when, row.requester.short(), row.title.to_string(), why(row)]);
    }
    table.text()
}

/// An offer below the floor comes with the sum.
fn why(row: &RefusalRow) -> String {
    let Some(sum) = &row.sum else { return words::refusal(&row.refusal) };
    let floor = sum.electricity.checked_add(sum.wear).unwrap_or_default();
    format!(
        "{} offered, below {} = {} electricity + {} wear, per thousand million samples",
        words::credits(sum.offered),
        words::credits(floor),
        words::credits(sum.electricity),
        words::credits(sum.wear),
    )
}
