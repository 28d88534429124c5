//! What the numbers of Windows mean, in code that runs on any system.

/// Time since `last`, where both are milliseconds since the start that begin anew every 49.7 days.
pub fn idle_ms(now: u32, last: u32) -> u64 {
    let idle = now.wrapping_sub(last);
    // The counter steps every 10 to 16 ms, so an event may carry a later time than the one read after it.
    const AHEAD_MS: u32 = 60_000;
    if idle > u32::MAX - AHEAD_MS { 0 } else { u64::from(idle) }
}

/// `SessionFlags` of `WTSINFOEX_LEVEL1_W`. The third value, all ones, says that the system does not know.
pub fn locked(flags: i32) -> Option<bool> {
    match flags {
        0 => Some(true),
        1 => Some(false),
        _ => None,
    }
}

/// Data of `GUID_CONSOLE_DISPLAY_STATE`. A dimmed screen is one that somebody may be looking at.
pub fn display_off(state: u32) -> Option<bool> {
    match state {
        0 => Some(true),
        1 | 2 => Some(false),
        _ => None,
    }
}

/// Where the current comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    /// Nothing is plugged in.
    pub on_battery: Option<bool>,
    /// Charge, if there is a battery that tells.
    pub percent: Option<u8>,
}

/// Three fields of `SYSTEM_POWER_STATUS`.
pub fn supply(line: u8, battery: u8, percent: u8) -> Supply {
    const NO_BATTERY: u8 = 128;
    const UNKNOWN: u8 = 255;
    let none = battery != UNKNOWN && battery & NO_BATTERY != 0;
    let on_battery = match line {
        0 => Some(true),
        1 => Some(false),
        // Some desktops say "unknown" here; what has no battery does not run on one.
        _ if none => Some(false),
        _ => None,
    };
    Supply { on_battery, percent: (!none && percent <= 100).then_some(percent) }
}

/// `NLM_CONNECTION_COST` of the way to the internet: fixed and variable plans count volume, and so does roaming.
pub fn metered(cost: u32) -> Option<bool> {
    const UNKNOWN: u32 = 0;
    const BY_VOLUME: u32 = 0x2 | 0x4 | 0x4_0000;
    (cost != UNKNOWN).then_some(cost & BY_VOLUME != 0)
}

/// Left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area(pub [i32; 4]);

impl Area {
    /// Whether nothing of the screen is left to see.
    pub fn covers(self, screen: Self) -> bool {
        // Windows scales both for programs that know nothing of pixel density, and rounds each.
        const SLACK_PX: i32 = 1;
        let ([left, top, right, bottom], [l, t, r, b]) = (self.0, screen.0);
        l < r && t < b && left <= l + SLACK_PX && top <= t + SLACK_PX && right >= r - SLACK_PX && bottom >= b - SLACK_PX
    }
}

/// Whether the front window fills its screen as games and films do. A maximised window also covers everything where
/// the task bar hides itself, but keeps its caption.
pub fn is_fullscreen(window: Area, screen: Area, style: u32) -> bool {
    const CAPTION: u32 = 0x00C0_0000;
    const MAXIMISED: u32 = 0x0100_0000;
    window.covers(screen) && style & (CAPTION | MAXIMISED) != CAPTION | MAXIMISED
}

/// Programs of the desktop itself: the wallpaper and the task view, the start menu, the search and the lock screen
/// cover everything, too. By program and not by class of window, because games from the store share theirs.
pub fn is_shell(program: &str) -> bool {
    const SHELL: [&str; 7] = [
        "explorer.exe",
        "startmenuexperiencehost.exe",
        "shellexperiencehost.exe",
        "searchhost.exe",
        "searchapp.exe",
        "lockapp.exe",
        "logonui.exe",
    ];
    let program = program.to_lowercase();
    // A screen saver covers everything exactly when nobody is there.
    SHELL.contains(&program.as_str()) || program.ends_with(".scr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idleness_survives_the_counter_beginning_anew() {
        assert_eq!(idle_ms(5_000, 2_000), 3_000);
        assert_eq!(idle_ms(500, u32::MAX - 499), 1_000, "49.7 days after the start");
        assert_eq!(idle_ms(1_000, 1_016), 0, "the event is newer than the clock");
        assert_eq!(idle_ms(3_000_000_000, 0), 3_000_000_000, "a month alone");
    }

    #[test]
    fn a_session_that_does_not_know_is_not_unlocked() {
        assert_eq!((locked(0), locked(1), locked(-1)), (Some(true), Some(false), None));
    }

    #[test]
    fn a_dimmed_screen_is_not_off() {
        assert_eq!([0, 1, 2, 7].map(display_off), [Some(true), Some(false), Some(false), None]);
    }

    #[test]
    fn tells_plug_from_battery() {
        assert_eq!(supply(0, 1, 80), Supply { on_battery: Some(true), percent: Some(80) });
        assert_eq!(supply(1, 8, 41), Supply { on_battery: Some(false), percent: Some(41) });
        assert_eq!(supply(1, 128, 255), Supply { on_battery: Some(false), percent: None }, "a desktop");
        assert_eq!(supply(255, 128, 255), Supply { on_battery: Some(false), percent: None }, "a vague desktop");
        assert_eq!(supply(255, 255, 255), Supply { on_battery: None, percent: None }, "nothing is known");
    }

    #[test]
    fn plans_with_a_volume_are_metered() {
        assert_eq!(metered(0), None);
        assert_eq!(metered(1), Some(false), "unrestricted");
        assert_eq!([2, 4, 0x1_0002, 0x4_0001].map(metered), [Some(true); 4]);
    }

    #[test]
    fn a_game_is_full_screen_and_a_maximised_window_is_not() {
        let second = Area([1920, 0, 4480, 1440]);
        let (popup, framed, maximised) = (0x9400_0000, 0x14CF_0000, 0x15CF_0000);
        assert!(is_fullscreen(second, second, popup), "a borderless window on the second screen");
        assert!(is_fullscreen(Area([1912, -8, 4488, 1448]), second, framed), "a frame that lies outside");
        assert!(!is_fullscreen(Area([1912, -8, 4488, 1448]), second, maximised), "maximised over a hidden task bar");
        assert!(is_fullscreen(second, second, 0x9500_0000), "maximised without a caption, as engines do");
        assert!(!is_fullscreen(Area([1920, 0, 4480, 1400]), second, popup), "above the task bar");
        assert!(!is_fullscreen(Area([0, 0, 1920, 1440]), second, popup), "on another screen");
        assert!(is_fullscreen(Area([1920, 0, 4479, 1440]), second, popup), "but for rounding");
        assert!(!is_fullscreen(Area([0; 4]), Area([0; 4]), popup), "no screen is not covered");
    }

    #[test]
    fn the_desktop_is_no_program() {
        assert!(is_shell("explorer.exe") && is_shell("LockApp.exe"));
        assert!(!is_shell("game.exe") && !is_shell(""));
    }
}
