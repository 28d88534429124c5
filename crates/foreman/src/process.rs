//! A worker process: orders in, reports out, and its end, which somebody always waits for.

use crate::limits::{CLOSE, EXIT, KEPT_FOR_REINS, MEMORY_LOOK, ORDERS, REAP, REPORTS_PER_SECOND};
use crate::reins::Kill;
use crate::scratch::Scratch;
use crate::stderr::{self, Tail};
use crate::{WorkerError, platform};
use futures::StreamExt;
use idlewatt_proto::limits::WORKER_LINE_BYTES;
use idlewatt_proto::text::TextEvent;
use idlewatt_proto::worker::{Order, Report};
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};

/// How a process ended.
#[derive(Debug, Clone)]
enum End {
    Exited(Option<ExitStatus>),
    Killed,
    Memory { took: u64, allowed: u64 },
}

/// A running worker. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Process {
    pid: Option<u32>,
    orders: mpsc::Sender<Order>,
    taken: Arc<Notify>,
    reports: FramedRead<ChildStdout, LinesCodec>,
    second: Instant,
    reports_in_second: u32,
    reports_per_second: u32,
    kill: Arc<Kill>,
    end: watch::Receiver<Option<End>>,
    stderr: Tail,
    stderr_task: JoinHandle<()>,
}

impl Process {
    /// Starts a worker in its folder, with an environment that says nothing about its owner.
    pub fn start(
        program: &Path,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
        scratch: Arc<Scratch>,
        memory_bytes: u64,
    ) -> Result<Self, WorkerError> {
        let mut command = Command::new(program);
        let known = platform::ENVIRONMENT.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        command
            .args(arguments)
            .current_dir(scratch.path())
            .env_clear()
            .envs(known)
            // What one job's shaders leave in a cache would be read by the next one's driver, so each has its own.
            .env("MESA_SHADER_CACHE_DIR", scratch.shader_cache())
            // Loaders look for a display's socket there, and complain when there is no such folder.
            .env("XDG_RUNTIME_DIR", scratch.path())
            .env("__GL_SHADER_DISK_CACHE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        platform::prepare(&mut command);
        let fail = |source| WorkerError::Spawn { program: program.to_owned(), source };
        let mut child = command.spawn().map_err(fail)?;
        let pipe = || fail(std::io::ErrorKind::BrokenPipe.into());
        let stdin = child.stdin.take().ok_or_else(pipe)?;
        let stdout = child.stdout.take().ok_or_else(pipe)?;
        let (stderr, stderr_task) = stderr::listen(child.stderr.take().ok_or_else(pipe)?, child.id());
        let (orders, queue) = mpsc::channel(ORDERS);
        let (tell, end) = watch::channel(None);
        let pid = child.id();
        let kill = Arc::new(Kill::new(pid));
        let taken = Arc::new(Notify::new());
        tokio::spawn(write(stdin, queue, Arc::clone(&taken)));
        tokio::spawn(keep(child, scratch, memory_bytes, Arc::clone(&kill), tell));
        Ok(Self {
            pid,
            orders,
            taken,
            reports: FramedRead::new(stdout, LinesCodec::new_with_max_length(WORKER_LINE_BYTES)),
            second: Instant::now(),
            reports_in_second: 0,
            reports_per_second: REPORTS_PER_SECOND,
            kill,
            end,
            stderr,
            stderr_task,
        })
    }

    /// It may talk so much from now on.
    pub fn may_report(&mut self, per_second: u32) {
        self.reports_per_second = per_second;
    }

    /// Its number, until it has ended.
    pub fn pid(&self) -> Option<u32> {
        if self.end.borrow().is_some() { None } else { self.pid }
    }

    /// Its number, for one who does not hold the process.
    pub fn life(&self) -> Life {
        Life { pid: self.pid, end: self.end.clone() }
    }

    pub fn kill(&self) -> &Arc<Kill> {
        &self.kill
    }

    pub fn orders(&self) -> &mpsc::Sender<Order> {
        &self.orders
    }

    /// A way to the worker's queue that leaves [`KEPT_FOR_REINS`] places free. It keeps the worker's standard input open.
    pub fn queue(&self) -> Queue {
        Queue { orders: self.orders.clone(), taken: Arc::clone(&self.taken) }
    }

    /// Puts an order on its way. A worker that has not read the last [`ORDERS`] ones does not listen any more.
    pub fn order(&self, order: Order) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.orders.try_send(order) {
            self.kill.now();
        }
    }

    /// The next report, a fault being an error. After any other error the process is gone.
    pub async fn report(&mut self, doing: &'static str, patience: Duration) -> Result<Report, WorkerError> {
        match self.listen(doing, patience).await {
            Ok(Report::Failed { fault, .. }) => Err(WorkerError::Fault(fault)),
            Ok(report) => Ok(report),
            Err(error) => Err(self.fail(error).await),
        }
    }

