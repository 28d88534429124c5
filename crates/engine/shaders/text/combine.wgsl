// Puts together what the workgroups of attend.wgsl came to, where the past was split among several.

@group(0) @binding(2) var<storage, read> partial: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> out: array<vec2<f32>>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let splits = batch[{SPLITS_AT}u];
    let head = workgroup.y * attend.heads + workgroup.x;
    let begin = head * splits * (attend.words + 1u);
    var most = NONE;
    for (var split = 0u; split < splits; split++) {
        most = max(most, partial[begin + split * (attend.words + 1u) + attend.words].x);
    }
    for (var word = thread; word < attend.words; word += 32u) {
        var sum = vec2<f32>(0.0);
        var total = 0.0;
        for (var split = 0u; split < splits; split++) {
            let at = begin + split * (attend.words + 1u);
            let about = partial[at + attend.words];
            let weight = exp(about.x - most);
            total += weight * about.y;
            sum += weight * partial[at + word];
        }
        out[head * attend.words + word] = sum / total;
    }
}
