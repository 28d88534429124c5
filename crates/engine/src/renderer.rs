//! Units of work on a device: walks a tile in short submissions, and shuts up between two of them when told.

mod aov;
mod constants;
mod rays;
mod reading;
mod spots;
mod stored;
mod walk;
mod walking;

pub(crate) use aov::twin as aov_twin;
pub use aov::{Aovs, Seen};
pub use rays::Trial;
pub(crate) use walking::Walking;

use crate::gpu::{DeviceLost, Gpu};
use crate::layout::{Frame, Path, Spot, Work};
use crate::limits::{PAUSE_SLICE, SOFTWARE_BLOCKS, SOFTWARE_SAMPLES, SPOTS, STORAGE_BUFFERS};
use crate::quantum::Quantum;
use crate::scene::Scene;
use bytemuck::Zeroable;
use constants::constants;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{InvalidSpec, RenderUnit, SampleRange, View};
use idlewatt_proto::limits::{TILE_SIDE, UNIT_PIXEL_BYTES, UNIT_SPP};
use idlewatt_proto::worker::Pace;
use rays::World;
use reading::Reading;
use std::num::NonZeroU64;
use std::thread;
use std::time::{Duration, Instant};
use stored::Stored;
use walk::Walk;
use wgpu::util::DeviceExt;

/// Why a unit has no result.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The view is out of bounds.
    #[error(transparent)]
    View(#[from] InvalidSpec),
    /// The view names a camera that the scene does not have.
    #[error("the scene has no camera called \"{name}\"; it has: {has}", has = if .has.is_empty() { "none" } else { .has })]
    NoCamera {
        /// The name.
        name: String,
        /// Those that there are.
        has: String,
    },
    /// The unit does not lie within the picture or the bounds on units.
    #[error("the unit lies outside the picture or is too large")]
    BadUnit,
    /// A part of the scene does not fit one binding of the device.
    #[error("the scene's {what} take {needs} bytes, and the device binds {most} at once")]
    TooLarge {
        /// Which buffer.
        what: &'static str,
        /// Its size.
        needs: u64,
        /// The bound.
        most: u64,
    },
    /// The driver gave up.
    #[error(transparent)]
    DeviceLost(#[from] DeviceLost),
    /// Told to stop before the first sample of every pixel was done.
    #[error("stopped before a sample was done")]
    Stopped,
}

/// What is known between two submissions.
#[derive(Clone, Copy)]
pub struct Step<'s> {
    /// Samples done of every pixel.
    pub samples_done: u32,
    /// How long the last submission took; zero before the first one.
    pub last_submission: Duration,
    renderer: &'s Renderer<'s>,
    walk: &'s Walk,
}

impl Step<'_> {
    /// What the unit would come to if it stopped here: a copy of the whole samples, read back from the device, which
    /// has nothing else to do meanwhile.
    pub fn so_far(&self) -> Result<UnitResult, RenderError> {
        self.renderer.result(self.walk)
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy)]
pub struct Steer {
    /// How hard to work.
    pub pace: Pace,
    /// Finish with the whole samples that are there.
    pub stop: bool,
}

/// What came of a unit.
#[derive(Debug, Clone)]
pub struct UnitResult {
    /// The samples that were done of every pixel: a prefix of those asked for, never empty.
    pub samples: SampleRange,
    /// Their sums, row by row, in linear red, green and blue.
    pub sums: Vec<[f32; 3]>,
    /// Time on the device.
    pub busy: Duration,
    /// The longest submission.
    pub longest: Duration,
    /// How many submissions.
    pub submissions: u64,
}

const _: () = assert!(UNIT_PIXEL_BYTES == (2 * 16 + size_of::<Path>() + 16) as u64);

/// A scene on a device, seen in one way.
pub struct Renderer<'a> {
    gpu: &'a Gpu,
    view: View,
    /// Where shaders find the scene.
    reading: Reading,
    /// What stands before the shaders of this scene.
    constants: String,
    /// `None`: rays go by the shader's own walk.
    world: Option<World>,
    pipeline: wgpu::ComputePipeline,
    layout: wgpu::BindGroupLayout,
    frame: wgpu::Buffer,
    work: wgpu::Buffer,
    stored: Stored,
    quantum: Quantum,
}

