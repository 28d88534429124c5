//! One job: a scene on a device, units rendered or inspected, and the picture that they make.

use crate::orders::{Signals, listen};
use crate::{bad_scene, isolation, say};
use idlewatt_engine::film::Film;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{RenderError, Renderer, Steer};
use idlewatt_engine::scene::Scene;
use idlewatt_engine::tolerance;
use idlewatt_proto::job::{RENDER_ENGINE, RenderUnit, Tile, View};
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::worker::{Fault, Order, PictureFormat, Report, WORKER_PROTOCOL};
use idlewatt_proto::{BlobHash, Bytes, UnitId};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// How often progress is told: often enough that silence means a hang, seldom enough to cost nothing.
const PROGRESS_EVERY: Duration = Duration::from_millis(500);
/// Bytes of the film for each pixel: three sums and a count.
const FILM_BYTES: u64 = 16;

/// Follows orders until the input ends.
pub fn run(scratch: PathBuf, adapter: Option<String>) -> ExitCode {
    let (signals, orders) = listen();
    say(&Report::Hello { protocol: WORKER_PROTOCOL, engine: RENDER_ENGINE.to_owned() });
    let opened = match orders.recv() {
        Ok(Ok(Order::Open { scene, view, memory })) => open(&scratch, &scene, &view, memory, adapter.as_deref()),
        Ok(Ok(_)) => Err(Fault::BadOrder { what: "the first order must be to open a scene".to_owned() }),
        Ok(Err(what)) => Err(Fault::BadOrder { what }),
        Err(_) => return ExitCode::SUCCESS,
    };
    let worked = opened.and_then(|(gpu, scene, view)| {
        let renderer = Renderer::new(&gpu, &scene, &view).map_err(fault)?;
        let facts = scene.facts().clone();
        // The device has its copy; the owner's memory is better used otherwise.
        drop(scene);
        say(&Report::Opened { facts, device: Some(gpu.device().clone()) });
        let film = Film::new(view.width, view.height);
        Bench { scratch, renderer, film, view, signals }.follow(&orders);
        Ok(())
    });
    match worked {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&Report::Failed { unit: None, fault });
            ExitCode::from(2)
        }
    }
}

fn open(
    scratch: &Path,
    path: &str,
    view: &View,
    memory: Bytes,
    adapter: Option<&str>,
) -> Result<(Gpu, Scene, View), Fault> {
    view.validate().map_err(|error| Fault::BadOrder { what: error.to_string() })?;
    // Drivers load their parts when the device is opened; after that a stranger's scene is read, locked in.
    let gpu = Gpu::open(adapter).map_err(|error| Fault::NoDevice { what: error.to_string() })?;
    if let Err(why) = isolation::lock_in(scratch, Path::new(path)) {
        eprintln!("not isolated: {why}");
    }
    let scene = Scene::load(Path::new(path)).map_err(bad_scene)?;
    let film = u64::from(view.width) * u64::from(view.height) * FILM_BYTES;
    let needs = scene.facts().device_bytes.saturating_add(Bytes(film));
    if needs > memory {
        return Err(Fault::TooLarge { needs, allowed: memory });
    }
    Ok((gpu, scene, view.clone()))
}

struct Bench<'a> {
    scratch: PathBuf,
    renderer: Renderer<'a>,
    film: Film,
    view: View,
    signals: Arc<Signals>,
}

