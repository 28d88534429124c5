//! `idlewatt remove-data`: shows what Idlewatt keeps for this user, and removes it when the user says so.
//!
//! An uninstaller never touches a home folder; this does, and only its user's own.

mod places;

use crate::arguments::RemoveData;
use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::{life, words};
use idlewatt_control::messages::{Request, Response};
use idlewatt_control::{Client, ConnectError, Home};
use idlewatt_proto::books::Earnings;
use idlewatt_proto::{Amount, Bytes};
use places::Place;
use serde::Serialize;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// Why nothing was removed, or not all.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error("{} holds none of Idlewatt's files", .0.display())]
    NotOurs(PathBuf),
    #[error("{} holds your home folder", .0.display())]
    HoldsHome(PathBuf),
    #[error("{pending} credits of jobs that go on are not paid yet, and {held} wait for their requester to come back")]
    Owed { pending: String, held: String },
    #[error("nobody can say whether credits are owed: {0}")]
    NotAsked(Box<Error>),
    #[error("Idlewatt is in the tray and would start the daemon again")]
    TrayRuns,
    #[error("with --json nobody is asked")]
    NobodyToAsk,
    #[error("{} cannot be looked through: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} cannot be removed: {source}", path.display())]
    Stays { path: PathBuf, source: io::Error },
    #[error("the answer cannot be read: {0}")]
    Answer(io::Error),
}

impl RemoveError {
    pub fn exit(&self) -> Exit {
        match self {
            Self::NotOurs(_) | Self::HoldsHome(_) | Self::NobodyToAsk => Exit::BadInput,
            _ => Exit::Failed,
        }
    }

    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Owed { .. } => Some("`--force` gives them up"),
            Self::NotAsked(_) => Some("`--force` removes the books unread"),
            Self::TrayRuns => Some("choose Quit in its menu first"),
            Self::NobodyToAsk => Some("add `--yes`"),
            _ => None,
        }
    }
}

/// The answer for scripts.
#[derive(Serialize)]
struct Removed {
    removed: Vec<Place>,
}

pub async fn run(home: &Home, out: &Out, how: &RemoveData) -> Result<Exit, Error> {
    places::check(home)?;
    let found = places::find(home)?;
    if found.is_empty() {
        out.answer(&Removed { removed: found }, || "Idlewatt keeps nothing for this user.".to_owned());
        return Ok(Exit::Done);
    }
    if out.json && !how.yes {
        return Err(RemoveError::NobodyToAsk.into());
    }
    if places::tray_runs(home) {
        return Err(RemoveError::TrayRuns.into());
    }
    let books = Books::open(home, how.force).await?;
    if let Some(error) = books.owed().filter(|_| !how.force) {
        books.close(home).await?;
        return Err(error.into());
    }
    if !out.json {
        out.text(&summary(&found, books.earnings.as_ref()));
    }
    if !how.yes && !agreed()? {
        books.close(home).await?;
        out.text("Nothing was removed.");
        return Ok(Exit::Failed);
    }
    if let Some(daemon) = books.daemon {
        life::end(home, daemon).await?;
    }
    // Looked at again: the daemon has put things away meanwhile.
    let found = places::find(home)?;
    found.iter().try_for_each(Place::remove)?;
    out.answer(&Removed { removed: found }, || out.tone(Tone::Good, "Removed."));
    Ok(Exit::Done)
}

/// The daemon's word on what is owed.
struct Books {
    daemon: Option<Client>,
    /// It runs only because it was asked.
    started: bool,
    /// `None`: there are no books, or nobody can read them.
    earnings: Option<Earnings>,
}

impl Books {
    /// Only the daemon reads the books, so it is started where it does not run.
    async fn open(home: &Home, unread: bool) -> Result<Self, Error> {
        match Self::ask(home).await {
            Ok(books) => Ok(books),
            Err(_) if unread => Ok(Self { daemon: Client::connect(home).await.ok(), started: false, earnings: None }),
            Err(error) => Err(RemoveError::NotAsked(Box::new(error)).into()),
        }
    }

    async fn ask(home: &Home) -> Result<Self, Error> {
        let (mut daemon, started) = match Client::connect(home).await {
            Ok(daemon) => (daemon, false),
            Err(ConnectError::NotRunning) if !home.ledger().exists() => {
                return Ok(Self { daemon: None, started: false, earnings: None });
            }
            Err(ConnectError::NotRunning) => (life::connect_or_start(home).await?, true),
            Err(error) => return Err(error.into()),
        };
        let answer = daemon.call(Request::Earnings { since: None }).await?;
        let Response::Earnings(earnings) = answer else { return Err(Error::Unexpected) };
        Ok(Self { daemon: Some(daemon), started, earnings: Some(earnings) })
    }

    fn owed(&self) -> Option<RemoveError> {
        let earnings = self.earnings.as_ref().filter(|it| it.pending > Amount::ZERO || it.held > Amount::ZERO)?;
        let (pending, held) = (words::credits(earnings.pending), words::credits(earnings.held));
        Some(RemoveError::Owed { pending, held })
    }

    /// Leaves the daemon as it was found.
    async fn close(self, home: &Home) -> Result<(), Error> {
        match self.daemon.filter(|_| self.started) {
            Some(daemon) => life::end(home, daemon).await,
            None => Ok(()),
        }
    }
}

/// What will be gone.
fn summary(found: &[Place], earnings: Option<&Earnings>) -> String {
    let size = |place: &Place| place.bytes.map_or(String::new(), |bytes| words::bytes(Bytes(bytes)));
    let wide = found.iter().map(|place| size(place).chars().count()).max().unwrap_or_default();
    let mut text = String::from("This will be removed:\n");
    for place in found {
        text.push_str(&format!("  {:>wide$}  {} ({})\n", size(place), place.path, place.what));
    }
    if let Some(earnings) = earnings {
        let settled = words::credits(earnings.settled);
        text.push_str(&format!(
            "The receipts for {settled} credits are among it; without them nobody owes you anything.\n"
        ));
    }
    text
}

/// Whether the user types yes.
fn agreed() -> Result<bool, Error> {
    // The question stands on standard error, where it is seen even when the output goes elsewhere.
    eprint!("Remove all of it? It cannot be undone. [y/N] ");
    io::stderr().flush().map_err(RemoveError::Answer)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(RemoveError::Answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
