//! How soon a worker is gone: kills one that renders a rich scene, again and again, and prints the times.
//!
//! `cargo run -p idlewatt-foreman --example release -- [kill|release] [TRIALS] [HOGS] [SCENE]`, after the worker is built.
//! `kill` ends it at once; `release` gives it 60 ms to answer first. "gone" is the process with all its memory, seen
//! from outside, and so takes its threads' turns on the processor: HOGS threads of an owner's busy program compete for
//! them from a moment before the kill on. "heard" is when the caller of `render` had its answer, with the samples that were not lost.

use idlewatt_foreman::{Bench, Rendered, WorkerError, Workshop};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::{Bytes, UnitId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{env, thread};

const GRACE: Duration = Duration::from_millis(60);
const SIDE: u32 = 96;

/// One kill, in milliseconds.
struct Trial {
    call: f64,
    gone: f64,
    heard: f64,
    samples: Option<u32>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let how = arguments.next().unwrap_or_else(|| "kill".into());
    let trials: u64 = arguments.next().map_or(Ok(50), |count| count.parse())?;
    let hogs: usize = arguments.next().map_or(Ok(0), |count| count.parse())?;
    let garden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/scenes/garden.glb");
    let scene = arguments.next().map_or(garden, PathBuf::from);
    let exe = env::current_exe()?;
    let built = exe.ancestors().nth(2).ok_or("no folder above this program")?;
    let program = built.join(format!("idlewatt-worker{}", env::consts::EXE_SUFFIX));
    let workshop = Workshop { program, adapter: None };
    let folder = tempfile::tempdir()?;
    let bench = Bench {
        scene,
        view: View { seed: 1, ..View::new(SIDE, SIDE) },
        memory: Bytes(1 << 30),
        scratch: folder.path().join("scratch"),
    };
    let mut done = Vec::new();
    let mut device = String::new();
    for trial in 0..trials {
        let mut worker = workshop.open(bench.clone()).await?;
        device.clone_from(&worker.device().name);
        done.push(kill(&mut worker, &how, hogs, trial).await?);
    }
    let kept = done.iter().filter(|trial| trial.samples.is_some()).count();
    println!("{device}: {how}, {hogs} hogs, {trials} trials, samples kept in {kept}");
    print("call returned", done.iter().map(|trial| trial.call));
    print("process gone", done.iter().map(|trial| trial.gone));
    print("answer heard", done.iter().map(|trial| trial.heard));
    Ok(())
}

/// Has it render, and ends it at a moment that differs from trial to trial.
async fn kill(
    worker: &mut idlewatt_foreman::Worker,
    how: &str,
    hogs: usize,
    trial: u64,
) -> Result<Trial, Box<dyn std::error::Error>> {
    let reins = worker.reins();
    let pid = worker.pid().ok_or("it is gone already")?;
    let work = RenderUnit {
        tile: Tile { x: 0, y: 0, width: SIDE, height: SIDE },
        samples: SampleRange { first: 0, count: 4096 },
    };
    let (tell, told) = std::sync::mpsc::sync_channel(1);
    let release = how == "release";
    let killer = thread::spawn(move || {
        let _ = told.recv();
        // Anywhere within the second in which it saves for the first time.
        thread::sleep(Duration::from_millis(900 + trial * 37 % 1000));
        let hogs = Hogs::start(hogs);
        thread::sleep(Duration::from_millis(100));
        let start = Instant::now();
        if release {
            reins.release_gpu(GRACE);
        } else {
            reins.kill();
        }
        let call = start.elapsed();
        while lives(pid) {
            thread::sleep(Duration::from_micros(200));
        }
        let gone = start.elapsed();
        drop(hogs);
        (start, call, gone)
    });
    let result = worker
        .render(UnitId([1; 32]), work, |_| {
            let _ = tell.try_send(());
        })
        .await;
    let heard = Instant::now();
    let (start, call, gone) = killer.join().map_err(|_| "the killing thread panicked")?;
    let samples = match result {
        Ok(Rendered { samples, .. }) => Some(samples.count),
        Err(WorkerError::Killed) => None,
        Err(error) => return Err(error.into()),
    };
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    Ok(Trial { call: ms(call), gone: ms(gone), heard: ms(heard - start), samples })
}

/// Threads that do nothing, as fast as they can, until dropped.
struct Hogs(Arc<AtomicBool>);

impl Hogs {
    fn start(count: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..count {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        Self(stop)
    }
}

impl Drop for Hogs {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn print(what: &str, times: impl Iterator<Item = f64>) {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    let at =
        |permille: usize| times.get((times.len() * permille).div_ceil(1000).max(1) - 1).copied().unwrap_or(f64::NAN);
    println!("{what:>14}: p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms", at(500), at(990), at(1000));
}

/// Whether the process is there, be it only its number that nobody has waited for.
#[cfg(unix)]
fn lives(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

/// Only Unix tells in a way that costs nothing; elsewhere "gone" says nothing, and "heard" all.
#[cfg(not(unix))]
fn lives(_: u32) -> bool {
    false
}
