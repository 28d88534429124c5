// Random numbers as a pure function of seed, pixel, sample and dimension: a Sobol (0,2) sequence, Owen-scrambled by
// hashing (Laine and Karras 2011, constants by Vegdahl), with its order shuffled afresh for every pair of dimensions.
// Integers only, so that every machine draws the same numbers.

struct Sampler { key: u32, index: u32 }

fn pcg(value: u32) -> u32 {
    let state = value * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

fn start_sampler(seed: u32, pixel: u32, sample: u32) -> Sampler {
    return Sampler(pcg(pixel ^ pcg(seed)), sample);
}

// An Owen scramble of numbers whose first digit is the lowest bit.
fn owen(value: u32, key: u32) -> u32 {
    var x = value;
    x ^= x * 0x3d20adeau;
    x += key;
    x *= (key >> 16u) | 1u;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    return x;
}

// Sobol's second generator matrix, Pascal's triangle modulo two: digit i is the sum of all digits j whose bits contain i's.
fn pascal(value: u32) -> u32 {
    var x = value;
    x ^= (x >> 1u) & 0x55555555u;
    x ^= (x >> 2u) & 0x33333333u;
    x ^= (x >> 4u) & 0x0f0f0f0fu;
    x ^= (x >> 8u) & 0x00ff00ffu;
    x ^= (x >> 16u) & 0x0000ffffu;
    return x;
}

// Two numbers in [0, 1).
fn draw(sampler_: Sampler, dimension: u32) -> vec2f {
    let key = pcg(sampler_.key ^ pcg(dimension));
    let index = reverseBits(owen(reverseBits(sampler_.index), key));
    let first = reverseBits(owen(index, pcg(key ^ 0x68bc21ebu)));
    let second = reverseBits(owen(pascal(index), pcg(key ^ 0x02e5be93u)));
    return vec2f(f32(first >> 8u), f32(second >> 8u)) * 5.9604645e-8;
}

// What a ray throws dice with where it meets something that is half there.
fn ray_seed(sampler_: Sampler, ray: u32) -> u32 {
    return pcg(sampler_.key ^ pcg(sampler_.index ^ pcg(ray)));
}
