//! What the menu says. The window's own words are in its catalogue (ui/src/lib/messages); a menu has one short line.

use crate::limits::MENU_LETTERS;
use crate::link::{Link, LostCode};
use idlewatt_control::messages::Status;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, WaitReason};
use jiff::{Timestamp, Zoned};

pub const PAUSE_HOUR: &str = "Pause 1 hour";
pub const PAUSE_TOMORROW: &str = "Pause until tomorrow 8:00";
pub const RESUME: &str = "Resume";
pub const OPEN: &str = "Open Idlewatt";
pub const QUIT: &str = "Quit";

/// What is happening, and why not more.
pub fn status_line(link: &Link, now: &Zoned) -> String {
    let line = match link {
        Link::Connecting => "Looking for the daemon…".to_owned(),
        Link::Lost { code, .. } => lost(*code).to_owned(),
        Link::Up { status } => activity(status, now),
    };
    if line.chars().count() <= MENU_LETTERS {
        return line;
    }
    line.chars().take(MENU_LETTERS - 1).chain(['…']).collect()
}

/// Today's money.
pub fn earnings_line(link: &Link) -> String {
    match link {
        Link::Up { status } => format!("Today: {} credits after electricity", status.today.net),
        Link::Connecting | Link::Lost { .. } => "Today: not known".to_owned(),
    }
}

fn lost(code: LostCode) -> &'static str {
    match code {
        LostCode::NotRunning => "The daemon is not running",
        LostCode::Version => "The daemon is of another version",
        LostCode::CannotStart => "The daemon does not start",
        LostCode::Silent => "The daemon does not answer",
        LostCode::NoFolder => "There is no folder for Idlewatt's data",
    }
}

fn activity(status: &Status, now: &Zoned) -> String {
    match &status.activity {
        Activity::Working { .. } => match &status.current {
            Some(job) => format!("Working: {}", job.title),
            None => "Working".to_owned(),
        },
        Activity::Waiting { reason } => waiting(reason, now),
        Activity::Paused { until: None } => "Paused until you resume".to_owned(),
        Activity::Paused { until: Some(until) } => format!("Paused until {}", instant(*until, now)),
    }
}

fn waiting(reason: &WaitReason, now: &Zoned) -> String {
    match reason {
        WaitReason::RoleOff => "Not working: switched off in the settings".to_owned(),
        WaitReason::Starting => "Starting".to_owned(),
        WaitReason::Measuring => "Measuring this machine".to_owned(),
        WaitReason::NoDevice { .. } => "Not working: no graphics adapter found".to_owned(),
        WaitReason::CardOff => "Not working: this card is switched off".to_owned(),
        WaitReason::ProgramRunning { name } => format!("Waiting: {name} is running"),
        WaitReason::OwnerPresent { minutes } => format!("Waiting until you are away for {minutes} min"),
        WaitReason::Fullscreen { name } => format!("Waiting: {name} covers the screen"),
        WaitReason::RemoteUse { .. } => "Waiting: somebody uses this machine from elsewhere".to_owned(),
        WaitReason::Encoding => "Waiting: the card encodes a video".to_owned(),
        WaitReason::GpuInUse { load_percent } => format!("Waiting: another program uses {load_percent} % of the GPU"),
        WaitReason::MemoryShort { .. } => "Waiting: other programs need the card's memory".to_owned(),
        WaitReason::OnBattery => "Waiting: running from the battery".to_owned(),
        WaitReason::MeteredNetwork => "Waiting: the network is paid by volume".to_owned(),
        WaitReason::OutsideHours { until: Some(until) } => format!("Your hours begin at {}", instant(*until, now)),
        WaitReason::OutsideHours { until: None } => "Not working: your hours allow no time".to_owned(),
        WaitReason::DayUsedUp { until, .. } => format!("Done for today, going on at {}", instant(*until, now)),
        WaitReason::TooHot { temperature_c, .. } => format!("Waiting: the card has {temperature_c} °C"),
        WaitReason::TooLoud { .. } => "Waiting: the fan is louder than you allow".to_owned(),
        WaitReason::LimitBelowRest { .. } => "Not working: fewer watts allowed than the card rests at".to_owned(),
        WaitReason::TariffTooHigh { .. } => "Waiting for cheaper electricity".to_owned(),
        WaitReason::TariffUnknown { .. } => "Waiting: the price of electricity is not known".to_owned(),
        WaitReason::GoingToSleep => "Going to sleep".to_owned(),
        WaitReason::CoolingDown { .. } => "Waiting: all has just become quiet".to_owned(),
        WaitReason::NoReadings { .. } => "Waiting: the meters give no fresh readings".to_owned(),
        WaitReason::NoMesh => "Waiting: no index node answers".to_owned(),
        WaitReason::NoWork => "Ready: nobody asks for work".to_owned(),
        WaitReason::WorkerBroken { .. } => "Not working: the worker failed several times".to_owned(),
    }
}

/// The hour, with the weekday when it is not today's.
fn instant(at: UnixMillis, now: &Zoned) -> String {
    let at = i64::try_from(at.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX);
    let at = at.to_zoned(now.time_zone().clone());
    let format = if at.date() == now.date() { "%-H:%M" } else { "%a %-H:%M" };
    at.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_says_when_it_ends() {
        let now: Zoned = "2026-05-12T23:30[UTC]".parse().expect("a time");
        let at = |text: &str| {
            let time: Zoned = text.parse().expect("a time");
            UnixMillis(u64::try_from(time.timestamp().as_millisecond()).expect("after 1970"))
        };
        assert_eq!(instant(at("2026-05-12T23:45[UTC]"), &now), "23:45");
        assert_eq!(instant(at("2026-05-13T08:00[UTC]"), &now), "Wed 8:00");
    }

    #[test]
    fn a_name_without_end_does_not_make_a_menu_without_end() {
        let now = Zoned::now();
        let long = waiting(&WaitReason::ProgramRunning { name: "x".repeat(500) }, &now);
        assert!(long.len() > MENU_LETTERS);
        let link = Link::Lost { code: LostCode::Silent, what: "x".repeat(500) };
        assert!(status_line(&link, &now).chars().count() <= MENU_LETTERS);
    }
}
