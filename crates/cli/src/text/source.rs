//! Where answers come from: a worker of this machine, or the mesh.

use super::arguments::{Place, Terms};
use super::mesh::{self, Mesh};
use crate::error::Error;
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::render::progress::Progress;
use crate::words;
use idlewatt_control::Home;
use idlewatt_foreman::{TextBench, TextWorker, Told, Vector, Workshop};
use idlewatt_models::{Name, Shelf, ShelfError};
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use idlewatt_proto::{Amount, Bytes, NodeId};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::mpsc;

/// Tokens of context that there is room for unless told otherwise, all conversations together.
const TOKENS: u64 = 32_768;
/// Bytes of a settings file that are read: ours has some thousand.
const SETTINGS_BYTES: u64 = 1 << 20;
/// What a model takes besides weights and context: what flows between its layers.
const BESIDES: u64 = 512 << 20;

/// Answers a model's requests. Whoever asks need not know where.
pub enum Source {
    Local(Local),
    Mesh(Mesh),
}

/// A worker of this machine.
pub struct Local {
    worker: TextWorker,
    /// Holds the worker's own folder, and goes after it.
    _folder: TempDir,
}

/// The machine that answers.
#[derive(Serialize)]
pub struct About {
    /// As people call it.
    pub device: String,
    pub software: bool,
    /// Tokens of context, all conversations together.
    pub cache_tokens: u32,
}

/// What comes of a request.
pub enum Answer {
    Local(mpsc::Receiver<Told>),
    Mesh(mesh::Answer),
}

/// A piece of an answer.
pub enum News {
    Text(TextEvent),
    /// A stranger answers, or goes on with the answer.
    Answering {
        provider: NodeId,
        price: Price,
    },
    /// All that was said cost this.
    Cost(Amount),
}

/// Texts that have become vectors.
pub struct Vectors {
    pub vectors: Vec<Vector>,
    /// `None`: nobody is paid.
    pub cost: Option<Amount>,
}

impl Answer {
    /// What comes next; `None` after the end.
    pub async fn next(&mut self) -> Result<Option<News>, Error> {
        match self {
            Self::Local(told) => Ok(told.recv().await.transpose()?.map(News::Text)),
            Self::Mesh(answer) => answer.next().await,
        }
    }
}

impl Source {
    /// Makes ready. `None`: Ctrl-C came first.
    pub async fn open(
        home: &Home,
        out: &Out,
        place: &Place,
        interrupts: &mut Interrupts,
    ) -> Result<Option<Self>, Error> {
        let Place { model, terms } = place;
        if terms.local {
            return tokio::select! {
                opened = Local::open(home, out, model, terms) => opened.map(|local| Some(Self::Local(local))),
                () = interrupts.next() => Ok(None),
            };
        }
        let called = mesh::called(home, out, model).await?;
        tokio::select! {
            opened = Mesh::open(home, called, terms) => opened.map(|mesh| Some(Self::Mesh(mesh))),
            () = interrupts.next() => Ok(None),
        }
    }

    /// What is in the model, where that is known.
    pub fn facts(&self) -> Option<&ModelFacts> {
        match self {
            Self::Local(local) => Some(local.worker.facts()),
            Self::Mesh(mesh) => mesh.facts(),
        }
    }

    /// Whether a prompt is taken for a message. On the mesh most models are made for that.
    pub fn chats(&self) -> bool {
        self.facts().is_none_or(|facts| facts.chat)
    }

    /// The machine, where it is this one.
    pub fn about(&self) -> Option<About> {
        match self {
            Self::Local(Local { worker, .. }) => Some(About {
                device: words::device(worker.device()),
                software: worker.device().kind == DeviceKind::Software,
                cache_tokens: worker.cache_tokens(),
            }),
            Self::Mesh(_) => None,
        }
    }

    /// Model and place, for people.
    pub fn title(&self) -> String {
        match self {
            Self::Local(local) => {
                format!("{} on {}", local.worker.facts().name, words::device(local.worker.device()))
            }
            Self::Mesh(mesh) => format!("{} on the mesh", mesh.name()),
        }
    }

