//! What is asked for: jobs, and the units that they are cut into.

use crate::ids::{BlobHash, UnitId};
use crate::limits;
use crate::measure::Bytes;
use crate::text::{ModelKind, TEXT_ENGINE};
use crate::title::Title;
use crate::wire;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Name and version of the engine whose arithmetic a unit is defined by. Part of every unit's id:
/// results of different versions are never mixed.
pub const RENDER_ENGINE: &str = "idlewatt-render/7";

/// A blob by name and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlobRef {
    /// BLAKE3 of its bytes.
    pub hash: BlobHash,
    /// Its length.
    pub size: Bytes,
}

/// What kind of work a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// Pictures of scenes.
    Render,
    /// Answers of language models.
    Generate,
    /// Texts as vectors.
    Embed,
}

impl WorkKind {
    /// The word for it, in books, files and on command lines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Render => "render",
            Self::Generate => "generate",
            Self::Embed => "embed",
        }
    }
}

impl From<ModelKind> for WorkKind {
    fn from(kind: ModelKind) -> Self {
        match kind {
            ModelKind::Generate => Self::Generate,
            ModelKind::Embed => Self::Embed,
        }
    }
}

impl std::fmt::Display for WorkKind {
    /// In a sentence such as "it does not take pictures".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Render => "pictures",
            Self::Generate => "answers of language models",
            Self::Embed => "texts as vectors",
        })
    }
}

/// What a job asks for. Data and parameters for our engines, never code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JobSpec {
    /// Path-trace a picture.
    Render(RenderSpec),
    /// Answer requests of one model: a session, in which each request is a unit.
    Text(TextSpec),
}

impl JobSpec {
    /// Checks every bound.
    pub fn validate(&self) -> Result<(), InvalidSpec> {
        match self {
            Self::Render(spec) => spec.validate(),
            Self::Text(spec) => spec.validate(),
        }
    }

    /// What it is, for people.
    pub fn title(&self) -> Title {
        match self {
            Self::Render(RenderSpec { view: View { width, height, .. }, spp, .. }) => {
                Title::Picture { width: *width, height: *height, spp: *spp }
            }
            Self::Text(spec) => Title::Text { model: spec.name.clone() },
        }
    }

    /// Whether its requester says that it may be unsuitable for everybody. Nobody looks whether that is true.
    pub fn mature(&self) -> bool {
        match self {
            Self::Render(spec) => spec.mature,
            Self::Text(spec) => spec.mature,
        }
    }
}

/// A unit of work of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Work {
    /// A piece of a picture.
    Render(RenderUnit),
    /// A request of a model.
    Text(TextUnit),
}

impl Work {
    /// What kind of work it is. A request that may say nothing wants vectors: [`crate::text::Generation::validate`] asks for at
    /// least one token.
    pub fn kind(&self) -> WorkKind {
        match self {
            Self::Render(_) => WorkKind::Render,
            Self::Text(unit) if unit.said == 0 => WorkKind::Embed,
            Self::Text(_) => WorkKind::Generate,
        }
    }

    /// How much is paid for when all of it is done: pixel samples, or thousandths of tokens.
    pub fn measure(&self) -> u64 {
        match self {
            Self::Render(unit) => unit.pixel_samples(),
            Self::Text(unit) => unit.measure(),
        }
    }
}

/// A session with a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpec {
    /// The model's file, which the provider holds already.
    pub model: BlobRef,
    /// What the requester calls it, for people.
    pub name: String,
    /// Tokens that one request may have, prompt and answer together.
    pub tokens: u32,
    /// Whether what is asked or answered may be unsuitable for everybody: the requester's word.
    pub mature: bool,
}

/// What saying a token counts for, in thousandths of a token: prices of text are per million tokens said.
pub const SAID_WEIGHT: u64 = 1000;
/// What reading a token of a prompt counts for. Reading goes ten times as fast as saying on most adapters; where it does
/// not, a provider's floor takes that into account. What was cached counts for nothing.
pub const READ_WEIGHT: u64 = 100;

/// A request of a model, as the books know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextUnit {
    /// The requester's count of requests in this job: the same question twice is two units.
    pub number: u64,
    /// BLAKE3 of the encoded [`crate::stream::TextAsk`].
    pub ask: [u8; 32],
    /// Tokens to be read at most.
    pub read: u32,
    /// Tokens to be said at most.
    pub said: u32,
}

impl TextUnit {
    /// What is paid for when as much is read and said as may be.
    pub fn measure(&self) -> u64 {
        Self::done(self.read, self.said)
    }

    /// What is paid for so many tokens read and said: never nothing, since somebody answered.
    pub fn done(read: u32, said: u32) -> u64 {
        (u64::from(read) * READ_WEIGHT + u64::from(said) * SAID_WEIGHT).max(1)
    }

