//! The shaders of language models, written out for a format and a size and compiled when they are first needed.

use super::attending::Attending;
use super::batch::{OUTS_AT, SPLITS_AT, TOKENS_AT};
use super::cache::PAGE;
use super::config::Activation;
use super::format::Format;
use super::shape::{SPLIT_ROWS, Shape};
use super::units::Units;
use crate::expand::{Numbers, expand};
use crate::gpu::{DeviceLost, Gpu};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A compiled shader.
#[derive(Debug)]
pub struct Kernel(wgpu::ComputePipeline);

/// What becomes of a matrix product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Then {
    /// A bias is added first.
    pub bias: bool,
    /// It is added to what is there.
    pub add: bool,
    /// What goes in is normalised by its root mean square.
    pub norm: bool,
    /// What comes out is let through this.
    pub after: Option<After>,
}

/// What a sum is let through at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum After {
    /// Rows of a gate lie above as many others.
    Gate(Activation),
    /// All rows alike.
    Activation(Activation),
}

impl Then {
    /// Rows that come to one number.
    pub fn sides(self) -> u32 {
        if matches!(self.after, Some(After::Gate(_))) { 2 } else { 1 }
    }
}

/// Which shader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described at the head of its file")]
pub enum Which {
    Matmul { format: Format, shape: Shape, then: Then },
    Embed { format: Format },
    Place,
    Norm { mean: bool, pick: bool, add: bool },
    Halve { norm: bool },
    Turn { head_norm: bool, rope: bool },
    Attend { queries: u32, words: u32, near: bool, units: Option<Attending> },
    Combine,
    Gate { activation: Activation },
}

/// All shaders that were needed so far, on one adapter.
pub struct Kernels<'g> {
    gpu: &'g Gpu,
    /// Threads that go together, where that is always the same number.
    subgroup: Option<u32>,
    /// Whether matrices are gone over by lanes, and what comes before and after in the same breath.
    by_lanes: bool,
    /// Whether products may be by 16-bit floats.
    halves: bool,
    made: RefCell<HashMap<Which, Rc<Kernel>>>,
    layouts: RefCell<HashMap<&'static str, wgpu::BindGroupLayout>>,
    /// Whether one was compiled since the last time that somebody asked.
    fresh: Cell<bool>,
}

/// Threads of a workgroup on cards where all of them work on one thing.
const CARD_THREADS: u32 = 256;
/// Threads of a workgroup that attends by lines, and positions that each line looks at at once.
const LINE_THREADS: u32 = 128;
const LINE_AHEAD: u32 = 4;
/// Queries that a workgroup takes at once on cards.
const QUERIES_AT_ONCE: u32 = 4;
/// The largest workgroup that goes together: more threads than numbers in a small head would idle.
const MOST_LANES: u32 = 32;

impl<'g> Kernels<'g> {
    /// With all that the adapter can do.
    pub fn new(gpu: &'g Gpu) -> Self {
        Self::with_subgroups(gpu, gpu.subgroup())
    }

    /// As if threads went together like this.
    pub fn with_subgroups(gpu: &'g Gpu, subgroup: Option<u32>) -> Self {
        Self {
            gpu,
            subgroup,
            by_lanes: subgroup == Some(8),
            halves: gpu.has_halves(),
            made: RefCell::default(),
            layouts: RefCell::default(),
            fresh: Cell::new(false),
        }
    }

    /// As if there were no 16-bit floats.
    #[cfg(test)]
    pub fn without_halves(self) -> Self {
        Self { halves: false, ..self }
    }

    /// As if there were no lanes to go over matrices by, with subgroups as they are.
    #[cfg(test)]
    pub fn without_lanes(self) -> Self {
        Self { by_lanes: false, ..self }
    }

