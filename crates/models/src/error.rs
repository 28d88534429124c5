//! What can go wrong with the shelf.

use crate::Name;
use crate::limits;
use idlewatt_proto::{BlobHash, Bytes};
use std::io;
use std::path::{Path, PathBuf};

/// Why something on the shelf could not be done. Nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// A file or folder could not be used.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// With which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The index is broken, or of another version.
    #[error("the index of models {} cannot be read: {what}", path.display())]
    Index {
        /// The file.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// Nothing has this name.
    #[error("no model is called {0:?}, and there is no such file")]
    Unknown(String),
    /// Something else has it.
    #[error("another model is called {0} already")]
    Taken(Name),
    /// The same file is there.
    #[error("this model is on the shelf already, as {0}")]
    There(Name),
    /// It would be too much.
    #[error(
        "the model needs {} MiB, and {} of the {} MiB of models.disk_gib are left",
        needs.0.div_ceil(1 << 20), left.0 >> 20, most.0 >> 20
    )]
    Full {
        /// The model's size.
        needs: Bytes,
        /// What is free.
        left: Bytes,
        /// What the shelf may take.
        most: Bytes,
    },
    /// Too many.
    #[error("{} models are on the shelf, which is all it takes", limits::ENTRIES)]
    TooMany,
    /// It is neither a file nor a folder with a model's files.
    #[error("{} is neither a file nor a folder with model.safetensors and config.json", .0.display())]
    NotAModel(PathBuf),
    /// The bytes are not those that were promised, or that once were there.
    #[error("the file's BLAKE3 hash is {found}, not {wanted}")]
    OtherHash {
        /// As it should be.
        wanted: BlobHash,
        /// As it is.
        found: BlobHash,
    },
    /// There is more or less than was promised.
    #[error("the file has {found} bytes, not {wanted}")]
    OtherSize {
        /// As it should be.
        wanted: u64,
        /// As it is.
        found: u64,
    },
    /// Another program is fetching the same file now.
    #[error("another program is fetching this model")]
    Busy,
    /// Whoever watched the progress wanted no more.
    #[error("stopped")]
    Stopped,
}

impl ShelfError {
    pub(crate) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { what, path, source }
    }
}
