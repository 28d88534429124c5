//! An X11 display: idle time, screens that are off, and the window that covers one.

use super::sought::Miss;
use crate::limits::{CALL_LIMIT_MS, SLOW_MS};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io;
use std::time::{Duration, Instant};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::dpms::{self, ConnectionExt as _, DPMSMode};
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo};
use x11rb::protocol::screensaver::{self, ConnectionExt as _};
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, Window};
use x11rb::reexports::x11rb_protocol::parse_display::{ConnectAddress, parse_display};
use x11rb::reexports::x11rb_protocol::xauth;
use x11rb::rust_connection::{DefaultStream, PollMode, RustConnection, Stream};
use x11rb::utils::RawFdContainer;

x11rb::atom_manager! {
    /// The words of window managers that are needed here.
    Words: WordsCookie {
        _NET_ACTIVE_WINDOW,
        _NET_WM_STATE,
        _NET_WM_STATE_FULLSCREEN,
        _NET_WM_STATE_MAXIMIZED_HORZ,
        _NET_WM_WINDOW_TYPE,
        _NET_WM_WINDOW_TYPE_DESKTOP,
        _NET_WM_WINDOW_TYPE_DOCK,
    }
}

/// What a display tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Milliseconds since the last input. Not told by XWayland, which sees only what goes to its own windows.
    pub idle_ms: Option<u64>,
    /// Whether its screens are off.
    pub off: Option<bool>,
    /// The program whose window covers a screen.
    pub fullscreen: Option<String>,
}

/// A line to a display on this machine.
#[derive(Debug)]
pub struct Display {
    link: RustConnection<Bounded>,
    root: Window,
    words: Words,
    idle: bool,
    dpms: bool,
    monitors: Vec<MonitorInfo>,
    listed: Option<Instant>,
}

impl Display {
    /// Connects to a display by its name (`:0`). One across a network, as remote shells offer, is somebody else's.
    pub fn connect(name: &str) -> Result<Self, Miss> {
        let place = parse_display(Some(name)).map_err(|error| Miss::Absent(format!("display {name}: {error}")))?;
        let mut error = Miss::Absent(format!("display {name} is not on this machine"));
        for address in place.connect_instruction().filter(|address| matches!(address, ConnectAddress::Socket(_))) {
            match DefaultStream::connect(&address) {
                Ok((stream, (family, peer))) => {
                    let (kind, data) = xauth::get_auth(family, &peer, place.display).ok().flatten().unwrap_or_default();
                    let screen = place.screen.into();
                    let link = RustConnection::connect_to_stream_with_auth_info(Bounded(stream), screen, kind, data);
                    let link = link.map_err(|error| Miss::Failed(format!("display {name} refuses us: {error}")))?;
                    return Self::open(link, screen).map_err(|error| lost(&error));
                }
                Err(refused) => error = Miss::Absent(format!("there is no display {name}: {refused}")),
            }
        }
        Err(error)
    }

    fn open(link: RustConnection<Bounded>, screen: usize) -> Result<Self, ReplyError> {
        let root = link.setup().roots.get(screen).map_or(0, |screen| screen.root);
        let has = |name| Ok::<_, ReplyError>(link.extension_information(name)?.is_some());
        let (saver, dpms, randr, tells) = (
            has(screensaver::X11_EXTENSION_NAME)?,
            has(dpms::X11_EXTENSION_NAME)?,
            has(x11rb::protocol::randr::X11_EXTENSION_NAME)?,
            has("XWAYLAND")?,
        );
        if saver {
            link.screensaver_query_version(1, 1)?.reply()?;
        }
        if randr {
            link.randr_query_version(1, 5)?.reply()?;
        }
        let words = Words::new(&link)?.reply()?;
        let mut display = Self { link, root, words, idle: saver, dpms, monitors: Vec::new(), listed: None };
        if randr {
            display.list()?;
        }
        // Newer ones have the extension, older ones name their screens so.
        let xwayland = tells || display.named_by_xwayland()?;
        display.idle &= !xwayland;
        display.dpms &= !xwayland;
        Ok(display)
    }

    fn list(&mut self) -> Result<(), ReplyError> {
        self.monitors = self.link.randr_get_monitors(self.root, true)?.reply()?.monitors;
        self.listed = Some(Instant::now());
        Ok(())
    }

