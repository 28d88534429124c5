// One scale and one least value for each group.
fn scales(at: u32) -> vec4<f32> {
    let both = unpack2x16float(words[matmul.scale + at]);
    return both.xyxy;
}
