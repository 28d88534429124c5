// For cards that multiply 16-bit floats two at a time, and a few tokens: as in matmul_split.wgsl, by WAVES subgroups. Two products
// go into the two halves of a sum, and those of a group (of half a group, where its halves have scales of their own), which are some
// thousands of times x at most, into a 32-bit float.

var<workgroup> staged: array<vec4<f16>, {STAGED}>;

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
    let quads = matmul.groups * 8u;
    let last = matmul.groups - 1u;
    // Half of the lanes share a bank's turn: quads of theirs lie in different ones.
    let turn = lane / 2u & 7u;
//@repeat i ROWS
    // A row beyond the last is computed like the last one, and not put anywhere.
    let row_{i} = min(row + {i}u, rows - 1u);
//@repeat s SIDES
    let at_{s}_{i} = ({s}u * rows + row_{i}) * matmul.groups;
//@end
//@end
//@repeat j TOKENS
    var sum_{j} = vec4<f32>(0.0);
//@end
    var at = min(lane, last);
//@repeat i ROWS
//@repeat s SIDES
    var next_{s}_{i} = load(at_{s}_{i} + at);
    var next_scales_{s}_{i} = load_scales(at_{s}_{i} + at);
//@end
//@end
    for (var block = 0u; block < matmul.groups; block += {LANES}u) {
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
//@repeat j TOKENS
//@repeat h STAGES
        {
            let quad = thread + {h}u * {THREADS}u;
            var numbers = vec4<f16>();
            if (block * 8u + quad < quads) {
                numbers = x[(token + {j}u) * matmul.x_stride + block * 8u + quad];
            }
            staged[{j}u * {BLOCK}u + (quad ^ (quad / 16u & 7u))] = numbers;
        }
//@end
//@end
        workgroupBarrier();
//@repeat i ROWS
//@repeat s SIDES
        let scales_{s}_{i} = scales_of(loaded_{s}_{i}, at_{s}_{i} + here);
//@end
//@end
//@repeat j TOKENS
//@repeat i ROWS
//@repeat s SIDES
        var low_{j}_{s}_{i} = vec2<f16>();
//@if HALVES
        var high_{j}_{s}_{i} = vec2<f16>();
//@end
//@end
//@end
//@end
//@repeat q QUADS
        {
            let low_at = lane * 8u + ({q}u ^ turn);
            let high_at = lane * 8u + (({q}u + 4u) ^ turn);
//@repeat i ROWS
//@repeat s SIDES
            let low_w_{s}_{i} = low_packed(group_{s}_{i}, {q}u);
            let high_w_{s}_{i} = high_packed(group_{s}_{i}, {q}u);
//@end
//@end
//@repeat j TOKENS
            {
                let low_x = staged[{j}u * {BLOCK}u + low_at];
                let high_x = staged[{j}u * {BLOCK}u + high_at];
//@repeat i ROWS
//@repeat s SIDES
                low_{j}_{s}_{i} = fma(low_w_{s}_{i}.xy, low_x.xy, low_{j}_{s}_{i});
                low_{j}_{s}_{i} = fma(low_w_{s}_{i}.zw, low_x.zw, low_{j}_{s}_{i});
//@if HALVES
                high_{j}_{s}_{i} = fma(high_w_{s}_{i}.xy, high_x.xy, high_{j}_{s}_{i});
                high_{j}_{s}_{i} = fma(high_w_{s}_{i}.zw, high_x.zw, high_{j}_{s}_{i});
//@else
                low_{j}_{s}_{i} = fma(high_w_{s}_{i}.xy, high_x.xy, low_{j}_{s}_{i});
                low_{j}_{s}_{i} = fma(high_w_{s}_{i}.zw, high_x.zw, low_{j}_{s}_{i});
//@end
//@end
//@end
            }
//@end
        }
//@end
//@repeat j TOKENS
//@repeat i ROWS
//@repeat s SIDES
        sum_{j}[{s}u * {ROWS}u + {i}u] += scales_{s}_{i}.x * (f32(low_{j}_{s}_{i}.x) + f32(low_{j}_{s}_{i}.y));
//@if HALVES
        sum_{j}[{s}u * {ROWS}u + {i}u] += scales_{s}_{i}.z * (f32(high_{j}_{s}_{i}.x) + f32(high_{j}_{s}_{i}.y));
//@end
//@end
//@end
//@end
//@if LEAST
        if (block + lane <= last) {
//@repeat i ROWS
//@repeat s SIDES
            let least_{s}_{i} = scales_{s}_{i}.yw + scales_{s}_{i}.xz * {MIDDLE}.0;
//@end
//@end
//@repeat j TOKENS
            {
                let whole = about_x[(token + {j}u) * (matmul.groups + 1u) + 1u + block + lane];
//@repeat i ROWS
//@repeat s SIDES
                sum_{j}[{s}u * {ROWS}u + {i}u] += least_{s}_{i}.x * whole.x + least_{s}_{i}.y * whole.y;
//@end
//@end
            }
//@end
        }
//@end
        workgroupBarrier();
    }
//@repeat j TOKENS
    {
        let sum = all_of(sum_{j}, thread, lane) * factor_of(token + {j}u);
        if (lane == 0u) {
//@repeat i ROWS
//@if GATED
            put(token + {j}u, row + {i}u, act(sum[{i}]) * sum[{ROWS}u + {i}u]);
//@else
            put(token + {j}u, row + {i}u, sum[{i}]);
//@end
//@end
        }
    }
//@end
}
