// Metallic-roughness with what glTF's extensions lay over it and let through it, in a frame whose z axis is the normal.
// From outside: a coat, GGX with Schlick's Fresnel, and under it what metals lack: Lambert, or light that goes through.
// Light that one bounce between microfacets loses is given back (Turquin 2019), and what lies below gets what is left
// above it, both from a table: a white surface of any roughness then reflects all light.

const TABLE = 32u;
const MIN_ALPHA = 0.002;
const MATERIAL_VOLUME = 2u;
// What a coat of lacquer reflects straight on: an index of 1.5.
const COAT_F0 = 0.04;

// `eta` is the index on the viewer's side over that on the other; one: nothing is bent. The last three numbers say up to
// where a choice in [0, 1) means coat, reflection, and going through; beyond, it means the diffuse part.
struct Bsdf {
    f0: vec3f, f90: f32,
    specular: vec3f, alpha: f32,
    diffuse: vec3f, eta: f32,
    through: vec3f, coat: f32,
    coat_alpha: f32, to_coat: f32, to_specular: f32, to_through: f32,
}

// The directional albedo of GGX as (scale of f0, scale of f90); Karis 2013.
fn look_up_albedo(cosine: f32, alpha: f32) -> vec2f {
    let last = f32(TABLE - 1u);
    let x = clamp(cosine, 0.0, 1.0) * last;
    let y = clamp(sqrt(alpha), 0.0, 1.0) * last;
    let i = min(u32(x), TABLE - 2u);
    let j = min(u32(y), TABLE - 2u);
    let s = x - f32(i);
    let t = y - f32(j);
    let at = j * TABLE + i;
    let near = tables[at] * (1.0 - s) + tables[at + 1u] * s;
    let far = tables[at + TABLE] * (1.0 - s) + tables[at + TABLE + 1u] * s;
    return near * (1.0 - t) + far * t;
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

// `floor_` keeps what is seen through a rough surface from being sharp: without it, light that is focused by metals
// onto walls comes as a few blinding pixels. `back`: seen from within.
fn make_bsdf(m: Material, cosine: f32, floor_: f32, back: bool) -> Bsdf {
    var b: Bsdf;
    let step_ = (m.ior - 1.0) / (m.ior + 1.0);
    let dielectric = min(m.specular_colour * (step_ * step_), vec3f(1.0)) * m.specular;
    let strongest = max(dielectric.x, max(dielectric.y, dielectric.z));
    b.alpha = max(max(m.roughness * m.roughness, MIN_ALPHA), floor_);
    b.f0 = dielectric * (1.0 - m.metallic) + m.base * m.metallic;
    b.f90 = clamp(50.0 * max(b.f0.x, max(b.f0.y, b.f0.z)), 0.0, m.specular * (1.0 - m.metallic) + m.metallic);
    b.eta = 1.0;
    let e = look_up_albedo(cosine, b.alpha);
    let lost = 1.0 / max(e.x + e.y, 1.0e-3) - 1.0;
    let clear = m.transmission * (1.0 - m.metallic);
    // Where light goes through, what microfacets lose is lost to both sides alike.
    b.specular = vec3f(1.0) + (b.f0 * (1.0 - clear) + vec3f(clear)) * lost;
    var reflected = luminance((b.f0 * e.x + vec3f(b.f90 * e.y)) * b.specular);
    let above = strongest * e.x + clamp(50.0 * strongest, 0.0, m.specular) * e.y;
    let matt = (1.0 - m.metallic) * (1.0 - m.transmission);
    b.diffuse = m.base * (matt * (1.0 - above * (1.0 + strongest * lost)));
    var through = 0.0;
    if GLASS && clear > 0.0 {
        b.through = m.base * (clear * (1.0 + lost));
        if (m.flags & MATERIAL_VOLUME) != 0u { b.eta = select(1.0 / max(m.ior, 1.0), max(m.ior, 1.0), back); }
        reflected = luminance(schlick(b, cosine));
        through = luminance(b.through) * (1.0 - reflected);
    }
    var coated = 0.0;
    if COATED && m.coat > 0.0 {
        b.coat_alpha = max(max(m.coat_roughness * m.coat_roughness, MIN_ALPHA), floor_);
        let a = look_up_albedo(cosine, b.coat_alpha);
        let single = COAT_F0 * a.x + a.y;
        let gain = 1.0 + COAT_F0 * (1.0 / max(a.x + a.y, 1.0e-3) - 1.0);
        b.coat = m.coat * gain;
        coated = b.coat * single;
        b.specular *= 1.0 - coated;
        b.diffuse *= 1.0 - coated;
        b.through *= 1.0 - coated;
    }
    let below = reflected + through + luminance(m.base) * matt * (1.0 - reflected);
    b.to_coat = coated;
    b.to_specular = select(1.0, coated + (1.0 - coated) * reflected / below, below > 0.0);
    b.to_through = select(1.0, b.to_specular + (1.0 - coated) * through / below, below > 0.0);
    if luminance(b.diffuse) <= 0.0 { b.to_through = 1.0; }
    if luminance(b.diffuse) <= 0.0 && through <= 0.0 { b.to_specular = 1.0; }
    return b;
}

// Smith's auxiliary function for GGX.
fn lambda(v: vec3f, alpha: f32) -> f32 {
    let tangent2 = (v.x * v.x + v.y * v.y) / max(v.z * v.z, 1.0e-12);
    return 0.5 * (sqrt(1.0 + alpha * alpha * tangent2) - 1.0);
}

fn distribution(h: vec3f, alpha: f32) -> f32 {
    let a2 = alpha * alpha;
    let stretched = (h.x * h.x + h.y * h.y) / a2 + h.z * h.z;
    return 1.0 / (PI * a2 * stretched * stretched);
}

// Light that comes from the other side: share times cosine, and density.
fn eval_through(b: Bsdf, o: vec3f, l: vec3f) -> vec4f {
    let chosen = b.to_through - b.to_specular;
    if !GLASS || chosen <= 0.0 { return vec4f(0.0); }
    let lo = lambda(o, b.alpha);
    let ll = lambda(l, b.alpha);
    if b.eta == 1.0 {
        let h = normalize(o + vec3f(l.xy, -l.z));
        let common_ = distribution(h, b.alpha) / (4.0 * o.z);
        let value = b.through * (vec3f(1.0) - schlick(b, dot(o, h))) * (common_ / (1.0 + lo + ll));
        return vec4f(value, chosen * common_ / (1.0 + lo));
    }
    var h = normalize(o * b.eta + l);
    h *= select(1.0, -1.0, h.z < 0.0);
    let oh = dot(o, h);
    let lh = dot(l, h);
    if oh <= 0.0 || lh >= 0.0 { return vec4f(0.0); }
    let bent = b.eta * oh + lh;
    let common_ = distribution(h, b.alpha) * oh * -lh / (o.z * max(bent * bent, 1.0e-12));
    let value = b.through * (vec3f(1.0) - schlick(b, oh)) * (common_ / (1.0 + lo + ll));
    return vec4f(value, chosen * common_ / (1.0 + lo));
}

// Share of light times cosine, and the density with which `sample_bsdf` draws `l`.
fn eval_bsdf(b: Bsdf, o: vec3f, l: vec3f) -> vec4f {
    if l.z == 0.0 || o.z <= 0.0 { return vec4f(0.0); }
    if l.z < 0.0 { return eval_through(b, o, l); }
    let h = normalize(o + l);
    let lo = lambda(o, b.alpha);
    let ll = lambda(l, b.alpha);
    let common_ = distribution(h, b.alpha) / (4.0 * o.z);
    let specular = schlick(b, dot(o, h)) * b.specular * (common_ / (1.0 + lo + ll));
    var value = specular + b.diffuse * (l.z / PI);
    var density = (b.to_specular - b.to_coat) * common_ / (1.0 + lo) + (1.0 - b.to_through) * l.z / PI;
    if COATED && b.coat > 0.0 {
        let co = lambda(o, b.coat_alpha);
        let cl = lambda(l, b.coat_alpha);
        let coat = distribution(h, b.coat_alpha) / (4.0 * o.z);
        value += vec3f(b.coat * coat_fresnel(dot(o, h)) * coat / (1.0 + co + cl));
        density += b.to_coat * coat / (1.0 + co);
    }
    return vec4f(value, density);
}

// Visible normals of GGX as a spherical cap; Dupuy and Benyoub 2023.
fn sample_half(o: vec3f, alpha: f32, uv: vec2f) -> vec3f {
    let w = normalize(vec3f(o.xy * alpha, o.z));
    let phi = 2.0 * PI * uv.x;
    let z = (1.0 - uv.y) * (1.0 + w.z) - w.z;
    let r = sqrt(clamp(1.0 - z * z, 0.0, 1.0));
    let h = vec3f(r * cos(phi), r * sin(phi), z) + w;
    return normalize(vec3f(h.xy * alpha, max(h.z, 1.0e-6)));
}

// A direction of no length where there is none.
fn sample_bsdf(b: Bsdf, o: vec3f, choice: f32, uv: vec2f) -> vec3f {
    if choice < b.to_through {
        let h = sample_half(o, select(b.alpha, b.coat_alpha, COATED && choice < b.to_coat), uv);
        var l = reflect(-o, h);
        if GLASS && choice >= b.to_specular {
            if b.eta != 1.0 { l = refract(-o, h, b.eta); } else { l.z = -l.z; }
            return select(vec3f(0.0), l, l.z < 0.0);
        }
        return select(vec3f(0.0), l, l.z > 0.0);
    }
    let r = sqrt(uv.x);
    let phi = 2.0 * PI * uv.y;
    return vec3f(r * cos(phi), r * sin(phi), sqrt(max(1.0 - uv.x, 0.0)));
}
