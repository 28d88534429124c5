//! One answer of a session, from finding a place at the model to the books.

use super::account::{Account, Done};
use super::hold::Working;
use super::note_failure;
use super::pieces::pieces;
use crate::governor::{self, Energy};
use crate::house::{House, now};
use crate::models::Model;
use crate::speaker::{Line, NoSeat, Seat};
use idlewatt_foreman::WorkerError;
use idlewatt_mesh::JobSender;
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::job::{TextSpec, TextUnit, Work};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{TextAsk, ToRequester, answered};
use idlewatt_proto::text::{Finish, Generation, TextEvent, Usage};
use idlewatt_proto::worker::Fault;
use idlewatt_proto::{Amount, UnitId, UnixMillis};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What all answers of a session share.
pub struct Job {
    pub house: Arc<House>,
    pub account: Account,
    pub spec: TextSpec,
    pub price: Price,
    pub model: Option<Arc<Model>>,
    pub sender: JobSender<ToRequester>,
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
    /// Answers one request.
    pub async fn answer(
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

    pub async fn send(&self, message: &ToRequester) -> Result<(), StopReason> {
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
