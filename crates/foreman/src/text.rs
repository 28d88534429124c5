//! A worker with a model: many requests at once, each answer checked before it is believed.

mod answer;
mod clerk;
mod open;
mod request;

pub use answer::Told;

use crate::WorkerError;
use crate::limits::{ASKS, REQUESTS};
use crate::process::{Life, Process};
use crate::reins::{Kill, Reins};
use answer::{Backlog, carry, channel};
use clerk::{Ask, Clerk, What};
use idlewatt_proto::Bytes;
use idlewatt_proto::device::Device;
use idlewatt_proto::limits::{EMBED_TEXTS, PROMPT_BYTES};
use idlewatt_proto::text::{Generation, ModelFacts, Scores, TextSpeed};
use idlewatt_proto::worker::{Fault, Order};
use request::Reply;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What a model's worker is set up with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBench {
    /// A GGUF file, or a folder with `model.safetensors`, `config.json` and `tokenizer.json`.
    pub model: PathBuf,
    /// Most memory that weights and caches may take on the device.
    pub memory: Bytes,
    /// The worker's own folder: made now, new or left behind by an earlier worker, and removed when the worker is
    /// closed or dropped.
    pub scratch: PathBuf,
}

/// A text as a vector of length one, and how many tokens it had.
pub type Vector = (Vec<f32>, u32);

/// A worker with an open model. Dropping it kills the process and removes its scratch folder; requests under way then
/// end with [`WorkerError::Killed`], and what they said so far can be continued elsewhere.
#[derive(Debug)]
pub struct TextWorker {
    asks: Option<mpsc::Sender<Ask>>,
    room: Arc<Semaphore>,
    facts: Arc<ModelFacts>,
    device: Device,
    cache_tokens: u32,
    life: Life,
    kill: Arc<Kill>,
    orders: mpsc::WeakSender<Order>,
    fate: watch::Receiver<Option<Arc<WorkerError>>>,
    clerk: Option<JoinHandle<()>>,
}

impl TextWorker {
    fn new(process: Process, facts: ModelFacts, device: Device, cache_tokens: u32) -> Self {
        let (asks, queue) = mpsc::channel(ASKS);
        let (tell, fate) = watch::channel(None);
        let facts = Arc::new(facts);
        let (life, kill) = (process.life(), Arc::clone(process.kill()));
        let orders = process.orders().downgrade();
        let clerk = tokio::spawn(Clerk::new(process, Arc::clone(&facts), queue).serve(tell));
        let room = Arc::new(Semaphore::new(REQUESTS));
        Self { asks: Some(asks), room, facts, device, cache_tokens, life, kill, orders, fate, clerk: Some(clerk) }
    }

    /// What is in the model.
    pub fn facts(&self) -> &ModelFacts {
        &self.facts
    }

    /// What runs it.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Tokens of context that fit into the memory allowed, all requests together.
    pub fn cache_tokens(&self) -> u32 {
        self.cache_tokens
    }

