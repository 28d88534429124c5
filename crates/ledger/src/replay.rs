//! The books as they must be after each entry, worked out in memory and without the writer's rules: an entry is asked
//! only whether it was allowed and what it must have moved. For [`crate::audit`].

use crate::account::Account;
use crate::entry::{Entry, JobKey};
use crate::job::{self, Job};
use crate::limits::FAULTS;
use crate::receipt::Filed;
use crate::transfer::{Attempt, Kind, Phase, Transfer};
use crate::unit::Unit;
use idlewatt_proto::books::{Side, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{Amount, Millijoules, UnitId};
use std::collections::{BTreeMap, HashMap};

/// Everything found wrong, as sentences; those beyond the bound are only counted.
#[derive(Default)]
pub struct Faults {
    spelled: Vec<String>,
    more: u64,
}

impl Faults {
    pub fn add(&mut self, sentence: String) {
        if self.spelled.len() < FAULTS {
            self.spelled.push(sentence);
        } else {
            self.more += 1;
        }
    }

    pub fn into_sentences(mut self) -> Vec<String> {
        if self.more > 0 {
            self.spelled.push(format!("and {} more", self.more));
        }
        self.spelled
    }
}

/// A job and its units as the entries tell them.
pub struct Told {
    pub job: Job,
    pub units: HashMap<UnitId, Unit>,
    spec: Vec<u8>,
    /// Units and sum of the newest receipt.
    last: Option<(u32, Amount)>,
    /// Finished units that no receipt covers, by the entry that finished them.
    pending: BTreeMap<Option<i64>, UnitId>,
}

/// What one entry left in the tables.
pub struct Traces {
    pub seq: i64,
    pub transfers: Vec<(i64, Transfer)>,
    pub receipt: Option<Filed>,
}

/// The books so far.
#[derive(Default)]
pub struct Replay {
    pub jobs: HashMap<JobKey, Told>,
    pub receipts: u64,
    pub faults: Faults,
}

fn plus(a: Amount, b: Amount) -> Amount {
    Amount::from_micros(a.micros().saturating_add(b.micros()))
}

impl Replay {
    /// Takes the next entry and what is in the tables because of it.
    pub fn step(&mut self, entry: &Entry, mut traces: Traces) {
        let seq = traces.seq;
        if !entry.in_bounds() {
            self.faults.add(format!("entry {seq} has values beyond what is ever booked"));
        }
        let told = match entry {
            Entry::JobOpened { .. } => self.open(entry, seq),
            Entry::UnitStarted { .. } => self.start(entry, &mut traces),
            Entry::UnitFinished { .. } => self.finish(entry, &mut traces),
            Entry::UnitVoided { .. } => self.void(entry, &mut traces),
            Entry::ReceiptTaken { receipt, .. } => self.pay(Side::Provider, receipt, None, entry, &mut traces),
            Entry::ReceiptGiven { receipt, unit, .. } => {
                self.pay(Side::Requester, receipt, Some(*unit), entry, &mut traces)
            }
            Entry::JobEnded { .. } => self.end(entry, &mut traces),
        };
        match told {
            Ok(key) => {
                if let Some(told) = self.jobs.get_mut(&key) {
                    told.job.changed_at = entry.at();
                }
            }
            Err(why) => self.faults.add(format!("entry {seq} should not be in the books: {why}")),
        }
        for (transfer, _) in traces.transfers {
            self.faults.add(format!("transfer {transfer} is not what entry {seq} calls for"));
        }
        if traces.receipt.is_some() {
            self.faults.add(format!("a receipt is filed under entry {seq}, which has another or none"));
        }
    }

    fn open(&mut self, entry: &Entry, seq: i64) -> Result<JobKey, &'static str> {
        let Entry::JobOpened { key, title, spec, at, .. } = entry else { return Err("it is not an opening") };
        let node = entry.party().ok_or("its agreement does not prove its terms")?;
        match self.jobs.get_mut(key) {
            None => {
                let job = Job {
                    key: *key,
                    node,
                    title: title.clone(),
                    opened: seq,
                    opened_at: *at,
                    changed_at: *at,
                    ended: None,
                    paid_units: 0,
                    paid: Amount::ZERO,
                    kind: job::kind_of(spec),
                };
                self.jobs.insert(
                    *key,
                    Told { job, units: HashMap::new(), spec: spec.clone(), last: None, pending: BTreeMap::new() },
                );
            }
            Some(told) if told.job.ended.is_some() && told.spec == *spec && told.job.node == node => {
                told.job.title.clone_from(title);
                (told.job.opened, told.job.ended) = (seq, None);
            }
            Some(_) => return Err("the job is open already, or another one"),
        }
        Ok(*key)
    }

    fn start(&mut self, entry: &Entry, traces: &mut Traces) -> Result<JobKey, &'static str> {
        let Entry::UnitStarted { key, unit: id, work, gross, at } = entry else { return Err("it is not a start") };
        let told = self.jobs.get_mut(key).ok_or("its job is unknown")?;
        if told.job.ended.is_some() {
            return Err("its job has ended");
        }
        if told.units.is_empty() && told.job.kind != WorkKind::Render {
            told.job.kind = work.kind();
        }
        let fresh = Unit {
            unit: *id,
            attempt: 0,
            work: *work,
            state: UnitState::Started,
            gross: *gross,
            done: None,
            result: None,
            energy: None,
            electricity: Amount::ZERO,
            busy_ms: 0,
            pending: None,
            finished: None,
            over_at: None,
            changed_at: *at,
        };
        let mut unit = match told.units.remove(id) {
            None => fresh,
            Some(before) if matches!(before.state, UnitState::Void { .. }) && before.work == *work => Unit {
                attempt: before.attempt + 1,
                state: UnitState::Started,
                gross: *gross,
                done: None,
                result: None,
                finished: None,
                changed_at: *at,
                ..before
            },
            Some(before) => {
                told.units.insert(*id, before);
                return Err("its unit was started before and is not void");
            }
        };
        let attempt = Attempt { key: *key, unit: *id, attempt: unit.attempt };
        unit.pending = traces.reserve(&attempt, Phase::Reserve, *gross, &mut self.faults);
        told.units.insert(*id, unit);
        Ok(*key)
    }

    fn finish(&mut self, entry: &Entry, traces: &mut Traces) -> Result<JobKey, &'static str> {
        let Entry::UnitFinished { key, unit: id, done, gross, result, busy_ms, energy, electricity, at } = entry else {
            return Err("it is not a finish");
        };
        let told = self.jobs.get_mut(key).ok_or("its job is unknown")?;
        let unit = told.units.get_mut(id).ok_or("its unit is unknown")?;
        if unit.state != UnitState::Started {
            return Err("its unit was not being worked on");
        }
        if *gross > unit.gross || !(1..=unit.work.measure()).contains(done) {
            return Err("it claims more than was reserved");
        }
        let attempt = Attempt { key: *key, unit: *id, attempt: unit.attempt };
        if *gross != unit.gross {
            traces.resolve(&attempt, Phase::Release, Kind::Void, unit, &mut self.faults);
            unit.pending = traces.reserve(&attempt, Phase::Part, *gross, &mut self.faults);
        }
        traces.burn(&attempt, Phase::Power, unit, *energy, *electricity, &mut self.faults);
        unit.state = UnitState::Pending;
        unit.gross = *gross;
        unit.done = Some(*done);
        unit.result = Some(*result);
        unit.busy_ms = unit.busy_ms.saturating_add(*busy_ms);
        unit.finished = Some(traces.seq);
        (unit.over_at, unit.changed_at) = (Some(*at), *at);
        told.pending.insert(unit.finished, *id);
        Ok(*key)
    }

    fn void(&mut self, entry: &Entry, traces: &mut Traces) -> Result<JobKey, &'static str> {
        let Entry::UnitVoided { key, unit: id, why, energy, electricity, .. } = entry else {
            return Err("it is not a failure");
        };
        let told = self.jobs.get_mut(key).ok_or("its job is unknown")?;
        let unit = told.units.get_mut(id).ok_or("its unit is unknown")?;
        if !matches!(unit.state, UnitState::Started | UnitState::Pending) {
            return Err("its unit was paid or void before");
        }
        told.pending.remove(&unit.finished);
        let attempt = Attempt { key: *key, unit: *id, attempt: unit.attempt };
        traces.burn(&attempt, Phase::Loss, unit, *energy, *electricity, &mut self.faults);
        traces.cancel(&attempt, unit, why, entry, &mut self.faults);
        Ok(*key)
    }

    fn end(&mut self, entry: &Entry, traces: &mut Traces) -> Result<JobKey, &'static str> {
        let Entry::JobEnded { key, reason, .. } = entry else { return Err("it is not an end") };
        let told = self.jobs.get_mut(key).ok_or("its job is unknown")?;
        if told.job.ended.is_some() {
            return Err("its job had ended");
        }
        for unit in told.units.values_mut().filter(|unit| unit.state == UnitState::Started) {
            let attempt = Attempt { key: *key, unit: unit.unit, attempt: unit.attempt };
            traces.cancel(&attempt, unit, &UnitFailure::JobEnded, entry, &mut self.faults);
        }
        told.job.ended = Some(reason.clone());
        Ok(*key)
    }

    fn pay(
        &mut self,
        side: Side,
        signed: &Signed<Receipt>,
        named: Option<UnitId>,
        entry: &Entry,
        traces: &mut Traces,
    ) -> Result<JobKey, &'static str> {
        self.receipts += 1;
        let filed = traces.receipt.take();
        let receipt = signed.verify().map_err(|_| "the signature of its receipt does not hold")?;
        let (node, peer) = match side {
            Side::Provider => (receipt.payee, receipt.payer),
            Side::Requester => (receipt.payer, receipt.payee),
        };
        let key = JobKey { job: receipt.job, side, peer };
        let told = self.jobs.get_mut(&key).ok_or("its receipt is about an unknown job")?;
        if node != told.job.node || signed.signer() != receipt.payer {
            return Err("its receipt is between other nodes");
        }
        if told.last.is_some_and(|(units, cumulative)| receipt.units <= units || receipt.cumulative < cumulative) {
            return Err("its receipt is not newer than the one before");
        }
        told.last = Some((receipt.units, receipt.cumulative));
        let right = Filed { key, units: receipt.units, cumulative: receipt.cumulative, signed: signed.clone() };
        if filed.as_ref() != Some(&right) {
            self.faults.add(format!("the receipt of entry {} is not filed as it was recorded", traces.seq));
        }
        told.take_posted(traces, named, &mut self.faults, entry);
        told.check_covered(&receipt, traces.seq, &mut self.faults);
        Ok(key)
    }
}

