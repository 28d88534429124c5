//! Where workers come from: short errands, and a worker at its bench.

use crate::limits::{BASE_MEMORY_BYTES, ERRAND_MEMORY_BYTES, OPEN, PIXEL_BYTES, PROBE, SCENE_COPIES};
use crate::process::Process;
use crate::scratch::Scratch;
use crate::{Worker, WorkerError};
use idlewatt_proto::Bytes;
use idlewatt_proto::device::MeasuredDevice;
use idlewatt_proto::job::{SceneFacts, View};
use idlewatt_proto::picture::ReadAs;
use idlewatt_proto::worker::{Order, OwnScene, Report};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Which program to start, and for which adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    /// The worker program.
    pub program: PathBuf,
    /// Name of the adapter to use; without it the best one.
    pub adapter: Option<String>,
}

/// What a worker is set up with.
#[derive(Debug, Clone, PartialEq)]
pub struct Bench {
    /// A GLB or glTF file.
    pub scene: PathBuf,
    /// How it is seen.
    pub view: View,
    /// Most memory that the scene and the picture may take.
    pub memory: Bytes,
    /// The worker's own folder: made now, new or left behind by an earlier worker, and removed when the worker is
    /// closed or dropped.
    pub scratch: PathBuf,
}

/// What a worker is set up with for a scene of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnBench {
    /// Which.
    pub scene: OwnScene,
    /// How it is seen.
    pub view: View,
    /// Most memory that the scene and the picture may take.
    pub memory: Bytes,
    /// As of [`Bench::scratch`].
    pub scratch: PathBuf,
}

/// What is put around a scene before it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// An OpenEXR or Radiance file with everything around the scene.
    pub file: PathBuf,
    /// Degrees about the vertical axis.
    pub rotation: f32,
    /// What its light is multiplied by.
    pub strength: f32,
}

/// What is changed in a scene before it is sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Which of the file's scenes is meant, by name or number; without it the one that it says itself.
    pub scene: Option<String>,
    /// Which animation plays, by name or number; without it all.
    pub animation: Option<String>,
    /// How its numbers are meant.
    pub read_as: ReadAs,
    /// What is around it.
    pub around: Option<Around>,
}

/// Memory that the process may hold.
fn process_bytes(view: &View, memory: Bytes) -> u64 {
    let pixels = u64::from(view.width) * u64::from(view.height);
    let scene = memory.0.saturating_mul(SCENE_COPIES);
    scene.saturating_add(BASE_MEMORY_BYTES).saturating_add(pixels * PIXEL_BYTES)
}

impl Workshop {
    /// With the worker that was installed beside this very program.
    pub fn beside_current_exe() -> Result<Self, WorkerError> {
        let name = format!("idlewatt-worker{}", std::env::consts::EXE_SUFFIX);
        let here = std::env::current_exe();
        let program =
            here.as_ref().ok().and_then(|exe| exe.parent()).map_or_else(|| name.clone().into(), |dir| dir.join(&name));
        if program.is_file() {
            return Ok(Self { program, adapter: None });
        }
        let source = here.err().unwrap_or_else(|| io::ErrorKind::NotFound.into());
        Err(WorkerError::Spawn { program, source })
    }

    /// The adapters of this machine and how fast they render, best first. Takes seconds and uses them fully.
    pub async fn probe(&self) -> Result<Vec<MeasuredDevice>, WorkerError> {
        let scratch = Scratch::create(&errand_folder(&std::env::temp_dir()))?;
        match self.errand(["probe".as_ref()], scratch.into(), "measuring", PROBE).await? {
            Report::Probed { devices } => Ok(devices),
            other => Err(WorkerError::garbage(&format!("{other:?}"))),
        }
    }

    /// What is in a scene, or why it cannot be rendered.
    pub async fn inspect(&self, scene: &Path) -> Result<SceneFacts, WorkerError> {
        let scene = absolute(scene)?;
        let scratch = Scratch::create(&errand_folder(&std::env::temp_dir()))?;
        let arguments = ["inspect".as_ref(), scene.as_os_str()];
        facts(self.errand(arguments, scratch.into(), "inspecting a scene", OPEN).await?)
    }

    /// Writes a scene with all that it refers to as one GLB: what is sent to a provider.
    pub async fn pack(&self, scene: &Path, into: &Path) -> Result<SceneFacts, WorkerError> {
        self.pack_at(scene, into, 0).await
    }

