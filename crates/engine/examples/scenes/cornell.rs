//! The Cornell box, in metres: the measured room of the Cornell University Program of Computer Graphics (1985).

use glam::Vec3;
use idlewatt_engine::showpiece::glb::{Glb, Look, Place, Shape};

/// From the published coordinates, which are millimetres with x to the left and z away from the camera.
fn point(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3::new(278.0 - x, y, 279.6 - z) * 0.01
}

fn quad(corners: [[f32; 3]; 4]) -> Shape {
    let mut shape = Shape::default();
    shape.quad(corners.map(|[x, y, z]| point(x, y, z)));
    shape
}

/// An upright block on four points of the floor.
fn block(floor: [[f32; 2]; 4], height: f32) -> Shape {
    let mut shape = Shape::default();
    shape.quad(floor.map(|[x, z]| point(x, height, z)));
    for i in 0..4 {
        let ([ax, az], [bx, bz]) = (floor[i], floor[(i + 1) % 4]);
        shape.quad([point(ax, 0.0, az), point(ax, height, az), point(bx, height, bz), point(bx, 0.0, bz)]);
    }
    shape
}

/// The ceiling with a hole where the lamp is. A lamp just below a whole ceiling leaves a slit as bright as itself, which
/// paths find one in ten thousand times and no strategy samples.
fn around_the_lamp(x: f32, y: f32, z: f32) -> Shape {
    let mut shape = Shape::default();
    for [x0, x1, z0, z1] in
        [[0.0, x, 0.0, 227.0], [0.0, x, 332.0, z], [0.0, 213.0, 227.0, 332.0], [343.0, x, 227.0, 332.0]]
    {
        shape.quad([[x1, z0], [x1, z1], [x0, z1], [x0, z0]].map(|[x, z]| point(x, y, z)));
    }
    shape
}

/// The room, its lamp and its two blocks.
pub fn scene() -> Vec<u8> {
    let mut glb = Glb::default();
    let white = glb.material("white", Look::chalk([0.73, 0.73, 0.73]));
    let red = glb.material("red", Look::chalk([0.63, 0.065, 0.05]));
    let green = glb.material("green", Look::chalk([0.14, 0.45, 0.091]));
    let lamp = glb.material("lamp", Look::lamp([34.0, 25.0, 13.0]));
    let (x, y, z) = (552.8, 548.8, 559.2);
    let floor = quad([[x, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, z], [x, 0.0, z]]);
    let ceiling = around_the_lamp(x, y, z);
    let back = quad([[x, 0.0, z], [0.0, 0.0, z], [0.0, y, z], [x, y, z]]);
    let left = quad([[x, 0.0, 0.0], [x, 0.0, z], [x, y, z], [x, y, 0.0]]);
    let right = quad([[0.0, 0.0, z], [0.0, 0.0, 0.0], [0.0, y, 0.0], [0.0, y, z]]);
    let light = quad([[343.0, y, 227.0], [343.0, y, 332.0], [213.0, y, 332.0], [213.0, y, 227.0]]);
    let room = [(&floor, white), (&ceiling, white), (&back, white), (&left, red), (&right, green), (&light, lamp)];
    let room = glb.mesh("room", &room);
    let short = block([[130.0, 65.0], [82.0, 225.0], [240.0, 272.0], [290.0, 114.0]], 165.0);
    let tall = block([[423.0, 247.0], [265.0, 296.0], [314.0, 456.0], [472.0, 406.0]], 330.0);
    let short = glb.mesh("short block", &[(&short, white)]);
    let tall = glb.mesh("tall block", &[(&tall, white)]);
    for mesh in [room, short, tall] {
        glb.show(mesh, Place::at(Vec3::ZERO));
    }
    glb.camera("camera", point(278.0, 273.0, -800.0), point(278.0, 273.0, 0.0), 0.6865);
    glb.finish()
}
