// Puts together what the workgroups that shared a long past came to: a thread has a word (two numbers) of a head, and looks at EIGHT
// splits at once. Softmax goes along, as it does within them.

@group(0) @binding(2) var<storage, read> partial: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> out: array<vec2<f32>>;

@compute @workgroup_size({THREADS})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let splits = batch[{SPLITS_AT}u];
    let head = workgroup.y * attend.heads + workgroup.x;
    let begin = head * splits * (attend.words + 1u);
    for (var word = thread; word < attend.words; word += {THREADS}u) {
        var most = NONE;
        var total = 0.0;
        var sum = vec2<f32>(0.0);
        for (var split = 0u; split < splits; split += 8u) {
            var top = most;
//@repeat u EIGHT
            // Past the last one it is looked at again, and left out.
            let at_{u} = begin + min(split + {u}u, splits - 1u) * (attend.words + 1u);
            let about_{u} = partial[at_{u} + attend.words];
            let part_{u} = partial[at_{u} + word];
            top = max(top, about_{u}.x);
//@end
            let fade = exp(most - top);
            most = top;
            total *= fade;
            sum *= fade;
//@repeat u EIGHT
            {
                let weight = select(0.0, exp(about_{u}.x - top), split + {u}u < splits);
                total += weight * about_{u}.y;
                sum += weight * part_{u};
            }
//@end
        }
        out[head * attend.words + word] = sum / total;
    }
}
