//! The real program on a display and a bus of its own: the test owns the tray, reads the menu and clicks in it.
//! The daemon is a scripted one that speaks the real protocol.
#![cfg(target_os = "linux")]

mod desktop;
mod scripted;

use desktop::{App, Desktop};
use idlewatt_control::messages::Request;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, WaitReason};
use scripted::Daemon;

fn game() -> Activity {
    Activity::Waiting { reason: WaitReason::ProgramRunning { name: "eldenring.exe".to_owned() } }
}

#[test]
fn the_menu_says_what_is_happening_and_what_it_earned() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until("the reason", |menu| menu.contains(&"Waiting: eldenring.exe is running".to_owned()));
    tray.until("the money", |menu| menu.contains(&"Today: 0.047170 credits after electricity".to_owned()));
    let waiting = tray.icon_other_than(&[]);

    daemon.become_(Activity::Working { job: scripted::JOB });
    tray.until("the work", |menu| menu.contains(&"Working: render 96x96, 16 spp".to_owned()));
    let working = tray.icon_other_than(&[&waiting]);
    daemon.become_(Activity::Paused { until: None });
    tray.until("the pause", |menu| menu.contains(&"Paused until you resume".to_owned()));
    tray.icon_other_than(&[&waiting, &working]);
}

#[test]
fn a_pause_in_the_menu_pauses_and_then_offers_to_resume() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until("the reason", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));

    let before = scripted::now();
    tray.click("Pause 1 hour");
    let menu = tray.until("the pause", |menu| menu.contains(&"Resume".to_owned()));
    assert!(!menu.iter().any(|line| line.starts_with("Pause ")), "{menu:?}");
    let Activity::Paused { until: Some(UnixMillis(until)) } = daemon.activity() else {
        panic!("the daemon is {:?}", daemon.activity());
    };
    let hour = 3_600_000;
    assert!((before + hour..=scripted::now() + hour).contains(&until), "an hour from now, not {until}");

    tray.click("Resume");
    let menu = tray.until("the resumption", |menu| menu.contains(&"Pause 1 hour".to_owned()));
    assert!(menu.contains(&"Pause until tomorrow 8:00".to_owned()) && !menu.contains(&"Resume".to_owned()), "{menu:?}");
    assert!(!matches!(daemon.activity(), Activity::Paused { .. }));
}

#[test]
fn quit_leaves_a_daemon_that_was_there_before() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let mut app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until("the reason", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
    tray.click("Quit");
    assert!(app.ended().success());
    assert!(!daemon.heard(|request| matches!(request, Request::Shutdown)));
}

#[test]
fn a_daemon_that_is_not_there_is_started_and_stopped_again_with_quit() {
    let desktop = Desktop::new();
    let mut app = App::start(&desktop, &["--hidden"]);
    desktop.until_daemon_was_started();
    let daemon = Daemon::start(&desktop.home(), game());
    let tray = app.tray();
    tray.until("the reason", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
    tray.click("Quit");
    assert!(app.ended().success());
    assert!(daemon.heard(|request| matches!(request, Request::Shutdown)));
}

#[test]
fn a_lost_daemon_is_said_to_be_lost_and_found_again() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until("the reason", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
    drop(daemon);
    tray.until("the loss", |menu| menu.iter().any(|line| line.starts_with("The daemon")));
    tray.until("no stale money", |menu| menu.contains(&"Today: not known".to_owned()));
    let _daemon = Daemon::start(&desktop.home(), game());
    tray.until("its return", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
}

#[test]
fn a_second_start_opens_the_window_of_the_first() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    app.tray().until("the reason", |menu| menu.iter().any(|line| line.contains("eldenring.exe")));
    // Only a page asks for the jobs.
    let asked = |request: &Request| matches!(request, Request::Jobs { .. });
    assert!(!daemon.heard(asked), "hidden means without a window");
    let mut second = App::start(&desktop, &[]);
    assert!(second.ended().success());
    desktop::until("the page asks for the jobs", || daemon.heard(asked).then_some(()));
}

#[test]
fn without_a_display_it_says_so_in_one_sentence() {
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_idlewatt-tray"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("it runs");
    assert_eq!(ran.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("DISPLAY"), "{said}");
}
