//! NetworkManager: is the network paid by volume?

use super::bus::Peer;
use super::sought::Miss;

/// Who tells.
pub const SERVICE: &str = "org.freedesktop.NetworkManager";

/// Whether it is; `None` where NetworkManager does not know.
pub fn metered(manager: &Peer) -> Result<Option<bool>, Miss> {
    let metered: u32 = manager.property("/org/freedesktop/NetworkManager", SERVICE, "Metered")?;
    // NMMetered: 1 yes, 2 no, 3 and 4 the same, guessed.
    Ok(match metered {
        1 | 3 => Some(true),
        2 | 4 => Some(false),
        _ => None,
    })
}
