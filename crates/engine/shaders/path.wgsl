// One thread is one pixel: it adds the samples that are due to the pixel's sum, in order, so that how a unit was cut
// into submissions never shows in the result. A submission may end between two bounces of a path.

// `back`: it was hit from behind. `tangent` is zero where a surface has none; `hand` is -1 where the third axis lies the other way round.
// `lift`: from a triangle to the curved surface that its normals make believe. `matt`: the normal for light that goes everywhere.
struct Surface {
    position: vec3f, geometric: vec3f, normal: vec3f, coat_normal: vec3f, matt: vec3f, tangent: vec3f, hand: f32, lift: vec3f,
    back: bool,
}

fn decode_normal(bits: u32) -> vec3f {
    let e = unpack2x16snorm(bits);
    let z = 1.0 - abs(e.x) - abs(e.y);
    let fold = max(-z, 0.0);
    return normalize(vec3f(e.x - select(-fold, fold, e.x >= 0.0), e.y - select(-fold, fold, e.y >= 0.0), z));
}

// The hit point in world space; normals turned to where the ray came from.
fn surface_at(hit: Hit, direction: vec3f) -> Surface {
    let triangle = triangle_of(hit.triangle);
    let edge1 = bitcast<vec3f>(triangle.edge1.xyz);
    let edge2 = bitcast<vec3f>(triangle.edge2.xyz);
    let p = vec4f(bitcast<vec3f>(triangle.corner.xyz) + edge1 * hit.u + edge2 * hit.v, 1.0);
    let m = to_world(hit.instance);
    let inverse = to_object(hit.instance);
    let flat = cross(edge1, edge2);
    let normals = array<vec3f, 3>(decode_normal(triangle.corner.w), decode_normal(triangle.edge1.w), decode_normal(triangle.edge2.w));
    let weights = vec3f(1.0 - hit.u - hit.v, hit.u, hit.v);
    let smooth_ = normals[0] * weights.x + normals[1] * weights.y + normals[2] * weights.z;
    var geometric = normalize(inverse[0].xyz * flat.x + inverse[1].xyz * flat.y + inverse[2].xyz * flat.z);
    var normal = inverse[0].xyz * smooth_.x + inverse[1].xyz * smooth_.y + inverse[2].xyz * smooth_.z;
    normal /= max(length(normal), 1.0e-20);
    let back = dot(geometric, direction) > 0.0;
    geometric *= select(1.0, -1.0, back);
    normal *= select(1.0, -1.0, dot(normal, geometric) < 0.0);
    // Above the planes that corners' normals stand on (Hanika 2021), on the side that is seen.
    let side = select(1.0, -1.0, dot(flat, smooth_) * select(1.0, -1.0, back) < 0.0);
    let across = edge1 * hit.u + edge2 * hit.v;
    let up = normals[0] * (weights.x * side * max(-side * dot(across, normals[0]), 0.0))
        + normals[1] * (weights.y * side * max(-side * dot(across - edge1, normals[1]), 0.0))
        + normals[2] * (weights.z * side * max(-side * dot(across - edge2, normals[2]), 0.0));
    let lift = vec3f(dot(m[0].xyz, up), dot(m[1].xyz, up), dot(m[2].xyz, up));
    // A vertex normal that looks away from the viewer has no meaning here.
    if !(dot(normal, direction) < -1.0e-3) { normal = geometric; }
    normal = mirrored_outside(normal, geometric, direction);
    return Surface(vec3f(dot(m[0], p), dot(m[1], p), dot(m[2], p)), geometric, normal, normal, normal, vec3f(0.0), 1.0, lift, back);
}

// A normal turned so that what it mirrors lies outside of the surface (Keller et al. 2017).
fn mirrored_outside(normal: vec3f, geometric: vec3f, direction: vec3f) -> vec3f {
    let mirrored = reflect(direction, normal);
    let below = dot(mirrored, geometric);
    if below >= 0.0 { return normal; }
    let along = normalize(mirrored - normal * (below / max(dot(normal, geometric), 1.0e-3)));
    return normalize(along - direction);
}

// Off the surface, by more than the rounding of positions and less than anyone sees.
fn leave(s: Surface, direction: vec3f) -> vec3f {
    let a = abs(s.position);
    let gap = 1.0e-5 * max(max(a.x, max(a.y, a.z)), 0.05 * frame.extent);
    return s.position + s.geometric * select(-gap, gap, dot(s.geometric, direction) > 0.0);
}

