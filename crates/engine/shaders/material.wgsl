// What a surface is made of where it was hit: its material's factors, times what lies on it. What a scene does not have
// is ruled out by constants that stand before all shaders, so that it costs nothing.

const MATERIAL_UNLIT = 1u;
const MATERIAL_GLOSSY = 8u;
const NO_TEXTURE = 0xffffffffu;
const CORNER_UV0 = 1u;
const CORNER_UV1 = 2u;
const CORNER_COLOUR = 4u;
const CORNER_TANGENT = 8u;
const CORNER_SHINE = 16u;
const INSTANCE_HOLES = 32u;

// A point of a triangle, and where the words of its corners begin.
struct Spot { first: u32, stride: u32, flags: u32, weights: vec3f }

fn spot_at(instance: u32, triangle: u32, u: f32, v: f32) -> Spot {
    let laying = laying_of(instance);
    let flags = laying.flags;
    let pairs = (flags & 1u) + ((flags >> 1u) & 1u) + ((flags >> 2u) & 1u);
    let stride = 2u * pairs + ((flags >> 3u) & 1u) + ((flags >> 4u) & 1u);
    return Spot(laying.corners + triangle * 3u * stride, stride, flags, vec3f(1.0 - u - v, u, v));
}

// Written out rather than as loops: software Vulkan bears a limited number of rounds.
fn pair(at: u32) -> vec2f {
    return bitcast<vec2f>(vec2u(corner_word(at), corner_word(at + 1u)));
}

fn pair_at(s: Spot, offset: u32) -> vec2f {
    let at = s.first + offset;
    return pair(at) * s.weights.x + pair(at + s.stride) * s.weights.y + pair(at + 2u * s.stride) * s.weights.z;
}

fn laid_at(s: Spot) -> Laid {
    var laid = Laid(vec2f(0.0), vec2f(0.0));
    if (s.flags & CORNER_UV0) != 0u { laid.first = pair_at(s, 0u); }
    if (s.flags & CORNER_UV1) != 0u { laid.second = pair_at(s, 2u * (s.flags & 1u)); }
    return laid;
}

fn colour(at: u32) -> vec4f {
    return vec4f(unpack2x16unorm(corner_word(at)), unpack2x16unorm(corner_word(at + 1u)));
}

fn colour_at(s: Spot) -> vec4f {
    if !COLOURED || (s.flags & CORNER_COLOUR) == 0u { return vec4f(1.0); }
    let offset = 2u * ((s.flags & 1u) + ((s.flags >> 1u) & 1u));
    let at = s.first + offset;
    return colour(at) * s.weights.x + colour(at + s.stride) * s.weights.y + colour(at + 2u * s.stride) * s.weights.z;
}

fn has_slot(slot: u32) -> bool {
    return (SLOTS & (1u << slot)) != 0u;
}

// What is known of a hit before any picture is looked at. Once: what a branch has read is read again after it.
struct Skin { material: Material, spot: Spot, laid: Laid }

fn skin_at(hit: Hit) -> Skin {
    let s = spot_at(hit.instance, hit.triangle, hit.u, hit.v);
    var laid = Laid(vec2f(0.0), vec2f(0.0));
    if LAID { laid = laid_at(s); }
    return Skin(material_of(material_number(hit.instance)), s, laid);
}

