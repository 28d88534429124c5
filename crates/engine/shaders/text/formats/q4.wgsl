// 4 bits: word q has quad q in the lower halves of its bytes, quad q + 4 in the upper ones.
alias Group = vec4<u32>;

fn load(at: u32) -> Group { return quants[at]; }

// Masked before they part: cards turn a byte of a word into a float at once.
fn bytes(word: u32) -> vec4<u32> { return (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u); }

fn low(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>(bytes(group[q] & 0x0f0f0f0fu));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>(bytes((group[q] >> 4u) & 0x0f0f0f0fu));
}
