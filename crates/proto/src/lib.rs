//! The words the rooms share: ids, measures, offers, jobs, receipts, reasons.
//!
//! Everything that crosses a crate wall, a process or the wire is spelled here, once. Pure data:
//! no IO, no clock, no randomness; the only computing is hashing, signatures and checked arithmetic.
//!
//! Three encodings, chosen by where a value travels: [`wire`] (postcard, size-bounded) between peers,
//! JSON between our own processes, and the bytes inside a [`sign::Signed`] for what must be provable later.
#![forbid(unsafe_code)]

pub mod advert;
pub mod books;
pub mod device;
pub mod ids;
pub mod job;
pub mod limits;
pub mod measure;
pub mod negotiation;
pub mod picture;
pub mod reason;
pub mod receipt;
pub mod reference;
pub mod sign;
pub mod stream;
pub mod text;
pub mod title;
pub mod wire;
pub mod worker;

pub use ids::{BlobHash, JobId, NodeId, UnitId};
pub use measure::{Amount, Bytes, Millijoules, Milliwatts, UnixMillis};
