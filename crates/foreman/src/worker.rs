//! A worker at its bench: one order at a time, each answer checked before it is believed.

use crate::WorkerError;
use crate::limits::{FINISH, OPEN, PICTURE, START, UNIT, WATCHDOG};
use crate::process::Process;
use crate::reins::Reins;
use crate::scratch::Scratch;
use idlewatt_proto::device::Device;
use idlewatt_proto::job::{RENDER_ENGINE, RenderUnit, SampleRange, SceneFacts, Tile, View};
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::text::TEXT_ENGINE;
use idlewatt_proto::worker::{Order, PictureFormat, Report, WORKER_PROTOCOL};
use idlewatt_proto::{BlobHash, UnitId};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// A worker with an open scene. Dropping it kills the process and removes its scratch folder.
#[derive(Debug)]
pub struct Worker {
    process: Process,
    scratch: Arc<Scratch>,
    facts: SceneFacts,
    device: Device,
    ray_queries: bool,
    /// An order was given whose answer nobody took: the next report would be taken for another's.
    unanswered: bool,
    /// What it saved last of the unit in hand, not yet looked at.
    saved: Option<Rendered>,
}

/// A finished unit: a file in the scratch folder, of the right size and with this hash. The folder lives as long as the
/// [`Worker`] value, also when the process was killed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The samples that were done: a prefix of those asked for, never empty.
    pub samples: SampleRange,
    /// BLAKE3 of the file.
    pub hash: BlobHash,
    /// The file.
    pub path: PathBuf,
    /// Time on the GPU in milliseconds.
    pub busy_ms: u64,
    /// The longest submission in microseconds.
    pub longest_us: u64,
    /// How many submissions.
    pub submissions: u64,
    /// How noisy the worker's own picture is there now; `None`: too little is known.
    pub noise: Option<Noise>,
    /// The worker was killed with its own foreman's reins and takes no more orders.
    pub worker_gone: bool,
}

impl Worker {
    pub(crate) async fn open(mut process: Process, scratch: Arc<Scratch>, opening: Order) -> Result<Self, WorkerError> {
        greet(&mut process).await?;
        process.order(opening);
        match process.report("opening a scene", OPEN).await {
            Ok(Report::Opened { facts, device: Some(device), ray_queries }) => {
                Ok(Self { process, scratch, facts, device, ray_queries, unanswered: false, saved: None })
            }
            Ok(other) => Err(process.fail(WorkerError::garbage(&format!("{other:?}"))).await),
            Err(error) => Err(process.fail(error).await),
        }
    }

    /// What is in the scene.
    pub fn facts(&self) -> &SceneFacts {
        &self.facts
    }

    /// What renders it.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Whether rays go by what the device has for them.
    pub fn ray_queries(&self) -> bool {
        self.ray_queries
    }

    /// The process, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Whether it lives and can take an order.
    pub fn is_free(&self) -> bool {
        !self.unanswered && self.pid().is_some()
    }

    /// The worker's own folder, an absolute path.
    pub fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// The way to hold it back while [`Worker::render`] is waited for.
    pub fn reins(&self) -> Reins {
        Reins { orders: self.process.orders().downgrade(), kill: Arc::clone(self.process.kill()) }
    }

    /// Has it look at its scene in another way, or at another instant, and begin a new picture of no more pixels than the
    /// first one: its memory is bounded by those. After an error it shows nothing, and is to be let go.
    pub async fn turn(&mut self, view: View) -> Result<(), WorkerError> {
        self.begin(Order::Turn { view })?;
        let answer = self.process.report("opening a scene", OPEN).await;
        self.unanswered = false;
        match answer? {
            Report::Opened { facts, device: Some(device), ray_queries } => {
                (self.facts, self.device, self.ray_queries) = (facts, device, ray_queries);
                Ok(())
            }
            other => Err(self.nonsense(&other).await),
        }
    }

