//! Results that were paid for, kept until their picture is whole: whoever asks for the same picture again, after an
//! interruption or a crash, does not pay for them twice.

use crate::house::House;
use crate::limits::{PAID_BYTES, PAID_PICTURES};
use idlewatt_proto::BlobHash;
use idlewatt_proto::job::{RENDER_ENGINE, RenderSpec, RenderUnit, SampleRange, Tile};
use idlewatt_proto::wire;
use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The results of one picture.
pub struct Paid {
    folder: PathBuf,
    bytes: AtomicU64,
}

impl Paid {
    pub fn of(house: &House, spec: &RenderSpec) -> Self {
        let all = house.home.blobs().join("paid");
        make_room(&all);
        let name = BlobHash::of(&wire::encode(&(RENDER_ENGINE, spec)));
        Self { folder: all.join(name.to_string()), bytes: AtomicU64::new(0) }
    }

    /// Takes over the file of a result. Its loss costs money and nothing else, so it is nobody's failure.
    pub fn keep(&self, work: &RenderUnit, file: &Path) {
        let size = work.result_bytes();
        if self.bytes.fetch_add(size, Ordering::Relaxed) + size > PAID_BYTES {
            return;
        }
        let kept = fs::create_dir_all(&self.folder).and_then(|()| {
            // Another name first: a file that has its name is whole.
            let partial = self.folder.join(format!("{}.part", name(work)));
            fs::copy(file, &partial)?;
            fs::rename(partial, self.folder.join(name(work)))
        });
        if let Err(error) = kept {
            tracing::debug!(%error, "a result that was paid for is not kept");
        }
    }

    /// What is there: no sample twice.
    pub fn load(&self, spec: &RenderSpec) -> Vec<(RenderUnit, PathBuf)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let found = entries.filter_map(|entry| {
            let work = parse(entry.file_name().to_str()?)?;
            let whole = entry.metadata().ok()?.len() == work.result_bytes();
            (whole && work.fits(spec)).then(|| (work, entry.path()))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(work, _)| (work.tile.y, work.tile.x, work.samples.first));
        let mut kept: Vec<(RenderUnit, PathBuf)> = Vec::new();
        for (work, path) in found {
            let meets = |other: &RenderUnit| {
                let (a, b) = (work.samples, other.samples);
                other.tile == work.tile && a.first < b.first + b.count && b.first < a.first + a.count
            };
            if !kept.iter().any(|(other, _)| meets(other)) {
                kept.push((work, path));
            }
        }
        kept
    }

    /// The picture is whole.
    pub fn forget(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn name(work: &RenderUnit) -> String {
    let RenderUnit { tile: Tile { x, y, width, height }, samples: SampleRange { first, count } } = *work;
    format!("{x}-{y}-{width}-{height}-{first}-{count}")
}

fn parse(name: &str) -> Option<RenderUnit> {
    let numbers: Vec<u32> = name.split('-').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let [x, y, width, height, first, count] = numbers[..] else { return None };
    Some(RenderUnit { tile: Tile { x, y, width, height }, samples: SampleRange { first, count } })
}

/// Lets go of what nobody came back for, the oldest first.
fn make_room(all: &Path) {
    let folders = fs::read_dir(all).into_iter().flatten().flatten();
    let mut folders: Vec<_> = folders
        .filter_map(|entry| {
            let changed = entry.metadata().ok()?.modified().ok()?;
            let files = fs::read_dir(entry.path()).into_iter().flatten().flatten();
            let bytes: u64 = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
            Some((changed, bytes, entry.path()))
        })
        .collect();
    folders.sort_unstable_by_key(|(changed, ..)| Reverse(*changed));
    let mut sum = 0;
    for (at, (_, bytes, path)) in folders.iter().enumerate() {
        sum += bytes;
        if sum > PAID_BYTES || at >= PAID_PICTURES {
            let _ = fs::remove_dir_all(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::Bytes;
    use idlewatt_proto::job::{BlobRef, View};

    #[test]
    fn results_are_found_again_unless_they_are_cut_short_or_overlap() {
        let folder = tempfile::tempdir().expect("a folder");
        let scene = BlobRef { hash: BlobHash([1; 32]), size: Bytes(9) };
        let spec = RenderSpec { scene, view: View::new(8, 8), spp: 64, mature: false };
        let paid = Paid { folder: folder.path().join("one"), bytes: AtomicU64::new(0) };
        let unit = |first, count| RenderUnit {
            tile: Tile { x: 0, y: 0, width: 8, height: 8 },
            samples: SampleRange { first, count },
        };
        let file = folder.path().join("result");
        fs::write(&file, vec![0; 768]).expect("written");
        for (first, count) in [(0, 8), (8, 8), (12, 8), (60, 8)] {
            paid.keep(&unit(first, count), &file);
        }
        fs::write(&file, vec![0; 700]).expect("written");
        paid.keep(&unit(32, 8), &file);
        fs::write(paid.folder.join("40-x"), "").expect("written");
        let found = |paid: &Paid| paid.load(&spec).into_iter().map(|(work, _)| work).collect::<Vec<_>>();
        assert_eq!(found(&paid), [unit(0, 8), unit(8, 8)]);
        paid.forget();
        assert_eq!(found(&paid), []);
    }

    #[test]
    fn the_oldest_make_room() {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..PAID_PICTURES + 2 {
            let path = folder.path().join(number.to_string());
            fs::create_dir(&path).expect("a folder");
            let when = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 + number as u64);
            fs::File::open(&path).and_then(|file| file.set_modified(when)).expect("dated");
        }
        make_room(folder.path());
        assert!(!folder.path().join("1").exists() && folder.path().join("2").exists());
    }
}
