//! How weights lie on a device: what `shaders/text/formats/` reads.
//!
//! Every format is cut into groups of 32 weights, and a group into planes that lie apart: the quants (aligned to 16 bytes where
//! there are as many), the upper bits that some formats have, the scales, and the scales' scales of eight groups. Not one bit
//! of a weight is lost or rounded. Scales of 6 bits become bytes, and what does not end with a word is filled up.

use super::format::Format;
use half::f16;

/// Weights in a group.
pub const GROUP: usize = 32;

/// Words of a group of 32 weights in each plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planes {
    /// Quants.
    pub quants: usize,
    /// Upper bits.
    pub high: usize,
    /// Scales, in half words.
    pub scale_halves: usize,
    /// Whether eight groups share a word of scales' scales.
    pub supers: bool,
}

/// What lies where, for rows of one format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    format: Format,
    /// Groups of a row.
    pub groups: usize,
}

/// Some rows, plane by plane, in words.
#[derive(Debug, Default)]
pub struct Packed {
    /// Quants.
    pub quants: Vec<u32>,
    /// Upper bits.
    pub high: Vec<u32>,
    /// Scales.
    pub scales: Vec<u32>,
    /// Scales' scales.
    pub supers: Vec<u32>,
}

impl Planes {
    /// Those of a format.
    pub fn of(format: Format) -> Self {
        let (quants, high, scale_halves, supers) = match format {
            Format::F32 => (32, 0, 0, false),
            Format::F16 | Format::Bf16 => (16, 0, 0, false),
            Format::Q4_0 => (4, 0, 1, false),
            Format::Q4_1 => (4, 0, 2, false),
            Format::Q5_0 => (4, 1, 1, false),
            Format::Q5_1 => (4, 1, 2, false),
            Format::Q8_0 => (8, 0, 1, false),
            Format::Q2K => (2, 0, 1, true),
            Format::Q3K => (2, 1, 1, true),
            Format::Q4K => (4, 0, 1, true),
            Format::Q5K => (4, 1, 1, true),
            Format::Q6K => (4, 2, 1, true),
        };
        Self { quants, high, scale_halves, supers }
    }
}

impl Layout {
    /// For rows of so many weights; `None` where they are no whole groups.
    pub fn new(format: Format, row_weights: usize) -> Option<Self> {
        let whole = row_weights.is_multiple_of(GROUP) && row_weights.is_multiple_of(format.block_weights());
        (whole && row_weights > 0).then_some(Self { format, groups: row_weights / GROUP })
    }

    /// Words of so many rows: quants, upper bits, scales, scales' scales.
    pub fn words(&self, rows: usize) -> [usize; 4] {
        let planes = Planes::of(self.format);
        let groups = rows * self.groups;
        // The quants end where the next plane may be read by fours, too.
        let quants = (groups * planes.quants).next_multiple_of(4);
        let scales = (groups * planes.scale_halves).div_ceil(2);
        [quants, groups * planes.high, scales, if planes.supers { groups / 8 } else { 0 }]
    }

    /// Whether a row ends with a whole word in every plane, so that another can begin there.
    pub fn is_whole(&self) -> bool {
        (self.groups * Planes::of(self.format).scale_halves).is_multiple_of(2)
    }

    /// Bytes of a row in the file.
    pub fn row_bytes(&self) -> usize {
        self.groups * GROUP / self.format.block_weights() * self.format.block_bytes()
    }

    /// Packs whole rows as they lie in the file.
    pub fn pack(&self, bytes: &[u8]) -> Packed {
        let mut packed = Packed::default();
        let rows = bytes.len() / self.row_bytes().max(1);
        let planes = [&mut packed.quants, &mut packed.high, &mut packed.scales, &mut packed.supers];
        for (plane, words) in planes.into_iter().zip(self.words(rows)) {
            plane.reserve(words);
        }
        match self.format {
            Format::F32 | Format::F16 | Format::Bf16 => packed.quants.extend(words_of(bytes)),
            Format::Q4_0 => packed.with_a_scale(bytes, |packed, b: &[u8; 18]| packed.nibbles(b, 2)),
            Format::Q4_1 => blocks::<20>(bytes, |b| {
                packed.scales.push(word(b, 0));
                packed.nibbles(b, 4);
            }),
            Format::Q5_0 => packed.with_a_scale(bytes, |packed, b: &[u8; 22]| {
                packed.high.push(word(b, 2));
                packed.nibbles(b, 6);
            }),
            Format::Q5_1 => blocks::<24>(bytes, |b| {
                packed.scales.push(word(b, 0));
                packed.high.push(word(b, 4));
                packed.nibbles(b, 8);
            }),
            Format::Q8_0 => packed.with_a_scale(bytes, |packed, b: &[u8; 34]| packed.quants.extend(words_of(&b[2..]))),
            Format::Q2K => blocks::<84>(bytes, |b| packed.q2_k(b)),
            Format::Q3K => blocks::<110>(bytes, |b| packed.q3_k(b)),
            Format::Q4K => blocks::<144>(bytes, |b| packed.q4_k(b, None)),
            Format::Q5K => blocks::<176>(bytes, |b| packed.q4_k(b, Some(16))),
            Format::Q6K => blocks::<210>(bytes, |b| packed.q6_k(b)),
        }
        packed
    }
}

