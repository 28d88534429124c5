//! Against a real bus of the test's own, on which the test plays Mutter, logind, NetworkManager, GameMode and the
//! user's services.

use super::display::{self, Person};
use super::{Running, nowhere, source, until};
use crate::Source;
use crate::surroundings::system::Watch;
use crate::surroundings::system::bus::Which;
use crate::surroundings::system::places::Places;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use zbus::blocking::{Connection, connection};
use zbus::fdo;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedObjectPath;

const LOGIND: &str = "/org/freedesktop/login1";
const USER: &str = "/org/freedesktop/login1/user/_1000";
const SEATED: &str = "/org/freedesktop/login1/session/_32";
const SHELL: &str = "/org/freedesktop/login1/session/_33";
const SISTERS: &str = "/org/freedesktop/login1/session/_34";
const SEAT: &str = "/org/freedesktop/login1/seat/seat0";
const GAMEMODE: &str = "/com/feralinteractive/GameMode";

fn path(path: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(path).expect("a path")
}

struct Mutter(u64);

#[zbus::interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Mutter {
    fn get_idletime(&self) -> u64 {
        self.0
    }
}

struct Manager;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> fdo::Result<OwnedObjectPath> {
        match id {
            "2" => Ok(path(SEATED)),
            "3" => Ok(path(SHELL)),
            _ => Err(fdo::Error::Failed("no such session".to_owned())),
        }
    }

    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _pid: u32) -> fdo::Result<OwnedObjectPath> {
        Err(fdo::Error::Failed("belongs to no session".to_owned()))
    }

    fn get_user(&self, uid: u32) -> fdo::Result<OwnedObjectPath> {
        if uid == 1000 { Ok(path(USER)) } else { Err(fdo::Error::Failed("no such user".to_owned())) }
    }

    #[zbus(property)]
    fn preparing_for_sleep(&self) -> bool {
        false
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
}

struct User;

#[zbus::interface(name = "org.freedesktop.login1.User")]
impl User {
    #[zbus(property)]
    fn display(&self) -> (String, OwnedObjectPath) {
        ("2".to_owned(), path(SEATED))
    }
}

struct Session {
    kind: &'static str,
    class: &'static str,
    locked: bool,
    remote: bool,
    active: bool,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property, name = "Type")]
    fn kind(&self) -> String {
        self.kind.to_owned()
    }

    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked
    }

    #[zbus(property)]
    fn class(&self) -> String {
        self.class.to_owned()
    }

    #[zbus(property)]
    fn name(&self) -> String {
        "sister".to_owned()
    }

    #[zbus(property)]
    fn active(&self) -> bool {
        self.active
    }

    #[zbus(property)]
    fn seat(&self) -> (String, OwnedObjectPath) {
        ("seat0".to_owned(), path(SEAT))
    }

    #[zbus(property)]
    fn remote(&self) -> bool {
        self.remote
    }

    #[zbus(property)]
    fn service(&self) -> String {
        "xrdp-sesman".to_owned()
    }
}

struct Seat;

#[zbus::interface(name = "org.freedesktop.login1.Seat")]
impl Seat {
    #[zbus(property)]
    fn active_session(&self) -> (String, OwnedObjectPath) {
        ("4".to_owned(), path(SISTERS))
    }
}

struct NetworkManager(u32);

#[zbus::interface(name = "org.freedesktop.NetworkManager")]
impl NetworkManager {
    #[zbus(property)]
    fn metered(&self) -> u32 {
        self.0
    }
}

struct GameMode(i32);

#[zbus::interface(name = "com.feralinteractive.GameMode")]
impl GameMode {
    #[zbus(property)]
    fn client_count(&self) -> i32 {
        self.0
    }

    fn list_games(&self) -> Vec<(i32, OwnedObjectPath)> {
        vec![(77, path("/com/feralinteractive/GameMode/Games/77"))]
    }
}

struct Game;

#[zbus::interface(name = "com.feralinteractive.GameMode.Game")]
impl Game {
    #[zbus(property)]
    fn executable(&self) -> String {
        "/home/somebody/games/racer/racer.x86_64".to_owned()
    }
}

struct Services(String);

#[zbus::interface(name = "org.freedesktop.systemd1.Manager")]
impl Services {
    #[zbus(property)]
    fn environment(&self) -> Vec<String> {
        vec!["LANG=C".to_owned(), "DISPLAY_NAME=:99999".to_owned(), format!("DISPLAY={}", self.0)]
    }
}

/// A bus, and a folder with its socket and the programs that it would start.
struct PrivateBus {
    folder: TempDir,
    daemon: Running,
    address: String,
}

