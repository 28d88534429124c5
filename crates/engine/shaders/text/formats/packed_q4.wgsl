// Quads of a group as 16-bit floats around nought, the first and the third before the second and the fourth. Half a byte in the lowest
// bits of a 16-bit float between 1024 and 2048 is that much more than 1024: nothing has to be turned into a float.
fn around(halves: u32) -> vec2<f16> {
    return vec2<f16>(unpack2x16float(halves & 0x000f000fu | 0x64006400u)) - vec2<f16>(1024.0h + {MIDDLE}.0h);
}

fn low_packed(group: Group, q: u32) -> vec4<f16> { return vec4<f16>(around(group[q]), around(group[q] >> 8u)); }
fn high_packed(group: Group, q: u32) -> vec4<f16> { return vec4<f16>(around(group[q] >> 4u), around(group[q] >> 12u)); }
