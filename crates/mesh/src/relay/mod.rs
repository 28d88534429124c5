//! How nodes are reached that nobody gets through to: over a circuit through a relay, and from there, where the routers
//! let it, directly by a punched hole. Relay 2 and DCUtR are libp2p's; when they are used, and for what, is said here.

mod care;
mod carried;
mod parts;
mod punching;
mod reservations;

pub(crate) use care::{Circuits, Met};
pub(crate) use carried::{Carried, Load};
pub(crate) use parts::{Client, Only};
pub(crate) use punching::Punching;
pub(crate) use reservations::Reservations;

use crate::limits;
use idlewatt_proto::NodeId;
use idlewatt_proto::reason::NoRelay;
use libp2p::Multiaddr;
use libp2p::core::ConnectedPoint;
use libp2p::multiaddr::Protocol;
use std::time::Duration;

/// When this node asks others to relay for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UseRelays {
    /// While nobody gets through to it.
    #[default]
    WhenNeeded,
    /// Whenever there is one.
    Always,
    /// Not at all.
    Never,
}

/// What a node that relays does for others at most. Together with the connections that these keep open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayBounds {
    /// Nodes that may be called over this one.
    pub reservations: usize,
    /// How long such a place is kept without being renewed.
    pub reservation: Duration,
    /// Circuits at once.
    pub circuits: usize,
    /// Circuits that one node may have opened or may be called over.
    pub circuits_per_peer: usize,
    /// A circuit ends after so long,
    pub circuit: Duration,
    /// or after so many bytes, both ways together.
    pub circuit_bytes: u64,
}

impl Default for RelayBounds {
    fn default() -> Self {
        Self {
            reservations: limits::RELAY_RESERVATIONS,
            reservation: limits::RELAY_RESERVATION,
            circuits: limits::RELAY_CIRCUITS,
            circuits_per_peer: limits::RELAY_CIRCUITS_PER_PEER,
            circuit: limits::RELAY_CIRCUIT,
            circuit_bytes: limits::RELAY_CIRCUIT_BYTES,
        }
    }
}

/// Who relays for this node, and what came of punching holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relays {
    /// Through whom this node can be called.
    pub through: Vec<NodeId>,
    /// Why through nobody, where it is nobody.
    pub why_none: Option<NoRelay>,
    /// Of the last tries to get from a circuit to a direct connection, how many succeeded.
    pub punched: u32,
    /// How many there were.
    pub punches: u32,
    /// Peers that can be called over this node. `None`: it does not relay now.
    pub serves: Option<u32>,
}

/// Whether an address, or a connection's, leads through a relay.
pub(crate) fn is_circuit(address: &Multiaddr) -> bool {
    address.iter().any(|part| matches!(part, Protocol::P2pCircuit))
}

/// Where the other end of a connection is: for a circuit, the relay and the circuit.
pub(crate) fn place(endpoint: &ConnectedPoint) -> Multiaddr {
    match endpoint {
        ConnectedPoint::Listener { local_addr, .. } if endpoint.is_relayed() => local_addr.clone(),
        endpoint => endpoint.get_remote_address().clone(),
    }
}
