//! What a worker writes to its standard error: a few lines for the log, and the end of it for the obituary.

use crate::limits::{STDERR_LINE_BYTES, STDERR_LINES_LOGGED, STDERR_TAIL_BYTES};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::task::JoinHandle;

/// The end of a stream, in bounded memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tail(Arc<Mutex<Vec<u8>>>);

impl Tail {
    fn push(&self, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        let excess = kept.len().saturating_sub(STDERR_TAIL_BYTES);
        kept.drain(..excess);
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

/// Reads to the end, in a task of its own so that a worker never blocks on its complaints.
pub(crate) fn listen(mut stream: impl AsyncRead + Unpin + Send + 'static, pid: Option<u32>) -> (Tail, JoinHandle<()>) {
    let tail = Tail::default();
    let keep = tail.clone();
    let task = tokio::spawn(async move {
        let mut buffer = [0; 1024];
        let mut line = Vec::new();
        let mut lines_left = STDERR_LINES_LOGGED;
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            keep.push(&buffer[..count]);
            for &byte in &buffer[..count] {
                if byte != b'\n' && line.len() < STDERR_LINE_BYTES {
                    line.push(byte);
                } else if byte == b'\n' && lines_left > 0 {
                    tracing::info!(pid, "worker: {}", String::from_utf8_lossy(&line).trim_end());
                    lines_left -= 1;
                    line.clear();
                }
            }
        }
    });
    (tail, task)
}
