//! The shelf: model files on this machine's disk, each under a name, with its hash and what is known of it.
//!
//! In come files, folders, and addresses with the hash that their file must have; out go paths for a worker to open.
//! Every file was hashed when it came and can be hashed again; what is still on its way lies aside and goes on where it
//! stopped. It touches its own folder, the files that it is told to put there, and for [`fetch()`] the network. It looks into
//! no model: what is in one comes from a worker, which is locked in.
//!
//! Daemon and command line use one shelf at the same time: changes are made under a lock, and the index is replaced as
//! a whole.
#![forbid(unsafe_code)]

mod contents;
mod error;
pub mod fetch;
mod index;
pub mod limits;
mod name;
mod partial;
mod shelf;

pub use contents::hash_of;
pub use error::ShelfError;
pub use fetch::{FetchError, fetch};
pub use index::{Entry, Origin};
pub use name::{Name, NotAName};
pub use partial::Partial;
pub use shelf::{How, New, Shelf};

/// How far something is, in bytes; to be answered with whether to go on.
pub type Progress<'a> = dyn FnMut(u64, u64) -> bool + 'a;
