//! Tells the desktop what `notices` decides.

use crate::clock;
use crate::kept;
use crate::limits::MONEY_AGAIN_MS;
use crate::link::{Link, Phone};
use crate::notices::{Kind, Notice, Notices, paid_due};
use crate::preferences::Notifications;
use crate::sentences;
use crate::words::{Words, say};
use idlewatt_control::messages::{Request, Response, Step};
use idlewatt_proto::books::Earnings;
use idlewatt_proto::{Amount, UnixMillis};
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use std::path::PathBuf;
use tauri::{AppHandle, Manager};
#[cfg(not(target_os = "macos"))]
use tauri_plugin_notification::NotificationExt;

/// The one who tells.
pub struct Herald {
    notices: Notices,
    /// Keeps the day on which money was told last, so that a restart does not tell it again.
    path: Option<PathBuf>,
    paid: Option<Date>,
    /// What the file says.
    written: Option<Date>,
    /// Before then the daemon is not asked for yesterday again.
    again: UnixMillis,
}

impl Herald {
    pub fn new(path: Option<PathBuf>, now: &Zoned, carried: Option<Notices>) -> Self {
        let paid = path.as_deref().and_then(|path| kept::read(path, |_: &String| true));
        let paid = paid.and_then(|date| date.parse().ok());
        let notices = carried.unwrap_or_else(|| Notices::new(clock::millis(now)));
        Self { notices, path, paid, written: paid, again: UnixMillis(0) }
    }

    /// What was told, for a new beginning.
    #[cfg(target_os = "linux")]
    pub fn carried(&self) -> Notices {
        self.notices.clone()
    }

    /// At each change and tick: tells what there is to tell, unless it is silenced.
    pub async fn hear(&mut self, app: &AppHandle, words: &Words, wanted: Notifications, link: &Link) {
        let now = Zoned::now();
        if let Some(notice) = self.notices.step(clock::millis(&now), link)
            && wanted.wants(notice.kind())
        {
            let (title, body) = match notice {
                Notice::Started { title: Some(title) } => (
                    say("started-title"),
                    words.text(say("started-body").with("title", sentences::title(words, &title))),
                ),
                Notice::Started { title: None } => (say("started-title"), words.text(say("started-body-untitled"))),
                Notice::Stopped { name } => (say("stopped-title"), words.text(say("stopped-body").with("name", name))),
                Notice::Attention => (say("attention-title"), sentences::status(words, link, &now)),
            };
            tell(app, words.text(title), body);
        }
        if matches!(link, Link::Up { .. }) {
            self.money(app, words, wanted, &now).await;
        }
    }

    async fn money(&mut self, app: &AppHandle, words: &Words, wanted: Notifications, now: &Zoned) {
        // A new owner's yesterday had none.
        let told = *self.paid.get_or_insert_with(|| now.date());
        if !paid_due(told, now) {
            return self.keep(told);
        }
        if clock::millis(now) < self.again {
            return;
        }
        let Some(sums) = yesterday(app, now).await else {
            self.again = clock::millis(now).plus_ms(MONEY_AGAIN_MS);
            return;
        };
        self.paid = Some(now.date());
        self.keep(now.date());
        if sums.net > Amount::ZERO && wanted.wants(Kind::Paid) {
            let title = words.text(say("paid-title").with("net", words.money(sums.net)));
            let (gross, electricity) = (words.money(sums.gross), words.money(sums.electricity));
            tell(app, title, words.text(say("paid-body").with("gross", gross).with("electricity", electricity)));
        }
    }

    fn keep(&mut self, told: Date) {
        if self.written.replace(told) != Some(told)
            && let Some(path) = &self.path
            && let Err(error) = kept::write(path, &told.to_string())
        {
            eprintln!("idlewatt-tray: {} cannot be written: {error}", path.display());
        }
    }
}

/// Its sums; `None`: the daemon does not tell now.
async fn yesterday(app: &AppHandle, now: &Zoned) -> Option<Earnings> {
    let begin = now.date().yesterday().ok()?.to_zoned(now.time_zone().clone()).ok()?;
    let end = begin.checked_add(1.day()).ok()?;
    let request = Request::History { since: Some(clock::millis(&begin)), step: Step::Day };
    match app.state::<Phone>().call(request).await {
        Ok(Response::History(history)) => {
            let of_it = |start| (clock::millis(&begin)..clock::millis(&end)).contains(&start);
            Some(history.buckets.into_iter().find(|bucket| of_it(bucket.start)).map(|it| it.sums).unwrap_or_default())
        }
        Ok(_) | Err(_) => None,
    }
}

#[cfg(not(target_os = "macos"))]
fn tell(app: &AppHandle, title: String, body: String) {
    let shown = app.notification().builder().title(title).body(body).show();
    if let Err(error) = shown {
        eprintln!("idlewatt-tray: the desktop cannot be told: {error}");
    }
}

/// Through AppleScript, which every Mac has: what is told are its arguments and never a part of it.
#[cfg(target_os = "macos")]
fn tell(_: &AppHandle, title: String, body: String) {
    let lines = ["on run {title, body}", "display notification body with title title", "end run"];
    let mut script = tokio::process::Command::new("/usr/bin/osascript");
    script.args(lines.iter().flat_map(|line| ["-e", line])).arg("--").args([title, body]);
    tauri::async_runtime::spawn(async move {
        match script.status().await {
            Ok(status) if status.success() => {}
            Ok(status) => eprintln!("idlewatt-tray: the desktop cannot be told: {status}"),
            Err(error) => eprintln!("idlewatt-tray: the desktop cannot be told: {error}"),
        }
    });
}
