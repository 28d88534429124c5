//! What the program tells itself when it begins anew without a window: what it would forget otherwise, or tell twice.

use crate::notices::Notices;
use crate::updates::Looked;
use serde::{Deserialize, Serialize};

/// Written into the command line of the new beginning.
#[derive(Debug, Serialize, Deserialize)]
pub struct Carried {
    /// Whose it is: an update starts another process with the same arguments.
    process: u32,
    /// Whether the daemon that runs was started by this process.
    pub ours: bool,
    /// What the desktop was told.
    pub notices: Option<Notices>,
    /// What is known of updates.
    pub looked: Looked,
}

impl Carried {
    /// What this process tells itself.
    #[cfg(target_os = "linux")]
    pub fn new(ours: bool, notices: Notices, looked: Looked) -> Self {
        Self { process: std::process::id(), ours, notices: Some(notices), looked }
    }

    /// What a program carries that begins for the first time.
    pub fn nothing() -> Self {
        Self { process: std::process::id(), ours: false, notices: None, looked: Looked::default() }
    }

    /// What was written by this process; nothing, where another one wrote it, or another version.
    pub fn read(text: &str) -> Self {
        let read = serde_json::from_str(text).ok();
        read.filter(|carried: &Self| carried.process == std::process::id()).unwrap_or_else(Self::nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::UnixMillis;

    #[test]
    fn a_process_believes_its_own_words_only() {
        let notices = Some(Notices::new(UnixMillis(7)));
        let carried = Carried { ours: true, notices, ..Carried::nothing() };
        let text = serde_json::to_string(&carried).expect("serializable");
        let read = Carried::read(&text);
        assert!(read.ours && read.notices == carried.notices);
        let other = serde_json::to_string(&Carried { process: 0, ..carried }).expect("serializable");
        for text in [&other, "", "{}", "null"] {
            assert!(!Carried::read(text).ours, "{text}");
        }
    }
}
