//! Linux: NVML by its soname, programs from `/proc`, the plug from `/sys/class/power_supply`.

use crate::PowerSupply;
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

/// `None`: there is no battery.
pub fn power_supply() -> Option<PowerSupply> {
    supply_in(Path::new("/sys/class/power_supply"))
}

fn supply_in(folder: &Path) -> Option<PowerSupply> {
    let (mut battery, mut discharging, mut plugged) = (false, false, false);
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let text = |name| fs::read_to_string(entry.path().join(name)).unwrap_or_default();
        match text("type").trim() {
            // The battery of a mouse or a headset says scope "Device".
            "Battery" if text("scope").trim() != "Device" => {
                battery = true;
                discharging |= text("status").trim() == "Discharging";
            }
            "Mains" | "USB" => plugged |= text("online").trim() == "1",
            _ => {}
        }
    }
    battery.then_some(PowerSupply { on_battery: discharging && !plugged })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(entries: &[(&str, &[(&str, &str)])]) -> Option<PowerSupply> {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for (name, files) in entries {
            let entry = folder.path().join(name);
            fs::create_dir(&entry).expect("an entry");
            for (file, text) in *files {
                fs::write(entry.join(file), format!("{text}\n")).expect("an attribute");
            }
        }
        supply_in(folder.path())
    }

    #[test]
    fn tells_plug_from_battery() {
        let (off, on) =
            (("AC", &[("type", "Mains"), ("online", "0")][..]), ("AC", &[("type", "Mains"), ("online", "1")][..]));
        let draining = ("BAT0", &[("type", "Battery"), ("status", "Discharging")][..]);
        let full = ("BAT0", &[("type", "Battery"), ("status", "Full")][..]);
        let mouse = ("hid", &[("type", "Battery"), ("scope", "Device"), ("status", "Discharging")][..]);
        assert_eq!(supply(&[off, draining]), Some(PowerSupply { on_battery: true }));
        assert_eq!(supply(&[on, full]), Some(PowerSupply { on_battery: false }));
        assert_eq!(supply(&[on, draining]), Some(PowerSupply { on_battery: false }), "a weak charger is still a plug");
        assert_eq!(supply(&[on, mouse]), None, "a desktop with a wireless mouse");
        assert_eq!(supply(&[]), None);
    }
}
