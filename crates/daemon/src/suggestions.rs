//! Programs that were seen working on the card, for the owner to put on their list: what a list of games cannot know.

use crate::house::{House, locked};
use crate::limits::{SUGGESTION_MS, SUGGESTION_STEP_MS, SUGGESTIONS_KEPT};
use idlewatt_control::messages::SuggestionRow;
use idlewatt_policy::limits::BUSY_LOAD_PERCENT;
use idlewatt_proto::UnixMillis;
use idlewatt_sensors::CardsReading;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was seen, by the name of the program's file. It stays on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    programs: BTreeMap<String, Use>,
    #[serde(skip)]
    read_at: Option<UnixMillis>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Use {
    busy_ms: u64,
    peak_percent: u8,
    last: UnixMillis,
}

fn file(home: &Path) -> PathBuf {
    home.join("programs-seen.json")
}

/// What an earlier run saw. Nothing depends on it, so a file that cannot be read is as good as none.
pub fn load(home: &Path) -> Seen {
    std::fs::read(file(home)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Takes note of who works the card hard.
pub fn note(house: &House, reading: &CardsReading) {
    let saved = {
        let mut seen = locked(&house.programs_seen);
        seen.note(reading).then(|| seen.clone())
    };
    let Some(seen) = saved else { return };
    let written = serde_json::to_vec(&seen).map_err(std::io::Error::other);
    if let Err(error) = written.and_then(|text| std::fs::write(file(house.home.path()), text)) {
        tracing::debug!(%error, "programs that use the card cannot be remembered");
    }
}

/// What is worth suggesting: busy for a while in all, and not on the list yet.
pub fn rows(house: &House) -> Vec<SuggestionRow> {
    let listed = house.settings.borrow().provider.programs.clone();
    let is_listed = |name: &str| listed.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    locked(&house.programs_seen).rows(is_listed)
}

impl Seen {
    /// Whether there is something new to write down.
    fn note(&mut self, reading: &CardsReading) -> bool {
        let elapsed = self.read_at.map_or(0, |at| reading.at.since_ms(at)).min(SUGGESTION_STEP_MS);
        self.read_at = Some(reading.at);
        let mut news = false;
        for user in &reading.users {
            let (Some(name), Some(load)) = (&user.program, user.load_percent) else { continue };
            if load < BUSY_LOAD_PERCENT || name.to_lowercase().starts_with("idlewatt") {
                continue;
            }
            let unknown = Use { busy_ms: 0, peak_percent: 0, last: reading.at };
            let known = self.programs.entry(name.clone()).or_insert(unknown);
            let before = known.busy_ms;
            *known = Use {
                busy_ms: before.saturating_add(elapsed),
                peak_percent: known.peak_percent.max(load),
                last: reading.at,
            };
            news |= before < SUGGESTION_MS && known.busy_ms >= SUGGESTION_MS;
        }
        while self.programs.len() > SUGGESTIONS_KEPT {
            let oldest = self.programs.iter().min_by_key(|(_, used)| used.last).map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { break };
            self.programs.remove(&oldest);
        }
        news
    }

    fn rows(&self, is_listed: impl Fn(&str) -> bool) -> Vec<SuggestionRow> {
        let worth = self.programs.iter().filter(|(name, used)| used.busy_ms >= SUGGESTION_MS && !is_listed(name));
        let mut rows: Vec<SuggestionRow> = worth
            .map(|(name, used)| SuggestionRow {
                name: name.clone(),
                busy_minutes: u32::try_from(used.busy_ms / 60_000).unwrap_or(u32::MAX),
                peak_percent: used.peak_percent,
                last_seen: used.last,
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.busy_minutes, row.last_seen)));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_sensors::{GpuUser, Source};

    fn reading(at: u64, users: &[(&str, u8)]) -> CardsReading {
        let user = |(name, load): &(&str, u8)| GpuUser {
            pid: 7,
            gpu: "GPU-1".into(),
            program: Some((*name).to_owned()),
            load_percent: Some(*load),
        };
        let users = users.iter().map(user).collect();
        CardsReading { at: UnixMillis(at), gpus: Vec::new(), state: Source::Ok, users }
    }

    #[test]
    fn who_works_the_card_hard_for_a_while_is_suggested_until_it_is_listed() {
        let mut seen = Seen::default();
        let mut told = 0;
        for second in 0..300 {
            told += u32::from(
                seen.note(&reading(second * 1000, &[("blender", 80), ("firefox", 9), ("idlewatt-worker", 90)])),
            );
        }
        let names: Vec<String> = seen.rows(|_| false).into_iter().map(|row| row.name).collect();
        assert_eq!((names, told), (vec!["blender".to_owned()], 1));
        assert_eq!(seen.rows(|name| name == "blender"), []);
    }

    #[test]
    fn a_glance_is_not_enough_and_memory_is_bounded() {
        let mut seen = Seen::default();
        for number in 0..1000 {
            seen.note(&reading(number * 1000, &[(&format!("program {number}"), 99)]));
        }
        assert!(seen.programs.len() <= SUGGESTIONS_KEPT);
        assert_eq!(seen.rows(|_| false), []);
    }
}
