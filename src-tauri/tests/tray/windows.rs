//! The windows: which click opens which, and where they stand.

use crate::desktop::{self, App, Desktop};
use crate::menu::game;
use crate::scripted::Daemon;
use idlewatt_control::messages::Request;
use std::fs;

const FULL: &str = "Idlewatt";
const COMPACT: &str = "Idlewatt now";

#[test]
fn a_left_click_opens_the_compact_window_and_the_menu_the_full_one() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let (tray, screen) = (app.tray(), desktop.screen());
    tray.until_game();
    assert!(screen.find(FULL).is_none() && screen.find(COMPACT).is_none(), "hidden means without a window");

    tray.activate(400, 10);
    let compact = screen.until_shown(COMPACT);
    assert_eq!((compact.width, compact.height), (360, 460));
    desktop::until("it stands below the click", || {
        let compact = screen.find(COMPACT)?;
        ((compact.x, compact.y) == (220, 10)).then_some(())
    });
    assert!(screen.skips_taskbar(compact));
    screen.focus(Some(compact));
    tray.click("Open Idlewatt");
    screen.until_shown(FULL);
    screen.until_gone(COMPACT);
}

#[test]
fn the_compact_window_closes_when_something_else_is_used() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let (tray, screen) = (app.tray(), desktop.screen());
    tray.activate(0, 0);
    let compact = screen.until_shown(COMPACT);
    // A window takes the keyboard when its first page is there, which the display does not tell: until it has gone
    // after it lost the keyboard, it is given it again.
    desktop::until("it is closed", || {
        if screen.find(COMPACT).is_some() {
            screen.focus(Some(compact));
            screen.focus(None);
        }
        screen.find(COMPACT).is_none().then_some(())
    });
}

#[test]
fn two_clicks_open_the_full_window() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    let (tray, screen) = (app.tray(), desktop.screen());
    // On a busy machine two may come as two single clicks: then they are tried again, as an owner would.
    desktop::until("the full window", || {
        tray.activate(400, 10);
        tray.activate(400, 10);
        screen.find(FULL).map(drop)
    });
}

#[test]
fn a_second_start_opens_the_window_of_the_first() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &["--hidden"]);
    app.tray().until_game();
    let screen = desktop.screen();
    assert!(screen.find(FULL).is_none(), "hidden means without a window");
    let mut second = App::start(&desktop, &[]);
    assert!(second.ended().success());
    screen.until_shown(FULL);
}

#[test]
fn what_a_window_needed_is_given_back_a_while_after_it_was_closed() {
    let desktop = Desktop::new();
    let mut app = App::start(&desktop, &["--hidden"]);
    desktop.until_daemon_was_started();
    let daemon = Daemon::start(&desktop.home(), game());
    let tray = app.tray();
    tray.until_game();
    let screen = desktop.screen();
    tray.click("Open Idlewatt");
    screen.close(screen.until_shown(FULL));
    screen.until_gone(FULL);

    // The same process, begun anew, with an icon that does all that the first one did.
    let tray = app.tray();
    assert_eq!(app.arguments()[1], "--again");
    tray.until_game();
    tray.click("Open Idlewatt");
    screen.until_shown(FULL);
    tray.click("Quit");
    assert!(app.ended().success());
    assert!(
        daemon.heard(|request| matches!(request, Request::Shutdown)),
        "the daemon that it started is its own still"
    );
}

#[test]
fn the_full_window_comes_back_where_it_was_and_never_where_nobody_can_reach_it() {
    let desktop = Desktop::new();
    let _daemon = Daemon::start(&desktop.home(), game());
    let app = App::start(&desktop, &[]);
    let (tray, screen) = (app.tray(), desktop.screen());
    let window = screen.until_shown(FULL);
    screen.place(window, 120, 90, 700, 500);
    // The app hears of it when the display tells it; what it keeps at last is what counts.
    desktop::until("it is kept", || {
        if let Some(window) = screen.find(FULL) {
            screen.close(window);
            screen.until_gone(FULL);
        }
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(desktop.kept("window.json")).ok()?).ok()?;
        assert_eq!(kept["area"], serde_json::json!({ "x": 120, "y": 90, "width": 700, "height": 500 }));
        Some(())
    });
    tray.click("Open Idlewatt");
    desktop::until("it is back in its place", || {
        let window = screen.find(FULL)?;
        ((window.x, window.y, window.width, window.height) == (120, 90, 700, 500)).then_some(())
    });

    let window = screen.until_shown(FULL);
    screen.close(window);
    screen.until_gone(FULL);
    let gone = r#"{ "area": { "x": 9000, "y": 90, "width": 700, "height": 500 }, "maximised": false }"#;
    fs::write(desktop.kept("window.json"), gone).expect("written");
    tray.click("Open Idlewatt");
    let window = screen.until_shown(FULL);
    assert!(window.x < 1280 && window.y < 1024, "{window:?}");
}
