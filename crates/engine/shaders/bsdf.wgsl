// Metallic-roughness: GGX with Schlick's Fresnel over Lambert, in a frame whose z axis is the normal.
// Light that one bounce between microfacets loses is given back (Turquin 2019), and the diffuse part gets what the
// specular part leaves, both from the table `albedo`: a white surface of any roughness then reflects all light.

const TABLE = 32u;
const MIN_ALPHA = 0.002;

struct Bsdf { f0: vec3f, f90: f32, specular: vec3f, diffuse: vec3f, alpha: f32, choose_specular: f32 }

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
    let near = albedo[at] * (1.0 - s) + albedo[at + 1u] * s;
    let far = albedo[at + TABLE] * (1.0 - s) + albedo[at + TABLE + 1u] * s;
    return near * (1.0 - t) + far * t;
}

fn luminance(c: vec3f) -> f32 {
    return 0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z;
}

// `floor_` keeps what is seen through a rough surface from being sharp: without it, light that is focused by metals
// onto walls comes as a few blinding pixels.
fn make_bsdf(m: Material, cosine: f32, floor_: f32) -> Bsdf {
    var b: Bsdf;
    let step_ = (m.ior - 1.0) / (m.ior + 1.0);
    let dielectric = step_ * step_;
    b.alpha = max(max(m.roughness * m.roughness, MIN_ALPHA), floor_);
    b.f0 = vec3f(dielectric) * (1.0 - m.metallic) + m.base * m.metallic;
    b.f90 = clamp(50.0 * max(b.f0.x, max(b.f0.y, b.f0.z)), 0.0, 1.0);
    let e = look_up_albedo(cosine, b.alpha);
    b.specular = vec3f(1.0) + b.f0 * (1.0 / max(e.x + e.y, 1.0e-3) - 1.0);
    let reflected = (b.f0 * e.x + vec3f(b.f90 * e.y)) * b.specular;
    let coat = dielectric * e.x + clamp(50.0 * dielectric, 0.0, 1.0) * e.y;
    b.diffuse = m.base * ((1.0 - m.metallic) * (1.0 - coat * (1.0 + dielectric * (1.0 / max(e.x + e.y, 1.0e-3) - 1.0))));
    let s = luminance(reflected);
    let d = luminance(b.diffuse);
    b.choose_specular = select(1.0, s / (s + d), d > 0.0);
    return b;
}

// Smith's auxiliary function for GGX.
fn lambda(v: vec3f, alpha: f32) -> f32 {
    let tangent2 = (v.x * v.x + v.y * v.y) / max(v.z * v.z, 1.0e-12);
    return 0.5 * (sqrt(1.0 + alpha * alpha * tangent2) - 1.0);
}

// Reflected share times cosine, and the density with which `sample_bsdf` draws `l`.
fn eval_bsdf(b: Bsdf, o: vec3f, l: vec3f) -> vec4f {
    if l.z <= 0.0 || o.z <= 0.0 { return vec4f(0.0); }
    let h = normalize(o + l);
    let a2 = b.alpha * b.alpha;
    let stretched = (h.x * h.x + h.y * h.y) / a2 + h.z * h.z;
    let distribution = 1.0 / (PI * a2 * stretched * stretched);
    let lo = lambda(o, b.alpha);
    let ll = lambda(l, b.alpha);
    let m = clamp(1.0 - dot(o, h), 0.0, 1.0);
    let m2 = m * m;
    let fresnel = b.f0 + (vec3f(b.f90) - b.f0) * (m2 * m2 * m);
    let common_ = distribution / (4.0 * o.z);
    let specular = fresnel * b.specular * (common_ / (1.0 + lo + ll));
    let value = specular + b.diffuse * (l.z / PI);
    let density = b.choose_specular * common_ / (1.0 + lo) + (1.0 - b.choose_specular) * l.z / PI;
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

fn sample_bsdf(b: Bsdf, o: vec3f, choice: f32, uv: vec2f) -> vec3f {
    if choice < b.choose_specular {
        return reflect(-o, sample_half(o, b.alpha, uv));
    }
    let r = sqrt(uv.x);
    let phi = 2.0 * PI * uv.y;
    return vec3f(r * cos(phi), r * sin(phi), sqrt(max(1.0 - uv.x, 0.0)));
}
