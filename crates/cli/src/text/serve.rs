//! `idlewatt serve`: an endpoint that OpenAI's clients speak to, answered by the mesh or by this machine's worker.

mod local;
mod mesh;
mod refusal;

use super::arguments::Serve;
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::{Out, harmless};
use idlewatt_control::Home;
use idlewatt_gateway::{Backend, Config, may_listen};
use idlewatt_models::Name;
use idlewatt_proto::text::{ModelFacts, ModelKind};
use serde::Serialize;
use std::net::SocketAddr;
use std::time::SystemTime;
use tokio::net::TcpListener;

/// Where the key may stand besides.
const KEY_VARIABLE: &str = "IDLEWATT_API_KEY";
/// Events between whoever answers and the client that wait.
const EVENTS: usize = 16;

/// Where clients come.
struct Counter {
    listener: TcpListener,
    address: SocketAddr,
    config: Config,
}

/// What is told when clients may come.
#[derive(Serialize)]
struct Serving<'a> {
    event: &'static str,
    url: &'a str,
    /// To be asked for. None: nothing is offered yet.
    models: &'a [Offered<'a>],
    /// `None`: others' machines.
    device: Option<&'a str>,
    key: bool,
}

/// A model that clients may ask for.
#[derive(Serialize)]
struct Offered<'a> {
    name: &'a str,
    facts: Option<&'a ModelFacts>,
}

pub async fn serve(home: &Home, out: &Out, request: Serve) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    if request.until_closed {
        interrupts.end_with_input();
    }
    let variable = || std::env::var(KEY_VARIABLE).ok().filter(|key| !key.is_empty());
    let api_key = request.api_key.clone().or_else(variable);
    let address = SocketAddr::new(request.listen, request.port);
    may_listen(address, api_key.as_deref())?;
    // Before the model is loaded: a port that is taken is known at once.
    let listener = TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
    let address = listener.local_addr().map_err(|source| Error::Listen { address, source })?;
    let counter = Counter { listener, address, config: Config { api_key, origins: request.origin.clone() } };
    let Serve { models, terms, .. } = request;
    match terms.local {
        true => local::serve(home, out, &models, &terms, counter, &mut interrupts).await,
        false => mesh::serve(home, out, &models, &terms, counter, &mut interrupts).await,
    }
}

impl Counter {
    /// Tells people how to ask.
    fn announce(&self, out: &Out, models: &[Offered<'_>], device: Option<&str>) {
        let (url, key) = (format!("http://{}/v1", self.address), self.config.api_key.is_some());
        out.answer(&Serving { event: "serving", url: &url, models, device, key }, || {
            let (bearer, named) = match key {
                true => (" -H \"Authorization: Bearer $IDLEWATT_API_KEY\"", "\"YOUR KEY\""),
                false => ("", "\"none\""),
            };
            let on = device.unwrap_or("the mesh");
            let names: Vec<&str> = models.iter().map(|model| model.name).collect();
            let title = match names.as_slice() {
                [] => "nobody offers a model yet".to_owned(),
                names => format!("{} on {on}", names.join(", ")),
            };
            // One that answers, if there is one; if all make vectors, they are asked for those.
            let vectors = |model: &&Offered<'_>| model.facts.is_some_and(|facts| facts.kind == ModelKind::Embed);
            let first = models.iter().find(|model| !vectors(model)).or(models.first());
            let model = first.map(|model| model.name).filter(|name| is_name(name)).unwrap_or("MODEL");
            let (path, body, call, shown) = if first.is_some_and(|model| vectors(&model)) {
                (
                    "embeddings",
                    r#""input": ["Hello!"]"#,
                    r#"embeddings.create(model="{}", input=["Hello!"])"#,
                    "data[0].embedding",
                )
            } else {
                (
                    "chat/completions",
                    r#""messages": [{"role": "user", "content": "Hello!"}]"#,
                    r#"chat.completions.create(model="{}", messages=[{"role": "user", "content": "Hello!"}])"#,
                    "choices[0].message.content",
                )
            };
            let call = call.replacen("{}", model, 1);
            harmless(&format!(
                "{title}, at {url}\n\n\
                 curl {url}/{path}{bearer} -H 'Content-Type: application/json' \\\n  \
                 -d '{{\"model\": \"{model}\", {body}}}'\n\n\
                 from openai import OpenAI\n\
                 client = OpenAI(base_url=\"{url}\", api_key={named})\n\
                 answer = client.{call}\n\
                 print(answer.{shown})\n\n\
                 Ctrl-C ends it."
            ))
        });
    }

    /// Serves until Ctrl-C.
    async fn open(self, backend: impl Backend, interrupts: &mut Interrupts) -> Result<Exit, Error> {
        let Self { listener, address, config } = self;
        let served = idlewatt_gateway::serve(listener, backend, config, interrupts.next()).await;
        served.map(|()| Exit::Done).map_err(|source| Error::Listen { address, source })
    }
}

/// Whether a model is called so that it may stand in a command that people paste.
fn is_name(text: &str) -> bool {
    text.parse::<Name>().is_ok()
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}