// Two axes across a normal; Duff et al. 2017.
fn basis(n: vec3f) -> mat3x3f {
    let sign_ = select(-1.0, 1.0, n.z >= 0.0);
    let a = -1.0 / (sign_ + n.z);
    let b = n.x * n.y * a;
    return mat3x3f(vec3f(1.0 + sign_ * n.x * n.x * a, sign_ * b, -sign_ * n.x), vec3f(b, sign_ + n.y * n.y * a, -n.y), n);
}

// Two axes across a surface, the first along its tangent where it has one, turned by so much towards the second.
fn axes_of(s: Surface, turn: f32) -> mat3x3f {
    let across = s.tangent - s.normal * dot(s.normal, s.tangent);
    let length2 = dot(across, across);
    if !TANGENTS || length2 < 1.0e-6 { return basis(s.normal); }
    let x = across / sqrt(length2);
    let y = cross(s.normal, x) * s.hand;
    if !STRETCHED { return mat3x3f(x, y, s.normal); }
    let c = cos(turn);
    let d = sin(turn);
    return mat3x3f(x * c + y * d, y * c - x * d, s.normal);
}

// What `importance` is told of a surface: only where no light comes through it do lights behind it give nothing.
fn horizon_of(s: Surface, b: Bsdf) -> vec3f {
    return select(s.normal, vec3f(0.0), GLASS && luminance(b.through) > 0.0);
}

// `media`: on the side that is seen, and on the other one.
fn light_from(s: Surface, axes: mat3x3f, b: Bsdf, o: vec3f, choice: f32, uv: vec2f, seed: u32, media: vec2u) -> vec3f {
    let lit = sample_light_or_environment(s.position, horizon_of(s, b), choice, uv, seed);
    let direction = normalize(lit.to_light);
    let l = direction * axes;
    let value = eval_bsdf(b, o, l);
    if max(value.x, max(value.y, value.z)) <= 0.0 || luminance(lit.radiance) <= 0.0 { return vec3f(0.0); }
    // On the same side for the triangle as for its normal. Light that only the normal is turned to comes to the curved surface.
    let astray = dot(direction, s.geometric) * l.z <= 0.0;
    if astray && (l.z <= 0.0 || all(s.lift == vec3f(0.0))) { return vec3f(0.0); }
    var origin = leave(s, select(direction, s.geometric, astray));
    if l.z > 0.0 { origin += s.lift; }
    let way = s.position + lit.to_light - origin;
    if trace(origin, way, 0.9999, true, seed).distance < 0.9999 { return vec3f(0.0); }
    var weight = 1.0;
    // What comes astray is never drawn by the surface.
    if lit.density > 0.0 && !astray {
        let d2 = lit.density * lit.density;
        weight = d2 / (d2 + value.w * value.w);
    }
    var light = value.xyz * lit.radiance * weight;
    // Nothing is between it and the light: all of the way is in one medium.
    if MEDIA { light *= exp(-absorption_in(select(media.y, media.x, l.z > 0.0)) * lit.distance); }
    return light;
}

const NOT_BEGUN = 0xffffffffu;

fn leave_the_eye(path: ptr<function, Path>, dice: Sampler, pixel: vec2u) {
    let ray = camera_ray(dice, pixel);
    (*path).origin = ray.origin;
    (*path).direction = ray.direction;
    (*path).throughput = vec3f(1.0);
    (*path).sum = vec3f(0.0);
    (*path).density = 0.0;
    (*path).floor_ = 0.0;
    (*path).bounce = 0u;
    (*path).medium = frame.medium;
}

