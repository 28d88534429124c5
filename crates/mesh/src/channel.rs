//! The stream of a job, as two queues of messages.
//!
//! A frame of length zero says goodbye: a stream that ends without it was lost. Each direction has a task of its
//! own, so that neither `send` nor `recv` can leave half a message behind when its caller loses patience.

use crate::frames::{self, FrameError};
use crate::limits;
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use idlewatt_proto::wire::{self, Bounded, DecodeError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Why a job's stream is of no use any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// The connection was lost, or the other side went without a goodbye.
    #[error("the connection was lost")]
    Closed,
    /// The other side takes nothing, or stopped in the middle of a message.
    #[error("the other side stalled")]
    Stalled,
    /// What came is no message, or one beyond the bound; for `send`: ours is.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
}

/// A job's stream: `In` comes, `Out` goes. Dropping it says goodbye, after what was sent.
pub struct JobChannel<In, Out> {
    sender: JobSender<Out>,
    receiver: JobReceiver<In>,
}

/// The sending half. The goodbye is said when the last clone is dropped.
pub struct JobSender<Out> {
    outgoing: mpsc::Sender<Waiting<Vec<u8>>>,
    room: Arc<Semaphore>,
    message: PhantomData<fn(Out)>,
}

/// Something in a queue, with the room that its bytes take there.
type Waiting<T> = (T, Option<OwnedSemaphorePermit>);

/// Room for so many bytes in a queue. `None`: the queue is no more.
async fn room_for(room: &Arc<Semaphore>, bytes: usize) -> Option<OwnedSemaphorePermit> {
    let bytes = u32::try_from(bytes.min(limits::JOB_QUEUE_BYTES)).unwrap_or(u32::MAX);
    Arc::clone(room).acquire_many_owned(bytes).await.ok()
}

impl<Out> Clone for JobSender<Out> {
    fn clone(&self) -> Self {
        Self { outgoing: self.outgoing.clone(), room: Arc::clone(&self.room), message: PhantomData }
    }
}

/// The receiving half.
pub struct JobReceiver<In> {
    incoming: mpsc::Receiver<Waiting<Result<In, ChannelError>>>,
}

impl<Out: Serialize + Bounded> JobSender<Out> {
    /// Queues a message; `Ok` does not mean that it arrived. Waits when the other side is slow, up to a bound.
    /// Safe to cancel: the message goes whole or not at all.
    pub async fn send(&self, message: &Out) -> Result<(), ChannelError> {
        let bytes = wire::encode(message);
        if bytes.len() > Out::BYTES {
            return Err(DecodeError::TooLong { bytes: bytes.len(), bound: Out::BYTES }.into());
        }
        let queued = async {
            let room = room_for(&self.room, bytes.len()).await;
            self.outgoing.send((bytes, room)).await
        };
        match timeout(limits::JOB_SEND, queued).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(ChannelError::Closed),
            Err(_) => Err(ChannelError::Stalled),
        }
    }
}

impl<In> JobReceiver<In> {
    /// The next message. `None` after the other side's goodbye; an error once, then `None`. Safe to cancel.
    pub async fn recv(&mut self) -> Option<Result<In, ChannelError>> {
        self.incoming.recv().await.map(|(message, _)| message)
    }
}

impl<In, Out: Serialize + Bounded> JobChannel<In, Out> {
    /// See [`JobSender::send`].
    pub async fn send(&self, message: &Out) -> Result<(), ChannelError> {
        self.sender.send(message).await
    }

    /// See [`JobReceiver::recv`].
    pub async fn recv(&mut self) -> Option<Result<In, ChannelError>> {
        self.receiver.recv().await
    }

    /// The halves.
    pub fn split(self) -> (JobSender<Out>, JobReceiver<In>) {
        (self.sender, self.receiver)
    }
}

/// What a channel's tasks need of the mesh.
#[derive(Clone)]
pub(crate) struct Tasks {
    pub(crate) tracker: TaskTracker,
    pub(crate) stop: CancellationToken,
}

