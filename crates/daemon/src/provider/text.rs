//! One text job, from its stream's opening to its end: a session in which one requester asks one model many things.
//!
//! Persist, then act: a request is in the books before it is answered, and finished in the books before its end is told.

use super::account::{Account, Done};
use super::hold::Working;
use super::pieces::pieces;
use super::session::end;
use super::terms::Terms;
use super::{Agreed, Channel, note_failure};
use crate::governor::{self, Energy};
use crate::house::{House, failed, now};
use crate::limits::{ALIVE_EVERY, LAST_RECEIPT, SILENT_SESSION};
use crate::models::Model;
use crate::speaker::{Line, NoSeat, Seat};
use idlewatt_foreman::WorkerError;
use idlewatt_ledger::Outcome;
use idlewatt_mesh::{ChannelError, JobReceiver, JobSender};
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::job::{TextSpec, TextUnit, Work};
use idlewatt_proto::limits::TEXT_EXPOSURE_UNITS;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{TextAsk, ToProvider, ToRequester, answered};
use idlewatt_proto::text::{Finish, Generation, TextEvent, Usage};
use idlewatt_proto::worker::Fault;
use idlewatt_proto::{Amount, UnitId, UnixMillis};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// Runs a session and writes its end into the books, unless its requester was lost and owes something: then it may come
/// back with a receipt, and this is true.
pub async fn run(house: Arc<House>, agreed: &Agreed, spec: &TextSpec, channel: Channel) -> bool {
    let (sender, receiver) = channel.split();
    // After a restart it may not be known yet; what was said before can be paid even so.
    let model = house.held(&spec.model.hash).map(|(model, _)| model);
    let account = Account::new(&house, agreed.key(), agreed.price);
    let job = Arc::new(Job { house, account, spec: spec.clone(), price: agreed.price, model, sender });
    let terms = Terms::of(&job.house, agreed.requester, &agreed.spec);
    let session = Session { job: Arc::clone(&job), terms, receiver, open: HashMap::new(), answers: JoinSet::new() };
    let reason = session.serve().await;
    let _ = job.sender.send(&ToRequester::Close(reason.clone())).await;
    let lost = reason == StopReason::Lost;
    if lost && job.account.unpaid().await.is_ok_and(|units| units > 0) {
        return true;
    }
    end(&job.house, agreed, reason).await;
    false
}

/// What all answers of a session share.
struct Job {
    house: Arc<House>,
    account: Account,
    spec: TextSpec,
    price: Price,
    model: Option<Arc<Model>>,
    sender: JobSender<ToRequester>,
}

struct Session {
    job: Arc<Job>,
    terms: Terms,
    receiver: JobReceiver<ToProvider>,
    /// Requests in hand, and how to give them up.
    open: HashMap<UnitId, CancellationToken>,
    answers: JoinSet<(UnitId, Result<(), StopReason>)>,
}

/// Why no more is answered.
enum Stop {
    /// It ends here.
    Now(StopReason),
    /// What was said may still be paid.
    AfterReceipts(StopReason),
}

impl From<StopReason> for Stop {
    fn from(reason: StopReason) -> Self {
        Self::Now(reason)
    }
}

impl Session {
    async fn serve(mut self) -> StopReason {
        let stop = match self.answer_all().await {
            Err(stop) => stop,
            Ok(never) => match never {},
        };
        // Those in hand end by themselves: their worker was interrupted, or their requester is gone.
        let reason = match stop {
            Stop::Now(reason) => {
                self.open.values().for_each(CancellationToken::cancel);
                self.finish_answers().await;
                reason
            }
            Stop::AfterReceipts(reason) => {
                self.finish_answers().await;
                self.settle(reason).await
            }
        };
        tracing::debug!(job = %self.job.account.key.job, "nothing more is answered");
        reason
    }

    async fn finish_answers(&mut self) {
        while let Some(answer) = self.answers.join_next().await {
            if let Ok((unit, Err(reason))) = answer {
                tracing::warn!(%unit, %reason, "an answer could not be handed over");
            }
        }
        self.open.clear();
    }

