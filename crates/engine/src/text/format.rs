//! How weights are stored: ggml's block formats, and the way from each of them back to numbers.
//!
//! The arithmetic is that of ggml's own reference (`dequantize_row_*` in `ggml-quants.c`), operation by operation, so that
//! the numbers are the same to the last bit.

use super::pack::{GROUP, Planes};
use half::{bf16, f16};

/// A way of storing weights. Weights come in blocks; a block is never divided between rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// 32-bit floats.
    F32,
    /// 16-bit floats.
    F16,
    /// The upper half of 32-bit floats.
    Bf16,
    /// 32 weights of 4 bits with a scale.
    Q4_0,
    /// 32 weights of 4 bits with a scale and a least value.
    Q4_1,
    /// 32 weights of 5 bits with a scale.
    Q5_0,
    /// 32 weights of 5 bits with a scale and a least value.
    Q5_1,
    /// 32 weights of 8 bits with a scale.
    Q8_0,
    /// 256 weights of 2 bits, in groups of 16 with scale and least value of 4 bits.
    Q2K,
    /// 256 weights of 3 bits, in groups of 16 with a scale of 6 bits.
    Q3K,
    /// 256 weights of 4 bits, in groups of 32 with scale and least value of 6 bits.
    Q4K,
    /// 256 weights of 5 bits, in groups of 32 with scale and least value of 6 bits.
    Q5K,
    /// 256 weights of 6 bits, in groups of 16 with a scale of 8 bits.
    Q6K,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Q4_0,
        Self::Q4_1,
        Self::Q5_0,
        Self::Q5_1,
        Self::Q8_0,
        Self::Q2K,
        Self::Q3K,
        Self::Q4K,
        Self::Q5K,
        Self::Q6K,
    ];

    /// From ggml's code for it.
    pub fn from_ggml(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ggml() == code)
    }

    /// ggml's code for it.
    pub fn ggml(self) -> u32 {
        match self {
            Self::F32 => 0,
            Self::F16 => 1,
            Self::Q4_0 => 2,
            Self::Q4_1 => 3,
            Self::Q5_0 => 6,
            Self::Q5_1 => 7,
            Self::Q8_0 => 8,
            Self::Q2K => 10,
            Self::Q3K => 11,
            Self::Q4K => 12,
            Self::Q5K => 13,
            Self::Q6K => 14,
            Self::Bf16 => 30,
        }
    }

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "F32",
            Self::F16 => "F16",
            Self::Bf16 => "BF16",
            Self::Q4_0 => "Q4_0",
            Self::Q4_1 => "Q4_1",
            Self::Q5_0 => "Q5_0",
            Self::Q5_1 => "Q5_1",
            Self::Q8_0 => "Q8_0",
            Self::Q2K => "Q2_K",
            Self::Q3K => "Q3_K",
            Self::Q4K => "Q4_K",
            Self::Q5K => "Q5_K",
            Self::Q6K => "Q6_K",
        }
    }

    /// Whether weights are floats themselves.
    pub fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F16 | Self::Bf16)
    }

    /// Weights in a block.
    pub fn block_weights(self) -> usize {
        match self {
            Self::F32 | Self::F16 | Self::Bf16 => 1,
            Self::Q4_0 | Self::Q4_1 | Self::Q5_0 | Self::Q5_1 | Self::Q8_0 => 32,
            Self::Q2K | Self::Q3K | Self::Q4K | Self::Q5K | Self::Q6K => 256,
        }
    }

    /// Bytes of a block in a file.
    pub fn block_bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::Bf16 => 2,
            Self::Q4_0 => 18,
            Self::Q4_1 => 20,
            Self::Q5_0 => 22,
            Self::Q5_1 => 24,
            Self::Q8_0 => 34,
            Self::Q2K => 84,
            Self::Q3K => 110,
            Self::Q4K => 144,
            Self::Q5K => 176,
            Self::Q6K => 210,
        }
    }

    /// Bytes of a block on a device.
    pub fn device_block_bytes(self) -> usize {
        if self.is_float() {
            return self.block_bytes();
        }
        let Planes { quants, high, scale_halves, supers } = Planes::of(self);
        let of_group = (quants + high) * 4 + scale_halves * 2;
        self.block_weights() / GROUP * of_group + if supers { 4 } else { 0 }
    }

    /// The numbers of some blocks. `out` has room for exactly these.
    pub fn dequantise(self, bytes: &[u8], out: &mut [f32]) {
        let blocks = bytes.len() / self.block_bytes();
        assert_eq!(bytes.len(), blocks * self.block_bytes(), "whole blocks");
        assert_eq!(out.len(), blocks * self.block_weights(), "room for each weight");
        match self {
            Self::F32 => each(bytes, out, |block, out: &mut [f32; 1]| out[0] = f32::from_le_bytes(*block)),
            Self::F16 => each(bytes, out, |block: &[u8; 2], out: &mut [f32; 1]| out[0] = half(block, 0)),
            Self::Bf16 => each(bytes, out, |block, out: &mut [f32; 1]| out[0] = bf16::from_le_bytes(*block).to_f32()),
            Self::Q4_0 => each(bytes, out, q4_0),
            Self::Q4_1 => each(bytes, out, q4_1),
            Self::Q5_0 => each(bytes, out, q5_0),
            Self::Q5_1 => each(bytes, out, q5_1),
            Self::Q8_0 => each(bytes, out, q8_0),
            Self::Q2K => each(bytes, out, q2_k),
            Self::Q3K => each(bytes, out, q3_k),
            Self::Q4K => each(bytes, out, q4_k),
            Self::Q5K => each(bytes, out, q5_k),
            Self::Q6K => each(bytes, out, q6_k),
        }
    }
}

