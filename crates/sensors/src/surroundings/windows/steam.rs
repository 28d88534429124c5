//! The game that Steam says is running.

use crate::Source;
use crate::platform::program_path;
use windows_registry::CURRENT_USER;

const STEAM: &str = r"Software\Valve\Steam";

/// Its name.
pub fn running() -> (Option<String>, Source) {
    let Ok(steam) = CURRENT_USER.open(STEAM) else {
        return (None, Source::Absent("Steam is not installed".to_owned()));
    };
    let app = steam.get_u32("RunningAppID").unwrap_or(0);
    // Steam takes the number back when the game ends. A Steam that was killed cannot, so it must be alive to be
    // believed: else one crash would keep the machine from working for ever.
    let alive = || {
        let pid = steam.open("ActiveProcess").and_then(|active| active.get_u32("pid")).unwrap_or(0);
        program_path(pid).is_ok_and(|path| path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("steam.exe")))
    };
    if app == 0 || !alive() {
        return (None, Source::Ok);
    }
    let name = steam.open(format!(r"Apps\{app}")).and_then(|app| app.get_string("Name"));
    let name = name.ok().filter(|name| !name.trim().is_empty());
    (Some(name.unwrap_or_else(|| format!("Steam game {app}"))), Source::Ok)
}
