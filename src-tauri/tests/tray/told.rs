//! What the desktop is told.

use crate::desktop::{App, Desktop, until_within};
use crate::menu::game;
use crate::scripted::{self, Daemon};
use idlewatt_proto::reason::Activity;
use std::fs;
use std::time::Duration;

/// The first minute is silent.
const PATIENCE: Duration = Duration::from_secs(150);

#[test]
fn the_owner_is_told_of_a_game_and_not_of_what_was_silenced() {
    let desktop = Desktop::new();
    let daemon = Daemon::start(&desktop.home(), game());
    // The app makes its folder when it keeps something: the day on which it was started first.
    let mut first = App::start(&desktop, &["--hidden"]);
    crate::desktop::until("a folder", || desktop.kept("told.json").exists().then_some(()));
    first.tray().click("Quit");
    assert!(first.ended().success());
    fs::write(desktop.kept("preferences.json"), r#"{ "notifications": { "started": false } }"#).expect("written");

    let _app = App::start(&desktop, &["--hidden"]);
    let mut work = false;
    let notice = until_within(PATIENCE, "a notification", || {
        work = !work;
        daemon.become_(if work { Activity::Working { job: scripted::JOB } } else { game() });
        // Longer than a change takes to be told, so that each is seen.
        std::thread::sleep(Duration::from_millis(500));
        desktop.notice()
    });
    // Work began before it, in every one of these rounds.
    assert_eq!(notice, ("Stopped for you".to_owned(), "eldenring.exe has the card to itself.".to_owned()));
    assert_eq!(desktop.notice(), None);
}
