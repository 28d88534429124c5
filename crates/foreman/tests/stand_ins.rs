//! The foreman against workers that behave, dawdle, hang, crash, babble, flood and lie: each gets a typed error, and
//! none leaves a process or a folder behind.
#![cfg(unix)]

use idlewatt_foreman::{Bench, Reins, Rendered, Worker, WorkerError, Workshop, limits};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::{Fault, Pace, PictureFormat};
use idlewatt_proto::{BlobHash, Bytes, UnitId};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

const UNIT: UnitId = UnitId([7; 32]);
const WORK: RenderUnit =
    RenderUnit { tile: Tile { x: 0, y: 0, width: 16, height: 8 }, samples: SampleRange { first: 4, count: 8 } };

struct Stage {
    folder: TempDir,
    workshop: Workshop,
}

impl Stage {
    fn bench(&self) -> Bench {
        Bench {
            scene: self.folder.path().join("scene.glb"),
            view: View { max_bounces: 4, seed: 1, ..View::new(16, 8) },
            memory: Bytes(1 << 20),
            scratch: self.scratch(),
        }
    }

    fn scratch(&self) -> PathBuf {
        self.folder.path().join("scratch")
    }

    async fn open(&self) -> Worker {
        self.workshop.open(self.bench()).await.expect("it opens")
    }
}

/// A workshop whose worker plays a role. The program is linked, not copied: a file that is open for writing while
/// another test forks cannot be started.
fn stage(role: &str) -> Stage {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let exe = std::env::current_exe().expect("this test");
    let target = exe.parent().and_then(Path::parent).expect("the target folder");
    let program = folder.path().join(role);
    fs::hard_link(target.join("examples/stand_in"), &program).expect("the stand-in is built with the tests");
    Stage { workshop: Workshop { program, adapter: None }, folder }
}

fn lives(pid: u32) -> bool {
    let pid = rustix::process::Pid::from_raw(pid.try_into().expect("a pid")).expect("a pid");
    rustix::process::test_kill_process(pid).is_ok()
}

