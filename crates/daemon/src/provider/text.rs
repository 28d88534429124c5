//! One text job, from its stream's opening to its end: a session in which one requester asks one model many things.
//!
//! Persist, then act: a request is in the books before it is answered, and finished in the books before its end is told.

use super::account::Account;
use super::answer::Job;
use super::session::end;
use super::terms::Terms;
use super::{Agreed, Channel, note_failure};
use crate::house::{House, failed};
use crate::limits::{ALIVE_EVERY, LAST_RECEIPT, SILENT_SESSION};
use crate::speaker::NoSeat;
use idlewatt_ledger::Outcome;
use idlewatt_mesh::{ChannelError, JobReceiver};
use idlewatt_proto::UnitId;
use idlewatt_proto::job::{TextSpec, TextUnit, Work};
use idlewatt_proto::limits::TEXT_EXPOSURE_UNITS;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{TextAsk, ToProvider, ToRequester};
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
    let session = Session {
        job: Arc::clone(&job),
        terms,
        receiver,
        open: HashMap::new(),
        answers: JoinSet::new(),
        came_to_pay: None,
    };
    let reason = session.serve().await;
    let _ = job.sender.send(&ToRequester::Close(reason.clone())).await;
    let lost = reason == StopReason::Lost;
    if lost && job.account.unpaid().await.is_ok_and(|units| units > 0) {
        return true;
    }
    end(&job.house, agreed, reason).await;
    false
}

struct Session {
    job: Arc<Job>,
    terms: Terms,
    receiver: JobReceiver<ToProvider>,
    /// Requests in hand, and how to give them up.
    open: HashMap<UnitId, CancellationToken>,
    answers: JoinSet<(UnitId, Result<(), StopReason>)>,
    /// Whether its requester came for nothing but to pay what it owes from before, once its first word is there.
    came_to_pay: Option<bool>,
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
        self.job.send(message).await
    }

    /// A last chance for receipts of what was said.
    async fn settle(&mut self, reason: StopReason) -> StopReason {
        let deadline = Instant::now() + LAST_RECEIPT;
        loop {
            match self.job.account.unpaid().await {
                // Whoever came to pay alone says when that was all, and tries again until it hears that it was taken.
                Ok(0) if self.came_to_pay == Some(true) => {}
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
        if let Some(Ok(word)) = &message {
            self.came_to_pay.get_or_insert(matches!(word, ToProvider::Arrived { .. } | ToProvider::Pay(_)));
        }
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