impl PrivateBus {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (daemon, address) = Self::daemon(folder.path());
        Self { folder, daemon, address }
    }

    fn daemon(folder: &Path) -> (Running, String) {
        let socket = folder.join("bus");
        let _ = fs::remove_file(&socket);
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        command.arg(format!("--address=unix:path={}", socket.display())).env("XDG_DATA_HOME", folder);
        let (daemon, _) = Running::told(&mut command);
        (daemon, format!("unix:path={}", socket.display()))
    }

    fn builder(&self) -> connection::Builder<'_> {
        connection::Builder::address(self.address.as_str()).expect("an address")
    }

    fn watch(&self, session: Option<&str>) -> Watch {
        let mut places = self.places();
        places.whose.session = session.map(str::to_owned);
        Watch::at(places)
    }

    fn places(&self) -> Places {
        let bus = || Which::At(self.address.clone());
        Places { session_bus: bus(), system_bus: bus(), ..nowhere() }
    }

    fn logind(&self, seated: Session) -> Connection {
        let bus = self.builder().name("org.freedesktop.login1").and_then(|bus| bus.serve_at(LOGIND, Manager));
        let bus = bus.and_then(|bus| bus.serve_at(USER, User)).and_then(|bus| bus.serve_at(SEATED, seated));
        let shell = Session { remote: true, ..alone("tty") };
        bus.and_then(|bus| bus.serve_at(SHELL, shell)).and_then(connection::Builder::build).expect("logind")
    }

    fn mutter(&self, idle_ms: u64) -> Connection {
        let bus = self.builder().name("org.gnome.Mutter.IdleMonitor");
        let bus = bus.and_then(|bus| bus.serve_at("/org/gnome/Mutter/IdleMonitor/Core", Mutter(idle_ms)));
        bus.and_then(connection::Builder::build).expect("Mutter")
    }
}

fn alone(kind: &'static str) -> Session {
    Session { kind, class: "user", locked: false, remote: false, active: true }
}

#[test]
fn mutter_tells_idle_time_and_is_found_when_it_comes_later() {
    let bus = PrivateBus::start();
    let mut watch = bus.watch(None);
    let reading = watch.told();
    assert_eq!(reading.input_idle_ms, None);
    assert!(matches!(source(&reading, "Mutter"), Source::Absent(words) if words.contains("not running")));
    let mutter = bus.mutter(4_711);
    until("Mutter", || watch.told().input_idle_ms.filter(|idle| *idle == 4_711));
    drop(mutter);
    until("its end", || watch.told().input_idle_ms.is_none().then_some(()));
}

#[test]
fn the_smallest_idle_time_wins() {
    let bus = PrivateBus::start();
    let _mutter = bus.mutter(u64::MAX);
    let (_server, name) = display::start();
    let mut watch = Watch::at(Places { display: Some(name.clone()), ..bus.places() });
    Person::at(&name).moves(40);
    let reading = watch.told();
    assert!(reading.input_idle_ms.is_some_and(|idle| idle < u64::MAX), "{reading:?}");
    assert_eq!(source(&reading, "Mutter"), Source::Ok);
}

#[test]
fn a_lost_bus_is_found_again() {
    let mut bus = PrivateBus::start();
    let mutter = bus.mutter(5);
    let mut watch = bus.watch(None);
    assert_eq!(watch.told().input_idle_ms, Some(5));
    bus.daemon = PrivateBus::daemon(bus.folder.path()).0;
    drop(mutter);
    until("the loss", || watch.told().input_idle_ms.is_none().then_some(()));
    let _mutter = bus.mutter(6);
    until("the new bus", || watch.told().input_idle_ms.filter(|idle| *idle == 6));
}

#[test]
fn logind_tells_of_the_lock_and_of_sleep_by_signals() {
    let bus = PrivateBus::start();
    let logind = bus.logind(alone("wayland"));
    let mut watch = bus.watch(None);
    let reading = watch.told();
    assert_eq!((reading.locked, &reading.remote, reading.going_to_sleep), (Some(false), &None, false));

    let session = logind.object_server().interface::<_, Session>(SEATED).expect("the session");
    session.get_mut().locked = true;
    zbus::block_on(session.get().locked_hint_changed(session.signal_emitter())).expect("told");
    until("the lock", || (watch.told().locked == Some(true)).then_some(()));

    let manager = logind.object_server().interface::<_, Manager>(LOGIND).expect("the manager");
    for start in [true, false] {
        zbus::block_on(Manager::prepare_for_sleep(manager.signal_emitter(), start)).expect("told");
        until("sleep", || (watch.told().going_to_sleep == start).then_some(()));
    }
    assert_eq!(source(&watch.told(), "logind"), Source::Ok);
}

#[test]
fn a_remote_desktop_is_told_by_the_program_that_opened_it() {
    let bus = PrivateBus::start();
    let _logind = bus.logind(Session { remote: true, ..alone("x11") });
    assert_eq!(bus.watch(Some("2")).told().remote.as_deref(), Some("xrdp-sesman"));
    assert_eq!(bus.watch(Some("ended")).told().remote.as_deref(), Some("xrdp-sesman"), "by the user");
}

