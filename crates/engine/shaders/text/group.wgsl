// What the threads of one workgroup do together. On software adapters a workgroup is a subgroup; elsewhere it has several, and workgroup
// memory to hand numbers round.

//@if ONE
fn add_all(value: f32, thread: u32) -> f32 { return subgroupAdd(value); }
fn max_all(value: f32, thread: u32) -> f32 { return subgroupMax(value); }
//@else
//@if WAVED
var<workgroup> handed: array<vec4<f32>, {WAVES}>;
// Which subgroup this thread is in, and which thread of it; for the shader to say at its beginning.
var<private> wave: vec2<u32>;

fn add_quads(value: vec4<f32>, thread: u32) -> vec4<f32> {
    let own = subgroupAdd(value);
    if (wave.y == 0u) {
        handed[wave.x] = own;
    }
    workgroupBarrier();
    var all = handed[0];
    for (var i = 1u; i < {WAVES}u; i++) {
        all += handed[i];
    }
    workgroupBarrier();
    return all;
}

fn max_quads(value: vec4<f32>, thread: u32) -> vec4<f32> {
    let own = subgroupMax(value);
    if (wave.y == 0u) {
        handed[wave.x] = own;
    }
    workgroupBarrier();
    var most = handed[0];
    for (var i = 1u; i < {WAVES}u; i++) {
        most = max(most, handed[i]);
    }
    workgroupBarrier();
    return most;
}
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
//@end

fn add_all(value: f32, thread: u32) -> f32 { return add_quads(vec4<f32>(value, 0.0, 0.0, 0.0), thread).x; }
//@end
