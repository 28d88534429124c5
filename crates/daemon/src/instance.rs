//! One daemon per data folder, and one identity for it.

use anyhow::Context;
use idlewatt_control::home::Home;
use idlewatt_proto::sign::Keypair;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};

/// Takes the folder's lock for the life of the process; `None` when another process has it.
/// The operating system drops it when the process ends, however it ends.
pub fn lock(home: &Home) -> anyhow::Result<Option<File>> {
    let path = home.lock();
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("{} cannot be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked"),
    }
}

/// The node's key, made at the first start. A damaged one is an error: a new one would lose what others owe the old.
pub fn identity(home: &Home) -> anyhow::Result<Keypair> {
    let path = home.identity();
    match std::fs::read(&path) {
        Ok(bytes) => {
            let secret: [u8; 32] = bytes.try_into().map_err(|_| {
                anyhow::anyhow!(
                    "{} is damaged; restore it from a copy, or remove it to become a new node",
                    path.display()
                )
            })?;
            Ok(Keypair::from_secret(secret))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|error| anyhow::anyhow!("no randomness for a key: {error}"))?;
            write_secret(&path, &secret).with_context(|| format!("{} cannot be written", path.display()))?;
            Ok(Keypair::from_secret(secret))
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Writes a file that only its owner can read: whole, or not at all.
fn write_secret(path: &std::path::Path, secret: &[u8]) -> std::io::Result<()> {
    let new = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(secret)?;
    file.sync_all()?;
    std::fs::rename(&new, path)
}
