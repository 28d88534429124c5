//! The requesting side: one picture from a scene on disk to a file on disk, by whoever offers to render it.
//!
//! A picture is a pool of units. Each provider that agrees gets a sale of its own (own job name, own agreement,
//! own receipts) and takes units from the pool; what it does not finish goes back into it.

mod account;
mod assembler;
pub mod freed;
mod paid;
mod sale;
mod search;
pub mod text;

use crate::benches::{self, Key};
use crate::house::House;
use crate::limits::{
    DECLINED_TOLD, FAILURES_PER_PICTURE, PICTURE_EVERY, PROVIDERS_AT_ONCE, SEARCH_EVERY, SEARCH_FOR, SEARCH_SOON,
    SEARCH_SOON_TIMES, STRIKES, WAIT_FOR,
};
use crate::pictures;
use assembler::Assembler;
use idlewatt_control::messages::{
    BadInput, Decline, Declined, Failure, NoProvider, RenderEvent, RenderOutcome, RenderRequest,
};
use idlewatt_foreman::{Bench, WorkerError};
use idlewatt_ledger::JobKey;
use idlewatt_policy::plan;
use idlewatt_proto::advert::Want;
use idlewatt_proto::job::{BlobRef, JobSpec, RenderSpec, RenderUnit, SceneFacts, View};
use idlewatt_proto::limits::SCENE_BYTES;
use idlewatt_proto::reason::{Refusal, StopReason};
use idlewatt_proto::worker::{Fault, PictureFormat};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, NodeId};
use paid::Paid;
use search::{Offer, Wanted};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Renders a picture, telling of it as it goes. Ends when it is there, cannot be, or is no longer wanted.
pub async fn render(
    house: Arc<House>,
    request: RenderRequest,
    events: mpsc::Sender<RenderEvent>,
    cancel: CancellationToken,
) {
    let mut cost = Amount::ZERO;
    let outcome = match picture(&house, &request, &events, &cancel, &mut cost).await {
        Ok(outcome) | Err(outcome) => outcome,
    };
    tracing::info!(scene = request.scene, ?outcome, %cost, "a picture ended");
    let _ = events.send(RenderEvent::Ended { outcome, cost }).await;
}

/// What all sales of a picture share.
pub struct Picture {
    pub spec: RenderSpec,
    pub facts: SceneFacts,
    pub scene: PathBuf,
    pub request: RenderRequest,
    pub pool: Mutex<Pool>,
    /// Where results lie that were paid for. `None`: how the picture is cut depends on who comes.
    pub paid: Option<Paid>,
    /// Grows when the pool changes.
    pub changed: watch::Sender<u64>,
    pub assembler: Assembler,
    pub events: mpsc::Sender<RenderEvent>,
    pub cancel: CancellationToken,
    /// Nothing more is to be done.
    pub over: CancellationToken,
}

/// Units still to be done, and what has been.
#[derive(Default)]
pub struct Pool {
    pub units: VecDeque<RenderUnit>,
    /// Handed to a provider and not back yet.
    pub out: usize,
    /// Providers at work.
    pub sales: usize,
    /// Whether the picture is cut into units.
    planned: bool,
    /// What was there from the beginning.
    kept: Vec<RenderUnit>,
    pub pixel_samples: u64,
    /// Pixel samples that are not needed.
    pub spared: u64,
    pub cost: Amount,
    /// Jobs that were paid for something in it.
    pub paid: HashSet<JobKey>,
    pub failures: u32,
    pub last_failure: Option<String>,
}

impl Picture {
    /// Changes the pool, and tells everybody who waits for it.
    pub fn change<T>(&self, change: impl FnOnce(&mut Pool) -> T) -> T {
        let changed = change(&mut crate::house::locked(&self.pool));
        self.changed.send_modify(|version| *version += 1);
        changed
    }
}

impl Pool {
    fn finished(&self) -> bool {
        self.units.is_empty() && self.out == 0
    }
}

type Outcome = Result<RenderOutcome, RenderOutcome>;

