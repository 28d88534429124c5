// y[token][i] = act(gate[i]) * up[i], gates and ups of a token side by side; without a gate (PLAIN): act(x[i]).

struct Gate {
    // Numbers of a token in y.
    inner: u32,
    pad0: u32,
    pad1: u32,
    pad2: u32,
}

@group(0) @binding(1) var<storage, read> gate: Gate;
@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<f32>>;

fn act(v: vec4<f32>) -> vec4<f32> {
//@if SILU
    return v / (1.0 + exp(-v));
//@end
//@if TANH
    // Past 10 the hyperbolic tangent is 1 to the last bit, and drivers differ in how they get there.
    let inner = clamp(0.7978845608 * (v + 0.044715 * v * v * v), vec4<f32>(-10.0), vec4<f32>(10.0));
    return 0.5 * v * (1.0 + tanh(inner));
//@end
//@if ERF
    // Abramowitz and Stegun 7.1.26 is within 1.5e-7.
    let z = v * 0.7071067812;
    let t = 1.0 / (1.0 + 0.3275911 * abs(z));
    let poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    let erf = sign(z) * (1.0 - poly * exp(-z * z));
    return 0.5 * v * (1.0 + erf);
//@end
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let quads = gate.inner / 4u;
    if (id.x >= quads) {
        return;
    }
    let to = id.y * quads + id.x;
//@if PLAIN
    y[to] = act(x[to]);
//@else
    let begin = id.y * quads * 2u + id.x;
    y[to] = act(x[begin]) * x[begin + quads];
//@end
}