    fn named_by_xwayland(&self) -> Result<bool, ReplyError> {
        for monitor in &self.monitors {
            if self.link.get_atom_name(monitor.name)?.reply()?.name.starts_with(b"XWAYLAND") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks everything.
    pub fn ask(&mut self) -> Result<Told, Miss> {
        self.told().map_err(|error| lost(&error))
    }

    fn told(&mut self) -> Result<Told, ReplyError> {
        while self.link.poll_for_event()?.is_some() {}
        if self.listed.is_some_and(|listed| listed.elapsed() >= Duration::from_millis(SLOW_MS)) {
            self.list()?;
        }
        // All questions go out before the first answer is waited for.
        let idle = self.idle.then(|| self.link.screensaver_query_info(self.root)).transpose()?;
        let dpms = self.dpms.then(|| self.link.dpms_info()).transpose()?;
        let active = self.link.get_property(false, self.root, self.words._NET_ACTIVE_WINDOW, AtomEnum::WINDOW, 0, 1)?;
        let active = active.reply()?.value32().and_then(|mut windows| windows.next());
        let fullscreen = match active.filter(|window| *window != 0 && *window != self.root) {
            Some(window) => match self.covering(window) {
                // It was closed meanwhile.
                Err(ReplyError::X11Error(_)) => None,
                covering => covering?,
            },
            None => None,
        };
        let off = |state: dpms::InfoReply| state.state && state.power_level != DPMSMode::ON;
        Ok(Told {
            idle_ms: idle.map(|idle| idle.reply()).transpose()?.map(|idle| idle.ms_since_user_input.into()),
            off: dpms.map(|dpms| dpms.reply()).transpose()?.map(off),
            fullscreen,
        })
    }

    /// The program of a window, if it covers a screen.
    fn covering(&self, window: Window) -> Result<Option<String>, ReplyError> {
        let words = &self.words;
        let atoms = |property| self.link.get_property(false, window, property, AtomEnum::ATOM, 0, 64);
        let (state, kind) = (atoms(words._NET_WM_STATE)?, atoms(words._NET_WM_WINDOW_TYPE)?);
        let size = self.link.get_geometry(window)?;
        let place = self.link.translate_coordinates(window, self.root, 0, 0)?;
        let class = self.link.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?;
        let (state, kind, class) = (state.reply()?, kind.reply()?, class.reply()?);
        let (size, place) = (size.reply()?, place.reply()?);

        let has = |reply: &x11rb::protocol::xproto::GetPropertyReply, word| {
            reply.value32().is_some_and(|mut words| words.any(|found| found == word))
        };
        let furniture = has(&kind, words._NET_WM_WINDOW_TYPE_DESKTOP) || has(&kind, words._NET_WM_WINDOW_TYPE_DOCK);
        // A desktop without bars maximises to the whole screen.
        let covers = !has(&state, words._NET_WM_STATE_MAXIMIZED_HORZ)
            && self.monitors.iter().any(|monitor| {
                let (left, top) = (i32::from(place.dst_x), i32::from(place.dst_y));
                let (x, y) = (i32::from(monitor.x), i32::from(monitor.y));
                left <= x
                    && top <= y
                    && left + i32::from(size.width) >= x + i32::from(monitor.width)
                    && top + i32::from(size.height) >= y + i32::from(monitor.height)
            });
        let full = !furniture && (has(&state, words._NET_WM_STATE_FULLSCREEN) || covers);
        Ok(full.then(|| program(&class.value)))
    }
}

/// `WM_CLASS` is two strings, each ended by a zero: the instance and the class.
fn program(class: &[u8]) -> String {
    let mut parts = class.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    let instance = parts.next();
    let name = parts.next().or(instance);
    name.map_or_else(|| "a program without a name".to_owned(), |name| String::from_utf8_lossy(name).into_owned())
}

type ReplyError = x11rb::errors::ReplyOrIdError;

fn lost(error: &dyn std::fmt::Display) -> Miss {
    Miss::Failed(format!("the display is lost: {error}"))
}

/// A stream whose waits have a limit, for a display server that hangs.
#[derive(Debug)]
pub struct Bounded(pub DefaultStream);

impl Stream for Bounded {
    fn poll(&self, mode: PollMode) -> io::Result<()> {
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::IN, mode.readable());
        flags.set(PollFlags::OUT, mode.writable());
        let limit = Timespec::try_from(Duration::from_millis(CALL_LIMIT_MS)).map_err(io::Error::other)?;
        loop {
            match poll(&mut [PollFd::new(&self.0, flags)], Some(&limit)) {
                Ok(0) => return Err(io::Error::new(io::ErrorKind::TimedOut, "the display server does not answer")),
                Ok(_) => return Ok(()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn read(&self, buffer: &mut [u8], fds: &mut Vec<RawFdContainer>) -> io::Result<usize> {
        self.0.read(buffer, fds)
    }

    fn write(&self, buffer: &[u8], fds: &mut Vec<RawFdContainer>) -> io::Result<usize> {
        self.0.write(buffer, fds)
    }

    fn write_vectored(&self, buffers: &[io::IoSlice<'_>], fds: &mut Vec<RawFdContainer>) -> io::Result<usize> {
        self.0.write_vectored(buffers, fds)
    }
}
