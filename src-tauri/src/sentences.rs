//! What the menu and the tooltip say about the daemon. The window's own sentences are its page's; a menu has one line.

use crate::limits::MENU_LETTERS;
use crate::link::{Link, LostCode};
use crate::words::{Phrase, Words, say};
use idlewatt_control::messages::Status;
use idlewatt_proto::reason::{Activity, WaitReason};
use idlewatt_proto::title::Title;
use jiff::Zoned;

/// What is happening, and why not more.
pub fn status(words: &Words, link: &Link, now: &Zoned) -> String {
    let line = words.text(match link {
        Link::Connecting => say("connecting"),
        Link::Lost { code, .. } => lost(*code),
        Link::Up { status } => activity(words, status, now),
    });
    if line.chars().count() <= MENU_LETTERS {
        return line;
    }
    line.chars().take(MENU_LETTERS - 1).chain(['…']).collect()
}

/// Today's money.
pub fn today(words: &Words, link: &Link) -> String {
    words.text(match link {
        Link::Up { status } => say("today").with("net", words.money(status.today.net)),
        Link::Connecting | Link::Lost { .. } => say("today-unknown"),
    })
}

fn lost(code: LostCode) -> Phrase {
    match code {
        LostCode::NotRunning => say("lost-not-running"),
        LostCode::Version => say("lost-version"),
        LostCode::CannotStart => say("lost-cannot-start"),
        LostCode::Silent => say("lost-silent"),
        LostCode::NoFolder => say("lost-no-folder"),
    }
}

fn activity(words: &Words, status: &Status, now: &Zoned) -> Phrase {
    match &status.activity {
        Activity::Working { .. } => match &status.current {
            Some(job) => say("working-on").with("title", title(words, &job.title)),
            None => say("working"),
        },
        Activity::Waiting { reason } => waiting(words, reason, now),
        Activity::Paused { until: None } => say("paused"),
        Activity::Paused { until: Some(until) } => say("paused-until").with("when", words.instant(*until, now)),
    }
}

/// What a job is.
pub fn title(words: &Words, title: &Title) -> String {
    words.text(match title {
        Title::Picture { width, height, spp } => say("job-picture")
            .with("width", width.to_string())
            .with("height", height.to_string())
            .with("spp", spp.to_string()),
        Title::Text { model } => say("job-text").with("model", model.clone()),
        Title::Agreement => say("job-unknown"),
        Title::Other { words } => return words.clone(),
    })
}

fn waiting(words: &Words, reason: &WaitReason, now: &Zoned) -> Phrase {
    match reason {
        WaitReason::RoleOff => say("wait-role-off"),
        WaitReason::NotSaid => say("wait-not-said"),
        WaitReason::Starting => say("wait-starting"),
        WaitReason::Measuring => say("wait-measuring"),
        WaitReason::NoDevice { .. } => say("wait-no-device"),
        WaitReason::CardOff => say("wait-card-off"),
        WaitReason::ProgramRunning { name } => say("wait-program-running").with("name", name.clone()),
        WaitReason::OwnerPresent { minutes } => say("wait-owner-present").with("minutes", *minutes),
        WaitReason::Fullscreen { name } => say("wait-fullscreen").with("name", name.clone()),
        WaitReason::RemoteUse { .. } => say("wait-remote-use"),
        WaitReason::Encoding => say("wait-encoding"),
        WaitReason::GpuInUse { load_percent } => say("wait-gpu-in-use").with("percent", *load_percent),
        WaitReason::MemoryShort { .. } => say("wait-memory-short"),
        WaitReason::OnBattery => say("wait-on-battery"),
        WaitReason::MeteredNetwork => say("wait-metered-network"),
        WaitReason::OutsideHours { until: Some(until) } => {
            say("wait-outside-hours").with("when", words.instant(*until, now))
        }
        WaitReason::OutsideHours { until: None } => say("wait-no-hours"),
        WaitReason::DayUsedUp { until, .. } => say("wait-day-used-up").with("when", words.instant(*until, now)),
        WaitReason::TooHot { temperature_c, .. } => say("wait-too-hot").with("degrees", *temperature_c),
        WaitReason::TooLoud { .. } => say("wait-too-loud"),
        WaitReason::LimitBelowRest { .. } => say("wait-limit-below-rest"),
        WaitReason::TariffTooHigh { .. } => say("wait-tariff-too-high"),
        WaitReason::TariffUnknown { .. } => say("wait-tariff-unknown"),
        WaitReason::GoingToSleep => say("wait-going-to-sleep"),
        WaitReason::CoolingDown { .. } => say("wait-cooling-down"),
        WaitReason::NoReadings { .. } => say("wait-no-readings"),
        WaitReason::NoMesh => say("wait-no-mesh"),
        WaitReason::NoWork => say("wait-no-work"),
        WaitReason::WorkerBroken { .. } => say("wait-worker-broken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_end_does_not_make_a_menu_without_end() {
        let (words, now) = (Words::of(Some("en")), Zoned::now());
        let name = "x".repeat(500);
        let whole = words.text(waiting(&words, &WaitReason::ProgramRunning { name: name.clone() }, &now));
        assert_eq!(whole, format!("Waiting: {name} is running"));
        let status = status(&words, &crate::tray::tests::up(WaitReason::ProgramRunning { name }), &now);
        assert_eq!(status.chars().count(), MENU_LETTERS);
    }

    #[test]
    fn minutes_are_counted_as_the_language_does() {
        let now = Zoned::now();
        let say = |tag, minutes| {
            let words = Words::of(Some(tag));
            words.text(waiting(&words, &WaitReason::OwnerPresent { minutes }, &now))
        };
        assert_eq!(say("en", 1), "Waiting until you are away for a minute");
        assert_eq!(say("en", 5), "Waiting until you are away for 5 minutes");
        assert_eq!(say("de", 5), "Wartet, bis du 5 Minuten weg bist");
    }
}
