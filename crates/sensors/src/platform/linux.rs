//! Linux: NVML by its soname, the plug from `/sys/class/power_supply`.

use crate::PowerSupply;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the driver's NVML may lie, most likely first.
pub fn nvml_candidates() -> Vec<PathBuf> {
    // The name without `.1` belongs to the development package and may be a stub of NVIDIA's own.
    vec!["libnvidia-ml.so.1".into()]
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
