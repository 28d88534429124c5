//! Linux: NVML by its soname, programs from `/proc`.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where the driver's NVML may lie, most likely first.
pub fn nvml_candidates() -> Vec<PathBuf> {
    // The name without `.1` belongs to the development package and may be a stub of NVIDIA's own.
    vec!["libnvidia-ml.so.1".into()]
}

/// The list of running programs.
#[derive(Debug)]
pub struct ProcessList;

impl ProcessList {
    pub fn open() -> Result<Self, String> {
        Ok(Self)
    }

    /// Shows `visit` each process: its pid, the path of its program and its name, whichever may be known.
    ///
    /// One system call per process, where sysinfo takes about twenty: with the 700 processes of a desktop that
    /// alone would be more than the daemon may use at rest. Nothing is remembered, because a pid that was seen
    /// before may have become another program by `exec` since.
    pub fn look(&mut self, mut visit: impl FnMut(u32, Option<&Path>, &str)) -> Result<(), String> {
        let folder = fs::read_dir("/proc").map_err(|error| format!("/proc: {error}"))?;
        let pids = folder.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let mut any = false;
        for pid in pids {
            any = true;
            match fs::read_link(format!("/proc/{pid}/exe")) {
                Ok(exe) => {
                    // So the kernel marks a program whose file was replaced while it runs.
                    let exe = exe.to_string_lossy();
                    visit(pid, Some(Path::new(exe.strip_suffix(" (deleted)").unwrap_or(&exe))), "");
                }
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
                    visit(pid, None, name.trim_end());
                }
                // The kernel's own threads, and whatever ended meanwhile.
                Err(_) => {}
            }
        }
        if any { Ok(()) } else { Err("/proc shows none".to_owned()) }
    }
}
