//! The gate: how this node finds others, talks with them and moves scenes and results.
//!
//! Comes in: a keypair, addresses, adverts and questions of ours. Goes out: other nodes' adverts, answers, job
//! streams, verified files, and [`Event`]s when others ask. The only importer of libp2p, whose types stay inside.
//! What a peer sends is decoded under a bound and checked for who signed it; whether it is wise is for `policy`.
//! Decides nothing, and writes no file but a fetched blob.
//!
//! Protocols, each with its version: `/idlewatt/negotiate/3`, `/idlewatt/index/2` and `/idlewatt/reach/1` (a question, an
//! answer), `/idlewatt/job/6` and `/idlewatt/blob/1` (streams). QUIC, and TCP with Noise and Yamux where UDP does not
//! pass; circuits through relays where neither does, and DCUtR to get from there to one of them.
#![forbid(unsafe_code)]

mod address;
mod blobs;
mod channel;
mod codec;
mod doors;
mod frames;
mod index;
pub mod limits;
mod mesh;
mod network;
mod peers;
mod reach;
mod relay;
mod slots;
mod standing;
mod start;
mod task;

pub use address::AddressError;
pub use blobs::{FetchError, OffersFull};
pub use channel::{ChannelError, JobChannel, JobReceiver, JobSender};
pub use doors::OpenError;
pub use mesh::{Mesh, Published};
pub use peers::{Path, Peer};
pub use reach::Reach;
pub use relay::{RelayBounds, Relays, UseRelays};
pub use start::{Config, StartError};

use idlewatt_proto::negotiation::{Answer, Ask};
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{JobId, NodeId, UnixMillis};
use std::io;
use tokio::sync::oneshot;

/// What others want of this node.
pub enum Event {
    /// A question; it is answered through `reply` within [`limits::ANSWER`].
    Asked {
        /// Who asks; proved by the connection.
        from: NodeId,
        /// What.
        ask: Box<Ask>,
        /// How to answer.
        reply: Reply,
    },
    /// A requester opened the stream of a job. `ToProvider::Open` was read from it already; whether the job is
    /// theirs is for the daemon to say.
    JobOpened {
        /// Who; proved by the connection.
        from: NodeId,
        /// Which job it is for.
        job: JobId,
        /// The talk.
        channel: JobChannel<ToProvider, ToRequester>,
    },
}

/// The way back to somebody who asked. Dropped, it leaves the question unanswered.
#[derive(Debug)]
pub struct Reply(oneshot::Sender<Answer>);

impl Reply {
    /// Answers. Whether the answer still finds its asker is not known.
    pub fn send(self, answer: Answer) {
        let _ = self.0.send(answer);
    }
}

/// Why there is no connection with a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// Nobody said where it is.
    #[error("no address of it is known")]
    NoAddress,
    /// It is this node.
    #[error("it is this node itself")]
    Oneself,
    /// The name is not a public key.
    #[error("it is not the name of a node")]
    NoSuchName,
    /// Every address failed: each with its error.
    #[error("it cannot be reached: {0}")]
    Failed(String),
    /// No address answered.
    #[error("it did not answer in time")]
    TimedOut,
    /// The mesh is shut down.
    #[error("the mesh is shut down")]
    MeshClosed,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no connection.
    #[error(transparent)]
    Unreachable(#[from] ConnectError),
    /// The peer did not answer in time, or not at all.
    #[error("no answer in time")]
    NoAnswer,
    /// The connection was lost before the answer. The question may have arrived.
    #[error("the connection was lost before the answer")]
    Closed,
    /// The peer does not speak this protocol.
    #[error("the peer does not speak this protocol")]
    NotSpoken,
    /// The answer is none.
    #[error("the answer cannot be read: {0}")]
    Malformed(#[source] io::Error),
    /// The stream broke: mostly a peer that refuses to answer.
    #[error("the stream broke before the answer: {0}")]
    Broken(#[source] io::Error),
}

/// How the mesh ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was shut down.
    ShutDown,
    /// It broke: a bug of ours or of a library. The process lives, this mesh does not.
    Broken(String),
}

fn now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixMillis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