const BINDINGS: &str = include_str!("../shaders/bindings.wgsl");
const WALK: &str = concat!(include_str!("../shaders/bvh.wgsl"), include_str!("../shaders/walk.wgsl"));
const WALK_LANES: &str = concat!(include_str!("../shaders/bvh.wgsl"), include_str!("../shaders/walk_lanes.wgsl"));
const QUERY: &str = include_str!("../shaders/ray_query.wgsl");
const PATHS: &str = concat!(
    include_str!("../shaders/rng.wgsl"),
    include_str!("../shaders/texture.wgsl"),
    include_str!("../shaders/material.wgsl"),
    include_str!("../shaders/medium.wgsl"),
    include_str!("../shaders/table.wgsl"),
    include_str!("../shaders/thin.wgsl"),
    include_str!("../shaders/bsdf.wgsl"),
    include_str!("../shaders/light.wgsl"),
    include_str!("../shaders/environment.wgsl"),
    include_str!("../shaders/camera.wgsl"),
    include_str!("../shaders/path.wgsl"),
);

/// Whether a unit lies within a view and the bounds on units.
pub(crate) fn check_unit(view: &View, unit: &RenderUnit) -> Result<(), RenderError> {
    let within =
        |start: u32, length: u32, end: u32| length > 0 && start.checked_add(length).is_some_and(|sum| sum <= end);
    let tile = unit.tile;
    let fits = within(tile.x, tile.width, view.width)
        && within(tile.y, tile.height, view.height)
        && within(unit.samples.first, unit.samples.count, u32::MAX)
        && tile.width <= TILE_SIDE
        && tile.height <= TILE_SIDE
        && unit.samples.count <= UNIT_SPP;
    if fits { Ok(()) } else { Err(RenderError::BadUnit) }
}

impl<'a> Renderer<'a> {
    /// Uploads the scene and compiles the shader.
    pub fn new(gpu: &'a Gpu, scene: &Scene, view: &View) -> Result<Self, RenderError> {
        Self::reading(gpu, Reading::of(gpu), scene, view)
    }

    fn reading(gpu: &'a Gpu, reading: Reading, scene: &Scene, view: &View) -> Result<Self, RenderError> {
        let frame = scene.frame(view)?;
        let constants = constants(scene);
        let layout = bind_group_layout(gpu, reading, false);
        let pipeline = compile(&gpu.device, &layout, source(reading, &constants, false, ""), "render");
        let mut renderer = Self {
            gpu,
            view: view.clone(),
            reading,
            constants,
            world: None,
            pipeline,
            layout,
            frame: buffer(gpu, bytemuck::bytes_of(&frame)),
            work: buffer(gpu, &[0; size_of::<Work>() + SPOTS * size_of::<Spot>()]),
            stored: Stored::new(gpu, reading, scene)?,
            quantum: quantum(gpu, view),
        };
        renderer.warm_up()?;
        Ok(renderer)
    }

    /// Looks at the same scene in another way. `scene`: at least its outline.
    pub fn look(&mut self, scene: &Scene, view: &View) -> Result<(), RenderError> {
        let frame = scene.frame(view)?;
        self.gpu.queue.write_buffer(&self.frame, 0, bytemuck::bytes_of(&frame));
        if path_steps(view) != path_steps(&self.view) {
            self.quantum = quantum(self.gpu, view);
        }
        self.view = view.clone();
        Ok(())
    }

    /// Shows another instant of the scene: what is the same stays on the device. After an error it shows nothing.
    pub fn show(&mut self, scene: &Scene, view: &View) -> Result<(), RenderError> {
        scene.frame(view)?;
        self.stored.show(self.gpu, scene)?;
        let constants = constants(scene);
        let by_queries = self.by_queries();
        self.world = self.world.take().and_then(|world| world.turned(self.gpu, scene));
        let compiled = constants != self.constants || by_queries != self.by_queries();
        if compiled {
            self.constants = constants;
            self.compile();
        }
        self.look(scene, view)?;
        // Software compiles anew where a picture's side has become a power of two, or is none any more.
        if compiled || self.reading == Reading::Pictures { self.warm_up() } else { Ok(()) }
    }

