//! What each entry does to the books, and which entries they do not take.

use crate::entry::{self, Entry, JobKey};
use crate::job::{self, Job};
use crate::limits::ENTRY_BYTES;
use crate::receipt;
use crate::transfer::{Attempt, Kind, Phase, Transfer};
use crate::unit::{self, Unit};
use crate::{Outcome, Rejected, StorageError};
use idlewatt_proto::books::{Side, UnitState};
use idlewatt_proto::job::{BlobRef, Work, WorkKind};
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, Millijoules, UnitId, UnixMillis, wire};
use rusqlite::{Connection, TransactionBehavior};

type Answer = Result<Outcome, StorageError>;

/// Makes entries in one transaction: all of them, or none where one does not go with the books.
pub fn record(connection: &mut Connection, entries: &[Entry]) -> Answer {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut all = Outcome::Repeated;
    for entry in entries {
        // What is not recorded leaves no trace: dropped, the savepoint takes the entry back out again.
        let step = transaction.savepoint()?;
        match make(&step, entry)? {
            Outcome::Recorded => {
                step.commit()?;
                all = Outcome::Recorded;
            }
            Outcome::Repeated => {}
            rejected @ Outcome::Rejected(_) => return Ok(rejected),
        }
    }
    if all == Outcome::Recorded {
        transaction.commit()?;
    }
    Ok(all)
}

fn make(connection: &Connection, entry: &Entry) -> Answer {
    let body = wire::encode(entry);
    if body.len() > ENTRY_BYTES || !entry.in_bounds() {
        return Ok(Outcome::Rejected(Rejected::OutOfBounds));
    }
    if entry::known(connection, &entry::id_of(&body))? {
        return Ok(Outcome::Repeated);
    }
    let seq = entry::append(connection, body)?;
    let books = Books { connection, entry: seq, at: entry.at() };
    match entry {
        Entry::JobOpened { key, title, spec, .. } => books.job_opened(key, title, spec, entry),
        Entry::UnitStarted { key, unit, work, gross, .. } => books.unit_started(key, *unit, *work, *gross),
        Entry::UnitFinished { key, unit, done, gross, result, busy_ms, energy, electricity, .. } => {
            let done = Done { measure: *done, gross: *gross, result: *result, busy_ms: *busy_ms };
            books.unit_finished(key, unit, done, Power { energy: *energy, electricity: *electricity })
        }
        Entry::UnitVoided { key, unit, why, energy, electricity, .. } => {
            books.unit_voided(key, unit, why, Power { energy: *energy, electricity: *electricity })
        }
        Entry::ReceiptTaken { receipt, .. } => books.receipt_taken(receipt),
        Entry::ReceiptGiven { receipt, unit, .. } => books.receipt_given(receipt, unit),
        Entry::JobEnded { key, reason, .. } => books.job_ended(key, reason),
    }
}

/// What was done of a unit.
struct Done {
    measure: u64,
    gross: Amount,
    result: BlobRef,
    busy_ms: u64,
}

/// What it burnt.
#[derive(Clone, Copy)]
struct Power {
    energy: Option<Millijoules>,
    electricity: Amount,
}

/// The books while one entry is being made, in a transaction.
struct Books<'a> {
    connection: &'a Connection,
    entry: i64,
    at: UnixMillis,
}

fn no(why: Rejected) -> Answer {
    Ok(Outcome::Rejected(why))
}

fn sum(a: Amount, b: Amount) -> Result<Amount, StorageError> {
    a.checked_add(b).ok_or(StorageError::Overflow)
}