    /// Renders a unit. The order is on its way when this returns, so that reins pulled before the first poll count.
    /// A unit that is given up by dropping the future takes the worker with it. One whose worker is killed with the
    /// reins comes to what was saved last, if anything was; of a worker that ends in any other way nothing is believed.
    pub fn render(
        &mut self,
        unit: UnitId,
        work: RenderUnit,
        progress: impl FnMut(u32),
    ) -> impl Future<Output = Result<Rendered, WorkerError>> {
        let file = format!("{unit}.sums");
        let begun = self.begin(Order::Render { unit, work, file: file.clone() });
        async move {
            begun?;
            let answer = self.answer("rendering", unit, progress).await;
            let worker_gone = self.released(&answer).await;
            let rendered = match answer {
                Ok(Report::Rendered { unit: of, samples, hash, busy_ms, longest_us, submissions, noise })
                    if of == unit =>
                {
                    let path = self.scratch.path().join(file);
                    Rendered { samples, hash, path, busy_ms, longest_us, submissions, noise, worker_gone }
                }
                Ok(other) => return Err(self.nonsense(&other).await),
                Err(error) => match (error, self.saved.take()) {
                    (WorkerError::Killed, Some(saved)) if self.process.kill().wanted() => saved,
                    // It would be taken for one that lives on.
                    (WorkerError::Fault(_), _) if worker_gone => return Err(WorkerError::Killed),
                    (error, _) => return Err(error),
                },
            };
            match check(&work, &rendered).await {
                Ok(()) => Ok(rendered),
                Err(what) => Err(self.process.fail(WorkerError::Mismatch { what }).await),
            }
        }
    }

    /// A worker that has answered while its GPU is wanted back has no more to do. Whether it is so, and it gone.
    async fn released(&mut self, answer: &Result<Report, WorkerError>) -> bool {
        let living = matches!(answer, Ok(_) | Err(WorkerError::Fault(_)));
        let released = living && self.process.kill().releasing();
        if released {
            self.process.kill().as_wanted();
            self.process.gone().await;
        }
        released
    }

    /// Has a result looked at: `work` with its samples as delivered, `blocks` to be recomputed. If it is right it is
    /// part of the picture afterwards, which is so noisy there; the inner error says what is wrong with it.
    pub async fn inspect(
        &mut self,
        unit: UnitId,
        work: RenderUnit,
        file: &Path,
        blocks: Vec<Tile>,
    ) -> Result<Result<Option<Noise>, UnitFailure>, WorkerError> {
        let name = self.bring(file).await?;
        self.begin(Order::Inspect { unit, work, file: name, blocks })?;
        match self.answer("inspecting", unit, |_| {}).await? {
            Report::Inspected { unit: of, fault, noise } if of == unit => Ok(fault.map_or(Ok(noise), Err)),
            other => Err(self.nonsense(&other).await),
        }
    }

    /// Writes the picture as it is now, with no side longer than `max_side`. The file is whole at any moment.
    pub async fn picture(
        &mut self,
        file: &Path,
        format: PictureFormat,
        max_side: Option<u32>,
        finish: Finish,
    ) -> Result<(), WorkerError> {
        // The worker writes into its own folder only, and the picture is carried from there.
        let name = match format {
            PictureFormat::Png => "picture.png",
            PictureFormat::Exr => "picture.exr",
        };
        self.begin(Order::Picture { file: name.to_owned(), format, max_side, finish })?;
        let process = &mut self.process;
        let told = timeout(FINISH, async {
            loop {
                match process.report("writing a picture", PICTURE).await? {
                    Report::Alive => {}
                    other => return Ok::<_, WorkerError>(other),
                }
            }
        });
        let answer = told.await;
        self.unanswered = false;
        let Ok(answer) = answer else {
            return Err(self.process.fail(WorkerError::Overtime { most: FINISH }).await);
        };
        match answer? {
            Report::Pictured { file: of } if of == name => move_file(&self.scratch.path().join(name), file).await,
            other => Err(self.nonsense(&other).await),
        }
    }

    /// Ends it: closes its standard input, waits a little, kills it, and removes its folder.
    pub async fn close(self) {
        self.process.close().await;
    }

    fn begin(&mut self, order: Order) -> Result<(), WorkerError> {
        if self.unanswered {
            self.process.kill().now();
            return Err(WorkerError::Killed);
        }
        self.unanswered = true;
        self.saved = None;
        self.process.order(order);
        Ok(())
    }

