//! Bounds on workers, each with its reason.

use std::time::Duration;

/// From the start to the first line. Loading graphics drivers takes a second or two on a cold disk.
pub const HELLO_WITHIN: Duration = Duration::from_secs(20);
/// For a whole probe: each adapter compiles and runs the reference scene, on software in about ten seconds.
pub const PROBE_WITHIN: Duration = Duration::from_secs(120);
/// For loading a scene of up to 1 GiB and building what traces it.
pub const OPEN_WITHIN: Duration = Duration::from_secs(180);
/// Silence of a worker at work after which it is hung: it reports about every second, but software needs some
/// seconds to compile a kernel before its first submission.
pub const SILENCE: Duration = Duration::from_secs(30);
/// For inspecting a result or writing a picture.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(120);
/// Between a polite end and a kill.
pub const GRACE: Duration = Duration::from_millis(150);
/// Reports in one second before it counts as a flood: one per submission of 4 ms is 250.
pub const REPORTS_PER_SECOND: u32 = 1000;
/// Bytes of standard error that are kept for the log.
pub const STDERR_BYTES: usize = 4096;
/// Orders that may wait in the pipe's queue.
pub const ORDERS: usize = 16;
