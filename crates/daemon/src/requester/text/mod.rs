//! Text from the mesh: one answer, by whoever offers the model, and by the next one when the first is gone. Tokens that
//! were said go along with the request, so that the answer just goes on.

mod judge;
mod models;
mod session;

pub use models::{fetch, rows};

use super::search::{self, Offer, Proposals, Wanted};
use crate::house::{self, House, locked, now};
use crate::limits::{
    KNOWN_WITHIN, NOT_AGAIN_FOR, PROVIDERS_PER_ANSWER, SEARCH_EVERY, SEARCH_FOR, SESSION_TOKENS, STRIKES, TEXT_WAITS,
};
use idlewatt_control::messages::{ControlError, EmbedRequest, Response, TextRequest};
use idlewatt_proto::advert::{Advert, ModelOffer, Query, Want};
use idlewatt_proto::job::{BlobRef, JobSpec, TextSpec, TextUnit};
use idlewatt_proto::limits::ADVERTS_PER_ANSWER;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::TextAsk;
use idlewatt_proto::text::{Finish, Generation, TextEvent, Usage};
use idlewatt_proto::{Amount, BlobHash, NodeId};
use session::{Heard, Session};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::Instant;

/// Sessions that are open.
#[derive(Default)]
pub struct Pool(Mutex<HashMap<BlobHash, Sessions>>);

/// Those of one model.
struct Sessions {
    open: Vec<Session>,
    /// Whoever looks for a provider holds it: the others wait for what comes of it, instead of each finding its own.
    search: Arc<Semaphore>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { open: Vec::new(), search: Arc::new(Semaphore::new(1)) }
    }
}

impl Pool {
    /// The cheapest open session with room that fits.
    fn pick(&self, wanted: &Wanted, model: &BlobHash, struck: impl Fn(&NodeId) -> bool) -> Option<Session> {
        let mut sessions = locked(&self.0);
        let of_model = &mut sessions.get_mut(model)?.open;
        of_model.retain(|session| !session.has_ended());
        let fits =
            |session: &&Session| session.has_room() && session.is_enough_for(wanted) && !struck(&session.provider);
        of_model.iter().filter(fits).min_by_key(|session| session.price).cloned()
    }

    /// A model by what a session's requests called it, so that nobody needs to be asked for it.
    fn meant(&self, called: &str) -> Option<Meant> {
        let hash: Option<BlobHash> = called.parse().ok();
        let sessions = locked(&self.0);
        let mut open = sessions.values().flat_map(|of_model| &of_model.open).filter(|session| !session.has_ended());
        let is = |session: &&Session| {
            Some(session.spec.model.hash) == hash || session.spec.name.eq_ignore_ascii_case(called)
        };
        let Session { spec, most_tokens, .. } = open.find(is)?;
        Some(Meant { model: spec.model, name: spec.name.clone(), tokens: *most_tokens })
    }

    /// Whether this provider has such a session open, full or not.
    fn has_one_with(&self, wanted: &Wanted, model: &BlobHash, provider: &NodeId) -> bool {
        let open =
            |session: &Session| !session.has_ended() && session.provider == *provider && session.is_enough_for(wanted);
        locked(&self.0).get(model).is_some_and(|of_model| of_model.open.iter().any(open))
    }

    /// A session in which one can wait for a place.
    fn full(&self, model: &BlobHash) -> Option<Session> {
        let is_full = |session: &&Session| !session.has_ended() && !session.has_room();
        locked(&self.0).get(model)?.open.iter().find(is_full).cloned()
    }

    fn search(&self, model: &BlobHash) -> Arc<Semaphore> {
        Arc::clone(&locked(&self.0).entry(*model).or_default().search)
    }

    fn keep(&self, session: Session) {
        let mut sessions = locked(&self.0);
        let unused = |of_model: &Sessions| of_model.open.is_empty() && Arc::strong_count(&of_model.search) == 1;
        sessions.values_mut().for_each(|of_model| of_model.open.retain(|session| !session.has_ended()));
        sessions.retain(|model, of_model| *model == session.spec.model.hash || !unused(of_model));
        sessions.entry(session.spec.model.hash).or_default().open.push(session);
    }

    /// A session with this provider is not used for anything new.
    fn forget(&self, session: &Session) {
        if let Some(of_model) = locked(&self.0).get_mut(&session.spec.model.hash) {
            of_model.open.retain(|other| other.job != session.job);
        }
    }
}