    /// The shader for this scene, and for how its rays go.
    fn compile(&mut self) {
        self.layout = bind_group_layout(self.gpu, self.reading, self.by_queries());
        self.pipeline = compile(&self.gpu.device, &self.layout, self.source(""), "render");
        self.quantum = quantum(self.gpu, &self.view);
    }

    fn source(&self, more: &str) -> String {
        source(self.reading, &self.constants, self.by_queries(), more)
    }

    /// What it is on.
    pub fn gpu(&self) -> &'a Gpu {
        self.gpu
    }

    /// Renders a unit. `observe` is called before each submission and every few milliseconds of a pause.
    pub fn render(
        &mut self,
        unit: &RenderUnit,
        observe: &mut dyn FnMut(Step<'_>) -> Steer,
    ) -> Result<UnitResult, RenderError> {
        check_unit(&self.view, unit)?;
        self.go(&mut Walk::over(self, unit), observe)
    }

    /// Walks to the end, or as far as it may.
    fn go(&mut self, walk: &mut Walk, observe: &mut dyn FnMut(Step<'_>) -> Steer) -> Result<UnitResult, RenderError> {
        let mut last = Duration::ZERO;
        let mut ended = Instant::now();
        while walk.done < walk.samples.count {
            let step = Step { samples_done: walk.done, last_submission: last, renderer: self, walk };
            let steer = observe(step);
            let held = steer.pace.duty_permille == 0;
            // One that is held back altogether does not even finish its pass.
            if steer.stop && (held || !walk.nearly_through_pass(&self.quantum)) {
                break;
            }
            // Reckoned anew each time: a long rest at an old pace must not outlast a new one.
            if !steer.stop && (held || ended.elapsed() < rest(last, steer.pace.duty_permille)) {
                thread::sleep(PAUSE_SLICE);
                continue;
            }
            let cut = walk.next_cut(&self.quantum);
            last = self.submit(&self.pipeline, walk.work(cut), &walk.groups[walk.from])?;
            walk.advance(cut, last);
            let target = Duration::from_micros(u64::from(steer.pace.quantum_us.max(1)));
            let share = f64::from(cut.steps) / f64::from(walk.path_steps);
            self.quantum.learn(f64::from(cut.blocks) * f64::from(cut.samples) * share, last, target);
            ended = Instant::now();
        }
        self.result(walk)
    }

    /// What a walk has come to with its last whole pass.
    fn result(&self, walk: &Walk) -> Result<UnitResult, RenderError> {
        if walk.done == 0 {
            return Err(RenderError::Stopped);
        }
        Ok(UnitResult {
            samples: SampleRange { first: walk.samples.first, count: walk.done },
            sums: self.read(&walk.sums[walk.from])?,
            busy: walk.busy,
            longest: walk.longest,
            submissions: walk.submissions,
        })
    }

    /// Runs the shader on nothing: drivers compile at the first use, which takes seconds on some and is no measure of
    /// a submission.
    fn warm_up(&mut self) -> Result<(), RenderError> {
        let sums = [self.sums(1), self.sums(1)];
        let group = self.bind(&sums[0], &sums[1], &self.paths(1));
        self.submit(&self.pipeline, Work::zeroed(), &group).map(|_| ())
    }

    /// Puts one piece of work on the device and waits for its end.
    fn submit(
        &self,
        pipeline: &wgpu::ComputePipeline,
        work: Work,
        group: &wgpu::BindGroup,
    ) -> Result<Duration, RenderError> {
        let device = &self.gpu.device;
        self.gpu.queue.write_buffer(&self.work, 0, bytemuck::bytes_of(&work));
        let mut encoder = device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, group, &[]);
            pass.dispatch_workgroups(work.blocks.max(1), 1, 1);
        }
        let commands = encoder.finish();
        let start = Instant::now();
        self.gpu.queue.submit([commands]);
        self.gpu.wait()?;
        Ok(start.elapsed())
    }

    fn read(&self, sums: &wgpu::Buffer) -> Result<Vec<[f32; 3]>, RenderError> {
        Ok(self.read_words(sums)?.into_iter().map(|[red, green, blue, _]| [red, green, blue]).collect())
    }

    fn read_words(&self, sums: &wgpu::Buffer) -> Result<Vec<[f32; 4]>, RenderError> {
        let staging = self.gpu.read_back_buffer(sums.size());
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(sums, 0, &staging, 0, sums.size());
        self.gpu.queue.submit([encoder.finish()]);
        Ok(self.gpu.read(&staging, sums.size(), |bytes| bytemuck::cast_slice(bytes).to_vec())?)
    }

    /// A zeroed buffer of sums; `wgpu` clears what it creates.
    fn sums(&self, pixels: u64) -> wgpu::Buffer {
        self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("sums"),
            size: pixels * 16,
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        })
    }

    /// Where paths wait between two submissions.
    fn paths(&self, pixels: u64) -> wgpu::Buffer {
        self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("paths"),
            size: pixels * size_of::<Path>() as u64,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: false,
        })
    }

    fn bind(&self, from: &wgpu::Buffer, to: &wgpu::Buffer, paths: &wgpu::Buffer) -> wgpu::BindGroup {
        let own = [(0, &self.frame), (1, &self.work), (8, from), (9, to), (16, paths)];
        let own = own.map(|(binding, buffer)| (binding, buffer.as_entire_binding()));
        let world = self.world.as_ref().map(|world| (WORLD, world.binding()));
        let entry = |(binding, resource)| wgpu::BindGroupEntry { binding, resource };
        let entries: Vec<_> = own.into_iter().chain(self.stored.bindings()).chain(world).map(entry).collect();
        let wants = wgpu::BindGroupDescriptor { label: Some("render"), layout: &self.layout, entries: &entries };
        self.gpu.device.create_bind_group(&wants)
    }
}

