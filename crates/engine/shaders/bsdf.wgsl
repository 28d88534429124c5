// Metallic-roughness with what glTF's extensions lay over it and let through it, in a frame whose z axis is the normal and
// whose x axis is the way it is brushed. From outside: a coat with a normal of its own, sheen, GGX with Schlick's Fresnel,
// and under it what metals lack: Lambert, or light that goes through.
// Light that one bounce between microfacets loses is given back (Turquin 2019), and what lies below gets what is left
// above it, from tables: a white surface of any roughness then reflects all light.

const MIN_ALPHA = 0.002;
const MATERIAL_VOLUME = 2u;
// What a coat of lacquer reflects straight on: an index of 1.5.
const COAT_F0 = 0.04;

// `eta` is the index on the viewer's side over that on the other; one: nothing is bent. The last three numbers say up
// to where a choice in [0, 1) means coat, microfacets, which reflect or let through, and the diffuse part; beyond, sheen.
struct Bsdf {
    f0: vec3f, f90: f32,
    specular: vec3f, eta: f32,
    diffuse: vec3f, coat: f32,
    through: vec3f, coat_alpha: f32,
    sheen: vec3f, sheen_alpha: f32,
    coat_normal: vec3f, to_coat: f32,
    alpha: vec2f, to_through: f32, to_diffuse: f32,
    matt: vec3f,
}

fn luminance(c: vec3f) -> f32 {
    return 0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z;
}

fn schlick(b: Bsdf, cosine: f32) -> vec3f {
    var c = cosine;
    if GLASS && b.eta > 1.0 {
        // From the denser side it is the other angle that counts, and beyond the last one nothing gets out.
        let squared = 1.0 - b.eta * b.eta * (1.0 - cosine * cosine);
        if squared <= 0.0 { return vec3f(1.0); }
        c = sqrt(squared);
    }
    let m = clamp(1.0 - c, 0.0, 1.0);
    let m2 = m * m;
    return b.f0 + (vec3f(b.f90) - b.f0) * (m2 * m2 * m);
}

fn coat_fresnel(cosine: f32) -> f32 {
    let m = clamp(1.0 - cosine, 0.0, 1.0);
    let m2 = m * m;
    return COAT_F0 + (1.0 - COAT_F0) * (m2 * m2 * m);
}

// What is laid over the rest: the shares of light that coat and sheen send back, of what reaches each.
fn lay_over(b: ptr<function, Bsdf>, m: Material, o: vec3f, floor_: f32) -> vec2f {
    var shares = vec2f(0.0);
    if COATED && m.coat > 0.0 {
        (*b).coat_alpha = max(max(m.coat_roughness * m.coat_roughness, MIN_ALPHA), floor_);
        let a = look_up_albedo(select(o.z, dot(o, (*b).coat_normal), COAT_BENT), (*b).coat_alpha);
        (*b).coat = m.coat * (1.0 + COAT_F0 * (1.0 / max(a.x + a.y, 1.0e-3) - 1.0));
        shares.x = (*b).coat * (COAT_F0 * a.x + a.y);
    }
    let strongest = max(m.sheen.x, max(m.sheen.y, m.sheen.z));
    if SHEEN && strongest > 0.0 {
        let roughness = max(m.sheen_roughness, MIN_SHEEN_ROUGHNESS);
        (*b).sheen_alpha = roughness * roughness;
        (*b).sheen = m.sheen * (1.0 - shares.x);
        shares.y = strongest * look_up_sheen(o.z, (*b).sheen_alpha);
    }
    return shares;
}

