//! Bounds of the worker, each with its arithmetic.

use idlewatt_proto::worker::Pace;
use std::time::Duration;

/// Orders that wait. A foreman gives one order of work at a time.
pub const ORDERS: usize = 4;
/// Between two reports of progress at least: ten a second are enough for any window.
pub const PROGRESS_EVERY: Duration = Duration::from_millis(100);
/// Between two signs of life at most, progress or not. The foreman's watchdog waits thirty times as long.
pub const LIFE_EVERY: Duration = Duration::from_millis(1000);
/// Until told otherwise a card works as if its owner were at the desk: 4 ms go unnoticed at 60 pictures a second.
pub const CARD_PACE: Pace = Pace { quantum_us: 4_000, duty_permille: 1000 };
/// No screen waits for a software adapter, and each submission costs it a round through all its threads.
pub const SOFTWARE_PACE: Pace = Pace { quantum_us: 100_000, duty_permille: 1000 };
/// Memory of one pixel of the picture: three sums and a count.
pub const PIXEL_BYTES: u64 = 16;
/// Name of a file in the scratch folder: a unit's name and an ending.
pub const NAME_BYTES: usize = 128;
