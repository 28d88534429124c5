//! What goes on answering a page: each can be stopped, and stops when its window closes or loads another page.

use crate::limits::STREAMS_MOST;
use crate::trouble::Trouble;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::async_runtime::JoinHandle;

struct Stream {
    window: String,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Table {
    next: u32,
    running: HashMap<u32, Stream>,
}

/// All that go on.
#[derive(Default, Clone)]
pub struct Streams(Arc<Mutex<Table>>);

impl Streams {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins one for a window. Returns the number by which it can be stopped.
    pub fn begin(&self, window: &str, work: impl Future<Output = ()> + Send + 'static) -> Result<u32, Trouble> {
        // Held until it is listed, so that one that ends at once is struck off after that.
        let mut table = self.table();
        if table.running.len() >= STREAMS_MOST {
            return Err(Trouble::Crowded);
        }
        let number = table.next;
        table.next = number.wrapping_add(1);
        let streams = self.clone();
        let task = tauri::async_runtime::spawn(async move {
            work.await;
            streams.table().running.remove(&number);
        });
        table.running.insert(number, Stream { window: window.to_owned(), task });
        Ok(number)
    }

    /// Stops one. One that has ended already is none.
    pub fn stop(&self, number: u32) {
        if let Some(stream) = self.table().running.remove(&number) {
            stream.task.abort();
        }
    }

    pub fn stop_all_of(&self, window: &str) {
        self.table().running.retain(|_, stream| {
            let others = stream.window != window;
            if !others {
                stream.task.abort();
            }
            others
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot;

    /// One that goes on until it is stopped, and a word that comes when it is gone.
    fn endless(streams: &Streams, window: &str) -> (u32, oneshot::Receiver<()>) {
        let (alive, gone) = oneshot::channel::<()>();
        let work = async move {
            let _alive = alive;
            std::future::pending::<()>().await;
        };
        (streams.begin(window, work).expect("room"), gone)
    }

    #[test]
    fn a_stream_ends_when_it_is_stopped_and_when_its_window_closes() {
        let streams = Streams::default();
        let (one, one_gone) = endless(&streams, "main");
        let (_, two_gone) = endless(&streams, "main");
        let (other, other_gone) = endless(&streams, "compact");
        streams.stop(one);
        assert!(one_gone.blocking_recv().is_err());
        assert_eq!(streams.table().running.len(), 2);
        streams.stop_all_of("main");
        assert!(two_gone.blocking_recv().is_err());
        assert_eq!(streams.table().running.keys().copied().collect::<Vec<_>>(), [other]);
        streams.stop(other);
        assert!(other_gone.blocking_recv().is_err());
    }

    #[test]
    fn there_is_room_for_a_few() {
        let streams = Streams::default();
        let kept: Vec<_> = (0..STREAMS_MOST).map(|_| endless(&streams, "main")).collect();
        assert!(matches!(streams.begin("main", async {}), Err(Trouble::Crowded)));
        streams.stop(kept[3].0);
        assert!(streams.begin("main", async {}).is_ok());
    }
}
