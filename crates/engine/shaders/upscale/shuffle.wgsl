// picture[row][column] = what the network adds + the pixel that it is added to, in eight bits.
//
// Of FACTOR x FACTOR numbers of a pixel and colour that the network ends with each becomes a pixel of its own. Where the
// picture is to be enlarged less than that (RESIZE), it is made smaller again by cubic curves through four pixels each way.

struct Shuffle {
    // Of what comes out: pixels across.
    width: u32,
    // Of what the network ends with: pixels across, and pixels of a plane.
    sum_width: u32,
    sum_plane: u32,
    // Of what the network began with: pixels across, and how far in the others begin.
    base_width: u32,
    inset: u32,
    // The rows to compute: from this one up to that.
    row: u32,
    end: u32,
    pad0: u32,
}

@group(0) @binding(0) var<storage, read> shuffle: Shuffle;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read> base: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> picture: array<u32>;

// A pixel of the picture enlarged by FACTOR, counted from the corner of what the network ends with.
fn large(column: u32, row: u32) -> vec3<f32> {
    let at = vec2<u32>(column, row) / {FACTOR}u;
    let within = (row % {FACTOR}u) * {FACTOR}u + column % {FACTOR}u;
    let pixel = at.y * shuffle.sum_width + at.x;
    var colour = base[(at.y + shuffle.inset) * shuffle.base_width + at.x + shuffle.inset].xyz;
//@repeat i THREE
    {
        let channel = {i}u * {AREA}u + within;
        colour[{i}] += sums[((channel / 4u) * shuffle.sum_plane + pixel) * 4u + channel % 4u];
    }
//@end
    return colour;
}

//@if RESIZE
// The weights of four neighbours for what lies so far beyond the second.
fn cubic(t: f32) -> vec4<f32> {
    let a = -0.75;
    let u = 1.0 - t;
    let outer = vec2<f32>(t + 1.0, u + 1.0);
    let inner = vec2<f32>(t, u);
    let far = ((a * outer - 5.0 * a) * outer + 8.0 * a) * outer - 4.0 * a;
    let near = ((a + 2.0) * inner - (a + 3.0)) * inner * inner + 1.0;
    return vec4<f32>(far.x, near.x, near.y, far.y);
}
//@end

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) thread: vec3<u32>) {
    let column = thread.x;
    let row = shuffle.row + thread.y;
    if (column >= shuffle.width || row >= shuffle.end) {
        return;
    }
//@if RESIZE
    // Whole numbers, so that a pixel is the same in whichever tile it lies: (2 c + 1) FACTOR - SCALE over 2 SCALE.
    let twice = (vec2<u32>(column, row) * 2u + 1u) * {FACTOR}u - {SCALE}u;
    // What the network ends with begins a pixel before the tile, and a curve a large pixel before its middle.
    let at = twice / (2u * {SCALE}u) + {FACTOR}u - 1u;
    let beyond = vec2<f32>(twice % (2u * {SCALE}u)) / f32(2u * {SCALE}u);
    let across = cubic(beyond.x);
    let down = cubic(beyond.y);
    var colour = vec3<f32>(0.0);
//@repeat j FOUR
    colour += down[{j}] * (across[0] * large(at.x, at.y + {j}u) + across[1] * large(at.x + 1u, at.y + {j}u)
        + across[2] * large(at.x + 2u, at.y + {j}u) + across[3] * large(at.x + 3u, at.y + {j}u));
//@end
//@else
    let colour = large(column, row);
//@end
    picture[row * shuffle.width + column] = pack4x8unorm(vec4<f32>(colour, 1.0));
}
