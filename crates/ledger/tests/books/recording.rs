//! What entries do, one at a time.

use crate::common::{Deal, Shelf, assert_sound, micros, record_all};
use idlewatt_ledger::{Entry, Outcome, Rejected};
use idlewatt_proto::books::{JobFilter, JobState, Side, UnitState};
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, Millijoules, UnixMillis};

fn rejected(why: Rejected) -> Outcome {
    Outcome::Rejected(why)
}

#[test]
fn a_unit_is_reserved_then_pending_then_final() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20)]);
    assert_eq!(ledger.units(None, 9).expect("rows")[0].state, UnitState::Started);
    assert_eq!(ledger.owed(deal.key.peer).expect("sum"), Amount::ZERO);
    record_all(&mut ledger, [deal.done(0, 30)]);
    let earnings = ledger.earnings(None).expect("sums");
    assert_eq!((earnings.gross, earnings.electricity, earnings.net), (micros(10), micros(3), micros(7)));
    assert_eq!((earnings.pending, earnings.settled, earnings.units), (micros(10), Amount::ZERO, 1));
    assert_eq!(ledger.owed(deal.key.peer).expect("sum"), micros(10));
    assert_eq!(ledger.unpaid_units(&deal.key).expect("count"), 1);
    record_all(&mut ledger, [deal.taken(1, 10, 40), deal.ended(50)]);
    assert_eq!(ledger.unpaid_units(&deal.key).expect("count"), 0);
    let earnings = ledger.earnings(None).expect("sums");
    assert_eq!((earnings.pending, earnings.settled, earnings.energy), (Amount::ZERO, micros(10), Millijoules(1000)));
    let job = &ledger.jobs(9, &JobFilter::default()).expect("rows")[0];
    assert_eq!((job.units, job.gross, job.net, job.settled), (1, micros(10), micros(7), micros(10)));
    assert_eq!(job.state, JobState::Ended { reason: StopReason::Done });
    assert_eq!((job.opened_at, job.changed_at), (UnixMillis(10), UnixMillis(50)));
    assert_eq!(ledger.receipt(&deal.key).expect("read"), Some(deal.receipt(1, 10, 40)));
    let audit = ledger.audit().expect("read");
    assert_eq!((audit.transfers, audit.receipts, audit.head.len()), (3, 1, 64));
    assert_sound(&ledger);
}

#[test]
fn a_requester_spends_what_its_receipts_say() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Requester, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.started(1, 20), deal.done(1, 30)]);
    record_all(&mut ledger, [deal.given(1, 1, 20, 31), deal.done(0, 40)]);
    // The receipt must be for this unit and all before it, to the micro-credit.
    assert_eq!(ledger.record(&deal.given(0, 2, 31, 41)).expect("io"), rejected(Rejected::ReceiptTooHigh));
    assert_eq!(ledger.record(&deal.given(0, 2, 29, 41)).expect("io"), rejected(Rejected::StaleReceipt));
    assert_eq!(ledger.record(&deal.given(0, 3, 30, 41)).expect("io"), rejected(Rejected::ReceiptTooHigh));
    record_all(&mut ledger, [deal.given(0, 2, 30, 41)]);
    assert_eq!(ledger.earnings(None).expect("sums").spent, micros(30));
    assert_eq!(ledger.earnings(None).expect("sums").gross, Amount::ZERO, "spending is not earning");
    assert_sound(&ledger);
}

#[test]
fn part_of_a_unit_is_worth_part_of_its_price() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(4, 20), deal.finished(4, 30, 30)]);
    assert_eq!(ledger.earnings(None).expect("sums").pending, micros(30));
    record_all(&mut ledger, [deal.taken(1, 30, 40)]);
    assert_eq!(ledger.earnings(None).expect("sums").settled, micros(30));
    // Reserve, its release, the part, its posting, electricity.
    assert_eq!(ledger.audit().expect("read").transfers, 5);
    assert_sound(&ledger);
    let too_much = [deal.started(0, 50), deal.finished(0, 11, 51)];
    record_all(&mut ledger, [too_much[0].clone()]);
    assert_eq!(ledger.record(&too_much[1]).expect("io"), rejected(Rejected::OutOfBounds));
}

