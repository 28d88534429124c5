//! Ways over a matrix by a card's units for small ones.
//!
//! They are used after they have shown that they can multiply: few drivers have been seen here, the library has them under a
//! reserve, and a wrong answer is paid by nobody.

use super::TextError;
use super::batch::{COUNT_OF_TOKENS, TOKENS_AT};
use super::format::Format;
use super::kernels::{Kernels, Shape, Then, Which};
use super::matrix::Matmul;
use crate::expand::Numbers;
use crate::gpu::{constant, room};

/// Of the product that is looked at: no multiple of what a workgroup makes or reads at once, so that edges are seen as well.
pub const ROWS: usize = 70;
/// See [`ROWS`].
pub const TOKENS: usize = 75;
/// See [`ROWS`].
pub const WIDTH: usize = 576;
/// A product and nothing else.
pub const THEN: Then = Then { bias: false, add: false, norm: false, after: None };

/// How subgroups share a tile of matrices with a side of [`Units::side`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Units {
    /// Rows and columns of the matrices that the card multiplies.
    pub side: u32,
    /// What a tile is for.
    pub tile: Tile,
}

/// What a tile of matrices is for. Sizes are in matrices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tile {
    /// As many tokens as a matrix has columns: two rows of matrices, made by each of four subgroups from groups of its own.
    Few,
    /// Prompts and matrices of few rows: eight by four.
    Many,
    /// Prompts: eight by eight.
    Wide,
    /// Prompts, with sums like those of 32-bit floats: four by four.
    Exact,
}

/// Subgroups of a tile and what each makes, in matrices.
struct Shares {
    /// Matrices of a subgroup, down and across.
    each: [u32; 2],
    /// Subgroups of a tile, down and across.
    subgroups: [u32; 2],
    /// Subgroups that make the same part, from other groups.
    slices: u32,
}

impl Units {
    /// Every tile, the best first.
    pub fn all(side: u32) -> [Self; 4] {
        [Tile::Few, Tile::Wide, Tile::Many, Tile::Exact].map(|tile| Self { side, tile })
    }

    fn shares(self) -> Shares {
        let (each, subgroups, slices) = match self.tile {
            Tile::Few => ([2, 1], [1, 1], 4),
            Tile::Many => ([2, 2], [4, 2], 1),
            Tile::Wide => ([2, 4], [4, 2], 1),
            Tile::Exact => ([2, 2], [2, 2], 1),
        };
        Shares { each, subgroups, slices }
    }

    /// Rows of a tile.
    pub fn rows(self) -> u32 {
        let Shares { each, subgroups, .. } = self.shares();
        self.side * each[0] * subgroups[0]
    }

    /// Tokens of a tile.
    pub fn tokens(self) -> u32 {
        let Shares { each, subgroups, .. } = self.shares();
        self.side * each[1] * subgroups[1]
    }

    /// The same for a matrix of few rows.
    pub fn finer(self) -> Self {
        if self.tile == Tile::Wide { Self { tile: Tile::Many, ..self } } else { self }
    }

    /// Whether this could be the best for so many tokens.
    pub fn suits(self, tokens: u32) -> bool {
        if self.tile == Tile::Few { tokens <= self.side } else { tokens > self.side }
    }

    /// By how much a sum may be off, as a part of what its products come to without their signs. Floats of 32 bits added one after
    /// the other are off by a fifth of a millionth. One product of 16-bit floats may be off by 2^-10; many are by a tenth of that,
    /// for some are too small and some too large.
    pub fn most_off(self) -> f64 {
        if self.tile == Tile::Exact { 1.0e-6 } else { 1.0e-3 }
    }

