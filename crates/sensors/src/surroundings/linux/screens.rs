//! Whether every screen is off, as the kernel sees its connectors.

use super::sought::Miss;
use std::fs;
use std::path::Path;

/// Where the kernel lists them.
pub const FOLDER: &str = "/sys/class/drm";

/// `None`: nothing is plugged in, or nobody drives it through the kernel.
pub fn off(folder: &Path) -> Result<Option<bool>, Miss> {
    let entries =
        fs::read_dir(folder).map_err(|_| Miss::Absent("there is no graphics driver with screens".to_owned()))?;
    let (mut connectors, mut lit, mut dark) = (false, false, false);
    for entry in entries.flatten() {
        let text = |name| fs::read_to_string(entry.path().join(name)).unwrap_or_default();
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with("card") || !entry.path().join("dpms").exists() {
            continue;
        }
        connectors = true;
        if text("status").trim() != "connected" {
            continue;
        }
        match (text("dpms").trim(), text("enabled").trim()) {
            ("On", _) => lit = true,
            // One that is not enabled may be lit past the kernel: NVIDIA's own X driver does so.
            ("Off" | "Standby" | "Suspend", "enabled") => dark = true,
            _ => {}
        }
    }
    if !connectors {
        return Err(Miss::Absent("no graphics card has a connector for a screen".to_owned()));
    }
    Ok(if lit { Some(false) } else { dark.then_some(true) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off_with(connectors: &[(&str, &str, &str, &str)]) -> Option<Option<bool>> {
        let folder = tempfile::tempdir().expect("a scratch folder");
        fs::create_dir(folder.path().join("card0")).expect("the card itself");
        for (name, status, enabled, dpms) in connectors {
            let entry = folder.path().join(name);
            fs::create_dir(&entry).expect("a connector");
            for (file, text) in [("status", status), ("enabled", enabled), ("dpms", dpms)] {
                fs::write(entry.join(file), format!("{text}\n")).expect("an attribute");
            }
        }
        off(folder.path()).ok()
    }

    #[test]
    fn says_off_only_when_every_screen_is() {
        let (on, dark) =
            (("card0-DP-1", "connected", "enabled", "On"), ("card1-HDMI-A-1", "connected", "enabled", "Off"));
        let empty = ("card0-DP-2", "disconnected", "disabled", "Off");
        assert_eq!(off_with(&[on, dark, empty]), Some(Some(false)));
        assert_eq!(off_with(&[dark, empty]), Some(Some(true)));
        assert_eq!(off_with(&[empty]), Some(None), "nothing is plugged in");
        assert_eq!(
            off_with(&[("card0-DP-1", "connected", "disabled", "Off")]),
            Some(None),
            "a screen that somebody lights past the kernel"
        );
        assert_eq!(off_with(&[]), None, "a card without connectors");
        assert!(off(Path::new("/nonexistent")).is_err());
    }
}
