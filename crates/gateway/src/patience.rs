//! A connection whose writes must move, and that ends without breaking.

use crate::limits::{LINGER_BYTES, LINGER_WITHIN};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Fails a write that cannot go on for so long. A client that keeps its connection and reads nothing would otherwise hold
/// its answer, and the model's place for it, for ever.
pub struct Patient<S> {
    stream: S,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    /// Whether the other side may still be sending when all is said.
    lingers: Arc<AtomicBool>,
    lingering: Option<Lingering>,
}

/// What is still read after the last word.
struct Lingering {
    left: usize,
    until: Pin<Box<Sleep>>,
}

impl<S> Patient<S> {
    pub fn new(stream: S, patience: Duration, lingers: Arc<AtomicBool>) -> Self {
        Self { stream, patience, waiting: None, lingers, lingering: None }
    }

    fn within<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.waiting = None;
            return polled;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> Patient<S> {
    /// Reads and throws away until the other side has nothing more to say, within bounds.
    fn poll_linger(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let lingering = self
            .lingering
            .get_or_insert_with(|| Lingering { left: LINGER_BYTES, until: Box::pin(sleep(LINGER_WITHIN)) });
        let mut scratch = [0; 16 * 1024];
        while lingering.left > 0 && lingering.until.as_mut().poll(context).is_pending() {
            let mut into = ReadBuf::new(&mut scratch);
            match ready!(Pin::new(&mut self.stream).poll_read(context, &mut into)) {
                Ok(()) if !into.filled().is_empty() => {
                    lingering.left = lingering.left.saturating_sub(into.filled().len());
                }
                Ok(()) | Err(_) => break,
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.within(context, polled)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.within(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A socket's flush is at once; it must not end the wait of a write.
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.lingering.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        }
        if !this.lingers.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        this.poll_linger(context).map(Ok)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::Instant;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_takes_nothing_is_given_up() {
        let (ours, _theirs) = duplex(64);
        let began = Instant::now();
        let failed = Patient::new(ours, PATIENCE, Arc::default()).write_all(&[7; 65]).await.expect_err("nobody reads");
        assert_eq!(failed.kind(), io::ErrorKind::TimedOut);
        assert!(began.elapsed() >= PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_is_waited_for() {
        let (ours, mut theirs) = duplex(64);
        let writing =
            tokio::spawn(async move { Patient::new(ours, PATIENCE, Arc::default()).write_all(&[7; 640]).await });
        let mut read = [0; 64];
        for _ in 0..10 {
            sleep(PATIENCE - Duration::from_secs(1)).await;
            theirs.read_exact(&mut read).await.expect("bytes");
        }
        writing.await.expect("no panic").expect("all was written");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_still_sends_is_heard_out_for_a_while() {
        for lingers in [false, true] {
            let (ours, mut theirs) = duplex(64);
            let mut patient = Patient::new(ours, PATIENCE, Arc::new(AtomicBool::new(lingers)));
            let ending = tokio::spawn(async move { patient.shutdown().await });
            let sent = theirs.write_all(&[7; 6400]).await;
            assert_eq!(sent.is_ok(), lingers, "{sent:?}");
            let began = Instant::now();
            ending.await.expect("no panic").expect("an orderly end");
            assert_eq!(began.elapsed() >= LINGER_WITHIN, lingers, "and not for ever");
        }
    }
}
