// One thread is one pixel: it adds the samples that are due to the pixel's sum, in order, so that how a unit was cut
// into submissions never shows in the result.

// `tangent` is zero where a surface has none; `hand` is -1 where the third axis lies the other way round.
struct Surface { position: vec3f, geometric: vec3f, normal: vec3f, tangent: vec3f, hand: f32 }

fn decode_normal(bits: u32) -> vec3f {
    let e = unpack2x16snorm(bits);
    let z = 1.0 - abs(e.x) - abs(e.y);
    let fold = max(-z, 0.0);
    return normalize(vec3f(e.x - select(-fold, fold, e.x >= 0.0), e.y - select(-fold, fold, e.y >= 0.0), z));
}

// The hit point in world space; normals turned to where the ray came from.
fn surface_at(hit: Hit, direction: vec3f) -> Surface {
    let triangle = triangles[hit.triangle];
    let edge1 = bitcast<vec3f>(triangle.edge1.xyz);
    let edge2 = bitcast<vec3f>(triangle.edge2.xyz);
    let p = vec4f(bitcast<vec3f>(triangle.corner.xyz) + edge1 * hit.u + edge2 * hit.v, 1.0);
    let m = instances[hit.instance].to_world;
    let inverse = instances[hit.instance].to_object;
    let flat = cross(edge1, edge2);
    let smooth_ = decode_normal(triangle.corner.w) * (1.0 - hit.u - hit.v)
        + decode_normal(triangle.edge1.w) * hit.u
        + decode_normal(triangle.edge2.w) * hit.v;
    var geometric = normalize(inverse[0].xyz * flat.x + inverse[1].xyz * flat.y + inverse[2].xyz * flat.z);
    var normal = inverse[0].xyz * smooth_.x + inverse[1].xyz * smooth_.y + inverse[2].xyz * smooth_.z;
    normal /= max(length(normal), 1.0e-20);
    geometric *= select(1.0, -1.0, dot(geometric, direction) > 0.0);
    normal *= select(1.0, -1.0, dot(normal, geometric) < 0.0);
    // A vertex normal that looks away from the viewer has no meaning here.
    if !(dot(normal, direction) < -1.0e-3) { normal = geometric; }
    return Surface(vec3f(dot(m[0], p), dot(m[1], p), dot(m[2], p)), geometric, normal, vec3f(0.0), 1.0);
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

// Two axes across a surface, the first along its tangent where it has one.
fn axes_of(s: Surface) -> mat3x3f {
    let across = s.tangent - s.normal * dot(s.normal, s.tangent);
    let length2 = dot(across, across);
    if !TANGENTS || length2 < 1.0e-6 { return basis(s.normal); }
    let x = across / sqrt(length2);
    return mat3x3f(x, cross(s.normal, x) * s.hand, s.normal);
}

fn light_from(s: Surface, axes: mat3x3f, b: Bsdf, o: vec3f, choice: f32, uv: vec2f, seed: u32) -> vec3f {
    let lit = sample_light(s.position, choice, uv);
    let direction = normalize(lit.to_light);
    let value = eval_bsdf(b, o, direction * axes);
    if max(value.x, max(value.y, value.z)) <= 0.0 || luminance(lit.radiance) <= 0.0 { return vec3f(0.0); }
    if dot(direction, s.geometric) <= 0.0 { return vec3f(0.0); }
    let origin = leave(s, direction);
    let way = s.position + lit.to_light - origin;
    if trace(origin, way, 0.9999, true, seed).distance < 0.9999 { return vec3f(0.0); }
    var weight = 1.0;
    if lit.density > 0.0 {
        let d2 = lit.density * lit.density;
        weight = d2 / (d2 + value.w * value.w);
    }
    return value.xyz * lit.radiance * weight;
}

// One path from the eye, at most `frame.max_bounces` long.
fn radiance(pixel: vec2u, sample: u32) -> vec3f {
    let dice = start_sampler(frame.seed, pixel.y * frame.width + pixel.x, sample);
    let ray = camera_ray(dice, pixel);
    var origin = ray.origin;
    var direction = ray.direction;
    var sum = vec3f(0.0);
    var throughput = vec3f(1.0);
    var density = 0.0;
    var floor_ = 0.0;
    for (var bounce = 0u; ; bounce++) {
        let hit = trace(origin, direction, MISS, false, ray_seed(dice, 2u * bounce));
        if hit.distance >= MISS {
            sum += throughput * frame.sky;
            break;
        }
        let s = bend(surface_at(hit, direction), hit, direction);
        let m = material_at(hit);
        if UNLIT && (m.flags & MATERIAL_UNLIT) != 0u {
            sum += throughput * m.base;
            break;
        }
        if luminance(m.emission) > 0.0 {
            var weight = 1.0;
            if bounce > 0u {
                let cosine = max(-dot(s.geometric, direction), 1.0e-6);
                let other = shine_at(hit, m) * frame.area_density * hit.distance * hit.distance / cosine;
                weight = density * density / (density * density + other * other);
            }
            sum += throughput * m.emission * weight;
        }
        if bounce == frame.max_bounces { break; }
        let axes = axes_of(s);
        let o = -direction * axes;
        let b = make_bsdf(m, o.z, floor_);
        let dimension = 1u + bounce * 4u;
        let choices = draw(dice, dimension);
        if frame.lights > 0u {
            sum += throughput * light_from(s, axes, b, o, choices.x, draw(dice, dimension + 1u), ray_seed(dice, 2u * bounce + 1u));
        }
        let l = sample_bsdf(b, o, choices.y, draw(dice, dimension + 2u));
        let value = eval_bsdf(b, o, l);
        direction = normalize(axes * l);
        if value.w <= 0.0 || dot(direction, s.geometric) <= 0.0 { break; }
        throughput *= value.xyz / value.w;
        density = value.w;
        floor_ = max(floor_, min(b.alpha, 0.25));
        if choices.y >= b.choose_specular { floor_ = 0.25; }
        if bounce >= 3u {
            let survive = min(max(throughput.x, max(throughput.y, throughput.z)), 0.95);
            if draw(dice, dimension + 3u).x >= survive { break; }
            throughput /= survive;
        }
        origin = leave(s, direction);
    }
    return sum;
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
    let at = vec2u(block % across, block / across) * 8u + local.xy;
    if at.x >= work.width || at.y >= work.height { return; }
    let slot = at.y * work.width + at.x;
    var sum = sums_in[slot].xyz;
    for (var i = 0u; i < work.samples; i++) {
        sum += finite(radiance(vec2u(work.x, work.y) + at, work.first_sample + i));
    }
    sums_out[slot] = vec4f(sum, 0.0);
}
