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
    // So the kernel marks a program whose file was replaced while it runs.
    let exe = std::fs::read_link(format!("/proc/{pid}/exe"));
    let named =
        exe.ok().and_then(|exe| Some(exe.file_name()?.to_string_lossy().trim_end_matches(" (deleted)").to_owned()));
    // Another user's program shows its name alone, cut to 15 bytes.
    named.or_else(|| Some(std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim_end().to_owned()))
}

#[cfg(not(target_os = "linux"))]
pub fn program(_pid: u32) -> Option<String> {
    None
}
