//! What the page can ask for, one command for each method of `Backend` in ui/src/lib/backend/backend.ts: few things,
//! and nothing of the system.

use crate::asks::{self, ChatOrder, ChatStep, Told};
use crate::clock::PauseSpan;
use crate::endpoint::{Endpoint, Gateway};
use crate::files::{self, Copied, Handed, absolute};
use crate::limits::JOBS_MOST;
use crate::link::{Link, Phone};
use crate::preferences::{Kept, Preferences};
use crate::renders::{RenderOrder, Renders};
use crate::streams::Streams;
use crate::tray::{self, Presence, Tray};
use crate::trouble::Trouble;
use crate::updates::{Update, Updates};
use crate::window;
use idlewatt_control::messages::{
    BenchmarkEvent, ExportFormat, Finding, History, JobDetail, JobFilter, Limits, ModelRow, Network, Places, PresetRow,
    Preview, Programs, RefusalRow, Request, Response, SettingChange, SettingRow, Step,
};
use idlewatt_proto::books::{JobRow, Side};
use idlewatt_proto::{JobId, NodeId, UnixMillis};
use jiff::Zoned;
use serde::Serialize;
use std::path::PathBuf;
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, Manager, State, WebviewWindow, Wry};
use tauri_plugin_autostart::ManagerExt;

/// All of them.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        link,
        retry,
        pause,
        resume,
        preview,
        jobs,
        job,
        history,
        export_jobs,
        settings,
        set_settings,
        edit_list,
        limits,
        estimate,
        presets,
        programs,
        refusals,
        benchmark,
        chat,
        stop,
        network,
        models,
        findings,
        choose_scene,
        propose_output,
        render,
        current_render,
        stop_render,
        endpoint,
        set_endpoint,
        places,
        reveal,
        report,
        copy,
        autostart,
        set_autostart,
        preferences,
        set_preferences,
        update,
        look_for_update,
        install_update,
        tray,
        open_full,
    ]
}

