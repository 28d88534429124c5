// Light from all around: a picture of the sphere, its first row at the zenith, as Blender lays it. Between the middles of
// four pixels light is mixed of theirs, and so is the density of samples: a pixel is drawn by how much light it brings,
// and then a point around it by a tent that is as wide as it is mixed in.

struct Around { radiance: vec3f, density: f32 }

// The share of samples that the lights have; never nought, so that it can be divided by.
const LIGHTS_SHARE = max(1.0 - ENVIRONMENT_SHARE, 1.0e-6);

fn environment_pixel(word: u32) -> vec3f {
    let parts = vec3f(f32(word & 511u), f32((word >> 9u) & 511u), f32((word >> 18u) & 511u));
    return parts * bitcast<f32>(((word >> 27u) + 103u) << 23u);
}

// The sine of half a turn's part between nought and a half: near the poles its error must be small beside itself, and
// drivers' own sines may be rough.
fn half_turn_sine(part: f32) -> f32 {
    let x = PI * part;
    let s = x * x;
    return x * (1.0 - s * (0.16666667 - s * (8.3333333e-3 - s * (1.9841270e-4 - s * 2.7557319e-6))));
}

fn row_sine(row: u32) -> f32 {
    let near = min(row, frame.environment_height - 1u - row);
    return half_turn_sine((f32(near) + 0.5) / f32(frame.environment_height));
}

// The angle of a vector as a part of a turn, from -0.5 to 0.5 (Hastings' polynomial), the same on every machine.
fn turn_of(y: f32, x: f32) -> f32 {
    let a = abs(x);
    let b = abs(y);
    let r = min(a, b) / max(max(a, b), 1.0e-30);
    let s = r * r;
    let tangent = 0.99997726 + s * (-0.33262347 + s * (0.19354346 + s * (-0.11643287 + s * (0.05265332 - s * 0.01172120))));
    var turn = r * tangent * 0.15915494;
    if b > a { turn = 0.25 - turn; }
    if x < 0.0 { turn = 0.5 - turn; }
    return select(turn, -turn, y < 0.0);
}

// What comes from a direction, and the density with which it is drawn, per solid angle.
fn environment_at(direction: vec3f) -> Around {
    let width = frame.environment_width;
    let height = frame.environment_height;
    let level = length(direction.xz);
    let u = 0.5 + turn_of(direction.z, direction.x) + frame.environment_turn;
    let x = (u - floor(u)) * f32(width) - 0.5;
    let y = clamp(2.0 * turn_of(level, direction.y), 0.0, 1.0) * f32(height) - 0.5;
    let left = i32(floor(x));
    let top = i32(floor(y));
    let s = x - floor(x);
    let t = y - floor(y);
    let x0 = select(u32(left), width - 1u, left < 0);
    let x1 = select(u32(left + 1), 0u, u32(left + 1) >= width);
    let y0 = u32(max(top, 0));
    let y1 = min(u32(top + 1), height - 1u);
    let upper = mix(environment_pixel(environment_word(y0 * width + x0)), environment_pixel(environment_word(y0 * width + x1)), s) * (1.0 - t);
    let lower = mix(environment_pixel(environment_word(y1 * width + x0)), environment_pixel(environment_word(y1 * width + x1)), s) * t;
    let drawn = luminance(upper) * row_sine(y0) + luminance(lower) * row_sine(y1);
    let density = drawn * frame.environment_density * ENVIRONMENT_SHARE / max(level, 1.0e-6);
    return Around((upper + lower) * frame.environment_scale, density);
}

// Which of so many a number falls to, by a list of what each and those before it have of one; and where in its part.
fn environment_pick(start: u32, count: u32, choice: f32) -> vec2f {
    var low = 0u;
    var high = count - 1u;
    while low < high {
        let middle = (low + high) / 2u;
        if choice < bitcast<f32>(environment_word(start + middle)) { high = middle; } else { low = middle + 1u; }
    }
    var before = 0.0;
    if low > 0u { before = bitcast<f32>(environment_word(start + low - 1u)); }
    let part = (choice - before) / max(bitcast<f32>(environment_word(start + low)) - before, 1.0e-20);
    return vec2f(f32(low), clamp(part, 0.0, 1.0));
}

// From -1 to 1, densest at nought.
fn tent(part: f32) -> f32 {
    if part < 0.5 { return sqrt(2.0 * part) - 1.0; }
    return 1.0 - sqrt(max(2.0 - 2.0 * part, 0.0));
}

fn sample_environment(uv: vec2f) -> Lit {
    let width = frame.environment_width;
    let height = frame.environment_height;
    let row = environment_pick(2u * width * height, height, uv.x);
    let column = environment_pick(width * (height + u32(row.x)), width, uv.y);
    // Beyond a pole is the other side of the same row.
    let below = abs((row.x + 0.5 + tent(row.y)) / f32(height));
    let down = PI * (1.0 - abs(1.0 - below));
    var turn = (column.x + 0.5 + tent(column.y)) / f32(width) - 0.5 - frame.environment_turn;
    turn = (turn - floor(turn + 0.5)) * 2.0 * PI;
    let level = sin(down);
    let direction = normalize(vec3f(cos(turn) * level, cos(down), sin(turn) * level));
    let around = environment_at(direction);
    // From beyond everything in the scene.
    return Lit(direction * (4.0 * frame.extent), around.radiance / max(around.density, 1.0e-30), around.density, 0.0);
}

// What a ray meets that meets no surface.
fn environment_behind(direction: vec3f, bounce: u32, density: f32) -> vec3f {
    if !ENVIRONMENT { return vec3f(0.0); }
    let around = environment_at(direction);
    var weight = 1.0;
    if bounce > 0u { weight = density * density / (density * density + around.density * around.density); }
    return around.radiance * weight;
}

fn sample_light_or_environment(from_: vec3f, horizon: vec3f, choice: f32, uv: vec2f, seed: u32) -> Lit {
    if ENVIRONMENT && choice < ENVIRONMENT_SHARE { return sample_environment(uv); }
    let lit = sample_light(from_, horizon, (choice - ENVIRONMENT_SHARE) / LIGHTS_SHARE, uv, seed);
    return Lit(lit.to_light, lit.radiance / LIGHTS_SHARE, lit.density * LIGHTS_SHARE, lit.distance);
}
