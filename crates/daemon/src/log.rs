//! The log: readable lines in the data folder, and on standard error when somebody watches.

use crate::limits::LOG_BYTES;
use anyhow::Context;
use idlewatt_control::home::Home;
use std::fs::OpenOptions;
use std::io::IsTerminal;
use std::sync::Mutex;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Starts logging. `IDLEWATT_LOG` chooses what: the default is our own rooms at `info`, others at `warn`.
pub fn start(home: &Home) -> anyhow::Result<()> {
    let path = home.log();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).context("the log's folder cannot be made")?;
    }
    if std::fs::metadata(&path).is_ok_and(|file| file.len() > LOG_BYTES) {
        std::fs::rename(&path, path.with_extension("log.1")).context("the old log cannot be set aside")?;
    }
    let file = OpenOptions::new().create(true).append(true).open(&path).context("the log cannot be opened")?;
    let filter = || {
        EnvFilter::try_from_env("IDLEWATT_LOG").unwrap_or_else(|_| {
            EnvFilter::new("warn,idlewattd=info,idlewatt_mesh=info,idlewatt_foreman=info,idlewatt_ledger=info")
        })
    };
    let to_file = fmt::layer().with_ansi(false).with_target(false).with_writer(Mutex::new(file)).with_filter(filter());
    let watched = std::io::stderr().is_terminal();
    let to_terminal =
        watched.then(|| fmt::layer().with_target(false).with_writer(std::io::stderr).with_filter(filter()));
    tracing_subscriber::registry().with(to_file).with(to_terminal).try_init().context("logging cannot start")
}
