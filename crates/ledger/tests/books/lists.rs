//! Lists of jobs, one job whole, and what work with each peer came to.

use crate::common::{Deal, Shelf, assert_sound, micros, record_all};
use idlewatt_ledger::Ledger;
use idlewatt_proto::books::{JobFilter, JobMark, JobRow, PeerRecord, Side, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::{Amount, Millijoules, UnixMillis};

fn mark(row: &JobRow) -> JobMark {
    JobMark { opened_at: row.opened_at, job: row.job, peer: row.peer }
}

/// All pages of a list, each as jobs' numbers.
fn pages(ledger: &Ledger, limit: u32, filter: &JobFilter) -> Vec<Vec<u8>> {
    let mut filter = filter.clone();
    let mut pages = Vec::new();
    loop {
        let page = ledger.jobs(limit, &filter).expect("rows");
        let Some(last) = page.last() else { return pages };
        filter.before = Some(mark(last));
        pages.push(page.iter().map(|job| job.job.0[0]).collect());
    }
}

#[test]
fn pages_follow_each_other_and_stay_when_new_jobs_come() {
    let shelf = Shelf::new();
    let mut ledger = shelf.open();
    // Two at the same time, and one by a clock that was set back.
    for (number, at) in [(1, 10), (2, 20), (3, 20), (4, 15), (5, 30)] {
        record_all(&mut ledger, [Deal::new(Side::Provider, number).opened(1, at)]);
    }
    let all = JobFilter::default();
    assert_eq!(pages(&ledger, 2, &all), [vec![5, 4], vec![3, 2], vec![1]]);
    assert_eq!(pages(&ledger, 5, &all), [vec![5, 4, 3, 2, 1]]);
    let first = ledger.jobs(2, &all).expect("rows");
    record_all(&mut ledger, [Deal::new(Side::Provider, 6).opened(1, 40)]);
    let next = JobFilter { before: Some(mark(&first[1])), ..all.clone() };
    let next: Vec<_> = ledger.jobs(2, &next).expect("rows").iter().map(|job| job.job.0[0]).collect();
    assert_eq!(next, [3, 2], "as if nothing had come");
    let nowhere = JobMark { opened_at: UnixMillis(11), ..mark(&first[0]) };
    assert!(ledger.jobs(9, &JobFilter { before: Some(nowhere), ..all }).expect("rows").is_empty());
}

#[test]
fn a_list_can_be_of_one_side_kind_and_peer() {
    let shelf = Shelf::new();
    let mut ledger = shelf.open();
    let deals = [
        Deal::new(Side::Provider, 1),
        Deal::text(WorkKind::Generate, Side::Provider, 2),
        Deal::text(WorkKind::Embed, Side::Requester, 3),
        Deal::text(WorkKind::Embed, Side::Provider, 4),
        Deal::new(Side::Requester, 5),
    ];
    for deal in &deals {
        record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20)]);
    }
    let of = |side, kind, peer| pages(&ledger, 1, &JobFilter { side, kind, peer, before: None }).concat();
    assert_eq!(of(Some(Side::Requester), None, None), [5, 3]);
    assert_eq!(of(None, Some(WorkKind::Embed), None), [4, 3]);
    assert_eq!(of(Some(Side::Provider), Some(WorkKind::Embed), None), [4]);
    assert_eq!(of(None, None, Some(deals[1].key.peer)), [2]);
    assert_eq!(of(Some(Side::Requester), Some(WorkKind::Generate), Some(deals[1].key.peer)), [] as [u8; 0]);
    assert_sound(&ledger);
}

#[test]
fn a_text_job_is_what_its_first_request_is() {
    let (shelf, said) = (Shelf::new(), Deal::text(WorkKind::Embed, Side::Provider, 1));
    let mut ledger = shelf.open();
    let kind = |ledger: &Ledger| ledger.jobs(1, &JobFilter::default()).expect("rows")[0].kind;
    record_all(&mut ledger, [said.opened(1, 10)]);
    assert_eq!(kind(&ledger), WorkKind::Generate, "until somebody asks");
    record_all(&mut ledger, [said.started(0, 20), said.voided(0, UnitFailure::Preempted, 0, 21)]);
    assert_eq!(kind(&ledger), WorkKind::Embed);
    let other = Deal::text(WorkKind::Generate, Side::Provider, 1);
    record_all(&mut ledger, [other.started(1, 30), said.ended(40), said.opened(2, 50), said.started(0, 60)]);
    assert_eq!(kind(&ledger), WorkKind::Embed);
    assert_sound(&ledger);
}

