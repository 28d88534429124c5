//! Windows.

use std::io;
use std::path::Path;
use tokio::process::Command;

/// What a worker may know of our environment: without these neither the system's libraries nor a driver's are found.
pub(crate) const ENVIRONMENT: &[&str] = &[
    "LOCALAPPDATA",
    "ProgramData",
    "ProgramFiles",
    "SystemDrive",
    "SystemRoot",
    "TEMP",
    "TMP",
    "VK_DRIVER_FILES",
    "VK_ICD_FILENAMES",
    "windir",
];

/// `CREATE_NO_WINDOW | IDLE_PRIORITY_CLASS`: no console flashes up, and everybody else goes first.
pub(crate) fn prepare(command: &mut Command) {
    command.creation_flags(0x0800_0000 | 0x0000_0040);
}

/// There are no process groups to kill; the process itself is terminated by its handle.
pub(crate) fn kill_group(_pid: u32) {}

/// Folders inherit the user's own access list.
pub(crate) fn make_private(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Not told without a job object.
pub(crate) fn resident_bytes(_pid: u32) -> Option<u64> {
    None
}
