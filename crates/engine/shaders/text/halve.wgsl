// Numbers of tokens as 16-bit floats, for products that multiply those two at a time or by units for matrices: a token's are multiplied
// by the power of two that brings its largest to between 8 and 16, so that sums of a group stay below what such floats can say. A quad's
// first and third lie before its second and fourth. What sums are multiplied by to come back, by the norm as well (NORM), and what each
// half of a group comes to are kept beside.

struct Halve {
    // Of a token.
    quads: u32,
    epsilon: f32,
    pad0: u32,
    pad1: u32,
}

@group(0) @binding(0) var<storage, read> halve: Halve;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> halves: array<vec4<f16>>;
@group(0) @binding(3) var<storage, read_write> about: array<f32>;
//@if NORM
@group(0) @binding(4) var<storage, read> norm: array<vec4<f32>>;
//@end

fn number(token: u32, quad: u32) -> vec4<f32> {
//@if NORM
    return x[token * halve.quads + quad] * norm[quad];
//@else
    return x[token * halve.quads + quad];
//@end
}

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
    let token = workgroup.y;
    var most = vec4<f32>(0.0);
    var square = 0.0;
    for (var quad = thread; quad < halve.quads; quad += {THREADS}u) {
        most = max(most, abs(number(token, quad)));
//@if NORM
        let plain = x[token * halve.quads + quad];
        square += dot(plain, plain);
//@end
    }
    let four = max_quads(most, thread);
    let largest = max(max(four.x, four.y), max(four.z, four.w));
    // By its exponent alone. Of what is no number nothing is to be had, and of nought nothing has to be brought anywhere.
    let up = bitcast<f32>(clamp(257u - (bitcast<u32>(largest) >> 23u), 1u, 254u) << 23u);
    let row = token * (halve.quads / 4u + 2u);
    if (thread == 0u) {
        about[row] = 1.0 / up;
    }
//@if NORM
    let mean = add_all(square, thread) / f32(halve.quads * 4u);
    if (thread == 0u) {
        about[row] = 1.0 / (up * sqrt(mean + halve.epsilon));
    }
//@end
    for (var half = thread; half < halve.quads / 4u; half += {THREADS}u) {
        var sum = 0.0;
//@repeat q QUADS
        {
            let packed = vec4<f16>(number(token, half * 4u + {q}u).xzyw * up);
            halves[token * halve.quads + half * 4u + {q}u] = packed;
            sum += dot(vec4<f32>(packed), vec4<f32>(1.0));
        }
//@end
        about[row + 2u + half] = sum;
    }
}
