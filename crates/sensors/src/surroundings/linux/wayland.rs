//! `ext-idle-notify-v1`: how KDE, Sway, Hyprland and other compositors tell of quiet.
//!
//! A compositor only says "quiet for a second" and "quiet no more", so what follows is a lower bound: zero until it has
//! said the first. Never waits: what has arrived is taken at each read.

use super::sought::Miss;
use crate::limits::{CALL_LIMIT_MS, IDLE_NOTICE_MS};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};
use wayland_client::backend::WaylandError;
use wayland_client::protocol::{wl_callback, wl_registry, wl_seat};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::{
    ext_idle_notification_v1 as notification, ext_idle_notifier_v1 as notifier,
};

/// A line to the compositor.
#[derive(Debug)]
pub struct Compositor {
    queue: EventQueue<Heard>,
    heard: Heard,
}

/// What it has said.
#[derive(Debug, Default)]
struct Heard {
    notifier: Option<notifier::ExtIdleNotifierV1>,
    seats: Vec<wl_seat::WlSeat>,
    /// Per seat, since when it is quiet.
    quiet: Vec<Option<Instant>>,
    listed: bool,
    /// Seats came or went: all is to be asked anew.
    stale: bool,
}

impl Compositor {
    /// Asks to be told of quiet on every seat.
    pub fn connect(socket: &Path) -> Result<Self, Miss> {
        let stream = UnixStream::connect(socket)
            .map_err(|error| Miss::Absent(format!("no compositor at {}: {error}", socket.display())))?;
        let link = Connection::from_socket(stream).map_err(|error| Miss::Failed(format!("compositor: {error}")))?;
        let queue = link.new_event_queue();
        let handle = queue.handle();
        link.display().get_registry(&handle, ());
        link.display().sync(&handle, ());
        let mut compositor = Self { queue, heard: Heard::default() };
        let begun = Instant::now();
        while !compositor.heard.listed {
            let left = Duration::from_millis(CALL_LIMIT_MS).saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(Miss::Failed("the compositor does not answer".to_owned()));
            }
            compositor.take(left)?;
        }
        compositor.subscribe(&handle)?;
        Ok(compositor)
    }

    fn subscribe(&mut self, handle: &QueueHandle<Heard>) -> Result<(), Miss> {
        let heard = &mut self.heard;
        let absent = |what: &str| Miss::Absent(format!("the compositor does not offer {what}"));
        let notifier = heard.notifier.as_ref().ok_or_else(|| absent("ext-idle-notify-v1"))?;
        if heard.seats.is_empty() {
            return Err(absent("a seat"));
        }
        for (place, seat) in heard.seats.iter().enumerate() {
            // The first version keeps silent while a film asks the screen to stay on.
            if notifier.version() >= 2 {
                notifier.get_input_idle_notification(IDLE_NOTICE_MS, seat, handle, place);
            } else {
                notifier.get_idle_notification(IDLE_NOTICE_MS, seat, handle, place);
            }
        }
        heard.quiet = vec![None; heard.seats.len()];
        Ok(())
    }

    /// Milliseconds that the seats have been quiet for, at least.
    pub fn idle_ms(&mut self) -> Result<u64, Miss> {
        self.take(Duration::ZERO)?;
        if self.heard.stale {
            return Err(Miss::Failed("the compositor's seats have changed".to_owned()));
        }
        let now = Instant::now();
        let idle = |since: &Option<Instant>| since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let idle = self.heard.quiet.iter().map(idle).min().unwrap_or_default();
        Ok(u64::try_from(idle.as_millis()).unwrap_or(u64::MAX))
    }

    /// Takes what has arrived, waiting for it at most so long.
    fn take(&mut self, wait: Duration) -> Result<(), Miss> {
        let lost = |error: &dyn std::fmt::Display| Miss::Failed(format!("the compositor is lost: {error}"));
        match self.queue.flush() {
            // A full pipe: what is left goes out next time.
            Err(WaylandError::Io(error)) if error.kind() == ErrorKind::WouldBlock => {}
            flushed => flushed.map_err(|error| lost(&error))?,
        }
        if let Some(guard) = self.queue.prepare_read() {
            let limit = Timespec::try_from(wait).map_err(|error| lost(&error))?;
            let readable = {
                let fd = guard.connection_fd();
                let mut fds = [PollFd::new(&fd, PollFlags::IN)];
                match poll(&mut fds, Some(&limit)) {
                    Ok(ready) => ready > 0,
                    Err(rustix::io::Errno::INTR) => false,
                    Err(error) => return Err(lost(&error)),
                }
            };
            if readable {
                match guard.read() {
                    Err(WaylandError::Io(error)) if error.kind() == ErrorKind::WouldBlock => {}
                    read => drop(read.map_err(|error| lost(&error))?),
                }
            }
        }
        self.queue.dispatch_pending(&mut self.heard).map(drop).map_err(|error| lost(&error))
    }
}

impl Dispatch<wl_registry::WlRegistry, ()> for Heard {
    fn event(
        heard: &mut Self,
        registry: &wl_registry::WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        handle: &QueueHandle<Self>,
    ) {
        let wl_registry::Event::Global { name, interface, version } = event else {
            // Perhaps a seat, whose last word would hold for ever.
            heard.stale |= heard.listed;
            return;
        };
        heard.stale |= heard.listed && interface == "wl_seat";
        match interface.as_str() {
            "wl_seat" if !heard.listed => heard.seats.push(registry.bind(name, 1, handle, ())),
            "ext_idle_notifier_v1" => heard.notifier = Some(registry.bind(name, version.min(2), handle, ())),
            _ => {}
        }
    }
}

impl Dispatch<wl_callback::WlCallback, ()> for Heard {
    fn event(
        heard: &mut Self,
        _: &wl_callback::WlCallback,
        _: wl_callback::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        heard.listed = true;
    }
}

impl Dispatch<notification::ExtIdleNotificationV1, usize> for Heard {
    fn event(
        heard: &mut Self,
        _: &notification::ExtIdleNotificationV1,
        event: notification::Event,
        place: &usize,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        let Some(quiet) = heard.quiet.get_mut(*place) else { return };
        match event {
            notification::Event::Idled => {
                let now = Instant::now();
                *quiet = now.checked_sub(Duration::from_millis(IDLE_NOTICE_MS.into())).or(Some(now));
            }
            notification::Event::Resumed => *quiet = None,
            _ => {}
        }
    }
}

delegate_noop!(Heard: ignore wl_seat::WlSeat);
delegate_noop!(Heard: ignore notifier::ExtIdleNotifierV1);
