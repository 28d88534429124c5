// Two levels: a tree over instances in world space, a tree over triangles in each mesh's own space. Rays keep their
// length when they change space, so distances compare across instances. Both are walked by one loop with one stack:
// processors go through the bodies of loops and branches whenever a single lane has to.

// The deepest tree over instances, a way out of a mesh, the deepest tree over a mesh, and the end.
const STACK = 82u;
// What lies on the stack beside numbers of forks: instances to go into, the way out, the end, and leaves.
const ENTER = 0x40000000u;
const LEAVE = 0x7ffffffeu;
const DONE = 0x7fffffffu;
const LEAF = 0x80000000u;
const LEAF_SHIFT = 28u;
const LEAF_FIRST = 0x0fffffffu;

// Not `trace`'s own: what functions have is zeroed whenever they are called, which took a quarter of the time.
var<private> stack: array<u32, STACK>;

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
    stack[0] = DONE;
    var top = 1u;
    // The ray in the space that it is in now, the same on the grid of the tree there, and the instance whose space that is.
    var o = origin;
    var d = direction;
    var start = (o - frame.grid_low) / frame.grid_step;
    var inverse = inverse_direction(d) * frame.grid_step;
    var turn = turn_for(inverse);
    var inside = DONE;
    var index = frame.tlas;
    loop {
        // Down to the next leaf.
        loop {
            if index >= ENTER { break; }
            let fork = forks[index];
            let left = box_entry(fork.left.xyz, start, inverse, turn, hit.distance);
            let right = box_entry(fork.right.xyz, start, inverse, turn, hit.distance);
            let nearer = left <= right;
            // Without branches: a push above the top hurts nobody.
            let next = select(stack[top - 1u], select(fork.right.w, fork.left.w, nearer), min(left, right) < MISS);
            stack[top] = select(fork.left.w, fork.right.w, nearer);
            top = select(select(top - 1u, top, min(left, right) < MISS), top + 1u, max(left, right) < MISS);
            index = next;
        }
        if index >= LEAF {
            let first = index & LEAF_FIRST;
            let last = first + ((index & ~LEAF) >> LEAF_SHIFT);
            for (var i = first; i <= last; i++) {
                let found = hit_triangle(i, o, d, hit.distance);
                if found.x < hit.distance && stops(inside, i, found.y, found.z, seed) {
                    hit = Hit(found.x, i, inside, found.y, found.z);
                    if any { return hit; }
                }
            }
            top--;
            index = stack[top];
        }
        if index == LEAVE {
            o = origin;
            d = direction;
            start = (o - frame.grid_low) / frame.grid_step;
            inverse = inverse_direction(d) * frame.grid_step;
            turn = turn_for(inverse);
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
            let grid = instances[inside].grid;
            let step_ = bitcast<vec3f>(grid[1].xyz);
            start = (o - bitcast<vec3f>(grid[0].xyz)) / step_;
            inverse = inverse_direction(d) * step_;
            turn = turn_for(inverse);
            stack[top] = LEAVE;
            top++;
            index = grid[0].w;
        }
    }
    return hit;
}
