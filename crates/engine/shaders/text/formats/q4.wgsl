// 4 bits: word q has quad q in the lower halves of its bytes, quad q + 4 in the upper ones.
alias Group = vec4<u32>;

fn load(at: u32) -> Group { return quants[at]; }

fn low(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>((vec4<u32>(group[q]) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(15u));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>((vec4<u32>(group[q]) >> vec4<u32>(4u, 12u, 20u, 28u)) & vec4<u32>(15u));
}
