//! Scripted workers for tests: a program that behaves as its own name says, from `ok` to `flood`.
//! Called by a hard link of that name, because a foreman gives its workers no other word of ours.

mod model;

use idlewatt_proto::BlobHash;
use idlewatt_proto::device::{Device, DeviceKind, MeasuredDevice};
use idlewatt_proto::job::{RENDER_ENGINE, RenderUnit, SampleRange, SceneFacts};
use idlewatt_proto::text::TEXT_ENGINE;
use idlewatt_proto::worker::{Fault, Order, Report, WORKER_PROTOCOL};
use idlewatt_proto::{Bytes, UnitId};
use std::io::{BufRead, Write, stdin, stdout};
use std::process::exit;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use std::{env, fs, path::Path, thread};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let role = Path::new(&arguments[0]).file_stem().and_then(|stem| stem.to_str()).expect("a role").to_owned();
    if arguments[1] != "run" {
        return errand(&arguments);
    }
    match role.as_str() {
        "no-hello" => forever(),
        "deaf" => {
            greet(WORKER_PROTOCOL);
            let mut line = String::new();
            stdin().lock().read_line(&mut line).expect("an order");
            say(&opened());
            forever();
        }
        "old" => greet(WORKER_PROTOCOL - 1),
        _ => greet(WORKER_PROTOCOL),
    }
    let names: Vec<String> = env::vars().map(|(name, _)| name).collect();
    fs::write("environment", names.join("\n")).expect("the scratch folder");
    let (tell, orders) = channel();
    thread::spawn(move || {
        for line in stdin().lock().lines() {
            let order: Order = serde_json::from_str(&line.expect("a line")).expect("an order");
            tell.send(order).expect("a listener");
        }
    });
    while let Ok(order) = orders.recv() {
        match order {
            Order::OpenModel { model, .. } if model.contains("counting") => model::count(&orders),
            Order::OpenModel { .. } => model::serve(&role, &orders),
            Order::Upscale { file, .. } => model::upscale(&role, file),
            order => obey(&role, order, &orders),
        }
    }
}

fn errand(arguments: &[String]) {
    match arguments[1].as_str() {
        "probe" => say(&Report::Probed { devices: vec![MeasuredDevice { device: device(), samples_per_second: 7 }] }),
        "inspect-model" => model::inspect(&arguments[2]),
        _ if arguments[2].contains("broken") => {
            say(&Report::Failed {
                unit: None,
                request: None,
                fault: Fault::BadScene { what: "the file is cut short".into() },
            });
            exit(2);
        }
        "pack" => {
            fs::write(&arguments[3], "packed").expect("the file");
            say(&Report::Opened { facts: facts(), device: None, ray_queries: false });
        }
        _ => say(&Report::Opened { facts: facts(), device: None, ray_queries: false }),
    }
}

fn obey(role: &str, order: Order, orders: &Receiver<Order>) {
    match order {
        Order::Open { .. } | Order::OpenOwn { .. } => say(&opened()),
        Order::Pace(_) | Order::Yield => {}
        Order::Inspect { unit, .. } => say(&Report::Inspected { unit, fault: None, noise: None }),
        Order::Picture { file, .. } => {
            fs::write(&file, "picture").expect("the file");
            say(&Report::Pictured { file });
        }
        Order::Render { unit, work, file } => {
            let mut samples = work.samples;
            if role.starts_with("save-") {
                save(role, unit, &work);
            }
            match role {
                "hang" | "save-hang" | "save-link" | "save-wrong-hash" | "save-greedy" | "save-no-file" => forever(),
                "crash" | "save-crash" => {
                    eprintln!("{}the driver fell over", "tale of woe\n".repeat(1000));
                    exit(3);
                }
                "garbage" | "save-garbage" => println!("Segmentation fault"),
                "endless" => loop {
                    print!("{}", "x".repeat(4096));
                },
                "flood" => loop {
                    say(&Report::Progress { unit, samples: 1 });
                },
                "slow" | "save-slow" => samples = until_told(unit, samples, orders),
                _ => {}
            }
            let size = if role == "wrong-size" { work.result_bytes() - 12 } else { work.result_bytes() };
            let bytes = vec![1; size as usize];
            match role {
                "no-file" => {}
                #[cfg(unix)]
                "link" => {
                    fs::write("other", &bytes).expect("the file");
                    std::os::unix::fs::symlink("other", &file).expect("a link");
                }
                _ => fs::write(&file, &bytes).expect("the file"),
            }
            let hash = BlobHash::of(if role == "wrong-hash" { b"better" } else { &bytes });
            if role == "greedy" {
                samples.count += 1;
            }
            say(&Report::Progress { unit, samples: samples.count });
            say(&Report::Rendered { unit, samples, hash, busy_ms: 5, longest_us: 900, submissions: 6, noise: None });
        }
        other => panic!("{other:?} is not for a scene"),
    }
}

/// Saves three samples, or says so, and tells of progress only then.
fn save(role: &str, unit: UnitId, work: &RenderUnit) {
    let bytes = vec![3; work.result_bytes() as usize];
    let mut samples = SampleRange { count: 3, ..work.samples };
    let mut file = "saved.0".to_owned();
    match role {
        "save-no-file" => {}
        "save-outside" => file = "../saved.0".into(),
        #[cfg(unix)]
        "save-link" => {
            fs::write("other", &bytes).expect("the file");
            std::os::unix::fs::symlink("other", &file).expect("a link");
        }
        _ => fs::write(&file, &bytes).expect("the file"),
    }
    if role == "save-greedy" {
        samples.count = work.samples.count + 1;
    }
    let hash = BlobHash::of(if role == "save-wrong-hash" { b"better" } else { &bytes });
    say(&Report::Saved { unit, samples, file, hash, busy_ms: 4, longest_us: 800, submissions: 5 });
    say(&Report::Progress { unit, samples: 3 });
}

fn until_told(unit: UnitId, samples: SampleRange, orders: &Receiver<Order>) -> SampleRange {
    loop {
        match orders.recv_timeout(Duration::from_millis(20)) {
            Ok(Order::Yield) => return SampleRange { count: 1, ..samples },
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => say(&Report::Progress { unit, samples: 1 }),
            Err(RecvTimeoutError::Disconnected) => exit(0),
        }
    }
}

fn greet(protocol: u32) {
    say(&Report::Hello { protocol, engine: RENDER_ENGINE.into(), text_engine: TEXT_ENGINE.into() });
}

fn say(report: &Report) {
    let mut out = stdout().lock();
    let line = serde_json::to_string(report).expect("a report");
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        exit(0);
    }
}

fn opened() -> Report {
    Report::Opened { facts: facts(), device: Some(device()), ray_queries: false }
}

fn device() -> Device {
    Device { name: "Stand-in".into(), backend: "none".into(), driver: String::new(), kind: DeviceKind::Software }
}

fn facts() -> SceneFacts {
    SceneFacts {
        triangles: 12,
        instanced_triangles: 12,
        instances: 1,
        materials: 1,
        lights: 1,
        cameras: Vec::new(),
        device_bytes: Bytes(4096),
        unsupported: Vec::new(),
        duration_us: 0,
    }
}

fn forever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(3600));
    }
}
