//! Jobs as the books have them, for windows and command lines.

use crate::house::House;
use crate::pictures;
use base64::Engine as _;
use idlewatt_control::limits::{JOBS_MOST, UNITS_MOST};
use idlewatt_control::messages::{ControlError, JobDetail, JobFilter, Response};
use idlewatt_ledger::{Detail, JobKey};
use idlewatt_proto::books::{JobRow, JobState, UnitRow, UnitState};
use idlewatt_proto::limits::TEXT_BYTES;
use idlewatt_proto::reason::{StopReason, UnitFailure};

/// A page of them.
pub async fn list(house: &House, limit: u32, filter: JobFilter) -> Result<Response, ControlError> {
    let mut jobs = house.books.read(move |ledger| ledger.jobs(limit.min(JOBS_MOST), &filter)).await?;
    jobs.iter_mut().for_each(shorten_job);
    Ok(Response::Jobs { jobs })
}

/// One of them whole.
pub async fn one(house: &House, key: JobKey) -> Result<Response, ControlError> {
    let found = house.books.read(move |ledger| ledger.job(&key, UNITS_MOST)).await?;
    let detail = found.map(|Detail { mut row, mut units, receipts, energy }| {
        shorten_job(&mut row);
        units.iter_mut().for_each(shorten_unit);
        let png = pictures::kept(&house.home.pictures(), &key);
        let png_base64 = png.map(|png| base64::engine::general_purpose::STANDARD.encode(png));
        Box::new(JobDetail { row, units, receipts, energy, png_base64 })
    });
    Ok(Response::Job { detail })
}

/// Reasons may be the other side's words, as long as a message may be; a page of such would be longer than a line.
fn shorten(what: &mut String) {
    if what.len() > TEXT_BYTES {
        let end = (0..=TEXT_BYTES).rev().find(|at| what.is_char_boundary(*at)).unwrap_or(0);
        what.truncate(end);
        what.push('…');
    }
}

fn shorten_job(row: &mut JobRow) {
    if let JobState::Ended { reason: StopReason::Protocol { what } | StopReason::Failed { what } } = &mut row.state {
        shorten(what);
    }
}

fn shorten_unit(row: &mut UnitRow) {
    let UnitState::Void { why } = &mut row.state else { return };
    match why {
        UnitFailure::BadScene { what } | UnitFailure::BadModel { what } | UnitFailure::BadRequest { what } => {
            shorten(what)
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_long_words_are_cut_between_letters() {
        let cut = |text: String| {
            let mut cut = text;
            shorten(&mut cut);
            cut
        };
        assert_eq!(cut("short".into()), "short");
        assert_eq!(cut("x".repeat(60_000)), "x".repeat(TEXT_BYTES) + "…");
        assert_eq!(cut(format!("x{}", "ä".repeat(60_000))), format!("x{}…", "ä".repeat((TEXT_BYTES - 1) / 2)));
    }
}
