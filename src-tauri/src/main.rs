//! The front window: a tray icon, its menu, and one window.
//!
//! In: the daemon's status over the control socket, and the owner's clicks. Out: requests to the daemon, and what it
//! says, on screen. It starts the daemon where none runs, and stops only one that it started. It keeps no secret and
//! no books, and reads no file of the daemon.
#![forbid(unsafe_code)]
// A window on Windows needs no console beside it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod clock;
mod commands;
mod limits;
mod link;
mod tray;
mod window;
mod words;

use idlewatt_control::Home;
use idlewatt_control::home::HOME_VARIABLE;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::ExitCode;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_autostart::MacosLauncher;

/// Starts without a window: what the autostart entry says.
const HIDDEN: &str = "--hidden";
const USAGE: &str = "usage: idlewatt-tray [--hidden]\n\n  --hidden   start in the tray, without a window\n\n\
    IDLEWATT_HOME names the folder of the daemon to show; without it the platform's place is taken.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let hidden = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        [HIDDEN] => true,
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
    match run(hidden) {
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

fn run(hidden: bool) -> tauri::Result<()> {
    let home = Home::find(None);
    let mut context = tauri::generate_context!();
    // One tray app per daemon: a demonstration's must not give way to the owner's own.
    if let (Ok(home), Some(_)) = (&home, std::env::var_os(HOME_VARIABLE)) {
        let mut hasher = DefaultHasher::new();
        home.path().hash(&mut hasher);
        let identifier = &mut context.config_mut().identifier;
        *identifier = format!("{identifier}.h{:016x}", hasher.finish());
    }
    let link = link::Phone::new(home);
    tauri::Builder::default()
        // First, so that a second start gives up before it has done anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::open(app)))
        .plugin(tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec![HIDDEN])))
        .manage(link)
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let app = app.handle();
            let icon = tray::Icon::build(app);
            // Nobody would find an app that shows neither.
            if !hidden || icon.is_none() {
                window::open(app);
            }
            app.manage(tray::Presence { built: icon.is_some() });
            link::spawn(app, icon);
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
    tauri::async_runtime::spawn(async move {
        app.state::<link::Phone>().hang_up().await;
        app.exit(0);
    });
}
