//! Workers that are kept for the next picture of their scene. To open one is to read the scene, build its trees, send it to
//! the device and compile shaders: seconds, where a frame of an animation may take less.

use crate::house::{House, OwnWorker, locked};
use crate::limits::{BENCH_KEPT_FOR, BENCHES_KEPT};
use crate::provider::hold::Watch;
use idlewatt_foreman::{Bench, Worker, WorkerError};
use idlewatt_proto::job::View;
use idlewatt_proto::{BlobHash, Bytes, NodeId};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// For whom a worker may work again. What a stranger's scene did to a worker stays with that stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub scene: BlobHash,
    /// Whose scene it is.
    pub of: NodeId,
    /// Pixels across and down, which bound the worker's memory.
    pub size: (u32, u32),
    pub memory: Bytes,
}

impl Key {
    pub fn new(scene: BlobHash, of: NodeId, view: &View, memory: Bytes) -> Self {
        Self { scene, of, size: (view.width, view.height), memory }
    }
}

/// A worker with its scene, and the guard that says that its load is ours.
pub struct Bound {
    pub worker: Worker,
    _own: OwnWorker,
    /// Of one that works for others.
    watch: Option<Watch>,
}

impl Bound {
    fn provides(&self) -> bool {
        self.watch.is_some()
    }
}

struct Resting {
    key: Key,
    bound: Bound,
    number: u64,
}

/// Workers that rest.
#[derive(Default)]
pub struct Benches {
    resting: Mutex<Vec<Resting>>,
    count: AtomicU64,
}

impl Benches {
    /// Whether one rests that worked for others.
    pub fn provide(&self) -> bool {
        locked(&self.resting).iter().any(|resting| resting.bound.provides())
    }

    fn take(&self, key: &Key, provides: bool) -> Option<Bound> {
        let mut resting = locked(&self.resting);
        let at = resting.iter().position(|resting| resting.key == *key && resting.bound.provides() == provides)?;
        Some(resting.swap_remove(at).bound)
    }

    /// Lets those go that worked for others.
    pub async fn let_providers_go(&self) {
        self.let_go(|resting| resting.bound.provides()).await;
    }

    async fn let_go(&self, which: impl Fn(&Resting) -> bool) {
        let gone: Vec<Resting> = locked(&self.resting).extract_if(.., |resting| which(resting)).collect();
        for Resting { bound, .. } in gone {
            bound.worker.close().await;
        }
    }
}

/// A worker with this scene, one that rests or a new one. `provides`: it works for others, and makes way for the owner.
pub async fn open(house: &Arc<House>, key: Key, bench: Bench, provides: bool) -> Result<Bound, WorkerError> {
    if let Some(mut bound) = house.benches.take(&key, provides) {
        let begun = Instant::now();
        match bound.worker.turn(bench.view.clone()).await {
            Ok(()) => {
                tracing::info!(took_ms = begun.elapsed().as_millis() as u64, "a worker goes on with its scene");
                return Ok(bound);
            }
            // Whatever is wrong with it, a new one will say so better.
            Err(error) => tracing::info!(%error, "a worker that was kept is let go"),
        }
        bound.worker.close().await;
    }
    if provides {
        house.benches.let_providers_go().await;
    }
    let begun = Instant::now();
    let worker = house.unnamed(house.workshop.open(bench)).await?;
    tracing::info!(took_ms = begun.elapsed().as_millis() as u64, "a worker has opened the scene");
    let own = house.own(worker.pid());
    let watch = provides.then(|| Watch::over(house, worker.reins()));
    Ok(Bound { worker, _own: own, watch })
}

/// Keeps a worker for a while, if it is good for more.
pub async fn rest(house: &Arc<House>, key: Key, bound: Bound) {
    let provides = bound.provides();
    let crowded = {
        let resting = locked(&house.benches.resting);
        resting.iter().filter(|resting| resting.bound.provides() == provides).count() >= BENCHES_KEPT
    };
    if crowded || house.stop.is_cancelled() || !bound.worker.is_free() || (provides && !house.may_work()) {
        bound.worker.close().await;
        return;
    }
    let number = house.benches.count.fetch_add(1, Ordering::Relaxed);
    locked(&house.benches.resting).push(Resting { key, bound, number });
    let house = Arc::clone(house);
    let tasks = house.tasks.clone();
    tasks.spawn(async move {
        let mut measured = house.benchmark.subscribe();
        tokio::select! {
            () = tokio::time::sleep(BENCH_KEPT_FOR) => {}
            () = house.stop.cancelled() => {}
            () = house.stop_of_work(), if provides => {}
            _ = measured.wait_for(|measured| *measured) => {}
        }
        house.benches.let_go(|resting| resting.number == number).await;
    });
}