/// Makes a stream, whose opening is over, a channel. What is held is dropped when both tasks are done.
pub(crate) fn channel<S, In, Out, Held>(stream: S, tasks: &Tasks, held: Held) -> JobChannel<In, Out>
where
    Held: Send + Sync + 'static,
    S: AsyncRead + AsyncWrite + Send + 'static,
    In: DeserializeOwned + Bounded + Send + 'static,
    Out: Bounded,
{
    let (reader, writer) = stream.split();
    let (incoming_in, incoming) = mpsc::channel(limits::JOB_MESSAGES);
    let (outgoing, outgoing_out) = mpsc::channel(limits::JOB_MESSAGES);
    let broken = tasks.stop.child_token();
    let held = Arc::new(held);
    tasks.tracker.spawn(keep(Arc::clone(&held), read(reader, incoming_in, broken.clone())));
    tasks.tracker.spawn(keep(held, write(writer, outgoing_out, broken, Out::BYTES)));
    let room = Arc::new(Semaphore::new(limits::JOB_QUEUE_BYTES));
    JobChannel { sender: JobSender { outgoing, room, message: PhantomData }, receiver: JobReceiver { incoming } }
}

async fn keep<T>(held: T, work: impl Future<Output = ()>) {
    work.await;
    drop(held);
}

async fn read<R, In>(
    mut reader: R,
    incoming: mpsc::Sender<Waiting<Result<In, ChannelError>>>,
    broken: CancellationToken,
) where
    R: AsyncRead + Unpin,
    In: DeserializeOwned + Bounded,
{
    let room = Arc::new(Semaphore::new(limits::JOB_QUEUE_BYTES));
    let ended = loop {
        let next = tokio::select! {
            next = read_message(&mut reader) => next,
            // The writer broke, the mesh stops, or nobody listens any more.
            () = broken.cancelled() => break Err(ChannelError::Closed),
            () = incoming.closed() => return,
        };
        match next {
            Ok(Some((message, bytes))) => {
                // A full queue holds the reader, and through flow control the other side.
                let queued = async {
                    let room = room_for(&room, bytes).await;
                    incoming.send((Ok(message), room)).await
                };
                tokio::select! {
                    sent = queued => if sent.is_err() { return },
                    () = incoming.closed() => return,
                    () = broken.cancelled() => break Err(ChannelError::Closed),
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    if let Err(error) = ended {
        broken.cancel();
        // The listener may leave meanwhile, which ends the wait too.
        let _ = incoming.send((Err(error), None)).await;
    }
}

/// A message and its size. `None`: goodbye.
async fn read_message<R: AsyncRead + Unpin, In: DeserializeOwned + Bounded>(
    reader: &mut R,
) -> Result<Option<(In, usize)>, ChannelError> {
    let mut first = [0];
    // A job may be silent for long between messages, but not within one.
    reader.read_exact(&mut first).await.map_err(|_| ChannelError::Closed)?;
    let rest = async {
        let mut framed = futures::io::Cursor::new(first).chain(reader);
        frames::read_bytes(&mut framed, In::BYTES).await
    };
    match timeout(limits::JOB_SEND, rest).await {
        Ok(Ok(bytes)) if bytes.is_empty() => Ok(None),
        Ok(Ok(bytes)) => Ok(Some((wire::decode(&bytes, In::BYTES)?, bytes.len()))),
        Ok(Err(FrameError::Io(_))) => Err(ChannelError::Closed),
        Ok(Err(FrameError::Decode(error))) => Err(error.into()),
        Err(_) => Err(ChannelError::Stalled),
    }
}

async fn write<W: AsyncWrite + Unpin>(
    mut writer: W,
    mut outgoing: mpsc::Receiver<Waiting<Vec<u8>>>,
    broken: CancellationToken,
    bound: usize,
) {
    let stopping = loop {
        tokio::select! {
            bytes = outgoing.recv() => match bytes {
                Some((bytes, _room)) => if write_one(&mut writer, &bytes, bound).await.is_err() { return broken.cancel() },
                None => break false,
            },
            () = broken.cancelled() => break true,
        }
    };
    if stopping {
        outgoing.close();
        while let Some((bytes, _room)) = outgoing.recv().await {
            if write_one(&mut writer, &bytes, bound).await.is_err() {
                return;
            }
        }
    }
    if write_one(&mut writer, &[], bound).await.is_ok() {
        let _ = timeout(limits::JOB_SEND, writer.close()).await;
    }
}

async fn write_one<W: AsyncWrite + Unpin>(writer: &mut W, bytes: &[u8], bound: usize) -> io::Result<()> {
    match timeout(limits::JOB_SEND, frames::write_bytes(writer, bytes, bound)).await {
        Ok(written) => Ok(written?),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}
