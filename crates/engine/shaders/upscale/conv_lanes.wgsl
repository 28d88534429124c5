// For adapters with subgroups of eight: a lane has a quad of y's channels, for ACROSS x DOWN pixels, and what all lanes
// need of x is loaded once by all of them together and handed round. Processors load numbers one by one, so that is
// what counts there.

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let lane = local.x;
    let quad = workgroup.z * 8u + lane;
    let column = workgroup.x * {ACROSS}u;
    let row = conv.row + workgroup.y * {DOWN}u;
    // What lies beyond the last is computed like the last, and not put anywhere.
    let last_row = conv.end - 1u;
    var weight = min(quad, conv.y_quads - 1u) * conv.x_quads * 18u;
    let x_column = min(column + lane, conv.x_width - 1u);
//@repeat r DOWN
    var x_{r} = min(row + {r}u, last_row) * conv.x_width + x_column;
//@repeat c ACROSS
    var sum_{r}_{c} = vec4<f32>(0.0);
//@end
//@end
    for (var from_quad = 0u; from_quad < conv.x_quads; from_quad++) {
        for (var down = 0u; down < 3u; down++) {
//@repeat dx THREE
            let low_{dx} = weights[weight + {dx}u * 2u];
            let high_{dx} = weights[weight + {dx}u * 2u + 1u];
            let first_{dx} = four(low_{dx}.x, low_{dx}.y);
            let second_{dx} = four(low_{dx}.z, low_{dx}.w);
            let third_{dx} = four(high_{dx}.x, high_{dx}.y);
            let fourth_{dx} = four(high_{dx}.z, high_{dx}.w);
//@end
//@repeat r DOWN
            {
                let mine = x[x_{r} + down * conv.x_width];
//@repeat dx THREE
//@repeat c ACROSS
                {
                    let one = subgroupBroadcast(mine, {c}u + {dx}u);
                    sum_{r}_{c} += vec4<f32>(
                        dot(first_{dx}, one), dot(second_{dx}, one), dot(third_{dx}, one), dot(fourth_{dx}, one));
                }
//@end
//@end
            }
//@end
            weight += 6u;
        }
//@repeat r DOWN
        x_{r} += conv.x_plane;
//@end
    }
//@repeat r DOWN
//@repeat c ACROSS
    put(quad, row + {r}u, column + {c}u, sum_{r}_{c});
//@end
//@end
}
