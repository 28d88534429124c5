// Pictures on surfaces. Texels are words of four bytes; there are no mipmaps, since a path tracer's many samples of a
// pixel are its filter.

const VIEW_SECOND_UV = 1u;
const VIEW_NEAREST = 2u;
const VIEW_SRGB = 4u;
const VIEW_ACROSS_SHIFT = 4u;
const VIEW_DOWN_SHIFT = 6u;
const VIEW_BANK_SHIFT = 8u;
const WRAP_CLAMP = 1u;
const WRAP_MIRROR = 2u;

// Both sets of texture coordinates of a point.
struct Laid { first: vec2f, second: vec2f }

fn linear_light(c: vec3f) -> vec3f {
    let curve = pow((c + 0.055) * (1.0 / 1.055), vec3f(2.4));
    return select(curve, c * (1.0 / 12.92), c <= vec3f(0.04045));
}

fn texel(view: TextureView, x: i32, y: i32) -> vec4f {
    let at = view.start + u32(y) * view.width + u32(x);
    let bank = (view.flags >> VIEW_BANK_SHIFT) & 3u;
    var word = 0u;
    if TEXEL_BANKS > 1u && bank == 1u { word = texels1_word(at); }
    else if TEXEL_BANKS > 2u && bank == 2u { word = texels2_word(at); }
    else if TEXEL_BANKS > 3u && bank == 3u { word = texels3_word(at); }
    else { word = texels0_word(at); }
    let c = unpack4x8unorm(word);
    if (view.flags & VIEW_SRGB) != 0u { return vec4f(linear_light(c.xyz), c.w); }
    return c;
}

// Into the first repetition, or the first two where every other one is mirrored: whole numbers of texels stay small.
fn reduce(at: f32, wrap: u32) -> f32 {
    if wrap == WRAP_CLAMP { return clamp(at, -1.0, 2.0); }
    if wrap == WRAP_MIRROR { return at - 2.0 * floor(at * 0.5); }
    return at - floor(at);
}

// The texel for one that is at most one beyond the range of `reduce`.
fn wrap_texel(at: i32, size: i32, wrap: u32) -> i32 {
    if wrap == WRAP_CLAMP { return clamp(at, 0, size - 1); }
    if wrap == WRAP_MIRROR {
        let there = select(at, 2 * size - 1 - at, at >= size);
        return clamp(select(there, -1 - there, there < 0), 0, size - 1);
    }
    return clamp(select(select(at, at - size, at >= size), at + size, at < 0), 0, size - 1);
}

// The four numbers of a picture at a point, between its four nearest texels.
fn look_up(index: u32, laid: Laid) -> vec4f {
    let view = view_of(index);
    let at = vec3f(select(laid.first, laid.second, (view.flags & VIEW_SECOND_UV) != 0u), 1.0);
    let across = (view.flags >> VIEW_ACROSS_SHIFT) & 3u;
    let down = (view.flags >> VIEW_DOWN_SHIFT) & 3u;
    let width = i32(view.width);
    let height = i32(view.height);
    var x = reduce(dot(view.across, at), across) * f32(view.width);
    var y = reduce(dot(view.down, at), down) * f32(view.height);
    if (view.flags & VIEW_NEAREST) != 0u {
        let c = texel(view, wrap_texel(i32(floor(x)), width, across), wrap_texel(i32(floor(y)), height, down));
        return c * view.scale + view.offset;
    }
    x -= 0.5;
    y -= 0.5;
    let left = i32(floor(x));
    let top = i32(floor(y));
    let s = x - floor(x);
    let t = y - floor(y);
    let x0 = wrap_texel(left, width, across);
    let x1 = wrap_texel(left + 1, width, across);
    let y0 = wrap_texel(top, height, down);
    let y1 = wrap_texel(top + 1, height, down);
    let upper = texel(view, x0, y0) * (1.0 - s) + texel(view, x1, y0) * s;
    let lower = texel(view, x0, y1) * (1.0 - s) + texel(view, x1, y1) * s;
    return (upper * (1.0 - t) + lower * t) * view.scale + view.offset;
}
