//! Books that an older version wrote: `version1.sql` is what it left, as SQLite's shell dumps it.

use crate::common::{Deal, Shelf, assert_sound, micros, record_all};
use idlewatt_proto::books::{JobFilter, JobState, Side};
use idlewatt_proto::job::WorkKind;
use rusqlite::Connection;
use std::path::Path;

fn old_books() -> Shelf {
    let shelf = Shelf::new();
    let file = Connection::open(shelf.path()).expect("a file");
    file.execute_batch(include_str!("version1.sql")).expect("the dump is whole");
    file.pragma_update(None, "application_id", 0x4957_4c47).expect("pragma");
    file.pragma_update(None, "user_version", 1).expect("pragma");
    shelf
}

fn columns(path: &Path) -> usize {
    let file = Connection::open(path).expect("a file");
    file.prepare("SELECT * FROM job").expect("a table").column_count()
}

#[test]
fn old_books_learn_what_kind_each_job_was() {
    let shelf = old_books();
    let before = columns(&shelf.path());
    let mut ledger = shelf.open();
    let told: Vec<_> = ledger
        .jobs(9, &JobFilter::default())
        .expect("rows")
        .into_iter()
        .map(|job| (job.job.0[0], job.side, job.kind, job.state == JobState::Open, job.units, job.void_units))
        .collect();
    use WorkKind::{Embed, Generate, Render};
    assert_eq!(
        told,
        [
            (6, Side::Requester, Render, true, 1, 0),
            // Nothing was asked in it, so nobody can tell.
            (5, Side::Provider, Generate, false, 0, 0),
            (4, Side::Requester, Embed, false, 1, 0),
            (3, Side::Provider, Embed, true, 1, 0),
            (2, Side::Provider, Generate, true, 1, 0),
            (1, Side::Provider, Render, true, 2, 1),
        ]
    );
    let sums = ledger.earnings(None).expect("sums");
    assert_eq!((sums.settled, sums.pending, sums.held), (micros(10_010), micros(20_030), micros(0)));
    assert_sound(&ledger);
    // The copy is the old file, and the new one goes on where that ended.
    let copy = shelf.path().with_extension("sqlite3.v1");
    assert_eq!((columns(&copy), columns(&shelf.path())), (before, before + 1));
    let said = Deal::text(Generate, Side::Provider, 2);
    record_all(&mut ledger, [said.started(1, 200), said.done(1, 210), said.taken(2, 30_000, 220), said.ended(230)]);
    assert_sound(&ledger);
    drop(ledger);
    assert_sound(&shelf.open());
}

#[test]
fn an_old_row_that_cannot_be_read_keeps_no_books_shut() {
    let shelf = old_books();
    let file = Connection::open(shelf.path()).expect("a file");
    file.execute_batch("DROP TRIGGER entry_no_update; UPDATE entry SET body = x'ff' WHERE seq = 10").expect("spoilt");
    drop(file);
    let ledger = shelf.open();
    assert_eq!(ledger.jobs(9, &JobFilter::default()).expect("rows").len(), 6);
    let faults = ledger.audit().expect("audited").faults;
    assert!(faults.iter().any(|fault| fault.contains("entry 10 cannot be read")), "{faults:#?}");
}
