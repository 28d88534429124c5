//! A worker at its bench: a scene, open on a device, and a picture that grows.

use crate::files::{gpu_fault, in_scratch, render_fault, scene_fault, to_bytes, write_whole};
use crate::isolation::{self, Grounds};
use crate::limits::{CARD_PACE, LIFE_EVERY, PROGRESS_EVERY, SCENE_ORDERS, SOFTWARE_PACE};
use crate::orders::{Lines, Reins, listen};
use crate::reports::say;
use crate::savings::Savings;
use idlewatt_engine::film::Film;
use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{Aovs, Renderer, UnitResult};
use idlewatt_engine::scene::{Scene, SceneError, Stage};
use idlewatt_engine::{reference, showpiece};
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::picture::Noise;
use idlewatt_proto::worker::{Fault, Order, OwnScene, Pace, Report};
use idlewatt_proto::{BlobHash, Bytes, UnitId};
use std::path::PathBuf;
use std::time::Instant;

/// Of each pixel of a block, in linear red, green and blue.
pub type Sums = Vec<[f32; 3]>;

/// The scene on its device, and what was made of it.
pub struct Bench<'a> {
    pub renderer: Renderer<'a>,
    /// One that moves, for its other instants.
    stage: Option<Stage>,
    /// What the device does not need.
    outline: Scene,
    memory: Bytes,
    pub film: Film,
    /// What is seen first, once somebody asked for it.
    pub aovs: Option<Aovs>,
    pub reins: Reins,
    savings: Savings,
    /// Until told otherwise.
    pub pace: Pace,
    pub scratch: PathBuf,
    pub view: View,
}

/// What a worker with a scene needs to begin.
pub struct Start<'a> {
    pub scratch: PathBuf,
    pub adapter: Option<&'a str>,
    pub scene: Source,
    pub view: View,
    pub memory: Bytes,
}

/// Where a scene comes from.
pub enum Source {
    /// A file, a stranger's perhaps.
    File(PathBuf),
    /// This very program.
    Own(OwnScene),
}

impl Source {
    /// What must be read for it.
    fn read(&self) -> Vec<PathBuf> {
        match self {
            Self::File(path) => crate::around(path),
            Self::Own(_) => Vec::new(),
        }
    }

    fn open(&self) -> Result<Stage, SceneError> {
        match self {
            Self::File(path) => Stage::open(path),
            Self::Own(OwnScene::Reference) => Stage::from_glb(reference::CORNELL.to_vec()),
            Self::Own(OwnScene::Showpiece) => Stage::from_glb(showpiece::scene()),
        }
    }
}

/// Opens the scene and follows orders until standard input ends. Returns only for a scene that cannot be opened.
pub fn run(start: Start<'_>, lines: Lines) -> Result<(), Fault> {
    let Start { scratch, adapter, scene: source, view, memory } = start;
    view.validate().map_err(|error| Fault::BadOrder { what: error.to_string() })?;
    // Before the first other thread: isolation holds for this one and those that it starts, drivers' included.
    isolation::enter_or_say(&Grounds { read: source.read(), write: Some(scratch.clone()) });
    let reins = Reins::new();
    let orders = listen(lines, reins.clone(), SCENE_ORDERS);

    let mut stage = source.open().map_err(scene_fault)?;
    // First by what its description says: building it may take minutes, and more memory than is there.
    must_fit(stage.estimate(), &view, memory)?;
    let scene = stage.at(view.time_us).map_err(scene_fault)?;
    let spare = must_fit(scene.facts().device_bytes, &view, memory)?;
    let gpu = Gpu::open_for_rays(adapter).map_err(gpu_fault)?;
    let pace = if gpu.device().kind == DeviceKind::Software { SOFTWARE_PACE } else { CARD_PACE };
    let mut renderer = Renderer::new(&gpu, &scene, &view).map_err(render_fault)?;
    renderer.choose_rays(&scene, spare, &mut |_| reins.steer(pace)).map_err(render_fault)?;
    let facts = scene.facts().clone();
    let stage = Some(stage).filter(|_| facts.duration_us > 0);
    // It is on the device now.
    let outline = scene.into_outline();
    let film = Film::new(view.width, view.height);
    let savings = Savings::new(scratch.clone());
    let mut bench = Bench { renderer, stage, outline, memory, film, aovs: None, reins, savings, pace, scratch, view };
    say(&Report::Opened { facts, device: Some(gpu.device().clone()), ray_queries: bench.renderer.by_queries() });
    for order in orders {
        let unit = unit_of(&order);
        let report = bench.obey(order).unwrap_or_else(|fault| Report::Failed { unit, request: None, fault });
        say(&report);
    }
    Ok(())
}

