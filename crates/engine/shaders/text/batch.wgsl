// What is to be computed at once, written by `engine/src/text/batch.rs`: numbers about the batch, then eight for each token.
// OUTS, and TOKENS_AT and OUTS_AT, where the lists begin, are constants of that file.

@group(0) @binding(0) var<storage, read> batch: array<u32>;

struct Spot {
    // In the vocabulary.
    token: u32,
    // Among those of its text.
    position: u32,
    // Where its key and its value go in the cache: page and place in one.
    write: u32,
    // Where the pages of its text are listed.
    pages: u32,
    // The positions that it sees, in most layers and in those that look back a short way only.
    first: u32,
    near_first: u32,
    end: u32,
}

fn spot(token: u32) -> Spot {
    let at = {TOKENS_AT}u + token * 8u;
    return Spot(batch[at], batch[at + 1u], batch[at + 2u], batch[at + 3u], batch[at + 4u], batch[at + 5u], batch[at + 6u]);
}
