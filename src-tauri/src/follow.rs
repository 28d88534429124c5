//! Follows the daemon, the owner's preferences and the desktop, and tells tray, page and notifications of each change.

use crate::limits::{CREEP_EVERY, CREEP_UNSEEN, TICK, TRAY_GRACE, TRAY_RETRY};
use crate::link::{Link, Phone};
use crate::notify::Herald;
use crate::preferences::{Kept, Preferences, Theme};
use crate::tray::{self, Icon, Presence};
use crate::window::{self, Closed};
use crate::words::Words;
use idlewatt_control::messages::{Request, SettingChange, Status};
use idlewatt_proto::reason::{Activity, WaitReason};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::time::{Instant, sleep, sleep_until};

/// The event that tells the page of each change.
const EVENT: &str = "link";

/// Begins. `waited_for`: no window was opened, and somebody may be waiting for something to be seen.
pub fn spawn(app: &AppHandle, waited_for: bool, herald: Herald) {
    let holder = app.clone();
    tauri::async_runtime::spawn(async move { holder.state::<Phone>().hold().await });
    let app = app.clone();
    tauri::async_runtime::spawn(async move { Follower::new(app, waited_for, herald).follow().await });
}

struct Follower {
    app: AppHandle,
    words: Words,
    theme: Theme,
    icon: Option<Icon>,
    herald: Herald,
    /// When to give up waiting for a tray and show the window instead.
    grace: Option<Instant>,
    /// What was told last, and when.
    told: Option<(Instant, Link)>,
}

/// Whether nothing differs but numbers that creep while work goes on.
fn creeps(before: &Link, now: &Link) -> bool {
    let (Link::Up { status: before }, Link::Up { status: now }) = (before, now) else { return before == now };
    let kind = |status: &Status| (status.node, status.roles, status.until, status.tariff_per_kwh);
    let job = |status: &Status| status.current.as_ref().map(|job| job.job);
    kind(before) == kind(now)
        && job(before) == job(now)
        && before.activity == now.activity
        && before.device == now.device
        && before.offer == now.offer
}

impl Follower {
    fn new(app: AppHandle, waited_for: bool, herald: Herald) -> Self {
        let preferences = app.state::<Kept>().get();
        app.set_theme(preferences.theme.native());
        Self {
            words: Words::of(preferences.language.as_deref()),
            theme: preferences.theme,
            icon: None,
            herald,
            grace: waited_for.then(|| Instant::now() + TRAY_GRACE),
            told: None,
            app,
        }
    }

    async fn follow(mut self) {
        let mut links = self.app.state::<Phone>().subscribe();
        let mut preferences = self.app.state::<Kept>().subscribe();
        let app = self.app.clone();
        let closed = app.state::<Closed>();
        // Kept through the loop: each listens on a connection of its own.
        let mut tray_comes: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(tray::host_comes());
        loop {
            let preferred = preferences.has_changed().unwrap_or_default();
            let wanted = preferences.borrow_and_update().clone();
            let words = Words::of(wanted.language.as_deref());
            if words.tag() != self.words.tag() {
                self.words = words;
            }
            if wanted.theme != self.theme {
                self.theme = wanted.theme;
                self.app.set_theme(wanted.theme.native());
            }
            let link = links.borrow_and_update().clone();
            if wanted.finished_earlier() {
                self.keep_working(&link).await;
            }
            if preferred || self.is_time(&link) {
                self.tell(&wanted, &link).await;
            }
            #[cfg(target_os = "linux")]
            crate::lean::begin_anew(&self.app, &self.herald);
            let (wake, without) = (self.wake(&link), self.icon.is_none());
            tokio::select! {
                changed = links.changed() => if changed.is_err() { return },
                changed = preferences.changed() => if changed.is_err() { return },
                () = sleep_until(wake) => {}
                () = closed.changed() => {}
                () = &mut tray_comes, if without => {
                    let link = links.borrow().clone();
                    self.put_up(&link);
                    tray_comes = Box::pin(async {
                        sleep(TRAY_RETRY).await;
                        tray::host_comes().await;
                    });
                }
            }
        }
    }

