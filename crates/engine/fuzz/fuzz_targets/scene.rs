//! The loader of scenes: no bytes make it panic or go on without end, and what it accepts renders to finite values. Good
//! seeds for `corpus/scene`: the files in `scenes`, and small ones with PNG, JPEG and WebP in them.
#![no_main]

use idlewatt_engine::cpu;
use idlewatt_engine::scene::Scene;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(scene) = Scene::from_glb(bytes) else { return };
    let view = View { max_bounces: 3, ..View::new(4, 4) };
    let tile = Tile { x: 0, y: 0, width: 4, height: 4 };
    let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 1 } };
    let sums = cpu::render(&scene, &view, &unit).expect("a valid view");
    assert!(sums.iter().flatten().all(|value| value.is_finite()));
});
