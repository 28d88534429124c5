// Which light is asked, and what it gives. One or two are chosen by their power alone. More are the leaves of a tree, which is
// walked by what each half may give to the point that asks (Conty Estevez and Kulla 2018), but for those that are beyond
// everything: they stand beside it. Emissive triangles shine to both sides; a path that hits one by chance learns how often
// the tree would have chosen it.

const TRIANGLE_LIGHT = 0u;
const POINT_LIGHT = 1u;
const SPOT_LIGHT = 2u;
const LIGHT_LEAF = 0x80000000u;
const LIGHT_NARROW = 0x40000000u;
const LIGHT_INDEX = 0x3fffffffu;
const NO_TRAIL = 0xffffffffu;
// Levels of the tree that one random number decides. Each makes rounding count for twice as much, and beyond these levels
// samples of one pixel would hardly be spread better by it than by chance.
const EVEN_LEVELS = 6u;
// Lights are nowhere nearer than this share of their ball's radius, squared.
const AMONG = 0.1;

// `density` is per solid angle; zero means that no other strategy can find this light. `distance`: nought from beyond everything.
struct Lit { to_light: vec3f, radiance: vec3f, density: f32, distance: f32 }
struct Chosen { light: u32, probability: f32 }

// The cosine of an angle less another one, not below zero.
fn cosine_less(cosine: f32, other: f32, other_sine: f32) -> f32 {
    return select(cosine * other + sqrt(max(1.0 - cosine * cosine, 0.0)) * other_sine, 1.0, cosine >= other);
}

// About what these lights give to a point: midway between the most that they can, wherever in their ball they are, and
// what they would from its middle. Zero only where they give nothing. `horizon`: the normal of a surface that light comes to
// from one side only, or zero.
fn importance(index: u32, from_: vec3f, horizon: vec3f) -> f32 {
    let node = light_node(index);
    let way = node.centre - from_;
    let radius = node.radius;
    let squared = dot(way, way);
    let radius2 = radius * radius;
    let among = squared <= radius2;
    let near = inverseSqrt(max(squared, 1.0e-20));
    // The angle from the ball's middle to its edge.
    let sine = min(radius * near, 1.0);
    let cosine = sqrt(max(1.0 - sine * sine, 0.0));
    var share = node.intensity / max(max(squared, radius2 * AMONG), 1.0e-20);
    if any(horizon != vec3f(0.0)) {
        let up = dot(horizon, way) * near;
        let most = select(max(cosine_less(up, cosine, sine), 0.0), 1.0, among);
        share *= 0.5 * (most + max(up, 0.0));
    }
    let wide = node.cosine;
    if wide <= -1.0 { return share * 0.5; }
    let along = dot(decode_normal(node.axis), way) * near;
    if (node.next & LIGHT_NARROW) != 0u {
        let lit = among || cosine_less(-along, cosine, sine) >= wide;
        return select(0.0, share * 0.5, lit);
    }
    let facing = cosine_less(abs(along), cosine, sine);
    let most = select(cosine_less(facing, wide, sqrt(max(1.0 - wide * wide, 0.0))), 1.0, among);
    return share * 0.5 * (most + abs(along) * (0.5 + 0.5 * wide));
}

// How often the tree is asked, and not what is beyond everything.
fn tree_share(from_: vec3f, horizon: vec3f) -> f32 {
    if SUNS == 0u { return 1.0; }
    let tree = importance(0u, from_, horizon) * frame.lamplight;
    if tree <= 0.0 { return 0.0; }
    return clamp(tree / (tree + frame.sunshine), 0.1, 0.9);
}

fn choose_by_power(choice: f32, count: u32) -> Chosen {
    var low = 0u;
    var high = count - 1u;
    while low < high {
        let middle = (low + high) / 2u;
        if choice < bitcast<f32>(light_row(middle, 1u).w) { high = middle; } else { low = middle + 1u; }
    }
    return Chosen(low, bitcast<f32>(light_row(low, 2u).w));
}

