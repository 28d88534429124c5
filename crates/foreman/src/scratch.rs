//! A worker's own folder.

use crate::WorkerError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Lies in each scratch folder, so that a folder of somebody else's is never emptied by mistake.
const MARK: &str = ".idlewatt-scratch";
/// Not a name that orders may use for a file.
const SHADER_CACHE: &str = ".shaders";

/// Made empty, removed when the last owner lets go.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder. One that a killed process left behind is emptied first; any other is refused.
    pub fn create(path: &Path) -> Result<Self, WorkerError> {
        make(path).map_err(WorkerError::file("make the folder", path))?;
        // Workers are told absolute paths: their own folder is another.
        path.canonicalize().map(Self).map_err(WorkerError::file("find the folder", path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where a driver may keep what it compiled.
    pub fn shader_cache(&self) -> PathBuf {
        self.0.join(SHADER_CACHE)
    }
}

fn make(path: &Path) -> io::Result<()> {
    if path.join(MARK).is_file() {
        fs::remove_dir_all(path)?;
    }
    fs::create_dir_all(path)?;
    if fs::read_dir(path)?.next().is_some() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is there and not empty"));
    }
    crate::platform::make_private(path)?;
    fs::create_dir(path.join(SHADER_CACHE))?;
    fs::write(path.join(MARK), [])
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.0.display(), %error, "a scratch folder could not be removed");
        }
    }
}
