// x[token] += vector of its position + vector of its kind, as BERT has them.

struct Place {
    // Of a token.
    quads: u32,
    pad0: u32,
    pad1: u32,
    pad2: u32,
}

@group(0) @binding(1) var<storage, read> place: Place;
@group(0) @binding(2) var<storage, read> positions: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> kinds: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> x: array<vec4<f32>>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if (id.x < place.quads) {
        x[id.y * place.quads + id.x] += positions[spot(id.y).position * place.quads + id.x] + kinds[id.x];
    }
}
