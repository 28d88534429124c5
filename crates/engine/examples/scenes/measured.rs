//! Scenes to be measured by, each hard in a way of its own. Made when they are needed: the largest has 100 MB.

use glam::{Quat, Vec2, Vec3};
use idlewatt_engine::showpiece::glb::{Glb, Look, Place, Shape};
use idlewatt_engine::showpiece::shapes::{Dice, sphere};
use std::f32::consts::{PI, TAU};

type Make = fn() -> Vec<u8>;

/// Their names and how they are made.
pub const ALL: [(&str, Make); 6] = [
    ("spheres.glb", spheres),
    ("slit.glb", slit),
    ("lamps.glb", lamps),
    ("million.glb", million),
    ("painted.glb", painted),
    ("heavy.glb", heavy),
];

fn square(side: f32, y: f32, down: bool) -> Shape {
    let mut shape = Shape::default();
    let corners = [[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]].map(|[x, z]| Vec3::new(x * side, y, z * side));
    let [a, b, c, d] = corners;
    shape.quad(if down { [d, c, b, a] } else { [a, b, c, d] });
    shape
}

/// A room of chalk, open towards the viewer, as wide as it is high and twice as deep.
fn room(glb: &mut Glb, half: f32, height: f32) {
    let white = glb.material("wall", Look::chalk([0.7, 0.7, 0.7]));
    let red = glb.material("red wall", Look::chalk([0.6, 0.15, 0.1]));
    let blue = glb.material("blue wall", Look::chalk([0.15, 0.25, 0.6]));
    let p = |x: f32, y: f32, z: f32| Vec3::new(x * half, y * height, z * half);
    let mut back = Shape::default();
    back.quad([p(-1.0, 0.0, -1.0), p(1.0, 0.0, -1.0), p(1.0, 1.0, -1.0), p(-1.0, 1.0, -1.0)]);
    let mut left = Shape::default();
    left.quad([p(-1.0, 0.0, 1.0), p(-1.0, 0.0, -1.0), p(-1.0, 1.0, -1.0), p(-1.0, 1.0, 1.0)]);
    let mut right = Shape::default();
    right.quad([p(1.0, 0.0, -1.0), p(1.0, 0.0, 1.0), p(1.0, 1.0, 1.0), p(1.0, 1.0, -1.0)]);
    let (floor, ceiling) = (square(half, 0.0, false), square(half, height, true));
    let mesh = glb.mesh("room", &[(&floor, white), (&ceiling, white), (&back, white), (&left, red), (&right, blue)]);
    glb.show(mesh, Place::at(Vec3::ZERO));
}

/// Metal and lacquer from mirror to matt, in a room: glossy bounces and soft reflections.
fn spheres() -> Vec<u8> {
    let mut glb = Glb::default();
    room(&mut glb, 3.0, 4.0);
    let lamp = glb.material("lamp", Look::lamp([16.0, 15.0, 13.0]));
    let lamp = glb.mesh("lamp", &[(&square(0.8, 3.99, true), lamp)]);
    glb.show(lamp, Place::at(Vec3::ZERO));
    let ball = sphere(5);
    for (row, metallic) in [(0, true), (1, false)] {
        for (column, roughness) in [0.05_f32, 0.2, 0.4, 0.8].into_iter().enumerate() {
            let look = if metallic {
                Look::metal([0.95, 0.75, 0.45], roughness)
            } else {
                Look::coated([0.2, 0.45, 0.3], roughness)
            };
            let look = glb.material(&format!("ball {row} {column}"), look);
            let mesh = glb.mesh("ball", &[(&ball, look)]);
            let at = Vec3::new(column as f32 * 1.3 - 1.95, 0.55, if metallic { -1.0 } else { 0.6 });
            glb.show(mesh, Place::at(at).scaled(0.55));
        }
    }
    glb.camera("camera", Vec3::new(0.0, 2.2, 6.6), Vec3::new(0.0, 0.9, 0.0), 0.7);
    glb.finish()
}

