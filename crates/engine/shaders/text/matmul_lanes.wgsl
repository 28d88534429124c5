// For adapters with subgroups of eight: a lane has ROWS rows of its own, and what all lanes need of x is loaded once by all of
// them together and handed round. Processors load numbers one by one, so that is what counts there.

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let lane = local.x;
    let row = (workgroup.x * 8u + lane) * {ROWS}u;
    let token = workgroup.y * {TOKENS}u;
//@repeat i ROWS
    // A row beyond the last is computed like the last one, and not put anywhere.
    let at_{i} = min(row + {i}u, matmul.rows - 1u) * matmul.groups;
//@repeat j TOKENS
    var sum_{i}_{j} = 0.0;
//@end
//@end
//@repeat j TOKENS
    let x_{j} = (token + {j}u) * matmul.x_stride + lane;
//@end
    for (var group = 0u; group < matmul.groups; group++) {
//@repeat j TOKENS
        let quad_{j} = x[x_{j} + group * 8u];
//@if LEAST
        let each_{j} = quad_{j}.x + quad_{j}.y + quad_{j}.z + quad_{j}.w;
//@if HALVES
        let low_x_{j} = subgroupAdd(select(0.0, each_{j}, lane < 4u));
        let high_x_{j} = subgroupAdd(select(each_{j}, 0.0, lane < 4u));
//@else
        let all_x_{j} = subgroupAdd(each_{j});
//@end
//@end
//@end
//@repeat i ROWS
        let group_{i} = load(at_{i} + group);
        let scales_{i} = scales(at_{i} + group);
//@repeat j TOKENS
        var low_{i}_{j} = 0.0;
//@if HALVES
        var high_{i}_{j} = 0.0;
//@end
//@end
//@end
//@repeat q QUADS
//@repeat j TOKENS
        let low_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u);
        let high_quad_{q}_{j} = subgroupBroadcast(quad_{j}, {q}u + 4u);
//@end
//@repeat i ROWS
        {
            let low_weights = low(group_{i}, {q}u);
            let high_weights = high(group_{i}, {q}u);
//@repeat j TOKENS
//@if HALVES
            low_{i}_{j} += dot(low_weights, low_quad_{q}_{j});
            high_{i}_{j} += dot(high_weights, high_quad_{q}_{j});
//@else
            low_{i}_{j} += dot(low_weights, low_quad_{q}_{j}) + dot(high_weights, high_quad_{q}_{j});
//@end
//@end
        }
//@end
//@end
//@repeat i ROWS
//@repeat j TOKENS
//@if HALVES
        sum_{i}_{j} += scales_{i}.x * low_{i}_{j} + scales_{i}.z * high_{i}_{j};
//@else
        sum_{i}_{j} += scales_{i}.x * low_{i}_{j};
//@end
//@if LEAST
//@if HALVES
        sum_{i}_{j} += scales_{i}.y * low_x_{j} + scales_{i}.w * high_x_{j};
//@else
        sum_{i}_{j} += scales_{i}.y * all_x_{j};
//@end
//@end
//@end
//@end
    }
//@repeat i ROWS
//@repeat j TOKENS
    put(token + {j}u, row + {i}u, sum_{i}_{j});
//@end
//@end
}
