//! Running programs, without asking about those that were seen before.
#![allow(unsafe_code)]

use std::collections::HashMap;
use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use windows::Win32::Foundation::{ERROR_NO_MORE_FILES, HANDLE};
use windows::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
};
use windows::Win32::System::Threading::{
    OpenProcess, PROCESS_NAME_WIN32, PROCESS_QUERY_LIMITED_INFORMATION, QueryFullProcessImageNameW,
};
use windows::core::{Error, Owned, PWSTR, Result};

/// The list of running programs. Kept between looks, so that a path is looked up once per process.
#[derive(Debug, Default)]
pub struct ProcessList {
    known: HashMap<u32, Known>,
    looks: u64,
}

#[derive(Debug)]
struct Known {
    /// With the name it tells a process from a later one with the same pid. The time of creation would, too, but
    /// costs three calls per process and look.
    parent: u32,
    name: String,
    path: Option<PathBuf>,
    /// The last look that found it.
    look: u64,
}

impl ProcessList {
    pub fn open() -> std::result::Result<Self, String> {
        Ok(Self::default())
    }

    /// Shows `visit` each process: its pid, the path of its program and its name, whichever may be known. The paths
    /// of the system's own processes and of other users' are not ours to know.
    pub fn look(&mut self, mut visit: impl FnMut(u32, Option<&Path>, &str)) -> std::result::Result<(), String> {
        self.looks += 1;
        let (known, look) = (&mut self.known, self.looks);
        let looked = each_process(|entry| {
            let (pid, parent) = (entry.th32ProcessID, entry.th32ParentProcessID);
            let name = String::from_utf16_lossy(until_zero(&entry.szExeFile));
            // A path that could not be had is asked for again: a program may not be open to questions as it begins.
            let same = known.remove(&pid).filter(|known| known.parent == parent && known.name == name);
            let same = same.filter(|known| known.path.is_some());
            let path = same.map_or_else(|| program_path(pid).ok(), |known| known.path);
            visit(pid, path.as_deref(), &name);
            known.insert(pid, Known { parent, name, path, look });
        });
        self.known.retain(|_, known| known.look == look);
        looked.map_err(|error| error.message())?;
        if self.known.is_empty() { Err("the system shows none".to_owned()) } else { Ok(()) }
    }

    /// As [`Self::look`]: a snapshot shows all, and costs the same whatever is new.
    pub fn news(&mut self, visit: impl FnMut(u32, Option<&Path>, &str)) -> std::result::Result<(), String> {
        self.look(visit)
    }

    /// Whether a process was there at the last look.
    pub fn lives(&self, pid: u32) -> bool {
        self.known.contains_key(&pid)
    }
}

/// Full path of the program that this process runs.
pub fn program_path(pid: u32) -> Result<PathBuf> {
    // SAFETY: takes numbers and gives a handle, which is ours to close.
    let process = unsafe { Owned::new(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, pid)?) };
    // As long as Windows' paths get.
    let mut path = vec![0; 1 << 15];
    let mut length = path.len() as u32;
    // SAFETY: the handle is open; the buffer is ours and its length goes with it.
    unsafe { QueryFullProcessImageNameW(*process, PROCESS_NAME_WIN32, PWSTR(path.as_mut_ptr()), &mut length) }?;
    Ok(OsString::from_wide(path.get(..length as usize).unwrap_or_default()).into())
}

fn each_process(mut visit: impl FnMut(&PROCESSENTRY32W)) -> Result<()> {
    // SAFETY: takes numbers and gives a handle, which is ours to close.
    let snapshot: Owned<HANDLE> = unsafe { Owned::new(CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0)?) };
    let mut entry = PROCESSENTRY32W { dwSize: size_of::<PROCESSENTRY32W>() as u32, ..PROCESSENTRY32W::default() };
    // SAFETY: the handle is open; the entry is ours and says its size.
    let mut next = unsafe { Process32FirstW(*snapshot, &mut entry) };
    while next.is_ok() {
        visit(&entry);
        // SAFETY: as above.
        next = unsafe { Process32NextW(*snapshot, &mut entry) };
    }
    next.or_else(|error| if error == Error::from(ERROR_NO_MORE_FILES) { Ok(()) } else { Err(error) })
}

fn until_zero(text: &[u16]) -> &[u16] {
    text.split(|unit| *unit == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_path_at_every_look() {
        let mut list = ProcessList::open().expect("a list");
        for look in 0..3 {
            let mut own = None;
            let looked = list.look(|pid, path, name| {
                if pid == std::process::id() {
                    own = Some((path.map(Path::to_owned), name.to_owned()));
                }
            });
            looked.expect("a look");
            let exe = std::env::current_exe().expect("our own path");
            let name = exe.file_name().expect("a name").to_string_lossy().into_owned();
            assert_eq!(own, Some((Some(exe), name)), "look {look}");
        }
        assert!(list.known.values().all(|known| known.look == 3), "who has gone is forgotten");
    }
}
