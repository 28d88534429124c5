// A wavelet filter with holes (Dammertz et al. 2010), guided by what is seen first and by how uncertain a pixel is
// (Schied et al. 2017). One thread is one pixel of a tile; each submission is some blocks of one round.

struct Round { width: u32, height: u32, first_block: u32, blocks: u32, kind: u32, stride: u32, spare0: u32, spare1: u32 }

// Not a uniform: software Vulkan compiles a shader whose loops are steered by uniforms anew at every submission.
@group(0) @binding(0) var<storage, read> round_: Round;
// Light without albedo, and how uncertain it is.
@group(0) @binding(1) var<storage, read> light_in: array<vec4f>;
// Two for a pixel: normal and depth, albedo and how much of the pixel something is in.
@group(0) @binding(2) var<storage, read> guides: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> light_out: array<vec4f>;
// The mean of a pixel and of those beside it that show the same, and how uncertain they are.
@group(0) @binding(4) var<storage, read_write> soft: array<vec4f>;

const NORMALS = 24.0;
const ALBEDOS = 24.0;
const COVERS = 8.0;
// Deviations that light may differ by, as means over nine pixels and as it is: highlights of a few pixels are rarely seen by
// each of them, and only together they are known from what is around them.
const SOFT_LIGHTS = 2.0;
const LIGHTS = 4.0;
// A pixel so many deviations brighter than those that show the same is a spark.
const SPARK = 3.0;
// Unless one beside it that shows the same has so much of what it has more.
const SHARED = 0.5;

// How fast depth changes to the right and downward.
fn slope(at: vec2i) -> vec2f {
    let last = vec2i(i32(round_.width) - 1, i32(round_.height) - 1);
    let here = guides[u32(at.y) * round_.width * 2u + u32(at.x) * 2u].w;
    var steepness = vec2f(0.0);
    let right = guides[u32(at.y) * round_.width * 2u + u32(min(at.x + 1, last.x)) * 2u].w - here;
    let left = here - guides[u32(at.y) * round_.width * 2u + u32(max(at.x - 1, 0)) * 2u].w;
    let down = guides[u32(min(at.y + 1, last.y)) * round_.width * 2u + u32(at.x) * 2u].w - here;
    let up = here - guides[u32(max(at.y - 1, 0)) * round_.width * 2u + u32(at.x) * 2u].w;
    // The gentler of both sides: the other may lie beyond an edge.
    steepness.x = select(left, right, abs(right) < abs(left));
    steepness.y = select(up, down, abs(down) < abs(up));
    return steepness;
}

// How unlike two places are, by what is seen there.
fn unlike(p: u32, q: u32, steepness: vec2f, offset: vec2f) -> f32 {
    let near = guides[p * 2u] - guides[q * 2u];
    let look = guides[p * 2u + 1u] - guides[q * 2u + 1u];
    let expected = abs(dot(steepness, offset)) + 0.002 * abs(guides[p * 2u].w);
    return NORMALS * dot(near.xyz, near.xyz) + ALBEDOS * dot(look.xyz, look.xyz) + COVERS * look.w * look.w
        + abs(near.w) / max(expected, 1.0e-10);
}

fn weight_of(step_: i32) -> f32 {
    let far = abs(step_);
    return select(select(0.0625, 0.25, far == 1), 0.375, far == 0);
}