// `floor_` keeps what is seen through a rough surface from being sharp: without it, light that is focused by metals
// onto walls comes as a few blinding pixels. `back`: seen from within.
fn make_bsdf(m: Material, o: vec3f, matt_normal: vec3f, coat_normal: vec3f, floor_: f32, back: bool) -> Bsdf {
    var b: Bsdf;
    b.matt = matt_normal;
    b.coat_normal = coat_normal;
    b.eta = 1.0;
    if GLASS && (m.flags & MATERIAL_VOLUME) != 0u && m.transmission > 0.0 {
        b.eta = select(1.0 / max(m.ior, 1.0), max(m.ior, 1.0), back);
    }
    let step_ = (m.ior - 1.0) / (m.ior + 1.0);
    var dielectric = min(m.specular_colour * (step_ * step_), vec3f(1.0)) * m.specular;
    var metal = m.base;
    if IRIDESCENT && m.iridescence > 0.0 {
        let in_air = sqrt(max(1.0 - (1.0 - o.z * o.z) * max(b.eta * b.eta, 1.0), 0.0));
        if m.metallic < 1.0 { dielectric = film_f0(m, dielectric, in_air); }
        if m.metallic > 0.0 { metal = film_f0(m, metal, in_air); }
    }
    let strongest = max(dielectric.x, max(dielectric.y, dielectric.z));
    let alpha = max(max(m.roughness * m.roughness, MIN_ALPHA), floor_);
    b.alpha = vec2f(alpha);
    if STRETCHED { b.alpha.x = mix(alpha, 1.0, m.anisotropy * m.anisotropy); }
    b.f0 = dielectric * (1.0 - m.metallic) + metal * m.metallic;
    b.f90 = clamp(50.0 * max(b.f0.x, max(b.f0.y, b.f0.z)), 0.0, m.specular * (1.0 - m.metallic) + m.metallic);
    let e = albedo_of(o, b.alpha);
    let lost = 1.0 / max(e.x + e.y, 1.0e-3) - 1.0;
    let clear = m.transmission * (1.0 - m.metallic);
    // Where light goes through, what microfacets lose is lost to both sides alike.
    var lost_through = lost;
    if ROUGH_GLASS && b.eta != 1.0 {
        lost_through = 1.0 / look_up_glass(o.z, sqrt(0.5 * dot(b.alpha, b.alpha)), m.ior, back) - 1.0;
    }
    b.specular = vec3f(1.0) + b.f0 * ((1.0 - clear) * lost) + vec3f(clear * lost_through);
    var reflected = luminance((b.f0 * e.x + vec3f(b.f90 * e.y)) * b.specular);
    let above = strongest * e.x + clamp(50.0 * strongest, 0.0, m.specular) * e.y;
    let matt = (1.0 - m.metallic) * (1.0 - m.transmission);
    b.diffuse = m.base * (matt * (1.0 - above * (1.0 + strongest * lost)));
    var through = 0.0;
    if GLASS && clear > 0.0 {
        b.through = m.base * (clear * (1.0 + lost_through));
        reflected = luminance(schlick(b, o.z));
        through = luminance(b.through) * (1.0 - reflected);
        // From within, what is matt gets what is left of the mirror that glass is beyond its last angle.
        if b.eta > 1.0 { b.diffuse = m.base * (matt * (1.0 - reflected)); }
    }
    let shares = lay_over(&b, m, o, floor_);
    let below = (1.0 - shares.x) * (1.0 - shares.y);
    if COATED || SHEEN {
        b.specular *= below;
        b.diffuse *= below;
        b.through *= below;
    }
    let all = reflected + through + luminance(m.base) * matt * (1.0 - reflected);
    b.to_coat = shares.x;
    b.to_diffuse = shares.x + below;
    b.to_through = select(b.to_diffuse, b.to_coat + below * (reflected + through) / all, all > 0.0);
    if luminance(b.diffuse) <= 0.0 { b.to_through = b.to_diffuse; }
    return b;
}

// How often a microfacet with this Fresnel term reflects, and does not let through.
fn mirroring(b: Bsdf, fresnel: vec3f) -> f32 {
    if !GLASS { return 1.0; }
    let through = luminance(b.through * (vec3f(1.0) - fresnel));
    if through <= 0.0 { return 1.0; }
    let reflected = luminance(b.specular * fresnel);
    return reflected / (reflected + through);
}