    async fn listen(&mut self, doing: &'static str, patience: Duration) -> Result<Report, WorkerError> {
        match timeout(patience, self.reports.next()).await {
            Err(_) => Err(WorkerError::Silent { doing, after: patience }),
            Ok(line) => self.understand(line).await,
        }
    }

    /// The next report, whenever it comes and a fault being one. Can be given up and called again, until it returns an
    /// error: then it is the caller's to [`Process::fail`].
    pub async fn hear(&mut self) -> Result<Report, WorkerError> {
        let line = self.reports.next().await;
        self.understand(line).await
    }

    async fn understand(&mut self, line: Option<Result<String, LinesCodecError>>) -> Result<Report, WorkerError> {
        let line = match line {
            None => return Err(self.obituary().await),
            Some(Err(LinesCodecError::MaxLineLengthExceeded)) => {
                return Err(WorkerError::garbage("a line without an end"));
            }
            Some(Err(LinesCodecError::Io(error))) => return Err(WorkerError::garbage(&error.to_string())),
            Some(Ok(line)) => line,
        };
        if self.second.elapsed() >= Duration::from_secs(1) {
            self.second = Instant::now();
            self.reports_in_second = 0;
        }
        let report = serde_json::from_str(&line).map_err(|_| WorkerError::garbage(&line))?;
        if unasked(&report) {
            self.reports_in_second += 1;
        }
        let most = self.reports_per_second;
        if self.reports_in_second > most { Err(WorkerError::Flooded { most }) } else { Ok(report) }
    }

    /// Kills a worker that broke its word, waits for its end, and hands back why.
    pub async fn fail(&mut self, error: WorkerError) -> WorkerError {
        self.kill.now();
        self.gone().await;
        error
    }

    /// Waits for the end of a process that was killed.
    pub async fn gone(&mut self) {
        self.ended(REAP).await;
    }

    /// Its output ended: so did it, or it will now.
    async fn obituary(&mut self) -> WorkerError {
        if !self.ended(EXIT).await {
            self.kill.now();
            self.ended(REAP).await;
        }
        let end = self.end.borrow().clone();
        match end {
            Some(End::Exited(status)) => {
                let _ = timeout(EXIT, &mut self.stderr_task).await;
                let status = status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
                WorkerError::Exited { status, stderr: self.stderr.text() }
            }
            Some(End::Memory { took, allowed }) => WorkerError::Memory { took, allowed },
            Some(End::Killed) | None => WorkerError::Killed,
        }
    }

    async fn ended(&mut self, patience: Duration) -> bool {
        matches!(timeout(patience, self.end.wait_for(Option::is_some)).await, Ok(Ok(_)))
    }

    /// Closes its standard input, waits a little, kills it, and waits for its end.
    pub async fn close(mut self) {
        let (nobody, _) = mpsc::channel(1);
        self.orders = nobody;
        if !self.ended(CLOSE).await {
            self.kill.now();
            self.ended(REAP).await;
        }
    }
}

/// Whether a worker may say it as often as it likes. All else answers something, once: who waits for it is owed no more,
/// and takes no more.
fn unasked(report: &Report) -> bool {
    match report {
        Report::Embedded { .. } | Report::Scored { .. } | Report::Failed { request: Some(_), .. } => false,
        Report::Text { event, .. } => matches!(event, TextEvent::Said(_)),
        _ => true,
    }
}

/// Whether a process lives.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pid: Option<u32>,
    end: watch::Receiver<Option<End>>,
}

impl Life {
    /// Its number, until it has ended.
    pub fn pid(&self) -> Option<u32> {
        if self.end.borrow().is_some() { None } else { self.pid }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill.now();
    }
}

/// Where orders wait that are in no hurry.
pub(crate) struct Queue {
    orders: mpsc::Sender<Order>,
    /// Told whenever an order leaves the queue.
    taken: Arc<Notify>,
}

impl Queue {
    /// Waits until there is room. Places are not held meanwhile, as those who wait for several of a channel hold them:
    /// reins could not have them then.
    pub async fn room(&self) {
        while self.orders.capacity() <= KEPT_FOR_REINS {
            self.taken.notified().await;
        }
    }

    /// Puts the first of these on its way. It stays where it is if the room has gone meanwhile.
    pub fn send(&self, orders: &mut VecDeque<Order>) {
        // A queue that is gone goes with its process, whose end is heard elsewhere.
        if let Ok(room) = self.orders.try_reserve()
            && let Some(order) = orders.pop_front()
        {
            room.send(order);
        }
    }
}

