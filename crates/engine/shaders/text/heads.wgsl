// For cards: which of the queries that share a key and value head a workgroup takes, QUERIES of them at most; and numbers of a cached
// head, eight to a quad of words.

struct Heads {
    kv_head: u32,
    // Queries that share it.
    sharing: u32,
    // The first of them.
    begin: u32,
}

fn heads_of(workgroup: u32) -> Heads {
    let sharing = attend.heads / attend.kv_heads;
    let groups = (sharing + {QUERIES}u - 1u) / {QUERIES}u;
    return Heads(workgroup / groups, sharing, workgroup % groups * {QUERIES}u);
}

// A query beyond the last is computed like the last one, and not put anywhere.
fn head_of(heads: Heads, token: u32, which: u32) -> u32 {
    return token * attend.heads + heads.kv_head * heads.sharing + min(heads.begin + which, heads.sharing - 1u);
}

fn low_of(words: vec4<u32>) -> vec4<f32> { return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y)); }
fn high_of(words: vec4<u32>) -> vec4<f32> { return vec4<f32>(unpack2x16float(words.z), unpack2x16float(words.w)); }