/// How long to rest after working so long.
pub fn rest(worked: Duration, duty_permille: u16) -> Duration {
    let duty = u32::from(duty_permille.clamp(1, 1000));
    worked * (1000 - duty) / duty
}

/// Surfaces that a path meets at most, and what is behind them.
fn path_steps(view: &View) -> u32 {
    u32::from(view.max_bounces) + 1
}

/// How long submissions may be, before anything is known of their speed.
fn quantum(gpu: &Gpu, view: &View) -> Quantum {
    match gpu.device().kind {
        DeviceKind::Software => Quantum::new(f64::from(SOFTWARE_BLOCKS), SOFTWARE_SAMPLES),
        _ => Quantum::new(1.0 / f64::from(path_steps(view)), u32::MAX),
    }
}

fn buffer(gpu: &Gpu, contents: &[u8]) -> wgpu::Buffer {
    let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST;
    gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: Some("parameters"), contents, usage })
}

/// All of the path tracer's text, and more of it.
fn source(reading: Reading, constants: &str, by_queries: bool, more: &str) -> String {
    let (enable, trace) = match (by_queries, reading) {
        (true, _) => ("enable wgpu_ray_query;\n", QUERY),
        (false, Reading::Buffers) => ("", WALK),
        (false, Reading::Pictures) => ("", WALK_LANES),
    };
    [enable, constants, &reading.functions(), BINDINGS, trace, PATHS, more].concat()
}

/// The binding of what the adapter finds rays' hits in.
const WORLD: u32 = STORAGE_BUFFERS;

fn bind_group_layout(gpu: &Gpu, reading: Reading, by_queries: bool) -> wgpu::BindGroupLayout {
    let entry =
        |binding, ty| wgpu::BindGroupLayoutEntry { binding, visibility: wgpu::ShaderStages::COMPUTE, ty, count: None };
    let buffer = |binding, read_only, bytes: usize| {
        let ty = wgpu::BufferBindingType::Storage { read_only };
        let min_binding_size = NonZeroU64::new(bytes as u64);
        entry(binding, wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size })
    };
    let own = [
        buffer(0, true, size_of::<Frame>()),
        buffer(1, true, size_of::<Work>() + size_of::<Spot>()),
        buffer(8, true, 0),
        buffer(9, false, 0),
        buffer(16, false, 0),
    ];
    let world = wgpu::BindingType::AccelerationStructure { vertex_return: false };
    let world = by_queries.then(|| entry(WORLD, world));
    let entries: Vec<_> = own.into_iter().chain(reading.layout()).chain(world).collect();
    gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("render"), entries: &entries })
}