#[test]
fn the_same_entry_again_changes_nothing() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    let entries = [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30), deal.taken(1, 10, 40), deal.ended(50)];
    record_all(&mut ledger, entries.clone());
    let before = (
        ledger.jobs(9, &JobFilter::default()).expect("rows"),
        ledger.units(None, 9).expect("rows"),
        ledger.audit().expect("read"),
    );
    for entry in &entries {
        assert_eq!(ledger.record(entry).expect("io"), Outcome::Repeated, "{entry:?}");
    }
    // Said anew, at another time: the same by what it names.
    let anew = [deal.started(0, 99), deal.done(0, 99), deal.taken(1, 10, 99), deal.ended(99)];
    for entry in &anew {
        assert_eq!(ledger.record(entry).expect("io"), Outcome::Repeated, "{entry:?}");
    }
    let after = (
        ledger.jobs(9, &JobFilter::default()).expect("rows"),
        ledger.units(None, 9).expect("rows"),
        ledger.audit().expect("read"),
    );
    assert_eq!(before, after);
}

#[test]
fn an_old_receipt_shown_twice_pays_nothing() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    let first = deal.taken(1, 10, 40);
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30), first.clone()]);
    record_all(&mut ledger, [deal.started(1, 50), deal.done(1, 60), deal.taken(2, 30, 70)]);
    record_all(&mut ledger, [deal.started(2, 80), deal.done(2, 90)]);
    assert_eq!(ledger.record(&first).expect("io"), Outcome::Repeated);
    assert_eq!(ledger.record(&deal.taken(1, 10, 99)).expect("io"), rejected(Rejected::StaleReceipt));
    assert_eq!(ledger.record(&deal.taken(2, 60, 99)).expect("io"), rejected(Rejected::StaleReceipt));
    assert_eq!(ledger.record(&deal.taken(3, 29, 99)).expect("io"), rejected(Rejected::StaleReceipt));
    assert_eq!(ledger.earnings(None).expect("sums").settled, micros(30));
    assert_sound(&ledger);
}

#[test]
fn receipts_that_prove_nothing_are_refused() {
    let (shelf, deal, other) = (Shelf::new(), Deal::new(Side::Provider, 1), Deal::new(Side::Provider, 2));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30)]);
    let answer = |ledger: &mut idlewatt_ledger::Ledger, receipt| {
        ledger.record(&Entry::ReceiptTaken { receipt, at: UnixMillis(40) }).expect("io")
    };
    assert_eq!(answer(&mut ledger, other.receipt(1, 10, 40)), rejected(Rejected::UnknownJob));
    assert_eq!(answer(&mut ledger, deal.receipt(1, 11, 40)), rejected(Rejected::ReceiptTooHigh));
    assert_eq!(answer(&mut ledger, deal.receipt(2, 10, 40)), rejected(Rejected::ReceiptTooHigh));
    assert_eq!(answer(&mut ledger, deal.receipt(0, 0, 40)), rejected(Rejected::StaleReceipt));
    let mut right = deal.receipt(1, 10, 40).verify().expect("signed");
    assert_eq!(answer(&mut ledger, Signed::new(&right, &deal.payee)), rejected(Rejected::WrongPayer));
    right.payee = other.payer.node_id();
    assert_eq!(answer(&mut ledger, Signed::new(&right, &deal.payer)), rejected(Rejected::WrongPayee));
    let mut bytes = idlewatt_proto::wire::encode(&deal.receipt(1, 10, 40));
    *bytes.last_mut().expect("bytes") ^= 1;
    let forged = idlewatt_proto::wire::decode(&bytes, 4096).expect("same shape");
    assert_eq!(answer(&mut ledger, forged), rejected(Rejected::BadSignature));
    assert_eq!(ledger.earnings(None).expect("sums").settled, Amount::ZERO);
    assert_sound(&ledger);
}

