//! Linux: the surroundings are found where this process's environment says. That needs an environment of the test's
//! own, so the program is run once more inside it.
#![cfg(target_os = "linux")]

use idlewatt_proto::UnixMillis;
use idlewatt_sensors::Surroundings;
use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use zbus::blocking::connection;

const INSIDE: &str = "IDLEWATT_TEST_INSIDE";
const TEST: &str = "finds_what_the_environment_names";

/// A server, ended when dropped.
struct Running(Child);

impl Running {
    /// Starts it and waits for the first line that it prints.
    fn told(command: &mut Command) -> (Self, String) {
        let mut running = Self(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a server"));
        let mut line = String::new();
        let output = running.0.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("its first line");
        (running, line.trim().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Plays NetworkManager.
struct NetworkManager;

#[zbus::interface(name = "org.freedesktop.NetworkManager")]
impl NetworkManager {
    #[zbus(property)]
    fn metered(&self) -> u32 {
        1
    }
}

#[test]
fn finds_what_the_environment_names() {
    if env::var_os(INSIDE).is_some() {
        let reading = Surroundings::open().read(UnixMillis(7));
        assert_eq!(reading.at, UnixMillis(7));
        assert_eq!(reading.metered, Some(true), "the system bus: {:?}", reading.sources);
        assert!(reading.input_idle_ms.is_some(), "the display: {:?}", reading.sources);
        let session = reading.sources.iter().find(|(name, _)| *name == "GameMode").map(|(_, source)| source.clone());
        let words = format!("{session:?}");
        assert!(words.contains("not running"), "the session bus: {words}");
        return;
    }
    let folder = tempfile::tempdir().expect("a scratch folder");
    let bus = |name: &str| {
        let address = format!("unix:path={}", folder.path().join(name).display());
        let arguments = ["--session", "--nofork", "--print-address=1", "--address"];
        let (daemon, _) = Running::told(Command::new("dbus-daemon").args(arguments).arg(&address));
        (daemon, address)
    };
    let ((_session_bus, session), (_system_bus, system)) = (bus("session"), bus("system"));
    let (_display, number) = Running::told(Command::new("Xvfb").args(["-displayfd", "1", "-nolisten", "tcp"]));
    let manager = connection::Builder::address(system.as_str())
        .and_then(|bus| bus.name("org.freedesktop.NetworkManager"))
        .and_then(|bus| bus.serve_at("/org/freedesktop/NetworkManager", NetworkManager))
        .and_then(connection::Builder::build);
    let _manager = manager.expect("NetworkManager");
    let inside = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", TEST, "--nocapture"])
        .env(INSIDE, "1")
        .env("DISPLAY", format!(":{number}"))
        .env("DBUS_SESSION_BUS_ADDRESS", session)
        .env("DBUS_SYSTEM_BUS_ADDRESS", system)
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program once more");
    let (said, complained) = (String::from_utf8_lossy(&inside.stdout), String::from_utf8_lossy(&inside.stderr));
    assert!(inside.status.success() && said.contains("1 passed"), "{said}{complained}");
}
