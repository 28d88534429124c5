//! Text from the mesh: one answer, by whoever offers the model, and by the next one when the first is gone. Tokens that
//! were said go along with the request, so that the answer just goes on.

mod judge;
mod last_word;
mod models;
mod open;
mod quest;
mod session;

pub use judge::{PutBy, look_later};
pub use last_word::{kept_for, take_up};
pub use models::{fetch, rows};

use super::search::Wanted;
use crate::house::{House, locked};
use crate::limits::STRIKES;
use idlewatt_control::messages::{BadInput, ControlError, Decline, EmbedRequest, Response, TextRequest};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::TextAsk;
use idlewatt_proto::text::{Finish, Generation, TextEvent, Usage};
use idlewatt_proto::{Amount, BlobHash, NodeId};
use quest::Quest;
use session::{Heard, Session};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{Semaphore, mpsc};

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

/// Why a session did not bring an answer to its end.
enum Broken {
    /// The request is not right, it says.
    Request(String),
    /// It was found to be false.
    False,
    /// Somebody else may go on. So many strikes against this provider.
    Off(Decline, u32),
}

/// Has a model say something. Returns after `Ended` was told, or when nobody can.
pub async fn generate(
    house: &Arc<House>,
    request: &TextRequest,
    tell: &mpsc::Sender<Response>,
) -> Result<(), ControlError> {
    let mut generation = request.generation.clone();
    generation.validate().map_err(BadInput::from)?;
    let ask = TextAsk::Generate(generation.clone());
    let mut quest = Quest::begin(house, &request.model, request.max_price, request.mature, &ask).await?;
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
        let Some((mut told, _guard)) = session.ask(TextAsk::Generate(generation.clone())).await else {
            // Somebody else took its last place.
            continue;
        };
        let _ = tell.send(answering(&session)).await;
        match listen(&mut told, &mut generation, &mut answer, tell).await {
            Ok(finish) if finish != Finish::Interrupted => {
                answer.end(finish, &generation, tell).await;
                return Ok(());
            }
            // Nobody listens any more.
            _ if tell.is_closed() => return Ok(()),
            Ok(_) => quest.strike(&session, Decline::Stopped { reason: StopReason::OwnerReturned }, 0)?,
            Err(Broken::Request(what)) => quest.doubt(&session, what)?,
            // Its words are told already, and cannot be taken back.
            Err(Broken::False) => {
                house.sessions.forget(&session);
                return Err(ControlError::FalseAnswer { provider: session.provider });
            }
            Err(Broken::Off(why, strikes)) => quest.strike(&session, why, strikes)?,
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
            Some(Heard::False) => return Err(Broken::False),
            Some(Heard::Embedded { .. }) => return Err(strange("it sent a vector")),
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
        failure @ UnitFailure::Preempted => Broken::Off(Decline::Failed { failure }, 0),
        failure @ UnitFailure::WorkerFailed => Broken::Off(Decline::Failed { failure }, 1),
        failure => Broken::Off(Decline::Failed { failure }, STRIKES),
    }
}

fn strange(what: &str) -> Broken {
    Broken::Off(Decline::Strange { what: what.to_owned() }, STRIKES)
}

fn lost(reason: StopReason) -> Broken {
    let strikes = match &reason {
        StopReason::OwnerReturned | StopReason::ShuttingDown | StopReason::Done => 0,
        StopReason::BadResults | StopReason::Protocol { .. } | StopReason::Refused { .. } => STRIKES,
        _ => 1,
    };
    Broken::Off(Decline::Stopped { reason }, strikes)
}

/// Turns texts into vectors, telling each as it comes. Returns after `EmbedEnded` was told, or when nobody can.
pub async fn embed(
    house: &Arc<House>,
    request: &EmbedRequest,
    tell: &mpsc::Sender<Response>,
) -> Result<(), ControlError> {
    let ask = TextAsk::Embed(request.texts.clone());
    ask.validate().map_err(|error| BadInput::Request { what: error.to_string() })?;
    let mut quest = Quest::begin(house, &request.model, request.max_price, request.mature, &ask).await?;
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
                        return Err(ControlError::broken("a vector too many came"));
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
                    break Some(lost(StopReason::OwnerReturned));
                }
                Some(Heard::False) => break Some(Broken::False),
                Some(Heard::Text(_)) => break Some(strange("it sent text for vectors")),
                Some(Heard::Failed(why)) => break Some(failed(why)),
                Some(Heard::Lost(reason)) => break Some(lost(reason)),
                None => break Some(lost(StopReason::Lost)),
            }
        };
        match broken {
            // All came, and the next look at the rest ends it.
            None => {}
            Some(Broken::Request(what)) => quest.doubt(&session, what)?,
            Some(Broken::False) => {
                let what = "its vectors are false".to_owned();
                quest.strike(&session, Decline::Strange { what }, STRIKES)?;
            }
            Some(Broken::Off(why, strikes)) => quest.strike(&session, why, strikes)?,
        }
    }
}
