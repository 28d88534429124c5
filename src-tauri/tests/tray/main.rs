//! The real program on a display and a bus of its own: the test owns the tray, reads the menu and clicks in it.
//! The daemon is a scripted one that speaks the real protocol.
#![cfg(target_os = "linux")]

mod desktop;
mod installed;
mod menu;
mod scripted;
mod told;
mod windows;
