//! GNOME: the compositor's idle monitor.

use super::bus::Peer;
use super::sought::Miss;

/// Who tells.
pub const SERVICE: &str = "org.gnome.Mutter.IdleMonitor";

/// Milliseconds since the last input.
pub fn idle_ms(mutter: &Peer) -> Result<u64, Miss> {
    mutter.call("/org/gnome/Mutter/IdleMonitor/Core", SERVICE, "GetIdletime", &())
}
