//! How long reading takes in books of ten thousand jobs: prints one JSON object of milliseconds. Takes a folder to write
//! in; without one, the system's folder for temporary files.

use idlewatt_ledger::{Cut, Entry, JobKey, Ledger, Outcome};
use idlewatt_proto::books::{JobFilter, JobMark, Side};
use idlewatt_proto::job::{BlobRef, JobSpec, RenderSpec, RenderUnit, SampleRange, Tile, View, Work, WorkKind};
use idlewatt_proto::negotiation::{Agreement, Price, Proposal};
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, Millijoules, UnixMillis, wire};
use std::error::Error;
use std::time::Instant;

const JOBS: u32 = 10_000;
const UNITS: u32 = 4;
const PAGE: u32 = 100;
const PRICE: Price = Price { per_giga: Amount::from_micros(1_000_000_000) };

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::tempdir_in(folder)?;
    let mut ledger = Ledger::open(&folder.path().join("ledger.sqlite3"))?;
    for n in 0..JOBS {
        write(&mut ledger, n)?;
    }
    let ms = |since: Instant| since.elapsed().as_secs_f64() * 1000.0;

    let (begin, mut longest, mut seen) = (Instant::now(), 0.0f64, 0);
    let mut filter = JobFilter::default();
    loop {
        let page = Instant::now();
        let rows = ledger.jobs(PAGE, &filter)?;
        longest = longest.max(ms(page));
        seen += rows.len();
        let Some(last) = rows.last() else { break };
        filter.before = Some(JobMark { opened_at: last.opened_at, job: last.job, peer: last.peer });
    }
    let all = ms(begin);
    assert_eq!(seen, JOBS as usize);

    let rare = Instant::now();
    let none = JobFilter { kind: Some(WorkKind::Embed), ..JobFilter::default() };
    assert!(ledger.jobs(PAGE, &none)?.is_empty());
    let rare = ms(rare);

    let history = Instant::now();
    let starts = (0..1100).map(|n| UnixMillis(n * u64::from(JOBS) * 10 / 1100)).collect();
    ledger.history(&Cut { starts, clock: Vec::new() })?;
    let history = ms(history);

    let records = Instant::now();
    ledger.peer_records(1000)?;
    let records = ms(records);
    println!(
        "{{\"longest_page_ms\": {longest:.2}, \"all_pages_ms\": {all:.1}, \"page_of_none_ms\": {rare:.2}, \
        \"history_ms\": {history:.1}, \"peer_records_ms\": {records:.1}}}"
    );
    Ok(())
}

/// A job of a few units, one peer in a hundred jobs.
fn write(ledger: &mut Ledger, n: u32) -> Result<(), Box<dyn Error>> {
    let mut secret = [1; 32];
    secret[..4].copy_from_slice(&(n % (JOBS / 100)).to_le_bytes());
    let (requester, provider) = (Keypair::from_secret(secret), Keypair::from_secret([2; 32]));
    let mut job = [0; 16];
    job[..4].copy_from_slice(&n.to_le_bytes());
    let key = JobKey { job: JobId(job), side: Side::Provider, peer: requester.node_id() };
    let view = View { seed: 1, ..View::new(512, 512) };
    let render =
        RenderSpec { scene: BlobRef { hash: BlobHash([4; 32]), size: Bytes(1) }, view, spp: 4096, mature: false };
    let spec = JobSpec::Render(render.clone());
    let proposal = Proposal {
        job: key.job,
        provider: provider.node_id(),
        requester: requester.node_id(),
        price: PRICE,
        per_second: 1,
        expires_at: UnixMillis(1),
    };
    let proposal = Signed::new(&proposal, &provider);
    let agreement = Signed::new(&Agreement { job: key.job, proposal, spec_hash: spec.hash() }, &requester);
    let (spec, agreement) = (wire::encode(&spec), wire::encode(&agreement));
    let at = |step: u32| UnixMillis(u64::from(n * 10 + step));
    book(ledger, &Entry::JobOpened { key, title: "pages".into(), price: PRICE, spec, agreement, at: at(0) })?;
    for tile in 0..UNITS {
        let tile = Tile { x: tile, y: 0, width: 1, height: 1 };
        let work = RenderUnit { tile, samples: SampleRange { first: 0, count: 64 } };
        let (unit, gross) = (work.id(&render), Amount::from_micros(64));
        book(ledger, &Entry::UnitStarted { key, unit, work: Work::Render(work), gross, at: at(1) })?;
        let result = BlobRef { hash: BlobHash([5; 32]), size: Bytes(12) };
        let (energy, electricity) = (Some(Millijoules(9)), Amount::from_micros(1));
        let finished =
            Entry::UnitFinished { key, unit, done: 64, gross, result, busy_ms: 9, energy, electricity, at: at(2) };
        book(ledger, &finished)?;
    }
    book(ledger, &Entry::JobEnded { key, reason: StopReason::Done, at: at(3) })
}

fn book(ledger: &mut Ledger, entry: &Entry) -> Result<(), Box<dyn Error>> {
    match ledger.record(entry)? {
        Outcome::Recorded => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}