async fn picture(
    house: &Arc<House>,
    request: &RenderRequest,
    events: &mpsc::Sender<RenderEvent>,
    cancel: &CancellationToken,
    cost: &mut Amount,
) -> Outcome {
    let format = format_of(Path::new(&request.output))?;
    let (spec, scene) = check(house, request).await?;
    let job = JobId(std::array::from_fn(|_| crate::house::dice() as u8));
    let memory = house.settings.borrow().memory();
    let scratch = house.home.scratch().join(format!("assemble-{job}"));
    let key = Key::new(spec.scene.hash, house.node(), &spec.view, memory);
    let bench = Bench { scene: scene.clone(), view: spec.view.clone(), memory, scratch };
    let bound = benches::open(house, key, bench, false).await.map_err(outcome_of)?;
    let facts = bound.worker.facts().clone();
    let _ = events.send(RenderEvent::Checked { job, facts: facts.clone() }).await;
    let (assembler, assembling) = Assembler::start(bound, PathBuf::from(&request.output), format, request.finish);
    let paid = request.noise.is_none().then(|| Paid::of(house, &spec));

    let picture = Arc::new(Picture {
        spec,
        facts,
        scene,
        request: request.clone(),
        pool: Mutex::default(),
        paid,
        changed: watch::Sender::new(0),
        assembler,
        events: events.clone(),
        cancel: cancel.clone(),
        over: CancellationToken::new(),
    });
    take_up(&picture).await;
    let outcome = sell(house, &picture).await;
    *cost = crate::house::locked(&picture.pool).cost;
    let written = picture.assembler.write(outcome == Ok(RenderOutcome::Done)).await;
    keep_small(house, &picture).await;
    if let (Ok(()), Ok(RenderOutcome::Done), Some(paid)) = (&written, &outcome, &picture.paid) {
        paid.forget();
    }
    drop(picture);
    if let Ok(bound) = assembling.await {
        benches::rest(house, key, bound).await;
    }
    match written {
        Ok(()) => {
            let _ = events.send(RenderEvent::Pictured).await;
            outcome
        }
        Err(error) => Err(Failure::Unwritten { path: request.output.clone(), what: error.to_string() }.into()),
    }
}

/// Adds what an earlier run of the same picture paid for. It is looked at as if it came from a stranger.
async fn take_up(picture: &Picture) {
    let Some(paid) = &picture.paid else { return };
    for (work, file) in paid.load(&picture.spec) {
        let added = picture.assembler.inspect(work.id(&picture.spec), work, file, Vec::new()).await;
        if let Ok(Ok(_)) = added {
            picture.change(|pool| {
                pool.pixel_samples += work.pixel_samples();
                pool.kept.push(work);
            });
        }
    }
}

/// Keeps a small copy for each job that has a part in the picture. Its failure is nobody's loss.
async fn keep_small(house: &House, picture: &Picture) {
    let paid: Vec<JobKey> = crate::house::locked(&picture.pool).paid.iter().copied().collect();
    if paid.is_empty() || house.stop.is_cancelled() {
        return;
    }
    match picture.assembler.small().await {
        Ok(file) => paid.iter().for_each(|key| pictures::keep_file(house, key, &file)),
        Err(error) => tracing::debug!(%error, "no small picture was made"),
    }
}

/// What was heard of providers of a picture.
#[derive(Default)]
struct Heard {
    strikes: HashMap<NodeId, u32>,
    refusals: Vec<Declined>,
}

/// Finds providers and lets them work until nothing is left to do.
async fn sell(house: &Arc<House>, picture: &Arc<Picture>) -> Outcome {
    let mut sales: JoinSet<(NodeId, StopReason)> = JoinSet::new();
    let outcome = keep_selling(house, picture, &mut sales).await;
    // Each has a word to say to its provider, and an end to write into the books. Those who have heard another one keep it.
    if !picture.cancel.is_cancelled() && !house.stop.is_cancelled() {
        picture.over.cancel();
    }
    while sales.join_next().await.is_some() {}
    outcome
}

async fn keep_selling(
    house: &Arc<House>,
    picture: &Arc<Picture>,
    sales: &mut JoinSet<(NodeId, StopReason)>,
) -> Outcome {
    let mut heard = Heard::default();
    let mut idle_since = Instant::now();
    if !written_all(&crate::house::locked(&picture.pool), picture) {
        let _ = picture.events.send(RenderEvent::Searching).await;
    }
    let mut writing = tokio::time::interval(PICTURE_EVERY);
    let mut searching = tokio::time::interval(SEARCH_EVERY);
    let (mut freed, mut soon) = (house.freed.listen(), 0);
    let mut written = 0;
    let mut changed = picture.changed.subscribe();
    let wanted = wanted(picture);
    loop {
        if let Some(outcome) = end_of(picture, sales.is_empty().then(|| idle_since.elapsed()), &heard) {
            return outcome;
        }
        tokio::select! {
            () = picture.cancel.cancelled() => return Ok(RenderOutcome::Cancelled),
            () = house.stop.cancelled() => {
                return Err(Failure::ShuttingDown.into());
            }
            Some(ended) = sales.join_next() => {
                let Ok((provider, reason)) = ended else { continue };
                idle_since = Instant::now();
                heard.note(picture, provider, reason, sales.is_empty()).await;
            }
            _ = writing.tick() => {
                let samples = crate::house::locked(&picture.pool).pixel_samples;
                if samples > written && picture.assembler.write(false).await.is_ok() {
                    written = samples;
                    let _ = picture.events.send(RenderEvent::Pictured).await;
                }
            }
            _ = changed.changed() => {}
            _ = freed.changed() => {
                soon = SEARCH_SOON_TIMES;
                searching.reset_after(SEARCH_SOON);
            }
            _ = searching.tick(), if sales.len() < PROVIDERS_AT_ONCE && wants_providers(picture, sales.len()) => {
                let Heard { strikes, refusals } = &mut heard;
                let known = |node: &NodeId| strikes.get(node).is_some_and(|count| *count >= STRIKES);
                let found = tokio::select! {
                    found = search::proposals(house, &wanted, known, refusals) => found.offers,
                    // Whoever is waited for, there is somebody now.
                    _ = freed.changed() => {
                        soon = SEARCH_SOON_TIMES + 1;
                        Vec::new()
                    }
                };
                if found.is_empty() && soon > 0 {
                    soon -= 1;
                    searching.reset_after(SEARCH_SOON);
                }
                begin_sales(house, picture, sales, found);
            }
        }
    }
}