/// The model that a request is for.
struct Meant {
    model: BlobRef,
    name: String,
    /// Of one request at most.
    tokens: u32,
}

/// The search for somebody who answers, over all that one answer needs.
struct Quest<'a> {
    house: &'a Arc<House>,
    wanted: Arc<Wanted>,
    spec: TextSpec,
    most_tokens: u32,
    /// Against whom, and since when.
    strikes: HashMap<NodeId, (u32, Instant)>,
    refusals: Vec<String>,
    tried: u32,
    begun: bool,
    /// Somebody says that the request is not right, and why.
    doubt: Option<String>,
}

/// Why a session did not bring an answer to its end.
enum Broken {
    /// The request is not right, it says.
    Request(String),
    /// Somebody else may go on. So many strikes against this provider.
    Off(String, u32),
}

/// Has a model say something. Returns after `Ended` was told, or when nobody can.
pub async fn generate(
    house: &Arc<House>,
    request: &TextRequest,
    tell: &mpsc::Sender<Response>,
) -> Result<(), ControlError> {
    let mut generation = request.generation.clone();
    generation.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
    let ask = TextAsk::Generate(generation.clone());
    let mut quest = Quest::begin(house, &request.model, request.max_price, &ask).await?;
    let mut answer = Answer { prompt: None, before: generation.said.len(), busy_ms: 0, cost: Amount::ZERO };
    loop {
        generation.max_tokens = generation.max_tokens.min(quest.most_tokens);
        if generation.said.len() >= generation.max_tokens as usize {
            answer.end(Finish::Length, &generation, tell).await;
            return Ok(());
        }
        let session = quest.session().await?;
        // Less may have been agreed on than was wished.
        generation.max_tokens = generation.max_tokens.min(quest.most_tokens);
        let from = generation.said.len();
        let Some((mut told, _guard)) = session.ask(TextAsk::Generate(generation.clone())).await else {
            // Somebody else took its last place.
            continue;
        };
        let _ = tell.send(answering(&session)).await;
        match listen(&mut told, &mut generation, &mut answer, tell).await {
            Ok(finish) if finish != Finish::Interrupted => {
                let provider = session.provider;
                judge::look_into(house, provider, session.spec.model.hash, &generation, from);
                answer.end(finish, &generation, tell).await;
                return Ok(());
            }
            // Nobody listens any more.
            _ if tell.is_closed() => return Ok(()),
            Ok(_) => quest.strike(&session, StopReason::OwnerReturned.to_string(), 0)?,
            Err(Broken::Request(what)) => quest.doubt(&session, what)?,
            Err(Broken::Off(what, strikes)) => quest.strike(&session, what, strikes)?,
        }
        quest.begun |= answer.prompt.is_some();
        tracing::info!(said = generation.said.len(), "an answer goes on with another provider");
    }
}

/// What is known of an answer that several providers may have had a part in.
struct Answer {
    prompt: Option<(u32, u32)>,
    /// Tokens that had been said before it was asked for here.
    before: usize,
    busy_ms: u64,
    cost: Amount,
}

impl Answer {
    async fn end(&self, finish: Finish, generation: &Generation, tell: &mpsc::Sender<Response>) {
        let (prompt_tokens, cached_tokens) = self.prompt.unwrap_or_default();
        let said_tokens = u32::try_from(generation.said.len() - self.before).unwrap_or(u32::MAX);
        let usage = Usage { prompt_tokens, cached_tokens, said_tokens, busy_ms: self.busy_ms };
        let _ = tell.send(Response::Cost { cost: self.cost }).await;
        let _ = tell.send(Response::Text(TextEvent::Ended { finish, usage })).await;
    }
}

fn answering(session: &Session) -> Response {
    Response::Answering { provider: session.provider, price: session.price }
}

