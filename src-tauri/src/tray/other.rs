//! Windows and macOS have a tray, always.

/// It is part of the desktop.
pub async fn has_host() -> bool {
    true
}

/// It is there already.
pub async fn host_comes() {
    std::future::ready(()).await
}
