//! The package as it is installed: started, driven, and removed while it runs. `cargo xtask test --only install` says where
//! the programs are (`IDLEWATT_INSTALLED`) and how they are removed (`IDLEWATT_REMOVE`); without that there is nothing to
//! test.

use crate::desktop::{App, Desktop, until};
use idlewatt_control::messages::{Request, Response};
use idlewatt_control::{Client, ConnectError, Home};
use idlewatt_proto::reason::Activity;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tokio::runtime::Runtime;

/// A daemon that keeps to itself, whatever else runs on this machine, and whose owner has said that it may work.
const QUIET: &str = "[roles]\nprovider = true\n[network]\nlisten = [\"/ip4/127.0.0.1/udp/0/quic-v1\"]\nmdns = false\n";

struct Installed {
    programs: PathBuf,
    desktop: Desktop,
    home: Home,
    runtime: Runtime,
}

impl Installed {
    fn new(programs: PathBuf) -> Self {
        let desktop = Desktop::new();
        let home = desktop.home();
        home.create().expect("a folder");
        fs::write(home.settings(), QUIET).expect("written");
        Self { programs, desktop, home, runtime: Runtime::new().expect("a runtime") }
    }

    fn start(&self, arguments: &[&str]) -> App<'_> {
        App::start_program(&self.desktop, &self.programs.join("idlewatt-tray"), arguments)
    }

    /// What the daemon does, if one runs.
    fn activity(&self) -> Option<Activity> {
        self.runtime.block_on(async {
            let mut client = Client::connect(&self.home).await.ok()?;
            match client.call(Request::Status).await.ok()? {
                Response::Status(status) => Some(status.activity),
                _ => None,
            }
        })
    }

    fn until_daemon_is_gone(&self) {
        until("the daemon has ended", || {
            let found = self.runtime.block_on(Client::connect(&self.home));
            matches!(found, Err(ConnectError::NotRunning)).then_some(())
        });
    }

    fn command(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(self.programs.join("idlewatt"));
        let ran = command.arg("--home").arg(self.home.path()).args(arguments).output().expect("it runs");
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("text")
    }
}

/// A pause of an hour, alone in the menu or in a menu of pauses.
const PAUSE: [&str; 2] = ["For 1 hour", "Pause 1 hour"];

/// The first of these lines that is in the menu.
fn find<'a>(menu: &[String], lines: &[&'a str]) -> Option<&'a str> {
    lines.iter().find(|line| menu.iter().any(|label| label == **line)).copied()
}

#[test]
fn the_installed_programs_work_and_leave_in_order() {
    let Some(programs) = std::env::var_os("IDLEWATT_INSTALLED").map(PathBuf::from) else {
        eprintln!("skipped: nothing is installed for this test (IDLEWATT_INSTALLED is not set)");
        return;
    };
    let removal = std::env::var("IDLEWATT_REMOVE").expect("how to remove it");
    let installed = Installed::new(programs);

    let mut app = installed.start(&[]);
    let tray = app.tray();
    until("the daemon that the tray app started answers", || installed.activity());
    let menu = tray.until("a pause", |menu| find(menu, &PAUSE).is_some());
    tray.click(find(&menu, &PAUSE).expect("a pause"));
    until("the daemon pauses", || matches!(installed.activity()?, Activity::Paused { .. }).then_some(()));
    assert!(installed.command(&["status"]).contains("paused"), "the command line speaks to the same daemon");
    tray.until("the pause is shown", |menu| find(menu, &["Resume"]).is_some());
    tray.click("Quit");
    assert!(app.ended().success());
    installed.until_daemon_is_gone();

    // And once more, to be removed while it runs.
    let mut app = installed.start(&["--hidden"]);
    app.tray();
    until("the daemon answers", || installed.activity());
    let ran = Command::new("sh").args(["-c", &removal]).output().expect("sh runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("asking the daemon") && !said.contains("is killed"), "{said}");
    app.ended();
    installed.until_daemon_is_gone();
    assert!(!installed.programs.join("idlewatt-tray").exists());
    let log = fs::read_to_string(installed.home.log()).expect("a log");
    assert!(log.trim_end().ends_with("stopped"), "the daemon closed its books: {log}");
    assert!(Path::exists(&installed.home.identity()), "the user's data is the user's");
}
