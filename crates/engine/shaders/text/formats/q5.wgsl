// 5 bits: four of them as in q4, and a word with the fifth of each weight.
struct Group { q: vec4<u32>, fifth: u32 }

fn load(at: u32) -> Group { return Group(quants[at], words[matmul.high + at]); }

fn bytes(word: u32) -> vec4<u32> { return (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u); }
fn fifths(bits: u32) -> vec4<u32> { return ((vec4<u32>(bits) >> vec4<u32>(0u, 1u, 2u, 3u)) & vec4<u32>(1u)) << vec4<u32>(4u); }

fn low(group: Group, q: u32) -> vec4<f32> {
    let four = bytes(group.q[q] & 0x0f0f0f0fu);
    return vec4<f32>(four | fifths(group.fifth >> (4u * q)));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    let four = bytes((group.q[q] >> 4u) & 0x0f0f0f0fu);
    return vec4<f32>(four | fifths(group.fifth >> (4u * q + 16u)));
}
