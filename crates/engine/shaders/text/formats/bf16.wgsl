// The upper halves of 32-bit floats: two to a word, in order.
struct Group { q: array<vec4<u32>, 4> }

fn load(at: u32) -> Group {
    var group: Group;
//@repeat q QUADS
    group.q[{q}] = quants[at * 4u + {q}u];
//@end
    return group;
}

fn pair(two: vec2<u32>) -> vec4<f32> {
    return bitcast<vec4<f32>>(vec4<u32>(two.x << 16u, two.x & 0xffff0000u, two.y << 16u, two.y & 0xffff0000u));
}

fn quad(group: Group, q: u32) -> vec4<f32> {
    let four = group.q[q / 2u];
    return pair(select(four.xy, four.zw, q % 2u == 1u));
}

fn low(group: Group, q: u32) -> vec4<f32> { return quad(group, q); }
fn high(group: Group, q: u32) -> vec4<f32> { return quad(group, q + 4u); }
