//! The line to the daemon: found or started, watched, found again when it is lost.

use crate::limits::{CALL_DEADLINE, RETRY_FIRST, RETRY_LONGEST, SHUTDOWN_DEADLINE};
use crate::trouble::Trouble;
use idlewatt_control::client::Answers;
use idlewatt_control::home::HomeError;
use idlewatt_control::messages::{Request, Response, Status};
use idlewatt_control::{CallError, Client, ConnectError, Home};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

/// How it stands with the daemon. Mirrored by `Link` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "link")]
pub enum Link {
    /// Looking for it.
    Connecting,
    /// It answers.
    Up {
        /// What it said last.
        status: Box<Status>,
    },
    /// It does not.
    Lost {
        /// Why.
        code: LostCode,
        /// The details, for the small print.
        what: String,
    },
}

/// Why there is no daemon to talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LostCode {
    /// It ended.
    NotRunning,
    /// It speaks another version of the protocol.
    Version,
    /// Its program cannot be started, or ends at once.
    CannotStart,
    /// It runs and does not answer.
    Silent,
    /// The user has no place for data.
    NoFolder,
}

/// The telephone on the desk: shared by page and menu.
pub struct Phone {
    home: Result<Home, HomeError>,
    link: watch::Sender<Link>,
    retry: Notify,
    /// Whether the daemon that runs was started by this process.
    ours: AtomicBool,
}

impl Phone {
    /// `ours`: whether the daemon that runs was started by this process, before it began anew.
    pub fn new(home: Result<Home, HomeError>, ours: bool) -> Self {
        Self { home, link: watch::Sender::new(Link::Connecting), retry: Notify::new(), ours: AtomicBool::new(ours) }
    }

    /// How it stands.
    pub fn link(&self) -> Link {
        self.link.borrow().clone()
    }

    /// Each change.
    pub fn subscribe(&self) -> watch::Receiver<Link> {
        self.link.subscribe()
    }

    /// Looks for the daemon now instead of at the next turn.
    pub fn retry(&self) {
        self.retry.notify_one();
    }

    /// Asks once, over a connection of its own: a slow answer then holds up nothing else.
    pub async fn call(&self, request: Request) -> Result<Response, Trouble> {
        let home = self.home()?;
        let asked = async { Ok(Client::connect(home).await?.call(request).await?) };
        timeout(CALL_DEADLINE, asked).await.map_err(|_| Trouble::TimedOut)?
    }

    /// Asks for what goes on answering. Dropping the answers hangs up.
    pub async fn stream(&self, request: Request) -> Result<Answers, Trouble> {
        let home = self.home()?;
        let asked = async { Ok(Client::connect(home).await?.stream(request).await?) };
        timeout(CALL_DEADLINE, asked).await.map_err(|_| Trouble::TimedOut)?
    }

    /// The daemon's.
    pub fn home(&self) -> Result<&Home, Trouble> {
        self.home.as_ref().map_err(|_| Trouble::NoFolder)
    }

    /// Whether the daemon that runs was started by this process.
    #[cfg(target_os = "linux")]
    pub fn is_ours(&self) -> bool {
        self.ours.load(Ordering::Relaxed)
    }

    /// Stops the daemon if this process started it.
    pub async fn hang_up(&self) {
        if self.ours.load(Ordering::Relaxed) {
            // It may be gone already, or too busy: either way the owner wants to quit.
            let _ = timeout(SHUTDOWN_DEADLINE, self.call(Request::Shutdown)).await;
        }
    }

    async fn connect(&self, home: &Home) -> Result<Client, ConnectError> {
        match Client::connect(home).await {
            Err(ConnectError::NotRunning) => {
                let client = Client::connect_or_start(home, &beside("idlewattd")).await?;
                self.ours.store(true, Ordering::Relaxed);
                Ok(client)
            }
            found => found,
        }
    }

    /// Tells every status until the line is lost. Says whether there was one at all.
    async fn watch(&self, home: &Home) -> (bool, Link) {
        let mut answers = match self.connect(home).await {
            Ok(client) => match client.stream(Request::Watch).await {
                Ok(answers) => answers,
                Err(error) => return (false, silent(&error)),
            },
            Err(error) => return (false, unreached(&error)),
        };
        let mut heard = false;
        loop {
            match answers.next().await {
                Ok(Response::Status(status)) => {
                    heard = true;
                    self.link.send_replace(Link::Up { status });
                }
                Ok(_) => return (heard, silent(&Trouble::Unexpected)),
                Err(CallError::HungUp | CallError::Socket(_)) => {
                    // Whoever starts it next, it will not be the one that was ours.
                    self.ours.store(false, Ordering::Relaxed);
                    return (heard, Link::Lost { code: LostCode::NotRunning, what: String::new() });
                }
                Err(error) => return (heard, silent(&error)),
            }
        }
    }

    /// Holds the line for ever.
    pub async fn hold(&self) {
        let home = match &self.home {
            Ok(home) => home,
            Err(error) => {
                self.link.send_replace(Link::Lost { code: LostCode::NoFolder, what: error.to_string() });
                return;
            }
        };
        let mut silence = RETRY_FIRST;
        loop {
            let (heard, lost) = self.watch(home).await;
            self.link.send_replace(lost);
            silence = if heard { RETRY_FIRST } else { longer(silence) };
            // Out of time or asked to: either way it is time.
            let asked = timeout(silence, self.retry.notified()).await;
            if asked.is_ok() {
                self.link.send_replace(Link::Connecting);
            }
        }
    }
}

fn longer(silence: Duration) -> Duration {
    (silence * 2).min(RETRY_LONGEST)
}

fn silent(error: &dyn std::error::Error) -> Link {
    Link::Lost { code: LostCode::Silent, what: error.to_string() }
}

fn unreached(error: &ConnectError) -> Link {
    let code = match error {
        ConnectError::NotRunning => LostCode::NotRunning,
        ConnectError::Protocol { .. } => LostCode::Version,
        ConnectError::Start { .. } | ConnectError::Died { .. } | ConnectError::Late { .. } => LostCode::CannotStart,
        ConnectError::Silent(_) | ConnectError::Socket { .. } => LostCode::Silent,
    };
    Link::Lost { code, what: error.to_string() }
}

/// A program that ships beside this one.
pub fn beside(name: &str) -> PathBuf {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().unwrap_or_default();
    here.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silences_grow_to_half_a_minute_and_no_further() {
        let silences: Vec<u64> =
            std::iter::successors(Some(RETRY_FIRST), |&last| Some(longer(last))).take(9).map(|d| d.as_secs()).collect();
        assert_eq!(silences, [0, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn the_page_reads_a_lost_line_as_its_types_say() {
        let lost = Link::Lost { code: LostCode::CannotStart, what: "why".to_owned() };
        let json = serde_json::to_value(&lost).expect("serializable");
        assert_eq!(json, serde_json::json!({ "link": "lost", "code": "cannot-start", "what": "why" }));
        assert_eq!(
            serde_json::to_value(Link::Connecting).expect("serializable"),
            serde_json::json!({ "link": "connecting" })
        );
    }
}
