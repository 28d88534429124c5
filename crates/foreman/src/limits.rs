//! Bounds on worker processes, each with its arithmetic.

use idlewatt_proto::limits::EMBED_TEXTS;
use std::time::Duration;

/// From the start of a process to its first line. Loading a GPU driver's libraries takes up to some seconds from a
/// cold disk; a machine under load is given ten times that.
pub const START: Duration = Duration::from_secs(30);
/// From `Open` to `Opened`: the largest scene (1 GiB) read, sorted into trees and compiled for a software adapter.
pub const OPEN: Duration = Duration::from_secs(300);
/// Between two reports of a worker that loads a model: the longest silence is shaders compiled for a software adapter,
/// all of them at once.
pub const LOADING: Duration = Duration::from_secs(300);
/// Loading a model in all: 64 GiB from a disk of 20 MiB a second.
pub const LOAD: Duration = Duration::from_secs(3600);
/// Between two reports of a worker that renders, inspects or has requests of a model. It tells at least each second; a software adapter on a
/// machine under load may take several seconds over one submission.
pub const WATCHDOG: Duration = Duration::from_secs(30);
/// One unit in all, pauses included. Units are cut to 60 s of work at most; this is sixty times as much.
pub const UNIT: Duration = Duration::from_secs(3600);
/// One request of a model in all, pauses included: 131 072 tokens, two in a second, make 18 hours.
pub const REQUEST: Duration = Duration::from_secs(24 * 3600);
/// Enlarging a picture in all: 16 Mi pixels on a software adapter at 10 000 pixels a second make 28 minutes.
pub const UPSCALE: Duration = Duration::from_secs(3600);
/// Writing a picture: 64 Mi pixels are scaled, compressed and written at 1 Mi pixels a second or more.
pub const PICTURE: Duration = Duration::from_secs(120);
/// The same with all that is made of its samples, and pauses: filtering as many takes a software adapter half an hour.
pub const FINISH: Duration = Duration::from_secs(3 * 3600);
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
/// The same of a model's worker, of which only pieces of text, signs of life and the like count: each of its requests has
/// fifty pieces a second at most, as its worker puts them together; a quarter more for bunching.
pub const TEXT_REPORTS_PER_SECOND: u32 = REQUESTS as u32 * 62;
/// Requests of one model under way at once. Sixteen are answered together; the others wait their turn in the worker.
pub const REQUESTS: usize = 64;
/// Requests on their way to the task that gives orders, all of which wait while the worker's queue is full.
pub const ASKS: usize = 16;
/// Pieces of an answer that wait for their reader, one by one. Then they are put together.
pub const PIECES: usize = 16;
/// Tokens that are put together for a reader who falls behind: at a thousand bytes for a token with its alternatives,
/// 4 MiB a request and 256 MiB for all [`REQUESTS`].
pub const BACKLOG_TOKENS: usize = 4096;
/// How long a reader may take nothing, with something there, before its request is cancelled. A browser in the
/// background wakes up about once a second; a connection that stalls longer than this is as good as gone.
pub const UNREAD: Duration = Duration::from_secs(30);
/// Requests given up whose last reports may still be on their way. The worker hears of each within its queue of orders.
pub const CANCELLED: usize = 1024;
/// Reports of such a request that are passed over, pieces of text not counted, which their number in a second bounds: a
/// beginning, and a vector or a failure for each of its texts.
pub const LATE_REPORTS: usize = EMBED_TEXTS + 1;
/// Text of one token. The longest in common vocabularies are 256 spaces.
pub const TOKEN_TEXT_BYTES: usize = 512;
/// Orders on their way. One of work and a few of pace; a worker with more unread ones does not listen any more.
pub const ORDERS: usize = 64;
/// Places among [`ORDERS`] that requests leave to those who hold a worker back: a pace for each look at the desk, while a
/// worker's pipe is full of long prompts for a blink.
pub const KEPT_FOR_REINS: usize = 16;
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
/// Memory for one pixel of the picture: sums and counts (32 B), what is seen first (44 B), the picture without noise (12 B), and
/// while it is written thirteen channels of layers twice (104 B).
pub const PIXEL_BYTES: u64 = 192;
/// How often the scene's device memory may be there: the file, what instants have in common, one of them put together, and on
/// a software adapter the device itself.
pub const SCENE_COPIES: u64 = 4;
/// How often a model's device memory may be there: the pages of its file, on a software adapter the device itself, and
/// what is being unpacked and uploaded.
pub const MODEL_COPIES: u64 = 3;
/// Memory of a worker that packs or inspects: four copies of the largest scene (1 GiB) and the base.
pub const ERRAND_MEMORY_BYTES: u64 = 6 << 30;
