//! What stands in the menu, and what a click in it does.

use crate::clock::PauseSpan;
use crate::link::{Link, Phone};
use crate::words::{Words, say};
use crate::{commands, quit, sentences, window};
use idlewatt_proto::reason::{Activity, WaitReason};
use jiff::Zoned;
use tauri::menu::{IsMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, Wry};

const STATUS: &str = "status";
const TODAY: &str = "today";
const RETRY: &str = "retry";
const START: &str = "start";
const RESUME: &str = "resume";
const CHOOSE: &str = "choose";
const PAUSE: &str = "pause";
const PAUSE_HALF_HOUR: &str = "pause-half-hour";
const PAUSE_HOUR: &str = "pause-hour";
const PAUSE_TOMORROW: &str = "pause-tomorrow";
const PAUSE_UNTIL_RESUMED: &str = "pause-until-resumed";
const OPEN: &str = "open";
const SETTINGS: &str = "settings";
const QUIT: &str = "quit";

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Between two groups.
    Rule,
    /// Something to read.
    Note(&'static str, String),
    /// Something to click.
    Item(&'static str, String),
    /// More of them.
    Group(&'static str, String, Vec<(&'static str, String)>),
}

impl Entry {
    fn id(&self) -> &'static str {
        match self {
            Self::Rule => "",
            Self::Note(id, _) | Self::Item(id, _) | Self::Group(id, ..) => id,
        }
    }
}

/// All of it, from top to bottom. What would have no effect now is not there.
pub fn entries(words: &Words, link: &Link, now: &Zoned) -> Vec<Entry> {
    let item = |id, phrase| Entry::Item(id, words.text(phrase));
    let pause = || {
        let spans = vec![
            (PAUSE_HALF_HOUR, words.text(say("menu-pause-half-hour"))),
            (PAUSE_HOUR, words.text(say("menu-pause-hour"))),
            (PAUSE_TOMORROW, words.text(say("menu-pause-tomorrow"))),
            (PAUSE_UNTIL_RESUMED, words.text(say("menu-pause-until-resumed"))),
        ];
        Entry::Group(PAUSE, words.text(say("menu-pause")), spans)
    };
    let orders = match link {
        Link::Connecting => vec![],
        Link::Lost { .. } => vec![item(RETRY, say("menu-retry"))],
        Link::Up { status } => match &status.activity {
            Activity::Paused { .. } => vec![item(RESUME, say("menu-resume"))],
            Activity::Waiting { reason: WaitReason::NotSaid } => vec![item(CHOOSE, say("menu-choose"))],
            // Other reasons stay whatever the owner says: this one is only patience.
            Activity::Waiting { reason: WaitReason::CoolingDown { .. } } => {
                vec![item(START, say("menu-start")), pause()]
            }
            Activity::Waiting { .. } | Activity::Working { .. } => vec![pause()],
        },
    };
    let mut entries = vec![
        Entry::Note(STATUS, sentences::status(words, link, now)),
        Entry::Note(TODAY, sentences::today(words, link)),
        Entry::Rule,
    ];
    if !orders.is_empty() {
        entries.extend(orders);
        entries.push(Entry::Rule);
    }
    let rest = [(OPEN, say("menu-open")), (SETTINGS, say("menu-settings")), (QUIT, say("menu-quit"))];
    entries.extend(rest.map(|(id, phrase)| item(id, phrase)));
    entries
}

enum Handle {
    Rule(PredefinedMenuItem<Wry>),
    Item(MenuItem<Wry>),
    Group(Submenu<Wry>, Vec<MenuItem<Wry>>),
}

/// The desktop's menu, and what it says.
pub struct Built {
    pub menu: Menu<Wry>,
    handles: Vec<Handle>,
    entries: Vec<Entry>,
}