#[test]
fn another_user_at_the_screen_is_told() {
    for (class, told) in [("user", Some("sister")), ("greeter", None)] {
        let bus = PrivateBus::start();
        let logind = bus.logind(Session { active: false, ..alone("wayland") });
        logind.object_server().at(SEAT, Seat).expect("a seat");
        logind.object_server().at(SISTERS, Session { class, ..alone("wayland") }).expect("her session");
        assert_eq!(bus.watch(None).told().remote.as_deref(), told, "{class}");
    }
}

#[test]
fn a_remote_shell_is_no_remote_desktop() {
    let bus = PrivateBus::start();
    let logind = bus.logind(alone("x11"));
    let reading = bus.watch(Some("3")).told();
    assert_eq!((reading.remote, reading.locked), (None, Some(false)), "the session at the screen is meant");
    logind.object_server().remove::<User, _>(USER).expect("gone");
    let reading = bus.watch(Some("3")).told();
    assert_eq!((reading.remote.clone(), reading.locked), (None, None), "a shell has no lock");
    assert_eq!(source(&reading, "logind"), Source::Ok);
}

#[test]
fn tells_whether_the_network_is_paid_by_volume() {
    for (word, metered) in [(0, None), (1, Some(true)), (2, Some(false)), (3, Some(true)), (4, Some(false))] {
        let bus = PrivateBus::start();
        let manager = bus.builder().name("org.freedesktop.NetworkManager");
        let manager = manager.and_then(|bus| bus.serve_at("/org/freedesktop/NetworkManager", NetworkManager(word)));
        let _manager = manager.and_then(connection::Builder::build).expect("NetworkManager");
        let reading = bus.watch(None).told();
        assert_eq!((reading.metered, source(&reading, "NetworkManager")), (metered, Source::Ok), "NMMetered {word}");
    }
}

#[test]
fn tells_the_game_that_asked_for_the_machine() {
    let bus = PrivateBus::start();
    let builder = bus.builder().name("com.feralinteractive.GameMode");
    let gamemode = builder.and_then(|bus| bus.serve_at(GAMEMODE, GameMode(0)));
    let gamemode = gamemode.and_then(connection::Builder::build).expect("GameMode");
    let mut watch = bus.watch(None);
    let reading = watch.told();
    assert_eq!((reading.game.clone(), source(&reading, "GameMode")), (None, Source::Ok));
    let server = gamemode.object_server();
    server.interface::<_, GameMode>(GAMEMODE).expect("served").get_mut().0 = 1;
    assert_eq!(until("a game", || watch.told().game), "GameMode", "one that it cannot name");
    server.at("/com/feralinteractive/GameMode/Games/77", Game).expect("served");
    until("its name", || watch.told().game.filter(|game| game == "racer.x86_64"));
    server.interface::<_, GameMode>(GAMEMODE).expect("served").get_mut().0 = 0;
    until("its end", || watch.told().game.is_none().then_some(()));
}

#[test]
fn starts_nothing_by_asking() {
    let bus = PrivateBus::start();
    let services = bus.folder.path().join("dbus-1/services");
    fs::create_dir_all(&services).expect("a folder");
    let names = ["com.feralinteractive.GameMode", "org.gnome.Mutter.IdleMonitor", "org.freedesktop.login1"];
    let mark = |name: &str| bus.folder.path().join(format!("started-{name}"));
    for name in names {
        let text = format!("[D-BUS Service]\nName={name}\nExec=/usr/bin/touch {}\n", mark(name).display());
        fs::write(services.join(format!("{name}.service")), text).expect("a service");
    }
    // The bus waits long for a program that never answers.
    let link = bus.builder().method_timeout(Duration::from_millis(300)).build().expect("the bus");
    let busy = "org.freedesktop.DBus";
    link.call_method(Some(busy), "/org/freedesktop/DBus", Some(busy), "ReloadConfig", &()).expect("reloaded");
    bus.watch(None).told();
    assert!(names.iter().all(|name| !mark(name).exists()), "something was started");
    for name in names {
        // That these would have been started by an ordinary call.
        let _ = link.call_method(Some(name), "/", Some("org.freedesktop.DBus.Peer"), "Ping", &());
        until("a start", || mark(name).exists().then_some(()));
    }
}

#[test]
fn finds_a_desktop_that_began_later_through_the_users_services() {
    let bus = PrivateBus::start();
    let mut watch = bus.watch(None);
    let reading = watch.told();
    assert_eq!(source(&reading, "X11"), Source::Absent("no X11 display is known".to_owned()));
    let (_server, name) = display::start();
    let services = bus.builder().name("org.freedesktop.systemd1");
    let services = services.and_then(|bus| bus.serve_at("/org/freedesktop/systemd1", Services(name)));
    let _services = services.and_then(connection::Builder::build).expect("the services");
    until("the display", || watch.told().input_idle_ms);
}
