// Two levels: a tree over instances in world space, a tree over triangles in each mesh's own space. Rays keep their
// length when they change space, so distances compare across instances.

const MESH_STACK = 48u;
const TOP_STACK = 32u;
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

fn trace_mesh(instance: u32, origin: vec3f, direction: vec3f, any: bool, seed: u32, hit: ptr<function, Hit>) {
    var stack: array<u32, MESH_STACK>;
    var top = 0u;
    let inverse = inverse_direction(direction);
    var index = instances[instance].root;
    loop {
        let count = nodes[index].count;
        let first = nodes[index].first;
        var next = 0u;
        if count > 0u {
            for (var i = first; i < first + count; i++) {
                let found = hit_triangle(i, origin, direction, (*hit).distance);
                if found.x < (*hit).distance && stops(instance, i, found.y, found.z, seed) {
                    *hit = Hit(found.x, i, instance, found.y, found.z);
                    if any { return; }
                }
            }
        } else {
            let left = box_entry(first, origin, inverse, (*hit).distance);
            let right = box_entry(first + 1u, origin, inverse, (*hit).distance);
            if left < MISS || right < MISS {
                next = select(first + 1u, first, left <= right);
                if max(left, right) < MISS {
                    stack[top] = select(first, first + 1u, left <= right);
                    top++;
                }
            }
        }
        // A root is never a child, so no child has index zero.
        if next == 0u {
            if top == 0u { return; }
            top--;
            next = stack[top];
        }
        index = next;
    }
}

// The nearest hit closer than `limit`, or with `any` the first one found.
fn trace(origin: vec3f, direction: vec3f, limit: f32, any: bool, seed: u32) -> Hit {
    var hit = Hit(limit, 0u, 0u, 0.0, 0.0);
    var stack: array<u32, TOP_STACK>;
    var top = 0u;
    let inverse = inverse_direction(direction);
    var index = frame.tlas;
    if box_entry(index, origin, inverse, limit) >= MISS { return hit; }
    loop {
        let count = nodes[index].count;
        let first = nodes[index].first;
        var next = 0u;
        if count > 0u {
            for (var i = first; i < first + count; i++) {
                let m = instances[i].to_object;
                let o = vec4f(origin, 1.0);
                let d = vec4f(direction, 0.0);
                trace_mesh(
                    i,
                    vec3f(dot(m[0], o), dot(m[1], o), dot(m[2], o)),
                    vec3f(dot(m[0], d), dot(m[1], d), dot(m[2], d)),
                    any,
                    seed,
                    &hit,
                );
                if any && hit.distance < limit { return hit; }
            }
        } else {
            let left = box_entry(first, origin, inverse, hit.distance);
            let right = box_entry(first + 1u, origin, inverse, hit.distance);
            if left < MISS || right < MISS {
                next = select(first + 1u, first, left <= right);
                if max(left, right) < MISS {
                    stack[top] = select(first, first + 1u, left <= right);
                    top++;
                }
            }
        }
        if next == 0u {
            if top == 0u { return hit; }
            top--;
            next = stack[top];
        }
        index = next;
    }
    return hit;
}
