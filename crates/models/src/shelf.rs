//! The shelf itself.

use crate::contents::{Contents, remove};
use crate::index::Index;
use crate::limits::{ENTRIES, PART_KEPT};
use crate::{Entry, Name, Origin, Partial, Progress, ShelfError};
use idlewatt_proto::text::ModelFacts;
use idlewatt_proto::{BlobHash, Bytes, UnixMillis};
use std::collections::hash_map::RandomState;
use std::fs::{self, File, Metadata, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Index, lock, and the folder for what is on its way.
const INDEX: &str = "index.json";
const LOCK: &str = "lock";
const PARTS: &str = "parts";

/// What a new model is called, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Free.
    pub name: Name,
    /// As a worker found.
    pub facts: Option<ModelFacts>,
    /// Where it came from.
    pub origin: Origin,
}

/// How a file of this machine is put on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By a copy of our own.
    Copy,
    /// As it lies there. Whoever changes or removes it takes it from the shelf, too.
    Link,
}

/// Whether nothing was added to it for so long that nobody goes on with it.
fn given_up(about: &Metadata) -> bool {
    about.modified().is_ok_and(|when| when.elapsed().is_ok_and(|age| age > PART_KEPT))
}

/// A folder of models.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    most: Bytes,
}

impl Shelf {
    /// The shelf in this folder, which is made where it is missing, with room for so many bytes.
    pub fn open(folder: &Path, most: Bytes) -> Result<Self, ShelfError> {
        let folder = std::path::absolute(folder).map_err(ShelfError::file("find", folder))?;
        let parts = folder.join(PARTS);
        fs::create_dir_all(&parts).map_err(ShelfError::file("make", &parts))?;
        Ok(Self { folder, most })
    }

    /// All models, by name.
    pub fn entries(&self) -> Result<Vec<Entry>, ShelfError> {
        Ok(Index::read(&self.folder.join(INDEX))?.entries)
    }

    /// The model of this name.
    pub fn entry(&self, name: &str) -> Result<Entry, ShelfError> {
        let found = self.entries()?.into_iter().find(|entry| entry.name.as_str() == name);
        found.ok_or_else(|| ShelfError::Unknown(name.to_owned()))
    }

    /// The model with these bytes, if it is here.
    pub fn entry_of(&self, hash: BlobHash) -> Result<Option<Entry>, ShelfError> {
        Ok(self.entries()?.into_iter().find(|entry| entry.hash == hash))
    }

    /// The path of a model by its name on the shelf, or else by its own path. What looks like a path is one.
    pub fn find(&self, wanted: &str) -> Result<PathBuf, ShelfError> {
        let path = Path::new(wanted);
        if path.components().count() == 1
            && let Ok(entry) = self.entry(wanted)
        {
            return Ok(self.path(&entry));
        }
        if path.exists() {
            return std::path::absolute(path).map_err(ShelfError::file("find", path));
        }
        Err(ShelfError::Unknown(wanted.to_owned()))
    }

