//! What is on the shelf, as it stands in a file that is replaced as a whole.

use crate::limits::{ENTRIES, INDEX_BYTES};
use crate::{Name, ShelfError};
use idlewatt_proto::text::ModelFacts;
use idlewatt_proto::{BlobHash, Bytes, UnixMillis};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Version of the index.
const VERSION: u32 = 1;

/// Where a model came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Origin {
    /// Copied from a file of this machine.
    Copied {
        /// Where that was.
        path: PathBuf,
    },
    /// It lies elsewhere on this machine still, and is not ours to remove.
    Linked {
        /// Where.
        path: PathBuf,
    },
    /// From an address.
    Fetched {
        /// Which.
        url: String,
    },
    /// From a peer.
    Peer,
}

/// A model on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is called.
    pub name: Name,
    /// BLAKE3 of its file; of a folder that of a list of its files, see [`crate::Shelf::add`].
    pub hash: BlobHash,
    /// Of the file, or of all files.
    pub size: Bytes,
    /// What a worker found in it.
    pub facts: Option<ModelFacts>,
    /// Where it came from.
    pub origin: Origin,
    /// Since when it is here.
    pub since: UnixMillis,
    /// File or folder, within the shelf's own unless it is linked.
    pub file: PathBuf,
}

impl Entry {
    /// Whether its bytes are the shelf's own.
    pub fn kept(&self) -> bool {
        !matches!(self.origin, Origin::Linked { .. })
    }
}

/// All of them, by name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    version: u32,
    pub entries: Vec<Entry>,
}

impl Index {
    /// Reads it; an empty one where there is none.
    pub fn read(path: &Path) -> Result<Self, ShelfError> {
        let bad = |what: String| ShelfError::Index { path: path.to_owned(), what };
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(INDEX_BYTES + 1).read_to_end(&mut bytes)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(ShelfError::file("read", path)(error)),
            Ok(_) if bytes.len() as u64 > INDEX_BYTES => return Err(bad("it is too large".into())),
            Ok(_) => {}
        }
        let index: Self = serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
        if index.version != VERSION || index.entries.len() > ENTRIES {
            return Err(bad(format!("version {} with {} entries", index.version, index.entries.len())));
        }
        Ok(index)
    }

    /// Puts it in the place of the old one.
    pub fn write(&mut self, path: &Path) -> Result<(), ShelfError> {
        self.version = VERSION;
        self.entries.sort_by(|one, other| one.name.cmp(&other.name));
        let partial = path.with_extension("part");
        let write = || {
            let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
            let mut file = File::create(&partial)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&partial, path)
        };
        write().map_err(ShelfError::file("write", path))
    }
}