    /// Whoever went through a first run that did not ask when this machine may work had it work, and keeps that.
    async fn keep_working(&self, link: &Link) {
        let Link::Up { status } = link else { return };
        match &status.activity {
            Activity::Waiting { reason: WaitReason::NotSaid } => {
                let changes = vec![SettingChange { name: "roles.provider".to_owned(), value: "true".to_owned() }];
                if let Err(error) = self.app.state::<Phone>().call(Request::SetSettings { changes }).await {
                    eprintln!("idlewatt-tray: the earlier choice to work could not be kept: {error}");
                    return;
                }
            }
            // Too early to know whether it was said.
            Activity::Waiting { .. } if !status.roles.provider => return,
            _ => {}
        }
        let kept = self.app.state::<Kept>();
        if let Err(error) = kept.set(Preferences { asks: true, ..kept.get() }) {
            eprintln!("idlewatt-tray: {error}");
        }
    }

    /// Whether tray, page and desktop are told now. The daemon tells numbers four times a second, which would keep a
    /// processor warm for digits that nobody reads that fast.
    fn is_time(&self, link: &Link) -> bool {
        let waited = self.grace.is_some_and(|grace| Instant::now() >= grace);
        waited || self.told.as_ref().is_none_or(|(at, told)| at.elapsed() >= self.pace() || !creeps(told, link))
    }

    /// How long numbers that creep may wait.
    fn pace(&self) -> Duration {
        if self.app.webview_windows().is_empty() { CREEP_UNSEEN } else { CREEP_EVERY }
    }

    async fn tell(&mut self, wanted: &Preferences, link: &Link) {
        self.told = Some((Instant::now(), link.clone()));
        self.show(link);
        if let Err(error) = self.app.emit(EVENT, link) {
            eprintln!("idlewatt-tray: the window cannot be told: {error}");
        }
        self.herald.hear(&self.app, &self.words, wanted.notifications, link).await;
    }

    fn wake(&self, link: &Link) -> Instant {
        let now = Instant::now();
        #[cfg(target_os = "linux")]
        let anew = crate::lean::next(&self.app, now);
        #[cfg(not(target_os = "linux"))]
        let anew = None;
        let untold = self.told.as_ref().filter(|(_, told)| told != link).map(|(at, _)| *at + self.pace());
        [self.grace, untold, anew].into_iter().flatten().fold(now + TICK, Instant::min)
    }

    fn show(&mut self, link: &Link) {
        if let Some(icon) = &mut self.icon {
            if let Err(error) = icon.show(&self.app, &self.words, link) {
                eprintln!("idlewatt-tray: the tray icon cannot be changed: {error}");
            }
        } else if self.grace.is_some_and(|grace| Instant::now() >= grace) {
            self.grace = None;
            // Nobody would find an app that shows neither.
            eprintln!("idlewatt-tray: this desktop has no tray; the window is opened instead");
            window::open(&self.app, None);
        }
    }

    /// Puts the icon into a tray that has just come, or was there.
    fn put_up(&mut self, link: &Link) {
        match Icon::build(&self.app, &self.words, link) {
            Ok(icon) => {
                self.icon = Some(icon);
                self.grace = None;
                self.app.state::<Presence>().built.store(true, Ordering::Relaxed);
            }
            Err(error) => eprintln!("idlewatt-tray: no tray icon: {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tray::tests::{up, with};
    use idlewatt_proto::books::Earnings;
    use idlewatt_proto::{Amount, JobId};

    #[test]
    fn money_and_meters_creep_and_all_else_is_news() {
        let working = with(Activity::Working { job: JobId([1; 16]) });
        let mut earning = working.clone();
        if let Link::Up { status } = &mut earning {
            status.today = Earnings { net: Amount::from_micros(1), ..status.today };
            status.peers = 3;
        }
        assert!(working != earning && creeps(&working, &earning));
        assert!(creeps(&Link::Connecting, &Link::Connecting));
        for other in [Link::Connecting, up(WaitReason::NoWork), with(Activity::Working { job: JobId([2; 16]) })] {
            assert!(!creeps(&working, &other), "{other:?}");
        }
    }
}
