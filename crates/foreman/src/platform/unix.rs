//! Linux and macOS.

use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::process::Command;

/// What a worker may know of our environment: where Vulkan's loader finds its drivers, and their libraries theirs.
pub(crate) const ENVIRONMENT: &[&str] = &[
    "LD_LIBRARY_PATH",
    "VK_DRIVER_FILES",
    "VK_ADD_DRIVER_FILES",
    "VK_ICD_FILENAMES",
    "XDG_CONFIG_DIRS",
    "XDG_DATA_DIRS",
    // Metal keeps compiled shaders there.
    "TMPDIR",
];

/// A group of its own: Ctrl-C in our terminal is for us, and a kill reaches whatever a worker may have started.
pub(crate) fn prepare(command: &mut Command) {
    command.process_group(0);
}

/// Kills a process with its group. Only while it is not yet waited for: its number is reused afterwards.
pub(crate) fn kill_group(pid: u32) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // Fails when it is gone already, which is what was wanted.
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Nobody else on this machine reads what strangers sent or had made.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

/// Memory that a process holds; `None` where the system does not tell in a file.
pub(crate) fn resident_bytes(pid: u32) -> Option<u64> {
    let statm = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}