fn each<const BYTES: usize, const WEIGHTS: usize>(
    bytes: &[u8],
    out: &mut [f32],
    block: impl Fn(&[u8; BYTES], &mut [f32; WEIGHTS]),
) {
    for (bytes, out) in bytes.as_chunks().0.iter().zip(out.as_chunks_mut().0) {
        block(bytes, out);
    }
}

fn half(block: &[u8], at: usize) -> f32 {
    f16::from_le_bytes([block[at], block[at + 1]]).to_f32()
}

fn q4_0(block: &[u8; 18], out: &mut [f32; 32]) {
    let scale = half(block, 0);
    for i in 0..16 {
        let byte = block[2 + i];
        out[i] = f32::from((byte & 15) as i8 - 8) * scale;
        out[i + 16] = f32::from((byte >> 4) as i8 - 8) * scale;
    }
}

fn q4_1(block: &[u8; 20], out: &mut [f32; 32]) {
    let (scale, least) = (half(block, 0), half(block, 2));
    for i in 0..16 {
        let byte = block[4 + i];
        out[i] = f32::from(byte & 15) * scale + least;
        out[i + 16] = f32::from(byte >> 4) * scale + least;
    }
}

/// The 5-bit numbers of a block: 16 bytes of low bits after 4 bytes with the fifth.
fn fives(block: &[u8], at: usize, mut put: impl FnMut(usize, u8)) {
    let high = u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]]);
    for i in 0..16 {
        let byte = block[at + 4 + i];
        put(i, byte & 15 | ((high >> i) as u8 & 1) << 4);
        put(i + 16, byte >> 4 | ((high >> (i + 16)) as u8 & 1) << 4);
    }
}

fn q5_0(block: &[u8; 22], out: &mut [f32; 32]) {
    let scale = half(block, 0);
    fives(block, 2, |i, five| out[i] = f32::from(five as i8 - 16) * scale);
}

fn q5_1(block: &[u8; 24], out: &mut [f32; 32]) {
    let (scale, least) = (half(block, 0), half(block, 2));
    fives(block, 4, |i, five| out[i] = f32::from(five) * scale + least);
}

fn q8_0(block: &[u8; 34], out: &mut [f32; 32]) {
    let scale = half(block, 0);
    for i in 0..32 {
        out[i] = f32::from(block[2 + i] as i8) * scale;
    }
}

/// 16 scales with least values, 64 bytes of weights, the scales' scales. Weight `i` has bits `2 * (i / 32 % 4)` of byte
/// `i / 128 * 32 + i % 32`.
fn q2_k(block: &[u8; 84], out: &mut [f32; 256]) {
    let (scale, least) = (half(block, 80), half(block, 82));
    for (group, out) in out.as_chunks_mut::<16>().0.iter_mut().enumerate() {
        let scales = block[group];
        let (scale, least) = (scale * f32::from(scales & 15), least * f32::from(scales >> 4));
        let (at, shift) = (16 + group / 8 * 32 + group % 2 * 16, group / 2 % 4 * 2);
        for (i, out) in out.iter_mut().enumerate() {
            *out = scale * f32::from(block[at + i] >> shift & 3) - least;
        }
    }
}

/// 32 bytes of third bits, 64 bytes of the lower two in the order of Q2_K, 12 bytes of scales, their scale.
fn q3_k(block: &[u8; 110], out: &mut [f32; 256]) {
    let scale = half(block, 108);
    for (group, out) in out.as_chunks_mut::<16>().0.iter_mut().enumerate() {
        let low = block[96 + group % 8] >> (group / 8 * 4) & 15;
        let high = block[104 + group % 4] >> (group / 4 * 2) & 3;
        let scale = scale * f32::from((low | high << 4) as i8 - 32);
        let (at, shift) = (32 + group / 8 * 32 + group % 2 * 16, group / 2 % 4 * 2);
        for (i, out) in out.iter_mut().enumerate() {
            // The third bit is kept inverted: without it, four less.
            let third = block[group % 2 * 16 + i] >> (group / 2) & 1;
            let low = block[at + i] >> shift & 3;
            *out = scale * f32::from((low | third << 2) as i8 - 4);
        }
    }
}

