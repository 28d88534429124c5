//! The file: full disks, foreign files, rot.

use crate::common::{Deal, Shelf, assert_sound, record_all};
use idlewatt_ledger::{Ledger, OpenError, Outcome, RecordError};
use idlewatt_proto::books::{JobFilter, Side};
use rusqlite::Connection;
use std::fs;

#[test]
fn a_full_disk_leaves_no_half_an_entry() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10)]);
    ledger.limit_growth(3).expect("limited");
    let entries = (0..).flat_map(|n| [deal.started(n, 20), deal.done(n, 30)]);
    let mut acknowledged = Vec::new();
    let failed = entries
        .map(|entry| (ledger.record(&entry), entry))
        .find_map(|(outcome, entry)| match outcome {
            Ok(outcome) => {
                assert_eq!(outcome, Outcome::Recorded);
                acknowledged.push(entry);
                None
            }
            Err(error) => Some((error, entry)),
        })
        .expect("the disk fills up");
    assert!(matches!(failed.0, RecordError::Storage(_)), "{:?}", failed.0);
    assert!(matches!(ledger.record(&failed.1), Err(RecordError::Closed)), "it stays closed");
    assert!(acknowledged.len() > 2, "some fitted");
    assert_sound(&ledger);
    drop(ledger);
    let mut ledger = shelf.open();
    assert_sound(&ledger);
    for entry in &acknowledged {
        assert_eq!(ledger.record(entry).expect("io"), Outcome::Repeated);
    }
    assert_eq!(ledger.record(&failed.1).expect("io"), Outcome::Recorded, "nothing of it was there");
    assert_sound(&ledger);
}

#[test]
fn a_later_version_is_left_alone() {
    let shelf = Shelf::new();
    drop(shelf.open());
    Connection::open(shelf.path()).and_then(|file| file.pragma_update(None, "user_version", 99)).expect("updated");
    let error = Ledger::open(&shelf.path()).expect_err("too new");
    assert!(matches!(error, OpenError::Newer { found: 99, .. }), "{error}");
}

#[test]
fn something_else_is_left_alone() {
    let shelf = Shelf::new();
    fs::write(shelf.path(), "a letter to my grandmother, rather a long one. ".repeat(100)).expect("written");
    let error = Ledger::open(&shelf.path()).expect_err("not SQLite");
    assert!(matches!(error, OpenError::NotALedger { .. }), "{error}");
    assert!(fs::read_to_string(shelf.path()).expect("still there").starts_with("a letter"));
    let shelf = Shelf::new();
    Connection::open(shelf.path()).and_then(|file| file.execute_batch("CREATE TABLE recipes (cake)")).expect("made");
    let error = Ledger::open(&shelf.path()).expect_err("not ours");
    assert!(matches!(error, OpenError::NotALedger { .. }), "{error}");
    let error = Ledger::open(shelf.path().parent().expect("a folder")).expect_err("a folder");
    assert!(matches!(error, OpenError::Sqlite { .. }), "{error}");
}

#[test]
fn rot_is_found_or_harmless_and_never_a_panic() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [deal.opened(1, 10)]);
    for n in 0..20 {
        record_all(&mut ledger, [deal.started(n, 20), deal.done(n, 30)]);
    }
    let right = (ledger.jobs(9, &JobFilter::default()).expect("rows"), ledger.units(None, 99).expect("rows"));
    // Closing moves the log into the file.
    drop(ledger);
    let sound = fs::read(shelf.path()).expect("read");
    let mut found = 0;
    for at in (0..sound.len()).step_by(sound.len() / 150) {
        let mut rotten = sound.clone();
        rotten[at] ^= 0x55;
        fs::write(shelf.path(), &rotten).expect("written");
        let seen = Ledger::open(&shelf.path()).map(|ledger| {
            let faults = ledger.audit().map_or(1, |audit| audit.faults.len());
            (faults, ledger.jobs(9, &JobFilter::default()).ok().zip(ledger.units(None, 99).ok()))
        });
        match seen {
            Ok((0, rows)) => assert!(rows == Some(right.clone()), "byte {at} changed the books unseen"),
            Ok(_) | Err(_) => found += 1,
        }
    }
    // Most bytes of a young file are free space.
    assert!(found > 20, "only {found} of 150 flipped bytes were noticed");
}
