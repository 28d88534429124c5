//! A desktop of the test's own: display, session bus, home folder, and a tray that the test is itself.

use idlewatt_control::Home;
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, InputFocus, MapState, Window,
};
use x11rb::rust_connection::RustConnection;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};

/// Generous: a loaded machine is slow, and a test that hangs must end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until it is so.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    until_within(PATIENCE, what, look)
}

/// The same, with a patience of its own.
pub fn until_within<T>(patience: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

struct Watcher(mpsc::Sender<String>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str) {
        let _ = self.0.send(service.to_owned());
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        vec![]
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// Who shows notifications, and remembers their titles and texts.
struct Notifications(mpsc::Sender<(String, String)>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments, reason = "so it is specified")]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let _ = self.0.send((summary.to_owned(), body.to_owned()));
        1
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".to_owned(), "test".to_owned(), "1".to_owned(), "1.2".to_owned())
    }
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
    fn told(command: &mut Command) -> (Self, String) {
        let name = command.get_program().to_owned();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{name:?} is needed for this test: {error}"));
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        (Self(child), line.trim().to_owned())
    }
}

pub struct Desktop {
    folder: TempDir,
    display: String,
    address: String,
    items: mpsc::Receiver<String>,
    notices: mpsc::Receiver<(String, String)>,
    bus: Connection,
    _running: [Running; 2],
}

impl Desktop {
    /// With a tray.
    pub fn new() -> Self {
        let desktop = Self::without_tray();
        desktop.tray_comes();
        desktop
    }

    pub fn without_tray() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        for name in ["home", "run", "bin"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o700)).expect("permissions");
        // Beside the program stands the daemon that it would start: here one that only says that it was.
        let bin = folder.path().join("bin");
        fs::hard_link(env!("CARGO_BIN_EXE_idlewatt-tray"), bin.join("idlewatt-tray")).expect("a link");
        let daemon = bin.join("idlewattd");
        fs::write(&daemon, "#!/bin/sh\ntouch \"$(dirname \"$0\")/started\"\n").expect("a script");
        fs::set_permissions(&daemon, fs::Permissions::from_mode(0o755)).expect("permissions");

        let (x, display) = Running::told(Command::new("Xvfb").args(["-displayfd", "1", "-nolisten", "tcp"]));
        let (dbus, address) =
            Running::told(Command::new("dbus-daemon").args(["--session", "--nofork", "--print-address=1"]));
        let ((sender, items), (teller, notices)) = (mpsc::channel(), mpsc::channel());
        let bus = connection::Builder::address(address.as_str())
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(sender)))
            .and_then(|bus| bus.serve_at("/org/freedesktop/Notifications", Notifications(teller)))
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .and_then(connection::Builder::build)
            .expect("a bus");
        Self { folder, display: format!(":{display}"), address, items, notices, bus, _running: [x, dbus] }
    }

    pub fn tray_comes(&self) {
        self.bus.request_name(WATCHER).expect("a free name");
    }

    pub fn tray_goes(&self) {
        self.bus.release_name(WATCHER).expect("a name of ours");
    }

    /// The next notification's title and text, if one has come.
    pub fn notice(&self) -> Option<(String, String)> {
        self.notices.try_recv().ok()
    }

    /// Its windows.
    pub fn screen(&self) -> Screen {
        Screen::of(&self.display)
    }

    /// A file in the app's own folder.
    pub fn kept(&self, name: &str) -> PathBuf {
        // A home of its own gives the app a name of its own, and so a folder.
        let folders = fs::read_dir(self.path("home/config")).into_iter().flatten().flatten();
        let ours = folders.map(|folder| folder.path()).find(|path| path.display().to_string().contains("app.idlewatt"));
        ours.map_or_else(|| self.path("home/config/none"), |folder| folder.join(name))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Of the daemon.
    pub fn home(&self) -> Home {
        Home::find(Some(self.path("idlewatt"))).expect("a path")
    }

    pub fn until_daemon_was_started(&self) {
        until("the daemon is started", || self.path("bin/started").exists().then_some(()));
    }
}

pub struct App<'a> {
    desktop: &'a Desktop,
    running: Running,
}

