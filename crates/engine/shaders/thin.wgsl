// Colours of thin films: what a film over something reflects straight on, if it is to reflect what it does at an angle.
// Belcour and Barla 2017, as KHR_materials_iridescence has it.

fn squared3(v: vec3f) -> vec3f {
    return v * v;
}

// Cosines of whole and broken turns: drivers' cosines of large angles are rough.
fn cosine_of_turns(turns: vec3f) -> vec3f {
    return cos((turns - round(turns)) * (2.0 * PI));
}

// What waves that are apart by so many nanometres, and shifted by so many turns, add up to in red, green and blue.
fn sensitivity(apart: f32, shift: vec3f) -> vec3f {
    let phase = 2.0e-9 * PI * apart;
    let value = vec3f(5.4856e-13, 4.4201e-13, 5.2481e-13);
    let position = vec3f(1.6810e+06, 1.7953e+06, 2.2084e+06);
    let variance = vec3f(4.3278e+09, 9.3046e+09, 6.6121e+09);
    var xyz = value * sqrt(2.0 * PI * variance) * cosine_of_turns(position * (apart * 1.0e-9) + shift)
        * exp(-phase * phase * variance);
    let second = cosine_of_turns(vec3f(2.2399e+06 * (apart * 1.0e-9) + shift.x)).x;
    xyz.x += 9.7470e-14 * sqrt(2.0 * PI * 4.5282e+09) * second * exp(-4.5282e+09 * phase * phase);
    xyz /= 1.0685e-7;
    return vec3f(
        dot(xyz, vec3f(3.2404542, -1.5371385, -0.4985314)),
        dot(xyz, vec3f(-0.9692660, 1.8760108, 0.0415560)),
        dot(xyz, vec3f(0.0556434, -0.2040259, 1.0572252)),
    );
}

// The share of light that film and base reflect at this angle in air.
fn film_fresnel(index: f32, thickness: f32, base: vec3f, cosine: f32) -> vec3f {
    let inside = sqrt(max(1.0 - (1.0 - cosine * cosine) / (index * index), 0.0));
    let step_ = (index - 1.0) / (index + 1.0);
    let r0 = step_ * step_;
    let r12 = r0 + (1.0 - r0) * pow(clamp(1.0 - cosine, 0.0, 1.0), 5.0);
    let t121 = 1.0 - r12;
    let root = sqrt(clamp(base, vec3f(0.0), vec3f(0.9999)));
    let base_index = (1.0 + root) / (1.0 - root);
    let r1 = squared3((base_index - index) / (base_index + index));
    let r23 = r1 + (1.0 - r1) * pow(clamp(1.0 - inside, 0.0, 1.0), 5.0);
    let shift = vec3f(0.5) + select(vec3f(0.0), vec3f(0.5), base_index < vec3f(index));
    let r123 = clamp(r12 * r23, vec3f(0.0), vec3f(0.9999));
    let amplitude = sqrt(r123);
    let whole = t121 * t121 * r23 / (1.0 - r123);
    let apart = 2.0 * index * thickness * inside;
    let first = (whole - t121) * amplitude;
    let sum = r12 + whole + first * 2.0 * sensitivity(apart, shift)
        + first * amplitude * 2.0 * sensitivity(2.0 * apart, 2.0 * shift);
    return clamp(sum, vec3f(0.0), vec3f(1.0));
}

// The f0 of which Schlick makes what the film reflects: one look at the film a hit, and all that reckons with f0 and
// f90 goes on doing so.
fn film_f0(m: Material, base: vec3f, cosine: f32) -> vec3f {
    let grazing = min(pow(clamp(1.0 - cosine, 0.0, 1.0), 5.0), 0.9999);
    let seen = film_fresnel(m.iridescence_ior, m.iridescence_thickness, base, cosine);
    // A film thinner than three hundredths of a nanometre is none.
    let there = m.iridescence * smoothstep(0.0, 0.03, m.iridescence_thickness);
    return mix(base, clamp((seen - grazing) / (1.0 - grazing), vec3f(0.0), vec3f(1.0)), there);
}
