//! What can go wrong, and the exit code and advice that go with it.

use crate::remove::RemoveError;
use crate::text::TextInput;
use crate::time::TimeError;
use idlewatt_control::home::HomeError;
use idlewatt_control::messages::ControlError;
use idlewatt_control::{CallError, ConnectError};
use idlewatt_foreman::WorkerError;
use idlewatt_gateway::MayNotListen;
use idlewatt_models::{FetchError, ShelfError};
use idlewatt_proto::books::Side;
use idlewatt_proto::job::InvalidSpec;
use idlewatt_proto::worker::Fault;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// How the program ends. Scripts rely on these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It was done.
    Done = 0,
    /// It was not.
    Failed = 1,
    /// What was asked for makes no sense.
    BadInput = 2,
    /// Nobody can or will do it.
    NoProvider = 3,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Home(#[from] HomeError),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("the daemon answered something else than was asked; restart it")]
    Unexpected,
    #[error(transparent)]
    Time(#[from] TimeError),
    #[error("no setting is called {0:?}")]
    NoSuchSetting(String),
    #[error("{0:?} is not on the list")]
    NotListed(String),
    #[error("there is no {what} whose name begins with {begin}")]
    NoSuch { what: &'static str, begin: String },
    #[error("the names of several {what} begin with {begin}; give more of it")]
    Several { what: &'static str, begin: String },
    #[error("the file must end in .csv or .json, which {} does not", .0.display())]
    ExportKind(PathBuf),
    #[error("the path {} cannot be completed: {source}", path.display())]
    Path { path: PathBuf, source: io::Error },
    #[error("no node that is known here is called {0:?}")]
    NoSuchNode(String),
    #[error("several nodes have names that begin with {0:?}")]
    SeveralNodes(String),
    #[error("the daemon does not stop")]
    StillRunning,
    #[error(transparent)]
    Input(#[from] InputError),
    #[error("{0}")]
    BadScene(String),
    #[error(transparent)]
    Text(#[from] TextInput),
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Listening(#[from] MayNotListen),
    #[error("nobody can be served at {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("{0}")]
    NoProvider(String),
    #[error("{0}")]
    RenderFailed(String),
    #[error(transparent)]
    Worker(WorkerError),
    #[error("{0}")]
    Answer(Arc<WorkerError>),
    #[error("Ctrl-C cannot be listened for: {0}")]
    Signals(io::Error),
    #[error("a frame cannot be kept in {}: {source}", folder.display())]
    Keep { folder: PathBuf, source: io::Error },
    #[error("a temporary file cannot be used: {0}")]
    Scratch(io::Error),
    #[error("the manual cannot be written: {0}")]
    Manual(io::Error),
    #[error(transparent)]
    Remove(#[from] RemoveError),
}

/// What is wrong with a request for a picture, before anybody is asked.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("there is no scene at {}", .0.display())]
    NoScene(PathBuf),
    #[error("the scene must be a .glb or .gltf file, not {}", .0.display())]
    SceneKind(PathBuf),
    #[error("there is no environment at {}", .0.display())]
    NoEnvironment(PathBuf),
    #[error("the environment must be an .exr or .hdr file, not {}", .0.display())]
    EnvironmentKind(PathBuf),
    #[error("the picture must be a .png or .exr file, not {}", .0.display())]
    PictureKind(PathBuf),
    #[error("layers need an .exr file, which {} is not", .0.display())]
    LayersInPng(PathBuf),
    #[error("there is no folder {} to write the picture to", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is a folder; the picture needs a file name", .0.display())]
    PictureIsFolder(PathBuf),
    #[error("the path {} is not valid UTF-8, which the daemon needs", .0.display())]
    NotUtf8(PathBuf),
    #[error("frames need a number in the picture's name, such as frame-####.png, which {} has not", .0.display())]
    NoNumber(PathBuf),
    #[error("frame {0} is beyond the longest animation, of an hour")]
    LateFrame(u32),
    #[error("{} was there before and is none of these frames; `--overwrite` replaces it", .0.display())]
    Foreign(PathBuf),
    #[error("the scene has no camera called {name:?}; it has: {has}")]
    NoCamera { name: String, has: String },
    #[error(transparent)]
    Spec(#[from] InvalidSpec),
}

impl Error {
    /// The code that goes with it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Time(_) | Self::NoSuchSetting(_) | Self::NotListed(_) | Self::Input(_) | Self::BadScene(_) => {
                Exit::BadInput
            }
            Self::NoSuch { .. } | Self::Several { .. } | Self::ExportKind(_) | Self::Path { .. } => Exit::BadInput,
            Self::NoSuchNode(_) | Self::SeveralNodes(_) => Exit::BadInput,
            Self::Text(_) | Self::Listening(_) => Exit::BadInput,
            Self::Shelf(error) | Self::Fetch(FetchError::Shelf(error)) => shelf(error),
            Self::Fetch(FetchError::Address(_)) => Exit::BadInput,
            Self::Fetch(_) | Self::Listen { .. } => Exit::Failed,
            Self::Answer(error) if is_input(error) => Exit::BadInput,
            Self::Answer(_) => Exit::Failed,
            Self::Call(CallError::Refused(refused)) => refusal(refused),
            Self::NoProvider(_) => Exit::NoProvider,
            Self::Remove(error) => error.exit(),
            Self::Manual(_) => Exit::Failed,
            Self::Home(_) | Self::Connect(_) | Self::Call(_) | Self::Unexpected => Exit::Failed,
            Self::Keep { .. } => Exit::Failed,
            Self::StillRunning | Self::RenderFailed(_) | Self::Worker(_) | Self::Scratch(_) | Self::Signals(_) => {
                Exit::Failed
            }
        }
    }

    /// What to do about it, where that is known.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Connect(ConnectError::NotRunning) => Some("start it with `idlewatt start`"),
            Self::Connect(ConnectError::Protocol { .. }) => Some("`idlewatt stop`, then `idlewatt start`"),
            Self::NoSuch { what: "job", .. } => Some("`idlewatt jobs` lists them"),
            Self::Remove(error) => error.advice(),
            Self::NoSuchSetting(_) => Some("`idlewatt config get` lists them all"),
            Self::NoSuchNode(_) => Some("`idlewatt refusals --json` has whole names, and those are always taken"),
            Self::SeveralNodes(_) => Some("give more of its digits"),
            Self::Shelf(ShelfError::Unknown(_)) => Some("`idlewatt models` lists them"),
            Self::Shelf(ShelfError::Full { .. }) => Some(
                "`idlewatt models remove` makes room, `idlewatt config set models.disk_gib` allows more, `--link` takes none",
            ),
            Self::Call(CallError::Refused(ControlError::NoModel { .. } | ControlError::NoProvider { .. })) => {
                Some("`idlewatt models` lists what is offered; `--local` uses this machine")
            }
            Self::Call(CallError::Refused(ControlError::RoleOff { role: Side::Requester })) => {
                Some("`idlewatt config set roles.requester true` switches it on")
            }
            Self::NoProvider(_) => Some("`idlewatt doctor` looks at the network; `--local` renders on this machine"),
            _ => None,
        }
    }
}

/// Whether it is about what was asked, and not about who answers.
pub fn is_input(error: &WorkerError) -> bool {
    use Fault::{BadModel, BadRequest, BadScene, TooLarge};
    matches!(error, WorkerError::Fault(BadScene { .. } | BadModel { .. } | BadRequest { .. } | TooLarge { .. }))
}

fn refusal(refused: &ControlError) -> Exit {
    match refused {
        ControlError::InvalidSetting { .. } | ControlError::BadInput { .. } => Exit::BadInput,
        ControlError::NoModel { .. } | ControlError::NoProvider { .. } | ControlError::Busy { .. } => Exit::NoProvider,
        _ => Exit::Failed,
    }
}

fn shelf(error: &ShelfError) -> Exit {
    match error {
        ShelfError::Unknown(_) | ShelfError::Taken(_) | ShelfError::There(_) | ShelfError::NotAModel(_) => {
            Exit::BadInput
        }
        ShelfError::Stopped => Exit::Interrupted,
        _ => Exit::Failed,
    }
}
