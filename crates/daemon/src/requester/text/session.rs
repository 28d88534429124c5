//! A session with one provider of one model, kept for a while between requests: asks, passes on what is said, pays.

use super::super::search::{Offer, Wanted};
use super::open::{Expected, Open, TOKEN_BYTES, bytes_of};
use crate::house::{House, failed, locked, now};
use crate::limits::{PROVIDER_GRACE, READY_WITHIN, SEARCH_EVERY, SESSION_ASKS, SESSION_KEPT, TEXT_SILENCE, WIND_UP};
use idlewatt_ledger::{Entry, JobKey, Outcome};
use idlewatt_mesh::{ChannelError, JobChannel};
use idlewatt_proto::job::{JobSpec, TextSpec, TextUnit, Work};
use idlewatt_proto::limits::{CONTEXT_TOKENS, TEXT_EXPOSURE_UNITS};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{TextAsk, ToProvider, ToRequester, answered};
use idlewatt_proto::text::{Finish, TextEvent, Usage};
use idlewatt_proto::{Amount, JobId, NodeId, UnitId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::sync::CancellationToken;

type Channel = JobChannel<ToRequester, ToProvider>;

/// What comes of a request in a session, in order. The last one is `Text` with `Ended`, which `Paid` comes before, or
/// `Failed` or `Lost`; a session that ends without a word has lost its provider.
#[derive(Debug)]
pub enum Heard {
    Text(TextEvent),
    Paid(Amount),
    Embedded { index: u32, vector: Vec<f32>, tokens: u32 },
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
            price,
            number: 0,
            open: HashMap::new(),
            gone: JoinSet::new(),
            units: 0,
            paid: Amount::ZERO,
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
    price: Price,
    number: u64,
    open: HashMap<UnitId, Open>,
    /// Each tells when nobody wants its request any more.
    gone: JoinSet<UnitId>,
    units: u32,
    paid: Amount,
}

/// How the stream ended.
enum End {
    /// For good.
    Over(StopReason),
    /// The connection is gone.
    Cut,
}

fn broken(what: &str) -> End {
    End::Over(StopReason::Protocol { what: what.to_owned() })
}

impl Purchase {
    async fn run(mut self, mut asked: mpsc::Receiver<Asked>) {
        let end = match self.house.mesh.open_job(self.key.peer, self.key.job).await {
            Ok(mut channel) => {
                let Err(end) = self.keep_asking(&mut channel, &mut asked).await;
                if let End::Over(reason) = &end {
                    // Who breaks the rules is not listened to further.
                    if !matches!(reason, StopReason::Protocol { .. } | StopReason::BadResults) {
                        self.wind_up(&mut channel).await;
                    }
                    let _ = channel.send(&ToProvider::Close(reason.clone())).await;
                }
                end
            }
            Err(error) => {
                tracing::debug!(%error, "the provider cannot be reached");
                End::Cut
            }
        };
        asked.close();
        let (reason, cut) = match end {
            End::Over(reason) => (reason, false),
            End::Cut => (StopReason::Lost, true),
        };
        for (_, open) in self.open.drain() {
            let _ = open.tell.try_send(Heard::Lost(reason.clone()));
        }
        while let Some(ask) = asked.recv().await {
            let _ = ask.tell.try_send(Heard::Lost(reason.clone()));
        }
        let ended = Entry::JobEnded { key: self.key, reason: reason.clone(), at: now() };
        if let Err(error) = self.house.books.record(ended).await {
            tracing::error!(%error, "the end of a session could not be written");
        }
        tracing::info!(job = %self.key.job, provider = self.key.peer.short(), %reason, "the session ended");
        if cut && self.units > 0 {
            self.show_receipt().await;
        }
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

    /// The last receipt may have been lost with the connection, and the provider waits for it.
    async fn show_receipt(&self) {
        let deadline = Instant::now() + PROVIDER_GRACE;
        while Instant::now() < deadline && !self.house.stop.is_cancelled() {
            if let Ok(mut channel) = self.house.mesh.open_job(self.key.peer, self.key.job).await {
                let paid = channel.send(&ToProvider::Pay(self.receipt())).await;
                let closed = channel.send(&ToProvider::Close(StopReason::Done)).await;
                if paid.is_ok() && closed.is_ok() && self.is_confirmed(&mut channel).await {
                    return;
                }
            }
            tokio::time::sleep(SEARCH_EVERY).await;
        }
    }

    /// Whether the provider took what was sent: until it says so, it was only on its way.
    async fn is_confirmed(&self, channel: &mut Channel) -> bool {
        let until = Instant::now() + TEXT_SILENCE;
        loop {
            let message = tokio::select! {
                () = self.house.stop.cancelled() => return false,
                message = timeout_at(until, channel.recv()) => message,
            };
            match message {
                Ok(Some(Ok(ToRequester::Close(reason)))) => return reason == StopReason::Done,
                Ok(Some(Ok(_))) => {}
                Ok(None | Some(Err(_))) | Err(_) => return false,
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
            if !busy && !kept {
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
        let gross = self.price.cost(work.measure()).ok_or_else(|| broken("a request beyond price"))?;
        let entry = Entry::UnitStarted { key: self.key, unit, work: Work::Text(work), gross, at: now() };
        self.record(entry).await?;
        self.open.insert(unit, Open::new(work, Expected::of(&ask), tell, place));
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
                self.void(unit, why.clone()).await?;
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

    /// An answer is complete, or as much of it as there will be: into the books, and paid.
    async fn ended(&mut self, channel: &mut Channel, unit: UnitId, finish: Finish, usage: Usage) -> Result<(), End> {
        let Some(open) = self.open.remove(&unit) else { return Err(broken("an end of nothing")) };
        let said = u32::try_from(open.said.len()).unwrap_or(u32::MAX);
        // Only what was seen is paid for.
        let usage = Usage { said_tokens: said, ..usage };
        let done = TextUnit::done(open.read.min(open.work.read), said);
        let gross = self.price.cost(done).ok_or_else(|| broken("a request beyond price"))?;
        let finished = Entry::UnitFinished {
            key: self.key,
            unit,
            done,
            gross,
            result: answered(open.said.iter().copied().chain(open.numbers.iter().copied())),
            busy_ms: 0,
            energy: None,
            electricity: Amount::ZERO,
            at: now(),
        };
        self.record(finished).await?;
        self.units += 1;
        self.paid = self.paid.checked_add(gross).ok_or_else(|| broken("a debt beyond price"))?;
        self.record(Entry::ReceiptGiven { receipt: self.receipt(), unit, at: now() }).await?;
        *locked(&self.house.proven).entry(self.key.peer).or_default() += 1;
        let _ = open.tell.try_send(Heard::Paid(gross));
        let _ = open.tell.try_send(Heard::Text(TextEvent::Ended { finish, usage }));
        send(channel, &ToProvider::Pay(self.receipt())).await
    }

    fn receipt(&self) -> Signed<Receipt> {
        let receipt = Receipt {
            job: self.key.job,
            payer: self.house.node(),
            payee: self.key.peer,
            units: self.units,
            cumulative: self.paid,
            issued_at: now(),
        };
        Signed::new(&receipt, &self.house.key)
    }

    async fn void(&self, unit: UnitId, why: UnitFailure) -> Result<(), End> {
        let (energy, electricity, at) = (None, Amount::ZERO, now());
        self.record(Entry::UnitVoided { key: self.key, unit, why, energy, electricity, at }).await
    }

    /// What the books do not take is not acted on: no money is promised outside them.
    async fn record(&self, entry: Entry) -> Result<(), End> {
        match self.house.books.record(entry).await {
            Ok(Outcome::Recorded | Outcome::Repeated) => Ok(()),
            Ok(Outcome::Rejected(why)) => Err(End::Over(failed(why))),
            Err(error) => Err(End::Over(failed(error))),
        }
    }
}

async fn send(channel: &Channel, message: &ToProvider) -> Result<(), End> {
    match channel.send(message).await {
        Ok(()) => Ok(()),
        Err(ChannelError::Malformed(error)) => Err(End::Over(failed(error))),
        Err(ChannelError::Closed | ChannelError::Stalled) => Err(End::Cut),
    }
}
