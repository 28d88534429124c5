//! Where a model's bytes lie: a file that is read piece by piece, or memory.
//!
//! Not mapped: a file that shrinks under a mapping kills the process.

use super::error::ModelError;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A model's bytes. What lies beyond their end when it is opened is never read.
#[derive(Debug)]
pub(super) struct Source {
    bytes: Bytes,
    length: u64,
    path: PathBuf,
}

#[derive(Debug)]
enum Bytes {
    File(File),
    Memory(Arc<[u8]>),
}

impl Source {
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let fail = ModelError::read(path);
        let file = File::open(path).map_err(&fail)?;
        let about = file.metadata().map_err(&fail)?;
        if !about.is_file() {
            return Err(ModelError::NotAFile { path: path.display().to_string() });
        }
        Ok(Self { bytes: Bytes::File(file), length: about.len(), path: path.into() })
    }

    pub fn memory(bytes: Arc<[u8]>) -> Self {
        Self { length: bytes.len() as u64, bytes: Bytes::Memory(bytes), path: "memory".into() }
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Fills `buffer` with the bytes from `start` on.
    pub fn fill(&self, start: u64, buffer: &mut [u8]) -> Result<(), ModelError> {
        let mut reader = At { source: self, at: start };
        reader.read_exact(buffer).map_err(self.failure())
    }

    /// The bytes of a range, which lies within the length.
    pub fn range(&self, range: Range<u64>) -> Result<Vec<u8>, ModelError> {
        if range.end > self.length || range.start > range.end {
            return Err(ModelError::Truncated);
        }
        let mut buffer = vec![0; usize::try_from(range.end - range.start).map_err(|_| ModelError::Truncated)?];
        self.fill(range.start, &mut buffer)?;
        Ok(buffer)
    }

    pub fn reader(&self) -> BufReader<At<'_>> {
        BufReader::with_capacity(1 << 16, At { source: self, at: 0 })
    }

    pub fn failure(&self) -> impl Fn(io::Error) -> ModelError {
        ModelError::read(&self.path)
    }
}

/// Reads on from some place.
#[derive(Debug)]
pub(super) struct At<'a> {
    source: &'a Source,
    at: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.source.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = buffer.len().min(left);
        let buffer = &mut buffer[..most];
        let count = match &self.source.bytes {
            Bytes::File(file) => read_at(file, buffer, self.at)?,
            Bytes::Memory(bytes) => {
                let from = bytes.len().min(usize::try_from(self.at).unwrap_or(usize::MAX));
                buffer.copy_from_slice(&bytes[from..from + most]);
                most
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
