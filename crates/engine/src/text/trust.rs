//! Ways over a matrix by 16-bit floats, and of attention. They are used after they have shown that they can multiply: few drivers have
//! been seen here, the library has units for matrices under a reserve, and a wrong answer is paid by nobody.

use super::TextError;
use super::attending::Attending;
use super::batch::{Batch, COUNT_OF_TOKENS, Spot, TOKENS_AT};
use super::cache::PAGE;
use super::format::Format;
use super::kernels::{Kernels, Then, Which};
use super::matrix::Matmul;
use super::pack::Layout;
use super::shape::Shape;
use crate::gpu::{constant, room};
use half::f16;

/// Of the product that is looked at: more than the largest workgroup makes, and no multiple of what any makes or reads at once, so that
/// edges are seen as well.
const ROWS: usize = 134;
/// See [`ROWS`].
const TOKENS: usize = 139;
/// See [`ROWS`].
const WIDTH: usize = 608;
/// By how much attention by 16-bit floats may be off, as a part of what it comes to at most.
const ATTENDING_OFF: f32 = 5.0e-3;
/// A product and nothing else.
const THEN: Then = Then { bias: false, add: false, norm: false, after: None };

/// The ways by 16-bit floats by which this card multiplies as it should.
pub fn trusted(kernels: &Kernels<'_>) -> Result<Vec<Shape>, TextError> {
    let mut all = Vec::new();
    for shape in kernels.by_halves() {
        if multiplies(kernels, shape)? {
            all.push(shape);
        }
    }
    Ok(all)
}

/// How the card's units attend for so many queries that share a head of so many words, if they do as others do.
pub fn attending(kernels: &Kernels<'_>, queries: u32, words: u32, near: bool) -> Result<Option<Attending>, TextError> {
    let Some(tile) = kernels.attending_units(queries, words) else { return Ok(None) };
    let right = undisturbed(kernels, || {
        let [expected, found] = [None, Some(tile)].map(|units| attended(kernels, queries, words, near, units));
        let (expected, found) = (expected?, found?);
        let largest = expected.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let alike = |(one, other): (&f32, &f32)| (one - other).abs() <= largest * ATTENDING_OFF;
        Ok(largest > 0.0 && expected.iter().zip(&found).all(alike))
    })?;
    Ok(right.then_some(tile))
}

/// Attention of two texts' tokens to what they see: those of the first look back, those of the second see all of theirs.
fn attended(
    kernels: &Kernels<'_>,
    queries: u32,
    words: u32,
    near: bool,
    units: Option<Attending>,
) -> Result<Vec<f32>, TextError> {
    let (gpu, kv_heads) = (kernels.gpu(), 2);
    let (heads, head) = (queries * kv_heads, words as usize * 2);
    let mut batch = Batch::default();
    for (pages, positions, least) in [(vec![3, 0, 5, 1, 6], 9..75, 0), (vec![4, 2], 0..21, 21)] {
        let list = batch.pages.len() as u32;
        batch.pages.extend(&pages);
        batch.spots.extend(positions.map(|position: u32| Spot {
            position,
            pages: list,
            near_first: position.saturating_sub(40),
            end: (position + 1).max(least),
            ..Spot::default()
        }));
    }
    let tokens = batch.spots.len();
    let cached = batch.pages.len() * PAGE as usize * kv_heads as usize * head;
    let halves = |seed| -> Vec<u16> {
        noise(cached, seed).into_iter().map(|number| f16::from_f32(number * 2.0).to_bits()).collect()
    };
    let asked: Vec<f32> = noise(tokens * heads as usize * head, 7).into_iter().map(|number| number * 8.0).collect();
    let scale = 1.0 / (head as f32).sqrt();
    let [keys, values] = [3, 5].map(|seed| constant(gpu, &halves(seed)));
    let (out, partial) = (room(gpu, "attended", asked.len() as u64 * 4), room(gpu, "partial", 16));
    let buffers = [
        &constant(gpu, &batch.words(1)),
        &constant(gpu, &[heads, kv_heads, words, scale.to_bits()]),
        &constant(gpu, &asked),
        &keys,
        &values,
        &constant(gpu, &batch.pages),
        &out,
        &partial,
    ];
    let across = [kv_heads * kernels.attending(queries), tokens as u32, 1];
    let grid = units.map_or(across, |tile| tile.grid(kv_heads, tokens as u32));
    let which = Which::Attend { queries, words, near, units };
    found(kernels, &[(which, kernels.bind(which, &buffers), grid)], &out, asked.len())
}

