//! A session with one provider of one model, kept for a while between requests: asks, passes on what is said, pays.

use super::super::account::{Account, Channel, End, broken, send};
use super::super::search::{Offer, Wanted};
use super::judge::{self, Verdict};
use super::last_word;
use super::open::{Open, TOKEN_BYTES, bytes_of};
use crate::house::House;
use crate::limits::{
    LAST_RECEIPT, LOOKED_INTO_WITHIN, READY_WITHIN, SESSION_ASKS, SESSION_KEPT, TEXT_SILENCE, WIND_UP,
};
use idlewatt_ledger::JobKey;
use idlewatt_mesh::ChannelError;
use idlewatt_proto::job::{JobSpec, TextSpec, Work};
use idlewatt_proto::limits::{CONTEXT_TOKENS, TEXT_EXPOSURE_UNITS};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{TextAsk, ToProvider, ToRequester};
use idlewatt_proto::text::{Finish, TextEvent, Usage};
use idlewatt_proto::{Amount, JobId, NodeId, UnitId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

/// What comes of a request in a session, in order. The last one is `Text` with `Ended` or `Lost`, which `Paid` may come
/// before, or `False` or `Failed`; a session that ends without a word has lost its provider.
#[derive(Debug)]
pub enum Heard {
    Text(TextEvent),
    Paid(Amount),
    Embedded {
        index: u32,
        vector: Vec<f32>,
        tokens: u32,
    },
    /// It is not what the model says, and not paid.
    False,
    Failed(UnitFailure),
    Lost(StopReason),
}

/// A request on its way into a session.
struct Asked {
    ask: TextAsk,
    tell: mpsc::Sender<Heard>,
    /// Told when nobody wants it any more.
    gone: CancellationToken,
    place: OwnedSemaphorePermit,
}

/// The way to a session.
#[derive(Clone)]
pub struct Session {
    pub job: JobId,
    pub provider: NodeId,
    pub spec: TextSpec,
    /// Tokens that the provider's model could have in one request.
    pub most_tokens: u32,
    pub price: Price,
    asks: mpsc::Sender<Asked>,
    places: Arc<Semaphore>,
}

impl Session {
    /// Starts a session that was agreed on. It ends by itself when nothing is asked for a while.
    pub fn start(house: &Arc<House>, key: JobKey, offer: &Offer, spec: TextSpec, most_tokens: u32) -> Self {
        let (asks, asked) = mpsc::channel(SESSION_ASKS);
        let price = offer.proposal.price;
        let purchase = Purchase {
            house: Arc::clone(house),
            key,
            spec: spec.clone(),
            account: Account::new(house, key, price),
            number: 0,
            open: HashMap::new(),
            ended: HashMap::new(),
            verdicts: JoinSet::new(),
            gone: JoinSet::new(),
            cut_off: false,
        };
        house.tasks.spawn(purchase.run(asked));
        let places = Arc::new(Semaphore::new(TEXT_EXPOSURE_UNITS as usize));
        Self { job: key.job, provider: key.peer, spec, most_tokens, price, asks, places }
    }

    /// Whether one more can be asked.
    pub fn has_room(&self) -> bool {
        !self.asks.is_closed() && self.places.available_permits() > 0
    }

    /// Whether it is long enough and cheap enough, and was agreed on for such requests.
    pub fn is_enough_for(&self, wanted: &Wanted) -> bool {
        let JobSpec::Text(spec) = &wanted.spec else { return false };
        let suits = self.spec.mature || !spec.mature;
        suits && self.spec.tokens >= spec.tokens && wanted.max_price.is_none_or(|most| self.price <= most)
    }

    /// Returns when somebody's place has become free, or the session has ended.
    pub async fn room(&self) {
        tokio::select! {
            () = self.asks.closed() => {}
            place = self.places.acquire() => drop(place),
        }
    }

    pub fn has_ended(&self) -> bool {
        self.asks.is_closed()
    }

    /// Asks. `None`: no place. Letting go of the guard gives the request up; what was said until then is paid.
    pub async fn ask(&self, ask: TextAsk) -> Option<(mpsc::Receiver<Heard>, tokio_util::sync::DropGuard)> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        // Never waited for: a slow reader must not hold up others, and nobody says more than was asked for.
        let room = match &ask {
            TextAsk::Generate(generation) => generation.max_tokens.min(CONTEXT_TOKENS) as usize * 2 + 16,
            TextAsk::Embed(texts) => texts.len() + 16,
        };
        let (tell, told) = mpsc::channel(room);
        let gone = CancellationToken::new();
        let guard = gone.clone().drop_guard();
        self.asks.send(Asked { ask, tell, gone, place }).await.ok()?;
        Some((told, guard))
    }
}

