//! A worker with a model: requests come and go, and the device works for all of them at once.

use crate::files::{folder_of, gpu_fault, text_fault};
use crate::isolation::{self, Grounds};
use crate::limits::{CARD_PACE, LIFE_EVERY, PAUSE_SLICE, PROGRESS_EVERY, SOFTWARE_PACE, TEXT_ORDERS};
use crate::orders::{Lines, Reins, listen};
use crate::reports::say;
use crate::voice::Voice;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::rest;
use idlewatt_engine::text::Model;
use idlewatt_engine::text::runner::{Runner, TextError};
use idlewatt_proto::Bytes;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::limits::{EMBED_TEXTS, PROMPT_BYTES};
use idlewatt_proto::worker::{Fault, Order, Pace, Report, RequestNumber};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

/// The folder in a model's folder that says how vectors are made of its tokens'.
const POOLING: &str = "1_Pooling";

/// What a worker with a model needs to begin.
pub struct Start<'a> {
    pub scratch: PathBuf,
    pub adapter: Option<&'a str>,
    pub model: PathBuf,
    pub memory: Bytes,
}

/// Loads the model and follows orders until standard input ends. Returns only for a model that cannot be loaded or a
/// device that is lost.
pub fn run(start: Start<'_>, lines: Lines) -> Result<(), Fault> {
    // Before the first other thread: isolation holds for this one and those that it starts, drivers' included.
    isolation::enter_or_say(&Grounds { read: around_model(&start.model), write: Some(start.scratch) });
    let reins = Reins::new();
    let orders = listen(lines, reins.clone(), TEXT_ORDERS);

    let model = Model::open(&start.model).map_err(|error| Fault::BadModel { what: error.to_string() })?;
    let gpu = Gpu::open_for_text(start.adapter).map_err(gpu_fault)?;
    let pace = if gpu.device().kind == DeviceKind::Software { SOFTWARE_PACE } else { CARD_PACE };
    let facts = model.facts().clone();
    let (mut told, mut when) = (0, Instant::now());
    let mut loading = |permille: u16| {
        if permille > told && (when.elapsed() >= PROGRESS_EVERY || permille >= 1000) {
            say(&Report::Loading { permille });
            (told, when) = (permille, Instant::now());
        }
        // Loading fills the bus to the card, which whoever holds us back may want as well.
        hold(&reins, pace);
    };
    let runner = Runner::new(&gpu, model, start.memory, &mut loading).map_err(text_fault)?;
    let cache_tokens = runner.cache_tokens();
    let bench = Bench { runner, voice: Voice::default(), reins, pace, measures: 0 };
    say(&Report::ModelOpened { facts, device: Some(gpu.device().clone()), cache_tokens });
    bench.serve(&orders)
}

/// What may be read for a model: its file, or its folder with what the links in it lead to, as download tools lay them.
pub fn around_model(model: &Path) -> Vec<PathBuf> {
    // Safetensors are named by their folder or by the file, and need what lies beside it either way.
    let beside = model.extension().is_some_and(|extension| extension == "safetensors");
    let ground = if beside { folder_of(model) } else { model.to_owned() };
    let entries = |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let all = entries(ground.clone()).chain(entries(ground.join(POOLING)));
    let linked: Vec<_> = all.filter(|path| path.is_symlink()).filter_map(|path| path.canonicalize().ok()).collect();
    [ground].into_iter().chain(linked).collect()
}

/// Waits while held back altogether, and says that it lives.
fn hold(reins: &Reins, pace: Pace) {
    let mut said = Instant::now();
    while reins.steer(pace).pace.duty_permille == 0 {
        if said.elapsed() >= LIFE_EVERY {
            say(&Report::Alive);
            said = Instant::now();
        }
        std::thread::sleep(PAUSE_SLICE);
    }
}

/// The model on its device, and who waits for it.
struct Bench<'a> {
    runner: Runner<'a>,
    voice: Voice,
    reins: Reins,
    /// Until told otherwise.
    pace: Pace,
    /// How often its speed was asked for.
    measures: u32,
}

