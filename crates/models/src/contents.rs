//! Bytes of models: measured, hashed and copied, with progress, and given up when told.

use crate::limits::{CHUNK, FILES};
use crate::{Progress, ShelfError};
use blake3::Hasher;
use idlewatt_proto::BlobHash;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// What a model's folder must have, and what else of it is of use to an engine.
const NEEDED: &[&str] = &["config.json", "model.safetensors"];
const USEFUL: &[&str] = &[
    "1_Pooling/config.json",
    "chat_template.jinja",
    "generation_config.json",
    "modules.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
];
const _: () = assert!(NEEDED.len() + USEFUL.len() <= FILES);

/// A model's files.
#[derive(Debug)]
pub struct Contents {
    root: PathBuf,
    /// Names within the root, in order; `None`: the root is the file.
    names: Option<Vec<&'static str>>,
    pub size: u64,
}

impl Contents {
    /// Looks at what there is.
    pub fn of(root: &Path) -> Result<Self, ShelfError> {
        let about = fs::metadata(root).map_err(ShelfError::file("find", root))?;
        if about.is_file() {
            return Ok(Self { root: root.to_owned(), names: None, size: about.len() });
        }
        let is_file = |name: &&&str| root.join(name).is_file();
        if !about.is_dir() || !NEEDED.iter().all(|name| is_file(&name)) {
            return Err(ShelfError::NotAModel(root.to_owned()));
        }
        let mut names: Vec<&str> = NEEDED.iter().chain(USEFUL.iter().filter(is_file)).copied().collect();
        names.sort_unstable();
        let sizes = names.iter().map(|name| {
            let path = root.join(name);
            fs::metadata(&path).map(|about| about.len()).map_err(ShelfError::file("find", &path))
        });
        let size = sizes.sum::<Result<u64, _>>()?;
        Ok(Self { root: root.to_owned(), names: Some(names), size })
    }

    /// Hashes them, and copies them on the way where a place is given. A folder's hash is that of lines `hash  name`,
    /// as `b3sum` prints them, in the order of the names.
    pub fn read(&self, into: Option<&Path>, progress: &mut Progress<'_>) -> Result<BlobHash, ShelfError> {
        let mut done = 0;
        let mut count = |bytes: u64| {
            done += bytes;
            progress(done, self.size)
        };
        let Some(names) = &self.names else {
            return read_file(&self.root, into, &mut count);
        };
        let mut list = String::new();
        for name in names {
            let to = into.map(|into| into.join(name));
            if let Some(folder) = to.as_deref().and_then(Path::parent) {
                fs::create_dir_all(folder).map_err(ShelfError::file("make", folder))?;
            }
            let hash = read_file(&self.root.join(name), to.as_deref(), &mut count)?;
            list.push_str(&format!("{hash}  {name}\n"));
        }
        Ok(BlobHash::of(list.as_bytes()))
    }
}

/// The hash that a file or folder would have on the shelf.
pub fn hash_of(path: &Path, progress: &mut Progress<'_>) -> Result<BlobHash, ShelfError> {
    Contents::of(path)?.read(None, progress)
}

fn read_file(from: &Path, into: Option<&Path>, count: &mut dyn FnMut(u64) -> bool) -> Result<BlobHash, ShelfError> {
    let mut source = File::open(from).map_err(ShelfError::file("read", from))?;
    let mut copy = match into {
        Some(into) => Some((File::create_new(into).map_err(ShelfError::file("write", into))?, into)),
        None => None,
    };
    let (mut hasher, mut chunk) = (Hasher::new(), vec![0; CHUNK]);
    loop {
        let read = source.read(&mut chunk).map_err(ShelfError::file("read", from))?;
        if read == 0 {
            break;
        }
        hasher.update(&chunk[..read]);
        if let Some((copy, into)) = &mut copy {
            copy.write_all(&chunk[..read]).map_err(ShelfError::file("write", into))?;
        }
        if !count(read as u64) {
            return Err(ShelfError::Stopped);
        }
    }
    if let Some((copy, into)) = copy {
        copy.sync_all().map_err(ShelfError::file("write", into))?;
    }
    Ok(BlobHash(*hasher.finalize().as_bytes()))
}

/// Removes a file, or a folder with all in it; none is fine.
pub fn remove(path: &Path) -> Result<(), ShelfError> {
    let removed = match fs::symlink_metadata(path) {
        Err(_) => return Ok(()),
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    };
    removed.map_err(ShelfError::file("remove", path))
}
