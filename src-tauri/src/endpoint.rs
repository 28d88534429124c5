//! The OpenAI-compatible server of this machine: `idlewatt serve` as a child. It listens on loopback only and ends with
//! this program, even when that is killed: its standard input closes then.

use crate::limits::{ENDPOINT_DEADLINE, ENDPOINT_PORT, ENDPOINT_STOP, LAST_WORDS};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tauri::async_runtime::{JoinHandle, spawn};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, oneshot, watch};
use tokio::time::timeout;

/// How it stands. Mirrored by `Endpoint` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    running: bool,
    port: u16,
    /// Why it does not run although it should.
    what: String,
}

impl Endpoint {
    fn off(what: String) -> Self {
        Self { running: false, port: ENDPOINT_PORT, what }
    }

    fn on() -> Self {
        Self { running: true, ..Self::off(String::new()) }
    }
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Starts and stops it.
pub struct Gateway {
    program: PathBuf,
    now: watch::Sender<Endpoint>,
    running: Mutex<Option<Running>>,
}

impl Gateway {
    /// By this `idlewatt`.
    pub fn new(program: PathBuf) -> Self {
        Self { program, now: watch::Sender::new(Endpoint::off(String::new())), running: Mutex::new(None) }
    }

    pub fn get(&self) -> Endpoint {
        self.now.borrow().clone()
    }

    /// Whether nobody has started it, or somebody has stopped it again.
    #[cfg(target_os = "linux")]
    pub fn is_off(&self) -> bool {
        // Held while one starts or stops.
        self.running.try_lock().is_ok_and(|running| running.is_none())
    }

    /// Starts it for the daemon of a folder, and returns when it answers or will not.
    pub async fn start(&self, home: &Path) -> Endpoint {
        let mut running = self.running.lock().await;
        if self.get().running {
            return self.get();
        }
        end(running.take()).await;
        let child = match self.command(home).spawn() {
            Ok(child) => child,
            Err(error) => {
                let what = format!("{} cannot be started: {error}", self.program.display());
                self.now.send_replace(Endpoint::off(what));
                return self.get();
            }
        };
        let mut heard = self.now.subscribe();
        heard.mark_unchanged();
        let (stop, stopped) = oneshot::channel();
        let task = spawn(attend(child, self.now.clone(), stopped));
        *running = Some(Running { stop, task });
        if timeout(ENDPOINT_DEADLINE, heard.changed()).await.is_err() {
            end(running.take()).await;
            self.now.send_replace(Endpoint::off("it was started and does not answer".to_owned()));
        }
        self.get()
    }

    pub async fn stop(&self) -> Endpoint {
        end(self.running.lock().await.take()).await;
        self.now.send_replace(Endpoint::off(String::new()));
        self.get()
    }

    fn command(&self, home: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--home").arg(home).args(["--json", "serve", "--until-closed", "--port"]);
        command.arg(ENDPOINT_PORT.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // A program for terminals would open one.
        #[cfg(windows)]
        command.creation_flags(0x0800_0000);
        command
    }
}

async fn end(running: Option<Running>) {
    let Some(Running { stop, mut task }) = running else { return };
    // It may have ended by itself.
    let _ = stop.send(());
    if timeout(ENDPOINT_STOP, &mut task).await.is_err() {
        // Dropping the child kills it.
        task.abort();
    }
}

/// Stays with it until it ends, and tells why.
async fn attend(mut child: Child, now: watch::Sender<Endpoint>, stop: oneshot::Receiver<()>) {
    // Waiting would close it, which is the sign to end.
    let held = child.stdin.take();
    let told = child.stdout.take().map(|out| spawn(announced(out, now.clone())));
    let words = child.stderr.take().map(|err| spawn(last_words(err)));
    let status = tokio::select! {
        status = child.wait() => Some(status),
        // Also when the sender is gone.
        _ = stop => None,
    };
    drop(held);
    let asked = status.is_none();
    let status = match status {
        Some(status) => status,
        None => child.wait().await,
    };
    if let Some(told) = told {
        told.abort();
    }
    let words = match words {
        Some(words) => words.await.unwrap_or_default(),
        None => String::new(),
    };
    let what = match status {
        _ if asked => String::new(),
        Ok(status) if words.is_empty() => format!("it ended: {status}"),
        Ok(_) => words,
        Err(error) => format!("it cannot be watched: {error}"),
    };
    now.send_replace(Endpoint::off(what));
}

/// Waits for the line that says that clients may come; reads on, so that it never waits for a reader.
async fn announced(out: impl AsyncRead + Unpin, now: watch::Sender<Endpoint>) {
    let mut lines = BufReader::new(out).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let event = serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default();
        if event["event"] == "serving" {
            now.send_replace(Endpoint::on());
        }
    }
}

/// Its last line.
async fn last_words(err: impl AsyncRead + Unpin) -> String {
    let mut lines = BufReader::new(err).lines();
    let mut last = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if !line.trim().is_empty() {
            last = line.trim().chars().take(LAST_WORDS).collect();
        }
    }
    last
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use tauri::async_runtime::block_on;
    use tempfile::TempDir;

    fn gateway(script: &str) -> (TempDir, Gateway) {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("idlewatt");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("permissions");
        (folder, Gateway::new(program))
    }

    #[test]
    fn it_runs_until_its_input_closes() {
        let script = r#"echo "$@" > "$0.arguments"; echo '{"event":"serving","models":[]}'; cat; touch "$0.ended""#;
        let (folder, gateway) = gateway(script);
        assert_eq!(gateway.get(), Endpoint::off(String::new()));
        assert_eq!(block_on(gateway.start(Path::new("/home/x"))), Endpoint::on());
        assert_eq!(block_on(gateway.start(Path::new("/home/x"))), Endpoint::on(), "it runs already");
        let arguments = fs::read_to_string(folder.path().join("idlewatt.arguments")).expect("it was started");
        assert_eq!(arguments.trim(), "--home /home/x --json serve --until-closed --port 8642");
        assert!(!folder.path().join("idlewatt.ended").exists());
        assert_eq!(block_on(gateway.stop()), Endpoint::off(String::new()));
        assert!(folder.path().join("idlewatt.ended").exists(), "in order, not by being killed");
    }

    #[test]
    fn it_tells_why_it_does_not_run() {
        let (_folder, gateway) = gateway("echo 'the port is taken' >&2; exit 1");
        let taken = Endpoint::off("the port is taken".to_owned());
        assert_eq!(block_on(gateway.start(Path::new("/"))), taken);
        assert_eq!(gateway.get(), taken, "and nothing tries again by itself");
        let missing = Gateway::new(PathBuf::from("/nowhere/idlewatt"));
        assert!(block_on(missing.start(Path::new("/"))).what.contains("/nowhere/idlewatt"));
    }

    #[test]
    fn one_that_ends_later_is_told_of_too() {
        let (folder, gateway) = gateway(
            r#"echo '{"event":"serving"}'; until [ -e "$0.go" ]; do sleep 0.01; done; echo 'no daemon' >&2; exit 3"#,
        );
        assert_eq!(block_on(gateway.start(Path::new("/"))), Endpoint::on());
        let mut heard = gateway.now.subscribe();
        fs::write(folder.path().join("idlewatt.go"), "").expect("written");
        let ended = block_on(heard.wait_for(|now| !now.running)).expect("it is watched").clone();
        assert_eq!(ended, Endpoint::off("no daemon".to_owned()));
    }
}