// Smith's auxiliary function for GGX.
fn lambda(v: vec3f, alpha: vec2f) -> f32 {
    let slope = v.xy * alpha;
    return 0.5 * (sqrt(1.0 + dot(slope, slope) / max(v.z * v.z, 1.0e-12)) - 1.0);
}

fn distribution(h: vec3f, alpha: vec2f) -> f32 {
    let slope = h.xy / alpha;
    let stretched = dot(slope, slope) + h.z * h.z;
    return 1.0 / (PI * alpha.x * alpha.y * stretched * stretched);
}

// How fibres hide one another, as Estevez and Kulla (2017) fitted it.
fn sheen_fit(x: f32, alpha: f32) -> f32 {
    let t = (1.0 - alpha) * (1.0 - alpha);
    let a = mix(21.5473, 25.3245, t);
    let b = mix(3.82987, 3.32435, t);
    let c = mix(0.19823, 0.16801, t);
    let d = mix(-1.97760, -1.27393, t);
    let e = mix(-4.32054, -4.85967, t);
    return a / (1.0 + b * pow(x, c)) + d * x + e;
}

fn sheen_lambda(cosine: f32, alpha: f32) -> f32 {
    if cosine < 0.5 { return exp(sheen_fit(max(cosine, 1.0e-6), alpha)); }
    return exp(2.0 * sheen_fit(0.5, alpha) - sheen_fit(max(1.0 - cosine, 1.0e-6), alpha));
}

// Fibres that stand on a surface, by the angles of viewer, light and what is halfway: share of light times cosine.
fn charlie(o: f32, l: f32, h: f32, alpha: f32) -> f32 {
    let rise = 1.0 / alpha;
    let density = (2.0 + rise) * pow(max(1.0 - h * h, 1.0e-7), 0.5 * rise) / (2.0 * PI);
    return density / ((1.0 + sheen_lambda(o, alpha) + sheen_lambda(l, alpha)) * 4.0 * o);
}

// Light that comes from the other side: share times cosine, and density.
fn eval_through(b: Bsdf, o: vec3f, l: vec3f) -> vec4f {
    if !GLASS || luminance(b.through) <= 0.0 { return vec4f(0.0); }
    let lo = lambda(o, b.alpha);
    let ll = lambda(l, b.alpha);
    var h: vec3f;
    var common_: f32;
    if b.eta == 1.0 {
        h = normalize(o + vec3f(l.xy, -l.z));
        common_ = distribution(h, b.alpha) / (4.0 * o.z);
    } else {
        h = normalize(o * b.eta + l);
        h *= select(1.0, -1.0, h.z < 0.0);
        let oh = dot(o, h);
        let lh = dot(l, h);
        if oh <= 0.0 || lh >= 0.0 { return vec4f(0.0); }
        let bent = b.eta * oh + lh;
        common_ = distribution(h, b.alpha) * oh * -lh / (o.z * max(bent * bent, 1.0e-12));
    }
    let fresnel = schlick(b, dot(o, h));
    let value = b.through * (vec3f(1.0) - fresnel) * (common_ / (1.0 + lo + ll));
    return vec4f(value, (b.to_through - b.to_coat) * (1.0 - mirroring(b, fresnel)) * common_ / (1.0 + lo));
}

// The coat's share of light times cosine, and density.
fn eval_coat(b: Bsdf, o: vec3f, l: vec3f, h: vec3f) -> vec2f {
    var to = array<vec3f, 3>(o, l, h);
    if COAT_BENT {
        let axes = basis(b.coat_normal);
        to = array<vec3f, 3>(o * axes, l * axes, h * axes);
        if to[0].z <= 0.0 || to[1].z <= 0.0 { return vec2f(0.0); }
    }
    let co = lambda(to[0], vec2f(b.coat_alpha));
    let cl = lambda(to[1], vec2f(b.coat_alpha));
    let coat = distribution(to[2], vec2f(b.coat_alpha)) / (4.0 * to[0].z);
    return vec2f(b.coat * coat_fresnel(dot(o, h)) * coat / (1.0 + co + cl), b.to_coat * coat / (1.0 + co));
}

