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
