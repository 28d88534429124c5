// For cards with units for matrices of 16-bit floats, which sum in 32 bits what they multiply in 16. Each subgroup makes some such
// matrices of a tile, DOWN high and ACROSS wide; subgroups lie DOWNS high in a tile. Neighbours in line have the same rows and other
// tokens, so that weights come from memory once for all of them.
//
// 16-bit floats end at 65504, and lose bits below 2^-14. Both sides are multiplied by a power of two that brings the largest number of
// the first group near the end of what they have. When a group has something too large for it, the power becomes a lower one for
// all that follows, and sums so far follow suit: what is then too small for 16 bits is nothing beside what was too large.
//
// EXACT: either side comes as the sum of two, its value rounded to 16 bits and what that leaves. Three products are then exact to
// some 22 bits; the fourth lies below. Units need not round their own sums as a processor does, so that of each group is added up
// outside of them.

alias Left = coop_mat{SIDE}x{SIDE}<f16, A>;
alias Right = coop_mat{SIDE}x{SIDE}<f16, B>;
alias Sums = coop_mat{SIDE}x{SIDE}<f32, C>;

// Two quads more than there are in a row, so that neighbours do not meet in one bank.
var<workgroup> weights: array<vec4<f16>, {WEIGHT_QUADS}>;
var<workgroup> tokens: array<vec4<f16>, {TOKEN_QUADS}>;
//@if EXACT
var<workgroup> weights_rest: array<vec4<f16>, {WEIGHT_QUADS}>;
var<workgroup> tokens_rest: array<vec4<f16>, {TOKEN_QUADS}>;
//@end
// Those of all subgroups; before that, squares of tokens' numbers by who loads them.
var<workgroup> sums: array<f32, {SUMS}>;
//@if NORM
// What a token's sums are multiplied by.
var<workgroup> factors: array<f32, {TILE_TOKENS}>;
//@end
// The largest weight and the largest of x that were too large, as bits, which are in order as the numbers are; then a number that is
// always nought: what is loaded after a barrier is found by it, so that no compiler loads it before. Four, for arrays have a multiple of
// 16 bytes here, as in matmul_halved.wgsl.
var<workgroup> largest: array<atomic<u32>, 4>;
const NOUGHT = 2;

const MOST = 32768.0;

// The power of two that brings this number to between 8192 and 16384.
fn fitting(bits: u32) -> f32 { return bitcast<f32>(min(267u - (bits >> 23u), 254u) << 23u); }

fn most(a: f32, quad: vec4<f32>) -> f32 {
    let size = abs(quad);
    return max(a, max(max(size.x, size.y), max(size.z, size.w)));
}

//@if EXACT
// Rounded to as many bits as a 16-bit float has. By hand: a compiler may take a number that went to 16 bits and came back for the
// number itself, and then nothing is left.
fn near(exact: vec4<f32>) -> vec4<f32> {
    return bitcast<vec4<f32>>((bitcast<vec4<u32>>(exact) + vec4<u32>(0x1000u)) & vec4<u32>(0xffffe000u));
}
//@end

fn put_weights(at: u32, exact: vec4<f32>) {
//@if EXACT
    let near = near(exact);
    weights[at] = vec4<f16>(near);
    weights_rest[at] = vec4<f16>(exact - near);
//@else
    weights[at] = vec4<f16>(exact);
//@end
}

fn put_tokens(at: u32, exact: vec4<f32>) {
//@if EXACT
    let near = near(exact);
    tokens[at] = vec4<f16>(near);
    tokens_rest[at] = vec4<f16>(exact - near);
//@else
    tokens[at] = vec4<f16>(exact);
//@end
}

fn factor_at(token: u32, column: u32) -> f32 {
//@if NORM
    return factors[column];
//@else
    return 1.0;
//@end
}

@compute @workgroup_size({THREADS})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    // Reckoned and not asked for: a driver of NVIDIA's is known to crash over shaders that ask for subgroups and for units both.
    let lane = thread % {LANES}u;
    let subgroup = thread / {LANES}u;
    let down = (subgroup % {DOWNS}u) * {SIDE}u * {DOWN}u;
    let across = (subgroup / {DOWNS}u) * {SIDE}u * {ACROSS}u;
    let rows = matmul.rows / {SIDES}u;
    let row = workgroup.y * {ROWS}u;
    let token = workgroup.x * {TILE_TOKENS}u;
    // To load, two threads share a group of weights, and eight one of a token.
    let part = thread % 2u;
    let quad = thread % 8u;
    // Beyond the last token lies what others left behind, which could be of any size.
    let last = max(batch[matmul.count], 1u) - 1u;
//@repeat p WEIGHT_PASSES
    let row_{p} = thread / 2u + {p}u * {THREADS}u / 2u;
    let at_{p} = (row_{p} / {ROWS}u * rows + min(row + row_{p} % {ROWS}u, rows - 1u)) * matmul.groups;
    let weights_at_{p} = row_{p} * {STRIDE}u + part * 2u;
//@end
//@repeat p TOKEN_PASSES
    let tokens_{p} = thread / 8u + {p}u * {THREADS}u / 8u;
    let begin_{p} = min(token + tokens_{p}, last) * matmul.x_stride + quad;
    let tokens_at_{p} = tokens_{p} * {STRIDE}u + quad;
//@if NORM
    var squares_{p} = 0.0;
//@end
//@end
//@repeat i DOWN
//@repeat j ACROSS
    var sum_{i}_{j} = Sums();
