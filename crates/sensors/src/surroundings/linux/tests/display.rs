//! Against a real Xvfb, with input through XTEST. The window manager is played.

use super::{Running, nowhere, source, until};
use crate::Source;
use crate::surroundings::SurroundingsReading;
use crate::surroundings::system::Watch;
use crate::surroundings::system::places::Places;
use std::process::Command;
use x11rb::connection::Connection;
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo};
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, CreateWindowAux, MOTION_NOTIFY_EVENT, PropMode, Window, WindowClass,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const SCREEN: [&str; 5] = ["-nolisten", "tcp", "-screen", "0", "800x600x24"];

pub fn start() -> (Running, String) {
    let (server, number) = Running::told(Command::new("Xvfb").args(["-displayfd", "1"]).args(SCREEN));
    (server, format!(":{number}"))
}

pub fn watch(display: &str) -> Watch {
    Watch::at(Places { display: Some(display.to_owned()), ..nowhere() })
}

/// Somebody with a mouse, and a window manager.
pub struct Person {
    link: RustConnection,
    root: Window,
}

impl Person {
    pub fn at(display: &str) -> Self {
        let (link, screen) = RustConnection::connect(Some(display)).expect("the display");
        let root = link.setup().roots[screen].root;
        Self { link, root }
    }

    pub fn moves(&self, x: i16) {
        self.link
            .xtest_fake_input(MOTION_NOTIFY_EVENT, 0, 0, self.root, x, 20, 0)
            .expect("sent")
            .check()
            .expect("done");
    }

    fn atom(&self, name: &str) -> u32 {
        self.link.intern_atom(false, name.as_bytes()).expect("sent").reply().expect("an atom").atom
    }

    fn opens(&self, place: (i16, i16), size: (u16, u16)) -> Window {
        let window = self.link.generate_id().expect("an id");
        let (depth, border, visual) = (0, 0, 0);
        let (class, values) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let created = self
            .link
            .create_window(depth, window, self.root, place.0, place.1, size.0, size.1, border, class, visual, &values);
        created.expect("sent").check().expect("a window");
        let class = b"instance\0Racer\0";
        let named = self.link.change_property8(PropMode::REPLACE, window, AtomEnum::WM_CLASS, AtomEnum::STRING, class);
        named.expect("sent").check().expect("its class");
        window
    }

    fn marks(&self, window: Window, property: &str, word: &str) {
        let (property, word) = (self.atom(property), self.atom(word));
        let marked = self.link.change_property32(PropMode::REPLACE, window, property, AtomEnum::ATOM, &[word]);
        marked.expect("sent").check().expect("marked");
    }

    fn activates(&self, window: Window) {
        let active = self.atom("_NET_ACTIVE_WINDOW");
        let set = self.link.change_property32(PropMode::REPLACE, self.root, active, AtomEnum::WINDOW, &[window]);
        set.expect("sent").check().expect("active");
    }

    fn closes(&self, window: Window) {
        self.link.destroy_window(window).expect("sent").check().expect("closed");
    }
}

fn idle(reading: &SurroundingsReading) -> u64 {
    reading.input_idle_ms.unwrap_or_else(|| panic!("no idle time: {:?}", reading.sources))
}

#[test]
fn a_moved_mouse_ends_idle_time() {
    let (_server, display) = start();
    let (mut watch, person) = (watch(&display), Person::at(&display));
    until("quiet", || (idle(&watch.told()) > 400).then_some(()));
    let mut x = 0;
    until("input", || {
        x = (x + 7) % 800;
        person.moves(x);
        (idle(&watch.told()) < 400).then_some(())
    });
    assert_eq!(source(&watch.told(), "X11"), Source::Ok);
}

#[test]
fn names_the_program_that_covers_the_screen() {
    let (_server, display) = start();
    let (mut watch, person) = (watch(&display), Person::at(&display));
    let racer = Some("Racer".to_owned());
    assert_eq!(watch.told().fullscreen, None, "no window manager");

    let small = person.opens((10, 10), (300, 200));
    person.activates(small);
    assert_eq!(watch.told().fullscreen, None, "a window among others");
    person.marks(small, "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN");
    assert_eq!(watch.told().fullscreen, racer, "by its own word");

    let large = person.opens((0, 0), (800, 600));
    person.activates(large);
    assert_eq!(watch.told().fullscreen, racer, "by its size");
    person.marks(large, "_NET_WM_STATE", "_NET_WM_STATE_MAXIMIZED_HORZ");
    assert_eq!(watch.told().fullscreen, None, "maximised on a desktop without bars");

    let desktop = person.opens((0, 0), (800, 600));
    person.marks(desktop, "_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_DESKTOP");
    person.activates(desktop);
    assert_eq!(watch.told().fullscreen, None, "the desktop itself");

    person.closes(desktop);
    let reading = watch.told();
    assert_eq!(
        (reading.fullscreen.clone(), source(&reading, "X11")),
        (None, Source::Ok),
        "closed between two questions"
    );
    person.activates(0);
    assert_eq!(watch.told().fullscreen, None, "nothing is active");
}

#[test]
fn idle_time_of_xwayland_is_not_believed() {
    let (_server, display) = start();
    let person = Person::at(&display);
    idle(&watch(&display).told());
    // An ordinary server with a screen named as XWayland names its own.
    let (name, size) = (person.atom("XWAYLAND0"), (400, 300));
    let screen = MonitorInfo { name, width: size.0, height: size.1, ..MonitorInfo::default() };
    person.link.randr_set_monitor(person.root, screen).expect("sent").check().expect("a screen");
    let reading = watch(&display).told();
    assert_eq!((reading.input_idle_ms, source(&reading, "X11")), (None, Source::Ok));
    person.activates(person.opens((0, 0), size));
    assert_eq!(watch(&display).told().fullscreen.as_deref(), Some("Racer"), "its windows are still seen");
}

#[test]
fn finds_a_display_again_that_went_away() {
    let (server, display) = start();
    let mut watch = watch(&display);
    idle(&watch.told());
    drop(server);
    let reading = watch.told();
    assert_eq!(reading.input_idle_ms, None);
    assert!(matches!(source(&reading, "X11"), Source::Failed(_)), "{:?}", source(&reading, "X11"));
    let _server = Running::told(Command::new("Xvfb").arg(&display).args(["-displayfd", "1"]).args(SCREEN));
    until("the display", || watch.told().input_idle_ms);
}

#[test]
fn a_display_across_a_network_is_somebody_elses() {
    let reading = watch("localhost:10.0").told();
    assert!(matches!(source(&reading, "X11"), Source::Absent(words) if words.contains("not on this machine")));
}

#[test]
fn a_display_server_that_hangs_is_given_up() {
    use crate::surroundings::system::x11::Bounded;
    use std::os::unix::net::UnixStream;
    use x11rb::rust_connection::DefaultStream;
    let (ours, _theirs) = UnixStream::pair().expect("a pair");
    let (stream, _) = DefaultStream::from_unix_stream(ours).expect("a stream");
    let error = RustConnection::connect_to_stream(Bounded(stream), 0).expect_err("nobody answers");
    assert!(error.to_string().contains("does not answer"), "{error}");
}
