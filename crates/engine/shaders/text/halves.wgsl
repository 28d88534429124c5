// Numbers of tokens as halve.wgsl leaves them: 16-bit floats, a quad's first and third before its second and fourth; and for each
// token what a sum is multiplied by, and what each half of a group comes to.

@group(0) @binding(4) var<storage, read> x: array<vec4<f16>>;
@group(0) @binding({AFTER_BIAS}) var<storage, read> about_x: array<vec2<f32>>;

fn factor_of(token: u32) -> f32 { return about_x[token * (matmul.groups + 1u)].x; }
