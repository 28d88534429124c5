//! Any block of a unit, recomputed on its own, is what it was in the unit, to the bit: that is how results are checked.

use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::{Renderer, Steer};
use idlewatt_engine::scene::Scene;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use idlewatt_proto::worker::Pace;
use std::path::Path;

#[test]
fn blocks_of_a_rich_scene_come_out_the_same_alone_and_in_their_unit() {
    let gpu = Gpu::open(None).expect("an adapter");
    let scene = Scene::load(Path::new("scenes/garden.glb")).expect("the garden");
    let view = View::new(96, 64);
    let mut renderer = Renderer::new(&gpu, &scene, &view).expect("a renderer");
    let tile = Tile { x: 0, y: 0, width: 96, height: 64 };
    let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 8 } };
    // A pace that lets a small block's samples go in at once, and not the whole unit's.
    let pace = Pace { quantum_us: 200_000, duty_permille: 1000 };
    let whole = renderer.render(&unit, &mut |_| Steer { pace, stop: false }).expect("a result");
    for (x, y) in [(40, 30), (88, 56), (17, 44)] {
        let block = RenderUnit { tile: Tile { x, y, width: 8, height: 8 }, ..unit };
        let alone = renderer.render(&block, &mut |_| Steer { pace, stop: false }).expect("a result");
        let within = (0..8).flat_map(|row| {
            let start = ((y + row) * 96 + x) as usize;
            whole.sums[start..start + 8].iter().copied()
        });
        assert_eq!(alone.sums, within.collect::<Vec<_>>(), "the block at {x}, {y}");
    }
}
