//! Lines for spreadsheets (RFC 4180): one job each, money in credits.

use super::instant;
use idlewatt_ledger::Detail;
use idlewatt_proto::Millijoules;
use idlewatt_proto::books::JobState;
use jiff::tz::TimeZone;

const HEAD: [&str; 17] = [
    "opened",
    "changed",
    "job",
    "side",
    "peer",
    "kind",
    "title",
    "state",
    "reason",
    "units",
    "void_units",
    "gross_credits",
    "electricity_credits",
    "net_credits",
    "settled_credits",
    "unpaid_credits",
    "energy_kwh",
];

/// The first line.
pub fn head() -> String {
    HEAD.join(",") + "\r\n"
}

/// One job.
pub fn line(detail: &Detail, zone: &TimeZone) -> String {
    let row = &detail.row;
    let (state, reason) = match &row.state {
        JobState::Open => ("open", String::new()),
        JobState::Ended { reason } => ("ended", reason.to_string()),
    };
    let unpaid = row.gross.checked_sub(row.settled).unwrap_or_default();
    let cells: [String; HEAD.len()] = [
        instant(row.opened_at, zone),
        instant(row.changed_at, zone),
        row.job.to_string(),
        row.side.word().to_owned(),
        row.peer.to_string(),
        row.kind.word().to_owned(),
        text(&row.title.to_string()),
        state.to_owned(),
        text(&reason),
        row.units.to_string(),
        row.void_units.to_string(),
        row.gross.to_string(),
        row.electricity.to_string(),
        row.net.to_string(),
        row.settled.to_string(),
        unpaid.to_string(),
        detail.energy.map(kilowatt_hours).unwrap_or_default(),
    ];
    cells.join(",") + "\r\n"
}

/// With six decimals. A millijoule is less than a millionth of a millionth of one.
fn kilowatt_hours(energy: Millijoules) -> String {
    let micros = energy.0 / 3600;
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// A cell of words, which may be a stranger's. One that begins like a formula would be run by the spreadsheet; numbers are
/// written by others and need no such care.
fn text(words: &str) -> String {
    const BEGINS: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let words = words.replace(char::is_control, "\u{fffd}");
    let words = if words.trim_start().starts_with(BEGINS) { format!("'{words}") } else { words };
    if words.contains(['"', ',']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::books::{JobRow, Side};
    use idlewatt_proto::job::WorkKind;
    use idlewatt_proto::reason::StopReason;
    use idlewatt_proto::{Amount, JobId, NodeId, UnixMillis};

    #[test]
    fn a_job_is_one_line_of_exact_numbers_and_harmless_words() {
        let row = JobRow {
            job: JobId([0x1a; 16]),
            side: Side::Provider,
            peer: NodeId([0xcd; 32]),
            kind: WorkKind::Generate,
            title: "=HYPERLINK(\"x\",\r\n1)".into(),
            opened_at: UnixMillis(1_795_435_200_000),
            changed_at: UnixMillis(1_795_435_261_000),
            state: JobState::Ended { reason: StopReason::Failed { what: "a, b".into() } },
            units: 2,
            void_units: 1,
            gross: Amount::from_micros(15_000),
            electricity: Amount::from_micros(15_007),
            net: Amount::from_micros(-7),
            settled: Amount::from_micros(10_000),
        };
        let detail = Detail { row, units: Vec::new(), receipts: Vec::new(), energy: Some(Millijoules(36_000_000)) };
        let expected = format!(
            "2026-11-23T12:00:00+00:00,2026-11-23T12:01:01+00:00,{},provider,{},generate,\
            \"'=HYPERLINK(\"\"x\"\",\u{fffd}\u{fffd}1)\",ended,\"the work failed: a, b\",2,1,\
            0.015000,0.015007,-0.000007,0.010000,0.005000,0.010000\r\n",
            "1a".repeat(16),
            "cd".repeat(32),
        );
        assert_eq!(line(&detail, &TimeZone::UTC), expected);
        assert_eq!(head().matches(',').count() + 1, HEAD.len());
    }

    #[test]
    fn what_begins_like_a_formula_is_a_word() {
        let cells = ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\u{ff1d}1", "1-1", "render 8x8, 1 spp"].map(text);
        let words = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'  =1", "'\u{ff1d}1", "1-1", "\"render 8x8, 1 spp\""];
        assert_eq!(cells, words);
        assert_eq!(kilowatt_hours(Millijoules(3_600_000_000 + 3600)), "1.000001");
    }
}