/// Waits until a process and its folder are gone. Without tokio's clock, which some tests stop.
fn wait_until_gone(pid: u32, scratch: &Path) -> tokio::task::JoinHandle<()> {
    let scratch = scratch.to_owned();
    tokio::task::spawn_blocking(move || {
        for _ in 0..3000 {
            if !lives(pid) && !scratch.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("process {pid} alive: {}, folder there: {}", lives(pid), scratch.exists());
    })
}

/// Has a worker of this role render, and returns its error once it is gone without our help.
async fn failure_of(role: &str) -> WorkerError {
    let stage = stage(role);
    let mut worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let error = worker.render(UNIT, WORK, |_| {}).await.expect_err("it fails");
    assert_eq!(worker.pid(), None, "{error}: the process is gone before the caller hears of it");
    assert!(!lives(pid), "{error}");
    drop(worker);
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
    error
}

#[tokio::test]
async fn takes_a_good_workers_answers() {
    let stage = stage("ok");
    let mut worker = stage.open().await;
    assert_eq!((worker.facts().triangles, worker.device().name.as_str()), (12, "Stand-in"));
    let mut seen = Vec::new();
    let rendered = worker.render(UNIT, WORK, |samples| seen.push(samples)).await.expect("a result");
    assert_eq!((rendered.samples, seen), (WORK.samples, vec![8]));
    assert_eq!(BlobHash::of(&fs::read(&rendered.path).expect("the file")), rendered.hash);

    let elsewhere = stage.folder.path().join("delivered");
    fs::rename(&rendered.path, &elsewhere).expect("moved");
    worker.inspect(UNIT, WORK, &elsewhere, vec![WORK.tile]).await.expect("an answer").expect("it is right");
    let picture = stage.folder.path().join("out.png");
    worker.picture(&picture, PictureFormat::Png, None, Default::default()).await.expect("a picture");
    assert_eq!(fs::read_to_string(&picture).expect("the picture"), "picture");

    let pid = worker.pid().expect("it lives");
    worker.close().await;
    assert!(!lives(pid), "close waits for the end");
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
}

#[tokio::test]
async fn runs_errands() {
    let stage = stage("ok");
    let scene = stage.folder.path().join("scene.glb");
    assert_eq!(stage.workshop.probe().await.expect("devices")[0].samples_per_second, 7);
    assert_eq!(stage.workshop.inspect(&scene).await.expect("facts").triangles, 12);
    let packed = stage.folder.path().join("packed.glb");
    stage.workshop.pack(&scene, &packed).await.expect("facts");
    assert_eq!(fs::read_to_string(&packed).expect("the file"), "packed");
    let broken = stage.workshop.inspect(&stage.folder.path().join("broken.glb")).await.expect_err("broken");
    assert!(matches!(broken, WorkerError::Fault(Fault::BadScene { .. })), "{broken}");
    let left: Vec<_> =
        fs::read_dir(stage.folder.path()).expect("the folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "the program and what was packed: {left:?}");
}

#[tokio::test]
async fn tells_a_worker_nothing_about_its_owner() {
    let stage = stage("ok");
    assert!(std::env::var_os("PATH").is_some(), "there is something to hide");
    let mut worker = stage.open().await;
    worker.render(UNIT, WORK, |_| {}).await.expect("a result");
    let told = fs::read_to_string(worker.scratch().join("environment")).expect("what it saw");
    let known = ["LD_LIBRARY_PATH", "MESA_SHADER_CACHE_DIR", "__GL_SHADER_DISK_CACHE", "TMPDIR"];
    let secret =
        told.lines().find(|name| !known.contains(name) && !name.starts_with("VK_") && !name.starts_with("XDG_"));
    assert_eq!(secret, None);
}

#[tokio::test]
async fn reins_reach_a_worker_that_is_waited_for() {
    let stage = stage("slow");
    let mut worker = stage.open().await;
    let reins = worker.reins();
    let rendering = worker.render(UNIT, WORK, |_| {});
    // Before the first poll: the order is on its way all the same, and this one after it.
    reins.pace(Pace { quantum_us: 4000, duty_permille: 500 });
    reins.yield_now();
    assert_eq!(rendering.await.expect("a part").samples, SampleRange { first: 4, count: 1 });

    let pid = worker.pid().expect("it lives");
    let puller = reins.clone();
    let error = worker.render(UNIT, WORK, move |_| puller.kill()).await.expect_err("killed");
    assert!(matches!(error, WorkerError::Killed), "{error}");
    assert!(!lives(pid));
}

/// Has a worker of this role render, and does something with its reins once it tells of progress.
async fn pulled(stage: &Stage, pull: impl Fn(&Reins)) -> (Worker, Result<Rendered, WorkerError>) {
    let mut worker = stage.open().await;
    let reins = worker.reins();
    let result = worker.render(UNIT, WORK, |_| pull(&reins)).await;
    (worker, result)
}

#[tokio::test]
async fn what_a_killed_worker_had_saved_is_its_result() {
    let stage = stage("save-hang");
    let (worker, result) = pulled(&stage, Reins::kill).await;
    let saved = result.expect("a part");
    assert_eq!(saved.samples, SampleRange { first: 4, count: 3 });
    assert!(saved.worker_gone && worker.pid().is_none());
    assert_eq!((saved.busy_ms, saved.longest_us, saved.submissions), (4, 800, 5));
    let bytes = fs::read(&saved.path).expect("the file outlives the process");
    assert_eq!((bytes.len() as u64, BlobHash::of(&bytes)), (WORK.result_bytes(), saved.hash));
    drop(worker);
    assert!(!stage.scratch().exists(), "and goes with its worker");
}

#[tokio::test]
async fn of_a_worker_that_ends_in_its_own_way_nothing_is_saved() {
    let error = failure_of("save-crash").await;
    assert!(matches!(error, WorkerError::Exited { .. }), "{error}");
    let error = failure_of("save-garbage").await;
    assert!(matches!(error, WorkerError::Garbage { .. }), "{error}");
    let error = failure_of("save-outside").await;
    assert!(matches!(error, WorkerError::Garbage { .. }), "a name that leads out of the folder: {error}");
}

#[tokio::test]
async fn a_worker_that_falls_silent_has_saved_nothing() {
    let stage = stage("save-hang");
    let mut worker = stage.open().await;
    tokio::time::pause();
    let error = worker.render(UNIT, WORK, |_| {}).await.expect_err("silence");
    assert!(matches!(error, WorkerError::Silent { .. }), "{error}");
}

#[tokio::test]
async fn what_was_saved_is_not_believed() {
    for role in ["save-wrong-hash", "save-link", "save-no-file", "save-greedy"] {
        let (worker, result) = pulled(&stage(role), Reins::kill).await;
        let error = result.expect_err(role);
        assert!(matches!(error, WorkerError::Mismatch { .. }), "{role}: {error}");
        assert_eq!(worker.pid(), None);
    }
}

#[tokio::test]
async fn a_gpu_is_released_with_what_the_worker_answers_in_time() {
    let stage = stage("save-slow");
    let (mut worker, result) = pulled(&stage, |reins| reins.release_gpu(Duration::from_secs(3600))).await;
    let yielded = result.expect("a part");
    assert_eq!(yielded.samples, SampleRange { first: 4, count: 1 }, "its answer, not what it saved before");
    assert!(yielded.worker_gone && worker.pid().is_none(), "killed all the same, long before the time was up");
    assert_eq!(BlobHash::of(&fs::read(&yielded.path).expect("the file")), yielded.hash);
    assert!(matches!(worker.render(UNIT, WORK, |_| {}).await, Err(WorkerError::Killed)));
}

#[tokio::test]
async fn a_gpu_is_released_with_what_was_saved_by_a_worker_that_does_not_answer() {
    let (worker, result) = pulled(&stage("save-hang"), |reins| reins.release_gpu(Duration::from_millis(1))).await;
    assert_eq!(result.expect("a part").samples, SampleRange { first: 4, count: 3 });
    assert_eq!(worker.pid(), None);
    let (_worker, result) = pulled(&stage("save-hang"), |reins| {
        reins.release_gpu(Duration::from_secs(3600));
        reins.kill();
    })
    .await;
    assert_eq!(result.expect("a part").samples.count, 3, "a kill is sooner than a release");
}

#[tokio::test]
async fn an_idle_worker_is_released_too() {
    let stage = stage("ok");
    let mut worker = stage.open().await;
    worker.render(UNIT, WORK, |_| {}).await.expect("a result");
    let (pid, reins) = (worker.pid().expect("it lives"), worker.reins());
    reins.release_gpu(Duration::from_millis(1));
    while worker.pid().is_some() {
        tokio::task::yield_now().await;
    }
    assert!(!lives(pid));
    reins.release_gpu(Duration::ZERO);
    reins.kill();
}

#[tokio::test]
async fn a_kill_needs_no_runtime() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let stage = stage("hang");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    worker.reins().kill();
    // The only thread of this runtime is here, and waits for nothing but the process's end.
    let state = || {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')').next().and_then(|rest| rest.trim().chars().next())
    };
    let ended = (0..3000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        matches!(state(), None | Some('Z' | 'X'))
    });
    assert!(ended, "{:?}", state());
}

