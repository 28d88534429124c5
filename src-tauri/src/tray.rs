//! The icon in the tray and its menu.

#[cfg(target_os = "linux")]
#[path = "tray/linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "tray/other.rs"]
mod platform;

mod clicks;
mod menu;

pub use clicks::{Clicks, clicked as icon_clicked};
pub use menu::clicked as menu_clicked;
pub use platform::host_comes;

use crate::link::Link;
use crate::notices::needs_owner;
use crate::sentences;
use crate::words::Words;
use idlewatt_proto::reason::Activity;
use jiff::Zoned;
use menu::{Built, entries};
use serde::Serialize;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::image::Image;
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, include_image};

/// Whether the owner can see an icon. Mirrored by `Tray` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tray {
    /// It is there.
    Shown,
    /// The desktop has no tray; should one come, the icon is in it.
    NoHost,
    /// The desktop refused it.
    Failed,
}

/// Whether the icon has been made.
#[derive(Default)]
pub struct Presence {
    pub built: AtomicBool,
}

/// How it stands now: a desktop may have got or lost its tray since the start.
pub async fn look(presence: &Presence) -> Tray {
    match (platform::has_host().await, presence.built.load(Ordering::Relaxed)) {
        (true, true) => Tray::Shown,
        (true, false) => Tray::Failed,
        (false, _) => Tray::NoHost,
    }
}

/// Which of the pictures is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Working,
    Waiting,
    Paused,
    Attention,
}

impl Face {
    fn of(link: &Link) -> Self {
        match link {
            _ if needs_owner(link) => Self::Attention,
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
            Self::Attention => include_image!("../icons/tray-attention.png"),
        }
    }
}

/// The icon, its menu, and what both show now.
pub struct Icon {
    tray: TrayIcon,
    menu: Built,
    face: Face,
    tooltip: String,
}

impl Icon {
    /// Puts the icon into the tray.
    pub fn build(app: &AppHandle, words: &Words, link: &Link) -> tauri::Result<Self> {
        let now = Zoned::now();
        let menu = Built::new(app, entries(words, link, &now))?;
        let (face, tooltip) = (Face::of(link), tooltip(words, link, &now));
        let mut builder = TrayIconBuilder::with_id("idlewatt")
            .icon(face.image())
            .menu(&menu.menu)
            .show_menu_on_left_click(false)
            .tooltip(&tooltip);
        // What screen readers call it. On macOS it would stand beside the icon.
        if cfg!(target_os = "linux") {
            builder = builder.title("Idlewatt");
        }
        Ok(Self { tray: builder.build(app)?, menu, face, tooltip })
    }

    /// Shows how it stands; what is shown already is left alone.
    pub fn show(&mut self, app: &AppHandle, words: &Words, link: &Link) -> tauri::Result<()> {
        let now = Zoned::now();
        let tooltip = tooltip(words, link, &now);
        if tooltip != self.tooltip {
            self.tray.set_tooltip(Some(&tooltip))?;
            self.tooltip = tooltip;
        }
        let face = Face::of(link);
        if face != self.face {
            self.tray.set_icon(Some(face.image()))?;
            self.face = face;
        }
        let entries = entries(words, link, &now);
        if !self.menu.update(&entries)? {
            self.menu = Built::new(app, entries)?;
            self.tray.set_menu(Some(self.menu.menu.clone()))?;
        }
        Ok(())
    }
}

fn tooltip(words: &Words, link: &Link, now: &Zoned) -> String {
    format!("{}\n{}", sentences::status(words, link, now), sentences::today(words, link))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::link::LostCode;
    use idlewatt_control::messages::{Roles, Status};
    use idlewatt_proto::books::Earnings;
    use idlewatt_proto::reason::WaitReason;
    use idlewatt_proto::{JobId, NodeId};

    pub fn up(reason: WaitReason) -> Link {
        with(Activity::Waiting { reason })
    }

    pub fn with(activity: Activity) -> Link {
        let status = Status {
            node: NodeId([7; 32]),
            version: String::new(),
            roles: Roles { provider: true, requester: false, index: false },
            activity,
            until: None,
            effort: None,
            tariff_per_kwh: None,
            device: None,
            gpus: vec![],
            meters: None,
            offer: None,
            current: None,
            today: Earnings::default(),
            all_time: Earnings::default(),
            peers: 0,
            index_nodes: 0,
        };
        Link::Up { status: Box::new(status) }
    }

    #[test]
    fn the_icon_calls_for_the_owner_when_nothing_works_without_one() {
        let lost = Link::Lost { code: LostCode::Silent, what: String::new() };
        assert_eq!(Face::of(&lost), Face::Attention);
        assert_eq!(Face::of(&up(WaitReason::NoDevice { wanted: None })), Face::Attention);
        assert_eq!(Face::of(&up(WaitReason::WorkerBroken { what: String::new() })), Face::Attention);
        assert_eq!(Face::of(&Link::Connecting), Face::Waiting);
        assert_eq!(Face::of(&up(WaitReason::NoWork)), Face::Waiting);
        assert_eq!(Face::of(&with(Activity::Paused { until: None })), Face::Paused);
        assert_eq!(Face::of(&with(Activity::Working { job: JobId([1; 16]) })), Face::Working);
    }
}
