//! Bounds of the worker, each with its arithmetic.

use idlewatt_proto::worker::Pace;
use std::time::Duration;

/// Orders that wait. A foreman gives one order of work at a time.
pub const ORDERS: usize = 4;
/// Between two reports of progress at least: ten a second are enough for any window.
pub const PROGRESS_EVERY: Duration = Duration::from_millis(100);
/// Between two signs of life at most, progress or not. The foreman's watchdog waits thirty times as long.
pub const LIFE_EVERY: Duration = Duration::from_millis(1000);
/// Between two copies of a unit in hand at least: what a kill may cost.
pub const SAVE_EVERY: Duration = Duration::from_secs(1);
/// Between two such copies at most, whatever the last one took: one slow copy on a busy machine says little.
pub const SAVE_SELDOM: Duration = Duration::from_secs(20);
/// How much longer the device works than it stands still for a copy: 1 % of the time.
pub const SAVE_STALL_SHARE: u32 = 100;
/// How much longer nothing is written than a copy takes to be: a slow disk is its owner's, nine tenths of the time.
pub const SAVE_WRITE_SHARE: u32 = 10;
/// Until told otherwise a card works as if its owner were at the desk: 4 ms go unnoticed at 60 pictures a second.
pub const CARD_PACE: Pace = Pace { quantum_us: 4_000, duty_permille: 1000 };
/// No screen waits for a software adapter, and each submission costs it a round through all its threads.
pub const SOFTWARE_PACE: Pace = Pace { quantum_us: 100_000, duty_permille: 1000 };
/// Memory of one pixel of the picture: three sums and a count.
pub const PIXEL_BYTES: u64 = 16;
/// Name of a file in the scratch folder: a unit's name and an ending.
pub const NAME_BYTES: usize = 128;
/// How far the worker's threads stand back for others. Further down (19) would be gentler still, but a process at the
/// very bottom takes its time to die, too: beside a game that keeps every core busy, seconds instead of tenths.
#[cfg(unix)]
pub const NICE: i32 = 10;
