//! The one model that is loaded, and who may ask it something: requests of all text jobs share one worker. It stays loaded
//! between requests until nobody has asked for a while, another model or a picture is wanted, or work must stop.

use crate::house::{House, OwnWorker, locked};
use crate::judge;
use crate::limits::{ANSWERS_AT_ONCE, INTERRUPTED_WITHIN, MODEL_KEPT};
use crate::models::Model;
use crate::provider::hold::{Watch, Working};
use idlewatt_control::messages::CurrentJob;
use idlewatt_foreman::{TextBench, TextWorker, WorkerError};
use idlewatt_ledger::JobKey;
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::title::Title;
use idlewatt_proto::{Amount, BlobHash, UnitId};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::timeout;

/// What the speaker is told.
pub enum Order {
    /// A place at this model.
    Seat(Arc<Model>, oneshot::Sender<Result<Seat, NoSeat>>),
    /// Free the card if nobody is being answered: a picture is to be rendered. Answered when it is done.
    MakeRoom(oneshot::Sender<()>),
}

/// A place at a loaded model; as long as it is held, the model stays.
pub struct Seat {
    pub worker: Arc<TextWorker>,
    pub working: Working,
    _place: OwnedSemaphorePermit,
}

/// Why there is no place.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NoSeat {
    /// The card does something else, or the model has as many readers as it can answer.
    #[error("it is busy with other work")]
    Busy,
    /// No work may be done now.
    #[error("the owner needs the machine")]
    NotNow,
    /// The worker cannot load it.
    #[error("{0}")]
    Worker(Arc<WorkerError>),
}

/// The way to the speaker.
pub struct Speaker {
    orders: mpsc::Sender<Order>,
    /// What is being answered, for windows.
    answering: Mutex<Answering>,
    /// The loaded model, and how many are being answered.
    loaded: Mutex<Option<(BlobHash, Arc<Semaphore>)>>,
}

impl Speaker {
    /// The way to it, and its ear.
    pub fn new() -> (Self, mpsc::Receiver<Order>) {
        let (orders, ear) = mpsc::channel(crate::limits::SPEAKER_QUEUE);
        (Self { orders, answering: Mutex::default(), loaded: Mutex::default() }, ear)
    }

    /// A place at a model, which is loaded first if need be.
    pub async fn seat(&self, model: Arc<Model>) -> Result<Seat, NoSeat> {
        let (answer, answered) = oneshot::channel();
        self.orders.send(Order::Seat(model, answer)).await.map_err(|_| NoSeat::NotNow)?;
        answered.await.map_err(|_| NoSeat::NotNow)?
    }

    /// Frees the card if nobody is being answered.
    pub async fn make_room(&self) {
        let (answer, answered) = oneshot::channel();
        if self.orders.send(Order::MakeRoom(answer)).await.is_ok() {
            let _ = answered.await;
        }
    }

    /// How many are being answered.
    pub fn answers(&self) -> usize {
        locked(&self.loaded).as_ref().map_or(0, |(_, places)| ANSWERS_AT_ONCE - places.available_permits())
    }

    /// Whether this model could answer one more.
    pub fn has_room_for(&self, model: &BlobHash) -> bool {
        match locked(&self.loaded).as_ref() {
            Some((loaded, places)) if loaded == model => places.available_permits() > 0,
            Some((_, places)) => places.available_permits() == ANSWERS_AT_ONCE,
            None => true,
        }
    }
}

/// A loaded model.
struct Loaded {
    model: BlobHash,
    worker: Arc<TextWorker>,
    places: Arc<Semaphore>,
    _own: OwnWorker,
    _watch: Watch,
    used: tokio::time::Instant,
}