impl Bench<'_> {
    fn serve(mut self, orders: &Receiver<Order>) -> Result<(), Fault> {
        let (mut last, mut ended) = (Duration::ZERO, Instant::now());
        loop {
            if self.runner.idle() {
                if self.measures > 0 {
                    self.measure();
                    continue;
                }
                let Ok(order) = orders.recv() else { return Ok(()) };
                self.voice.wake();
                self.obey(order);
            }
            while let Some(order) = next(orders, Duration::ZERO)? {
                self.obey(order);
            }
            if self.runner.idle() {
                continue;
            }
            let pace = self.reins.steer(self.pace).pace;
            // Reckoned anew each time: a long rest at an old pace must not outlast a new one.
            if pace.duty_permille == 0 || ended.elapsed() < rest(last, pace.duty_permille) {
                self.voice.speak();
                if let Some(order) = next(orders, PAUSE_SLICE)? {
                    self.obey(order);
                }
                continue;
            }
            let step = self.runner.step(pace).map_err(text_fault)?;
            (last, ended) = (step.took, Instant::now());
            self.voice.take(step.events);
            self.voice.speak();
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Generate { request, generation } => {
                let begun = self.runner.begin(request, &generation).map_err(text_fault);
                refuse(request, begun);
            }
            Order::Embed { request, texts } => {
                let begun = fits(&texts).and_then(|()| self.runner.embed(request, &texts).map_err(text_fault));
                refuse(request, begun);
            }
            Order::Score { request, generation } => {
                let begun = self.runner.score(request, &generation).map_err(text_fault);
                refuse(request, begun);
            }
            Order::Cancel { request } => {
                self.runner.cancel(request);
                self.voice.forget(request);
            }
            Order::Yield => {
                self.reins.yield_taken();
                // Those that came before it, like all requests.
                for _ in 0..std::mem::take(&mut self.measures) {
                    say(&Report::Failed { unit: None, request: None, fault: Fault::Yielded });
                }
                let events = self.runner.interrupt();
                self.voice.interrupted(events);
            }
            Order::Measure => self.measures += 1,
            other => {
                let unit = match other {
                    Order::Render { unit, .. } | Order::Inspect { unit, .. } => Some(unit),
                    _ => None,
                };
                let fault = Fault::BadOrder { what: "not an order for a model".into() };
                say(&Report::Failed { unit, request: None, fault });
            }
        }
    }

    /// Says how fast it is, alone on the device, unless a yield comes first.
    fn measure(&mut self) {
        self.measures -= 1;
        let (reins, unless_told) = (self.reins.clone(), self.pace);
        let (mut said, mut last, mut ended) = (Instant::now(), Duration::ZERO, Instant::now());
        let mut yielded = false;
        let speed = self.runner.measure(|runner| {
            loop {
                if said.elapsed() >= LIFE_EVERY {
                    say(&Report::Alive);
                    said = Instant::now();
                }
                if reins.yield_waits() {
                    yielded = true;
                    return Err(TextError::BadRequest("it was interrupted".into()));
                }
                let pace = reins.steer(unless_told).pace;
                if pace.duty_permille == 0 || ended.elapsed() < rest(last, pace.duty_permille) {
                    std::thread::sleep(PAUSE_SLICE);
                    continue;
                }
                let step = runner.step(pace)?;
                (last, ended) = (step.took, Instant::now());
                return Ok(step);
            }
        });
        if yielded {
            // What was in hand is nobody's.
            self.runner.interrupt();
            return say(&Report::Failed { unit: None, request: None, fault: Fault::Yielded });
        }
        match speed {
            Ok(speed) => say(&Report::Measured { speed }),
            Err(error) => say(&Report::Failed { unit: None, request: None, fault: text_fault(error) }),
        }
    }
}

/// The next order that comes within so long.
fn next(orders: &Receiver<Order>, patience: Duration) -> Result<Option<Order>, Fault> {
    let gone = || Fault::BadOrder { what: "nobody gives orders any more".into() };
    if patience.is_zero() {
        return match orders.try_recv() {
            Ok(order) => Ok(Some(order)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(gone()),
        };
    }
    match orders.recv_timeout(patience) {
        Ok(order) => Ok(Some(order)),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(gone()),
    }
}

/// Says of a request that cannot be answered why not.
fn refuse(request: RequestNumber, begun: Result<(), Fault>) {
    if let Err(fault) = begun {
        say(&Report::Failed { unit: None, request: Some(request), fault });
    }
}

fn fits(texts: &[String]) -> Result<(), Fault> {
    let bytes: usize = texts.iter().map(String::len).sum();
    if texts.is_empty() || texts.len() > EMBED_TEXTS || bytes > PROMPT_BYTES {
        let what = format!("1 to {EMBED_TEXTS} texts of {PROMPT_BYTES} bytes in all can be asked for at once");
        return Err(Fault::BadRequest { what });
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_links_lead_to_may_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        let (blobs, model) = (root.join("blobs"), root.join("model"));
        fs::create_dir_all(&blobs).expect("a folder");
        fs::create_dir_all(model.join(POOLING)).expect("a folder");
        for (blob, at) in [("a", "config.json"), ("b", "1_Pooling/config.json")] {
            fs::write(blobs.join(blob), blob).expect("a file");
            symlink(blobs.join(blob), model.join(at)).expect("a link");
        }
        fs::write(model.join("tokenizer.json"), "{}").expect("a file");
        assert_eq!(around_model(&model), [model, blobs.join("a"), blobs.join("b")]);
    }
}
