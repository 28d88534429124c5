//! What is on the screen: a program in full screen, by its name. Of windows nothing is read but place, style and class.
#![allow(unsafe_code)]

use super::meaning::{self, Area};
use crate::platform::program_path;
use windows::Win32::Foundation::{HWND, RECT};
use windows::Win32::Graphics::Gdi::{GetMonitorInfoW, MONITOR_DEFAULTTONEAREST, MONITORINFO, MonitorFromWindow};
use windows::Win32::UI::Shell::{QUNS_RUNNING_D3D_FULL_SCREEN, SHQueryUserNotificationState};
use windows::Win32::UI::WindowsAndMessaging::{
    GWL_STYLE, GetClassNameW, GetForegroundWindow, GetWindowLongW, GetWindowRect, GetWindowThreadProcessId, IsIconic,
};

/// A program that covers a whole screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fullscreen {
    /// File name of the program.
    pub name: String,
    /// It has the screen for itself, as only games have.
    pub exclusive: bool,
}

/// `Ok(None)`: none does.
pub fn fullscreen() -> Result<Option<Fullscreen>, String> {
    // SAFETY: takes nothing, changes nothing.
    let state = unsafe { SHQueryUserNotificationState() }.map_err(|error| error.message())?;
    let exclusive = state == QUNS_RUNNING_D3D_FULL_SCREEN;
    // SAFETY: takes nothing. What it gives is a number that may be stale at once; the calls below bear that.
    let window = unsafe { GetForegroundWindow() };
    // Nobody is in front while windows change places and while the lock screen stands.
    let front = !window.is_invalid() && !meaning::is_shell(&class(window));
    let covered = front && fills(window);
    if !(exclusive || covered) {
        return Ok(None);
    }
    let name = front.then(|| program(window)).flatten().unwrap_or_else(|| "a program in full screen".to_owned());
    // Our own window may be enlarged, too, and disturbs nobody.
    let ours = name.to_lowercase().starts_with("idlewatt");
    Ok((!ours).then_some(Fullscreen { name, exclusive }))
}

fn fills(window: HWND) -> bool {
    let (mut place, mut monitor) =
        (RECT::default(), MONITORINFO { cbSize: size_of::<MONITORINFO>() as u32, ..MONITORINFO::default() });
    // SAFETY: takes a window's number and gives one.
    if unsafe { IsIconic(window) }.as_bool() {
        return false;
    }
    // SAFETY: the place is ours.
    let placed = unsafe { GetWindowRect(window, &mut place) }.is_ok();
    // SAFETY: takes numbers and gives one.
    let screen = unsafe { MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST) };
    // SAFETY: the struct is ours and says its size; a screen that was unplugged is an error.
    let measured = unsafe { GetMonitorInfoW(screen, &mut monitor) }.as_bool();
    // SAFETY: takes numbers and gives one.
    let style = unsafe { GetWindowLongW(window, GWL_STYLE) };
    placed && measured && meaning::is_fullscreen(area(place), area(monitor.rcMonitor), style.cast_unsigned())
}

fn area(rect: RECT) -> Area {
    Area([rect.left, rect.top, rect.right, rect.bottom])
}

fn class(window: HWND) -> String {
    // Longer than any class of the shell; a longer one is cut.
    let mut name = [0; 64];
    // SAFETY: the buffer is ours, and its length goes with it.
    let length = unsafe { GetClassNameW(window, &mut name) };
    String::from_utf16_lossy(name.get(..usize::try_from(length).unwrap_or(0)).unwrap_or_default())
}

fn program(window: HWND) -> Option<String> {
    let mut pid = 0;
    // SAFETY: the number is ours.
    unsafe { GetWindowThreadProcessId(window, Some(&mut pid)) };
    Some(program_path(pid).ok()?.file_name()?.to_string_lossy().into_owned())
}
