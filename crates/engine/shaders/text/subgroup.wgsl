// The sum over a subgroup, of those that a workgroup of rows has.

//@if SUBGROUPS
fn all_of(value: vec4<f32>, thread: u32, lane: u32) -> vec4<f32> { return subgroupAdd(value); }
//@else
var<workgroup> handed: array<vec4<f32>, {THREADS}>;

fn all_of(value: vec4<f32>, thread: u32, lane: u32) -> vec4<f32> {
    handed[thread] = value;
    workgroupBarrier();
    var sum = vec4<f32>(0.0);
    for (var i = 0u; i < {LANES}u; i++) {
        sum += handed[thread - lane + i];
    }
    workgroupBarrier();
    return sum;
}
//@end
