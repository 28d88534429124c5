// y[token][i] = act(gate[i]) * up[i], gates and ups of a token side by side: where the product itself could not.

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

alias Number = vec4<f32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let quads = gate.inner / 4u;
    if (id.x >= quads) {
        return;
    }
    let to = id.y * quads + id.x;
    let begin = id.y * quads * 2u + id.x;
    y[to] = act(x[begin]) * x[begin + quads];
}
