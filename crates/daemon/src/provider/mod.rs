//! The providing side: answers calls for proposals and runs what was agreed to.

mod account;
mod answer;
pub mod hold;
mod pieces;
mod session;
mod terms;
mod text;

use crate::governor::Energy;
use crate::house::{House, locked, now};
use crate::judge;
use crate::limits::{
    CALLS_REMEMBERED, JOB_GRACE, MODEL_OFFERED_FOR, MODEL_READERS, RECEIPT_KEPT_FOR, RECEIPTS_KEPT, REFUSALS_KEPT,
    WORKER_FAILURES,
};
use idlewatt_control::messages::{FloorSum, RefusalRow};
use idlewatt_foreman::WorkerError;
use idlewatt_ledger::{Entry, JobKey, OpenJob, Outcome};
use idlewatt_mesh::Event;
use idlewatt_policy::admit::{self, Desk, TextJobs};
use idlewatt_policy::idle::DeviceFact;
use idlewatt_policy::limits::TEXT_JOBS_AT_ONCE;
use idlewatt_policy::price;
use idlewatt_proto::books::{Side, UnitState};
use idlewatt_proto::job::JobSpec;
use idlewatt_proto::limits::EXPOSURE_UNITS;
use idlewatt_proto::negotiation::{Agreement, Answer, Ask, Cfp, Price, Proposal};
use idlewatt_proto::reason::{Refusal, StopReason};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::title::Title;
use idlewatt_proto::worker::Fault;
use idlewatt_proto::{Amount, BlobHash, JobId, NodeId, UnixMillis, wire};
use std::collections::HashMap;
use std::sync::Arc;
use terms::Terms;
use tokio::sync::mpsc;

/// The requester's end of a job's stream, as a provider sees it.
type Channel = idlewatt_mesh::JobChannel<ToProvider, ToRequester>;

/// A job that was agreed to.
#[derive(Clone)]
struct Agreed {
    job: JobId,
    requester: NodeId,
    spec: JobSpec,
    price: Price,
    /// When it ends unless its requester opens its stream.
    until: UnixMillis,
    /// Whether a task runs it now.
    running: bool,
    /// Its requester was lost and owes something: it is kept for the receipt alone, and takes no place meanwhile.
    lost: bool,
}

impl Agreed {
    fn key(&self) -> JobKey {
        JobKey { job: self.job, side: Side::Provider, peer: self.requester }
    }

    fn is_picture(&self) -> bool {
        matches!(self.spec, JobSpec::Render(_))
    }

    fn takes_a_place(&self) -> bool {
        self.running || !self.lost
    }
}

/// What the desk remembers between messages.
struct Provider {
    house: Arc<House>,
    calls: HashMap<JobId, (NodeId, Cfp, UnixMillis)>,
    agreed: HashMap<JobId, Agreed>,
    /// Who may fetch which model, and until when.
    readers: HashMap<(BlobHash, NodeId), UnixMillis>,
    ended: mpsc::Sender<Ended>,
}

/// A job's stream has ended.
struct Ended {
    job: JobId,
    /// Its requester may open another one.
    may_come_back: bool,
}

/// Serves the mesh's events until the house stops.
pub async fn serve(house: Arc<House>, mut events: mpsc::Receiver<Event>) {
    let (ended, mut endings) = mpsc::channel(CALLS_REMEMBERED);
    let mut provider = Provider {
        house: Arc::clone(&house),
        calls: HashMap::new(),
        agreed: HashMap::new(),
        readers: HashMap::new(),
        ended,
    };
    provider.recover().await;
    loop {
        tokio::select! {
            () = house.stop.cancelled() => return,
            event = events.recv() => match event {
                None => return,
                Some(Event::Asked { from, ask, reply }) => {
                    let answer = provider.answer(from, *ask).await;
                    reply.send(answer);
                }
                Some(Event::JobOpened { from, job, channel }) => provider.open(from, job, channel).await,
            },
            Some(ended) = endings.recv() => provider.ended(&ended),
            () = tokio::time::sleep(JOB_GRACE / 4) => {}
        }
        provider.forget().await;
        provider.tell_of_pictures();
    }
}

