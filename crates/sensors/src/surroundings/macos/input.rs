//! Keyboard, mouse, trackpad and tablet.

use super::meaning;
use objc2_core_graphics::{CGEventSource, CGEventSourceStateID, CGEventType};

/// Time since the last event, in milliseconds.
pub fn idle_ms() -> Result<u64, String> {
    /// `kCGAnyInputEventType`.
    const ANY: CGEventType = CGEventType(u32::MAX);
    // What the hardware says leaves out screen sharing, what the session says may leave out the login window.
    [CGEventSourceStateID::HIDSystemState, CGEventSourceStateID::CombinedSessionState]
        .into_iter()
        .filter_map(|state| meaning::idle_ms(CGEventSource::seconds_since_last_event_type(state, ANY)))
        .min()
        .ok_or_else(|| "macOS does not tell when the last event was".to_owned())
}