    pub fn gpu(&self) -> &'g Gpu {
        self.gpu
    }

    /// Whether threads can hand numbers round among a subgroup that is a whole workgroup.
    fn subgroups(&self) -> bool {
        self.subgroup.is_some_and(|size| (8..=MOST_LANES).contains(&size))
    }

    /// Threads of a workgroup that goes together.
    fn lanes(&self) -> u32 {
        self.subgroup.filter(|_| self.subgroups()).unwrap_or(MOST_LANES)
    }

    /// Whether [`Shape::Lanes`] can be had, which is by far the best then: only processors have subgroups that are always of
    /// eight.
    pub fn by_lanes(&self) -> bool {
        self.by_lanes
    }

    /// Workgroups that share a token's attention to one key and value head.
    pub fn attending(&self, queries: u32) -> u32 {
        if self.by_lanes { 1 } else { queries.div_ceil(QUERIES_AT_ONCE) }
    }

    /// Positions of a past that one workgroup goes over before more of them pay, for so many queries that share a head of so many
    /// words.
    pub fn split_positions(&self, queries: u32, words: u32) -> u32 {
        match self.by_lanes {
            true => 128,
            false if self.by_lines(queries, words) => 64,
            false => CARD_THREADS,
        }
    }

    /// How the card's units attend for so many queries that share a head of so many words, if they can.
    pub fn attending_units(&self, queries: u32, words: u32) -> Option<Attending> {
        let room = self.gpu.device.limits().max_compute_workgroup_storage_size;
        Attending::new(self.matrix_side()?, self.lanes(), queries, words, room)
    }

    /// The side of matrices that the card's units multiply, where threads go together as they are used to.
    fn matrix_side(&self) -> Option<u32> {
        let has = self.halves && !self.by_lanes && self.subgroup == self.gpu.subgroup();
        self.gpu.matrix_side().filter(|_| has)
    }

    /// Whether attention can be by lines, each within a subgroup, of which there are several.
    fn by_lines(&self, queries: u32, words: u32) -> bool {
        let room = self.gpu.device.limits().max_compute_workgroup_storage_size;
        let bytes = (self.line_parts(queries, words) + 2 * LINE_THREADS / self.lanes()) * 16;
        self.subgroups() && !self.by_lanes && across_line(words) <= self.lanes() && bytes <= room
    }

    /// Quads of sums that subgroups hand to each other then.
    fn line_parts(&self, queries: u32, words: u32) -> u32 {
        LINE_THREADS / self.lanes() * queries.min(QUERIES_AT_ONCE) * words / 2
    }

    /// Tokens whose numbers lie in workgroup memory at once, out of some: all of them, or as many as there is room for beside what so
    /// many subgroups hand each other. More than four take more registers than a card has for them.
    fn staged_tokens(&self, tokens: u32, waves: u32) -> u32 {
        let room = self.gpu.device.limits().max_compute_workgroup_storage_size;
        let fits = |each: &u32| {
            let handed = waves * (self.lanes() * 16 + tokens * 4);
            tokens.is_multiple_of(*each) && self.lanes() * each * 128 + handed <= room
        };
        [4, 2].into_iter().find(fits).unwrap_or(1)
    }

    /// Every way by 16-bit floats that can be had.
    pub fn by_halves(&self) -> Vec<Shape> {
        if !self.halves || self.by_lanes {
            return Vec::new();
        }
        let room = self.gpu.device.limits().max_compute_workgroup_storage_size;
        // Halves of so many groups, and where subgroups cannot add up a quad for each of four times as many threads.
        let packed = [4, 8].into_iter().filter(|tokens| self.lanes() * (tokens * 64 + 4 * 16) <= room);
        let units = self.matrix_side().map_or_else(Vec::new, |side| Units::all(side).into());
        let units = units.into_iter().filter(|units| units.has_room(room));
        packed.map(Shape::Packed).chain(units.map(Shape::Units)).collect()
    }

    /// Whether a shader was compiled since this was last asked: drivers go on compiling during its first use.
    pub fn were_compiled(&self) -> bool {
        self.fresh.replace(false)
    }

    /// The shader, compiled now if it was not before.
    pub fn get(&self, which: Which) -> Rc<Kernel> {
        let made = self.made.borrow().get(&which).cloned();
        made.unwrap_or_else(|| {
            self.fresh.set(true);
            // The others write all workgroup memory that they read.
            let zeroed = matches!(which, Which::Matmul { shape: Shape::Units(_), .. });
            let kernel = Rc::new(compile(self.gpu, &self.source(which), &self.layout(which), zeroed));
            self.made.borrow_mut().insert(which, kernel.clone());
            kernel
        })
    }

    /// How long the device takes for a submission of these runs.
    pub fn time(&self, runs: &[(Which, &wgpu::BindGroup, [u32; 3])]) -> Result<Duration, DeviceLost> {
        let kernels: Vec<_> = runs.iter().map(|&(which, ..)| self.get(which)).collect();
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            for (kernel, &(_, group, grid)) in kernels.iter().zip(runs) {
                kernel.dispatch(&mut pass, group, grid);
            }
        }
        let commands = encoder.finish();
        let start = Instant::now();
        self.gpu.queue.submit([commands]);
        self.gpu.wait()?;
        Ok(start.elapsed())
    }

    fn layout(&self, which: Which) -> wgpu::BindGroupLayout {
        let accesses = accesses(which);
        let entry = |(binding, access): (u32, char)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: access == 'r' },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let mut layouts = self.layouts.borrow_mut();
        let make = || {
            let entries: Vec<_> = (0..).zip(accesses.chars()).map(entry).collect();
            let wants = wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries };
            self.gpu.device.create_bind_group_layout(&wants)
        };
        layouts.entry(accesses).or_insert_with(make).clone()
    }

    /// Buffers for the bindings of a shader, in their order. It need not be compiled for that.
    pub fn bind<'b>(&self, which: Which, buffers: &[&'b wgpu::Buffer]) -> wgpu::BindGroup {
        let entry = |(binding, buffer): (u32, &&'b wgpu::Buffer)| wgpu::BindGroupEntry {
            binding,
            resource: buffer.as_entire_binding(),
        };
        let entries: Vec<_> = (0..).zip(buffers).map(entry).collect();
        let layout = self.layout(which);
        let wants = wgpu::BindGroupDescriptor { label: None, layout: &layout, entries: &entries };
        self.gpu.device.create_bind_group(&wants)
    }

    /// For a workgroup that works on one thing, by several subgroups.
    fn with_card_threads(&self, numbers: Numbers) -> Numbers {
        numbers.with("THREADS", CARD_THREADS).with("WAVES", CARD_THREADS / self.lanes())
    }

    fn source(&self, which: Which) -> String {
        let mut numbers = Numbers::default()
            .with("QUADS", 4)
            .with("EIGHT", 8)
            .with("LANES", self.lanes())
            .with("THREADS", self.lanes())
            .with("TILE", self.lanes())
            .when("SUBGROUPS", self.subgroups())
            .when("ONE", self.by_lanes)
            .when("NEAR", false)
            .when("WAVED", self.subgroups() && !self.by_lanes)
            .with("WAVES", 1)
            .with("PAGE", PAGE)
            .with("TOKENS_AT", TOKENS_AT)
            .with("OUTS_AT", OUTS_AT)
            .with("SPLITS_AT", SPLITS_AT);
        let (mut parts, batch) = (Vec::new(), include_str!("../../shaders/text/batch.wgsl"));
        match which {
            Which::Matmul { format, shape, then } => {
                let (lanes, tokens) = (self.lanes(), if shape == Shape::Tiled { 4 } else { shape.tokens() });
                let of_subgroup = if let Shape::Split { rows, .. } = shape { rows } else { 4 };
                let (rows, waves) = (of_subgroup / then.sides(), SPLIT_ROWS / of_subgroup);
                let (each, threads) = (self.staged_tokens(tokens, waves), waves * lanes);
                numbers = of_format(numbers, format)
                    .with("ROWS", rows)
                    .with("FOUR", 4)
                    .with("TWO", 2)
                    .with("TOKENS", tokens)
                    .with("EACH", each)
                    .with("PASSES", tokens / each)
                    .with("WAVES", waves)
                    .with("THREADS", threads)
                    .with("STAGES", 8 / waves)
                    .with("BLOCK", lanes * 8)
                    .with("STAGED", lanes * 8 * each)
                    .with("SUMS", waves * tokens)
                    .with("SIDES", then.sides())
                    .with("AFTER_BIAS", if then.bias { 7 } else { 6 })
                    .when("WHOLE", tokens > 1)
                    .when("HALVED", shape.halved())
                    .when("BIAS", then.bias)
                    .when("NORM", then.norm && !shape.halved())
                    .when("ACT", then.after.is_some())
                    .when("GATED", matches!(then.after, Some(After::Gate(_))))
                    .when("ACTIVATED", matches!(then.after, Some(After::Activation(_))))
                    .when("ADD", then.add);
                if let Shape::Units(units) = shape {
                    numbers = units.numbers(numbers, self.lanes(), then.sides());
                    parts.push("enable f16;\nenable wgpu_cooperative_matrix;");
                }
                if let Shape::Packed(_) = shape {
                    // Around nought already.
                    if matches!(format, Format::Q4_0 | Format::Q5_0 | Format::Q3K | Format::Q6K) {
                        numbers = numbers.when("LEAST", false);
                    }
                    numbers = numbers.with("STAGED", lanes * 8 * tokens);
                    parts.push("enable f16;");
                }
                parts.push(include_str!("../../shaders/text/matmul.wgsl"));
                if let Some(After::Gate(activation) | After::Activation(activation)) = then.after {
                    numbers = of_activation(numbers, activation);
                    parts.push(include_str!("../../shaders/text/act.wgsl"));
                }
                parts.extend(format_parts(format));
                if shape.halved() {
                    parts.extend([include_str!("../../shaders/text/halves.wgsl"), packed_part(format)]);
                }
                if matches!(shape, Shape::Split { .. } | Shape::Packed(_)) {
                    parts.push(include_str!("../../shaders/text/subgroup.wgsl"));
                }
                parts.push(match shape {
                    Shape::Lanes(_) => include_str!("../../shaders/text/matmul_lanes.wgsl"),
                    Shape::Split { .. } => include_str!("../../shaders/text/matmul_split.wgsl"),
                    Shape::Tiled => include_str!("../../shaders/text/matmul_tiled.wgsl"),
                    Shape::Packed(_) => include_str!("../../shaders/text/matmul_packed.wgsl"),
                    Shape::Units(units) if units.halved() => include_str!("../../shaders/text/matmul_halved.wgsl"),
                    Shape::Units(_) => include_str!("../../shaders/text/matmul_units.wgsl"),
                });
                if let Shape::Units(_) = shape {
                    parts.push(include_str!("../../shaders/text/units_put.wgsl"));
                }
            }
            Which::Embed { format } => {
                numbers = of_format(numbers, format);
                parts.extend([batch, include_str!("../../shaders/text/embed.wgsl")]);
                parts.extend(format_parts(format));
            }
            Which::Place => parts.extend([batch, include_str!("../../shaders/text/place.wgsl")]),
            Which::Norm { mean, pick, add } => {
                numbers = numbers.when("MEAN", mean).when("PICK", pick).when("ADD", add);
                if !self.by_lanes {
                    numbers = self.with_card_threads(numbers);
                }
                parts.extend([batch, GROUP, include_str!("../../shaders/text/norm.wgsl")]);
            }
            Which::Halve { norm } => {
                numbers = self.with_card_threads(numbers).when("NORM", norm);
                parts.extend(["enable f16;", GROUP, include_str!("../../shaders/text/halve.wgsl")]);
            }
            Which::Turn { head_norm, rope } => {
                numbers = numbers.when("HEAD_NORM", head_norm).when("ROPE", rope);
                parts.extend([batch, GROUP, include_str!("../../shaders/text/turn.wgsl")]);
            }
            Which::Attend { queries, near, units: Some(tile), .. } => {
                numbers = tile.numbers(numbers).with("QUERIES", queries).when("NEAR", near);
                parts.push("enable f16;\nenable wgpu_cooperative_matrix;");
                parts.extend([batch, PAST, HEADS, include_str!("../../shaders/text/attend_units.wgsl")]);
            }
            Which::Attend { queries, words, near, .. } if self.by_lanes => {
                numbers =
                    numbers.with("QUERIES", queries).with("SLOTS", words.div_ceil(self.lanes())).when("NEAR", near);
                parts.extend([batch, GROUP, PAST, include_str!("../../shaders/text/attend.wgsl")]);
            }
            Which::Attend { queries, words, near, .. } if self.by_lines(queries, words) => {
                let (queries, across) = (queries.min(QUERIES_AT_ONCE), across_line(words));
                numbers = numbers
                    .with("THREADS", LINE_THREADS)
                    .with("WAVES", LINE_THREADS / self.lanes())
                    .with("QUERIES", queries)
                    .with("WORDS", words)
                    .with("AHEAD", LINE_AHEAD)
                    .with("ACROSS", across)
                    .with("TILE", LINE_THREADS / across * LINE_AHEAD)
                    .with("PARTS", self.line_parts(queries, words))
                    .when("NEAR", near);
                parts.extend([batch, PAST, HEADS, include_str!("../../shaders/text/attend_lines.wgsl")]);
            }
            Which::Attend { queries, words, near, .. } => {
                let (queries, across) = (queries.min(QUERIES_AT_ONCE), words.min(CARD_THREADS));
                numbers = self
                    .with_card_threads(numbers)
                    .with("QUERIES", queries)
                    .with("WORDS", words)
                    .with("AHEAD", 16)
                    .with("TILE", CARD_THREADS)
                    .with("ASKED", queries * words / 2)
                    .with("ACROSS", across)
                    .with("SLICES", CARD_THREADS / across)
                    .with("SLOTS", words.div_ceil(across))
                    .when("NEAR", near);
                parts.extend([batch, GROUP, PAST, HEADS, include_str!("../../shaders/text/attend_wide.wgsl")]);
            }
            Which::Combine => {
                numbers = numbers.with("THREADS", if self.by_lanes { 32 } else { 64 });
                parts.extend([batch, PAST, include_str!("../../shaders/text/combine.wgsl")]);
            }
            Which::Gate { activation } => {
                numbers = of_activation(numbers, activation);
                parts.extend([
                    batch,
                    include_str!("../../shaders/text/act.wgsl"),
                    include_str!("../../shaders/text/gate.wgsl"),
                ]);
            }
        }
        expand(&parts.join("\n"), &numbers)
    }
}

