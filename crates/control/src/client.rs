//! A window's or command line's end.

use crate::home::Home;
use crate::limits::{HELLO_DEADLINE, SEND_DEADLINE, START_DEADLINE, START_POLL};
use crate::lines::{LineError, Lines};
use crate::messages::{CONTROL_PROTOCOL, ControlError, EmbedRequest, ModelRow, Request, Response, TextRequest};
use crate::socket::{self, Stream};
use futures::{SinkExt, StreamExt};
use idlewatt_proto::text::{TextEvent, Usage};
use idlewatt_proto::{Amount, NodeId};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::codec::Framed;

/// Why there is no daemon to talk to.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No daemon runs for this home.
    #[error("the daemon is not running")]
    NotRunning,
    /// One runs, of another version.
    #[error(
        "the daemon speaks version {theirs} of the control protocol, this program version {CONTROL_PROTOCOL}; restart the daemon"
    )]
    Protocol {
        /// What it speaks.
        theirs: u32,
    },
    /// It answers, but not as a daemon would.
    #[error("the daemon does not answer: {0}")]
    Silent(#[from] CallError),
    /// The socket is there and cannot be used.
    #[error("cannot reach the daemon at {}: {source}", endpoint.display())]
    Socket {
        /// Its name.
        endpoint: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its program cannot be started.
    #[error("cannot start {}: {source}", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It was started and ended.
    #[error("the daemon stopped as soon as it was started ({status}); its log is {}", log.display())]
    Died {
        /// How.
        status: ExitStatus,
        /// Where it may have said why.
        log: PathBuf,
    },
    /// It was started and does not answer.
    #[error("the daemon was started but does not answer; its log is {}", log.display())]
    Late {
        /// Where it may have said why.
        log: PathBuf,
    },
}

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The daemon says why.
    #[error(transparent)]
    Refused(#[from] ControlError),
    /// The daemon hung up.
    #[error("the daemon hung up")]
    HungUp,
    /// Nothing came in time.
    #[error("no answer came in time")]
    TimedOut,
    /// What came is no answer.
    #[error("the daemon's answer cannot be read: {0}")]
    Line(#[from] LineError),
    /// The connection broke.
    #[error("the connection to the daemon broke: {0}")]
    Socket(#[from] io::Error),
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// The daemon's version.
    pub version: String,
    /// Its node.
    pub node: NodeId,
}

/// A connection to the daemon, greeted.
pub struct Client {
    lines: Framed<Stream, Lines<Response, Request>>,
    greeting: Greeting,
}

impl Client {
    /// Connects to the daemon of a home, and makes sure that both speak the same.
    pub async fn connect(home: &Home) -> Result<Self, ConnectError> {
        let endpoint = home.endpoint();
        let stream = match socket::connect(&endpoint).await {
            Ok(stream) => stream,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
                return Err(ConnectError::NotRunning);
            }
            Err(source) => return Err(ConnectError::Socket { endpoint, source }),
        };
        let mut lines = Framed::new(stream, Lines::new());
        let hello = timeout(HELLO_DEADLINE, async {
            send(&mut lines, &Request::Hello).await?;
            receive(&mut lines).await
        });
        match hello.await.map_err(|_| CallError::TimedOut)?? {
            Response::Hello { protocol: CONTROL_PROTOCOL, version, node } => {
                Ok(Self { lines, greeting: Greeting { version, node } })
            }
            Response::Hello { protocol, .. } => Err(ConnectError::Protocol { theirs: protocol }),
            _ => Err(CallError::Line(LineError::Malformed("no greeting".to_owned())).into()),
        }
    }

    /// Connects, after starting `daemon --home HOME` where none runs. It outlives this process.
    pub async fn connect_or_start(home: &Home, daemon: &Path) -> Result<Self, ConnectError> {
        match Self::connect(home).await {
            Err(ConnectError::NotRunning) => {}
            other => return other,
        }
        let mut command = Command::new(daemon);
        command.arg("--home").arg(home.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        socket::detach(&mut command);
        let mut child =
            command.spawn().map_err(|source| ConnectError::Start { program: daemon.to_path_buf(), source })?;
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            match Self::connect(home).await {
                Err(ConnectError::NotRunning) => {}
                other => return other,
            }
            // One that ends well found another that was quicker, which will answer.
            if let Ok(Some(status)) = child.try_wait()
                && !status.success()
            {
                return Err(ConnectError::Died { status, log: home.log() });
            }
            if Instant::now() > deadline {
                return Err(ConnectError::Late { log: home.log() });
            }
            sleep(START_POLL).await;
        }
    }

    /// Who answered.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Asks, and waits for the one answer. A refusal is [`CallError::Refused`].
    pub async fn call(&mut self, request: Request) -> Result<Response, CallError> {
        send(&mut self.lines, &request).await?;
        refused(receive(&mut self.lines).await?)
    }

    /// Asks for something that answers more than once. Dropping the answers hangs up.
    pub async fn stream(mut self, request: Request) -> Result<Answers, CallError> {
        send(&mut self.lines, &request).await?;
        Ok(Answers(self.lines))
    }
}

/// The answers to a request that has more than one. Dropping them hangs up.
pub struct Answers(Framed<Stream, Lines<Response, Request>>);

impl Answers {
    /// The next answer. Safe to be dropped half-way: nothing is lost.
    pub async fn next(&mut self) -> Result<Response, CallError> {
        refused(receive(&mut self.0).await?)
    }

    /// Cancels a render, and goes on listening for how it ends. Any request does it, and none is answered then.
    pub async fn cancel(&mut self) -> Result<(), CallError> {
        send(&mut self.0, &Request::Hello).await
    }
}

impl Answers {
    /// The next event of a `Generate`, whoever answers and for how much. After `Ended` there is none.
    pub async fn text(&mut self) -> Result<TextEvent, CallError> {
        loop {
            match self.next().await? {
                Response::Text(event) => return Ok(event),
                Response::Answering { .. } | Response::Cost { .. } => {}
                other => return Err(unexpected(&other)),
            }
        }
    }
}

impl Client {
    /// Has a model say something. Dropping the answers cancels.
    pub async fn generate(self, request: TextRequest) -> Result<Answers, CallError> {
        self.stream(Request::Generate(request)).await
    }

    /// Turns texts into vectors, in order. Dropping the future cancels.
    pub async fn embed(self, request: EmbedRequest) -> Result<Embedded, CallError> {
        let wanted = request.texts.len();
        let mut embedded = Embedded { vectors: Vec::with_capacity(wanted), ..Embedded::default() };
        let mut answers = self.stream(Request::Embed(request)).await?;
        loop {
            match answers.next().await? {
                Response::Answering { provider, .. } => embedded.providers.push(provider),
                Response::Embedded { index, vector, tokens } if index as usize == embedded.vectors.len() => {
                    embedded.vectors.push((vector, tokens));
                }
                Response::Cost { cost } => embedded.cost = cost,
                Response::EmbedEnded { usage } if embedded.vectors.len() == wanted => {
                    embedded.usage = usage;
                    return Ok(embedded);
                }
                other => return Err(unexpected(&other)),
            }
        }
    }

    /// The models that are here or on offer.
    pub async fn models(&mut self) -> Result<Vec<ModelRow>, CallError> {
        match self.call(Request::Models).await? {
            Response::Models { models } => Ok(models),
            other => Err(unexpected(&other)),
        }
    }
}

/// Texts that have become vectors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Embedded {
    /// One for each text, with the text's tokens.
    pub vectors: Vec<(Vec<f32>, u32)>,
    /// What it took.
    pub usage: Usage,
    /// Who did it, one after the other.
    pub providers: Vec<NodeId>,
    /// What they had for it.
    pub cost: Amount,
}

fn unexpected(response: &Response) -> CallError {
    let said: String = format!("{response:?}").chars().take(120).collect();
    LineError::Malformed(format!("an answer to something else: {said}")).into()
}

fn refused(response: Response) -> Result<Response, CallError> {
    match response {
        Response::Error(error) => Err(error.into()),
        response => Ok(response),
    }
}

async fn send(lines: &mut Framed<Stream, Lines<Response, Request>>, request: &Request) -> Result<(), CallError> {
    match timeout(SEND_DEADLINE, lines.send(request)).await {
        Ok(sent) => Ok(sent?),
        Err(_) => Err(CallError::TimedOut),
    }
}

async fn receive(lines: &mut Framed<Stream, Lines<Response, Request>>) -> Result<Response, CallError> {
    match lines.next().await {
        Some(Ok(item)) => Ok(item?),
        Some(Err(error)) => Err(error.into()),
        None => Err(CallError::HungUp),
    }
}
