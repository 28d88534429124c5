//! Feeds changed files to a loader for a while: `cargo run --example fuzz -- scene 60 1 out`. Whatever panics, takes more
//! than some seconds, or ends the process, lies in the folder afterwards, and small files that each came to something else.
//! Started by `cargo xtask fuzz`, which bounds memory as well.

mod change;
#[path = "../../fuzz/judges.rs"]
mod judges;

use change::Dice;
use idlewatt_engine::text::format::Format;
use idlewatt_engine::text::synthetic::Sketch;
use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one input may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// What is worth a look.
const SLOW: Duration = Duration::from_secs(5);
/// Inputs that are changed further.
const POOL: usize = 2000;
/// Bytes of an input.
const LARGEST: usize = 4 << 20;
/// Bytes of an input that is laid down for having come to something new.
const SMALL: usize = 4096;

/// Milliseconds since the beginning at which the input in hand was begun; nought: none is.
static BEGUN: AtomicU64 = AtomicU64::new(0);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, seconds, seed, out] = &arguments[..] else { return Err("TARGET SECONDS SEED FOLDER".into()) };
    let judge = judges::ALL.iter().find(|(name, _)| name == target).ok_or("no such target")?.1;
    let (seconds, seed): (u64, u64) = (seconds.parse()?, seed.parse()?);
    let out = PathBuf::from(out);
    fs::create_dir_all(&out)?;
    let mut pool = seeds(target)?;
    let (start, current) = (Instant::now(), out.join(format!("{target}-in-hand")));
    watch(start, current.clone());
    let (mut dice, mut outcomes, mut found, mut runs) = (Dice::new(seed), HashSet::new(), 0, 0_u64);
    while start.elapsed() < Duration::from_secs(seconds) {
        let input =
            if (runs as usize) < pool.len() { pool[runs as usize].clone() } else { change::change(&mut dice, &pool) };
        runs += 1;
        if input.len() > LARGEST {
            continue;
        }
        fs::write(&current, &input)?;
        let begun = Instant::now();
        BEGUN.store(start.elapsed().as_millis() as u64 + 1, Ordering::Release);
        let outcome = catch_unwind(|| judge(&input));
        BEGUN.store(0, Ordering::Release);
        let kind = match &outcome {
            Err(_) => Some("panic"),
            Ok(_) if begun.elapsed() > SLOW => Some("slow"),
            Ok(_) => None,
        };
        if let Some(kind) = kind {
            found += 1;
            let path = out.join(format!("{target}-{kind}-{found}"));
            fs::write(&path, &input)?;
            eprintln!("{}: {:?}", path.display(), begun.elapsed());
        }
        if let Ok(outcome) = outcome {
            // The same words about other numbers are nothing new.
            let words: String = outcome.chars().filter(|letter| !letter.is_ascii_digit()).take(60).collect();
            if outcomes.insert(words) {
                if input.len() <= SMALL {
                    fs::write(out.join(format!("{target}-outcome-{}", outcomes.len())), &input)?;
                }
                if pool.len() < POOL {
                    pool.push(input);
                }
            }
        }
    }
    fs::remove_file(&current)?;
    println!("{target}: {runs} inputs, {} different outcomes, {found} found", outcomes.len());
    if found > 0 { Err(format!("{found} inputs did harm; they lie in {}", out.display()).into()) } else { Ok(()) }
}

/// Ends everything when one input takes too long: no thread can be stopped. The input stays where it is.
fn watch(start: Instant, current: PathBuf) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let (begun, now) = (BEGUN.load(Ordering::Acquire), start.elapsed().as_millis() as u64);
            if begun > 0 && now.saturating_sub(begun) > PATIENCE.as_millis() as u64 {
                eprintln!("an input takes longer than {} s: {}", PATIENCE.as_secs(), current.display());
                std::process::exit(3);
            }
        }
    });
}

/// Good files, and those that did harm before.
fn seeds(target: &str) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    let mut folders = vec![home.join("fuzz/seeds").join(target), home.join("tests/broken").join(target)];
    if target == "scene" {
        folders.push(home.join("tests/meshopt"));
    }
    for folder in folders {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            seeds.push(fs::read(path)?);
        }
    }
    if target == "scene" {
        seeds.push(fs::read(home.join("scenes/cornell.glb"))?);
    }
    if target == "model" {
        for (architecture, format) in [("llama", Format::Q4K), ("gemma3", Format::F16), ("bert", Format::F32)] {
            seeds.push(Sketch { layers: 1, ..Sketch::new(architecture, format) }.bytes());
        }
    }
    if target == "safetensors" {
        seeds.push(change::safetensors(&Sketch { layers: 1, ..Sketch::new("bert", Format::F32) }.gguf()));
    }
    if seeds.is_empty() { Err(format!("there is nothing to begin with for {target}").into()) } else { Ok(seeds) }
}