pub(crate) fn compile(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    source: String,
    entry_point: &str,
) -> wgpu::ComputePipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("path tracer"),
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("render"),
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(entry_point),
        layout: Some(&pipeline_layout),
        module: &module,
        entry_point: Some(entry_point),
        compilation_options: Default::default(),
        cache: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::CORNELL;
    use crate::scene::Stage;
    use crate::scene::motion_tests::moving_things;
    use idlewatt_proto::job::Tile;

    /// A unit, as fast as it goes.
    pub(super) fn sums_of(renderer: &mut Renderer<'_>, unit: &RenderUnit) -> Vec<[f32; 3]> {
        let pace = Pace { quantum_us: 100_000, duty_permille: 1000 };
        renderer.render(unit, &mut |_| Steer { pace, stop: false }).expect("works").sums
    }

    #[test]
    fn a_path_that_was_cut_between_bounces_is_the_same_path() {
        let gpu = match Gpu::open(None) {
            Ok(gpu) => gpu,
            Err(error) => {
                eprintln!("no adapter: {error}");
                return;
            }
        };
        let scene = Scene::from_glb(CORNELL).expect("ours");
        let view = View { max_bounces: 6, ..View::new(40, 24) };
        let tile = Tile { x: 0, y: 0, width: 40, height: 24 };
        let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 3 } };
        let mut renderer = Renderer::new(&gpu, &scene, &view).expect("fits");
        let mut render = |least: f64, quantum_us: u32| {
            renderer.quantum = Quantum::new(least, 2);
            let steer = Steer { pace: Pace { quantum_us, duty_permille: 1000 }, stop: false };
            renderer.render(&unit, &mut |_| steer).expect("works")
        };
        let (whole, cut) = (render(8.0, 5_000_000), render(1.0 / 7.0, 1));
        assert!(cut.submissions > 10 * whole.submissions, "{} and {}", cut.submissions, whole.submissions);
        assert_eq!(cut.sums, whole.sums);
    }

    /// The trees of this scene are deeper than the part of the walk's stack that lies in variables.
    #[test]
    fn pictures_and_buffers_are_the_same_scene() {
        let Some(gpu) = Gpu::open(None).ok().filter(Gpu::reads_pictures) else { return };
        let scene = Scene::from_glb(&crate::showpiece::scene()).expect("ours");
        assert!(scene.forks.len() > 1 << 12, "{} forks", scene.forks.len());
        let view = View { camera: Some(crate::showpiece::CAMERA.into()), ..View::new(40, 24) };
        let tile = Tile { x: 0, y: 0, width: 40, height: 24 };
        let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 2 } };
        let [pictures, buffers] = [Reading::Pictures, Reading::Buffers].map(|reading| {
            let mut renderer = Renderer::reading(&gpu, reading, &scene, &view).expect("fits");
            sums_of(&mut renderer, &unit)
        });
        assert_eq!(pictures, buffers);
        assert!(pictures.iter().flatten().sum::<f32>() > 1.0);
    }

    #[test]
    fn another_instant_is_shown_as_if_it_were_the_first() {
        let Ok(gpu) = Gpu::open(None) else { return };
        let mut stage = Stage::from_glb(moving_things()).expect("a scene");
        let tile = Tile { x: 0, y: 0, width: 16, height: 16 };
        let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 4 } };
        let render = |renderer: &mut Renderer<'_>| sums_of(renderer, &unit);
        let view = |time_us| View { time_us, ..View::new(16, 16) };
        let first = stage.at(0).expect("a scene");
        let mut renderer = Renderer::new(&gpu, &first, &view(0)).expect("fits");
        let before = render(&mut renderer);
        for time_us in [400_000, 0] {
            renderer.show(&stage.at(time_us).expect("a scene"), &view(time_us)).expect("fits");
            let fresh = Scene::from_glb_at(&moving_things(), time_us).expect("a scene");
            let fresh = render(&mut Renderer::new(&gpu, &fresh, &view(time_us)).expect("fits"));
            assert_eq!(render(&mut renderer), fresh, "at {time_us}");
            assert_eq!(fresh == before, time_us == 0, "at {time_us}");
        }
        let seed = View { seed: 7, ..view(0) };
        renderer.look(&first.into_outline(), &seed).expect("a view");
        assert_ne!(render(&mut renderer), before);
    }
}
