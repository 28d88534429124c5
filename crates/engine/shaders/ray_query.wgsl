// In place of `walk.wgsl`, where the adapter finds by itself what rays meet: `trace` with the same meaning.

@group(0) @binding(19) var world: acceleration_structure;

// The nearest hit closer than `limit`, or with `any` the first one found.
fn trace(origin: vec3f, direction: vec3f, limit: f32, any: bool, seed: u32) -> Hit {
    let flags = select(RAY_FLAG_NONE, RAY_FLAG_TERMINATE_ON_FIRST_HIT, any);
    var query: ray_query;
    rayQueryInitialize(&query, world, RayDesc(flags, 0xffu, 0.0, limit, origin, direction));
    // What has no holes is settled without asking.
    while rayQueryProceed(&query) {
        let met = rayQueryGetCandidateIntersection(&query);
        let triangle = laying_of(met.instance_index).triangles + met.primitive_index;
        if stops(met.instance_index, triangle, met.barycentrics.x, met.barycentrics.y, seed) {
            rayQueryConfirmIntersection(&query);
        }
    }
    let met = rayQueryGetCommittedIntersection(&query);
    if met.kind == RAY_QUERY_INTERSECTION_NONE { return Hit(limit, 0u, 0u, 0.0, 0.0); }
    let triangle = laying_of(met.instance_index).triangles + met.primitive_index;
    return Hit(met.t, triangle, met.instance_index, met.barycentrics.x, met.barycentrics.y);
}