// How uncertain a pixel is, told by those around it that show the same: two halves tell little about a single one. Where
// nothing is known (less than nought), as far as those lie apart. Sparks, which one sample in thousands makes, are dimmed
// to what is usual around them, unless both halves saw them, or the pixel beside them did.
fn certain(at: vec2i, p: u32, steepness: vec2f) -> vec4f {
    let here = light_in[p];
    var known = vec2f(0.0);
    var moments = vec3f(0.0);
    var next = -1.0e30;
    for (var i = 0; i < 49; i++) {
        let offset = vec2i(i % 7 - 3, i / 7 - 3);
        let to = at + offset;
        if i != 24 && to.x >= 0 && to.y >= 0 && to.x < i32(round_.width) && to.y < i32(round_.height) {
            let q = u32(to.y) * round_.width + u32(to.x);
            let weight = exp(-unlike(p, q, steepness, vec2f(offset)));
            let there = light_in[q];
            if there.w >= 0.0 { known += weight * vec2f(there.w, 1.0); }
            // From here, so that little is lost to rounding.
            let apart = (there.x + there.y + there.z - here.x - here.y - here.z) * 0.33333334;
            moments += weight * vec3f(1.0, apart, apart * apart);
            if weight > 0.3 && max(abs(offset.x), abs(offset.y)) == 1 { next = max(next, apart); }
        }
    }
    let mean = moments.y / max(moments.x, 1.0e-20);
    let spread = max(moments.z / max(moments.x, 1.0e-20) - mean * mean, 0.0);
    let over = -mean - SPARK * sqrt(spread);
    let own = select(here.w, mean * mean, here.w < 0.0);
    let alone = next < mean * (1.0 - SHARED);
    if moments.x > 1.0 && over > 0.0 && alone && mean * mean < 16.0 * own {
        let bright = (here.x + here.y + here.z) * 0.33333334;
        return vec4f(here.xyz * (1.0 - over / max(bright, 1.0e-20)), spread);
    }
    let all = known + select(vec2f(here.w, 1.0), vec2f(0.0), here.w < 0.0);
    return vec4f(here.xyz, select(all.x / max(all.y, 1.0e-20), spread, here.w < 0.0));
}

fn softened(at: vec2i, p: u32, steepness: vec2f) -> vec4f {
    var sum = vec4f(0.0);
    var uncertain = 0.0;
    var around = 0.0;
    for (var i = 0; i < 9; i++) {
        let offset = vec2i(i % 3 - 1, i / 3 - 1);
        let to = at + offset;
        if to.x >= 0 && to.y >= 0 && to.x < i32(round_.width) && to.y < i32(round_.height) {
            let weight = select(1.0, 2.0, offset.x == 0) * select(1.0, 2.0, offset.y == 0);
            let q = u32(to.y) * round_.width + u32(to.x);
            uncertain += weight * light_in[q].w;
            around += weight;
            sum += weight * exp(-unlike(p, q, steepness, vec2f(offset))) * vec4f(light_in[q].xyz, 1.0);
        }
    }
    return vec4f(sum.xyz / sum.w, uncertain / around);
}

fn smoothed(at: vec2i, p: u32, steepness: vec2f) -> vec4f {
    let here = light_in[p].xyz;
    let mean = soft[p];
    let deviation = sqrt(max(mean.w, 0.0));
    let least = 1.0e-4 * (mean.x + mean.y + mean.z) + 1.0e-8;
    let scale = 1.0 / (LIGHTS * deviation + least);
    let soft_scale = 1.0 / (SOFT_LIGHTS * deviation + least);
    var sum = vec4f(0.0);
    var weights = 0.0;
    let stride = i32(round_.stride);
    for (var i = 0; i < 25; i++) {
        let step_ = vec2i(i % 5 - 2, i / 5 - 2);
        let to = at + step_ * stride;
        if to.x >= 0 && to.y >= 0 && to.x < i32(round_.width) && to.y < i32(round_.height) {
            let q = u32(to.y) * round_.width + u32(to.x);
            let apart = light_in[q].xyz - here;
            let soft_apart = soft[q].xyz - mean.xyz;
            let off = sqrt(max(dot(apart, apart) * scale * scale, dot(soft_apart, soft_apart) * soft_scale * soft_scale) * 0.33333334);
            let likeness = exp(-unlike(p, q, steepness, vec2f(step_ * stride)) - off);
            let weight = weight_of(step_.x) * weight_of(step_.y) * likeness;
            sum += vec4f(light_in[q].xyz * weight, light_in[q].w * weight * weight);
            weights += weight;
        }
    }
    return vec4f(sum.xyz / weights, sum.w / (weights * weights));
}

@compute @workgroup_size(8, 8)
fn denoise(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
    if group.x >= round_.blocks { return; }
    let block = round_.first_block + group.x;
    let across = (round_.width + 7u) / 8u;
    let at = vec2u(block % across, block / across) * 8u + local.xy;
    if at.x >= round_.width || at.y >= round_.height { return; }
    let p = at.y * round_.width + at.x;
    let steepness = slope(vec2i(at));
    if round_.kind == 0u {
        light_out[p] = certain(vec2i(at), p, steepness);
    } else if round_.kind == 1u {
        light_out[p] = smoothed(vec2i(at), p, steepness);
    } else {
        soft[p] = softened(vec2i(at), p, steepness);
    }
}
