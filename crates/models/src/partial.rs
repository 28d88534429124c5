//! A model on its way here, in pieces, one after the other. What has come stays when the program ends.

use crate::limits::CHUNK;
use crate::shelf::{New, Shelf};
use crate::{Entry, Progress, ShelfError};
use blake3::Hasher;
use idlewatt_proto::BlobHash;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// The beginning of a file, and a lock on it.
#[derive(Debug)]
pub struct Partial {
    shelf: Shelf,
    path: PathBuf,
    file: File,
    hasher: Box<Hasher>,
    have: u64,
    hash: BlobHash,
    size: u64,
}

impl Partial {
    /// Opens what has come before, or begins. Hashes what is there already.
    pub(crate) fn begin(
        shelf: Shelf,
        path: PathBuf,
        hash: BlobHash,
        size: u64,
        progress: &mut Progress<'_>,
    ) -> Result<Self, ShelfError> {
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(ShelfError::file("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ShelfError::Busy),
            Err(TryLockError::Error(error)) => return Err(ShelfError::file("lock", &path)(error)),
        }
        let (mut hasher, mut chunk, mut have) = (Box::new(Hasher::new()), vec![0; CHUNK], 0);
        loop {
            let read = file.read(&mut chunk).map_err(ShelfError::file("read", &path))?;
            if read == 0 {
                break;
            }
            hasher.update(&chunk[..read]);
            have += read as u64;
            if !progress(have.min(size), size) {
                return Err(ShelfError::Stopped);
            }
        }
        let mut partial = Self { shelf, path, file, hasher, have, hash, size };
        if have > size {
            partial.restart()?;
        }
        Ok(partial)
    }

    /// Bytes that are here.
    pub fn have(&self) -> u64 {
        self.have
    }

    /// Bytes of the whole file.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds what comes next.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), ShelfError> {
        let after = self.have + bytes.len() as u64;
        if after > self.size {
            return Err(ShelfError::OtherSize { wanted: self.size, found: after });
        }
        self.file.write_all(bytes).map_err(ShelfError::file("write", &self.path))?;
        self.hasher.update(bytes);
        self.have = after;
        Ok(())
    }

    /// Forgets what has come.
    pub fn restart(&mut self) -> Result<(), ShelfError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        emptied.map_err(ShelfError::file("write", &self.path))?;
        (self.hasher, self.have) = (Box::new(Hasher::new()), 0);
        Ok(())
    }

    /// Puts the whole file on the shelf, if it is the one that was promised. If not, it is thrown away.
    pub fn finish(self, new: New) -> Result<Entry, ShelfError> {
        if self.have != self.size {
            return Err(ShelfError::OtherSize { wanted: self.size, found: self.have });
        }
        let found = BlobHash(*self.hasher.finalize().as_bytes());
        if found != self.hash {
            drop(self.file);
            fs::remove_file(&self.path).map_err(ShelfError::file("remove", &self.path))?;
            return Err(ShelfError::OtherHash { wanted: self.hash, found });
        }
        self.file.sync_all().map_err(ShelfError::file("write", &self.path))?;
        // Under Windows a file with a lock of ours cannot be renamed.
        drop(self.file);
        self.shelf.place(&self.path, new, self.hash, self.size)
    }
}