impl Told {
    /// Marks the units final whose posting this receipt's entry left in the books. Which ones, is the transfers' to
    /// say: a receipt names none. Work for nothing has no transfer, and goes by age.
    fn take_posted(&mut self, traces: &mut Traces, named: Option<UnitId>, faults: &mut Faults, entry: &Entry) {
        let posted = |unit: &Unit, key| {
            let attempt = Attempt { key, unit: unit.unit, attempt: unit.attempt };
            let id = attempt.transfer_id(Phase::Settle);
            (named.is_none_or(|named| named == unit.unit) && traces.transfers.iter().any(|(_, moved)| moved.id == id))
                .then_some(attempt)
        };
        let waiting = || self.pending.values().filter_map(|id| self.units.get(id));
        let mut paid: Vec<Attempt> = waiting().filter_map(|unit| posted(unit, self.job.key)).collect();
        let free = waiting().filter(|unit| unit.gross == Amount::ZERO && named.is_none_or(|named| named == unit.unit));
        let left = self.last.map_or(0, |(units, _)| units).saturating_sub(self.job.paid_units) as usize;
        let free = free.take(left.saturating_sub(paid.len()));
        let free = free.map(|unit| Attempt { key: self.job.key, unit: unit.unit, attempt: unit.attempt });
        paid.extend(free.collect::<Vec<_>>());
        for attempt in paid {
            let Some(unit) = self.units.get_mut(&attempt.unit) else { continue };
            traces.resolve(&attempt, Phase::Settle, Kind::Post, unit, faults);
            self.pending.remove(&unit.finished);
            (unit.state, unit.pending, unit.changed_at) = (UnitState::Final, None, entry.at());
            self.job.paid_units += 1;
            self.job.paid = plus(self.job.paid, unit.gross);
        }
    }

