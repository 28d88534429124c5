//! The full window and the compact one by the tray: made when opened, destroyed when closed. Hiding them instead would
//! keep WebKit's 120 MB for nothing.

use crate::geometry::{Area, Placed, beside, reachable};
use crate::kept;
use crate::limits::{COMPACT, WINDOW, WINDOW_LEAST};
use crate::preferences;
use crate::streams::Streams;
use crate::words::{Words, say};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tauri::{
    AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};
use tokio::sync::Notify;

pub const MAIN: &str = "main";
pub const COMPACT_LABEL: &str = "compact";

/// When windows were closed last, and whether the compact one has had the focus since it was opened.
#[derive(Default)]
pub struct Closed {
    /// The compact one.
    last: Mutex<Option<Instant>>,
    focused: AtomicBool,
    /// Any of them.
    any: Mutex<Option<Instant>>,
    changed: Notify,
}

impl Closed {
    /// Since when there may be no window; `None`: there was none yet.
    #[cfg(target_os = "linux")]
    pub fn since(&self) -> Option<tokio::time::Instant> {
        self.any.lock().ok()?.map(tokio::time::Instant::from_std)
    }

    /// Waits until a window is closed.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// What was closed is dealt with.
    #[cfg(target_os = "linux")]
    pub fn forget(&self) {
        if let Ok(mut any) = self.any.lock() {
            *any = None;
        }
    }

    pub fn ago(&self) -> Option<Duration> {
        self.last.lock().ok()?.map(|last| last.elapsed())
    }
}

/// Shows the full window, or brings it to the front; at that page, if one is named.
pub fn open(app: &AppHandle, page: Option<String>) {
    let app = app.clone();
    // Not from within an event handler: on Windows making a window there waits for itself.
    tauri::async_runtime::spawn(async move {
        if let Err(error) = show(&app, page.as_deref()) {
            eprintln!("idlewatt-tray: the window cannot be shown: {error}");
        }
    });
}

/// Shows the compact window where the tray was clicked; closes it where it is open.
pub fn open_compact(app: &AppHandle, click: Option<PhysicalPosition<f64>>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = show_compact(&app, click) {
            eprintln!("idlewatt-tray: the compact window cannot be shown: {error}");
        }
    });
}

/// Whether a page can be called so: what follows `#/` in its address.
pub fn is_page(page: &str) -> bool {
    (1..=200).contains(&page.len()) && page.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/.%".contains(&byte))
}

/// The full window at a page; the compact one has done its work.
pub fn show(app: &AppHandle, page: Option<&str>) -> tauri::Result<()> {
    let page = page.filter(|page| is_page(page));
    if let Some(window) = app.get_webview_window(MAIN) {
        if let Some(page) = page {
            window.eval(format!("location.hash = '#/{page}'"))?;
        }
        window.show()?;
        window.unminimize()?;
        window.set_focus()?;
    } else {
        let address = page.map(|page| format!("index.html#/{page}")).unwrap_or_default();
        make(app, WebviewUrl::App(address.into()))?;
    }
    match app.get_webview_window(COMPACT_LABEL) {
        Some(compact) => compact.close(),
        None => Ok(()),
    }
}

fn make(app: &AppHandle, address: WebviewUrl) -> tauri::Result<()> {
    let screens = screens(app);
    let kept = kept_place(app);
    let place = kept.and_then(|kept| reachable(kept.area, &screens));
    let window = WebviewWindowBuilder::new(app, MAIN, address)
        .title("Idlewatt")
        .theme(app.state::<preferences::Kept>().get().theme.native())
        .inner_size(WINDOW.0, WINDOW.1)
        .min_inner_size(WINDOW_LEAST.0, WINDOW_LEAST.1)
        // Shown where it will stay, instead of being seen to jump there, and when the library knows it: one that is closed sooner would
        // count as open for ever.
        .visible(false)
        .build()?;
    if let (Some(place), Some(kept)) = (place, kept) {
        window.set_size(PhysicalSize::new(place.width, place.height))?;
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
        if kept.maximised {
            window.maximize()?;
        }
    }
    window.show()?;
    window.set_focus()
}

