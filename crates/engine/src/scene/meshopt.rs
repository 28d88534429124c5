//! Buffer views as EXT_meshopt_compression and KHR_meshopt_compression pack them: three bit streams and four filters. Read
//! from the text of the two extensions, their appendices A and B; where a stream ends too early, or does not end where it
//! should, it is refused.

use super::filters::apply;
use super::rest::Rest;
use std::array;

/// Elements that share a width of bits.
const GROUP: usize = 16;
/// Bytes of a block of attributes, and its elements at most.
const BLOCK: (usize, usize) = (8192, 256);

/// What a stream is a stream of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Attributes(Filter),
    Triangles,
    Indices,
}

/// What is done to attributes when they are unpacked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    None,
    Octahedral,
    Quaternion,
    Exponential,
    Colour,
}

impl Mode {
    /// By their names in the extension.
    pub fn named(mode: &str, filter: &str) -> Option<Self> {
        let filter = match filter {
            "NONE" => Filter::None,
            "OCTAHEDRAL" => Filter::Octahedral,
            "QUATERNION" => Filter::Quaternion,
            "EXPONENTIAL" => Filter::Exponential,
            "COLOR" => Filter::Colour,
            _ => return None,
        };
        match mode {
            "ATTRIBUTES" => Some(Self::Attributes(filter)),
            "TRIANGLES" if filter == Filter::None => Some(Self::Triangles),
            "INDICES" if filter == Filter::None => Some(Self::Indices),
            _ => None,
        }
    }

    /// Whether elements may be of so many bytes, and as many.
    pub fn allows(self, stride: usize, count: usize) -> bool {
        match self {
            Self::Attributes(filter) => {
                let words = stride.is_multiple_of(4) && (4..=256).contains(&stride);
                words
                    && match filter {
                        Filter::None | Filter::Exponential => true,
                        Filter::Octahedral | Filter::Colour => stride == 4 || stride == 8,
                        Filter::Quaternion => stride == 8,
                    }
            }
            Self::Triangles => (stride == 2 || stride == 4) && count.is_multiple_of(3),
            Self::Indices => stride == 2 || stride == 4,
        }
    }
}

/// So many elements of so many bytes each; `None`: the stream is broken. The sizes are ones that the mode allows, and room
/// for them is what the caller has found bearable.
pub(super) fn decode(bytes: &[u8], mode: Mode, stride: usize, count: usize) -> Option<Vec<u8>> {
    if !mode.allows(stride, count) {
        return None;
    }
    match mode {
        Mode::Attributes(filter) => {
            let mut elements = attributes(bytes, stride, count)?;
            apply(filter, stride, &mut elements);
            Some(elements)
        }
        Mode::Triangles => narrow(&triangles(bytes, count)?, stride),
        Mode::Indices => narrow(&indices(bytes, count)?, stride),
    }
}

/// The numbers in as many bytes as the buffer view has for each.
fn narrow(numbers: &[u32], stride: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(numbers.len() * stride);
    for number in numbers {
        bytes.extend_from_slice(number.to_le_bytes().get(..stride)?);
    }
    Some(bytes)
}

/// Zigzag: the lowest bit is the sign.
fn signed(number: u32) -> u32 {
    (number >> 1) ^ (number & 1).wrapping_neg()
}

fn attributes(bytes: &[u8], stride: usize, count: usize) -> Option<Vec<u8>> {
    let (&header, rest) = bytes.split_first()?;
    let newer = match header {
        0xA0 => false,
        0xA1 => true,
        _ => return None,
    };
    let channels = if newer { stride / 4 } else { 0 };
    let tail = stride + channels;
    let body = rest.len().checked_sub(tail.max(if newer { 24 } else { 32 }))?;
    let mut last = rest[rest.len() - tail..][..stride].to_vec();
    let kinds = &rest[rest.len() - channels..];
    if kinds.iter().any(|&kind| kind & 15 > 2 || (kind & 15 < 2 && kind >> 4 != 0)) {
        return None;
    }
    let mut rest = Rest(&rest[..body]);
    let most = (BLOCK.0 / stride / GROUP * GROUP).min(BLOCK.1);
    // Each block has a header at least: nothing is made room for that is not there.
    if count.div_ceil(most) > body / if newer { channels } else { stride } {
        return None;
    }
    let mut elements = vec![0; stride.checked_mul(count)?];
    let mut deltas = vec![[0; BLOCK.1]; stride];
    for block in elements.chunks_mut(most * stride) {
        let groups = (block.len() / stride).div_ceil(GROUP);
        let controls = if newer { Some(rest.take(channels)?) } else { None };
        for (at, deltas) in deltas.iter_mut().enumerate() {
            let control = controls.map(|controls| controls[at / 4] >> (at % 4 * 2) & 3);
            lay(&mut rest, control, block.len() / stride, &mut deltas[..groups * GROUP])?;
        }
        for (index, element) in block.chunks_exact_mut(stride).enumerate() {
            for word in 0..stride / 4 {
                let at = word * 4;
                let delta = array::from_fn(|byte| deltas[at + byte][index]);
                let before = array::from_fn(|byte| last[at + byte]);
                let value = step(kinds.get(word).copied().unwrap_or(0), before, delta);
                element[at..at + 4].copy_from_slice(&value);
            }
            last.copy_from_slice(element);
        }
    }
    rest.0.is_empty().then_some(elements)
}