impl Provider {
    /// Takes up what an earlier run of this daemon left open: its requesters may come back for it.
    async fn recover(&mut self) {
        let open = self.house.books.with(|ledger| ledger.open_jobs(Side::Provider)).await;
        let Ok(Ok(open)) = open else {
            tracing::error!("the open jobs of an earlier run could not be read");
            return;
        };
        for OpenJob { key, price, spec, changed_at, units, .. } in open {
            let unpaid = |state: &UnitState| matches!(state, UnitState::Started | UnitState::Pending);
            let pending = units.iter().filter(|unit| unpaid(&unit.state)).count();
            let spec = wire::decode::<JobSpec>(&spec, idlewatt_proto::limits::MESSAGE_BYTES);
            // Answers go on elsewhere, but what had arrived of them may still be paid. A description that another version
            // wrote is one that no requester comes back for.
            let goes_on = |spec: &JobSpec| pending > 0 || matches!(spec, JobSpec::Render(_));
            let Some(spec) = spec.ok().filter(goes_on) else {
                let entry = Entry::JobEnded { key, reason: StopReason::ShuttingDown, at: now() };
                if let Err(error) = self.house.books.record(entry).await {
                    tracing::error!(%error, "the end of a job could not be written");
                }
                continue;
            };
            tracing::info!(job = %key.job, requester = key.peer.short(), pending, "an earlier run left this job open");
            let lost = matches!(spec, JobSpec::Text(_));
            let mut until = now().plus_ms(JOB_GRACE.as_millis() as u64);
            if lost {
                until = until.max(changed_at.min(now()).plus_ms(RECEIPT_KEPT_FOR.as_millis() as u64));
            }
            let agreed = Agreed { job: key.job, requester: key.peer, spec, price, until, running: false, lost };
            self.agreed.insert(key.job, agreed);
        }
    }

    async fn answer(&mut self, from: NodeId, ask: Ask) -> Answer {
        let (call, answer) = match ask {
            Ask::Cfp(call) => (Some(call.clone()), self.propose(from, call).await),
            Ask::Accept(agreement) => (None, self.agree(from, agreement).await),
            Ask::Model(hash) => (None, self.offer_model(from, hash)),
        };
        answer.unwrap_or_else(|refusal| {
            tracing::info!(requester = from.short(), %refusal, "refused");
            self.remember_refusal(from, call.as_ref(), &refusal);
            Answer::Refuse(refusal)
        })
    }

    /// For the owner, who may ask why this machine did not take a job.
    fn remember_refusal(&self, requester: NodeId, call: Option<&Cfp>, refusal: &Refusal) {
        let house = &self.house;
        let sum = || {
            let (Refusal::BelowFloor { .. }, Some(call)) = (refusal, call) else { return None };
            let measured = house.adapter.borrow().measured.clone()?;
            let speed = match &call.spec {
                JobSpec::Render(_) => {
                    let facts = call.facts.as_ref()?;
                    price::expected_speed(house.speed(&measured), facts.instanced_triangles)
                }
                JobSpec::Text(spec) => price::text_per_second(house.held(&spec.model.hash)?.1.speed),
            };
            let price::FloorSum { electricity, wear } = price::floor_sum(&house.costs(), speed)?;
            Some(FloorSum { offered: call.max_price?.per_giga, electricity, wear })
        };
        let title = call.map_or(Title::Agreement, |call| call.spec.title());
        let row = RefusalRow { at: now(), requester, title, refusal: refusal.clone(), sum: sum() };
        let mut refusals = locked(&house.refusals);
        if refusals.len() >= REFUSALS_KEPT {
            refusals.pop_front();
        }
        refusals.push_back(row);
    }