    /// The process, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.life.pid()
    }

    /// The way to hold it back, and to end it. A yield ends the requests under way as `Interrupted`; those that come
    /// afterwards are answered.
    pub fn reins(&self) -> Reins {
        Reins { orders: self.orders.clone(), kill: Arc::clone(&self.kill) }
    }

    /// Waits until there is no worker any more, and says what it ended of.
    pub async fn ended(&self) -> Arc<WorkerError> {
        let mut fate = self.fate.clone();
        let ended = fate.wait_for(Option::is_some).await.ok().and_then(|error| error.clone());
        ended.unwrap_or_else(|| Arc::new(WorkerError::Killed))
    }

    /// Has a request answered. The last thing received is `Ended` or an error. Dropping the receiver cancels the
    /// request; so does not reading for [`crate::limits::UNREAD`] what is there, or falling behind by
    /// [`crate::limits::BACKLOG_TOKENS`]. To be called within a runtime.
    pub fn generate(&self, generation: Generation) -> mpsc::Receiver<Told> {
        let (tell, told) = channel();
        let room = match self.admit(valid(&generation)) {
            Ok(room) => room,
            Err(error) => {
                let _ = tell.try_send(Err(Arc::new(error)));
                return told;
            }
        };
        let backlog = Arc::new(Backlog::default());
        let gone = CancellationToken::new();
        let guard = gone.clone().drop_guard();
        let ask = Ask { what: What::Generate(generation, Arc::clone(&backlog)), gone };
        // Weak, so that whoever holds an answer does not keep the worker.
        let asks = self.asks.as_ref().map(mpsc::Sender::downgrade);
        let fate = self.fate.clone();
        tokio::spawn(async move {
            let asked = match asks.and_then(|asks| asks.upgrade()) {
                Some(asks) => asks.send(ask).await.is_ok(),
                None => false,
            };
            if !asked {
                backlog.fail(cause(&fate));
            }
            carry(backlog, tell, guard).await;
            drop(room);
        });
        told
    }

    /// Turns texts into vectors. Dropping the future cancels it.
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vector>, Arc<WorkerError>> {
        let bytes: usize = texts.iter().map(String::len).sum();
        let fits = match texts.len() {
            0 => return Ok(Vec::new()),
            count if count > EMBED_TEXTS => {
                bad(format!("{count} texts are more than the {EMBED_TEXTS} of one request"))
            }
            _ if bytes > PROMPT_BYTES => bad(format!("the texts have {bytes} bytes, more than {PROMPT_BYTES}")),
            _ => Ok(()),
        };
        self.ask(fits, |reply| What::Embed(texts, reply)).await
    }

    /// Says how likely each token of [`Generation::said`] is, given all before it, and what they say. Dropping the future cancels it.
    pub async fn score(&self, generation: Generation) -> Result<Scores, Arc<WorkerError>> {
        self.ask(valid(&generation), |reply| What::Score(generation, reply)).await
    }

    /// How fast the model runs here. Waits until nothing else is under way, and takes seconds.
    pub async fn measure(&self) -> Result<TextSpeed, Arc<WorkerError>> {
        self.ask(Ok(()), What::Measure).await
    }

    /// Ends it: closes its standard input, waits a little, kills it, and removes its folder.
    pub async fn close(mut self) {
        self.asks = None;
        if let Some(clerk) = self.clerk.take() {
            let _ = clerk.await;
        }
    }

    fn admit(&self, fits: Result<(), WorkerError>) -> Result<OwnedSemaphorePermit, WorkerError> {
        fits?;
        Arc::clone(&self.room).try_acquire_owned().map_err(|_| WorkerError::Crowded)
    }

    async fn ask<T>(
        &self,
        fits: Result<(), WorkerError>,
        what: impl FnOnce(Reply<T>) -> What,
    ) -> Result<T, Arc<WorkerError>> {
        let _room = self.admit(fits).map_err(Arc::new)?;
        let (reply, answer) = oneshot::channel();
        let gone = CancellationToken::new();
        let _guard = gone.clone().drop_guard();
        let asks = self.asks.as_ref().ok_or_else(|| Arc::new(WorkerError::Killed))?;
        if asks.send(Ask { what: what(reply), gone }).await.is_err() {
            return Err(cause(&self.fate));
        }
        answer.await.unwrap_or_else(|_| Err(cause(&self.fate)))
    }
}

impl Drop for TextWorker {
    fn drop(&mut self) {
        self.kill.now();
    }
}

fn cause(fate: &watch::Receiver<Option<Arc<WorkerError>>>) -> Arc<WorkerError> {
    fate.borrow().clone().unwrap_or_else(|| Arc::new(WorkerError::Killed))
}

/// Whoever asks for what cannot be is told so here; a worker would answer the same.
fn valid(generation: &Generation) -> Result<(), WorkerError> {
    generation.validate().or_else(|error| bad(error.to_string()))
}

fn bad(what: String) -> Result<(), WorkerError> {
    Err(WorkerError::Fault(Fault::BadRequest { what }))
}
