// From a place on the film to a ray into the world.

struct Ray { origin: vec3f, direction: vec3f }

fn camera_ray(dice: Sampler, pixel: vec2u) -> Ray {
    let film = (vec2f(pixel) + draw(dice, 0u)) / vec2f(f32(frame.width), f32(frame.height)) * 2.0 - 1.0;
    return Ray(frame.eye, normalize(frame.forward + frame.right * film.x - frame.up * film.y));
}
