//! How speed is measured: what every number of samples per second on the reference scene means, whoever measures it.

use crate::device::DeviceKind;
use crate::job::{RenderUnit, SampleRange, Tile, View};
use crate::limits::UNIT_SPP;
use crate::worker::Pace;

/// Side of the picture of the reference scene.
const SIDE: u32 = 512;

/// Long submissions, and no rest between them: nobody is to be spared while a machine is measured.
pub const PACE: Pace = Pace { quantum_us: 16_000, duty_permille: 1000 };

/// How the reference scene is seen.
pub fn view() -> View {
    View { seed: 1, ..View::new(SIDE, SIDE) }
}

/// Work on it without an end, of which as many whole samples are done as there is time for. The speed is its pixel samples
/// over the time that the device was busy with them.
pub fn unit(kind: DeviceKind) -> RenderUnit {
    // A software adapter does about one pass over such a tile in the time; a card wants more to bite on.
    let side = if kind == DeviceKind::Software { 128 } else { SIDE };
    let corner = (SIDE - side) / 2;
    RenderUnit {
        tile: Tile { x: corner, y: corner, width: side, height: side },
        samples: SampleRange { first: 0, count: UNIT_SPP },
    }
}
