//! Networks that enlarge, on the processor, function by function as the shaders have them: their oracle in tests.

use crate::upscale::{Conv, Network, Picture};

/// Numbers of a picture, channel by channel and row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Planes {
    /// Across.
    pub width: usize,
    /// Down.
    pub height: usize,
    /// One after another.
    pub numbers: Vec<f32>,
}

impl Planes {
    fn at(&self, channel: usize, row: usize, column: usize) -> f32 {
        self.numbers[(channel * self.height + row) * self.width + column]
    }
}

/// 3 x 3 convolution, and what is below nought made smaller: two pixels less each way.
pub fn conv(conv: &Conv, x: &Planes) -> Planes {
    let (ins, outs) = (conv.ins as usize, conv.outs as usize);
    assert_eq!(x.numbers.len(), ins * x.width * x.height, "as many channels as the convolution has");
    let (width, height) = (x.width - 2, x.height - 2);
    let mut numbers = Vec::with_capacity(outs * width * height);
    for out in 0..outs {
        let weights = &conv.weights[out * ins * 9..][..ins * 9];
        for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
            let product = |(at, weight): (usize, &half::f16)| {
                f32::from(*weight) * x.at(at / 9, row + at % 9 / 3, column + at % 3)
            };
            let sum = conv.bias[out] + weights.iter().enumerate().map(product).sum::<f32>();
            numbers.push(sum.max(0.0) + conv.slope[out] * sum.min(0.0));
        }
    }
    Planes { width, height, numbers }
}

/// Of `factor` x `factor` channels for each colour, pixels: added to those of `base`, `inset` pixels further in.
pub fn shuffle(sums: &Planes, base: &Planes, factor: usize, inset: usize) -> Planes {
    let (width, height) = (sums.width * factor, sums.height * factor);
    let mut numbers = Vec::with_capacity(3 * width * height);
    for colour in 0..3 {
        for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
            let channel = (colour * factor + row % factor) * factor + column % factor;
            let plain = base.at(colour, row / factor + inset, column / factor + inset);
            numbers.push(plain + sums.at(channel, row / factor, column / factor));
        }
    }
    Planes { width, height, numbers }
}

/// The weights of four neighbours for what lies so far beyond the second.
pub fn cubic(t: f32) -> [f32; 4] {
    const A: f32 = -0.75;
    let far = |t: f32| ((A * t - 5.0 * A) * t + 8.0 * A) * t - 4.0 * A;
    let near = |t: f32| ((A + 2.0) * t - (A + 3.0)) * t * t + 1.0;
    [far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)]
}

/// Makes `factor` times as many pixels `scale` times as many. All but the `factor` pixels at each edge of what goes in.
pub fn resize(large: &Planes, factor: usize, scale: usize) -> Planes {
    let side = |side: usize| (side / factor - 2) * scale;
    let (width, height) = (side(large.width), side(large.height));
    let spot = |at: usize| {
        let twice = (2 * at + 1) * factor - scale;
        (twice / (2 * scale) + factor - 1, cubic((twice % (2 * scale)) as f32 / (2 * scale) as f32))
    };
    let mut numbers = Vec::with_capacity(3 * width * height);
    for colour in 0..3 {
        for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
            let ((top, down), (left, across)) = (spot(row), spot(column));
            let line = |at: usize| (0..4).map(|of| across[of] * large.at(colour, top + at, left + of)).sum::<f32>();
            numbers.push((0..4).map(|of| down[of] * line(of)).sum());
        }
    }
    Planes { width, height, numbers }
}

/// A picture enlarged in one piece.
pub fn enlarge(network: &Network, picture: &Picture) -> Vec<[u8; 3]> {
    let (reach, [width, height]) =
        (network.reach() as usize, [picture.width, picture.height].map(|side| side as usize));
    // Mirrored beyond its edges.
    let inside = |at: usize, side: usize| {
        let period = 2 * (side as isize - 1).max(1);
        let within = (at as isize - reach as isize).rem_euclid(period);
        within.min(period - within).min(side as isize - 1) as usize
    };
    let (across, down) = (width + 2 * reach, height + 2 * reach);
    let mut numbers = Vec::with_capacity(3 * across * down);
    for colour in 0..3 {
        for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column))) {
            let pixel = picture.colours[inside(row, height) * width + inside(column, width)];
            numbers.push(f32::from(pixel[colour]) / 255.0);
        }
    }
    let base = Planes { width: across, height: down, numbers };
    let sums = network.convs.iter().fold(base.clone(), |x, layer| conv(layer, &x));
    let (factor, scale) = (network.factor as usize, network.scale as usize);
    let large = shuffle(&sums, &base, factor, network.convs.len());
    let done = if network.resizes() { resize(&large, factor, scale) } else { large };
    let bits = |number: f32| (number.clamp(0.0, 1.0) * 255.0).round() as u8;
    let pixel = |at: usize| std::array::from_fn(|colour| bits(done.numbers[colour * done.width * done.height + at]));
    (0..done.width * done.height).map(pixel).collect()
}
