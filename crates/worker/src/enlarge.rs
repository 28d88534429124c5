//! A picture enlarged: a task of its own, with one answer.

use crate::isolation::{self, Grounds};
use crate::limits::SCENE_ORDERS;
use crate::orders::{Lines, Reins, listen};
use idlewatt_proto::Bytes;
use idlewatt_proto::worker::Fault;
use std::path::PathBuf;

/// What is to be enlarged, and how.
#[expect(dead_code, reason = "nothing enlarges yet")]
pub struct Task<'a> {
    pub scratch: PathBuf,
    pub adapter: Option<&'a str>,
    pub picture: PathBuf,
    pub network: PathBuf,
    pub file: String,
    pub memory: Bytes,
}

/// Enlarges a picture and says so.
pub fn run(task: Task<'_>, lines: Lines) -> Result<(), Fault> {
    let weights = task.network.with_extension("bin");
    let read = vec![task.picture, task.network, weights];
    isolation::enter_or_say(&Grounds { read, write: Some(task.scratch) });
    let _orders = listen(lines, Reins::new(), SCENE_ORDERS);
    Err(Fault::BadOrder { what: "this worker cannot enlarge pictures yet".into() })
}
