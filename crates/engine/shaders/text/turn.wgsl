// Queries, keys and values of a token, head by head: normalised where the model does so (HEAD_NORM), turned by their position
// (ROPE), and put where they are needed: queries into a list, keys and values into the cache, as 16-bit floats.

struct Turn {
    heads: u32,
    kv_heads: u32,
    // Numbers in a head, and how many of them turn.
    head: u32,
    turned: u32,
    // 1: pairs lie side by side. Else half of what turns apart.
    adjacent: u32,
    epsilon: f32,
    pad0: u32,
    pad1: u32,
}

@group(0) @binding(1) var<storage, read> turn: Turn;
// Queries, keys and values of each token.
@group(0) @binding(2) var<storage, read> qkv: array<f32>;
@group(0) @binding(3) var<storage, read_write> queries: array<f32>;
// By page, head and place in the page.
@group(0) @binding(4) var<storage, read_write> keys: array<u32>;
@group(0) @binding(5) var<storage, read_write> values: array<u32>;
// Cosine and sine for each token and pair.
@group(0) @binding(6) var<storage, read> angles: array<vec2<f32>>;
//@if HEAD_NORM
@group(0) @binding(7) var<storage, read> query_norm: array<f32>;
@group(0) @binding(8) var<storage, read> key_norm: array<f32>;
//@end

fn number(begin: u32, dim: u32, is_key: bool, factor: f32) -> f32 {
//@if HEAD_NORM
    return qkv[begin + dim] * factor * select(query_norm[dim], key_norm[dim], is_key);
//@else
    return qkv[begin + dim];
//@end
}

fn turned(begin: u32, token: u32, dim: u32, is_key: bool, factor: f32) -> f32 {
    let here = number(begin, dim, is_key, factor);
//@if ROPE
    if (dim >= turn.turned) {
        return here;
    }
    let half = turn.turned / 2u;
    var pair = dim / 2u;
    var second = dim % 2u == 1u;
    var other = dim ^ 1u;
    if (turn.adjacent == 0u) {
        pair = dim % half;
        second = dim >= half;
        other = (dim + half) % turn.turned;
    }
    let angle = angles[token * half + pair];
    let there = number(begin, other, is_key, factor);
    return select(here * angle.x - there * angle.y, here * angle.x + there * angle.y, second);
//@else
    return here;
//@end
}

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
    let which = workgroup.x;
    let token = workgroup.y;
    let all = turn.heads + 2u * turn.kv_heads;
    let begin = (token * all + which) * turn.head;
    let is_query = which < turn.heads;
    let is_value = which >= turn.heads + turn.kv_heads;
    var factor = 1.0;
//@if HEAD_NORM
    var squares = 0.0;
    for (var i = thread; i < turn.head; i += {THREADS}u) {
        squares += qkv[begin + i] * qkv[begin + i];
    }
    factor = 1.0 / sqrt(add_all(squares, thread) / f32(turn.head) + turn.epsilon);
//@end
    let place = spot(token).write;
    let kv_head = (which - turn.heads) % turn.kv_heads;
    let to = ((place / {PAGE}u * turn.kv_heads + kv_head) * {PAGE}u + place % {PAGE}u) * (turn.head / 2u);
    for (var word = thread; word < turn.head / 2u; word += {THREADS}u) {
        var two = vec2<f32>(qkv[begin + word * 2u], qkv[begin + word * 2u + 1u]);
        if (!is_value) {
            two.x = turned(begin, token, word * 2u, !is_query, factor);
            two.y = turned(begin, token, word * 2u + 1u, !is_query, factor);
        }
        if (is_query) {
            let at = (token * turn.heads + which) * turn.head + word * 2u;
            queries[at] = two.x;
            queries[at + 1u] = two.y;
        } else if (is_value) {
            values[to + word] = pack2x16float(two);
        } else {
            keys[to + word] = pack2x16float(two);
        }
    }
}