    /// Waits for an answer through any number of progress reports.
    async fn answer(
        &mut self,
        doing: &'static str,
        unit: UnitId,
        mut progress: impl FnMut(u32),
    ) -> Result<Report, WorkerError> {
        let Self { process, scratch, saved, .. } = self;
        let told = timeout(UNIT, async {
            loop {
                match process.report(doing, WATCHDOG).await? {
                    Report::Progress { unit: of, samples } if of == unit => progress(samples),
                    Report::Saved { unit: of, samples, file, hash, busy_ms, longest_us, submissions }
                        if of == unit && is_name(&file) =>
                    {
                        let path = scratch.path().join(file);
                        let (noise, worker_gone) = (None, true);
                        *saved = Some(Rendered {
                            samples,
                            hash,
                            path,
                            busy_ms,
                            longest_us,
                            submissions,
                            noise,
                            worker_gone,
                        });
                    }
                    other => return Ok(other),
                }
            }
        });
        let answer = told.await;
        self.unanswered = false;
        match answer {
            Ok(answer) => answer,
            Err(_) => Err(self.process.fail(WorkerError::Overtime { most: UNIT }).await),
        }
    }

    async fn nonsense(&mut self, report: &Report) -> WorkerError {
        self.process.fail(WorkerError::garbage(&format!("{report:?}"))).await
    }

    /// The name of a file in the scratch folder, after copying it there if it lies elsewhere.
    async fn bring(&self, file: &Path) -> Result<String, WorkerError> {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("result").to_owned();
        let here = self.scratch.path().join(&name);
        let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if !same(file, &here) {
            tokio::fs::copy(file, &here).await.map_err(WorkerError::file("read", file))?;
        }
        Ok(name)
    }
}

/// Hears a worker's first word: whether it and we belong together.
pub(crate) async fn greet(process: &mut Process) -> Result<(), WorkerError> {
    match process.report("starting", START).await? {
        Report::Hello { protocol: WORKER_PROTOCOL, engine, text_engine }
            if engine == RENDER_ENGINE && text_engine == TEXT_ENGINE =>
        {
            Ok(())
        }
        Report::Hello { protocol, engine, text_engine } => {
            let found = format!("{engine}, {text_engine}, protocol {protocol}");
            Err(process.fail(WorkerError::Version { found }).await)
        }
        other => Err(process.fail(WorkerError::garbage(&format!("{other:?}"))).await),
    }
}

/// Orders are JSON, which has no bytes for a path that is not Unicode.
pub(crate) fn text(path: &Path) -> Result<String, WorkerError> {
    let not_unicode = || io::Error::new(io::ErrorKind::InvalidInput, "its name is not Unicode");
    path.to_str().map(str::to_owned).ok_or_else(|| WorkerError::file("use", path)(not_unicode()))
}

/// Whether a worker's word is the name of a file in its folder, and leads nowhere else.
fn is_name(file: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !file.is_empty() && !file.starts_with('.') && file.bytes().all(plain)
}

/// Whether a result is what the worker says: a prefix of the samples, a plain file of the exact size, the hash.
async fn check(work: &RenderUnit, rendered: &Rendered) -> Result<(), String> {
    let SampleRange { first, count } = rendered.samples;
    if first != work.samples.first || count == 0 || count > work.samples.count {
        return Err(format!("samples {first} + {count}"));
    }
    let (path, hash, size) = (rendered.path.clone(), rendered.hash, work.result_bytes());
    let checked = spawn_blocking(move || {
        let bytes = read_plain(&path, size).map_err(|error| format!("its file: {error}"))?;
        if bytes.len() as u64 != size {
            return Err(format!("its file does not have {size} bytes"));
        }
        if BlobHash::of(&bytes) == hash { Ok(()) } else { Err("its file has another hash".to_owned()) }
    });
    checked.await.map_err(|error| error.to_string())?
}

/// Reads a file that is no link, and not much more of it than it should have.
fn read_plain(path: &Path, size: u64) -> io::Result<Vec<u8>> {
    must_be_plain(path)?;
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(size + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A link that a worker made could lead us where the worker itself may not go.
fn must_be_plain(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_file() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a plain file"))
}

/// Moves what a worker wrote to where it belongs, which may be another disk.
pub(crate) async fn move_file(from: &Path, to: &Path) -> Result<(), WorkerError> {
    let (source, target) = (from.to_owned(), to.to_owned());
    let moving = spawn_blocking(move || {
        must_be_plain(&source)?;
        if fs::rename(&source, &target).is_ok() {
            return Ok(());
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let partial = target.with_file_name(name);
        let copied = fs::copy(&source, &partial).and_then(|_| fs::rename(&partial, &target));
        if copied.is_err() {
            let _ = fs::remove_file(&partial);
        }
        copied
    });
    let moved = moving.await.unwrap_or_else(|error| Err(io::Error::other(error)));
    moved.map_err(WorkerError::file("write", to))
}
