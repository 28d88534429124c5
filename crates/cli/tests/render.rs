//! `idlewatt render` against a daemon whose events are written down here.

mod fake;

use fake::{Daemon, Ran, node, program};
use idlewatt_control::Connection;
use idlewatt_control::messages::{
    BadInput, Failure, NoProvider, RenderEvent, RenderOutcome, RenderRequest, Request, Response,
};
use idlewatt_proto::device::{Device, DeviceKind};
use idlewatt_proto::job::SceneFacts;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::{Amount, Bytes, JobId};
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::TempDir;

/// A folder with a file that has a scene's name: the daemon here does not look into it.
fn scene() -> (TempDir, String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("scene.glb"), b"glTF").expect("a file");
    let (scene, output) = (path("scene.glb"), path("out.png"));
    (folder, scene, output)
}

fn beginning() -> Vec<RenderEvent> {
    let facts = SceneFacts {
        triangles: 38,
        instanced_triangles: 76,
        instances: 2,
        materials: 4,
        lights: 1,
        cameras: vec!["front".into()],
        device_bytes: Bytes(4096),
        unsupported: vec!["note: no light in the scene: lit by a sunny sky".into(), "skins".into()],
        duration_us: 0,
    };
    let device =
        Device { name: "Test Card".into(), backend: "vulkan".into(), driver: "1.0".into(), kind: DeviceKind::Software };
    let price = Price { per_giga: Amount::from_micros(33_000) };
    vec![
        RenderEvent::Checked { job: JobId([1; 16]), facts },
        RenderEvent::Searching,
        RenderEvent::Agreed { provider: node(0xcd), device, price },
        RenderEvent::Progress { pixel_samples: 600, of: 1000, cost: Amount::from_micros(20) },
        RenderEvent::Pictured,
    ]
}

async fn tell(connection: &mut Connection, events: Vec<RenderEvent>) {
    for event in events {
        connection.send(&Response::Render(event)).await.expect("a reader");
    }
}

fn ended(outcome: RenderOutcome) -> RenderEvent {
    RenderEvent::Ended { outcome, cost: Amount::from_micros(33) }
}

/// A daemon that begins well and ends so.
fn ending(outcome: RenderOutcome) -> Daemon {
    Daemon::answering(move |request| {
        let Request::Render(RenderRequest { width: 64, height: 48, spp: 8, .. }) = request else { return Vec::new() };
        let lost = RenderEvent::ProviderLost { provider: node(0xcd), reason: StopReason::OwnerReturned };
        let end = [lost, ended(outcome.clone())];
        beginning().into_iter().chain(end).map(Response::Render).collect()
    })
}

fn render(daemon: &Daemon, more: &[&str]) -> Ran {
    let (_folder, scene, output) = scene();
    daemon.run(&[&["render", &scene, "-o", &output, "--size", "64x48", "--spp", "8"], more].concat())
}

#[test]
fn a_picture_is_told_in_plain_lines_when_nobody_watches() {
    let ran = render(&ending(RenderOutcome::Done), &[]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stdout.starts_with("done: ") && ran.stdout.ends_with("out.png for 0.000033 credits\n"),
        "{}",
        ran.stdout
    );
    let lines: Vec<&str> = ran.stderr.lines().collect();
    let expected = [
        "scene: 38 triangles (76 seen in 2 instances), 4 materials, 1 lights",
        "note: no light in the scene: lit by a sunny sky",
        "not rendered: skins",
        "looking for providers",
        "cdcdcdcd renders with Test Card (vulkan, software), for 0.033 credits per thousand million samples",
        "50 %  0.00002 credits",
        "cdcdcdcd stopped: the owner needed the machine",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn json_is_one_event_a_line() {
    let ran = render(&ending(RenderOutcome::Done), &["--json"]);
    let events: Vec<RenderEvent> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    assert_eq!((events.len(), events.last()), (7, Some(&ended(RenderOutcome::Done))));
    assert_eq!(ran.stderr, "");
}

#[test]
fn each_end_has_its_code_and_one_sentence() {
    let what = || "the reason".to_owned();
    let ends = [
        (BadInput::Scene { what: what() }.into(), 2, "the reason"),
        (RenderOutcome::NoProvider { why: NoProvider::NobodyFound }, 3, "no provider was found"),
        (Failure::Broken { what: what() }.into(), 1, "the reason"),
        (RenderOutcome::Cancelled, 130, ""),
    ];
    for (outcome, code, reason) in ends {
        let ran = render(&ending(outcome), &[]);
        assert_eq!(ran.code, code);
        let said = ran.stderr.lines().last().is_some_and(|line| line.starts_with(&format!("idlewatt: {reason}")));
        assert_eq!(said, !reason.is_empty(), "{}", ran.stderr);
    }
}

#[test]
fn bad_input_is_refused_before_any_daemon_is_asked() {
    let (folder, scene, output) = scene();
    let inside = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(inside("sky.png"), b"").expect("a file");
    let cases: [(&[&str], &str); 13] = [
        (&["/nonexistent.glb", "-o", &output], "there is no scene at /nonexistent.glb"),
        (&[&inside(""), "-o", &output], "there is no scene at"),
        (&["/bin/sh", "-o", &output], "must be a .glb or .gltf file"),
        (&[&scene, "-o", &inside("x.jpg")], "must be a .png or .exr file"),
        (&[&scene, "-o", &inside("no/x.png")], "there is no folder"),
        (&[&scene, "-o", &output, "--size", "0x5"], "a picture of 0 x 5 is outside"),
        (&[&scene, "-o", &output, "--size", "99999x99999"], "a picture of 99999 x 99999 is outside"),
        (&[&scene, "-o", &output, "--size", "big"], "expected a width and a height"),
        (&[&scene, "-o", &output, "--spp", "0"], "0 samples per pixel is outside"),
        (&[&scene, "-o", &output, "--max-price", "-1"], "--max-price"),
        (&[&scene, "-o", &output, "--environment", "/nonexistent.exr"], "there is no environment at /nonexistent.exr"),
        (&[&scene, "-o", &output, "--environment", &inside("sky.png")], "must be an .exr or .hdr file"),
        (&[&scene, "-o", &output, "--environment-rotation", "90"], "--environment <FILE>"),
    ];
    for (arguments, sentence) in cases {
        for local in [&["render"][..], &["render", "--local"]] {
            let ran = fake::alone(&[local, arguments].concat());
            assert_eq!(ran.code, 2, "{arguments:?}");
            assert!(ran.stderr.contains(sentence) || arguments.contains(&"--max-price"), "{}", ran.stderr);
        }
    }
    assert!(!PathBuf::from(&output).exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_waits_for_what_came_and_says_so() {
    let (told, heard) = std::sync::mpsc::channel();
    let daemon = Daemon::serving(move |mut connection, _| {
        let told = told.clone();
        async move {
            tell(&mut connection, beginning()).await;
            told.send(()).expect("a listener");
            // Whatever it says now cancels.
            connection.next().await.expect("a request").expect("a request");
            tell(&mut connection, vec![RenderEvent::Pictured, ended(RenderOutcome::Cancelled)]).await;
        }
    });
    let (_folder, scene, output) = scene();
    let mut command = program(&daemon.home, &["render", &scene, "-o", &output]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    heard.recv().expect("it asked");
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.expect("kill runs").success());
    let ran: Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!(ran.code, 130, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("stopped: kept in ") && ran.stdout.ends_with("out.png, 0.000033 credits\n"));
}