    /// Where an entry's file or folder lies.
    pub fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.join(&entry.file)
    }

    /// Bytes that are the shelf's own, those on their way included. What was given up makes room when it is needed.
    pub fn used(&self) -> Result<Bytes, ShelfError> {
        self.used_but(None)
    }

    /// The same without one that is on its way.
    fn used_but(&self, part: Option<&Path>) -> Result<Bytes, ShelfError> {
        let kept: u64 = self.entries()?.iter().filter(|entry| entry.kept()).map(|entry| entry.size.0).sum();
        let coming = self.parts().filter(|(path, about)| Some(path.as_path()) != part && !given_up(about));
        Ok(Bytes(kept + coming.map(|(_, about)| about.len()).sum::<u64>()))
    }

    /// What is on its way, or was once.
    fn parts(&self) -> impl Iterator<Item = (PathBuf, Metadata)> {
        let parts = fs::read_dir(self.folder.join(PARTS)).into_iter().flatten().flatten();
        parts.filter_map(|part| Some((part.path(), part.metadata().ok()?)))
    }

    /// Removes what was given up, except for one with which somebody goes on now.
    fn sweep(&self, but: Option<&Path>) -> Result<(), ShelfError> {
        for (path, _) in self.parts().filter(|(path, about)| Some(path.as_path()) != but && given_up(about)) {
            // Somebody who began to go on with it has not written yet.
            let busy = File::open(&path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
            if !busy {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Puts a file of this machine on the shelf, or a folder with safetensors. A folder's hash is that of lines
    /// `hash  name`, as `b3sum` prints them, in the order of the names.
    pub fn add(
        &self,
        from: &Path,
        name: Name,
        facts: Option<ModelFacts>,
        how: How,
        progress: &mut Progress<'_>,
    ) -> Result<Entry, ShelfError> {
        let from = std::path::absolute(from).map_err(ShelfError::file("find", from))?;
        let contents = Contents::of(&from)?;
        let size = contents.size;
        if let Err(error) = self.check_name(&name) {
            // Perhaps it is this very one that is called so.
            let same = self.entry(name.as_str()).ok().filter(|entry| entry.size.0 == size);
            let same = same.map(|entry| contents.read(None, progress).map(|hash| hash == entry.hash)).transpose()?;
            return Err(if same == Some(true) { ShelfError::There(name) } else { error });
        }
        if how == How::Link {
            let hash = contents.read(None, progress)?;
            let new = New { name, facts, origin: Origin::Linked { path: from.clone() } };
            return self.enter(new, hash, size, from, || Ok(()));
        }
        self.check_room(size, None)?;
        // No other program's, not even where numbers of processes are used again.
        let (process, number) = (std::process::id(), RandomState::new().build_hasher().finish());
        let part = self.folder.join(PARTS).join(format!("{name}-{process}-{number:016x}.copy"));
        let placed = contents.read(Some(&part), progress).and_then(|hash| {
            let new = New { name, facts, origin: Origin::Copied { path: from } };
            self.place(&part, new, hash, size)
        });
        if placed.is_err() {
            remove(&part)?;
        }
        placed
    }

    /// Takes over a file that somebody else fetched and verified: it is moved, not copied.
    pub fn adopt(&self, file: &Path, hash: BlobHash, size: Bytes, new: New) -> Result<Entry, ShelfError> {
        self.check_room(size.0, None)?;
        self.place(file, new, hash, size.0)
    }

    /// Moves what has come whole to its place.
    pub(crate) fn place(&self, part: &Path, new: New, hash: BlobHash, size: u64) -> Result<Entry, ShelfError> {
        let file = match part.is_dir() {
            true => PathBuf::from(new.name.as_str()),
            false => PathBuf::from(format!("{}.gguf", new.name)),
        };
        let to = self.folder.join(&file);
        self.enter(new, hash, size, file, || {
            // Left behind by a removal that was cut short: no entry knows it.
            remove(&to)?;
            fs::rename(part, &to).map_err(ShelfError::file("move", &to))
        })
    }

    /// Begins a file of this hash and size, or goes on with it.
    pub fn begin_fetch(&self, hash: BlobHash, size: Bytes, progress: &mut Progress<'_>) -> Result<Partial, ShelfError> {
        if let Some(entry) = self.entry_of(hash)? {
            return Err(ShelfError::There(entry.name));
        }
        let part = self.part(hash);
        self.check_room(size.0, Some(&part))?;
        Partial::begin(self.clone(), part, hash, size.0, progress)
    }

    /// Bytes of a file of this hash that have come before.
    pub(crate) fn coming(&self, hash: BlobHash) -> u64 {
        fs::metadata(self.part(hash)).map_or(0, |about| about.len())
    }

    fn part(&self, hash: BlobHash) -> PathBuf {
        self.folder.join(PARTS).join(format!("{hash}.part"))
    }

    /// Takes a model off the shelf, and its file from the disk unless it is linked.
    pub fn remove(&self, name: &str) -> Result<Entry, ShelfError> {
        let _lock = self.lock()?;
        let path = self.folder.join(INDEX);
        let mut index = Index::read(&path)?;
        let at = index.entries.iter().position(|entry| entry.name.as_str() == name);
        let entry = index.entries.remove(at.ok_or_else(|| ShelfError::Unknown(name.to_owned()))?);
        index.write(&path)?;
        if entry.kept() {
            remove(&self.path(&entry))?;
        }
        Ok(entry)
    }

    /// Reads a model again and compares its hash.
    pub fn verify(&self, name: &str, progress: &mut Progress<'_>) -> Result<Entry, ShelfError> {
        let entry = self.entry(name)?;
        let contents = Contents::of(&self.path(&entry))?;
        if contents.size != entry.size.0 {
            return Err(ShelfError::OtherSize { wanted: entry.size.0, found: contents.size });
        }
        let found = contents.read(None, progress)?;
        if found == entry.hash { Ok(entry) } else { Err(ShelfError::OtherHash { wanted: entry.hash, found }) }
    }

    /// Notes what a worker found in a model.
    pub fn set_facts(&self, name: &str, facts: ModelFacts) -> Result<(), ShelfError> {
        let _lock = self.lock()?;
        let path = self.folder.join(INDEX);
        let mut index = Index::read(&path)?;
        let entry = index.entries.iter_mut().find(|entry| entry.name.as_str() == name);
        entry.ok_or_else(|| ShelfError::Unknown(name.to_owned()))?.facts = Some(facts);
        index.write(&path)
    }

    /// Whether a name is free, before anything is read or fetched for it.
    pub fn check_name(&self, name: &Name) -> Result<(), ShelfError> {
        let entries = self.entries()?;
        if entries.iter().any(|entry| entry.name == *name) {
            return Err(ShelfError::Taken(name.clone()));
        }
        if entries.len() >= ENTRIES { Err(ShelfError::TooMany) } else { Ok(()) }
    }

    /// Whether a model of so many bytes fits.
    pub fn room_for(&self, size: Bytes) -> Result<(), ShelfError> {
        self.check_room(size.0, None)
    }

    /// Whether so many bytes fit, of which some are here already as this part.
    fn check_room(&self, size: u64, part: Option<&Path>) -> Result<(), ShelfError> {
        self.sweep(part)?;
        let used = self.used_but(part)?.0;
        if used.checked_add(size).is_some_and(|all| all <= self.most.0) {
            return Ok(());
        }
        let left = Bytes(self.most.0.saturating_sub(used));
        Err(ShelfError::Full { needs: Bytes(size), left, most: self.most })
    }

    fn enter(
        &self,
        new: New,
        hash: BlobHash,
        size: u64,
        file: PathBuf,
        settle: impl FnOnce() -> Result<(), ShelfError>,
    ) -> Result<Entry, ShelfError> {
        let _lock = self.lock()?;
        self.check_name(&new.name)?;
        let path = self.folder.join(INDEX);
        let mut index = Index::read(&path)?;
        if let Some(entry) = index.entries.iter().find(|entry| entry.hash == hash) {
            return Err(ShelfError::There(entry.name.clone()));
        }
        settle()?;
        let since = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as u64);
        let New { name, facts, origin } = new;
        let entry = Entry { name, hash, size: Bytes(size), facts, origin, since: UnixMillis(since), file };
        index.entries.push(entry.clone());
        index.write(&path)?;
        Ok(entry)
    }

    /// Held while the index changes, by one program at a time.
    fn lock(&self) -> Result<File, ShelfError> {
        let path = self.folder.join(LOCK);
        let file = File::options().write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(ShelfError::file("open", &path))?;
        file.lock().map_err(ShelfError::file("lock", &path))?;
        Ok(file)
    }
}