fn blocks<const BYTES: usize>(bytes: &[u8], block: impl FnMut(&[u8; BYTES])) {
    bytes.as_chunks().0.iter().for_each(block);
}

fn words_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Four bytes to a word, from a function of the byte's number.
fn word_from(byte: impl Fn(usize) -> u8) -> u32 {
    u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
}

/// Some bits of each of 16 weights, two apiece, or of 32 weights, one apiece.
fn bits(each: u32, weights: usize, bit: impl Fn(usize) -> u8) -> u32 {
    (0..weights).fold(0, |word, i| word | u32::from(bit(i)) << (i as u32 * each))
}

impl Packed {
    /// No weight is larger than this, whatever its sign. Of floats nothing is said.
    pub fn largest(&self, format: Format) -> f32 {
        // Of the lower and of the upper halves of words: without their signs, such floats are in order as their bits are.
        let largest = |words: &[u32]| {
            let most =
                words.iter().fold([0; 2], |[low, high], word| [low.max(word & 0x7fff), high.max(word >> 16 & 0x7fff)]);
            most.map(|bits| f16::from_bits(bits as u16).to_f32())
        };
        let (scales, supers) = (&self.scales, &self.supers);
        let scale = || largest(scales).into_iter().fold(0.0, f32::max);
        match format {
            Format::F32 | Format::F16 | Format::Bf16 => 0.0,
            Format::Q4_0 => scale() * 8.0,
            Format::Q5_0 => scale() * 16.0,
            Format::Q8_0 => scale() * 128.0,
            Format::Q4_1 => largest(scales)[0] * 15.0 + largest(scales)[1],
            Format::Q5_1 => largest(scales)[0] * 31.0 + largest(scales)[1],
            // Scales of so many bits, weights of so many, and least values like scales.
            Format::Q2K => largest(supers)[0] * 15.0 * 3.0 + largest(supers)[1] * 15.0,
            Format::Q3K => largest(supers)[0] * 32.0 * 4.0,
            Format::Q4K => largest(supers)[0] * 63.0 * 15.0 + largest(supers)[1] * 63.0,
            Format::Q5K => largest(supers)[0] * 63.0 * 31.0 + largest(supers)[1] * 63.0,
            Format::Q6K => largest(supers)[0] * 128.0 * 32.0,
        }
    }

    /// Groups that begin with a scale, which lie by twos in a word, and what `rest` makes of them.
    fn with_a_scale<const BYTES: usize>(&mut self, bytes: &[u8], rest: impl Fn(&mut Self, &[u8; BYTES])) {
        let scale = |block: &[u8; BYTES]| u32::from(u16::from_le_bytes([block[0], block[1]]));
        let groups = bytes.as_chunks::<BYTES>().0;
        self.scales.extend(groups.chunks(2).map(|two| scale(&two[0]) | two.get(1).map_or(0, scale) << 16));
        groups.iter().for_each(|block| rest(self, block));
    }

    /// A group whose weight `i` shares a byte with weight `i + 16`: as ggml has it, and as the shaders do.
    fn nibbles(&mut self, block: &[u8], at: usize) {
        self.quants.extend_from_slice(&[0, 4, 8, 12].map(|i: usize| word(block, at + i)));
    }

    /// Half a word for each of eight groups.
    fn halves(&mut self, half: impl Fn(usize) -> u16) {
        self.scales.extend_from_slice(&[0, 2, 4, 6].map(|i: usize| u32::from(half(i)) | u32::from(half(i + 1)) << 16));
    }

    /// A group of four-bit weights from any order.
    fn fours(&mut self, weight: impl Fn(usize) -> u8) {
        let quad = |q: usize| word_from(|i| weight(4 * q + i) & 15 | (weight(4 * q + i + 16) & 15) << 4);
        self.quants.extend_from_slice(&[0, 1, 2, 3].map(quad));
    }

