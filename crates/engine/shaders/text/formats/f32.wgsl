// 32-bit floats: eight quads.
struct Group { q: array<vec4<f32>, 8> }

fn load(at: u32) -> Group {
    var group: Group;
//@repeat q EIGHT
    group.q[{q}] = bitcast<vec4<f32>>(quants[at * 8u + {q}u]);
//@end
    return group;
}

fn low(group: Group, q: u32) -> vec4<f32> { return group.q[q]; }
fn high(group: Group, q: u32) -> vec4<f32> { return group.q[q + 4u]; }
