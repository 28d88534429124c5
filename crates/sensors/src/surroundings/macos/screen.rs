//! Whether the screens are off.
#![allow(unsafe_code)]

use objc2_core_graphics::{CGDisplayIsAsleep, CGError, CGGetOnlineDisplayList};

/// Whether every screen is off; `Ok(None)`: there is none.
pub fn display_off() -> Result<Option<bool>, String> {
    // More than any Mac drives.
    let (mut displays, mut count) = ([0; 16], 0);
    // SAFETY: both places are ours, and the length goes with the first.
    let error = unsafe { CGGetOnlineDisplayList(displays.len() as u32, displays.as_mut_ptr(), &mut count) };
    if error != CGError::Success {
        return Err(format!("macOS does not tell its screens: error {}", error.0));
    }
    let displays = displays.get(..count as usize).unwrap_or_default();
    Ok((!displays.is_empty()).then(|| displays.iter().all(|display| CGDisplayIsAsleep(*display))))
}
