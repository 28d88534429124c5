// The walk over both trees with its stack in memory: what cards do best.

// Not `trace`'s own: what functions have is zeroed whenever they are called, which took a quarter of the time.
var<private> stack: array<u32, STACK>;

// The nearest hit closer than `limit`, or with `any` the first one found.
fn trace(origin: vec3f, direction: vec3f, limit: f32, any: bool, seed: u32) -> Hit {
    var hit = Hit(limit, 0u, 0u, 0.0, 0.0);
    stack[0] = DONE;
    var top = 1u;
    var ray = in_world(origin, direction);
    var index = frame.tlas;
    loop {
        // Down to the next leaf.
        loop {
            if index >= ENTER { break; }
            let fork = fork_of(index);
            let left = box_entry(fork.left.xyz, ray.start, ray.inverse, ray.turn, hit.distance);
            let right = box_entry(fork.right.xyz, ray.start, ray.inverse, ray.turn, hit.distance);
            let nearer = left <= right;
            // Without branches: a push above the top hurts nobody.
            let next = select(stack[top - 1u], select(fork.right.w, fork.left.w, nearer), min(left, right) < MISS);
            stack[top] = select(fork.left.w, fork.right.w, nearer);
            top = select(select(top - 1u, top, min(left, right) < MISS), top + 1u, max(left, right) < MISS);
            index = next;
        }
        if index >= LEAF {
            hit = hit_leaf(index, ray, hit, seed);
            if any && hit.distance < limit { return hit; }
            top--;
            index = stack[top];
        }
        if index == LEAVE {
            ray = in_world(origin, direction);
            top--;
            index = stack[top];
        }
        if index == DONE { break; }
        if index >= ENTER && index < LEAVE {
            let instance = index & ~ENTER;
            let grid = grid_of(instance);
            ray = in_instance(instance, grid, origin, direction);
            stack[top] = LEAVE;
            top++;
            index = grid.root;
        }
    }
    return hit;
}