    /// The unit's name under a job's description.
    pub fn id(&self, spec: &TextSpec) -> UnitId {
        let mut hasher = blake3::Hasher::new_derive_key("idlewatt text unit 1");
        hasher.update(&wire::encode(&(TEXT_ENGINE, spec, self)));
        UnitId(*hasher.finalize().as_bytes())
    }
}

impl TextSpec {
    /// Checks every bound.
    pub fn validate(&self) -> Result<(), InvalidSpec> {
        if !(1..=limits::MODEL_BYTES).contains(&self.model.size.0) {
            return Err(InvalidSpec::Model(self.model.size));
        }
        if self.name.len() > limits::TEXT_BYTES {
            return Err(InvalidSpec::ModelName);
        }
        if !(1..=limits::CONTEXT_TOKENS).contains(&self.tokens) {
            return Err(InvalidSpec::Tokens(self.tokens));
        }
        Ok(())
    }
}

/// A picture to be path-traced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RenderSpec {
    /// A self-contained GLB.
    pub scene: BlobRef,
    /// How it is seen.
    pub view: View,
    /// Samples for each pixel.
    pub spp: u32,
    /// Whether the picture may be unsuitable for everybody: the requester's word.
    pub mature: bool,
}

/// How a scene is seen: everything but the scene that a sample's value depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct View {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Name of a camera of the scene; without it the first one, or one that sees everything.
    pub camera: Option<String>,
    /// Longest path, in bounces.
    pub max_bounces: u8,
    /// Keys the random numbers together with pixel, sample and dimension.
    pub seed: u32,
    /// The instant of the scene's animation, in microseconds from its beginning.
    pub time_us: u32,
    /// Depth of field; without it everything is sharp.
    pub lens: Option<Lens>,
    /// What share a sample has in the pixels around it.
    pub filter: Filter,
}

/// A thin lens in front of a camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lens {
    /// Radius of its opening in the scene's units (metres in glTF), in millionths.
    pub radius_um: u32,
    /// What is sharp: so far along the camera's axis, in millionths of a unit.
    #[ts(type = "number")]
    pub focus_um: u64,
}

/// How samples become pixels. Samples are placed as the filter weighs them, so a pixel is a plain mean of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// All of a pixel alike, nothing beyond it.
    Box,
    /// Blackman and Harris, 1.5 pixels wide: edges without steps, and no ringing.
    #[default]
    BlackmanHarris,
}

/// A rectangle of pixels, from the upper left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Tile {
    /// First column.
    pub x: u32,
    /// First row.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Tile {
    /// How many pixels it has.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Samples `first .. first + count` of every pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct SampleRange {
    /// The first one.
    pub first: u32,
    /// How many.
    pub count: u32,
}

/// A piece of a picture: some pixels, some samples. Its result is the sum of those samples for each pixel,
/// row by row, three little-endian `f32` (linear red, green, blue) each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct RenderUnit {
    /// Which pixels.
    pub tile: Tile,
    /// Which samples of each.
    pub samples: SampleRange,
}

impl RenderUnit {
    /// Pixel samples in it: what is paid for.
    pub fn pixel_samples(&self) -> u64 {
        self.tile.pixels() * u64::from(self.samples.count)
    }

    /// Size of its result.
    pub fn result_bytes(&self) -> u64 {
        self.tile.pixels() * 12
    }

    /// The unit's name under a job's description.
    pub fn id(&self, spec: &RenderSpec) -> UnitId {
        let mut hasher = blake3::Hasher::new_derive_key("idlewatt unit 1");
        hasher.update(&wire::encode(&(RENDER_ENGINE, spec, self)));
        UnitId(*hasher.finalize().as_bytes())
    }

    /// Whether it lies within a picture and the bounds on units.
    pub fn fits(&self, spec: &RenderSpec) -> bool {
        let Tile { x, y, width, height } = self.tile;
        let SampleRange { first, count } = self.samples;
        let within =
            |start: u32, length: u32, end: u32| start.checked_add(length).is_some_and(|sum| length > 0 && sum <= end);
        within(x, width, spec.view.width)
            && within(y, height, spec.view.height)
            && within(first, count, spec.spp)
            && width <= limits::TILE_SIDE
            && height <= limits::TILE_SIDE
            && count <= limits::UNIT_SPP
    }
}

