// For cards and few tokens: a workgroup is WAVES subgroups, each with SIDES times ROWS rows of its own, whose groups its lanes share, so
// that neighbours load what lies side by side. What all of them need of x is put into workgroup memory, EACH tokens of as many
// groups as there are lanes at a time; a group's quads lie there in an order of their own, so that lanes do not meet in one bank.
// The next groups are on their way while the last ones are multiplied, and so is what they need of x where there is one token:
// several (WHOLE) would take more registers than a card has for them. Scales are made of what was loaded when they are needed,
// or a thread would wait for what it just asked for.

var<workgroup> staged: array<vec4<f32>, {STAGED}>;

//@if NORM
var<workgroup> squares: array<f32, {SUMS}>;

// What a quad is multiplied by, and nought beyond the last.
fn factors_of(quad: u32) -> vec4<f32> {
    var factors = vec4<f32>(0.0);
    if (quad < matmul.groups * 8u) {
        factors = norm[quad];
    }
    return factors;
}
//@end

// A quad of a token, and nought beyond the last.
fn quad_of(token: u32, quad: u32) -> vec4<f32> {
    var numbers = vec4<f32>(0.0);
    if (quad < matmul.groups * 8u) {
        numbers = x[token * matmul.x_stride + quad];
    }
    return numbers;
}