/// Asks the daemon, and takes the answer that fits.
macro_rules! ask {
    ($phone:expr, $request:expr, $answer:pat => $value:expr) => {
        match $phone.call($request).await? {
            $answer => Ok($value),
            _ => Err(Trouble::Unexpected),
        }
    };
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

/// Also the menu's.
#[tauri::command]
pub async fn pause(phone: State<'_, Phone>, span: PauseSpan) -> Result<(), Trouble> {
    let until = span.end(&Zoned::now())?;
    phone.call(Request::Pause { until }).await.map(drop)
}

/// Also the menu's.
#[tauri::command]
pub async fn resume(phone: State<'_, Phone>) -> Result<(), Trouble> {
    phone.call(Request::Resume).await.map(drop)
}

#[tauri::command]
async fn preview(phone: State<'_, Phone>) -> Result<Option<Preview>, Trouble> {
    ask!(phone, Request::Preview, Response::Preview { preview } => preview)
}

#[tauri::command]
async fn jobs(phone: State<'_, Phone>, limit: u32, filter: JobFilter) -> Result<Vec<JobRow>, Trouble> {
    ask!(phone, Request::Jobs { limit: limit.min(JOBS_MOST), filter }, Response::Jobs { jobs } => jobs)
}

#[tauri::command]
async fn job(phone: State<'_, Phone>, job: JobId, side: Side, peer: NodeId) -> Result<Option<Box<JobDetail>>, Trouble> {
    ask!(phone, Request::Job { job, side, peer }, Response::Job { detail } => detail)
}

#[tauri::command]
async fn history(phone: State<'_, Phone>, since: Option<UnixMillis>, step: Step) -> Result<History, Trouble> {
    ask!(phone, Request::History { since, step }, Response::History(history) => history)
}

/// A file that was written.
#[derive(Debug, Serialize)]
struct Exported {
    path: PathBuf,
    jobs: u32,
}

#[tauri::command]
async fn export_jobs(
    app: AppHandle,
    window: WebviewWindow,
    format: ExportFormat,
    since: Option<UnixMillis>,
) -> Result<Option<Exported>, Trouble> {
    let Some(path) = files::choose_export(&app, &window, format).await else { return Ok(None) };
    let Some(text) = path.to_str() else {
        let path = path.display().to_string();
        return Err(Trouble::Path { path, what: "it is not Unicode" });
    };
    let request = Request::Export { path: text.to_owned(), format, since };
    let jobs = ask!(app.state::<Phone>(), request, Response::Exported { jobs } => jobs)?;
    app.state::<Handed>().out(path.clone());
    Ok(Some(Exported { path, jobs }))
}

#[tauri::command]
async fn settings(phone: State<'_, Phone>) -> Result<Vec<SettingRow>, Trouble> {
    ask!(phone, Request::GetSettings, Response::Settings { settings } => settings)
}

#[tauri::command]
async fn set_settings(phone: State<'_, Phone>, changes: Vec<SettingChange>) -> Result<Vec<SettingRow>, Trouble> {
    ask!(phone, Request::SetSettings { changes }, Response::Settings { settings } => settings)
}

#[tauri::command]
async fn edit_list(
    phone: State<'_, Phone>,
    name: String,
    put: Vec<String>,
    take: Vec<String>,
) -> Result<Vec<SettingRow>, Trouble> {
    ask!(phone, Request::EditList { name, put, take }, Response::Settings { settings } => settings)
}

#[tauri::command]
async fn limits(phone: State<'_, Phone>) -> Result<Limits, Trouble> {
    ask!(phone, Request::Limits, Response::Limits(limits) => limits)
}

#[tauri::command]
async fn estimate(phone: State<'_, Phone>, changes: Vec<SettingChange>) -> Result<Limits, Trouble> {
    ask!(phone, Request::Estimate { changes }, Response::Limits(limits) => limits)
}

#[tauri::command]
async fn presets(phone: State<'_, Phone>) -> Result<Vec<PresetRow>, Trouble> {
    ask!(phone, Request::Presets, Response::Presets { presets } => presets)
}

#[tauri::command]
async fn programs(phone: State<'_, Phone>) -> Result<Programs, Trouble> {
    ask!(phone, Request::Programs, Response::Programs(programs) => programs)
}

#[tauri::command]
async fn refusals(phone: State<'_, Phone>) -> Result<Vec<RefusalRow>, Trouble> {
    ask!(phone, Request::Refusals, Response::Refusals { refusals } => refusals)
}

/// Returns the number by which it can be stopped.
#[tauri::command]
fn benchmark(
    app: AppHandle,
    window: WebviewWindow,
    streams: State<'_, Streams>,
    hear: Channel<Told<BenchmarkEvent>>,
) -> Result<u32, Trouble> {
    streams.begin(window.label(), asks::benchmark(app, hear))
}

/// Returns the number by which it can be stopped.
#[tauri::command]
fn chat(
    app: AppHandle,
    window: WebviewWindow,
    streams: State<'_, Streams>,
    order: ChatOrder,
    hear: Channel<Told<ChatStep>>,
) -> Result<u32, Trouble> {
    streams.begin(window.label(), asks::chat(app, order.request()?, hear))
}

#[tauri::command]
fn stop(streams: State<'_, Streams>, stream: u32) {
    streams.stop(stream);
}

#[tauri::command]
async fn network(phone: State<'_, Phone>) -> Result<Network, Trouble> {
    ask!(phone, Request::Network, Response::Network(network) => network)
}

#[tauri::command]
async fn models(phone: State<'_, Phone>) -> Result<Vec<ModelRow>, Trouble> {
    ask!(phone, Request::Models, Response::Models { models } => models)
}

#[tauri::command]
async fn findings(phone: State<'_, Phone>) -> Result<Vec<Finding>, Trouble> {
    ask!(phone, Request::Doctor, Response::Doctor { findings } => findings)
}

#[tauri::command]
async fn choose_scene(app: AppHandle, window: WebviewWindow) -> Option<PathBuf> {
    files::choose_scene(&app, &window).await
}

#[tauri::command]
fn propose_output(app: AppHandle, scene: &str) -> Result<PathBuf, Trouble> {
    let pictures = app.path().picture_dir().ok().filter(|folder| folder.is_dir());
    Ok(files::propose(&absolute(scene)?, pictures.as_deref(), |path| path.exists()))
}

#[tauri::command]
fn render(
    app: AppHandle,
    renders: State<'_, Renders>,
    order: RenderOrder,
    hear: Channel<serde_json::Value>,
) -> Result<(), Trouble> {
    renders.begin(app, order, hear)
}

#[tauri::command]
fn current_render(renders: State<'_, Renders>, hear: Channel<serde_json::Value>) -> Option<RenderOrder> {
    renders.attach(hear)
}

#[tauri::command]
fn stop_render(renders: State<'_, Renders>) {
    renders.stop();
}

#[tauri::command]
fn endpoint(gateway: State<'_, Gateway>) -> Endpoint {
    gateway.get()
}

#[tauri::command]
async fn set_endpoint(phone: State<'_, Phone>, gateway: State<'_, Gateway>, on: bool) -> Result<Endpoint, Trouble> {
    Ok(if on { gateway.start(phone.home()?.path()).await } else { gateway.stop().await })
}

#[tauri::command]
async fn places(phone: State<'_, Phone>, handed: State<'_, Handed>) -> Result<Places, Trouble> {
    let places = ask!(phone, Request::Places, Response::Places(places) => places)?;
    for path in [&places.data, &places.log, &places.settings] {
        handed.out(PathBuf::from(path));
    }
    Ok(places)
}

#[tauri::command]
async fn reveal(handed: State<'_, Handed>, path: String) -> Result<(), Trouble> {
    files::reveal(&handed, &path).await
}

#[tauri::command]
async fn report(phone: State<'_, Phone>) -> Result<String, Trouble> {
    ask!(phone, Request::Report, Response::Report { text } => text)
}

/// Waits for the display server, so not where the window is drawn.
#[tauri::command(async)]
fn copy(copied: State<'_, Copied>, text: String) -> Result<(), Trouble> {
    copied.copy(text)
}

#[tauri::command]
fn autostart(app: AppHandle) -> Result<bool, Trouble> {
    Ok(app.autolaunch().is_enabled()?)
}

#[tauri::command]
fn set_autostart(app: AppHandle, on: bool) -> Result<bool, Trouble> {
    let autostart = app.autolaunch();
    if on {
        autostart.enable()?
    } else {
        autostart.disable()?
    }
    Ok(autostart.is_enabled()?)
}

#[tauri::command]
fn preferences(kept: State<'_, Kept>) -> Preferences {
    kept.get()
}

#[tauri::command]
fn set_preferences(kept: State<'_, Kept>, preferences: Preferences) -> Result<Preferences, Trouble> {
    kept.set(preferences)
}

#[tauri::command]
fn update(updates: State<'_, Updates>) -> Update {
    updates.get()
}

#[tauri::command]
async fn look_for_update(app: AppHandle) -> Update {
    app.state::<Updates>().look(&app).await
}

#[tauri::command]
fn install_update(app: AppHandle) -> Update {
    app.state::<Updates>().install(&app)
}

#[tauri::command]
async fn tray(presence: State<'_, Presence>) -> Result<Tray, Trouble> {
    Ok(tray::look(&presence).await)
}

/// Async, because on Windows making a window within a command waits for itself.
#[tauri::command]
async fn open_full(app: AppHandle, page: String) -> Result<(), Trouble> {
    Ok(window::show(&app, Some(&page))?)
}