    async fn answer_all(&mut self) -> Result<std::convert::Infallible, Stop> {
        let house = Arc::clone(&self.job.house);
        let loading = Arc::clone(&self.job);
        let ready = async move {
            match &loading.model {
                Some(model) => loading.house.speaker.seat(Arc::clone(model)).await.map(drop),
                None => std::future::pending().await,
            }
        };
        let terms = self.terms;
        let stop = terms.stop(&house);
        tokio::pin!(ready, stop);
        let (mut waiting, mut last_word) = (self.job.model.is_some(), Instant::now());
        let mut alive = tokio::time::interval(ALIVE_EVERY);
        loop {
            tokio::select! {
                reason = &mut stop => {
                    // The worker answers others, too, so it is not interrupted: these answers alone are given up.
                    if matches!(reason, StopReason::Refused { .. }) {
                        self.open.values().for_each(CancellationToken::cancel);
                    }
                    return Err(Stop::AfterReceipts(reason));
                }
                loaded = &mut ready, if waiting => {
                    waiting = false;
                    loaded.map_err(|why| Stop::AfterReceipts(no_seat(&house, &why)))?;
                    self.send(&ToRequester::Ready).await?;
                }
                Some(answer) = self.answers.join_next(), if !self.answers.is_empty() => {
                    last_word = Instant::now();
                    if let Ok((unit, result)) = answer {
                        self.open.remove(&unit);
                        result.map_err(Stop::AfterReceipts)?;
                    }
                }
                _ = alive.tick(), if waiting || !self.open.is_empty() => self.send(&ToRequester::Alive).await?,
                message = timeout_at(last_word + SILENT_SESSION, self.receiver.recv()) => match message {
                    Ok(message) => {
                        last_word = Instant::now();
                        self.take(message).await?;
                    }
                    Err(_) if self.open.is_empty() => return Err(Stop::Now(StopReason::Done)),
                    Err(_) => last_word = Instant::now(),
                },
            }
        }
    }

    async fn send(&self, message: &ToRequester) -> Result<(), StopReason> {
        self.job.sender.send(message).await.map_err(|_| StopReason::Lost)
    }

    /// A last chance for receipts of what was said.
    async fn settle(&mut self, reason: StopReason) -> StopReason {
        let deadline = Instant::now() + LAST_RECEIPT;
        loop {
            match self.job.account.unpaid().await {
                Ok(0) | Err(_) => return reason,
                Ok(_) => {}
            }
            let Ok(message) = timeout_at(deadline, self.receiver.recv()).await else { return reason };
            match message {
                Some(Ok(ToProvider::Ask { unit, .. })) => {
                    let why = UnitFailure::Preempted;
                    if self.send(&ToRequester::Failed { unit, why }).await.is_err() {
                        return reason;
                    }
                }
                message => {
                    if let Err(other) = self.take(message).await {
                        return other;
                    }
                }
            }
        }
    }

    /// One message of the requester.
    async fn take(&mut self, message: Option<Result<ToProvider, ChannelError>>) -> Result<(), StopReason> {
        let broken = |what: &str| StopReason::Protocol { what: what.to_owned() };
        match message {
            None | Some(Err(ChannelError::Closed)) => Err(StopReason::Lost),
            Some(Err(error)) => Err(broken(&error.to_string())),
            Some(Ok(ToProvider::Open(_))) => Err(broken("the stream was opened twice")),
            Some(Ok(ToProvider::Assign { .. })) => Err(broken("a picture in a text job")),
            Some(Ok(ToProvider::Close(reason))) => Err(reason),
            Some(Ok(ToProvider::Ask { unit, work, ask })) => self.asked(unit, work, ask).await,
            Some(Ok(ToProvider::Cancel { unit })) => {
                if let Some(cancel) = self.open.get(&unit) {
                    cancel.cancel();
                }
                Ok(())
            }
            Some(Ok(ToProvider::Pay(receipt))) => self.job.account.take(receipt).await,
            Some(Ok(ToProvider::Arrived { unit, .. })) if self.open.contains_key(&unit) => {
                Err(broken("it pays for what is still being said"))
            }
            Some(Ok(ToProvider::Arrived { unit, measure, result })) => {
                self.job.account.arrived(unit, measure, result).await
            }
            Some(Ok(ToProvider::Reject { unit, why })) => {
                tracing::warn!(%unit, %why, "the requester rejected an answer");
                self.job.account.void(unit, why, None).await
            }
        }
    }

    async fn asked(&mut self, unit: UnitId, work: TextUnit, ask: TextAsk) -> Result<(), StopReason> {
        let refused = |why| ToRequester::Failed { unit, why };
        if unit != work.id(&self.job.spec) || work != ask.unit(work.number) {
            return self.send(&refused(UnitFailure::BadUnit)).await;
        }
        if let Err(error) = ask.validate() {
            return self.send(&refused(UnitFailure::BadRequest { what: error.to_string() })).await;
        }
        let Some(model) = self.job.model.clone() else { return self.send(&refused(UnitFailure::Preempted)).await };
        if self.open.contains_key(&unit) {
            return Ok(());
        }
        if work.said > self.job.spec.tokens {
            let what = format!("{} tokens are more than the {} agreed on", work.said, self.job.spec.tokens);
            return self.send(&refused(UnitFailure::BadRequest { what })).await;
        }
        if self.job.account.unpaid().await? >= TEXT_EXPOSURE_UNITS {
            return Err(StopReason::Unpaid);
        }
        match self.job.account.started(unit, Work::Text(work)).await? {
            Outcome::Recorded => {}
            // It was answered before: this session or an earlier one knows how it ended.
            Outcome::Repeated | Outcome::Rejected(_) => return self.send(&refused(UnitFailure::BadUnit)).await,
        }
        let cancel = CancellationToken::new();
        self.open.insert(unit, cancel.clone());
        let job = Arc::clone(&self.job);
        self.answers.spawn(async move { (unit, job.answer(&model, unit, work, ask, cancel).await) });
        Ok(())
    }
}

