// What a path is in: in the lower half the number of a volume's material and one more, in the upper half that of what this
// one lies in. Nought: nothing. Deeper ones are forgotten, until a path comes upon their backs.

// All materials that a half has no number for; they take nothing.
const UNNUMBERED = 0xffffu;

fn absorption_in(medium: u32) -> vec3f {
    let number = medium & 0xffffu;
    if number == 0u || number == UNNUMBERED { return vec3f(0.0); }
    return bitcast<vec3f>(material_row(number - 1u, 3u).xyz);
}

// What is on this side of a surface that a path in a medium comes to, and on the other one.
fn media_at(medium: u32, hit: Hit, m: Material, back: bool) -> vec2u {
    if (m.flags & MATERIAL_VOLUME) == 0u { return vec2u(medium); }
    let number = min(material_number(hit.instance) + 1u, UNNUMBERED);
    if !back { return vec2u(medium, number | (medium << 16u)); }
    // Before its back is nothing but the volume itself, wherever the path thought to be: bodies overlap, and some are not closed.
    var inside = medium;
    if (medium & 0xffffu) != number { inside = number | (medium << 16u); }
    return vec2u(inside, inside >> 16u);
}
