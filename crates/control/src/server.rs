//! The daemon's end: listens, reads requests, writes answers. What they mean is the daemon's business.

use crate::home::Home;
use crate::limits::SEND_DEADLINE;
use crate::lines::{LineError, Lines};
use crate::messages::{ControlError, Request, Response};
use crate::socket::{Acceptor, Stream};
use futures::{SinkExt, StreamExt};
use std::io;
use std::path::PathBuf;
use tokio::time::timeout;
use tokio_util::codec::Framed;

/// Why a daemon cannot be reached under its name.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another daemon answers there.
    #[error("another daemon already answers at {}", endpoint.display())]
    InUse {
        /// Its name.
        endpoint: PathBuf,
    },
    /// The system refuses.
    #[error("cannot listen at {}: {source}", endpoint.display())]
    Socket {
        /// The name.
        endpoint: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Why there was no request.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// The line was none; the connection goes on. To be answered with [`ReceiveError::answer`].
    #[error(transparent)]
    Line(#[from] LineError),
    /// The connection broke.
    #[error("reading a request: {0}")]
    Socket(#[from] io::Error),
}

impl ReceiveError {
    /// What is said to whoever sent a line that was no request; `None` where nobody is left to hear it.
    pub fn answer(&self) -> Option<Response> {
        match self {
            Self::Line(line) => Some(Response::Error(ControlError::BadRequest { what: line.to_string() })),
            Self::Socket(_) => None,
        }
    }
}

/// Why an answer did not go out. The connection is of no more use.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nobody reads at the other end.
    #[error("nobody reads the answer")]
    Stalled,
    /// The connection broke, or the answer was longer than a line may be.
    #[error("writing an answer: {0}")]
    Socket(#[from] io::Error),
}

/// Where clients knock. Dropping it takes the name away.
pub struct Listener(Acceptor);

impl Listener {
    /// Listens under the home's name. A name left behind by a daemon that died is taken over.
    pub async fn bind(home: &Home) -> Result<Self, BindError> {
        Ok(Self(Acceptor::bind(&home.endpoint()).await?))
    }

    /// The next client: the same user, on the same machine. Safe to be dropped half-way.
    pub async fn accept(&mut self) -> io::Result<Connection> {
        Ok(Connection(Framed::new(self.0.accept().await?, Lines::new())))
    }
}

/// One client.
pub struct Connection(Framed<Stream, Lines<Request, Response>>);

impl Connection {
    /// The next request; `None`: it hung up. Safe to be dropped half-way: nothing is lost.
    pub async fn next(&mut self) -> Option<Result<Request, ReceiveError>> {
        match self.0.next().await? {
            Ok(Ok(request)) => Some(Ok(request)),
            Ok(Err(line)) => Some(Err(line.into())),
            // A client that was killed is a client that hung up.
            Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => None,
            Err(error) => Some(Err(error.into())),
        }
    }

    /// Sends one answer. A client that does not read is given up after ten seconds.
    pub async fn send(&mut self, response: &Response) -> Result<(), SendError> {
        match timeout(SEND_DEADLINE, self.0.send(response)).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(SendError::Stalled),
        }
    }
}