// Share of light times cosine, and the density with which `sample_bsdf` draws `l`.
fn eval_bsdf(b: Bsdf, o: vec3f, l: vec3f) -> vec4f {
    if l.z == 0.0 || o.z <= 0.0 { return vec4f(0.0); }
    if l.z < 0.0 { return eval_through(b, o, l); }
    let h = normalize(o + l);
    let lo = lambda(o, b.alpha);
    let ll = lambda(l, b.alpha);
    let common_ = distribution(h, b.alpha) / (4.0 * o.z);
    let fresnel = schlick(b, dot(o, h));
    let specular = fresnel * b.specular * (common_ / (1.0 + lo + ll));
    // A picture of normals turns what is matt further than what mirrors.
    let cosine = select(l.z, max(dot(b.matt, l), 0.0), has_slot(2u));
    var value = specular + b.diffuse * (cosine / PI);
    let to_diffuse = select(1.0, b.to_diffuse, SHEEN);
    var density = (b.to_through - b.to_coat) * mirroring(b, fresnel) * common_ / (1.0 + lo);
    density += (to_diffuse - b.to_through) * l.z / PI;
    if SHEEN && b.sheen_alpha > 0.0 {
        value += b.sheen * charlie(o.z, l.z, h.z, b.sheen_alpha);
        density += (1.0 - to_diffuse) / (2.0 * PI);
    }
    if COATED && b.coat > 0.0 {
        let coat = eval_coat(b, o, l, h);
        value += vec3f(coat.x);
        density += coat.y;
    }
    return vec4f(value, density);
}

// Visible normals of GGX as a spherical cap; Dupuy and Benyoub 2023.
fn sample_half(o: vec3f, alpha: vec2f, uv: vec2f) -> vec3f {
    let w = normalize(vec3f(o.xy * alpha, o.z));
    let phi = 2.0 * PI * uv.x;
    let z = (1.0 - uv.y) * (1.0 + w.z) - w.z;
    let r = sqrt(clamp(1.0 - z * z, 0.0, 1.0));
    let h = vec3f(r * cos(phi), r * sin(phi), z) + w;
    return normalize(vec3f(h.xy * alpha, max(h.z, 1.0e-6)));
}

fn sample_coat(b: Bsdf, o: vec3f, uv: vec2f) -> vec3f {
    if !COAT_BENT { return sample_half(o, vec2f(b.coat_alpha), uv); }
    let axes = basis(b.coat_normal);
    return axes * sample_half(o * axes, vec2f(b.coat_alpha), uv);
}

// A direction of no length where there is none.
fn sample_bsdf(b: Bsdf, o: vec3f, choice: f32, uv: vec2f) -> vec3f {
    if choice < b.to_through {
        let coat = COATED && choice < b.to_coat;
        var h: vec3f;
        if coat { h = sample_coat(b, o, uv); } else { h = sample_half(o, b.alpha, uv); }
        var l = reflect(-o, h);
        let part = (choice - b.to_coat) / (b.to_through - b.to_coat);
        if GLASS && !coat && part >= mirroring(b, schlick(b, dot(o, h))) {
            if b.eta != 1.0 { l = refract(-o, h, b.eta); } else { l.z = -l.z; }
            return select(vec3f(0.0), l, l.z < 0.0);
        }
        return select(vec3f(0.0), l, l.z > 0.0);
    }
    let phi = 2.0 * PI * uv.y;
    if SHEEN && choice >= b.to_diffuse {
        let r = sqrt(max(1.0 - uv.x * uv.x, 0.0));
        return vec3f(r * cos(phi), r * sin(phi), uv.x);
    }
    let r = sqrt(uv.x);
    return vec3f(r * cos(phi), r * sin(phi), sqrt(max(1.0 - uv.x, 0.0)));
}
