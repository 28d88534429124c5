// Two levels: a tree over instances in world space, a tree over triangles in each mesh's own space. Rays keep their
// length when they change space, so distances compare across instances. Both are walked by one loop with one stack:
// processors go through the bodies of loops and branches whenever a single lane has to.

// The deepest tree over instances, a way out of a mesh, the deepest tree over a mesh, and the end.
const STACK = 82u;
// What lies on the stack beside numbers of nodes.
const ENTER = 0x80000000u;
const LEAVE = 0xfffffffeu;
const DONE = 0xffffffffu;
const MISS = 3.0e38;

struct Hit { distance: f32, triangle: u32, instance: u32, u: f32, v: f32 }

fn inverse_direction(d: vec3f) -> vec3f {
    // A zero would make 0 * infinity inside the slab test.
    return 1.0 / select(d, vec3f(1.0e-20), abs(d) < vec3f(1.0e-20));
}

fn box_entry(index: u32, origin: vec3f, inverse: vec3f, limit: f32) -> f32 {
    let a = (nodes[index].low - origin) * inverse;
    let b = (nodes[index].high - origin) * inverse;
    let low = min(a, b);
    let high = max(a, b);
    let entry = max(max(low.x, low.y), max(low.z, 0.0));
    let leave = min(min(high.x, high.y), min(high.z, limit));
    // The slack covers the rounding of the six products (Ize 2013).
    return select(MISS, entry, entry <= leave * 1.0000005);
}

fn hit_triangle(index: u32, origin: vec3f, direction: vec3f, limit: f32) -> vec3f {
    let corner = bitcast<vec3f>(triangles[index].corner.xyz);
    let edge1 = bitcast<vec3f>(triangles[index].edge1.xyz);
    let edge2 = bitcast<vec3f>(triangles[index].edge2.xyz);
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

// The nearest hit closer than `limit`, or with `any` the first one found.
fn trace(origin: vec3f, direction: vec3f, limit: f32, any: bool, seed: u32) -> Hit {
    var hit = Hit(limit, 0u, 0u, 0.0, 0.0);
    var stack: array<u32, STACK>;
    stack[0] = DONE;
    var top = 1u;
    // The ray in the space that it is in now, and the instance whose space that is.
    var o = origin;
    var d = direction;
    var inverse = inverse_direction(d);
    var inside = DONE;
    var index = frame.tlas;
    if box_entry(index, o, inverse, limit) >= MISS { return hit; }
    loop {
        // Down to the next leaf.
        var count = 0u;
        var first = 0u;
        loop {
            if index >= ENTER { break; }
            count = nodes[index].count;
            first = nodes[index].first;
            if count > 0u { break; }
            let left = box_entry(first, o, inverse, hit.distance);
            let right = box_entry(first + 1u, o, inverse, hit.distance);
            let near = select(first + 1u, first, left <= right);
            if max(left, right) < MISS {
                stack[top] = select(first, first + 1u, left <= right);
                top++;
            }
            if min(left, right) < MISS {
                index = near;
            } else {
                top--;
                index = stack[top];
            }
        }
        if index < ENTER {
            if inside == DONE {
                // Leaves of the tree over instances hold one.
                index = ENTER | first;
            } else {
                for (var i = first; i < first + count; i++) {
                    let found = hit_triangle(i, o, d, hit.distance);
                    if found.x < hit.distance && stops(inside, i, found.y, found.z, seed) {
                        hit = Hit(found.x, i, inside, found.y, found.z);
                        if any { return hit; }
                    }
                }
                top--;
                index = stack[top];
            }
        }
        if index == LEAVE {
            o = origin;
            d = direction;
            inverse = inverse_direction(d);
            inside = DONE;
            top--;
            index = stack[top];
        }
        if index == DONE { break; }
        if index >= ENTER && index < LEAVE {
            inside = index & ~ENTER;
            let m = instances[inside].to_object;
            let from_ = vec4f(origin, 1.0);
            let along = vec4f(direction, 0.0);
            o = vec3f(dot(m[0], from_), dot(m[1], from_), dot(m[2], from_));
            d = vec3f(dot(m[0], along), dot(m[1], along), dot(m[2], along));
            inverse = inverse_direction(d);
            stack[top] = LEAVE;
            top++;
            index = instances[inside].root;
        }
    }
    return hit;
}