/// Passes on what one session says, and remembers its tokens.
async fn listen(
    told: &mut mpsc::Receiver<Heard>,
    generation: &mut Generation,
    answer: &mut Answer,
    tell: &mpsc::Sender<Response>,
) -> Result<Finish, Broken> {
    loop {
        let heard = tokio::select! {
            heard = told.recv() => heard,
            () = tell.closed() => return Ok(Finish::Interrupted),
        };
        match heard {
            Some(Heard::Text(TextEvent::Began { prompt_tokens, cached_tokens })) => {
                // One that goes on begins anew, which is nobody's business.
                if answer.prompt.is_none() {
                    answer.prompt = Some((prompt_tokens, cached_tokens));
                    let _ = tell.send(Response::Text(TextEvent::Began { prompt_tokens, cached_tokens })).await;
                }
            }
            Some(Heard::Text(TextEvent::Said(said))) => {
                generation.said.extend(said.tokens.iter().map(|token| token.id));
                let _ = tell.send(Response::Text(TextEvent::Said(said))).await;
            }
            Some(Heard::Paid(cost)) => answer.cost = answer.cost.checked_add(cost).unwrap_or(answer.cost),
            Some(Heard::Text(TextEvent::Ended { finish, usage })) => {
                answer.busy_ms += usage.busy_ms;
                return Ok(finish);
            }
            Some(Heard::Embedded { .. }) => return Err(Broken::Off("it sent a vector".to_owned(), STRIKES)),
            Some(Heard::Failed(why)) => return Err(failed(why)),
            Some(Heard::Lost(reason)) => return Err(lost(reason)),
            None => return Err(lost(StopReason::Lost)),
        }
    }
}

fn failed(why: UnitFailure) -> Broken {
    match why {
        UnitFailure::BadRequest { what } => Broken::Request(what),
        // An owner's own machine is no offence.
        UnitFailure::Preempted => Broken::Off(why.to_string(), 0),
        UnitFailure::WorkerFailed => Broken::Off(why.to_string(), 1),
        why => Broken::Off(why.to_string(), STRIKES),
    }
}

fn lost(reason: StopReason) -> Broken {
    let strikes = match &reason {
        StopReason::OwnerReturned | StopReason::ShuttingDown | StopReason::Done => 0,
        StopReason::BadResults | StopReason::Protocol { .. } => STRIKES,
        _ => 1,
    };
    Broken::Off(reason.to_string(), strikes)
}

/// Turns texts into vectors, telling each as it comes. Returns after `EmbedEnded` was told, or when nobody can.
pub async fn embed(
    house: &Arc<House>,
    request: &EmbedRequest,
    tell: &mpsc::Sender<Response>,
) -> Result<(), ControlError> {
    let ask = TextAsk::Embed(request.texts.clone());
    ask.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
    let mut quest = Quest::begin(house, &request.model, request.max_price, &ask).await?;
    let (mut told_until, mut usage, mut cost) = (0u32, Usage::default(), Amount::ZERO);
    loop {
        let rest = request.texts[told_until as usize..].to_vec();
        if rest.is_empty() {
            let _ = tell.send(Response::Cost { cost }).await;
            let _ = tell.send(Response::EmbedEnded { usage }).await;
            return Ok(());
        }
        let session = quest.session().await?;
        let first = told_until;
        let Some((mut told, _guard)) = session.ask(TextAsk::Embed(rest)).await else {
            // Somebody else took its last place.
            continue;
        };
        let _ = tell.send(answering(&session)).await;
        let broken = loop {
            let heard = tokio::select! {
                heard = told.recv() => heard,
                () = tell.closed() => return Ok(()),
            };
            match heard {
                Some(Heard::Embedded { index, vector, tokens }) => {
                    told_until = first + index + 1;
                    if told_until as usize > request.texts.len() {
                        return Err(ControlError::Failed { what: "a vector too many came".to_owned() });
                    }
                    usage.prompt_tokens = usage.prompt_tokens.saturating_add(tokens);
                    let _ = tell.send(Response::Embedded { index: first + index, vector, tokens }).await;
                }
                Some(Heard::Paid(part)) => cost = cost.checked_add(part).unwrap_or(cost),
                Some(Heard::Text(TextEvent::Ended { usage: part, .. }))
                    if told_until as usize == request.texts.len() =>
                {
                    usage.busy_ms += part.busy_ms;
                    break None;
                }
                Some(Heard::Text(TextEvent::Ended { finish: Finish::Interrupted, .. })) => {
                    break Some(Broken::Off(StopReason::OwnerReturned.to_string(), 0));
                }
                Some(Heard::Text(_)) => break Some(Broken::Off("it sent text for vectors".to_owned(), STRIKES)),
                Some(Heard::Failed(why)) => break Some(failed(why)),
                Some(Heard::Lost(reason)) => break Some(lost(reason)),
                None => break Some(lost(StopReason::Lost)),
            }
        };
        match broken {
            // All came, and the next look at the rest ends it.
            None => {}
            Some(Broken::Request(what)) => quest.doubt(&session, what)?,
            Some(Broken::Off(what, strikes)) => quest.strike(&session, what, strikes)?,
        }
    }
}

