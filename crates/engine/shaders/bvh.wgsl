// Two levels: a tree over instances in world space, a tree over triangles in each mesh's own space. Rays keep their
// length when they change space, so distances compare across instances. Both are walked by one loop with one stack, which
// `walk.wgsl` and `walk_lanes.wgsl` keep in different places.

// The deepest tree over instances, a way out of a mesh, the deepest tree over a mesh, and the end.
const STACK = 82u;
// What lies on the stack beside numbers of forks: instances to go into, the way out, the end, and leaves.
const ENTER = 0x40000000u;
const LEAVE = 0x7ffffffeu;
const DONE = 0x7fffffffu;
const LEAF = 0x80000000u;
const LEAF_SHIFT = 28u;
const LEAF_FIRST = 0x0fffffffu;

// A ray in the space that it is in now, the same on the grid of the tree there, and the instance whose space that is.
struct Here { origin: vec3f, direction: vec3f, start: vec3f, inverse: vec3f, turn: vec3u, instance: u32 }

fn inverse_direction(d: vec3f) -> vec3f {
    // A zero would make 0 * infinity inside the slab test.
    return 1.0 / select(d, vec3f(1.0e-20), abs(d) < vec3f(1.0e-20));
}

// Whole numbers below 2^23 as floats: they are the last bits of the floats from 2^23 on. Cards turn few integers at a time.
fn whole(number: vec3u) -> vec3f {
    return bitcast<vec3f>(number | vec3u(0x4b000000u)) - 8388608.0;
}

// By how many bits to turn a box's words, so that the side where a ray enters comes first.
fn turn_for(inverse: vec3f) -> vec3u {
    return select(vec3u(0u), vec3u(16u), inverse < vec3f(0.0));
}

fn here(origin: vec3f, direction: vec3f, low: vec3f, step_: vec3f, instance: u32) -> Here {
    let inverse = inverse_direction(direction) * step_;
    return Here(origin, direction, (origin - low) / step_, inverse, turn_for(inverse), instance);
}

fn in_world(origin: vec3f, direction: vec3f) -> Here {
    return here(origin, direction, frame.grid_low, frame.grid_step, DONE);
}

fn in_instance(instance: u32, grid: Grid, origin: vec3f, direction: vec3f) -> Here {
    let m = to_object(instance);
    let from_ = vec4f(origin, 1.0);
    let along = vec4f(direction, 0.0);
    let o = vec3f(dot(m[0], from_), dot(m[1], from_), dot(m[2], from_));
    let d = vec3f(dot(m[0], along), dot(m[1], along), dot(m[2], along));
    return here(o, d, grid.low, grid.step_, instance);
}

// Where a ray on the tree's grid enters a box.
fn box_entry(box: vec3u, origin: vec3f, inverse: vec3f, turn: vec3u, limit: f32) -> f32 {
    let near = (whole((box >> turn) & vec3u(0xffffu)) - origin) * inverse;
    let far = (whole((box >> (16u - turn)) & vec3u(0xffffu)) - origin) * inverse;
    let entry = max(max(near.x, near.y), max(near.z, 0.0));
    let leave = min(min(far.x, far.y), min(far.z, limit));
    // The slack covers the rounding of the products and of the ray's way to the grid, where it comes from far away (Ize
    // 2013); where it begins near the box, boxes are larger than what they hold.
    return select(MISS, entry, entry <= leave * 1.000001);
}

fn hit_triangle(index: u32, origin: vec3f, direction: vec3f, limit: f32) -> vec3f {
    let triangle = triangle_of(index);
    let corner = bitcast<vec3f>(triangle.corner.xyz);
    let edge1 = bitcast<vec3f>(triangle.edge1.xyz);
    let edge2 = bitcast<vec3f>(triangle.edge2.xyz);
    let p = cross(direction, edge2);
    let determinant = dot(edge1, p);
    let to_origin = origin - corner;
    let u = dot(to_origin, p) / determinant;
    let q = cross(to_origin, edge1);
    let v = dot(direction, q) / determinant;
    let t = dot(edge2, q) / determinant;
    let inside = determinant != 0.0 && u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0 && t < limit;
    return select(vec3f(MISS, 0.0, 0.0), vec3f(t, u, v), inside);
}

// What is hit of a leaf's triangles, or what was hit before.
fn hit_leaf(leaf: u32, ray: Here, before: Hit, seed: u32) -> Hit {
    var hit = before;
    let first = leaf & LEAF_FIRST;
    let last = first + ((leaf & ~LEAF) >> LEAF_SHIFT);
    for (var i = first; i <= last; i++) {
        let found = hit_triangle(i, ray.origin, ray.direction, hit.distance);
        if found.x < hit.distance && stops(ray.instance, i, found.y, found.z, seed) {
            hit = Hit(found.x, i, ray.instance, found.y, found.z);
        }
    }
    return hit;
}