//@end
//@end
    var scale = vec2<f32>(0x1p100f);
    for (var step = 0u; step <= matmul.groups; step++) {
        // The next groups are on their way while the last ones are multiplied, which at first are of noughts: units want to be asked
        // without a condition.
        let none = atomicLoad(&largest[NOUGHT]);
        // Beyond the last group the last one is put, and not multiplied.
        let group = min(step, matmul.groups - 1u);
//@repeat p WEIGHT_PASSES
        let from_{p} = at_{p} + group;
        let packed_{p} = load(from_{p});
        let scale_{p} = scales(from_{p});
//@end
//@repeat p TOKEN_PASSES
        // For its square beyond the last group there is nothing.
        let plain_{p} = select(vec4<f32>(), x[begin_{p} + group * 8u], step < matmul.groups);
//@end
//@if EXACT
//@repeat i DOWN
//@repeat j ACROSS
        var part_{i}_{j} = Sums();
//@end
//@end
//@end
//@repeat n UNROLLED
//@if ROLLED
        for (var k = 0u; k < {STEPS}u; k++) {
//@else
        {
            let k = {n}u;
//@end
            let left_at = none + down * {STRIDE}u + k * {SIDE}u / 4u;
            let right_at = none + across * {STRIDE}u + k * {SIDE}u / 4u;
//@repeat i DOWN
            let left_{i} = coopLoadT<Left>(&weights[left_at + {i}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@if EXACT
            let left_rest_{i} = coopLoadT<Left>(&weights_rest[left_at + {i}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@end
//@end
//@repeat j ACROSS
            {
                let right = coopLoad<Right>(&tokens[right_at + {j}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@if EXACT
                let right_rest = coopLoad<Right>(&tokens_rest[right_at + {j}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@end
//@repeat i DOWN
//@if EXACT
                part_{i}_{j} = coopMultiplyAdd(left_rest_{i}, right, part_{i}_{j});
                part_{i}_{j} = coopMultiplyAdd(left_{i}, right_rest, part_{i}_{j});
                part_{i}_{j} = coopMultiplyAdd(left_{i}, right, part_{i}_{j});
//@else
                sum_{i}_{j} = coopMultiplyAdd(left_{i}, right, sum_{i}_{j});
//@end
//@end
            }
//@end
        }
//@end
//@if EXACT
//@repeat i DOWN
//@repeat j ACROSS
        sum_{i}_{j} = sum_{i}_{j} + part_{i}_{j};
//@end
//@end
//@end
        var seen = vec2<f32>();
//@repeat p WEIGHT_PASSES
//@repeat q TWO
        let low_{p}_{q} = low(packed_{p}, part * 2u + {q}u) * scale_{p}.x + scale_{p}.y;
        let high_{p}_{q} = high(packed_{p}, part * 2u + {q}u) * scale_{p}.z + scale_{p}.w;
        seen.x = most(most(seen.x, low_{p}_{q}), high_{p}_{q});
//@end
//@end
//@repeat p TOKEN_PASSES
//@if NORM
        squares_{p} += dot(plain_{p}, plain_{p});
        let x_{p} = plain_{p} * norm[group * 8u + quad];
//@else
        let x_{p} = plain_{p};
//@end
        seen.y = most(seen.y, x_{p});
//@end
        if (seen.x * scale.x > MOST) {
            atomicMax(&largest[0], bitcast<u32>(seen.x));
        }
        if (seen.y * scale.y > MOST) {
            atomicMax(&largest[1], bitcast<u32>(seen.y));
        }
        workgroupBarrier();
        let least = min(scale, vec2<f32>(fitting(atomicLoad(&largest[0])), fitting(atomicLoad(&largest[1]))));
        if (any(least < scale)) {
            let factor = (least.x / scale.x) * (least.y / scale.y);
            scale = least;
//@repeat i DOWN
//@repeat j ACROSS
            sum_{i}_{j} = sum_{i}_{j} * factor;
//@end
//@end
        }
//@repeat p WEIGHT_PASSES
//@repeat q TWO
        put_weights(weights_at_{p} + {q}u, low_{p}_{q} * scale.x);
        put_weights(weights_at_{p} + {q}u + 4u, high_{p}_{q} * scale.x);
//@end
//@end
//@repeat p TOKEN_PASSES
        put_tokens(tokens_at_{p}, x_{p} * scale.y);
//@end
        if (thread == 0u) {
            atomicStore(&largest[NOUGHT], 0u);
        }
        workgroupBarrier();
    }
//@if NORM
//@repeat p TOKEN_PASSES
    sums[tokens_{p} * 8u + quad] = squares_{p};
//@end
    workgroupBarrier();
    for (var at = thread; at < {TILE_TOKENS}u; at += {THREADS}u) {
        var all = 0.0;
        for (var n = 0u; n < 8u; n++) {
            all += sums[at * 8u + n];
        }
        factors[at] = 1.0 / sqrt(all / f32(matmul.groups * 32u) + matmul.epsilon);
    }
    workgroupBarrier();
//@end
    // Both are powers of two, so nothing is lost.
    let back = vec2<f32>(1.0) / scale;
//@repeat i DOWN
//@repeat j ACROSS
    coopStore(sum_{i}_{j}, &sums[subgroup * {SIDE}u * {SIDE}u], {SIDE}u);
    workgroupBarrier();
    put_matrix(subgroup, lane, row + down + {i}u * {SIDE}u, token, across + {j}u * {SIDE}u, back);
    workgroupBarrier();
//@end
//@end
}
