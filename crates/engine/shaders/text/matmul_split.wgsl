// For cards and few tokens: a workgroup is four subgroups, each with SIDES times ROWS rows of its own, whose groups its lanes share, so
// that neighbours load what lies side by side. What all of them need of x is put into workgroup memory, EACH tokens of as many
// groups as there are lanes at a time; a group's quads lie there in an order of their own, so that lanes do not meet in one bank.
// The next groups are on their way while the last ones are multiplied.

var<workgroup> staged: array<vec4<f32>, {STAGED}>;

//@if NORM
var<workgroup> squares: array<f32, {SUMS}>;
//@end

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
    let row = (workgroup.x * 4u + subgroup) * {ROWS}u;
    let token = workgroup.y * {TOKENS}u;
    let quads = matmul.groups * 8u;
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
    var at = min(lane, matmul.groups - 1u);
//@repeat i ROWS
//@repeat s SIDES
    var next_{s}_{i} = load(at_{s}_{i} + at);
    var next_scales_{s}_{i} = scales(at_{s}_{i} + at);
//@end
//@end
    for (var block = 0u; block < matmul.groups; block += {LANES}u) {
        // A group beyond the last is looked at like the last one, and multiplied by nought.
        at = min(block + {LANES}u + lane, matmul.groups - 1u);
//@repeat i ROWS
//@repeat s SIDES
        let group_{s}_{i} = next_{s}_{i};
        let scales_{s}_{i} = next_scales_{s}_{i};
        next_{s}_{i} = load(at_{s}_{i} + at);
        next_scales_{s}_{i} = scales(at_{s}_{i} + at);
//@end
//@end
//@repeat p PASSES
//@repeat h TWO
        {
            let quad = thread + {h}u * {THREADS}u;
            let source = block * 8u + quad;
            let to = quad ^ (quad / 8u & 7u);
//@if NORM
            var factors = vec4<f32>(0.0);
            if (source < quads) {
                factors = norm[source];
            }
//@end
//@repeat j EACH
            {
                var numbers = vec4<f32>(0.0);
                if (source < quads) {
                    numbers = x[(token + {p}u * {EACH}u + {j}u) * matmul.x_stride + source];
                }
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
        workgroupBarrier();
        {
            let first = lane * 8u;
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
            squares[({p}u * {EACH}u + {j}u) * 4u + subgroup] = part;
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
        let square = squares[which * 4u] + squares[which * 4u + 1u] + squares[which * 4u + 2u] + squares[which * 4u + 3u];
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
