//! One worker process: its pipes, its bounds and its end.

use crate::limits::{GRACE, ORDERS, REPORTS_PER_SECOND, STDERR_BYTES};
use idlewatt_proto::limits::WORKER_LINE_BYTES;
use idlewatt_proto::worker::{Fault, Order, Report};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// Why a worker did not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// It could not be started.
    #[error("the worker {program} cannot be started: {source}")]
    Spawn {
        /// Which program.
        program: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// It says why.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It said nothing for too long, and was killed.
    #[error("the worker was silent for {} s", .0.as_secs())]
    Silent(Duration),
    /// It said something that is no report, and was killed.
    #[error("the worker's report cannot be read: {0}")]
    Garbage(String),
    /// It said too much, and was killed.
    #[error("the worker flooded its reports")]
    Flooded,
    /// It is gone.
    #[error("the worker ended ({status}): {stderr}")]
    Exited {
        /// How.
        status: String,
        /// Its last words.
        stderr: String,
    },
    /// It was killed by us, on purpose.
    #[error("the worker was killed")]
    Killed,
    /// Its result is not what it says.
    #[error("the worker's result does not hold: {0}")]
    Mismatch(&'static str),
    /// It is of another installation.
    #[error("the worker speaks protocol {theirs}, not {ours}")]
    Protocol {
        /// Its version.
        theirs: u32,
        /// This one's.
        ours: u32,
    },
    /// A file on our side could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
}

/// A running worker process.
pub struct Process {
    child: Child,
    reports: BufReader<ChildStdout>,
    /// Where orders go. Dropping every sender ends the worker.
    pub orders: mpsc::Sender<Order>,
    /// Cancelled when the worker is to die at once.
    pub killed: CancellationToken,
    stderr: Arc<Mutex<Vec<u8>>>,
    second: (Instant, u32),
}

/// What a worker's environment keeps: where drivers are found, and nothing of the owner's.
const KEPT: [&str; 12] = [
    "LD_LIBRARY_PATH",
    "XDG_RUNTIME_DIR",
    "XDG_DATA_DIRS",
    "VK_DRIVER_FILES",
    "VK_ICD_FILENAMES",
    "VK_LOADER_DEBUG",
    "SystemRoot",
    "SYSTEMROOT",
    "ProgramData",
    "ProgramFiles",
    "WINEPREFIX",
    "DISPLAY",
];

impl Process {
    /// Starts `program args` with a cleared environment, in `folder`.
    pub fn start(program: &Path, args: &[OsString], folder: &Path) -> Result<Self, WorkerError> {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).env_clear().kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in KEPT {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("HOME", folder).env("TMPDIR", folder).env("TMP", folder).env("TEMP", folder);
        command.env("MESA_SHADER_CACHE_DISABLE", "true").env("__GL_SHADER_DISK_CACHE", "0");
        let failed = |source| WorkerError::Spawn { program: program.to_owned(), source };
        let mut child = command.spawn().map_err(failed)?;
        let missing = || failed(std::io::Error::other("a pipe is missing"));
        let (Some(mut stdin), Some(stdout), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(missing());
        };
        let (orders, mut queue) = mpsc::channel::<Order>(ORDERS);
        // Dropping the last sender closes the worker's standard input, which is its order to end.
        tokio::spawn(async move {
            while let Some(order) = queue.recv().await {
                let Ok(mut line) = serde_json::to_vec(&order) else { continue };
                line.push(b'\n');
                if stdin.write_all(&line).await.is_err() {
                    return;
                }
            }
        });
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&stderr);
        tokio::spawn(async move {
            let mut buffer = [0; 1024];
            while let Ok(read @ 1..) = errors.read(&mut buffer).await {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&buffer[..read]);
                let excess = kept.len().saturating_sub(STDERR_BYTES);
                kept.drain(..excess);
            }
        });
        let second = (Instant::now(), 0);
        Ok(Self { child, reports: BufReader::new(stdout), orders, killed: CancellationToken::new(), stderr, second })
    }

    /// Its process id, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// The next report, within a bound on silence. After an error the process is dead.
    pub async fn report(&mut self, within: Duration) -> Result<Report, WorkerError> {
        let killed = self.killed.clone();
        let read = tokio::select! {
            () = killed.cancelled() => Err(WorkerError::Killed),
            read = timeout(within, self.read()) => read.unwrap_or(Err(WorkerError::Silent(within))),
        };
        if read.is_err() {
            let _ = self.child.kill().await;
        }
        read
    }

    async fn read(&mut self) -> Result<Report, WorkerError> {
        let mut line = Vec::new();
        let bound = WORKER_LINE_BYTES as u64 + 1;
        let read = (&mut self.reports).take(bound).read_until(b'\n', &mut line).await;
        if read.is_err() || line.is_empty() {
            return Err(self.exited().await);
        }
        if line.len() > WORKER_LINE_BYTES {
            return Err(WorkerError::Flooded);
        }
        let now = Instant::now();
        if now.duration_since(self.second.0) > Duration::from_secs(1) {
            self.second = (now, 0);
        }
        self.second.1 += 1;
        if self.second.1 > REPORTS_PER_SECOND {
            return Err(WorkerError::Flooded);
        }
        serde_json::from_slice(&line).map_err(|error| WorkerError::Garbage(error.to_string()))
    }

    async fn exited(&mut self) -> WorkerError {
        let status = match timeout(GRACE, self.child.wait()).await {
            Ok(Ok(status)) => describe(status),
            _ => "its pipe is closed".to_owned(),
        };
        WorkerError::Exited { status, stderr: self.last_words() }
    }

    /// The end of what it wrote to standard error.
    pub fn last_words(&self) -> String {
        let kept = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).trim().to_owned()
    }

    /// Ends it: politely by closing its input, then not.
    pub async fn end(mut self) {
        drop(self.orders);
        if timeout(GRACE, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

fn describe(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("code {code}"),
        None => status.to_string(),
    }
}
