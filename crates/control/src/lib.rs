//! The telephone: what the daemon says to windows and command lines, over a local socket.
//!
//! In and out: one JSON value per line, [`messages::Request`] one way and [`messages::Response`] the other.
//! It touches the local socket (a Unix socket, or a named pipe on Windows; never a TCP port), starts the daemon
//! when a client asks for that, and knows where everything of a [`Home`] lies. It reads no other file, decides
//! nothing and keeps nothing.
#![forbid(unsafe_code)]

pub mod client;
pub mod home;
pub mod limits;
mod lines;
pub mod messages;
pub mod server;
mod socket;

pub use client::{CallError, Client, ConnectError};
pub use home::Home;
pub use lines::LineError;
pub use server::{BindError, Connection, Listener};
