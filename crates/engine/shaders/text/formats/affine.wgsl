// One scale and one least value for each group.
alias Scales = u32;

fn load_scales(at: u32) -> Scales { return words[matmul.scale + at]; }

fn scales_of(scales: Scales, at: u32) -> vec4<f32> { return unpack2x16float(scales).xyxy; }
