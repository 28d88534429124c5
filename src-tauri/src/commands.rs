//! What the page can ask for: few things, and nothing of the system.

use crate::clock::PauseSpan;
use crate::limits::JOBS_MOST;
use crate::link::{Link, Phone, Trouble};
use crate::tray::{self, Presence, Tray};
use idlewatt_control::messages::{Preview, Request, Response};
use idlewatt_proto::books::JobRow;
use jiff::Zoned;
use tauri::ipc::Invoke;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_autostart::ManagerExt;

/// All of them.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![link, retry, jobs, preview, pause, resume, autostart_get, autostart_set, tray]
}

/// How it stands with the daemon; each change follows as an event of the same name.
#[tauri::command]
fn link(phone: State<'_, Phone>) -> Link {
    phone.link()
}

#[tauri::command]
fn retry(phone: State<'_, Phone>) {
    phone.retry();
}

#[tauri::command]
async fn jobs(phone: State<'_, Phone>, limit: u32) -> Result<Vec<JobRow>, Trouble> {
    match phone.call(Request::Jobs { limit: limit.min(JOBS_MOST) }).await? {
        Response::Jobs { jobs } => Ok(jobs),
        _ => Err(Trouble::Unexpected),
    }
}

#[tauri::command]
async fn preview(phone: State<'_, Phone>) -> Result<Option<Preview>, Trouble> {
    match phone.call(Request::Preview).await? {
        Response::Preview { preview } => Ok(preview),
        _ => Err(Trouble::Unexpected),
    }
}

/// Also the menu's.
#[tauri::command]
pub async fn pause(phone: State<'_, Phone>, span: PauseSpan) -> Result<(), Trouble> {
    let until = span.end(&Zoned::now())?;
    phone.call(Request::Pause { until: Some(until) }).await.map(drop)
}

/// Also the menu's.
#[tauri::command]
pub async fn resume(phone: State<'_, Phone>) -> Result<(), Trouble> {
    phone.call(Request::Resume).await.map(drop)
}

#[tauri::command]
fn autostart_get(app: AppHandle) -> Result<bool, Trouble> {
    Ok(app.autolaunch().is_enabled()?)
}

#[tauri::command]
fn autostart_set(app: AppHandle, on: bool) -> Result<bool, Trouble> {
    let autostart = app.autolaunch();
    if on {
        autostart.enable()?
    } else {
        autostart.disable()?
    }
    Ok(autostart.is_enabled()?)
}

#[tauri::command]
async fn tray(presence: State<'_, Presence>) -> Result<Tray, Trouble> {
    Ok(tray::look(&presence).await)
}
