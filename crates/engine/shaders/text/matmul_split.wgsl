// For cards: the threads of a workgroup share the groups of ROWS rows, so that neighbours load what lies side by side, and
// add up what they have at the end.

var<workgroup> parts: array<f32, {PARTS}>;

@compute @workgroup_size(32)
//@if SUBGROUPS
fn main(
    @builtin(local_invocation_index) thread: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(subgroup_size) subgroup_size: u32,
    @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_id) subgroup: u32,
) {
//@else
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
//@end
    let row = workgroup.x * {ROWS}u;
    let token = workgroup.y * {TOKENS}u;
//@repeat i ROWS
    let at_{i} = min(row + {i}u, matmul.rows - 1u) * matmul.groups;
//@repeat j TOKENS
    var sum_{i}_{j} = 0.0;
//@end
//@end
    for (var group = thread; group < matmul.groups; group += 32u) {
//@repeat i ROWS
        let group_{i} = load(at_{i} + group);
        let scales_{i} = scales(at_{i} + group);
//@end
//@repeat j TOKENS
        {
            let begin = (token + {j}u) * matmul.x_stride + group * 8u;
//@repeat q QUADS
            let low_quad_{q} = x[begin + {q}u];
            let high_quad_{q} = x[begin + {q}u + 4u];
//@end
//@if LEAST
            let low_x = dot(low_quad_0 + low_quad_1 + low_quad_2 + low_quad_3, vec4<f32>(1.0));
            let high_x = dot(high_quad_0 + high_quad_1 + high_quad_2 + high_quad_3, vec4<f32>(1.0));
//@end
//@repeat i ROWS
            {
                var low_sum = 0.0;
                var high_sum = 0.0;
//@repeat q QUADS
                low_sum += dot(low(group_{i}, {q}u), low_quad_{q});
                high_sum += dot(high(group_{i}, {q}u), high_quad_{q});
//@end
                sum_{i}_{j} += scales_{i}.x * low_sum + scales_{i}.z * high_sum;
//@if LEAST
                sum_{i}_{j} += scales_{i}.y * low_x + scales_{i}.w * high_x;
//@end
            }
//@end
        }
//@end
    }
//@if SUBGROUPS
//@repeat i ROWS
//@repeat j TOKENS
    let part_{i}_{j} = subgroupAdd(sum_{i}_{j});
    if (lane == 0u) {
        parts[({i}u * {TOKENS}u + {j}u) * 32u + subgroup] = part_{i}_{j};
    }
//@end
//@end
    let many = (32u + subgroup_size - 1u) / subgroup_size;
//@else
//@repeat i ROWS
//@repeat j TOKENS
    parts[({i}u * {TOKENS}u + {j}u) * 32u + thread] = sum_{i}_{j};
//@end
//@end
    let many = 32u;
//@end
    workgroupBarrier();
    if (thread < {ROWS}u * {TOKENS}u) {
        var sum = 0.0;
        for (var part = 0u; part < many; part++) {
            sum += parts[thread * 32u + part];
        }
        put(token + thread % {TOKENS}u, row + thread / {TOKENS}u, sum);
    }
}
