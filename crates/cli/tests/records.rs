//! What the books tell job by job and over time, by the real program from a daemon whose answers are written down here.

mod fake;

use fake::{Daemon, node};
use idlewatt_control::messages::{
    BadInput, Bucket, ControlError, ExportFormat, History, JobDetail, JobFilter, JobMark, Request, Response, Step,
};
use idlewatt_proto::books::{Earnings, JobRow, JobState, ReceiptRow, Side, UnitRow, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::{Amount, JobId, Millijoules, NodeId, UnitId, UnixMillis};

/// 2026-11-23 12:00 UTC.
const NOON: UnixMillis = UnixMillis(1_795_435_200_000);

fn micros(micros: i64) -> Amount {
    Amount::from_micros(micros)
}

fn job(number: u8, peer: NodeId) -> JobRow {
    JobRow {
        job: JobId([number; 16]),
        side: Side::Provider,
        peer,
        kind: WorkKind::Embed,
        title: "text by a model".into(),
        opened_at: NOON,
        changed_at: NOON.plus_ms(60_000),
        state: JobState::Ended { reason: StopReason::Lost },
        units: 2,
        void_units: 1,
        gross: micros(15_000),
        electricity: micros(2_655),
        net: micros(12_345),
        settled: micros(10_000),
    }
}

fn payer() -> Keypair {
    Keypair::from_secret([7; 32])
}

fn receipt() -> ReceiptRow {
    let (units, total) = (1, micros(10_000));
    let payer = payer();
    let (job, payee) = (JobId([0x1a; 16]), node(0xab));
    let receipt = Receipt { job, payer: payer.node_id(), payee, units, cumulative: total, issued_at: NOON };
    ReceiptRow::new(NOON, &Signed::new(&receipt, &payer), units, total)
}

fn detail(receipts: Vec<ReceiptRow>) -> JobDetail {
    let row = job(0x1a, payer().node_id());
    let unit = |state, gross| UnitRow {
        job: row.job,
        unit: UnitId([0x2b; 32]),
        side: row.side,
        state,
        gross: micros(gross),
        energy: None,
        electricity: micros(885),
        net: micros(gross - 885),
        busy_ms: 1_500,
        changed_at: NOON,
    };
    let void = UnitState::Void { why: UnitFailure::Preempted };
    let units = vec![unit(UnitState::Final, 10_000), unit(UnitState::Pending, 5_000), unit(void, 0)];
    JobDetail { row, units, receipts, energy: Some(Millijoules(36_000_000)), png_base64: Some("AA==".into()) }
}

/// Two pages of jobs: one of peer `cd…`, then two of a payer's.
fn pages(filter: &JobFilter) -> Vec<JobRow> {
    let first = job(0x11, node(0xcd));
    let mark = JobMark { opened_at: NOON, job: first.job, peer: first.peer };
    match &filter.before {
        None => vec![first],
        Some(before) if *before == mark => vec![job(0x1a, payer().node_id()), job(0x1b, payer().node_id())],
        Some(_) => Vec::new(),
    }
}

fn daemon(receipts: Vec<ReceiptRow>) -> Daemon {
    Daemon::answering(move |request| {
        vec![match request {
            Request::Jobs { filter: JobFilter { side: None, kind: None, peer: None, before }, .. } => {
                let filter = JobFilter { before: before.clone(), ..JobFilter::default() };
                Response::Jobs { jobs: pages(&filter) }
            }
            Request::Job { job, side: Side::Provider, peer }
                if (*job, *peer) == (JobId([0x1a; 16]), payer().node_id()) =>
            {
                Response::Job { detail: Some(Box::new(detail(receipts.clone()))) }
            }
            Request::Job { .. } => Response::Job { detail: None },
            other => Response::Error(ControlError::BadRequest { what: format!("not expected: {other:?}") }),
        }]
    })
}

#[test]
fn a_job_is_shown_whole_by_the_beginning_of_its_name() {
    let ran = daemon(vec![receipt()]).run(&["job", "1A"]);
    let (id, peer, short) = ("1a".repeat(16), payer().node_id(), payer().node_id().short());
    let signature: String = receipt().signature.chars().take(16).collect();
    let expected = format!(
        "\
job       {id}
what      text by a model
kind      embed
as        provider, for {peer}
opened    2026-11-23 12:00
state     the connection was lost, 2026-11-23 12:01
money     0.012345 net = 0.015000 gross - 0.002655 electricity
paid      0.010000 by receipts, 0.005000 held until the requester comes back; 2 units
energy    0.010 kWh
checked   by the requester, before it paid
void      1 unit: 1 the owner took the machine back
receipts  the newest, of 2026-11-23 12:00, promises 0.010000 for 1 unit in all, and its signature is right
picture   kept; `--json` has it

job       unit      changed           as        busy ms     gross  electricity        net  state
1a1a1a1a  2b2b2b2b  2026-11-23 12:00  provider     1500  0.010000     0.000885   0.009115  final
1a1a1a1a  2b2b2b2b  2026-11-23 12:00  provider     1500  0.005000     0.000885   0.004115  pending
1a1a1a1a  2b2b2b2b  2026-11-23 12:00  provider     1500  0.000000     0.000885  -0.000885  void: the owner took the machine back

receipt of        units     total  payer     signature
2026-11-23 12:00      1  0.010000  {short}  {signature}
"
    );
    assert_eq!((ran.stdout.as_str(), ran.code), (expected.as_str(), 0));
}

#[test]
fn a_forged_receipt_is_a_failure() {
    let forged = ReceiptRow { total: micros(20_000), ..receipt() };
    let ran = daemon(vec![forged]).run(&["job", &"1a".repeat(16)]);
    assert_eq!((ran.code, ran.stdout.contains("and its signature does not hold\n")), (1, true), "{}", ran.stdout);
}

#[test]
fn an_unclear_name_of_a_job_or_peer_is_bad_input() {
    let daemon = daemon(Vec::new());
    let ran = daemon.run(&["job", "1"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "idlewatt: the names of several jobs begin with 1; give more of it\n")
    );
    let ran = daemon.run(&["job", "ff"]);
    let words = "idlewatt: there is no job whose name begins with ff; `idlewatt jobs` lists them\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, words));
    let ran = daemon.run(&["jobs", "--peer", "ffff"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (2, "idlewatt: there is no peer whose name begins with ffff\n"));
}

#[test]
fn jobs_can_be_asked_for_by_kind_side_and_peer() {
    let daemon = Daemon::answering(|request| {
        let wanted = JobFilter {
            side: Some(Side::Requester),
            kind: Some(WorkKind::Generate),
            peer: Some(node(0xcd)),
            before: None,
        };
        vec![match request {
            Request::Jobs { limit: 20, filter } if *filter == wanted => {
                Response::Jobs { jobs: vec![job(1, node(0xcd))] }
            }
            Request::Jobs { limit: 1000, filter } => Response::Jobs { jobs: pages(filter) },
            other => Response::Error(ControlError::BadRequest { what: format!("not expected: {other:?}") }),
        }]
    });
    for peer in ["cdcd".to_owned(), "cd".repeat(32)] {
        let ran = daemon.run(&["jobs", "--kind", "generate", "--side", "requester", "--peer", &peer]);
        assert_eq!((ran.stdout.lines().count(), ran.code), (2, 0), "{}{}", ran.stdout, ran.stderr);
    }
    assert_eq!(daemon.run(&["jobs", "--kind", "dance"]).code, 2);
}

fn history() -> History {
    let sums = |gross, electricity, held| Earnings {
        gross: micros(gross),
        electricity: micros(electricity),
        net: micros(gross - electricity),
        pending: Amount::ZERO,
        held: micros(held),
        settled: micros(gross - held),
        energy: Millijoules(0),
        units: 2,
        spent: Amount::ZERO,
    };
    let day = |days: u64, sums| Bucket { start: NOON.plus_ms(days * 86_400_000), sums };
    History {
        buckets: vec![day(0, sums(48_000, 0, 0)), day(1, sums(0, 4_000, 0)), day(2, sums(15_000, 3_000, 5_000))],
        total: sums(63_000, 7_000, 5_000),
        kinds: Vec::new(),
        hours: vec![Earnings::default(); 24],
    }
}

#[test]
fn earnings_over_time_have_a_bar_each() {
    let daemon = Daemon::answering(|request| {
        vec![match request {
            Request::History { since: None, step: Step::Day } => Response::History(history()),
            other => Response::Error(ControlError::BadRequest { what: format!("not expected: {other:?}") }),
        }]
    });
    let table = daemon.run(&["earnings", "--by", "day", "--all"]).stdout;
    let expected = "\
from           net  gross  electricity   held  units
2026-11-23   0.048  0.048            0      0      2  ████████████████████████
2026-11-24  -0.004      0        0.004      0      2  ░░
2026-11-25   0.012  0.015        0.003  0.005      2  ██████
total        0.056  0.063        0.007  0.005      2
";
    assert_eq!(table, expected);
    let csv = daemon.run(&["earnings", "--by", "day", "--all", "--csv"]).stdout;
    let row = "2026-11-24T12:00:00+00:00,-0.004000,0.000000,0.004000,0.000000,0.000000,0.000000,0.000000,2";
    assert_eq!(csv.lines().nth(2), Some(row));
    assert_eq!(daemon.run(&["earnings", "--by", "year"]).code, 2);
}

#[test]
fn held_money_has_a_column_where_there_is_some() {
    let daemon = Daemon::answering(|_| vec![Response::Earnings(history().total)]);
    let table = daemon.run(&["earnings", "--all"]).stdout;
    assert_eq!(
        table.lines().next(),
        Some("span        net  gross  electricity  pending   held  settled  spent     energy  units")
    );
    assert!(table.contains("  0.005    0.058  "), "{table}");
}

#[test]
fn an_export_says_how_much_is_where() {
    let daemon = Daemon::answering(|request| {
        vec![match request {
            Request::Export { path, format: ExportFormat::Json, since: Some(UnixMillis(1_795_392_000_000)) }
                if path.ends_with("jobs.JSON") && std::path::Path::new(path).is_absolute() =>
            {
                Response::Exported { jobs: 12 }
            }
            Request::Export { path, format: ExportFormat::Csv, since: None } => {
                Response::Error(BadInput::NoFolder { path: path.clone() }.into())
            }
            other => Response::Error(ControlError::BadRequest { what: format!("not expected: {other:?}") }),
        }]
    });
    let ran = daemon.run(&["export", "jobs.JSON", "--since", "2026-11-23"]);
    assert_eq!((ran.code, ran.stdout.starts_with("12 jobs in ")), (0, true), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(daemon.run(&["export", "/missing/jobs.csv"]).code, 2);
    let ran = daemon.run(&["export", "jobs.xlsx"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "idlewatt: the file must end in .csv or .json, which jobs.xlsx does not\n")
    );
    assert_eq!(daemon.run(&["export", "jobs.csv", "--since", "once"]).code, 2);
}
