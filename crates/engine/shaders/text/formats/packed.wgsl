// Quads of a group as 16-bit floats around nought, the first and the third before the second and the fourth.
fn low_packed(group: Group, q: u32) -> vec4<f16> { return vec4<f16>(low(group, q).xzyw - {MIDDLE}.0); }
fn high_packed(group: Group, q: u32) -> vec4<f16> { return vec4<f16>(high(group, q).xzyw - {MIDDLE}.0); }
