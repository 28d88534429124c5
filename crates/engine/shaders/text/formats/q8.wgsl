// 8 bits, signed: a word to a quad.
struct Group { a: vec4<u32>, b: vec4<u32> }

fn load(at: u32) -> Group { return Group(quants[at * 2u], quants[at * 2u + 1u]); }

fn signed(word: u32) -> vec4<f32> {
    return vec4<f32>(bitcast<vec4<i32>>(vec4<u32>(word) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));
}

fn low(group: Group, q: u32) -> vec4<f32> { return signed(group.a[q]); }
fn high(group: Group, q: u32) -> vec4<f32> { return signed(group.b[q]); }