impl Books<'_> {
    fn job_opened(&self, key: &JobKey, title: &str, spec: &[u8], entry: &Entry) -> Answer {
        let Some(node) = entry.party() else { return no(Rejected::BadAgreement) };
        let (at, title) = (self.at, title.to_owned());
        let Some((_, mut job)) = Job::find(self.connection, key)? else {
            let mut job = Job {
                key: *key,
                node,
                title,
                opened: self.entry,
                opened_at: at,
                changed_at: at,
                ended: None,
                paid_units: 0,
                paid: Amount::ZERO,
                kind: job::kind_of(spec),
            };
            return self.put_job(&mut job);
        };
        let terms = |entry: &Entry| match entry {
            Entry::JobOpened { spec, agreement, .. } => Some((spec.clone(), agreement.clone())),
            _ => None,
        };
        let (Some((spec, agreement)), Some((old_spec, old_agreement))) =
            (terms(entry), terms(&entry::read(self.connection, job.opened)?))
        else {
            return no(Rejected::JobDiffers);
        };
        match (agreement == old_agreement, &job.ended) {
            (true, None) => Ok(Outcome::Repeated),
            // The agreement of a job that is over does not open it again; a new one about the same work does.
            (true, Some(_)) => no(Rejected::JobEnded),
            (false, Some(_)) if spec == old_spec && node == job.node => {
                (job.opened, job.ended, job.title) = (self.entry, None, title);
                self.put_job(&mut job)
            }
            (false, _) => no(Rejected::JobDiffers),
        }
    }

    fn unit_started(&self, key: &JobKey, id: UnitId, work: Work, gross: Amount) -> Answer {
        let Some((number, mut job)) = Job::find(self.connection, key)? else { return no(Rejected::UnknownJob) };
        let known = Unit::find(self.connection, number, &id)?;
        if let Some(unit) = &known {
            let open = !matches!(unit.state, UnitState::Void { .. });
            let same_price = unit.state != UnitState::Started || unit.gross == gross;
            match (unit.work == work && same_price, open) {
                (false, _) => return no(Rejected::UnitDiffers),
                (true, true) => return Ok(Outcome::Repeated),
                (true, false) => {}
            }
        }
        if job.ended.is_some() {
            return no(Rejected::JobEnded);
        }
        if known.is_none() && job.kind != WorkKind::Render && !unit::any(self.connection, number)? {
            job.kind = work.kind();
        }
        let attempt = known.as_ref().map_or(0, |unit| unit.attempt + 1);
        let pending = self.reserve(&Attempt { key: *key, unit: id, attempt }, Phase::Reserve, gross)?;
        let (state, changed_at) = (UnitState::Started, self.at);
        let fresh = Unit {
            unit: id,
            attempt,
            work,
            state,
            gross,
            done: None,
            result: None,
            energy: None,
            electricity: Amount::ZERO,
            busy_ms: 0,
            pending,
            finished: None,
            over_at: None,
            changed_at,
        };
        // What earlier attempts burnt stays with the unit.
        let unit = match known {
            Some(Unit { energy, electricity, busy_ms, over_at, .. }) => {
                Unit { energy, electricity, busy_ms, over_at, ..fresh }
            }
            None => fresh,
        };
        unit.put(self.connection, number)?;
        self.put_job(&mut job)
    }

    fn unit_finished(&self, key: &JobKey, id: &UnitId, done: Done, power: Power) -> Answer {
        let Some((number, mut job)) = Job::find(self.connection, key)? else { return no(Rejected::UnknownJob) };
        let Some(mut unit) = Unit::find(self.connection, number, id)? else { return no(Rejected::UnknownUnit) };
        let same = (unit.done, unit.gross, unit.result) == (Some(done.measure), done.gross, Some(done.result));
        match unit.state {
            UnitState::Started => {}
            UnitState::Pending | UnitState::Final if same => return Ok(Outcome::Repeated),
            _ if job.ended.is_some() => return no(Rejected::JobEnded),
            _ => return no(Rejected::UnitNotPending),
        }
        if done.measure == 0 || done.measure > unit.work.measure() {
            return no(Rejected::OutOfBounds);
        }
        if done.gross > unit.gross {
            return no(Rejected::AboveReserve);
        }
        let attempt = Attempt { key: *key, unit: *id, attempt: unit.attempt };
        if done.gross < unit.gross {
            self.resolve(&attempt, Phase::Release, Kind::Void, &unit)?;
            unit.pending = self.reserve(&attempt, Phase::Part, done.gross)?;
        }
        self.burn(&attempt, Phase::Power, &mut unit, power)?;
        unit.state = UnitState::Pending;
        unit.gross = done.gross;
        unit.done = Some(done.measure);
        unit.result = Some(done.result);
        unit.busy_ms = unit.busy_ms.saturating_add(done.busy_ms);
        unit.finished = Some(self.entry);
        unit.over_at = Some(self.at);
        self.put_unit(number, &mut unit)?;
        self.put_job(&mut job)
    }

    fn unit_voided(&self, key: &JobKey, id: &UnitId, why: &UnitFailure, power: Power) -> Answer {
        let Some((number, mut job)) = Job::find(self.connection, key)? else { return no(Rejected::UnknownJob) };
        let Some(mut unit) = Unit::find(self.connection, number, id)? else { return no(Rejected::UnknownUnit) };
        match unit.state {
            UnitState::Started | UnitState::Pending => {}
            UnitState::Void { .. } => return Ok(Outcome::Repeated),
            UnitState::Final => return no(Rejected::UnitNotPending),
        }
        let attempt = Attempt { key: *key, unit: *id, attempt: unit.attempt };
        self.burn(&attempt, Phase::Loss, &mut unit, power)?;
        self.cancel(&attempt, number, unit, why)?;
        self.put_job(&mut job)
    }

    fn receipt_taken(&self, signed: &Signed<Receipt>) -> Answer {
        let Ok(receipt) = signed.verify() else { return no(Rejected::BadSignature) };
        let key = JobKey { job: receipt.job, side: Side::Provider, peer: receipt.payer };
        if signed.signer() != receipt.payer {
            return no(Rejected::WrongPayer);
        }
        let Some((number, mut job)) = Job::find(self.connection, &key)? else { return no(Rejected::UnknownJob) };
        if receipt.payee != job.node {
            return no(Rejected::WrongPayee);
        }
        if let Some(outcome) = self.no_news(&key, &receipt)? {
            return Ok(outcome);
        }
        let mut pending = unit::unpaid(self.connection, number)?;
        pending.retain(|unit| unit.state == UnitState::Pending);
        let mut most = job.paid;
        for unit in &pending {
            most = sum(most, unit.gross)?;
        }
        if receipt.cumulative > most || receipt.units as usize > job.paid_units as usize + pending.len() {
            return no(Rejected::ReceiptTooHigh);
        }
        receipt::append(self.connection, self.entry, number, &receipt, signed)?;
        let rest = receipt.cumulative.checked_sub(job.paid).ok_or(StorageError::Overflow)?;
        for unit in covered(pending, receipt.units.saturating_sub(job.paid_units) as usize, rest) {
            self.settle(number, &mut job, unit)?;
        }
        self.put_job(&mut job)
    }

    fn receipt_given(&self, signed: &Signed<Receipt>, id: &UnitId) -> Answer {
        let Ok(receipt) = signed.verify() else { return no(Rejected::BadSignature) };
        let key = JobKey { job: receipt.job, side: Side::Requester, peer: receipt.payee };
        if signed.signer() != receipt.payer {
            return no(Rejected::WrongPayer);
        }
        let Some((number, mut job)) = Job::find(self.connection, &key)? else { return no(Rejected::UnknownJob) };
        let Some(unit) = Unit::find(self.connection, number, id)? else { return no(Rejected::UnknownUnit) };
        if receipt.payer != job.node {
            return no(Rejected::WrongPayer);
        }
        if let Some(outcome) = self.no_news(&key, &receipt)? {
            return Ok(outcome);
        }
        if unit.state != UnitState::Pending {
            return no(Rejected::UnitNotPending);
        }
        let due = sum(job.paid, unit.gross)?;
        if receipt.units > job.paid_units + 1 || receipt.cumulative > due {
            return no(Rejected::ReceiptTooHigh);
        }
        if receipt.cumulative < due {
            return no(Rejected::StaleReceipt);
        }
        receipt::append(self.connection, self.entry, number, &receipt, signed)?;
        self.settle(number, &mut job, unit)?;
        self.put_job(&mut job)
    }

    fn job_ended(&self, key: &JobKey, reason: &StopReason) -> Answer {
        let Some((number, mut job)) = Job::find(self.connection, key)? else { return no(Rejected::UnknownJob) };
        if job.ended.is_some() {
            return Ok(Outcome::Repeated);
        }
        for unit in unit::unpaid(self.connection, number)? {
            if unit.state == UnitState::Started {
                let attempt = Attempt { key: *key, unit: unit.unit, attempt: unit.attempt };
                self.cancel(&attempt, number, unit, &UnitFailure::JobEnded)?;
            }
        }
        job.ended = Some(reason.clone());
        self.put_job(&mut job)
    }

    /// The outcome for a receipt that is not newer than the last one. One that was signed anew and says the same is
    /// harmless: a payer that lost its connection sends such a one.
    fn no_news(&self, key: &JobKey, receipt: &Receipt) -> Result<Option<Outcome>, StorageError> {
        let last = receipt::newest(self.connection, key)?.map(|last| (last.units, last.cumulative));
        let (units, cumulative) = last.unwrap_or_default();
        Ok(if last == Some((receipt.units, receipt.cumulative)) {
            Some(Outcome::Repeated)
        } else if receipt.units <= units || receipt.cumulative < cumulative {
            Some(Outcome::Rejected(Rejected::StaleReceipt))
        } else {
            None
        })
    }

    /// A pending transfer of the unit's price. Work for nothing moves nothing.
    fn reserve(&self, attempt: &Attempt, phase: Phase, amount: Amount) -> Result<Option<i64>, StorageError> {
        if amount == Amount::ZERO {
            return Ok(None);
        }
        let (debit, credit) = attempt.accounts();
        let (id, entry) = (attempt.transfer_id(phase), self.entry);
        let transfer = Transfer { id, entry, kind: Kind::Pending, debit, credit, amount, resolves: None };
        transfer.append(self.connection).map(Some)
    }

    /// Posts or voids the unit's pending transfer.
    fn resolve(&self, attempt: &Attempt, phase: Phase, kind: Kind, unit: &Unit) -> Result<(), StorageError> {
        let Some(pending) = unit.pending else { return Ok(()) };
        let (debit, credit) = attempt.accounts();
        let (id, entry, amount) = (attempt.transfer_id(phase), self.entry, unit.gross);
        Transfer { id, entry, kind, debit, credit, amount, resolves: Some(pending) }.append(self.connection)?;
        Ok(())
    }

    /// Books electricity.
    fn burn(&self, attempt: &Attempt, phase: Phase, unit: &mut Unit, power: Power) -> Result<(), StorageError> {
        if power.electricity > Amount::ZERO {
            let (debit, credit) = (crate::account::Account::Electricity, crate::account::Account::Supplier);
            let (id, entry, amount) = (attempt.transfer_id(phase), self.entry, power.electricity);
            Transfer { id, entry, kind: Kind::Plain, debit, credit, amount, resolves: None }.append(self.connection)?;
        }
        unit.electricity = sum(unit.electricity, power.electricity)?;
        if let Some(energy) = power.energy {
            unit.energy = Some(unit.energy.unwrap_or_default().saturating_add(energy));
        }
        Ok(())
    }

    fn cancel(&self, attempt: &Attempt, job: i64, mut unit: Unit, why: &UnitFailure) -> Result<(), StorageError> {
        self.resolve(attempt, Phase::Cancel, Kind::Void, &unit)?;
        // The time of a finished unit's work stays what it was: its electricity was burnt then.
        if unit.state == UnitState::Started {
            unit.over_at = Some(self.at);
        }
        unit.state = UnitState::Void { why: why.clone() };
        unit.gross = Amount::ZERO;
        unit.pending = None;
        self.put_unit(job, &mut unit)
    }

    fn settle(&self, number: i64, job: &mut Job, mut unit: Unit) -> Result<(), StorageError> {
        let attempt = Attempt { key: job.key, unit: unit.unit, attempt: unit.attempt };
        self.resolve(&attempt, Phase::Settle, Kind::Post, &unit)?;
        unit.state = UnitState::Final;
        unit.pending = None;
        job.paid_units += 1;
        job.paid = sum(job.paid, unit.gross)?;
        self.put_unit(number, &mut unit)
    }

    fn put_unit(&self, job: i64, unit: &mut Unit) -> Result<(), StorageError> {
        unit.changed_at = self.at;
        unit.put(self.connection, job)
    }

    fn put_job(&self, job: &mut Job) -> Answer {
        job.changed_at = self.at;
        job.put(self.connection)?;
        Ok(Outcome::Recorded)
    }
}

/// Which finished units a receipt pays that adds `count` units and `amount`. A receipt names no unit. One more unit
/// for exactly one's price is that one, even when an older one is still being looked at; otherwise the oldest first,
/// as far as the money goes.
fn covered(pending: Vec<Unit>, count: usize, amount: Amount) -> Vec<Unit> {
    if count == 1
        && let Some(unit) = pending.iter().find(|unit| unit.gross == amount)
    {
        return vec![unit.clone()];
    }
    let mut left = amount;
    let mut paid = Vec::new();
    for unit in pending {
        if let Some(rest) = left.checked_sub(unit.gross).filter(|rest| *rest >= Amount::ZERO && paid.len() < count) {
            left = rest;
            paid.push(unit);
        }
    }
    paid
}
