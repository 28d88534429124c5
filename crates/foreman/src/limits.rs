//! Bounds on worker processes, each with its arithmetic.

use std::time::Duration;

/// From the start of a process to its first line. Loading a GPU driver's libraries takes up to some seconds from a
/// cold disk; a machine under load is given ten times that.
pub const START: Duration = Duration::from_secs(30);
/// From `Open` to `Opened`: the largest scene (1 GiB) read, sorted into trees and compiled for a software adapter.
pub const OPEN: Duration = Duration::from_secs(300);
/// Between two reports of a worker that renders or inspects. It tells at least each second; a software adapter on a
/// machine under load may take several seconds over one submission.
pub const WATCHDOG: Duration = Duration::from_secs(30);
/// One unit in all, pauses included. Units are cut to 60 s of work at most; this is sixty times as much.
pub const UNIT: Duration = Duration::from_secs(3600);
/// Writing a picture: 64 Mi pixels are scaled, compressed and written at 1 Mi pixels a second or more.
pub const PICTURE: Duration = Duration::from_secs(120);
/// Measuring all adapters, each for some seconds and after compiling for it.
pub const PROBE: Duration = Duration::from_secs(120);
/// From the closing of its standard input to a worker's end. It exits at once; then it is killed.
pub const CLOSE: Duration = Duration::from_millis(150);
/// From the end of a worker's output to its own end. The two come together; a loaded machine tells of them apart.
pub const EXIT: Duration = Duration::from_secs(2);
/// From a kill to the end of waiting for it. Only a process stuck in a driver takes longer, and nothing helps there.
pub const REAP: Duration = Duration::from_secs(5);
/// Reports in one second. A worker sends about ten.
pub const REPORTS_PER_SECOND: u32 = 500;
/// Orders on their way. One of work and a few of pace; a worker with more unread ones does not listen any more.
pub const ORDERS: usize = 64;
/// The end of what a worker wrote to its standard error, kept for its obituary.
pub const STDERR_TAIL_BYTES: usize = 4096;
/// Lines of a worker's standard error that go to our log: it may be told by a stranger's scene what to complain about.
pub const STDERR_LINES_LOGGED: u32 = 20;
/// Longest such line.
pub const STDERR_LINE_BYTES: usize = 512;
/// What a report that is not one is quoted with.
pub const QUOTE_CHARS: usize = 120;
/// How often a worker's memory is looked at. A runaway fills 1 GiB or so meanwhile.
pub const MEMORY_LOOK: Duration = Duration::from_millis(500);
/// Memory of a worker before it has a scene: program, driver, shader compiler, and the JSON parser's worst case.
pub const BASE_MEMORY_BYTES: u64 = 2 << 30;
/// Memory for one pixel of the picture: sums and count (16 B), and two copies while it is written (24 B).
pub const PIXEL_BYTES: u64 = 40;
/// How often the scene's device memory may be there: file, decoded, and on a software adapter the device itself.
pub const SCENE_COPIES: u64 = 3;
/// Memory of a worker that packs or inspects: four copies of the largest scene (1 GiB) and the base.
pub const ERRAND_MEMORY_BYTES: u64 = 6 << 30;
