// Attention for software adapters: of the queries that share a key and value head, over the cached positions that a token sees. A
// lane scores one position at a time, LANES at once; softmax goes along (Milakov and Gimelshein 2018), so that nothing but sums is
// kept. A long past is split among workgroups, and combine.wgsl puts together what they come to.
//
// Lane l holds words l, l + LANES, ... of a head (two numbers each) of queries and sums.

@group(0) @binding(2) var<storage, read> queries: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> keys: array<u32>;
@group(0) @binding(4) var<storage, read> values: array<u32>;
@group(0) @binding(5) var<storage, read> pages: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<vec2<f32>>;
// For each token, head and split: the sums, then the largest score and the sum of weights.
@group(0) @binding(7) var<storage, read_write> partial: array<vec2<f32>>;

@compute @workgroup_size({LANES})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let kv_head = workgroup.x;
    let token = workgroup.y;
    let split = workgroup.z;
    let splits = batch[{SPLITS_AT}u];
    let seen = spot(token);
    let first = first_of(seen);
    let tiles = tiles_of(split, splits, seen.end - first);
//@repeat g QUERIES
    let from_{g} = (token * attend.heads + kv_head * {QUERIES}u + {g}u) * attend.words;
    var most_{g} = NONE;
    var sum_{g} = 0.0;
//@repeat k SLOTS
    var query_{g}_{k} = vec2<f32>(0.0);
    if (lane + {k}u * {LANES}u < attend.words) {
        query_{g}_{k} = queries[from_{g} + lane + {k}u * {LANES}u] * attend.scale;
    }
    var out_{g}_{k} = vec2<f32>(0.0);
//@end
//@end
    for (var tile = tiles.x; tile < tiles.y; tile++) {
        let position = first + tile * {LANES}u + lane;
        // Past the end the last one is looked at again, and left out.
        let here = min(position, seen.end - 1u);
        let page = pages[seen.pages + here / {PAGE}u];
        let at = ((page * attend.kv_heads + kv_head) * {PAGE}u + here % {PAGE}u) * attend.words;
//@repeat g QUERIES
        var score_{g} = 0.0;
//@end
//@repeat k SLOTS
//@repeat c LANES
        {
            let word = {k}u * {LANES}u + {c}u;
            let key = unpack2x16float(keys[at + word]);
//@repeat g QUERIES
            score_{g} += dot(key, subgroupBroadcast(query_{g}_{k}, {c}u));
//@end
        }
//@end
//@end
//@repeat g QUERIES
        if (position >= seen.end) {
            score_{g} = NONE;
        }
        let top_{g} = max(most_{g}, max_all(score_{g}, lane));
        let share_{g} = select(exp(score_{g} - top_{g}), 0.0, position >= seen.end);
        let fade_{g} = exp(most_{g} - top_{g});
        sum_{g} = sum_{g} * fade_{g} + share_{g};
        most_{g} = top_{g};
//@repeat k SLOTS
        out_{g}_{k} *= fade_{g};
//@end
//@end
//@repeat c LANES
        {
            let there = subgroupBroadcast(at, {c}u) + lane;
//@repeat g QUERIES
            let weight_{g} = subgroupBroadcast(share_{g}, {c}u);
//@end
//@repeat k SLOTS
            let value_{k} = unpack2x16float(values[there + {k}u * {LANES}u]);
//@repeat g QUERIES
            out_{g}_{k} += weight_{g} * value_{k};
//@end
//@end
        }
//@end
    }
//@repeat g QUERIES
    let total_{g} = add_all(sum_{g}, lane);
    let to_{g} = (from_{g} / attend.words * splits + split) * (attend.words + 1u);
//@repeat k SLOTS
    if (lane + {k}u * {LANES}u < attend.words) {
        let word = lane + {k}u * {LANES}u;
        if (splits == 1u) {
            out[from_{g} + word] = out_{g}_{k} / total_{g};
        } else {
            partial[to_{g} + word] = out_{g}_{k};
        }
    }
//@end
    if (splits > 1u && lane == 0u) {
        partial[to_{g} + attend.words] = vec2<f32>(most_{g}, total_{g});
    }
//@end
}
