//! What one requester owes and pays in one job. Every entry is in the books before anything is handed over.

use super::cost;
use crate::governor::Energy;
use crate::house::{House, failed, now};
use idlewatt_ledger::{Entry, JobKey, Outcome};
use idlewatt_proto::books::UnitState;
use idlewatt_proto::job::{BlobRef, Work};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, UnitId};
use std::sync::Arc;

/// One job's.
pub struct Account {
    house: Arc<House>,
    pub key: JobKey,
    price: Price,
}

/// What came of a unit.
pub struct Done {
    /// How much, in what the work is measured in.
    pub measure: u64,
    pub result: BlobRef,
    pub busy_ms: u64,
    /// `None`: nobody knows any more.
    pub energy: Option<Energy>,
}

impl Account {
    pub fn new(house: &Arc<House>, key: JobKey, price: Price) -> Self {
        Self { house: Arc::clone(house), key, price }
    }

    /// A unit is about to be worked on.
    pub async fn started(&self, unit: UnitId, work: Work) -> Result<Outcome, StopReason> {
        self.record(vec![self.start(unit, work)?]).await
    }

    fn start(&self, unit: UnitId, work: Work) -> Result<Entry, StopReason> {
        let gross = self.price.cost(work.measure());
        let gross = gross.ok_or_else(|| StopReason::Protocol { what: "a unit beyond price".to_owned() })?;
        Ok(Entry::UnitStarted { key: self.key, unit, work, gross, at: now() })
    }

    /// So much of a unit is done, and about to be handed over: what it is worth.
    pub async fn finished(&self, unit: UnitId, done: Done) -> Result<Amount, StopReason> {
        let gross = self.price.cost(done.measure).unwrap_or_default();
        self.book_done(vec![self.finish(unit, done)]).await.map(|()| gross)
    }

    fn finish(&self, unit: UnitId, done: Done) -> Entry {
        Entry::UnitFinished {
            key: self.key,
            unit,
            done: done.measure,
            gross: self.price.cost(done.measure).unwrap_or_default(),
            result: done.result,
            busy_ms: done.busy_ms,
            energy: done.energy.and_then(Energy::measured),
            electricity: done.energy.map(|energy| cost(&self.house, energy)).unwrap_or_default(),
            at: now(),
        }
    }

    async fn book_done(&self, entries: Vec<Entry>) -> Result<(), StopReason> {
        match self.record(entries).await? {
            Outcome::Recorded | Outcome::Repeated => Ok(()),
            Outcome::Rejected(why) => {
                Err(StopReason::Failed { what: format!("what was done was not booked: {why:?}") })
            }
        }
    }

    /// A unit came to nothing.
    pub async fn void(&self, unit: UnitId, why: UnitFailure, energy: Option<Energy>) -> Result<(), StopReason> {
        self.record(vec![self.nothing(unit, why, energy)]).await.map(drop)
    }

    fn nothing(&self, unit: UnitId, why: UnitFailure, energy: Option<Energy>) -> Entry {
        let measured = energy.and_then(Energy::measured);
        let electricity = energy.map(|energy| cost(&self.house, energy)).unwrap_or_default();
        Entry::UnitVoided { key: self.key, unit, why, energy: measured, electricity, at: now() }
    }

    /// The requester pays.
    pub async fn take(&self, receipt: Signed<Receipt>) -> Result<(), StopReason> {
        match self.record(vec![Entry::ReceiptTaken { receipt, at: now() }]).await? {
            Outcome::Recorded | Outcome::Repeated => Ok(()),
            Outcome::Rejected(why) => Err(StopReason::Protocol { what: format!("the receipt does not hold: {why:?}") }),
        }
    }

    /// Units in hand, and those that no receipt covers.
    pub async fn unpaid(&self) -> Result<u32, StopReason> {
        let key = self.key;
        let unpaid = self.house.books.with(move |ledger| ledger.unpaid_units(&key)).await;
        unpaid.map_err(failed)?.map_err(failed)
    }

    /// The requester says how much of a unit had arrived when its stream broke, and is about to pay that. A run that was
    /// killed has not written down how far it was, and one that was cut off may have sent more than arrived.
    pub async fn arrived(&self, unit: UnitId, measure: u64, result: BlobRef) -> Result<(), StopReason> {
        let key = self.key;
        let known = self.house.books.read(move |ledger| ledger.unit(&key, &unit)).await.map_err(failed)?;
        let Some(known) = known else {
            return Err(StopReason::Protocol { what: "it pays for what it never asked for".to_owned() });
        };
        let mut entries = match known.state {
            UnitState::Started => Vec::new(),
            UnitState::Final => return Ok(()),
            UnitState::Pending if known.done == Some(measure) => return Ok(()),
            // What is booked stays as it is, so it is booked anew, and at once: between these two nothing would be owed.
            UnitState::Pending | UnitState::Void { .. } => {
                vec![self.nothing(unit, UnitFailure::JobEnded, None), self.start(unit, known.work)?]
            }
        };
        let measure = measure.min(known.work.measure());
        entries.push(self.finish(unit, Done { measure, result, busy_ms: 0, energy: None }));
        self.book_done(entries).await
    }

    async fn record(&self, entries: Vec<Entry>) -> Result<Outcome, StopReason> {
        self.house.books.record_all(entries).await.map_err(failed)
    }
}
