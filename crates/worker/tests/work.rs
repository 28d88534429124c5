//! The real worker on whatever adapter this machine has, under the real foreman.

use idlewatt_foreman::{Around, Bench, Changes, OwnBench, Worker, WorkerError, Workshop};
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::limits::UNIT_SPP;
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::worker::{Fault, OwnScene, Pace, PictureFormat};
use idlewatt_proto::{Bytes, UnitId};
use std::fs;
use std::path::{Path, PathBuf};

const UNIT: UnitId = UnitId([3; 32]);
const WORK: RenderUnit =
    RenderUnit { tile: Tile { x: 8, y: 16, width: 24, height: 16 }, samples: SampleRange { first: 2, count: 4 } };

/// All of the picture, with all samples that a unit may have.
const LONG: RenderUnit =
    RenderUnit { tile: Tile { x: 0, y: 0, width: 48, height: 40 }, samples: SampleRange { first: 0, count: UNIT_SPP } };

fn workshop() -> Workshop {
    Workshop { program: env!("CARGO_BIN_EXE_idlewatt-worker").into(), adapter: None }
}

fn cornell() -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests")).join("../engine/scenes/cornell.glb")
}

fn bench(folder: &Path) -> Bench {
    Bench {
        scene: cornell(),
        view: View { max_bounces: 6, seed: 9, ..View::new(48, 40) },
        memory: Bytes(256 << 20),
        scratch: folder.join("scratch"),
    }
}

/// A pace at which [`LONG`] takes longer than any test, on a fast card too.
fn leisurely(worker: &Worker) -> Pace {
    let duty_permille = if worker.device().kind == DeviceKind::Software { 1000 } else { 2 };
    Pace { quantum_us: 1_000, duty_permille }
}

async fn open(folder: &Path) -> Worker {
    workshop().open(bench(folder)).await.expect("the Cornell box opens")
}

/// A copy of a result with its values changed.
fn tampered(path: &Path, change: impl Fn(usize, f32) -> f32) -> PathBuf {
    let mut bytes = fs::read(path).expect("the result");
    for (index, value) in bytes.chunks_exact_mut(4).enumerate() {
        let old = f32::from_le_bytes([value[0], value[1], value[2], value[3]]);
        value.copy_from_slice(&change(index, old).to_le_bytes());
    }
    let other = path.with_file_name("tampered");
    fs::write(&other, bytes).expect("a file");
    other
}

#[tokio::test]
async fn renders_inspects_and_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    assert!(worker.facts().triangles > 10, "{:?}", worker.facts());
    assert!(!worker.device().name.is_empty());
    let rendered = worker.render(UNIT, WORK, |_| {}).await.expect("a result");
    assert_eq!(rendered.samples, WORK.samples);
    assert!(rendered.submissions > 0);
    let bytes = fs::read(&rendered.path).expect("the result");
    assert!(bytes.iter().any(|&byte| byte != 0), "there is light in the Cornell box");

    // Another worker, as on the requester's side.
    let other = tempfile::tempdir().expect("a folder");
    let mut judge = open(other.path()).await;
    let blocks = vec![Tile { x: 8, y: 16, width: 8, height: 8 }, Tile { x: 20, y: 20, width: 12, height: 12 }];
    let verdict = judge.inspect(UNIT, WORK, &rendered.path, blocks.clone()).await.expect("an answer");
    assert_eq!(verdict, Ok(None), "the same work is the same, and how noisy it is nobody knows");
    let none = judge.inspect(UNIT, WORK, &rendered.path, Vec::new()).await.expect("an answer");
    assert_eq!(none, Ok(Some(Noise(0))), "nothing to recompute is not a difference, nor is there one between both");

    let mut verdict_on =
        async |file: PathBuf| judge.inspect(UNIT, WORK, &file, blocks.clone()).await.expect("an answer");
    assert_eq!(verdict_on(tampered(&rendered.path, |_, value| value * 1.5)).await, Err(UnitFailure::Differs));
    assert_eq!(verdict_on(tampered(&rendered.path, |_, value| -value)).await, Err(UnitFailure::Differs));
    let undefined = tampered(&rendered.path, |index, value| if index == 40 { f32::NAN } else { value });
    assert_eq!(verdict_on(undefined).await, Err(UnitFailure::NotFinite));
    let short = rendered.path.with_file_name("short");
    fs::write(&short, &bytes[12..]).expect("a file");
    assert_eq!(verdict_on(short).await, Err(UnitFailure::BadResult));

    let picture = folder.path().join("picture.png");
    judge.picture(&picture, PictureFormat::Png, Some(24), Finish::default()).await.expect("a picture");
    let png = fs::read(&picture).expect("the picture");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!((&png[16..20], &png[20..24]), (&[0, 0, 0, 24][..], &[0, 0, 0, 20][..]), "24 x 20");
    let exr = folder.path().join("picture.exr");
    judge.picture(&exr, PictureFormat::Exr, None, Finish::default()).await.expect("a picture");
    let plain = fs::read(&exr).expect("the picture");
    assert_eq!(plain[..4], [0x76, 0x2f, 0x31, 0x01]);
    let finish = Finish { layers: true, denoise: true, ..Finish::default() };
    judge.picture(&exr, PictureFormat::Exr, None, finish).await.expect("a picture");
    let layered = fs::read(&exr).expect("the picture");
    for name in ["noisy.R", "albedo.G", "normal.Z", "depth.Z", "object_id"] {
        let has = |file: &[u8]| file.windows(name.len()).any(|bytes| bytes == name.as_bytes());
        assert!(has(&layered) && !has(&plain), "{name}");
    }
    judge.close().await;
    worker.close().await;
    assert!(!folder.path().join("scratch").exists());
}

