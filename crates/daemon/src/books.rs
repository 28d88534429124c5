//! The ledger on a thread of its own. Callers hand in what is to be done with it and wait for the answer;
//! an entry is durable when the answer is there.

use crate::limits::BOOKS_QUEUE;
use idlewatt_control::messages::ControlError;
use idlewatt_ledger::{Entry, Ledger, Outcome, RecordError, StorageError};
use tokio::sync::{mpsc, oneshot, watch};

type Task = Box<dyn FnOnce(&mut Ledger) + Send>;

/// The way to the ledger.
#[derive(Clone)]
pub struct Books {
    tasks: mpsc::Sender<Task>,
    version: watch::Sender<u64>,
}

/// An entry that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The ledger refused for good.
    #[error("the books cannot be written")]
    Record(#[from] RecordError),
    /// The ledger's file cannot be read.
    #[error("the books cannot be read")]
    Read(#[from] StorageError),
    /// The ledger's thread is gone.
    #[error("the books are closed")]
    Closed,
}

impl From<BooksError> for ControlError {
    fn from(error: BooksError) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        Self::Books { what: format!("{error}{}", cause.unwrap_or_default()) }
    }
}

impl Books {
    /// Gives the ledger its thread. The thread ends when the last `Books` is dropped.
    pub fn keep(mut ledger: Ledger) -> (Self, std::thread::JoinHandle<()>) {
        let (tasks, mut queue) = mpsc::channel::<Task>(BOOKS_QUEUE);
        let thread = std::thread::spawn(move || {
            while let Some(task) = queue.blocking_recv() {
                task(&mut ledger);
            }
        });
        (Self { tasks, version: watch::Sender::new(0) }, thread)
    }

    /// Makes an entry.
    pub async fn record(&self, entry: Entry) -> Result<Outcome, BooksError> {
        self.record_all(vec![entry]).await
    }

    /// Makes several entries at once: all of them or none, and nobody sees the books between two of them.
    pub async fn record_all(&self, entries: Vec<Entry>) -> Result<Outcome, BooksError> {
        let outcome = self.with(move |ledger| ledger.record_all(&entries)).await??;
        self.version.send_modify(|version| *version += 1);
        Ok(outcome)
    }

    /// Does something with the ledger.
    pub async fn with<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Ledger) -> T + Send + 'static,
    ) -> Result<T, BooksError> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |ledger| {
            // A caller that stopped waiting still gets its entry made.
            let _ = answer.send(task(ledger));
        });
        self.tasks.send(task).await.map_err(|_| BooksError::Closed)?;
        answered.await.map_err(|_| BooksError::Closed)
    }

    /// Reads in the ledger.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Ledger) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, BooksError> {
        Ok(self.with(move |ledger| read(ledger)).await??)
    }

    /// Changes whenever an entry was made.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}