#[test]
fn a_receipt_for_the_younger_unit_leaves_the_older_one_open() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.started(1, 20)]);
    record_all(&mut ledger, [deal.done(0, 30), deal.done(1, 31), deal.taken(1, 20, 40)]);
    let states: Vec<_> = ledger.units(None, 9).expect("rows").into_iter().map(|unit| unit.state).collect();
    assert_eq!(states, [UnitState::Pending, UnitState::Final]);
    record_all(&mut ledger, [deal.voided(0, UnitFailure::Differs, 0, 50)]);
    let earnings = ledger.earnings(None).expect("sums");
    assert_eq!((earnings.gross, earnings.electricity), (micros(20), micros(6)), "burnt is burnt");
    assert_sound(&ledger);
}

#[test]
fn a_receipt_that_pays_too_little_leaves_its_unit_pending() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30), deal.taken(1, 9, 40)]);
    assert_eq!(ledger.owed(deal.key.peer).expect("sum"), micros(10));
    assert_sound(&ledger);
}

#[test]
fn a_void_unit_may_be_started_again_and_its_electricity_stays() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.voided(0, UnitFailure::Preempted, 5, 30)]);
    assert_eq!(ledger.record(&deal.done(0, 31)).expect("io"), rejected(Rejected::UnitNotPending));
    record_all(&mut ledger, [deal.started(0, 40), deal.done(0, 50), deal.taken(1, 10, 60)]);
    let unit = &ledger.units(Some(deal.key.job), 9).expect("rows")[0];
    assert_eq!((unit.gross, unit.electricity, unit.net), (micros(10), micros(8), micros(2)));
    assert_eq!((unit.energy, unit.busy_ms), (Some(Millijoules(1500)), 100));
    assert_eq!(
        ledger.record(&deal.voided(0, UnitFailure::Differs, 0, 70)).expect("io"),
        rejected(Rejected::UnitNotPending)
    );
    assert_sound(&ledger);
}

#[test]
fn an_ended_job_voids_what_was_only_started_and_still_takes_receipts() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.started(1, 20), deal.done(0, 30)]);
    record_all(&mut ledger, [deal.ended(40)]);
    assert_eq!(ledger.record(&deal.done(1, 50)).expect("io"), rejected(Rejected::JobEnded));
    assert_eq!(ledger.record(&deal.started(2, 50)).expect("io"), rejected(Rejected::JobEnded));
    let states: Vec<_> = ledger.units(None, 9).expect("rows").into_iter().map(|unit| unit.state).collect();
    assert_eq!(states, [UnitState::Pending, UnitState::Void { why: UnitFailure::JobEnded }]);
    record_all(&mut ledger, [deal.taken(1, 10, 60)]);
    assert_eq!(ledger.earnings(None).expect("sums").settled, micros(10));
    assert_sound(&ledger);
}

#[test]
fn a_new_agreement_goes_on_with_an_ended_job() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30), deal.taken(1, 10, 40)]);
    assert_eq!(ledger.record(&deal.opened(2, 45)).expect("io"), rejected(Rejected::JobDiffers), "still open");
    record_all(&mut ledger, [deal.ended(50)]);
    assert_eq!(ledger.record(&deal.opened(1, 60)).expect("io"), rejected(Rejected::JobEnded), "the old agreement");
    record_all(&mut ledger, [deal.opened(2, 70), deal.started(1, 80), deal.done(1, 90), deal.taken(2, 30, 95)]);
    assert_eq!(ledger.jobs(9, &JobFilter::default()).expect("rows").len(), 1);
    assert_eq!(ledger.jobs(9, &JobFilter::default()).expect("rows")[0].settled, micros(30));
    assert_sound(&ledger);
}

