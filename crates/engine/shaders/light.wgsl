// Lights, chosen in proportion to their power. Emissive triangles shine to both sides; their density per area is
// luminance times `frame.area_density`, so a path that hits one by chance knows it without looking the light up.

const TRIANGLE_LIGHT = 0u;
const POINT_LIGHT = 1u;
const SPOT_LIGHT = 2u;

// `density` is per solid angle; zero means that no other strategy can find this light.
struct Lit { to_light: vec3f, radiance: vec3f, density: f32 }

fn choose_light(choice: f32) -> u32 {
    var low = 0u;
    var high = frame.lights - 1u;
    while low < high {
        let middle = (low + high) / 2u;
        if choice < lights[middle].cdf { high = middle; } else { low = middle + 1u; }
    }
    return low;
}

fn sample_light(from_: vec3f, choice: f32, uv: vec2f) -> Lit {
    let light = lights[choose_light(choice)];
    if light.kind == TRIANGLE_LIGHT {
        let root = sqrt(uv.x);
        let to_light = light.position + light.edge1 * (root * (1.0 - uv.y)) + light.edge2 * (root * uv.y) - from_;
        let squared = dot(to_light, to_light);
        let cosine = abs(dot(normalize(cross(light.edge1, light.edge2)), to_light)) / sqrt(squared);
        let density = luminance(light.emission) * frame.area_density * squared / max(cosine, 1.0e-6);
        let emission = light_emission(light, root * (1.0 - uv.y), root * uv.y);
        return Lit(to_light, select(vec3f(0.0), emission / density, cosine > 1.0e-6), density);
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
        return Lit(to_light, light.emission * (intensity / (squared * light.probability)), 0.0);
    }
    // From beyond everything in the scene.
    return Lit(light.edge1 * (-4.0 * frame.extent), light.emission / light.probability, 0.0);
}
