// y[quad][row][column] = bias + the sum over 3 x 3 places and all channels of x, made smaller where it is below nought.
//
// Channels go by fours: a plane of quads after another. Nothing is put around the picture: what comes out is two pixels
// smaller each way. A quad's weights for a quad of x and one of nine places are 16 halves: four for each number of y.

struct Conv {
    // Of x: pixels across, and pixels of a plane.
    x_width: u32,
    x_plane: u32,
    y_width: u32,
    y_plane: u32,
    x_quads: u32,
    y_quads: u32,
    // The rows of y to compute: from this one up to that.
    row: u32,
    end: u32,
}

@group(0) @binding(0) var<storage, read> conv: Conv;
@group(0) @binding(1) var<storage, read> weights: array<vec4<u32>>;
// Of each quad of y its bias, then what it is multiplied with where it is below nought.
@group(0) @binding(2) var<storage, read> edges: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;

fn four(low: u32, high: u32) -> vec4<f32> {
    return vec4<f32>(unpack2x16float(low), unpack2x16float(high));
}

fn put(quad: u32, row: u32, column: u32, sum: vec4<f32>) {
    if (quad < conv.y_quads && row < conv.end && column < conv.y_width) {
        let value = sum + edges[quad * 2u];
        let slope = edges[quad * 2u + 1u];
        y[quad * conv.y_plane + row * conv.y_width + column] =
            max(value, vec4<f32>(0.0)) + slope * min(value, vec4<f32>(0.0));
    }
}
