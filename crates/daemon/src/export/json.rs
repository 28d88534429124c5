//! All that the books know of each job, for programs: one object a line, money in credits as decimal strings, times by the
//! local clock.

use super::instant;
use idlewatt_ledger::Detail;
use idlewatt_proto::books::{JobState, ReceiptRow, Side, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::{Amount, JobId, Millijoules, NodeId, UnitId, UnixMillis};
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Job<'a> {
    job: JobId,
    side: Side,
    peer: NodeId,
    kind: WorkKind,
    title: String,
    opened: String,
    changed: String,
    #[serde(flatten)]
    state: &'a JobState,
    void_units: u32,
    #[serde(serialize_with = "credits")]
    gross_credits: Amount,
    #[serde(serialize_with = "credits")]
    electricity_credits: Amount,
    #[serde(serialize_with = "credits")]
    net_credits: Amount,
    #[serde(serialize_with = "credits")]
    settled_credits: Amount,
    energy_mj: Option<Millijoules>,
    units: Vec<Unit<'a>>,
    receipts: Vec<Receipt<'a>>,
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: UnitId,
    #[serde(flatten)]
    state: &'a UnitState,
    changed: String,
    #[serde(serialize_with = "credits")]
    gross_credits: Amount,
    #[serde(serialize_with = "credits")]
    electricity_credits: Amount,
    #[serde(serialize_with = "credits")]
    net_credits: Amount,
    energy_mj: Option<Millijoules>,
    busy_ms: u64,
}

#[derive(Serialize)]
struct Receipt<'a> {
    at: String,
    payer: NodeId,
    units: u32,
    #[serde(serialize_with = "credits")]
    total_credits: Amount,
    statement: &'a str,
    signature: &'a str,
}

/// Elsewhere amounts are micro-credits.
fn credits<S: Serializer>(amount: &Amount, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// What comes before the jobs.
pub fn head(node: NodeId, at: UnixMillis, zone: &TimeZone) -> String {
    let at = instant(at, zone);
    format!("{{\"node\":\"{node}\",\"written\":\"{at}\",\"jobs\":[")
}

/// One job, on a line of its own.
pub fn object(detail: &Detail, zone: &TimeZone) -> serde_json::Result<String> {
    let row = &detail.row;
    let units = detail.units.iter().map(|unit| Unit {
        unit: unit.unit,
        state: &unit.state,
        changed: instant(unit.changed_at, zone),
        gross_credits: unit.gross,
        electricity_credits: unit.electricity,
        net_credits: unit.net,
        energy_mj: unit.energy,
        busy_ms: unit.busy_ms,
    });
    let receipts = detail.receipts.iter().map(|receipt: &ReceiptRow| Receipt {
        at: instant(receipt.at, zone),
        payer: receipt.payer,
        units: receipt.units,
        total_credits: receipt.total,
        statement: &receipt.statement,
        signature: &receipt.signature,
    });
    let job = Job {
        job: row.job,
        side: row.side,
        peer: row.peer,
        kind: row.kind,
        title: row.title.to_string(),
        opened: instant(row.opened_at, zone),
        changed: instant(row.changed_at, zone),
        state: &row.state,
        void_units: row.void_units,
        gross_credits: row.gross,
        electricity_credits: row.electricity,
        net_credits: row.net,
        settled_credits: row.settled,
        energy_mj: detail.energy,
        units: units.collect(),
        receipts: receipts.collect(),
    };
    Ok(format!("\n{}", serde_json::to_string(&job)?))
}