    /// What its shader is written out with, for subgroups of so many threads, and matrices whose rows come to one number by so many.
    pub fn numbers(self, numbers: Numbers, lanes: u32, sides: u32) -> Numbers {
        let Shares { each, subgroups, slices } = self.shares();
        let (side, tile, tokens) = (self.side, self.rows(), self.tokens());
        let of_tile = subgroups[0] * subgroups[1];
        let threads = of_tile * slices * lanes;
        // Software, the only one with units of eight, compiles four times as long for what is written out.
        let rolled = side == 8;
        numbers
            .when("EXACT", self.tile == Tile::Exact)
            .when("SLICED", slices > 1)
            .when("ROLLED", rolled)
            .with("UNROLLED", if rolled { 1 } else { 32 / side })
            .with("SIDE", side)
            .with("DOWN", each[0])
            .with("ACROSS", each[1])
            .with("DOWNS", subgroups[0])
            .with("TILE_SUBGROUPS", of_tile)
            .with("SLICES", slices)
            .with("THREADS", threads)
            .with("TILE_ROWS", tile)
            .with("TILE_TOKENS", tokens)
            .with("ROWS", tile / sides)
            .with("WEIGHT_QUADS", slices * tile * 10)
            .with("TOKEN_QUADS", slices * tokens * 10)
            .with("WEIGHT_PASSES", slices * tile * 2 / threads)
            .with("TOKEN_PASSES", slices * tokens * 8 / threads)
            .with("STEPS", 32 / side)
            .with("SUMS", of_tile * slices * side * side * if slices > 1 { each[0] } else { 1 })
            .with("PUTS", side * side / lanes)
    }
}

/// The ways over a matrix by units by which this card multiplies as it should.
pub fn trusted(kernels: &Kernels<'_>) -> Result<Vec<Units>, TextError> {
    let mut all = Vec::new();
    for units in kernels.by_units() {
        if multiplies(kernels, units)? {
            all.push(units);
        }
    }
    Ok(all)
}

fn multiplies(kernels: &Kernels<'_>, units: Units) -> Result<bool, TextError> {
    let device = &kernels.gpu().device;
    // What a driver says against the shader is a reason to do without, and not a failure of the device.
    let scopes = [wgpu::ErrorFilter::Validation, wgpu::ErrorFilter::Internal, wgpu::ErrorFilter::OutOfMemory]
        .map(|filter| device.push_error_scope(filter));
    let (weights, x) = (noise(ROWS * WIDTH, 3), noise(TOKENS * WIDTH, 7));
    let sums = product(kernels, Shape::Units(units), &weights, &x);
    let said = scopes.into_iter().rev().filter_map(|scope| pollster::block_on(scope.pop())).count();
    Ok(said == 0 && off(&weights, &x, &sums?) < units.most_off())
}

/// Numbers around nought, the same ones each time.
pub fn noise(count: usize, mut seed: u32) -> Vec<f32> {
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next() * next()).collect()
}

