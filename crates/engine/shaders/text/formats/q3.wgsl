// 3 bits: two of them as in q2, and a word with the third of each weight. Weights are meant to lie around nought.
struct Group { q: vec2<u32>, third: u32 }

fn load(at: u32) -> Group { return Group(vec2<u32>(words[at * 2u], words[at * 2u + 1u]), words[matmul.high + at]); }

fn two(bits: u32) -> vec4<u32> { return (vec4<u32>(bits) >> vec4<u32>(0u, 2u, 4u, 6u)) & vec4<u32>(3u); }
fn thirds(bits: u32) -> vec4<u32> { return ((vec4<u32>(bits) >> vec4<u32>(0u, 1u, 2u, 3u)) & vec4<u32>(1u)) << vec4<u32>(2u); }

fn low(group: Group, q: u32) -> vec4<f32> { return vec4<f32>(two(group.q.x >> (8u * q)) | thirds(group.third >> (4u * q))); }
fn high(group: Group, q: u32) -> vec4<f32> {
    return vec4<f32>(two(group.q.y >> (8u * q)) | thirds(group.third >> (4u * q + 16u)));
}
