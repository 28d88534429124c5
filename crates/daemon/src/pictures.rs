//! What was seen last of each job's picture, kept so that its owner can recognise the job. Bounded; the oldest go first.

use crate::house::House;
use crate::limits::{PICTURES_KEPT, PICTURES_KEPT_BYTES, PREVIEW_BYTES};
use base64::Engine as _;
use idlewatt_ledger::JobKey;
use idlewatt_proto::books::Side;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Keeps the picture that the window shows of a job.
pub fn keep_shown(house: &House, key: &JobKey) {
    let shown = house.preview.borrow().clone();
    let Some(shown) = shown.filter(|shown| shown.job == key.job) else { return };
    let png = base64::engine::general_purpose::STANDARD.decode(&shown.png_base64);
    log(png.map_err(io::Error::other).and_then(|png| keep(&house.home.pictures(), key, &png)));
}

/// Keeps a picture that lies in a file, if it is small enough.
pub fn keep_file(house: &House, key: &JobKey, file: &Path) {
    log(read(file).and_then(|png| keep(&house.home.pictures(), key, &png)));
}

fn log(kept: io::Result<()>) {
    if let Err(error) = kept {
        tracing::warn!(%error, "a job's picture was not kept");
    }
}

/// The picture of a job, if it is still there.
pub fn kept(folder: &Path, key: &JobKey) -> Option<Vec<u8>> {
    read(&file_of(folder, key)).ok()
}

fn file_of(folder: &Path, key: &JobKey) -> PathBuf {
    let side = match key.side {
        Side::Provider => "for",
        Side::Requester => "by",
    };
    folder.join(format!("{}-{side}-{}.png", key.job, key.peer))
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut png = Vec::new();
    std::fs::File::open(file)?.take(PREVIEW_BYTES + 1).read_to_end(&mut png)?;
    let small = png.len() as u64 <= PREVIEW_BYTES;
    if small { Ok(png) } else { Err(io::ErrorKind::FileTooLarge.into()) }
}

fn keep(folder: &Path, key: &JobKey, png: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = file_of(folder, key);
    let new = file.with_extension("new");
    std::fs::write(&new, png)?;
    std::fs::rename(&new, &file)?;
    make_room(folder, PICTURES_KEPT, PICTURES_KEPT_BYTES)
}

/// Removes the oldest until the others are within bounds.
fn make_room(folder: &Path, most: usize, most_bytes: u64) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let facts = entry.metadata()?;
        if facts.is_file() {
            files.push((facts.modified()?, entry.path(), facts.len()));
        }
    }
    files.sort();
    let mut bytes: u64 = files.iter().map(|(_, _, bytes)| bytes).sum();
    let mut count = files.len();
    for (_, file, size) in files {
        if count <= most && bytes <= most_bytes {
            break;
        }
        std::fs::remove_file(file)?;
        (count, bytes) = (count - 1, bytes - size);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::{JobId, NodeId};
    use std::time::Duration;

    fn key(number: u8) -> JobKey {
        JobKey { job: JobId([number; 16]), side: Side::Provider, peer: NodeId([9; 32]) }
    }

    #[test]
    fn the_last_picture_of_a_job_is_found_again_and_of_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("pictures");
        assert_eq!(kept(&folder, &key(1)), None);
        keep(&folder, &key(1), b"first").expect("kept");
        keep(&folder, &key(1), b"second").expect("kept");
        assert_eq!(kept(&folder, &key(1)).as_deref(), Some(&b"second"[..]));
        assert_eq!(kept(&folder, &JobKey { side: Side::Requester, ..key(1) }), None);
        assert_eq!(kept(&folder, &key(2)), None);
        assert_eq!(std::fs::read_dir(&folder).expect("read").count(), 1);
        std::fs::write(file_of(&folder, &key(3)), vec![0; PREVIEW_BYTES as usize + 1]).expect("written");
        assert_eq!(kept(&folder, &key(3)), None, "nobody keeps such a one");
    }

    #[test]
    fn the_oldest_make_room() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        for number in 1..=5u8 {
            keep(folder, &key(number), &[number; 100]).expect("kept");
            let age = Duration::from_secs(u64::from(10 - number));
            let file = std::fs::File::options().write(true).open(file_of(folder, &key(number))).expect("open");
            file.set_modified(SystemTime::now() - age).expect("a time");
        }
        let there = || (1..=5).filter(|number| kept(folder, &key(*number)).is_some()).collect::<Vec<_>>();
        make_room(folder, 5, 500).expect("room");
        assert_eq!(there(), [1, 2, 3, 4, 5]);
        make_room(folder, 4, 500).expect("room");
        assert_eq!(there(), [2, 3, 4, 5]);
        make_room(folder, 4, 299).expect("room");
        assert_eq!(there(), [4, 5]);
    }
}
