// What the lanes of one workgroup do together. A workgroup is as large as a subgroup where those are always of one size;
// elsewhere workgroup memory stands in for them.

//@if SUBGROUPS
fn add_all(value: f32, lane: u32) -> f32 { return subgroupAdd(value); }
fn max_all(value: f32, lane: u32) -> f32 { return subgroupMax(value); }
//@else
var<workgroup> handed: array<f32, {LANES}>;

fn add_all(value: f32, lane: u32) -> f32 {
    handed[lane] = value;
    workgroupBarrier();
    var sum = 0.0;
    for (var i = 0u; i < {LANES}u; i++) {
        sum += handed[i];
    }
    workgroupBarrier();
    return sum;
}

fn max_all(value: f32, lane: u32) -> f32 {
    handed[lane] = value;
    workgroupBarrier();
    var most = handed[0];
    for (var i = 1u; i < {LANES}u; i++) {
        most = max(most, handed[i]);
    }
    workgroupBarrier();
    return most;
}
//@end
