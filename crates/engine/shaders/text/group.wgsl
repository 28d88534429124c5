// What the threads of one workgroup do together. On software adapters a workgroup is a subgroup; elsewhere it has several, and workgroup
// memory to hand numbers round.

//@if ONE
fn add_all(value: f32, thread: u32) -> f32 { return subgroupAdd(value); }
fn max_all(value: f32, thread: u32) -> f32 { return subgroupMax(value); }
//@else
var<workgroup> handed: array<vec4<f32>, {THREADS}>;

// Halves what is left to be added up until one number of each kind is.
fn add_quads(value: vec4<f32>, thread: u32) -> vec4<f32> {
    handed[thread] = value;
    workgroupBarrier();
    for (var half = {THREADS}u / 2u; half > 0u; half /= 2u) {
        if (thread < half) {
            handed[thread] += handed[thread + half];
        }
        workgroupBarrier();
    }
    let all = handed[0];
    workgroupBarrier();
    return all;
}

fn max_quads(value: vec4<f32>, thread: u32) -> vec4<f32> {
    handed[thread] = value;
    workgroupBarrier();
    for (var half = {THREADS}u / 2u; half > 0u; half /= 2u) {
        if (thread < half) {
            handed[thread] = max(handed[thread], handed[thread + half]);
        }
        workgroupBarrier();
    }
    let most = handed[0];
    workgroupBarrier();
    return most;
}

fn add_all(value: f32, thread: u32) -> f32 { return add_quads(vec4<f32>(value, 0.0, 0.0, 0.0), thread).x; }
//@end
