//! Keyboard, mouse, pen and touch of this session.
#![allow(unsafe_code)]

use super::meaning;
use windows::Win32::System::SystemInformation::GetTickCount;
use windows::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};

/// Time since the last event, in milliseconds. Moving a window or playing a film is none; a streamed game's are.
pub fn idle_ms() -> Result<u64, String> {
    let mut last = LASTINPUTINFO { cbSize: size_of::<LASTINPUTINFO>() as u32, dwTime: 0 };
    // SAFETY: the struct is ours and says its size.
    unsafe { GetLastInputInfo(&mut last) }.ok().map_err(|error| error.message())?;
    // SAFETY: takes nothing, changes nothing.
    let now = unsafe { GetTickCount() };
    Ok(meaning::idle_ms(now, last.dwTime))
}
