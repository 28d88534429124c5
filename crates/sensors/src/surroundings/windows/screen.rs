//! What is on the screen: a program in full screen, by its name. Of its window nothing is read but place and style.
#![allow(unsafe_code)]

use super::meaning::{self, Area};
use crate::platform::program_path;
use windows::Win32::Foundation::{HWND, RECT};
use windows::Win32::Graphics::Gdi::{GetMonitorInfoW, MONITOR_DEFAULTTONEAREST, MONITORINFO, MonitorFromWindow};
use windows::Win32::UI::Shell::{QUNS_RUNNING_D3D_FULL_SCREEN, SHQueryUserNotificationState};
use windows::Win32::UI::WindowsAndMessaging::{
    GWL_STYLE, GetForegroundWindow, GetWindowLongW, GetWindowRect, GetWindowThreadProcessId, IsIconic,
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
    let state = unsafe { SHQueryUserNotificationState() };
    let exclusive = state.as_ref().is_ok_and(|state| *state == QUNS_RUNNING_D3D_FULL_SCREEN);
    // SAFETY: takes nothing. What it gives is a number that may be stale at once; the calls below bear that.
    let window = unsafe { GetForegroundWindow() };
    // Nobody is in front while windows change places and on the desktop of passwords.
    let front = !window.is_invalid();
    if !(exclusive || front && fills(window)) {
        // Without its word an exclusive program may be there that shows no window.
        return state.map(|_| None).map_err(|error| error.message());
    }
    let name = if front { program(window) } else { None };
    let shell = name.as_deref().is_some_and(meaning::is_shell);
    // Our own window may be enlarged, too, and disturbs nobody.
    let ours = name.as_ref().is_some_and(|name| name.to_lowercase().starts_with("idlewatt"));
    if ours || shell && !exclusive {
        return Ok(None);
    }
    // Of a program with higher rights not even the name may be known.
    let name = name.filter(|_| !shell).unwrap_or_else(|| "a program in full screen".to_owned());
    Ok(Some(Fullscreen { name, exclusive }))
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

fn program(window: HWND) -> Option<String> {
    let mut pid = 0;
    // SAFETY: the number is ours.
    unsafe { GetWindowThreadProcessId(window, Some(&mut pid)) };
    Some(program_path(pid).ok()?.file_name()?.to_string_lossy().into_owned())
}
