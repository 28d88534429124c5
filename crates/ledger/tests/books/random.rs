//! Any order of right, wrong and repeated entries leaves books that add up.

use crate::common::{Deal, Shelf, micros};
use idlewatt_ledger::{Entry, Ledger, Outcome};
use idlewatt_proto::Amount;
use idlewatt_proto::books::{JobFilter, JobState, Side, UnitState};
use idlewatt_proto::reason::UnitFailure;
use proptest::prelude::*;
use std::collections::HashMap;

/// What somebody tries. `deal` and `unit` are indices into few of them, so that they meet often.
#[derive(Debug, Clone)]
enum Try {
    Open {
        agreement: u64,
    },
    Start {
        unit: u32,
    },
    Finish {
        unit: u32,
        part: u32,
    },
    Void {
        unit: u32,
        electricity: i64,
    },
    /// A receipt for the next pending unit, off by so many units and micro-credits.
    Pay {
        unit: u32,
        units_off: i32,
        micros_off: i64,
    },
    End,
    /// An entry from before, word for word.
    Again {
        which: prop::sample::Index,
    },
}

fn tries() -> impl Strategy<Value = Vec<(usize, Try)>> {
    let unit = 0u32..4;
    let off = || prop_oneof![6 => Just(0i64), 1 => -3i64..4];
    let one = prop_oneof![
        2 => (1u64..3).prop_map(|agreement| Try::Open { agreement }),
        6 => unit.clone().prop_map(|unit| Try::Start { unit }),
        6 => (unit.clone(), 1u32..12).prop_map(|(unit, part)| Try::Finish { unit, part }),
        2 => (unit.clone(), 0i64..4).prop_map(|(unit, electricity)| Try::Void { unit, electricity }),
        6 => (unit, off(), off()).prop_map(|(unit, a, b)| Try::Pay { unit, units_off: a as i32, micros_off: b }),
        1 => Just(Try::End),
        3 => any::<prop::sample::Index>().prop_map(|which| Try::Again { which }),
    ];
    prop::collection::vec((0usize..3, one), 1..60)
}

/// The entry that a try comes to with the books as they are.
fn entry(ledger: &Ledger, deal: &Deal, what: &Try, said: &[Entry], at: u64) -> Option<Entry> {
    Some(match what {
        Try::Open { agreement } => deal.opened(*agreement, at),
        Try::Start { unit } => deal.started(*unit, at),
        Try::Finish { unit, part } => deal.finished(*unit, deal.size(*unit) * part / 10, at),
        Try::Void { unit, electricity } => deal.voided(*unit, UnitFailure::Differs, *electricity, at),
        Try::Pay { unit, units_off, micros_off } => {
            let last = ledger.receipt(&deal.key).expect("read").map(|signed| signed.verify().expect("signed"));
            let (units, sum) = last.map_or((0, Amount::ZERO), |last| (last.units, last.cumulative));
            let rows = ledger.units(Some(deal.key.job), 99).expect("rows");
            let gross = rows.iter().find(|row| row.unit == deal.unit(*unit)).map_or(micros(5), |row| row.gross);
            let units = units.saturating_add_signed(1 + units_off);
            let sum = sum.micros() + gross.micros() + micros_off;
            match deal.key.side {
                Side::Provider => deal.taken(units, sum, at),
                Side::Requester => deal.given(*unit, units, sum, at),
            }
        }
        Try::End => deal.ended(at),
        Try::Again { which } => which.get_checked(said)?.clone(),
    })
}

trait GetChecked {
    fn get_checked<'a, T>(&self, slice: &'a [T]) -> Option<&'a T>;
}

impl GetChecked for prop::sample::Index {
    fn get_checked<'a, T>(&self, slice: &'a [T]) -> Option<&'a T> {
        (!slice.is_empty()).then(|| self.get(slice))
    }
}

fn check(ledger: &Ledger) -> Result<(), TestCaseError> {
    let audit = ledger.audit().expect("read");
    prop_assert!(audit.faults.is_empty(), "{:#?}", audit.faults);
    let earnings = ledger.earnings(None).expect("sums");
    prop_assert_eq!(Some(earnings.net), earnings.gross.checked_sub(earnings.electricity));
    let parts = [earnings.pending, earnings.held, earnings.settled];
    prop_assert_eq!(earnings.gross.micros(), parts.iter().map(|part| part.micros()).sum::<i64>());
    let jobs = ledger.jobs(99, &JobFilter::default()).expect("rows");
    let provided = jobs.iter().filter(|job| job.side == Side::Provider);
    prop_assert_eq!(earnings.gross.micros(), provided.map(|job| job.gross.micros()).sum::<i64>());
    let units = ledger.units(None, 999).expect("rows");
    let unpaid = |open: bool| -> i64 {
        let of = jobs.iter().filter(|job| job.side == Side::Provider && (job.state == JobState::Open) == open);
        of.map(|job| job.gross.micros() - job.settled.micros()).sum()
    };
    prop_assert_eq!((earnings.pending.micros(), earnings.held.micros()), (unpaid(true), unpaid(false)));
    for job in &jobs {
        let paid: i64 = units
            .iter()
            .filter(|unit| unit.job == job.job && unit.side == job.side && unit.state == UnitState::Final)
            .map(|unit| unit.gross.micros())
            .sum();
        prop_assert_eq!(paid, job.settled.micros());
        let key = idlewatt_ledger::JobKey { job: job.job, side: job.side, peer: job.peer };
        let proven = ledger
            .receipt(&key)
            .expect("read")
            .map_or(0, |receipt| receipt.verify().expect("signed").cumulative.micros());
        prop_assert!(paid <= proven, "{} final, and a receipt for {}", paid, proven);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_entries_leaves_books_that_add_up(tries in tries()) {
        let shelf = Shelf::new();
        let mut ledger = shelf.open();
        let deals = [Deal::new(Side::Provider, 1), Deal::new(Side::Provider, 2), Deal::new(Side::Requester, 3)];
        let mut said = Vec::new();
        let mut head = ledger.audit().expect("read").head;
        let mut finals = HashMap::new();
        for (at, (deal, what)) in tries.iter().enumerate() {
            let Some(entry) = entry(&ledger, &deals[*deal], what, &said, at as u64) else { continue };
            let outcome = ledger.record(&entry).expect("io");
            let before = std::mem::replace(&mut head, ledger.audit().expect("read").head);
            prop_assert_eq!(head != before, outcome == Outcome::Recorded, "{:?} on {:?}", outcome, entry);
            said.push(entry);
            // What is final stays so, and for the same money.
            for row in ledger.units(None, 999).expect("rows") {
                if let Some(gross) = finals.get(&(row.job, row.unit)) {
                    prop_assert_eq!((row.state.clone(), row.gross), (UnitState::Final, *gross));
                } else if row.state == UnitState::Final {
                    finals.insert((row.job, row.unit), row.gross);
                }
            }
        }
        check(&ledger)?;
        // All of it once more, after reopening: nothing that was recorded is recorded twice.
        drop(ledger);
        let mut ledger = shelf.open();
        let settled = ledger.earnings(None).expect("sums").settled;
        for entry in said.iter().filter(|entry| matches!(entry, Entry::ReceiptTaken { .. })) {
            ledger.record(entry).expect("io");
        }
        prop_assert!(ledger.earnings(None).expect("sums").settled >= settled);
        check(&ledger)?;
    }
}