// Follows a path to the next surface that it meets, and on from there; whether it goes on. A path meets at most
// `frame.max_bounces` surfaces and what is behind them.
fn go_on(path: ptr<function, Path>, dice: Sampler) -> bool {
    let bounce = (*path).bounce;
    let direction = (*path).direction;
    var throughput = (*path).throughput;
    let hit = trace((*path).origin, direction, MISS, false, ray_seed(dice, 2u * bounce));
    if hit.distance >= MISS {
        (*path).sum += throughput * environment_behind(direction, bounce, (*path).density);
        return false;
    }
    let skin = skin_at(hit);
    let s = bend(surface_at(hit, direction), hit, skin, direction);
    var m = material_at(skin);
    var media = vec2u(0u);
    if MEDIA {
        media = media_at((*path).medium, hit, m, s.back);
        throughput *= exp(-absorption_in(media.x) * hit.distance);
    }
    if UNLIT && (m.flags & MATERIAL_UNLIT) != 0u {
        (*path).sum += throughput * m.base;
        return false;
    }
    if luminance(m.emission) > 0.0 {
        var weight = 1.0;
        if bounce > 0u {
            let cosine = max(-dot(s.geometric, direction), 1.0e-6);
            let asked = asked_at(hit, m, (*path).origin, (*path).horizon);
            let other = asked * LIGHTS_SHARE * hit.distance * hit.distance / cosine;
            let density = (*path).density;
            weight = density * density / (density * density + other * other);
        }
        (*path).sum += throughput * m.emission * weight;
    }
    if bounce == frame.max_bounces { return false; }
    let dimension = 1u + bounce * 4u;
    if DISPERSIVE && m.dispersion > 0.0 && m.transmission > 0.0 && (m.flags & MATERIAL_VOLUME) != 0u {
        throughput = spread(&m, throughput, draw(dice, dimension + 3u).y);
    }
    let axes = axes_of(s, m.anisotropy_turn);
    let o = -direction * axes;
    let b = make_bsdf(m, o, s.matt * axes, s.coat_normal * axes, (*path).floor_, s.back);
    let choices = draw(dice, dimension);
    if frame.lights > 0u || ENVIRONMENT {
        let seed = ray_seed(dice, 2u * bounce + 1u);
        (*path).sum += throughput * light_from(s, axes, b, o, choices.x, draw(dice, dimension + 1u), seed, media);
    }
    let l = sample_bsdf(b, o, choices.y, draw(dice, dimension + 2u));
    let value = eval_bsdf(b, o, l);
    let next = normalize(axes * l);
    if value.w <= 0.0 || dot(next, s.geometric) * l.z <= 0.0 { return false; }
    var after = throughput * value.xyz / value.w;
    (*path).floor_ = select(max((*path).floor_, min(b.alpha.y, 0.25)), 0.25, choices.y >= b.to_through);
    if bounce >= 3u {
        let survive = min(max(after.x, max(after.y, after.z)), 0.95);
        if draw(dice, dimension + 3u).x >= survive { return false; }
        after /= survive;
    }
    (*path).throughput = after;
    (*path).density = value.w;
    (*path).direction = next;
    (*path).origin = leave(s, next);
    (*path).horizon = horizon_of(s, b);
    (*path).bounce = bounce + 1u;
    if MEDIA { (*path).medium = select(media.y, media.x, l.z > 0.0); }
    return true;
}

// Undefined and infinite values become black, by their bits: compilers may assume that x == x.
fn finite(c: vec3f) -> vec3f {
    let bits = bitcast<vec3u>(c) & vec3u(0x7f800000u);
    return select(clamp(c, vec3f(0.0), vec3f(1.0e6)), vec3f(0.0), any(bits == vec3u(0x7f800000u)));
}

@compute @workgroup_size(8, 8)
fn render(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
    if group.x >= work.blocks { return; }
    let block = work.first_block + group.x;
    let across = (work.width + 7u) / 8u;
    var corner = vec2u(work.x, work.y);
    var size = vec2u(work.width, work.height);
    var at = vec2u(block % across, block / across) * 8u + local.xy;
    var slot = at.y * size.x + at.x;
    var first = work.first_sample;
    var samples = work.samples;
    if work.spots > 0u {
        let place = work.places[block];
        corner = vec2u(place.x & 0xffffu, place.x >> 16u);
        size = vec2u(place.y & 0xffffu, place.y >> 16u);
        at = local.xy;
        slot = (block * 8u + at.y) * 8u + at.x;
        samples = min(samples, place.w - min(first, place.w));
        first += place.z;
    }
    if at.x >= size.x || at.y >= size.y { return; }
    let pixel = corner + at;
    var path = Path(vec3f(0.0), 0.0, vec3f(0.0), 0.0, vec3f(0.0), NOT_BEGUN, vec3f(0.0), 0u, vec3f(0.0), 0u);
    var sum = sums_in[slot].xyz;
    if work.resume != 0u {
        path = paths[slot];
        sum = sums_out[slot].xyz;
    }
    let key = start_sampler(frame.seed, pixel.y * frame.width + pixel.x, 0u).key;
    let steps = work.steps;
    for (var step_ = 0u; step_ < steps && path.sample < samples; step_++) {
        let dice = Sampler(key, first + path.sample);
        if path.bounce == NOT_BEGUN { leave_the_eye(&path, dice, pixel); }
        if !go_on(&path, dice) {
            sum += finite(path.sum);
            path.sample++;
            path.bounce = NOT_BEGUN;
        }
    }
    paths[slot] = path;
    sums_out[slot] = vec4f(sum, 0.0);
}
