// One scale for each group, two to a word. Weights lie around MIDDLE.
alias Scales = u32;

fn load_scales(at: u32) -> Scales { return words[matmul.scale + at / 2u]; }

fn scales_of(scales: Scales, at: u32) -> vec4<f32> {
    let scale = unpack2x16float(scales >> (16u * (at % 2u))).x;
    return vec4<f32>(scale, scale * -{MIDDLE}.0, scale, scale * -{MIDDLE}.0);
}
