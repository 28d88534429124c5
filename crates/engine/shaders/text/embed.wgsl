// x[token] = embedding of the token, scaled. The table may lie in several buffers; this is the one with the rows from `first` on.

struct Table {
    rows: u32,
    groups: u32,
    first: u32,
    // Planes, as in matmul.wgsl, whose formats read them through this name.
    high: u32,
    scale: u32,
    super_scale: u32,
    factor: f32,
    pad: u32,
}

@group(0) @binding(1) var<storage, read> matmul: Table;
@group(0) @binding(2) var<storage, read> quants: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> words: array<u32>;
@group(0) @binding(4) var<storage, read_write> x: array<vec4<f32>>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let group = id.x;
    let token = id.y;
    let row = batch[{TOKENS_AT}u + token * 8u] - matmul.first;
    // One before `first` is very large now.
    if (group < matmul.groups && row < matmul.rows) {
        let at = row * matmul.groups + group;
        let packed = load(at);
        let scale = scales(at) * matmul.factor;
        let to = (token * matmul.groups + group) * 8u;
        for (var q = 0u; q < 4u; q++) {
            x[to + q] = low(packed, q) * scale.x + scale.y;
            x[to + q + 4u] = high(packed, q) * scale.z + scale.w;
        }
    }
}