#[test]
fn one_job_is_told_with_its_units_and_signed_receipts() {
    let (shelf, deal, other) = (Shelf::new(), Deal::new(Side::Provider, 1), Deal::new(Side::Provider, 2));
    let mut ledger = shelf.open();
    for deal in [&deal, &other] {
        record_all(&mut ledger, [deal.opened(1, 10), deal.started(0, 20), deal.done(0, 30), deal.taken(1, 10, 40)]);
    }
    record_all(&mut ledger, [deal.started(1, 50), deal.done(1, 60), deal.taken(2, 30, 70)]);
    record_all(&mut ledger, [deal.started(2, 80), deal.voided(2, UnitFailure::Differs, 4, 90), deal.ended(95)]);
    let detail = ledger.job(&deal.key, 9).expect("read").expect("a job");
    assert_eq!(detail.row, ledger.jobs(9, &JobFilter::default()).expect("rows")[1]);
    assert_eq!((detail.row.units, detail.row.void_units, detail.energy), (2, 1, Some(Millijoules(2500))));
    let states: Vec<_> = detail.units.iter().map(|unit| unit.state.clone()).collect();
    assert_eq!(states, [UnitState::Final, UnitState::Final, UnitState::Void { why: UnitFailure::Differs }]);
    let receipts: Vec<_> = detail.receipts.iter().map(|row| (row.at.0, row.units, row.total, row.payer)).collect();
    let payer = deal.key.peer;
    assert_eq!(receipts, [(70, 2, micros(30), payer), (40, 1, micros(10), payer)]);
    assert!(detail.receipts.iter().all(|row| row.holds()));
    let newest = ledger.job(&deal.key, 1).expect("read").expect("a job");
    assert_eq!((newest.units, newest.receipts), (detail.units[2..].to_vec(), detail.receipts[..1].to_vec()));
    let nobody = idlewatt_ledger::JobKey { side: Side::Requester, ..deal.key };
    assert_eq!(ledger.job(&nobody, 9).expect("read"), None);
}

#[test]
fn a_peers_record_blames_it_for_nothing_that_an_owner_did() {
    let shelf = Shelf::new();
    let mut ledger = shelf.open();
    let (sold, bought) = (Deal::new(Side::Provider, 1), Deal::new(Side::Requester, 2));
    let mut again = Deal::new(Side::Requester, 2);
    again.key.job.0[0] = 9;
    record_all(&mut ledger, [sold.opened(1, 10), sold.started(0, 20), sold.done(0, 30), sold.taken(1, 10, 40)]);
    record_all(
        &mut ledger,
        [bought.opened(1, 11), bought.started(0, 21), bought.done(0, 31), bought.given(0, 1, 10, 41)],
    );
    record_all(&mut ledger, [again.opened(1, 50), again.started(0, 51), again.done(0, 52)]);
    for (n, why) in [UnitFailure::Preempted, UnitFailure::Differs, UnitFailure::TimedOut].into_iter().enumerate() {
        let n = n as u32 + 1;
        record_all(&mut ledger, [again.started(n, 60), again.voided(n, why, 0, 61)]);
    }
    record_all(&mut ledger, [again.started(9, 70), again.ended(80)]);
    let record = |peer, side, jobs, paid_units, failed_units, gross, last| PeerRecord {
        peer,
        side,
        jobs,
        paid_units,
        failed_units,
        gross: Amount::from_micros(gross),
        last: UnixMillis(last),
    };
    let both = [
        record(bought.key.peer, Side::Requester, 2, 1, 2, 20, 80),
        record(sold.key.peer, Side::Provider, 1, 1, 0, 10, 40),
    ];
    assert_eq!(ledger.peer_records(9).expect("rows"), both);
    assert_eq!(ledger.peer_records(1).expect("rows"), both[..1]);
}
