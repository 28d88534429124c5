//! A garden in the evening sun: lawn, pond, trees, lanterns, and three polished spheres that show all of it once more.
//! A few meshes, shown thousands of times.

use super::glb::{Glb, Look, Place};
use super::shapes::{Dice, POND, band, boulder, disc, ground, ground_height, leaves, sphere, tuft, turned};
use glam::{Quat, Vec3};

const EYE: Vec3 = Vec3::new(0.3, 2.15, 8.7);

/// Its camera.
pub const CAMERA: &str = "garden";

/// The scene as a GLB, the same bytes every time.
pub fn scene() -> Vec<u8> {
    let mut glb = Glb::default();
    sky(&mut glb);
    sun(&mut glb);
    let soil = glb.material("soil", Look::coated([0.055, 0.06, 0.022], 0.95));
    let mesh = glb.mesh("ground", &[(&ground(72, 19.0), soil)]);
    glb.show(mesh, Place::at(Vec3::ZERO));
    let water = glb.material("water", Look::coated([0.006, 0.014, 0.016], 0.03));
    let mesh = glb.mesh("water", &[(&disc(64), water)]);
    glb.show(mesh, Place { scale: Vec3::new(3.6, 1.0, 2.4), ..Place::at(POND) });
    lawn(&mut glb);
    stones(&mut glb);
    trees(&mut glb);
    spheres(&mut glb);
    lanterns(&mut glb);
    glb.camera(CAMERA, EYE, Vec3::new(-0.1, 0.95, 0.0), 0.66);
    glb.finish()
}

fn on_ground(x: f32, z: f32) -> Vec3 {
    Vec3::new(x, ground_height(x, z), z)
}

fn from_pond(x: f32, z: f32) -> f32 {
    Vec3::new((x - POND.x) / 3.3, 0.0, (z - POND.z) / 2.2).length()
}

/// Bands of light from the afterglow at the horizon to the night above.
fn sky(glb: &mut Glb) {
    let bands: [(f32, [f32; 3]); 8] = [
        (-0.12, [0.95, 0.42, 0.20]),
        (0.04, [0.86, 0.40, 0.25]),
        (0.10, [0.66, 0.37, 0.34]),
        (0.18, [0.44, 0.33, 0.42]),
        (0.28, [0.28, 0.28, 0.45]),
        (0.42, [0.18, 0.23, 0.43]),
        (0.60, [0.11, 0.17, 0.37]),
        (0.80, [0.07, 0.12, 0.30]),
    ];
    let mut parts = Vec::new();
    // Each band in three, mixed with the next: steps in the sky would show in the pond.
    for (i, &(low, colour)) in bands.iter().enumerate() {
        let (high, next) = bands.get(i + 1).copied().unwrap_or((1.0, colour));
        for part in 0..3 {
            let (from, to) = (part as f32 / 3.0, (part + 1) as f32 / 3.0);
            let mix = |t: f32, a: f32, b: f32| a + (b - a) * t;
            let glow = [0, 1, 2].map(|c| mix((from + to) * 0.5, colour[c], next[c]) * 2.0);
            let material = glb.material("sky", Look::lamp(glow));
            parts.push((band(mix(from, low, high), mix(to, low, high), 32), material));
        }
    }
    let parts: Vec<_> = parts.iter().map(|(shape, material)| (shape, *material)).collect();
    let mesh = glb.mesh("sky", &parts);
    glb.show(mesh, Place::at(Vec3::ZERO).scaled(24.0));
}

/// A soft evening sun behind the viewer's left shoulder, just inside the sky.
fn sun(glb: &mut Glb) {
    let gold = glb.material("sun", Look::lamp([640.0, 400.0, 195.0]));
    let mesh = glb.mesh("sun", &[(&disc(12), gold)]);
    let towards = Vec3::new(-0.74, 0.40, 0.54).normalize();
    let turn = Quat::from_rotation_arc(Vec3::Y, -towards);
    glb.show(mesh, Place { turn, scale: Vec3::splat(1.5), ..Place::at(towards * 22.5) });
}