/// Scale and least value of a group of Q4_K and Q5_K, of 6 bits each in 12 bytes.
fn six_bits(packed: &[u8], group: usize) -> (f32, f32) {
    let (scale, least) = match group {
        0..4 => (packed[group] & 63, packed[group + 4] & 63),
        _ => {
            let low = packed[group + 4];
            (low & 15 | packed[group - 4] >> 6 << 4, low >> 4 | packed[group] >> 6 << 4)
        }
    };
    (f32::from(scale), f32::from(least))
}

/// The scales' scales, 12 bytes of scales, 128 bytes of weights: groups 0 and 1 share 32 bytes, 2 and 3 the next.
fn q4_k(block: &[u8; 144], out: &mut [f32; 256]) {
    let (scale, least) = (half(block, 0), half(block, 2));
    for (group, out) in out.as_chunks_mut::<32>().0.iter_mut().enumerate() {
        let (scales, leasts) = six_bits(&block[4..16], group);
        let (scale, least) = (scale * scales, least * leasts);
        let (at, shift) = (16 + group / 2 * 32, group % 2 * 4);
        for (i, out) in out.iter_mut().enumerate() {
            *out = scale * f32::from(block[at + i] >> shift & 15) - least;
        }
    }
}

/// As Q4_K, with 32 bytes of fifth bits before the others: bit `group` of byte `i`.
fn q5_k(block: &[u8; 176], out: &mut [f32; 256]) {
    let (scale, least) = (half(block, 0), half(block, 2));
    for (group, out) in out.as_chunks_mut::<32>().0.iter_mut().enumerate() {
        let (scales, leasts) = six_bits(&block[4..16], group);
        let (scale, least) = (scale * scales, least * leasts);
        let (at, shift) = (48 + group / 2 * 32, group % 2 * 4);
        for (i, out) in out.iter_mut().enumerate() {
            let fifth = block[16 + i] >> group & 1;
            *out = scale * f32::from(block[at + i] >> shift & 15 | fifth << 4) - least;
        }
    }
}

