//! Measures this machine for its owner, who watches: the reference scene for the number, and a prettier one to look at, in
//! turns, so that the number is that of a card that has warmed up.
//!
//! The owner asked for it, so hours, presence and watts do not stand in its way. A game does, and so does work for others.

use crate::front;
use crate::house::{House, OwnWorker, dice, locked};
use crate::judge;
use crate::limits::{
    BENCHMARK_FOR, BENCHMARK_NEWS, BENCHMARK_TOLD_EVERY, MEASURED_STRETCH, PREVIEW_BYTES, PREVIEW_SIDE, SHOWN_FOR,
    SHOWN_STRETCH,
};
use crate::senses::{Working, working_card};
use base64::Engine as _;
use idlewatt_control::messages::{BenchmarkEvent, Busy, ControlError, Failure, Response};
use idlewatt_control::server::Connection;
use idlewatt_foreman::{OwnBench, Rendered, Worker, WorkerError};
use idlewatt_policy::idle::DeviceFact;
use idlewatt_proto::device::{DeviceKind, MeasuredDevice};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::limits::{PICTURE_SPP, UNIT_SPP};
use idlewatt_proto::picture::Finish;
use idlewatt_proto::worker::{OwnScene, PictureFormat, SHOWPIECE_CAMERA};
use idlewatt_proto::{Milliwatts, UnitId, reference};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};

/// Measures for a caller. Hanging up, or any request, ends it.
pub async fn attend(house: &Arc<House>, connection: Connection) {
    let (tell, told) = mpsc::channel(BENCHMARK_NEWS);
    // The workers are dropped with it, and killed thereby.
    front::relay(house, connection, run(Arc::clone(house), tell), told).await;
}

/// From the first look to the last word. A caller who reads slowly does not hold it up.
async fn run(house: Arc<House>, tell: mpsc::Sender<Response>) {
    let gauge = Gauge::default();
    let mut ticks = tokio::time::interval(BENCHMARK_TOLD_EVERY);
    let ended = {
        let measuring = measure(&house, &gauge, &tell);
        let hindered = hindrance(&house);
        tokio::pin!(measuring, hindered);
        loop {
            tokio::select! {
                biased;
                why = &mut hindered => break Err(why),
                measured = &mut measuring => break measured,
                _ = ticks.tick() => {
                    let _ = tell.try_send(Response::Benchmark(gauge.look(&house)));
                }
            }
        }
    };
    let last = match ended {
        Ok(device) => Response::Benchmark(BenchmarkEvent::Ended { device, power: locked(&gauge.0).most_power }),
        Err(error) => Response::Error(error),
    };
    let _ = tell.send(last).await;
}

/// Keeps others' work out as long as it lives.
struct Turn<'a>(&'a House);

impl<'a> Turn<'a> {
    fn take(house: &'a House) -> Result<Self, ControlError> {
        if house.benchmark.send_replace(true) {
            return Err(Busy::Benchmark.into());
        }
        Ok(Self(house))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.benchmark.send_replace(false);
    }
}

fn broken(error: WorkerError) -> ControlError {
    Failure::Unmeasured { what: error.to_string() }.into()
}

/// What stands in the way of it now.
fn in_the_way(house: &House) -> Option<Failure> {
    let listed = house.senses.programs.borrow().as_ref().and_then(|reading| reading.running.clone());
    let around = house.senses.surroundings.borrow().clone();
    let game = listed.map(|program| program.name).or_else(|| around.as_ref().and_then(|around| around.game.clone()));
    if let Some(name) = game {
        return Some(Failure::ProgramRuns { name });
    }
    if around.is_some_and(|around| around.going_to_sleep) {
        return Some(Failure::GoingToSleep);
    }
    let cards = house.senses.cards.borrow().clone();
    let (measured, bound) = (house.adapter.borrow().measured.clone(), locked(&house.senses.bound).clone());
    let lost =
        cards.is_some_and(|cards| matches!(working_card(&cards, measured.as_ref(), bound.as_deref()), Working::Lost));
    lost.then_some(Failure::CardLost)
}

