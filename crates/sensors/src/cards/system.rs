//! What the system knows of processes on cards, where the driver does not tell.

use super::foreign::Shares;

/// Load per process on card `uuid` as the system itself counts it, for drivers that do not (Windows' WDDM). `None`:
/// it counts none, or does not say for which card.
pub fn shares(_uuid: &str) -> Option<Shares> {
    None
}

/// The file name of a process's program; `None` where it is hidden or the process is gone.
#[cfg(target_os = "linux")]
pub fn program(pid: u32) -> Option<String> {
    super::drm::program(std::path::Path::new("/proc"), pid)
}

#[cfg(not(target_os = "linux"))]
pub fn program(_pid: u32) -> Option<String> {
    None
}
