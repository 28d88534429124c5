// Scale and least value of 6 bits for each group, in half a word, and their scales for eight groups.
fn scales(at: u32) -> vec4<f32> {
    let both = words[matmul.scale + at / 2u] >> (16u * (at % 2u));
    let supers = unpack2x16float(words[matmul.super_scale + at / 8u]);
    let scale = supers.x * f32(both & 255u);
    let least = -supers.y * f32((both >> 8u) & 255u);
    return vec4<f32>(scale, least, scale, least);
}
