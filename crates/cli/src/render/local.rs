//! A picture from this machine's own worker: no daemon, no mesh, no money. Also how the engine is measured.

use super::progress::Progress;
use super::{Picture, passes};
use crate::error::{Error, Exit, is_input};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::words;
use idlewatt_foreman::{Bench, Worker, WorkerError, Workshop};
use idlewatt_policy::plan;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{BlobRef, RenderSpec, RenderUnit, SceneFacts};
use idlewatt_proto::limits::TILE_SIDE;
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::worker::Fault;
use idlewatt_proto::{BlobHash, Bytes};
use serde::Serialize;
use std::path::Path;
use std::time::{Duration, Instant};

/// As much device memory as a provider allows by default.
const MEMORY: Bytes = Bytes(4 << 30);
/// Side of tiles that are done when they are smooth enough: hard corners are small.
const CAREFUL_TILE_SIDE: u32 = 128;
/// Between two rewritings of the picture.
const REWRITE_EVERY: Duration = Duration::from_secs(3);
/// Of the time, how much rewriting may take at most: one part of so many. Large EXR files take seconds.
const REWRITE_SHARE: u32 = 20;

/// The last object of `--json`.
#[derive(Serialize)]
struct Summary<'a> {
    event: &'static str,
    done: bool,
    /// Pixel samples.
    samples: u64,
    /// Wall time of rendering, without starting, loading and writing.
    seconds: f64,
    samples_per_second: f64,
    /// Time that the device was at work.
    busy_seconds: f64,
    /// The longest single submission.
    longest_submission_ms: f64,
    device: &'a str,
    software: bool,
    output: &'a str,
}

#[derive(Serialize)]
struct Opened<'a> {
    event: &'static str,
    facts: &'a SceneFacts,
    device: &'a str,
    software: bool,
    /// Rays go by what the device has for them.
    ray_queries: bool,
}

#[derive(Serialize)]
struct Rewritten {
    event: &'static str,
    samples: u64,
    of: u64,
}

pub async fn render(out: &Out, interrupts: &mut Interrupts, picture: &Picture) -> Result<Exit, Error> {
    let workshop = Workshop::beside_current_exe()?;
    let folder = tempfile::tempdir().map_err(Error::Scratch)?;
    let packed = folder.path().join("scene.glb");
    let open = async {
        workshop.pack_at(&picture.scene, &packed, picture.view.time_us).await?;
        let bytes = tokio::fs::read(&packed).await.map_err(Error::Scratch)?;
        let scene = BlobRef { hash: BlobHash::of(&bytes), size: Bytes(bytes.len() as u64) };
        let spec = RenderSpec { scene, view: picture.view.clone(), spp: picture.spp, mature: picture.mature };
        spec.validate().map_err(|error| Error::BadScene(error.to_string()))?;
        let scratch = folder.path().join("worker");
        let bench = Bench { scene: packed.clone(), view: picture.view.clone(), memory: MEMORY, scratch };
        Ok::<_, Error>((workshop.open(bench).await?, spec))
    };
    let (worker, spec) = tokio::select! {
        opened = open => opened?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    Job::new(out, picture, worker, spec).run(interrupts).await
}

/// What a worker is set up with for a frame, whose scene is packed already.
pub fn bench(picture: &Picture, folder: &Path) -> Bench {
    let (scene, view) = (picture.scene.clone(), picture.view.clone());
    Bench { scene, view, memory: MEMORY, scratch: folder.join("worker") }
}

impl From<WorkerError> for Error {
    fn from(error: WorkerError) -> Self {
        if is_input(&error) { Self::BadScene(error.to_string()) } else { Self::Worker(error) }
    }
}

/// A picture in work.
pub struct Job<'a> {
    out: &'a Out,
    picture: &'a Picture,
    worker: Worker,
    spec: RenderSpec,
    progress: Progress,
    samples: u64,
    /// Those in the file.
    kept: u64,
    /// Pixel samples that are not needed.
    spared: u64,
    rendering: Duration,
    busy_ms: u64,
    longest_us: u64,
    written: Option<Instant>,
    writing: Duration,
    /// Whether the file is written only when it is whole, and something else tells how far it is.
    quiet: bool,
}