/// What a way over a matrix makes of these weights and these tokens' numbers.
pub fn product(kernels: &Kernels<'_>, shape: Shape, weights: &[f32], x: &[f32]) -> Result<Vec<f32>, TextError> {
    let gpu = kernels.gpu();
    let which = Which::Matmul { format: Format::F32, shape, then: THEN };
    let about = Matmul {
        rows: ROWS as u32,
        groups: WIDTH as u32 / 32,
        x_stride: WIDTH as u32 / 4,
        y_stride: ROWS as u32,
        first: 0,
        planes: [0; 3],
        count: COUNT_OF_TOKENS,
        epsilon: 0.0,
        padding: [0; 2],
    };
    let mut batch = vec![0; TOKENS_AT as usize];
    batch[COUNT_OF_TOKENS as usize] = TOKENS as u32;
    // As if texts before had left more tokens behind.
    let mut x = x.to_vec();
    x.resize(TOKENS.next_multiple_of(128) * WIDTH, f32::MAX);
    let (about, batch) = (constant(gpu, &[about]), constant(gpu, &batch));
    let (weights, x) = (constant(gpu, weights), constant(gpu, &x));
    let bytes = (ROWS * TOKENS * 4) as u64;
    let (y, back) = (room(gpu, "y", bytes), gpu.read_back_buffer(bytes));
    let group = kernels.bind(which, &[&about, &batch, &weights, &weights, &x, &y]);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    {
        let mut pass = encoder.begin_compute_pass(&Default::default());
        let grid = [(ROWS as u32).div_ceil(shape.rows()), (TOKENS as u32).div_ceil(shape.tokens()), 1];
        kernels.get(which).dispatch(&mut pass, &group, grid);
    }
    encoder.copy_buffer_to_buffer(&y, 0, &back, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    Ok(gpu.read(&back, bytes, |bytes| bytemuck::cast_slice(bytes).to_vec())?)
}

/// By how much the sum that is furthest off is off, as a part of what its products come to without their signs.
pub fn off(weights: &[f32], x: &[f32], sums: &[f32]) -> f64 {
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
    use super::*;
    use crate::gpu::Gpu;

    /// Few software adapters have units: where `IDLEWATT_MATRIX_UNITS` is set there must be one that has.
    fn adapter() -> Option<Gpu> {
        let found = Gpu::open_for_text(None).ok().filter(|gpu| gpu.matrix_side().is_some());
        assert!(found.is_some() || std::env::var_os("IDLEWATT_MATRIX_UNITS").is_none(), "no adapter with such units");
        found
    }

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
    fn units_multiply_as_they_should_whatever_the_size_of_numbers() {
        let Some(gpu) = adapter() else { return };
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
        for (what, weights, x) in cases {
            let error =
                |shape| off(&weights, &x, &product(&kernels, shape, &weights, &x).expect("a device that works"));
            let by_tiles = error(Shape::Tiled);
            for units in kernels.by_units() {
                let by_units = error(Shape::Units(units));
                println!("{what}: {by_units:.2e} by {units:?}, {by_tiles:.2e} by tiles");
                assert!(by_units < units.most_off(), "{what}: {by_units} by {units:?}, and {by_tiles} by tiles");
            }
        }
        assert_eq!(trusted(&kernels).expect("a device that works"), kernels.by_units());
    }

    #[test]
    fn units_that_multiply_wrongly_are_left_alone() {
        // It says that it has units, and computes nothing.
        let gpu = Gpu::that_only_checks(16);
        let kernels = Kernels::new(&gpu);
        assert!(!kernels.by_units().is_empty());
        assert_eq!(trusted(&kernels).expect("a device that works"), []);
        assert_eq!(Kernels::with_subgroups(&gpu, None).by_units(), []);
    }

    #[test]
    fn shaders_for_units_of_either_side_are_accepted() {
        let formats = [
            [Format::F32, Format::F16, Format::Bf16, Format::Q8_0].as_slice(),
            &[Format::Q4_0, Format::Q4_1, Format::Q5_0, Format::Q5_1],
            &[Format::Q2K, Format::Q3K, Format::Q4K, Format::Q5K, Format::Q6K],
        ];
        for side in [8, 16] {
            let gpu = Gpu::that_only_checks(side);
            let kernels = Kernels::new(&gpu);
            for (&format, units) in formats
                .concat()
                .iter()
                .flat_map(|format| kernels.by_units().into_iter().map(move |units| (format, units)))
            {
                let shape = Shape::Units(units);
                let gate = Some(After::Gate(Activation::Silu));
                let plain = Some(After::Activation(Activation::GeluErf));
                for then in [
                    THEN,
                    Then { bias: true, add: true, ..THEN },
                    Then { norm: true, after: gate, ..THEN },
                    Then { bias: true, norm: true, after: plain, ..THEN },
                ] {
                    kernels.get(Which::Matmul { format, shape, then });
                    gpu.wait().unwrap_or_else(|error| panic!("{}, {units:?}: {error}", format.name()));
                }
            }
        }
    }
}
