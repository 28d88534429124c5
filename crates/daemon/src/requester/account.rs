//! What one provider is owed and paid in one job. Every entry is in the books before anybody is told of it: no money is
//! promised outside them.

use crate::house::{House, failed, locked, now};
use idlewatt_ledger::{Entry, JobKey, Outcome};
use idlewatt_mesh::ChannelError;
use idlewatt_proto::job::{BlobRef, Work};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{Amount, UnitId};
use std::sync::Arc;

/// The provider's end of a job's stream, as a requester sees it.
pub type Channel = idlewatt_mesh::JobChannel<ToRequester, ToProvider>;

/// How a job's stream ended.
#[derive(Debug)]
pub enum End {
    /// For good.
    Over(StopReason),
    /// The connection is gone; the provider may come back.
    Cut,
}

/// The other side does not keep to the rules.
pub fn broken(what: &str) -> End {
    End::Over(StopReason::Protocol { what: what.to_owned() })
}

/// Tells a provider something.
pub async fn send(channel: &Channel, message: &ToProvider) -> Result<(), End> {
    match channel.send(message).await {
        Ok(()) => Ok(()),
        Err(ChannelError::Malformed(error)) => Err(End::Over(failed(error))),
        Err(ChannelError::Closed | ChannelError::Stalled) => Err(End::Cut),
    }
}

/// One job's.
pub struct Account {
    house: Arc<House>,
    key: JobKey,
    price: Price,
    units: u32,
    paid: Amount,
}

impl Account {
    pub fn new(house: &Arc<House>, key: JobKey, price: Price) -> Self {
        Self { house: Arc::clone(house), key, price, units: 0, paid: Amount::ZERO }
    }

    /// Units that were paid for.
    pub fn units(&self) -> u32 {
        self.units
    }

    /// A unit is about to be handed out.
    pub async fn started(&self, unit: UnitId, work: Work) -> Result<(), End> {
        let gross = self.cost(work.measure())?;
        self.record(vec![Entry::UnitStarted { key: self.key, unit, work, gross, at: now() }]).await
    }

    /// So much of a unit is right, and is paid for: what it costs.
    pub async fn pay_for(&mut self, unit: UnitId, done: u64, result: BlobRef) -> Result<Amount, End> {
        let gross = self.cost(done)?;
        let paid = self.paid.checked_add(gross).ok_or_else(|| broken("a debt beyond price"))?;
        let finished = Entry::UnitFinished {
            key: self.key,
            unit,
            done,
            gross,
            result,
            busy_ms: 0,
            energy: None,
            electricity: Amount::ZERO,
            at: now(),
        };
        let receipt = self.receipt_for(self.units + 1, paid);
        // At once: a crash between the two would leave work that is owed and that nobody pays any more.
        self.record(vec![finished, Entry::ReceiptGiven { receipt, unit, at: now() }]).await?;
        (self.units, self.paid) = (self.units + 1, paid);
        *locked(&self.house.proven).entry(self.key.peer).or_default() += 1;
        Ok(gross)
    }

    /// A unit came to nothing.
    pub async fn void(&self, unit: UnitId, why: UnitFailure) -> Result<(), End> {
        let (energy, electricity, at) = (None, Amount::ZERO, now());
        self.record(vec![Entry::UnitVoided { key: self.key, unit, why, energy, electricity, at }]).await
    }

    /// For all that was paid so far.
    pub fn receipt(&self) -> Signed<Receipt> {
        self.receipt_for(self.units, self.paid)
    }

    fn receipt_for(&self, units: u32, cumulative: Amount) -> Signed<Receipt> {
        let (job, payer, payee) = (self.key.job, self.house.node(), self.key.peer);
        let receipt = Receipt { job, payer, payee, units, cumulative, issued_at: now() };
        Signed::new(&receipt, &self.house.key)
    }

    /// The job is over.
    pub async fn close(&self, reason: &StopReason) {
        close(&self.house, self.key, reason).await;
    }

    fn cost(&self, measure: u64) -> Result<Amount, End> {
        self.price.cost(measure).ok_or_else(|| broken("a unit beyond price"))
    }

    /// What the books do not take is not acted on.
    async fn record(&self, entries: Vec<Entry>) -> Result<(), End> {
        match self.house.books.record_all(entries).await {
            Ok(Outcome::Recorded | Outcome::Repeated) => Ok(()),
            Ok(Outcome::Rejected(why)) => Err(End::Over(failed(why))),
            Err(error) => Err(End::Over(failed(error))),
        }
    }
}

/// A job is over.
pub async fn close(house: &House, key: JobKey, reason: &StopReason) {
    let ended = Entry::JobEnded { key, reason: reason.clone(), at: now() };
    if let Err(error) = house.books.record(ended).await {
        tracing::error!(%error, "the end of a job could not be written");
    }
    tracing::info!(job = %key.job, provider = key.peer.short(), %reason, "the job ended");
}
