// Attention for cards whose threads cannot hand numbers round, or not among enough of them for a head: a workgroup takes up to four of
// the queries that share a key and value head (QUERIES) over the cached positions that a token sees. A thread scores one position at a
// time, THREADS at once; softmax goes along (Milakov and Gimelshein 2018), so that nothing but sums is kept. Then threads go over
// values, each with words of its own and every SLICES-th position. A long past is split among workgroups, and combine.wgsl puts
// together what they come to.

@group(0) @binding(2) var<storage, read> queries: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> keys: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read> values: array<u32>;
@group(0) @binding(5) var<storage, read> pages: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<vec2<f32>>;
// For each token, head and split: the sums, then the largest score and the sum of weights.
@group(0) @binding(7) var<storage, read_write> partial: array<vec2<f32>>;

var<workgroup> asked: array<vec4<f32>, {ASKED}>;
var<workgroup> shares: array<vec4<f32>, {THREADS}>;
var<workgroup> places: array<u32, {THREADS}>;

@compute @workgroup_size({THREADS})
fn main(
    @builtin(local_invocation_index) thread: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
//@if WAVED
    @builtin(subgroup_id) subgroup: u32,
    @builtin(subgroup_invocation_id) lane: u32,
//@end
) {
//@if WAVED
    wave = vec2<u32>(subgroup, lane);
//@end
    let heads = heads_of(workgroup.x);
    let token = workgroup.y;
    let split = workgroup.z;
    let splits = batch[{SPLITS_AT}u];
    let seen = spot(token);
    let first = first_of(seen);
    let tiles = tiles_of(split, splits, seen.end - first);
    let quads = {WORDS}u / 2u;
//@repeat g QUERIES
    let head_{g} = head_of(heads, token, {g}u);
    for (var quad = thread; quad < quads; quad += {THREADS}u) {
        asked[{g}u * quads + quad] = queries[head_{g} * quads + quad] * attend.scale;
    }
//@end
    workgroupBarrier();
    let slice = thread / {ACROSS}u;
    let across = thread % {ACROSS}u;
    var most = vec4<f32>(NONE);
    var sum = vec4<f32>(0.0);
//@repeat g QUERIES
//@repeat k SLOTS
    var out_{g}_{k} = vec2<f32>(0.0);
//@end
//@end
    for (var tile = tiles.x; tile < tiles.y; tile++) {
        let position = first + tile * {THREADS}u + thread;
        let inside = position < seen.end;
        // Past the end the last one is looked at again, and left out.
        let here = min(position, seen.end - 1u);
        let page = pages[seen.pages + here / {PAGE}u];
        let at = ((page * attend.kv_heads + heads.kv_head) * {PAGE}u + here % {PAGE}u) * {WORDS}u;
        var score = vec4<f32>(NONE);
        if (inside) {
            score = vec4<f32>(0.0);
            for (var some = 0u; some < {WORDS}u / 4u; some += {AHEAD}u) {
                // So many at once: a card waits as long for one of them as for all.
//@repeat u AHEAD
                let key_{u} = keys[at / 4u + min(some + {u}u, {WORDS}u / 4u - 1u)];
//@end
//@repeat u AHEAD
                if (some + {u}u < {WORDS}u / 4u) {
                    let low = low_of(key_{u});
                    let high = high_of(key_{u});
                    let quad = (some + {u}u) * 2u;
//@repeat g QUERIES
                    score[{g}] += dot(low, asked[{g}u * quads + quad]) + dot(high, asked[{g}u * quads + quad + 1u]);
//@end
                }
//@end
            }
        }
        let top = max(most, max_quads(score, thread));
        let share = select(vec4<f32>(0.0), exp(score - top), inside);
        let fade = exp(most - top);
        sum = sum * fade + share;
        most = top;
        shares[thread] = share;
        places[thread] = at;
        workgroupBarrier();
//@repeat g QUERIES
//@repeat k SLOTS
        out_{g}_{k} *= fade[{g}];
//@end
//@end
        let count = min({THREADS}u, seen.end - first - tile * {THREADS}u);
        if (slice < {SLICES}u) {
            for (var one = slice; one < count; one += {SLICES}u * {AHEAD}u) {
//@repeat u AHEAD
                // Of those beyond the last there is nothing, or they are left out.
                let at_{u} = min(one + {u}u * {SLICES}u, {THREADS}u - 1u);
                let weight_{u} = select(vec4<f32>(0.0), shares[at_{u}], one + {u}u * {SLICES}u < {THREADS}u);
//@repeat k SLOTS
                let value_{u}_{k} = values[places[at_{u}] + min(across + {k}u * {ACROSS}u, {WORDS}u - 1u)];
//@end
//@end
//@repeat u AHEAD
//@repeat k SLOTS
//@repeat g QUERIES
                out_{g}_{k} += weight_{u}[{g}] * unpack2x16float(value_{u}_{k});
//@end
//@end
//@end
            }
        }
        workgroupBarrier();
    }
    let total = add_quads(sum, thread);
//@repeat k SLOTS
//@repeat g QUERIES
    {
        shares[thread] = vec4<f32>(out_{g}_{k}, 0.0, 0.0);
        workgroupBarrier();
        let word = across + {k}u * {ACROSS}u;
        if (slice == 0u && word < {WORDS}u && heads.begin + {g}u < heads.sharing) {
            var all = vec2<f32>(0.0);
            for (var i = 0u; i < {SLICES}u; i++) {
                all += shares[i * {ACROSS}u + across].xy;
            }
            if (splits == 1u) {
                out[head_{g} * {WORDS}u + word] = all / total[{g}];
            } else {
                partial[(head_{g} * splits + split) * ({WORDS}u + 1u) + word] = all;
            }
        }
        workgroupBarrier();
    }
//@end
//@end
//@repeat g QUERIES
    if (splits > 1u && thread == 0u && heads.begin + {g}u < heads.sharing) {
        partial[(head_{g} * splits + split) * ({WORDS}u + 1u) + {WORDS}u] = vec2<f32>(most[{g}], total[{g}]);
    }
//@end
}
