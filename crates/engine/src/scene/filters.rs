//! What is done to attributes that come out of a meshopt stream: appendix B of the extensions' text. Numbers that no encoder
//! writes come to some other number, never to harm; the same one on every machine.

use super::meshopt::Filter;
use std::array;
use std::f32::consts::FRAC_1_SQRT_2;

/// Turns all elements of so many bytes into what they stand for.
pub(super) fn apply(filter: Filter, stride: usize, elements: &mut [u8]) {
    let wide = stride == 8;
    match filter {
        Filter::None => {}
        Filter::Exponential => elements.as_chunks_mut::<4>().0.iter_mut().for_each(exponential),
        Filter::Octahedral => fours(stride, elements, |four| octahedral(four, if wide { 32767.0 } else { 127.0 })),
        Filter::Quaternion => fours(stride, elements, quaternion),
        Filter::Colour => fours(stride, elements, |four| colour(four, if wide { 0xFFFF } else { 0xFF })),
    }
}

/// Four numbers an element, of a byte or of two, with their signs.
fn fours(stride: usize, elements: &mut [u8], turn: impl Fn([i32; 4]) -> [i32; 4]) {
    for element in elements.chunks_exact_mut(stride) {
        let four = array::from_fn(|at| match *element {
            [a, b, c, d] => i32::from([a, b, c, d][at] as i8),
            _ => i32::from(i16::from_le_bytes([element[at * 2], element[at * 2 + 1]])),
        });
        for (place, number) in element.chunks_exact_mut(stride / 4).zip(turn(four)) {
            place.copy_from_slice(&number.to_le_bytes()[..stride / 4]);
        }
    }
}

fn octahedral([x, y, one, other]: [i32; 4], most: f32) -> [i32; 4] {
    let [x, y] = [x, y].map(|axis| axis as f32 / one as f32);
    let z = 1.0 - x.abs() - y.abs();
    let fold = z.min(0.0);
    let [x, y] = [x, y].map(|axis| axis - fold.copysign(axis));
    let length = (x * x + y * y + z * z).sqrt();
    let [x, y, z] = [x, y, z].map(|axis| (axis / length * most).round() as i32);
    [x, y, z, other]
}

fn quaternion([x, y, z, last]: [i32; 4]) -> [i32; 4] {
    let one = (last | 3) as f32;
    let [x, y, z] = [x, y, z].map(|axis| axis as f32 / one * FRAC_1_SQRT_2);
    let w = (1.0 - x * x - y * y - z * z).max(0.0).sqrt();
    let mut turned = [0; 4];
    for (at, axis) in [w, x, y, z].into_iter().enumerate() {
        turned[((last & 3) as usize + at) % 4] = (axis * 32767.0).round() as i32;
    }
    turned
}

/// A whole number of 24 bits times a power of two, which is exact in 64 bits.
fn exponential(four: &mut [u8; 4]) {
    let number = i32::from_le_bytes(*four);
    let power = f64::from_bits(((1023 + i64::from(number >> 24)) as u64) << 52);
    *four = ((power * f64::from(number << 8 >> 8)) as f32).to_le_bytes();
}

fn colour([y, orange, green, alpha]: [i32; 4], most: i32) -> [i32; 4] {
    let (y, alpha) = (y & most, alpha & most);
    // The highest bit of opacity tells how many bits there are.
    let all = alpha.checked_ilog2().map_or(0, |bit| (2 << bit) - 1);
    let opacity = alpha & (all >> 1);
    let opacity = opacity << 1 | opacity & 1;
    let scale = most as f32 / all as f32;
    let [red, green, blue] = [y + orange - green, y + green, y - orange - green];
    [red, green, blue, opacity].map(|channel| ((channel as f32 * scale).round() as i32).clamp(0, most))
}
