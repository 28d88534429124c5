//! Whether others get through to this node: it asks peers to try, and tries those who ask.
//!
//! libp2p's AutoNAT 2 tries an address once and never again, dials wherever a stranger says, and tries over a connection
//! of the same two peers: closed, it takes along what else was sent over it, and left open, it crowds out real ones. So
//! here a try is no connection of the mesh: a handshake under a name that is thrown away.

mod evidence;
mod rounds;
mod trying;

pub(crate) use evidence::{Evidence, Scope, ip, is_plain, scope};
pub(crate) use rounds::Candidates;
pub(crate) use trying::Tries;

use serde::{Deserialize, Serialize};

/// Whether others get through to this node, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nobody has tried yet.
    Unknown,
    /// Somebody got through to this address of ours.
    Direct(String),
    /// Somebody tried and did not, or nobody could say for a while.
    OutgoingOnly,
    /// Nobody is connected.
    Alone,
}

/// "Do you get through to me there?"
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TryMe {
    /// A multiaddr without the peer part.
    pub address: String,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Tried {
    /// Whoever answered there proved to be you.
    Reached,
    /// Nobody answered, or somebody else did.
    NotReached,
    /// Not tried: the address is not where you come from, or there are too many to try.
    Declined,
}
