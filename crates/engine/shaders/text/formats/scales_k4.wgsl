// Scale and least value of 6 bits for each group, in half a word, and their scales for eight groups.
alias Scales = vec2<u32>;

fn load_scales(at: u32) -> Scales { return vec2<u32>(words[matmul.scale + at / 2u], words[matmul.super_scale + at / 8u]); }

fn scales_of(scales: Scales, at: u32) -> vec4<f32> {
    let both = scales.x >> (16u * (at % 2u));
    let supers = unpack2x16float(scales.y);
    let scale = supers.x * f32(both & 255u);
    let least = -supers.y * f32((both >> 8u) & 255u);
    return vec4<f32>(scale, least, scale, least);
}