    async fn propose(&mut self, from: NodeId, call: Cfp) -> Result<Answer, Refusal> {
        let house = &self.house;
        if !house.settings.borrow().provides() {
            return Err(Refusal::NoProvider);
        }
        let measured = house.adapter.borrow().measured.clone().ok_or(Refusal::NotIdle)?;
        let owed = house.books.with(move |ledger| ledger.owed(from)).await;
        let owed = owed.ok().and_then(Result::ok).ok_or(Refusal::Busy)?;
        let speed = house.speed(&measured);
        let desk = Desk {
            node: house.node(),
            requester: from,
            accept: house.settings.borrow().accept(),
            free: house.may_work(),
            jobs: self.pictures(from) + house.speaker.answers(),
            text_jobs: self.text_jobs(&call),
            samples_per_second: speed,
            model: match &call.spec {
                JobSpec::Text(spec) => house.held(&spec.model.hash).map(|(_, held)| held),
                JobSpec::Render(_) => None,
            },
            costs: house.costs(),
            memory: judge::job_memory(house),
            memory_told: judge::rules(house).card.memory,
            owed,
            owed_bound: exposure(&house.costs(), speed),
        };
        let quote = admit::judge(&call, &desk, now())?;
        let proposal = Proposal {
            job: call.job,
            provider: desk.node,
            requester: from,
            price: quote.price,
            per_second: quote.per_second,
            expires_at: quote.expires_at,
        };
        if self.calls.len() >= CALLS_REMEMBERED {
            return Err(Refusal::Busy);
        }
        self.calls.insert(call.job, (from, call, quote.expires_at));
        Ok(Answer::Propose(Signed::new(&proposal, &house.key)))
    }

    async fn agree(&mut self, from: NodeId, signed: Signed<Agreement>) -> Result<Answer, Refusal> {
        let house = &self.house;
        let remembered = |job| {
            let (asker, call, _) = self.calls.get(&job)?;
            (*asker == from).then(|| call.spec.clone())
        };
        let (proposal, spec) = admit::agreed(&signed, from, house.node(), remembered, now())?;
        if self.agreed.get(&proposal.job).is_some_and(|known| known.requester == from) {
            return Ok(Answer::Agreed);
        }
        if let Some(refusal) = Terms::of(house, from, &spec).refusal(house) {
            return Err(refusal);
        }
        let picture = self.agreed.values().any(Agreed::is_picture);
        let busy = match &spec {
            JobSpec::Render(_) => picture || house.speaker.answers() > 0,
            JobSpec::Text(_) => picture || self.text_places() >= TEXT_JOBS_AT_ONCE,
        };
        if busy || *house.benchmark.borrow() {
            return Err(Refusal::Busy);
        }
        let agreed = Agreed {
            job: proposal.job,
            requester: from,
            spec,
            price: proposal.price,
            until: now().plus_ms(JOB_GRACE.as_millis() as u64),
            running: false,
            lost: false,
        };
        let entry = Entry::JobOpened {
            key: agreed.key(),
            title: agreed.spec.title().to_string(),
            price: agreed.price,
            spec: wire::encode(&agreed.spec),
            agreement: wire::encode(&signed),
            at: now(),
        };
        match house.books.record(entry).await {
            Ok(Outcome::Recorded | Outcome::Repeated) => {}
            Ok(Outcome::Rejected(why)) => {
                tracing::warn!(?why, "the books do not take this job");
                return Err(Refusal::Unknown);
            }
            Err(error) => {
                tracing::error!(%error, "the books cannot be written, so nothing is agreed to");
                return Err(Refusal::Busy);
            }
        }
        tracing::info!(job = %agreed.job, requester = from.short(), price = %agreed.price.per_giga, "agreed");
        self.calls.remove(&agreed.job);
        let is_picture = agreed.is_picture();
        self.agreed.insert(agreed.job, agreed);
        self.tell_of_pictures();
        if is_picture {
            self.house.speaker.make_room().await;
        }
        Ok(Answer::Agreed)
    }

    /// Pictures that stand against another one.
    fn pictures(&self, from: NodeId) -> usize {
        let stands = |agreed: &&Agreed| agreed.is_picture() && (agreed.requester != from || agreed.running);
        self.agreed.values().filter(stands).count()
    }