impl<'a> Job<'a> {
    fn new(out: &'a Out, picture: &'a Picture, worker: Worker, spec: RenderSpec) -> Self {
        let progress = Progress::new(out);
        let (rendering, writing) = (Duration::ZERO, Duration::ZERO);
        Self {
            out,
            picture,
            worker,
            spec,
            progress,
            samples: 0,
            kept: 0,
            spared: 0,
            rendering,
            busy_ms: 0,
            longest_us: 0,
            written: None,
            writing,
            quiet: false,
        }
    }

    /// One of many.
    pub fn quiet(out: &'a Out, picture: &'a Picture, worker: Worker, spec: RenderSpec) -> Self {
        Self { quiet: true, progress: Progress::silent(), ..Self::new(out, picture, worker, spec) }
    }

    /// Writes the picture, and hands back the worker.
    pub async fn finish(mut self) -> Result<Worker, Error> {
        self.write(self.picture.finish).await?;
        Ok(self.worker)
    }

    async fn run(mut self, interrupts: &mut Interrupts) -> Result<Exit, Error> {
        let device = words::device(self.worker.device());
        let software = self.worker.device().kind == DeviceKind::Software;
        if self.out.json {
            let (facts, ray_queries) = (self.worker.facts(), self.worker.ray_queries());
            self.out.object(&Opened { event: "opened", facts, device: &device, software, ray_queries });
        }
        self.progress.facts(self.worker.facts());
        let on = if software {
            "no graphics card is used: rendering in software, on the processor, with"
        } else {
            "rendering with"
        };
        let rays = if self.worker.ray_queries() { ", whose own units follow the rays" } else { "" };
        self.progress.say(&format!("{on} {device}{rays}"));
        let done = self.passes(interrupts, &mut |_| {}).await;
        self.progress.end();
        let done = done.inspect_err(|_| self.say_what_is_kept())?;
        if self.samples > 0 {
            self.write(if done { self.picture.finish } else { self.picture.finish.plain() }).await?;
        }
        self.summary(done, &device, software);
        self.worker.close().await;
        Ok(if done { Exit::Done } else { Exit::Interrupted })
    }

    /// The worker is gone, and with it what came after the last rewriting.
    fn say_what_is_kept(&self) {
        if self.kept > 0 {
            let (share, output) = (100.0 * self.kept as f64 / self.of() as f64, self.picture.output.display());
            self.progress.say(&format!("{share:.0} % of the picture is kept in {output}"));
        }
    }

    /// Renders pass after pass, telling how many pixel samples there are; `false`: interrupted.
    pub async fn passes(&mut self, interrupts: &mut Interrupts, tell: &mut impl FnMut(u64)) -> Result<bool, Error> {
        let (width, height, spp) = (self.spec.view.width, self.spec.view.height, self.spec.spp);
        let side = if self.picture.noise.is_some() { CAREFUL_TILE_SIDE } else { TILE_SIDE };
        let mut tiles = plan::tiles(width, height, side);
        let (mut last, mut took, mut units) = (None, Duration::ZERO, tiles.len());
        while let Some(samples) = passes::next(spp, last, took, units).filter(|_| !tiles.is_empty()) {
            let before = self.rendering;
            units = tiles.len();
            for tile in std::mem::take(&mut tiles) {
                let Some(noise) = self.unit(RenderUnit { tile, samples }, interrupts, tell).await? else {
                    return Ok(false);
                };
                if self.picture.noise.is_some_and(|most| plan::smooth(noise, most, samples)) {
                    self.spared += tile.pixels() * u64::from(spp - samples.first - samples.count);
                } else {
                    tiles.push(tile);
                }
                // The first picture is a whole one.
                let pause = REWRITE_EVERY.max(self.writing * REWRITE_SHARE);
                if !self.quiet && last.is_some() && self.written.is_none_or(|at| at.elapsed() > pause) {
                    self.write(self.picture.finish.plain()).await?;
                }
            }
            took = self.rendering - before;
            last = Some(samples);
            if !self.quiet && self.written.is_none() {
                self.write(self.picture.finish.plain()).await?;
            }
        }
        Ok(true)
    }

