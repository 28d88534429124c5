//! Text from the mesh: one answer, by whoever offers the model, and by the next one when the first is gone. Tokens that
//! were said go along with the request, so that the answer just goes on.

mod judge;
mod models;
mod session;

pub use models::{fetch, rows};

use super::search::{self, Wanted};
use crate::house::{House, locked, now};
use crate::limits::{
    NOT_AGAIN_FOR, PROVIDERS_PER_ANSWER, SEARCH_EVERY, SEARCH_FOR, SESSION_TOKENS, STRIKES, TEXT_WAITS,
};
use idlewatt_control::messages::{ControlError, EmbedRequest, TextRequest};
use idlewatt_proto::advert::{Advert, ModelOffer, Query, Want};
use idlewatt_proto::job::{BlobRef, JobSpec, TextSpec};
use idlewatt_proto::limits::ADVERTS_PER_ANSWER;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::TextAsk;
use idlewatt_proto::text::{Finish, Generation, TextEvent, Usage};
use idlewatt_proto::{BlobHash, NodeId};
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
    model: BlobHash,
    most_tokens: u32,
    /// Against whom, and since when.
    strikes: HashMap<NodeId, (u32, Instant)>,
    refusals: Vec<String>,
    tried: u32,
    begun: bool,
}

/// Why a session did not bring an answer to its end.
enum Broken {
    /// The request is not right: nobody can answer it.
    Request(String),
    /// Somebody else may go on. So many strikes against this provider.
    Off(String, u32),
}

