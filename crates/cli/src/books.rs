//! `idlewatt jobs`, `units` and `ledger verify`. Money here has all its digits: these are books.

use crate::arguments::List;
use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{JobFilter, Request, Response};
use idlewatt_proto::JobId;
use idlewatt_proto::books::{Audit, JobRow, UnitRow};
use jiff::Zoned;

pub async fn jobs(home: &Home, out: &Out, list: &List) -> Result<Exit, Error> {
    let response =
        life::connect(home).await?.call(Request::Jobs { limit: list.limit, filter: JobFilter::default() }).await?;
    let Response::Jobs { jobs } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || show(job_table(jobs, list.csv, &time::now()), list.csv, "no jobs yet"));
    Ok(Exit::Done)
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

fn job_table(jobs: &[JobRow], full: bool, now: &Zoned) -> Table<11> {
    let mut table = Table::new([
        ("job", Align::Left),
        ("opened", Align::Left),
        ("as", Align::Left),
        ("peer", Align::Left),
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
            words::side(job.side).to_owned(),
            if full { job.peer.to_string() } else { job.peer.short() },
            job.units.to_string(),
            job.gross.to_string(),
            job.electricity.to_string(),
            job.net.to_string(),
            job.settled.to_string(),
            words::job_state(&job.state),
            job.title.clone(),
        ]);
    }
    table
}

fn unit_table(units: &[UnitRow], full: bool, now: &Zoned) -> Table<9> {
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
            words::side(unit.side).to_owned(),
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