/// Threads that share a position: one for each quad of words of a head, in a power of two.
fn across_line(words: u32) -> u32 {
    (words / 4).next_power_of_two()
}

const GROUP: &str = include_str!("../../shaders/text/group.wgsl");
const HEADS: &str = include_str!("../../shaders/text/heads.wgsl");
const PAST: &str = include_str!("../../shaders/text/past.wgsl");

fn of_format(numbers: Numbers, format: Format) -> Numbers {
    let halves = matches!(format, Format::Q2K | Format::Q3K | Format::Q6K);
    let none = format.is_float() || format == Format::Q8_0;
    // What lies in the middle of what the bits of a weight say.
    let middle = match format {
        Format::Q2K => 2,
        Format::Q3K => 4,
        Format::Q4_0 | Format::Q4_1 | Format::Q4K => 8,
        Format::Q5_0 | Format::Q5_1 | Format::Q5K => 16,
        Format::Q6K => 32,
        _ => 0,
    };
    numbers.when("HALVES", halves).when("LEAST", !none).with("MIDDLE", middle)
}

fn of_activation(numbers: Numbers, activation: Activation) -> Numbers {
    numbers
        .when("SILU", activation == Activation::Silu)
        .when("TANH", activation == Activation::GeluTanh)
        .when("ERF", activation == Activation::GeluErf)
}

