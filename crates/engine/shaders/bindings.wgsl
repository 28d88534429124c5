// What every part of the path tracer reads. Twin: src/layout.rs, same structs in the same order. A scene is read by
// rows of four words and by single ones, with the functions of src/renderer/reading.rs, and functions make structs of rows: software
// Vulkan takes as long for one word as for four.

// Boxes, and in the fourth lanes what is in them.
struct Fork { left: vec4u, right: vec4u }
// One corner and two edges as float bits; the fourth lanes hold the corners' normals, octahedral, 16 bits a lane.
struct Triangle { corner: vec4u, edge1: vec4u, edge2: vec4u }
// Of an instance, behind its six rows to the world and back: the grid of its tree, and how its mesh lies, from which triangle on.
struct Grid { low: vec3f, root: u32, step_: vec3f, material: u32 }
struct Laying { corners: u32, flags: u32, lights: u32, triangles: u32 }
struct Material {
    base: vec3f, metallic: f32,
    emission: vec3f, roughness: f32,
    specular_colour: vec3f, specular: f32,
    absorption: vec3f, transmission: f32,
    sheen: vec3f, sheen_roughness: f32,
    ior: f32, coat: f32, coat_roughness: f32, anisotropy: f32,
    anisotropy_turn: f32, iridescence: f32, iridescence_ior: f32, iridescence_thickness: f32,
    opacity: f32, cutoff: f32, normal_scale: f32, flags: u32,
    textures: array<u32, 15>, coat_normal_scale: f32,
    dispersion: f32,
}
struct TextureView {
    across: vec3f, start: u32, down: vec3f, flags: u32,
    width: u32, height: u32, scale: f32, offset: f32,
}
struct Light { position: vec3f, kind: u32, edge1: vec3f, cdf: f32, edge2: vec3f, probability: f32, emission: vec3f, surface: u32 }
struct LightNode { centre: vec3f, radius: f32, intensity: f32, axis: u32, cosine: f32, next: u32 }
struct Frame {
    eye: vec3f, width: u32,
    right: vec3f, height: u32,
    up: vec3f, seed: u32,
    forward: vec3f, max_bounces: u32,
    environment_scale: f32, environment_density: f32, environment_turn: f32, lights: u32,
    tlas: u32, extent: f32, area_density: f32, filter_: u32,
    lens: f32, focus: f32, sunshine: f32, lamplight: f32,
    environment_width: u32, environment_height: u32, parallel: u32, medium: u32,
    grid_low: vec3f, spare2: u32, grid_step: vec3f, spare3: u32,
}
struct Work {
    x: u32, y: u32, width: u32, height: u32,
    first_block: u32, blocks: u32, first_sample: u32, samples: u32,
    steps: u32, resume: u32, spots: u32, spare: u32,
    // In place of a tile's blocks, where there are any: corner and size, 16 bits a number, first sample and how many.
    places: array<vec4u>,
}
// `distance` is in lengths of the ray; `u`, `v`: along the triangle's edges.
struct Hit { distance: f32, triangle: u32, instance: u32, u: f32, v: f32 }
struct Path {
    origin: vec3f, density: f32,
    direction: vec3f, floor_: f32,
    throughput: vec3f, bounce: u32,
    sum: vec3f, sample: u32,
    horizon: vec3f, medium: u32,
}

// Not uniforms: software Vulkan compiles a shader whose loops are steered by uniforms anew at every submission.
@group(0) @binding(0) var<storage, read> frame: Frame;
@group(0) @binding(1) var<storage, read> work: Work;
@group(0) @binding(8) var<storage, read> sums_in: array<vec4f>;
@group(0) @binding(9) var<storage, read_write> sums_out: array<vec4f>;
@group(0) @binding(16) var<storage, read_write> paths: array<Path>;

fn fork_of(index: u32) -> Fork {
    return Fork(fork_row(index, 0u), fork_row(index, 1u));
}

