// Attention for cards whose threads hand numbers round among 32 or so: a workgroup takes up to four of the queries that share a key and
// value head (QUERIES) over the cached positions that a token sees. A line of ACROSS neighbours takes a position: each has eight
// numbers of its key and of its value (a quad of words), so that memory is read as it lies. A line looks at AHEAD positions at once,
// all of which are on their way before the first is used. Softmax goes along in each line (Milakov and Gimelshein 2018), and
// lines are put together at the end. A long past is split among workgroups, and combine.wgsl puts together what they come to.

@group(0) @binding(2) var<storage, read> queries: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> keys: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read> values: array<vec4<u32>>;
@group(0) @binding(5) var<storage, read> pages: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<vec2<f32>>;
// For each token, head and split: the sums, then the largest score and the sum of weights.
@group(0) @binding(7) var<storage, read_write> partial: array<vec2<f32>>;

// What subgroups come to: sums by subgroup, query and quad; the largest scores and the sums of weights by subgroup.
var<workgroup> parts: array<vec4<f32>, {PARTS}>;
var<workgroup> mosts: array<vec4<f32>, {WAVES}>;
var<workgroup> totals: array<vec4<f32>, {WAVES}>;

@compute @workgroup_size({THREADS})
fn main(
    @builtin(local_invocation_index) thread: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(subgroup_id) subgroup: u32,
    @builtin(subgroup_invocation_id) lane: u32,
) {
    let heads = heads_of(workgroup.x);
    let token = workgroup.y;
    let split = workgroup.z;
    let splits = batch[{SPLITS_AT}u];
    let seen = spot(token);
    let first = first_of(seen);
    let tiles = tiles_of(split, splits, seen.end - first);
    // Heads whose quads are no power of two leave some of a line without work.
    let own = lane % {ACROSS}u;
    let quad = min(own, {WORDS}u / 4u - 1u);
    let line = subgroup * ({LANES}u / {ACROSS}u) + lane / {ACROSS}u;
    let share_of_line = select(0.0, attend.scale, own < {WORDS}u / 4u);
//@repeat g QUERIES
    let head_{g} = head_of(heads, token, {g}u);
    let low_query_{g} = queries[head_{g} * ({WORDS}u / 2u) + quad * 2u] * share_of_line;
    let high_query_{g} = queries[head_{g} * ({WORDS}u / 2u) + quad * 2u + 1u] * share_of_line;
    var low_{g} = vec4<f32>(0.0);
    var high_{g} = vec4<f32>(0.0);
//@end
    var most = vec4<f32>(NONE);
    var total = vec4<f32>(0.0);
    for (var tile = tiles.x; tile < tiles.y; tile++) {
//@repeat u AHEAD
        let position_{u} = first + tile * {TILE}u + {u}u * ({TILE}u / {AHEAD}u) + line;
        // Past the end the last one is looked at again, and left out.
        let here_{u} = min(position_{u}, seen.end - 1u);
        let page_{u} = pages[seen.pages + here_{u} / {PAGE}u];
        let at_{u} = ((page_{u} * attend.kv_heads + heads.kv_head) * {PAGE}u + here_{u} % {PAGE}u) * ({WORDS}u / 4u) + quad;
//@end
//@repeat u AHEAD
        let key_{u} = keys[at_{u}];
//@end
//@repeat u AHEAD
        let value_{u} = values[at_{u}];
//@end
        var top = most;
//@repeat u AHEAD
        var score_{u} = vec4<f32>(NONE);
        {
            let low_key = low_of(key_{u});
            let high_key = high_of(key_{u});
//@repeat g QUERIES
            score_{u}[{g}] = dot(low_key, low_query_{g}) + dot(high_key, high_query_{g});
//@end
        }
//@end
        for (var apart = {ACROSS}u / 2u; apart > 0u; apart /= 2u) {
//@repeat u AHEAD
            score_{u} += subgroupShuffleXor(score_{u}, apart);
//@end
        }
//@repeat u AHEAD
        score_{u} = select(vec4<f32>(NONE), score_{u}, position_{u} < seen.end);
        top = max(top, score_{u});
//@end
        let fade = exp(most - top);
        most = top;
        total *= fade;
//@repeat g QUERIES
        low_{g} *= fade[{g}];
        high_{g} *= fade[{g}];
//@end
//@repeat u AHEAD
        {
            // A line that has seen nothing yet has no score to be less than.
            let share = select(vec4<f32>(0.0), exp(score_{u} - top), position_{u} < seen.end);
            let low_value = low_of(value_{u});
            let high_value = high_of(value_{u});
            total += share;
//@repeat g QUERIES
            low_{g} += share[{g}] * low_value;
            high_{g} += share[{g}] * high_value;
//@end
        }
//@end
    }
    // Lines of a subgroup.
    for (var apart = {ACROSS}u; apart < {LANES}u; apart *= 2u) {
        let other = subgroupShuffleXor(most, apart);
        let top = max(most, other);
        let fade = exp(most - top);
        most = top;
        total *= fade;
        total += subgroupShuffleXor(total, apart);
//@repeat g QUERIES
        low_{g} *= fade[{g}];
        high_{g} *= fade[{g}];
        low_{g} += subgroupShuffleXor(low_{g}, apart);
        high_{g} += subgroupShuffleXor(high_{g}, apart);
//@end
    }
    if (lane < {WORDS}u / 4u) {
//@repeat g QUERIES
        parts[((subgroup * {QUERIES}u + {g}u) * ({WORDS}u / 4u) + lane) * 2u] = low_{g};
        parts[((subgroup * {QUERIES}u + {g}u) * ({WORDS}u / 4u) + lane) * 2u + 1u] = high_{g};
//@end
    }
    if (lane == 0u) {
        mosts[subgroup] = most;
        totals[subgroup] = total;
    }
    workgroupBarrier();
    // Subgroups.
    var top = mosts[0];
    for (var i = 1u; i < {WAVES}u; i++) {
        top = max(top, mosts[i]);
    }
    var all = vec4<f32>(0.0);
    for (var i = 0u; i < {WAVES}u; i++) {
        all += totals[i] * exp(mosts[i] - top);
    }
    for (var at = thread; at < {QUERIES}u * {WORDS}u / 2u; at += {THREADS}u) {
        let which = at / ({WORDS}u / 2u);
        let pair = at % ({WORDS}u / 2u);
        var sum = vec4<f32>(0.0);
        for (var i = 0u; i < {WAVES}u; i++) {
            sum += parts[i * {QUERIES}u * ({WORDS}u / 2u) + at] * exp(mosts[i][which] - top[which]);
        }
        if (heads.begin + which < heads.sharing) {
            let head = head_of(heads, token, which);
            if (splits == 1u) {
                sum /= all[which];
                out[head * {WORDS}u + pair * 2u] = sum.xy;
                out[head * {WORDS}u + pair * 2u + 1u] = sum.zw;
            } else {
                let to = (head * splits + split) * ({WORDS}u + 1u) + pair * 2u;
                partial[to] = sum.xy;
                partial[to + 1u] = sum.zw;
            }
        }
    }
    if (splits > 1u && thread < {QUERIES}u && heads.begin + thread < heads.sharing) {
        let head = head_of(heads, token, thread);
        partial[(head * splits + split) * ({WORDS}u + 1u) + {WORDS}u] = vec2<f32>(top[thread], all[thread]);
    }
}
