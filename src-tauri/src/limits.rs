//! Bounds of the tray app, each with its reason.

use std::time::Duration;

/// How long a click may wait for the daemon's answer. Books of years are added up well within it.
pub const CALL_DEADLINE: Duration = Duration::from_secs(10);
/// Silence after the first lost connection: a daemon that restarts is back at once.
pub const RETRY_FIRST: Duration = Duration::from_millis(500);
/// The longest silence: a daemon that cannot start writes two log lines a minute, not two thousand.
pub const RETRY_LONGEST: Duration = Duration::from_secs(30);
/// How long Quit waits for the daemon's goodbye before it goes without.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(3);
/// Rows of jobs that the page may ask for at once; at about 400 bytes each far below a line's bound.
pub const JOBS_MOST: u32 = 500;
/// Letters of the status line in the menu: longer ones make menus as wide as screens.
pub const MENU_LETTERS: usize = 72;
/// Between two tellings of numbers that creep: a glance lasts as long.
pub const CREEP_EVERY: Duration = Duration::from_secs(2);
/// The same while no window is open: today's money stands in the tooltip and the menu alone.
pub const CREEP_UNSEEN: Duration = Duration::from_secs(15);
/// Between two looks at the clock: "Wed 8:00" becomes "8:00" at midnight, and what lasts a minute is told after one.
pub const TICK: Duration = Duration::from_secs(60);
/// How long a desktop that is just starting may take until its tray is there. Then the window opens instead.
pub const TRAY_GRACE: Duration = Duration::from_secs(10);
/// Between two tries for a tray that is there and takes no icon.
pub const TRAY_RETRY: Duration = Duration::from_secs(30);
/// How long WebKit's helper outlives the last window: whoever opens another one at once has it at once.
#[cfg(target_os = "linux")]
pub const HELPER_KEPT: Duration = Duration::from_secs(5);
/// How long after the last window what it needed is given back: whoever looks in again at once has it at once.
#[cfg(target_os = "linux")]
pub const ANEW_AFTER: Duration = Duration::from_secs(30);
/// How long until the next try, where something stood in its way.
#[cfg(target_os = "linux")]
pub const ANEW_RETRY: Duration = Duration::from_secs(5);
/// Two clicks within it are a double click: what desktops have set where nobody changed it.
pub const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// Nothing is told in the first minute: whoever has just started the machine sees what happens.
pub const NOTICE_QUIET: Duration = Duration::from_secs(60);
/// Between two "started": work comes and goes all day.
pub const NOTICE_STARTED: Duration = Duration::from_secs(60 * 60);
/// Between two "stopped for you".
pub const NOTICE_STOPPED: Duration = Duration::from_secs(10 * 60);
/// How long something must be wrong before the owner is called: a daemon that restarts is no news.
pub const NOTICE_LASTS: Duration = Duration::from_secs(60);
/// Between two calls for attention.
pub const NOTICE_ATTENTION: Duration = Duration::from_secs(6 * 60 * 60);
/// Yesterday's money is told from this hour on: nobody wants to hear of it at midnight.
pub const NOTICE_PAID_HOUR: i8 = 8;

/// Between two tries to learn of yesterday's money.
pub const MONEY_AGAIN_MS: u64 = 10 * 60 * 1000;

/// A file of ours: a few hundred bytes are usual.
pub const KEPT_BYTES: u64 = 64 * 1024;
/// Letters of an address.
pub const ADDRESS_LETTERS: usize = 500;
/// Paths that were handed out and may be shown in the file manager: renders and exports of one sitting.
pub const PATHS_MOST: usize = 64;
/// Bytes of a path.
pub const PATH_BYTES: usize = 4096;
/// Bytes of a picture that is shown while it is being rendered. A 4K picture has about 20 MiB at most.
pub const PICTURE_BYTES: u64 = 32 * 1024 * 1024;
/// Bytes that can be copied: a report has some tens of thousands.
#[cfg(not(windows))]
pub const COPY_BYTES: usize = 1024 * 1024;
/// What goes on for the page at once: a benchmark, a chat, and those that are just ending.
pub const STREAMS_MOST: usize = 8;
/// Steps of a render that a window that comes later is told; only lost providers add up.
pub const STEPS_MOST: usize = 32;
/// How long the daemon may take to write what came of a render that was given up.
pub const KEEP_DEADLINE: Duration = Duration::from_secs(15);
/// Names that are tried for a picture before the owner must find one.
pub const NAMES_MOST: u32 = 1000;

/// Where the OpenAI-compatible server listens: what `idlewatt serve` takes by itself.
pub const ENDPOINT_PORT: u16 = 8642;
/// How long it may take until it answers; it may have to start the daemon first.
pub const ENDPOINT_DEADLINE: Duration = Duration::from_secs(20);
/// How long it may take to end when it is told to.
pub const ENDPOINT_STOP: Duration = Duration::from_secs(3);
/// Letters of what a program said last.
pub const LAST_WORDS: usize = 400;

/// First look for an update after the start.
pub const UPDATE_FIRST: Duration = Duration::from_secs(5 * 60);
/// Between two looks.
pub const UPDATE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the announcement may take.
pub const UPDATE_DEADLINE: Duration = Duration::from_secs(30);
/// Letters of what is told of a new version.
pub const NOTES_LETTERS: usize = 4000;

/// The full window, where none is kept.
pub const WINDOW: (f64, f64) = (1080.0, 780.0);
/// The least of it: what the narrow layout needs.
pub const WINDOW_LEAST: (f64, f64) = (360.0, 420.0);
/// The compact window.
pub const COMPACT: (f64, f64) = (360.0, 460.0);
/// So much of a kept window must lie on a screen, in pixels: enough of its title to be dragged.
pub const ON_SCREEN: i32 = 120;
