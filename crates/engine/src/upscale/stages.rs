//! The runs of shaders that take a tile through a network, each cut by rows into pieces as small as need be.

use super::network::{Conv, Network};
use super::plan::Plan;
use crate::expand::{Numbers, expand};
use crate::gpu::{Gpu, constant, room};
use bytemuck::{Pod, Zeroable};

/// A shader with its buffers, over all rows of what it makes.
pub struct Stage {
    pipeline: wgpu::ComputePipeline,
    group: wgpu::BindGroup,
    about: wgpu::Buffer,
    /// Where the first row to compute stands in `about`; the last one follows.
    rows_at: u64,
    /// Workgroups across, and one behind the other.
    grid: [u32; 2],
    /// Rows of a workgroup.
    pub down: u32,
    pub rows: u32,
    /// Products for a row.
    pub cost: f64,
}

/// What conv.wgsl is told.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct About {
    x_width: u32,
    x_plane: u32,
    y_width: u32,
    y_plane: u32,
    x_quads: u32,
    y_quads: u32,
    row: u32,
    end: u32,
}

/// What shuffle.wgsl is told.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Shuffle {
    width: u32,
    sum_width: u32,
    sum_plane: u32,
    base_width: u32,
    inset: u32,
    row: u32,
    end: u32,
    padding: u32,
}

/// Pixels across and down that go through a subgroup of eight together: across, the eight that its lanes load at once,
/// less a border of two.
const LANES: [u32; 2] = [6, 4];
/// Pixels of a row that go through a thread of a card.
const THREAD: u32 = 4;
/// What a pixel of the picture that is read while another is made comes to, in products.
const TAP_COST: f64 = 60.0;

/// The stages with the buffers that somebody else looks into.
pub struct Stages {
    pub all: Vec<Stage>,
    /// A tile with what lies around it: four floats a pixel.
    pub begin: wgpu::Buffer,
    /// The tile enlarged: eight bits a colour.
    pub end: wgpu::Buffer,
}

impl Stages {
    pub fn new(gpu: &Gpu, network: &Network, plan: &Plan, by_lanes: bool) -> Self {
        let [begin, plane, end] = plan.buffers(network);
        let planes = [(); 2].map(|()| room(gpu, "planes", plane));
        let [begin, end] = [("tile", begin), ("picture", end)].map(|(what, bytes)| room(gpu, what, bytes));
        let pipeline = compile(gpu, &conv_source(by_lanes));
        let mut all = Vec::new();
        let mut from = &begin;
        for (at, conv) in (0..).zip(&network.convs) {
            let to = &planes[at as usize % 2];
            let sides = [at, at + 1].map(|at| plan.with_border(network.reach() - at));
            all.push(convolve(gpu, &pipeline, conv, sides, [from, to], by_lanes));
            from = to;
        }
        all.push(shuffle(gpu, network, plan, [from, &begin, &end]));
        Self { all, begin, end }
    }
}

impl Stage {
    /// Says which rows come next, and puts them into a pass. Once in a submission at most.
    pub fn dispatch(&self, gpu: &Gpu, pass: &mut wgpu::ComputePass<'_>, row: u32, rows: u32) {
        gpu.queue.write_buffer(&self.about, self.rows_at, bytemuck::cast_slice(&[row, row + rows]));
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.dispatch_workgroups(self.grid[0], rows.div_ceil(self.down), self.grid[1]);
    }

    /// Runs it once for no rows at all.
    pub fn warm_up(&self, pass: &mut wgpu::ComputePass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.dispatch_workgroups(1, 1, 1);
    }
}