/// The deltas of one byte of all elements of a block, in groups of sixteen. `control`: of the newer version.
fn lay(rest: &mut Rest<'_>, control: Option<u8>, elements: usize, deltas: &mut [u8]) -> Option<()> {
    let widths: [u32; 4] = match control {
        None => [0, 2, 4, 8],
        Some(0) => [0, 1, 2, 4],
        Some(1) => [1, 2, 4, 8],
        Some(2) => {
            deltas.fill(0);
            return Some(());
        }
        Some(_) => {
            deltas[..elements].copy_from_slice(rest.take(elements)?);
            return Some(());
        }
    };
    let header = rest.take((deltas.len() / GROUP).div_ceil(4))?;
    for (index, group) in deltas.chunks_exact_mut(GROUP).enumerate() {
        let width = widths[usize::from(header[index / 4] >> (index % 4 * 2) & 3)];
        match width {
            0 => group.fill(0),
            8 => group.copy_from_slice(rest.take(GROUP)?),
            _ => {
                let packed = rest.take(width as usize * 2)?;
                let each = 8 / width;
                let sentinel = (1_u8 << width) - 1;
                for (at, delta) in group.iter_mut().enumerate() {
                    let (byte, place) = (packed[at / each as usize], at as u32 % each);
                    // Single bits come from the lowest up, all others from the highest down.
                    let shift = if width == 1 { place } else { 8 - width * (place + 1) };
                    let short = byte >> shift & sentinel;
                    *delta = if short == sentinel { rest.byte()? } else { short };
                }
            }
        }
    }
    Some(())
}

/// Four bytes of an element from those of the one before.
fn step(kind: u8, before: [u8; 4], delta: [u8; 4]) -> [u8; 4] {
    match kind & 15 {
        0 => array::from_fn(|at| before[at].wrapping_add(signed(u32::from(delta[at])) as u8)),
        1 => {
            let half = |bytes: [u8; 4], at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
            let [a, b] = [0, 2].map(|at| half(before, at).wrapping_add(signed(u32::from(half(delta, at))) as u16));
            let ([a, b], [c, d]) = (a.to_le_bytes(), b.to_le_bytes());
            [a, b, c, d]
        }
        _ => {
            let turned = u32::from_le_bytes(delta).rotate_right(u32::from(kind >> 4));
            (u32::from_le_bytes(before) ^ turned).to_le_bytes()
        }
    }
}

/// The last sixteen, the newest first.
struct Recent<T> {
    all: [Option<T>; 16],
    next: usize,
}

impl<T: Copy> Recent<T> {
    fn new() -> Self {
        Self { all: [None; 16], next: 0 }
    }

    fn push(&mut self, one: T) {
        self.all[self.next] = Some(one);
        self.next = (self.next + 1) % 16;
    }

    /// `None`: there has not been one.
    fn get(&self, back: usize) -> Option<T> {
        self.all[(self.next + 31 - back) % 16]
    }
}

