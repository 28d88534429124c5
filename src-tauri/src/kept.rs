//! Small JSON files in the app's own folder: read with a bound, written whole, and set aside when they are not right.

use crate::limits::KEPT_BYTES;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

/// What a file holds; `None` where there is none, or none that is right. Such a one is kept beside under another name,
/// because an owner may have written it.
pub fn read<T: DeserializeOwned>(path: &Path, right: impl FnOnce(&T) -> bool) -> Option<T> {
    let text = match bounded(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => return set_aside(path, &error.to_string()),
    };
    match serde_json::from_str(&text) {
        Ok(kept) if right(&kept) => Some(kept),
        Ok(_) => set_aside(path, "a value is out of bounds"),
        Err(error) => set_aside(path, &error.to_string()),
    }
}

fn bounded(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?.take(KEPT_BYTES + 1).read_to_string(&mut text)?;
    match u64::try_from(read) {
        Ok(read) if read <= KEPT_BYTES => Ok(text),
        _ => Err(io::Error::other("it is too long")),
    }
}

fn set_aside<T>(path: &Path, why: &str) -> Option<T> {
    let aside = path.with_extension("broken.json");
    eprintln!("idlewatt-tray: {} is not used: {why}; it is kept as {}", path.display(), aside.display());
    if let Err(error) = fs::rename(path, &aside) {
        eprintln!("idlewatt-tray: it cannot be renamed: {error}");
    }
    None
}

/// Writes the whole file or none of it.
pub fn write<T: Serialize>(path: &Path, kept: &T) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = path.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    // Else a loss of power may leave the new name with nothing behind it.
    file.sync_all()?;
    drop(file);
    fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_broken_is_set_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/kept.json");
        assert_eq!(read::<u32>(&path, |_| true), None);
        write(&path, &7u32).expect("written");
        assert_eq!(read(&path, |_: &u32| true), Some(7));
        assert_eq!(read(&path, |kept: &u32| *kept < 7), None, "out of bounds");
        assert!(!path.exists() && path.with_extension("broken.json").exists());
        for broken in ["{".to_owned(), "1".repeat(70_000)] {
            fs::write(&path, broken).expect("written");
            assert_eq!(read::<f64>(&path, |_| true), None);
            assert!(!path.exists());
        }
        write(&path, &8u32).expect("written again");
        assert_eq!(read(&path, |_: &u32| true), Some(8));
    }
}