    fn text_jobs(&self, call: &Cfp) -> TextJobs {
        let other_model = match &call.spec {
            JobSpec::Text(spec) => !self.house.speaker.has_room_for(&spec.model.hash),
            JobSpec::Render(_) => false,
        };
        let card_taken = other_model || self.agreed.values().any(Agreed::is_picture);
        TextJobs { card_taken, open: self.text_places() }
    }

    fn text_places(&self) -> usize {
        self.agreed.values().filter(|agreed| !agreed.is_picture() && agreed.takes_a_place()).count()
    }

    /// Says whether a picture is agreed on, which gets the card for itself.
    fn tell_of_pictures(&self) {
        let picture = self.agreed.values().any(Agreed::is_picture);
        self.house.picture.send_if_modified(|told| std::mem::replace(told, picture) != picture);
    }

    /// Lets a peer fetch a model, if its owner lets models go and nobody needs the machine or the network.
    fn offer_model(&mut self, from: NodeId, hash: BlobHash) -> Result<Answer, Refusal> {
        let house = &self.house;
        if !house.settings.borrow().models.share {
            return Err(Refusal::NoModel);
        }
        if house.settings.borrow().accept.blocked.contains(&from) {
            return Err(Refusal::Blocked);
        }
        let model = house.offered_models().into_iter().find(|model| model.blob.hash == hash);
        // A folder has a hash and no bytes of its own.
        let model = model.filter(|model| model.path.is_file()).ok_or(Refusal::NoModel)?;
        if !house.may_work() {
            return Err(Refusal::NotIdle);
        }
        let known = self.readers.contains_key(&(hash, from));
        if (!known && self.readers.len() >= MODEL_READERS)
            || house.mesh.offer_blob(model.blob, model.path.clone(), from).is_err()
        {
            return Err(Refusal::Busy);
        }
        self.readers.insert((hash, from), now().plus_ms(MODEL_OFFERED_FOR.as_millis() as u64));
        Ok(Answer::Offered(model.blob))
    }

    /// A requester opened a job's stream: for the first time, or again after it lost the last one.
    async fn open(&mut self, from: NodeId, job: JobId, channel: Channel) {
        let agreed = match self.agreed.get_mut(&job) {
            Some(agreed) if agreed.requester == from && !agreed.running => agreed,
            _ => {
                let what = "this job is not open here".to_owned();
                let _ = channel.send(&ToRequester::Close(StopReason::Failed { what })).await;
                return;
            }
        };
        agreed.running = true;
        let (house, agreed, ended) = (Arc::clone(&self.house), agreed.clone(), self.ended.clone());
        self.house.tasks.spawn(async move {
            let may_come_back = match &agreed.spec {
                JobSpec::Render(spec) => {
                    session::run(house, &agreed, spec, channel).await;
                    false
                }
                JobSpec::Text(spec) => {
                    house.benches.let_providers_go().await;
                    text::run(house, &agreed, spec, channel).await
                }
            };
            let _ = ended.send(Ended { job: agreed.job, may_come_back }).await;
        });
    }

    fn ended(&mut self, ended: &Ended) {
        match self.agreed.get_mut(&ended.job) {
            Some(agreed) if ended.may_come_back => {
                agreed.running = false;
                // Once: whoever comes and goes does not keep it any longer by that.
                if !std::mem::replace(&mut agreed.lost, true) {
                    agreed.until = now().plus_ms(RECEIPT_KEPT_FOR.as_millis() as u64);
                }
            }
            _ => drop(self.agreed.remove(&ended.job)),
        }
    }

    /// Drops calls that expired, and ends jobs whose requester never came.
    async fn forget(&mut self) {
        let now = now();
        self.calls.retain(|_, (_, _, expires)| *expires > now);
        self.readers.retain(|(hash, peer), until| {
            let holds = *until > now;
            if !holds {
                self.house.mesh.withdraw_blob(*hash, *peer);
            }
            holds
        });
        for agreed in overdue(self.agreed.values(), now) {
            session::end(&self.house, &agreed, StopReason::Lost).await;
            self.agreed.remove(&agreed.job);
        }
    }
}