fn convolve(
    gpu: &Gpu,
    pipeline: &wgpu::ComputePipeline,
    conv: &Conv,
    [x, y]: [[u32; 2]; 2],
    [from, to]: [&wgpu::Buffer; 2],
    by_lanes: bool,
) -> Stage {
    let (x_quads, y_quads) = (conv.ins.div_ceil(4), conv.outs.div_ceil(4));
    let about = room(gpu, "about", 32);
    let told = About {
        x_width: x[0],
        x_plane: x[0] * x[1],
        y_width: y[0],
        y_plane: y[0] * y[1],
        x_quads,
        y_quads,
        row: 0,
        end: 0,
    };
    gpu.queue.write_buffer(&about, 0, bytemuck::bytes_of(&told));
    let (weights, edges) = (constant(gpu, &packed(conv)), constant(gpu, &edges(conv)));
    let group = bind(gpu, pipeline, &[&about, &weights, &edges, from, to]);
    let (grid, down) = if by_lanes {
        ([y[0].div_ceil(LANES[0]), y_quads.div_ceil(8)], LANES[1])
    } else {
        ([y[0].div_ceil(8 * THREAD), y_quads.div_ceil(2)], 8)
    };
    let cost = f64::from(y[0]) * f64::from(x_quads * y_quads * 16 * 9);
    Stage { pipeline: pipeline.clone(), group, about, rows_at: 24, grid, down, rows: y[1], cost }
}

fn shuffle(gpu: &Gpu, network: &Network, plan: &Plan, [sums, base, end]: [&wgpu::Buffer; 3]) -> Stage {
    let resizes = network.resizes();
    let [sum_width, sum_height] = plan.with_border(u32::from(resizes));
    let [width, rows] = plan.with_border(0).map(|side| side * network.scale);
    let about = room(gpu, "about", 32);
    let told = Shuffle {
        width,
        sum_width,
        sum_plane: sum_width * sum_height,
        base_width: plan.with_border(network.reach())[0],
        inset: network.convs.len() as u32,
        row: 0,
        end: 0,
        padding: 0,
    };
    gpu.queue.write_buffer(&about, 0, bytemuck::bytes_of(&told));
    let numbers = Numbers::default()
        .with("THREE", 3)
        .with("FOUR", 4)
        .with("FACTOR", network.factor)
        .with("AREA", network.factor * network.factor)
        .with("SCALE", network.scale)
        .when("RESIZE", resizes);
    let pipeline = compile(gpu, &expand(include_str!("../../shaders/upscale/shuffle.wgsl"), &numbers));
    let group = bind(gpu, &pipeline, &[&about, sums, base, end]);
    let cost = f64::from(width) * if resizes { TAP_COST * 16.0 } else { TAP_COST };
    Stage { pipeline, group, about, rows_at: 20, grid: [width.div_ceil(64), 1], down: 1, rows, cost }
}

fn conv_source(by_lanes: bool) -> String {
    let (across, down) = if by_lanes { (LANES[0], LANES[1]) } else { (THREAD, 1) };
    let numbers = Numbers::default()
        .with("TWO", 2)
        .with("THREE", 3)
        .with("ACROSS", across)
        .with("ALL", across + 2)
        .with("DOWN", down);
    let way = if by_lanes {
        include_str!("../../shaders/upscale/conv_lanes.wgsl")
    } else {
        include_str!("../../shaders/upscale/conv_threads.wgsl")
    };
    expand(&[include_str!("../../shaders/upscale/conv.wgsl"), way].join("\n"), &numbers)
}

/// Weights as conv.wgsl goes over them: `[out quad][in quad][row][column][out of four][in of four]`, halves.
fn packed(conv: &Conv) -> Vec<u16> {
    let [ins, outs] = [conv.ins, conv.outs].map(|channels| channels.next_multiple_of(4) as usize);
    let mut packed = vec![0; ins * outs * 9];
    for (at, weight) in conv.weights.iter().enumerate() {
        let (place, of) = (at % 9, at / 9);
        let (of, out) = (of % conv.ins as usize, of / conv.ins as usize);
        packed[((out / 4 * (ins / 4) + of / 4) * 9 + place) * 16 + out % 4 * 4 + of % 4] = weight.to_bits();
    }
    packed
}

/// Of each quad that comes out its biases, then its slopes.
fn edges(conv: &Conv) -> Vec<f32> {
    let quad = |numbers: &[f32], at: usize| -> [f32; 4] {
        std::array::from_fn(|of| numbers.get(at * 4 + of).copied().unwrap_or(0.0))
    };
    (0..conv.outs.div_ceil(4) as usize).flat_map(|at| [quad(&conv.bias, at), quad(&conv.slope, at)]).flatten().collect()
}