fn lawn(glb: &mut Glb) {
    let greens = [[0.10, 0.19, 0.035], [0.15, 0.22, 0.045], [0.07, 0.15, 0.04]];
    let tufts: Vec<usize> = greens
        .iter()
        .zip(1..)
        .map(|(&green, seed)| {
            let material = glb.material("grass", Look::coated(green, 0.6));
            glb.mesh("tuft", &[(&tuft(seed, 22), material)])
        })
        .collect();
    let mut dice = Dice::new(3);
    let mut planted = 0;
    while planted < 5200 {
        // Closer to the viewer they stand closer: that is where single blades are seen.
        let z = EYE.z - 1.2 - 17.0 * dice.between(0.0, 1.0).powf(1.35);
        let x = dice.between(-1.0, 1.0) * (1.6 + (EYE.z - z) * 0.75);
        if from_pond(x, z) < 1.06 || on_path(x, z) {
            continue;
        }
        let place = Place::at(on_ground(x, z)).turned(dice.turn()).scaled(dice.between(0.7, 1.25));
        glb.show(tufts[planted % tufts.len()], place);
        planted += 1;
    }
}

/// Where the stepping stones lie.
fn path_stones() -> impl Iterator<Item = Vec3> {
    (0..9).map(|i| {
        let t = i as f32;
        on_ground(2.0 + 0.55 * (t * 0.75).sin() + 0.16 * t, 6.1 - t * 1.02)
    })
}

fn on_path(x: f32, z: f32) -> bool {
    path_stones().any(|stone| Vec3::new(stone.x - x, 0.0, stone.z - z).length() < 0.46)
}

fn stones(glb: &mut Glb) {
    let greys = [[0.23, 0.22, 0.21], [0.17, 0.17, 0.18], [0.30, 0.27, 0.23]];
    let boulders: Vec<usize> = greys
        .iter()
        .zip(11..)
        .map(|(&grey, seed)| {
            let material = glb.material("stone", Look::coated(grey, 0.75));
            glb.mesh("boulder", &[(&boulder(seed), material)])
        })
        .collect();
    let mut dice = Dice::new(5);
    for i in 0..46 {
        let angle = i as f32 / 46.0 * std::f32::consts::TAU + dice.between(-0.04, 0.04);
        let out = dice.between(0.99, 1.08);
        let (x, z) = (POND.x + angle.cos() * 3.3 * out, POND.z + angle.sin() * 2.2 * out);
        let size = dice.between(0.14, 0.34);
        let squat = Vec3::new(1.0, dice.between(0.55, 0.8), dice.between(0.8, 1.2)) * size;
        let place = Place { scale: squat, ..Place::at(Vec3::new(x, POND.y + 0.05, z)).turned(dice.turn()) };
        glb.show(boulders[i % 3], place);
    }
    for (i, stone) in path_stones().enumerate() {
        let flat = Vec3::new(0.42, 0.09, 0.36);
        glb.show(boulders[(i + 2) % 3], Place { scale: flat, ..Place::at(stone + Vec3::Y * 0.02).turned(i as f32) });
    }
}

fn trees(glb: &mut Glb) {
    let bark = glb.material("bark", Look::coated([0.10, 0.065, 0.045], 0.9));
    let profile = [[0.26, -0.3], [0.17, 0.25], [0.13, 1.2], [0.10, 2.2], [0.03, 3.4]];
    let trunk = glb.mesh("trunk", &[(&turned(&profile, 14), bark)]);
    let colours = [[0.48, 0.10, 0.03], [0.55, 0.23, 0.04], [0.12, 0.20, 0.05], [0.30, 0.05, 0.05], [0.50, 0.34, 0.06]];
    let crowns: Vec<usize> = colours
        .iter()
        .zip(21..)
        .map(|(&colour, seed)| {
            let material = glb.material("leaves", Look::coated(colour, 0.55));
            glb.mesh("crown", &[(&leaves(seed, 520), material)])
        })
        .collect();
    let mut dice = Dice::new(8);
    let spots = [
        (-5.2, -2.6, 1.15, 0),
        (-7.6, 0.6, 1.0, 1),
        (-3.2, -6.4, 1.25, 2),
        (0.6, -8.6, 1.3, 3),
        (4.4, -6.2, 1.2, 4),
        (7.0, -2.4, 1.1, 0),
        (-8.8, -5.6, 1.5, 2),
        (9.2, -7.0, 1.4, 1),
        (2.4, -12.0, 1.5, 2),
        (-5.4, -11.4, 1.6, 4),
    ];
    for (x, z, size, colour) in spots {
        let foot = on_ground(x, z);
        glb.show(trunk, Place::at(foot).turned(dice.turn()).scaled(size));
        for ball in 0..9 {
            let angle = ball as f32 * 2.4;
            let out = if ball == 0 { 0.0 } else { dice.between(0.6, 1.15) };
            let height = 3.5 - out * 0.9 + dice.between(-0.25, 0.35);
            let at = foot + Vec3::new(angle.cos() * out, height, angle.sin() * out) * size;
            glb.show(crowns[colour], Place::at(at).turned(dice.turn()).scaled(size * dice.between(0.6, 0.85)));
        }
    }
}

