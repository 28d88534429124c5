//! The local socket itself: one file per platform, with the same four functions and two types.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::{Acceptor, Stream, connect, create_private_folder, detach, endpoint};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::{Acceptor, Stream, connect, create_private_folder, detach, endpoint};

use std::path::Path;

/// Names a folder where its path is too long or holds what a name cannot.
fn short_hash(home: &Path) -> String {
    blake3::hash(home.as_os_str().as_encoded_bytes()).to_hex()[..16].to_owned()
}