/// Why there is no place, as the end of a job.
fn no_seat(house: &House, why: &NoSeat) -> StopReason {
    match why {
        NoSeat::Busy | NoSeat::NotNow => StopReason::OwnerReturned,
        NoSeat::Worker(error) => {
            note_failure(house, error);
            failed(error)
        }
    }
}

/// An answer as it grows.
#[derive(Default)]
struct Heard {
    read: u32,
    usage: Usage,
    said: Vec<u32>,
    /// Numbers of the vectors, as bits.
    numbers: Vec<u32>,
}

/// How an answer ended.
enum End {
    Finished(Finish),
    Failed(UnitFailure),
}

impl Job {
    /// Answers one request, from finding a place to the books.
    async fn answer(
        &self,
        model: &Arc<Model>,
        unit: UnitId,
        work: TextUnit,
        ask: TextAsk,
        cancel: CancellationToken,
    ) -> Result<(), StopReason> {
        let house = &self.house;
        let seat = tokio::select! {
            seat = house.speaker.seat(Arc::clone(model)) => seat,
            () = cancel.cancelled() => Err(NoSeat::NotNow),
        };
        let seat = match seat {
            Ok(seat) => seat,
            Err(why) => {
                let failure = match why {
                    NoSeat::Busy | NoSeat::NotNow => UnitFailure::Preempted,
                    NoSeat::Worker(error) => self.failure(&error),
                };
                self.account.void(unit, failure.clone(), None).await?;
                return self.send(&ToRequester::Failed { unit, why: failure }).await;
            }
        };
        let (kind, model) = (Work::Text(work).kind(), model.name.clone());
        house.answering(Line { unit, job: self.account.key, kind, model, price: self.price });
        let (card, started) = (house.card(), now());
        let mut heard = Heard::default();
        let end = match ask {
            TextAsk::Generate(generation) => self.generate(&seat, unit, generation, &cancel, &mut heard).await,
            TextAsk::Embed(texts) => self.embed(&seat, unit, texts, &cancel, &mut heard).await,
        };
        let energy = energy_of(house, card.as_ref(), started, &seat.working);
        drop(seat);
        let gross = self.settle(unit, work, heard, end, energy).await;
        house.answered(unit, *gross.as_ref().unwrap_or(&Amount::ZERO));
        gross.map(drop)
    }

    /// Passes on what the model says. A requester that is gone, or wants no more, ends it.
    async fn generate(
        &self,
        seat: &Seat,
        unit: UnitId,
        generation: Generation,
        cancel: &CancellationToken,
        heard: &mut Heard,
    ) -> End {
        let before = u32::try_from(generation.said.len()).unwrap_or(u32::MAX);
        let mut answer = seat.worker.generate(generation);
        loop {
            let told = tokio::select! {
                () = cancel.cancelled() => return End::Finished(Finish::Interrupted),
                told = answer.recv() => told,
            };
            let event = match told {
                Some(Ok(event)) => event,
                Some(Err(error)) => return self.broken_off(&error),
                None => return End::Failed(UnitFailure::WorkerFailed),
            };
            match &event {
                TextEvent::Began { prompt_tokens, cached_tokens } => {
                    if prompt_tokens.saturating_add(before) >= self.spec.tokens {
                        let agreed = self.spec.tokens;
                        let what = format!(
                            "{prompt_tokens} tokens of prompt and {before} said leave none of the {agreed} agreed on"
                        );
                        return End::Failed(UnitFailure::BadRequest { what });
                    }
                    heard.read = prompt_tokens.saturating_sub(*cached_tokens);
                    (heard.usage.prompt_tokens, heard.usage.cached_tokens) = (*prompt_tokens, *cached_tokens);
                }
                TextEvent::Said(said) => {
                    for piece in pieces(said.clone()) {
                        let tokens: Vec<u32> = piece.tokens.iter().map(|token| token.id).collect();
                        let event = TextEvent::Said(piece);
                        if self.send(&ToRequester::Text { unit, event }).await.is_err() {
                            return End::Finished(Finish::Interrupted);
                        }
                        self.house.answered_tokens(tokens.len() as u64);
                        heard.said.extend(tokens);
                    }
                    // Its price and its memory were agreed on for so many.
                    let all = heard.usage.prompt_tokens as usize + before as usize + heard.said.len();
                    if all >= self.spec.tokens as usize {
                        return End::Finished(Finish::Length);
                    }
                    continue;
                }
                TextEvent::Ended { finish, usage } => {
                    heard.usage = *usage;
                    return End::Finished(*finish);
                }
            }
            if self.send(&ToRequester::Text { unit, event }).await.is_err() {
                return End::Finished(Finish::Interrupted);
            }
        }
    }