/// What is wrong with a job's description. The words are for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSpec {
    /// Width or height.
    #[error("a picture of {0} x {1} is outside 1 to {max} pixels a side and {pixels} in all", max = limits::PICTURE_SIDE, pixels = limits::PICTURE_PIXELS)]
    Size(u32, u32),
    /// Samples.
    #[error("{0} samples per pixel is outside 1 to {max}", max = limits::PICTURE_SPP)]
    Spp(u32),
    /// Bounces.
    #[error("{0} bounces is outside 1 to {max}", max = limits::BOUNCES)]
    Bounces(u8),
    /// The scene's size.
    #[error("a scene of {} bytes is outside 1 to {max}", .0.0, max = limits::SCENE_BYTES)]
    Scene(Bytes),
    /// The model's size.
    #[error("a model of {} bytes is outside 1 to {max}", .0.0, max = limits::MODEL_BYTES)]
    Model(Bytes),
    /// A model's name beyond reason.
    #[error("the model's name is longer than {max} bytes", max = limits::TEXT_BYTES)]
    ModelName,
    /// Tokens.
    #[error("{0} tokens in a request is outside 1 to {max}", max = limits::CONTEXT_TOKENS)]
    Tokens(u32),
    /// A lens beyond reason.
    #[error("a lens opens up to {max} m and is sharp from a millimetre to a thousand kilometres", max = limits::LENS_RADIUS_UM / 1_000_000)]
    Lens,
    /// A camera name beyond reason.
    #[error("the camera's name is longer than {max} bytes", max = limits::TEXT_BYTES)]
    CameraName,
}

impl View {
    /// Device memory that a unit takes beside the scene: that of the largest tile.
    pub fn unit_bytes(&self) -> Bytes {
        let side = |length: u32| u64::from(length.min(limits::TILE_SIDE));
        Bytes(side(self.width) * side(self.height) * limits::UNIT_PIXEL_BYTES)
    }

    /// A picture of a scene's first camera at the beginning of its animation, with paths of eight bounces.
    pub fn new(width: u32, height: u32) -> Self {
        Self { width, height, camera: None, max_bounces: 8, seed: 0, time_us: 0, lens: None, filter: Filter::default() }
    }

    /// Checks every bound.
    pub fn validate(&self) -> Result<(), InvalidSpec> {
        let side = 1..=limits::PICTURE_SIDE;
        let pixels = u64::from(self.width) * u64::from(self.height);
        if !side.contains(&self.width) || !side.contains(&self.height) || pixels > limits::PICTURE_PIXELS {
            return Err(InvalidSpec::Size(self.width, self.height));
        }
        if !(1..=limits::BOUNCES).contains(&self.max_bounces) {
            return Err(InvalidSpec::Bounces(self.max_bounces));
        }
        if self.camera.as_ref().is_some_and(|name| name.len() > limits::TEXT_BYTES) {
            return Err(InvalidSpec::CameraName);
        }
        let sharp = 1_000..=limits::LENS_FOCUS_UM;
        if self.lens.is_some_and(|lens| lens.radius_um > limits::LENS_RADIUS_UM || !sharp.contains(&lens.focus_um)) {
            return Err(InvalidSpec::Lens);
        }
        Ok(())
    }
}

impl RenderSpec {
    /// Checks every bound.
    pub fn validate(&self) -> Result<(), InvalidSpec> {
        self.view.validate()?;
        if !(1..=limits::PICTURE_SPP).contains(&self.spp) {
            return Err(InvalidSpec::Spp(self.spp));
        }
        if !(1..=limits::SCENE_BYTES).contains(&self.scene.size.0) {
            return Err(InvalidSpec::Scene(self.scene.size));
        }
        Ok(())
    }

    /// Pixel samples in all.
    pub fn pixel_samples(&self) -> u64 {
        u64::from(self.view.width) * u64::from(self.view.height) * u64::from(self.spp)
    }
}

/// How lines of [`SceneFacts::unsupported`] begin that tell how something is rendered, and not that it is missing.
pub const NOTE: &str = "note: ";

/// What a worker found in a scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SceneFacts {
    /// Triangles stored.
    #[ts(type = "number")]
    pub triangles: u64,
    /// Triangles seen, instances counted.
    #[ts(type = "number")]
    pub instanced_triangles: u64,
    /// Instances of meshes.
    #[ts(type = "number")]
    pub instances: u64,
    /// Materials.
    #[ts(type = "number")]
    pub materials: u64,
    /// Emissive triangles and punctual lights.
    #[ts(type = "number")]
    pub lights: u64,
    /// Names of its cameras.
    pub cameras: Vec<String>,
    /// Memory that it takes on the device.
    pub device_bytes: Bytes,
    /// What the artist used and this engine does not render, in plain words. What begins with [`NOTE`] is rendered, in a way
    /// that has to be said.
    pub unsupported: Vec<String>,
    /// When the last of its animations ends, in microseconds. Zero: it stands still.
    pub duration_us: u32,
}