#[tokio::test]
async fn a_unit_given_up_takes_its_worker_along() {
    let stage = stage("slow");
    let mut worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let (tell, mut told) = tokio::sync::mpsc::channel(1);
    tokio::select! {
        result = worker.render(UNIT, WORK, move |_| { let _ = tell.try_send(()); }) => panic!("{result:?}"),
        _ = told.recv() => {}
    }
    let error =
        worker.picture(&stage.folder.path().join("out.png"), PictureFormat::Png, None, Default::default()).await;
    assert!(matches!(error, Err(WorkerError::Killed)), "the next report would be another order's answer");
    drop(worker);
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
}

#[tokio::test]
async fn dropping_a_worker_ends_it() {
    let stage = stage("hang");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    drop(worker);
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
}

#[tokio::test]
async fn a_worker_that_hangs_is_killed() {
    let stage = stage("hang");
    let mut worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    // With the clock stopped, waiting for nothing but time takes none.
    tokio::time::pause();
    let error = worker.render(UNIT, WORK, |_| {}).await.expect_err("silence");
    assert!(matches!(error, WorkerError::Silent { after: limits::WATCHDOG, .. }), "{error}");
    drop(worker);
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
}

#[tokio::test]
async fn closing_does_not_wait_for_a_worker_that_hangs() {
    let stage = stage("deaf");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    worker.close().await;
    wait_until_gone(pid, &stage.scratch()).await.expect("gone");
}

