// What becomes of a matrix of sums that a subgroup has made by a card's units, once it lies in `sums`: each thread puts some of it, to rows
// from `row` on and to tokens that lie in the tile from `column` on. `factor_at` is what a token's sums are multiplied by, beside powers of
// two (`back`), which lose nothing.
fn put_matrix(subgroup: u32, lane: u32, row: u32, token: u32, column: u32, back: vec2<f32>) {
//@if GATED
    // Rows of the gate are the upper subgroups', and those that it is for the lower ones'.
    if (subgroup % {DOWNS}u >= {DOWNS}u / 2u) {
        return;
    }
//@end
//@repeat n PUTS
    {
        let at = {n}u * {LANES}u + lane;
        let own = subgroup * {SIDE}u * {SIDE}u + at;
        let factor = factor_at(token, column + at / {SIDE}u);
        let sum = sums[own] * back.x * back.y * factor;
//@if GATED
        let other = sums[own + {DOWNS}u / 2u * {SIDE}u * {SIDE}u] * back.x * back.y * factor;
        put(token + column + at / {SIDE}u, row + at % {SIDE}u, act(sum) * other);
//@else
        put(token + column + at / {SIDE}u, row + at % {SIDE}u, sum);
//@end
    }
//@end
}
