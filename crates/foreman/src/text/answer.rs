//! An answer on its way to its reader, who may be slow, or gone.

use crate::WorkerError;
use crate::limits::{BACKLOG_TOKENS, PIECES, UNREAD};
use idlewatt_proto::text::{Said, TextEvent};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tokio_util::sync::DropGuard;

/// What a reader gets: events in order, the last one being `Ended` or an error. Everybody's error when the worker ends.
pub type Told = Result<TextEvent, Arc<WorkerError>>;

/// What was said and not yet taken: never more than [`BACKLOG_TOKENS`], as pieces are put together.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    held: Mutex<Held>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Held {
    began: Option<TextEvent>,
    said: Said,
    end: Option<Told>,
}

impl Backlog {
    /// Puts an event by; `false`: the reader is too far behind for it.
    pub fn put(&self, event: TextEvent) -> bool {
        self.change(|held| match event {
            TextEvent::Began { .. } => held.began = Some(event),
            TextEvent::Said(said) => {
                held.said.text.push_str(&said.text);
                held.said.tokens.extend(said.tokens);
            }
            TextEvent::Ended { .. } => held.end = Some(Ok(event)),
        }) <= BACKLOG_TOKENS
    }

    /// That was all.
    pub fn fail(&self, error: Arc<WorkerError>) {
        self.change(|held| {
            held.end.get_or_insert(Err(error));
        });
    }

    fn change(&self, change: impl FnOnce(&mut Held)) -> usize {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut held);
        self.more.notify_one();
        held.said.tokens.len()
    }

    async fn next(&self) -> Told {
        loop {
            if let Some(next) = self.take() {
                return next;
            }
            self.more.notified().await;
        }
    }

    fn take(&self) -> Option<Told> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(began) = held.began.take() {
            return Some(Ok(began));
        }
        if held.said != Said::default() {
            return Some(Ok(TextEvent::Said(mem::take(&mut held.said))));
        }
        held.end.take()
    }
}

/// A reader's end, and ours.
pub(super) fn channel() -> (mpsc::Sender<Told>, mpsc::Receiver<Told>) {
    // One place is kept for the word that nobody read.
    mpsc::channel(PIECES + 1)
}

/// Carries what is put by to its reader until the answer ends or its reader is gone. Letting go of the guard cancels
/// the request, where it is still under way.
pub(super) async fn carry(backlog: Arc<Backlog>, reader: mpsc::Sender<Told>, guard: DropGuard) {
    let Ok(last) = reader.clone().reserve_owned().await else { return };
    loop {
        let next = tokio::select! {
            biased;
            () = reader.closed() => break,
            next = backlog.next() => next,
        };
        let ends = !matches!(next, Ok(TextEvent::Began { .. } | TextEvent::Said(_)));
        match timeout(UNREAD, reader.send(next)).await {
            Ok(Ok(())) if !ends => {}
            Ok(_) => break,
            Err(_) => {
                last.send(Err(Arc::new(WorkerError::Unread)));
                break;
            }
        }
    }
    drop(guard);
}
