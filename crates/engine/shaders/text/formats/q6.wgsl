// 6 bits: four of them as in q4, and two words with the upper two of 16 weights each. A scale of 8 bits for 16 weights, which are
// meant to lie around nought.
struct Group { q: vec4<u32>, low_bits: u32, high_bits: u32 }

fn load(at: u32) -> Group {
    return Group(quants[at], words[matmul.high + at * 2u], words[matmul.high + at * 2u + 1u]);
}

fn upper(bits: u32) -> vec4<u32> { return ((vec4<u32>(bits) >> vec4<u32>(0u, 2u, 4u, 6u)) & vec4<u32>(3u)) << vec4<u32>(4u); }

fn low(group: Group, q: u32) -> vec4<f32> {
    let four = lower(group.q[q]);
    return vec4<f32>(four | upper(group.low_bits >> (8u * q)));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    let four = higher(group.q[q]);
    return vec4<f32>(four | upper(group.high_bits >> (8u * q)));
}