fn format_parts(format: Format) -> Vec<&'static str> {
    macro_rules! parts {
        ($($name:literal),*) => { vec![$(include_str!(concat!("../../shaders/text/formats/", $name, ".wgsl"))),*] };
    }
    let mut all = match format {
        Format::F32 => parts!["f32", "plain"],
        Format::F16 => parts!["f16", "plain"],
        Format::Bf16 => parts!["bf16", "plain"],
        Format::Q4_0 => parts!["nibbles", "q4", "around"],
        Format::Q4_1 => parts!["nibbles", "q4", "affine"],
        Format::Q5_0 => parts!["nibbles", "q5", "around"],
        Format::Q5_1 => parts!["nibbles", "q5", "affine"],
        Format::Q8_0 => parts!["q8", "around"],
        Format::Q2K => parts!["q2", "scales_k2"],
        Format::Q3K => parts!["q3", "scales_k6"],
        Format::Q4K => parts!["nibbles", "q4", "scales_k4"],
        Format::Q5K => parts!["nibbles", "q5", "scales_k4"],
        Format::Q6K => parts!["nibbles", "q6", "scales_k6"],
    };
    all.extend(parts!["scales"]);
    all
}

/// Quads of a format's groups as 16-bit floats.
fn packed_part(format: Format) -> &'static str {
    match format {
        Format::Q4_0 | Format::Q4_1 | Format::Q4K => include_str!("../../shaders/text/formats/packed_q4.wgsl"),
        _ => include_str!("../../shaders/text/formats/packed.wgsl"),
    }
}