#[tokio::test]
async fn a_unit_that_yields_is_a_prefix() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let reins = worker.reins();
    reins.pace(leisurely(&worker));
    let rendered = worker
        .render(UNIT, LONG, |samples| {
            if samples > 0 {
                reins.yield_now()
            }
        })
        .await
        .expect("a part");
    assert_eq!(rendered.samples.first, 0);
    assert!((1..UNIT_SPP).contains(&rendered.samples.count), "{:?}", rendered.samples);
    let part = RenderUnit { samples: rendered.samples, ..LONG };
    let block = Tile { x: 16, y: 16, width: 16, height: 8 };
    let verdict = worker.inspect(UNIT, part, &rendered.path, vec![block]).await.expect("an answer");
    assert!(verdict.is_ok(), "and right as far as it came");
    // What was told to one unit is not told to the next.
    assert_eq!(worker.render(UNIT, WORK, |_| {}).await.expect("a result").samples, WORK.samples);
    worker.close().await;
}

#[tokio::test]
async fn a_worker_held_back_does_nothing_and_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let reins = worker.reins();
    reins.pace(Pace { quantum_us: 4_000, duty_permille: 0 });
    let mut signs = Vec::new();
    let puller = reins.clone();
    let answer = worker.render(UNIT, WORK, |samples| {
        signs.push(samples);
        puller.yield_now();
    });
    assert!(matches!(answer.await, Err(WorkerError::Fault(Fault::Yielded))), "no sample was done");
    assert!(signs.iter().all(|&samples| samples == 0) && !signs.is_empty(), "{signs:?}");
    reins.pace(Pace { quantum_us: 4_000, duty_permille: 1000 });
    worker.render(UNIT, WORK, |_| {}).await.expect("a fault of one order does not spoil the next");
    worker.close().await;
}

#[tokio::test]
async fn a_worker_held_back_in_the_middle_keeps_what_it_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let reins = worker.reins();
    let leisurely = leisurely(&worker);
    let held_back = Pace { duty_permille: 0, ..leisurely };
    reins.pace(leisurely);
    let mut seen = Vec::new();
    let mut stage = 0;
    let mut held = 0;
    let rendering = worker.render(UNIT, LONG, |samples| {
        // The same number twice is a sign of life of a worker that does nothing else.
        let same = seen.last() == Some(&samples);
        seen.push(samples);
        match stage {
            0 if samples > 0 => reins.pace(held_back),
            1 if same => {
                held = samples;
                reins.pace(leisurely);
            }
            2 if samples > held => reins.pace(held_back),
            3 if same => reins.yield_now(),
            _ => return,
        }
        stage += 1;
    });
    let rendered = rendering.await.expect("a part");
    assert_eq!(stage, 4, "held, driven on, held again, stopped: {seen:?}");
    assert_eq!(Some(&rendered.samples.count), seen.last(), "nothing was begun any more: {seen:?}");
    assert!(!rendered.worker_gone);
    worker.close().await;
}

