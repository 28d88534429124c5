//! `idlewatt job`: all that the books know of one job. Money here has all its digits.

use crate::error::{Error, Exit};
use crate::out::{Out, Tone, harmless};
use crate::table::{Align, Table};
use crate::{books, life, time, words};
use idlewatt_control::messages::{JobDetail, Request, Response};
use idlewatt_control::{Client, Home};
use idlewatt_proto::Amount;
use idlewatt_proto::books::{JobRow, JobState, ReceiptRow, Side, UnitState};
use idlewatt_proto::job::WorkKind;
use jiff::Zoned;
use std::collections::BTreeMap;

pub async fn show(home: &Home, out: &Out, begin: &str) -> Result<Exit, Error> {
    let mut client = life::connect(home).await?;
    let mut exit = Exit::Done;
    for row in named(&mut client, begin).await? {
        let JobRow { job, side, peer, .. } = row;
        let response = client.call(Request::Job { job, side, peer }).await?;
        let Response::Job { detail } = &response else { return Err(Error::Unexpected) };
        let Some(detail) = detail else { return Err(Error::NoSuch { what: "job", begin: begin.to_owned() }) };
        if detail.receipts.first().is_some_and(|newest| !newest.holds()) {
            exit = Exit::Failed;
        }
        out.answer(&response, || text(detail, out, &time::now()));
    }
    Ok(exit)
}

/// The job whose name begins so: one row, or one for each side of it.
async fn named(client: &mut Client, begin: &str) -> Result<Vec<JobRow>, Error> {
    let mut found: Vec<JobRow> = Vec::new();
    let mut several = false;
    books::each(client, |row| {
        if row.job.to_string().starts_with(begin) {
            several |= found.first().is_some_and(|other| other.job != row.job);
            found.push(row.clone());
        }
    })
    .await?;
    match found.is_empty() {
        _ if several => Err(Error::Several { what: "jobs", begin: begin.to_owned() }),
        true => Err(Error::NoSuch { what: "job", begin: begin.to_owned() }),
        false => Ok(found),
    }
}

fn text(detail: &JobDetail, out: &Out, now: &Zoned) -> String {
    let row = &detail.row;
    let (part, other) = match row.side {
        Side::Provider => ("provider", "for"),
        Side::Requester => ("requester", "by"),
    };
    let mut lines = vec![
        ("job", row.job.to_string()),
        ("what", harmless(&row.title.to_string())),
        ("kind", row.kind.word().to_owned()),
        ("as", format!("{part}, {other} {}", row.peer)),
        ("opened", time::date_and_time(row.opened_at, now)),
        ("state", format!("{}, {}", harmless(&words::job_state(&row.state)), time::date_and_time(row.changed_at, now))),
        ("money", money(row)),
        ("paid", paid(row)),
    ];
    lines.extend(detail.energy.map(|energy| ("energy", words::energy(energy))));
    lines.push(("checked", checked(row).to_owned()));
    lines.extend(came_to_nothing(detail).map(|void| ("void", harmless(&void))));
    lines.push(("receipts", receipts(&detail.receipts, out, now)));
    lines.extend(detail.png_base64.as_ref().map(|_| ("picture", "kept; `--json` has it".to_owned())));
    let facts: String = lines
        .iter()
        .map(|(name, value)| format!("{}  {value}\n", out.tone(Tone::Faint, &format!("{name:<8}"))))
        .collect();
    let units = books::unit_table(&detail.units, false, now);
    let units = if units.is_empty() { String::new() } else { format!("\n{}", units.text()) };
    let signed = if detail.receipts.is_empty() { String::new() } else { format!("\n{}", table(&detail.receipts, now)) };
    facts + &units + &signed
}

fn money(row: &JobRow) -> String {
    match row.side {
        Side::Provider => format!("{} net = {} gross - {} electricity", row.net, row.gross, row.electricity),
        Side::Requester => format!("{} spent", row.gross),
    }
}

fn paid(row: &JobRow) -> String {
    let units = words::plural(row.units, "unit");
    let rest = row.gross.checked_sub(row.settled).unwrap_or_default();
    if rest == Amount::ZERO {
        return format!("{} for {units}, all of it by receipts", row.settled);
    }
    let waits = match (&row.state, row.side) {
        (JobState::Open, _) => format!("{rest} pending"),
        (_, Side::Provider) => format!("{rest} held until the requester comes back"),
        (_, Side::Requester) => format!("{rest} not promised"),
    };
    format!("{} by receipts, {waits}; {units}", row.settled)
}

/// How the work was looked at before it was paid.
fn checked(row: &JobRow) -> &'static str {
    match (row.side, row.kind) {
        (Side::Provider, _) => "by the requester, before it paid",
        (Side::Requester, WorkKind::Render) => {
            "each result against the hash promised before and for its values; spots recomputed here, in every unit of a new \
             provider and in some of a proven one"
        }
        (Side::Requester, WorkKind::Generate) => {
            "what was said was counted here; where the model is here too, some answers were read again"
        }
        (Side::Requester, WorkKind::Embed) => "width, length and numbers of each vector were looked at here",
    }
}

/// Units without a result, by reason.
fn came_to_nothing(detail: &JobDetail) -> Option<String> {
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for unit in &detail.units {
        if let UnitState::Void { why } = &unit.state {
            *reasons.entry(words::unit_failure(why)).or_default() += 1;
        }
    }
    let told: Vec<String> = reasons.iter().map(|(why, count)| format!("{count} {why}")).collect();
    (detail.row.void_units > 0)
        .then(|| format!("{}: {}", words::plural(detail.row.void_units, "unit"), told.join("; ")))
}

fn receipts(receipts: &[ReceiptRow], out: &Out, now: &Zoned) -> String {
    let Some(newest) = receipts.first() else { return "none".to_owned() };
    let (tone, verdict) = if newest.holds() {
        (Tone::Good, "its signature is right")
    } else {
        (Tone::Bad, "its signature does not hold")
    };
    let at = time::date_and_time(newest.at, now);
    format!(
        "the newest, of {at}, promises {} for {} in all, and {}",
        newest.total,
        words::plural(newest.units, "unit"),
        out.tone(tone, verdict),
    )
}

fn table(receipts: &[ReceiptRow], now: &Zoned) -> String {
    let columns = [
        ("receipt of", Align::Left),
        ("units", Align::Right),
        ("total", Align::Right),
        ("payer", Align::Left),
        ("signature", Align::Left),
    ];
    let mut table = Table::new(columns);
    for row in receipts {
        let signature = row.signature.chars().take(16).collect();
        let at = time::date_and_time(row.at, now);
        table.row([at, row.units.to_string(), row.total.to_string(), row.payer.short(), signature]);
    }
    table.text()
}
