//! The owner's pause. It survives a restart, and a timed one always ends by itself.

use crate::house::House;
use idlewatt_policy::idle::Pause;
use idlewatt_proto::UnixMillis;
use std::path::{Path, PathBuf};

fn file(home: &Path) -> PathBuf {
    home.join("paused-until")
}

/// The pause that an earlier run left. An unreadable one counts as a pause without end: when in doubt, rest.
pub fn load(home: &Path) -> Option<Pause> {
    let text = std::fs::read_to_string(file(home)).ok()?;
    Some(Pause { until: text.trim().parse().ok().map(UnixMillis) })
}

/// Sets or lifts the pause, on disk first, and waits until the judge has seen it.
pub async fn set(house: &House, pause: Option<Pause>) {
    let path = file(house.home.path());
    let written = match pause {
        Some(Pause { until: Some(until) }) => std::fs::write(&path, until.0.to_string()),
        Some(Pause { until: None }) => std::fs::write(&path, "until resumed"),
        None => std::fs::remove_file(&path).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        }),
    };
    if let Err(error) = written {
        tracing::warn!(%error, "the pause will not survive a restart");
    }
    let mut verdicts = house.verdict.subscribe();
    verdicts.borrow_and_update();
    house.pause.send_replace(pause);
    let _ = tokio::time::timeout(crate::limits::JUDGE_EVERY, verdicts.changed()).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_read_as_it_was_meant() {
        let home = tempfile::tempdir().expect("a folder");
        assert_eq!(load(home.path()), None);
        std::fs::write(file(home.path()), "1234\n").expect("written");
        assert_eq!(load(home.path()), Some(Pause { until: Some(UnixMillis(1234)) }));
        std::fs::write(file(home.path()), "garbled").expect("written");
        assert_eq!(load(home.path()), Some(Pause { until: None }));
    }
}
