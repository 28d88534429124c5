//! `idlewatt jobs`, `units` and `ledger verify`. Money here has all its digits: these are books.

use crate::arguments::{Jobs, Kind, List, Part};
use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::limits::JOBS_MOST;
use idlewatt_control::messages::{JobFilter, JobMark, Request, Response};
use idlewatt_control::{Client, Home};
use idlewatt_proto::books::{Audit, JobRow, Side, UnitRow};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::{JobId, NodeId};
use jiff::Zoned;
use std::collections::BTreeSet;

pub async fn jobs(home: &Home, out: &Out, wanted: &Jobs) -> Result<Exit, Error> {
    let Jobs { kind, side, peer, list } = wanted;
    let mut client = life::connect(home).await?;
    let peer = match peer {
        None => None,
        Some(begin) => Some(the_peer(&mut client, begin).await?),
    };
    let kind = kind.map(|kind| match kind {
        Kind::Render => WorkKind::Render,
        Kind::Generate => WorkKind::Generate,
        Kind::Embed => WorkKind::Embed,
    });
    let side = side.map(|side| match side {
        Part::Provider => Side::Provider,
        Part::Requester => Side::Requester,
    });
    let filter = JobFilter { side, kind, peer, before: None };
    let response = client.call(Request::Jobs { limit: list.limit, filter }).await?;
    let Response::Jobs { jobs } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || show(job_table(jobs, list.csv, &time::now()), list.csv, "no jobs yet"));
    Ok(Exit::Done)
}

/// The peer whose name begins so, among those that there was work with.
async fn the_peer(client: &mut Client, begin: &str) -> Result<NodeId, Error> {
    if let Ok(whole) = begin.parse() {
        return Ok(whole);
    }
    let mut found = BTreeSet::new();
    each(client, |job| {
        if job.peer.to_string().starts_with(begin) {
            found.insert(job.peer);
        }
    })
    .await?;
    let first = found.pop_first().ok_or_else(|| Error::NoSuch { what: "peer", begin: begin.to_owned() })?;
    if found.is_empty() { Ok(first) } else { Err(Error::Several { what: "peers", begin: begin.to_owned() }) }
}

/// Looks at every job, page by page.
pub async fn each(client: &mut Client, mut look: impl FnMut(&JobRow)) -> Result<(), Error> {
    let mut filter = JobFilter::default();
    loop {
        let page = client.call(Request::Jobs { limit: JOBS_MOST, filter: filter.clone() }).await?;
        let Response::Jobs { jobs } = page else { return Err(Error::Unexpected) };
        let Some(last) = jobs.last() else { return Ok(()) };
        filter.before = Some(JobMark { opened_at: last.opened_at, job: last.job, peer: last.peer });
        jobs.iter().for_each(&mut look);
    }
}

pub async fn units(home: &Home, out: &Out, job: Option<JobId>, list: &List) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Units { job, limit: list.limit }).await?;
    let Response::Units { units } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || show(unit_table(units, list.csv, &time::now()), list.csv, "no units yet"));
    Ok(Exit::Done)
}

fn show<const N: usize>(table: Table<N>, csv: bool, nothing: &str) -> String {
    match csv {
        true => table.csv(),
        false if table.is_empty() => nothing.to_owned(),
        false => table.text(),
    }
}

fn job_table(jobs: &[JobRow], full: bool, now: &Zoned) -> Table<12> {
    let mut table = Table::new([
        ("job", Align::Left),
        ("opened", Align::Left),
        ("as", Align::Left),
        ("peer", Align::Left),
        ("kind", Align::Left),
        ("units", Align::Right),
        ("gross", Align::Right),
        ("electricity", Align::Right),
        ("net", Align::Right),
        ("settled", Align::Right),
        ("state", Align::Left),
        ("what", Align::Left),
    ]);
    for job in jobs {
        table.row([
            if full { job.job.to_string() } else { job.job.short() },
            if full { time::rfc3339(job.opened_at, now) } else { time::date_and_time(job.opened_at, now) },
            job.side.word().to_owned(),
            if full { job.peer.to_string() } else { job.peer.short() },
            job.kind.word().to_owned(),
            job.units.to_string(),
            job.gross.to_string(),
            job.electricity.to_string(),
            job.net.to_string(),
            job.settled.to_string(),
            words::job_state(&job.state),
            job.title.to_string(),
        ]);
    }
    table
}

pub fn unit_table(units: &[UnitRow], full: bool, now: &Zoned) -> Table<9> {
    let mut table = Table::new([
        ("job", Align::Left),
        ("unit", Align::Left),
        ("changed", Align::Left),
        ("as", Align::Left),
        ("busy ms", Align::Right),
        ("gross", Align::Right),
        ("electricity", Align::Right),
        ("net", Align::Right),
        ("state", Align::Left),
    ]);
    for unit in units {
        table.row([
            if full { unit.job.to_string() } else { unit.job.short() },
            if full { unit.unit.to_string() } else { unit.unit.short() },
            if full { time::rfc3339(unit.changed_at, now) } else { time::date_and_time(unit.changed_at, now) },
            unit.side.word().to_owned(),
            unit.busy_ms.to_string(),
            unit.gross.to_string(),
            unit.electricity.to_string(),
            unit.net.to_string(),
            words::unit_state(&unit.state),
        ]);
    }
    table
}

pub async fn verify(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Audit).await?;
    let Response::Audit(audit) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || verdict(audit, out));
    Ok(if audit.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

fn verdict(audit: &Audit, out: &Out) -> String {
    let read = format!("{} transfers and {} receipts were recomputed", audit.transfers, audit.receipts);
    if audit.faults.is_empty() {
        let head: String = audit.head.chars().take(16).collect();
        return format!("{}: {read}; the chain ends in {head}", out.tone(Tone::Good, "the books are right"));
    }
    let faults: String = audit.faults.iter().map(|fault| format!("\n  {fault}")).collect();
    format!("{}: {read}{faults}", out.tone(Tone::Bad, "the books are wrong"))
}