    fn q2_k(&mut self, block: &[u8; 84]) {
        for group in 0..8 {
            let (at, shift) = (16 + group / 4 * 32, group % 4 * 2);
            let weight = |i: usize| block[at + i] >> shift & 3;
            self.quants.extend([bits(2, 16, weight), bits(2, 16, |i| weight(i + 16))]);
        }
        self.halves(|group| u16::from_le_bytes([block[2 * group], block[2 * group + 1]]));
        self.supers.push(word(block, 80));
    }

    fn q3_k(&mut self, block: &[u8; 110]) {
        for group in 0..8 {
            let (at, shift) = (32 + group / 4 * 32, group % 4 * 2);
            let weight = |i: usize| block[at + i] >> shift & 3;
            self.quants.extend([bits(2, 16, weight), bits(2, 16, |i| weight(i + 16))]);
            self.high.push(bits(1, 32, |i| block[i] >> group & 1));
        }
        let scale = |sixteen: usize| {
            let low = block[96 + sixteen % 8] >> (sixteen / 8 * 4) & 15;
            let high = block[104 + sixteen % 4] >> (sixteen / 4 * 2) & 3;
            (low | high << 4).wrapping_sub(32)
        };
        self.halves(|group| u16::from_le_bytes([scale(2 * group), scale(2 * group + 1)]));
        self.supers.push(u32::from(u16::from_le_bytes([block[108], block[109]])));
    }

    /// `Q4_K`, and `Q5_K` where the fifth bits begin at `fifths`.
    fn q4_k(&mut self, block: &[u8], fifths: Option<usize>) {
        let quants = fifths.map_or(16, |at| at + 32);
        for group in 0..8 {
            self.fours(|i| block[quants + group / 2 * 32 + i] >> (group % 2 * 4));
            if let Some(at) = fifths {
                self.high.push(bits(1, 32, |i| block[at + i] >> group & 1));
            }
        }
        let packed = &block[4..16];
        self.halves(|group| {
            let (scale, least) = match group {
                0..4 => (packed[group] & 63, packed[group + 4] & 63),
                _ => {
                    let low = packed[group + 4];
                    (low & 15 | packed[group - 4] >> 6 << 4, low >> 4 | packed[group] >> 6 << 4)
                }
            };
            u16::from_le_bytes([scale, least])
        });
        self.supers.push(word(block, 0));
    }

    fn q6_k(&mut self, block: &[u8; 210]) {
        for group in 0..8 {
            let (half, quarter) = (group / 4, group % 4);
            // Quarters 0 and 2 of 128 weights share 32 bytes, 1 and 3 the next.
            self.fours(|i| block[half * 64 + quarter % 2 * 32 + i] >> (quarter / 2 * 4));
            let upper = |i: usize| block[128 + half * 32 + i] >> (quarter * 2) & 3;
            self.high.extend([bits(2, 16, upper), bits(2, 16, |i| upper(i + 16))]);
        }
        self.halves(|group| u16::from_le_bytes([block[192 + 2 * group], block[193 + 2 * group]]));
        self.supers.push(u32::from(u16::from_le_bytes([block[208], block[209]])));
    }
}

#[cfg(test)]
mod tests {
    use super::super::synthetic::Sketch;
    use super::*;

    #[test]
    fn blocks_take_as_many_bytes_as_is_said() {
        for format in Format::ALL {
            let layout = Layout::new(format, 512).expect("whole groups");
            let blocks = 2 * 512 / format.block_weights();
            let words: usize = layout.words(2).iter().sum();
            assert_eq!(words * 4, blocks * format.device_block_bytes(), "{}", format.name());
        }
    }

    #[test]
    fn no_weight_is_larger_than_is_said_and_not_much_smaller() {
        let formats = [
            [Format::Q4_0, Format::Q4_1, Format::Q5_0, Format::Q5_1, Format::Q8_0],
            [Format::Q2K, Format::Q3K, Format::Q4K, Format::Q5K, Format::Q6K],
        ];
        for format in formats.concat() {
            let file = Sketch::new("llama", format).gguf();
            let matrices: Vec<_> = file.tensors.iter().filter(|tensor| tensor.code == format.ggml()).collect();
            assert!(!matrices.is_empty(), "{}", format.name());
            for tensor in matrices {
                let mut numbers = vec![0.0_f32; tensor.shape.iter().product::<u64>() as usize];
                format.dequantise(&tensor.bytes, &mut numbers);
                let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
                let layout = Layout::new(format, tensor.shape[0] as usize).expect("whole groups");
                let largest = layout.pack(&tensor.bytes).largest(format);
                assert!((most..most * 16.0).contains(&largest), "{}: {most}, and said is {largest}", format.name());
            }
        }
    }
}
