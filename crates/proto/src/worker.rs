//! Between the daemon and its worker process: one JSON value per line, orders in, reports out.
//! Pixels travel in files of the worker's scratch folder, named here without a folder.

use crate::device::{Device, MeasuredDevice};
use crate::ids::{BlobHash, UnitId};
use crate::job::{RenderUnit, SampleRange, SceneFacts, Tile, View};
use crate::measure::Bytes;
use crate::reason::UnitFailure;
use serde::{Deserialize, Serialize};

/// Version of this protocol. Worker and daemon ship together; a mismatch is a broken installation.
pub const WORKER_PROTOCOL: u32 = 2;

/// What a worker is told. `Open` comes first, and once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "order")]
pub enum Order {
    /// Load a scene and make ready.
    Open {
        /// Path of a GLB or glTF file. The only file outside the scratch folder that is read.
        scene: String,
        /// How it is seen.
        view: View,
        /// Most memory the scene may take on the device.
        memory: Bytes,
    },
    /// Render a unit into a file; answered by `Rendered` (perhaps with fewer samples) or `Failed`.
    Render {
        /// Its name.
        unit: UnitId,
        /// The work.
        work: RenderUnit,
        /// The file for the result.
        file: String,
    },
    /// From now on, work so hard. Obeyed between submissions.
    Pace(Pace),
    /// Finish the unit in hand with the whole samples it has.
    Yield,
    /// Look at somebody's result, recompute some of its pixels, and if it is right add it to the picture.
    Inspect {
        /// Its name.
        unit: UnitId,
        /// The work as asked for, with the samples as delivered.
        work: RenderUnit,
        /// The file with the result.
        file: String,
        /// Pixels to recompute, within the tile.
        blocks: Vec<Tile>,
    },
    /// Write the picture as it is now.
    Picture {
        /// The file, in the scratch folder like all others; the foreman carries it to where it belongs.
        file: String,
        /// How.
        format: PictureFormat,
        /// Longest side in pixels; larger pictures are scaled down. `None`: as it is.
        max_side: Option<u32>,
    },
}

/// How hard to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// GPU time of one submission at most, in microseconds.
    pub quantum_us: u32,
    /// Share of time to work, in thousandths. Zero: stop between submissions and wait.
    pub duty_permille: u16,
}

/// File formats of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureFormat {
    /// 8-bit, tone-mapped sRGB.
    Png,
    /// Linear 32-bit float.
    Exr,
}

/// What a worker tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "report")]
pub enum Report {
    /// First line: it lives.
    Hello {
        /// [`WORKER_PROTOCOL`].
        protocol: u32,
        /// [`crate::job::RENDER_ENGINE`].
        engine: String,
    },
    /// The answer of `idlewatt-worker probe`: each adapter with its speed, best first.
    Probed {
        /// None: nothing here can compute.
        devices: Vec<MeasuredDevice>,
    },
    /// The scene is loaded. Also the answer of `idlewatt-worker inspect`.
    Opened {
        /// What is in it.
        facts: SceneFacts,
        /// What renders it; `None` when it was only inspected.
        device: Option<Device>,
    },
    /// So many samples per pixel of the unit are done.
    Progress {
        /// Which.
        unit: UnitId,
        /// Samples per pixel so far.
        samples: u32,
    },
    /// A unit goes on, and what it has come to lies in a file, should the worker be killed. The file stays as it is
    /// until the next such report, and the unit's answer takes its place.
    Saved {
        /// Which.
        unit: UnitId,
        /// A prefix of the samples asked for, never empty.
        samples: SampleRange,
        /// The file.
        file: String,
        /// BLAKE3 of the file.
        hash: BlobHash,
        /// Time on the GPU so far, in milliseconds.
        busy_ms: u64,
        /// The longest single submission so far, in microseconds.
        longest_us: u64,
        /// How many submissions so far.
        submissions: u64,
    },
    /// A unit is done, wholly or as far as it came.
    Rendered {
        /// Which.
        unit: UnitId,
        /// A prefix of the samples asked for, never empty.
        samples: SampleRange,
        /// BLAKE3 of the file.
        hash: BlobHash,
        /// Time on the GPU in milliseconds.
        busy_ms: u64,
        /// The longest single submission, in microseconds.
        longest_us: u64,
        /// How many submissions.
        submissions: u64,
    },
    /// A result was inspected; `None`: it is right and part of the picture now.
    Inspected {
        /// Which.
        unit: UnitId,
        /// What is wrong with it.
        fault: Option<UnitFailure>,
    },
    /// The picture is written.
    Pictured {
        /// Where.
        file: String,
    },
    /// An order could not be carried out.
    Failed {
        /// Which unit it was about.
        unit: Option<UnitId>,
        /// Why.
        fault: Fault,
    },
}

/// Why an order failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Fault {
    /// The scene is missing, broken, hostile or of another format. One sentence, for its artist.
    #[error("{what}")]
    BadScene {
        /// The sentence.
        what: String,
    },
    /// The scene does not fit.
    #[error("the scene needs {} MiB, more than the {} MiB allowed", needs.0 >> 20, allowed.0 >> 20)]
    TooLarge {
        /// What it needs.
        needs: Bytes,
        /// What is allowed.
        allowed: Bytes,
    },
    /// Nothing here can compute.
    #[error("no graphics adapter can be used: {what}")]
    NoDevice {
        /// What was found.
        what: String,
    },
    /// The GPU went away or its driver gave up.
    #[error("the graphics device failed: {what}")]
    DeviceLost {
        /// What the driver said.
        what: String,
    },
    /// A unit was given up before one sample was done.
    #[error("stopped before a sample was done")]
    Yielded,
    /// The order makes no sense now.
    #[error("the order cannot be followed: {what}")]
    BadOrder {
        /// Why.
        what: String,
    },
    /// A file could not be read or written.
    #[error("{what}")]
    Io {
        /// Which, and what happened.
        what: String,
    },
}