    /// The same, with what is in it at an instant of its animation, in microseconds.
    pub async fn pack_at(&self, scene: &Path, into: &Path, time_us: u32) -> Result<SceneFacts, WorkerError> {
        self.pack_changed(scene, into, time_us, &Changes::default()).await
    }

    /// The same with changes.
    pub async fn pack_changed(
        &self,
        scene: &Path,
        into: &Path,
        time_us: u32,
        changes: &Changes,
    ) -> Result<SceneFacts, WorkerError> {
        let scene = absolute(scene)?;
        let into = absolute(into)?;
        // The worker writes into its own folder only; beside the goal, so that moving is renaming.
        let beside = into.parent().unwrap_or(Path::new("/"));
        let scratch = Arc::new(Scratch::create(&errand_folder(beside))?);
        let packed = scratch.path().join("packed.glb");
        let mut arguments: Vec<OsString> = vec!["pack".into(), scene.into(), packed.clone().into()];
        arguments.extend(["--time-us".into(), time_us.to_string().into()]);
        for (what, name) in [("--shown", &changes.scene), ("--animation", &changes.animation)] {
            // In one word, so that no name is taken for an option.
            arguments.extend(name.iter().map(|name| format!("{what}={name}").into()));
        }
        if changes.read_as == ReadAs::Blender {
            arguments.push("--as-blender".into());
        }
        if let Some(around) = &changes.around {
            let (rotation, strength) = (around.rotation.to_string(), around.strength.to_string());
            arguments.extend(["--environment".into(), absolute(&around.file)?.into()]);
            arguments.extend(["--rotation".into(), rotation.into(), "--strength".into(), strength.into()]);
        }
        let arguments = arguments.iter().map(OsString::as_os_str);
        let facts = facts(self.errand(arguments, Arc::clone(&scratch), "packing a scene", OPEN).await?)?;
        crate::worker::move_file(&packed, &into).await?;
        Ok(facts)
    }

    /// Starts a worker and has it open a scene. The thread that this is polled on must outlive the worker, as those of
    /// a runtime do: on Linux the worker dies with it.
    pub async fn open(&self, bench: Bench) -> Result<Worker, WorkerError> {
        let Bench { scene, view, memory, scratch } = bench;
        let most = process_bytes(&view, memory);
        let scene = crate::worker::text(&absolute(&scene)?)?;
        self.with_scene(&scratch, most, Order::Open { scene, view, memory }).await
    }

    /// The same with a scene that ships with the worker.
    pub async fn open_own(&self, bench: OwnBench) -> Result<Worker, WorkerError> {
        let OwnBench { scene, view, memory, scratch } = bench;
        let most = process_bytes(&view, memory);
        self.with_scene(&scratch, most, Order::OpenOwn { scene, view, memory }).await
    }

    async fn with_scene(&self, scratch: &Path, most: u64, order: Order) -> Result<Worker, WorkerError> {
        let scratch = Arc::new(Scratch::create(scratch)?);
        let mut arguments: Vec<OsString> = vec!["run".into(), "--scratch".into(), scratch.path().into()];
        if let Some(adapter) = &self.adapter {
            arguments.extend(["--adapter".into(), adapter.into()]);
        }
        let process = Process::start(&self.program, arguments, Arc::clone(&scratch), most)?;
        Worker::open(process, scratch, order).await
    }

    /// Runs a worker for one report.
    pub(crate) async fn errand(
        &self,
        arguments: impl IntoIterator<Item = &OsStr>,
        scratch: Arc<Scratch>,
        doing: &'static str,
        patience: Duration,
    ) -> Result<Report, WorkerError> {
        let mut process = Process::start(&self.program, arguments, scratch, ERRAND_MEMORY_BYTES)?;
        let report = process.report(doing, patience).await;
        process.close().await;
        report
    }
}

fn facts(report: Report) -> Result<SceneFacts, WorkerError> {
    match report {
        Report::Opened { facts, .. } => Ok(facts),
        other => Err(WorkerError::garbage(&format!("{other:?}"))),
    }
}

/// Workers have a working folder of their own, so a path must not depend on ours.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, WorkerError> {
    std::path::absolute(path).map_err(WorkerError::file("find", path))
}

/// A name that no other errand of this machine has now.
pub(crate) fn errand_folder(parent: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    parent.join(format!(".idlewatt-errand-{}-{number}", std::process::id()))
}
