// For cards with units for matrices of 16-bit floats, and many tokens whose numbers are 16-bit floats already, each token's by a power
// of two of its own (halve.wgsl). Each subgroup makes some matrices of a tile, DOWN high and ACROSS wide; subgroups lie DOWNS high in
// a tile. Neighbours in line have the same rows and other tokens, so that weights come from memory once for all of them.
//
// DEEP groups of each row and token are put into workgroup memory at a time. Weights become 16-bit floats there, by a power of two that
// suits the largest of the chunk. Their sums are in 32 bits.
//
// NVIDIA's driver (580.159) loads matrices by 16 bytes from workgroup memory, and puts an array of quads of 16-bit floats at a multiple
// of 8: a quad in each row is then lost. So every array here has a multiple of 16 bytes, and whichever comes first, all others
// begin at one.

alias Left = coop_mat{SIDE}x{SIDE}<f16, A>;
alias Right = coop_mat{SIDE}x{SIDE}<f16, B>;
alias Sums = coop_mat{SIDE}x{SIDE}<f32, C>;

// Two quads more than there are in a row, so that neighbours do not meet in one bank.
var<workgroup> weights: array<vec4<f16>, {WEIGHT_QUADS}>;
var<workgroup> tokens: array<vec4<f16>, {TOKEN_QUADS}>;
// Those of all subgroups.
var<workgroup> sums: array<f32, {SUMS}>;
// Always nought. What is loaded after a barrier is found by it, so that no compiler loads it before.
var<workgroup> nought: array<atomic<u32>, 4>;

fn factor_at(token: u32, column: u32) -> f32 { return factor_of(token + column); }

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
    let last = matmul.groups - 1u;
    // To load, two threads share a group of weights, and eight one of a token. Beyond the last token lies what others left behind:
    // nobody wants those sums.
    let part = thread % 2u * 2u;
    let quad = thread % 8u;
    let weights_group = thread / 2u % {DEEP}u;
    let tokens_group = thread / 8u % {DEEP}u;
//@repeat p WEIGHT_PASSES
    let row_{p} = (thread + {p}u * {THREADS}u) / (2u * {DEEP}u);
    let at_{p} = (row_{p} / {ROWS}u * rows + min(row + row_{p} % {ROWS}u, rows - 1u)) * matmul.groups;
    let weights_at_{p} = row_{p} * {STRIDE}u + weights_group * 8u + part;
//@end
//@repeat p TOKEN_PASSES
    let token_{p} = (thread + {p}u * {THREADS}u) / (8u * {DEEP}u);
    let begin_{p} = (token + token_{p}) * matmul.x_stride + quad;
    let tokens_at_{p} = token_{p} * {STRIDE}u + tokens_group * 8u + quad;
//@end
//@repeat i DOWN
//@repeat j ACROSS
    var sum_{i}_{j} = Sums();
//@end
//@end
    for (var step = 0u; step < matmul.groups + {DEEP}u; step += {DEEP}u) {
        // The next groups are on their way while the last ones are multiplied, which at first are of noughts: units want to be asked
        // without a condition.
        let none = atomicLoad(&nought[0]);
        // Beyond the last group weights are nought.
        let group = min(step + weights_group, last);
        let up = select(matmul.up, 0.0, step + weights_group > last);
//@repeat p WEIGHT_PASSES
        let packed_{p} = load(at_{p} + group);
        let scale_{p} = scales(at_{p} + group) * up;
//@end
//@repeat p TOKEN_PASSES
        let numbers_{p} = x[begin_{p} + min(step + tokens_group, last) * 8u];
//@end
//@repeat n UNROLLED
//@if ROLLED
        for (var k = 0u; k < {STEPS}u; k++) {
//@else
        {
            let k = {n}u;
//@end
            let left_at = none * 2u + down * {STRIDE}u + k * {SIDE}u / 4u;
            let right_at = none * 2u + across * {STRIDE}u + k * {SIDE}u / 4u;
//@repeat i DOWN
            let left_{i} = coopLoadT<Left>(&weights[left_at + {i}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@end
//@repeat j ACROSS
            {
                let right = coopLoad<Right>(&tokens[right_at + {j}u * {SIDE}u * {STRIDE}u], {STRIDE}u);
//@repeat i DOWN
                sum_{i}_{j} = coopMultiplyAdd(left_{i}, right, sum_{i}_{j});
//@end
            }
//@end
        }
//@end
        workgroupBarrier();
//@repeat p WEIGHT_PASSES
        {
            // Weights lie around nought: what is added is what stands for nought.
            let least = scale_{p}.yw + scale_{p}.xz * {MIDDLE}.0;
            let by = vec4<f16>(vec4<f32>(scale_{p}.xz, least));
//@repeat q TWO
            weights[weights_at_{p} + {q}u] = fma(low_packed(packed_{p}, part + {q}u), vec4<f16>(by.x), vec4<f16>(by.z));
            weights[weights_at_{p} + {q}u + 4u] = fma(high_packed(packed_{p}, part + {q}u), vec4<f16>(by.y), vec4<f16>(by.w));
//@end
        }
//@end
//@repeat p TOKEN_PASSES
        tokens[tokens_at_{p}] = numbers_{p};
//@end
        if (thread == 0u) {
            atomicStore(&nought[0], 0u);
        }
        workgroupBarrier();
    }
    // A power of two, so nothing is lost.
    let back = vec2<f32>(1.0 / matmul.up, 1.0);
//@repeat i DOWN
//@repeat j ACROSS
    coopStore(sum_{i}_{j}, &sums[subgroup * {SIDE}u * {SIDE}u], {SIDE}u);
    workgroupBarrier();
    put_matrix(subgroup, lane, row + down + {i}u * {SIDE}u, token, across + {j}u * {SIDE}u, back);
    workgroupBarrier();
//@end
//@end
}
