//! One step of a task: says what it does, runs a command, keeps its output in a file and shows it when it matters.

use crate::paths;
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running command is looked at. Short, so that quick steps are quick.
const POLL: Duration = Duration::from_millis(50);
/// How often the line on a terminal is redrawn.
const REDRAW: Duration = Duration::from_millis(500);
/// How often a log without a terminal hears that a step still runs: the reader of a hung run sees where it hangs,
/// and an hour's log stays readable.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How much of a failed command's output is shown; the whole is in the file that is named beside it.
const SHOWN_ON_FAILURE: u64 = 24 * 1024;
/// How much of the end of the output is searched for its last line.
const LAST_LINE_WINDOW: u64 = 4096;
/// Longest last line shown beside a running step, in characters, so that it never wraps.
const LAST_LINE_CHARS: usize = 60;

static VERBOSE: AtomicBool = AtomicBool::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Pass the output of commands through as it comes.
pub fn set_verbose(verbose: bool) {
    VERBOSE.store(verbose, Ordering::Relaxed);
}

/// From now on Ctrl-C and SIGTERM end the running step, and the task can tidy up behind itself.
pub fn watch_for_interrupt() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst))
}

/// Whether somebody wants this to end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A sentence to the person who watches.
pub fn say(what: impl AsRef<str>) {
    println!("    {}", what.as_ref());
}

/// A command in the root of the checkout, free of what `cargo run` put into our environment: build scripts that
/// watch those variables would otherwise run again whenever plain cargo and xtask take turns.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root()).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") || name.starts_with("CARGO_BIN_") {
            command.env_remove(name);
        }
    }
    command.env_remove("OUT_DIR").env_remove("CARGO").env_remove("LD_LIBRARY_PATH");
    command
}

/// Cargo, with these arguments.
pub fn cargo<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut cargo = command("cargo");
    cargo.args(args);
    cargo
}

/// What a finished step left behind.
pub struct Done {
    /// Its standard output and standard error together.
    pub log: PathBuf,
}

/// Runs the command to its end. Fails, showing the end of its output, when the command does.
pub fn run(what: &str, command: &mut Command) -> Result<Done> {
    ensure!(!interrupted(), "interrupted");
    let began = Instant::now();
    println!("==> {what}");
    let log = log_path(what)?;
    if VERBOSE.load(Ordering::Relaxed) {
        File::create(&log)?;
        let mut child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let status = wait(&mut child, |_| {})?;
        ensure!(status.success(), "{what}: {status}");
    } else {
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdout(file.try_clone()?).stderr(file);
        let mut child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let mut ticker = Ticker::new(began, &log);
        let status = wait(&mut child, |now| ticker.tick(now));
        ticker.clear();
        let status = status?;
        if !status.success() {
            let tail = tail(&log, SHOWN_ON_FAILURE);
            println!("{}", tail.trim_end());
            bail!("{what}: {status} (whole output: {})", log.display());
        }
    }
    let took = began.elapsed();
    if took >= Duration::from_secs(1) {
        say(format!("done in {}", human(took)));
    }
    Ok(Done { log })
}

/// Runs the command with the terminal as it is: for what draws its own progress.
pub fn run_in_view(what: &str, command: &mut Command) -> Result<Duration> {
    ensure!(!interrupted(), "interrupted");
    println!("==> {what}");
    let began = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    let status = wait(&mut child, |_| {})?;
    ensure!(status.success(), "{what}: {status}");
    Ok(began.elapsed())
}

/// What a quick command prints, trimmed.
pub fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    ensure!(out.status.success(), "{command:?}: {}: {}", out.status, String::from_utf8_lossy(&out.stderr).trim());
    Ok(String::from_utf8(out.stdout).context("output is not text")?.trim().to_owned())
}

/// Whether such a program can be started.
pub fn exists(program: &str) -> bool {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|dir| dir.join(program).is_file())
}

/// `4 min 07 s`, `12.3 s`.
pub fn human(time: Duration) -> String {
    match time.as_secs() {
        secs @ 60.. => format!("{} min {:02} s", secs / 60, secs % 60),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// Waits for the child, calling `tick` on the way. On Ctrl-C the terminal has told the child as well; where there
/// is none, it is killed.
fn wait(child: &mut Child, mut tick: impl FnMut(Instant)) -> Result<ExitStatus> {
    /// For a child to end by itself after Ctrl-C: `idlewatt render` writes the picture as far as it came.
    const GRACE: Duration = Duration::from_secs(20);
    let mut since_interrupt = None;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let now = Instant::now();
        if interrupted() && now.duration_since(*since_interrupt.get_or_insert(now)) > GRACE {
            child.kill()?;
        }
        tick(now);
        thread::sleep(POLL);
    }
}

/// Where the output of a step goes.
fn log_path(what: &str) -> Result<PathBuf> {
    let dir = paths::target().join("xtask");
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let name: String = what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    Ok(dir.join(format!("{}.log", name.trim_matches('-'))))
}

/// The end of a file, as text.
pub fn tail(path: &PathBuf, bytes: u64) -> String {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let len = file.metadata()?.len();
        file.seek(SeekFrom::Start(len.saturating_sub(bytes)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        Ok(String::from_utf8_lossy(&end).into_owned())
    };
    read().unwrap_or_default()
}

/// Shows that a step is alive: on a terminal by one line that is redrawn, elsewhere by a line now and then.
struct Ticker<'a> {
    began: Instant,
    last: Instant,
    every: Duration,
    terminal: bool,
    drawn: bool,
    log: &'a PathBuf,
}

impl<'a> Ticker<'a> {
    fn new(began: Instant, log: &'a PathBuf) -> Self {
        let terminal = io::stdout().is_terminal();
        let every = if terminal { REDRAW } else { HEARTBEAT };
        Ticker { began, last: began, every, terminal, drawn: false, log }
    }

    fn tick(&mut self, now: Instant) {
        if now.duration_since(self.last) < self.every {
            return;
        }
        self.last = now;
        let elapsed = human(Duration::from_secs(self.began.elapsed().as_secs()));
        let line = last_line(self.log);
        if self.terminal {
            print!("\r\x1b[K    {elapsed}  {line}");
            self.drawn = true;
            // A terminal that cannot be written to is no reason to stop the work.
            let _ = io::stdout().flush();
        } else {
            println!("    ... {elapsed}  {line}");
        }
    }

    fn clear(&mut self) {
        if self.drawn {
            print!("\r\x1b[K");
            let _ = io::stdout().flush();
        }
    }
}

/// The last line that says something, without colours, cut to fit.
fn last_line(log: &PathBuf) -> String {
    let end = plain(&tail(log, LAST_LINE_WINDOW));
    let line = end.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    line.trim().chars().filter(|c| !c.is_control()).take(LAST_LINE_CHARS).collect()
}

/// Text without a terminal's escape sequences: some tools colour even what goes into a file.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut escape = false;
    for c in text.chars() {
        match (escape, c) {
            (false, '\x1b') => escape = true,
            (true, c) => escape = !c.is_ascii_alphabetic(),
            (false, c) => plain.push(c),
        }
    }
    plain
}
