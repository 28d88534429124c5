// 4 bits: word q has quad q in the lower halves of its bytes, quad q + 4 in the upper ones.
alias Group = vec4<u32>;

fn load(at: u32) -> Group { return quants[at]; }

fn low(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>(lower(group[q]));
}

fn high(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>(higher(group[q]));
}
