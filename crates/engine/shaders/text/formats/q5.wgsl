// 5 bits: four of them as in q4, and a word with the fifth of each weight.
struct Group { q: vec4<u32>, fifth: u32 }

fn load(at: u32) -> Group { return Group(quants[at], words[matmul.high + at]); }

fn fifths(bits: u32) -> vec4<u32> { return ((vec4<u32>(bits) >> vec4<u32>(0u, 1u, 2u, 3u)) & vec4<u32>(1u)) << vec4<u32>(4u); }

fn low(group: Group, q: u32) -> vec4<f32> {
    let four = lower(group.q[q]);
    return vec4<f32>(four | fifths(group.fifth >> (4u * q)));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    let four = higher(group.q[q]);
    return vec4<f32>(four | fifths(group.fifth >> (4u * q + 16u)));
}
