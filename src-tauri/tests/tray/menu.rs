//! What the menu says, and what its lines do.

use crate::desktop::{App, Desktop};
use crate::scripted::{self, Daemon};
use idlewatt_control::messages::Request;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, WaitReason};

pub fn game() -> Activity {
    Activity::Waiting { reason: WaitReason::ProgramRunning { name: "eldenring.exe".to_owned() } }
}

#[test]
fn the_menu_says_what_is_happening_and_what_it_earned() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until("the reason", |menu| menu.contains(&"Waiting: eldenring.exe is running".to_owned()));
    tray.until("the money", |menu| menu.contains(&"Today: 0.047 credits after electricity".to_owned()));
    assert_eq!(tray.tooltip(), "Waiting: eldenring.exe is running\nToday: 0.047 credits after electricity");
    let waiting = tray.icon_other_than(&[]);

    daemon.become_(Activity::Working { job: scripted::JOB });
    tray.until("the work", |menu| menu.contains(&"Working: render 96x96, 16 spp".to_owned()));
    let working = tray.icon_other_than(&[&waiting]);
    daemon.become_(Activity::Paused { until: None });
    tray.until("the pause", |menu| menu.contains(&"Paused until you resume".to_owned()));
    let paused = tray.icon_other_than(&[&waiting, &working]);
    drop(daemon);
    tray.until("the loss", |menu| menu.iter().any(|line| line.starts_with("The daemon")));
    tray.icon_other_than(&[&waiting, &working, &paused]);
}

#[test]
fn a_pause_in_the_menu_pauses_and_then_offers_to_resume() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until_game();

    let minute = 60_000;
    for (label, minutes) in [("For 30 minutes", 30), ("For 1 hour", 60)] {
        let before = scripted::now();
        tray.click(label);
        let menu = tray.until("the pause", |menu| menu.contains(&"Resume".to_owned()));
        assert!(!menu.contains(&"Pause".to_owned()), "{menu:?}");
        let Activity::Paused { until: Some(UnixMillis(until)) } = daemon.activity() else {
            panic!("the daemon is {:?}", daemon.activity());
        };
        let least = before + minutes * minute;
        assert!(
            (least..=scripted::now() + minutes * minute).contains(&until),
            "{minutes} minutes from now, not {until}"
        );
        tray.click("Resume");
        let menu = tray.until("the resumption", |menu| menu.contains(&"Pause".to_owned()));
        assert!(!menu.contains(&"Resume".to_owned()), "{menu:?}");
        assert!(menu.contains(&"Until tomorrow 8:00".to_owned()), "{menu:?}");
    }
    tray.click("Until I resume");
    tray.until("the pause", |menu| menu.contains(&"Paused until you resume".to_owned()));
    assert_eq!(daemon.activity(), Activity::Paused { until: None });
}

#[test]
fn only_patience_can_be_cut_short() {
    let desktop = Desktop::new();
    let cooling = Activity::Waiting { reason: WaitReason::CoolingDown { until: UnixMillis(0) } };
    let daemon = Daemon::start(&desktop.home(), cooling);
    let app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.click("Start now");
    tray.until("no more of it", |menu| !menu.is_empty() && !menu.contains(&"Start now".to_owned()));
    assert!(daemon.heard(|request| matches!(request, Request::Resume)));
}

#[test]
fn a_german_desktop_has_a_german_menu() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::speaking(&desktop, &["--hidden"], "de_DE.UTF-8");
    let tray = app.tray();
    let menu = tray.until("the reason", |menu| menu.contains(&"Wartet: eldenring.exe läuft".to_owned()));
    for line in ["Heute: 0,047 Credits nach Strom", "30 Minuten", "Idlewatt öffnen", "Einstellungen", "Beenden"] {
        assert!(menu.contains(&line.to_owned()), "{line} is not in {menu:?}");
    }
}

#[test]
fn a_tray_that_comes_later_or_again_gets_the_icon() {
    let desktop = Desktop::without_tray();
    let daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    // Nobody would find an app that shows neither icon nor window.
    desktop.screen().until_shown("Idlewatt");
    desktop.tray_comes();
    let tray = app.tray();
    tray.until_game();
    // An icon begins to watch for trays that go just after it is in one; once it shows a change it does.
    daemon.become_(Activity::Paused { until: None });
    tray.until("the pause", |menu| menu.contains(&"Paused until you resume".to_owned()));
    desktop.tray_goes();
    desktop.tray_comes();
    app.tray().until("the pause", |menu| menu.contains(&"Paused until you resume".to_owned()));
}

#[test]
fn quit_leaves_a_daemon_that_was_there_before() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    let mut app = App::start(&desktop, &["--hidden"]);
    let tray = app.tray();
    tray.until_game();
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
    tray.until_game();
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
    tray.until_game();
    drop(daemon);
    tray.until("the loss", |menu| menu.contains(&"Look again".to_owned()));
    tray.until("no stale money", |menu| menu.contains(&"Today: not known".to_owned()));
    let _daemon = Daemon::start(&desktop.home(), game());
    tray.until_game();
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
