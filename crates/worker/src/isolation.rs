//! What a worker cannot do, whatever a scene or a driver makes of it. One file per system.

#[cfg_attr(target_os = "linux", path = "isolation/linux.rs")]
#[cfg_attr(target_os = "macos", path = "isolation/macos.rs")]
#[cfg_attr(windows, path = "isolation/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos", windows)), path = "isolation/other.rs")]
mod system;

use std::path::PathBuf;

/// What is left to a worker besides what GPU drivers need.
#[derive(Debug, Default)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "these systems do not shut a worker in yet"))]
pub struct Grounds {
    /// Files, or folders with all in them, to read.
    pub read: Vec<PathBuf>,
    /// The folder to read and write.
    pub write: Option<PathBuf>,
}

/// Why there is no isolation, or not all of it, in words for the log.
pub type Lacking = String;

/// Shuts the process in. To be called while it has one thread: what it starts later is shut in with it.
pub fn enter(grounds: &Grounds) -> Result<(), Lacking> {
    system::enter(grounds)
}

/// Shuts the process in as far as the system can, and says on standard error what it cannot.
pub fn enter_or_say(grounds: &Grounds) {
    if let Err(lacking) = enter(grounds) {
        eprintln!("not isolated: {lacking}");
    }
}