/// Returns when it must not go on.
async fn hindrance(house: &House) -> ControlError {
    let (mut cards, mut programs) = (house.senses.cards.subscribe(), house.senses.programs.subscribe());
    let mut surroundings = house.senses.surroundings.subscribe();
    loop {
        if house.stop.is_cancelled() {
            return ControlError::ShuttingDown;
        }
        if let Some(why) = in_the_way(house) {
            return why.into();
        }
        tokio::select! {
            () = house.stop.cancelled() => {}
            _ = cards.changed() => {}
            _ = programs.changed() => {}
            _ = surroundings.changed() => {}
        }
    }
}

/// Measures, and has the result used from now on.
async fn measure(
    house: &Arc<House>,
    gauge: &Gauge,
    tell: &mpsc::Sender<Response>,
) -> Result<MeasuredDevice, ControlError> {
    let _turn = Turn::take(house)?;
    let at_work = || house.current.borrow().is_some() || *house.picture.borrow();
    if at_work() {
        return Err(Busy::Job.into());
    }
    house.speaker.make_room().await;
    if at_work() || house.speaker.answers() > 0 {
        return Err(Busy::Model.into());
    }
    looked_around(house).await;
    let mut reference = Place::open(house, OwnScene::Reference, reference::view()).await?;
    reference.worker.reins().pace(reference::PACE);
    let device = reference.worker.device().clone();
    let mut showpiece = Place::open(house, OwnScene::Showpiece, show_view(device.kind)).await?;
    let unit = reference::unit(device.kind);
    // The first pass pays for whatever the driver puts off to it; what counts is how fast it goes on.
    stretch(&mut reference.worker, unit, Duration::ZERO, |_| {}).await.map_err(broken)?;
    let began = gauge.begin();
    let mut shown = 0;
    while began.elapsed() < BENCHMARK_FOR {
        let (start, pixels) = (Instant::now(), unit.tile.pixels());
        let so_far = |samples| gauge.live(pixels * u64::from(samples), start.elapsed());
        let done = stretch(&mut reference.worker, unit, MEASURED_STRETCH, so_far).await.map_err(broken)?;
        gauge.add(pixels * u64::from(done.samples.count), done.busy_ms);
        let turn = Instant::now();
        while turn.elapsed() < SHOWN_FOR && began.elapsed() < BENCHMARK_FOR && shown < PICTURE_SPP - UNIT_SPP {
            shown += show(&mut showpiece.worker, shown, tell).await.map_err(broken)?;
        }
    }
    let device = MeasuredDevice { device, samples_per_second: gauge.speed() };
    tracing::info!(device = device.device.name, samples_per_second = device.samples_per_second, "a benchmark measured");
    house.adapter.send_modify(|adapter| {
        (adapter.fact, adapter.measured, adapter.failures) = (DeviceFact::Ready, Some(device.clone()), 0);
    });
    Ok(device)
}

/// Waits until the daemon's own look at the adapters is over: two at once would measure each other.
async fn looked_around(house: &House) {
    let mut adapters = house.adapter.subscribe();
    while house.settings.borrow().looks()
        && matches!(adapters.borrow_and_update().fact, DeviceFact::Measuring)
        && adapters.changed().await.is_ok()
    {}
}

/// A worker of ours with one of its own scenes.
struct Place {
    worker: Worker,
    _own: OwnWorker,
}

impl Place {
    async fn open(house: &Arc<House>, scene: OwnScene, view: View) -> Result<Self, ControlError> {
        let scratch = house.home.scratch().join(format!("benchmark-{:08x}", dice()));
        let bench = OwnBench { scene, view, memory: judge::job_memory(house), scratch };
        let worker = house.unnamed(house.workshop.open_own(bench)).await.map_err(broken)?;
        let own = house.own(worker.pid());
        Ok(Self { worker, _own: own })
    }
}

/// As large as one tile may be across; on a processor smaller, so that it is seen to grow.
fn show_view(kind: DeviceKind) -> View {
    let (width, height) = if kind == DeviceKind::Software { (256, 144) } else { (512, 288) };
    View { camera: Some(SHOWPIECE_CAMERA.to_owned()), max_bounces: 4, seed: 1, ..View::new(width, height) }
}