fn triangles(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    let (&header, rest) = bytes.split_first()?;
    let (body, table) = rest.split_at_checked(rest.len().checked_sub(16)?)?;
    if header != 0xE1 {
        return None;
    }
    let mut rest = Rest(body);
    let codes = rest.take(count / 3)?;
    let (mut edges, mut vertices) = (Recent::new(), Recent::new());
    let (mut next, mut last) = (0_u32, 0_u32);
    let mut fresh = |restart: bool| {
        next = if restart { 0 } else { next };
        next = next.wrapping_add(1);
        next.wrapping_sub(1)
    };
    let mut numbers = Vec::with_capacity(count);
    for &code in codes {
        let (high, low) = (usize::from(code >> 4), usize::from(code & 15));
        if high < 15 {
            let (a, b) = edges.get(high)?;
            let c = match low {
                0 => fresh(false),
                1..=12 => vertices.get(low)?,
                13 => last.wrapping_sub(1),
                14 => last.wrapping_add(1),
                _ => last.wrapping_add(signed(rest.number()? as u32)),
            };
            if low >= 13 {
                last = c;
            }
            if low == 0 || low >= 13 {
                vertices.push(c);
            }
            edges.push((c, b));
            edges.push((a, c));
            numbers.extend([a, b, c]);
            continue;
        }
        let said = if low < 14 { table[low] } else { rest.byte()? };
        // From where each corner is: nought, the next one; fifteen, a number of its own; else one of the last ones.
        let from = [if low == 15 { 15 } else { 0 }, usize::from(said >> 4), usize::from(said & 15)];
        let mut restart = low >= 14 && said == 0;
        let mut corners = [0; 3];
        for (corner, from) in corners.iter_mut().zip(from) {
            *corner = match from {
                0 => fresh(std::mem::take(&mut restart)),
                15 if low >= 14 => {
                    last = last.wrapping_add(signed(rest.number()? as u32));
                    last
                }
                15 => return None,
                back => vertices.get(back - 1)?,
            };
        }
        let [a, b, c] = corners;
        edges.push((b, a));
        edges.push((c, b));
        edges.push((a, c));
        for (corner, from) in corners.into_iter().zip(from) {
            if from == 0 || from == 15 {
                vertices.push(corner);
            }
        }
        numbers.extend(corners);
    }
    rest.0.is_empty().then_some(numbers)
}

fn indices(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    let (&header, rest) = bytes.split_first()?;
    let mut rest = Rest(rest.get(..rest.len().checked_sub(4)?)?);
    // Each takes a byte at least: nothing is made room for that is not there.
    if header != 0xD1 || rest.0.len() < count {
        return None;
    }
    let (mut last, mut numbers) = ([0_u32; 2], Vec::with_capacity(count));
    for _ in 0..count {
        let number = rest.number()? as u32;
        let base = &mut last[(number & 1) as usize];
        *base = base.wrapping_add(signed(number >> 1));
        numbers.push(*base);
    }
    rest.0.is_empty().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Example = (&'static str, fn(u32) -> u32);

    /// 48 numbers each, by encodeVertexBufferLevel(…, 48, 4, 3, 1) of meshoptimizer 1.3.0, which chose to turn and to cross
    /// them for the sake of their zeros.
    const TURNED: [Example; 3] = [
        (
            "a1ea00256f25fb2d67de256f25fb2d67de256f25fb2d67de256f25fb2d67de256f25fb2d67de256f25fb2d67de256f25fb2d00000000\
            0000000000000000000000000000000000000042",
            |i| (i % 7 * 37) << 20,
        ),
        (
            "a1680102010f1f2a0ffff8f8f4c4f4c4a060103018f81cf262e262f262e2623c1ef1317131f13171317e0f0000000000000000000000\
            00000000000000000000000062",
            |i| (i as f32 * 0.25).to_bits(),
        ),
        (
            "a1ea00e3256c27fc256c23e41d246f24fd24632de41f246d24e33c652ce71c256c23e53c672ce51c23642de43f642de4231d00000000\
            0000000000000000000000000000000000000042",
            |i| i.wrapping_mul(2_654_435_761) & 0x0FF0_0000,
        ),
    ];

    #[test]
    fn numbers_that_were_turned_and_crossed_come_back() {
        for (stream, number) in TURNED {
            let digits = |at: usize| u8::from_str_radix(&stream[at..at + 2], 16).expect("digits");
            let bytes: Vec<u8> = (0..stream.len()).step_by(2).map(digits).collect();
            let numbers: Vec<u8> = (0..48).flat_map(|index| number(index).to_le_bytes()).collect();
            let mode = Mode::Attributes(Filter::None);
            assert_eq!(decode(&bytes, mode, 4, 48).as_deref(), Some(&numbers[..]));
            for length in 0..bytes.len() {
                let _ = decode(&bytes[..length], mode, 4, 48);
            }
            assert_eq!(decode(&bytes, mode, 4, 1 << 28), None);
        }
    }

    #[test]
    fn the_examples_of_the_text_come_out() {
        let packed = [0x17, 0x5F, 0xF0, 0xBC, 0x77, 0xA9, 0x21, 0x00, 0x34, 0xB5];
        let mut deltas = [0; 16];
        let stream = [&[2][..], &packed].concat();
        lay(&mut Rest(&stream), None, 16, &mut deltas).expect("whole");
        let deltas = deltas.map(|delta| signed(u32::from(delta)) as i8);
        assert_eq!(deltas, [-1, -4, -3, 26, -91, 0, -6, 6, -4, -4, 5, -5, 1, -1, 0, 0]);
        for (bytes, number) in
            [(&[0x7F][..], 0x7F), (&[0x81, 0x04], 0x201), (&[0xFF, 0xA0, 0x05], 0x7F + (0x20 << 7) + (5 << 14))]
        {
            assert_eq!(Rest(bytes).number(), Some(number));
        }
    }
}