    /// Pixel samples to be taken, as far as is known.
    fn of(&self) -> u64 {
        self.spec.pixel_samples() - self.spared
    }

    /// Renders a unit, and tells how noisy the picture is there now, if that can be told. `None`: interrupted, and only a
    /// part of it was done, or nothing.
    async fn unit(
        &mut self,
        work: RenderUnit,
        interrupts: &mut Interrupts,
        tell: &mut impl FnMut(u64),
    ) -> Result<Option<Option<Noise>>, Error> {
        let (done, of) = (self.samples, self.of());
        let (reins, started, before) = (self.worker.reins(), Instant::now(), self.rendering);
        let progress = &mut self.progress;
        let mut interrupted = false;
        let rendered = {
            let rendering = self.worker.render(work.id(&self.spec), work, |samples| {
                let now = done + work.tile.pixels() * u64::from(samples);
                progress.at(now, of, &speed(now, before + started.elapsed()));
                tell(now);
            });
            tokio::pin!(rendering);
            loop {
                tokio::select! {
                    rendered = &mut rendering => break rendered,
                    () = interrupts.next() => {
                        // Twice: it is not even to finish the submission in hand.
                        if interrupted { reins.kill() } else { reins.yield_now() }
                        interrupted = true;
                    }
                }
            }
        };
        let rendered = match rendered {
            Ok(rendered) => rendered,
            Err(WorkerError::Fault(Fault::Yielded)) if interrupted => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.rendering += started.elapsed();
        self.busy_ms += rendered.busy_ms;
        self.longest_us = self.longest_us.max(rendered.longest_us);
        self.samples += work.tile.pixels() * u64::from(rendered.samples.count);
        // The worker has added it to its picture; on the mesh the file would go to the requester.
        tokio::fs::remove_file(&rendered.path).await.map_err(Error::Scratch)?;
        self.progress.at(self.samples, of, &speed(self.samples, self.rendering));
        tell(self.samples);
        Ok((!interrupted).then_some(rendered.noise))
    }

    async fn write(&mut self, finish: Finish) -> Result<(), Error> {
        let started = Instant::now();
        self.worker.picture(&self.picture.output, self.picture.format, None, finish).await?;
        self.writing = started.elapsed();
        self.written = Some(Instant::now());
        self.kept = self.samples;
        if self.out.json && !self.quiet {
            self.out.object(&Rewritten { event: "pictured", samples: self.samples, of: self.of() });
        }
        Ok(())
    }

    fn summary(&self, done: bool, device: &str, software: bool) {
        let (seconds, samples) = (self.rendering.as_secs_f64(), self.samples);
        let output = self.picture.output.to_string_lossy();
        if self.out.json {
            self.out.object(&Summary {
                event: "ended",
                done,
                samples,
                seconds,
                samples_per_second: if samples > 0 { samples as f64 / seconds } else { 0.0 },
                busy_seconds: self.busy_ms as f64 / 1e3,
                longest_submission_ms: self.longest_us as f64 / 1e3,
                device,
                software,
                output: &output,
            });
            return;
        }
        let how = match (done, samples) {
            (true, _) if self.spared > 0 => {
                let share = 100.0 * samples as f64 / self.spec.pixel_samples() as f64;
                format!("done: {output}, smooth enough after {share:.0} % of the samples")
            }
            (true, _) => format!("done: {output}"),
            (false, 0) => "stopped: nothing came yet".to_owned(),
            (false, _) => {
                format!("stopped: {:.0} % kept in {output}", 100.0 * samples as f64 / self.of() as f64)
            }
        };
        let speed = if samples > 0 {
            format!(", {seconds:.1} s, {} on {device}", speed(samples, self.rendering))
        } else {
            String::new()
        };
        self.out.text(&format!("{how}{speed}"));
    }
}

fn speed(samples: u64, time: Duration) -> String {
    format!("{}samples/s", words::count((samples as f64 / time.as_secs_f64().max(1e-6)) as u64))
}