fn material_at(skin: Skin) -> Material {
    var m = skin.material;
    // Without tangents nothing says which way it is brushed.
    if STRETCHED && (skin.spot.flags & CORNER_TANGENT) == 0u { m.anisotropy = 0.0; }
    if !LAID { return m; }
    let laid = skin.laid;
    m.base *= colour_at(skin.spot).xyz;
    if has_slot(0u) && m.textures[0] != NO_TEXTURE { m.base *= look_up(m.textures[0], laid).xyz; }
    if has_slot(1u) && m.textures[1] != NO_TEXTURE {
        let c = look_up(m.textures[1], laid);
        m.roughness *= c.y;
        m.metallic *= c.z;
    }
    if has_slot(3u) && m.textures[3] != NO_TEXTURE { m.emission *= look_up(m.textures[3], laid).xyz; }
    if has_slot(4u) && m.textures[4] != NO_TEXTURE { m.transmission *= look_up(m.textures[4], laid).x; }
    if has_slot(5u) && m.textures[5] != NO_TEXTURE { m.specular *= look_up(m.textures[5], laid).w; }
    if has_slot(6u) && m.textures[6] != NO_TEXTURE {
        let c = look_up(m.textures[6], laid);
        m.specular_colour *= c.xyz;
        if GLOSSY && (m.flags & MATERIAL_GLOSSY) != 0u { m.roughness = 1.0 - (1.0 - m.roughness) * c.w; }
    }
    if has_slot(7u) && m.textures[7] != NO_TEXTURE { m.coat *= look_up(m.textures[7], laid).x; }
    if has_slot(8u) && m.textures[8] != NO_TEXTURE { m.coat_roughness *= look_up(m.textures[8], laid).y; }
    if has_slot(10u) && m.textures[10] != NO_TEXTURE { m.sheen *= look_up(m.textures[10], laid).xyz; }
    if has_slot(11u) && m.textures[11] != NO_TEXTURE { m.sheen_roughness *= look_up(m.textures[11], laid).w; }
    if has_slot(12u) && m.textures[12] != NO_TEXTURE {
        // A direction in red and green, whose turn adds to the material's; how much in blue.
        let c = look_up(m.textures[12], laid);
        let along = c.xy * 2.0 - 1.0;
        if dot(along, along) > 1.0e-4 { m.anisotropy_turn += atan2(along.y, along.x); }
        m.anisotropy *= c.z;
    }
    if has_slot(13u) && m.textures[13] != NO_TEXTURE { m.iridescence *= look_up(m.textures[13], laid).x; }
    if has_slot(14u) && m.textures[14] != NO_TEXTURE { m.iridescence_thickness *= look_up(m.textures[14], laid).y; }
    return m;
}

// What goes on of a path at glass that spreads colours: one of them, three times as bright, with an index of its own.
fn spread(m: ptr<function, Material>, throughput: vec3f, chance: f32) -> vec3f {
    var kept = throughput;
    let colours = select(vec3f(0.0), vec3f(1.0), throughput > vec3f(0.0));
    if colours.x + colours.y + colours.z > 1.0 {
        let chosen = vec3u(min(u32(chance * 3.0), 2u)) == vec3u(0u, 1u, 2u);
        kept = select(vec3f(0.0), throughput * 3.0, chosen);
    }
    // As KHR_materials_dispersion has it: green is what the material's index is said for.
    let side = select(0.0, 1.0, kept.z > 0.0) - select(0.0, 1.0, kept.x > 0.0);
    (*m).ior = max((*m).ior + side * 0.025 * (*m).dispersion * ((*m).ior - 1.0), 1.0);
    return kept;
}

// How much of a surface is there.
fn opacity_at(s: Spot, m: Material) -> f32 {
    var opacity = m.opacity * colour_at(s).w;
    if has_slot(0u) && m.textures[0] != NO_TEXTURE { opacity *= look_up(m.textures[0], laid_at(s)).w; }
    if m.cutoff >= 0.0 { return select(0.0, 1.0, opacity >= m.cutoff); }
    return opacity;
}

// Whether a ray is stopped where it meets a surface. By chance where something is half there: the same for whatever
// order the tree is walked in.
fn stops(instance: u32, triangle: u32, u: f32, v: f32, seed: u32) -> bool {
    if !HOLES || (laying_of(instance).flags & INSTANCE_HOLES) == 0u { return true; }
    let opacity = opacity_at(spot_at(instance, triangle, u, v), material_of(material_number(instance)));
    return f32(pcg(seed ^ pcg(triangle ^ pcg(instance))) >> 8u) * 5.9604645e-8 < opacity;
}

// The luminance that tells how often the triangle that was hit is chosen as a light.
fn shine_at(hit: Hit, m: Material) -> f32 {
    if !UNEVEN || (laying_of(hit.instance).flags & CORNER_SHINE) == 0u { return luminance(m.emission); }
    let s = spot_at(hit.instance, hit.triangle, hit.u, hit.v);
    return bitcast<f32>(corner_word(s.first + s.stride - 1u));
}