/// Takes as many offers as there is work for.
fn begin_sales(
    house: &Arc<House>,
    picture: &Arc<Picture>,
    sales: &mut JoinSet<(NodeId, StopReason)>,
    offers: Vec<Offer>,
) {
    for offer in offers {
        plan_once(picture, offer.proposal.per_second);
        if sales.len() >= PROVIDERS_AT_ONCE || !wants_providers(picture, sales.len()) {
            break;
        }
        let (house, picture) = (Arc::clone(house), Arc::clone(picture));
        sales.spawn(async move { sale::run(&house, &picture, offer).await });
    }
}

impl Heard {
    /// A sale ended, perhaps the last one.
    async fn note(&mut self, picture: &Picture, provider: NodeId, reason: StopReason, last: bool) {
        if let StopReason::Done | StopReason::Refused { why: Refusal::Busy | Refusal::NotIdle } = reason {
            return;
        }
        *self.strikes.entry(provider).or_default() += match reason {
            // An owner's own machine is no offence.
            StopReason::OwnerReturned => 0,
            StopReason::BadResults | StopReason::Protocol { .. } | StopReason::Refused { .. } => STRIKES,
            _ => 1,
        };
        self.refusals.push(Declined { node: provider, why: Decline::Stopped { reason: reason.clone() } });
        let _ = picture.events.send(RenderEvent::ProviderLost { provider, reason }).await;
        if last {
            let _ = picture.events.send(RenderEvent::Searching).await;
        }
    }
}

/// How a picture ends, if it does now. `alone`: how long nobody has been at work.
fn end_of(picture: &Picture, alone: Option<Duration>, heard: &Heard) -> Option<Outcome> {
    let pool = crate::house::locked(&picture.pool);
    if written_all(&pool, picture) {
        return Some(Ok(RenderOutcome::Done));
    }
    if pool.failures >= FAILURES_PER_PICTURE {
        let what = pool.last_failure.clone().unwrap_or_else(|| "units failed again and again".into());
        return Some(Err(Failure::Units { what }.into()));
    }
    // What has been paid for is worth waiting for.
    let patience = if pool.pixel_samples > 0 { WAIT_FOR } else { SEARCH_FOR };
    alone.filter(|alone| *alone > patience).map(|_| Err(RenderOutcome::NoProvider { why: nobody(&heard.refusals) }))
}

/// Cuts the picture into units when the first provider's speed is known.
fn plan_once(picture: &Picture, samples_per_second: u64) {
    picture.change(|pool| {
        if !std::mem::replace(&mut pool.planned, true) {
            let units = match picture.request.noise {
                Some(_) => plan::careful_units(&picture.spec, samples_per_second),
                None => plan::units(&picture.spec, samples_per_second),
            };
            pool.units = plan::without(units, &pool.kept).into();
        }
    });
}

fn wants_providers(picture: &Picture, sales: usize) -> bool {
    let pool = crate::house::locked(&picture.pool);
    sales == 0 || pool.units.len() > sales
}

fn written_all(pool: &Pool, picture: &Picture) -> bool {
    pool.finished() && pool.pixel_samples + pool.spared == picture.spec.pixel_samples()
}

/// The last few distinct reasons.
fn nobody(refusals: &[Declined]) -> NoProvider {
    let mut last: Vec<&Declined> = refusals.iter().rev().collect();
    last.dedup();
    last.truncate(DECLINED_TOLD);
    if last.is_empty() {
        return NoProvider::NobodyFound;
    }
    NoProvider::Declined { declined: last.into_iter().cloned().collect() }
}