#[test]
fn agreements_that_do_not_hold_open_nothing() {
    let (shelf, deal, other) = (Shelf::new(), Deal::new(Side::Provider, 1), Deal::new(Side::Provider, 2));
    let mut ledger = shelf.open();
    let Entry::JobOpened { agreement: foreign, .. } = other.opened(1, 10) else { panic!("an opening") };
    let mut bad = Vec::new();
    for change in 0..5 {
        let mut entry = deal.opened(1, 10);
        let Entry::JobOpened { key, price, spec, agreement, .. } = &mut entry else { panic!("an opening") };
        match change {
            0 => agreement.clone_from(&foreign),
            1 => agreement.truncate(40),
            2 => spec.push(0),
            3 => price.per_giga = micros(2_000_000_000),
            _ => key.side = Side::Requester,
        }
        bad.push(entry);
    }
    for entry in bad {
        assert_eq!(ledger.record(&entry).expect("io"), rejected(Rejected::BadAgreement), "{entry:?}");
    }
    assert_eq!(ledger.record(&deal.started(0, 20)).expect("io"), rejected(Rejected::UnknownJob));
    assert!(ledger.jobs(9, &JobFilter::default()).expect("rows").is_empty());
}

#[test]
fn numbers_that_no_real_unit_has_are_refused() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10)]);
    for micros in [-1, i64::MIN, i64::MAX] {
        let mut entry = deal.started(0, 20);
        if let Entry::UnitStarted { gross, .. } = &mut entry {
            *gross = Amount::from_micros(micros);
        }
        assert_eq!(ledger.record(&entry).expect("io"), rejected(Rejected::OutOfBounds));
    }
    assert_eq!(ledger.record(&deal.ended(u64::MAX)).expect("io"), rejected(Rejected::OutOfBounds));
}

#[test]
fn work_for_nothing_is_booked_without_moving_money() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20)]);
    let mut free = deal.done(0, 30);
    if let Entry::UnitFinished { gross, .. } = &mut free {
        *gross = Amount::ZERO;
    }
    record_all(&mut ledger, [free, deal.taken(1, 0, 40)]);
    assert_eq!(ledger.units(None, 9).expect("rows")[0].state, UnitState::Final);
    assert_sound(&ledger);
}

#[test]
fn earnings_count_from_the_time_of_finish() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 100)]);
    record_all(&mut ledger, [deal.started(1, 110), deal.done(1, 200), deal.taken(2, 30, 300)]);
    record_all(&mut ledger, [deal.started(2, 310), deal.voided(2, UnitFailure::WorkerFailed, 5, 320)]);
    let since = |at| ledger.earnings(Some(UnixMillis(at))).expect("sums");
    assert_eq!((since(0).gross, since(0).electricity, since(0).units), (micros(30), micros(11), 2));
    assert_eq!((since(101).gross, since(101).electricity, since(101).units), (micros(20), micros(8), 1));
    assert_eq!((since(201).gross, since(201).net), (Amount::ZERO, micros(-5)));
    assert_eq!(since(u64::MAX).electricity, Amount::ZERO);
}

#[test]
fn one_job_with_two_providers_and_on_both_sides_is_kept_apart() {
    let shelf = Shelf::new();
    let mut ledger = shelf.open();
    let mut second = Deal::new(Side::Requester, 2);
    let (first, sold) = (Deal::new(Side::Requester, 1), Deal::new(Side::Provider, 1));
    second.key.job = first.key.job;
    for deal in [&first, &second, &sold] {
        record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30)]);
    }
    record_all(&mut ledger, [second.given(0, 1, 10, 40)]);
    let settled: Vec<_> =
        ledger.jobs(9, &JobFilter::default()).expect("rows").into_iter().map(|job| (job.peer, job.settled)).collect();
    assert_eq!(settled[1], (second.key.peer, micros(10)));
    assert_eq!((settled[0].1, settled[2].1), (Amount::ZERO, Amount::ZERO));
    assert_eq!(ledger.open_jobs(Side::Requester).expect("rows").len(), 2);
    assert_sound(&ledger);
}