/// Whether there is room for a scene and a unit of a view, and how much they leave: what a provider's desk reckons with, too. The picture is in the
/// machine's own memory, which the foreman bounds.
fn must_fit(scene: Bytes, view: &View, memory: Bytes) -> Result<Bytes, Fault> {
    let needs = scene.saturating_add(view.unit_bytes());
    memory.0.checked_sub(needs.0).map(Bytes).ok_or(Fault::TooLarge { needs, allowed: memory })
}

fn unit_of(order: &Order) -> Option<UnitId> {
    match order {
        Order::Render { unit, .. } | Order::Inspect { unit, .. } => Some(*unit),
        _ => None,
    }
}

impl Bench<'_> {
    fn obey(&mut self, order: Order) -> Result<Report, Fault> {
        match order {
            Order::Render { unit, work, file } => self.render(unit, work, &file),
            Order::Inspect { unit, work, file, blocks } => {
                let fault = self.inspect(unit, &work, &file, &blocks)?;
                let noise = if fault.is_none() { self.noise(&work.tile) } else { None };
                Ok(Report::Inspected { unit, fault, noise })
            }
            Order::Turn { view } => self.turn(view),
            Order::Picture { file, format, max_side, finish } => self.picture(file, format, max_side, &finish),
            Order::Open { .. } | Order::OpenOwn { .. } | Order::OpenModel { .. } => {
                Err(Fault::BadOrder { what: "a scene is open already".into() })
            }
            _ => Err(Fault::BadOrder { what: "not an order for a scene".into() }),
        }
    }

    /// The same scene in another way, and nothing of its picture yet.
    fn turn(&mut self, view: View) -> Result<Report, Fault> {
        view.validate().map_err(|error| Fault::BadOrder { what: error.to_string() })?;
        let moved = view.time_us != self.view.time_us;
        match self.stage.as_mut().filter(|_| moved) {
            Some(stage) => {
                let scene = stage.at(view.time_us).map_err(scene_fault)?;
                must_fit(scene.facts().device_bytes, &view, self.memory)?;
                self.renderer.show(&scene, &view).map_err(render_fault)?;
                self.outline = scene.into_outline();
            }
            None => {
                must_fit(self.outline.facts().device_bytes, &view, self.memory)?;
                self.renderer.look(&self.outline, &view).map_err(render_fault)?;
            }
        }
        self.film = Film::new(view.width, view.height);
        self.aovs = None;
        self.view = view;
        let (facts, device) = (self.outline.facts().clone(), self.renderer.gpu().device().clone());
        Ok(Report::Opened { facts, device: Some(device), ray_queries: self.renderer.by_queries() })
    }

    fn render(&mut self, unit: UnitId, work: RenderUnit, file: &str) -> Result<Report, Fault> {
        let path = in_scratch(&self.scratch, file)?;
        let result = self.trace(unit, &work)?;
        let bytes = to_bytes(&result.sums);
        write_whole(&path, &bytes)?;
        let done = RenderUnit { samples: result.samples, ..work };
        self.film.add(&done, &result.sums).map_err(|error| Fault::BadOrder { what: error.to_string() })?;
        Ok(Report::Rendered {
            unit,
            samples: result.samples,
            hash: BlobHash::of(&bytes),
            busy_ms: result.busy.as_millis() as u64,
            longest_us: result.longest.as_micros() as u64,
            submissions: result.submissions,
            noise: self.noise(&done.tile),
        })
    }

    fn noise(&self, tile: &Tile) -> Option<Noise> {
        self.film.noise(tile).map(Noise::of)
    }

    /// Renders, telling how far it is and that it lives.
    fn trace(&mut self, unit: UnitId, work: &RenderUnit) -> Result<UnitResult, Fault> {
        let (reins, pace) = (self.reins.clone(), self.pace);
        let (mut told, mut when) = (0, Instant::now());
        self.savings.begin();
        let savings = &mut self.savings;
        let result = self.renderer.render(work, &mut |step| {
            let due = if step.samples_done > told { PROGRESS_EVERY } else { LIFE_EVERY };
            if when.elapsed() >= due {
                say(&Report::Progress { unit, samples: step.samples_done });
                (told, when) = (step.samples_done, Instant::now());
            }
            let steer = reins.steer(pace);
            // Whoever stops answers with all there is.
            if !steer.stop {
                savings.look(unit, &step);
            }
            steer
        });
        savings.end();
        result.map_err(render_fault)
    }

    /// Computes blocks once more, telling that it lives. It may not be cut short.
    pub fn recompute(&mut self, unit: UnitId, blocks: &[Tile], samples: SampleRange) -> Result<Vec<Sums>, Fault> {
        let (reins, pace) = (self.reins.clone(), self.pace);
        let mut when = Instant::now();
        let blocks = self.renderer.recompute(blocks, samples, &mut |step| {
            if when.elapsed() >= LIFE_EVERY {
                say(&Report::Progress { unit, samples: step.samples_done });
                when = Instant::now();
            }
            reins.steer(pace)
        });
        blocks.map_err(render_fault)
    }
}