/// Jobs that nobody comes for any more, and of those that are kept for their receipt the oldest beyond the bound.
fn overdue<'a>(agreed: impl Iterator<Item = &'a Agreed>, now: UnixMillis) -> Vec<Agreed> {
    let mut waiting: Vec<_> = agreed.filter(|agreed| !agreed.running).collect();
    waiting.sort_by_key(|agreed| std::cmp::Reverse(agreed.until));
    let mut kept = 0;
    waiting.retain(|agreed| {
        let stays = agreed.until > now && (!agreed.lost || kept < RECEIPTS_KEPT);
        kept += usize::from(stays && agreed.lost);
        !stays
    });
    waiting.into_iter().cloned().collect()
}

/// What energy cost, at the tariff of this hour.
fn cost(house: &House, energy: Energy) -> Amount {
    // Where electricity is given away, work costs nothing: the books know no negative price.
    energy.amount().cost(house.tariff_now().max(Amount::ZERO)).unwrap_or_default()
}

/// After several failures in a row it is this machine that is at fault, and it stops offering work.
fn note_failure(house: &House, error: &WorkerError) {
    if matches!(error, WorkerError::Fault(Fault::BadScene { .. } | Fault::BadModel { .. } | Fault::TooLarge { .. })) {
        return;
    }
    house.adapter.send_modify(|adapter| {
        adapter.failures += 1;
        if adapter.failures >= WORKER_FAILURES {
            adapter.fact = DeviceFact::Broken(error.to_string());
        }
    });
}

/// The most that a requester may owe: as many units as may be unpaid. A unit is a stretch of time, so it costs the
/// same on every scene.
fn exposure(costs: &price::Costs, samples_per_second: u64) -> Amount {
    let unit = samples_per_second.saturating_mul(idlewatt_policy::limits::UNIT_TARGET_MS) / 1000;
    let cost = price::asked(costs, samples_per_second).and_then(|price| price.cost(unit));
    cost.and_then(|cost| cost.scaled(u64::from(EXPOSURE_UNITS), 1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::Bytes;
    use idlewatt_proto::job::{BlobRef, TextSpec};

    #[test]
    fn lost_jobs_wait_for_their_receipt_up_to_a_bound_and_longer_than_others() {
        let model = BlobRef { hash: BlobHash([1; 32]), size: Bytes(1) };
        let agreed = |number: usize, until: u64, lost: bool| Agreed {
            job: JobId(std::array::from_fn(|at| number.to_le_bytes().get(at).copied().unwrap_or_default())),
            requester: NodeId([2; 32]),
            spec: JobSpec::Text(TextSpec { model, name: String::new(), tokens: 1, mature: false }),
            price: Price { per_giga: Amount::ZERO },
            until: UnixMillis(until),
            running: false,
            lost,
        };
        let over = |jobs: &[Agreed], now| -> Vec<u64> {
            overdue(jobs.iter(), UnixMillis(now)).into_iter().map(|agreed| agreed.until.0).collect()
        };
        let mut jobs: Vec<_> =
            (0..RECEIPTS_KEPT + 2).map(|number| agreed(number, 1000 + number as u64, true)).collect();
        jobs.push(agreed(9999, 500, false));
        assert_eq!(over(&jobs, 100), [1001, 1000], "the oldest make room, and they take none from others");
        assert_eq!(over(&jobs, 500), [1001, 1000, 500]);
        assert_eq!(over(&jobs, 5000).len(), jobs.len());
        jobs.iter_mut().for_each(|job| job.running = true);
        assert!(over(&jobs, 5000).is_empty());
        assert!(jobs.iter().all(Agreed::takes_a_place));
        assert!(!agreed(0, 1, true).takes_a_place() && agreed(0, 1, false).takes_a_place());
    }
}