/// Carries orders to the worker's standard input, and closes it when nobody can give any more.
async fn write(mut stdin: ChildStdin, mut orders: mpsc::Receiver<Order>, taken: Arc<Notify>) {
    while let Some(order) = orders.recv().await {
        taken.notify_one();
        let Ok(mut line) = serde_json::to_vec(&order) else { continue };
        line.push(b'\n');
        if stdin.write_all(&line).await.is_err() {
            // It is gone, and whoever listens for its reports hears so.
            return;
        }
    }
}

/// Owns the process until its end, whatever becomes of those who gave it orders. Its scratch folder goes after it.
async fn keep(
    mut child: Child,
    scratch: Arc<Scratch>,
    memory_bytes: u64,
    kill: Arc<Kill>,
    tell: watch::Sender<Option<End>>,
) {
    let pid = child.id();
    let end = tokio::select! {
        biased;
        () = kill.told() => End::Killed,
        status = child.wait() => End::Exited(status.ok()),
        took = exceeds(pid, memory_bytes) => End::Memory { took, allowed: memory_bytes },
    };
    if let (false, Some(pid)) = (matches!(end, End::Exited(_)), child.id()) {
        platform::kill_group(pid);
        let _ = child.start_kill();
        let _ = child.wait().await;
    }
    drop(scratch);
    tell.send_replace(Some(end));
}

/// Returns when the process takes more memory than that. A limit of address space would not do: drivers reserve
/// hundreds of GiB and use little of them.
async fn exceeds(pid: Option<u32>, most: u64) -> u64 {
    loop {
        tokio::time::sleep(MEMORY_LOOK).await;
        if let Some(took) = pid.and_then(platform::resident_bytes).filter(|&took| took > most) {
            return took;
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::Reins;
    use futures::FutureExt;
    use idlewatt_proto::worker::{Fault, Pace};

    fn start(folder: &Path, program: &str, arguments: &[&str]) -> Process {
        let scratch = Scratch::create(&folder.join("scratch")).expect("a scratch folder");
        Process::start(Path::new(program), arguments, scratch.into(), 64 << 20).expect("it starts")
    }

    #[tokio::test]
    async fn only_what_nobody_asked_for_is_a_flood() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = Report::Failed { unit: None, request: Some(1), fault: Fault::Yielded };
        let event = TextEvent::Began { prompt_tokens: 3, cached_tokens: 0 };
        let line = |report: &Report| serde_json::to_string(report).expect("JSON");
        for report in [refused, Report::Text { request: 1, event }] {
            let mut process = start(folder.path(), "/usr/bin/yes", &[&line(&report)]);
            for _ in 0..4 * REPORTS_PER_SECOND {
                process.hear().await.expect("a report");
            }
        }
        let mut process = start(folder.path(), "/usr/bin/yes", &[&line(&Report::Alive)]);
        let flooded = loop {
            if let Err(error) = process.hear().await {
                break error;
            }
        };
        assert!(matches!(flooded, WorkerError::Flooded { most: REPORTS_PER_SECOND }), "{flooded}");
    }

    #[tokio::test]
    async fn requests_leave_places_to_reins() {
        let folder = tempfile::tempdir().expect("a folder");
        // It never reads, and no pipe holds the first order.
        let process = start(folder.path(), "/usr/bin/sleep", &["600"]);
        let (queue, texts) = (process.queue(), vec!["a".repeat(4 << 20)]);
        let mut request = 1;
        while queue.room().now_or_never().is_some() {
            let order = Order::Embed { request, texts: if request == 1 { texts.clone() } else { Vec::new() } };
            queue.send(&mut VecDeque::from([order]));
            request += 1;
            tokio::task::yield_now().await;
        }
        let reins = Reins { orders: process.orders().downgrade(), kill: Arc::clone(process.kill()) };
        let pace = |times| (0..times).for_each(|_| reins.pace(Pace { quantum_us: 1000, duty_permille: 0 }));
        pace(KEPT_FOR_REINS);
        assert!(process.kill().told().now_or_never().is_none(), "there was a place for each");
        pace(1);
        assert!(process.kill().told().now_or_never().is_some(), "that was one more");
    }

    #[tokio::test]
    async fn a_worker_that_takes_too_much_memory_is_killed() {
        let folder = tempfile::tempdir().expect("a folder");
        let scratch = Scratch::create(&folder.path().join("scratch")).expect("a scratch folder");
        // `tail` keeps a line in memory until it ends, and this one never does.
        let arguments = ["-n", "1", "/dev/zero"];
        let mut process =
            Process::start(Path::new("/usr/bin/tail"), arguments, scratch.into(), 64 << 20).expect("it starts");
        let pid = process.pid().expect("it lives");
        let error = process.report("eating", Duration::from_secs(60)).await.expect_err("no report");
        assert!(matches!(error, WorkerError::Memory { allowed: 67_108_864, .. }), "{error}");
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }
}
