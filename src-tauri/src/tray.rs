//! The icon in the tray and its menu.

#[cfg(target_os = "linux")]
#[path = "tray/linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "tray/other.rs"]
mod platform;

use crate::clock::PauseSpan;
use crate::link::{Link, Phone};
use crate::{commands, quit, window, words};
use idlewatt_proto::reason::Activity;
use jiff::Zoned;
use serde::Serialize;
use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry, include_image};

const STATUS: &str = "status";
const EARNINGS: &str = "earnings";
const PAUSE_HOUR: &str = "pause-hour";
const PAUSE_TOMORROW: &str = "pause-tomorrow";
const RESUME: &str = "resume";
const OPEN: &str = "open";
const QUIT: &str = "quit";

/// Where pauses, or Resume, stand in the menu: below status, earnings and a line.
const PAUSE_AT: usize = 3;

/// Whether the owner can see an icon. Mirrored by `Tray` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tray {
    /// It is there.
    Shown,
    /// The library that draws it is not installed.
    NoLibrary,
    /// The desktop has no tray; should one come, the icon is in it.
    NoHost,
    /// The desktop refused it.
    Failed,
}

/// Whether the icon was made when the app started.
pub struct Presence {
    pub built: bool,
}

/// How it stands now: a desktop may have got or lost its tray since the start.
pub async fn look(presence: &Presence) -> Tray {
    if !platform::has_library() {
        Tray::NoLibrary
    } else if !presence.built {
        Tray::Failed
    } else if !platform::has_host().await {
        Tray::NoHost
    } else {
        Tray::Shown
    }
}

/// Which of the three pictures is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Working,
    Waiting,
    Paused,
}

impl Face {
    fn of(link: &Link) -> Self {
        match link {
            Link::Up { status } => match status.activity {
                Activity::Working { .. } => Self::Working,
                Activity::Waiting { .. } => Self::Waiting,
                Activity::Paused { .. } => Self::Paused,
            },
            Link::Connecting | Link::Lost { .. } => Self::Waiting,
        }
    }

    fn image(self) -> Image<'static> {
        match self {
            Self::Working => include_image!("../icons/tray-working.png"),
            Self::Waiting => include_image!("../icons/tray-waiting.png"),
            Self::Paused => include_image!("../icons/tray-paused.png"),
        }
    }
}

/// The icon, its menu, and what both show now.
pub struct Icon {
    tray: TrayIcon,
    menu: Menu<Wry>,
    status: MenuItem<Wry>,
    earnings: MenuItem<Wry>,
    pauses: [MenuItem<Wry>; 2],
    resume: MenuItem<Wry>,
    face: Face,
    lines: [String; 2],
}

impl Icon {
    /// Puts the icon into the tray. `None`, and a line on standard error, where there can be none.
    pub fn build(app: &AppHandle) -> Option<Self> {
        // The library's absence is a panic, not an error.
        if !platform::has_library() {
            eprintln!("idlewatt-tray: no tray icon: libayatana-appindicator3 is not installed");
            return None;
        }
        Self::try_build(app).inspect_err(|error| eprintln!("idlewatt-tray: no tray icon: {error}")).ok()
    }

    fn try_build(app: &AppHandle) -> tauri::Result<Self> {
        let lines = [words::status_line(&Link::Connecting, &Zoned::now()), words::earnings_line(&Link::Connecting)];
        let item = |id, text: &str, enabled| MenuItem::with_id(app, id, text, enabled, None::<&str>);
        let status = item(STATUS, &lines[0], false)?;
        let earnings = item(EARNINGS, &lines[1], false)?;
        let pauses = [item(PAUSE_HOUR, words::PAUSE_HOUR, true)?, item(PAUSE_TOMORROW, words::PAUSE_TOMORROW, true)?];
        let resume = item(RESUME, words::RESUME, true)?;
        let line = || PredefinedMenuItem::separator(app);
        let (first, second) = (line()?, line()?);
        let (open, quit) = (item(OPEN, words::OPEN, true)?, item(QUIT, words::QUIT, true)?);
        let menu = Menu::with_items(app, &[&status, &earnings, &first, &pauses[0], &pauses[1], &second, &open, &quit])?;
        let face = Face::Waiting;
        let mut builder = TrayIconBuilder::with_id("idlewatt")
            .icon(face.image())
            .menu(&menu)
            .tooltip("Idlewatt")
            .on_menu_event(clicked);
        // Else the icon is written to a folder in /tmp that may belong to somebody else.
        if let Ok(cache) = app.path().app_cache_dir() {
            builder = builder.temp_dir_path(cache.join("tray"));
        }
        Ok(Self { tray: builder.build(app)?, menu, status, earnings, pauses, resume, face, lines })
    }

    /// Shows how it stands; what is shown already is left alone.
    pub fn show(&mut self, link: &Link) -> tauri::Result<()> {
        let lines = [words::status_line(link, &Zoned::now()), words::earnings_line(link)];
        if lines != self.lines {
            self.status.set_text(&lines[0])?;
            self.earnings.set_text(&lines[1])?;
            self.tray.set_tooltip(Some(format!("{}\n{}", lines[0], lines[1])))?;
            self.lines = lines;
        }
        let face = Face::of(link);
        if face == self.face {
            return Ok(());
        }
        self.tray.set_icon(Some(face.image()))?;
        match (self.face == Face::Paused, face == Face::Paused) {
            (false, true) => {
                self.pauses.iter().try_for_each(|item| self.menu.remove(item))?;
                self.menu.insert(&self.resume, PAUSE_AT)?;
            }
            (true, false) => {
                self.menu.remove(&self.resume)?;
                self.menu.insert_items(&[&self.pauses[0], &self.pauses[1]], PAUSE_AT)?;
            }
            _ => {}
        }
        self.face = face;
        Ok(())
    }
}

fn clicked(app: &AppHandle, event: MenuEvent) {
    match event.id.as_ref() {
        PAUSE_HOUR => order(app, Some(PauseSpan::Hour)),
        PAUSE_TOMORROW => order(app, Some(PauseSpan::Tomorrow)),
        RESUME => order(app, None),
        OPEN => window::open(app),
        QUIT => quit(app),
        _ => {}
    }
}

/// Pauses, or resumes. What comes of it is seen when the daemon's status changes.
fn order(app: &AppHandle, span: Option<PauseSpan>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let phone = app.state::<Phone>();
        let done = match span {
            Some(span) => commands::pause(phone, span).await,
            None => commands::resume(phone).await,
        };
        if let Err(error) = done {
            eprintln!("idlewatt-tray: {error}");
        }
    });
}
