//! Against a compositor in the test's own process, which offers seats and `ext-idle-notify-v1` and nothing else.

use super::display::{self, Person};
use super::{nowhere, source, until};
use crate::Source;
use crate::surroundings::system::Watch;
use crate::surroundings::system::places::Places;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use wayland_protocols::ext::idle_notify::v1::server::{
    ext_idle_notification_v1 as notification, ext_idle_notifier_v1 as notifier,
};
use wayland_server::backend::ClientData;
use wayland_server::protocol::wl_seat;
use wayland_server::{Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource};

/// What the compositor was asked for, and what it shall say.
#[derive(Default)]
struct Desk {
    asked_ms: Option<u32>,
    inhibitor_counts: bool,
    notices: Vec<notification::ExtIdleNotificationV1>,
}

struct Nobody;
impl ClientData for Nobody {}

impl GlobalDispatch<wl_seat::WlSeat, ()> for Desk {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        seat: New<wl_seat::WlSeat>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(seat, ());
    }
}

impl GlobalDispatch<notifier::ExtIdleNotifierV1, ()> for Desk {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        notifier: New<notifier::ExtIdleNotifierV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(notifier, ());
    }
}

impl Dispatch<notifier::ExtIdleNotifierV1, ()> for Desk {
    fn request(
        desk: &mut Self,
        _: &Client,
        _: &notifier::ExtIdleNotifierV1,
        request: notifier::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        let (id, timeout, inhibitor_counts) = match request {
            notifier::Request::GetIdleNotification { id, timeout, .. } => (id, timeout, true),
            notifier::Request::GetInputIdleNotification { id, timeout, .. } => (id, timeout, false),
            _ => return,
        };
        desk.asked_ms = Some(timeout);
        desk.inhibitor_counts = inhibitor_counts;
        desk.notices.push(init.init(id, ()));
    }
}

impl Dispatch<wl_seat::WlSeat, ()> for Desk {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &wl_seat::WlSeat,
        _: <wl_seat::WlSeat as Resource>::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

impl Dispatch<notification::ExtIdleNotificationV1, ()> for Desk {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &notification::ExtIdleNotificationV1,
        _: <notification::ExtIdleNotificationV1 as Resource>::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

/// A running compositor; ended when dropped.
struct Compositor {
    quiet: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Desk>>,
}

impl Compositor {
    /// With this version of the notifier, or without one.
    fn start(socket: &Path, version: Option<u32>) -> Self {
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket).expect("a socket");
        listener.set_nonblocking(true).expect("not waiting");
        let (quiet, stop) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (said, ended) = (Arc::clone(&quiet), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let mut display = Display::<Desk>::new().expect("a compositor");
            let mut handle = display.handle();
            handle.create_global::<Desk, wl_seat::WlSeat, ()>(7, ());
            if let Some(version) = version {
                handle.create_global::<Desk, notifier::ExtIdleNotifierV1, ()>(version, ());
            }
            let (mut desk, mut told) = (Desk::default(), false);
            while !ended.load(Ordering::SeqCst) {
                if let Ok((stream, _)) = listener.accept() {
                    handle.insert_client(stream, Arc::new(Nobody)).expect("a client");
                }
                display.dispatch_clients(&mut desk).expect("dispatched");
                let quiet = said.load(Ordering::SeqCst);
                if quiet != told && !desk.notices.is_empty() {
                    told = quiet;
                    for notice in desk.notices.iter().filter(|notice| notice.is_alive()) {
                        if quiet { notice.idled() } else { notice.resumed() }
                    }
                }
                display.flush_clients().expect("flushed");
                std::thread::sleep(Duration::from_millis(2));
            }
            desk
        });
        Self { quiet, stop, thread: Some(thread) }
    }

    fn says(&self, quiet: bool) {
        self.quiet.store(quiet, Ordering::SeqCst);
    }

    fn end(mut self) -> Desk {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.take().expect("runs").join().expect("ended well")
    }
}

fn watch(socket: &Path) -> Watch {
    Watch::at(Places { compositor: Some(socket.to_string_lossy().into_owned()), ..nowhere() })
}

fn notices(version: u32) -> Desk {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let socket = folder.path().join("wayland-7");
    let compositor = Compositor::start(&socket, Some(version));
    let mut watch = watch(&socket);
    assert_eq!(watch.told().input_idle_ms, Some(0), "nothing is known of quiet yet");
    compositor.says(true);
    let first = until("quiet", || watch.told().input_idle_ms.filter(|idle| *idle > 0));
    assert!(first >= 1_000, "the quiet before the notice counts: {first}");
    until("more quiet", || watch.told().input_idle_ms.filter(|idle| *idle > first));
    compositor.says(false);
    until("input", || watch.told().input_idle_ms.filter(|idle| *idle == 0));

    let desk = compositor.end();
    let reading = watch.told();
    assert_eq!(reading.input_idle_ms, None);
    assert!(matches!(source(&reading, "compositor"), Source::Failed(_)));
    let again = Compositor::start(&socket, Some(version));
    until("the compositor again", || watch.told().input_idle_ms);
    again.end();
    desk
}

#[test]
fn a_compositor_tells_of_quiet_and_input() {
    let desk = notices(2);
    assert_eq!((desk.asked_ms, desk.inhibitor_counts), (Some(1_000), false), "a film is not input");
}

#[test]
fn an_older_compositor_does_too() {
    assert!(notices(1).inhibitor_counts);
}

#[test]
fn idle_time_of_a_display_beside_a_compositor_is_not_believed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let socket = folder.path().join("wayland-7");
    let compositor = Compositor::start(&socket, None);
    let (_server, name) = display::start();
    let places = Places {
        display: Some(name.clone()),
        compositor: Some("wayland-7".to_owned()),
        runtime: Some(folder.path().to_owned()),
        ..nowhere()
    };
    let mut watch = Watch::at(places);
    Person::at(&name).moves(30);
    let reading = watch.told();
    assert_eq!((reading.input_idle_ms, source(&reading, "X11")), (None, Source::Ok));
    let words = Source::Absent("the compositor does not offer ext-idle-notify-v1".to_owned());
    assert_eq!(source(&reading, "compositor"), words);
    compositor.end();
}

#[test]
fn a_compositor_that_hangs_is_given_up() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let socket = folder.path().join("wayland-7");
    let _listener = UnixListener::bind(&socket).expect("a socket");
    let reading = watch(&socket).told();
    assert_eq!(source(&reading, "compositor"), Source::Failed("the compositor does not answer".to_owned()));
}
