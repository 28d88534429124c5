//! Windows and macOS have a tray, always.

/// Nothing is loaded for it.
pub fn has_library() -> bool {
    true
}

/// It is part of the desktop.
pub async fn has_host() -> bool {
    true
}
