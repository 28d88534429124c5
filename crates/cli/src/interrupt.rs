//! Ctrl-C, heard from the beginning: `tokio::signal::ctrl_c` would miss what comes between two calls of it.

use crate::error::Error;

/// Hears Ctrl-C as long as it lives; the program no longer ends by it.
pub struct Interrupts {
    #[cfg(unix)]
    signals: tokio::signal::unix::Signal,
    #[cfg(windows)]
    signals: tokio::signal::windows::CtrlC,
}

impl Interrupts {
    pub fn listen() -> Result<Self, Error> {
        #[cfg(unix)]
        let signals = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
        #[cfg(windows)]
        let signals = tokio::signal::windows::ctrl_c();
        Ok(Self { signals: signals.map_err(Error::Signals)? })
    }

    /// The next Ctrl-C, or the one that came meanwhile.
    pub async fn next(&mut self) {
        if self.signals.recv().await.is_none() {
            // No more can come; waiting for one goes on for ever.
            std::future::pending().await
        }
    }
}
