// Scale and least value of 4 bits for 16 weights, and their scales for eight groups.
alias Scales = vec2<u32>;

fn load_scales(at: u32) -> Scales { return vec2<u32>(words[matmul.scale + at / 2u], words[matmul.super_scale + at / 8u]); }

fn scales_of(scales: Scales, at: u32) -> vec4<f32> {
    let four = scales.x >> (16u * (at % 2u));
    let supers = unpack2x16float(scales.y);
    let small = vec4<f32>((vec4<u32>(four) >> vec4<u32>(0u, 4u, 8u, 12u)) & vec4<u32>(15u));
    return small * vec4<f32>(supers.x, -supers.y, supers.x, -supers.y);
}
