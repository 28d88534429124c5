//! Work that is asked of others, and how it goes.

use super::{BadInput, Failure, NoProvider};
use idlewatt_proto::device::Device;
use idlewatt_proto::job::{Filter, Lens, SceneFacts};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::stream::TextAsk;
use idlewatt_proto::text::Generation;
use idlewatt_proto::{Amount, JobId, NodeId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A picture to be rendered over the mesh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderRequest {
    /// Absolute path of a GLB or glTF file.
    pub scene: String,
    /// Absolute path of the picture; `.png` or `.exr`.
    pub output: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Samples per pixel.
    pub spp: u32,
    /// Name of a camera.
    pub camera: Option<String>,
    /// The instant of the scene's animation, in microseconds from its beginning.
    #[serde(default)]
    pub time_us: u32,
    /// Depth of field; without it everything is sharp.
    #[serde(default)]
    pub lens: Option<Lens>,
    /// How samples become pixels.
    #[serde(default)]
    pub filter: Filter,
    /// What is made of the samples.
    #[serde(default)]
    pub finish: Finish,
    /// Where the picture is smoother than this, no more samples are taken; `spp` is then the most.
    #[serde(default)]
    pub noise: Option<Noise>,
    /// What will not be exceeded.
    pub max_price: Option<Price>,
    /// Whether the picture may be unsuitable for everybody.
    #[serde(default)]
    pub mature: bool,
}

/// Something to be said by a model of the mesh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextRequest {
    /// Its name, or its hash in hex.
    pub model: String,
    /// What is asked.
    pub generation: Generation,
    /// What will not be exceeded, per million tokens said.
    pub max_price: Option<Price>,
    /// Whether what is asked or answered may be unsuitable for everybody.
    #[serde(default)]
    pub mature: bool,
}

impl TextRequest {
    /// As it travels to a provider.
    pub fn ask(&self) -> TextAsk {
        TextAsk::Generate(self.generation.clone())
    }
}

/// Texts to become vectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbedRequest {
    /// The model's name, or its hash in hex.
    pub model: String,
    /// The texts.
    pub texts: Vec<String>,
    /// What will not be exceeded, per million tokens said; ten million are read for it.
    pub max_price: Option<Price>,
    /// Whether the texts may be unsuitable for everybody.
    #[serde(default)]
    pub mature: bool,
}

/// How a requested render goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum RenderEvent {
    /// The scene is right; these are its contents. The job has this name now.
    Checked {
        /// Its name.
        job: JobId,
        /// What is in it.
        facts: SceneFacts,
    },
    /// Providers are being looked for and asked.
    Searching,
    /// One agreed.
    Agreed {
        /// Who.
        provider: NodeId,
        /// With what.
        device: Device,
        /// For how much.
        price: Price,
    },
    /// Work was done, checked and paid.
    Progress {
        /// Pixel samples in the picture.
        #[ts(type = "number")]
        pixel_samples: u64,
        /// Pixel samples asked for.
        #[ts(type = "number")]
        of: u64,
        /// Owed so far.
        cost: Amount,
    },
    /// The picture file was rewritten with what is there.
    Pictured,
    /// A provider is gone or was let go; the rest goes to others.
    ProviderLost {
        /// Who.
        provider: NodeId,
        /// Why.
        reason: StopReason,
    },
    /// No more events.
    Ended {
        /// How.
        outcome: RenderOutcome,
        /// Owed in all.
        cost: Amount,
    },
}

/// How a requested render ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum RenderOutcome {
    /// The whole picture is there.
    Done,
    /// Stopped by whoever asked; the file holds what came.
    Cancelled,
    /// The scene or the request is not right.
    BadInput {
        /// What is wrong with it.
        why: BadInput,
    },
    /// Nobody can or will do it.
    NoProvider {
        /// What was heard.
        why: NoProvider,
    },
    /// Something broke.
    Failed {
        /// What.
        why: Failure,
    },
}

impl From<BadInput> for RenderOutcome {
    fn from(why: BadInput) -> Self {
        Self::BadInput { why }
    }
}

impl From<Failure> for RenderOutcome {
    fn from(why: Failure) -> Self {
        Self::Failed { why }
    }
}
