//! How many entries a second are on the disk: prints `{"commits_per_second": x}`. Takes a folder to write in, whose
//! disk it is that counts; without one, the system's folder for temporary files.

use idlewatt_ledger::{Entry, JobKey, Ledger, Outcome};
use idlewatt_proto::books::Side;
use idlewatt_proto::job::{BlobRef, JobSpec, RenderSpec, RenderUnit, SampleRange, Tile, View, Work};
use idlewatt_proto::negotiation::{Agreement, Price, Proposal};
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, Millijoules, UnixMillis, wire};
use std::error::Error;
use std::time::{Duration, Instant};

const SPAN: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::tempdir_in(folder)?;
    let mut ledger = Ledger::open(&folder.path().join("ledger.sqlite3"))?;
    let (requester, provider) = (Keypair::from_secret([1; 32]), Keypair::from_secret([2; 32]));
    let key = JobKey { job: JobId([3; 16]), side: Side::Provider, peer: requester.node_id() };
    let view = View { seed: 1, ..View::new(512, 512) };
    let spec =
        RenderSpec { scene: BlobRef { hash: BlobHash([4; 32]), size: Bytes(1) }, view, spp: 4096, mature: false };
    let price = Price { per_giga: Amount::from_micros(1_000_000_000) };
    book(&mut ledger, &opened(key, &spec, price, &requester, &provider))?;

    let (begin, mut commits) = (Instant::now(), 0u32);
    for n in 0u32.. {
        if begin.elapsed() > SPAN {
            break;
        }
        let tile = Tile { x: n % 512, y: n / 512 % 512, width: 1, height: 1 };
        let work = RenderUnit { tile, samples: SampleRange { first: 0, count: 64 } };
        let (unit, at, gross) = (work.id(&spec), UnixMillis(n.into()), Amount::from_micros(64));
        book(&mut ledger, &Entry::UnitStarted { key, unit, work: Work::Render(work), gross, at })?;
        let result = BlobRef { hash: BlobHash([5; 32]), size: Bytes(12) };
        let (energy, electricity) = (Some(Millijoules(9)), Amount::from_micros(1));
        book(
            &mut ledger,
            &Entry::UnitFinished { key, unit, done: 64, gross, result, busy_ms: 9, energy, electricity, at },
        )?;
        commits += 2;
    }
    println!("{{\"commits_per_second\": {:.1}}}", f64::from(commits) / begin.elapsed().as_secs_f64());
    Ok(())
}

fn opened(key: JobKey, spec: &RenderSpec, price: Price, requester: &Keypair, provider: &Keypair) -> Entry {
    let (job, spec) = (key.job, JobSpec::Render(spec.clone()));
    let proposal = Proposal {
        job,
        provider: provider.node_id(),
        requester: requester.node_id(),
        price,
        per_second: 1,
        expires_at: UnixMillis(1),
    };
    let proposal = Signed::new(&proposal, provider);
    let agreement = wire::encode(&Signed::new(&Agreement { job, proposal, spec_hash: spec.hash() }, requester));
    Entry::JobOpened { key, title: "commits".into(), price, spec: wire::encode(&spec), agreement, at: UnixMillis(0) }
}

fn book(ledger: &mut Ledger, entry: &Entry) -> Result<(), Box<dyn Error>> {
    match ledger.record(entry)? {
        Outcome::Recorded => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}