    /// Neither more nor less may be final than the receipt covers.
    fn check_covered(&self, receipt: &Receipt, seq: i64, faults: &mut Faults) {
        if self.job.paid_units > receipt.units || self.job.paid > receipt.cumulative {
            faults.add(format!("entry {seq} pays for more than its receipt covers"));
        }
        let rest = receipt.cumulative.micros().saturating_sub(self.job.paid.micros());
        let waiting = || self.pending.values().filter_map(|id| self.units.get(id));
        if self.job.paid_units < receipt.units && waiting().any(|unit| unit.gross.micros() <= rest) {
            faults.add(format!("entry {seq} pays for less than its receipt covers"));
        }
        let most = waiting().fold(self.job.paid, |sum, unit| plus(sum, unit.gross));
        if receipt.units as usize > self.job.paid_units as usize + self.pending.len() || receipt.cumulative > most {
            faults.add(format!("the receipt of entry {seq} is for more than was done"));
        }
    }
}

impl Traces {
    /// Takes out the transfer that must be there; its number, if it is.
    fn expect(&mut self, right: Transfer, faults: &mut Faults) -> Option<i64> {
        let Some(at) = self.transfers.iter().position(|(_, moved)| moved.id == right.id) else {
            let (amount, debit, credit) = (right.amount, right.debit, right.credit);
            faults.add(format!("a transfer of {amount} from {credit} to {debit} is missing from entry {}", self.seq));
            return None;
        };
        let (seq, moved) = self.transfers.swap_remove(at);
        if moved != right {
            let (amount, seen) = (right.amount, moved.amount);
            faults.add(if amount == seen {
                format!("transfer {seq} is not as entry {} made it", self.seq)
            } else {
                format!("transfer {seq} moves {seen}, and entry {} says {amount}", self.seq)
            });
        }
        Some(seq)
    }

