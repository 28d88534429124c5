//! Streams: who may open one with us, and how we open one with others.
//!
//! libp2p-stream holds one stream of a protocol that nobody has taken yet and drops the next. So whoever opens a
//! stream waits for an answer on it, and tries again when it was dropped; and one task per protocol does nothing
//! but take streams.

use crate::address;
use crate::channel::{self, JobChannel, Tasks};
use crate::frames::{self, FrameError};
use crate::limits;
use crate::relay::Load;
use crate::slots::{Slot, Slots};
use crate::{ConnectError, Event};
use futures::StreamExt;
use idlewatt_proto::limits::MESSAGE_BYTES;
use idlewatt_proto::stream::{Door, ToProvider};
use idlewatt_proto::wire::{Bounded, DecodeError};
use idlewatt_proto::{JobId, NodeId};
use libp2p::{PeerId, Stream, StreamProtocol};
use libp2p_stream::{Control, IncomingStreams, OpenStreamError};
use std::io;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Why a stream could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no connection.
    #[error(transparent)]
    Unreachable(#[from] ConnectError),
    /// The peer does not speak this protocol.
    #[error("the peer does not speak {0}")]
    NotSpoken(String),
    /// It has too many streams already.
    #[error("the peer is busy with other streams")]
    Busy,
    /// It answers with something else.
    #[error("the peer's answer cannot be read: {0}")]
    Malformed(#[from] DecodeError),
    /// It does not answer.
    #[error("the peer did not answer in time")]
    Stalled,
    /// The stream broke, more than once.
    #[error("the stream broke: {0}")]
    Broken(#[source] io::Error),
}

impl From<FrameError> for OpenError {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Io(error) => Self::Broken(error),
            FrameError::Decode(error) => Self::Malformed(error),
        }
    }
}

/// Opens a stream to a connected peer, says the first message and reads the answer.
pub(crate) async fn open<Q, A>(
    control: &Control,
    peer: PeerId,
    protocol: StreamProtocol,
    question: &Q,
) -> Result<(Stream, A), OpenError>
where
    Q: serde::Serialize,
    A: serde::de::DeserializeOwned,
{
    let mut tries = 1;
    loop {
        match open_once(control.clone(), peer, protocol.clone(), question).await {
            Err(OpenError::Broken(error)) if tries < limits::STREAM_TRIES => {
                tracing::debug!(%peer, %error, %protocol, "a stream was dropped; again");
                sleep(Duration::from_millis(50) * tries).await;
                tries += 1;
            }
            settled => return settled,
        }
    }
}

async fn open_once<Q, A>(
    mut control: Control,
    peer: PeerId,
    protocol: StreamProtocol,
    question: &Q,
) -> Result<(Stream, A), OpenError>
where
    Q: serde::Serialize,
    A: serde::de::DeserializeOwned,
{
    let exchange = async {
        let mut stream = control.open_stream(peer, protocol.clone()).await.map_err(|error| match error {
            OpenStreamError::UnsupportedProtocol(_) => OpenError::NotSpoken(protocol.to_string()),
            OpenStreamError::Io(error) => OpenError::Broken(error),
            _ => OpenError::Broken(io::Error::other(error)),
        })?;
        frames::write(&mut stream, question, MESSAGE_BYTES).await?;
        let answer = frames::read(&mut stream, MESSAGE_BYTES).await?;
        Ok((stream, answer))
    };
    timeout(limits::STREAM_OPENING, exchange).await.unwrap_or(Err(OpenError::Stalled))
}

/// Takes every stream of a protocol and hands it on while there are places for its peer, until the mesh stops.
/// Without a place the stream is served without one: to be told so.
pub(crate) async fn take_streams<F, Serving>(mut incoming: IncomingStreams, slots: Slots, tasks: Tasks, serve: F)
where
    F: Fn(NodeId, Stream, Option<Slot>) -> Serving,
    Serving: Future<Output = ()> + Send + 'static,
{
    let mut serving = JoinSet::new();
    loop {
        tokio::select! {
            () = tasks.stop.cancelled() => return,
            Some(done) = serving.join_next(), if !serving.is_empty() => {
                if let Err(error) = done {
                    tracing::error!(%error, "serving a stream failed");
                }
            }
            next = incoming.next() => {
                let Some((peer, stream)) = next else { return };
                let Some(node) = address::node_id(&peer) else { continue };
                let slot = slots.take(node);
                // Saying no takes a task too; beyond this many the stream just falls.
                if slot.is_some() || serving.len() < 2 * limits::STREAMS {
                    serving.spawn(serve(node, stream, slot));
                }
            }
        }
    }
}

/// Reads what job a stream is for, answers, and tells the daemon.
pub(crate) async fn admit_job(
    from: NodeId,
    mut stream: Stream,
    slot: Option<Slot>,
    load: Option<Load>,
    events: mpsc::Sender<Event>,
    tasks: Tasks,
) {
    let opening = async {
        let ToProvider::Open(job) = frames::read(&mut stream, MESSAGE_BYTES).await? else {
            return Err(io::Error::from(io::ErrorKind::InvalidData).into());
        };
        // Room for the event first: what was welcomed must not be dropped.
        let room = slot.and_then(|slot| Some((slot, events.try_reserve_owned().ok()?)));
        let door = if room.is_some() { Door::Open } else { Door::Busy };
        frames::write(&mut stream, &door, MESSAGE_BYTES).await?;
        Ok::<_, FrameError>(room.map(|room| (job, room)))
    };
    match timeout(limits::STREAM_OPENING, opening).await {
        Ok(Ok(Some((job, (slot, room))))) => {
            let channel = channel::channel(stream, &tasks, (slot, load));
            room.send(Event::JobOpened { from, job, channel });
        }
        Ok(Ok(None)) => tracing::debug!(from = %from.short(), "no room for another job stream"),
        Ok(Err(error)) => tracing::debug!(from = %from.short(), %error, "a job stream opened with no such message"),
        Err(_) => tracing::debug!(from = %from.short(), "a job stream stayed silent"),
    }
}

/// Opens the stream of a job.
pub(crate) async fn open_job<In, Out>(
    control: &Control,
    peer: PeerId,
    job: JobId,
    load: Option<Load>,
    tasks: &Tasks,
) -> Result<JobChannel<In, Out>, OpenError>
where
    In: serde::de::DeserializeOwned + Bounded + Send + 'static,
    Out: Bounded,
{
    let (stream, door) = open(control, peer, crate::network::JOB, &ToProvider::Open(job)).await?;
    match door {
        Door::Open => Ok(channel::channel(stream, tasks, load)),
        Door::Busy => Err(OpenError::Busy),
    }
}