/// Renders for so long, and at least one sample of each pixel.
async fn stretch(
    worker: &mut Worker,
    work: RenderUnit,
    lasting: Duration,
    mut so_far: impl FnMut(u32),
) -> Result<Rendered, WorkerError> {
    let reins = worker.reins();
    let (progress, mut progressed) = watch::channel(0);
    // Always the same name: each result takes the place of the last one, and none is kept.
    let rendering = worker.render(UnitId([0; 32]), work, move |samples| {
        progress.send_replace(samples);
    });
    let enough = tokio::time::sleep(lasting);
    tokio::pin!(rendering, enough);
    let (mut over, mut samples) = (false, 0);
    loop {
        tokio::select! {
            rendered = &mut rendering => return rendered,
            () = &mut enough, if !over => over = true,
            Ok(()) = progressed.changed() => {
                samples = *progressed.borrow_and_update();
                so_far(samples);
            }
        }
        // With nothing done there would be nothing to show for it.
        if over && samples > 0 {
            reins.yield_now();
        }
    }
}

/// Makes the picture better and shows it; how many samples that were.
async fn show(worker: &mut Worker, shown: u32, tell: &mpsc::Sender<Response>) -> Result<u32, WorkerError> {
    let view = show_view(worker.device().kind);
    let tile = Tile { x: 0, y: 0, width: view.width, height: view.height };
    let work = RenderUnit { tile, samples: SampleRange { first: shown, count: UNIT_SPP } };
    let done = stretch(worker, work, SHOWN_STRETCH, |_| {}).await?;
    let path = worker.scratch().join("shown.png");
    worker.picture(&path, PictureFormat::Png, Some(PREVIEW_SIDE), Finish::default()).await?;
    let small = std::fs::metadata(&path).is_ok_and(|file| file.len() <= PREVIEW_BYTES);
    if let Some(png) = small.then(|| std::fs::read(&path).ok()).flatten() {
        let png_base64 = base64::engine::general_purpose::STANDARD.encode(png);
        // A caller who is behind misses one, and sees the next.
        let _ = tell.try_send(Response::Benchmark(BenchmarkEvent::Picture { png_base64 }));
    }
    Ok(done.samples.count)
}

/// What was measured so far.
#[derive(Default)]
struct Gauge(Mutex<Gauged>);

#[derive(Default)]
struct Gauged {
    began: Option<Instant>,
    samples: u64,
    busy_ms: u64,
    /// Of the stretch in hand.
    live: (u64, Duration),
    most_power: Option<Milliwatts>,
}

impl Gauge {
    fn begin(&self) -> Instant {
        let now = Instant::now();
        *locked(&self.0) = Gauged { began: Some(now), ..Gauged::default() };
        now
    }

    fn live(&self, samples: u64, elapsed: Duration) {
        locked(&self.0).live = (samples, elapsed);
    }

    fn add(&self, samples: u64, busy_ms: u64) {
        let mut gauged = locked(&self.0);
        gauged.samples = gauged.samples.saturating_add(samples);
        gauged.busy_ms = gauged.busy_ms.saturating_add(busy_ms);
        gauged.live = Default::default();
    }

    /// Samples per second that the device was busy.
    fn speed(&self) -> u64 {
        let gauged = locked(&self.0);
        gauged.samples.saturating_mul(1000) / gauged.busy_ms.max(1)
    }

    /// How it goes now.
    fn look(&self, house: &House) -> BenchmarkEvent {
        let power = house.card().and_then(|card| card.power);
        let mut gauged = locked(&self.0);
        let elapsed = gauged.began.map(|began| began.elapsed()).unwrap_or_default();
        if gauged.began.is_some() {
            gauged.most_power = gauged.most_power.max(power);
        }
        let permille = elapsed.as_millis() * 1000 / BENCHMARK_FOR.as_millis();
        let (samples, during) = gauged.live;
        let busy_ms = gauged.busy_ms + u64::try_from(during.as_millis()).unwrap_or(0);
        BenchmarkEvent::Progress {
            permille: u16::try_from(permille).unwrap_or(1000).min(1000),
            samples_per_second: gauged.samples.saturating_add(samples).saturating_mul(1000) / busy_ms.max(1),
            power,
        }
    }
}
