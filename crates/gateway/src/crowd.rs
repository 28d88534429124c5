//! Connections that nobody uses, and which of them goes when there is no room for another.

use crate::reply::Reply;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Connections without a request, in the order in which they came to be so.
#[derive(Debug, Default)]
pub struct Crowd {
    waiting: Mutex<Waiting>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    guests: BTreeMap<u64, CancellationToken>,
}

impl Crowd {
    /// Asks the one that has waited longest to leave, as soon as there is one.
    pub async fn send_away(&self) {
        loop {
            let longest = self.waiting().guests.pop_first();
            match longest {
                Some((_, leave)) => return leave.cancel(),
                None => self.more.notified().await,
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection.
#[derive(Debug)]
pub struct Guest {
    crowd: Arc<Crowd>,
    leave: CancellationToken,
    number: Mutex<u64>,
    asked: AtomicBool,
}

impl Guest {
    pub fn new(crowd: Arc<Crowd>) -> Self {
        let guest =
            Self { crowd, leave: CancellationToken::new(), number: Mutex::new(0), asked: AtomicBool::new(false) };
        guest.wait();
        guest
    }

    /// Ends when it is to leave.
    pub async fn leaves(&self) {
        self.leave.cancelled().await;
    }

    /// Whether a request has come.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// A request came.
    pub fn ask(self: &Arc<Self>) -> Served {
        self.asked.store(true, Ordering::Relaxed);
        self.crowd.waiting().guests.remove(&self.number());
        Served(Arc::clone(self))
    }

    fn wait(&self) {
        let mut waiting = self.crowd.waiting();
        let number = waiting.next;
        waiting.next += 1;
        waiting.guests.insert(number, self.leave.clone());
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.crowd.more.notify_one();
    }

    fn number(&self) -> u64 {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let number = self.number();
        self.crowd.waiting().guests.remove(&number);
    }
}

/// A request in hand. Dropped when its answer is over.
pub struct Served(Arc<Guest>);

impl Served {
    /// Keeps it until the answer has been taken.
    pub fn until_over(self, reply: Reply) -> Reply {
        reply.map(|body| Held { body, _served: self }.boxed_unsync())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.0.wait();
    }
}

struct Held<B> {
    body: B,
    _served: Served,
}

impl<B: Body<Data = Bytes, Error = Infallible> + Unpin> Body for Held<B> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
