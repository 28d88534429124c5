//! `idlewatt serve`: an endpoint that OpenAI's clients speak to, answered by this machine's worker.

use super::arguments::{Place, Serve};
use super::input::TextInput;
use super::source::{Local, name_of};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::words;
use idlewatt_control::Home;
use idlewatt_foreman::WorkerError;
use idlewatt_gateway::{Backend, Config, Embedding, ModelCard, Unanswered, may_listen};
use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use idlewatt_proto::worker::Fault;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// Where the key may stand besides.
const KEY_VARIABLE: &str = "IDLEWATT_API_KEY";
/// Events between worker and client that wait.
const EVENTS: usize = 16;
/// A worker that ends sooner than this after its start would do so again.
const STEADY: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct Serving<'a> {
    event: &'static str,
    url: &'a str,
    model: &'a str,
    facts: &'a ModelFacts,
    device: &'a str,
    key: bool,
}

pub async fn serve(home: &Home, out: &Out, request: Serve) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    if !request.place.local {
        return Err(TextInput::NeedsLocal.into());
    }
    let variable = || std::env::var(KEY_VARIABLE).ok().filter(|key| !key.is_empty());
    let api_key = request.api_key.clone().or_else(variable);
    let address = SocketAddr::new(request.listen, request.port);
    may_listen(address, api_key.as_deref())?;
    // Before the model is loaded: a port that is taken is known at once.
    let listener = TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
    let address = listener.local_addr().map_err(|source| Error::Listen { address, source })?;
    let local = tokio::select! {
        opened = Local::open(home, out, &request.place) => opened?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    let house = House {
        name: name_of(&request.place.model),
        facts: local.worker().facts().clone(),
        since: SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs()),
        local: Mutex::new(Arc::new(local)),
    };
    let house = Arc::new(house);
    house.announce(out, address, api_key.is_some());
    let config = Config { api_key, origins: request.origin.clone() };
    let serving = idlewatt_gateway::serve(listener, Counter(Arc::clone(&house)), config, interrupts.next());
    tokio::select! {
        served = serving => served.map(|()| Exit::Done).map_err(|source| Error::Listen { address, source }),
        error = house.keep(home, out, &request.place) => Err(error),
    }
}

/// The model, kept ready.
struct House {
    name: String,
    facts: ModelFacts,
    since: u64,
    local: Mutex<Arc<Local>>,
}

impl House {
    fn local(&self) -> Arc<Local> {
        Arc::clone(&self.local.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a new worker in the place of one that is gone, until that is of no use.
    async fn keep(&self, home: &Home, out: &Out, place: &Place) -> Error {
        loop {
            let started = Instant::now();
            let error = self.local().worker().ended().await;
            if started.elapsed() < STEADY {
                return error.into();
            }
            eprintln!("idlewatt: {error}; the model is loaded again");
            match Local::open(home, out, place).await {
                Ok(local) => {
                    *self.local.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(local);
                }
                Err(error) => return error,
            }
        }
    }

    fn announce(&self, out: &Out, address: SocketAddr, key: bool) {
        let (url, model) = (format!("http://{address}/v1"), &self.name);
        let device = words::device(self.local().worker().device());
        let serving = Serving { event: "serving", url: &url, model, facts: &self.facts, device: &device, key };
        out.answer(&serving, || {
            let (bearer, named) = match key {
                true => (" -H \"Authorization: Bearer $IDLEWATT_API_KEY\"", "\"YOUR KEY\""),
                false => ("", "\"none\""),
            };
            let content = r#""messages": [{"role": "user", "content": "Hello!"}]"#;
            format!(
                "{model} on {device}, at {url}\n\n\
                 curl {url}/chat/completions{bearer} -H 'Content-Type: application/json' \\\n  \
                 -d '{{\"model\": \"{model}\", {content}}}'\n\n\
                 from openai import OpenAI\n\
                 client = OpenAI(base_url=\"{url}\", api_key={named})\n\
                 answer = client.chat.completions.create(model=\"{model}\", {})\n\
                 print(answer.choices[0].message.content)\n\n\
                 Ctrl-C ends it.",
                content.replace("\"messages\": ", "messages="),
            )
        });
    }
}

/// What the gateway asks.
struct Counter(Arc<House>);

impl Counter {
    fn check(&self, model: &str) -> Result<Arc<Local>, Unanswered> {
        if model == self.0.name { Ok(self.0.local()) } else { Err(Unanswered::UnknownModel(model.to_owned())) }
    }
}

impl Backend for Counter {
    async fn models(&self) -> Result<Vec<ModelCard>, Unanswered> {
        let House { name, facts, since, .. } = &*self.0;
        Ok(vec![ModelCard { name: name.clone(), facts: Some(facts.clone()), created: *since }])
    }

    async fn generate(
        &self,
        model: &str,
        generation: Generation,
    ) -> Result<mpsc::Receiver<Result<TextEvent, Unanswered>>, Unanswered> {
        let local = self.check(model)?;
        let mut told = local.worker().generate(generation);
        let first = match told.try_recv() {
            Ok(Err(error)) => return Err(unanswered(&error)),
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
                if tell.send(event.map_err(|error| unanswered(&error))).await.is_err() {
                    return;
                }
            }
        });
        Ok(events)
    }

    async fn embed(&self, model: &str, texts: Vec<String>) -> Result<Vec<Embedding>, Unanswered> {
        let local = self.check(model)?;
        let vectors = local.worker().embed(texts).await.map_err(|error| unanswered(&error))?;
        Ok(vectors.into_iter().map(|(vector, tokens)| Embedding { vector, tokens }).collect())
    }
}

fn unanswered(error: &WorkerError) -> Unanswered {
    let what = error.to_string();
    match error {
        WorkerError::Fault(Fault::BadRequest { .. } | Fault::TooLarge { .. }) => Unanswered::BadRequest(what),
        WorkerError::Crowded => Unanswered::Busy(what),
        _ => Unanswered::Failed(what),
    }
}