impl<'a> App<'a> {
    pub fn start(desktop: &'a Desktop, arguments: &[&str]) -> Self {
        Self::speaking(desktop, arguments, "en_GB.UTF-8")
    }

    /// One that stands elsewhere, beside a daemon of its own.
    pub fn start_program(desktop: &'a Desktop, program: &Path, arguments: &[&str]) -> Self {
        Self::spawn(desktop, program, arguments, "en_GB.UTF-8")
    }

    /// On a desktop in this language.
    pub fn speaking(desktop: &'a Desktop, arguments: &[&str], language: &str) -> Self {
        Self::spawn(desktop, &desktop.path("bin/idlewatt-tray"), arguments, language)
    }

    fn spawn(desktop: &'a Desktop, program: &Path, arguments: &[&str], language: &str) -> Self {
        let home = desktop.path("home");
        let child = Command::new(program)
            .args(arguments)
            .env("HOME", &home)
            .env("XDG_RUNTIME_DIR", desktop.path("run"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("IDLEWATT_HOME", desktop.home().path())
            .env("DISPLAY", &desktop.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &desktop.address)
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", language)
            .env_remove("LANGUAGE")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("WAYLAND_DISPLAY")
            .spawn()
            .expect("it starts");
        Self { desktop, running: Running(child) }
    }

    /// Its icon, as soon as it is in the tray.
    pub fn tray(&self) -> Tray<'a> {
        let bus = &self.desktop.bus;
        let name = self.desktop.items.recv_timeout(PATIENCE).expect("an icon");
        // Its properties change without the signal that a cache would need.
        let item: Proxy<'_> = zbus::blocking::proxy::Builder::new(bus)
            .destination(name.clone())
            .and_then(|item| item.path("/StatusNotifierItem"))
            .and_then(|item| item.interface("org.kde.StatusNotifierItem"))
            .and_then(|item| item.cache_properties(CacheProperties::No).build())
            .expect("a name");
        let menu: OwnedObjectPath = item.get_property("Menu").expect("a menu");
        Tray { menu: Proxy::new(bus, name, menu, "com.canonical.dbusmenu").expect("a name"), item }
    }

    /// What it was begun with, its own name first.
    pub fn arguments(&self) -> Vec<String> {
        let line = fs::read_to_string(format!("/proc/{}/cmdline", self.running.0.id())).expect("it runs");
        line.split_terminator('\0').map(str::to_owned).collect()
    }

    pub fn ended(&mut self) -> ExitStatus {
        until("the app has ended", || self.running.0.try_wait().expect("a child"))
    }
}

/// Number, properties, children.
type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

pub struct Tray<'a> {
    item: Proxy<'a>,
    menu: Proxy<'a>,
}

impl Tray<'_> {
    /// Waits until the menu says which game runs.
    pub fn until_game(&self) {
        self.until("the game", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
    }

    /// The pixels that are shown, once they are none of these.
    pub fn icon_other_than(&self, others: &[&[u8]]) -> Vec<u8> {
        until("another picture", || {
            let pictures: Vec<(i32, i32, Vec<u8>)> = self.item.get_property("IconPixmap").ok()?;
            let picture = pictures.into_iter().next()?.2;
            (!others.contains(&picture.as_slice())).then_some(picture)
        })
    }

    /// What is read out beside the icon.
    pub fn tooltip(&self) -> String {
        type Tip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
        let tip: Tip = self.item.get_property("ToolTip").expect("a tooltip");
        tip.3
    }

    /// A left click, the pointer being there.
    pub fn activate(&self, x: i32, y: i32) {
        self.item.call::<_, _, ()>("Activate", &(x, y)).expect("it takes clicks");
    }

    /// All lines, those of submenus after the one that opens them.
    fn items(&self) -> Vec<(i32, String)> {
        fn flat(children: Vec<OwnedValue>, found: &mut Vec<(i32, String)>) {
            for child in children {
                let node = Structure::try_from(child).ok().and_then(|node| Node::try_from(node).ok());
                let Some((id, properties, children)) = node else { continue };
                let label = properties.get("label").and_then(|label| label.downcast_ref::<&str>().ok());
                // An underscore marks the key; a doubled one is itself.
                found.extend(label.map(|label| (id, label.replace("__", "_"))));
                flat(children, found);
            }
        }
        // The icon is announced before its menu is there: until then there are no items.
        let layout: zbus::Result<(u32, Node)> = self.menu.call("GetLayout", &(0i32, -1i32, Vec::<String>::new()));
        let mut found = Vec::new();
        if let Ok((_revision, root)) = layout {
            flat(root.2, &mut found);
        }
        found
    }

    /// The labels, once they are so.
    pub fn until(&self, what: &str, such: impl Fn(&[String]) -> bool) -> Vec<String> {
        until(what, || {
            let labels: Vec<String> = self.items().into_iter().map(|(_, label)| label).collect();
            such(&labels).then_some(labels)
        })
    }

    pub fn click(&self, label: &str) {
        let (id, _) = until(label, || self.items().into_iter().find(|(_, text)| text == label));
        // Quit may be quicker than its answer.
        let _: zbus::Result<()> = self.menu.call("Event", &(id, "clicked", Value::I32(0), 0u32));
    }
}

