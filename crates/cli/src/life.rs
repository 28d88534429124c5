//! Reaching, starting and stopping the daemon.

use crate::error::{Error, Exit};
use crate::out::Out;
use idlewatt_control::messages::{Request, Response};
use idlewatt_control::{CallError, Client, ConnectError, Home};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A daemon gives its workers and peers a few seconds to end well.
const STOP_DEADLINE: Duration = Duration::from_secs(20);
/// Between two looks at whether it is gone.
const STOP_POLL: Duration = Duration::from_millis(50);

#[derive(Serialize)]
struct Life {
    daemon: &'static str,
    node: Option<String>,
}

/// The daemon, if it runs. Only `start` and `render` start it: a question should not.
pub async fn connect(home: &Home) -> Result<Client, Error> {
    Ok(Client::connect(home).await?)
}

/// The daemon, started if need be.
pub async fn connect_or_start(home: &Home) -> Result<Client, Error> {
    Ok(Client::connect_or_start(home, &daemon()).await?)
}

/// It ships beside this program.
fn daemon() -> PathBuf {
    let name = format!("idlewattd{}", std::env::consts::EXE_SUFFIX);
    std::env::current_exe().map_or_else(|_| PathBuf::from(&name), |program| program.with_file_name(&name))
}

pub async fn start(home: &Home, out: &Out) -> Result<Exit, Error> {
    let (client, found) = match Client::connect(home).await {
        Ok(client) => (client, "already running"),
        Err(ConnectError::NotRunning) => (connect_or_start(home).await?, "started"),
        Err(error) => return Err(error.into()),
    };
    let node = client.greeting().node;
    out.answer(&Life { daemon: found, node: Some(node.to_string()) }, || format!("{found}: node {}", node.short()));
    Ok(Exit::Done)
}

pub async fn stop(home: &Home, out: &Out) -> Result<Exit, Error> {
    let found = match Client::connect(home).await {
        Ok(client) => {
            end(home, client).await?;
            "stopped"
        }
        Err(ConnectError::NotRunning) => "not running",
        Err(error) => return Err(error.into()),
    };
    out.answer(&Life { daemon: found, node: None }, || found.to_owned());
    Ok(Exit::Done)
}

/// Asks it to end in order, and waits until it has.
pub async fn end(home: &Home, mut client: Client) -> Result<(), Error> {
    match client.call(Request::Shutdown).await {
        Ok(Response::Bye) | Err(CallError::HungUp) => wait_until_gone(home).await,
        Ok(_) => Err(Error::Unexpected),
        Err(error) => Err(error.into()),
    }
}

async fn wait_until_gone(home: &Home) -> Result<(), Error> {
    let deadline = Instant::now() + STOP_DEADLINE;
    while !matches!(Client::connect(home).await, Err(ConnectError::NotRunning)) {
        if Instant::now() > deadline {
            return Err(Error::StillRunning);
        }
        sleep(STOP_POLL).await;
    }
    Ok(())
}