fn show_compact(app: &AppHandle, click: Option<PhysicalPosition<f64>>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(COMPACT_LABEL) {
        return window.close();
    }
    let preferences = app.state::<preferences::Kept>().get();
    app.state::<Closed>().focused.store(false, Ordering::Relaxed);
    let title = Words::of(preferences.language.as_deref()).text(say("compact-title"));
    let window = WebviewWindowBuilder::new(app, COMPACT_LABEL, WebviewUrl::App("index.html#/compact".into()))
        .title(title)
        .theme(preferences.theme.native())
        .inner_size(COMPACT.0, COMPACT.1)
        .resizable(false)
        .decorations(false)
        .skip_taskbar(true)
        .always_on_top(true)
        .visible(false)
        .build()?;
    let scale = window.scale_factor()?;
    let size: PhysicalSize<u32> = tauri::LogicalSize::<f64>::from(COMPACT).to_physical(scale);
    // A pixel is what a click is told in.
    #[allow(clippy::cast_possible_truncation, reason = "screens have far fewer pixels than i32 can count")]
    let click = click.map(|click| (click.x as i32, click.y as i32));
    if let Some((x, y)) = beside(click, (size.width, size.height), &screens(app)) {
        window.set_position(PhysicalPosition::new(x, y))?;
    }
    window.show()?;
    window.set_focus()
}

/// The parts of the screens that panels leave, the main screen first.
fn screens(app: &AppHandle) -> Vec<Area> {
    let main = app.primary_monitor().ok().flatten();
    let all = app.available_monitors().unwrap_or_default();
    let area = |monitor: &tauri::Monitor| {
        let area = monitor.work_area();
        Area { x: area.position.x, y: area.position.y, width: area.size.width, height: area.size.height }
    };
    let mut areas: Vec<Area> = main.iter().chain(&all).map(area).collect();
    areas.dedup();
    areas
}

fn place_file(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_config_dir().ok().map(|folder| folder.join("window.json"))
}

fn kept_place(app: &AppHandle) -> Option<Placed> {
    kept::read(&place_file(app)?, Placed::is_right)
}

/// Keeps where the full window stands.
pub fn keep_place(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let Some(path) = place_file(app) else { return };
    match placed(&window, kept_place(app)) {
        Ok(placed) => {
            if let Err(error) = kept::write(&path, &placed) {
                eprintln!("idlewatt-tray: {} cannot be written: {error}", path.display());
            }
        }
        Err(error) => eprintln!("idlewatt-tray: where the window stands cannot be told: {error}"),
    }
}

fn placed(window: &WebviewWindow, kept: Option<Placed>) -> tauri::Result<Placed> {
    let (at, size) = (window.outer_position()?, window.inner_size()?);
    let area = Area { x: at.x, y: at.y, width: size.width, height: size.height };
    Ok(Placed::closing(kept, area, window.is_maximized()?))
}

/// What follows from what happens to a window.
pub fn happened(window: &Window, event: &WindowEvent) {
    let app = window.app_handle();
    match (window.label(), event) {
        (MAIN, WindowEvent::CloseRequested { .. }) => keep_place(app),
        (COMPACT_LABEL, WindowEvent::Focused(true)) => app.state::<Closed>().focused.store(true, Ordering::Relaxed),
        // Some desktops say this once before it has had the focus at all.
        (COMPACT_LABEL, WindowEvent::Focused(false)) if app.state::<Closed>().focused.load(Ordering::Relaxed) => {
            if let Err(error) = window.close() {
                eprintln!("idlewatt-tray: the compact window cannot be closed: {error}");
            }
        }
        (label, WindowEvent::Destroyed) => {
            app.state::<Streams>().stop_all_of(label);
            let closed = app.state::<Closed>();
            if let Ok(mut any) = closed.any.lock() {
                *any = Some(Instant::now());
            }
            closed.changed.notify_one();
            #[cfg(target_os = "linux")]
            crate::lean::window_closed(app);
            if label == COMPACT_LABEL
                && let Ok(mut last) = closed.last.lock()
            {
                *last = Some(Instant::now());
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_what_can_stand_in_an_address_and_in_a_script() {
        for page in ["home", "limits/card/NVIDIA%20GeForce", "settings"] {
            assert!(is_page(page), "{page}");
        }
        for page in ["", "a'b", "a\\b", "a\nb", "</script>", &"x".repeat(201)] {
            assert!(!is_page(page), "{page}");
        }
    }
}
