//! Deals to book: both sides' keys, a right agreement, and entries about numbered units.

use idlewatt_ledger::{Entry, JobKey, Ledger, Outcome};
use idlewatt_proto::books::Side;
use idlewatt_proto::job::{
    BlobRef, JobSpec, RenderSpec, RenderUnit, SampleRange, TextSpec, TextUnit, Tile, View, Work, WorkKind,
};
use idlewatt_proto::negotiation::{Agreement, Price, Proposal};
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, Millijoules, UnitId, UnixMillis, wire};
use std::path::PathBuf;

/// Where a test's books lie. The folder goes with it.
pub struct Shelf(tempfile::TempDir);

impl Shelf {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("ledger.sqlite3")
    }

    pub fn open(&self) -> Ledger {
        Ledger::open(&self.path()).expect("the books open")
    }
}

/// Two nodes about one job.
pub struct Deal {
    pub key: JobKey,
    pub payer: Keypair,
    pub payee: Keypair,
    pub kind: WorkKind,
    spec: JobSpec,
}

/// A micro-credit per pixel sample, so that prices can be read off the work.
const PRICE: Price = Price { per_giga: Amount::from_micros(1_000_000_000) };

pub fn micros(micros: i64) -> Amount {
    Amount::from_micros(micros)
}

impl Deal {
    /// Job `number` with the peer of the same number, this node standing on `side`.
    pub fn new(side: Side, number: u8) -> Self {
        let (node, other) = (Keypair::from_secret([100; 32]), Keypair::from_secret([101 + number; 32]));
        let peer = other.node_id();
        let (payer, payee) = match side {
            Side::Provider => (other, node),
            Side::Requester => (node, other),
        };
        let view = View { seed: 1, ..View::new(64, 64) };
        let scene = BlobRef { hash: BlobHash([7; 32]), size: Bytes(1000) };
        let key = JobKey { job: JobId([number; 16]), side, peer };
        let spec = JobSpec::Render(RenderSpec { scene, view, spp: 4096, mature: false });
        Self { key, payer, payee, kind: WorkKind::Render, spec }
    }

    /// The same about text of a kind.
    pub fn text(kind: WorkKind, side: Side, number: u8) -> Self {
        let model = BlobRef { hash: BlobHash([8; 32]), size: Bytes(1000) };
        let spec = JobSpec::Text(TextSpec { model, name: "a model".to_owned(), tokens: 4096, mature: false });
        Self { kind, spec, ..Self::new(side, number) }
    }

    pub fn agreement(&self, expires_at: u64) -> Signed<Agreement> {
        let spec = &self.spec;
        let proposal = Proposal {
            job: self.key.job,
            provider: self.payee.node_id(),
            requester: self.payer.node_id(),
            price: PRICE,
            per_second: 1000,
            expires_at: UnixMillis(expires_at),
        };
        let proposal = Signed::new(&proposal, &self.payee);
        Signed::new(&Agreement { job: self.key.job, proposal, spec_hash: spec.hash() }, &self.payer)
    }

    /// Opens the job under the agreement that expires then.
    pub fn opened(&self, agreement: u64, at: u64) -> Entry {
        Entry::JobOpened {
            key: self.key,
            title: self.spec.title().to_string(),
            price: PRICE,
            spec: wire::encode(&self.spec),
            agreement: wire::encode(&self.agreement(agreement)),
            at: UnixMillis(at),
        }
    }

    /// Unit `n` of a picture has `10 * (n + 1)` samples for one pixel, and costs as many micro-credits. Texts are a hundred
    /// times as dear: `10 * (n + 1)` tokens are said, or ten times as many read.
    pub fn work(&self, n: u32) -> Work {
        let count = 10 * (n % 300 + 1);
        let text = |read, said| Work::Text(TextUnit { number: n.into(), ask: [n as u8; 32], read, said });
        match self.kind {
            WorkKind::Render => {
                let tile = Tile { x: n % 64, y: n / 64 % 64, width: 1, height: 1 };
                Work::Render(RenderUnit { tile, samples: SampleRange { first: n / 4096, count } })
            }
            WorkKind::Generate => text(0, count),
            WorkKind::Embed => text(10 * count, 0),
        }
    }

    /// What all of unit `n` measures, and costs in micro-credits.
    pub fn size(&self, n: u32) -> u32 {
        u32::try_from(self.work(n).measure()).expect("a small unit")
    }

    pub fn unit(&self, n: u32) -> UnitId {
        match (&self.spec, self.work(n)) {
            (JobSpec::Render(spec), Work::Render(work)) => work.id(spec),
            (JobSpec::Text(spec), Work::Text(work)) => work.id(spec),
            _ => panic!("work of another kind than its job"),
        }
    }

    pub fn started(&self, n: u32, at: u64) -> Entry {
        let (unit, work) = (self.unit(n), self.work(n));
        let gross = PRICE.cost(work.measure()).expect("a small price");
        Entry::UnitStarted { key: self.key, unit, work, gross, at: UnixMillis(at) }
    }

    /// Finished with so many samples; a provider burns 1000 mJ for 3 micro-credits on it.
    pub fn finished(&self, n: u32, samples: u32, at: u64) -> Entry {
        let provider = self.key.side == Side::Provider;
        Entry::UnitFinished {
            key: self.key,
            unit: self.unit(n),
            done: samples.into(),
            gross: micros(samples.into()),
            result: BlobRef { hash: BlobHash([n as u8; 32]), size: Bytes(12) },
            busy_ms: 100,
            energy: provider.then_some(Millijoules(1000)),
            electricity: if provider { micros(3) } else { Amount::ZERO },
            at: UnixMillis(at),
        }
    }

    /// Finished wholly.
    pub fn done(&self, n: u32, at: u64) -> Entry {
        self.finished(n, self.size(n), at)
    }

    pub fn voided(&self, n: u32, why: UnitFailure, electricity: i64, at: u64) -> Entry {
        let energy = (electricity > 0).then_some(Millijoules(500));
        let electricity = micros(electricity);
        Entry::UnitVoided { key: self.key, unit: self.unit(n), why, energy, electricity, at: UnixMillis(at) }
    }

    pub fn receipt(&self, units: u32, cumulative: i64, at: u64) -> Signed<Receipt> {
        let receipt = Receipt {
            job: self.key.job,
            payer: self.payer.node_id(),
            payee: self.payee.node_id(),
            units,
            cumulative: micros(cumulative),
            issued_at: UnixMillis(at),
        };
        Signed::new(&receipt, &self.payer)
    }

    pub fn taken(&self, units: u32, cumulative: i64, at: u64) -> Entry {
        Entry::ReceiptTaken { receipt: self.receipt(units, cumulative, at), at: UnixMillis(at) }
    }

    pub fn given(&self, n: u32, units: u32, cumulative: i64, at: u64) -> Entry {
        Entry::ReceiptGiven { receipt: self.receipt(units, cumulative, at), unit: self.unit(n), at: UnixMillis(at) }
    }

    pub fn ended(&self, at: u64) -> Entry {
        Entry::JobEnded { key: self.key, reason: StopReason::Done, at: UnixMillis(at) }
    }
}

/// Makes entries that must all be taken.
pub fn record_all(ledger: &mut Ledger, entries: impl IntoIterator<Item = Entry>) {
    for entry in entries {
        assert_eq!(ledger.record(&entry).expect("written"), Outcome::Recorded, "{entry:?}");
    }
}

pub fn assert_sound(ledger: &Ledger) {
    let audit = ledger.audit().expect("the file can be read");
    assert!(audit.faults.is_empty(), "{:#?}", audit.faults);
}
