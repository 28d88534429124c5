//! Running programs where sysinfo knows best how to list them.

use std::path::Path;
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, RefreshKind, System, UpdateKind};

/// The list of running programs. Kept between looks, so that a path is looked up once per process.
#[derive(Debug)]
pub struct ProcessList(System);

impl ProcessList {
    pub fn open() -> Result<Self, String> {
        System::new_with_specifics(RefreshKind::nothing()).map(Self).map_err(|error| error.to_string())
    }

    /// Shows `visit` each process: its pid, the path of its program and its name, whichever may be known.
    pub fn look(&mut self, mut visit: impl FnMut(u32, Option<&Path>, &str)) -> Result<(), String> {
        let paths_only = ProcessRefreshKind::nothing().without_tasks().with_exe(UpdateKind::OnlyIfNotSet);
        self.0.refresh_processes_specifics(ProcessesToUpdate::All, true, paths_only);
        if self.0.processes().is_empty() {
            return Err("the system shows none".to_owned());
        }
        for process in self.0.processes().values() {
            visit(process.pid().as_u32(), process.exe(), &process.name().to_string_lossy());
        }
        Ok(())
    }

    /// As [`Self::look`]: here a whole look is the cheapest way to learn what is new.
    pub fn news(&mut self, visit: impl FnMut(u32, Option<&Path>, &str)) -> Result<(), String> {
        self.look(visit)
    }

    /// Whether a process was there at the last look.
    pub fn lives(&self, pid: u32) -> bool {
        self.0.process(sysinfo::Pid::from_u32(pid)).is_some()
    }
}