#[tokio::test]
async fn a_worker_that_never_greets_is_killed() {
    let stage = stage("no-hello");
    tokio::time::pause();
    let error = stage.workshop.open(stage.bench()).await.expect_err("silence");
    assert!(matches!(error, WorkerError::Silent { after: limits::START, .. }), "{error}");
    let scratch = stage.scratch();
    let gone = move || {
        (0..3000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            !scratch.exists()
        })
    };
    assert!(tokio::task::spawn_blocking(gone).await.expect("waited"), "the folder goes with the process");
}

#[tokio::test]
async fn a_worker_that_does_not_read_cannot_be_held_and_is_killed() {
    let stage = stage("deaf");
    let mut worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let reins = worker.reins();
    let rendering = worker.render(UNIT, WORK, |_| {});
    let pulling = async {
        // More than the pipe and the queue hold.
        while lives(pid) {
            for _ in 0..limits::ORDERS / 2 {
                reins.pace(Pace { quantum_us: 4000, duty_permille: 1000 });
            }
            tokio::task::yield_now().await;
        }
    };
    let (error, ()) = tokio::join!(rendering, pulling);
    assert!(matches!(error, Err(WorkerError::Killed)), "{error:?}");
}

#[tokio::test]
async fn a_crash_is_told_with_its_last_words() {
    match failure_of("crash").await {
        WorkerError::Exited { status, stderr } => {
            assert!(status.contains('3'), "{status}");
            assert!(stderr.trim_end().ends_with("the driver fell over"), "{stderr}");
            assert!(stderr.len() <= limits::STDERR_TAIL_BYTES, "of everything it wrote only the end is kept");
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn babble_is_an_error() {
    let error = failure_of("garbage").await;
    assert!(matches!(&error, WorkerError::Garbage { said } if said == "Segmentation fault"), "{error}");
}

#[tokio::test]
async fn a_flood_of_reports_is_an_error() {
    assert!(matches!(failure_of("flood").await, WorkerError::Flooded { .. }));
}

#[tokio::test]
async fn a_line_without_an_end_takes_no_memory() {
    let held = || {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0").to_owned();
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("kilobytes")
    };
    let before = held();
    assert!(matches!(failure_of("endless").await, WorkerError::Garbage { .. }));
    assert!(held() < before + 32 * 1024, "{before} kB before, {} kB after", held());
}

#[tokio::test]
async fn results_are_not_believed() {
    for role in ["wrong-hash", "wrong-size", "no-file", "link", "greedy"] {
        let error = failure_of(role).await;
        assert!(matches!(error, WorkerError::Mismatch { .. }), "{role}: {error}");
    }
}

#[tokio::test]
async fn another_version_is_a_broken_installation() {
    let stage = stage("old");
    let error = stage.workshop.open(stage.bench()).await.expect_err("old");
    assert!(matches!(error, WorkerError::Version { .. }), "{error}");
}

#[tokio::test]
async fn a_missing_program_is_an_error() {
    let stage = stage("ok");
    let workshop = Workshop { program: stage.folder.path().join("nothing"), adapter: None };
    assert!(matches!(workshop.probe().await, Err(WorkerError::Spawn { .. })));
}

#[tokio::test]
async fn only_its_own_leavings_are_swept_away() {
    let stage = stage("ok");
    let worker = stage.open().await;
    let mark = fs::read_dir(worker.scratch())
        .expect("scratch")
        .flatten()
        .find(|entry| entry.path().is_file() && entry.file_name().to_string_lossy().starts_with('.'));
    let mark = mark.expect("a mark").file_name();
    worker.close().await;
    // As after a kill -9 of the foreman.
    fs::create_dir(stage.scratch()).expect("a folder");
    fs::write(stage.scratch().join(mark), []).expect("the mark");
    fs::write(stage.scratch().join("old.sums"), []).expect("a file");
    let worker = stage.open().await;
    assert!(!worker.scratch().join("old.sums").exists());
    worker.close().await;

    fs::create_dir(stage.scratch()).expect("a folder");
    fs::write(stage.scratch().join("diary"), "mine").expect("a file");
    let error = stage.workshop.open(stage.bench()).await.expect_err("not ours");
    assert!(matches!(error, WorkerError::File { .. }), "{error}");
    assert!(stage.scratch().join("diary").exists());
}