#[tokio::test]
async fn a_killed_worker_leaves_whole_samples_that_another_finds_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let reins = worker.reins();
    reins.pace(leisurely(&worker));
    // The second file is begun after the first was told of.
    let second = worker.scratch().join("saved.1");
    let saved = worker
        .render(UNIT, LONG, |_| {
            if second.exists() {
                reins.kill()
            }
        })
        .await
        .expect("a part");
    assert!(saved.worker_gone && worker.pid().is_none());
    assert!(saved.samples.count > 0 && saved.samples.count < UNIT_SPP && saved.samples.first == 0, "{saved:?}");
    let other = tempfile::tempdir().expect("a folder");
    let mut judge = open(other.path()).await;
    let part = RenderUnit { samples: saved.samples, ..LONG };
    let block = Tile { x: 16, y: 16, width: 8, height: 8 };
    assert!(judge.inspect(UNIT, part, &saved.path, vec![block]).await.expect("an answer").is_ok());
    let more = RenderUnit { samples: SampleRange { count: saved.samples.count + 100, ..saved.samples }, ..LONG };
    let verdict = judge.inspect(UNIT, more, &saved.path, vec![block]).await.expect("an answer");
    assert_eq!(verdict, Err(UnitFailure::Differs), "these samples and no others");
    judge.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn every_thread_of_a_worker_lets_others_go_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let (reins, pid) = (worker.reins(), worker.pid().expect("it lives"));
    reins.pace(leisurely(&worker));
    let mut nice = Vec::new();
    let rendering = worker.render(UNIT, LONG, |samples| {
        if samples > 0 && nice.is_empty() {
            let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("its threads").flatten();
            nice.extend(tasks.map(|task| {
                let stat = fs::read_to_string(task.path().join("stat")).expect("a thread");
                let (name, rest) = stat.rsplit_once(')').expect("a name");
                // The 19th field of proc_pid_stat(5); the third is the first one here.
                (name.to_owned(), rest.split_whitespace().nth(16).expect("a priority").to_owned())
            }));
            reins.yield_now();
        }
    });
    rendering.await.expect("a part");
    // A driver's own threads may stand back further.
    let back = |nice: &str| nice.parse::<i32>().is_ok_and(|nice| nice >= 10);
    assert!(nice.len() > 2 && nice.iter().all(|(_, nice)| back(nice)), "{nice:?}");
    let software = worker.device().kind == DeviceKind::Software;
    assert_eq!(software, nice.iter().any(|(name, _)| name.contains("llvmpipe")), "{nice:?}");
    worker.close().await;
}

#[tokio::test]
async fn orders_that_make_no_sense_are_refused_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = open(folder.path()).await;
    let outside = RenderUnit { tile: Tile { x: 40, ..WORK.tile }, ..WORK };
    let error = worker.render(UNIT, outside, |_| {}).await.expect_err("outside");
    assert!(matches!(error, WorkerError::Fault(Fault::BadOrder { .. })), "{error}");
    let rendered = worker.render(UNIT, WORK, |_| {}).await.expect("a result");
    let error =
        worker.inspect(UNIT, WORK, &rendered.path, vec![Tile { x: 0, ..WORK.tile }]).await.expect_err("outside");
    assert!(matches!(error, WorkerError::Fault(Fault::BadOrder { .. })), "{error}");
    worker.close().await;
}

#[tokio::test]
async fn a_camera_that_is_not_there_and_a_scene_too_large_are_faults() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = bench(folder.path());
    wrong.view.camera = Some("nobody".into());
    let error = workshop().open(wrong).await.expect_err("no camera");
    assert!(matches!(&error, WorkerError::Fault(Fault::BadScene { what }) if what.contains("nobody")), "{error}");
    let error = workshop().open(Bench { memory: Bytes(4096), ..bench(folder.path()) }).await.expect_err("too large");
    assert!(matches!(error, WorkerError::Fault(Fault::TooLarge { allowed: Bytes(4096), .. })), "{error}");
    let adapter = Some("Voodoo 2".to_owned());
    let error = Workshop { adapter, ..workshop() }.open(bench(folder.path())).await.expect_err("no such adapter");
    assert!(matches!(error, WorkerError::Fault(Fault::NoDevice { .. })), "{error}");
}