/// Judges the scene and the request, before anybody is asked and any money moves.
async fn check(house: &House, request: &RenderRequest) -> Result<(RenderSpec, PathBuf), RenderOutcome> {
    let bad = |what: String| RenderOutcome::from(BadInput::Request { what });
    let view = View {
        camera: request.camera.clone(),
        time_us: request.time_us,
        lens: request.lens,
        filter: request.filter,
        ..View::new(request.width, request.height)
    };
    view.validate().map_err(|error| bad(error.to_string()))?;
    request.finish.validate().map_err(|error| bad(error.to_string()))?;
    let spec = |scene| {
        let spec = RenderSpec { scene, view: view.clone(), spp: request.spp, mature: request.mature };
        spec.validate().map_err(|error| bad(error.to_string())).map(|()| spec)
    };
    if let Some((scene, path)) = packed_before(house, Path::new(&request.scene)).await {
        return Ok((spec(scene)?, path));
    }
    let packed = house.home.blobs().join(format!("packing-{:08x}.glb", crate::house::dice()));
    let packing = house.workshop.pack_at(Path::new(&request.scene), &packed, request.time_us);
    let facts = house.unnamed(packing).await.map_err(outcome_of)?;
    if let Some(camera) = &request.camera
        && !facts.cameras.contains(camera)
    {
        let _ = std::fs::remove_file(&packed);
        return Err(bad(format!("the scene has no camera called {camera:?}; it has: {}", facts.cameras.join(", "))));
    }
    let scene = hash_file(packed.clone()).await.map_err(broken)?;
    let path = house.home.blobs().join(format!("{}.glb", scene.hash));
    put(&packed, &path).map_err(broken)?;
    Ok((spec(scene)?, path))
}

/// Puts a packed scene where scenes of its hash are. One that is there stays: another picture's worker may be locked in with
/// that very file, and would find another one in its place.
fn put(packed: &Path, path: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(packed, path) {
        // File systems without links: no worse than two pictures that begin in the same instant.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => std::fs::rename(packed, path),
        Ok(()) | Err(_) => std::fs::remove_file(packed),
    }
}

/// A GLB that was packed before: packing leaves it as it is. Frames of an animation have one scene, and the worker that opens
/// it looks at it anyway.
async fn packed_before(house: &House, scene: &Path) -> Option<(BlobRef, PathBuf)> {
    let named = scene.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("glb"));
    let size = tokio::fs::metadata(scene).await.ok().filter(|file| named && file.is_file())?.len();
    let blob = if size <= SCENE_BYTES { hash_file(scene.to_owned()).await.ok()? } else { return None };
    let path = house.home.blobs().join(format!("{}.glb", blob.hash));
    path.is_file().then_some((blob, path))
}

/// Names a file by its content.
pub async fn hash_file(path: PathBuf) -> std::io::Result<BlobRef> {
    let hashing = tokio::task::spawn_blocking(move || {
        let mut hasher = blake3::Hasher::new();
        let size = std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
        Ok(BlobRef { hash: BlobHash(*hasher.finalize().as_bytes()), size: Bytes(size) })
    });
    hashing.await.map_err(std::io::Error::other)?
}

fn format_of(output: &Path) -> Result<PictureFormat, RenderOutcome> {
    let extension = output.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    match extension.as_deref() {
        Some("png") => Ok(PictureFormat::Png),
        Some("exr") => Ok(PictureFormat::Exr),
        _ => Err(BadInput::PictureKind.into()),
    }
}

/// A worker's error as an outcome: the scene's fault, or ours.
fn outcome_of(error: WorkerError) -> RenderOutcome {
    match error {
        WorkerError::Fault(Fault::BadScene { what }) => BadInput::Scene { what }.into(),
        WorkerError::Fault(Fault::TooLarge { needs, allowed }) => BadInput::TooLarge { needs, allowed }.into(),
        error => broken(error),
    }
}

fn broken(error: impl std::fmt::Display) -> RenderOutcome {
    Failure::Broken { what: error.to_string() }.into()
}

/// What providers are asked for.
pub fn wanted(picture: &Picture) -> Arc<Wanted> {
    Arc::new(Wanted {
        want: Want::Render,
        spec: JobSpec::Render(picture.spec.clone()),
        facts: Some(picture.facts.clone()),
        max_price: picture.request.max_price,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_that_is_there_stays_the_same_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (packed, path) = (folder.path().join("packing.glb"), folder.path().join("hash.glb"));
        for packing in ["first", "second"] {
            std::fs::write(&packed, packing).expect("written");
            put(&packed, &path).expect("put");
            assert_eq!(std::fs::read_to_string(&path).expect("there"), "first");
            assert!(!packed.exists());
        }
    }
}
