//! What holds a worker back, and what ends it, from any thread and without waiting.

use crate::platform::Handle;
use idlewatt_proto::worker::{Order, Pace};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio_util::sync::CancellationToken;

/// The end of a process, for all who may wish it.
#[derive(Debug)]
pub(crate) struct Kill {
    handle: Handle,
    /// Told the process's keeper, who makes sure and waits for the end.
    told: CancellationToken,
    /// Somebody with reins wanted it: what the worker saved before is to be believed if it proves right.
    wanted: AtomicBool,
    /// The GPU is to be free as soon as the unit in hand has an answer.
    releasing: AtomicBool,
}

impl Kill {
    pub fn new(pid: Option<u32>) -> Self {
        Self {
            handle: Handle::of(pid),
            told: CancellationToken::new(),
            wanted: AtomicBool::new(false),
            releasing: AtomicBool::new(false),
        }
    }

    /// Ends the process, for whatever it did.
    pub fn now(&self) {
        // First, so that the keeper never takes this for an end of the worker's own.
        self.told.cancel();
        self.handle.kill();
    }

    /// Ends the process, which did nothing wrong.
    pub fn as_wanted(&self) {
        if !self.told.is_cancelled() {
            self.wanted.store(true, Ordering::Release);
        }
        self.now();
    }

    pub async fn told(&self) {
        self.told.cancelled().await;
    }

    pub fn wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    pub fn releasing(&self) -> bool {
        self.releasing.load(Ordering::Acquire)
    }
}

/// Holds a worker back while somebody else waits for its answer.
#[derive(Debug, Clone)]
pub struct Reins {
    // Weak, so that closing a worker closes its standard input whoever still holds reins.
    pub(crate) orders: mpsc::WeakSender<Order>,
    pub(crate) kill: Arc<Kill>,
}

impl Reins {
    /// From now on, work so hard. Obeyed after the submission in hand.
    pub fn pace(&self, pace: Pace) {
        self.order(Order::Pace(pace));
    }

    /// Finish the unit in hand with the whole samples it has.
    pub fn yield_now(&self) {
        self.order(Order::Yield);
    }

    /// End the process now, in the middle of whatever it does. Samples that it saved are not lost.
    pub fn kill(&self) {
        self.kill.as_wanted();
    }

    /// Free the GPU: the unit in hand may be finished with its whole samples, and then, or after `grace` whatever has
    /// come, the process is killed. The first call counts; only [`Reins::kill`] is sooner.
    pub fn release_gpu(&self, grace: Duration) {
        if self.kill.releasing.swap(true, Ordering::AcqRel) {
            return;
        }
        self.yield_now();
        let kill = Arc::clone(&self.kill);
        // A thread of its own: a runtime may have its hands full just when a game starts.
        let deadline = thread::Builder::new().name("release".into()).spawn(move || {
            thread::sleep(grace);
            kill.as_wanted();
        });
        if deadline.is_err() {
            self.kill();
        }
    }

    fn order(&self, order: Order) {
        let Some(orders) = self.orders.upgrade() else { return };
        // A worker that does not read its orders cannot be held back in any other way.
        if let Err(TrySendError::Full(_)) = orders.try_send(order) {
            self.kill.now();
        }
    }
}