/// A room that is lit through a gap under its ceiling: nearly all light has been somewhere else before.
fn slit() -> Vec<u8> {
    let mut glb = Glb::default();
    room(&mut glb, 3.0, 4.0);
    let lamp = glb.material("lamp", Look::lamp([60.0, 56.0, 50.0]));
    let lamp = glb.mesh("lamp", &[(&square(2.6, 3.98, true), lamp)]);
    glb.show(lamp, Place::at(Vec3::ZERO));
    let shade = glb.material("shade", Look::chalk([0.75, 0.72, 0.68]));
    let shade = glb.mesh("shade", &[(&square(2.8, 3.7, true), shade)]);
    glb.show(shade, Place::at(Vec3::ZERO));
    let clay = glb.material("clay", Look::coated([0.5, 0.35, 0.25], 0.5));
    let ball = glb.mesh("ball", &[(&sphere(4), clay)]);
    for (x, z, size) in [(-1.2, -0.6, 0.9), (1.0, 0.4, 0.7), (0.1, 1.5, 0.4)] {
        glb.show(ball, Place::at(Vec3::new(x, size, z)).scaled(size));
    }
    glb.camera("camera", Vec3::new(0.0, 2.0, 6.6), Vec3::new(0.0, 1.4, 0.0), 0.75);
    glb.finish()
}

/// Ten thousand lamps of a hand's breadth over a wide floor with blocks on it.
fn lamps() -> Vec<u8> {
    let mut glb = Glb::default();
    let mut dice = Dice::new(7);
    let floor = glb.material("floor", Look::coated([0.55, 0.55, 0.5], 0.6));
    let floor = glb.mesh("floor", &[(&square(20.0, 0.0, false), floor)]);
    glb.show(floor, Place::at(Vec3::ZERO));
    let stone = glb.material("stone", Look::chalk([0.6, 0.5, 0.4]));
    let stone = glb.mesh("stone", &[(&sphere(3), stone)]);
    for _ in 0..60 {
        let at = Vec3::new(dice.between(-12.0, 12.0), 0.4, dice.between(-12.0, 12.0));
        glb.show(stone, Place::at(at).scaled(dice.between(0.4, 1.2)));
    }
    let colours = [[60.0, 20.0, 8.0], [8.0, 40.0, 50.0], [45.0, 40.0, 30.0], [50.0, 10.0, 40.0]];
    for colour in colours {
        let look = glb.material("lamp", Look::lamp(colour));
        let mut shape = Shape::default();
        for _ in 0..2500 {
            let at = Vec3::new(dice.between(-18.0, 18.0), dice.between(0.2, 3.0), dice.between(-18.0, 18.0));
            let turn = Quat::from_rotation_y(dice.turn()) * Quat::from_rotation_x(dice.between(-1.0, 1.0));
            let corners = [0.0, 1.0, 2.0].map(|i: f32| {
                let angle = i * TAU / 3.0;
                shape.corner(at + turn * Vec3::new(angle.cos(), 0.0, angle.sin()) * 0.05)
            });
            shape.indices.extend(corners);
        }
        let mesh = glb.mesh("lamps", &[(&shape, look)]);
        glb.show(mesh, Place::at(Vec3::ZERO));
    }
    glb.camera("camera", Vec3::new(0.0, 5.0, 16.0), Vec3::new(0.0, 0.5, 0.0), 0.7);
    glb.finish()
}

/// Fifty knobbly bodies of twenty thousand triangles, each seen many times over: a million of them.
fn million() -> Vec<u8> {
    bodies(false)
}

/// The same under pictures of colour, roughness and normals.
fn painted() -> Vec<u8> {
    bodies(true)
}

