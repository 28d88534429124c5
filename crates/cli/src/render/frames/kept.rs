//! Which files are frames of ours, and made from what: a list beside them, `.idlewatt-frames.json`.
//!
//! A file is known by its hash. Its line is in the list before it gets its name, so that whatever is killed at whatever
//! moment, a file that we made is never taken for somebody else's, nor the other way round.

use idlewatt_proto::BlobHash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

const LIST: &str = ".idlewatt-frames.json";
/// Bytes of a list that are read: 10 000 frames of several commands in one folder.
const LIST_BYTES: u64 = 64 << 20;

#[derive(Default, Serialize, Deserialize)]
struct List {
    /// By name. Two lines for one name: it was about to be replaced.
    frames: BTreeMap<String, Vec<Line>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    /// Scene, view, samples and engine.
    from: BlobHash,
    /// The file's bytes.
    file: BlobHash,
}

/// What lies where a frame belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// A frame of ours, made from this.
    Ours(BlobHash),
    Foreign,
}

/// A folder with frames.
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    /// What lies at this place of the folder. Reads the file.
    pub fn find(&self, picture: &Path) -> io::Result<Found> {
        let hash = match hash(picture) {
            Ok(hash) => hash,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        };
        let list = self.list();
        let lines = list.frames.get(&name(picture)).into_iter().flatten();
        let ours = lines.filter(|line| line.file == hash).map(|line| Found::Ours(line.from)).next();
        Ok(ours.unwrap_or(Found::Foreign))
    }

    /// Gives a whole picture its name.
    pub fn keep(&self, partial: &Path, picture: &Path, from: BlobHash) -> io::Result<()> {
        File::open(partial)?.sync_all()?;
        let line = Line { from, file: hash(partial)? };
        let name = name(picture);
        // The list is read each time: another command may have frames in the same folder.
        self.change(|list| {
            let lines = list.frames.entry(name.clone()).or_default();
            lines.retain(|known| *known != line);
            lines.push(line);
        })?;
        fs::rename(partial, picture)?;
        self.change(|list| {
            list.frames.insert(name, vec![line]);
        })
    }

    /// One that cannot be read is none: then no file is ours.
    fn list(&self) -> List {
        let mut text = Vec::new();
        let read = File::open(self.folder.join(LIST)).and_then(|file| file.take(LIST_BYTES).read_to_end(&mut text));
        read.ok().and_then(|_| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut List)) -> io::Result<()> {
        let mut list = self.list();
        change(&mut list);
        let text = serde_json::to_vec(&list)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(self.folder.join(LIST)).map_err(|error| error.error)?;
        Ok(())
    }
}

fn name(picture: &Path) -> String {
    picture.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn hash(path: &Path) -> io::Result<BlobHash> {
    Ok(BlobHash::of(&fs::read(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage() -> (tempfile::TempDir, Kept, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let (partial, picture) = (path(".f.part.png"), path("f.png"));
        let kept = Kept::of(folder.path());
        (folder, kept, partial, picture)
    }

    #[test]
    fn a_frame_is_known_until_somebody_changes_it() {
        let (folder, kept, partial, picture) = stage();
        assert_eq!(kept.find(&picture).expect("read"), Found::Nothing);
        fs::write(&partial, "one").expect("written");
        let from = BlobHash([1; 32]);
        kept.keep(&partial, &picture, from).expect("kept");
        assert_eq!(kept.find(&picture).expect("read"), Found::Ours(from));
        assert!(!partial.exists());
        fs::write(&picture, "painted over").expect("written");
        assert_eq!(kept.find(&picture).expect("read"), Found::Foreign);
        fs::write(folder.path().join(LIST), "{").expect("written");
        assert_eq!(kept.find(&picture).expect("read"), Found::Foreign);
    }

    #[test]
    fn killed_between_two_steps_it_still_knows_its_own() {
        let (_folder, kept, partial, picture) = stage();
        let (old, new) = (BlobHash([1; 32]), BlobHash([2; 32]));
        fs::write(&partial, "old").expect("written");
        kept.keep(&partial, &picture, old).expect("kept");
        // As if it were killed before the renaming, and after it.
        fs::write(&partial, "new").expect("written");
        let line = Line { from: new, file: hash(&partial).expect("read") };
        kept.change(|list| list.frames.get_mut("f.png").expect("a line").push(line)).expect("changed");
        assert_eq!(kept.find(&picture).expect("read"), Found::Ours(old));
        fs::rename(&partial, &picture).expect("renamed");
        assert_eq!(kept.find(&picture).expect("read"), Found::Ours(new));
    }
}
