//! Twin of `shaders/rng.wgsl`.

use glam::Vec2;

#[derive(Clone, Copy)]
pub(crate) struct Sampler {
    key: u32,
    index: u32,
}

pub(crate) fn pcg(value: u32) -> u32 {
    let state = value.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
    (word >> 22) ^ word
}

pub(crate) fn start_sampler(seed: u32, pixel: u32, sample: u32) -> Sampler {
    Sampler { key: pcg(pixel ^ pcg(seed)), index: sample }
}

fn owen(value: u32, key: u32) -> u32 {
    let mut x = value;
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(key);
    x = x.wrapping_mul((key >> 16) | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x
}

fn pascal(value: u32) -> u32 {
    let mut x = value;
    x ^= (x >> 1) & 0x5555_5555;
    x ^= (x >> 2) & 0x3333_3333;
    x ^= (x >> 4) & 0x0f0f_0f0f;
    x ^= (x >> 8) & 0x00ff_00ff;
    x ^= (x >> 16) & 0x0000_ffff;
    x
}

pub(crate) fn draw(sampler: Sampler, dimension: u32) -> Vec2 {
    let key = pcg(sampler.key ^ pcg(dimension));
    let index = owen(sampler.index.reverse_bits(), key).reverse_bits();
    let first = owen(index, pcg(key ^ 0x68bc_21eb)).reverse_bits();
    let second = owen(pascal(index), pcg(key ^ 0x02e5_be93)).reverse_bits();
    Vec2::new((first >> 8) as f32, (second >> 8) as f32) * 5.960_464_5e-8
}

pub(crate) fn ray_seed(sampler: Sampler, ray: u32) -> u32 {
    pcg(sampler.key ^ pcg(sampler.index ^ pcg(ray)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The property that makes 16 samples better than 16 random ones: every way of cutting the square into
    /// 16 equal boxes with sides of powers of two has one sample in each.
    #[test]
    fn sixteen_samples_of_any_pixel_and_dimension_are_a_net() {
        for (pixel, dimension) in [(0, 0), (17, 3), (123_456, 9)] {
            for columns in [1, 2, 4, 8, 16] {
                let rows = 16 / columns;
                let mut seen = [false; 16];
                for sample in 0..16 {
                    let p = draw(start_sampler(7, pixel, sample), dimension);
                    let cell = (p.x * columns as f32) as usize * rows + (p.y * rows as f32) as usize;
                    assert!(
                        !seen[cell],
                        "pixel {pixel}, dimension {dimension}: two samples share a {columns} x {rows} cell"
                    );
                    seen[cell] = true;
                }
            }
        }
    }

    #[test]
    fn dimensions_and_pixels_do_not_follow_each_other() {
        let mean = |f: &dyn Fn(u32) -> f32| (0..4096).map(f).sum::<f32>() / 4096.0;
        let across_dimensions = mean(&|i| {
            let s = start_sampler(1, 5, i);
            (draw(s, 1).x - 0.5) * (draw(s, 2).x - 0.5)
        });
        let across_pixels =
            mean(&|i| (draw(start_sampler(1, i, 0), 1).x - 0.5) * (draw(start_sampler(1, i + 1, 0), 1).x - 0.5));
        assert!(across_dimensions.abs() < 0.005, "{across_dimensions}");
        assert!(across_pixels.abs() < 0.005, "{across_pixels}");
    }
}
