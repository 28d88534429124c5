// For cards and many tokens: a workgroup takes 32 rows over 32 tokens. Weights are turned into numbers once and kept, with x, in
// workgroup memory; a thread has SIDES times ROWS rows of four tokens. A row of either takes nine quads, so that neighbours do not
// meet in one bank.

var<workgroup> weights: array<vec4<f32>, 288>;
var<workgroup> tokens: array<vec4<f32>, 288>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let rows = matmul.rows / {SIDES}u;
    let row = workgroup.x * {ROWS}u * 8u;
    let token = workgroup.y * 32u;
    let across = thread % 8u;
    let down = thread / 8u;
    // To load, two threads share a row.
    let loads = thread / 2u;
    let part = thread % 2u;
    let at = (loads / ({ROWS}u * 8u) * rows + min(row + loads % ({ROWS}u * 8u), rows - 1u)) * matmul.groups;
    let begin = (token + loads) * matmul.x_stride + part * 4u;
//@if NORM
    var squares = 0.0;
//@end
//@repeat j TOKENS
    var sum_{j} = vec4<f32>(0.0);
//@end
    for (var group = 0u; group < matmul.groups; group++) {
        let packed = load(at + group);
        let scale = scales(at + group);
        for (var q = part * 2u; q < part * 2u + 2u; q++) {
            weights[loads * 9u + q] = low(packed, q) * scale.x + scale.y;
            weights[loads * 9u + q + 4u] = high(packed, q) * scale.z + scale.w;
        }
//@repeat q QUADS
        {
            let quad = x[begin + group * 8u + {q}u];
//@if NORM
            squares += dot(quad, quad);
            tokens[loads * 9u + part * 4u + {q}u] = quad * norm[group * 8u + part * 4u + {q}u];
//@else
            tokens[loads * 9u + part * 4u + {q}u] = quad;
//@end
        }
//@end
        workgroupBarrier();
        for (var q = 0u; q < 8u; q++) {
//@repeat j TOKENS
            let quad_{j} = tokens[(across + {j}u * 8u) * 9u + q];
//@end
//@repeat i FOUR
            {
                let row_quad = weights[(down + {i}u * 8u) * 9u + q];
//@repeat j TOKENS
                sum_{j}[{i}] += dot(row_quad, quad_{j});
//@end
            }
//@end
        }
        workgroupBarrier();
    }
//@if NORM
    tokens[thread].x = squares;
    workgroupBarrier();
//@end
//@repeat j TOKENS
    {
        var sum = sum_{j};
//@if NORM
        let first = (across + {j}u * 8u) * 2u;
        sum *= 1.0 / sqrt((tokens[first].x + tokens[first + 1u].x) / f32(matmul.groups * 32u) + matmul.epsilon);
//@end
//@repeat i ROWS
//@if GATED
        put(token + across + {j}u * 8u, row + down + {i}u * 8u, act(sum[{i}]) * sum[{ROWS}u + {i}u]);
//@else
        put(token + across + {j}u * 8u, row + down + {i}u * 8u, sum[{i}]);
//@end
//@end
    }
//@end
}