/// 128 bytes of the lower four bits, 64 bytes of the upper two, 16 scales, their scale.
fn q6_k(block: &[u8; 210], out: &mut [f32; 256]) {
    let scale = half(block, 208);
    for (group, out) in out.as_chunks_mut::<16>().0.iter_mut().enumerate() {
        let scale = scale * f32::from(block[192 + group] as i8);
        // Of 128 weights, the first 64 have the lower halves of 64 bytes; of 32 upper bytes each has bits for four.
        let (low, low_shift) = (group / 8 * 64 + group % 4 * 16, group / 4 % 2 * 4);
        let (high, high_shift) = (128 + group / 8 * 32 + group % 2 * 16, group / 2 % 4 * 2);
        for (i, out) in out.iter_mut().enumerate() {
            let six = block[low + i] >> low_shift & 15 | (block[high + i] >> high_shift & 3) << 4;
            *out = scale * f32::from(six as i8 - 32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [u8; 2] = [0x00, 0x3C];
    const TWO: [u8; 2] = [0x00, 0x40];
    const HALF: [u8; 2] = [0x00, 0x38];

    fn numbers(format: Format, parts: &[&[u8]]) -> Vec<f32> {
        let bytes = parts.concat();
        assert_eq!(bytes.len(), format.block_bytes(), "one block of {}", format.name());
        let mut out = vec![f32::NAN; format.block_weights()];
        format.dequantise(&bytes, &mut out);
        out
    }

    fn with(size: usize, at: usize, byte: u8) -> Vec<u8> {
        let mut bytes = vec![0; size];
        bytes[at] = byte;
        bytes
    }

    #[test]
    fn codes_and_names_are_each_others_inverse() {
        for format in Format::ALL {
            assert_eq!(Format::from_ggml(format.ggml()), Some(format));
        }
        assert_eq!(Format::from_ggml(4), None, "Q4_2 was given up");
        assert_eq!(Format::from_ggml(23), None, "IQ4_XS");
    }

    #[test]
    fn plain_floats() {
        assert_eq!(numbers(Format::F32, &[&1.5_f32.to_le_bytes()]), [1.5]);
        assert_eq!(numbers(Format::F16, &[&[0x01, 0x00]]), [2.0_f32.powi(-24)], "the smallest of all");
        assert_eq!(numbers(Format::Bf16, &[&[0x20, 0xC0]]), [-2.5]);
    }

    #[test]
    fn four_bits_with_the_first_half_in_the_low_nibbles() {
        let out = numbers(Format::Q4_0, &[&TWO, &with(16, 3, 0xF1)]);
        assert_eq!((out[3], out[19], out[0]), (-14.0, 14.0, -16.0));
        let out = numbers(Format::Q4_1, &[&TWO, &HALF, &with(16, 3, 0xF1)]);
        assert_eq!((out[3], out[19], out[0]), (2.5, 30.5, 0.5));
    }

    #[test]
    fn five_bits_take_the_fifth_from_a_word() {
        // Bits 3 and 20: weights 3 and 20.
        let high = (1_u32 << 3 | 1 << 20).to_le_bytes();
        let out = numbers(Format::Q5_0, &[&TWO, &high, &with(16, 4, 0x70)]);
        assert_eq!((out[3], out[20], out[4]), (0.0, 14.0, -32.0));
        let out = numbers(Format::Q5_1, &[&TWO, &ONE, &high, &with(16, 4, 0x72)]);
        assert_eq!((out[3], out[20], out[4], out[0]), (33.0, 47.0, 5.0, 1.0));
    }

    #[test]
    fn eight_bits_have_a_sign() {
        let out = numbers(Format::Q8_0, &[&HALF, &with(32, 5, 0x80)]);
        assert_eq!((out[5], out[6]), (-64.0, 0.0));
    }

    #[test]
    fn two_bits_in_groups_of_sixteen() {
        // Weight 128 + 32 + 16 + 5 is in group 11: byte 32 + 16 + 5, bits 2 and 3.
        let out = numbers(Format::Q2K, &[&with(16, 11, 0x35), &with(64, 53, 0x08), &TWO, &HALF]);
        assert_eq!(out[181], 2.0 * 5.0 * 2.0 - 0.5 * 3.0);
        assert_eq!((out[176], out[175]), (-1.5, 0.0));
    }

    #[test]
    fn three_bits_with_the_third_inverted() {
        // The same weight; its third bit is bit 5 of byte 21. The scale of group 11: high nibble of byte 3, bits 4 and 5
        // of byte 11.
        let mut scales = with(12, 3, 0x70);
        scales[11] = 0x20;
        let out = numbers(Format::Q3K, &[&with(32, 21, 0x20), &with(64, 53, 0x08), &scales, &HALF]);
        assert_eq!(out[181], 0.5 * (7.0 + 32.0 - 32.0) * 2.0);
        assert_eq!(out[180], 0.5 * 7.0 * -4.0);
        assert_eq!(out[0], 0.5 * -32.0 * -4.0);
    }

    #[test]
    fn four_and_five_bits_in_groups_of_thirty_two() {
        // Groups 1 and 6: the first has its six bits in bytes 1 and 5, the second in halves of byte 10 and the tops of 2, 6.
        let mut scales = vec![0; 12];
        scales[1] = 0x25;
        scales[5] = 0x03;
        scales[10] = 0x43;
        scales[2] = 0x40;
        scales[6] = 0x80;
        let mut nibbles = with(128, 7, 0x90);
        nibbles[96 + 8] = 0x0B;
        let out = numbers(Format::Q4K, &[&TWO, &HALF, &scales, &nibbles]);
        assert_eq!(out[32 + 7], 2.0 * 37.0 * 9.0 - 0.5 * 3.0);
        assert_eq!(out[6 * 32 + 8], 2.0 * 19.0 * 11.0 - 0.5 * 36.0);
        assert_eq!(out[0], 0.0);
        let mut fifths = with(32, 7, 0x02);
        fifths[8] = 0x40;
        let out = numbers(Format::Q5K, &[&TWO, &HALF, &scales, &fifths, &nibbles]);
        assert_eq!(out[32 + 7], 2.0 * 37.0 * 25.0 - 0.5 * 3.0);
        assert_eq!(out[6 * 32 + 8], 2.0 * 19.0 * 27.0 - 0.5 * 36.0);
        assert_eq!(out[6 * 32 + 9], -0.5 * 36.0);
    }

    #[test]
    fn six_bits_in_groups_of_sixteen() {
        // Weight 128 + 96 + 16 + 2: high nibble of byte 64 + 32 + 16 + 2, bits 6 and 7 of byte 32 + 16 + 2, group 15.
        let mut scales = vec![1; 16];
        scales[15] = 0xFE;
        let out = numbers(Format::Q6K, &[&with(128, 114, 0x50), &with(64, 50, 0xC0), &scales, &HALF]);
        assert_eq!(out[242], 0.5 * -2.0 * (5.0 + 48.0 - 32.0));
        assert_eq!(out[243], 0.5 * -2.0 * -32.0);
        assert_eq!(out[0], -16.0);
    }
}
