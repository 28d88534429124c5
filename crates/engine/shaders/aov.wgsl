// What a picture's rays meet first. One thread is one pixel; three words of four numbers each:
// albedos, and how many rays met something; normals and depths; depth, object and material of the first ray.

// What Cycles has for a depth where nothing is.
const NOWHERE = 1.0e10;

@compute @workgroup_size(8, 8)
fn aov(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
    if group.x >= work.blocks { return; }
    let block = work.first_block + group.x;
    let across = (work.width + 7u) / 8u;
    let at = vec2u(block % across, block / across) * 8u + local.xy;
    if at.x >= work.width || at.y >= work.height { return; }
    let slot = (at.y * work.width + at.x) * 3u;
    let pixel = vec2u(work.x, work.y) + at;
    var albedo = vec4f(0.0);
    var normal = vec4f(0.0);
    var first = vec4f(NOWHERE, 0.0, 0.0, 0.0);
    if work.first_sample > 0u {
        albedo = sums_out[slot];
        normal = sums_out[slot + 1u];
        first = sums_out[slot + 2u];
    }
    for (var i = 0u; i < work.samples; i++) {
        let dice = start_sampler(frame.seed, pixel.y * frame.width + pixel.x, work.first_sample + i);
        let ray = camera_ray(dice, pixel);
        let hit = trace(ray.origin, ray.direction, MISS, false, ray_seed(dice, 0u));
        if hit.distance < MISS {
            let skin = skin_at(hit);
            let s = bend(surface_at(hit, ray.direction), hit, skin, ray.direction);
            let depth = dot(s.position - frame.eye, normalize(frame.forward));
            albedo += vec4f(finite(material_at(skin).base), 1.0);
            normal += vec4f(s.matt, depth);
            if work.first_sample + i == 0u {
                first = vec4f(depth, f32(hit.instance + 1u), f32(material_number(hit.instance) + 1u), 0.0);
            }
        }
    }
    sums_out[slot] = albedo;
    sums_out[slot + 1u] = normal;
    sums_out[slot + 2u] = first;
}