    fn reserve(&mut self, attempt: &Attempt, phase: Phase, amount: Amount, faults: &mut Faults) -> Option<i64> {
        if amount == Amount::ZERO {
            return None;
        }
        let (debit, credit) = attempt.accounts();
        let (id, entry) = (attempt.transfer_id(phase), self.seq);
        self.expect(Transfer { id, entry, kind: Kind::Pending, debit, credit, amount, resolves: None }, faults)
    }

    fn resolve(&mut self, attempt: &Attempt, phase: Phase, kind: Kind, unit: &Unit, faults: &mut Faults) {
        if unit.gross == Amount::ZERO {
            return;
        }
        let (debit, credit) = attempt.accounts();
        let (id, entry, amount) = (attempt.transfer_id(phase), self.seq, unit.gross);
        self.expect(Transfer { id, entry, kind, debit, credit, amount, resolves: unit.pending }, faults);
    }

    fn burn(
        &mut self,
        attempt: &Attempt,
        phase: Phase,
        unit: &mut Unit,
        energy: Option<Millijoules>,
        amount: Amount,
        faults: &mut Faults,
    ) {
        if amount != Amount::ZERO {
            let (debit, credit) = (Account::Electricity, Account::Supplier);
            let (id, entry) = (attempt.transfer_id(phase), self.seq);
            self.expect(Transfer { id, entry, kind: Kind::Plain, debit, credit, amount, resolves: None }, faults);
        }
        unit.electricity = plus(unit.electricity, amount);
        unit.energy = match (unit.energy, energy) {
            (Some(before), Some(more)) => Some(before.saturating_add(more)),
            (before, more) => before.or(more),
        };
    }

    fn cancel(&mut self, attempt: &Attempt, unit: &mut Unit, why: &UnitFailure, entry: &Entry, faults: &mut Faults) {
        self.resolve(attempt, Phase::Cancel, Kind::Void, unit, faults);
        if unit.state == UnitState::Started {
            unit.over_at = Some(entry.at());
        }
        unit.state = UnitState::Void { why: why.clone() };
        (unit.gross, unit.pending, unit.changed_at) = (Amount::ZERO, None, entry.at());
    }
}
