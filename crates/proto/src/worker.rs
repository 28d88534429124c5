//! Between the daemon and its worker process: one JSON value per line, orders in, reports out.
//! Pixels travel in files of the worker's scratch folder, named here without a folder.

use crate::device::{Device, MeasuredDevice};
use crate::ids::{BlobHash, UnitId};
use crate::job::{RenderUnit, SampleRange, SceneFacts, Tile, View};
use crate::measure::Bytes;
use crate::picture::{Finish, Noise};
use crate::reason::UnitFailure;
use crate::text::{Generation, ModelFacts, Scores, TextEvent, TextSpeed};
use serde::{Deserialize, Serialize};

/// Version of this protocol. Worker and daemon ship together; a mismatch is a broken installation.
pub const WORKER_PROTOCOL: u32 = 6;

/// The foreman's name for a request of a model; unique among those of one worker.
pub type RequestNumber = u64;

/// Scenes that ship with the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnScene {
    /// The one that speeds are quoted on: see [`crate::reference`].
    Reference,
    /// One to look at, with the camera [`SHOWPIECE_CAMERA`].
    Showpiece,
}

/// The camera of [`OwnScene::Showpiece`].
pub const SHOWPIECE_CAMERA: &str = "garden";

/// What a worker is told. `Open`, `OpenOwn` or `OpenModel` comes first, and once.
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
    /// Load a scene that ships with the worker, as `Open` does one of a file.
    OpenOwn {
        /// Which.
        scene: OwnScene,
        /// How it is seen.
        view: View,
        /// Most memory the scene may take on the device.
        memory: Bytes,
    },
    /// Look at the scene that is open in another way, or at another instant of it, and begin a new picture; answered by
    /// `Opened`. What stays the same is not built again.
    Turn {
        /// How it is seen.
        view: View,
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
    /// Load a model and make ready; answered by `ModelOpened`, after any number of `Loading`. Afterwards many requests
    /// may be under way at once, and their reports come as they come.
    OpenModel {
        /// Path of a GGUF file, or of a folder with `model.safetensors`, `config.json` and `tokenizer.json`.
        model: String,
        /// Most memory that weights and caches may take on the device.
        memory: Bytes,
    },
    /// Answer a request; reported by `Text` events until `Ended`, or by `Failed`.
    Generate {
        /// Its name.
        request: RequestNumber,
        /// What is asked.
        generation: Generation,
    },
    /// Turn texts into vectors; reported by one `Embedded` for each, in order, or by `Failed`.
    Embed {
        /// Its name.
        request: RequestNumber,
        /// The texts.
        texts: Vec<String>,
    },
    /// Say how likely each token is in a text that somebody else said, given all before it, and what its words are; answered
    /// by `Scored`.
    Score {
        /// Its name.
        request: RequestNumber,
        /// What was asked, with [`Generation::said`] as the answer to be judged.
        generation: Generation,
    },
    /// Nobody wants the answer to this request any longer. Not answered.
    Cancel {
        /// Which.
        request: RequestNumber,
    },
    /// Say how fast the model runs; answered by `Measured`.
    Measure,
    /// Enlarge a picture; answered by `Upscaled`, after any number of `Loading`. A task of its own: no `Open` before it.
    Upscale {
        /// Path of a PNG file.
        picture: String,
        /// Path of the network's `.param` file; the `.bin` file lies beside it.
        network: String,
        /// The file for the result, a PNG in the scratch folder.
        file: String,
        /// Most memory that weights and tiles may take on the device.
        memory: Bytes,
    },
    /// From now on, work so hard. Obeyed between submissions.
    Pace(Pace),
    /// Finish the unit in hand with the whole samples it has. Requests of a model are ended as `Interrupted`,
    /// those for vectors and scores as well.
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
    /// Write the picture as it is now; answered by `Pictured`, after any number of `Alive`.
    Picture {
        /// The file, in the scratch folder like all others; the foreman carries it to where it belongs.
        file: String,
        /// How.
        format: PictureFormat,
        /// Longest side in pixels; larger pictures are scaled down. `None`: as it is.
        max_side: Option<u32>,
        /// What is made of the samples.
        finish: Finish,
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
        /// [`crate::text::TEXT_ENGINE`].
        text_engine: String,
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
        /// Rays go by what the device has for them.
        ray_queries: bool,
    },
    /// So much of a model is loaded, or of a picture enlarged.
    Loading {
        /// In thousandths.
        permille: u16,
    },
    /// The model is ready. Also the answer of `idlewatt-worker inspect-model`.
    ModelOpened {
        /// What is in it.
        facts: ModelFacts,
        /// What runs it; `None` when it was only inspected.
        device: Option<Device>,
        /// Tokens of context that fit into the memory allowed, all conversations together.
        cache_tokens: u32,
    },
    /// Requests are under way, and nothing else is to be said of them. Told about once a second, also while held back.
    Alive,
    /// What comes of a request.
    Text {
        /// Which.
        request: RequestNumber,
        /// What.
        event: TextEvent,
    },
    /// One text is a vector now.
    Embedded {
        /// Which request.
        request: RequestNumber,
        /// Its place among the texts.
        index: u32,
        /// Of length one.
        vector: Vec<f32>,
        /// Tokens of the text.
        tokens: u32,
    },
    /// How likely each token of a given answer was.
    Scored {
        /// Which request.
        request: RequestNumber,
        /// How likely, and what they say.
        scores: Scores,
    },
    /// How fast the model runs.
    Measured {
        /// Alone on the adapter.
        speed: TextSpeed,
    },
    /// The picture is larger now.
    Upscaled {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The file, as ordered.
        file: String,
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
        /// How noisy the picture is there now.
        noise: Option<Noise>,
    },
    /// A result was inspected; `None`: it is right and part of the picture now.
    Inspected {
        /// Which.
        unit: UnitId,
        /// What is wrong with it.
        fault: Option<UnitFailure>,
        /// How noisy the picture is there now.
        noise: Option<Noise>,
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
        /// Which request of a model it was about.
        request: Option<RequestNumber>,
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
    /// The model is missing, broken, hostile or of another kind. One sentence, for whoever brought it.
    #[error("{what}")]
    BadModel {
        /// The sentence.
        what: String,
    },
    /// The request cannot be answered: longer than the context, a schema that is none. One sentence, for whoever asked.
    #[error("{what}")]
    BadRequest {
        /// The sentence.
        what: String,
    },
    /// The scene or model does not fit.
    #[error("{} MiB of memory are needed, more than the {} MiB allowed", needs.0.div_ceil(1 << 20), allowed.0 >> 20)]
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
