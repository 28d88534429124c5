//! A desktop of the bench's own: a display that nobody looks at, a session bus, and what stands on the display.

use crate::step::{self, command, output};
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// How long a window may take on a slow and busy machine before it counts as never.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks: what is measured to the millisecond is looked at as often.
const LOOK: Duration = Duration::from_millis(1);
/// What the window is called.
const TITLE: &[u8] = b"Idlewatt";
/// The part of the window that is looked at for something drawn: its middle, where every page has words.
const PART: u16 = 400;

pub struct Screen {
    display: RustConnection,
    root: Window,
    name: String,
    bus: String,
    _running: [Running; 2],
}

/// Ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts a program whose first line tells where it is to be found.
    fn told(command: &mut Command) -> Result<(Self, String)> {
        let name = command.get_program().to_owned();
        let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut running = Self(started.with_context(|| format!("cannot start {name:?}"))?);
        let mut line = String::new();
        BufReader::new(running.0.stdout.take().context("no standard output")?).read_line(&mut line)?;
        ensure!(!line.trim().is_empty(), "{name:?} says nothing");
        Ok((running, line.trim().to_owned()))
    }
}

impl Screen {
    pub fn start() -> Result<Self> {
        let size = ["-screen", "0", "1920x1080x24"];
        let (x, number) =
            Running::told(command("Xvfb").args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"]).args(size))?;
        let (dbus, bus) = Running::told(command("dbus-daemon").args(["--session", "--nofork", "--print-address=1"]))?;
        let name = format!(":{number}");
        let (display, screen) = x11rb::connect(Some(&name)).context("the display takes no client")?;
        let root = display.setup().roots.get(screen).context("the display has no screen")?.root;
        Ok(Self { display, root, name, bus, _running: [x, dbus] })
    }

    /// What a program on this desktop finds in its environment.
    pub fn environment(&self) -> [(&'static str, &str); 4] {
        [
            ("DISPLAY", &self.name),
            ("DBUS_SESSION_BUS_ADDRESS", &self.bus),
            ("NO_AT_BRIDGE", "1"),
            ("LANG", "en_GB.UTF-8"),
        ]
    }

    /// What a second start of the app asks the first one for: to show its window.
    pub fn ask_to_open(&self) -> Result<()> {
        let send = |words: &[&str]| output(command("dbus-send").arg(format!("--bus={}", self.bus)).args(words));
        let bus = ["--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"];
        let names = send(&bus)?;
        let name = names.split('"').find(|name| name.ends_with(".SingleInstance")).context("the app is not there")?;
        let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
        let call = "org.SingleInstance.DBus.ExecuteCallback";
        // Whoever wants no reply may be gone before it is read, and such a call is dropped.
        send(&["--print-reply", &format!("--dest={name}"), &path, call, "array:string:idlewatt-tray", "string:/"])?;
        Ok(())
    }

    /// The app's window where it can be seen, and its size.
    fn shown(&self) -> Result<Option<(Window, (u16, u16))>> {
        for window in self.display.query_tree(self.root)?.reply()?.children {
            // One that goes away while it is asked is not shown.
            let Ok(attributes) = self.display.get_window_attributes(window)?.reply() else { continue };
            let title = self.display.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64)?;
            let Ok(title) = title.reply() else { continue };
            let Ok(place) = self.display.get_geometry(window)?.reply() else { continue };
            if attributes.map_state == MapState::VIEWABLE && title.value == TITLE && place.width > 1 {
                return Ok(Some((window, (place.width, place.height))));
            }
        }
        Ok(None)
    }

    /// Whether there is more in the middle of the window than one colour.
    fn is_drawn(&self) -> Result<bool> {
        let Some((window, (width, height))) = self.shown()? else { return Ok(false) };
        let (wide, high) = (PART.min(width), PART.min(height));
        let (x, y) = ((width - wide) / 2, (height - high) / 2);
        let (x, y) = (i16::try_from(x)?, i16::try_from(y)?);
        let image = self.display.get_image(ImageFormat::Z_PIXMAP, window, x, y, wide, high, u32::MAX)?;
        let Ok(image) = image.reply() else { return Ok(false) };
        Ok(image.data.chunks_exact(4).any(|pixel| pixel != &image.data[..4]))
    }

    fn until(&self, what: &str, mut look: impl FnMut() -> Result<bool>) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !look()? {
            ensure!(!step::interrupted(), "interrupted");
            ensure!(Instant::now() < deadline, "never: {what}");
            thread::sleep(LOOK);
        }
        Ok(())
    }

    pub fn until_shown(&self) -> Result<()> {
        self.until("the window is on the display", || Ok(self.shown()?.is_some()))
    }

    pub fn until_drawn(&self) -> Result<()> {
        self.until("the window shows its page", || self.is_drawn())
    }

    /// As a window manager would for a click on the cross.
    pub fn close(&self) -> Result<()> {
        let (window, _) = self.shown()?.context("there is no window to close")?;
        let atom = |name: &str| -> Result<u32> { Ok(self.display.intern_atom(false, name.as_bytes())?.reply()?.atom) };
        let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
        let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        self.display.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        self.until("the window is gone", || Ok(self.shown()?.is_none()))
    }
}
