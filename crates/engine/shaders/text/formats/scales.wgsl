// What a group's halves are multiplied by, and what is added to them.
fn scales(at: u32) -> vec4<f32> { return scales_of(load_scales(at), at); }
