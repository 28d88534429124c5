//! The front window: a tray icon, its menu, a compact window beside it and a full one.
//!
//! In: the daemon's status over the control socket, and the owner's clicks. Out: requests to the daemon, and what it
//! says, on screen and as notifications. It starts the daemon where none runs, and stops only one that it started. It
//! keeps the owner's preferences and where the window stood, no secret and no books; of the daemon's files it reads only
//! pictures that the owner has just ordered.
#![forbid(unsafe_code)]
// A window on Windows needs no console beside it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod asks;
mod carried;
mod clock;
mod commands;
mod endpoint;
mod files;
mod follow;
mod geometry;
mod kept;
mod languages;
#[cfg(target_os = "linux")]
mod lean;
mod limits;
mod link;
mod notices;
mod notify;
mod preferences;
mod renders;
mod sentences;
mod streams;
mod tray;
mod trouble;
mod updates;
mod window;
mod words;

use carried::Carried;
use idlewatt_control::Home;
use idlewatt_control::home::HOME_VARIABLE;
use jiff::Zoned;
use notify::Herald;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::ExitCode;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_autostart::MacosLauncher;

/// Starts without a window: what the autostart entry says.
const HIDDEN: &str = "--hidden";
/// Begins anew where a window was, with what is carried over: what only the program itself says.
const AGAIN: &str = "--again";
const USAGE: &str = "usage: idlewatt-tray [--hidden]\n\n  --hidden   start in the tray, without a window\n\n\
    IDLEWATT_HOME names the folder of the daemon to show; without it the platform's place is taken.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (hidden, carried) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => (false, None),
        [HIDDEN] => (true, None),
        [AGAIN, carried] => (true, Some(Carried::read(carried))),
        ["--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if !has_display() {
        eprintln!(
            "idlewatt-tray needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set; `idlewatt status` needs none"
        );
        return ExitCode::FAILURE;
    }
    #[cfg(target_os = "linux")]
    lean::begin();
    match run(hidden, carried) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("idlewatt-tray cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// GTK ends the process with a backtrace where there is no display; this comes first.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn run(hidden: bool, carried: Option<Carried>) -> tauri::Result<()> {
    // Nobody waits for a window that was closed.
    let waited_for = hidden && carried.is_none();
    let Carried { ours, notices, looked, .. } = carried.unwrap_or_else(Carried::nothing);
    let home = Home::find(None);
    let mut context = tauri::generate_context!();
    // One tray app per daemon: a demonstration's must not give way to the owner's own.
    if let (Ok(home), Some(_)) = (&home, std::env::var_os(HOME_VARIABLE)) {
        let mut hasher = DefaultHasher::new();
        home.path().hash(&mut hasher);
        let identifier = &mut context.config_mut().identifier;
        *identifier = format!("{identifier}.h{:016x}", hasher.finish());
    }
    let builder = tauri::Builder::default();
    #[cfg(not(target_os = "macos"))]
    let builder = builder.plugin(tauri_plugin_notification::init());
    builder
        // First, so that a second start gives up before it has done anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::open(app, None)))
        .plugin(tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec![HIDDEN])))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .manage(link::Phone::new(home, ours))
        .manage(endpoint::Gateway::new(link::beside("idlewatt")))
        .manage(streams::Streams::default())
        .manage(renders::Renders::default())
        .manage(updates::Updates::new(looked))
        .manage(files::Handed::default())
        .manage(files::Copied::default())
        .manage(tray::Presence::default())
        .manage(window::Closed::default())
        .manage(tray::Clicks::default())
        .invoke_handler(commands::handler())
        // Not with the icon: a click may come before it has been handed over.
        .on_menu_event(tray::menu_clicked)
        .on_tray_icon_event(tray::icon_clicked)
        .on_window_event(window::happened)
        .on_page_load(|webview, load| {
            // What a page began has nobody to tell it to once another one is loaded.
            if load.event() == PageLoadEvent::Started {
                webview.state::<streams::Streams>().stop_all_of(webview.label());
            }
        })
        .setup(move |app| {
            let app = app.handle();
            let kept = |name: &str| app.path().app_config_dir().ok().map(|folder| folder.join(name));
            app.manage(preferences::Kept::open(kept("preferences.json")));
            if !hidden {
                window::open(app, None);
            }
            follow::spawn(app, waited_for, Herald::new(kept("told.json"), &Zoned::now(), notices));
            tauri::async_runtime::spawn(updates::watch(app.clone()));
            Ok(())
        })
        .build(context)?
        .run(|_, event| {
            // The last window closed; the tray icon stays. Only Quit has a code.
            if let RunEvent::ExitRequested { api, code: None, .. } = event {
                api.prevent_exit();
            }
        });
    Ok(())
}

/// Quit: a daemon that this app started goes with it, one that was there before stays.
fn quit(app: &AppHandle) {
    let app = app.clone();
    window::keep_place(&app);
    tauri::async_runtime::spawn(async move {
        app.state::<endpoint::Gateway>().stop().await;
        app.state::<link::Phone>().hang_up().await;
        app.exit(0);
    });
}