// What a point of a light sends, on average over what is there of it.
fn light_emission(light: Light, u: f32, v: f32) -> vec3f {
    if !UNEVEN || light.surface == NO_TEXTURE { return light.emission; }
    let s = spot_at(corner_word(light.surface), corner_word(light.surface + 1u), u, v);
    let m = material_of(material_number(corner_word(light.surface)));
    var emission = m.emission;
    if has_slot(3u) && m.textures[3] != NO_TEXTURE { emission *= look_up(m.textures[3], laid_at(s)).xyz; }
    if HOLES && (s.flags & INSTANCE_HOLES) != 0u { emission *= opacity_at(s, m); }
    return emission;
}

// The lowest bit is which side the third axis lies on.
fn tangent(at: u32) -> vec3f {
    return decode_normal(corner_word(at) & 0xfffffffeu);
}

// A normal as a picture of normals has it, between two axes across `up`.
fn mapped(index: u32, scale: f32, laid: Laid, axes: mat3x3f, geometric: vec3f, direction: vec3f, otherwise: vec3f) -> vec3f {
    let c = look_up(index, laid).xyz * 2.0 - 1.0;
    var normal = axes * (c * vec3f(scale, scale, 1.0));
    normal /= max(length(normal), 1.0e-20);
    normal *= select(1.0, -1.0, dot(axes[2], geometric) < 0.0);
    // One that looks away from the viewer is turned until it just does not.
    let away = dot(normal, direction) + 0.01;
    if away > 0.0 { normal = normalize(normal - direction * away); }
    return select(otherwise, normal, dot(normal, direction) < 0.0);
}

// The surface with its tangent, and with its normals as the pictures on it say.
fn bend(surface: Surface, hit: Hit, skin: Skin, direction: vec3f) -> Surface {
    var bent = surface;
    let s = skin.spot;
    if !TANGENTS || (s.flags & CORNER_TANGENT) == 0u { return bent; }
    let offset = s.stride - 1u - ((s.flags >> 4u) & 1u);
    let at = s.first + offset;
    let along = tangent(at) * s.weights.x + tangent(at + s.stride) * s.weights.y + tangent(at + 2u * s.stride) * s.weights.z;
    let sign_ = select(1.0, -1.0, (corner_word(at) & 1u) != 0u);
    let triangle = triangle_of(hit.triangle);
    let n = decode_normal(triangle.corner.w) * s.weights.x + decode_normal(triangle.edge1.w) * s.weights.y
        + decode_normal(triangle.edge2.w) * s.weights.z;
    let aside = cross(n, along) * sign_;
    let m = to_world(hit.instance);
    let inverse = to_object(hit.instance);
    let t = normalize(vec3f(dot(m[0].xyz, along), dot(m[1].xyz, along), dot(m[2].xyz, along)) + vec3f(1.0e-20));
    let b = normalize(vec3f(dot(m[0].xyz, aside), dot(m[1].xyz, aside), dot(m[2].xyz, aside)) + vec3f(1.0e-20));
    let up = normalize(inverse[0].xyz * n.x + inverse[1].xyz * n.y + inverse[2].xyz * n.z + vec3f(1.0e-20));
    bent.tangent = t;
    let axes = mat3x3f(t, b, up);
    let index = skin.material.textures[2];
    if has_slot(2u) && index != NO_TEXTURE {
        let scale = skin.material.normal_scale;
        bent.matt = mapped(index, scale, skin.laid, axes, surface.geometric, direction, surface.normal);
        bent.normal = mirrored_outside(bent.matt, surface.geometric, direction);
    }
    let over = skin.material.textures[9];
    if COAT_BENT && has_slot(9u) && over != NO_TEXTURE {
        let scale = skin.material.coat_normal_scale;
        let coat = mapped(over, scale, skin.laid, axes, surface.geometric, direction, surface.normal);
        bent.coat_normal = mirrored_outside(coat, surface.geometric, direction);
    }
    bent.hand = select(1.0, -1.0, dot(cross(bent.normal, t), b) < 0.0);
    return bent;
}