/// Has a model say something. Returns after `Ended` was told, or when nobody can.
pub async fn generate(
    house: &Arc<House>,
    request: &TextRequest,
    events: &mpsc::Sender<TextEvent>,
) -> Result<(), ControlError> {
    let mut generation = request.generation.clone();
    generation.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
    let mut quest = Quest::begin(house, &request.model, request.max_price, Some(&generation)).await?;
    generation.max_tokens = generation.max_tokens.min(quest.most_tokens);
    let mut answer = Answer { prompt: None, before: generation.said.len(), busy_ms: 0 };
    loop {
        if generation.said.len() >= generation.max_tokens as usize {
            let event = answer.end(Finish::Length, &generation);
            let _ = events.send(event).await;
            return Ok(());
        }
        let session = quest.session().await?;
        let Some((mut told, _guard)) = session.ask(TextAsk::Generate(generation.clone())).await else {
            // Somebody else took its last place.
            continue;
        };
        match listen(&mut told, &mut generation, &mut answer, events).await {
            Ok(finish) if finish != Finish::Interrupted => {
                let provider = session.provider;
                judge::look_into(house, provider, session.spec.model.hash, &generation, answer.before);
                let _ = events.send(answer.end(finish, &generation)).await;
                return Ok(());
            }
            // Nobody listens any more.
            _ if events.is_closed() => return Ok(()),
            Ok(_) => quest.strike(&session, StopReason::OwnerReturned.to_string(), 0)?,
            Err(Broken::Request(what)) => return Err(ControlError::BadInput { what }),
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
}

impl Answer {
    fn end(&self, finish: Finish, generation: &Generation) -> TextEvent {
        let (prompt_tokens, cached_tokens) = self.prompt.unwrap_or_default();
        let said_tokens = u32::try_from(generation.said.len() - self.before).unwrap_or(u32::MAX);
        let usage = Usage { prompt_tokens, cached_tokens, said_tokens, busy_ms: self.busy_ms };
        TextEvent::Ended { finish, usage }
    }
}

/// Passes on what one session says, and remembers its tokens.
async fn listen(
    told: &mut mpsc::Receiver<Heard>,
    generation: &mut Generation,
    answer: &mut Answer,
    events: &mpsc::Sender<TextEvent>,
) -> Result<Finish, Broken> {
    loop {
        let heard = tokio::select! {
            heard = told.recv() => heard,
            () = events.closed() => return Ok(Finish::Interrupted),
        };
        match heard {
            Some(Heard::Text(TextEvent::Began { prompt_tokens, cached_tokens })) => {
                // One that goes on begins anew, which is nobody's business.
                if answer.prompt.is_none() {
                    answer.prompt = Some((prompt_tokens, cached_tokens));
                    let _ = events.send(TextEvent::Began { prompt_tokens, cached_tokens }).await;
                }
            }
            Some(Heard::Text(TextEvent::Said(said))) => {
                generation.said.extend(said.tokens.iter().map(|token| token.id));
                let _ = events.send(TextEvent::Said(said)).await;
            }
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

/// One text as a vector, its place and its tokens.
pub type Embedded = (u32, Vec<f32>, u32);

/// Turns texts into vectors, telling each as it comes; what it took.
pub async fn embed(
    house: &Arc<House>,
    request: &EmbedRequest,
    vectors: &mpsc::Sender<Embedded>,
) -> Result<Usage, ControlError> {
    let ask = TextAsk::Embed(request.texts.clone());
    ask.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
    let mut quest = Quest::begin(house, &request.model, request.max_price, None).await?;
    let (mut told_until, mut read) = (0u32, 0u32);
    loop {
        let session = quest.session().await?;
        let rest = request.texts[told_until as usize..].to_vec();
        if rest.is_empty() {
            return Ok(Usage { prompt_tokens: read, ..Usage::default() });
        }
        let first = told_until;
        let Some((mut told, _guard)) = session.ask(TextAsk::Embed(rest)).await else {
            // Somebody else took its last place.
            continue;
        };
        let broken = loop {
            let heard = tokio::select! {
                heard = told.recv() => heard,
                () = vectors.closed() => return Ok(Usage::default()),
            };
            match heard {
                Some(Heard::Embedded { index, vector, tokens }) => {
                    told_until = first + index + 1;
                    if told_until as usize > request.texts.len() {
                        return Err(ControlError::Failed { what: "a vector too many came".to_owned() });
                    }
                    read = read.saturating_add(tokens);
                    let _ = vectors.send((first + index, vector, tokens)).await;
                }
                Some(Heard::Text(TextEvent::Ended { usage, .. })) if told_until as usize == request.texts.len() => {
                    return Ok(Usage { prompt_tokens: read, said_tokens: 0, ..usage });
                }
                Some(Heard::Text(TextEvent::Ended { finish: Finish::Interrupted, .. })) => {
                    break Broken::Off(StopReason::OwnerReturned.to_string(), 0);
                }
                Some(Heard::Text(_)) => break Broken::Off("it sent text for vectors".to_owned(), STRIKES),
                Some(Heard::Failed(why)) => break failed(why),
                Some(Heard::Lost(reason)) => break lost(reason),
                None => break lost(StopReason::Lost),
            }
        };
        match broken {
            Broken::Request(what) => return Err(ControlError::BadInput { what }),
            Broken::Off(what, strikes) => quest.strike(&session, what, strikes)?,
        }
    }
}

impl<'a> Quest<'a> {
    /// Finds out which model is meant, and what a provider would be asked for.
    async fn begin(
        house: &'a Arc<House>,
        called: &str,
        max_price: Option<Price>,
        generation: Option<&Generation>,
    ) -> Result<Self, ControlError> {
        let Meant { model, name, tokens: most_tokens } = which(house, called).await?;
        // Sessions are long enough for most requests, so that one serves them all.
        let wished = generation.map_or(0, |generation| generation.max_tokens);
        let tokens = wished.max(SESSION_TOKENS).min(most_tokens);
        let spec = TextSpec { model, name, tokens };
        spec.validate().map_err(|error| ControlError::BadInput { what: error.to_string() })?;
        let model = spec.model.hash;
        let wanted = Wanted { want: Want::Model(model), spec: JobSpec::Text(spec), facts: None, max_price };
        Ok(Self {
            house,
            wanted: Arc::new(wanted),
            model,
            most_tokens,
            strikes: HashMap::new(),
            refusals: Vec::new(),
            tried: 0,
            begun: false,
        })
    }

    /// A session to ask, an open one or a new one.
    async fn session(&mut self) -> Result<Session, ControlError> {
        let since = Instant::now();
        loop {
            if let Some(session) = self.pick() {
                return Ok(session);
            }
            let search = self.house.sessions.search(&self.model);
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
            let waits = self.begun || self.house.sessions.full(&self.model).is_some();
            if since.elapsed() >= if waits { TEXT_WAITS } else { SEARCH_FOR } {
                return Err(ControlError::NoProvider { what: self.heard() });
            }
            let full = self.house.sessions.full(&self.model);
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
        self.house.sessions.pick(&self.wanted, &self.model, |node| self.struck(node))
    }

    async fn new_session(&mut self) -> Option<Session> {
        let mut refusals = std::mem::take(&mut self.refusals);
        // One session with each: a full one has as many requests as may be unpaid.
        let excluded =
            |node: &NodeId| self.struck(node) || self.house.sessions.has_one_with(&self.wanted, &self.model, node);
        let offers = search::proposals(self.house, &self.wanted, excluded, &mut refusals).await;
        self.refusals = refusals;
        for offer in offers {
            let JobSpec::Text(spec) = &self.wanted.spec else { return None };
            match search::agree(self.house, &self.wanted.spec, &offer).await {
                Ok(key) => {
                    let session = Session::start(self.house, key, &offer, spec.clone(), self.most_tokens);
                    self.house.sessions.keep(session.clone());
                    return Some(session);
                }
                Err(reason) => self.refusals.push(format!("{}: {reason}", offer.proposal.provider.short())),
            }
        }
        None
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

    fn heard(&self) -> String {
        if self.refusals.is_empty() { "no provider was found".to_owned() } else { super::heard(&self.refusals) }
    }
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
    let deadline = Instant::now() + SEARCH_FOR;
    loop {
        // One that is busy now may be free when it is asked.
        let query = Query { want: want.clone(), max_price: None, free_only: false, limit: ADVERTS_PER_ANSWER as u16 };
        let found = house.mesh.find(query).await;
        let mut adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok());
        if let Some(ModelOffer { model, name, tokens, .. }) = adverts.find_map(|advert| advert.model(&want).cloned()) {
            return Ok(Meant { model, name, tokens });
        }
        if Instant::now() >= deadline {
            return Err(ControlError::NoModel { model: called.to_owned() });
        }
        tokio::select! {
            () = house.stop.cancelled() => return Err(ControlError::ShuttingDown),
            () = tokio::time::sleep(SEARCH_EVERY) => {}
        }
    }
}