impl<'a> Quest<'a> {
    /// Finds out which model is meant, and what a provider would be asked for.
    async fn begin(
        house: &'a Arc<House>,
        called: &str,
        max_price: Option<Price>,
        ask: &TextAsk,
    ) -> Result<Self, ControlError> {
        let Meant { model, name, tokens: most_tokens } = which(house, called).await?;
        let wished = match ask {
            TextAsk::Generate(_) => {
                let TextUnit { read, said, .. } = ask.unit(0);
                read.saturating_add(said)
            }
            TextAsk::Embed(_) => 0,
        };
        // Sessions are long enough for most requests, so that one serves them all.
        let tokens = wished.max(SESSION_TOKENS).min(most_tokens);
        let spec = TextSpec { model, name, tokens };
        spec.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
        Ok(Self {
            house,
            wanted: wanted(&spec, max_price),
            spec,
            most_tokens,
            strikes: HashMap::new(),
            refusals: Vec::new(),
            tried: 0,
            begun: false,
            doubt: None,
        })
    }

    /// Asks for half of it from now on. `false`: it is as small as makes sense.
    fn shrink(&mut self) -> bool {
        let smaller = (self.spec.tokens / 2).max(SESSION_TOKENS);
        if smaller >= self.spec.tokens {
            return false;
        }
        self.spec.tokens = smaller;
        self.most_tokens = smaller;
        self.wanted = wanted(&self.spec, self.wanted.max_price);
        true
    }