struct Purchase {
    house: Arc<House>,
    key: JobKey,
    spec: TextSpec,
    account: Account,
    number: u64,
    open: HashMap<UnitId, Open>,
    /// Requests that have come to their end and are being looked into before they are paid.
    ended: HashMap<UnitId, Open>,
    /// What that came to. `None`: it could not be found out in time.
    verdicts: JoinSet<(UnitId, Option<Verdict>)>,
    /// Each tells when nobody wants its request any more.
    gone: JoinSet<UnitId>,
    /// Something was paid whose end was never told.
    cut_off: bool,
}

impl Purchase {
    async fn run(mut self, mut asked: mpsc::Receiver<Asked>) {
        let (mut channel, end) = match self.house.mesh.open_job(self.key.peer, self.key.job).await {
            Ok(mut channel) => {
                let Err(end) = self.keep_asking(&mut channel, &mut asked).await;
                (Some(channel), end)
            }
            Err(error) => {
                tracing::debug!(%error, "the provider cannot be reached");
                (None, End::Cut)
            }
        };
        asked.close();
        let (reason, cut) = match end {
            End::Over(reason) => (reason, false),
            End::Cut => (StopReason::Lost, true),
        };
        // Who breaks the rules is not listened to further.
        let believed = !matches!(reason, StopReason::Protocol { .. } | StopReason::BadResults);
        if let Some(channel) = channel.as_mut().filter(|_| believed && !cut) {
            self.wind_up(channel).await;
        }
        self.settle_up(&reason, believed).await;
        while let Some(ask) = asked.recv().await {
            let _ = ask.tell.try_send(Heard::Lost(reason.clone()));
        }
        // Whoever was cut off in the middle of an answer cannot tell what it is paid for, and hears that first, in a stream
        // that has no other answers.
        let channel = channel.filter(|_| !cut && !self.cut_off);
        if self.account.units() > 0 {
            let Some(channel) = &channel else { return last_word::keep(&self.house, self.key, &reason).await };
            let _ = channel.send(&ToProvider::Pay(self.account.receipt())).await;
        }
        if let Some(channel) = channel {
            let _ = channel.send(&ToProvider::Close(reason.clone())).await;
        }
        self.account.close(&reason).await;
    }

    /// Gives up what is in hand, and pays what was said of it.
    async fn wind_up(&mut self, channel: &mut Channel) {
        let until = Instant::now() + WIND_UP;
        for unit in self.open.keys().copied().collect::<Vec<_>>() {
            if send(channel, &ToProvider::Cancel { unit }).await.is_err() {
                return;
            }
        }
        while !self.open.is_empty() {
            let Ok(Some(Ok(message))) = timeout_at(until, channel.recv()).await else { return };
            if self.take(channel, message).await.is_err() {
                return;
            }
        }
    }

    /// Nothing more will come: everybody hears what became of their requests, and what was of use is paid.
    async fn settle_up(&mut self, reason: &StopReason, believed: bool) {
        for (unit, open) in std::mem::take(&mut self.open) {
            if !believed || !open.was_of_use() {
                let _ = open.tell.try_send(Heard::Lost(reason.clone()));
            } else if let Err(end) = self.conclude_or_look(unit, open, reason).await {
                tracing::error!(%unit, ?end, "what came of a request could not be paid");
            }
        }
        while let Some(judged) = self.verdicts.join_next().await {
            let Ok((unit, verdict)) = judged else { continue };
            let Some(open) = self.ended.remove(&unit) else { continue };
            if let Err(end) = self.conclude(unit, open, verdict, reason).await {
                tracing::error!(%unit, ?end, "what came of a request could not be paid");
            }
        }
    }