#[test]
fn what_was_open_is_found_again_after_reopening() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.finished(0, 7, 30), deal.started(1, 40)]);
    drop(ledger);
    let mut ledger = shelf.open();
    let open = ledger.open_jobs(Side::Provider).expect("rows");
    assert_eq!(ledger.open_job(&deal.key).expect("a row").as_ref(), open.first());
    let Entry::JobOpened { spec, agreement, price, .. } = deal.opened(1, 10) else { panic!("an opening") };
    assert_eq!((open[0].key, &open[0].spec, &open[0].agreement), (deal.key, &spec, &agreement));
    assert_eq!((open[0].price, open[0].changed_at), (price, UnixMillis(40)));
    let [done, started] = &open[0].units[..] else { panic!("two units: {:?}", open[0].units) };
    assert_eq!((done.unit, done.work, &done.state), (deal.unit(0), deal.work(0), &UnitState::Pending));
    assert_eq!(done.done, Some(7));
    assert!(done.result.is_some() && started.result.is_none());
    assert_eq!((started.unit, &started.state), (deal.unit(1), &UnitState::Started));
    record_all(&mut ledger, [deal.ended(50)]);
    assert_eq!(ledger.open_job(&deal.key).expect("no row"), None);
}

#[test]
fn entries_made_at_once_are_all_in_the_books_or_none_is() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10), deal.started(1, 20), deal.done(1, 30)]);
    let anew =
        |part, at| [deal.voided(1, UnitFailure::JobEnded, 0, at), deal.started(1, at), deal.finished(1, part, at)];
    let head = ledger.audit().expect("read").head;
    let too_much = ledger.record_all(&anew(21, 40)).expect("io");
    assert_eq!(too_much, rejected(Rejected::OutOfBounds));
    assert_eq!(ledger.units(None, 9).expect("rows")[0].state, UnitState::Pending, "the first two are gone, too");
    assert_eq!((ledger.owed(deal.key.peer).expect("sum"), ledger.audit().expect("read").head), (micros(20), head));
    assert_eq!(ledger.record_all(&anew(7, 50)).expect("io"), Outcome::Recorded);
    assert_eq!(ledger.owed(deal.key.peer).expect("sum"), micros(7));
    assert_eq!(ledger.record_all(&anew(7, 50)).expect("io"), Outcome::Repeated);
    assert_eq!(ledger.record_all(&[]).expect("io"), Outcome::Repeated);
    // What is there already does not keep the rest out.
    let [again, ..] = anew(7, 50);
    assert_eq!(ledger.record_all(&[again, deal.taken(1, 7, 60)]).expect("io"), Outcome::Recorded);
    let unit = ledger.unit(&deal.key, &deal.unit(1)).expect("read").expect("a unit");
    assert_eq!((unit.state, unit.done), (UnitState::Final, Some(7)));
    assert_eq!(ledger.unit(&deal.key, &deal.unit(2)).expect("read"), None);
    assert_sound(&ledger);
    drop(ledger);
    assert_sound(&shelf.open());
}

#[test]
fn the_units_that_were_paid_last_are_told() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Requester, 1));
    let mut ledger = shelf.open();
    assert_eq!(ledger.last_paid(&deal.key, 9).expect("rows"), []);
    record_all(&mut ledger, [deal.opened(1, 10)]);
    record_all(&mut ledger, (0..4).map(|n| deal.started(n, 20)));
    // Not in the order of their start.
    record_all(&mut ledger, [deal.done(2, 30), deal.given(2, 1, 30, 31), deal.finished(0, 7, 40)]);
    record_all(&mut ledger, [deal.given(0, 2, 37, 41), deal.done(1, 50), deal.given(1, 3, 57, 51), deal.done(3, 60)]);
    let last: Vec<_> = ledger.last_paid(&deal.key, 2).expect("rows").into_iter().map(|unit| unit.unit).collect();
    assert_eq!(last, [deal.unit(1), deal.unit(0)]);
    let all = ledger.last_paid(&deal.key, 9).expect("rows");
    assert_eq!(all.iter().map(|unit| unit.done).collect::<Vec<_>>(), [Some(20), Some(7), Some(30)]);
    assert!(all.iter().all(|unit| unit.result.is_some() && unit.state == UnitState::Final));
}
