//! Where the sources of this process are to be found.

use super::bus::{Bus, Which};
use super::logind::Whose;
use super::sought::Miss;
use super::{gamepads, power, screens};
use std::env;
use std::path::PathBuf;

/// Where to look.
#[derive(Debug, Clone)]
pub struct Places {
    pub session_bus: Which,
    pub system_bus: Which,
    /// `DISPLAY`.
    pub display: Option<String>,
    /// `WAYLAND_DISPLAY`.
    pub compositor: Option<String>,
    /// Whether a compositor was known when it was last looked for.
    pub beside_compositor: bool,
    /// `XDG_RUNTIME_DIR`.
    pub runtime: Option<PathBuf>,
    pub whose: Whose,
    pub input: PathBuf,
    pub screens: PathBuf,
    pub power: PathBuf,
}

impl Places {
    pub fn of_this_process() -> Self {
        let word = |name| env::var(name).ok().filter(|word| !word.is_empty());
        let whose =
            Whose { session: word("XDG_SESSION_ID"), pid: std::process::id(), uid: rustix::process::getuid().as_raw() };
        Self {
            session_bus: Which::Session,
            system_bus: Which::System,
            display: word("DISPLAY"),
            compositor: word("WAYLAND_DISPLAY"),
            beside_compositor: false,
            runtime: word("XDG_RUNTIME_DIR").map(PathBuf::from),
            whose,
            input: gamepads::FOLDER.into(),
            screens: screens::FOLDER.into(),
            power: power::FOLDER.into(),
        }
    }

    /// The display's name.
    pub fn display(&self, bus: &mut Bus) -> Result<String, Miss> {
        let absent = || Miss::Absent("no X11 display is known".to_owned());
        self.display.clone().or_else(|| announced(bus, "DISPLAY")).ok_or_else(absent)
    }

    /// The compositor's socket.
    pub fn compositor(&mut self, bus: &mut Bus) -> Result<PathBuf, Miss> {
        let named = self.compositor.clone().or_else(|| announced(bus, "WAYLAND_DISPLAY"));
        self.beside_compositor = named.is_some();
        let name = named.ok_or_else(|| Miss::Absent("no Wayland compositor is known".to_owned()))?;
        let path = PathBuf::from(name);
        match &self.runtime {
            _ if path.is_absolute() => Ok(path),
            Some(runtime) => Ok(runtime.join(path)),
            None => Err(Miss::Absent("XDG_RUNTIME_DIR is not set, so the compositor cannot be found".to_owned())),
        }
    }
}

/// What a desktop that began after this process has told the user's services of itself.
fn announced(bus: &mut Bus, name: &str) -> Option<String> {
    let services = bus.peer("org.freedesktop.systemd1").ok()?;
    let words: Vec<String> =
        services.property("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "Environment").ok()?;
    let value = words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))?;
    (!value.is_empty()).then(|| value.to_owned())
}