    async fn keep_asking(
        &mut self,
        channel: &mut Channel,
        asked: &mut mpsc::Receiver<Asked>,
    ) -> Result<std::convert::Infallible, End> {
        let house = Arc::clone(&self.house);
        let deadline = Instant::now() + READY_WITHIN;
        let (mut ready, mut heard, mut used) = (false, Instant::now(), Instant::now());
        let mut kept = true;
        loop {
            let busy = !self.open.is_empty();
            if !busy && self.ended.is_empty() && !kept {
                return Err(End::Over(StopReason::Done));
            }
            let patience = match (ready, busy) {
                (false, _) => deadline.min(heard + TEXT_SILENCE),
                (true, true) => heard + TEXT_SILENCE,
                (true, false) => used + SESSION_KEPT,
            };
            let due = self.open.values().map(|open| open.due).min();
            tokio::select! {
                () = house.stop.cancelled() => return Err(End::Over(StopReason::ShuttingDown)),
                () = sleep_until(due.unwrap_or(patience)), if due.is_some() => {
                    let what = "it lives, but the next word did not come in time".to_owned();
                    return Err(End::Over(StopReason::Failed { what }));
                }
                Some(Ok(unit)) = self.gone.join_next(), if !self.gone.is_empty() => {
                    if let Some(open) = self.open.get_mut(&unit) {
                        (open.given_up, open.due) = (true, Instant::now() + TEXT_SILENCE);
                        send(channel, &ToProvider::Cancel { unit }).await?;
                    }
                }
                Some(Ok((unit, verdict))) = self.verdicts.join_next(), if !self.verdicts.is_empty() => {
                    used = Instant::now();
                    if let Some(open) = self.ended.remove(&unit) {
                        let message = self.conclude(unit, open, verdict, &StopReason::Lost).await?;
                        send(channel, &message).await?;
                    }
                }
                ask = asked.recv(), if ready && kept => match ask {
                    Some(ask) => {
                        if !busy {
                            heard = Instant::now();
                        }
                        self.ask(channel, ask).await?;
                    }
                    // The pool let go of it.
                    None => kept = false,
                },
                message = timeout_at(patience, channel.recv()) => {
                    let Ok(message) = message else {
                        return Err(if ready && !busy { End::Over(StopReason::Done) } else { End::Cut });
                    };
                    (heard, used) = (Instant::now(), Instant::now());
                    match message {
                        None | Some(Err(ChannelError::Closed | ChannelError::Stalled)) => return Err(End::Cut),
                        Some(Err(error)) => return Err(broken(&error.to_string())),
                        Some(Ok(ToRequester::Ready)) => ready = true,
                        Some(Ok(message)) => self.take(channel, message).await?,
                    }
                }
            }
        }
    }

    async fn ask(&mut self, channel: &mut Channel, asked: Asked) -> Result<(), End> {
        let Asked { ask, tell, gone, place } = asked;
        let work = ask.unit(self.number);
        self.number += 1;
        let unit = work.id(&self.spec);
        self.account.started(unit, Work::Text(work)).await?;
        self.open.insert(unit, Open::new(work, &ask, tell, place));
        self.gone.spawn(async move {
            gone.cancelled_owned().await;
            unit
        });
        send(channel, &ToProvider::Ask { unit, work, ask }).await
    }

    async fn take(&mut self, channel: &mut Channel, message: ToRequester) -> Result<(), End> {
        match message {
            ToRequester::Ready | ToRequester::Alive => Ok(()),
            ToRequester::Progress { .. } | ToRequester::Done { .. } => Err(broken("a picture in a text job")),
            ToRequester::Text { unit, event } => self.text(channel, unit, event).await,
            ToRequester::Embedded { unit, index, vector, tokens } => {
                let open = self.open.get_mut(&unit).ok_or_else(|| broken("a vector that nobody asked for"))?;
                open.check_vector(index, &vector).map_err(broken)?;
                open.vectors += 1;
                open.heard();
                open.read = open.read.saturating_add(tokens);
                open.numbers.extend(vector.iter().map(|number| number.to_bits()));
                open.tell(Heard::Embedded { index, vector, tokens }).map_err(broken)
            }
            ToRequester::Failed { unit, why } => {
                let open = self.open.remove(&unit).ok_or_else(|| broken("it failed what it was not asked"))?;
                self.account.void(unit, why.clone()).await?;
                // Whoever asked may be gone.
                let _ = open.tell.try_send(Heard::Failed(why));
                Ok(())
            }
            ToRequester::Close(reason) => Err(End::Over(reason)),
        }
    }

