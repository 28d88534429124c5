//! The session: locked or not.
#![allow(unsafe_code)]

use super::dictionary::Dictionary;
use objc2_core_graphics::CGSessionCopyCurrentDictionary;

/// Whether the session is locked.
pub fn locked() -> Result<bool, String> {
    let session = CGSessionCopyCurrentDictionary().ok_or("this process belongs to no session with a screen")?;
    // SAFETY: the keys of a session's dictionary are documented to be texts.
    let session = unsafe { Dictionary::new(session) };
    // There only while it is locked. Undocumented, but the same for fifteen years, and nothing documented tells.
    Ok(session.is("CGSSessionScreenIsLocked"))
}
