//! A writer that is killed at any moment loses nothing that it acknowledged.

use crate::common::{Deal, Shelf, assert_sound};
use idlewatt_ledger::{Entry, Ledger, Outcome};
use idlewatt_proto::books::Side;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const KILLS: u32 = 320;
const PATH: &str = "IDLEWATT_CRASH_TEST_LEDGER";
const FROM: &str = "IDLEWATT_CRASH_TEST_FROM";

/// The `n`th entry of an endless business: units that are started, finished and paid, three open at a time.
fn entry(deal: &Deal, n: u64) -> Entry {
    let at = 1000 + n;
    let Some(step) = n.checked_sub(1) else { return deal.opened(1, at) };
    let (round, unit) = (step / 9, u32::try_from(step / 9 * 3 + step % 3).expect("few units"));
    // What all rounds before this one came to, and this round's units up to this one.
    let paid: i64 = (0..=unit).map(|unit| i64::from(deal.size(unit))).sum();
    match step % 9 / 3 {
        0 => deal.started(unit, at),
        1 => deal.done(unit, at),
        _ => deal.taken(u32::try_from(round * 3 + step % 3 + 1).expect("few units"), paid, at),
    }
}

#[test]
#[ignore = "the process that the next test kills; does nothing by itself"]
fn writer() {
    let (Ok(path), Ok(from)) = (std::env::var(PATH), std::env::var(FROM)) else { return };
    let deal = Deal::new(Side::Provider, 1);
    let mut ledger = Ledger::open(path.as_ref()).expect("the books open after every crash");
    let mut out = std::io::stdout();
    for n in from.parse::<u64>().expect("a number").. {
        let outcome = ledger.record(&entry(&deal, n)).expect("io");
        assert!(matches!(outcome, Outcome::Recorded | Outcome::Repeated), "{n}: {outcome:?}");
        // The parent gone is the end of the test.
        if writeln!(out, "acknowledged {n}").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

/// Runs a writer, kills it a random moment after its first word, and returns the first entry not acknowledged.
fn one_life(shelf: &Shelf, from: u64, mercy: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "crash::writer", "--ignored", "--nocapture"])
        .env(PATH, shelf.path())
        .env(FROM, from.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut next = from;
    let mut killed = false;
    while let Some(Ok(line)) = lines.next() {
        let Some(n) = line.split_once("acknowledged ").and_then(|(_, n)| n.parse::<u64>().ok()) else { continue };
        assert_eq!(n, next, "in order");
        next += 1;
        if !killed {
            std::thread::sleep(mercy);
            child.kill().expect("killed");
            killed = true;
        }
    }
    let output = child.wait_with_output().expect("waited");
    assert!(killed, "the writer failed by itself: {}", String::from_utf8_lossy(&output.stderr));
    next
}

#[test]
fn every_acknowledged_entry_survives_kill_9() {
    let (shelf, deal) = (Shelf::new(), Deal::new(Side::Provider, 1));
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos() as u64 | 1;
    println!("seed {seed}");
    let mut random = seed;
    let mut next = 0;
    for life in 1..=KILLS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        next = one_life(&shelf, next, Duration::from_micros(random % 20_000));
        if life % 40 == 0 {
            assert_sound(&shelf.open());
        }
    }
    assert!(next >= u64::from(KILLS), "each life acknowledged something: {next}");
    let mut ledger = shelf.open();
    for n in 0..next {
        assert_eq!(ledger.record(&entry(&deal, n)).expect("io"), Outcome::Repeated, "entry {n} was acknowledged");
    }
    assert_sound(&ledger);
    println!("{next} entries over {KILLS} kills");
}
