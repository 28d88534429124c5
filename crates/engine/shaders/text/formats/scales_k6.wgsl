// A signed scale of 8 bits for 16 weights, and its scale for eight groups. Weights lie around MIDDLE.
alias Scales = vec2<u32>;

fn load_scales(at: u32) -> Scales { return vec2<u32>(words[matmul.scale + at / 2u], words[matmul.super_scale + at / 8u]); }

fn scales_of(scales: Scales, at: u32) -> vec4<f32> {
    let both = scales.x >> (16u * (at % 2u));
    let small = vec2<f32>(bitcast<vec2<i32>>(vec2<u32>(both) << vec2<u32>(24u, 16u)) >> vec2<u32>(24u));
    let two = small * unpack2x16float(scales.y).x;
    return vec4<f32>(two.x, two.x * -{MIDDLE}.0, two.y, two.y * -{MIDDLE}.0);
}
