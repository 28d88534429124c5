//! Bounds on the telephone, each with its reason.

use std::time::Duration;

/// One line, either way. The longest is a prompt, each of its bytes escaped.
pub const LINE_BYTES: usize = idlewatt_proto::limits::WORKER_LINE_BYTES;
/// How long an answer may wait for a reader who does not read, before the connection is given up.
pub const SEND_DEADLINE: Duration = Duration::from_secs(10);
/// How long a daemon may take to answer the first `Hello`.
pub const HELLO_DEADLINE: Duration = Duration::from_secs(10);
/// How long a daemon that was started by a client may take until it answers.
pub const START_DEADLINE: Duration = Duration::from_secs(10);
/// Between two looks at whether it answers.
pub const START_POLL: Duration = Duration::from_millis(50);
/// Length of a Unix socket's path: macOS has 104 bytes with the final zero, Linux 108.
#[cfg(unix)]
pub const SOCKET_PATH_BYTES: usize = 100;
/// Jobs in one answer; at some 2 KiB each at most below a line's bound.
pub const JOBS_MOST: u32 = 1000;
/// Hours, days or months of one history: three years of days. At about 300 bytes each below a line's bound.
pub const BUCKETS_MOST: usize = 1100;
/// Units that come with a job; at about 300 bytes each below a line's bound.
pub const UNITS_MOST: u32 = 500;