/// Serves until the house stops.
pub async fn serve(house: Arc<House>, mut orders: mpsc::Receiver<Order>) {
    let mut loaded: Option<Loaded> = None;
    loop {
        let idle = loaded.as_ref().filter(|loaded| loaded.is_idle()).map(|loaded| loaded.used + MODEL_KEPT);
        let expired = async {
            match idle {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let worker = loaded.as_ref().map(|loaded| Arc::clone(&loaded.worker));
        tokio::select! {
            () = house.stop.cancelled() => break,
            () = house.stop_of_work(), if loaded.is_some() => let_go(&house, &mut loaded).await,
            () = expired => let_go(&house, &mut loaded).await,
            () = gone(worker.as_deref()) => let_go(&house, &mut loaded).await,
            // Places come back without a word: look again, so that the time without any is counted.
            () = tokio::time::sleep(MODEL_KEPT / 10), if loaded.is_some() && idle.is_none() => {
                if let Some(loaded) = &mut loaded { loaded.used = tokio::time::Instant::now(); }
            }
            order = orders.recv() => match order {
                None => break,
                Some(Order::Seat(model, answer)) => {
                    let _ = answer.send(seat(&house, &mut loaded, &model).await);
                }
                Some(Order::MakeRoom(answer)) => {
                    if loaded.as_ref().is_some_and(Loaded::is_idle) {
                        let_go(&house, &mut loaded).await;
                    }
                    let _ = answer.send(());
                }
            },
        }
    }
    let_go(&house, &mut loaded).await;
}

/// Returns when the worker has ended.
async fn gone(worker: Option<&TextWorker>) {
    match worker {
        Some(worker) => drop(worker.ended().await),
        None => std::future::pending().await,
    }
}

impl Loaded {
    fn is_idle(&self) -> bool {
        self.places.available_permits() == ANSWERS_AT_ONCE
    }
}

async fn seat(house: &Arc<House>, loaded: &mut Option<Loaded>, model: &Arc<Model>) -> Result<Seat, NoSeat> {
    if !house.may_work() {
        return Err(NoSeat::NotNow);
    }
    if *house.picture.borrow() {
        return Err(NoSeat::Busy);
    }
    let other = |loaded: &Loaded| loaded.model != model.blob.hash || loaded.worker.pid().is_none();
    if loaded.as_ref().is_some_and(other) {
        if loaded.as_ref().is_some_and(|loaded| !loaded.is_idle() && loaded.worker.pid().is_some()) {
            return Err(NoSeat::Busy);
        }
        let_go(house, loaded).await;
    }
    let ready = match loaded.take() {
        Some(ready) => ready,
        None => load(house, model).await?,
    };
    let ready = loaded.insert(ready);
    ready.used = tokio::time::Instant::now();
    let place = Arc::clone(&ready.places).try_acquire_owned().map_err(|_| NoSeat::Busy)?;
    Ok(Seat { worker: Arc::clone(&ready.worker), working: Working::begin(house), _place: place })
}

async fn load(house: &Arc<House>, model: &Arc<Model>) -> Result<Loaded, NoSeat> {
    tracing::info!(model = model.name, "loading a model");
    let bench = TextBench {
        model: model.path.clone(),
        memory: judge::job_memory(house),
        scratch: house.home.scratch().join(format!("speak-{:08x}", crate::house::dice())),
    };
    let mut pictures = house.picture.subscribe();
    let opened = tokio::select! {
        _ = pictures.wait_for(|picture| *picture) => return Err(NoSeat::Busy),
        opened = house.unnamed(house.workshop.open_model(bench, |_| {})) => opened,
        () = house.stop_of_work() => return Err(NoSeat::NotNow),
    };
    let worker = opened.map_err(|error| {
        tracing::warn!(model = model.name, %error, "a model could not be loaded");
        NoSeat::Worker(Arc::new(error))
    })?;
    let (own, watch) = (house.own(worker.pid()), Watch::with_pace(house, worker.reins()));
    let places = Arc::new(Semaphore::new(ANSWERS_AT_ONCE));
    *locked(&house.speaker.loaded) = Some((model.blob.hash, Arc::clone(&places)));
    Ok(Loaded {
        model: model.blob.hash,
        worker: Arc::new(worker),
        places,
        _own: own,
        _watch: watch,
        used: tokio::time::Instant::now(),
    })
}

/// Ends the worker. Those who are being answered were interrupted; they get a moment to end.
async fn let_go(house: &House, loaded: &mut Option<Loaded>) {
    let Some(Loaded { worker, places, .. }) = loaded.as_ref() else { return };
    if house.stop.is_cancelled() {
        worker.reins().yield_now();
    }
    let all = u32::try_from(ANSWERS_AT_ONCE).unwrap_or(u32::MAX);
    let _ = timeout(INTERRUPTED_WITHIN, places.acquire_many(all)).await;
    *locked(&house.speaker.loaded) = None;
    let Some(Loaded { worker, _own, _watch, .. }) = loaded.take() else { return };
    let reins = worker.reins();
    match Arc::into_inner(worker) {
        Some(worker) => worker.close().await,
        // Somebody still holds a place, and nobody will watch over it from here on.
        None => reins.kill(),
    }
}

/// Whose requests are being answered, and what came of them.
#[derive(Default)]
struct Answering {
    units: Vec<Line>,
    tokens: u64,
    done: u32,
    gross: Amount,
    told: Option<Instant>,
}

/// A request that is being answered.
pub struct Line {
    pub unit: UnitId,
    pub job: JobKey,
    pub kind: WorkKind,
    pub model: String,
    pub price: Price,
}

impl House {
    /// A request is being answered, for windows.
    pub fn answering(&self, line: Line) {
        let mut answering = locked(&self.speaker.answering);
        if answering.units.is_empty() {
            *answering = Answering::default();
        }
        answering.units.push(line);
        self.show(&mut answering);
    }

    /// So many tokens more were said, or read into vectors.
    pub fn answered_tokens(&self, tokens: u64) {
        let mut answering = locked(&self.speaker.answering);
        answering.tokens = answering.tokens.saturating_add(tokens);
        if answering.told.is_none_or(|told| told.elapsed() >= crate::limits::STATUS_EVERY) {
            self.show(&mut answering);
        }
    }

    /// A request was answered, and its answer is worth so much.
    pub fn answered(&self, unit: UnitId, gross: Amount) {
        let mut answering = locked(&self.speaker.answering);
        answering.units.retain(|line| line.unit != unit);
        answering.done += u32::from(gross > Amount::ZERO);
        answering.gross = answering.gross.checked_add(gross).unwrap_or(answering.gross);
        self.show(&mut answering);
    }

    fn show(&self, answering: &mut Answering) {
        answering.told = Some(Instant::now());
        let current = answering.units.first().map(|line| CurrentJob {
            job: line.job.job,
            kind: line.kind,
            price: line.price,
            tokens: answering.tokens,
            title: Title::Text { model: line.model.clone() },
            requester: line.job.peer,
            units_done: answering.done,
            unit_permille: 0,
            gross: answering.gross,
            preview_version: 0,
        });
        self.current.send_replace(current);
    }
}
