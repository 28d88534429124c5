// For processors, whose subgroups are of eight: a lane has SIDES times ROWS rows of its own, and what all lanes need of x is loaded
// once by all of them together and handed round. There both a load and a sum over lanes go one lane after the other, so those
// are what counts, and not what is done in between.

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let lane = local.x;
    let rows = matmul.rows / {SIDES}u;
    let row = (workgroup.x * 8u + lane) * {ROWS}u;
    let token = workgroup.y * {TOKENS}u;
//@repeat i ROWS
    // A row beyond the last is computed like the last one, and not put anywhere.
    let row_{i} = min(row + {i}u, rows - 1u);
//@repeat s SIDES
    let at_{s}_{i} = ({s}u * rows + row_{i}) * matmul.groups;
//@repeat j TOKENS
    var sum_{s}_{i}_{j} = 0.0;
//@end
//@end
//@end
//@repeat j TOKENS
    let x_{j} = (token + {j}u) * matmul.x_stride + lane;
//@if NORM
    var squares_{j} = 0.0;
//@end
//@end
    for (var group = 0u; group < matmul.groups; group++) {
//@if NORM
        let factors = norm[group * 8u + lane];
//@end
//@repeat j TOKENS
//@if NORM
        let plain_{j} = x[x_{j} + group * 8u];
        squares_{j} += dot(plain_{j}, plain_{j});
        let quad_{j} = plain_{j} * factors;
//@else
        let quad_{j} = x[x_{j} + group * 8u];
//@end
//@end
//@repeat i ROWS
//@repeat s SIDES
        let group_{s}_{i} = load(at_{s}_{i} + group);
        let scales_{s}_{i} = scales(at_{s}_{i} + group);
//@end
//@end
//@if WHOLE
        // Many tokens: a weight is turned into its number once for all of them.
//@repeat q QUADS
//@repeat j TOKENS
        let low_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u);
        let high_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u + 4u);
//@end
//@repeat i ROWS
//@repeat s SIDES
        {
            let low_weights = low(group_{s}_{i}, {q}u) * scales_{s}_{i}.x + scales_{s}_{i}.y;
            let high_weights = high(group_{s}_{i}, {q}u) * scales_{s}_{i}.z + scales_{s}_{i}.w;
//@repeat j TOKENS
            sum_{s}_{i}_{j} += dot(low_weights, low_quad_{q}_{j}) + dot(high_weights, high_quad_{q}_{j});
//@end
        }
//@end
//@end
//@end
//@else
        // Few: sums are multiplied by what their weights have in common.
//@repeat q QUADS
//@repeat j TOKENS
        let low_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u);
        let high_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u + 4u);
//@end
//@end
//@repeat j TOKENS
//@if LEAST
        let low_x_{j} = dot(low_quad_0_{j} + low_quad_1_{j} + low_quad_2_{j} + low_quad_3_{j}, vec4<f32>(1.0));
        let high_x_{j} = dot(high_quad_0_{j} + high_quad_1_{j} + high_quad_2_{j} + high_quad_3_{j}, vec4<f32>(1.0));
//@end
//@repeat i ROWS
//@repeat s SIDES
        {
            var low_sum = 0.0;
            var high_sum = 0.0;
//@repeat q QUADS
            low_sum += dot(low(group_{s}_{i}, {q}u), low_quad_{q}_{j});
            high_sum += dot(high(group_{s}_{i}, {q}u), high_quad_{q}_{j});
//@end
//@if HALVES
            sum_{s}_{i}_{j} += scales_{s}_{i}.x * low_sum + scales_{s}_{i}.z * high_sum;
//@else
            sum_{s}_{i}_{j} += scales_{s}_{i}.x * (low_sum + high_sum);
//@end
//@if LEAST
//@if HALVES
            sum_{s}_{i}_{j} += scales_{s}_{i}.y * low_x_{j} + scales_{s}_{i}.w * high_x_{j};
//@else
            sum_{s}_{i}_{j} += scales_{s}_{i}.y * (low_x_{j} + high_x_{j});
//@end
//@end
        }
//@end
//@end
//@end
//@end
    }
//@repeat j TOKENS
    {
//@if NORM
        let factor = 1.0 / sqrt(subgroupAdd(squares_{j}) / f32(matmul.groups * 32u) + matmul.epsilon);
//@else
        let factor = 1.0;
//@end
//@repeat i ROWS
//@if GATED
        put(token + {j}u, row + {i}u, act(sum_0_{i}_{j} * factor) * sum_1_{i}_{j} * factor);
//@else
        put(token + {j}u, row + {i}u, sum_0_{i}_{j} * factor);
//@end
//@end
    }
//@end
}