impl Built {
    pub fn new(app: &AppHandle, entries: Vec<Entry>) -> tauri::Result<Self> {
        let item = |id: &str, text: &str, enabled| MenuItem::with_id(app, id, label(text), enabled, None::<&str>);
        let handle = |entry: &Entry| {
            Ok::<_, tauri::Error>(match entry {
                Entry::Rule => Handle::Rule(PredefinedMenuItem::separator(app)?),
                Entry::Note(id, text) => Handle::Item(item(id, text, false)?),
                Entry::Item(id, text) => Handle::Item(item(id, text, true)?),
                Entry::Group(id, text, members) => {
                    let members: tauri::Result<Vec<_>> =
                        members.iter().map(|(id, text)| item(id, text, true)).collect();
                    let group = Submenu::with_id(app, *id, label(text), true)?;
                    let members = members?;
                    members.iter().try_for_each(|member| group.append(member))?;
                    Handle::Group(group, members)
                }
            })
        };
        let handles = entries.iter().map(handle).collect::<tauri::Result<Vec<_>>>()?;
        let lines: Vec<&dyn IsMenuItem<Wry>> = handles
            .iter()
            .map(|handle| match handle {
                Handle::Rule(rule) => rule as &dyn IsMenuItem<Wry>,
                Handle::Item(item) => item,
                Handle::Group(group, _) => group,
            })
            .collect();
        Ok(Self { menu: Menu::with_items(app, &lines)?, handles, entries })
    }

    /// Changes what the lines say. `false`: there are others now, and it must be built anew. One that is open while
    /// its words change stays open.
    pub fn update(&mut self, entries: &[Entry]) -> tauri::Result<bool> {
        if !self.entries.iter().map(Entry::id).eq(entries.iter().map(Entry::id)) {
            return Ok(false);
        }
        for ((handle, old), new) in self.handles.iter().zip(&self.entries).zip(entries) {
            match (handle, new) {
                (Handle::Item(item), Entry::Note(_, text) | Entry::Item(_, text)) if old != new => {
                    item.set_text(label(text))?;
                }
                (Handle::Group(group, items), Entry::Group(_, text, members)) if old != new => {
                    group.set_text(label(text))?;
                    items.iter().zip(members).try_for_each(|(item, (_, text))| item.set_text(label(text)))?;
                }
                _ => {}
            }
        }
        self.entries = entries.to_vec();
        Ok(true)
    }
}

/// A single `&` would mark a key.
fn label(text: &str) -> String {
    text.replace('&', "&&")
}

pub fn clicked(app: &AppHandle, event: MenuEvent) {
    match event.id.as_ref() {
        PAUSE_HALF_HOUR => order(app, Some(PauseSpan::HalfHour)),
        PAUSE_HOUR => order(app, Some(PauseSpan::Hour)),
        PAUSE_TOMORROW => order(app, Some(PauseSpan::Tomorrow)),
        PAUSE_UNTIL_RESUMED => order(app, Some(PauseSpan::UntilResumed)),
        START | RESUME => order(app, None),
        RETRY => app.state::<Phone>().retry(),
        CHOOSE => window::open(app, Some("welcome/choice".to_owned())),
        OPEN => window::open(app, None),
        SETTINGS => window::open(app, Some("settings".to_owned())),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::LostCode;
    use crate::tray::tests::{up, with};
    use idlewatt_proto::{JobId, UnixMillis};

    fn ids(link: &Link) -> Vec<&'static str> {
        let entries = entries(&Words::of(Some("en")), link, &Zoned::now());
        entries.iter().map(Entry::id).filter(|id| !id.is_empty()).collect()
    }

    #[test]
    fn the_menu_offers_what_would_have_an_effect() {
        let always = |orders: &[&'static str]| [&[STATUS, TODAY], orders, &[OPEN, SETTINGS, QUIT]].concat();
        let cooling = up(WaitReason::CoolingDown { until: UnixMillis(0) });
        assert_eq!(ids(&Link::Connecting), always(&[]));
        assert_eq!(ids(&Link::Lost { code: LostCode::Silent, what: String::new() }), always(&[RETRY]));
        assert_eq!(ids(&with(Activity::Paused { until: None })), always(&[RESUME]));
        assert_eq!(ids(&with(Activity::Working { job: JobId([1; 16]) })), always(&[PAUSE]));
        assert_eq!(ids(&up(WaitReason::OnBattery)), always(&[PAUSE]));
        assert_eq!(ids(&up(WaitReason::NotSaid)), always(&[CHOOSE]));
        assert_eq!(ids(&cooling), always(&[START, PAUSE]));
    }

    #[test]
    fn a_name_with_an_ampersand_marks_no_key() {
        assert_eq!(label("R&D.exe"), "R&&D.exe");
    }
}