    async fn embed(
        &self,
        seat: &Seat,
        unit: UnitId,
        texts: Vec<String>,
        cancel: &CancellationToken,
        heard: &mut Heard,
    ) -> End {
        let vectors = tokio::select! {
            () = cancel.cancelled() => return End::Failed(UnitFailure::JobEnded),
            vectors = seat.worker.embed(texts) => match vectors {
                Ok(vectors) => vectors,
                Err(error) => return self.broken_off(&error),
            },
        };
        for (index, (vector, tokens)) in (0..).zip(vectors) {
            heard.read = heard.read.saturating_add(tokens);
            self.house.answered_tokens(u64::from(tokens));
            heard.numbers.extend(vector.iter().map(|number| number.to_bits()));
            if self.send(&ToRequester::Embedded { unit, index, vector, tokens }).await.is_err() {
                break;
            }
        }
        heard.usage.prompt_tokens = heard.read;
        End::Finished(Finish::Stop)
    }

    /// A worker that was taken away has said what it has said; any other is not believed further.
    fn broken_off(&self, error: &WorkerError) -> End {
        let wanted = !self.house.may_work() || self.house.stop.is_cancelled();
        match error {
            WorkerError::Killed | WorkerError::Fault(Fault::Yielded) if wanted => End::Finished(Finish::Interrupted),
            WorkerError::Unread => End::Finished(Finish::Interrupted),
            WorkerError::Crowded => End::Failed(UnitFailure::Preempted),
            error => End::Failed(self.failure(error)),
        }
    }

    fn failure(&self, error: &WorkerError) -> UnitFailure {
        match error {
            WorkerError::Fault(Fault::BadRequest { what }) => UnitFailure::BadRequest { what: what.clone() },
            WorkerError::Fault(Fault::BadModel { what }) => UnitFailure::BadModel { what: what.clone() },
            error => {
                tracing::warn!(%error, "the worker failed");
                note_failure(&self.house, error);
                UnitFailure::WorkerFailed
            }
        }
    }

    /// Books what an answer came to, then tells its end; what it is worth.
    async fn settle(
        &self,
        unit: UnitId,
        work: TextUnit,
        heard: Heard,
        end: End,
        energy: Energy,
    ) -> Result<Amount, StopReason> {
        let said = u32::try_from(heard.said.len()).unwrap_or(u32::MAX);
        let end = match end {
            End::Finished(Finish::Interrupted) if heard.read == 0 && said == 0 => End::Failed(UnitFailure::Preempted),
            // Nobody pays for more than was asked for.
            End::Finished(_) if said > work.said => End::Failed(UnitFailure::WorkerFailed),
            end => end,
        };
        let finish = match end {
            End::Finished(finish) => finish,
            End::Failed(why) => {
                self.account.void(unit, why.clone(), Some(energy)).await?;
                self.send(&ToRequester::Failed { unit, why }).await?;
                return Ok(Amount::ZERO);
            }
        };
        let usage = Usage { said_tokens: said, ..heard.usage };
        let measure = TextUnit::done(heard.read.min(work.read), said);
        let result = answered(heard.said.into_iter().chain(heard.numbers));
        let done = Done { measure, result, busy_ms: usage.busy_ms, energy: Some(energy) };
        let gross = self.account.finished(unit, done).await?;
        self.house.adapter.send_if_modified(|adapter| std::mem::take(&mut adapter.failures) > 0);
        self.send(&ToRequester::Text { unit, event: TextEvent::Ended { finish, usage } }).await?;
        Ok(gross)
    }

    async fn send(&self, message: &ToRequester) -> Result<(), StopReason> {
        self.sender.send(message).await.map_err(|_| StopReason::Lost)
    }
}

/// A unit's share of what the card took while it was answered.
fn energy_of(house: &House, card: Option<&GpuReading>, started: UnixMillis, working: &Working) -> Energy {
    let after = house.card();
    // One that was answered between two readings is not in them.
    let read = matches!((card, &after), (Some(before), Some(after)) if after.at > before.at);
    let (before, after) = if read { (card, after.as_ref()) } else { (None, None) };
    let all = governor::energy_above_rest(house, before, after, now().since_ms(started));
    all.share(working.share_permille())
}
