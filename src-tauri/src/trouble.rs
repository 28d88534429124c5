//! Why a click had no effect: for the page a code and the small print, in English.

use idlewatt_control::messages::ControlError;
use idlewatt_control::{CallError, ConnectError};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::io;
use std::path::PathBuf;

/// Why a click had no effect. Mirrored by `Trouble` in ui/src/lib/backend/backend.ts.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Call(#[from] CallError),
    /// As the daemon would say it; here it was seen without asking.
    #[error(transparent)]
    Refused(#[from] ControlError),
    #[error("the daemon did not answer in time")]
    TimedOut,
    #[error("the daemon gave another answer than was asked for")]
    Unexpected,
    #[error("there is no folder for Idlewatt's data")]
    NoFolder,
    #[error("the end of the pause cannot be told: {0}")]
    Clock(#[from] jiff::Error),
    #[error("the autostart entry cannot be changed: {0}")]
    Autostart(#[from] tauri_plugin_autostart::Error),
    #[error("{} cannot be used: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{path} is not a path that can be used here: {what}")]
    Path { path: String, what: &'static str },
    #[error("the desktop refused: {0}")]
    Desktop(#[from] tauri::Error),
    #[error("the file manager cannot be asked: {0}")]
    Reveal(#[from] tauri_plugin_opener::Error),
    #[cfg(not(windows))]
    #[error("nothing can be copied: {0}")]
    Copy(#[from] arboard::Error),
    #[error("nothing can be copied: {0}")]
    NoCopy(&'static str),
    #[error("no update can be looked for: {0}")]
    Updater(#[from] tauri_plugin_updater::Error),
    #[error("no update can be looked for: {0}")]
    UpdateKey(&'static str),
    #[error("too much is going on at once")]
    Crowded,
}

impl Trouble {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) | Self::Call(CallError::Refused(_)) => "refused",
            Self::Connect(ConnectError::NotRunning) | Self::Call(CallError::HungUp) => "not-running",
            Self::TimedOut | Self::Call(CallError::TimedOut) => "timed-out",
            Self::NoFolder => "no-folder",
            Self::Autostart(_) => "autostart",
            Self::File { .. } | Self::Path { .. } => "file",
            Self::Connect(ConnectError::Start { .. } | ConnectError::Died { .. } | ConnectError::Late { .. })
            | Self::Reveal(_)
            | Self::NoCopy(_) => "program",
            #[cfg(not(windows))]
            Self::Copy(_) => "program",
            Self::Updater(_) | Self::UpdateKey(_) => "updater",
            Self::Connect(_) | Self::Call(_) | Self::Unexpected | Self::Clock(_) | Self::Desktop(_) | Self::Crowded => {
                "unexpected"
            }
        }
    }

    fn refusal(&self) -> Option<&ControlError> {
        match self {
            Self::Refused(error) | Self::Call(CallError::Refused(error)) => Some(error),
            _ => None,
        }
    }
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut trouble = serializer.serialize_struct("Trouble", 2)?;
        trouble.serialize_field("code", self.code())?;
        match self.refusal() {
            Some(error) => trouble.serialize_field("error", error)?,
            None => trouble.serialize_field("what", &self.to_string())?,
        }
        trouble.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_control::messages::SettingFault;
    use serde_json::json;

    #[test]
    fn the_page_gets_a_code_and_the_daemons_own_refusal_as_it_is() {
        let refused = ControlError::InvalidSetting { name: "a.b".to_owned(), fault: SettingFault::NotSwitch };
        for trouble in [Trouble::Refused(refused.clone()), Trouble::Call(CallError::Refused(refused))] {
            let json = serde_json::to_value(&trouble).expect("serializable");
            let error = json!({ "code": "invalid-setting", "name": "a.b", "fault": { "code": "not-switch" } });
            assert_eq!(json, json!({ "code": "refused", "error": error }));
        }
        let json = serde_json::to_value(Trouble::Connect(ConnectError::NotRunning)).expect("serializable");
        assert_eq!(json, json!({ "code": "not-running", "what": "the daemon is not running" }));
    }
}
