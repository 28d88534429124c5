//! Linux: NVML by its soname, programs from `/proc`.

use crate::limits::YOUNG;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

/// Where the driver's NVML may lie, most likely first.
pub fn nvml_candidates() -> Vec<PathBuf> {
    // The name without `.1` belongs to the development package and may be a stub of NVIDIA's own.
    vec!["libnvidia-ml.so.1".into()]
}

/// The list of running programs.
#[derive(Debug, Default)]
pub struct ProcessList {
    /// The newest process that was seen, as the kernel counts them.
    newest: Option<String>,
    /// Processes that were looked at, and when they were new.
    seen: HashMap<u32, Instant>,
}

impl ProcessList {
    pub fn open() -> Result<Self, String> {
        Ok(Self::default())
    }

    /// Shows `visit` each process: its pid, the path of its program and its name, whichever may be known.
    ///
    /// One system call per process, where sysinfo takes about twenty: with the 700 processes of a desktop that
    /// alone would be more than the daemon may use at rest.
    pub fn look(&mut self, mut visit: impl FnMut(u32, Option<&Path>, &str)) -> Result<(), String> {
        let now = Instant::now();
        let before = std::mem::take(&mut self.seen);
        self.newest = newest();
        for pid in pids()? {
            self.seen.insert(pid, before.get(&pid).copied().unwrap_or(now));
            show(pid, &mut visit);
        }
        if self.seen.is_empty() { Err("/proc shows none".to_owned()) } else { Ok(()) }
    }

    /// Shows `visit` only processes that began since the last look, and for a while longer those: a launcher becomes
    /// the game that it starts without a new pid. On a machine where nothing begins this is one small read.
    pub fn news(&mut self, mut visit: impl FnMut(u32, Option<&Path>, &str)) -> Result<(), String> {
        let now = Instant::now();
        let newest = newest();
        if newest.is_none() || newest != self.newest {
            self.newest = newest;
            for pid in pids()? {
                self.seen.entry(pid).or_insert(now);
            }
        }
        let young = self.seen.iter().filter(|(_, since)| now.duration_since(**since) < YOUNG);
        young.for_each(|(pid, _)| show(*pid, &mut visit));
        Ok(())
    }

    /// Whether a process is still there.
    pub fn lives(&self, pid: u32) -> bool {
        Path::new(&format!("/proc/{pid}")).exists()
    }
}

/// Every process that there is.
fn pids() -> Result<impl Iterator<Item = u32>, String> {
    let folder = fs::read_dir("/proc").map_err(|error| format!("/proc: {error}"))?;
    Ok(folder.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()))
}

/// The last field of `/proc/loadavg` is the pid that was given out last; threads count, too.
fn newest() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().last().map(str::to_owned)
}

/// What Wine plays: its own file is the same for every program.
fn windows_program(pid: u32) -> Option<String> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words = line.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
    // The loader's own name may stand before it.
    let mut programs = words.take(3).filter(|word| word.contains('\\') || word.to_lowercase().ends_with(".exe"));
    programs.next()
}

fn show(pid: u32, visit: &mut impl FnMut(u32, Option<&Path>, &str)) {
    match fs::read_link(format!("/proc/{pid}/exe")) {
        Ok(exe) => {
            // So the kernel marks a program whose file was replaced while it runs.
            let exe = exe.to_string_lossy();
            let exe = Path::new(exe.strip_suffix(" (deleted)").unwrap_or(&exe));
            let played = exe.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("wine"));
            match played.then(|| windows_program(pid)).flatten() {
                Some(program) => visit(pid, Some(Path::new(&program)), ""),
                None => visit(pid, Some(exe), ""),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            visit(pid, None, name.trim_end());
        }
        // The kernel's own threads, and whatever ended meanwhile.
        Err(_) => {}
    }
}
