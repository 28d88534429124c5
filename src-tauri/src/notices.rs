//! What the desktop is told, and when: few things, each when it has just become true. Pure; `notify` shows them.

use crate::limits::{NOTICE_ATTENTION, NOTICE_LASTS, NOTICE_PAID_HOUR, NOTICE_QUIET, NOTICE_STARTED, NOTICE_STOPPED};
use crate::link::Link;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, WaitReason};
use idlewatt_proto::title::Title;
use jiff::{Zoned, civil};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A kind that the owner can silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Started,
    Stopped,
    Paid,
    Attention,
}

/// Something to be told now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Work has begun.
    Started {
        /// Its title, where it has one.
        title: Option<Title>,
    },
    /// A game began, and work ended for it.
    Stopped {
        /// The game.
        name: String,
    },
    /// Nothing works until the owner does something. What it is stands in the status line.
    Attention,
}

impl Notice {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Started { .. } => Kind::Started,
            Self::Stopped { .. } => Kind::Stopped,
            Self::Attention => Kind::Attention,
        }
    }
}

/// What a link comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Mood {
    Calm,
    Working,
    Attention,
}

/// Whether nothing works until the owner does something.
pub fn needs_owner(link: &Link) -> bool {
    match link {
        Link::Connecting => false,
        Link::Lost { .. } => true,
        Link::Up { status } => matches!(
            status.activity,
            Activity::Waiting { reason: WaitReason::NoDevice { .. } | WaitReason::WorkerBroken { .. } }
        ),
    }
}

/// What was seen and told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    born: UnixMillis,
    mood: Mood,
    /// Since when.
    since: UnixMillis,
    /// Whether this mood has been told.
    told: bool,
    started: Option<UnixMillis>,
    stopped: Option<UnixMillis>,
    attention: Option<UnixMillis>,
}

impl Notices {
    pub fn new(now: UnixMillis) -> Self {
        Self { born: now, mood: Mood::Calm, since: now, told: false, started: None, stopped: None, attention: None }
    }

    /// At each change, and at each tick.
    pub fn step(&mut self, now: UnixMillis, link: &Link) -> Option<Notice> {
        // While the line is looked for again nothing is known: what was so before is still so.
        if matches!(link, Link::Connecting) {
            return None;
        }
        let mood = match link {
            _ if needs_owner(link) => Mood::Attention,
            Link::Up { status } if matches!(status.activity, Activity::Working { .. }) => Mood::Working,
            _ => Mood::Calm,
        };
        let before = self.mood.clone();
        if mood != before {
            (self.mood, self.since, self.told) = (mood, now, false);
        }
        if !long_ago(Some(self.born), now, NOTICE_QUIET) {
            // What begins now is no news later.
            self.told |= self.mood == Mood::Working;
            return None;
        }
        match (&self.mood, link) {
            (Mood::Working, Link::Up { status }) if !self.told => {
                self.told = true;
                let title = status.current.as_ref().map(|job| job.title.clone());
                once(&mut self.started, now, NOTICE_STARTED).then_some(Notice::Started { title })
            }
            (Mood::Calm, Link::Up { status }) if before == Mood::Working => {
                let name = game(&status.activity)?;
                once(&mut self.stopped, now, NOTICE_STOPPED).then_some(Notice::Stopped { name })
            }
            (Mood::Attention, _) if !self.told && long_ago(Some(self.since), now, NOTICE_LASTS) => {
                self.told = true;
                once(&mut self.attention, now, NOTICE_ATTENTION).then_some(Notice::Attention)
            }
            _ => None,
        }
    }
}

fn game(activity: &Activity) -> Option<String> {
    match activity {
        Activity::Waiting { reason: WaitReason::ProgramRunning { name } | WaitReason::Fullscreen { name } } => {
            Some(name.clone())
        }
        _ => None,
    }
}

fn long_ago(then: Option<UnixMillis>, now: UnixMillis, least: Duration) -> bool {
    then.is_none_or(|then| u128::from(now.since_ms(then)) >= least.as_millis())
}

/// Whether it is time again; then it counts as told.
fn once(last: &mut Option<UnixMillis>, now: UnixMillis, least: Duration) -> bool {
    let due = long_ago(*last, now, least);
    if due {
        *last = Some(now);
    }
    due
}