@compute @workgroup_size({THREADS})
//@if SUBGROUPS
fn main(
    @builtin(local_invocation_index) thread: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_id) subgroup: u32,
) {
//@else
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let lane = thread % {LANES}u;
    let subgroup = thread / {LANES}u;
//@end
    let rows = matmul.rows / {SIDES}u;
    let row = (workgroup.x * {WAVES}u + subgroup) * {ROWS}u;
    let token = workgroup.y * {TOKENS}u;
    let turn = lane & 7u;
//@repeat i ROWS
    // A row beyond the last is computed like the last one, and not put anywhere.
    let row_{i} = min(row + {i}u, rows - 1u);
//@repeat s SIDES
    let at_{s}_{i} = ({s}u * rows + row_{i}) * matmul.groups;
//@end
//@end
//@repeat p PASSES
//@repeat j EACH
    var sum_{p}_{j} = vec4<f32>(0.0);
//@if NORM
    var squares_{p}_{j} = 0.0;
//@end
//@end
//@end
    let last = matmul.groups - 1u;
    var at = min(lane, last);
//@if WHOLE
//@else
//@repeat h STAGES
    var next_x_{h} = quad_of(token, thread + {h}u * {THREADS}u);
//@if NORM
    var next_factors_{h} = factors_of(thread + {h}u * {THREADS}u);
//@end
//@end
//@end
//@repeat i ROWS
//@repeat s SIDES
    var next_{s}_{i} = load(at_{s}_{i} + at);
    var next_scales_{s}_{i} = load_scales(at_{s}_{i} + at);
//@end
//@end
    for (var block = 0u; block < matmul.groups; block += {LANES}u) {
//@if WHOLE
//@else
//@repeat h STAGES
        {
            let quad = thread + {h}u * {THREADS}u;
            let to = quad ^ (quad / 8u & 7u);
            let next = (block + {LANES}u) * 8u + quad;
//@if NORM
            squares_0_0 += dot(next_x_{h}, next_x_{h});
            staged[to] = next_x_{h} * next_factors_{h};
            next_factors_{h} = factors_of(next);
//@else
            staged[to] = next_x_{h};
//@end
            next_x_{h} = quad_of(token, next);
        }
//@end
//@end
        // A group beyond the last is looked at like the last one, and multiplied by nought.
        let here = at;
        at = min(block + {LANES}u + lane, last);
//@repeat i ROWS
//@repeat s SIDES
        let group_{s}_{i} = next_{s}_{i};
        let loaded_{s}_{i} = next_scales_{s}_{i};
        next_{s}_{i} = load(at_{s}_{i} + at);
        next_scales_{s}_{i} = load_scales(at_{s}_{i} + at);
//@end
//@end
//@repeat p PASSES
//@if WHOLE
//@repeat h STAGES
        {
            let quad = thread + {h}u * {THREADS}u;
            let source = block * 8u + quad;
            let to = quad ^ (quad / 8u & 7u);
//@if NORM
            let factors = factors_of(source);
//@end
//@repeat j EACH
            {
                let numbers = quad_of(token + {p}u * {EACH}u + {j}u, source);
//@if NORM
                squares_{p}_{j} += dot(numbers, numbers);
                staged[{j}u * {BLOCK}u + to] = numbers * factors;
//@else
                staged[{j}u * {BLOCK}u + to] = numbers;
//@end
            }
//@end
        }
//@end
//@end
        workgroupBarrier();
        {
            let first = lane * 8u;
//@repeat i ROWS
//@repeat s SIDES
            let scales_{s}_{i} = scales_of(loaded_{s}_{i}, at_{s}_{i} + here);
//@end
//@end
//@repeat q QUADS
//@repeat j EACH
            let low_quad_{q}_{j} = staged[{j}u * {BLOCK}u + first + ({q}u ^ turn)];
            let high_quad_{q}_{j} = staged[{j}u * {BLOCK}u + first + (({q}u + 4u) ^ turn)];
//@end
//@if WHOLE
            // Several tokens: a weight is turned into its number once for all of them.
//@repeat i ROWS
//@repeat s SIDES
            {
                let low_weights = low(group_{s}_{i}, {q}u) * scales_{s}_{i}.x + scales_{s}_{i}.y;
                let high_weights = high(group_{s}_{i}, {q}u) * scales_{s}_{i}.z + scales_{s}_{i}.w;
//@repeat j EACH
                sum_{p}_{j}[{s}u * {ROWS}u + {i}u] += dot(low_weights, low_quad_{q}_{j}) + dot(high_weights, high_quad_{q}_{j});
//@end
            }
//@end
//@end
//@end
//@end
//@if WHOLE
//@else
            // One: sums are multiplied by what their weights have in common.
//@if LEAST
            let low_x = dot(low_quad_0_0 + low_quad_1_0 + low_quad_2_0 + low_quad_3_0, vec4<f32>(1.0));
            let high_x = dot(high_quad_0_0 + high_quad_1_0 + high_quad_2_0 + high_quad_3_0, vec4<f32>(1.0));
//@end
//@repeat i ROWS
//@repeat s SIDES
            {
                var low_sum = 0.0;
                var high_sum = 0.0;
//@repeat q QUADS
                low_sum += dot(low(group_{s}_{i}, {q}u), low_quad_{q}_0);
                high_sum += dot(high(group_{s}_{i}, {q}u), high_quad_{q}_0);
//@end
                sum_{p}_0[{s}u * {ROWS}u + {i}u] += scales_{s}_{i}.x * low_sum + scales_{s}_{i}.z * high_sum;
//@if LEAST
                sum_{p}_0[{s}u * {ROWS}u + {i}u] += scales_{s}_{i}.y * low_x + scales_{s}_{i}.w * high_x;
//@end
            }
//@end
//@end
//@end
        }
        workgroupBarrier();
//@end
    }
//@if NORM
//@repeat p PASSES
//@repeat j EACH
    {
        let part = all_of(vec4<f32>(squares_{p}_{j}, 0.0, 0.0, 0.0), thread, lane).x;
        if (lane == 0u) {
            squares[({p}u * {EACH}u + {j}u) * {WAVES}u + subgroup] = part;
        }
    }
//@end
//@end
    workgroupBarrier();
//@end
//@repeat p PASSES
//@repeat j EACH
    {
        let which = {p}u * {EACH}u + {j}u;
        var sum = all_of(sum_{p}_{j}, thread, lane);
//@if NORM
        var square = 0.0;
        for (var i = 0u; i < {WAVES}u; i++) {
            square += squares[which * {WAVES}u + i];
        }
        sum *= 1.0 / sqrt(square / f32(matmul.groups * 32u) + matmul.epsilon);
//@end
        if (lane == 0u) {
//@repeat i ROWS
//@if GATED
            put(token + which, row + {i}u, act(sum[{i}]) * sum[{ROWS}u + {i}u]);
//@else
            put(token + which, row + {i}u, sum[{i}]);
//@end
//@end
        }
    }
//@end
//@end
}
