// 2 bits: a word with 16 weights, and another.
alias Group = vec2<u32>;

fn load(at: u32) -> Group { return vec2<u32>(words[at * 2u], words[at * 2u + 1u]); }

fn two(bits: u32) -> vec4<u32> { return (vec4<u32>(bits) >> vec4<u32>(0u, 2u, 4u, 6u)) & vec4<u32>(3u); }

fn low(group: Group, q: u32) -> vec4<f32> { return vec4<f32>(two(group.x >> (8u * q))); }
fn high(group: Group, q: u32) -> vec4<f32> { return vec4<f32>(two(group.y >> (8u * q))); }