    async fn text(&mut self, channel: &mut Channel, unit: UnitId, event: TextEvent) -> Result<(), End> {
        let open = self.open.get_mut(&unit).ok_or_else(|| broken("an answer to nothing"))?;
        if !matches!(event, TextEvent::Ended { .. }) {
            open.check_piece(&event).map_err(broken)?;
        }
        match &event {
            TextEvent::Began { prompt_tokens, cached_tokens } => {
                if open.prompt.is_some() || cached_tokens > prompt_tokens {
                    return Err(broken("an answer that begins twice"));
                }
                open.prompt = Some(*prompt_tokens);
                open.read = prompt_tokens - cached_tokens;
                open.heard();
            }
            TextEvent::Said(said) => {
                if !said.tokens.is_empty() {
                    open.heard();
                }
                open.said.extend(said.tokens.iter().map(|token| token.id));
                open.told.push_str(&said.text);
                open.bytes = open.bytes.saturating_add(bytes_of(said));
                // What is held of it for a slow reader has a bound that honest words stay far below.
                let most = (open.said.len() + 16) * TOKEN_BYTES;
                if open.said.len() > open.work.said as usize || open.bytes > most {
                    return Err(broken("more was said than asked for"));
                }
            }
            TextEvent::Ended { finish, usage } => return self.ended(channel, unit, *finish, *usage).await,
        }
        open.tell(Heard::Text(event)).map_err(broken)
    }

    /// An answer is complete, or as much of it as there will be.
    async fn ended(&mut self, channel: &mut Channel, unit: UnitId, finish: Finish, usage: Usage) -> Result<(), End> {
        let Some(mut open) = self.open.remove(&unit) else { return Err(broken("an end of nothing")) };
        // Only what was seen is paid for.
        let said_tokens = u32::try_from(open.said.len()).unwrap_or(u32::MAX);
        open.ended = Some((finish, Usage { said_tokens, ..usage }));
        match self.conclude_or_look(unit, open, &StopReason::Lost).await? {
            Some(message) => send(channel, &message).await,
            None => Ok(()),
        }
    }

    /// Looks into an answer if it is its turn, and concludes it at once if not.
    async fn conclude_or_look(
        &mut self,
        unit: UnitId,
        open: Open,
        lost: &StopReason,
    ) -> Result<Option<ToProvider>, End> {
        let (provider, model) = (self.key.peer, self.spec.model.hash);
        let look = open.part().and_then(|part| judge::look_into(&self.house, provider, model, part));
        let Some(look) = look else { return self.conclude(unit, open, None, lost).await.map(Some) };
        let whole = open.ended.is_some_and(|(finish, _)| finish != Finish::Interrupted);
        // Who had to stop waits for its receipt no longer than that, and somebody waits for the answer to go on.
        let patience = if whole { LOOKED_INTO_WITHIN } else { LAST_RECEIPT / 2 };
        self.ended.insert(unit, open);
        self.verdicts.spawn(async move { (unit, timeout(patience, look).await.ok().and_then(Result::ok)) });
        Ok(None)
    }

    /// Pays for an answer, or not, in the books; what its provider is to be told. `lost`: why it came to no end.
    async fn conclude(
        &mut self,
        unit: UnitId,
        open: Open,
        verdict: Option<Verdict>,
        lost: &StopReason,
    ) -> Result<ToProvider, End> {
        // Whoever asked may be gone.
        let told = |heard| drop(open.tell.try_send(heard));
        if verdict.is_some_and(Verdict::is_false) {
            let why = UnitFailure::FalseAnswer;
            self.account.void(unit, why.clone()).await?;
            told(Heard::False);
            return Ok(ToProvider::Reject { unit, why });
        }
        let arrived = open.arrived();
        let gross = self.account.pay_for(unit, arrived.measure, arrived.result).await?;
        told(Heard::Paid(gross));
        match open.ended {
            Some((finish, usage)) => told(Heard::Text(TextEvent::Ended { finish, usage })),
            None => {
                self.cut_off = true;
                told(Heard::Lost(lost.clone()));
            }
        }
        Ok(ToProvider::Pay(self.account.receipt()))
    }
}
