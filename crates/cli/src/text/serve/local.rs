//! Answers of this machine's workers, one for each model.

use super::refusal::Blame;
use super::{Counter, EVENTS, Offered, now};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::{Out, complain};
use crate::text::arguments::Terms;
use crate::text::source::{Local, name_of};
use crate::words;
use idlewatt_control::Home;
use idlewatt_foreman::WorkerError;
use idlewatt_gateway::{Backend, Embedding, ModelCard, Unanswered};
use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use idlewatt_proto::worker::Fault;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// A worker that ends sooner than this after its start would do so again.
const STEADY: Duration = Duration::from_secs(20);

pub async fn serve(
    home: &Home,
    out: &Out,
    models: &[String],
    terms: &Terms,
    counter: Counter,
    interrupts: &mut Interrupts,
) -> Result<Exit, Error> {
    let mut house = Vec::with_capacity(models.len());
    for model in models {
        let local = tokio::select! {
            opened = Local::open(home, out, model, terms) => opened?,
            () = interrupts.next() => return Ok(Exit::Interrupted),
        };
        let facts = local.worker().facts().clone();
        house.push(Kept { name: name_of(model), facts, since: now(), local: Mutex::new(Arc::new(local)) });
    }
    let house = Arc::new(house);
    let device = house.first().map(|kept| words::device(kept.local().worker().device()));
    let offered: Vec<Offered<'_>> =
        house.iter().map(|kept| Offered { name: &kept.name, facts: Some(&kept.facts) }).collect();
    counter.announce(out, &offered, device.as_deref());
    let keeping = house.iter().zip(models).map(|(kept, model)| -> Pin<Box<dyn Future<Output = Error> + '_>> {
        Box::pin(kept.keep(home, out, model, terms))
    });
    let keeping = keeping.collect();
    tokio::select! {
        served = counter.open(Answers(Arc::clone(&house)), interrupts) => served,
        error = first(keeping) => Err(error),
    }
}

/// The first of some futures that comes to an end.
async fn first<T>(mut futures: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> T {
    let ready = |context: &mut std::task::Context<'_>| {
        let done = futures.iter_mut().find_map(|future| match future.as_mut().poll(context) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        });
        done.map_or(Poll::Pending, Poll::Ready)
    };
    std::future::poll_fn(ready).await
}

/// A model, kept ready.
struct Kept {
    name: String,
    facts: ModelFacts,
    since: u64,
    local: Mutex<Arc<Local>>,
}

impl Kept {
    fn local(&self) -> Arc<Local> {
        Arc::clone(&self.local.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a new worker in the place of one that is gone, until that is of no use.
    async fn keep(&self, home: &Home, out: &Out, model: &str, terms: &Terms) -> Error {
        loop {
            let started = Instant::now();
            let error = self.local().worker().ended().await;
            if started.elapsed() < STEADY {
                return error.into();
            }
            complain(&format!("{error}; the model is loaded again"));
            match Local::open(home, out, model, terms).await {
                Ok(local) => {
                    *self.local.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(local);
                }
                Err(error) => return error,
            }
        }
    }
}

/// What the gateway asks.
struct Answers(Arc<Vec<Kept>>);

impl Answers {
    fn check(&self, model: &str) -> Result<Arc<Local>, Unanswered> {
        let found = self.0.iter().find(|kept| kept.name == model);
        found.map(Kept::local).ok_or_else(|| Unanswered::UnknownModel(model.to_owned()))
    }
}

impl Backend for Answers {
    async fn models(&self) -> Result<Vec<ModelCard>, Unanswered> {
        let card =
            |kept: &Kept| ModelCard { name: kept.name.clone(), facts: Some(kept.facts.clone()), created: kept.since };
        Ok(self.0.iter().map(card).collect())
    }

    async fn generate(
        &self,
        model: &str,
        generation: Generation,
    ) -> Result<mpsc::Receiver<Result<TextEvent, Unanswered>>, Unanswered> {
        let local = self.check(model)?;
        let blame = Blame::of(&generation);
        let mut told = local.worker().generate(generation);
        let first = match told.try_recv() {
            Ok(Err(error)) => return Err(unanswered(&error, &blame)),
            Ok(Ok(event)) => Some(event),
            Err(_) => None,
        };
        let (tell, events) = mpsc::channel(EVENTS);
        tokio::spawn(async move {
            if let Some(event) = first
                && tell.send(Ok(event)).await.is_err()
            {
                return;
            }
            loop {
                let event = tokio::select! {
                    // A client that hangs up is noticed between two tokens as well.
                    () = tell.closed() => return,
                    event = told.recv() => event,
                };
                let Some(event) = event else { return };
                if tell.send(event.map_err(|error| unanswered(&error, &blame))).await.is_err() {
                    return;
                }
            }
        });
        Ok(events)
    }

    async fn embed(&self, model: &str, texts: Vec<String>) -> Result<Vec<Embedding>, Unanswered> {
        let local = self.check(model)?;
        let blame = Blame::of_texts();
        let vectors = local.worker().embed(texts).await.map_err(|error| unanswered(&error, &blame))?;
        Ok(vectors.into_iter().map(|(vector, tokens)| Embedding { vector, tokens }).collect())
    }
}

fn unanswered(error: &WorkerError, blame: &Blame) -> Unanswered {
    let what = error.to_string();
    match error {
        WorkerError::Fault(Fault::BadRequest { .. }) => blame.told(what),
        WorkerError::Fault(Fault::TooLarge { .. }) => Unanswered::BadRequest { part: None, what },
        WorkerError::Crowded => Unanswered::Busy(what),
        _ => Unanswered::Failed(what),
    }
}