/// What stands on the display, asked of it over a connection of the test's own.
pub struct Screen {
    display: RustConnection,
    root: Window,
}

/// A window of the app.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    pub window: Window,
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

impl Screen {
    fn of(display: &str) -> Self {
        let (display, screen) = x11rb::connect(Some(display)).expect("a display");
        let root = display.setup().roots[screen].root;
        Self { display, root }
    }

    fn atom(&self, name: &str) -> u32 {
        self.display.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an answer").atom
    }

    /// The window of this title that can be seen, if there is one.
    pub fn find(&self, title: &str) -> Option<Shown> {
        let tree = self.display.query_tree(self.root).ok()?.reply().ok()?;
        tree.children.into_iter().find_map(|window| {
            let name = self.display.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64).ok()?;
            let mapped = self.display.get_window_attributes(window).ok()?.reply().ok()?.map_state;
            let place = self.display.get_geometry(window).ok()?.reply().ok()?;
            (name.reply().ok()?.value == title.as_bytes() && mapped == MapState::VIEWABLE).then(|| Shown {
                window,
                x: place.x.into(),
                y: place.y.into(),
                width: place.width.into(),
                height: place.height.into(),
            })
        })
    }

    pub fn until_shown(&self, title: &str) -> Shown {
        until(title, || self.find(title))
    }

    pub fn until_gone(&self, title: &str) {
        until(&format!("{title} is gone"), || self.find(title).is_none().then_some(()));
    }

    /// Whether a taskbar leaves it out.
    pub fn skips_taskbar(&self, shown: Shown) -> bool {
        let (state, skip) = (self.atom("_NET_WM_STATE"), self.atom("_NET_WM_STATE_SKIP_TASKBAR"));
        let states = self.display.get_property(false, shown.window, state, AtomEnum::ATOM, 0, 64);
        let states = states.expect("asked").reply().expect("an answer");
        states.value32().is_some_and(|mut states| states.any(|state| state == skip))
    }

    /// As a window manager would for an owner who drags it there.
    pub fn place(&self, shown: Shown, x: i32, y: i32, width: u32, height: u32) {
        let place = ConfigureWindowAux::new().x(x).y(y).width(width).height(height);
        self.display.configure_window(shown.window, &place).expect("asked").check().expect("done");
    }

    /// As a window manager would for a click on the cross.
    pub fn close(&self, shown: Shown) {
        let (protocols, delete) = (self.atom("WM_PROTOCOLS"), self.atom("WM_DELETE_WINDOW"));
        let message = ClientMessageEvent::new(32, shown.window, protocols, [delete, 0, 0, 0, 0]);
        self.display
            .send_event(false, shown.window, EventMask::NO_EVENT, message)
            .expect("asked")
            .check()
            .expect("sent");
    }

    /// Gives it the keyboard; `None`: takes it from all. One that is gone meanwhile gets none.
    pub fn focus(&self, shown: Option<Shown>) {
        let window = shown.map_or(self.root, |shown| shown.window);
        let focus = self.display.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        let _ = focus.expect("asked").check();
    }
}
