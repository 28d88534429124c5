//! How much processor time a model takes on a software adapter, part by part: what a change brings is seen by running this
//! before and after in turns, whatever else the machine does.
//!
//!     cargo run --release -p idlewatt-engine --example turns -- MODEL [ROUNDS]
//!
//! Linux only: the kernel's own count of each thread's time, in nanoseconds.

use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::text::{Event, Model, Runner};
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Generation, ModelKind, Prompt, TextEvent};
use idlewatt_proto::worker::Pace;
use std::path::Path;
use std::time::Instant;

const PACE: Pace = Pace { quantum_us: 100_000, duty_permille: 1000 };

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, rest @ ..] = arguments.as_slice() else { return Err("MODEL [ROUNDS]".into()) };
    let rounds = rest.first().map_or(Ok(3), |text| text.parse())?;
    let gpu = Gpu::open(None)?;
    let mut runner = Runner::new(&gpu, Model::open(Path::new(model))?, Bytes(16 << 30), &mut |_| {})?;
    println!("ready after {:.1} s of processor time", processor()?);
    for round in 0..rounds {
        if runner.facts().kind == ModelKind::Embed {
            let texts: Vec<String> =
                include_str!("../../../xtask/python/texts.txt").lines().map(str::to_owned).collect();
            let (wall, busy) = (Instant::now(), processor()?);
            runner.embed(1, &texts)?;
            run(&mut runner, |_| {})?;
            tell("texts", texts.len(), wall, processor()? - busy);
            continue;
        }
        for (clients, prompt) in [(1, 12), (8, 12), (1, 256)] {
            let ask = |client: u32| {
                // Another beginning each time, so that nothing of it is known.
                let tokens =
                    (0..prompt).map(|i| (client * 7919 + round * 104_729 + i * 31 + 17) % 40_000 + 20).collect();
                Generation::greedy(Prompt::Tokens(tokens), 48)
            };
            let (mut wall, mut busy) = (Instant::now(), processor()?);
            for client in 0..clients {
                runner.begin(u64::from(client), &ask(client))?;
            }
            let mut began = 0;
            let (mut said, mut failed) = (0, None);
            run(&mut runner, |event| match event {
                Event::Text { event: TextEvent::Began { .. }, .. } => {
                    began += 1;
                    if began == clients {
                        match processor() {
                            Ok(now) => {
                                tell(
                                    &format!("{clients} clients, read"),
                                    (prompt * clients) as usize,
                                    wall,
                                    now - busy,
                                );
                                (wall, busy) = (Instant::now(), now);
                            }
                            Err(error) => failed = Some(error),
                        }
                    }
                }
                Event::Text { event: TextEvent::Said(piece), .. } if began == clients => said += piece.tokens.len(),
                _ => {}
            })?;
            if let Some(error) = failed {
                return Err(error.into());
            }
            tell(&format!("{clients} clients, said"), said, wall, processor()? - busy);
        }
    }
    Ok(())
}

fn run(runner: &mut Runner<'_>, mut hear: impl FnMut(Event)) -> Result<(), Box<dyn std::error::Error>> {
    while !runner.idle() {
        runner.step(PACE)?.events.into_iter().for_each(&mut hear);
    }
    Ok(())
}

fn tell(what: &str, count: usize, wall: Instant, busy: f64) {
    let wall = wall.elapsed().as_secs_f64();
    let each = 1e3 * busy / count.max(1) as f64;
    println!("{what}: {count} in {wall:.2} s and {busy:.2} s of processor time, {each:.2} ms each");
}

/// Seconds of processor time that this process has had.
fn processor() -> std::io::Result<f64> {
    let mut all = 0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let told = std::fs::read_to_string(task?.path().join("schedstat"))?;
        all += told.split_whitespace().next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(all as f64 / 1e9)
}