#[tokio::test]
async fn errands_measure_inspect_and_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let devices = workshop().probe().await.expect("an answer");
    assert!(devices.iter().all(|measured| measured.samples_per_second > 0), "{devices:?}");
    assert!(!devices.is_empty(), "software Vulkan at least");
    let facts = workshop().inspect(&cornell()).await.expect("facts");
    let packed = folder.path().join("packed.glb");
    assert_eq!(workshop().pack(&cornell(), &packed).await.expect("facts"), facts);
    assert_eq!(workshop().inspect(&packed).await.expect("facts"), facts);
}

/// The file lies elsewhere than the scene, and the errand may read no more than the two.
#[tokio::test]
async fn a_scene_is_packed_with_what_is_around_it() {
    let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("another"));
    let file = elsewhere.path().join("white.hdr");
    fs::write(&file, b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 2\n\x80\x80\x80\x81\x80\x80\x80\x81")
        .expect("written");
    let packed = folder.path().join("packed.glb");
    let changes = Changes { around: Some(Around { file, rotation: -30.5, strength: 0.5 }), ..Changes::default() };
    let facts = workshop().pack_changed(&cornell(), &packed, 0, &changes).await.expect("facts");
    assert!(facts.device_bytes > workshop().inspect(&cornell()).await.expect("facts").device_bytes);
    assert_eq!(workshop().inspect(&packed).await.expect("facts"), facts);
    let written = fs::read(&packed).expect("a file");
    let said = b"\"IDLEWATT_environment\":{\"bufferView\":";
    assert!(written.windows(said.len()).any(|bytes| bytes == said), "it is in the description");
    let changes =
        Changes { around: Some(Around { file: cornell(), rotation: 0.0, strength: 1.0 }), ..Changes::default() };
    let error = workshop().pack_changed(&cornell(), &packed, 0, &changes).await.expect_err("no picture");
    assert!(matches!(&error, WorkerError::Fault(Fault::BadScene { what }) if what.contains("OpenEXR")), "{error}");
}

#[tokio::test]
async fn a_scene_of_its_own_is_what_the_file_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let Bench { view, memory, .. } = bench(folder.path());
    let bench = OwnBench { scene: OwnScene::Reference, view, memory, scratch: folder.path().join("own") };
    let mut own = workshop().open_own(bench).await.expect("it needs no file");
    let rendered = own.render(UNIT, WORK, |_| {}).await.expect("a result");
    let mut judge = open(folder.path()).await;
    assert_eq!(own.facts(), judge.facts());
    let verdict = judge.inspect(UNIT, WORK, &rendered.path, vec![WORK.tile]).await.expect("an answer");
    assert!(verdict.is_ok(), "it is the same scene");
}

#[tokio::test]
async fn a_worker_that_turns_renders_what_a_new_one_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let scene = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests"))
        .join("../engine/fuzz/seeds/scene/moving.glb");
    let at = |time_us, name: &str| {
        let first = bench(folder.path());
        let view = View { time_us, ..first.view };
        Bench { scene: scene.clone(), view, scratch: folder.path().join(name), ..first }
    };
    let mut turning = workshop().open(at(0, "turning")).await.expect("a scene");
    let first = turning.render(UNIT, WORK, |_| {}).await.expect("a result").hash;
    turning.turn(at(400_000, "").view).await.expect("another instant");
    let later = turning.render(UNIT, WORK, |_| {}).await.expect("a result").hash;
    let mut new = workshop().open(at(400_000, "new")).await.expect("a scene");
    assert_eq!(new.render(UNIT, WORK, |_| {}).await.expect("a result").hash, later);
    assert_ne!(first, later, "something moves");
    turning.turn(at(0, "").view).await.expect("the first instant");
    assert_eq!(turning.render(UNIT, WORK, |_| {}).await.expect("a result").hash, first);
    let wrong = View { camera: Some("nobody".into()), ..at(0, "").view };
    let error = turning.turn(wrong).await.expect_err("no camera");
    assert!(matches!(&error, WorkerError::Fault(Fault::BadScene { what }) if what.contains("nobody")), "{error}");
}
