//! The worker as a process: what it answers to bad scenes, when it dies, and what it cannot do.

use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::{Fault, Order, Pace, PictureFormat, Report};
use idlewatt_proto::{BlobHash, Bytes, UnitId};
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

fn worker() -> Command {
    Command::new(env!("CARGO_BIN_EXE_idlewatt-worker"))
}

fn cornell() -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests")).join("../engine/scenes/cornell.glb")
}

#[test]
fn a_bad_scene_is_one_sentence_and_exit_code_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = fs::read(cornell()).expect("the Cornell box");
    let mut old = whole.clone();
    old[4] = 1;
    let scenes: [(&str, Vec<u8>); 5] = [
        ("cut-short.glb", whole[..whole.len() / 2].to_vec()),
        ("old.glb", old),
        ("noise.glb", (0..=255).cycle().take(5000).collect()),
        ("empty.glb", Vec::new()),
        ("no-scene.gltf", br#"{"asset":{"version":"2.0"}}"#.to_vec()),
    ];
    let mut paths = vec![folder.path().join("missing.glb"), folder.path().to_owned()];
    for (name, bytes) in scenes {
        fs::write(folder.path().join(name), bytes).expect("a scene");
        paths.push(folder.path().join(name));
    }
    for (path, task) in paths.iter().flat_map(|path| [(path, "inspect"), (path, "pack")]) {
        let mut command = worker();
        command.arg(task).arg(path);
        if task == "pack" {
            command.arg(folder.path().join("out.glb"));
        }
        let output = command.output().expect("it starts");
        let said = String::from_utf8(output.stdout).expect("text");
        let what = format!("{task} {}: {said}", path.display());
        assert_eq!(output.status.code(), Some(2), "{what}");
        let report: Report = serde_json::from_str(&said).expect(&what);
        let Report::Failed { unit: None, request: None, fault: Fault::BadScene { what: sentence } } = report else {
            panic!("{what}")
        };
        assert!(!sentence.is_empty() && !sentence.contains('\n'), "{what}");
    }
    assert!(!folder.path().join("out.glb").exists());
}

/// A worker that is told a unit of hours of work.
struct Talk {
    child: Child,
    orders: Option<ChildStdin>,
    reports: Lines<BufReader<ChildStdout>>,
    scratch: TempDir,
    _shaders: TempDir,
}

