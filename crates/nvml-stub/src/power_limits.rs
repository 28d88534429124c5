//! The power limits that were set. Like on a real card they outlive the process that set them, if a file is named
//! for it, and whoever writes to that file is another tool that sets them.

use crate::script::stamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;
use std::{env, fs};

/// The environment variable that names the file: a line for each card whose limit was set, with its uuid, a space and
/// milliwatts.
pub const LIMIT_VARIABLE: &str = "IDLEWATT_NVML_LIMIT_FILE";

/// Limits in milliwatts by uuid; without an entry the limit is as delivered.
#[derive(Debug)]
pub struct Limits {
    path: Option<PathBuf>,
    stamp: Option<(SystemTime, u64)>,
    set: BTreeMap<String, u32>,
}

impl Limits {
    pub fn from_environment() -> Self {
        Self { path: env::var_os(LIMIT_VARIABLE).map(PathBuf::from), stamp: None, set: BTreeMap::new() }
    }

    pub fn of(&mut self, uuid: &str) -> Option<u32> {
        if let Some(path) = &self.path {
            let stamp = stamp(path);
            if stamp != self.stamp {
                self.stamp = stamp;
                let line =
                    |line: &str| line.split_once(' ').and_then(|(uuid, mw)| Some((uuid.to_owned(), mw.parse().ok()?)));
                self.set = fs::read_to_string(path).unwrap_or_default().lines().filter_map(line).collect();
            }
        }
        self.set.get(uuid).copied()
    }

    /// `false`: the file cannot be written.
    pub fn set(&mut self, uuid: &str, mw: u32) -> bool {
        // What somebody else wrote meanwhile about other cards is kept.
        let _ = self.of(uuid);
        self.set.insert(uuid.to_owned(), mw);
        let text: String = self.set.iter().map(|(uuid, mw)| format!("{uuid} {mw}\n")).collect();
        let Some(path) = &self.path else { return true };
        // Renamed into place, so that a process that is killed meanwhile leaves no half of it.
        let fresh = path.with_extension("fresh");
        let written = fs::write(&fresh, text).and_then(|()| fs::rename(fresh, path)).is_ok();
        self.stamp = stamp(path);
        written
    }
}