fn spheres(glb: &mut Glb) {
    let ball = sphere(4);
    let plinth_stone = glb.material("plinth", Look::coated([0.36, 0.33, 0.29], 0.7));
    let profile =
        [[0.0, -0.4], [0.36, -0.4], [0.36, 0.06], [0.27, 0.12], [0.2, 0.3], [0.22, 0.42], [0.3, 0.48], [0.0, 0.48]];
    let plinth = glb.mesh("plinth", &[(&turned(&profile, 40), plinth_stone)]);
    let metals = [
        ("gold", [1.0, 0.72, 0.29], 0.12, Vec3::new(-1.95, 0.0, 3.35), 0.5),
        ("chrome", [0.86, 0.87, 0.88], 0.02, Vec3::new(0.35, 0.0, -2.75), 0.78),
        ("copper", [0.95, 0.55, 0.40], 0.28, Vec3::new(1.75, 0.0, 2.85), 0.44),
    ];
    for (name, colour, roughness, at, radius) in metals {
        let material = glb.material(name, Look::metal(colour, roughness));
        let mesh = glb.mesh(name, &[(&ball, material)]);
        let foot = on_ground(at.x, at.z);
        let wide = radius / 0.52;
        glb.show(plinth, Place::at(foot).scaled(wide));
        glb.show(mesh, Place::at(foot + Vec3::Y * (0.44 * wide + radius)).scaled(radius));
    }
}

fn lanterns(glb: &mut Glb) {
    let iron = glb.material("iron", Look::metal([0.10, 0.09, 0.085], 0.45));
    let warm = glb.material("lamp", Look::lamp([8.5, 3.8, 1.1]));
    let post = turned(&[[0.05, -0.3], [0.035, 0.1], [0.028, 1.0], [0.12, 1.04], [0.12, 1.07]], 16);
    let roof = turned(&[[0.21, 1.34], [0.17, 1.40], [0.05, 1.50], [0.012, 1.60]], 16);
    let mut glow = sphere(2);
    glow.positions.iter_mut().for_each(|position| *position = *position * Vec3::new(0.10, 0.12, 0.10) + Vec3::Y * 1.2);
    glow.normals.clear();
    let lantern = glb.mesh("lantern", &[(&post, iron), (&roof, iron), (&glow, warm)]);
    let spots =
        [(-4.2, 2.6), (-3.9, -1.3), (-3.1, 5.0), (2.9, -1.7), (3.3, 4.3), (-0.9, -3.6), (3.7, -5.0), (-6.2, -4.4)];
    for (i, (x, z)) in spots.into_iter().enumerate() {
        glb.show(lantern, Place::at(on_ground(x, z)).turned(i as f32).scaled(if i % 2 == 0 { 0.95 } else { 1.1 }));
    }
    let spark = glb.material("firefly", Look::lamp([7.0, 5.6, 0.9]));
    let firefly = glb.mesh("firefly", &[(&sphere(1), spark)]);
    let mut dice = Dice::new(13);
    for _ in 0..20 {
        let (x, z) = (dice.between(-6.0, 5.5), dice.between(-5.5, 5.0));
        let at = on_ground(x, z).max(POND) + Vec3::Y * dice.between(0.35, 2.0);
        glb.show(firefly, Place { turn: Quat::IDENTITY, ..Place::at(at) }.scaled(dice.between(0.012, 0.02)));
    }
}