    /// Has a request answered. Dropping the answer cancels it.
    pub async fn generate(&self, generation: Generation) -> Result<Answer, Error> {
        match self {
            Self::Local(local) => Ok(Answer::Local(local.worker.generate(generation))),
            Self::Mesh(mesh) => Ok(Answer::Mesh(mesh.generate(generation).await?)),
        }
    }

    /// Turns texts into vectors.
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vectors, Error> {
        match self {
            Self::Local(local) => Ok(Vectors { vectors: local.worker.embed(texts).await?, cost: None }),
            Self::Mesh(mesh) => mesh.embed(texts).await,
        }
    }

    pub async fn close(self) {
        match self {
            Self::Local(local) => local.worker.close().await,
            Self::Mesh(_) => {}
        }
    }
}

impl Local {
    /// Starts a worker with the model, telling how far it is where somebody watches.
    pub async fn open(home: &Home, out: &Out, model: &str, terms: &Terms) -> Result<Self, Error> {
        let workshop = workshop(terms.adapter.clone())?;
        let model = find(home, model)?;
        let memory = match terms.memory {
            Some(memory) => memory,
            None => fitting(&workshop.inspect_model(&model).await?),
        };
        let folder = tempfile::tempdir().map_err(Error::Scratch)?;
        let mut progress = Progress::on_terminal(out);
        let loading = move |permille: u16| progress.at(u64::from(permille), 1000, "loading");
        let bench = TextBench { model, memory, scratch: folder.path().join("worker") };
        Ok(Self { worker: workshop.open_model(bench, loading).await?, _folder: folder })
    }

    pub fn worker(&self) -> &TextWorker {
        &self.worker
    }
}

/// The worker beside this program, on this adapter.
pub fn workshop(adapter: Option<String>) -> Result<Workshop, Error> {
    Ok(Workshop { adapter, ..Workshop::beside_current_exe()? })
}

/// Memory for a model and a long conversation.
fn fitting(facts: &ModelFacts) -> Bytes {
    let tokens = u64::from(facts.context).min(TOKENS);
    let context = facts.token_bytes.0.saturating_mul(tokens);
    Bytes(facts.weight_bytes.0.saturating_add(context).saturating_add(BESIDES))
}

/// The shelf of this home, with the room that its owner allows.
pub fn shelf(home: &Home) -> Result<Shelf, ShelfError> {
    Shelf::open(&home.models(), Bytes(disk_gib(home).saturating_mul(1 << 30)))
}

/// From the settings file itself: a shelf is of use where no daemon runs. One that cannot be read says nothing; the daemon
/// tells what is wrong with it.
fn disk_gib(home: &Home) -> u64 {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Settings {
        models: Models,
    }
    #[derive(Deserialize)]
    struct Models {
        #[serde(default = "standard")]
        disk_gib: u64,
    }
    impl Default for Models {
        fn default() -> Self {
            Self { disk_gib: standard() }
        }
    }
    fn standard() -> u64 {
        idlewatt_models::limits::SHELF_GIB
    }
    let mut text = String::new();
    let read = File::open(home.settings()).and_then(|file| file.take(SETTINGS_BYTES).read_to_string(&mut text));
    let settings = read.ok().and_then(|_| toml::from_str::<Settings>(&text).ok()).unwrap_or_default();
    settings.models.disk_gib
}

/// A model's path, by its name on the shelf or by its own.
pub fn find(home: &Home, model: &str) -> Result<PathBuf, Error> {
    // Looking for a file must not make a home where there is none.
    if !home.models().is_dir() {
        let path = Path::new(model);
        return match path.exists() {
            true => std::path::absolute(path).map_err(Error::Scratch),
            false => Err(ShelfError::Unknown(model.to_owned()).into()),
        };
    }
    Ok(shelf(home)?.find(model)?)
}

/// What a model is called when it is spoken of.
pub fn name_of(model: &str) -> String {
    Name::of_file(Path::new(model)).map_or_else(|| model.to_owned(), |name| name.to_string())
}

/// Somebody else's error may be everybody's, and is told by each.
impl From<Arc<idlewatt_foreman::WorkerError>> for Error {
    fn from(error: Arc<idlewatt_foreman::WorkerError>) -> Self {
        match Arc::try_unwrap(error) {
            Ok(error) => error.into(),
            Err(shared) => Self::Answer(shared),
        }
    }
}
