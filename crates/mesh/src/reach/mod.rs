//! Whether others get through to this node: it asks peers to try (AutoNAT 2), and tries those who ask.
//!
//! The library's client tries an address once and never again, and its server dials wherever it is told. So here a
//! client lives for a round only, and the server goes back to no other machine than the one that asks.

mod asking;
mod evidence;
mod rounds;
mod trying;

pub(crate) use asking::Asking;
pub(crate) use evidence::{Evidence, Scope, scope};
pub(crate) use trying::Trying;

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
