// A signed scale of 8 bits for 16 weights, and its scale for eight groups. CENTRE is what stands for nought.
fn scales(at: u32) -> vec4<f32> {
    let both = words[matmul.scale + at / 2u] >> (16u * (at % 2u));
    let supers = unpack2x16float(words[matmul.super_scale + at / 8u]).x;
    let small = vec2<f32>(bitcast<vec2<i32>>(vec2<u32>(both) << vec2<u32>(24u, 16u)) >> vec2<u32>(24u)) * supers;
    return vec4<f32>(small.x, small.x * -{CENTRE}.0, small.y, small.y * -{CENTRE}.0);
}