// A probability of zero: none gives anything.
fn choose_light(from_: vec3f, horizon: vec3f, choice: f32, seed: u32) -> Chosen {
    if !TREE { return choose_by_power(choice, frame.lights); }
    let share = tree_share(from_, horizon);
    if SUNS > 0u && choice >= share {
        let chosen = choose_by_power((choice - share) / (1.0 - share), SUNS);
        return Chosen(chosen.light, chosen.probability * (1.0 - share));
    }
    var probability = share;
    var left_over = choice / share;
    var dice = seed;
    var next = light_node(0u).next;
    for (var level = 0u; (next & LIGHT_LEAF) == 0u; level++) {
        let index = next & LIGHT_INDEX;
        let first = importance(index, from_, horizon);
        let second = importance(index + 1u, from_, horizon);
        let both = first + second;
        if both <= 0.0 { return Chosen(0u, 0.0); }
        if level >= EVEN_LEVELS {
            dice = pcg(dice);
            left_over = f32(dice >> 8u) * 5.9604645e-8;
        }
        let point = left_over * both;
        let in_second = second > 0.0 && point >= first;
        let part = select(first, second, in_second);
        left_over = min(select(point, point - first, in_second) / part, 0.99999994);
        probability *= part / both;
        next = light_node(index + select(0u, 1u, in_second)).next;
    }
    return Chosen(next & LIGHT_INDEX, probability);
}

// How often a point of what was hit would have been asked from somewhere, per area.
fn asked_at(hit: Hit, m: Material, from_: vec3f, horizon: vec3f) -> f32 {
    if !TREE { return shine_at(hit, m) * frame.area_density; }
    var trail = corner_word(laying_of(hit.instance).lights + hit.triangle);
    if trail == NO_TRAIL { return 0.0; }
    var probability = tree_share(from_, horizon);
    var next = light_node(0u).next;
    while (next & LIGHT_LEAF) == 0u {
        let index = next & LIGHT_INDEX;
        let first = importance(index, from_, horizon);
        let second = importance(index + 1u, from_, horizon);
        let part = select(first, second, (trail & 1u) != 0u);
        if part <= 0.0 { return 0.0; }
        probability *= part / (first + second);
        next = light_node(index + (trail & 1u)).next;
        trail >>= 1u;
    }
    let light = light_of(next & LIGHT_INDEX);
    return probability * 2.0 / length(cross(light.edge1, light.edge2));
}

fn sample_light(from_: vec3f, horizon: vec3f, choice: f32, uv: vec2f, seed: u32) -> Lit {
    let chosen = choose_light(from_, horizon, choice, seed);
    if chosen.probability <= 0.0 { return Lit(vec3f(1.0), vec3f(0.0), 0.0, 0.0); }
    let light = light_of(chosen.light);
    if light.kind == TRIANGLE_LIGHT {
        let root = sqrt(uv.x);
        let to_light = light.position + light.edge1 * (root * (1.0 - uv.y)) + light.edge2 * (root * uv.y) - from_;
        let squared = dot(to_light, to_light);
        let flat_ = cross(light.edge1, light.edge2);
        let area2 = length(flat_);
        let cosine = abs(dot(flat_, to_light)) / (area2 * sqrt(squared));
        let density = chosen.probability * 2.0 * squared / (area2 * max(cosine, 1.0e-6));
        let emission = light_emission(light, root * (1.0 - uv.y), root * uv.y);
        return Lit(to_light, select(vec3f(0.0), emission / density, cosine > 1.0e-6), density, sqrt(squared));
    }
    if light.kind == POINT_LIGHT || light.kind == SPOT_LIGHT {
        let to_light = light.position - from_;
        let squared = max(dot(to_light, to_light), 1.0e-12);
        var intensity = 1.0;
        if light.kind == SPOT_LIGHT {
            // KHR_lights_punctual: edge1 is the axis, edge2 the cone's scale and offset.
            let cosine = -dot(light.edge1, to_light) / sqrt(squared);
            let edge = clamp(cosine * light.edge2.x + light.edge2.y, 0.0, 1.0);
            intensity = edge * edge;
        }
        return Lit(to_light, light.emission * (intensity / (squared * chosen.probability)), 0.0, sqrt(squared));
    }
    // From beyond everything in the scene.
    return Lit(light.edge1 * (-4.0 * frame.extent), light.emission / chosen.probability, 0.0, 0.0);
}
