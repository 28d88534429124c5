// Queries, keys and values of a token, head by head: normalised where the model does so (HEAD_NORM), turned by their position
// (ROPE), and put where they are needed: queries into a list, keys and values into the cache, as 16-bit floats. What turns together
// lies side by side afterwards, in queries as in keys: their products do not mind in which order.

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
@group(0) @binding(3) var<storage, read_write> queries: array<vec2<f32>>;
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

// Two numbers of a query or a key.
fn turned(begin: u32, token: u32, pair: u32, is_key: bool, factor: f32) -> vec2<f32> {
//@if ROPE
    let half = turn.turned / 2u;
    if (pair < half) {
        let apart = turn.adjacent == 0u;
        let x = number(begin, select(pair * 2u, pair, apart), is_key, factor);
        let y = number(begin, select(pair * 2u + 1u, pair + half, apart), is_key, factor);
        let angle = angles[token * half + pair];
        return vec2<f32>(x * angle.x - y * angle.y, x * angle.y + y * angle.x);
    }
//@end
    return vec2<f32>(number(begin, pair * 2u, is_key, factor), number(begin, pair * 2u + 1u, is_key, factor));
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
    for (var pair = thread; pair < turn.head / 2u; pair += {THREADS}u) {
        if (is_value) {
            values[to + pair] = pack2x16float(vec2<f32>(qkv[begin + pair * 2u], qkv[begin + pair * 2u + 1u]));
        } else if (is_query) {
            queries[(token * turn.heads + which) * (turn.head / 2u) + pair] = turned(begin, token, pair, false, factor);
        } else {
            keys[to + pair] = pack2x16float(turned(begin, token, pair, true, factor));
        }
    }
}
