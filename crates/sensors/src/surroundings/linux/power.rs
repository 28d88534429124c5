//! The plug and the battery, from `/sys/class/power_supply`.

use std::fs;
use std::path::Path;

/// Where the current comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    /// Nothing is plugged in.
    pub on_battery: bool,
    /// Charge of the first battery that tells.
    pub percent: Option<u8>,
}

/// Where the kernel lists both.
pub const FOLDER: &str = "/sys/class/power_supply";

/// `None`: there is no battery.
pub fn supply(folder: &Path) -> Option<Supply> {
    let (mut battery, mut discharging, mut plugged, mut plugs) = (false, false, false, false);
    let mut percent = None;
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let text = |name| fs::read_to_string(entry.path().join(name)).unwrap_or_default();
        match text("type").trim() {
            // The battery of a mouse or a headset says scope "Device".
            "Battery" if text("scope").trim() != "Device" => {
                battery = true;
                discharging |= text("status").trim() == "Discharging";
                percent = percent.or_else(|| text("capacity").trim().parse().ok().filter(|charge| *charge <= 100));
            }
            "Mains" | "USB" => {
                plugs = true;
                plugged |= text("online").trim() == "1";
            }
            _ => {}
        }
    }
    battery.then_some(Supply { on_battery: if plugs { !plugged } else { discharging }, percent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(entries: &[(&str, &[(&str, &str)])]) -> Option<Supply> {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for (name, files) in entries {
            let entry = folder.path().join(name);
            fs::create_dir(&entry).expect("an entry");
            for (file, text) in *files {
                fs::write(entry.join(file), format!("{text}\n")).expect("an attribute");
            }
        }
        super::supply(folder.path())
    }

    #[test]
    fn tells_plug_from_battery() {
        let (off, on) =
            (("AC", &[("type", "Mains"), ("online", "0")][..]), ("AC", &[("type", "Mains"), ("online", "1")][..]));
        let draining = ("BAT0", &[("type", "Battery"), ("status", "Discharging")][..]);
        let full = ("BAT0", &[("type", "Battery"), ("status", "Full")][..]);
        let mouse = ("hid", &[("type", "Battery"), ("scope", "Device"), ("status", "Discharging")][..]);
        assert_eq!(supply(&[off, draining]), Some(Supply { on_battery: true, percent: None }));
        assert_eq!(supply(&[on, full]), Some(Supply { on_battery: false, percent: None }));
        assert_eq!(
            supply(&[on, draining]),
            Some(Supply { on_battery: false, percent: None }),
            "a weak charger is still a plug"
        );
        assert_eq!(supply(&[on, mouse]), None, "a desktop with a wireless mouse");
        assert_eq!(supply(&[]), None);
    }
}
