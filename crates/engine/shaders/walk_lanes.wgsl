// The same walk where many lanes go through it in step: they go through the bodies of all branches, and through those of loops as
// long as a single lane has to, and each lane's own place in an array is seen to one by one. So the stack's upper end is in
// variables that are moved along whole; what does not fit there goes to memory outside of the inner loop.

// A variable with nothing in it: what is there lies in memory.
const REFILL = 0x7ffffffdu;

var<private> stack: array<u32, STACK>;

// The stack's upper end, the top first.
struct Upper { first: vec4u, second: vec4u }

fn pushed(upper: Upper, item: u32) -> Upper {
    return Upper(vec4u(item, upper.first.xyz), vec4u(upper.first.w, upper.second.xyz));
}

fn popped(upper: Upper) -> Upper {
    return Upper(vec4u(upper.first.yzw, upper.second.x), vec4u(upper.second.yzw, REFILL));
}

// The nearest hit closer than `limit`, or with `any` the first one found.
fn trace(origin: vec3f, direction: vec3f, limit: f32, any: bool, seed: u32) -> Hit {
    var hit = Hit(limit, 0u, 0u, 0.0, 0.0);
    stack[0] = DONE;
    var top = 1u;
    var upper = Upper(vec4u(REFILL), vec4u(REFILL));
    // What the last push has shifted out.
    var out = REFILL;
    var ray = in_world(origin, direction);
    var index = frame.tlas;
    loop {
        // Down to the next leaf.
        loop {
            if index >= ENTER || out != REFILL { break; }
            let fork = fork_of(index);
            let left = box_entry(fork.left.xyz, ray.start, ray.inverse, ray.turn, hit.distance);
            let right = box_entry(fork.right.xyz, ray.start, ray.inverse, ray.turn, hit.distance);
            let nearer = left <= right;
            let some = min(left, right) < MISS;
            let both = max(left, right) < MISS;
            index = select(upper.first.x, select(fork.right.w, fork.left.w, nearer), some);
            out = select(REFILL, upper.second.w, both);
            let more = pushed(upper, select(fork.left.w, fork.right.w, nearer));
            let less = popped(upper);
            upper = Upper(
                select(select(less.first, upper.first, some), more.first, both),
                select(select(less.second, upper.second, some), more.second, both),
            );
        }
        if out != REFILL {
            stack[top] = out;
            top++;
            out = REFILL;
        }
        if index >= LEAF {
            hit = hit_leaf(index, ray, hit, seed);
            if any && hit.distance < limit { return hit; }
            index = upper.first.x;
            upper = popped(upper);
        }
        if index == LEAVE {
            ray = in_world(origin, direction);
            index = upper.first.x;
            upper = popped(upper);
        }
        if index == REFILL {
            top--;
            index = stack[top];
        }
        if index == DONE { break; }
        if index >= ENTER && index < REFILL {
            let instance = index & ~ENTER;
            let grid = grid_of(instance);
            ray = in_instance(instance, grid, origin, direction);
            out = upper.second.w;
            upper = pushed(upper, LEAVE);
            index = grid.root;
        }
    }
    return hit;
}
