// What attention is told, and how a past is divided: tiles of as many positions as a workgroup looks at in one go (TILE), some of
// them to a split.

struct Attend {
    heads: u32,
    kv_heads: u32,
    // Of a head, two numbers each.
    words: u32,
    scale: f32,
}

@group(0) @binding(1) var<storage, read> attend: Attend;

// Less than any score.
const NONE: f32 = -1.0e30;

// The first tile of a split, and one past its last.
fn tiles_of(split: u32, splits: u32, positions: u32) -> vec2<u32> {
    let tiles = (positions + {TILE}u - 1u) / {TILE}u;
    let each = (tiles + splits - 1u) / splits;
    return vec2<u32>(split * each, min(tiles, (split + 1u) * each));
}

// The first position that a token sees.
fn first_of(seen: Spot) -> u32 {
//@if NEAR
    return seen.near_first;
//@else
    return seen.first;
//@end
}