impl Bench<'_> {
    fn follow(&mut self, orders: &mpsc::Receiver<Result<Order, String>>) {
        while let Ok(order) = orders.recv() {
            let unit = match &order {
                Ok(Order::Render { unit, .. } | Order::Inspect { unit, .. }) => Some(*unit),
                _ => None,
            };
            match order.map_err(|what| Fault::BadOrder { what }).and_then(|order| self.carry_out(order)) {
                Ok(report) => say(&report),
                Err(fault) => say(&Report::Failed { unit, fault }),
            }
        }
    }

    fn carry_out(&mut self, order: Order) -> Result<Report, Fault> {
        match order {
            Order::Render { unit, work, file } => self.render(unit, work, &file),
            Order::Inspect { unit, work, file, blocks } => {
                let fault = self.inspect(unit, work, &file, &blocks)?.err();
                Ok(Report::Inspected { unit, fault })
            }
            Order::Picture { file, format, max_side } => self.picture(file, format, max_side),
            Order::Open { .. } => Err(Fault::BadOrder { what: "a scene is open already".to_owned() }),
            Order::Pace(_) | Order::Yield => Err(Fault::BadOrder { what: "it was taken on its way".to_owned() }),
        }
    }

    fn render(&mut self, unit: UnitId, work: RenderUnit, file: &str) -> Result<Report, Fault> {
        let path = self.place(file)?;
        let signals = Arc::clone(&self.signals);
        let mut told = Instant::now();
        let rendered = self.renderer.render(&work, &mut |step| {
            if told.elapsed() >= PROGRESS_EVERY {
                told = Instant::now();
                say(&Report::Progress { unit, samples: step.samples_done });
            }
            Steer { pace: signals.pace(), stop: signals.yielding() }
        });
        self.signals.unit_ended();
        let result = rendered.map_err(fault)?;
        let done = RenderUnit { samples: result.samples, ..work };
        self.film.add(&done, &result.sums).map_err(|error| Fault::BadOrder { what: error.to_string() })?;
        let bytes: Vec<u8> = result.sums.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
        write_whole(&path, &bytes)?;
        Ok(Report::Rendered {
            unit,
            samples: result.samples,
            hash: BlobHash::of(&bytes),
            busy_ms: millis(result.busy),
            longest_us: u64::try_from(result.longest.as_micros()).unwrap_or(u64::MAX),
            submissions: result.submissions,
        })
    }

    /// Judges a stranger's result, and adds it to the picture if it is right.
    fn inspect(
        &mut self,
        unit: UnitId,
        work: RenderUnit,
        file: &str,
        blocks: &[Tile],
    ) -> Result<Result<(), UnitFailure>, Fault> {
        let path = self.place(file)?;
        let bytes = std::fs::read(&path).map_err(|error| unusable(&path, &error))?;
        let Some(sums) = read_sums(&bytes, work.tile.pixels()) else { return Ok(Err(UnitFailure::BadResult)) };
        if sums.iter().flatten().any(|value| !value.is_finite() || *value < 0.0) {
            return Ok(Err(UnitFailure::NotFinite));
        }
        let mut theirs = Vec::new();
        let mut ours = Vec::new();
        for &block in blocks {
            if !contains(work.tile, block) {
                return Err(Fault::BadOrder { what: "a block lies outside its unit".to_owned() });
            }
            let again = RenderUnit { tile: block, ..work };
            let pace = self.signals.pace();
            let mut told = Instant::now();
            let result = self.renderer.render(&again, &mut |step| {
                if told.elapsed() >= PROGRESS_EVERY {
                    told = Instant::now();
                    say(&Report::Progress { unit, samples: step.samples_done });
                }
                Steer { pace, stop: false }
            });
            ours.extend(result.map_err(fault)?.sums);
            theirs.extend(cut(&sums, work.tile, block));
        }
        if !blocks.is_empty() && !tolerance::compare(&ours, &theirs).same() {
            return Ok(Err(UnitFailure::Differs));
        }
        self.film.add(&work, &sums).map_err(|error| Fault::BadOrder { what: error.to_string() })?;
        Ok(Ok(()))
    }

    fn picture(&self, file: String, format: PictureFormat, max_side: Option<u32>) -> Result<Report, Fault> {
        let path = self.place(&file)?;
        let max_side = max_side.filter(|side| *side < self.view.width.max(self.view.height));
        self.film.write(&path, format, max_side).map_err(|error| Fault::Io { what: error.to_string() })?;
        Ok(Report::Pictured { file })
    }

    /// A file of the scratch folder, by its plain name.
    fn place(&self, name: &str) -> Result<PathBuf, Fault> {
        let mut parts = Path::new(name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(_)), None) => Ok(self.scratch.join(name)),
            _ => Err(Fault::BadOrder { what: "a file's name must be plain".to_owned() }),
        }
    }
}

/// The sums in a result, if it is exactly of its size.
fn read_sums(bytes: &[u8], pixels: u64) -> Option<Vec<[f32; 3]>> {
    let (values, rest) = bytes.as_chunks::<4>();
    if bytes.len() as u64 != pixels * 12 || !rest.is_empty() {
        return None;
    }
    let (pixels, _) = values.as_chunks::<3>();
    Some(pixels.iter().map(|pixel| pixel.map(f32::from_le_bytes)).collect())
}

/// The part of a tile's pixels that lies in a block of it.
fn cut(sums: &[[f32; 3]], tile: Tile, block: Tile) -> impl Iterator<Item = [f32; 3]> {
    let row = move |y: u32| (block.y - tile.y + y) as usize * tile.width as usize + (block.x - tile.x) as usize;
    (0..block.height).flat_map(move |y| sums[row(y)..row(y) + block.width as usize].iter().copied())
}

fn contains(tile: Tile, block: Tile) -> bool {
    let within = |start: u32, length: u32, from: u32, size: u32| {
        start >= from && start.checked_add(length).is_some_and(|end| end - from <= size)
    };
    within(block.x, block.width, tile.x, tile.width) && within(block.y, block.height, tile.y, tile.height)
}

/// Writes a file that is either whole or not there.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let part = path.with_extension("part");
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> Fault {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Fault::Io { what: format!("{name} in the scratch folder: {error}") }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn fault(error: RenderError) -> Fault {
    match error {
        RenderError::Stopped => Fault::Yielded,
        RenderError::DeviceLost(what) => Fault::DeviceLost { what },
        RenderError::NoCamera { .. } => Fault::BadScene { what: error.to_string() },
        RenderError::TooLarge { needs, most, .. } => Fault::TooLarge { needs: Bytes(needs), allowed: Bytes(most) },
        RenderError::View(_) | RenderError::BadUnit => Fault::BadOrder { what: error.to_string() },
    }
}
