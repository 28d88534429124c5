// What is looked up rather than reckoned: how much of the light that comes from everywhere microfacets send on. All but
// the first table are there only if a material of the scene needs them.

const TABLE = 32u;
const MIN_SHEEN_ROUGHNESS = 0.07;
// Behind the albedos and the filter's offsets.
const SHEEN_TABLE = 1537u;
const GLASS_TABLE = 2561u;
const GLASS_COSINES = 16u;
const GLASS_ROUGH = 16u;
const GLASS_INDICES = 12u;
// The largest (n - 1) / (n + 1) in the table: an index of three.
const GLASS_MOST = 0.5;
const STRETCHED_TABLE = 5633u;
const STRETCHED_COSINES = 16u;
const STRETCHED_TURNS = 8u;
const STRETCHED_RATIOS = 8u;
const STRETCHED_ROUGH = 10u;

struct Place { at: u32, part: f32 }

// Where a number from nought to one lies among so many points.
fn place(share: f32, points: u32) -> Place {
    let x = clamp(share, 0.0, 1.0) * f32(points - 1u);
    let at = min(u32(x), points - 2u);
    return Place(at, x - f32(at));
}

// A number of two parts, and the next one.
fn numbers(at: u32) -> vec4f {
    return bitcast<vec4f>(table_row(at, 0u));
}

fn between(at: u32, across: u32, s: f32, t: f32) -> vec2f {
    let near = numbers(at);
    let far = numbers(at + across);
    let both = near * (1.0 - t) + far * t;
    return both.xy * (1.0 - s) + both.zw * s;
}

// The directional albedo of GGX as (scale of f0, scale of f90); Karis 2013.
fn look_up_albedo(cosine: f32, alpha: f32) -> vec2f {
    let x = place(cosine, TABLE);
    let y = place(sqrt(alpha), TABLE);
    return between(y.at * TABLE + x.at, TABLE, x.part, y.part);
}

fn look_up_sheen(cosine: f32, alpha: f32) -> f32 {
    let x = place(sqrt(max(cosine, 0.0)), TABLE);
    let y = place((sqrt(alpha) - MIN_SHEEN_ROUGHNESS) / (1.0 - MIN_SHEEN_ROUGHNESS), TABLE);
    return between(SHEEN_TABLE + y.at * TABLE + x.at, TABLE, x.part, y.part).x;
}

// What one bounce leaves of the light at glass of this index, seen from without or within.
fn look_up_glass(cosine: f32, alpha: f32, ior: f32, back: bool) -> f32 {
    let x = place(sqrt(max(cosine, 0.0)), GLASS_COSINES);
    let y = place(sqrt(alpha), GLASS_ROUGH);
    let z = place((ior - 1.0) / ((ior + 1.0) * GLASS_MOST), GLASS_INDICES);
    let plane = GLASS_COSINES * GLASS_ROUGH;
    let at = GLASS_TABLE + z.at * plane + y.at * GLASS_COSINES + x.at;
    let near = between(at, GLASS_COSINES, x.part, y.part);
    let far = between(at + plane, GLASS_COSINES, x.part, y.part);
    let both = near * (1.0 - z.part) + far * z.part;
    return select(both.x, both.y, back);
}

// The same for microfacets that lean further along x than along y.
fn look_up_stretched(o: vec3f, alpha: vec2f) -> vec2f {
    let x = place(sqrt(max(o.z, 0.0)), STRETCHED_COSINES);
    let y = place(abs(o.x) / max(length(o.xy), 1.0e-6), STRETCHED_TURNS);
    let z = place(sqrt(alpha.y / alpha.x), STRETCHED_RATIOS);
    let w = place(sqrt(alpha.x), STRETCHED_ROUGH);
    let plane = STRETCHED_COSINES * STRETCHED_TURNS;
    let block = plane * STRETCHED_RATIOS;
    let at = STRETCHED_TABLE + w.at * block + z.at * plane + y.at * STRETCHED_COSINES + x.at;
    let a = between(at, STRETCHED_COSINES, x.part, y.part);
    let b = between(at + plane, STRETCHED_COSINES, x.part, y.part);
    let c = between(at + block, STRETCHED_COSINES, x.part, y.part);
    let d = between(at + block + plane, STRETCHED_COSINES, x.part, y.part);
    return (a * (1.0 - z.part) + b * z.part) * (1.0 - w.part) + (c * (1.0 - z.part) + d * z.part) * w.part;
}

fn albedo_of(o: vec3f, alpha: vec2f) -> vec2f {
    if STRETCHED && alpha.x != alpha.y { return look_up_stretched(o, alpha); }
    return look_up_albedo(o.z, alpha.y);
}
