//! Bounds of the worker, each with its arithmetic.

use crate::orders::Queue;
use idlewatt_proto::worker::Pace;
use std::time::Duration;

/// Orders that wait. A foreman gives one order of work at a time.
pub const SCENE_ORDERS: Queue = Queue { most: 4, yields: false };
/// The same with a model, where they are taken between submissions: a foreman has 64 requests under way at most, and
/// may give up and replace each of them meanwhile, and twice that is ample. Half a MiB each at worst makes 128 MiB.
pub const TEXT_ORDERS: Queue = Queue { most: 256, yields: true };
/// Between two pieces of one answer at least: fifty a second read as smoothly as a thousand, and cost less.
pub const SAY_EVERY: Duration = Duration::from_millis(20);
/// Slice of a rest between two submissions; a new pace is seen after that long.
pub const PAUSE_SLICE: Duration = Duration::from_millis(2);
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
/// Rays by which is found out what is seen first in a pixel. Edges are then smooth to a sixteenth.
pub const AOV_SAMPLES: u32 = 16;
/// Name of a file in the scratch folder: a unit's name and an ending.
pub const NAME_BYTES: usize = 128;
/// How far the worker's threads stand back for others. Further down (19) would be gentler still, but a process at the
/// very bottom takes its time to die, too: beside a game that keeps every core busy, seconds instead of tenths.
#[cfg(unix)]
pub const NICE: i32 = 10;
