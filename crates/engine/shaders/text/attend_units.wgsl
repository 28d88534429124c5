// Attention for cards with units for matrices of 16-bit floats, and many tokens: a workgroup takes TILE_TOKENS tokens and all queries of
// theirs that share a key and value head, which are the rows of a tile, SIDE of them to each subgroup. It goes over the positions that they
// see twice, POSITIONS at a time: first for the largest score of each row, then for its sums, which so need not be made smaller
// when a larger score turns up. Tokens of several texts are taken text by text.
//
// As in matmul_halved.wgsl: arrays have a multiple of 16 bytes, what is loaded after a barrier is found by a number that is always nought,
// and nobody asks for subgroups.

@group(0) @binding(2) var<storage, read> queries: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> keys: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read> values: array<vec4<u32>>;
@group(0) @binding(5) var<storage, read> pages: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<f32>;

alias Left = coop_mat{SIDE}x{SIDE}<f16, A>;
alias Right = coop_mat{SIDE}x{SIDE}<f16, B>;
alias Sums = coop_mat{SIDE}x{SIDE}<f32, C>;

// Keys of some positions and then their values, a row each; before that, queries. Two quads more than there are in a row, so that
// neighbours do not meet in one bank.
var<workgroup> past: array<vec4<f16>, {PAST_QUADS}>;
// Of each subgroup's rows: scores by position, in the end sums by number.
var<workgroup> scores: array<f32, {SCORES}>;
// What a position's value counts, by row: up to ONE_SHARE, so that what counts little keeps its bits.
var<workgroup> shares: array<vec4<f16>, {SHARE_QUADS}>;
// What threads that share a row hand each other.
var<workgroup> handed: array<f32, {THREADS}>;
// Where the pages of a token's text are listed, and the positions that it sees.
var<workgroup> seen: array<vec4<u32>, {TILE_TOKENS}>;
var<workgroup> nought: array<atomic<u32>, 4>;

// Puts keys (or values, from row POSITIONS on) of so many positions where units find them. Past the end the last one is put again.
fn put_past(text: u32, position: u32, end: u32, kv_head: u32, thread: u32, of_values: bool) {
//@repeat n PAST_PASSES
    {
        let at = {n}u * {THREADS}u + thread;
        let row = at / {HEAD_OCTETS}u;
        let octet = at % {HEAD_OCTETS}u;
        let place = min(position + row, end - 1u);
        let page = pages[text + place / {PAGE}u];
        let source = ((page * attend.kv_heads + kv_head) * {PAGE}u + place % {PAGE}u) * {HEAD_OCTETS}u + octet;
        if (row < {POSITIONS}u) {
            var words = vec4<u32>();
            if (of_values) {
                words = values[source];
            } else {
                words = keys[source];
            }
            let to = (row + select(0u, {POSITIONS}u, of_values)) * {STRIDE}u + octet * 2u;
            // One that is infinite must not spoil rows that do not see it.
            past[to] = vec4<f16>(clamp(low_of(words), vec4<f32>(-65504.0), vec4<f32>(65504.0)));
            past[to + 1u] = vec4<f16>(clamp(high_of(words), vec4<f32>(-65504.0), vec4<f32>(65504.0)));
        }
    }
//@end
}

@compute @workgroup_size({THREADS})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let lane = thread % {LANES}u;
    let subgroup = thread / {LANES}u;
    let kv_head = workgroup.x;
    let sharing = attend.heads / attend.kv_heads;
    let first_token = workgroup.y * {TILE_TOKENS}u;
    let tokens = min(batch[{COUNT_AT}u] - first_token, {TILE_TOKENS}u);
    if (thread < tokens) {
        let about = spot(first_token + thread);
        seen[thread] = vec4<u32>(about.pages, first_of(about), about.end, 0u);
    }
//@repeat n QUERY_PASSES
    {
        // A row beyond the last is computed like the last one, and not put anywhere.
        let at = {n}u * {THREADS}u + thread;
        let row = at / ({HEAD_OCTETS}u * 2u);
        let quad = at % ({HEAD_OCTETS}u * 2u);
        if (row < {ROWS}u) {
            let token = first_token + min(row / {SHARING}u, tokens - 1u);
            let head = token * attend.heads + kv_head * sharing + min(row % {SHARING}u, sharing - 1u);
            past[row * {STRIDE}u + quad] = vec4<f16>(queries[head * ({HEAD_OCTETS}u * 2u) + quad] * attend.scale);
        }
    }
//@end
    if (thread == 0u) {
        atomicStore(&nought[0], 0u);
    }
    workgroupBarrier();
    let queries_at = atomicLoad(&nought[0]) * 2u + subgroup * {SIDE}u * {STRIDE}u;
//@repeat k STEPS
    let query_{k} = coopLoadT<Left>(&past[queries_at + {k}u * {SIDE}u / 4u], {STRIDE}u);
//@end
//@repeat d STEPS
    var sum_{d} = Sums();