/// What a shader does with each of its bindings: `r` reads, `w` reads and writes.
fn accesses(which: Which) -> &'static str {
    match which {
        Which::Matmul { then, shape, .. } => match (then.bias, then.norm || shape.halved()) {
            (true, true) => "rrrrrwrr",
            (false, false) => "rrrrrw",
            _ => "rrrrrwr",
        },
        Which::Halve { norm: false } => "rrww",
        Which::Halve { norm: true } => "rrwwr",
        Which::Embed { .. } | Which::Place => "rrrrw",
        Which::Norm { mean: false, .. } => "rrrrw",
        Which::Norm { mean: true, .. } => "rrrrwr",
        Which::Turn { head_norm: false, .. } => "rrrwwwr",
        Which::Turn { head_norm: true, .. } => "rrrwwwrrr",
        Which::Attend { .. } => "rrrrrrww",
        Which::Combine => "rrrw",
        Which::Gate { .. } => "rrrw",
    }
}

fn compile(gpu: &Gpu, source: &str, layout: &wgpu::BindGroupLayout, zeroed: bool) -> Kernel {
    let device = &gpu.device;
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: None,
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    Kernel(device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: None,
        layout: Some(&pipeline_layout),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions {
            zero_initialize_workgroup_memory: zeroed,
            ..Default::default()
        },
        cache: None,
    }))
}

impl Kernel {
    /// Puts one run of it into a pass.
    pub fn dispatch(&self, pass: &mut wgpu::ComputePass<'_>, group: &wgpu::BindGroup, [x, y, z]: [u32; 3]) {
        pass.set_pipeline(&self.0);
        pass.set_bind_group(0, group, &[]);
        pass.dispatch_workgroups(x, y, z);
    }
}
