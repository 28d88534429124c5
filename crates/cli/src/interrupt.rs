//! Ctrl-C, heard from the beginning: `tokio::signal::ctrl_c` would miss what comes between two calls of it.

use crate::error::Error;
use std::io::{copy, sink, stdin};
use std::sync::Arc;
use tokio::sync::Notify;

/// Hears Ctrl-C as long as it lives; the program no longer ends by it.
pub struct Interrupts {
    #[cfg(unix)]
    signals: tokio::signal::unix::Signal,
    #[cfg(windows)]
    signals: tokio::signal::windows::CtrlC,
    /// Says when standard input has closed, if that counts.
    closed: Arc<Notify>,
}

impl Interrupts {
    pub fn listen() -> Result<Self, Error> {
        #[cfg(unix)]
        let signals = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
        #[cfg(windows)]
        let signals = tokio::signal::windows::ctrl_c();
        Ok(Self { signals: signals.map_err(Error::Signals)?, closed: Arc::default() })
    }

    /// From now on the end of standard input counts as one: whoever started this program is gone then.
    pub fn end_with_input(&self) {
        let closed = Arc::clone(&self.closed);
        // Not tokio's: its reader would keep the program from ending before its input does.
        std::thread::spawn(move || {
            // An input that cannot be read is as good as closed.
            let _ = copy(&mut stdin().lock(), &mut sink());
            closed.notify_one();
        });
    }

    /// The next Ctrl-C, or the one that came meanwhile.
    pub async fn next(&mut self) {
        tokio::select! {
            signal = self.signals.recv() => {
                if signal.is_none() {
                    // No more can come; waiting for one goes on for ever.
                    self.closed.notified().await;
                }
            }
            () = self.closed.notified() => {}
        }
    }
}
