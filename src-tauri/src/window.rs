//! The one window: made on Open, destroyed on close. Hiding it instead would keep WebKit's 120 MB for nothing.

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};

pub const MAIN: &str = "main";

/// Shows the window, or brings it to the front.
pub fn open(app: &AppHandle) {
    let app = app.clone();
    // Not from within an event handler: on Windows making a window there waits for itself.
    tauri::async_runtime::spawn(async move {
        if let Err(error) = show(&app) {
            eprintln!("idlewatt-tray: the window cannot be shown: {error}");
        }
    });
}

fn show(app: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(MAIN) {
        window.show()?;
        window.unminimize()?;
        return window.set_focus();
    }
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Idlewatt")
        .inner_size(900.0, 780.0)
        .min_inner_size(360.0, 420.0)
        .build()?;
    Ok(())
}