//@end
    // A thread has a row, or a part of its positions.
    let row = lane % {SIDE}u;
    let part = lane / {SIDE}u;
    let scores_at = subgroup * {SIDE}u * {POSITIONS}u;
    let own_token = min((subgroup * {SIDE}u + row) / {SHARING}u, tokens - 1u);
    let own = seen[own_token];
    var total = 0.0;
    var text_begin = 0u;
    while (text_begin < tokens) {
        let text = seen[text_begin].x;
        let begin = seen[text_begin].y;
        var text_end = text_begin + 1u;
        while (text_end < tokens && seen[min(text_end, {TILE_TOKENS}u - 1u)].x == text) {
            text_end++;
        }
        let end = seen[text_end - 1u].z;
        // Which of these positions the thread's row sees.
        let mine = own_token >= text_begin && own_token < text_end;
        let sees = select(vec2<u32>(0u), own.yz, mine);
        var most = NONE;
        for (var position = begin; position < end; position += {POSITIONS}u) {
            workgroupBarrier();
            put_past(text, position, end, kv_head, thread, false);
            if (thread == 0u) {
                atomicStore(&nought[0], 0u);
            }
            workgroupBarrier();
            let past_at = atomicLoad(&nought[0]) * 2u;
//@repeat n COLUMNS
            var score_{n} = Sums();
//@repeat k STEPS
            score_{n} = coopMultiplyAdd(query_{k}, coopLoad<Right>(&past[past_at + {n}u * {SIDE}u * {STRIDE}u + {k}u * {SIDE}u / 4u], {STRIDE}u), score_{n});
//@end
            coopStore(score_{n}, &scores[scores_at + {n}u * {SIDE}u * {SIDE}u], {SIDE}u);
//@end
            workgroupBarrier();
//@repeat c OWN
            {
                let at = {c}u * {SPLIT}u + part;
                let score = scores[scores_at + at * {SIDE}u + row];
                most = max(most, select(NONE, score, position + at >= sees.x && position + at < sees.y));
            }
//@end
        }
        handed[thread] = most;
        workgroupBarrier();
//@repeat i SPLIT
        most = max(most, handed[subgroup * {LANES}u + {i}u * {SIDE}u + row]);
//@end
        for (var position = begin; position < end; position += {POSITIONS}u) {
            workgroupBarrier();
            put_past(text, position, end, kv_head, thread, false);
            put_past(text, position, end, kv_head, thread, true);
            if (thread == 0u) {
                atomicStore(&nought[0], 0u);
            }
            workgroupBarrier();
            let keys_at = atomicLoad(&nought[0]) * 2u;
//@repeat n COLUMNS
            var score_{n} = Sums();
//@repeat k STEPS
            score_{n} = coopMultiplyAdd(query_{k}, coopLoad<Right>(&past[keys_at + {n}u * {SIDE}u * {STRIDE}u + {k}u * {SIDE}u / 4u], {STRIDE}u), score_{n});
//@end
            coopStore(score_{n}, &scores[scores_at + {n}u * {SIDE}u * {SIDE}u], {SIDE}u);
//@end
            workgroupBarrier();
//@repeat c OWN_QUADS
            {
                let quad = {c}u * {SPLIT}u + part;
                var share = vec4<f32>();
//@repeat i FOUR
                {
                    let at = quad * 4u + {i}u;
                    let score = scores[scores_at + at * {SIDE}u + row];
                    share[{i}] = select(0.0, {ONE_SHARE}.0 * exp(score - most), position + at >= sees.x && position + at < sees.y);
                }
//@end
                total += dot(share, vec4<f32>(1.0));
                shares[(subgroup * {SIDE}u + row) * {SHARE_STRIDE}u + quad] = vec4<f16>(share);
            }
//@end
            if (thread == 0u) {
                atomicStore(&nought[0], 0u);
            }
            workgroupBarrier();
            let none = atomicLoad(&nought[0]) * 2u;
            let shares_at = none + subgroup * {SIDE}u * {SHARE_STRIDE}u;
            let values_at = none + {POSITIONS}u * {STRIDE}u;
//@repeat n COLUMNS
            let share_{n} = coopLoadT<Left>(&shares[shares_at + {n}u * {SIDE}u / 4u], {SHARE_STRIDE}u);
//@end
//@repeat d STEPS
//@repeat n COLUMNS
            sum_{d} = coopMultiplyAdd(share_{n}, coopLoadT<Right>(&past[values_at + {n}u * {SIDE}u * {STRIDE}u + {d}u * {SIDE}u / 4u], {STRIDE}u), sum_{d});
//@end
//@end
        }
        text_begin = text_end;
    }
    workgroupBarrier();
    handed[thread] = total;
//@repeat d STEPS
    coopStoreT(sum_{d}, &scores[scores_at], {SIDE}u);
    workgroupBarrier();
//@repeat n PUTS
    {
        let at = {n}u * {LANES}u + lane;
        let put_row = at / {SIDE}u;
        let token = (subgroup * {SIDE}u + put_row) / {SHARING}u;
        let which = (subgroup * {SIDE}u + put_row) % {SHARING}u;
        var all = 0.0;
//@repeat i SPLIT
        all += handed[subgroup * {LANES}u + {i}u * {SIDE}u + put_row];
//@end
        if (token < tokens && which < sharing) {
            let head = (first_token + token) * attend.heads + kv_head * sharing + which;
            out[head * ({HEAD_OCTETS}u * 8u) + {d}u * {SIDE}u + at % {SIDE}u] = scores[scores_at + at] / all;
        }
    }
//@end
    workgroupBarrier();
//@end
}
