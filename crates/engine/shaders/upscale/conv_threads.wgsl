// For cards: a thread has two quads of y's channels, for ACROSS pixels of a row. All threads of a workgroup go over the
// same weights at the same time, and their pixels are neighbours.

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let quad = workgroup.z * 2u;
    let column = (workgroup.x * 8u + local.x) * {ACROSS}u;
    let row = conv.row + workgroup.y * 8u + local.y;
    // What lies beyond the last is computed like the last, and not put anywhere.
    var weight_0 = min(quad, conv.y_quads - 1u) * conv.x_quads * 18u;
    var weight_1 = min(quad + 1u, conv.y_quads - 1u) * conv.x_quads * 18u;
    var begin = min(row, conv.end - 1u) * conv.x_width;
//@repeat c ACROSS
    var sum_0_{c} = vec4<f32>(0.0);
    var sum_1_{c} = vec4<f32>(0.0);
//@end
    for (var from_quad = 0u; from_quad < conv.x_quads; from_quad++) {
        for (var down = 0u; down < 3u; down++) {
            let at = begin + down * conv.x_width;
//@repeat i ALL
            let x_{i} = x[at + min(column + {i}u, conv.x_width - 1u)];
//@end
            var x_here = array<vec4<f32>, {ALL}>(
//@repeat i ALL
                x_{i},
//@end
            );
//@repeat dx THREE
//@repeat o TWO
            {
                let low = weights[weight_{o} + {dx}u * 2u];
                let high = weights[weight_{o} + {dx}u * 2u + 1u];
                let first = four(low.x, low.y);
                let second = four(low.z, low.w);
                let third = four(high.x, high.y);
                let fourth = four(high.z, high.w);
//@repeat c ACROSS
                {
                    let one = x_here[{c}u + {dx}u];
                    sum_{o}_{c} += vec4<f32>(dot(first, one), dot(second, one), dot(third, one), dot(fourth, one));
                }
//@end
            }
//@end
//@end
            weight_0 += 6u;
            weight_1 += 6u;
        }
        begin += conv.x_plane;
    }
//@repeat c ACROSS
    put(quad, row, column + {c}u, sum_0_{c});
    put(quad + 1u, row, column + {c}u, sum_1_{c});
//@end
}
