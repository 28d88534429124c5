// y[i] = norm(x[i or outs[i]]) * weight (+ bias), each token by its own. ADD: added to y instead.
// By the root mean square, or by mean and variance (MEAN).

struct Norm {
    // Of a token, in quads.
    quads: u32,
    epsilon: f32,
    pad0: u32,
    pad1: u32,
}

@group(0) @binding(1) var<storage, read> norm: Norm;
@group(0) @binding(2) var<storage, read> weight: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;
//@if MEAN
@group(0) @binding(5) var<storage, read> bias: array<vec4<f32>>;
//@end

@compute @workgroup_size({THREADS})
fn main(
    @builtin(local_invocation_index) thread: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
//@if WAVED
    @builtin(subgroup_id) subgroup: u32,
    @builtin(subgroup_invocation_id) lane: u32,
//@end
) {
//@if WAVED
    wave = vec2<u32>(subgroup, lane);
//@end
    let to = workgroup.y * norm.quads;
//@if PICK
    let begin = batch[{OUTS_AT}u + workgroup.y] * norm.quads;
//@else
    let begin = to;
//@end
    let count = f32(norm.quads * 4u);
//@if MEAN
    var total = vec4<f32>(0.0);
    for (var i = thread; i < norm.quads; i += {THREADS}u) {
        total += x[begin + i];
    }
    let mean = add_all(total.x + total.y + total.z + total.w, thread) / count;
//@else
    let mean = 0.0;
//@end
    var squares = vec4<f32>(0.0);
    for (var i = thread; i < norm.quads; i += {THREADS}u) {
        let quad = x[begin + i] - mean;
        squares += quad * quad;
    }
    let square = add_all(squares.x + squares.y + squares.z + squares.w, thread) / count;
    let factor = 1.0 / sqrt(square + norm.epsilon);
    for (var i = thread; i < norm.quads; i += {THREADS}u) {
        let value = (x[begin + i] - mean) * factor * weight[i];
//@if MEAN
        y[to + i] = value + bias[i];
//@else
//@if ADD
        y[to + i] += value;
//@else
        y[to + i] = value;
//@end
//@end
    }
}