    /// A session to ask, an open one or a new one.
    async fn session(&mut self) -> Result<Session, ControlError> {
        let since = Instant::now();
        loop {
            if let Some(session) = self.pick() {
                return Ok(session);
            }
            let search = self.house.sessions.search(&self.spec.model.hash);
            let found = tokio::select! {
                () = self.house.stop.cancelled() => return Err(ControlError::ShuttingDown),
                place = search.acquire_owned() => {
                    // Somebody else may have found one meanwhile.
                    let found = match self.pick() {
                        Some(session) => Some(session),
                        None => self.new_session().await,
                    };
                    drop(place);
                    found
                }
            };
            if let Some(session) = found {
                return Ok(session);
            }
            let full = self.house.sessions.full(&self.spec.model.hash);
            let waits = self.begun || full.is_some();
            if let Some(what) = self.doubt.take() {
                return Err(ControlError::BadInput { what });
            }
            if since.elapsed() >= if waits { TEXT_WAITS } else { SEARCH_FOR } {
                return Err(match full {
                    Some(_) => ControlError::Busy { what: "everybody who answers with this model is busy".to_owned() },
                    None => ControlError::NoProvider { what: self.heard() },
                });
            }
            let room = async {
                match full {
                    Some(session) => session.room().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.house.stop.cancelled() => return Err(ControlError::ShuttingDown),
                () = tokio::time::sleep(SEARCH_EVERY) => {}
                () = room => {}
            }
        }
    }

    fn pick(&self) -> Option<Session> {
        self.house.sessions.pick(&self.wanted, &self.spec.model.hash, |node| self.struck(node))
    }

    async fn new_session(&mut self) -> Option<Session> {
        for offer in self.offers().await {
            let provider = offer.proposal.provider;
            match self.open(offer).await {
                Ok(session) => return Some(session),
                Err(reason) => self.refusals.push(format!("{}: {reason}", provider.short())),
            }
        }
        None
    }

    /// What is proposed, for less than was wished if nobody has memory for all of it.
    async fn offers(&mut self) -> Vec<Offer> {
        loop {
            let mut refusals = std::mem::take(&mut self.refusals);
            let Self { house, spec, wanted, .. } = &*self;
            // One session with each: a full one has as many requests as may be unpaid.
            let excluded =
                |node: &NodeId| self.struck(node) || house.sessions.has_one_with(wanted, &spec.model.hash, node);
            let Proposals { offers, too_large } = search::proposals(house, wanted, excluded, &mut refusals).await;
            self.refusals = refusals;
            if !offers.is_empty() || !too_large || !self.shrink() {
                return offers;
            }
        }
    }

    /// Agrees to an offer and keeps the session. It comes to its end although whoever wants it may hang up meanwhile:
    /// what was agreed on must not be left without a session that closes it.
    async fn open(&self, offer: Offer) -> Result<Session, StopReason> {
        let (house, spec, most_tokens) = (Arc::clone(self.house), self.spec.clone(), self.most_tokens);
        let opening = async move {
            let key = search::agree(&house, &JobSpec::Text(spec.clone()), &offer).await?;
            let session = Session::start(&house, key, &offer, spec, most_tokens);
            house.sessions.keep(session.clone());
            Ok(session)
        };
        self.house.tasks.spawn(opening).await.map_err(house::failed)?
    }

    /// Whether somebody is not to be asked.
    fn struck(&self, node: &NodeId) -> bool {
        let falsified = locked(&self.house.false_answers).get(node).copied().unwrap_or(0);
        let (count, recently) = match self.strikes.get(node) {
            Some((count, since)) => (*count, since.elapsed() < NOT_AGAIN_FOR),
            None => (0, false),
        };
        recently || count + falsified >= STRIKES
    }

    /// This session did not bring it to an end; another one shall.
    fn strike(&mut self, session: &Session, what: String, strikes: u32) -> Result<(), ControlError> {
        self.house.sessions.forget(session);
        let before = self.strikes.get(&session.provider).map_or(0, |(count, _)| *count);
        self.strikes.insert(session.provider, (before + strikes, Instant::now()));
        if strikes > 0 {
            locked(&self.house.proven).remove(&session.provider);
        }
        self.refusals.push(format!("{}: {what}", session.provider.short()));
        self.tried += 1;
        if self.tried >= PROVIDERS_PER_ANSWER {
            return Err(ControlError::NoProvider { what: self.heard() });
        }
        Ok(())
    }

    /// This provider says that the request is not right. One alone is not believed, if there is another to ask.
    fn doubt(&mut self, session: &Session, what: String) -> Result<(), ControlError> {
        if self.doubt.is_some() {
            return Err(ControlError::BadInput { what });
        }
        let strikes = self.strikes.get(&session.provider).map_or(0, |(count, _)| *count);
        self.strikes.insert(session.provider, (strikes, Instant::now()));
        self.doubt = Some(what);
        Ok(())
    }

    fn heard(&self) -> String {
        if self.refusals.is_empty() { "no provider was found".to_owned() } else { super::heard(&self.refusals) }
    }
}

fn wanted(spec: &TextSpec, max_price: Option<Price>) -> Arc<Wanted> {
    let want = Want::Model(spec.model.hash);
    Arc::new(Wanted { want, spec: JobSpec::Text(spec.clone()), facts: None, max_price })
}

/// The model that is meant: one that is here, else the best offer of the mesh.
async fn which(house: &House, called: &str) -> Result<Meant, ControlError> {
    if let Some(meant) = house.sessions.meant(called) {
        return Ok(meant);
    }
    let want = match house.model(called).map(|model| model.blob.hash).or_else(|| called.parse().ok()) {
        Some(hash) => Want::Model(hash),
        None => Want::ModelNamed(called.to_owned()),
    };
    let since = Instant::now();
    loop {
        // One that is busy now may be free when it is asked.
        let query = Query { want: want.clone(), max_price: None, free_only: false, limit: ADVERTS_PER_ANSWER as u16 };
        let found = house.mesh.find(query).await;
        let mut adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok());
        if let Some(ModelOffer { model, name, tokens, .. }) = adverts.find_map(|advert| advert.model(&want).cloned()) {
            return Ok(Meant { model, name, tokens });
        }
        // Once there is somebody to ask, an unknown name is one that was mistyped.
        let patience = if house.mesh.index_nodes() > 0 { KNOWN_WITHIN } else { SEARCH_FOR };
        if since.elapsed() >= patience {
            return Err(match &want {
                // It may be here all the same: nobody answers himself.
                Want::ModelNamed(_) => ControlError::NoModel { model: called.to_owned() },
                _ => ControlError::NoProvider { what: format!("nobody offers the model {called}") },
            });
        }
        tokio::select! {
            () = house.stop.cancelled() => return Err(ControlError::ShuttingDown),
            () = tokio::time::sleep(SEARCH_EVERY) => {}
        }
    }
}
