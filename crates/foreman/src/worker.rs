//! What can be asked of a worker.

use crate::limits::{ANSWER_WITHIN, HELLO_WITHIN, OPEN_WITHIN, PROBE_WITHIN, SILENCE};
use crate::process::{Process, WorkerError};
use idlewatt_proto::device::{Device, MeasuredDevice};
use idlewatt_proto::job::{RenderUnit, SampleRange, SceneFacts, Tile, View};
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::worker::{Fault, Order, Pace, PictureFormat, Report, WORKER_PROTOCOL};
use idlewatt_proto::{BlobHash, Bytes, UnitId};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Where workers come from.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The worker's binary.
    pub program: PathBuf,
    /// The adapter to use; `None`: the fastest.
    pub adapter: Option<String>,
}

/// What a worker is opened for.
#[derive(Debug, Clone)]
pub struct Bench {
    /// A scene.
    pub scene: PathBuf,
    /// How it is seen.
    pub view: View,
    /// Most device memory.
    pub memory: Bytes,
    /// A folder for its files; made, and removed at its end.
    pub scratch: PathBuf,
}

/// A rendered unit.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// A prefix of the samples asked for.
    pub samples: SampleRange,
    /// BLAKE3 of the file, checked.
    pub hash: BlobHash,
    /// The file, of the right size.
    pub path: PathBuf,
    /// Time on the GPU in milliseconds.
    pub busy_ms: u64,
    /// The longest submission in microseconds.
    pub longest_us: u64,
    /// How many submissions.
    pub submissions: u64,
}

impl Workshop {
    /// The worker that lies beside this program.
    pub fn beside_current_exe() -> std::io::Result<Self> {
        let name = format!("idlewatt-worker{}", std::env::consts::EXE_SUFFIX);
        let program = std::env::current_exe()?.with_file_name(name);
        if !program.exists() {
            let what = format!("{} is missing", program.display());
            return Err(std::io::Error::new(std::io::ErrorKind::NotFound, what));
        }
        Ok(Self { program, adapter: None })
    }

    /// What can compute here, fastest first.
    pub async fn probe(&self) -> Result<Vec<MeasuredDevice>, WorkerError> {
        match self.once(&["probe".into()], PROBE_WITHIN).await? {
            Report::Probed { devices } => Ok(devices),
            other => Err(unexpected(other)),
        }
    }

    /// What is in a scene.
    pub async fn inspect(&self, scene: &Path) -> Result<SceneFacts, WorkerError> {
        self.facts(&["inspect".into(), absolute(scene)?.into()]).await
    }

    /// Makes a self-contained GLB of a scene.
    pub async fn pack(&self, scene: &Path, into: &Path) -> Result<SceneFacts, WorkerError> {
        self.facts(&["pack".into(), absolute(scene)?.into(), absolute(into)?.into()]).await
    }

    async fn facts(&self, args: &[OsString]) -> Result<SceneFacts, WorkerError> {
        match self.once(args, OPEN_WITHIN).await? {
            Report::Opened { facts, .. } => Ok(facts),
            other => Err(unexpected(other)),
        }
    }

    /// Runs a worker for a single report.
    async fn once(&self, args: &[OsString], within: Duration) -> Result<Report, WorkerError> {
        let mut process = Process::start(&self.program, args, &std::env::temp_dir())?;
        let report = process.report(within).await;
        process.end().await;
        report
    }

    /// Starts a worker and has it open a scene.
    pub async fn open(&self, bench: Bench) -> Result<Worker, WorkerError> {
        let scratch = Scratch::make(bench.scratch)?;
        let mut args: Vec<OsString> = vec!["run".into(), "--scratch".into(), scratch.0.clone().into()];
        if let Some(adapter) = &self.adapter {
            args.extend(["--adapter".into(), adapter.into()]);
        }
        let mut process = Process::start(&self.program, &args, &scratch.0)?;
        match process.report(HELLO_WITHIN).await? {
            Report::Hello { protocol: WORKER_PROTOCOL, .. } => {}
            Report::Hello { protocol, .. } => {
                return Err(WorkerError::Protocol { theirs: protocol, ours: WORKER_PROTOCOL });
            }
            other => return Err(unexpected(other)),
        }
        let scene = absolute(&bench.scene)?.to_string_lossy().into_owned();
        let order = Order::Open { scene, view: bench.view, memory: bench.memory };
        let _ = process.orders.send(order).await;
        match process.report(OPEN_WITHIN).await? {
            Report::Opened { facts, device: Some(device) } => {
                let words = process.last_words();
                if !words.is_empty() {
                    tracing::warn!(words, "the worker says");
                }
                Ok(Worker { process, scratch, facts, device })
            }
            other => Err(unexpected(other)),
        }
    }
}

/// A worker with a scene open. Dropping it kills the process and removes its scratch.
pub struct Worker {
    // Fields drop in this order: first the process, then the folder that it writes to.
    process: Process,
    scratch: Scratch,
    facts: SceneFacts,
    device: Device,
}

impl Worker {
    /// What is in its scene.
    pub fn facts(&self) -> &SceneFacts {
        &self.facts
    }

    /// What it renders with.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Its process, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Its folder.
    pub fn scratch(&self) -> &Path {
        &self.scratch.0
    }

    /// Commands that need not wait for its answer.
    pub fn reins(&self) -> Reins {
        Reins { orders: self.process.orders.downgrade(), killed: self.process.killed.clone() }
    }

