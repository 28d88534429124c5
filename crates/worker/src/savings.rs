//! What a unit in hand has come to, put by in files now and then, so that a kill does not cost all of it.
//!
//! Copying from the device is done between two submissions; hashing and writing is done aside, one copy at a time. Two
//! files take turns: the one that was told of last stays whole while the next is written.

use crate::files::{in_scratch, to_bytes, write_whole};
use crate::limits::{SAVE_EVERY, SAVE_SELDOM, SAVE_STALL_SHARE, SAVE_WRITE_SHARE};
use crate::reports::say;
use idlewatt_engine::renderer::{Step, UnitResult};
use idlewatt_proto::worker::{Fault, Report};
use idlewatt_proto::{BlobHash, UnitId};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Where copies go, and what the last one cost.
pub struct Savings {
    copies: SyncSender<(UnitId, UnitResult)>,
    /// How long each took to be written.
    written: Receiver<Duration>,
    writing: bool,
    /// Samples in the last copy of this unit.
    samples: u32,
    /// When the unit began, or its last copy was made.
    since: Instant,
    /// How long to leave the device to its work after that.
    rest: Duration,
}

impl Savings {
    /// Starts the writer.
    pub fn new(scratch: PathBuf) -> Self {
        let (copies, queue) = sync_channel::<(UnitId, UnitResult)>(1);
        let (tell, written) = sync_channel(1);
        thread::spawn(move || {
            for ((unit, copy), turn) in queue.into_iter().zip([0, 1].into_iter().cycle()) {
                let start = Instant::now();
                match save(&scratch, unit, &copy, turn) {
                    Ok(report) => say(&report),
                    // The unit goes on, and its own file will say whether this was for long.
                    Err(fault) => eprintln!("nothing was saved: {fault}"),
                }
                let _ = tell.send(start.elapsed());
            }
        });
        Self { copies, written, writing: false, samples: 0, since: Instant::now(), rest: SAVE_EVERY }
    }

    /// A unit begins.
    pub fn begin(&mut self) {
        self.samples = 0;
        self.since = Instant::now();
    }

    /// Saves what there is, if it is time to.
    pub fn look(&mut self, unit: UnitId, step: &Step<'_>) {
        if let Ok(took) = self.written.try_recv() {
            self.settle(took);
        }
        if self.writing || step.samples_done <= self.samples || self.since.elapsed() < self.rest {
            return;
        }
        let start = Instant::now();
        // A device that fails here fails the next submission too, which then says so.
        let Ok(copy) = step.so_far() else { return };
        self.samples = step.samples_done;
        self.rest = (start.elapsed() * SAVE_STALL_SHARE).clamp(SAVE_EVERY, SAVE_SELDOM);
        self.since = Instant::now();
        self.writing = self.copies.try_send((unit, copy)).is_ok();
    }

    /// Waits for the writer, so that nothing is said of a unit after its answer.
    pub fn end(&mut self) {
        if self.writing
            && let Ok(took) = self.written.recv()
        {
            self.settle(took);
        }
    }

    fn settle(&mut self, took: Duration) {
        self.writing = false;
        self.rest = (took * SAVE_WRITE_SHARE).clamp(self.rest, SAVE_SELDOM);
    }
}

fn save(scratch: &Path, unit: UnitId, copy: &UnitResult, turn: u8) -> Result<Report, Fault> {
    let file = format!("saved.{turn}");
    let path = in_scratch(scratch, &file)?;
    // Not renamed over: some file systems then write to the disk at once what would have been replaced long before
    // its time came.
    let _ = fs::remove_file(&path);
    let bytes = to_bytes(&copy.sums);
    write_whole(&path, &bytes)?;
    Ok(Report::Saved {
        unit,
        samples: copy.samples,
        file,
        hash: BlobHash::of(&bytes),
        busy_ms: copy.busy.as_millis() as u64,
        longest_us: copy.longest.as_micros() as u64,
        submissions: copy.submissions,
    })
}
