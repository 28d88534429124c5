// From a place on the film to a ray into the world.

// Where the filter's table begins behind that of albedos, and its steps.
const FILTER_TABLE = 1024u;
const FILTER_STEPS = 512u;
const FILTER_BOX = 0u;
// Beyond all dimensions that bounces use.
const LENS_DIMENSION = 0xffff0000u;

struct Ray { origin: vec3f, direction: vec3f }

// How far from a pixel's middle a sample lies: as often as the filter weighs that place.
fn filter_offset(uniform_: f32) -> f32 {
    let x = uniform_ * f32(FILTER_STEPS);
    let i = min(u32(x), FILTER_STEPS - 1u);
    let both = numbers(FILTER_TABLE + i);
    return mix(both.x, both.z, x - f32(i));
}

fn camera_ray(dice: Sampler, pixel: vec2u) -> Ray {
    var place = draw(dice, 0u);
    if frame.filter_ != FILTER_BOX { place = vec2f(filter_offset(place.x), filter_offset(place.y)) + 0.5; }
    let film = (vec2f(pixel) + place) / vec2f(f32(frame.width), f32(frame.height)) * 2.0 - 1.0;
    let across = frame.right * film.x - frame.up * film.y;
    let eye = frame.eye + select(vec3f(0.0), across, frame.parallel != 0u);
    let through = frame.forward + select(across, vec3f(0.0), frame.parallel != 0u);
    if frame.lens <= 0.0 { return Ray(eye, normalize(through)); }
    let dots = draw(dice, LENS_DIMENSION);
    let r = sqrt(dots.x) * frame.lens;
    let phi = 2.0 * PI * dots.y;
    let beside = normalize(frame.right) * (r * cos(phi)) + normalize(frame.up) * (r * sin(phi));
    return Ray(eye + beside, normalize(through * frame.focus - beside));
}
