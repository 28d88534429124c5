// 16-bit floats: two to a word, in order.
struct Group { q: array<vec4<u32>, 4> }

fn load(at: u32) -> Group {
    var group: Group;
//@repeat q QUADS
    group.q[{q}] = quants[at * 4u + {q}u];
//@end
    return group;
}

fn pair(two: vec2<u32>) -> vec4<f32> { return vec4<f32>(unpack2x16float(two.x), unpack2x16float(two.y)); }

fn quad(group: Group, q: u32) -> vec4<f32> {
    let four = group.q[q / 2u];
    return pair(select(four.xy, four.zw, q % 2u == 1u));
}

fn low(group: Group, q: u32) -> vec4<f32> { return quad(group, q); }
fn high(group: Group, q: u32) -> vec4<f32> { return quad(group, q + 4u); }