/// Whether yesterday's money should be told, when it was told last for `told`'s yesterday.
pub fn paid_due(told: civil::Date, now: &Zoned) -> bool {
    told < now.date() && now.hour() >= NOTICE_PAID_HOUR
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::LostCode;
    use crate::tray::tests::{up, with};
    use idlewatt_proto::JobId;

    const SECOND: u64 = 1000;
    const HOUR: u64 = 3600 * SECOND;

    fn working() -> Link {
        with(Activity::Working { job: JobId([1; 16]) })
    }

    fn gaming() -> Link {
        up(WaitReason::ProgramRunning { name: "game.exe".to_owned() })
    }

    fn lost() -> Link {
        Link::Lost { code: LostCode::NotRunning, what: String::new() }
    }

    fn play(steps: &[(u64, Link)]) -> Vec<(u64, Kind)> {
        let mut notices = Notices::new(UnixMillis(0));
        steps.iter().filter_map(|(at, link)| Some((*at, notices.step(UnixMillis(*at), link)?.kind()))).collect()
    }

    #[test]
    fn work_and_what_ends_it_are_told_when_they_begin() {
        let told = play(&[
            (100 * SECOND, up(WaitReason::NoWork)),
            (110 * SECOND, working()),
            (111 * SECOND, working()),
            (120 * SECOND, gaming()),
            (121 * SECOND, gaming()),
        ]);
        assert_eq!(told, [(110 * SECOND, Kind::Started), (120 * SECOND, Kind::Stopped)]);
    }

    #[test]
    fn nothing_is_told_in_the_first_minute_nor_afterwards_of_what_began_in_it() {
        assert_eq!(play(&[(SECOND, working()), (2 * SECOND, gaming()), (3 * SECOND, working())]), []);
        assert_eq!(play(&[(SECOND, working()), (90 * SECOND, working())]), []);
        // What ends then is news.
        assert_eq!(play(&[(SECOND, working()), (90 * SECOND, gaming())]), [(90 * SECOND, Kind::Stopped)]);
    }

    #[test]
    fn what_comes_and_goes_is_told_seldom() {
        let mut steps = Vec::new();
        for minute in 2..122 {
            steps.push((minute * 60 * SECOND, working()));
            steps.push((minute * 60 * SECOND + 30 * SECOND, gaming()));
        }
        let told = play(&steps);
        let count = |kind| told.iter().filter(|(_, told)| *told == kind).count();
        assert_eq!((count(Kind::Started), count(Kind::Stopped)), (2, 12));
    }

    #[test]
    fn only_a_game_is_a_stop_worth_telling() {
        let told = play(&[(100 * SECOND, working()), (120 * SECOND, up(WaitReason::NoWork))]);
        assert_eq!(told, [(100 * SECOND, Kind::Started)]);
    }

    #[test]
    fn the_owner_is_called_once_what_is_wrong_has_lasted() {
        let broken = || up(WaitReason::WorkerBroken { what: String::new() });
        // A daemon that restarts is no news.
        assert_eq!(play(&[(100 * SECOND, lost()), (101 * SECOND, Link::Connecting), (102 * SECOND, gaming())]), []);
        let told = play(&[(HOUR, broken()), (HOUR + 59 * SECOND, broken()), (HOUR + 60 * SECOND, broken())]);
        assert_eq!(told, [(HOUR + 60 * SECOND, Kind::Attention)]);
        // Looking again does not begin it anew, and the next one is hours away.
        let told = play(&[
            (0, lost()),
            (90 * SECOND, Link::Connecting),
            (91 * SECOND, lost()),
            (2 * HOUR, gaming()),
            (3 * HOUR, lost()),
            (4 * HOUR, lost()),
            (7 * HOUR, lost()),
            (8 * HOUR, gaming()),
            (9 * HOUR, lost()),
            (10 * HOUR, lost()),
        ]);
        assert_eq!(told, [(91 * SECOND, Kind::Attention), (10 * HOUR, Kind::Attention)]);
    }

    #[test]
    fn yesterdays_money_is_told_once_a_day_and_not_at_night() {
        let at = |text: &str| text.parse::<Zoned>().expect("a time");
        let told = civil::date(2026, 5, 12);
        assert!(!paid_due(told, &at("2026-05-12T23:00[UTC]")));
        assert!(!paid_due(told, &at("2026-05-13T07:59[UTC]")));
        assert!(paid_due(told, &at("2026-05-13T08:00[UTC]")));
        assert!(paid_due(told, &at("2026-05-20T12:00[UTC]")), "after days away");
    }
}