fn bodies(painted: bool) -> Vec<u8> {
    let mut glb = Glb::default();
    let mut dice = Dice::new(3);
    let floor = glb.material("floor", Look::chalk([0.6, 0.6, 0.6]));
    let floor = glb.mesh("floor", &[(&square(30.0, 0.0, false), floor)]);
    glb.show(floor, Place::at(Vec3::ZERO));
    let lamp = glb.material("lamp", Look::lamp([14.0, 13.0, 12.0]));
    let lamp = glb.mesh("lamp", &[(&square(4.0, 12.0, true), lamp)]);
    glb.show(lamp, Place::at(Vec3::ZERO));
    let mut shape = sphere(5);
    if painted {
        shape.uvs = shape.positions.iter().map(|&p| wrapped(p)).collect();
    }
    for (position, normal) in shape.positions.iter_mut().zip(&mut shape.normals) {
        let p = *position;
        let bumps = (9.0 * p.x).sin() * (8.0 * p.y).sin() * (10.0 * p.z).sin();
        *position = p * (1.0 + 0.15 * bumps);
        *normal = p;
    }
    let pictures = painted.then(|| {
        let colour = glb.picture(&picture(512, |x, y| {
            let stripes = if (x / 32 + y / 32).is_multiple_of(2) { 235 } else { 120 };
            [stripes, stripes - (x % 32) as u8, 255 - stripes / 2]
        }));
        let roughness = glb.picture(&picture(256, |x, y| [0, if (x / 16 + y / 16) % 3 == 0 { 60 } else { 200 }, 0]));
        let waves = |at: u32| (127.5 + 50.0 * (at as f32 / 256.0 * TAU * 12.0).sin()) as u8;
        let normals = glb.picture(&picture(256, |x, y| [waves(x), waves(y), 235]));
        [colour, roughness, normals]
    });
    let meshes: Vec<usize> = [[0.7, 0.3, 0.2], [0.25, 0.5, 0.3], [0.3, 0.35, 0.7]]
        .into_iter()
        .map(|colour| {
            let look = glb.material("body", Look::coated(colour, if painted { 1.0 } else { 0.4 }));
            if let Some([colour, roughness, normals]) = pictures {
                glb.lay(look, colour, roughness, normals);
            }
            glb.mesh("body", &[(&shape, look)])
        })
        .collect();
    for i in 0..50 {
        let at = Vec3::new((i % 10) as f32 * 1.9 - 8.5, dice.between(0.7, 1.4), (i / 10) as f32 * 2.0 - 5.0);
        glb.show(meshes[i % 3], Place::at(at).turned(dice.turn()).scaled(dice.between(0.7, 1.1)));
    }
    glb.camera("camera", Vec3::new(0.0, 5.5, 12.0), Vec3::new(0.0, 0.8, 0.0), 0.7);
    glb.finish()
}

/// What an artist's largest files are like: one body of 1.3 million triangles, and pictures that do not compress.
fn heavy() -> Vec<u8> {
    let mut glb = Glb::default();
    let lamp = glb.material("lamp", Look::lamp([14.0, 13.0, 12.0]));
    let lamp = glb.mesh("lamp", &[(&square(2.0, 5.0, true), lamp)]);
    glb.show(lamp, Place::at(Vec3::ZERO));
    let mut shape = sphere(8);
    shape.uvs = shape.positions.iter().map(|&p| wrapped(p)).collect();
    let mut noise = 1_u32;
    let mut rough = |least: u8, span: u32| {
        // Marsaglia's shifts: even enough, and the same everywhere.
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        least + (noise % span) as u8
    };
    let body = glb.material("body", Look::coated([0.8, 0.7, 0.6], 1.0));
    let [colour, roughness, normals] = [(60, 190), (80, 150), (110, 35)].map(|(least, span)| {
        let bytes = picture(2560, |_, _| [rough(least, span), rough(least, span), rough(220, 36)]);
        glb.picture(&bytes)
    });
    glb.lay(body, colour, roughness, normals);
    let body = glb.mesh("body", &[(&shape, body)]);
    glb.show(body, Place::at(Vec3::new(0.0, 1.0, 0.0)));
    glb.camera("camera", Vec3::new(0.0, 2.0, 5.0), Vec3::new(0.0, 1.0, 0.0), 0.6);
    glb.finish()
}

/// Where a map of the world has a point of the sphere.
fn wrapped(p: Vec3) -> Vec2 {
    Vec2::new(p.z.atan2(p.x) / TAU + 0.5, p.y.clamp(-1.0, 1.0).acos() / PI)
}

/// A square PNG file.
fn picture(side: u32, mut pixel: impl FnMut(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let pixels: Vec<u8> = (0..side * side).flat_map(|at| pixel(at % side, at / side)).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().expect("memory takes all");
    writer.write_image_data(&pixels).expect("memory takes all");
    writer.finish().expect("memory takes all");
    file
}
