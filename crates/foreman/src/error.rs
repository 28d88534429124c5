//! What can go wrong with a worker.

use crate::limits;
use idlewatt_proto::worker::Fault;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a worker gave no answer, or none that counts. After everything but
/// [`WorkerError::Fault`], [`WorkerError::Unread`] and [`WorkerError::Crowded`] its process is gone.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The program is not where it should be, or the system does not start it.
    #[error("the worker {} cannot be started: {source}", program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The worker says itself why it cannot. It lives on and takes other orders.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// No report came in time.
    #[error("the worker said nothing for {} s while {doing}", after.as_secs())]
    Silent {
        /// What it was about.
        doing: &'static str,
        /// How long it was waited for.
        after: Duration,
    },
    /// The unit took longer than any may.
    #[error("the worker took longer over a piece of work than {} s", most.as_secs())]
    Overtime {
        /// Allowed.
        most: Duration,
    },
    /// It said something that is no report, or no answer to the order.
    #[error("the worker said what makes no sense: {said:?}")]
    Garbage {
        /// The beginning of it.
        said: String,
    },
    /// It talks too much.
    #[error("the worker sent more than {most} reports in a second")]
    Flooded {
        /// Allowed.
        most: u32,
    },
    /// The answer was made faster than it was read, or not read at all, and given up. The worker lives on.
    #[error("nobody read the answer for {} s, or it ran {} tokens ahead of its reader", limits::UNREAD.as_secs(), limits::BACKLOG_TOKENS)]
    Unread,
    /// More is asked of a model than one worker is given. The worker lives on.
    #[error("{} requests are under way already", limits::REQUESTS)]
    Crowded,
    /// It left by itself.
    #[error("the worker ended by itself ({status}){}", last_words(stderr))]
    Exited {
        /// How.
        status: String,
        /// The end of what it wrote to its standard error.
        stderr: String,
    },
    /// It was killed by us, or given up in the middle of an order.
    #[error("the worker was killed")]
    Killed,
    /// It took more memory than agreed and was killed.
    #[error("the worker took {} MiB of memory, more than the {} MiB allowed", took >> 20, allowed >> 20)]
    Memory {
        /// Bytes that it took.
        took: u64,
        /// Bytes allowed.
        allowed: u64,
    },
    /// The result is not what the worker says of it.
    #[error("the worker's result is not what it says: {what}")]
    Mismatch {
        /// What is different.
        what: String,
    },
    /// Worker and foreman do not belong together: a broken installation.
    #[error("the worker is of another version ({found})")]
    Version {
        /// What it calls itself.
        found: String,
    },
    /// A file could not be made, moved or read.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// With which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WorkerError {
    pub(crate) fn file(what: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { what, path, source }
    }

    pub(crate) fn garbage(said: &str) -> Self {
        Self::Garbage { said: said.chars().take(limits::QUOTE_CHARS).collect() }
    }
}

fn last_words(stderr: &str) -> String {
    stderr.trim().lines().last().map_or_else(String::new, |line| format!(": {line}"))
}
