//! What belongs to the window and not to the daemon: kept in the app's own folder.

use crate::kept;
use crate::languages::LANGUAGES;
use crate::limits::ADDRESS_LETTERS;
use crate::notices::Kind;
use crate::trouble::Trouble;
use idlewatt_control::messages::{ControlError, SettingFault};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tauri::Url;
use tokio::sync::watch;

/// Mirrored by `Preferences` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// A tag of `languages`; `None`: the system's.
    pub language: Option<String>,
    pub theme: Theme,
    pub notifications: Notifications,
    /// Whether the first run has been gone through.
    pub welcomed: bool,
    /// Whether the first run asks when this machine may work. Earlier ones did not, and whoever went through one of
    /// those had it work.
    #[serde(default)]
    pub asks: bool,
    /// Look for updates by itself.
    pub updates: bool,
    /// Where they are announced; empty: nowhere yet.
    pub update_endpoint: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// For the desktop's own part of a window; `None`: as the desktop has it.
    pub fn native(self) -> Option<tauri::Theme> {
        match self {
            Self::System => None,
            Self::Light => Some(tauri::Theme::Light),
            Self::Dark => Some(tauri::Theme::Dark),
        }
    }
}

/// What the desktop is told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notifications {
    pub started: bool,
    pub stopped: bool,
    pub paid: bool,
    pub attention: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self { started: true, stopped: true, paid: true, attention: true }
    }
}

impl Notifications {
    pub fn wants(self, kind: Kind) -> bool {
        match kind {
            Kind::Started => self.started,
            Kind::Stopped => self.stopped,
            Kind::Paid => self.paid,
            Kind::Attention => self.attention,
        }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::System,
            notifications: Notifications::default(),
            welcomed: false,
            asks: true,
            updates: true,
            update_endpoint: String::new(),
        }
    }
}

impl Preferences {
    /// Whether the first run was gone through when it did not ask yet.
    pub fn finished_earlier(&self) -> bool {
        self.welcomed && !self.asks
    }

    fn check(&self) -> Result<(), ControlError> {
        let invalid = |name: &str, fault| Err(ControlError::InvalidSetting { name: name.to_owned(), fault });
        if let Some(tag) = &self.language
            && !LANGUAGES.iter().any(|language| language.tag == tag)
        {
            return invalid("language", SettingFault::NotSpoken);
        }
        if !self.update_endpoint.is_empty() && !is_endpoint(&self.update_endpoint) {
            return invalid("update_endpoint", SettingFault::NotAddress);
        }
        Ok(())
    }
}

/// Updates are signed, yet whoever can read along knows which version is behind; only this machine may do without.
fn is_endpoint(text: &str) -> bool {
    let Ok(url) = text.parse::<Url>() else { return false };
    let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    text.len() <= ADDRESS_LETTERS && (url.scheme() == "https" || url.scheme() == "http" && here)
}

/// The preferences as they are, on disk and in memory.
pub struct Kept {
    path: Option<PathBuf>,
    now: watch::Sender<Preferences>,
}

impl Kept {
    /// Reads them. Without a path they last as long as the program.
    pub fn open(path: Option<PathBuf>) -> Self {
        let kept = path.as_deref().and_then(|path| kept::read(path, |kept: &Preferences| kept.check().is_ok()));
        Self { path, now: watch::Sender::new(kept.unwrap_or_default()) }
    }

    pub fn get(&self) -> Preferences {
        self.now.borrow().clone()
    }

    pub fn subscribe(&self) -> watch::Receiver<Preferences> {
        self.now.subscribe()
    }

    /// Keeps them: on disk first.
    pub fn set(&self, new: Preferences) -> Result<Preferences, Trouble> {
        new.check()?;
        if let Some(path) = &self.path {
            kept::write(path, &new).map_err(|source| Trouble::File { path: path.clone(), source })?;
        }
        self.now.send_replace(new.clone());
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_kept_and_a_wrong_one_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("preferences.json");
        let kept = Kept::open(Some(path.clone()));
        assert_eq!(kept.get(), Preferences::default());
        let german = Preferences { language: Some("de".to_owned()), welcomed: true, ..Preferences::default() };
        kept.set(german.clone()).expect("right");
        assert_eq!(Kept::open(Some(path.clone())).get(), german);

        let wrong = |preferences| match kept.set(preferences) {
            Err(Trouble::Refused(ControlError::InvalidSetting { name, .. })) => name,
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(Preferences { language: Some("tlh".to_owned()), ..german.clone() }), "language");
        for address in ["nonsense", "http://updates.example/", "file:///etc/passwd", &"https://x/".repeat(60)] {
            let update_endpoint = address.to_owned();
            assert_eq!(wrong(Preferences { update_endpoint, ..german.clone() }), "update_endpoint", "{address}");
        }
        assert_eq!(kept.get(), german);
        for address in ["https://updates.example/{{target}}/{{current_version}}", "http://127.0.0.1:8000/latest.json"] {
            kept.set(Preferences { update_endpoint: address.to_owned(), ..german.clone() }).expect(address);
        }
    }

    #[test]
    fn an_older_files_missing_words_are_those_of_a_new_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("preferences.json");
        std::fs::write(&path, r#"{"theme":"dark","notifications":{"paid":false}}"#).expect("written");
        let kept = Kept::open(Some(path)).get();
        assert_eq!(kept.theme, Theme::Dark);
        assert!(!kept.asks, "its first run did not ask");
        assert_eq!(kept.notifications, Notifications { paid: false, ..Notifications::default() });
    }
}