fn triangle_of(index: u32) -> Triangle {
    return Triangle(triangle_row(index, 0u), triangle_row(index, 1u), triangle_row(index, 2u));
}

fn rows_of(instance: u32, first: u32) -> array<vec4f, 3> {
    return array<vec4f, 3>(
        bitcast<vec4f>(instance_row(instance, first)),
        bitcast<vec4f>(instance_row(instance, first + 1u)),
        bitcast<vec4f>(instance_row(instance, first + 2u)),
    );
}

fn to_world(instance: u32) -> array<vec4f, 3> {
    return rows_of(instance, 0u);
}

fn to_object(instance: u32) -> array<vec4f, 3> {
    return rows_of(instance, 3u);
}

fn grid_of(instance: u32) -> Grid {
    let low = instance_row(instance, 6u);
    let step_ = instance_row(instance, 7u);
    return Grid(bitcast<vec3f>(low.xyz), low.w, bitcast<vec3f>(step_.xyz), step_.w);
}

fn laying_of(instance: u32) -> Laying {
    let row = instance_row(instance, 8u);
    return Laying(row.x, row.y, row.z, row.w);
}

fn material_number(instance: u32) -> u32 {
    return grid_of(instance).material;
}

// What is not asked for of it, compilers do not read.
fn material_of(index: u32) -> Material {
    let base = bitcast<vec4f>(material_row(index, 0u));
    let emission = bitcast<vec4f>(material_row(index, 1u));
    let specular = bitcast<vec4f>(material_row(index, 2u));
    let absorption = bitcast<vec4f>(material_row(index, 3u));
    let sheen = bitcast<vec4f>(material_row(index, 4u));
    let coat = bitcast<vec4f>(material_row(index, 5u));
    let film = bitcast<vec4f>(material_row(index, 6u));
    let cut = material_row(index, 7u);
    let a = material_row(index, 8u);
    let b = material_row(index, 9u);
    let c = material_row(index, 10u);
    let d = material_row(index, 11u);
    return Material(
        base.xyz, base.w, emission.xyz, emission.w, specular.xyz, specular.w, absorption.xyz, absorption.w, sheen.xyz, sheen.w,
        coat.x, coat.y, coat.z, coat.w, film.x, film.y, film.z, film.w,
        bitcast<f32>(cut.x), bitcast<f32>(cut.y), bitcast<f32>(cut.z), cut.w,
        array<u32, 15>(a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w, c.x, c.y, c.z, c.w, d.x, d.y, d.z), bitcast<f32>(d.w),
        bitcast<f32>(material_row(index, 12u).x),
    );
}

fn light_of(index: u32) -> Light {
    let position = light_row(index, 0u);
    let edge1 = light_row(index, 1u);
    let edge2 = light_row(index, 2u);
    let emission = light_row(index, 3u);
    return Light(
        bitcast<vec3f>(position.xyz), position.w, bitcast<vec3f>(edge1.xyz), bitcast<f32>(edge1.w),
        bitcast<vec3f>(edge2.xyz), bitcast<f32>(edge2.w), bitcast<vec3f>(emission.xyz), emission.w,
    );
}

fn light_node(index: u32) -> LightNode {
    let ball = bitcast<vec4f>(node_row(index, 0u));
    let row = node_row(index, 1u);
    return LightNode(ball.xyz, ball.w, bitcast<f32>(row.x), row.y, bitcast<f32>(row.z), row.w);
}

fn view_of(index: u32) -> TextureView {
    let across = view_row(index, 0u);
    let down = view_row(index, 1u);
    let size = view_row(index, 2u);
    return TextureView(
        bitcast<vec3f>(across.xyz), across.w, bitcast<vec3f>(down.xyz), down.w,
        size.x, size.y, bitcast<f32>(size.z), bitcast<f32>(size.w),
    );
}

const PI = 3.14159265;
// Farther than anything.
const MISS = 3.0e38;