impl Talk {
    fn begin() -> Self {
        let (scratch, shaders) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let mut child = worker()
            .env("MESA_SHADER_CACHE_DIR", shaders.path())
            .args(["run", "--scratch"])
            .arg(scratch.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let orders = child.stdin.take();
        let reports = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let mut talk = Self { child, orders, reports, scratch, _shaders: shaders };
        let view = View { seed: 1, ..View::new(512, 512) };
        let scene = cornell().canonicalize().expect("the Cornell box").to_str().expect("Unicode").to_owned();
        talk.order(&Order::Open { scene, view, memory: Bytes(1 << 30) });
        assert!(matches!(talk.next(), Report::Hello { .. }));
        let Report::Opened { device: Some(device), .. } = talk.next() else { panic!("it opens") };
        let duty_permille = if device.kind == DeviceKind::Software { 1000 } else { 2 };
        talk.order(&Order::Pace(Pace { quantum_us: 10_000, duty_permille }));
        let samples = SampleRange { first: 7, count: 4096 };
        let work = RenderUnit { tile: Tile { x: 0, y: 0, width: 64, height: 512 }, samples };
        talk.order(&Order::Render { unit: UnitId([1; 32]), work, file: "long.sums".into() });
        talk
    }

    fn order(&mut self, order: &Order) {
        let orders = self.orders.as_mut().expect("not closed");
        writeln!(orders, "{}", serde_json::to_string(order).expect("an order")).expect("it listens");
    }

    fn next(&mut self) -> Report {
        let line = self.reports.next().expect("a report").expect("a line");
        serde_json::from_str(&line).expect("a report")
    }
}

#[test]
fn it_ends_with_its_standard_input_in_the_middle_of_a_unit() {
    let mut talk = Talk::begin();
    assert!(matches!(talk.next(), Report::Progress { .. }));
    // As when the foreman is killed: nobody holds the other end any more.
    talk.orders = None;
    talk.child.wait().expect("it ends");
    assert!(!talk.scratch.path().join("long.sums").exists());
}

#[test]
fn a_unit_in_hand_is_saved_now_and_then() {
    let mut talk = Talk::begin();
    let mut told: Vec<(SampleRange, String, u64)> = Vec::new();
    let mut next_saved = |talk: &mut Talk| loop {
        match talk.next() {
            Report::Saved { unit, samples, file, hash, submissions, .. } => {
                let bytes = fs::read(talk.scratch.path().join(&file)).expect("the file");
                assert_eq!((unit, bytes.len(), BlobHash::of(&bytes)), (UnitId([1; 32]), 64 * 512 * 12, hash));
                let new = told.iter().all(|(before, _, submitted)| {
                    before.first == samples.first && before.count < samples.count && *submitted < submissions
                });
                assert!(new && samples.first == 7 && samples.count > 0, "{samples:?} after {told:?}");
                assert_ne!(told.last().map(|last| &last.1), Some(&file), "the last one stays while this is written");
                told.push((samples, file, submissions));
                return;
            }
            Report::Progress { .. } => {}
            other => panic!("{other:?}"),
        }
    };
    for _ in 0..3 {
        next_saved(&mut talk);
    }
    talk.order(&Order::Yield);
    let done = loop {
        match talk.next() {
            Report::Rendered { samples, .. } => break samples,
            Report::Progress { .. } | Report::Saved { .. } => {}
            other => panic!("{other:?}"),
        }
    };
    assert!(told.iter().all(|(saved, ..)| saved.count <= done.count));
    // Nothing more is said of the unit.
    talk.order(&Order::Picture {
        file: "now.png".into(),
        format: PictureFormat::Png,
        max_side: Some(8),
        finish: Default::default(),
    });
    assert!(matches!(talk.next(), Report::Pictured { .. }));
    talk.orders = None;
    talk.child.wait().expect("it ends");
}

#[test]
fn names_that_lead_out_of_the_scratch_folder_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = folder.path().join("scratch");
    fs::create_dir(&scratch).expect("a folder");
    let mut child = worker()
        .args(["run", "--scratch"])
        .arg(&scratch)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut orders = child.stdin.take().expect("standard input");
    let mut reports = BufReader::new(child.stdout.take().expect("standard output")).lines();
    let scene = serde_json::to_string(cornell().canonicalize().expect("there").to_str().expect("Unicode"));
    let scene = scene.expect("a string");
    let view = serde_json::to_string(&View { max_bounces: 4, seed: 1, ..View::new(16, 16) }).expect("plain data");
    writeln!(orders, r#"{{"order":"open","scene":{scene},"view":{view},"memory":100000000}}"#).expect("it listens");
    assert!(reports.next().expect("hello").expect("a line").contains("hello"));
    assert!(reports.next().expect("opened").expect("a line").contains("opened"));
    for name in ["../out.png", "/tmp/out.png", "", ".hidden", "a/b.png", "..", "nul\\u0000l", "a\\\\b"] {
        writeln!(orders, r#"{{"order":"picture","file":"{name}","format":"png","max_side":null,"finish":{{"tone":"agx","exposure_mstops":0,"layers":false,"denoise":false}}}}"#)
            .expect("it listens");
        let line = reports.next().expect("an answer").expect("a line");
        assert!(line.contains("bad-order"), "{name}: {line}");
    }
    writeln!(orders, "nonsense").expect("it listens");
    assert!(reports.next().expect("an answer").expect("a line").contains("bad-order"));
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "whoever speaks nonsense is no foreman");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[test]
fn an_isolated_worker_reaches_nothing_but_its_scratch_folder() {
    let scratch = tempfile::tempdir().expect("a folder");
    let outside = tempfile::tempdir().expect("a folder");
    let canary = outside.path().join("canary");
    fs::write(&canary, "secret").expect("a canary");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let output = worker()
        .arg("self-test")
        .args(["--address", &listener.local_addr().expect("an address").to_string()])
        .arg("--scratch")
        .arg(scratch.path())
        .arg("--canary")
        .arg(&canary)
        .arg("--outside")
        .arg(outside.path())
        .output()
        .expect("it starts");
    let could: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON line");
    assert_eq!(could["write_scratch"], true, "{could}");
    assert!(could["adapters"].as_u64() > Some(0), "isolation hides no adapter: {could}");
    if !could["lacking"].is_null() {
        let reason = could["lacking"].as_str().expect("a reason in words");
        println!("not isolated here: {reason}");
        assert!(!cfg!(target_os = "linux") || reason.contains("Landlock"), "{reason}");
        return;
    }
    for escape in [
        "read_canary",
        "list_outside",
        "write_outside",
        "move_outside",
        "connect",
        "datagram",
        "execute",
        "read_parent",
    ] {
        assert_eq!(could[escape], false, "{escape}: {could}");
    }
    assert_eq!(fs::read_dir(outside.path()).expect("outside").count(), 1);
}
