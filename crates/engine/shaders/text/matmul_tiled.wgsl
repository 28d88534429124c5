// For cards and many tokens: a workgroup makes 32 rows of 32 tokens. Weights are turned into numbers once and kept, with x, in
// workgroup memory; a thread has four rows of four tokens. A row of either takes nine quads, so that neighbours do not meet in
// one bank.

var<workgroup> weights: array<vec4<f32>, 288>;
var<workgroup> tokens: array<vec4<f32>, 288>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let row = workgroup.x * 32u;
    let token = workgroup.y * 32u;
    let across = thread % 8u;
    let down = thread / 8u;
    // To load, two threads share a row.
    let loads = thread / 2u;
    let part = thread % 2u;
    let at = min(row + loads, matmul.rows - 1u) * matmul.groups;
    let begin = (token + loads) * matmul.x_stride + part * 4u;
//@repeat i ROWS
//@repeat j TOKENS
    var sum_{i}_{j} = 0.0;
//@end
//@end
    for (var group = 0u; group < matmul.groups; group++) {
        let packed = load(at + group);
        let scale = scales(at + group);
        for (var q = part * 2u; q < part * 2u + 2u; q++) {
            weights[loads * 9u + q] = low(packed, q) * scale.x + scale.y;
            weights[loads * 9u + q + 4u] = high(packed, q) * scale.z + scale.w;
        }
//@repeat q QUADS
        tokens[loads * 9u + part * 4u + {q}u] = x[begin + group * 8u + {q}u];
//@end
        workgroupBarrier();
        for (var q = 0u; q < 8u; q++) {
//@repeat j TOKENS
            let quad_{j} = tokens[(across + {j}u * 8u) * 9u + q];
//@end
//@repeat i ROWS
            {
                let row_quad = weights[(down + {i}u * 8u) * 9u + q];
//@repeat j TOKENS
                sum_{i}_{j} += dot(row_quad, quad_{j});
//@end
            }
//@end
        }
        workgroupBarrier();
    }
//@repeat i ROWS
//@repeat j TOKENS
    put(token + across + {j}u * 8u, row + down + {i}u * 8u, sum_{i}_{j});
//@end
//@end
}
