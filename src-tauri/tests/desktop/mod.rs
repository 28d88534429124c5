//! A desktop of the test's own: display, session bus, home folder, and a tray that the test is itself.
#![allow(dead_code)] // Each test file uses its part.

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
use zbus::blocking::{Connection, Proxy, connection};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};

/// Generous: a loaded machine is slow, and a test that hangs must end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until it is so.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

struct Watcher(mpsc::Sender<(String, String)>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: zbus::message::Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let _ = self.0.send((sender, service.to_owned()));
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
    items: mpsc::Receiver<(String, String)>,
    bus: Connection,
    _running: [Running; 2],
}

impl Desktop {
    pub fn new() -> Self {
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
        let (sender, items) = mpsc::channel();
        let bus = connection::Builder::address(address.as_str())
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(sender)))
            .and_then(connection::Builder::build)
            .expect("a bus");
        Self { folder, display: format!(":{display}"), address, items, bus, _running: [x, dbus] }
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
        Self::start_program(desktop, &desktop.path("bin/idlewatt-tray"), arguments)
    }

    /// One that stands elsewhere, beside a daemon of its own.
    pub fn start_program(desktop: &'a Desktop, program: &Path, arguments: &[&str]) -> Self {
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
            .env_remove("WAYLAND_DISPLAY")
            .spawn()
            .expect("it starts");
        Self { desktop, running: Running(child) }
    }

    /// Its icon, as soon as it is in the tray.
    pub fn tray(&self) -> Tray<'a> {
        let bus = &self.desktop.bus;
        let (name, path) = self.desktop.items.recv_timeout(PATIENCE).expect("an icon");
        // Its properties change without the signal that a cache would need.
        let item: Proxy<'_> = zbus::blocking::proxy::Builder::new(bus)
            .destination(name.clone())
            .and_then(|item| item.path(path))
            .and_then(|item| item.interface("org.kde.StatusNotifierItem"))
            .and_then(|item| item.cache_properties(CacheProperties::No).build())
            .expect("a name");
        let menu: OwnedObjectPath = item.get_property("Menu").expect("a menu");
        Tray { menu: Proxy::new(bus, name, menu, "com.canonical.dbusmenu").expect("a name"), item }
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
    /// The bytes of the picture that is shown, once it is none of these.
    pub fn icon_other_than(&self, others: &[&[u8]]) -> Vec<u8> {
        until("another picture", || {
            // A new one replaces the file of the old one: for a moment there is none.
            let path: String = self.item.get_property("IconName").ok()?;
            fs::read(path).ok().filter(|picture| !others.contains(&picture.as_slice()))
        })
    }

    fn items(&self) -> Vec<(i32, String)> {
        // The icon is announced before its menu is there: until then there are no items.
        let layout: zbus::Result<(u32, Node)> = self.menu.call("GetLayout", &(0i32, -1i32, Vec::<String>::new()));
        let Ok((_revision, root)) = layout else { return Vec::new() };
        let item = |value: OwnedValue| {
            let node: Node = Structure::try_from(value).ok()?.try_into().ok()?;
            let label: &str = node.1.get("label")?.downcast_ref().ok()?;
            // An underscore marks the key; a doubled one is itself.
            Some((node.0, label.replace("__", "_")))
        };
        root.2.into_iter().filter_map(item).collect()
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