    /// Renders a unit, telling how many samples per pixel are done.
    pub async fn render(
        &mut self,
        unit: UnitId,
        work: RenderUnit,
        mut progress: impl FnMut(u32),
    ) -> Result<Rendered, WorkerError> {
        let file = format!("{unit}.sums");
        self.order(Order::Render { unit, work, file: file.clone() }).await?;
        loop {
            match self.process.report(SILENCE).await? {
                Report::Progress { unit: of, samples } if of == unit => progress(samples),
                Report::Rendered { unit: of, samples, hash, busy_ms, longest_us, submissions } if of == unit => {
                    let path = self.scratch.0.join(&file);
                    check(&work, samples, hash, &path).await?;
                    return Ok(Rendered { samples, hash, path, busy_ms, longest_us, submissions });
                }
                other => return Err(unexpected(other)),
            }
        }
    }

    /// Looks at a result, recomputes some blocks, and adds it to the picture when it is right.
    pub async fn inspect(
        &mut self,
        unit: UnitId,
        work: RenderUnit,
        file: &Path,
        blocks: Vec<Tile>,
    ) -> Result<Result<(), UnitFailure>, WorkerError> {
        let file = self.within(file)?;
        self.order(Order::Inspect { unit, work, file, blocks }).await?;
        loop {
            match self.process.report(ANSWER_WITHIN).await? {
                Report::Progress { .. } => {}
                Report::Inspected { unit: of, fault } if of == unit => return Ok(fault.map_or(Ok(()), Err)),
                other => return Err(unexpected(other)),
            }
        }
    }

    /// Writes the picture as it is now. The worker writes into its scratch; it is put in its place from here.
    pub async fn picture(
        &mut self,
        file: &Path,
        format: PictureFormat,
        max_side: Option<u32>,
    ) -> Result<(), WorkerError> {
        let name = match format {
            PictureFormat::Png => "picture.png",
            PictureFormat::Exr => "picture.exr",
        };
        self.order(Order::Picture { file: name.to_owned(), format, max_side }).await?;
        match self.process.report(ANSWER_WITHIN).await? {
            Report::Pictured { .. } => {}
            other => return Err(unexpected(other)),
        }
        let made = self.scratch.0.join(name);
        let put = async {
            // Not a rename: the picture may belong on another disk. The last step is one, so that it is never half there.
            let new = file.with_extension("part");
            tokio::fs::copy(&made, &new).await?;
            tokio::fs::rename(&new, file).await
        };
        put.await.map_err(|source| WorkerError::File { path: file.to_owned(), source })
    }

    /// Ends the worker and removes its scratch.
    pub async fn close(self) {
        self.process.end().await;
    }

    async fn order(&self, order: Order) -> Result<(), WorkerError> {
        // A worker that is gone is noticed when its answer is waited for.
        let _ = self.process.orders.send(order).await;
        Ok(())
    }

    /// The plain name of a file in the scratch folder.
    fn within(&self, file: &Path) -> Result<String, WorkerError> {
        let name = file.file_name().filter(|_| file.parent() == Some(self.scratch()));
        name.map(|name| name.to_string_lossy().into_owned())
            .ok_or(WorkerError::Mismatch("the file is not in the worker's scratch folder"))
    }
}

/// Commands to a worker from elsewhere. They do nothing once it is gone.
#[derive(Clone)]
pub struct Reins {
    orders: mpsc::WeakSender<Order>,
    killed: CancellationToken,
}

impl Reins {
    /// From now on, work so hard.
    pub fn pace(&self, pace: Pace) {
        self.send(Order::Pace(pace));
    }

    /// Finish the unit in hand with what it has.
    pub fn yield_now(&self) {
        self.send(Order::Yield);
    }

    /// End at once. The call that waits for it returns [`WorkerError::Killed`].
    pub fn kill(&self) {
        self.killed.cancel();
    }

    fn send(&self, order: Order) {
        // A full queue means a worker that does not read, which its silence will show.
        if let Some(orders) = self.orders.upgrade() {
            let _ = orders.try_send(order);
        }
    }
}

/// A folder that is removed when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn make(path: PathBuf) -> Result<Self, WorkerError> {
        std::fs::create_dir_all(&path).map_err(|source| WorkerError::File { path: path.clone(), source })?;
        Ok(Self(absolute(&path)?))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn absolute(path: &Path) -> Result<PathBuf, WorkerError> {
    std::path::absolute(path).map_err(|source| WorkerError::File { path: path.to_owned(), source })
}

fn unexpected(report: Report) -> WorkerError {
    match report {
        Report::Failed { fault: Fault::BadOrder { what }, .. } => WorkerError::Garbage(what),
        Report::Failed { fault, .. } => WorkerError::Fault(fault),
        _ => WorkerError::Garbage("it answered another question".to_owned()),
    }
}

/// A result counts only when it is a prefix of what was asked, of the right size, and what it says it is.
async fn check(work: &RenderUnit, samples: SampleRange, hash: BlobHash, path: &Path) -> Result<(), WorkerError> {
    if samples.first != work.samples.first || samples.count == 0 || samples.count > work.samples.count {
        return Err(WorkerError::Mismatch("it did other samples than it was asked for"));
    }
    let file = |source| WorkerError::File { path: path.to_owned(), source };
    let size = tokio::fs::metadata(path).await.map_err(file)?.len();
    if size != work.result_bytes() {
        return Err(WorkerError::Mismatch("its file has the wrong size"));
    }
    let bytes = tokio::fs::read(path).await.map_err(file)?;
    if BlobHash::of(&bytes) != hash {
        return Err(WorkerError::Mismatch("its file has another hash"));
    }
    Ok(())
}
