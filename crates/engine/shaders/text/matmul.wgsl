// y[token][first + row] = sum over k of weight[row][k] * x[token][k], for rows of quantised weights.
//
// A row is cut into groups of 32 weights, as `engine/src/text/pack.rs` lays them out: eight quads, the first four with
// one scale and least value, the last four with another. `load`, `low`, `high` and `scales` are those of a format.
//
// What may come in the same breath: x is normalised by its root mean square first (NORM), and sums are let through a gate (SIDES
// is 2: rows of the gate above as many others) or an activation (ACT).

struct Matmul {
    rows: u32,
    // Of a row.
    groups: u32,
    // Of x, in quads, and of y, in numbers: from one token to the next.
    x_stride: u32,
    y_stride: u32,
    // Where the rows begin in y.
    first: u32,
    // Where the planes begin in the buffer, in words.
    high: u32,
    scale: u32,
    super_scale: u32,
    // Which number of the batch says how many tokens there are.
    count: u32,
    // Of the norm.
    epsilon: f32,
    // A power of two by which no weight is too large for 16 bits.
    up: f32,
    pad0: u32,
}

@group(0) @binding(0) var<storage, read> matmul: Matmul;
@group(0) @binding(1) var<storage, read> batch: array<u32>;
@group(0) @binding(2) var<storage, read> quants: array<vec4<u32>>;
// The same buffer once more, by words.
@group(0) @binding(3) var<storage, read> words: array<u32>;
//@if HALVED
//@else
@group(0) @binding(4) var<storage, read> x: array<vec4<f32>>;
//@end
@group(0) @binding(5) var<storage, read_write> y: array<f32>;
//@if BIAS
@group(0) @binding(6) var<storage, read> bias: array<f32>;
//@end
//@if NORM
@group(0) @binding({AFTER_BIAS}) var<storage, read> norm: array<vec4<f32>>;
//@end

//@if ACT
alias Number = f32;
//@end

fn put(token: u32, row: u32, value: f32) {
    if (row < matmul.rows / {SIDES}u && token < batch[matmul.count]) {
        let at = token * matmul.y_stride + matmul.first + row;
//@if BIAS
        let sum = value + bias[matmul.first + row];
//@else
        let sum = value;
//@end
//@if ADD
        y[at] += sum;
//@else
//@if ACTIVATED
        y[at] = act(sum);
//@else
        y[at] = sum;
//@end
//@end
    }
}