/// So many numbers of a buffer, as they are after these runs.
fn found(
    kernels: &Kernels<'_>,
    runs: &[(Which, wgpu::BindGroup, [u32; 3])],
    out: &wgpu::Buffer,
    count: usize,
) -> Result<Vec<f32>, TextError> {
    let (gpu, bytes) = (kernels.gpu(), count as u64 * 4);
    let back = gpu.read_back_buffer(bytes);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    {
        let mut pass = encoder.begin_compute_pass(&Default::default());
        for (which, group, grid) in runs {
            kernels.get(*which).dispatch(&mut pass, group, *grid);
        }
    }
    encoder.copy_buffer_to_buffer(out, 0, &back, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    Ok(gpu.read(&back, bytes, |bytes| bytemuck::cast_slice(bytes).to_vec())?)
}

fn multiplies(kernels: &Kernels<'_>, shape: Shape) -> Result<bool, TextError> {
    undisturbed(kernels, || {
        for trial in trials(shape) {
            let (weights, x) = (trial.weights(), noise(TOKENS * WIDTH, 7));
            if off(&weights, &x, &product(kernels, &trial, &weights, &x)?) >= shape.most_off() {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// What comes of a look, and nothing good where the driver says anything against it.
fn undisturbed(kernels: &Kernels<'_>, look: impl FnOnce() -> Result<bool, TextError>) -> Result<bool, TextError> {
    let device = &kernels.gpu().device;
    // What a driver says against the shader is a reason to do without, and not a failure of the device.
    let scopes = [wgpu::ErrorFilter::Validation, wgpu::ErrorFilter::Internal, wgpu::ErrorFilter::OutOfMemory]
        .map(|filter| device.push_error_scope(filter));
    let right = look();
    let said = scopes.into_iter().rev().filter_map(|scope| pollster::block_on(scope.pop())).count();
    if said > 0 { Ok(false) } else { right }
}

/// A product that is looked at.
#[derive(Debug, Clone, Copy)]
struct Trial {
    shape: Shape,
    format: Format,
    /// Whether tokens' numbers are normalised first. Sums are told as if they were not.
    norm: bool,
}

/// What a way has to show: its shader as it suits large and small matrices, with weights that lie around nought and others and such as
/// are floats, with a norm and without.
fn trials(shape: Shape) -> Vec<Trial> {
    if !shape.halved() {
        return vec![Trial { shape, format: Format::F32, norm: false }];
    }
    let of = |format| {
        let small = Trial { shape: shape.fitted(format, ROWS as u32, TOKENS as u32), format, norm: true };
        [Trial { shape, format, norm: false }, small]
    };
    let mut all = [Format::Q8_0, Format::Q4_1].map(of).concat();
    if let Shape::Units(_) = shape {
        // What stands in for it where weights are floats.
        let shape = shape.fitted(Format::F32, ROWS as u32, TOKENS as u32);
        all.push(Trial { shape, format: Format::F32, norm: false });
    }
    all
}

impl Trial {
    /// Weights that its format can say.
    fn weights(&self) -> Vec<f32> {
        let most = if self.format == Format::Q4_1 { 7.0 } else { 127.0 };
        noise(ROWS * WIDTH, 3).into_iter().map(|number| (number * most).round()).collect()
    }
}

/// Numbers around nought, the same ones each time.
fn noise(count: usize, mut seed: u32) -> Vec<f32> {
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next() * next()).collect()
}

/// Whole numbers as the device has them in this format, with a scale of 1.
fn packed(format: Format, weights: &[f32]) -> Vec<u32> {
    let block = |block: &[f32]| match format {
        Format::Q4_1 => {
            let nibble = |at: usize| (block[at] + 8.0) as u8;
            let scale = [f16::ONE, f16::from_f32(-8.0)].into_iter().flat_map(f16::to_le_bytes);
            scale.chain((0..16).map(|at| nibble(at) | nibble(at + 16) << 4)).collect::<Vec<u8>>()
        }
        _ => {
            let scale = f16::ONE.to_le_bytes().into_iter();
            scale.chain(block.iter().map(|&weight| (weight as i8).cast_unsigned())).collect()
        }
    };
    match Layout::new(format, WIDTH).filter(|_| !format.is_float()) {
        Some(layout) => {
            let packed = layout.pack(&weights.chunks(32).flat_map(block).collect::<Vec<u8>>());
            [packed.quants, packed.scales].concat()
        }
        None => weights.iter().map(|weight| weight.to_bits()).collect(),
    }
}

/// What a way over a matrix makes of these weights and these tokens' numbers.
fn product(kernels: &Kernels<'_>, trial: &Trial, weights: &[f32], x: &[f32]) -> Result<Vec<f32>, TextError> {
    let gpu = kernels.gpu();
    let Trial { shape, format, norm } = *trial;
    let which = Which::Matmul { format, shape, then: Then { norm, ..THEN } };
    let about = Matmul {
        rows: ROWS as u32,
        groups: WIDTH as u32 / 32,
        x_stride: WIDTH as u32 / 4,
        y_stride: ROWS as u32,
        first: 0,
        planes: [0, (ROWS * WIDTH / if format == Format::Q4_1 { 8 } else { 4 }) as u32, 0],
        count: COUNT_OF_TOKENS,
        epsilon: 0.0,
        // Weights are up to 128.
        up: 128.0,
        padding: 0,
    };
    let mut batch = vec![0; TOKENS_AT as usize];
    batch[COUNT_OF_TOKENS as usize] = TOKENS as u32;
    // As if texts before had left more tokens behind.
    let given = x;
    let mut x = x.to_vec();
    x.resize(TOKENS.next_multiple_of(128) * WIDTH, f32::MAX);
    let (about, batch) = (constant(gpu, &[about]), constant(gpu, &batch));
    let (weights, x) = (constant(gpu, &packed(format, weights)), constant(gpu, &x));
    let y = room(gpu, "y", (ROWS * TOKENS * 4) as u64);
    let tokens = TOKENS.next_multiple_of(128);
    let left = |bytes: usize| constant(gpu, &vec![u32::MAX; bytes / 4]);
    let halves = [left(tokens * WIDTH * 2), left(tokens * (WIDTH / 4 + 8))];
    let mut runs = Vec::new();
    let group = if shape.halved() {
        let halve = Which::Halve { norm };
        let (width, plain) = (constant(gpu, &[WIDTH as u32 / 4, 0, 0, 0]), constant(gpu, &[1.0_f32; WIDTH]));
        let buffers = [&width, &x, &halves[0], &halves[1], &plain];
        runs.push((halve, kernels.bind(halve, &buffers[..if norm { 5 } else { 4 }]), [1, TOKENS as u32, 1]));
        kernels.bind(which, &[&about, &batch, &weights, &weights, &halves[0], &y, &halves[1]])
    } else {
        kernels.bind(which, &[&about, &batch, &weights, &weights, &x, &y])
    };
    runs.push((which, group, shape.grid(ROWS as u32, TOKENS as u32)));
    let mut sums = found(kernels, &runs, &y, ROWS * TOKENS)?;
    if norm {
        for (sums, x) in sums.chunks_mut(ROWS).zip(given.chunks(WIDTH)) {
            let square: f64 = x.iter().map(|&number| f64::from(number) * f64::from(number)).sum();
            let root = (square / WIDTH as f64).sqrt();
            sums.iter_mut().for_each(|sum| *sum = (f64::from(*sum) * root) as f32);
        }
    }
    Ok(sums)
}

/// By how much the sum that is furthest off is off, as a part of what its products come to without their signs.
fn off(weights: &[f32], x: &[f32], sums: &[f32]) -> f64 {
    let of = |(at, &sum): (usize, &f32)| {
        let row = &weights[at % ROWS * WIDTH..][..WIDTH];
        let products = row.iter().zip(&x[at / ROWS * WIDTH..]).map(|(&w, &x)| f64::from(w) * f64::from(x));
        let (exact, size) = products.fold((0.0, 0.0), |(exact, size), product| (exact + product, size + product.abs()));
        let off = (f64::from(sum) - exact).abs() / size;
        // What is no number is off by more than any.
        if off.is_nan() { f64::INFINITY } else { off }
    };
    sums.iter().enumerate().map(of).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::config::Activation;
    use super::super::kernels::After;
    use super::super::units::Units;
    use super::*;
    use crate::gpu::Gpu;
    use std::collections::HashSet;

    fn times(numbers: &[f32], factor: f32) -> Vec<f32> {
        numbers.iter().map(|number| number * factor).collect()
    }

    /// Some rows' are far larger than 16 bits can say.
    fn outliers(numbers: &[f32]) -> Vec<f32> {
        let mut numbers = numbers.to_vec();
        for (at, size) in [(5, 1.0e2), (70, 1.0e4), (333, 1.0e5), (400, 1.0e3)] {
            numbers.iter_mut().skip(at).step_by(WIDTH * 3).for_each(|number| *number *= size);
        }
        numbers
    }

    fn nought_first(mut numbers: Vec<f32>) -> Vec<f32> {
        numbers.chunks_mut(WIDTH).for_each(|row| row[..40].fill(0.0));
        numbers
    }

    #[test]
    fn halves_multiply_as_they_should_whatever_the_size_of_numbers() {
        let gpu = Gpu::open_for_text(None).expect("an adapter");
        // Few software adapters have units: where this is set there must be one that has.
        let units = std::env::var_os("IDLEWATT_MATRIX_UNITS").is_some();
        assert!(gpu.matrix_side().is_some() || !units, "no units for matrices");
        let kernels = Kernels::new(&gpu).without_lanes();
        let (weights, x) = (noise(ROWS * WIDTH, 3), noise(TOKENS * WIDTH, 7));
        let cases = [
            ("as models have them", times(&weights, 0.05), times(&x, 4.0)),
            ("tiny ones", times(&weights, 1.0e-6), times(&x, 1.0e-7)),
            ("huge ones", times(&weights, 1.0e7), times(&x, 1.0e9)),
            ("some of x large", times(&weights, 0.05), outliers(&x)),
            ("some weights large", outliers(&weights), times(&x, 4.0)),
            ("nought at first", nought_first(weights.clone()), nought_first(outliers(&x))),
        ];
        let without = Kernels::with_subgroups(&gpu, None);
        for (what, weights, x) in cases {
            let tiles = Trial { shape: Shape::Tiled, format: Format::F32, norm: false };
            let by_tiles = off(&weights, &x, &product(&kernels, &tiles, &weights, &x).expect("a device that works"));
            let all =
                [&kernels, &without].map(|kernels| kernels.by_halves().into_iter().map(move |shape| (kernels, shape)));
            for (kernels, trial) in all
                .into_iter()
                .flatten()
                .flat_map(|(kernels, shape)| trials(shape).into_iter().map(move |trial| (kernels, trial)))
            {
                let own = trial.weights();
                let weights = if trial.shape.halved() { &own } else { &weights };
                let by_halves = off(weights, &x, &product(kernels, &trial, weights, &x).expect("a device that works"));
                println!("{what}: {by_halves:.2e} by {trial:?}, {by_tiles:.2e} by tiles");
                assert!(
                    by_halves < trial.shape.most_off(),
                    "{what}: {by_halves} by {trial:?}, and {by_tiles} by tiles"
                );
            }
        }
        assert_eq!(trusted(&kernels).expect("a device that works"), kernels.by_halves());
    }

    #[test]
    fn units_attend_as_others_do() {
        let gpu = Gpu::open_for_text(None).expect("an adapter");
        let kernels = Kernels::new(&gpu).without_lanes();
        for (queries, words, near) in [(1, 64, false), (3, 32, false), (4, 64, true), (7, 40, false), (8, 24, true)] {
            let can = kernels.attending_units(queries, words);
            assert!(can.is_some() || gpu.matrix_side().is_none(), "{queries} of {words}");
            let found = attending(&kernels, queries, words, near).expect("a device that works");
            assert_eq!(found, can, "{queries} of {words}");
        }
    }

    #[test]
    fn ways_that_multiply_wrongly_are_left_alone() {
        // It says that it has all of them, and computes nothing.
        let gpu = Gpu::that_only_checks(16);
        let kernels = Kernels::new(&gpu);
        assert_eq!(kernels.by_halves().len(), 2 + Units::all(16).len());
        assert_eq!(trusted(&kernels).expect("a device that works"), []);
        assert!(kernels.attending_units(4, 64).is_some());
        assert_eq!(attending(&kernels, 4, 64, false).expect("a device that works"), None);
        let packed = [Shape::Packed(4), Shape::Packed(8)];
        assert_eq!(Kernels::with_subgroups(&gpu, None).by_halves(), packed, "units go by subgroups");
    }

    #[test]
    fn shaders_of_all_formats_are_accepted() {
        let formats = [
            [Format::F32, Format::F16, Format::Bf16, Format::Q8_0].as_slice(),
            &[Format::Q4_0, Format::Q4_1, Format::Q5_0, Format::Q5_1],
            &[Format::Q2K, Format::Q3K, Format::Q4K, Format::Q5K, Format::Q6K],
        ];
        for side in [8, 16] {
            let gpu = Gpu::that_only_checks(side);
            let kernels = Kernels::new(&gpu);
            let units = kernels.attending_units(3, 32);
            assert!(units.is_some(), "{side}");
            for near in [false, true] {
                kernels.get(Which::Attend { queries: 3, words: 32, near, units });
                gpu.wait().unwrap_or_else(|error| panic!("attention by {side}: {error}"));
            }
            let fitted = |format, shape: Shape| [100, u32::MAX].map(|many| (format, shape.fitted(format, many, many)));
            let ways = |format| kernels.by_halves().into_iter().flat_map(move |shape| fitted(format, shape));
            let all: HashSet<_> = formats.concat().into_iter().flat_map(ways).collect();
            for (format, shape) in all {
                let gate = Some(After::Gate(Activation::Silu));
                let plain = Some(After::Activation(Activation::GeluErf));
                for then in [
                    THEN,
                    Then { bias: true, add: true, ..THEN },
                    Then { norm: true, after: gate, ..THEN },
                    Then { bias: true, norm: true, after: plain, ..THEN },
                ] {
                    kernels.get(Which::Matmul { format, shape, then });
                    gpu.wait().unwrap_or_else(|error| panic!("{}, {shape:?}: {error}", format.name()));
                }
            }
        }
    }
}