fn compile(gpu: &Gpu, source: &str) -> wgpu::ComputePipeline {
    let module = gpu.device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    gpu.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: None,
        layout: None,
        module: &module,
        entry_point: Some("main"),
        compilation_options: Default::default(),
        cache: None,
    })
}

fn bind(gpu: &Gpu, pipeline: &wgpu::ComputePipeline, buffers: &[&wgpu::Buffer]) -> wgpu::BindGroup {
    let entries: Vec<_> = (0..)
        .zip(buffers)
        .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
        .collect();
    let layout = pipeline.get_bind_group_layout(0);
    gpu.device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout: &layout, entries: &entries })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::upscale::{Planes, conv as twin};
    use half::f16;

    fn numbers(count: u32, seed: u32) -> impl Iterator<Item = f32> {
        let mut state = u64::from(seed);
        (0..count).map(move |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
        })
    }

    #[test]
    fn convolutions_are_as_their_twin_has_them() {
        let Ok(gpu) = Gpu::open(None) else {
            println!("skipped: no adapter on this machine (Debian: mesa-vulkan-drivers)");
            return;
        };
        for (ins, outs, [width, height]) in [(3, 8, [9, 7]), (8, 12, [21, 13]), (64, 64, [15, 6]), (12, 48, [40, 22])] {
            let weights = numbers(ins * outs * 9, 1).map(|number| f16::from_f32(number * 0.1)).collect();
            let (bias, slope) = (numbers(outs, 2).collect(), numbers(outs, 3).collect());
            let conv = Conv { ins, outs, weights, bias, slope };
            let area = width * height;
            let x =
                Planes { width: width as usize, height: height as usize, numbers: numbers(ins * area, 4).collect() };
            let y = twin(&conv, &x);
            let quads = |planes: &[f32], channels: u32, area: u32| -> Vec<f32> {
                let number = |at: u32| {
                    let (channel, pixel) = (at / (4 * area) * 4 + at % 4, at / 4 % area);
                    if channel < channels { planes[(channel * area + pixel) as usize] } else { 0.0 }
                };
                (0..channels.next_multiple_of(4) * area).map(number).collect()
            };
            let from = constant(&gpu, &quads(&x.numbers, ins, area));
            let small = (width - 2) * (height - 2);
            let bytes = u64::from(outs.next_multiple_of(4) * small) * 4;
            let ways = if gpu.subgroup() == Some(8) { vec![false, true] } else { vec![false] };
            for by_lanes in ways {
                let to = room(&gpu, "y", bytes);
                let pipeline = compile(&gpu, &conv_source(by_lanes));
                let sides = [[width, height], [width - 2, height - 2]];
                let stage = convolve(&gpu, &pipeline, &conv, sides, [&from, &to], by_lanes);
                for (row, rows) in [(0, 3), (3, stage.rows - 3)] {
                    let mut encoder = gpu.device.create_command_encoder(&Default::default());
                    stage.dispatch(&gpu, &mut encoder.begin_compute_pass(&Default::default()), row, rows);
                    gpu.queue.submit([encoder.finish()]);
                }
                let read_back = gpu.read_back_buffer(bytes);
                let mut encoder = gpu.device.create_command_encoder(&Default::default());
                encoder.copy_buffer_to_buffer(&to, 0, &read_back, 0, bytes);
                gpu.queue.submit([encoder.finish()]);
                let seen: Vec<f32> = gpu
                    .read(&read_back, bytes, |bytes| bytemuck::cast_slice(bytes).to_vec())
                    .expect("a working device");
                for (at, (seen, meant)) in seen.iter().zip(quads(&y.numbers, outs, small)).enumerate() {
                    // Up to 576 products of a tenth in another order.
                    let close = (seen - meant).abs() < 1e-4;
                    assert!(close, "{ins} to {outs}, lanes {by_lanes}, number {at}: {seen} and {meant}");
                }
            }
        }
    }
}
